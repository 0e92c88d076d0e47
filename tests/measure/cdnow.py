"""The purchases of the 1/10 sample of CDNOW, as engage reads them and as they stand in the file."""

from __future__ import annotations

import datetime
import gzip
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from engage.knowledge.purchases import Purchase, PurchaseDay, bought

__all__ = ["lines", "purchase_days"]

DAY = 86_400_000_000


def lines(path: Path) -> Iterator[tuple[str, datetime.date, str]]:
    """Customer, day and amount of every line."""
    with gzip.open(path, "rt", encoding="ascii") as file:
        for line in file:
            _, customer, date, _, amount = line.split()
            yield customer, datetime.datetime.strptime(date, "%Y%m%d").date(), amount


def purchase_days(path: Path) -> dict[str, tuple[PurchaseDay, ...]]:
    """The purchase days of every customer."""
    found: dict[str, list[Purchase]] = {}
    for customer, day, amount in lines(path):
        at = (day - datetime.date(1970, 1, 1)).days * DAY
        found.setdefault(customer, []).append(Purchase(at, Decimal(amount)))
    return {customer: bought(purchases).days for customer, purchases in found.items()}
