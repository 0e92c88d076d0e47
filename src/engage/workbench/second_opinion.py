"""Another engine is asked what ours says: every rule, row and veto, on made-up events, as far as the other can follow.

What can be compared is put as one claim a rule; lines that rest on more than a single event are left out of it, on both
sides, and told with the reason. Freshness of facts, `once per`, effective dates and beating are no conditions and are
not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from engage.facts.known import Situation
from engage.ground.canonical import derived_id
from engage.ground.dice import Dice
from engage.ground.finding import Words
from engage.ground.source import Span
from engage.knowledge import fill
from engage.language.tree import Condition
from engage.program.inputs import Line
from engage.program.program import Program
from engage.ruleset.model import Model, Never, Rule, Scorecard, Table
from engage.ruleset.value_model import derived_facts
from engage.sockets.second_opinion import Claim, Constant, Every, Says, SecondOpinion
from engage.workbench.claim_events import claim_situations, facts_at
from engage.workbench.claim_values import facts_in
from engage.workbench.claims import Unclaimed, claimed
from engage.workbench.expected import condition_words

__all__ = ["Compared", "Comparison", "Disagreement", "LeftOut", "Stated", "claim_of", "second_opinion", "stated_in"]

#: so many disagreements of one rule are shown
_SHOWN = 3


@frozen
class Stated:
    """A rule, row or veto with its conditions and what they were compiled to, line by line."""

    kind: str
    id: str
    kinds: tuple[str, ...]
    conditions: tuple[Condition, ...]
    lines: tuple[Line, ...] = field(repr=False)
    span: Span | None = field(default=None, eq=False, repr=False)


@frozen
class LeftOut:
    """A line that could not be put to the other engine, and why."""

    words: Words
    why: Words


@frozen
class Disagreement:
    """An event on which the engines differ: what ours said, and the facts that were known."""

    ours: bool
    kind: str
    facts: Mapping[str, Constant]


@frozen
class Compared:
    """What came of one rule. `lines` were compared, at `events` events that both answered; it held at `held`."""

    stated: Stated
    lines: int
    left_out: tuple[LeftOut, ...] = ()
    events: int = 0
    held: int = 0
    agreed: int = 0
    disagreements: tuple[Disagreement, ...] = ()
    unanswered: tuple[tuple[Words, int], ...] = ()
    crashes: tuple[Words, ...] = ()


@frozen
class Comparison:
    """What came of all rules, and the engine that was asked."""

    engine: str
    items: tuple[Compared, ...]

    @property
    def compared(self) -> tuple[Compared, ...]:
        """Those of which at least one line was compared."""
        return tuple(item for item in self.items if item.lines)

    @property
    def events(self) -> int:
        """On how many events both engines answered."""
        return sum(item.events for item in self.items)

    @property
    def agreed(self) -> int:
        """On how many of them they agreed."""
        return sum(item.agreed for item in self.items)

    @property
    def held(self) -> int:
        """At how many of them the condition held."""
        return sum(item.held for item in self.items)

    @property
    def unanswered(self) -> int:
        """How many events got no answer from the other engine."""
        return sum(count for item in self.items for _, count in item.unanswered)

    @property
    def crashes(self) -> int:
        """How often the other engine died."""
        return sum(len(item.crashes) for item in self.items)


def second_opinion(
    model: Model, program: Program, other: SecondOpinion, events: int, told: Callable[[Compared], None] = lambda _: None
) -> Comparison:
    """Compare every rule, row and veto at so many events each; `told` hears of each as it is done."""
    items = []
    for stated in stated_in(model, program):
        item = _compare(stated, model, program, other, events)
        told(item)
        items.append(item)
    return Comparison(other.engine, tuple(items))


def stated_in(model: Model, program: Program) -> tuple[Stated, ...]:
    """Everything of a ruleset that states conditions and is asked somewhere, in file order."""
    return tuple(_stated(model, program))


def _stated(model: Model, program: Program) -> Iterator[Stated]:
    found: dict[tuple[str, str], tuple[tuple[Line, ...], list[str]]] = {}
    for kind, shelf in program.shelves.items():
        made = [("rule", rule.id, rule.lines) for rule in shelf.rules]
        made += [("never", never.id, never.lines) for never in shelf.nevers]
        made += [("row", row.id, row.lines) for table in shelf.tables for row in table.rows]
        for sort, id, lines in made:
            found.setdefault((sort, id), (lines, []))[1].append(kind)

    def one(sort: str, id: str, conditions: tuple[Condition, ...], span: Span | None) -> Iterator[Stated]:
        if (sort, id) in found:
            lines, kinds = found[sort, id]
            yield Stated(sort, id, tuple(kinds), conditions, lines, span)

    for rule in model.every(Rule):
        yield from one("rule", rule.id, rule.lines, rule.span)
    for never in model.every(Never):
        yield from one("never", never.id, never.lines, never.span)
    for table in model.every(Table):
        for number, row in enumerate(table.rows, 1):
            cells = tuple(cell for cell in row.cells if cell is not None)
            yield from one("row", f"{table.id} row {number}", cells, row.span)


def claim_of(stated: Stated, model: Model, other: SecondOpinion) -> tuple[Claim, tuple[int, ...], tuple[LeftOut, ...]]:
    """The claim of a rule as far as the other engine can follow, the places of its lines, what was left out."""
    worked_out = frozenset(
        name
        for each in (*derived_facts(model), *model.every(Scorecard))
        for name in (f"customer.{each.id}", f"customer.{each.id}_band")
    )
    parts: list[Says] = []
    places: list[int] = []
    left_out: list[LeftOut] = []
    for place, condition in enumerate(stated.conditions):
        try:
            says = claimed(condition, worked_out)
            # Alone, and with the lines before it: there are limits on how much one claim may hold.
            why = other.unfit(Claim(stated.id, says)) or other.unfit(Claim(stated.id, Every((*parts, says))))
        except Unclaimed as unclaimed:
            why = unclaimed.why
        if why is None:
            parts.append(says)
            places.append(place)
        else:
            left_out.append(LeftOut(condition_words(condition, model.vocabulary, model.header.zone), why))
    return Claim(stated.id, Every(tuple(parts))), tuple(places), tuple(left_out)


def _compare(stated: Stated, model: Model, program: Program, other: SecondOpinion, events: int) -> Compared:
    claim, places, left_out = claim_of(stated, model, other)
    item = Compared(stated, len(places), left_out)
    if not places:
        return item
    lines = tuple(stated.lines[place] for place in places)
    seed = int(derived_id(stated.kind, stated.id)[:16], 16)
    known = tuple(claim_situations(claim, stated.kinds, program, events, Dice(seed)))
    ours = [_holds(lines, situation, program) for situation in known]
    named = facts_in(claim.says)
    facts = [facts_at(situation, named, program) for situation in known]
    opinion = other.ask(claim, facts)
    both = [place for place, verdict in enumerate(opinion.verdicts) if verdict is not None]
    differ = [place for place in both if opinion.verdicts[place] is not ours[place]]
    return evolve(
        item,
        events=len(both),
        held=sum(ours[place] for place in both),
        agreed=len(both) - len(differ),
        disagreements=tuple(
            Disagreement(ours[place], known[place].event.kind, facts[place]) for place in differ[:_SHOWN]
        ),
        unanswered=opinion.unanswered,
        crashes=opinion.crashes,
    )


def _holds(lines: Sequence[Line], situation: Situation, program: Program) -> bool:
    """Do all lines certainly hold, as they were compiled?"""
    values = fill(program, program.shelves[situation.event.kind], situation)
    return all(line.holds(values) for line in lines)
