"""The facts, the event's fields and the moment of an example at a point of a space."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from engage.checks.boxes import Ahead, Cell, Key, literal_of
from engage.checks.staging import DEFAULT_MOMENT
from engage.facts.units import ELAPSED, Unit
from engage.facts.vocabulary import Kind
from engage.language.tree import Age, Compare, Contains, Fact, Literal, Measure, Now, Part, Value
from engage.ruleset.model import Model, Scorecard
from engage.ruleset.value_model import derived_facts

__all__ = ["staged_facts"]

_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND: Final = datetime.timedelta(microseconds=1)
#: how far from the usual moment of examples an hour, weekday or date is looked for
_DAYS_AROUND: Final = 800
#: past events that are counted since a date are told to be so many days ago at most, one a day
_REACH: Final = datetime.timedelta(days=30)
Staged = tuple[int | None, dict[str, Literal | None], dict[str, Literal]]


def staged_facts(point: Mapping[Key, Cell], model: Model, kind: str = "") -> Staged:
    """The moment (None: the usual one), the customer's facts by name, the event's fields by short name.

    What is computed from others is left out; it comes of them.
    """
    at = _moment(point, model.header.zone, kind)
    now = DEFAULT_MOMENT if at is None else at
    given: dict[str, Literal | None] = {}
    data: dict[str, Literal] = {}
    for key, cell in point.items():
        fact, value = _fact(key, cell, now, model.header.zone)
        if fact is None or fact.name not in model.vocabulary.field_by_name:
            continue
        literal = None if value is None else literal_of(value, fact.type)
        if not fact.name.startswith("event."):
            given[fact.name] = literal
        elif literal is not None:
            data[fact.name.removeprefix("event.")] = literal
    for list_fact, items in _lists(point).items():
        if not list_fact.name.startswith("event."):
            given.setdefault(list_fact.name, items)
        elif items is not None:
            data.setdefault(list_fact.name.removeprefix("event."), items)
    computed = {f"customer.{each.id}" for each in (*derived_facts(model), *model.every(Scorecard))}
    return at, {n: v for n, v in given.items() if n.removesuffix("_band") not in computed and n not in computed}, data


def _lists(point: Mapping[Key, Cell]) -> dict[Fact, Literal | None]:
    """Lists that hold each item that is asked for and none that is denied; unknown where nothing is said of either."""
    asked: dict[Fact, list[tuple[object, object]]] = {}
    for key, cell in point.items():
        match key:
            case Contains(value=Fact() as fact, options=(option,)):
                asked.setdefault(fact, []).append((option.value, cell.sample))
            case Compare(op="=" | "!=", left=Fact() as fact, right=Literal(value=())):
                filled = None if cell.sample is None else cell.sample is (key.op == "!=")
                asked.setdefault(fact, []).append(((), filled))
    return {fact: _list(fact, told) for fact, told in asked.items()}


def _list(fact: Fact, told: list[tuple[object, object]]) -> Literal | None:
    """A list by what is told of its items; `()` stands for any item at all."""
    if all(held is None for _, held in told):
        return None
    items: list[object] = [item for item, held in told if held is True and item != ()]
    if not items and ((), True) in told and fact.type.item is not None:
        denied = [item for item, _ in told]
        items += [term.id for term in fact.type.item.choices if term.id not in denied][:1]
    return Literal(tuple(items), fact.type)


def _fact(key: Key, cell: Cell, now: int, zone: str) -> tuple[Fact | None, object]:
    """The fact that a dimension states, with its value."""
    if isinstance(key, Fact):
        return key, cell.sample
    if isinstance(key, Ahead) and isinstance(key.value, Fact):
        return key.value, _moved(key.value, cell.sample, now, zone)
    if isinstance(key, Age) and isinstance(key.value, Fact):
        return key.value, _moved(key.value, cell.sample, now, zone, back=True)
    return None, None


def _moved(value: Value, distance: object, now: int, zone: str, back: bool = False) -> object:
    """The date or moment so far from now; for a date `distance` is in days, or in microseconds back to its start."""
    if not isinstance(distance, int) or not isinstance(value, Fact):
        return None
    sign = -1 if back else 1
    if value.type.kind is not Kind.DATE:
        return now + sign * distance
    today = (_EPOCH + now * _MICROSECOND).astimezone(ZoneInfo(zone)).date()
    days = distance // ELAPSED[Unit.DAY] if back else distance
    try:
        return today + datetime.timedelta(days=sign * days)
    except OverflowError:
        return None


def _moment(point: Mapping[Key, Cell], zone: str, kind: str) -> int | None:
    """The moment nearest to the usual one at which the clock shows what the point asks, None when it asks nothing."""
    wanted = {key.part: cell for key, cell in point.items() if isinstance(key, Part) and isinstance(key.value, Now)}
    exact = next((cell.sample for key, cell in point.items() if isinstance(key, Now)), None)
    if isinstance(exact, int):
        return exact
    since = _since(point, kind)
    if not wanted and since is None:
        return None
    usual = (_EPOCH + DEFAULT_MOMENT * _MICROSECOND).astimezone(ZoneInfo(zone))
    if since is not None:
        usual = usual.replace(year=since.year, month=since.month, day=since.day)
    date = wanted["date"].sample if "date" in wanted else None
    start = datetime.datetime.combine(date, usual.timetz()) if isinstance(date, datetime.date) else usual
    time = wanted["time"].sample if "time" in wanted else None
    for days in range(1 if date else _DAYS_AROUND):
        day = start + datetime.timedelta(days=days)
        if isinstance(time, datetime.time):
            day = day.replace(hour=time.hour, minute=time.minute, second=time.second, microsecond=time.microsecond)
        if "hour" in wanted and isinstance(wanted["hour"].sample, int):
            day = day.replace(hour=wanted["hour"].sample)
        if all(_shows(day, part, cell) for part, cell in wanted.items()):
            return _instant(day)
    return None


def _since(point: Mapping[Key, Cell], kind: str) -> datetime.date | None:
    """A day on which what is counted since a date can be so: where nothing is to be counted, one before that date."""
    for key, cell in point.items():
        if isinstance(key, Measure) and key.term.window.since is not None:
            date, usual = key.term.window.since, (_EPOCH + DEFAULT_MOMENT * _MICROSECOND).date()
            if cell.sample in (0, None) and date <= usual and key.term.kind == kind:
                return max(date, datetime.date(1900, 1, 2)) - datetime.timedelta(days=1)
            if cell.sample not in (0, None) and date > usual - _REACH:
                return min(date, datetime.date(9_000, 1, 1)) + _REACH
    return None


def _instant(day: datetime.datetime) -> int | None:
    """The moment at which a clock shows this, None where it lies beyond the first or the last that can be written."""
    try:
        return (day.astimezone(datetime.UTC) - _EPOCH) // _MICROSECOND
    except OverflowError:
        return None


def _shows(day: datetime.datetime, part: str, cell: Cell) -> bool:
    if part not in ("weekday", "day", "month", "year"):
        return True
    shown = day.isoweekday() if part == "weekday" else getattr(day, part)
    above = cell.low is None or shown > cell.low or (cell.with_low and shown == cell.low)
    return above and (cell.high is None or shown < cell.high or (cell.with_high and shown == cell.high))
