"""Adding up amounts without losing a cent."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from engage.ground.numbers import CONTEXT

__all__ = ["total"]


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, with 34 digits; 0 of nothing."""
    found = Decimal(0)
    for amount in amounts:
        found = CONTEXT.add(found, amount)
    return found
