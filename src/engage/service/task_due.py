"""When a length of time that starts at a moment is over, with working days and business hours by the ruleset's week.

Days are counted as the Chinese Civil Code counts them (articles 201 to 203): the day on which something happens
does not count, and the last day ends with its business hours, or at midnight for calendar days.
"""

from __future__ import annotations

import calendar
import datetime
from typing import Final
from zoneinfo import ZoneInfo

from engage.facts.units import Duration, Unit, microseconds
from engage.program.local_time import to_moment
from engage.program.working_time import FARTHEST_DAYS, WorkingHours, end_of_working_day, open_forwards, used_up

__all__ = ["falls_due"]

_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND: Final = datetime.timedelta(microseconds=1)
_DAY: Final = datetime.timedelta(days=1)
_HOUR: Final = 3_600_000_000


def falls_due(at: int, length: Duration, zone: str, working: WorkingHours) -> int:
    """The moment (microseconds UTC) at which `length` from `at` is over. `zone` is where days begin and end.

    Without working hours, Monday to Friday count as open all day. A length beyond FARTHEST_DAYS ends there. A local
    time that a clock change leaves out counts one hour later, one that happens twice the first time.
    """
    exact = microseconds(length)
    if exact is not None:
        return at + min(exact, FARTHEST_DAYS * _DAY // _MICROSECOND)
    tz = ZoneInfo(zone)
    today = (_EPOCH + at * _MICROSECOND).astimezone(tz).date()
    if length.unit is Unit.BUSINESS_HOUR:
        # Yesterday's shift may run overnight.
        dates = (today + number * _DAY for number in range(-1, FARTHEST_DAYS - 1))
        return used_up(at, int(length.amount * _HOUR), open_forwards(dates, tz, working), 1)
    if length.unit is Unit.WORKING_DAY:
        return end_of_working_day(at, int(length.amount), today, tz, working)
    return _end_of_days(at, length, zone)


def _end_of_days(at: int, length: Duration, zone: str) -> int:
    """The midnight that ends the last of so many calendar days, weeks, months or years after the day of `at`.

    All in microseconds UTC; `zone` is where days end. A length beyond FARTHEST_DAYS ends about there.
    """
    tz, count = ZoneInfo(zone), int(length.amount)
    today = (_EPOCH + at * _MICROSECOND).astimezone(tz).date()
    if length.unit in (Unit.CALENDAR_DAY, Unit.CALENDAR_WEEK):
        days = count * (7 if length.unit is Unit.CALENDAR_WEEK else 1)
        return _midnight(today + min(days, FARTHEST_DAYS) * _DAY + _DAY, tz)
    months = min(count * (12 if length.unit is Unit.CALENDAR_YEAR else 1), FARTHEST_DAYS // 31)
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return _midnight(datetime.date(year, month + 1, min(today.day, last)) + _DAY, tz)


def _midnight(day: datetime.date, tz: ZoneInfo) -> int:
    return to_moment(datetime.datetime.combine(day, datetime.time(0), tz))
