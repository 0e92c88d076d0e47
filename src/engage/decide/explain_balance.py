"""Where arithmetic tips: the values of one question at which a worked out comparison changes, all else as it is.

Both sides are straight lines in that value, so two of its values tell where they meet. Where the meeting point has no
end (a third) it is shut in between two numbers with two decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from attrs import frozen

from engage.ground.numbers import CONTEXT, Number, divide, subtract
from engage.knowledge.scales import Rank
from engage.program.program import Balance, Shelf, ValueInput, Values

__all__ = ["Tipping", "tipping"]

#: what is lost in a slope like a sixth is made good by rounding to so many decimals
_FINEST: Final = Decimal("1E-12")
_WIDE: Final = Context(prec=80)
_FINE: Final = Decimal("0.01")


@frozen
class Tipping:
    """The values at which comparisons tip, and whether these are exactly the ones."""

    at: tuple[Rank, ...]
    exact: bool


def tipping(slot: int, balances: Iterable[Balance], shelf: Shelf, values: Values) -> Tipping:
    """Where the balances tip, for one question with the other values as they are."""
    anew = _resting_on(slot, shelf)
    found: list[Rank] = []
    exact = True
    for balance in balances:
        one = _solved(_difference(balance, slot, anew, values))
        found += one.at
        exact = exact and one.exact
    return Tipping(tuple(dict.fromkeys(found)), exact)


def _resting_on(slot: int, shelf: Shelf) -> tuple[ValueInput, ...]:
    """The derived facts that rest on a question, in the order in which they are worked out."""
    resting = {slot}
    found = []
    for source in shelf.inputs:
        if isinstance(source, ValueInput) and source.slot != slot and resting.intersection(source.reads):
            resting.add(source.slot)
            found.append(source)
    return tuple(found)


def _difference(
    balance: Balance, slot: int, anew: tuple[ValueInput, ...], values: Values
) -> Callable[[Rank], Number | None]:
    def difference(value: Rank) -> Number | None:
        filled = list(values)
        filled[slot] = value
        for source in anew:
            filled[source.slot] = source.compute(filled)
        left, right = balance.left(filled), balance.right(filled)
        if not isinstance(left, int | Decimal) or not isinstance(right, int | Decimal):
            return None
        return subtract(left, right)

    return difference


def _solved(difference: Callable[[Rank], Number | None]) -> Tipping:
    at_none, at_one = difference(0), difference(1)
    if at_none is None or at_one is None:
        # Something else is unknown, and stays so whatever the answer: there is nothing to tip.
        return Tipping((), at_none is at_one)
    slope = subtract(at_one, at_none)
    if not slope:
        return Tipping((), slope is not None)
    root = divide(at_none, subtract(0, slope) or 1)
    if root is None:
        return Tipping((), False)
    for exactly in (Decimal(root), Decimal(root).quantize(_FINEST, ROUND_HALF_EVEN, _WIDE)):
        if difference(exactly) == 0:
            return Tipping((_short(exactly),), True)
    low = _short(Decimal(root).quantize(_FINE, ROUND_FLOOR, _WIDE))
    high = _short(Decimal(root).quantize(_FINE, ROUND_CEILING, _WIDE))
    return Tipping((low, high), False)


def _short(number: Decimal) -> Rank:
    whole = int(number)
    return whole if whole == number else number.normalize(CONTEXT)
