"""The values of one question in their order, cut at constants into cells that no condition tells apart."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from math import floor
from typing import Final

from attrs import frozen

from engage.facts.vocabulary import Kind, Type
from engage.ground.numbers import CONTEXT

__all__ = ["COUNT", "TRUTH", "Cell", "Rank", "Scale", "scale_of"]

Rank = int | Decimal
_MICROSECONDS_A_DAY: Final = 86_400_000_000
_MIDNIGHT: Final = datetime.datetime(2000, 1, 1)


class _Order(Enum):
    """Whether there is a value between any two, only whole steps, or no order at all."""

    DENSE = "dense"
    WHOLE = "whole"
    NONE = "none"


@frozen
class Cell:
    """Values that no condition tells apart, with one of them as the sample (None: unknown).

    Of ordered values: those from `low` to `high`, each included or not; None is open. Of others `low` and `high` are
    None, and `other` is the cell of every text that no condition names.
    """

    sample: object
    low: Rank | None = None
    high: Rank | None = None
    with_low: bool = False
    with_high: bool = False
    other: bool = False

    @property
    def unknown(self) -> bool:
        """True for the cell of the unknown value."""
        return self.sample is None


UNKNOWN: Final = Cell(None)


@frozen
class Scale:
    """The values of a type: their order, their ends, and all of them where they can be listed."""

    type: Type
    order: _Order
    low: Rank | None = None
    high: Rank | None = None
    listed: tuple[object, ...] = ()

    def rank(self, value: object) -> Rank:
        """The place of a value in the order."""
        if isinstance(value, datetime.date):
            return value.toordinal()
        if isinstance(value, datetime.time):
            return (datetime.datetime.combine(_MIDNIGHT, value) - _MIDNIGHT) // datetime.timedelta(microseconds=1)
        if self.type.kind is Kind.CHOICE:
            place = self.type.rank(str(value))
            return -1 if place is None else place
        assert isinstance(value, int | Decimal)
        return value

    def value(self, rank: Rank) -> object:
        """The value at a place."""
        if self.type.kind is Kind.DATE:
            return datetime.date.fromordinal(int(rank))
        if self.type.kind is Kind.TIME:
            return (_MIDNIGHT + datetime.timedelta(microseconds=int(rank))).time()
        return rank

    def cells(self, constants: Iterable[object], unknown: bool) -> tuple[Cell, ...]:
        """All cells between and at the constants, in order; the unknown one last, where there is one."""
        if self.listed:
            found = tuple(Cell(value) for value in self.listed)
        elif self.order is _Order.NONE:
            named = sorted({str(constant) for constant in constants})
            found = (*(Cell(name) for name in named), Cell(_other_text(named), other=True))
        else:
            found = tuple(self._intervals(sorted({self.rank(constant) for constant in constants})))
        return (*found, UNKNOWN) if unknown else found

    def _intervals(self, cuts: list[Rank]) -> Iterable[Cell]:
        if self.order is _Order.WHOLE:
            # Between 2 and 3 nothing lies: a bound of 2.5 parts the values as 2 does.
            cuts = sorted({floor(cut) for cut in cuts})
        inside = [cut for cut in cuts if self._holds(cut)]
        edges: list[Rank | None] = [None, *inside, None]
        for place, (before, after) in enumerate(pairwise(edges)):
            if place:
                assert before is not None
                yield Cell(self.value(before), before, before, True, True)
            gap = self._between(before, after)
            if gap is not None:
                yield gap

    def _holds(self, rank: Rank) -> bool:
        return (self.low is None or rank >= self.low) and (self.high is None or rank <= self.high)

    def _between(self, before: Rank | None, after: Rank | None) -> Cell | None:
        """The open interval between two cuts, None where it holds no value."""
        low = self.low if before is None else before
        high = self.high if after is None else after
        with_low, with_high = before is None and low is not None, after is None and high is not None
        sample = self._sample(low, high, with_low, with_high)
        return None if sample is None else Cell(self.value(sample), low, high, with_low, with_high)

    def _sample(self, low: Rank | None, high: Rank | None, with_low: bool, with_high: bool) -> Rank | None:
        if self.order is _Order.WHOLE:
            first = None if low is None else int(low) + (0 if with_low else 1)
            last = None if high is None else int(high) - (0 if with_high else 1)
            if first is not None and last is not None:
                return first if first <= last else None
            return first if first is not None else last if last is not None else 0
        if low is not None and high is not None:
            if low == high:
                return low if with_low and with_high else None
            return None if low > high else _middle(low, high)
        if low is not None:
            return low if with_low else CONTEXT.add(Decimal(low), 1) if isinstance(low, Decimal) else low + 1
        if high is not None:
            # A customer with half of a small amount is easier to picture than one with less than nothing.
            return high if with_high else _middle(0, high) if high > 0 else high - 1
        return 0


def _middle(low: Rank, high: Rank) -> Rank:
    """A short number between the two."""
    width = CONTEXT.subtract(Decimal(high), Decimal(low))
    if width > 1:
        whole = int(CONTEXT.add(Decimal(low), CONTEXT.divide(width, Decimal(2))))
        if low < whole < high:
            return whole
    return CONTEXT.add(Decimal(low), CONTEXT.divide(width, Decimal(2))).normalize(CONTEXT)


def _other_text(named: Iterable[str]) -> str:
    taken, text = set(named), "another"
    while text in taken:
        text += "'"
    return text


#: how often something happened
COUNT: Final = Scale(Type(Kind.NUMBER), _Order.WHOLE, low=0)
#: a condition that is no question with constants: it holds or it does not
TRUTH: Final = Scale(Type(Kind.YES_NO), _Order.NONE, listed=(True, False))
_DENSE: Final = (Kind.NUMBER, Kind.MONEY)
_ENDS: Final = {
    Kind.TIME: (0, _MICROSECONDS_A_DAY - 1),
    Kind.DATE: (datetime.date.min.toordinal(), datetime.date.max.toordinal()),
}


def scale_of(type: Type, low: Rank | None = None, high: Rank | None = None, whole: bool = False) -> Scale | None:
    """The scale of a type, between ends where there are some; None for types without one value (lists)."""
    if type.kind is Kind.YES_NO:
        return Scale(type, _Order.NONE, listed=(True, False))
    if type.kind is Kind.CHOICE:
        return Scale(type, _Order.NONE, listed=tuple(term.id for term in type.choices)) if type.choices else None
    if type.kind in (Kind.TEXT, Kind.PERIOD):
        return Scale(type, _Order.NONE)
    if type.kind is Kind.LIST:
        return None
    first, last = _ENDS.get(type.kind, (low, high))
    order = _Order.DENSE if type.kind in _DENSE and not whole else _Order.WHOLE
    return Scale(type, order, first, last)
