"""How each slot is filled, in an order in which every input needs only earlier ones."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from graphlib import CycleError, TopologicalSorter
from typing import Final

from attrs import field, fields, frozen, has

from engage.facts.units import Duration, Unit, microseconds
from engage.facts.vocabulary import Commitment, Type
from engage.ground.canonical import derived_id
from engage.ground.finding import Words
from engage.ground.numbers import plain
from engage.language.beneath import nodes_beneath
from engage.language.printer import print_event_name
from engage.language.tree import (
    Fact,
    HeldFor,
    HistoryTerm,
    InARow,
    Measure,
    Past,
    Pattern,
    SameAsNow,
    Window,
    WindowKind,
)
from engage.language.types import NUMBER
from engage.program.from_model_charts import chart_input, stay_input
from engage.program.from_model_lines import Writer
from engage.program.from_model_slots import ChartKey, FactKey, Key, MissingKey, NowKey, StayKey
from engage.program.from_model_texts import texts
from engage.program.program import (
    ChartInput,
    FactInput,
    HeldInput,
    HistoryInput,
    Input,
    NowInput,
    PatternInput,
    PatternStep,
    RunInput,
    ScoreInput,
    ScoreStep,
    StayInput,
    ValueInput,
)
from engage.ruleset.model import DerivedFact, Scorecard

__all__ = ["Circle", "Plan", "field_name", "plan_inputs", "round_length", "spelled"]

#: Where a `max_age` or a held length is written in calendar units, a round length stands in.
_ROUND: Final = {
    Unit.BUSINESS_HOUR: 3_600_000_000,
    Unit.WORKING_DAY: 86_400_000_000,
    Unit.CALENDAR_DAY: 86_400_000_000,
    Unit.CALENDAR_WEEK: 7 * 86_400_000_000,
    Unit.CALENDAR_MONTH: 31 * 86_400_000_000,
    Unit.BILLING_MONTH: 31 * 86_400_000_000,
    Unit.CALENDAR_YEAR: 366 * 86_400_000_000,
}


_NAMED: Final = (ValueInput, ScoreInput, ChartInput)


class Circle(Exception):
    """Facts are computed from each other. `names` are theirs."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@frozen
class Plan:
    """Every input of a program with the slots it needs. `order` is the place of a slot's input in filling."""

    inputs: Mapping[int, Input]
    needs: Mapping[int, tuple[int, ...]]
    order: Mapping[int, int] = field(factory=dict)

    def reach(self, slots: Iterable[int]) -> tuple[Input, ...]:
        """The inputs that fill these slots, with everything they need, in order."""
        found: set[int] = set()
        waiting = list(slots)
        while waiting:
            slot = waiting.pop()
            if slot not in found:
                found.add(slot)
                waiting += self.needs[slot]
        chosen = {id(self.inputs[slot]): self.inputs[slot] for slot in found}
        return tuple(sorted(chosen.values(), key=lambda each: self.order[each.slot]))


def field_name(id: str) -> str:
    """The full name of the field that a derived fact or a scorecard gives."""
    return id if "." in id else f"customer.{id}"


def plan_inputs(writer: Writer) -> Plan:
    """The inputs of all slots asked for so far. Writing them may ask for more; those are planned too."""
    inputs: dict[int, Input] = {}
    needs: dict[int, tuple[int, ...]] = {}
    done = 0
    while done < len(writer.slots.keys):  # the list grows while its inputs are written
        slot, key = writer.slots.keys[done]
        done += 1
        inputs[slot], needs[slot] = _input(slot, key, writer)
        if isinstance(key, Scorecard):
            inputs[slot + 1], needs[slot + 1] = inputs[slot], (slot,)
        made = inputs[slot]
        for beside, _ in made.beside if isinstance(made, ChartInput | StayInput) else ():
            inputs[beside], needs[beside] = made, (slot,)
    try:
        ordered = tuple(TopologicalSorter(needs).static_order())
    except CycleError as error:
        circle = error.args[1]
        names = {each.name for each in map(inputs.__getitem__, circle) if isinstance(each, _NAMED)}
        raise Circle(tuple(sorted(names))) from None
    return Plan(inputs, needs, {slot: place for place, slot in enumerate(ordered)})


def _input(slot: int, key: Key, writer: Writer) -> tuple[Input, tuple[int, ...]]:
    if isinstance(key, FactKey):
        declared = writer.vocabulary.field_by_name.get(key.name)
        age = None if declared is None or declared.max_age is None else round_length(declared.max_age)
        return FactInput(slot, key.name, age, declared.least_confidence if declared else None), ()
    if isinstance(key, NowKey):
        return NowInput(slot, key.part, key.shift, key.back), ()
    if isinstance(key, MissingKey):
        called = {each: print_event_name(key.kind, writer.vocabulary, each) for each in ("en", "zh")}
        words = Words(f"{called['en']} since", f"其后 {called['zh']}")
        id = f"count {key.kind} since the timer"
        return HistoryInput(slot, id, "count", key.kind, window="since the timer", words=words), ()
    if isinstance(key, HistoryTerm):
        return _history(slot, key, writer)
    if isinstance(key, InARow):
        return _in_a_row(slot, key, writer)
    if isinstance(key, Pattern):
        return _pattern(slot, key, writer)
    if isinstance(key, HeldFor):
        line = writer.line(key.condition)
        held = HeldInput(slot, spelled(key), line, round_length(key.length), writer.words(key), spelled(key.condition))
        return held, line.reads
    if isinstance(key, StayKey):
        return stay_input(slot, key.chart), ()
    if isinstance(key, ChartKey):
        return chart_input(slot, key.chart, writer)
    if isinstance(key, DerivedFact):
        compiled = writer.value(key.value)
        return ValueInput(slot, field_name(key.id), compiled.compute, compiled.reads), compiled.reads
    return _score(slot, key, writer)


