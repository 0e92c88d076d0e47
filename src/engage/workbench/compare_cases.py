"""One decision by both rulesets, side by side: the two plans, which rules speak only here or only there, and why.

What a customer could be known by stays out unless it is asked for: the key, the values of facts declared `personal`,
and the filled texts of wordings.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen

from engage.decide import Explanation, explain
from engage.decide.arbitrate import silenced
from engage.decide.candidates import texts
from engage.decide.explain_places import because_words
from engage.decide.explain_words import VERDICTS, aside
from engage.decide.explanation import LineTold, RuleTold
from engage.decide.plan_words import kind_words, plan_words
from engage.decide.recall import recall
from engage.decide.value_words import value_words
from engage.facts.decided import Candidate, Decision, Outcome, Verdict
from engage.facts.plan import HandlingPlan
from engage.program.program import Program
from engage.workbench.compare import Case, Comparison
from engage.workbench.compare_words import group_words, say

__all__ = ["CaseTold", "PlanLine", "told_case"]

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@frozen
class PlanLine:
    """A slot of the two plans in words; empty where a plan holds nothing there."""

    slot: str
    old: str = field(default="", repr=False)
    new: str = field(default="", repr=False)


@frozen
class CaseTold:
    """An example in words. `why` are sentences: of the rules that speak by the old rules only, and by the new only."""

    who: str = field(repr=False)
    event: str
    at: str
    plans: tuple[PlanLine, ...]
    old_why: tuple[str, ...] = field(repr=False)
    new_why: tuple[str, ...] = field(repr=False)


def told_case(comparison: Comparison, case: Case, language: str, show: bool = False, named: bool = False) -> CaseTold:
    """A case in words. `show`: with the customer's key and personal values; `named`: with the key."""
    pair = case.pair
    program = comparison.old if pair.old is not None else comparison.new
    at = (_EPOCH + datetime.timedelta(microseconds=pair.event.at)).astimezone(ZoneInfo(program.zone))
    # A made-up customer is nobody, of no group.
    who = group_words(comparison.by, case.group, language) if comparison.by and pair.who else ""
    if (show or named) and pair.who:
        name = pair.who.partition(" ")[2]
        who = " · ".join(filter(None, (say("customer", language, name=name), who)))
    sides = [
        _Side(each, decision, language, show, comparison.edited)
        for each, decision in ((comparison.old, pair.old), (comparison.new, pair.new))
    ]
    return CaseTold(
        who,
        kind_words(program.vocabulary, pair.event.kind, language),
        at.strftime("%Y-%m-%d %H:%M"),
        _plans(sides[0].plan(), sides[1].plan()),
        tuple(sides[0].why(sides[1])),
        tuple(sides[1].why(sides[0])),
    )


