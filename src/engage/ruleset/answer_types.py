"""Which types can be summed, counted and put in an order, and how that is said."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Words

__all__ = ["wanted_for"]

_NUMBERS: Final = frozenset({Kind.NUMBER, Kind.MONEY})
_ORDERED: Final = _NUMBERS | {Kind.YES_NO, Kind.DATE, Kind.TIME, Kind.MOMENT, Kind.DURATION, Kind.PERIOD}
_SUM: Final = Words("a number or an amount of money", "数字或金额")
_ORDER: Final = Words(
    "values in an order: an ordered choice, a number, a date, a length of time",
    "有大小顺序的值：有序选项、数字、日期、时长等",
)
_COUNT: Final = Words("a number", "数字")
_SETTLED: Final[Mapping[str, str]] = MappingProxyType(
    {"sum": "sum", "count": "count", "smallest": "order", "largest": "order", "best": "order"}
)
_NEEDED: Final = MappingProxyType({"sum": _SUM, "count": _COUNT, "order": _ORDER})


def wanted_for(how: str, type: Type | None) -> Words | None:
    """What `sum`, `count`, `smallest`, `largest` and `best` need, where the type is none of that; else None.

    Without a type there are no values at all, but sentences.
    """
    need = _SETTLED.get(how)
    if type is None:
        return _NEEDED.get(need or "")
    if need == "sum":
        return None if type.kind in _NUMBERS else _SUM
    if need == "count":
        return None if type.kind is Kind.NUMBER else _COUNT
    if need == "order":
        return None if type.kind in _ORDERED or (type.kind is Kind.CHOICE and type.ordered) else _ORDER
    return None
