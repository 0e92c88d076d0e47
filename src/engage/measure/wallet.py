"""Share of wallet: how much of what a customer spends on such things is spent with us; whom to grow, whom to defend.

What a customer spends elsewhere nobody knows: it is an estimate with a source and a confidence, and stays one.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from engage.ground.numbers import CONTEXT

__all__ = ["Advice", "Limits", "Wallet", "advice", "advised"]

_WHOLE: Final = Decimal(1)


class Advice(StrEnum):
    """What the wallet says: win more of it, keep it, or nothing."""

    GROW = "grow"
    DEFEND = "defend"
    LEAVE = "leave"
    UNSURE = "unsure"


@frozen
class Wallet:
    """What a customer spends with us and, by an estimate, on such things in all, in the same money and time.

    `source` names where the estimate comes from; `confidence` is a share from 0 to 1. Raises ValueError for an amount
    below nothing or a confidence that is no share.
    """

    customer: str
    own: Decimal = field(repr=False)
    category: Decimal = field(repr=False)
    source: str = ""
    confidence: Decimal = _WHOLE

    def __attrs_post_init__(self) -> None:
        if self.own < 0 or self.category < 0 or not 0 <= self.confidence <= 1:
            raise ValueError("a wallet holds nothing or more, and a confidence is a share from 0 to 1")

    @property
    def share(self) -> Decimal | None:
        """From 0 to 1; None where nothing is spent on such things, or where the estimate cannot be: less than what is
        spent with us alone."""
        if self.category == 0 or self.own > self.category:
            return None
        return CONTEXT.divide(self.own, self.category)

    @property
    def elsewhere(self) -> Decimal | None:
        """What could still be won; None where the share is not known."""
        return None if self.share is None else CONTEXT.subtract(self.category, self.own)


@frozen
class Limits:
    """Shares up to `low` of wallets of at least `large` are to be grown, shares from `high` defended; what is less
    certain than `confidence` says nothing. Both ends count as inside."""

    large: Decimal
    low: Decimal = Decimal("0.3")
    high: Decimal = Decimal("0.7")
    confidence: Decimal = Decimal("0.5")


def advice(wallet: Wallet, limits: Limits) -> Advice:
    """What one wallet says."""
    share = wallet.share
    if share is None or wallet.confidence < limits.confidence:
        return Advice.UNSURE
    if share >= limits.high:
        return Advice.DEFEND
    return Advice.GROW if share <= limits.low and wallet.category >= limits.large else Advice.LEAVE


def advised(wallets: Iterable[Wallet], limits: Limits) -> dict[Advice, tuple[Wallet, ...]]:
    """The wallets by what they say: to be grown those first with most elsewhere, to be defended those that spend most
    with us; equal ones by name."""
    found: dict[Advice, list[Wallet]] = {each: [] for each in Advice}
    for wallet in wallets:
        found[advice(wallet, limits)].append(wallet)
    found[Advice.GROW].sort(key=lambda one: (-(one.elsewhere or 0), one.customer))
    for each in (Advice.DEFEND, Advice.LEAVE, Advice.UNSURE):
        found[each].sort(key=lambda one: (-one.own, one.customer))
    return {each: tuple(wallets) for each, wallets in found.items()}