def _plans(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> tuple[PlanLine, ...]:
    """The slots of both, in the order of the plan; several lines of a slot are put together."""
    before, after = _joined(old), _joined(new)
    order = [slot for slot, _ in old] + [slot for slot, _ in new]
    return tuple(PlanLine(slot, before.get(slot, ""), after.get(slot, "")) for slot in dict.fromkeys(order))


def _joined(lines: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for slot, text in lines:
        found.setdefault(slot, []).append(text)
    return {slot: "\n".join(texts) for slot, texts in found.items()}


class _Side:
    """A decision of one ruleset, and what may be told of it."""

    def __init__(
        self, program: Program, decision: Decision | None, language: str, show: bool, edited: frozenset[str]
    ) -> None:
        self._edited = edited
        self.program, self.decision, self._language, self._show = program, decision, language, show
        self._personal = frozenset(each.name for each in program.vocabulary.fields if each.personal)
        self._explained: Explanation | None = explain(program, decision) if decision else None
        silent = silenced(decision.candidates) if decision else frozenset()
        rules = self._explained.rules if self._explained else ()
        self.rules = {rule.id: rule for rule in rules}
        self.spoke = {id for id, rule in self.rules.items() if rule.verdict is Verdict.FIRED and id not in silent}

    def plan(self) -> list[tuple[str, str]]:
        """The plan in words."""
        plan = self.decision.plan if self.decision else HandlingPlan()
        if not self._show:
            plan = evolve(plan, content=tuple(evolve(wording, texts={}) for wording in plan.content))
        return list(
            plan_words(
                plan, self.program.vocabulary, self._language, self.program.zone, self.program.furnishing.allowances
            )
        )

    def why(self, other: _Side) -> Iterator[str]:
        """Which rules speak here and not there, and what keeps those of the other side from speaking."""
        if self.decision is None:
            yield say("not decided", self._language)
            return
        told = self._because()
        for id in sorted(self.spoke - other.spoke):
            text = because_words(told.get(id, {}), self._language)
            yield say("speaks because" if text else "speaks", self._language, rule=self._name(id, other), why=text)
        for id in sorted(self.spoke & other.spoke):
            if id in self._edited:
                yield say("speaks, edited", self._language, rule=self._name(id, other))
        for id in sorted(other.spoke - self.spoke):
            yield say("because not", self._language, rule=self._name(id, other), why=self._kept_back(id))

    def _kept_back(self, id: str) -> str:
        rule = self.rules.get(id)
        if rule is None:
            return say("not there", self._language)
        if rule.verdict is Verdict.FIRED:
            return say("beaten", self._language, rule=self._name(self._victor(id), self))
        lines = [self._line(line) for line in rule.decisive()]
        return ("；" if self._language.startswith("zh") else "; ").join(lines) or self._verdict(rule)

    def _name(self, id: str, other: _Side) -> str:
        """What a rule is called in a sentence; a row of a table by its place in it."""
        rule = self.rules.get(id) or other.rules.get(id)
        number = id.removeprefix(f"{rule.table} row ") if rule and rule.table else ""
        if rule and number.isdecimal():
            return say("a row", self._language, number=number, table=rule.table)
        if rule and rule.table and id == f"{rule.table} otherwise":
            return say("the otherwise", self._language, table=rule.table)
        return say("a rule", self._language, rule=id)

    def _verdict(self, rule: RuleTold) -> str:
        return VERDICTS[rule.verdict].in_language(self._language)

    def _victor(self, id: str) -> str:
        candidates: tuple[Candidate, ...] = self.decision.candidates if self.decision else ()
        beaten = (each.because_of for each in candidates if each.rule == id and each.outcome is Outcome.BEATEN)
        return next(beaten, "")

    def _line(self, line: LineTold) -> str:
        colon = "：" if self._language.startswith("zh") else ": "
        seen = []
        for each in line.seen:
            hidden = not self._show and each.name in self._personal
            value = (
                say("hidden", self._language)
                if hidden
                else value_words(each.value, each.type, self._language, self.program.zone)
            )
            seen.append(f"{each.label.in_language(self._language)}{colon}{value}")
        quotes = "“{}”" if self._language.startswith("zh") else "`{}`"
        words = quotes.format(line.words.in_language(self._language))
        comma = "，" if self._language.startswith("zh") else ", "
        return aside(words, comma.join(seen), self._language) if seen else words

    def _because(self) -> Mapping[str, dict[str, str]]:
        """What rules say of themselves; personal values leave a dot in them unless they are shown."""
        decision = self.decision
        assert decision is not None  # asked only where something was decided
        shelf = self.program.shelves.get(decision.kind)
        if self._show or shelf is None or not self._personal:
            return {id: dict(told) for id, told in decision.because.items()}
        used = {
            name: "…" if name in self._personal and value is not None else value
            for name, value in decision.facts_used.items()
        }
        values, _ = recall(self.program, shelf, used)
        rows = [
            row for table in shelf.tables for row in (*table.rows, *((table.otherwise,) if table.otherwise else ()))
        ]
        every = {each.id: each.because for each in (*shelf.rules, *shelf.nevers, *rows)}
        return {id: texts(every[id], values, id, []) for id in decision.because if id in every}
