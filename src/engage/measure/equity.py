"""Customer equity: the value of all customers together, and what moved it from one month's end to the next.

    opening + acquired + growth - decline - lost = closing          exactly, in every month

R. Rust, V. Zeithaml, K. Lemon, *Driving Customer Equity* (2000). Acquired are customers who were none at the opening,
those who came back among them (`regained`); lost are those who are none any more.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Final

from attrs import frozen

from engage.ground.numbers import CONTEXT
from engage.measure.exact import total

__all__ = ["Movement", "equity", "month_ends", "movement"]

_DAY: Final = datetime.timedelta(days=1)

Values = Mapping[str, Decimal]


@frozen
class Movement:
    """One month, up to the day `until`. Amounts are in the money of the values; `decline` and `lost` are taken off.

    `regained` is a part of `acquired`. `customers` are those at the closing.
    """

    until: datetime.date
    opening: Decimal
    acquired: Decimal
    growth: Decimal
    decline: Decimal
    lost: Decimal
    closing: Decimal
    regained: Decimal
    customers: int
    customers_acquired: int
    customers_lost: int


def movement(until: datetime.date, before: Values, after: Values, known: Iterable[str] = ()) -> Movement:
    """What lies between two states of the customer base. `known` are all who were customers at any time before."""
    came, went = sorted(after.keys() - before.keys()), sorted(before.keys() - after.keys())
    stayed = {name: CONTEXT.subtract(after[name], before[name]) for name in sorted(before.keys() & after.keys())}
    earlier = frozenset(known)
    return Movement(
        until=until,
        opening=total(before.values()),
        acquired=total(after[name] for name in came),
        growth=total(change for change in stayed.values() if change > 0),
        decline=total(-change for change in stayed.values() if change < 0),
        lost=total(before[name] for name in went),
        closing=total(after.values()),
        regained=total(after[name] for name in came if name in earlier),
        customers=len(after),
        customers_acquired=len(came),
        customers_lost=len(went),
    )


def month_ends(first: datetime.date, last: datetime.date) -> tuple[datetime.date, ...]:
    """The last days of the months from that of `first` to that of `last`, and before them the one before the first."""
    ends = [first.replace(day=1) - _DAY]
    while ends[-1] < last:
        ends.append(((ends[-1] + _DAY).replace(day=1) + datetime.timedelta(days=31)).replace(day=1) - _DAY)
    return tuple(ends)


def equity(
    ends: Iterable[datetime.date], valued: Callable[[datetime.date], Values], told: Callable[[], None] = lambda: None
) -> Iterator[Movement]:
    """The movements between consecutive days. `valued` gives the value of everybody who is a customer on a day; `told`
    is called after each."""
    seen: set[str] = set()
    for (_, before), (until, after) in pairwise((end, valued(end)) for end in ends):
        seen |= before.keys()
        yield movement(until, before, after, seen)
        told()
