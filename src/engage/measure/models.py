"""Values of several models side by side, tiers with stated boundaries, and hidden gems: low today, high in prospect.

Equal values have equal places: a place is the share of customers who are strictly below.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import Final

from attrs import frozen

from engage.ground.numbers import CONTEXT
from engage.measure.exact import total

__all__ = ["Pairing", "Summed", "Tier", "hidden_gems", "paired", "places", "summed", "tier_counts", "tier_of"]

_TOP: Final = 10
Values = Mapping[str, Decimal]


@frozen
class Tier:
    """A tier from a value on, that value included."""

    id: str
    at_least: Decimal


@frozen
class Summed:
    """A model over all customers. `median` is the lower one of two; `top_share` the part that the best tenth holds
    (None where the total is not above nothing)."""

    customers: int
    total: Decimal
    mean: Decimal
    median: Decimal
    top_share: Decimal | None


@frozen
class Pairing:
    """Two models on the same customers: Spearman's rank correlation (None where all are equal in one of them), and how
    many customers are in the best tenth of both."""

    customers: int
    correlation: float | None
    both_best: int
    best: int


def summed(values: Values) -> Summed | None:
    """What a model says in all; None of nobody."""
    if not values:
        return None
    ordered = sorted(values.values())
    whole = total(ordered)
    best = total(ordered[len(ordered) - _tenth(len(ordered)) :])
    share = CONTEXT.divide(best, whole) if whole > 0 else None
    mean = CONTEXT.divide(whole, Decimal(len(ordered)))
    return Summed(len(ordered), whole, mean, ordered[(len(ordered) - 1) // 2], share)


def paired(one: Values, other: Values) -> Pairing:
    """Two models on the customers that both know."""
    names = sorted(one.keys() & other.keys())
    ranks = [_ranks([model[name] for name in names]) for model in (one, other)]
    tenth = _tenth(len(names))
    best = [set(sorted(names, key=lambda name: (-model[name], name))[:tenth]) for model in (one, other)]
    return Pairing(len(names), _correlation(*ranks), len(best[0] & best[1]), tenth)


def tier_of(value: Decimal, tiers: Sequence[Tier]) -> str:
    """The id of the highest tier that the value reaches; empty below all of them."""
    reached = [tier for tier in tiers if value >= tier.at_least]
    return max(reached, key=lambda tier: tier.at_least).id if reached else ""


def tier_counts(values: Values, tiers: Sequence[Tier]) -> dict[str, int]:
    """How many customers each tier has, the highest first, those below all of them last under the empty id."""
    ordered = [tier.id for tier in sorted(tiers, key=lambda tier: -tier.at_least)]
    found = dict.fromkeys((*ordered, ""), 0)
    for value in values.values():
        found[tier_of(value, tiers)] += 1
    return found


def places(values: Values) -> dict[str, Fraction]:
    """The share of customers who are strictly below each."""
    ordered = sorted(values.values())
    return {name: Fraction(bisect_left(ordered, value), len(ordered)) for name, value in values.items()}


def hidden_gems(
    current: Values, potential: Values, low: Fraction = Fraction(1, 4), high: Fraction = Fraction(3, 4)
) -> tuple[str, ...]:
    """Customers whose current value is in the lowest part (fewer than `low` of all are below them) and whose potential
    is in the highest (at least `high` are below them); those with most potential first, equal ones by name."""
    names = current.keys() & potential.keys()
    now, then = places({name: current[name] for name in names}), places({name: potential[name] for name in names})
    found = [name for name in names if now[name] < low and then[name] >= high and potential[name] > 0]
    return tuple(sorted(found, key=lambda name: (-potential[name], name)))


def _tenth(count: int) -> int:
    return -(-count // _TOP)


def _ranks(values: Sequence[Decimal]) -> list[float]:
    """Ranks from 1; equal values share the mean of their ranks."""
    ordered = sorted(values)
    return [(bisect_left(ordered, value) + 1 + bisect_right(ordered, value)) / 2 for value in values]


def _correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    if not one:
        return None
    means = sum(one) / len(one), sum(other) / len(other)
    left, right = [rank - means[0] for rank in one], [rank - means[1] for rank in other]
    spread = sqrt(sum(each * each for each in left) * sum(each * each for each in right))
    return sum(a * b for a, b in zip(left, right, strict=True)) / spread if spread else None
