"""Lengths of time and their units. Elapsed units are exact; business and calendar units need a calendar."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Final

from attrs import frozen

__all__ = ["ELAPSED", "Duration", "Unit", "microseconds"]


class Unit(StrEnum):
    """Units of time. `day` and `week` are 24 hours and 7 times 24 hours; the calendar ones are spelled."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    BUSINESS_HOUR = "business hour"
    WORKING_DAY = "working day"
    CALENDAR_DAY = "calendar day"
    CALENDAR_WEEK = "calendar week"
    CALENDAR_MONTH = "calendar month"
    CALENDAR_YEAR = "calendar year"
    BILLING_MONTH = "billing month"


#: Microseconds of the exact units.
ELAPSED: Final = {
    Unit.SECOND: 1_000_000,
    Unit.MINUTE: 60_000_000,
    Unit.HOUR: 3_600_000_000,
    Unit.DAY: 86_400_000_000,
    Unit.WEEK: 604_800_000_000,
}


@frozen
class Duration:
    """An amount of a unit, as it was written: `8 business hours` stays 8 business hours."""

    amount: int | Decimal
    unit: Unit


def microseconds(duration: Duration) -> int | None:
    """The exact length of an elapsed duration, None for business and calendar units."""
    size = ELAPSED.get(duration.unit)
    return None if size is None else int(duration.amount * size)
