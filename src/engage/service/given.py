"""What a host gives to routing, looked at once where it comes in: texts for names, numbers, lengths of time.

Each raises EngageError (S075 for one text where several names are meant, S076 for what is not what is asked for), and
names the argument; the value itself is never told.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from engage.ground.finding import Words
from engage.service.routing_messages import misuse

__all__ = [
    "each_a",
    "flag",
    "known_zone",
    "length_above",
    "length_given",
    "micros_given",
    "names_in",
    "number_above",
    "one_of",
    "sequence_of",
    "share_given",
    "texts",
    "whole",
]

_NAMES: Final = Words("several names", "多个名称", "多個名稱")
_MICROS: Final = Words(
    "a whole number of microseconds since 1970 UTC",
    "自 1970 年（UTC）起以微秒计的整数",
    "自 1970 年（UTC）起以微秒計的整數",
)
_SHARE: Final = Words("a share from 0 to 1", "0 至 1 的比例")
_PART: Final = Words("a share from 0 to below 1", "0 至 1（不含 1）的比例")
_ABOVE: Final = Words("a timedelta above 0", "大于 0 的 timedelta", "大於 0 的 timedelta")
_LENGTH: Final = Words("a timedelta, 0 or more", "大于等于 0 的 timedelta", "大於等於 0 的 timedelta")


def names_in(name: str, given: Iterable[str]) -> frozenset[str]:
    """Several names. One text would be taken for its letters."""
    texts(name, given)
    try:
        found = frozenset(given)
    except TypeError:
        raise misuse("S076", name=name, wanted=_NAMES) from None
    if not all(isinstance(each, str) for each in found):
        raise misuse("S076", name=name, wanted=_NAMES)
    return found


def texts(name: str, given: Iterable[str]) -> None:
    """Several names in their order. One text would be taken for its letters."""
    if isinstance(given, str):
        raise misuse("S075", name=name)


def whole(name: str, given: int, least: int = 0) -> None:
    """A whole number, so many or more. True and False are none."""
    if type(given) is not int or given < least:
        wanted = Words(f"a whole number, {least} or more", f"大于等于 {least} 的整数", f"大於等於 {least} 的整數")
        raise misuse("S076", name=name, wanted=wanted)


def micros_given(name: str, given: int | None, *, optional: bool = False) -> None:
    """A moment as whole microseconds since 1970 UTC; `optional`: None as well."""
    if type(given) is not int and not (given is None and optional):
        raise misuse("S076", name=name, wanted=_MICROS)


def known_zone(zone: str) -> None:
    """A zone of tz data. Raises EngageError (S074) for what is none."""
    try:
        ZoneInfo(zone)
    # A zone not found is a KeyError, an empty name an OSError or ValueError, what is no text a TypeError.
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise misuse("S074") from None


def length_given(name: str, given: datetime.timedelta | None, *, optional: bool = False) -> None:
    """A length of time, nothing or more; `optional`: None as well."""
    if given is None and optional:
        return
    if not isinstance(given, datetime.timedelta) or given < datetime.timedelta(0):
        raise misuse("S076", name=name, wanted=_LENGTH)


def length_above(name: str, given: datetime.timedelta | None, *, optional: bool = False) -> None:
    """A length of time that is not nothing; `optional`: None as well."""
    if given is None and optional:
        return
    if not isinstance(given, datetime.timedelta) or given <= datetime.timedelta(0):
        raise misuse("S076", name=name, wanted=_ABOVE)


def number_above(name: str, given: float) -> None:
    """A finite number above 0."""
    if not _is_number(given) or not 0 < given < math.inf:
        raise misuse("S076", name=name, wanted=Words("a number above 0", "大于 0 的数", "大於 0 的數"))


def share_given(name: str, given: float, *, all_of_it: bool = True) -> None:
    """A part of the whole, from 0 to 1; without `all_of_it` below 1."""
    if not _is_number(given) or not 0 <= given <= 1 or (given == 1 and not all_of_it):
        raise misuse("S076", name=name, wanted=_SHARE if all_of_it else _PART)


def _is_number(given: object) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool)


def flag(name: str, given: object) -> None:
    """True or False; neither a word nor a number for them."""
    if not isinstance(given, bool):
        raise misuse("S076", name=name, wanted=Words("True or False", " True 或 False"))


def sequence_of(name: str, given: object, kind: type[object]) -> None:
    """A sequence whose values are of this class."""
    if not isinstance(given, Sequence) or not all(isinstance(value, kind) for value in given):
        wanted = Words(f"a sequence of {kind.__name__}", f" {kind.__name__} 的序列")
        raise misuse("S076", name=name, wanted=wanted)


def one_of(name: str, given: object, kind: type[object]) -> None:
    """A value of this class."""
    if not isinstance(given, kind):
        raise misuse("S076", name=name, wanted=Words(f"a value of {kind.__name__}", f" {kind.__name__} 的值"))


def each_a(name: str, given: object, kind: type[object]) -> None:
    """A mapping whose values are of this class, and whose keys are texts."""
    sound = isinstance(given, Mapping) and all(isinstance(key, str) for key in given)
    if not sound or not all(isinstance(value, kind) for value in given.values()):  # type: ignore[attr-defined]
        wanted = Words(f"a mapping of names to {kind.__name__}", f"由名称到 {kind.__name__} 的映射")
        raise misuse("S076", name=name, wanted=wanted)
