"""Where calendar units begin in the ruleset's zone: days, weeks from Monday, months, billing months, years."""

from __future__ import annotations

import datetime
from typing import Final
from zoneinfo import ZoneInfo

from engage.facts.units import ELAPSED, Unit
from engage.program.local_time import add_months, clock, to_moment

__all__ = ["unit_start"]

_BY_DAY: Final = {
    Unit.DAY: 1,
    Unit.CALENDAR_DAY: 1,
    Unit.WORKING_DAY: 1,
    Unit.WEEK: 7,
    Unit.CALENDAR_WEEK: 7,
}
_BY_MONTH: Final = {Unit.CALENDAR_MONTH: 1, Unit.BILLING_MONTH: 1, Unit.CALENDAR_YEAR: 12}


def unit_start(at: int, unit: Unit, zone: str, billing_day: int, back: int = 0) -> int | None:
    """The first moment of the calendar unit in which `at` lies, or of the one `back` units before it.

    A billing month begins on the billing day, on a shorter month's last day where it has no such day. Hours and
    smaller units begin on the local clock. None where the calendar ends.
    """
    local = clock(at, zone)
    if local is None:
        return None
    today = local.date()
    if unit in _BY_DAY:
        size = _BY_DAY[unit]
        try:
            day = today - datetime.timedelta(days=back * size + (today.weekday() if size == 7 else 0))
        except OverflowError:
            return None
        return _midnight(day, zone)
    if unit in _BY_MONTH:
        return _month_start(today, unit, billing_day, back * _BY_MONTH[unit], zone)
    size = ELAPSED[Unit.HOUR if unit is Unit.BUSINESS_HOUR else unit]
    offset = (local.utcoffset() or datetime.timedelta()) // datetime.timedelta(microseconds=1)
    return (at + offset) // size * size - offset - back * size


def _month_start(today: datetime.date, unit: Unit, billing_day: int, months: int, zone: str) -> int | None:
    first = today.replace(day=1)
    day_of_month = 1
    if unit is Unit.CALENDAR_YEAR:
        first = first.replace(month=1)
    elif unit is Unit.BILLING_MONTH:
        day_of_month = billing_day
        begun = add_months(first, 0, billing_day)
        months += begun is not None and today < begun
    start = add_months(first, -months, day_of_month)
    return None if start is None else _midnight(start, zone)


def _midnight(day: datetime.date, zone: str) -> int:
    return to_moment(datetime.datetime.combine(day, datetime.time(0), ZoneInfo(zone)))
