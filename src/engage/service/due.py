"""When a length of time that starts at a moment is over, with working days and business hours by the ruleset's week.

Days are counted as the Chinese Civil Code counts them (articles 201 to 203): the day on which something happens
does not count, and the last day ends with its business hours, or at midnight for calendar days.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo

from engage.facts.units import Duration, Unit, microseconds
from engage.program.program import WorkingHours

__all__ = ["due_at"]

_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND: Final = datetime.timedelta(microseconds=1)
_DAY: Final = datetime.timedelta(days=1)
#: Nobody waits longer than this: a length beyond it ends here, so that counting stays bounded.
_FARTHEST_DAYS: Final = 20 * 366
_ALWAYS_OPEN: Final = ((datetime.time(0), datetime.time.max),)


def due_at(at: int, length: Duration, zone: str, working: WorkingHours) -> int:
    """The moment (microseconds UTC) at which `length` from `at` is over. `zone` is where days begin and end.

    Without working hours, Monday to Friday count as open all day. A local time that a clock change leaves out
    counts one hour later, one that happens twice the first time.
    """
    exact = microseconds(length)
    if exact is not None:
        return at + min(exact, _FARTHEST_DAYS * _DAY // _MICROSECOND)
    tz = ZoneInfo(zone)
    today = (_EPOCH + at * _MICROSECOND).astimezone(tz).date()
    if length.unit is Unit.BUSINESS_HOUR:
        return _after_business_hours(at, int(length.amount * 3_600_000_000), today, tz, working)
    count = int(length.amount)
    if length.unit is Unit.WORKING_DAY:
        return _end_of_working_day(at, count, today, tz, working)
    if length.unit in (Unit.CALENDAR_DAY, Unit.CALENDAR_WEEK):
        days = count * (7 if length.unit is Unit.CALENDAR_WEEK else 1)
        return _utc(today + min(days, _FARTHEST_DAYS) * _DAY + _DAY, datetime.time(0), tz)
    months = min(count * (12 if length.unit is Unit.CALENDAR_YEAR else 1), _FARTHEST_DAYS // 31)
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return _utc(datetime.date(year, month + 1, min(today.day, last)) + _DAY, datetime.time(0), tz)


def _utc(day: datetime.date, time: datetime.time, tz: ZoneInfo) -> int:
    return (datetime.datetime.combine(day, time, tz) - _EPOCH) // _MICROSECOND


def _open(day: datetime.date, working: WorkingHours) -> tuple[tuple[datetime.time, datetime.time], ...]:
    if day in working.holidays:
        return ()
    if not working.hours:
        return _ALWAYS_OPEN if day.weekday() < 5 else ()
    return working.hours.get(day.weekday(), ())


def _intervals(first: datetime.date, tz: ZoneInfo, working: WorkingHours) -> Iterator[tuple[int, int]]:
    """Open intervals in UTC from a day on. One that ends at or before its start runs overnight."""
    for number in range(_FARTHEST_DAYS):
        day = first + number * _DAY
        for start, end in _open(day, working):
            yield _utc(day, start, tz), _end(day, start, end, tz)


def _end(day: datetime.date, start: datetime.time, end: datetime.time, tz: ZoneInfo) -> int:
    if end == datetime.time.max or end <= start:
        return _utc(day + _DAY, datetime.time(0) if end == datetime.time.max else end, tz)
    return _utc(day, end, tz)


def _after_business_hours(at: int, left: int, today: datetime.date, tz: ZoneInfo, working: WorkingHours) -> int:
    end = at
    for start, end in _intervals(today - _DAY, tz, working):
        span = end - max(start, at)
        if span >= left and span > 0:
            return max(start, at) + left
        left -= max(span, 0)
    return end


def _end_of_working_day(at: int, count: int, today: datetime.date, tz: ZoneInfo, working: WorkingHours) -> int:
    day = today
    for _ in range(_FARTHEST_DAYS):
        if count <= 0:
            break
        day += _DAY
        count -= bool(_open(day, working))
    hours = _open(day, working)
    return max(_end(day, start, end, tz) for start, end in hours) if hours else max(at, _utc(day, datetime.time(0), tz))
