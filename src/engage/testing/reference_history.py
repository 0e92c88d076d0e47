"""The past read out loud: what history terms and streaks mean, by looking at every event one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from attrs import evolve, frozen

from engage.facts.known import PastEvent, Situation
from engage.ground.numbers import add, divide
from engage.language.tree import Condition, HeldFor, HistoryTerm, InARow, Window, WindowKind
from engage.ruleset.model import Model
from engage.testing.reference_time import in_window_of_length, local, number_of_unit

__all__ = ["Read", "Truth", "World", "all_true", "in_a_row", "in_window_of", "measured"]

Truth = bool | None


@frozen
class World:
    """Everything a tree can speak of. `past` is the past event inside a filter; `look_up` finds facts by name."""

    model: Model
    situation: Situation
    look_up: Callable[[str], object]
    held_since: Callable[[HeldFor], int | None]
    past: Mapping[str, object] | None = None

    @property
    def now(self) -> int:
        """The event's moment, in microseconds UTC."""
        return self.situation.event.at

    @property
    def zone(self) -> str:
        """The zone in which days and months are counted."""
        return self.model.header.zone

    def events(self, kind: str) -> list[PastEvent]:
        """All events of a kind up to now, the current one last."""
        event = self.situation.event
        found = [past for past in self.situation.history.events if past.kind == kind and past.at <= event.at]
        found.sort(key=lambda past: (past.at, past.sequence))
        # The sequence of the current one is below all others, so that it can be told apart.
        return [*found, PastEvent(kind, event.at, -1, data=event.data)] if event.kind == kind else found

    def everything(self) -> list[PastEvent]:
        """All events of every kind up to now, the current one last."""
        event = self.situation.event
        found = [past for past in self.situation.history.events if past.at <= event.at]
        found.sort(key=lambda past: (past.at, past.sequence))
        return [*found, PastEvent(event.kind, event.at, -1, data=event.data, case=event.case)]


#: how a condition is read; filters are conditions too
Read = Callable[[Condition, World], Truth]


def all_true(parts: Iterable[Truth]) -> Truth:
    """Kleene's and."""
    told = list(parts)
    return False if False in told else None if None in told else True


def measured(term: HistoryTerm, world: World, truth: Read) -> object:
    """The value of a history term."""
    events = [past for past in world.events(term.kind) if in_window_of(term.window, past, world)]
    counted = []
    for past in events:
        counts = all_true(truth(each, evolve(world, past=past.data)) for each in term.filters)
        if counts is None:
            return None
        if counts:
            counted.append(past)
    if term.function == "count":
        return len(counted)
    if term.function in ("first", "last"):
        moments = [past.at for past in counted]
        return (min(moments) if term.function == "first" else max(moments)) if moments else None
    found = [past.data.get(term.field) for past in counted]
    if None in found:
        return None
    if term.function == "distinct":
        return len(set(found))
    if term.function == "sum":
        return _total(found)
    if not found:
        return None
    if term.function == "average":
        total = _total(found)
        return None if total is None else divide(total, len(found))
    ordered = sorted(found)  # type: ignore[type-var]
    return ordered[0] if term.function == "smallest" else ordered[-1]


def _total(found: list[object]) -> int | Decimal | None:
    total: int | Decimal | None = 0
    for each in found:
        assert isinstance(each, int | Decimal)
        total = None if total is None else add(total, each)
    return total


def in_window_of(window: Window, past: PastEvent, world: World) -> bool:
    """Does a past event lie in the window?"""
    now, zone, header = world.now, world.zone, world.model.header
    if window.kind is WindowKind.EVER:
        return True
    if window.kind is WindowKind.SINCE:
        return window.since is not None and local(past.at, zone).date() >= window.since
    assert window.length is not None
    if window.kind is WindowKind.ROLLING:
        return in_window_of_length(past.at, now, window.length, zone, header.working)
    if window.kind is WindowKind.BEFORE:
        return past.sequence >= 0 and in_window_of_length(past.at, now, window.length, zone, header.working)
    unit, count = window.length.unit, int(window.length.amount)
    ago = number_of_unit(now, unit, zone, header.billing_day) - number_of_unit(past.at, unit, zone, header.billing_day)
    return 1 <= ago <= count if window.kind is WindowKind.FULL else ago < count


def in_a_row(streak: InARow, world: World, truth: Read) -> Truth:
    """Has the field gone one way, or passed its test, in each of the last units that have ended?"""
    header = world.model.header
    this = number_of_unit(world.now, streak.unit, world.zone, header.billing_day)
    values = []
    for ago in range(streak.periods + (1 if streak.trend else 0), 0, -1):
        told = [
            past.data[streak.field]
            for past in world.events(streak.kind)
            if number_of_unit(past.at, streak.unit, world.zone, header.billing_day) == this - ago
            and past.data.get(streak.field) is not None
        ]
        if not told:
            return None
        values.append(told[-1])
    if streak.trend:
        if not all(isinstance(each, int | Decimal) for each in values):
            return None
        pairs = [(values[place], values[place + 1]) for place in range(len(values) - 1)]
        return all((b < a) if streak.trend == "falls" else (b > a) for a, b in pairs)  # type: ignore[operator]
    assert streak.test is not None
    return all_true(truth(streak.test, evolve(world, past={streak.field: each})) for each in values)
