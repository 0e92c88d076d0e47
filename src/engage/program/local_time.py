"""Local time: what a moment reads on the wall of a zone, where days and months begin, steps by the calendar.

Moments are microseconds since 1970 UTC. A local time that a clock change leaves out counts one hour later, one
that happens twice the first time. Beyond the years 1 to 9999 everything is unknown (None).
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from engage.facts.units import Duration, Unit

__all__ = [
    "PARTS",
    "add_months",
    "clock",
    "date_in",
    "date_part",
    "moment_part",
    "shift_date",
    "shift_moment",
    "start_of_day",
    "to_moment",
]

_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND: Final = datetime.timedelta(microseconds=1)
DAY: Final = 86_400_000_000

#: Units that step by the calendar, in months or days.
_MONTHS: Final = {Unit.CALENDAR_MONTH: 1, Unit.BILLING_MONTH: 1, Unit.CALENDAR_YEAR: 12}
_DAYS: Final = {Unit.CALENDAR_DAY: 1, Unit.CALENDAR_WEEK: 7}


def clock(at: int, zone: str) -> datetime.datetime | None:
    """The local date and time of a moment."""
    try:
        return (_EPOCH + datetime.timedelta(microseconds=at)).astimezone(ZoneInfo(zone))
    except OverflowError:
        return None


def to_moment(local: datetime.datetime) -> int:
    """The moment of a local date and time that carries its zone."""
    return (local - _EPOCH) // _MICROSECOND


def date_in(zone: str) -> Callable[[int | None], datetime.date | None]:
    """The local date of a moment, in this zone."""

    def local_date(at: int | None) -> datetime.date | None:
        local = None if at is None else clock(at, zone)
        return None if local is None else local.date()

    return local_date


def start_of_day(zone: str) -> Callable[[datetime.date | None], int | None]:
    """The first moment of a date, in this zone."""
    tz = ZoneInfo(zone)

    def first_moment(day: datetime.date | None) -> int | None:
        return None if day is None else to_moment(datetime.datetime.combine(day, datetime.time(0), tz))

    return first_moment


#: Parts of a date.
_DATE_PARTS: Final = {
    "date": lambda day: day,
    "weekday": lambda day: day.isoweekday(),
    "day": lambda day: day.day,
    "month": lambda day: day.month,
    "year": lambda day: day.year,
}
#: Every part that a moment has.
PARTS: Final = (*_DATE_PARTS, "time", "hour")


def moment_part(part: str, zone: str) -> Callable[[int | None], object]:
    """A part of a moment on the local clock: a date, a time, or a number."""

    def local_part(at: int | None) -> object:
        local = None if at is None else clock(at, zone)
        if local is None:
            return None
        if part == "time":
            return local.time()
        return local.hour if part == "hour" else _DATE_PARTS[part](local.date())

    return local_part


def date_part(part: str) -> Callable[[datetime.date | None], object]:
    """A part of a date; unknown for the parts that only a moment has."""

    def part_of_date(day: datetime.date | None) -> object:
        return None if day is None or part not in _DATE_PARTS else _DATE_PARTS[part](day)

    return part_of_date


def add_months(day: datetime.date, months: int, day_of_month: int = 0) -> datetime.date | None:
    """The same day of another month, or that month's last day where it has no such day.

    `day_of_month` is the day that is meant, where the date's own was cut short by its month.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day_of_month or day.day, last))


def shift_date(length: Duration, sign: int = 1) -> Callable[[datetime.date | None], datetime.date | None]:
    """A date so many calendar days, weeks, months or years later (`sign` -1: earlier); other units: unknown."""
    amount = sign * int(length.amount)

    def shifted(day: datetime.date | None) -> datetime.date | None:
        if day is None:
            return None
        if length.unit in _MONTHS:
            return add_months(day, amount * _MONTHS[length.unit])
        if length.unit not in _DAYS:
            return None
        try:
            return day + datetime.timedelta(days=amount * _DAYS[length.unit])
        except OverflowError:
            return None

    return shifted


def shift_moment(at: int | None, length: Duration, zone: str, sign: int = 1) -> int | None:
    """The same local time so many calendar days, weeks, months or years later (`sign` -1: earlier)."""
    local = None if at is None else clock(at, zone)
    if local is None:
        return None
    day = shift_date(length, sign)(local.date())
    return None if day is None else to_moment(datetime.datetime.combine(day, local.time(), local.tzinfo))
