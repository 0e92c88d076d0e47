"""The declared value model over purchases: profit goes on as lately, at declared rates, for customers not yet lost.

    profit a month = margin x what was spent in the last `window` days / (window / 30)
    value = profit a month x lifetime value of 1 a month at the declared retention and discount, less cost to serve

The whole window is the divisor, however short the customer has been one: new customers count low rather than high.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Final

from attrs import field, frozen

from engage.ground.numbers import CONTEXT
from engage.knowledge.purchases import PurchaseDay
from engage.program.value import Rates, lifetime_value

__all__ = ["CENT", "DeclaredModel"]

CENT: Final = Decimal("0.01")
_MONTH: Final = Decimal(30)


@frozen(slots=False)
class DeclaredModel:
    """`margin` is the share of an amount that is profit; `retention` and `discount` are shares a month of 30 days;
    `months` the horizon; `window` and `lost_after` whole days; `cost` to serve a customer a month.

    Raises ValueError for a rate that is none (see `program.value`).
    """

    margin: Decimal = Decimal(1)
    retention: Decimal = Decimal("0.97")
    discount: Decimal = Decimal("0.01")
    months: int = 12
    window: int = 180
    lost_after: int = 180
    cost: Decimal = field(default=Decimal(0))

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.margin <= 1:
            raise ValueError("the margin is a share from 0 to 1")
        if self.window < 1 or self.lost_after < 1:
            raise ValueError("windows are 1 day or longer")
        Rates(1, self.retention, self.discount, self.months, self.cost)

    @cached_property
    def multiple(self) -> Decimal:
        """What 1 a month is worth over the horizon."""
        found = lifetime_value(Rates(1, self.retention, self.discount, self.months))
        assert found is not None  # 1 a month for a hundred years leaves no limit
        return found

    def value(self, days: Sequence[PurchaseDay], until: datetime.date) -> Decimal | None:
        """The value at the end of a day, rounded to 0.01; None for somebody who is no customer then: who had bought
        nothing, or nothing for longer than `lost_after` days."""
        bought = [day for day in days if day.day <= until]
        if not bought or (until - bought[-1].day).days > self.lost_after:
            return None
        spent = Decimal(0)
        for day in bought:
            if (until - day.day).days < self.window:
                spent = CONTEXT.add(spent, day.amount)
        monthly = CONTEXT.divide(CONTEXT.multiply(CONTEXT.multiply(spent, self.margin), _MONTH), Decimal(self.window))
        value = CONTEXT.multiply(CONTEXT.subtract(monthly, self.cost), self.multiple)
        return value.quantize(CENT, context=CONTEXT)

    def values(self, customers: Mapping[str, Sequence[PurchaseDay]], until: datetime.date) -> dict[str, Decimal]:
        """The value of everybody who is a customer at the end of a day, by name."""
        found = {name: self.value(days, until) for name, days in sorted(customers.items())}
        return {name: value for name, value in found.items() if value is not None}
