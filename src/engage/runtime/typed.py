"""Arguments of the type they must have, asked where a host hands them over: not deep inside, where a disk is blamed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from engage.facts.decided import Decision
from engage.ground.finding import Words
from engage.service import Capacity, Worker
from engage.service.routing_messages import misuse

__all__ = ["each_typed", "typed"]

T = TypeVar("T")
_KINDS: Final[Mapping[type, Words]] = {
    str: Words("a text", "文本"),
    int: Words("a whole number", "整数", "整數"),
    datetime.timedelta: Words("a length of time, `timedelta`", "时长（`timedelta`）", "時長（`timedelta`）"),
    datetime.datetime: Words("a moment, `datetime`", "时刻（`datetime`）", "時刻（`datetime`）"),
    Mapping: Words("a mapping", "映射"),
    Capacity: Words("a `Capacity`", "`Capacity`"),
    Decision: Words("a `Decision`", "`Decision`"),
    Worker: Words("a sequence of `Worker`", " `Worker` 的序列"),
}


def typed(name: str, value: object, kind: type[Any], *, none: bool = False) -> None:
    """Raises EngageError (S076) for an argument of another type; `none`: it may also be None."""
    if not isinstance(value, kind) and not (none and value is None):
        raise misuse("S076", name=name, wanted=_KINDS[kind])


def each_typed(name: str, values: Iterable[T], kind: type[Any]) -> tuple[T, ...]:
    """All of them. Raises EngageError (S076) where one is of another type, or this is nothing that has several."""
    if not isinstance(values, Iterable):
        raise misuse("S076", name=name, wanted=_KINDS[kind])
    found = tuple(values)
    for value in found:
        typed(name, value, kind)
    return found
