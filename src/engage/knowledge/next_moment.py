"""When time alone may change what a guard says: the next moment at which charts must be asked again.

An event leaves a window, a streak is long enough, an age or a date is reached, a fact is too old, a calendar unit
begins. Never too late, sometimes too early: then the charts are asked once for nothing, and the next moment is found
anew. A sum that has the present moment in it is asked at the beginning of each day.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from attrs import frozen

from engage.facts.known import PastEvent, Situation, Stay
from engage.facts.units import Duration, Unit, microseconds
from engage.facts.vocabulary import Kind
from engage.knowledge.calendar_days import unit_start
from engage.knowledge.charts import REST, leaving
from engage.knowledge.freshness import line_of
from engage.knowledge.measure import Past
from engage.knowledge.patterns import from_the_earliest
from engage.knowledge.windows import bounds
from engage.knowledge.working_time import moment_after, moment_before
from engage.program.local_time import clock, shift_date, to_moment
from engage.program.program import (
    ChartInput,
    FactInput,
    HeldInput,
    HistoryInput,
    Input,
    NowInput,
    PatternInput,
    Program,
    RunInput,
    Shelf,
    StayInput,
    Values,
    Watch,
)

__all__ = ["next_moment"]

_DAY: Final = datetime.timedelta(days=1)
#: Steps by the calendar are cut short at the end of a month: so many days on either side may be meant.
_SLACK: Final = {Unit.CALENDAR_MONTH: 3, Unit.BILLING_MONTH: 3, Unit.CALENDAR_YEAR: 1, Unit.WORKING_DAY: 7}
#: the parts of the present moment that stand beside dates and moments
_POINTS: Final = ("kind", "moment", "date")
_ROLLING: Final = ("in the last", "in the ... before")


def next_moment(
    program: Program,
    shelf: Shelf,
    situation: Situation,
    values: Values,
    stays: Mapping[str, Stay],
    resting: Mapping[str, int] = MappingProxyType({}),
) -> int | None:
    """The next moment after the event at which a guard may change, None where only an event can change one.

    `stays` are those after the event. `values` are those of the event's shelf, which asks every chart. `resting`: by
    chart, since when its guards lead in a circle: time moves it a day later, if it has a part in them at all.
    """

    def moments(charts: Iterable[ChartInput]) -> Iterator[int]:
        """Every moment that may matter to a guard of these; those that have gone by are among them."""
        moves = [move.id for each in charts for move, _ in leaving(each.chart, stays.get(each.chart.id))]
        watches = [program.watches[move] for move in moves if move in program.watches]
        if watches:
            slots = frozenset[int]().union(*(watch.slots for watch in watches))
            inputs = tuple(source for source in shelf.inputs if source.slot in slots)
            yield from _Asked(program, situation, values, inputs, slots).moments(watches)

    charts = [each for each in shelf.inputs if isinstance(each, ChartInput) and values[each.stay] is not None]
    calm = [each for each in charts if each.chart.id not in resting]
    found = [moment for moment in moments(calm) if moment > situation.event.at]
    for each in charts:
        since = resting.get(each.chart.id)
        if since is not None and any(moment >= since for moment in moments([each])):
            found.append(since + REST)
    return min(found, default=None)


@frozen
class _Asked:
    """One search: the inputs beneath the guards, at one event."""

    program: Program
    situation: Situation
    values: Values
    inputs: Sequence[Input]
    slots: frozenset[int]

    @property
    def now(self) -> int:
        return self.situation.event.at

    def moments(self, watches: Sequence[Watch]) -> Iterator[int]:
        """Every moment that may matter; those that have gone by are among them."""
        past: Past | None = None
        lengths = tuple(dict.fromkeys((*self._lengths(), *(each for watch in watches for each in watch.lengths))))
        shifts = tuple(dict.fromkeys(each for watch in watches for each in watch.shifts))
        for source in self.inputs:
            if isinstance(source, HistoryInput) and source.commitment is not None:
                past = past or Past.of(self.situation, self.program)
                found = past.promises(source.commitment)
                yield from (each.due + 1 for each in found if each.may_be_open and each.due is not None)
            elif isinstance(source, HistoryInput):
                past = past or Past.of(self.situation, self.program)
                yield from self._history(source, past)
            elif isinstance(source, PatternInput):
                past = past or Past.of(self.situation, self.program)
                yield from self._pattern(source, past)
            elif isinstance(source, RunInput):
                yield from self._unit(source.unit, 1)
            elif isinstance(source, HeldInput) and source.line.holds(self.values):
                since = self.situation.state.held.get(source.id, self.now)
                yield since + source.length
            elif isinstance(source, FactInput):
                yield from self._fact(source)
            elif isinstance(source, NowInput):
                yield from self._now(source, watches)
                yield from self._named(source, watches, lengths, shifts)
            yield from self._compared(source, lengths, shifts)

    # -- what goes by

    def _history(self, source: HistoryInput, past: Past) -> Iterator[int]:
        window = bounds(source, self.situation, self.program)
        # What lies behind the last whole unit will be in the window when this one has ended.
        events = past.between(source.kind, window[0], self.now + 1) if window else ()
        yield from self._gone_by(source, [event.at for event in events[:1]], {source.kind})

    def _pattern(self, source: PatternInput, past: Past) -> Iterator[int]:
        """What did not follow has not followed from a moment on; what was completed leaves the last step's window."""
        window = bounds(source, self.situation, self.program)
        found = from_the_earliest(source, past, window) if window else ()
        events = [event for event in found if self._is_read(event)]
        ends = []
        for event in events:
            for step, after in pairwise(source.steps):
                if event.kind == step.kind and after.within is not None:
                    end = moment_after(event.at, after.within, self.program.zone, self.program.working)
                    ends += [end] if end is not None else []
        yield from (moment for end in ends for moment in (end, end + 1))
        last = [event.at for event in events if event.kind == source.steps[-1].kind]
        yield from self._gone_by(source, [*last, *ends], source.kinds)

    def _is_read(self, event: PastEvent) -> bool:
        """Is it so late that every storage reads it? One that reads more must not ring at other moments."""
        back = self.program.needs.windows.get(event.kind)
        return back is None or event.at > self.now - back

    def _gone_by(
        self, source: HistoryInput | PatternInput, moments: Sequence[int], kinds: Collection[str]
    ) -> Iterator[int]:
        """When a window is left by what happened at these moments, in their order or not."""
        if not moments:
            return
        if source.window == "full":
            yield from self._unit(source.length.unit if source.length else Unit.CALENDAR_DAY, 1)
        elif source.window == "this" and source.length is not None:
            yield from self._unit(source.length.unit, 1)
        elif source.window in _ROLLING and source.length is not None:
            if source.window == _ROLLING[1] and self.situation.event.kind in kinds:
                yield self.now + 1  # the event itself comes into the window right after it
            for moment in moments:
                yield from self._left(moment, source.length)

    def _left(self, at: int, length: Duration) -> Iterator[int]:
        """When an event leaves a window of a length."""
        found = moment_after(at, length, self.program.zone, self.program.working)
        if found is None:
            return
        if found > self.now and microseconds(length) is not None:
            yield found
        else:
            # A window by the calendar may hold the event a little less, or longer; it keeps the time of day.
            local = clock(at, self.program.zone)
            yield from (*self._days(), found, *(self._at_times((local.time(),)) if local is not None else ()))

    def _unit(self, unit: Unit, on: int) -> Iterator[int]:
        unit = {Unit.DAY: Unit.CALENDAR_DAY, Unit.WEEK: Unit.CALENDAR_WEEK, Unit.WORKING_DAY: Unit.CALENDAR_DAY}.get(
            unit, unit
        )
        found = unit_start(self.now, unit, self.program.zone, self.program.billing_day, -on)
        if found is not None:
            yield found

    def _fact(self, source: FactInput) -> Iterator[int]:
        for fact in line_of(self.situation.profile.facts.get(source.name)):
            if fact.at is not None:
                yield fact.at  # what was told ahead is true from then on
                if source.max_age is not None:
                    yield fact.at + source.max_age + 1

    def _days(self) -> Iterator[int]:
        """The next midnight; right behind one, too: what is asked to be equal holds at midnight alone."""
        found = unit_start(self.now, Unit.CALENDAR_DAY, self.program.zone, self.program.billing_day, -1)
        if found is not None:
            yield found
        if unit_start(self.now, Unit.CALENDAR_DAY, self.program.zone, self.program.billing_day, 0) == self.now:
            yield self.now + 1

    # -- the clock itself

    def _now(self, source: NowInput, watches: Iterable[Watch]) -> Iterator[int]:
        """The present moment beside what is written in a guard; beside a fact, see `_compared`."""
        if source.part == "hour":
            yield from self._unit(Unit.HOUR, 1)
        elif source.part == "time":
            yield from self._at_times({time for watch in watches for time in watch.times})
        elif source.part not in _POINTS:
            yield from self._days()

    def _named(
        self, source: NowInput, watches: Iterable[Watch], lengths: Sequence[int], shifts: Sequence[Duration]
    ) -> Iterator[int]:
        """When the present moment comes to a date that a guard names, or is so far from it as a guard names, too."""
        if source.part not in _POINTS:
            return
        for date in dict.fromkeys(date for watch in watches for date in watch.dates):
            yield from self._reached(source, date)
            yield from self._around(self._start(date), lengths, shifts)

    def _at_times(self, times: Collection[datetime.time]) -> Iterator[int]:
        """When it is one of these times of day, today or tomorrow, when it is past it, and when a time begins anew.

        That is at midnight, and where clocks are changed.
        """
        local = clock(self.now, self.program.zone)
        for day in () if local is None or not times else _days_from(local.date(), (0, 1)):
            yield from self._days_and_changes(day)
            for time in sorted(times):
                told = datetime.datetime.combine(day, time, ZoneInfo(self.program.zone))
                yield from (to_moment(told.replace(fold=fold)) + more for fold in (0, 1) for more in (0, 1))

    def _days_and_changes(self, day: datetime.date) -> Iterator[int]:
        """The beginning of a day, and the moment in it at which the clocks of its zone are changed."""
        first, last = (self._start(each) for each in (day, *_days_from(day, (1,)), day)[:2])
        yield first
        before, at_end = (self._offset(each) for each in (first, last))
        while before != at_end and last - first > 1:
            middle = (first + last) // 2
            first, last = (middle, last) if self._offset(middle) == before else (first, middle)
        yield last

    def _offset(self, at: int) -> datetime.timedelta | None:
        local = clock(at, self.program.zone)
        return None if local is None else local.utcoffset()

    def _compared(self, source: Input, lengths: Sequence[int], shifts: Sequence[Duration]) -> Iterator[int]:
        """When a value that is a date or a moment is as old, or as near, as a condition asks."""
        beside = source.beside if isinstance(source, StayInput | ChartInput) else ()
        for slot in (source.slot, *(slot for slot, _ in beside)):
            cuts, value = self.program.cuts.get(slot), self.values[slot]
            # The present moment is as far from itself at every moment: asked again for it, charts would ring for ever.
            itself = isinstance(source, NowInput)
            if cuts is not None and isinstance(value, datetime.time) and not itself:
                yield from self._at_times((value,))
            if cuts is None or isinstance(value, bool) or not isinstance(value, int | datetime.date):
                continue
            clocks = [each for each in self.inputs if isinstance(each, NowInput)]
            partners = [each for each in clocks if each.slot in cuts.slots]
            if itself and partners and not isinstance(value, int):
                # A day beside another clock: both come to the ends of days, and go past them.
                ends = (each for partner in partners for each in self._reached(partner, value))
                yield from (*self._days(), *(at + more for at in ends for more in (0, 1)))
            if not itself and self._is_moment(slot) and any(each.part == "time" for each in clocks):
                told = clock(value, self.program.zone) if isinstance(value, int) else None
                yield from self._at_times((told.time(),) if told is not None else ())
            if not itself:
                apart = (*cuts.ages, *lengths)
                if cuts.opaque:
                    # Where something is worked out of it, two lengths may lie between it and what is asked.
                    apart += tuple(one + way * other for one in apart for other in apart for way in (1, -1))
                yield from self._around(self._start(value), apart, shifts)
                yield from (each for partner in partners for each in self._reached(partner, value))
            if (cuts.opaque or cuts.balances) and clocks and (itself or not self._is_amount(slot)):
                yield from self._days()

    def _around(self, at: int, lengths: Sequence[int], shifts: Sequence[Duration]) -> Iterator[int]:
        """A moment, the moments that lie so far before it and after it, and those right behind them."""
        for start in self._shifted(at, shifts):
            for length in (0, *lengths):
                yield from (start + length, start + length + 1, start - length, start - length + 1)

    def _shifted(self, start: int, shifts: Sequence[Duration]) -> Iterator[int]:
        """A moment, and those that lie so long before and after it by the calendar."""
        zone, working = self.program.zone, self.program.working
        yield start
        for each in shifts:
            found = (move(start, each, zone, working) for move in (moment_before, moment_after))
            yield from (at for at in found if at is not None)

    def _is_moment(self, slot: int) -> bool:
        type = self.program.slot_types.get(slot)
        return type is not None and type.kind is Kind.MOMENT

    def _is_amount(self, slot: int) -> bool:
        """What is no point in time does not change by itself, whatever is calculated with it."""
        type = self.program.slot_types.get(slot)
        return type is not None and type.kind in (Kind.NUMBER, Kind.MONEY)

    def _lengths(self) -> Iterator[int]:
        """The lengths of time that are known beneath the guards: something may have gone on for so long."""
        for source in self.inputs:
            field = self.program.vocabulary.field_by_name.get(source.name) if isinstance(source, FactInput) else None
            value = self.values[source.slot]
            if field is not None and field.type.kind is Kind.DURATION and isinstance(value, int):
                yield value

    def _start(self, value: int | datetime.date) -> int:
        if isinstance(value, int):
            return value
        return to_moment(datetime.datetime.combine(value, datetime.time(0), ZoneInfo(self.program.zone)))

    def _reached(self, source: NowInput, value: int | datetime.date) -> Iterator[int]:
        """When the present moment, shifted on or back, comes to a date or moment, and when it goes past it."""
        zone, working = self.program.zone, self.program.working
        days = [value] if not isinstance(value, int) else []
        bounds = [value, value + 1] if isinstance(value, int) else list(map(self._start, _days_from(value, (0, 1))))
        if source.shift is None:
            yield from bounds
            return
        exact = microseconds(source.shift)
        if exact is not None:
            yield from (each + exact * (1 if source.back else -1) for each in bounds)
            return
        slack = _SLACK.get(source.shift.unit, 1)
        for day in days:
            moved = shift_date(source.shift, 1 if source.back else -1)(day) or self._worked(source, day)
            if moved is not None:
                starts = map(self._start, _days_from(moved, range(-slack, slack + 2)))
                yield from (at + more for at in starts for more in (0, 1))
        other = moment_after if source.back else moment_before
        near = [at for at in (other(each, source.shift, zone, working) for each in bounds) if at is not None]
        yield from (at + more for at in near for more in (0, 1))
        if not days:
            yield from self._days() if near else ()

    def _worked(self, source: NowInput, day: datetime.date) -> datetime.date | None:
        other = moment_after if source.back else moment_before
        assert source.shift is not None
        found = other(self._start(day), source.shift, self.program.zone, self.program.working)
        local = None if found is None else clock(found, self.program.zone)
        return None if local is None else local.date()


def _days_from(day: datetime.date, numbers: Iterable[int]) -> Iterator[datetime.date]:
    """The days so many days after a day, as far as the calendar goes: `9999-12-31` is how many say `for ever`."""
    for number in numbers:
        with suppress(OverflowError):
            yield day + number * _DAY
