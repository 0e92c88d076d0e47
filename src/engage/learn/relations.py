"""How two products relate, proposed from who bought what, with what and in which order. A person decides.

accessory   B is bought with A or after it, seldom before; those with A buy B more often than others do
upgrade     B is bought after A, not with it, and A is seldom bought again afterwards
substitute  A and B are bought by the same customers, but seldom in one basket: this time one, next time the other
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import permutations

from attrs import frozen

from engage.learn.baskets import Basket

__all__ = ["Evidence", "Least", "Relation", "RelationKind", "relations"]


class RelationKind(StrEnum):
    """What `other` is to `item`."""

    ACCESSORY = "accessory"
    UPGRADE = "upgrade"
    SUBSTITUTE = "substitute"


@frozen
class Evidence:
    """Counts of customers unless said otherwise. `first` is the item, `second` the other one.

    `after`: their first of the second came on a later day than their first of the first; `with_`: on the same day;
    `before`: earlier. `never_again`: of those `after`, who never bought the first again from that day on.
    `baskets_both`: baskets that hold both, of `baskets`; `baskets_first` and `baskets_second` hold each.
    """

    customers: int
    first: int
    second: int
    both: int
    after: int
    with_: int
    before: int
    never_again: int
    baskets: int
    baskets_first: int
    baskets_second: int
    baskets_both: int

    @property
    def confidence(self) -> Fraction:
        """Of the customers with the first, those with the second too."""
        return Fraction(self.both, self.first)

    @property
    def lift(self) -> Fraction:
        """How many times more often than among all customers."""
        return self.confidence / Fraction(self.second, self.customers)

    @property
    def basket_lift(self) -> Fraction:
        """How many times more often in one basket than by chance."""
        return Fraction(self.baskets_both * self.baskets, self.baskets_first * self.baskets_second)


@frozen
class Relation:
    """`other` is an accessory, an upgrade or a substitute of `item`, by this evidence."""

    kind: RelationKind
    item: str
    other: str
    evidence: Evidence


@frozen
class Least:
    """From when on something is proposed: `both` customers at least, a `lift` among customers of at least so much, an
    order held by at least `order` of them; substitutes are in one basket at most `apart` times as often as by chance.
    """

    both: int = 10
    confidence: Fraction = Fraction(1, 10)
    lift: Fraction = Fraction(6, 5)
    order: Fraction = Fraction(4, 5)
    apart: Fraction = Fraction(1, 2)


def relations(baskets: Sequence[Basket], least: Least = Least()) -> tuple[Relation, ...]:
    """Everything that can be proposed, by kind and lift, then by name. Baskets without a customer or a day say nothing.

    A pair is proposed as one kind only: an upgrade before a substitute before an accessory.
    """
    told = [basket for basket in baskets if basket.customer and basket.day]
    known = {name for name, of in _bought(told).items() if of}
    found = [relation for relation in _proposed(told, least, len(known)) if relation is not None]
    order = list(RelationKind)
    return tuple(sorted(found, key=lambda each: (order.index(each.kind), -each.evidence.lift, each.item, each.other)))


_Days = Mapping[str, Mapping[str, Sequence[datetime.date]]]


def _bought(baskets: Iterable[Basket]) -> _Days:
    """Customer → item → the days on which it was bought, in order."""
    found: dict[str, dict[str, set[datetime.date]]] = {}
    for basket in baskets:
        items = found.setdefault(basket.customer, {})
        for item in basket.items:
            items.setdefault(item, set()).add(basket.day or datetime.date.min)
    return {customer: {item: sorted(days) for item, days in items.items()} for customer, items in found.items()}


def _proposed(baskets: Sequence[Basket], least: Least, customers: int) -> Iterator[Relation | None]:
    bought = _bought(baskets)
    one = Counter(item for items in bought.values() for item in items)
    in_baskets = Counter(item for basket in baskets for item in basket.items)
    frequent = {item for item, count in one.items() if count >= least.both}
    orders: dict[tuple[str, str], Counter[str]] = {}
    for items in bought.values():
        for first, second in permutations(sorted(items.keys() & frequent), 2):
            seen = orders.setdefault((first, second), Counter())
            begun, then = items[first][0], items[second][0]
            seen["after" if then > begun else "before" if then < begun else "with"] += 1
            seen["never again"] += then > begun and items[first][-1] < then
    both = Counter(pair for basket in baskets for pair in permutations(sorted(basket.items & frequent), 2))
    for (first, second), seen in sorted(orders.items()):
        evidence = Evidence(
            customers=customers,
            first=one[first],
            second=one[second],
            both=seen["after"] + seen["with"] + seen["before"],
            after=seen["after"],
            with_=seen["with"],
            before=seen["before"],
            never_again=seen["never again"],
            baskets=len(baskets),
            baskets_first=in_baskets[first],
            baskets_second=in_baskets[second],
            baskets_both=both[first, second],
        )
        kind = _kind(evidence, least, first < second)
        yield None if kind is None else Relation(kind, first, second, evidence)


def _kind(seen: Evidence, least: Least, in_order: bool) -> RelationKind | None:
    """What the evidence says of the second to the first. A substitute is told once, in the order of names."""
    if seen.both < least.both or seen.lift < least.lift or seen.confidence < least.confidence:
        return None
    later = Fraction(seen.after, seen.both) >= least.order
    if later and Fraction(seen.never_again, seen.after) >= least.order:
        return RelationKind.UPGRADE
    apart = seen.basket_lift <= least.apart
    mixed = max(seen.after, seen.before) < least.order * seen.both
    if apart and mixed:
        return RelationKind.SUBSTITUTE if in_order else None
    if not apart and Fraction(seen.after + seen.with_, seen.both) >= least.order and seen.first > seen.second:
        return RelationKind.ACCESSORY
    return None
