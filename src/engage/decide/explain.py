"""Why a customer was treated so: every rule's verdict with the line that decided it, every candidate's fate.

Recomputed from `decision.facts_used` with the program that made the decision, so that a stored decision is
explained without the customer. The values shown are the customer's: an explanation is as personal as the record.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from engage.decide.candidates import judge, local_date, verdict_of
from engage.decide.explain_charts import charts_told
from engage.decide.explanation import Explanation, LineTold, Missing, RuleTold, ScoreTold, Seen, State
from engage.decide.reasons import ReasonCode
from engage.decide.recall import input_name, recall
from engage.errors import EngageError
from engage.facts.decided import Decision, Verdict
from engage.facts.vocabulary import Type
from engage.ground.finding import Words
from engage.program.floors import CompiledFloor
from engage.program.program import (
    ChartInput,
    CompiledNever,
    CompiledRule,
    CompiledTable,
    FactInput,
    HeldInput,
    HistoryInput,
    Input,
    Line,
    NowInput,
    PatternInput,
    Program,
    RunInput,
    ScoreInput,
    Shelf,
    StayInput,
    ValueInput,
    Values,
)

__all__ = ["Witness", "explain"]


def explain(program: Program, decision: Decision) -> Explanation:
    """Explain a decision with the program that made it.

    Raises EngageError when the program is of another ruleset: its verdicts would not be the decision's.
    """
    if decision.ruleset_hash != program.hash:
        raise EngageError(
            "ruleset",
            Words("the decision was made by another version of the ruleset", "该决策由规则集的另一版本作出"),
            hint=Words(
                "compile the sources stored under the decision's ruleset hash", "请编译按该决策的规则集哈希保存的原文"
            ),
        )
    shelf = program.shelves.get(decision.kind)
    if shelf is None or decision.safe_default:
        return Explanation(program, decision, erased=decision.erased)
    if decision.erased or (shelf.inputs and not decision.facts_used):
        told = (RuleTold(id, "rule", verdict) for id, verdict in decision.verdicts.items())
        return Explanation(program, decision, tuple(told), erased=True)
    values, spoken = recall(program, shelf, decision.facts_used)
    doubts = {
        reason.detail: "unreadable" if reason.code == ReasonCode.UNREADABLE else reason.code
        for reason in decision.reasons
        if reason.code in _DOUBTS
    }
    witness = Witness(program, shelf, values, doubts)
    rules = tuple(sorted(_asked(witness, decision, spoken), key=lambda rule: (_ORDER[rule.verdict], rule.id)))
    charts = charts_told(shelf, values, decision.at, program.vocabulary, witness.line)
    return Explanation(
        program, decision, rules, witness.missing(rules), witness.scores(), charts, seen=witness.everything()
    )


_ORDER: Final = {verdict: place for place, verdict in enumerate(("fired", "already", "unknown", "not met", "inactive"))}


#: why a fact that somebody told counts as unknown
_DOUBTS: Final = (ReasonCode.UNREADABLE, ReasonCode.STALE, ReasonCode.DOUBTFUL, ReasonCode.AHEAD)


def _asked(witness: Witness, decision: Decision, spoken: Mapping[str, int]) -> Iterator[RuleTold]:
    shelf, values = witness.shelf, witness.values
    today = local_date(decision.at, witness.program.zone)
    alone = {reason.rule for reason in decision.reasons if reason.code == ReasonCode.NO_ACCOUNT}
    rules: tuple[CompiledRule | CompiledNever | CompiledFloor, ...] = (*shelf.rules, *shelf.nevers, *shelf.floors)
    for each in rules:
        if isinstance(each, CompiledRule) and each.entering and each.id not in decision.verdicts:
            continue
        last = spoken.get(each.id) if isinstance(each, CompiledRule) else None
        yield RuleTold(
            each.id,
            "never" if isinstance(each, CompiledNever) else "floor" if isinstance(each, CompiledFloor) else "rule",
            judge(each, values, decision.at, today, last),
            tuple(witness.line(line) for line in each.lines),
            decision.because.get(each.id, {}),
            last,
            (_iso(each.start), _iso(each.through)),
            shared=each.id in witness.program.needs.shared and each.id not in alone,
        )
    for table in shelf.tables:
        yield from _rows(witness, decision, table)


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _rows(witness: Witness, decision: Decision, table: CompiledTable) -> Iterator[RuleTold]:
    hit = False
    for row in table.rows:
        verdict = verdict_of(row.lines, witness.values)
        lines = tuple(witness.line(line) for line in row.lines)
        yield RuleTold(row.id, "row", verdict, lines, decision.because.get(row.id, {}), table=table.id)
        hit = hit or verdict is Verdict.FIRED
        if hit and table.hit == "first":
            return
    if table.otherwise is not None and not hit:
        last = table.otherwise.id
        yield RuleTold(last, "row", Verdict.FIRED, (), decision.because.get(last, {}), table=table.id)


class Witness:
    """Looks at one list of values: which input fills a slot, what it is called, why it is unknown."""

    def __init__(self, program: Program, shelf: Shelf, values: Values, doubts: Mapping[str, str]) -> None:
        self.program, self.shelf, self.values, self._doubts = program, shelf, values, doubts
        self._filler: dict[int, Input] = {}
        for source in shelf.inputs:
            self._filler[source.slot] = source
            if isinstance(source, ScoreInput):
                self._filler[source.band_slot] = source
            elif isinstance(source, ChartInput | StayInput):
                self._filler |= dict.fromkeys((slot for slot, _ in source.beside), source)

    def line(self, line: Line) -> LineTold:
        """A line with its state and what it saw."""
        state = State.HOLDS if line.holds(self.values) else State.UNKNOWN
        if state is State.UNKNOWN and line.fails(self.values):
            state = State.FAILS
        # The event's own moment is in the head of every explanation.
        shown = (slot for slot in line.reads if slot in self._filler and not isinstance(self._filler[slot], NowInput))
        return LineTold(line.words, state, tuple(self.seen(slot) for slot in shown))

    def everything(self) -> dict[int, Seen]:
        """What every slot of the shelf holds."""
        return {slot: self.seen(slot) for slot in sorted(self._filler)}

    def seen(self, slot: int) -> Seen:
        """The value of a slot with its name and label."""
        source = self._filler[slot]
        name = input_name(source)
        if isinstance(source, ScoreInput) and slot == source.band_slot:
            name = f"{name}_band"
        if isinstance(source, ChartInput | StayInput):
            name = dict(source.beside).get(slot, name)
        return Seen(name, self._label(source, name), self.values[slot], self._type(slot, name))

    def _label(self, source: Input, name: str = "") -> Words:
        if isinstance(source, HistoryInput | RunInput | PatternInput | HeldInput):
            return source.words if source.words.en or source.words.zh else Words(source.id)
        declared = self.program.vocabulary.field_by_name
        # Where a customer stood before the event is told by the name of where it stands.
        name = (name or source.name).replace("stay.", "customer.", 1)
        found = declared.get(name) or declared.get(f"customer.{source.name}")
        labels = found.labels if found else None
        return Words(labels.en or labels.zh, labels.zh, labels.hant) if labels else Words(source.name)

    def _type(self, slot: int, name: str) -> Type | None:
        declared = self.program.vocabulary.field_by_name
        found = declared.get(name.replace("stay.", "customer.", 1)) or declared.get(f"customer.{name}")
        return self.program.slot_types.get(slot) or (found.type if found else None)

    def missing(self, rules: tuple[RuleTold, ...]) -> tuple[Missing, ...]:
        """Every unknown input that an undecided rule waits for, the ones that block most rules first."""
        blocked: dict[str, list[str]] = {}
        for rule in rules:
            if rule.verdict is Verdict.UNKNOWN:
                names = {seen.name for line in rule.decisive() for seen in line.seen if seen.value is None}
                for name in sorted(names):
                    blocked.setdefault(name, []).append(rule.id)
        found = []
        for slot in sorted(self._filler):
            seen = self.seen(slot)
            if seen.value is None and seen.name in blocked:
                why, lacks = self._why(self._filler[slot])
                found.append(Missing(seen, why, lacks, tuple(blocked[seen.name])))
        return tuple(sorted(found, key=lambda one: (-len(one.blocks), one.seen.name)))

    def _why(self, source: Input) -> tuple[str, tuple[Words, ...]]:
        if isinstance(source, FactInput):
            root, _, short = source.name.partition(".")
            absent = "not in event" if root == "event" else "not in profile"
            return self._doubts.get(source.name) or self._doubts.get(short) or absent, ()
        if isinstance(source, HistoryInput | RunInput | PatternInput):
            return "not measured", ()
        reads = source.reads if isinstance(source, ValueInput) else ()
        if isinstance(source, HeldInput):
            reads = source.line.reads
        lacks = [self.seen(slot).label for slot in reads if slot in self._filler and self.values[slot] is None]
        return "not computed", tuple(lacks)

    def scores(self) -> tuple[ScoreTold, ...]:
        """Every scorecard of the shelf, line by line."""
        found = []
        for card in self.shelf.inputs:
            if isinstance(card, ScoreInput):
                lines = tuple(
                    (
                        step.points,
                        {key: step.because[key](self.values) for key in sorted(step.because)},
                        self.line(step.line),
                    )
                    for step in card.steps
                )
                points, band = self.values[card.slot], self.values[card.band_slot]
                found.append(
                    ScoreTold(
                        card.name,
                        self._label(card),
                        points if isinstance(points, int | Decimal) else None,
                        band if isinstance(band, str) else None,
                        self._type(card.band_slot, f"{card.name}_band"),
                        card.start,
                        lines,
                    )
                )
        return tuple(sorted(found, key=lambda score: score.name))
