"""What was unknown and would settle most: the next best question, with its answers and what each would change."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from engage.decide.explain_case import Case
from engage.decide.handle import Handled
from engage.facts.decided import Outcome, Verdict
from engage.facts.plan import HandlingPlan
from engage.knowledge.scales import Cell
from engage.program.floors import CompiledFloor
from engage.program.program import CompiledNever, CompiledRow, CompiledRule

__all__ = ["Answer", "OpenQuestion", "open_questions", "rests_on"]


@frozen
class Answer:
    """Answers that come to the same: `cells` of the question, the undecided rules they settle, the plan then.

    `tried`: of these cells the samples alone were tried, and the plan is that of the first; others may differ.
    """

    cells: tuple[Cell, ...]
    settles: tuple[str, ...]
    plan: HandlingPlan = field(repr=False)
    changes_plan: bool = False
    tried: bool = False


@frozen
class OpenQuestion:
    """Something unknown that somebody can be asked. `settles`: how many undecided rules an answer decides, on average
    over the answers that conditions tell apart; `always`: those that any answer decides, where that can be told.
    """

    slot: int
    settles: Fraction
    always: tuple[str, ...]
    answers: tuple[Answer, ...]

    @property
    def matters(self) -> bool:
        """Would some answer change the plan?"""
        return any(answer.changes_plan for answer in self.answers)


def open_questions(case: Case) -> tuple[OpenQuestion, ...]:
    """Every question that could settle something, the best first.

    Those of which an answer changes the plan come first, then those that settle most, then by name.
    """
    now = case.handled({})
    open_ = frozenset(_undecided(now))
    found = [
        asked
        for slot, question in case.questions.items()
        if question.asked and case.values[slot] is None and (asked := _asked(slot, case, now, open_)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (not one.matters, -one.settles, case.questions[one.slot].name)))


def _undecided(handled: Handled) -> Iterator[str]:
    return (id for id, verdict in handled.asked.verdicts.items() if verdict is Verdict.UNKNOWN)


def _asked(slot: int, case: Case, now: Handled, open_: frozenset[str]) -> OpenQuestion | None:
    """The question with its answers, those together that come to the same."""
    question = case.questions[slot]
    cells = question.cells if question.exact else tuple(dict.fromkeys(map(question.alone, question.cells)))
    together: dict[tuple[str, ...], list[tuple[Cell, HandlingPlan]]] = {}
    total = 0
    for cell in sorted(cells, key=_below_nothing):
        then = case.handled({slot: cell.sample})
        settled = tuple(sorted(open_ - frozenset(_undecided(then))))
        total += len(settled)
        together.setdefault(settled, []).append((cell, then.plan))
    answers = []
    for settled, told in together.items():
        plans: list[tuple[HandlingPlan, list[Cell]]] = []
        for cell, plan in told:
            same = next((kept for known, kept in plans if _alike(known, plan, now.plan, question.exact)), None)
            if same is None:
                plans.append((plan, [cell]))
            else:
                same.append(cell)
        answers += [Answer(tuple(kept), settled, plan, plan != now.plan, not question.exact) for plan, kept in plans]
    if not total and not any(answer.changes_plan for answer in answers):
        return None
    answers.sort(key=lambda answer: cells.index(answer.cells[0]))
    settled_each = [frozenset(answer.settles) for answer in answers]
    always = frozenset.intersection(*settled_each) if question.exact else frozenset()
    return OpenQuestion(slot, Fraction(total, len(cells)), tuple(sorted(always)), tuple(answers))


def _below_nothing(cell: Cell) -> bool:
    """Less than nothing is no example to begin with."""
    return isinstance(cell.sample, int | Decimal) and cell.sample < 0 and cell.low == cell.high


def _alike(one: HandlingPlan, other: HandlingPlan, now: HandlingPlan, exact: bool) -> bool:
    """Equal plans; of samples those that change the plan are told together, whatever each would make of it."""
    return one == other or (not exact and (one == now) is (other == now))


# ---------------------------------------------------------------------------------------- what it rests on


def rests_on(case: Case) -> tuple[int, ...]:
    """Questions whose answers alone give the same plan by the same rules, with every other answer unknown.

    None of them can be left out. Those that no rule in force looks at are given up first.
    """
    known = [slot for slot, asked in case.questions.items() if not asked.computed and case.values[slot] is not None]
    before = case.handled({})
    speaking = case.under(_read_by_the_speaking(case, before))
    taken: dict[int, object] = {}
    size = -1
    while size != len(taken):  # what was needed beside one that is given up now may be needed no more
        size = len(taken)
        for slot in sorted(set(known) - taken.keys(), key=lambda slot: (slot in speaking, -slot)):
            then = case.handled({**taken, slot: None})
            if then.plan == before.plan and _said(then) == _said(before):
                taken[slot] = None
    return tuple(slot for slot in known if slot not in taken)


def _said(handled: Handled) -> tuple[object, ...]:
    """Who decided what, also where it shows nowhere in the plan: a head start without a route."""
    won = sorted((one.slot, one.rule) for one in handled.candidates if one.outcome is Outcome.WON)
    return handled.owners(), handled.notes, won


def _read_by_the_speaking(case: Case, handled: Handled) -> Iterator[int]:
    fired = {id for id, verdict in handled.asked.verdicts.items() if verdict is Verdict.FIRED}
    spoken: list[CompiledRule | CompiledNever | CompiledFloor | CompiledRow] = [
        *case.shelf.rules,
        *case.shelf.nevers,
        *case.shelf.floors,
    ]
    spoken += [row for table in case.shelf.tables for row in table.rows]
    for each in spoken:
        if each.id in fired:
            for line in each.lines:
                yield from line.reads
