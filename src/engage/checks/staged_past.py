"""The past of an example at a point of a space: as many events of each kind as its history terms ask for.

Terms over one kind share their events: those of narrower windows count in wider ones. Whether all terms then have the
values that were asked for is the evaluator's to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from engage.checks.boxes import Cell, Key, Space, TooManyBoxes, duration_of, literal_of
from engage.facts.units import ELAPSED, Duration, Unit, microseconds
from engage.facts.vocabulary import Kind
from engage.language.tree import (
    Age,
    Condition,
    HistoryTerm,
    InARow,
    Literal,
    Measure,
    Not,
    Past,
    Pattern,
    SameAsNow,
    WindowKind,
)
from engage.ruleset.model import Model, PastGiven

__all__ = ["staged_past"]

_HOUR = ELAPSED[Unit.HOUR]
_DAY = ELAPSED[Unit.DAY]


@frozen
class _Wish:
    """A term, how many events it needs, the value each has in the term's field, how long ago they are."""

    term: HistoryTerm
    events: int
    value: object = None
    ago: Duration | None = None


def staged_past(
    point: Mapping[Key, Cell], model: Model, kind: str, data: Mapping[str, Literal]
) -> tuple[tuple[PastGiven, ...], dict[str, Literal]]:
    """Past events, the oldest first, and fields that the event itself needs so that they can be the same as its own."""
    wishes = sorted(filter(None, (_wish(key, cell) for key, cell in point.items())), key=_reach)
    made: list[tuple[HistoryTerm, PastGiven]] = []
    own: dict[str, Literal] = {}
    for wish in wishes:
        fields = _fields(wish, model, {**own, **data}, own)
        there = sum(_counts(wish.term, term) for term, _ in made)
        itself = int(_counts_itself(wish.term, kind))
        for number in range(wish.events - there - itself):
            ago = wish.ago or _ago(wish.term, number, made)
            made.append((wish.term, PastGiven(wish.term.kind, ago=ago, data=fields)))
    asked = {wish.term.kind for wish in wishes}
    streaks = [
        event
        for key, cell in point.items()
        # A streak that shall fail does so, or is unknown, without events that would count for other terms.
        if isinstance(key, InARow) and (cell.sample is True or key.kind not in asked)
        for event in _streak(key, cell, model)
    ]
    chains = [
        event
        for key, cell in point.items()
        if isinstance(key, Pattern) and cell.sample is True
        for event in _chain(key, model, kind, {**own, **data}, own)
    ]
    events = sorted((*(event for _, event in made), *streaks, *chains), key=lambda event: -_length(event.ago))
    return tuple(events), own


def _wish(key: Key, cell: Cell) -> _Wish | None:
    if isinstance(key, Measure) and key.term.function in ("count", "distinct"):
        return _Wish(key.term, cell.sample if isinstance(cell.sample, int) else 0)
    if isinstance(key, Measure) and key.term.field:
        return _Wish(key.term, int(cell.sample is not None), cell.sample)
    if isinstance(key, Age) and isinstance(key.value, Measure) and isinstance(cell.sample, int) and cell.sample >= 0:
        return _Wish(key.value.term, 1, None, duration_of(cell.sample))
    return None


def _streak(key: InARow, cell: Cell, model: Model) -> Iterator[PastGiven]:
    """One event in each of the whole units that a streak looks at, so that it holds, or so that it fails."""
    declared = model.vocabulary.field_by_name.get(f"event.{key.field}")
    if declared is None or not isinstance(cell.sample, bool):
        return
    count = key.periods + (1 if key.trend else 0)
    for ago in range(count, 0, -1):
        if key.trend:
            # Ten apart, so that nobody reads the values as equal; they fall towards now where the older are larger.
            rising = (key.trend == "rises") is cell.sample
            if declared.type.kind not in (Kind.NUMBER, Kind.MONEY):
                return
            fields = {key.field: Literal(10 * (count + 1 - ago if rising else ago), declared.type)}
        elif key.test is not None:
            fields = _met((key.test if cell.sample else Not(key.test),), model)
        else:
            return
        yield PastGiven(key.kind, ago=Duration(ago, key.unit), data=fields)


