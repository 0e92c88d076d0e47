"""Which of two values is the larger: one order for numbers, durations, dates and ordered choices."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Final

from engage.facts.units import Duration, Unit, microseconds
from engage.facts.vocabulary import Type

__all__ = ["Weight", "nominal", "reaches", "same", "weight"]

Weight = tuple[int, int | Decimal, str]

_HOUR = 3_600_000_000
#: Where a length depends on a calendar, this stands in for it when two durations are compared.
_NOMINAL: Final = {
    Unit.BUSINESS_HOUR: _HOUR,
    Unit.WORKING_DAY: 24 * _HOUR,
    Unit.CALENDAR_DAY: 24 * _HOUR,
    Unit.CALENDAR_WEEK: 7 * 24 * _HOUR,
    Unit.CALENDAR_MONTH: 30 * 24 * _HOUR,
    Unit.BILLING_MONTH: 30 * 24 * _HOUR,
    Unit.CALENDAR_YEAR: 365 * 24 * _HOUR,
}


def nominal(duration: Duration) -> int:
    """The length in microseconds; for business and calendar units a round one, good only for comparing."""
    exact = microseconds(duration)
    return exact if exact is not None else int(duration.amount * _NOMINAL[duration.unit])


def weight(value: object, type: Type | None = None) -> Weight:
    """The place of a value in the order of its type. Every value has one: unlike kinds stand apart."""
    if isinstance(value, bool | int | Decimal):
        return 0, int(value) if isinstance(value, bool) else value, ""
    if isinstance(value, Duration):
        return 1, nominal(value), f"{value.unit} {value.amount}"
    if isinstance(value, datetime.date):
        return 2, value.toordinal(), ""
    if isinstance(value, datetime.time):
        return 3, (value.hour * 60 + value.minute) * 60 + value.second, ""
    rank = type.rank(value) if type is not None and isinstance(value, str) else None
    return 4, -1 if rank is None else rank, str(value)


def same(one: object, other: object) -> bool:
    """Are two values of one type the same? A length of time is what it comes to, in whatever unit it was written."""
    return _exact(one) == _exact(other)


def reaches(limit: object, bound: object) -> bool:
    """Is a limit at least as high as another of its type?"""
    return _rough(limit) >= _rough(bound)


def _exact(value: object) -> object:
    length = microseconds(value) if isinstance(value, Duration) else None
    return value if length is None else length  # a computed length of time is in microseconds


def _rough(value: object) -> Weight:
    return weight(nominal(value) if isinstance(value, Duration) else value)