def _history(slot: int, term: HistoryTerm, writer: Writer) -> tuple[Input, tuple[int, ...]]:
    if term.commitment is not None:
        return _promised(slot, term, term.commitment, writer), ()
    passes, _, neither, reads = writer.past_tests(term.filters)
    window = term.window
    return HistoryInput(
        slot,
        spelled(term),
        term.function,
        term.kind,
        term.field,
        window.kind.value,
        window.length,
        window.since,
        passes if term.filters else None,
        writer.words_of_value(Measure(term, NUMBER)),
        neither if term.filters else None,
        reads,
        _looks(term),
        "" if reads else _carried(term, writer),
    ), reads


def _promised(slot: int, term: HistoryTerm, commitment: Commitment, writer: Writer) -> HistoryInput:
    name = commitment.open if term.function == "open" else commitment.next_due
    words = writer.words_of_value(Fact(name, NUMBER))
    return HistoryInput(slot, spelled(term), term.function, term.kind, words=words, commitment=commitment)


def _carried(term: HistoryTerm, writer: Writer) -> str:
    """The name of what is carried on of a term without an end; whatever gives it another meaning is part of it.

    The fields are read in the types of the vocabulary, moments in the ruleset's zone: with others it begins anew.
    """
    if term.window.kind not in (WindowKind.EVER, WindowKind.SINCE):
        return ""
    declared = writer.vocabulary.field_by_name
    types = [_type_text(declared[f"event.{name}"].type) for name in _looks(term) if f"event.{name}" in declared]
    return derived_id(spelled(term), writer.zone, *types)


def _type_text(type: Type) -> str:
    choices = " ".join(term.id for term in type.choices)
    inner = _type_text(type.item) if type.item is not None else ""
    return f"{type.kind.value} {type.currency} {type.ordered} [{choices}] {inner}"


def _looks(term: HistoryTerm) -> tuple[str, ...]:
    """The fields of a past event on which it depends whether it counts, and for what."""
    named = {part.name for part in nodes_beneath(term.filters) if isinstance(part, Past | SameAsNow)}
    return tuple(sorted({*named, term.field} - {""}))


def _in_a_row(slot: int, key: InARow, writer: Writer) -> tuple[Input, tuple[int, ...]]:
    passes, fails, _, reads = writer.past_tests((key.test,) if key.test else ())
    words = writer.words(key)
    tests = (passes, fails) if key.test else (None, None)
    streak = RunInput(
        slot, spelled(key), key.kind, key.field, key.periods, key.unit, key.trend, tests[0], words, tests[1], reads
    )
    return streak, reads


def _pattern(slot: int, key: Pattern, writer: Writer) -> tuple[Input, tuple[int, ...]]:
    steps = []
    reads: dict[int, None] = {}
    for step in key.steps:
        passes, _, neither, read = writer.past_tests(step.filters)
        reads |= dict.fromkeys(read)
        tests = (passes, neither) if step.filters else (None, None)
        steps.append(PatternStep(step.kind, step.within, step.same, step.absent, *tests))
    window, read = key.window, tuple(reads)
    found = PatternInput(
        slot,
        spelled(key),
        tuple(steps),
        window.kind.value,
        window.length,
        window.since,
        key.times,
        writer.words(key),
        read,
    )
    return found, read


def _score(slot: int, card: Scorecard, writer: Writer) -> tuple[Input, tuple[int, ...]]:
    steps = []
    reads: dict[int, None] = {}
    for each in card.lines:
        line = writer.line(each.condition)
        reads |= dict.fromkeys(line.reads)
        written = texts(each.because, writer)
        reads |= dict.fromkeys(written.reads)
        steps.append(ScoreStep(each.points, line, written.by_language))
    bands = tuple((band.id, band.low, band.high) for band in card.bands)
    name = field_name(card.id)
    return ScoreInput(slot, slot + 1, name, card.low, card.high, card.start, tuple(steps), bands), tuple(reads)


def round_length(length: Duration) -> int:
    """Microseconds of a length; of a calendar one, a round number."""
    exact = microseconds(length)
    return exact if exact is not None else int(length.amount * _ROUND[length.unit])


def spelled(part: object) -> str:
    """Stable text of a piece of a tree, whatever the vocabulary calls things: the id of a term in records."""
    if isinstance(part, Type):
        return part.kind.value
    if isinstance(part, Enum):
        return str(part.value)
    if isinstance(part, int | Decimal) and not isinstance(part, bool):
        return plain(part)
    if isinstance(part, datetime.date | datetime.time):
        return part.isoformat()
    if isinstance(part, tuple):
        return "[" + " ".join(spelled(each) for each in part) + "]"
    if isinstance(part, Duration):
        return f"{plain(part.amount)} {part.unit.value}"
    if isinstance(part, Window):
        told = part.length if part.since is None else part.since
        return part.kind.value if told is None else f"{part.kind.value} {spelled(told)}"
    if isinstance(part, HistoryTerm):
        if part.commitment is not None:
            return f"{part.function} {part.commitment.id}"
        asked = f"{part.function} {part.kind}{'.' * bool(part.field)}{part.field} {spelled(part.window)}"
        return f"{asked} {spelled(part.filters)}" if part.filters else asked
    kind = type(part)
    if has(kind):
        inner = [spelled(getattr(part, each.name)) for each in fields(kind) if each.eq]
        return f"{kind.__name__}({' '.join(inner)})"
    return "-" if part is None else str(part).lower() if isinstance(part, bool) else f'"{part}"'
