"""Moments with a zone outside, whole microseconds UTC inside.

Two moments of one zone are never subtracted as they stand: Python would take the difference of what clocks on the wall
show, which is an hour off where the clock changed between them.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Final

from engage.facts.units import Duration, Unit, microseconds
from engage.service.messages import calendar_error
from engage.service.routing_messages import misuse

__all__ = ["WHOLE", "exact", "in_utc", "known_length", "length_of", "micros", "moment_of"]

_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND: Final = datetime.timedelta(microseconds=1)
#: Units of which people have a whole number.
WHOLE: Final = frozenset({*Unit} - {Unit.SECOND, Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.WEEK, Unit.BUSINESS_HOUR})
#: No amount as a decimal number has more digits than this before its point: an exponent would make it endless.
_DIGITS: Final = 15


def in_utc(moment: datetime.datetime) -> datetime.datetime:
    """The same moment in UTC. Raises CalendarError for one without a zone (K015), and for what is no moment (K021)."""
    _zoned(moment)
    try:
        return moment.astimezone(datetime.UTC)
    except OverflowError:  # in the first or the last hours of the calendar
        raise calendar_error("K021") from None


def micros(moment: datetime.datetime) -> int:
    """Microseconds UTC of a moment with its zone. Raises CalendarError as `in_utc`."""
    _zoned(moment)
    return (moment - _EPOCH) // _MICROSECOND


def _zoned(moment: datetime.datetime) -> None:
    if not isinstance(moment, datetime.datetime):
        raise calendar_error("K021")
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise calendar_error("K015")


def known_length(length: Duration) -> Duration:
    """The same, once its amount is known to be a number and its unit to be one. Raises CalendarError (K018)."""
    if not isinstance(length, Duration):
        raise calendar_error("K018", seen=type(length).__name__)
    amount, unit = length.amount, length.unit
    if not isinstance(unit, Unit):
        raise calendar_error("K018", seen=f"{amount} {unit}")
    if type(amount) is not int:
        sound = isinstance(amount, Decimal) and amount.is_finite() and amount.adjusted() < _DIGITS
        if not sound or (unit in WHOLE and amount != int(amount)):
            raise calendar_error("K018", seen=f"{amount} {unit}")
    return length


def moment_of(micros: int) -> datetime.datetime:
    """The moment in UTC."""
    return _EPOCH + micros * _MICROSECOND


def length_of(length: datetime.timedelta) -> int:
    """A length in microseconds."""
    return length // _MICROSECOND


def exact(length: Duration | None) -> int:
    """An elapsed length in microseconds, 0 for none. Raises EngageError (S071) for units that need a calendar, and
    CalendarError (K018) for what is no length."""
    if length is None:
        return 0
    found = microseconds(known_length(length))
    if found is None:
        raise misuse("S071", unit=length.unit.value)
    return found
