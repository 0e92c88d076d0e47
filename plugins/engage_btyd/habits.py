"""From a customer's past to what the models see: habits in weeks, and spending on the purchases after the first.

What counts as a purchase (days, returns, gifts) is said in one place for all of engage: `engage.plugins.bought`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from engage.plugins import PastEvent, Purchase, PurchaseDay, bought, local_day, mean_amount
from engage_btyd.bg_nbd import Habit
from engage_btyd.gamma_gamma import Spending
from engage_btyd.settings import Settings

__all__ = ["habit_of", "purchase_days", "spending_of"]

_DAYS_A_WEEK: Final = 7


def purchase_days(past: Iterable[PastEvent], settings: Settings, at: int) -> tuple[PurchaseDay, ...]:
    """The purchase days in a past up to `at`; events of another kind, or without an amount, are none."""
    purchases = (
        Purchase(each.at, amount)
        for each in past
        if each.kind == settings.purchase
        and each.at <= at
        and isinstance(amount := each.data.get(settings.amount), int | Decimal)
        and not isinstance(amount, bool)
    )
    return bought(purchases, settings.zone).days


def habit_of(days: tuple[PurchaseDay, ...], settings: Settings, at: int) -> Habit | None:
    """How often and how lately somebody bought, in weeks; None for somebody who never did."""
    if not days:
        return None
    first, last, today = days[0].day, days[-1].day, local_day(at, settings.zone)
    return Habit(len(days) - 1, _weeks(first, last), _weeks(first, today))


def _weeks(first: datetime.date, last: datetime.date) -> float:
    return (last - first).days / _DAYS_A_WEEK


def spending_of(days: tuple[PurchaseDay, ...]) -> Spending | None:
    """What the purchases after the first cost; None where none cost anything. The first one is left out, because the
    model of habits begins with it too, and people often spend otherwise when they come for the first time."""
    repeated = [day for day in days[1:] if day.amount > 0]
    mean = mean_amount(repeated)
    return None if mean is None else Spending(len(repeated), float(mean))
