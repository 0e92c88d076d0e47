"""Lengths of time before and after a moment, working days and business hours included.

Elapsed lengths are exact; calendar ones keep the local time of day. Working days are counted as for due times (the
day on which something happens does not count, the last one ends with its hours); backwards they keep the time of
day. Without working hours, Monday to Friday count as open all day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo

from engage.facts.units import Duration, Unit, microseconds
from engage.program.local_time import clock, shift_moment, to_moment
from engage.program.program import WorkingHours

__all__ = ["moment_after", "moment_before"]

_DAY: Final = datetime.timedelta(days=1)
_HOUR: Final = 3_600_000_000
#: Nobody looks farther than this, so that counting stays bounded.
_FARTHEST_DAYS: Final = 20 * 366
_ALL_DAY: Final = ((datetime.time(0), datetime.time.max),)


def moment_after(at: int, length: Duration, zone: str, working: WorkingHours) -> int | None:
    """The moment `length` after another; None where the calendar ends."""
    exact = microseconds(length)
    if exact is not None:
        return at + exact
    local = clock(at, zone)
    if local is None or length.unit not in (Unit.WORKING_DAY, Unit.BUSINESS_HOUR):
        return shift_moment(at, length, zone)
    try:
        if length.unit is Unit.BUSINESS_HOUR:
            return _counted(at, int(length.amount * _HOUR), _forwards(local.date(), ZoneInfo(zone), working), 1)
        return _end_of_day(at, int(length.amount), local.date(), ZoneInfo(zone), working)
    except OverflowError:
        return None


def moment_before(at: int, length: Duration, zone: str, working: WorkingHours) -> int | None:
    """The moment `length` before another; None where the calendar ends."""
    exact = microseconds(length)
    if exact is not None:
        return at - exact
    local = clock(at, zone)
    if local is None or length.unit not in (Unit.WORKING_DAY, Unit.BUSINESS_HOUR):
        return shift_moment(at, length, zone, -1)
    try:
        if length.unit is Unit.BUSINESS_HOUR:
            return _counted(at, int(length.amount * _HOUR), _backwards(local.date(), ZoneInfo(zone), working), -1)
        day = _nth_open_day(local.date(), int(length.amount), -1, working)
        return to_moment(datetime.datetime.combine(day, local.time(), local.tzinfo))
    except OverflowError:
        return None


def _open(day: datetime.date, working: WorkingHours) -> tuple[tuple[datetime.time, datetime.time], ...]:
    if day in working.holidays:
        return ()
    if not working.hours:
        return _ALL_DAY if day.weekday() < 5 else ()
    return working.hours.get(day.weekday(), ())


def _nth_open_day(day: datetime.date, count: int, step: int, working: WorkingHours) -> datetime.date:
    for _ in range(_FARTHEST_DAYS):
        if count <= 0:
            break
        day += step * _DAY
        count -= bool(_open(day, working))
    return day


def _end_of_day(at: int, count: int, today: datetime.date, tz: ZoneInfo, working: WorkingHours) -> int:
    day = _nth_open_day(today, count, 1, working)
    hours = [_interval(day, start, end, tz)[1] for start, end in _open(day, working)]
    return max(hours) if hours else max(at, to_moment(datetime.datetime.combine(day, datetime.time(0), tz)))


def _interval(day: datetime.date, start: datetime.time, end: datetime.time, tz: ZoneInfo) -> tuple[int, int]:
    """An open interval in UTC. One that ends at or before its start runs overnight."""
    whole = end == datetime.time.max
    last = day + _DAY if whole or end <= start else day
    ends = datetime.datetime.combine(last, datetime.time(0) if whole else end, tz)
    return to_moment(datetime.datetime.combine(day, start, tz)), to_moment(ends)


def _forwards(today: datetime.date, tz: ZoneInfo, working: WorkingHours) -> Iterator[tuple[int, int]]:
    for number in range(-1, _FARTHEST_DAYS):  # yesterday's shift may run overnight
        day = today + number * _DAY
        for start, end in _open(day, working):
            yield _interval(day, start, end, tz)


def _backwards(today: datetime.date, tz: ZoneInfo, working: WorkingHours) -> Iterator[tuple[int, int]]:
    for number in range(_FARTHEST_DAYS):
        day = today - number * _DAY
        for start, end in reversed(_open(day, working)):
            yield _interval(day, start, end, tz)


def _counted(at: int, left: int, intervals: Iterator[tuple[int, int]], step: int) -> int:
    """Where `left` microseconds of open time are used up, walking the intervals away from `at`."""
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
