"""BG/NBD with Gamma-Gamma behind the Estimator socket: is the customer alive, how often, how much, worth how much."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

from attrs import evolve

from engage.plugins import Asked, Guess, PastEvent, Words, local_day
from engage_btyd.bg_nbd import BgNbd, Habit, fit_bg_nbd
from engage_btyd.gamma_gamma import GammaGamma, Spending, fit_gamma_gamma
from engage_btyd.habits import habit_of, purchase_days, spending_of
from engage_btyd.messages import model_error
from engage_btyd.settings import Settings, read_settings, written

__all__ = ["BtydEstimator", "lifetime_value", "open_btyd"]

_SHARE: Final = Decimal("0.0001")
_MONEY: Final = Decimal("0.01")
_DAYS_A_WEEK: Final = 7


def lifetime_value(
    habits: BgNbd, amounts: GammaGamma, habit: Habit, spending: Spending | None, settings: Settings
) -> float | None:
    """Expected profit over the horizon in today's money: purchases expected in each period, times the amount expected
    of a purchase, times the margin, each period discounted. None where the expected amount does not exist."""
    amount = amounts.expected(spending)
    if amount is None:
        return None
    total, before, length = 0.0, 0.0, settings.period_days / _DAYS_A_WEEK
    for period in range(1, settings.periods + 1):
        until = habits.expected(habit, period * length)
        total += (until - before) / (1.0 + float(settings.discount)) ** period
        before = until
    return total * amount * float(settings.margin)


def _answers(
    habits: BgNbd, amounts: GammaGamma, habit: Habit, spending: Spending | None, settings: Settings
) -> Mapping[str, tuple[float | None, Decimal]]:
    """Every answer, with the step to which it is rounded."""
    horizon = settings.periods * settings.period_days / _DAYS_A_WEEK
    return {
        "alive": (habits.alive(habit), _SHARE),
        "expected_purchases": (habits.expected(habit, horizon), _SHARE),
        "expected_amount": (amounts.expected(spending), _MONEY),
        "value": (lifetime_value(habits, amounts, habit, spending, settings), _MONEY),
    }


class BtydEstimator:
    """Gives `alive` (0 to 1), and over the horizon `expected_purchases`, `expected_amount` of one, and `value`.

    `value` is rounded to 0.01, shares and counts to 0.0001: floating-point noise is no news about a customer.
    """

    gives: tuple[str, ...] = ("alive", "expected_purchases", "expected_amount", "value")

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.reads: Mapping[str, int | None] = {settings.purchase: None}
        digest = hashlib.sha256(written(settings).encode()).hexdigest()
        self.model = f"btyd 1 {digest[:12]}" if settings.habits else "btyd 1"

    def estimate(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, Guess]:
        """Nothing for a customer who never bought. Raises PluginError when nothing was learnt."""
        settings = self.settings
        if settings.habits is None or settings.amounts is None:
            raise model_error("T005")
        days = purchase_days(asked.past, settings, asked.at)
        habit = habit_of(days, settings, asked.at)
        if habit is None:
            return {}
        found = _answers(settings.habits, settings.amounts, habit, spending_of(days), settings)
        return {
            what: Guess(Decimal(value).quantize(step))
            for what, (value, step) in found.items()
            if what in wanted and value is not None and isfinite(value)
        }

    def learn(
        self, customers: Sequence[Sequence[PastEvent]], at: int, told: Callable[[], None] = lambda: None
    ) -> tuple[BtydEstimator, str]:
        """Both models from what these customers bought up to `at`; customers who had not bought by then say nothing."""
        settings = self.settings
        days = [purchase_days(past, settings, at) for past in customers]
        habits = [habit for each in days if (habit := habit_of(each, settings, at)) is not None]
        spendings = [spending for each in days if (spending := spending_of(each)) is not None]
        learnt = evolve(
            settings,
            habits=fit_bg_nbd(habits, told),
            amounts=fit_gamma_gamma(spendings, told),
            customers=len(habits),
            until=local_day(at, settings.zone).isoformat(),
        )
        return BtydEstimator(learnt), written(learnt)

    def close(self) -> None:
        """Nothing to give back."""


def open_btyd(where: str) -> BtydEstimator:
    """The file of settings at this path. A model that has not learnt yet: nothing after the colon, or settings of its
    own (`btyd:?margin=0.3&periods=12`)."""
    if not where or where.startswith("?"):
        given: dict[str, object] = {"engage_btyd": 1}
        for name, value in parse_qsl(where[1:]):
            given[name] = int(value) if name in ("periods", "period_days") and value.isdecimal() else value
        return BtydEstimator(read_settings(json.dumps(given)))
    try:
        text = Path(where).read_text(encoding="utf-8")
    except (OSError, UnicodeError) as failure:
        name = type(failure).__name__
        raise model_error("T004", why=Words(name, name)) from None
    return BtydEstimator(read_settings(text))
