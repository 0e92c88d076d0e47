"""What a customer bought, day by day: the one place that says what a purchase is, for scores, models and baskets.

several purchases of one local day   one purchase: their amounts together
a negative amount                    a return: taken off the purchases before it, the latest first
a day that was wholly returned       no purchase
a return without anything to return  ignored and counted (`unmatched`): it is older than what is known
an amount of nothing (a gift)        a purchase, which says nothing about what this customer spends
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from attrs import field, frozen

from engage.ground.numbers import CONTEXT, Number

__all__ = ["Bought", "Purchase", "PurchaseDay", "bought", "local_day", "mean_amount"]

_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_NOTHING: Final = Decimal(0)


@frozen
class Purchase:
    """One line of a till: when (microseconds UTC) and how much; less than nothing for what came back."""

    at: int
    amount: Number = field(repr=False)


@frozen
class PurchaseDay:
    """A day on which the customer bought, and for how much once returns are taken off."""

    day: datetime.date
    amount: Decimal = field(repr=False)


@frozen
class Bought:
    """The days in their order. `unmatched` returns had nothing to go back to and changed nothing."""

    days: tuple[PurchaseDay, ...]
    unmatched: int = 0


def local_day(at: int, zone: str = "UTC") -> datetime.date:
    """The day on which a moment lies in a zone. Raises OverflowError for a moment outside the calendar."""
    return (_EPOCH + datetime.timedelta(microseconds=at)).astimezone(ZoneInfo(zone)).date()


def bought(purchases: Iterable[Purchase], zone: str = "UTC") -> Bought:
    """The purchase days of one customer, in local days of a zone. The order in which lines come does not matter.

    Purchases of one moment are taken before returns of that moment. Raises OverflowError for a moment outside the
    calendar.
    """
    amounts, returned = dict[datetime.date, Decimal](), set[datetime.date]()
    unmatched = 0
    for each in sorted(purchases, key=lambda one: (one.at, one.amount < 0, one.amount)):
        day = local_day(each.at, zone)
        amount = Decimal(each.amount)
        if amount >= 0:
            amounts[day] = CONTEXT.add(amounts.get(day, _NOTHING), amount)
        else:
            taken = _take_back(amounts, -amount)
            returned |= taken
            unmatched += not taken
    days = (PurchaseDay(day, amount) for day, amount in sorted(amounts.items()) if amount or day not in returned)
    return Bought(tuple(days), unmatched)


def _take_back(amounts: dict[datetime.date, Decimal], amount: Decimal) -> set[datetime.date]:
    """Takes an amount off the days, the latest first; the days from which something was taken."""
    touched = set()
    for day in sorted(amounts, reverse=True):
        taken = min(amount, amounts[day])
        if taken > 0:
            amounts[day] = CONTEXT.subtract(amounts[day], taken)
            amount = CONTEXT.subtract(amount, taken)
            touched.add(day)
        if not amount:
            break
    return touched


def mean_amount(days: Sequence[PurchaseDay]) -> Decimal | None:
    """What is spent on a day that cost something, on average; None where none did."""
    amounts = [day.amount for day in days if day.amount > 0]
    total = _NOTHING
    for amount in amounts:
        total = CONTEXT.add(total, amount)
    return CONTEXT.divide(total, Decimal(len(amounts))) if amounts else None
