"""The working week on the calendar: what is open on a day, where counted working days and open time end.

Moments are microseconds since 1970 UTC. Without working hours, Monday to Friday count as open all day. A local time
that a clock change leaves out counts one hour later, one that happens twice the first time.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from attrs import field, frozen

from engage.program.local_time import to_moment

__all__ = [
    "FARTHEST_DAYS",
    "WorkingHours",
    "end_of_working_day",
    "nth_working_day",
    "open_backwards",
    "open_forwards",
    "used_up",
]

#: Nobody waits or looks back longer than this, so that counting stays bounded.
FARTHEST_DAYS: Final = 20 * 366
_DAY: Final = datetime.timedelta(days=1)
_ALL_DAY: Final = ((datetime.time(0), datetime.time.max),)


@frozen
class WorkingHours:
    """Open local times by weekday (0 Monday) and closed dates, for working days and business hours."""

    hours: Mapping[int, tuple[tuple[datetime.time, datetime.time], ...]] = field(factory=dict)
    holidays: frozenset[datetime.date] = frozenset()

    def on(self, day: datetime.date) -> tuple[tuple[datetime.time, datetime.time], ...]:
        """The open times of a date in their order; none where it is closed."""
        if day in self.holidays:
            return ()
        if not self.hours:
            return _ALL_DAY if day.weekday() < 5 else ()
        return self.hours.get(day.weekday(), ())


def nth_working_day(day: datetime.date, count: int, step: int, working: WorkingHours) -> datetime.date:
    """The date so many working days after another (`step` 1) or before it (-1); that one does not count itself."""
    for _ in range(FARTHEST_DAYS):
        if count <= 0:
            break
        day += step * _DAY
        count -= bool(working.on(day))
    return day


def end_of_working_day(at: int, count: int, today: datetime.date, tz: ZoneInfo, working: WorkingHours) -> int:
    """The moment at which the last of so many working days closes. `today` is the local date of `at`.

    No working day at all: the beginning of today, or `at` when that is later. Raises OverflowError after the year 9999.
    """
    day = nth_working_day(today, count, 1, working)
    ends = [_interval(day, start, end, tz)[1] for start, end in working.on(day)]
    return max(ends) if ends else max(at, to_moment(datetime.datetime.combine(day, datetime.time(0), tz)))


def open_forwards(days: Iterable[datetime.date], tz: ZoneInfo, working: WorkingHours) -> Iterator[tuple[int, int]]:
    """The open intervals of dates in rising order."""
    return (_interval(day, start, end, tz) for day in days for start, end in working.on(day))


def open_backwards(days: Iterable[datetime.date], tz: ZoneInfo, working: WorkingHours) -> Iterator[tuple[int, int]]:
    """The open intervals of dates in falling order."""
    return (_interval(day, start, end, tz) for day in days for start, end in reversed(working.on(day)))


def used_up(at: int, left: int, intervals: Iterable[tuple[int, int]], step: int) -> int:
    """Where `left` microseconds of open time are used up, walking the intervals away from `at` by `step` 1 or -1.

    When they run out first: the far edge of the last one.
    """
    edge = at
    for start, end in intervals:
        near, far = (max(start, at), end) if step > 0 else (min(end, at), start)
        span = step * (far - near)
        if span >= left and span > 0:
            return near + step * left
        if span > 0:
            left -= span
        edge = far
    return edge


def _interval(day: datetime.date, start: datetime.time, end: datetime.time, tz: ZoneInfo) -> tuple[int, int]:
    """An open interval in UTC. One that ends at or before its start runs overnight."""
    whole = end == datetime.time.max
    last = day + _DAY if whole or end <= start else day
    ends = datetime.datetime.combine(last, datetime.time(0) if whole else end, tz)
    return to_moment(datetime.datetime.combine(day, start, tz)), to_moment(ends)
