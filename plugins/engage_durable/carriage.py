"""Facts as properties that durable_rules compares exactly: what each becomes, and what cannot be carried.

durable_rules takes `"abc" > 5`, `"1" == 1` and `True == 1` for true, and refuses some floats. So every property holds
one kind of value: texts with a `t` before them, `yes` or `no`, whole numbers. A number with a fraction becomes twice
its whole part in units of the finest constant, plus one where something is left over: it then lies on the right side
of every constant, which is even, whatever its digits.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from attrs import frozen

from engage.plugins import Constant, Words
from engage_durable import messages
from engage_durable.texts import carried

__all__ = ["LARGEST", "Property", "Sort", "Uncarried", "digits_of", "sort_of"]

#: What every carried number is kept within: constants must lie well inside, values beyond it are cut to it.
LARGEST: Final = 1 << 62
_MINUTE: Final = 60_000_000


class Sort(StrEnum):
    """What a property holds."""

    PRESENCE = "1 when anything is known"
    YES_NO = "yes or no"
    TEXT = "t and the text"
    BACKWARDS = "t and the text from its end"
    NUMBER = "twice the number in units of the finest constant, 1 more where something is left over"
    DATE = "days since 0001-01-01"
    TIME = "microseconds since midnight"


class Uncarried(Exception):
    """The value cannot be carried; `why` in words."""

    def __init__(self, why: Words) -> None:
        super().__init__(why.en)
        self.why = why


@frozen
class Property:
    """A property of the fact in durable_rules. `digits` behind the point of its unit; `exact`: nothing may be lost."""

    name: str
    fact: str
    sort: Sort
    digits: int = 0
    exact: bool = False

    def carry(self, value: Constant) -> str | int:
        """What stands for the value. Raises Uncarried."""
        if self.sort is Sort.PRESENCE:
            return 1
        if self.sort is not Sort.BACKWARDS and sort_of(value) is not self.sort:
            raise Uncarried(messages.OTHER_KIND)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return _text(value[::-1] if self.sort is Sort.BACKWARDS else value)
        if isinstance(value, datetime.date):
            return value.toordinal()
        if isinstance(value, datetime.time):
            return (value.hour * 60 + value.minute) * _MINUTE + value.second * 1_000_000 + value.microsecond
        return self._number(value)

    def _number(self, value: int | Decimal) -> int:
        above, below = value.as_integer_ratio()
        unit: int = 10**self.digits
        whole, rest = divmod(above * unit, below)
        number = 2 * whole + bool(rest)
        if self.exact and (rest or abs(number) >= LARGEST):
            raise Uncarried(messages.NOT_EXACT)
        return max(-LARGEST, min(LARGEST, number))


def sort_of(value: Constant) -> Sort:
    """What a property holds that is compared with this constant."""
    if isinstance(value, bool):
        return Sort.YES_NO
    if isinstance(value, str):
        return Sort.TEXT
    if isinstance(value, datetime.date):
        return Sort.DATE
    return Sort.TIME if isinstance(value, datetime.time) else Sort.NUMBER


def digits_of(value: Constant) -> int:
    """How many digits behind the point a constant has."""
    if not isinstance(value, Decimal):
        return 0
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _text(text: str) -> str:
    found = carried(text)
    if found is None:
        raise Uncarried(messages.NOT_CARRIED)
    return f"t{found}"