def _chain(
    key: Pattern, model: Model, kind: str, data: Mapping[str, Literal], own: dict[str, Literal]
) -> Iterator[PastGiven]:
    """Events that follow each other soon enough, as often as the pattern asks for; the last may be the current one."""
    present = [step for step in key.steps if not step.absent]
    last = HistoryTerm("count", present[-1].kind, window=key.window, filters=present[-1].filters)
    absent = key.steps[-1].within if key.steps[-1].absent else None
    itself = absent is None and _counts_itself(last, kind) and not present[-1].same
    for number in range(key.times):
        ago = 0 if itself and number == 0 else _length(_ago(last, number, [])) + _length(absent)
        fields: dict[str, Literal] = {}
        chain: list[PastGiven] = []
        for place, step in enumerate(present):
            before, fields = (
                fields,
                _fields(_Wish(HistoryTerm("count", step.kind, filters=step.filters), 1), model, data, own),
            )
            for name in {*step.same, *(key.steps[place + 1].same if place + 1 < len(key.steps) else ())}:
                literal = before.get(name) if name in step.same else fields.get(name) or _any_value(name, model)
                fields = fields if literal is None else {**fields, name: literal}
            later = sum(min(_HOUR, _length(after.within) // 2) for after in present[place + 1 :])
            if ago + later:
                chain.append(PastGiven(step.kind, ago=duration_of(ago + later), data=fields))
        yield from chain


def _reach(wish: _Wish) -> tuple[int, int]:
    """Narrow windows first, and of equal ones those with more to say of an event."""
    window = wish.term.window
    length = _length(window.length) if window.length is not None else 10**18
    return length, -len(wish.term.filters)


def _length(length: Duration | None) -> int:
    if length is None:
        return 0
    exact = microseconds(length)
    if exact is not None:
        return exact
    days = {Unit.CALENDAR_MONTH: 30, Unit.BILLING_MONTH: 30, Unit.CALENDAR_YEAR: 365, Unit.CALENDAR_WEEK: 7}
    return int(length.amount * days.get(length.unit, 1) * _DAY)


def _counts(term: HistoryTerm, other: HistoryTerm) -> bool:
    """Do events made for the other term count for this one?"""
    return term.kind == other.kind and set(term.filters) <= set(other.filters)


def _counts_itself(term: HistoryTerm, kind: str) -> bool:
    return term.kind == kind and not term.filters and term.window.kind not in (WindowKind.BEFORE, WindowKind.FULL)


def _ago(term: HistoryTerm, number: int, made: list[tuple[HistoryTerm, PastGiven]]) -> Duration:
    """Inside the term's window, and outside the narrower ones of the same kind where there are some."""
    window = term.window
    if window.kind is WindowKind.FULL and window.length is not None:
        return Duration(1, window.length.unit)
    if window.kind in (WindowKind.CALENDAR, WindowKind.SINCE) or window.length is None:
        return Duration(1 + number, Unit.HOUR) if window.kind is WindowKind.CALENDAR else Duration(1 + number, Unit.DAY)
    length = _length(window.length)
    narrower = max((_length(other.window.length) for other, _ in made if other.kind == term.kind), default=0)
    start = narrower if narrower < length else 0
    step = _DAY if length - start > (number + 1) * _DAY else _HOUR if length - start > (number + 1) * _HOUR else 1
    return duration_of(min(start + (number + 1) * step, max(length - 1, 1)))


def _fields(wish: _Wish, model: Model, data: Mapping[str, Literal], own: dict[str, Literal]) -> dict[str, Literal]:
    """The fields of a past event that its term counts; `own` gets what the current event needs to be the same."""
    fields: dict[str, Literal] = {}
    for name in (part.name for part in wish.term.filters if isinstance(part, SameAsNow)):
        literal = data.get(name) or _any_value(name, model)
        if literal is not None:
            fields[name] = literal
            own.setdefault(name, literal)
    fields |= _met(tuple(part for part in wish.term.filters if not isinstance(part, SameAsNow)), model)
    declared = model.vocabulary.field_by_name.get(f"event.{wish.term.field}")
    if wish.term.field and declared is not None and wish.value is not None:
        fields[wish.term.field] = literal_of(wish.value, declared.type)
    return fields


def _met(filters: tuple[Condition, ...], model: Model) -> dict[str, Literal]:
    """Fields at which all filters hold."""
    if not filters:
        return {}
    space = Space.of(filters, model)
    try:
        region = space.all_hold(filters)
    except TooManyBoxes:
        return {}
    if not region:
        return {}
    return {
        key.name: literal_of(cell.sample, key.type)
        for key, cell in space.point(region[0]).items()
        if isinstance(key, Past) and cell.sample is not None
    }


def _any_value(name: str, model: Model) -> Literal | None:
    field = model.vocabulary.field_by_name.get(f"event.{name}")
    if field is None:
        return None
    if field.type.choices:
        return Literal(field.type.choices[0].id, field.type)
    return {
        Kind.TEXT: Literal("something", field.type),
        Kind.NUMBER: Literal(1, field.type),
        Kind.MONEY: Literal(1, field.type),
        Kind.YES_NO: Literal(True, field.type),
    }.get(field.type.kind)
