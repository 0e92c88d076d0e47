"""Open time as intervals of UTC: what a schedule opens, what several open together, what pauses take out.

Moments are microseconds since 1970 UTC, intervals half-open [from, until). Each end of a local opening time goes to UTC
by itself: one that a clock change leaves out counts one hour later, one that happens twice the first time; what is
empty then is dropped. All arithmetic is in UTC.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from engage.facts.calendar import Hours, Schedule
from engage.program.local_time import clock, to_moment
from engage.program.working_time import FARTHEST_DAYS

__all__ = [
    "FARTHEST",
    "Span",
    "common",
    "day_spans",
    "joined",
    "last_within",
    "measure",
    "open_spans",
    "reach",
    "without",
]

Span = tuple[int, int]
_DAY: Final = datetime.timedelta(days=1)
#: Nobody is waited for longer than this (20 years, in microseconds): what is later is never.
FARTHEST: Final = FARTHEST_DAYS * 86_400_000_000


def open_spans(schedules: Sequence[Schedule], start: int, end: int | None = None) -> Iterator[Span]:
    """What all the schedules open together from `start` on, in rising order and apart; without a schedule: everything.

    Ends at `end`, or FARTHEST after `start`.
    """
    until = start + FARTHEST if end is None else end
    spans: Iterator[Span] = iter(((start, until),) if start < until else ())
    for schedule in schedules:
        spans = common(spans, joined(_opened(schedule, start, until)))
    return spans


def _opened(schedule: Schedule, start: int, until: int) -> Iterator[Span]:
    """The open intervals of a schedule that may touch [start, until), in the order in which they begin."""
    tz = ZoneInfo(schedule.zone)
    # The shift of the day before may run overnight; where a zone left out a date, that day is two dates back.
    # At the ends of the calendar there is no yesterday, and no tomorrow.
    day = _date(start, schedule.zone)
    day -= min(2 * _DAY, day - datetime.date.min)
    final = min(_date(until, schedule.zone), datetime.date.max - 2 * _DAY, _last_open(schedule))
    while day <= final:
        yield from day_spans(schedule, day, tz)
        day += _DAY


def _date(at: int, zone: str) -> datetime.date:
    """The local date of a moment; beyond the calendar its first date, or its last."""
    local = clock(at, zone)
    if local is None:
        return datetime.date.min if at < 0 else datetime.date.max
    return local.date()


def _last_open(schedule: Schedule) -> datetime.date:
    """The last date on which it may open: the end of time, unless it has closed for good."""
    hours = schedule.hours[-1] if schedule.hours else Hours()
    if any(hours.week.values()):
        return datetime.date.max
    own = [day for each in schedule.hours for day in each.dates]
    return max((*own, hours.starts or datetime.date.min))


def day_spans(schedule: Schedule, day: datetime.date, tz: ZoneInfo) -> list[Span]:
    """What a schedule opens in the hours that begin on a local date, in order."""
    if not _exists(day, tz):
        return []
    spans = ((_moment(day, opens, tz), _closing(day, opens, closes, tz)) for opens, closes in schedule.on(day))
    return sorted(span for span in spans if span[0] < span[1])


def _exists(day: datetime.date, tz: ZoneInfo) -> bool:
    """Is there such a date? Where a zone changed sides of the date line there is not, and nobody works on it."""
    noon = datetime.datetime.combine(day, datetime.time(12), tz)
    return noon.astimezone(datetime.UTC).astimezone(tz).date() == day


def _closing(day: datetime.date, opens: int, closes: int, tz: ZoneInfo) -> int:
    return _moment(day + _DAY if closes <= opens else day, closes, tz)


def _moment(day: datetime.date, seconds: int, tz: ZoneInfo) -> int:
    # 24:00 is the next day's 0:00, whatever the clocks do in between.
    days, rest = divmod(seconds, 86_400)
    wall = datetime.time(rest // 3600, rest % 3600 // 60, rest % 60)
    return to_moment(datetime.datetime.combine(day + days * _DAY, wall, tz))


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Intervals in the order of their beginnings, as intervals that neither touch nor overlap."""
    current: Span | None = None
    for start, end in spans:
        if current is None or start > current[1]:
            if current is not None:
                yield current
            current = (start, end)
        else:
            current = (current[0], max(current[1], end))
    if current is not None:
        yield current


def common(one: Iterator[Span], other: Iterator[Span]) -> Iterator[Span]:
    """What lies in both of two rows of intervals that are in order and apart."""
    left, right = next(one, None), next(other, None)
    while left is not None and right is not None:
        start, end = max(left[0], right[0]), min(left[1], right[1])
        if start < end:
            yield start, end
        if left[1] <= right[1]:
            left = next(one, None)
        else:
            right = next(other, None)


def without(spans: Iterable[Span], pauses: Sequence[Span]) -> Iterator[Span]:
    """Intervals without what lies in the pauses, which are in order and apart."""
    place = 0
    for start, end in spans:
        while place < len(pauses) and pauses[place][1] <= start:
            place += 1
        at = place
        while at < len(pauses) and pauses[at][0] < end:
            if start < pauses[at][0]:
                yield start, pauses[at][0]
            start = max(start, pauses[at][1])
            at += 1
        if start < end:
            yield start, end


def measure(spans: Iterable[Span]) -> int:
    """How long intervals are together."""
    return sum(end - start for start, end in spans)


def reach(spans: Iterable[Span], amount: int | None, start: int) -> int | None:
    """The first moment from `start` on by which `amount` of the intervals has passed; None: never, as without one."""
    if amount is None:
        return None
    if amount <= 0:
        return start
    for begin, end in spans:
        if end - begin >= amount:
            return begin + amount
        amount -= end - begin
    return None


def last_within(spans: Iterable[Span], amount: int | None) -> int | None:
    """The last moment by which no more than `amount` of the intervals has passed; None: there is no last one."""
    if amount is None:
        return None
    for begin, end in spans:
        if end - begin > amount:
            return begin + amount
        amount -= end - begin
    return None
