"""Moments with a zone outside, whole microseconds UTC inside.

Two moments of one zone are never subtracted as they stand: Python would take the difference of what clocks on the wall
show, which is an hour off where the clock changed between them.
"""

from __future__ import annotations

import datetime
from typing import Final

from engage.facts.units import Duration, microseconds
from engage.service.messages import calendar_error
from engage.service.routing_messages import misuse

__all__ = ["exact", "in_utc", "length_of", "micros", "moment_of"]

_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND: Final = datetime.timedelta(microseconds=1)


def in_utc(moment: datetime.datetime) -> datetime.datetime:
    """The same moment in UTC. Raises CalendarError (K015) for one without a zone."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise calendar_error("K015")
    return moment.astimezone(datetime.UTC)


def micros(moment: datetime.datetime) -> int:
    """Microseconds UTC of a moment with its zone."""
    return (in_utc(moment) - _EPOCH) // _MICROSECOND


def moment_of(micros: int) -> datetime.datetime:
    """The moment in UTC."""
    return _EPOCH + micros * _MICROSECOND


def length_of(length: datetime.timedelta) -> int:
    """A length in microseconds."""
    return length // _MICROSECOND


def exact(length: Duration | None) -> int:
    """An elapsed length in microseconds, 0 for none. Raises EngageError (S071) for units that need a calendar."""
    if length is None:
        return 0
    found = microseconds(length)
    if found is None:
        raise misuse("S071", unit=length.unit.value)
    return found
