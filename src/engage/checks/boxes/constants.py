"""Run-time values back as constants that can be written."""

from __future__ import annotations

import datetime
from decimal import Decimal

from engage.facts.units import ELAPSED, Duration, Unit
from engage.facts.vocabulary import Kind, Type
from engage.language.tree import Literal

__all__ = ["duration_of", "literal_of"]


def literal_of(value: object, type: Type) -> Literal:
    """A value of a fact as a constant that can be written."""
    if type.kind is Kind.DURATION and isinstance(value, int):
        return Literal(duration_of(value), type)
    assert isinstance(value, bool | int | Decimal | str | datetime.date | datetime.time | tuple)
    return Literal(value, type)


def duration_of(length: int) -> Duration:
    """A length in microseconds in the largest unit that writes it whole."""
    for unit in (Unit.DAY, Unit.HOUR, Unit.MINUTE):
        if length and length % ELAPSED[unit] == 0:
            return Duration(length // ELAPSED[unit], unit)
    seconds = Decimal(length) / ELAPSED[Unit.SECOND]
    return Duration(int(seconds) if seconds == int(seconds) else seconds, Unit.SECOND)
