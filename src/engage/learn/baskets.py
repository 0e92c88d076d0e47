"""Association rules: what is bought with what, more often than chance has it. With counts, so that anybody can check.

R. Agrawal, R. Srikant, *Fast algorithms for mining association rules* (1994), by efficient-apriori (extra `mining`).

    support     baskets with all of it / all baskets
    confidence  baskets with all of it / baskets with the premise
    lift        confidence / share of all baskets that hold the conclusion
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from importlib import import_module
from typing import Final

from attrs import field, frozen

from engage.errors import PluginError
from engage.ground.finding import Words

__all__ = ["Association", "Basket", "associations"]

#: floating-point shares are asked for a little lower; what counts is compared exactly afterwards
_SLACK: Final = 1e-9


@frozen
class Basket:
    """What was bought together. `customer` and `day` where they are known; `items` are stripped of blanks."""

    items: frozenset[str]
    customer: str = field(default="", repr=False)
    day: datetime.date | None = None


@frozen
class Association:
    """Baskets with all of `given` hold `then` as well: in `together` of `with_given` cases. Everything else follows."""

    given: tuple[str, ...]
    then: str
    together: int
    with_given: int
    with_then: int
    baskets: int

    @property
    def support(self) -> Fraction:
        """The share of all baskets that hold all of it."""
        return Fraction(self.together, self.baskets)

    @property
    def confidence(self) -> Fraction:
        """The share of baskets with the premise that hold the conclusion."""
        return Fraction(self.together, self.with_given)

    @property
    def lift(self) -> Fraction:
        """How many times more often than in all baskets."""
        return self.confidence / Fraction(self.with_then, self.baskets)


def associations(
    baskets: Sequence[Basket],
    support: Fraction = Fraction(1, 1_000),
    confidence: Fraction = Fraction(1, 2),
    most_items: int = 8,
    told: Callable[[], None] = lambda: None,
) -> tuple[Association, ...]:
    """The rules with one conclusion of at least this support and this confidence, those with the greatest lift first;
    equal ones by how often they hold, then by name.

    `most_items` bounds premise and conclusion together. Empty baskets count as baskets. Raises ValueError for a share
    that is none, and PluginError when efficient-apriori is not installed.
    """
    if not (0 < support <= 1 and 0 < confidence <= 1):
        raise ValueError("support and confidence are shares above 0 and up to 1")
    if not baskets:
        return ()
    given = [tuple(sorted(basket.items)) for basket in baskets]
    itemsets, _ = _apriori()(given, max(float(support) - _SLACK, _SLACK), 1.0, max_length=most_items)
    told()
    counts = {frozenset(items): count for sized in itemsets.values() for items, count in sized.items()}
    found = list(_rules(counts, len(baskets), support, confidence))
    told()
    return tuple(sorted(found, key=lambda rule: (-rule.lift, -rule.together, rule.given, rule.then)))


def _rules(
    counts: dict[frozenset[str], int], baskets: int, support: Fraction, confidence: Fraction
) -> Iterable[Association]:
    """Each frequent set with each of its items as the conclusion. Every part of a frequent set is counted too."""
    for items, together in counts.items():
        if len(items) < 2 or together < support * baskets:
            continue
        for then in items:
            given = items - {then}
            if together >= confidence * counts[given]:
                premise = tuple(sorted(given))
                yield Association(premise, then, together, counts[given], counts[frozenset((then,))], baskets)


def _apriori() -> Callable[..., tuple[dict[int, dict[tuple[str, ...], int]], object]]:
    try:
        found = import_module("efficient_apriori").apriori
    except ImportError:
        raise PluginError(
            "P013",
            Words("efficient-apriori is not installed", "未安装 efficient-apriori"),
            hint=Words("install `engage-rules[mining]`", "请安装 `engage-rules[mining]`"),
        ) from None
    return found  # type: ignore[no-any-return]  # a library without types
