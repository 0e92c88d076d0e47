"""When will a customer need more of something? From the intervals between their own purchases of it.

    due = last purchase + median interval        spread = median distance of the intervals from it

The median, because one holiday must not move it; the customer's own, because households differ more than products do.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from itertools import pairwise

from attrs import field, frozen

from engage.learn.baskets import Basket

__all__ = ["Due", "due_dates"]


@frozen
class Due:
    """A customer will need an item again about the day `due`, give or take `spread` days.

    `interval` and `spread` are whole days (of an even number of intervals the greater middle one: rather late than
    importunate); `purchases` is how many days they rest on.
    """

    customer: str = field(repr=False)
    item: str
    last: datetime.date
    due: datetime.date
    interval: int
    spread: int
    purchases: int

    @property
    def regular(self) -> bool:
        """Is the spread at most a third of the interval? Others are guesses."""
        return 3 * self.spread <= self.interval


def due_dates(baskets: Iterable[Basket], least: int = 4) -> tuple[Due, ...]:
    """For every customer and item bought on at least `least` days, by due day, customer and item.

    Baskets without a customer or a day say nothing. Raises ValueError for a `least` below 3: one interval has no
    spread.
    """
    if least < 3:
        raise ValueError("an interval and its spread need purchases on 3 days or more")
    days: dict[tuple[str, str], set[datetime.date]] = {}
    for basket in baskets:
        for item in basket.items if basket.customer and basket.day else ():
            days.setdefault((basket.customer, item), set()).add(basket.day)  # type: ignore[arg-type]  # asked above
    found = [_due(customer, item, sorted(on)) for (customer, item), on in days.items() if len(on) >= least]
    return tuple(sorted(found, key=lambda one: (one.due, one.customer, one.item)))


def _due(customer: str, item: str, days: Sequence[datetime.date]) -> Due:
    intervals = [(after - before).days for before, after in pairwise(days)]
    interval = _middle(intervals)
    spread = _middle([abs(each - interval) for each in intervals])
    last = days[-1]
    return Due(customer, item, last, last + datetime.timedelta(days=interval), interval, spread, len(days))


def _middle(values: Sequence[int]) -> int:
    return sorted(values)[len(values) // 2]
