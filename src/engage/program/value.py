"""What a customer is worth by declared rates: current value, growth potential, bounds. Exact, and never a wish.

Current value is the expected profit if the customer goes on as now; growth potential is what a named strategy would
add to it (K. Dwyer, *Customer lifetime valuation to support marketing decision making*, 1989; Gupta and Lehmann,
*Customers as assets*, 2003, whose margin multiple r / (1 + d - r) is the limit of this sum). For periods 1 to n:

    value = sum of (profit - cost) x retained(t) / (1 + discount)^t
    retained(t) = 1 in the periods a contract still binds, then retention for each period after it

A period's profit comes at its end: the first one is discounted, and already at risk. 20 a month, retention 0.97,
discount 1 % and 12 months are worth 186.36; under a strategy of 28 and 0.985 they would be worth 286.56.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation, Overflow
from typing import Final

from attrs import frozen

from engage.ground.finding import Words
from engage.ground.numbers import CONTEXT, Number, add, in_bounds

__all__ = ["MOST_PERIODS", "Rates", "Worth", "bounds", "lifetime_value", "period_values", "worth", "wrong_with"]

#: A hundred years of months: what lies beyond is worth nothing to anybody who declares it.
MOST_PERIODS: Final = 1_200
_NONE: Final = Decimal(0)
_ONE: Final = Decimal(1)

_RETENTION: Final = Words("retention is a share from 0 to 1 a period", "留存率是每期 0 到 1 之间的比例")
_DISCOUNT: Final = Words("the discount is a share of 0 or more a period", "折现率是每期不小于 0 的比例")
_PERIODS: Final = Words(
    f"a value counts over 1 to {MOST_PERIODS} whole periods", f"价值按 1 至 {MOST_PERIODS} 个整期计算"
)
_CONTRACT: Final = Words("a contract binds for 0 or more whole periods", "合同剩余期数是不小于 0 的整数")
_COST: Final = Words("cost to serve is 0 or more a period", "每期服务成本不小于 0")
_AMOUNT: Final = Words("an amount lies beyond the limits of numbers", "金额超出数值范围")


@frozen
class Rates:
    """What is declared, or known, of one customer under one way of treating them.

    `profit` and `cost` are amounts a period in the ruleset's money; `retention` the share that stays from one period to
    the next; `discount` a share a period (0.01 is 1 %); `contract` how many of the coming periods are bound already.
    Raises ValueError for a rate that is none: `wrong_with` says the same without raising.
    """

    profit: Number
    retention: Number
    discount: Number
    periods: int
    cost: Number = 0
    contract: int = 0

    def __attrs_post_init__(self) -> None:
        wrong = wrong_with(self.profit, self.retention, self.discount, self.periods, self.cost, self.contract)
        if wrong is not None:
            raise ValueError(wrong.in_language("en"))


@frozen
class Worth:
    """A customer's value in two parts. `low` and `high` bound the current value where a lower and an upper rate were
    declared, and equal it otherwise. `total` is current + potential, the value under the strategy."""

    current: Decimal
    potential: Decimal
    low: Decimal
    high: Decimal

    @property
    def total(self) -> Decimal:
        """Current value and growth potential together."""
        return CONTEXT.add(self.current, self.potential)


def wrong_with(
    profit: Number, retention: Number, discount: Number, periods: Number, cost: Number = 0, contract: Number = 0
) -> Words | None:
    """Which of the rates is none, in words without the value; None when all of them are sound."""
    if not all(map(in_bounds, (profit, retention, discount, periods, cost, contract))):
        return _AMOUNT
    tests = (
        (0 <= retention <= 1, _RETENTION),
        (discount >= 0, _DISCOUNT),
        (periods == int(periods) and 1 <= periods <= MOST_PERIODS, _PERIODS),
        (cost >= 0, _COST),
        (contract == int(contract) and contract >= 0, _CONTRACT),
    )
    return next((words for holds, words in tests if not holds), None)


def period_values(rates: Rates) -> tuple[Decimal, ...] | None:
    """What each period adds, in today's money, the first one first. None where an amount leaves the limits."""
    try:
        margin = CONTEXT.subtract(Decimal(rates.profit), Decimal(rates.cost))
        growth = CONTEXT.add(_ONE, Decimal(rates.discount))
        staying, grown, found = _ONE, _ONE, []
        for period in range(1, rates.periods + 1):
            grown = CONTEXT.multiply(grown, growth)
            if period > rates.contract:
                staying = CONTEXT.multiply(staying, Decimal(rates.retention))
            found.append(CONTEXT.divide(CONTEXT.multiply(margin, staying), grown))
    except (InvalidOperation, Overflow):
        return None
    return tuple(found)


def lifetime_value(rates: Rates) -> Decimal | None:
    """Expected profit over the periods in today's money, unrounded. None where an amount leaves the limits."""
    values = period_values(rates)
    return None if values is None else _sum(values)


def bounds(rates: Rates, low: Rates | None = None, high: Rates | None = None) -> tuple[Decimal, Decimal] | None:
    """The least and the most that current value can be, by declared lower and upper rates; itself where none are.

    The bounds never cross the value: a lower rate that gives more than the declared one bounds nothing.
    """
    values = [lifetime_value(each) for each in (rates, low or rates, high or rates)]
    known = [value for value in values if value is not None]
    return (min(known), max(known)) if len(known) == len(values) else None


def worth(
    current: Rates,
    strategy: Rates | None = None,
    *,
    low: Rates | None = None,
    high: Rates | None = None,
    may_lose: bool = False,
) -> Worth | None:
    """Current value, its bounds, and the growth potential under a strategy: what it would add.

    Without a strategy the potential is 0; it is never negative unless the model says that it may (`may_lose`).
    None where an amount leaves the limits.
    """
    now, bounded = lifetime_value(current), bounds(current, low, high)
    then = now if strategy is None else lifetime_value(strategy)
    if now is None or bounded is None or then is None:
        return None
    gained = CONTEXT.subtract(then, now)
    return Worth(now, gained if may_lose else max(gained, _NONE), *bounded)


def _sum(values: Sequence[Decimal]) -> Decimal | None:
    total: Number | None = _NONE
    for value in values:
        total = None if total is None else add(total, value)
    return None if total is None else Decimal(total)
