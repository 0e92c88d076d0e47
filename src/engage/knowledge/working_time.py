"""Lengths of time before and after a moment, working days and business hours included.

Elapsed lengths are exact; calendar ones keep the local time of day. Working days are counted as for due times (the
day on which something happens does not count, the last one ends with its hours); backwards they keep the time of
day. Without working hours, Monday to Friday count as open all day.
"""

from __future__ import annotations

import datetime
from typing import Final
from zoneinfo import ZoneInfo

from engage.facts.units import Duration, Unit, microseconds
from engage.program.local_time import clock, shift_moment, to_moment
from engage.program.working_time import (
    FARTHEST_DAYS,
    WorkingHours,
    end_of_working_day,
    nth_working_day,
    open_backwards,
    open_forwards,
    used_up,
)

__all__ = ["moment_after", "moment_before"]

_DAY: Final = datetime.timedelta(days=1)
_HOUR: Final = 3_600_000_000


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
            # Yesterday's shift may run overnight.
            dates = (local.date() + number * _DAY for number in range(-1, FARTHEST_DAYS))
            return used_up(at, int(length.amount * _HOUR), open_forwards(dates, ZoneInfo(zone), working), 1)
        return end_of_working_day(at, int(length.amount), local.date(), ZoneInfo(zone), working)
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
            dates = (local.date() - number * _DAY for number in range(FARTHEST_DAYS))
            return used_up(at, int(length.amount * _HOUR), open_backwards(dates, ZoneInfo(zone), working), -1)
        day = nth_working_day(local.date(), int(length.amount), -1, working)
        return to_moment(datetime.datetime.combine(day, local.time(), local.tzinfo))
    except OverflowError:
        return None
