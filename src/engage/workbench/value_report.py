"""What customers are worth, worked out from their purchases: everything that `engage value` tells, before any words."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from engage.facts.known import PastEvent
from engage.knowledge.purchases import Purchase, PurchaseDay, bought, mean_amount
from engage.measure.declared import DeclaredModel
from engage.measure.equity import Movement, equity, month_ends
from engage.measure.models import Pairing, Summed, Tier, hidden_gems, paired, summed, tier_counts
from engage.measure.rfm import Rfm, rfm
from engage.measure.wallet import Advice, Limits, Wallet, advised
from engage.sockets.estimator import Asked, Estimator

__all__ = ["Bought", "Guessed", "ValueReport", "bought_by", "end_of", "guessed", "past_events", "value_report"]

_DAY: Final = datetime.timedelta(days=1)
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
#: what a model must give for its value to stand beside the declared one
VALUE: Final = "value"
#: for each customer looked at
Told = Callable[[], None]


def _nothing() -> None:
    pass


@frozen
class Bought:
    """The purchase days of every customer, and how many returns had nothing to go back to."""

    customers: Mapping[str, tuple[PurchaseDay, ...]] = field(repr=False)
    unmatched: int = 0

    @property
    def last(self) -> datetime.date | None:
        """The last day on which anybody bought."""
        return max((days[-1].day for days in self.customers.values() if days), default=None)

    @property
    def first(self) -> datetime.date | None:
        """The first day on which anybody bought."""
        return min((days[0].day for days in self.customers.values() if days), default=None)


@frozen
class Guessed:
    """What a model says: its name, its answers by name and customer, and what it learnt, where it learnt here."""

    model: str
    answers: Mapping[str, Mapping[str, Decimal]] = field(repr=False)
    settings: str = ""

    @property
    def values(self) -> Mapping[str, Decimal]:
        """The values of the customers it says something of."""
        return self.answers.get(VALUE, {})


@frozen
class ValueReport:
    """Figures at the end of the day `until`. `gems` and the lists of `wallets` name customers; the rest are sums."""

    until: datetime.date
    declared: DeclaredModel
    rfm: tuple[Rfm, ...] = field(repr=False)
    current: Mapping[str, Decimal] = field(repr=False)
    current_sums: Summed | None
    equity: tuple[Movement, ...]
    tiers: tuple[Tier, ...] = ()
    guessed: Guessed | None = None
    guessed_sums: Summed | None = None
    pairing: Pairing | None = None
    spend_by_frequency: float | None = None
    gems: tuple[str, ...] = field(default=(), repr=False)
    potential: Mapping[str, Decimal] = field(factory=dict, repr=False)
    wallets: Mapping[Advice, tuple[Wallet, ...]] = field(factory=dict, repr=False)

    def in_tiers(self, values: Mapping[str, Decimal]) -> dict[str, int]:
        """How many customers each tier has, by a model's values."""
        return tier_counts(values, self.tiers)


def bought_by(customers: Mapping[str, Sequence[Purchase]], zone: str) -> Bought:
    """Purchases as purchase days in a zone. Customers who brought everything back have none and are left out."""
    found = {name: bought(purchases, zone) for name, purchases in customers.items()}
    return Bought(
        {name: each.days for name, each in found.items() if each.days}, sum(each.unmatched for each in found.values())
    )


def past_events(
    customers: Mapping[str, Sequence[Purchase]], kind: str, amount: str
) -> dict[str, tuple[PastEvent, ...]]:
    """Purchases as the past that an estimator reads."""
    return {
        name: tuple(PastEvent(kind, each.at, data={amount: each.amount}) for each in sorted(purchases, key=_when))
        for name, purchases in customers.items()
    }


def _when(purchase: Purchase) -> int:
    return purchase.at


def end_of(day: datetime.date, zone: datetime.tzinfo) -> int:
    """The last microsecond of a local day."""
    after = datetime.datetime.combine(day + _DAY, datetime.time(0), zone)
    return (after - _EPOCH) // datetime.timedelta(microseconds=1) - 1


def guessed(
    estimator: Estimator, pasts: Mapping[str, tuple[PastEvent, ...]], at: int, settings: str = "", told: Told = _nothing
) -> Guessed:
    """What a model says of every customer at a moment: its answers that are numbers."""
    answers: dict[str, dict[str, Decimal]] = {what: {} for what in estimator.gives}
    for name, past in pasts.items():
        seen = tuple(each for each in past if each.at <= at)
        for what, guess in estimator.estimate(Asked(name, at, {}, seen), estimator.gives).items():
            if what in answers and isinstance(guess.value, int | Decimal):
                answers[what][name] = Decimal(guess.value)
        told()
    return Guessed(estimator.model, answers, settings)


def value_report(
    found: Bought,
    until: datetime.date,
    declared: DeclaredModel,
    *,
    tiers: Sequence[Tier] = (),
    model: Guessed | None = None,
    wallets: Sequence[Wallet] = (),
    limits: Limits | None = None,
    told: Told = _nothing,
) -> ValueReport:
    """Everything at the end of a day. Potential is what the model expects beyond the declared value, and with wallets
    what is spent elsewhere times the margin; a hidden gem is low in the one and high in the other."""
    current = declared.values(found.customers, until)
    known = {name: current.get(name, Decimal(0)) for name, days in found.customers.items() if days[0].day <= until}
    potential = _potential(known, declared, model, wallets)
    both = {name: [day for day in days[1:] if day.day <= until] for name, days in found.customers.items()}
    spends = {name: mean for name, days in both.items() if (mean := mean_amount(days)) is not None}
    often = {name: Decimal(len(both[name])) for name in spends}
    first = found.first or until
    return ValueReport(
        until=until,
        declared=declared,
        rfm=rfm(found.customers, until),
        current=current,
        current_sums=summed(current),
        equity=tuple(equity(_ends(first, until), lambda end: declared.values(found.customers, end), told)),
        tiers=tuple(tiers),
        guessed=model,
        guessed_sums=summed(model.values) if model else None,
        pairing=paired(known, model.values) if model else None,
        spend_by_frequency=paired(spends, often).correlation,
        gems=hidden_gems(known, potential),
        potential=potential,
        wallets=advised(wallets, limits or Limits(_large(wallets))) if wallets else {},
    )


def _ends(first: datetime.date, until: datetime.date) -> tuple[datetime.date, ...]:
    """Ends of months up to the day; the last one may be in the middle of a month."""
    ends = month_ends(first, until)
    return (*ends[:-1], until)


def _potential(
    known: Mapping[str, Decimal], declared: DeclaredModel, model: Guessed | None, wallets: Sequence[Wallet]
) -> dict[str, Decimal]:
    found = dict.fromkeys(known, Decimal(0)) if model or wallets else {}
    for name, value in (model.values if model else {}).items():
        if name in known:
            found[name] = max(value - known[name], Decimal(0))
    for wallet in wallets:
        if wallet.customer in known and wallet.elsewhere is not None:
            found[wallet.customer] = wallet.elsewhere * declared.margin
    return found


def _large(wallets: Sequence[Wallet]) -> Decimal:
    """Unless said: a wallet is large from the median of all on."""
    ordered = sorted(wallet.category for wallet in wallets)
    return ordered[len(ordered) // 2]
