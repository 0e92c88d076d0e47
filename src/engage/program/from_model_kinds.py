"""What compiled code can compare with what; which type a value has is `language.types`'s to say."""

from __future__ import annotations

from enum import Enum
from typing import Final

from engage.facts.vocabulary import Kind, Type

__all__ = ["Family", "comparable", "family"]


class Family(Enum):
    """Types whose values can be compared with each other."""

    AMOUNT = "number or money"
    DAY = "date or moment"
    LENGTH = "duration"
    TIME = "time"
    WORD = "text, choice or period"
    YES_NO = "yes/no"
    LIST = "list"


_FAMILIES: Final = {
    Kind.YES_NO: Family.YES_NO,
    Kind.NUMBER: Family.AMOUNT,
    Kind.MONEY: Family.AMOUNT,
    Kind.TEXT: Family.WORD,
    Kind.CHOICE: Family.WORD,
    Kind.PERIOD: Family.WORD,
    Kind.DATE: Family.DAY,
    Kind.MOMENT: Family.DAY,
    Kind.TIME: Family.TIME,
    Kind.DURATION: Family.LENGTH,
    Kind.LIST: Family.LIST,
}


def family(type: Type) -> Family:
    """What values of the type can be compared with."""
    return _FAMILIES[type.kind]


def comparable(left: Type, right: Type) -> bool:
    """True when the two can be compared: one family, and no two currencies."""
    if family(left) is not family(right):
        return False
    return not (left.currency and right.currency and left.currency != right.currency)
