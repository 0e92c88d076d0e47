"""The slow, obvious settling of one output, and when a veto's value is meant. Shares no code with `decide`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from engage.facts.units import Duration, microseconds
from engage.facts.vocabulary import Output, Settling
from engage.ground.numbers import add
from engage.language import actions as act
from engage.language.tree import Literal, Value
from engage.testing.reference_tables import Proposed, ranked, size_of

__all__ = ["meant", "settle"]


def settle(output: Output, some: Sequence[Proposed], standing: Sequence[Proposed], places: Mapping[str, int]) -> object:
    """What an output is set to; None when nobody sets it, or several do where one may.

    `some` are its proposals by owner, `standing` those whom nobody beats, `places` those of rules and tables in the
    order of the files.
    """
    if not some:
        return None
    everyone = [each[3] for each in some]
    values = [each[3] for each in standing]
    size = partial(ranked, type=output.type)
    match output.settling:
        case Settling.SUM:
            return _sum(everyone)
        case Settling.COUNT:
            return len(everyone)
        case Settling.ALL:
            return tuple(_apart(everyone))
        case Settling.BEST:
            return tuple(_apart(sorted(everyone, key=size, reverse=True))[: output.limit])
        case Settling.FIRST:
            return min(standing, key=lambda each: places[each[0]])[3]
        case Settling.UNIQUE:
            return values[0] if len(values) == 1 else None
        case Settling.ANY:
            return values[0] if all(value == values[0] for value in values) else None
        case Settling.SMALLEST:
            return min(values, key=size)
        case Settling.LARGEST:
            return max(values, key=size)
    return values[0]


def _sum(values: Sequence[object]) -> object:
    total: int | Decimal | None = 0
    for value in values:
        total = add(total, value) if total is not None and isinstance(value, int | Decimal) else None
    return total


def _apart(values: Sequence[object]) -> list[object]:
    found: list[object] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found


def meant(veto: act.Action, value: object) -> bool:
    """Is a value that is called by the veto's name the one that the veto forbids? Without one of its own it is any."""
    match veto:
        case act.SetOutput(value=written) | act.Note(value=written):
            return equal(value, written)
        case act.Allow(limit=Literal(value=limit)):
            return size_of(value) >= size_of(limit)
        case act.Ahead(by=length):
            return size_of(value) >= size_of(length)
        case act.StartTask(owner=owner):
            return owner in ("", value)
    return True


def equal(value: object, written: Value) -> bool:
    """Is a value the one that is written out?"""
    return isinstance(written, Literal) and (value == written.value or _length(value) == _length(written.value))


def _length(value: object) -> object:
    length = microseconds(value) if isinstance(value, Duration) else None
    return value if length is None else length
