"""Values and pieces of plans as JSON data: strings, whole numbers, lists and mappings; decimals as strings."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum

import attrs

from engage.facts.units import Duration
from engage.ground.numbers import plain

__all__ = ["plain_data"]


def plain_data(value: object) -> object:
    """A run-time value or a piece of a plan as JSON data: durations as `30 minute`, dates in ISO form."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Duration):
        return f"{plain(value.amount)} {value.unit.value}"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain_data(value[key]) for key in value}
    if isinstance(value, Sequence):
        return [plain_data(each) for each in value]
    kind = type(value)
    if attrs.has(kind):
        return {each.name: plain_data(getattr(value, each.name)) for each in attrs.fields(kind)}
    return str(value)
