from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction

from engage.learn.baskets import Basket
from engage.learn.relations import Least, RelationKind, relations

DAY = datetime.date(2026, 1, 1)


def visits(customer: str, *baskets: tuple[int, str]) -> Iterator[Basket]:
    for day, items in baskets:
        yield Basket(frozenset(items.split()), customer, DAY + datetime.timedelta(days=day))


def shop() -> list[Basket]:
    """Cases go with phones or after them, the better phone replaces the phone, tea and coffee replace each other."""
    found: list[Basket] = []
    for number in range(20):
        found += visits(f"case{number}", (0, "phone case" if number % 2 else "phone"), (9, "case"))
        found += visits(f"phone{number}", (0, "phone"))
        found += visits(f"up{number}", (0, "phone"), (300, "phone2"))
        first, then = ("tea", "coffee") if number % 2 else ("coffee", "tea")
        found += visits(f"hot{number}", (0, first), (7, then), (14, first))
        found += visits(f"other{number}", (0, "bread"))
    return found


def told(baskets: list[Basket], least: Least = Least()) -> list[tuple[str, str, str]]:  # noqa: B008
    return [(each.kind.value, each.item, each.other) for each in relations(baskets, least)]


def test_each_kind_of_relation_is_proposed_where_it_was_planted_and_nowhere_else() -> None:
    assert told(shop()) == [
        ("accessory", "phone", "case"),
        ("upgrade", "phone", "phone2"),
        ("substitute", "coffee", "tea"),
    ]


def test_the_evidence_can_be_counted_by_hand() -> None:
    found = next(each for each in relations(shop()) if each.kind is RelationKind.UPGRADE).evidence
    assert (found.customers, found.first, found.second, found.both) == (100, 60, 20, 20)
    assert (found.after, found.with_, found.before, found.never_again) == (20, 0, 0, 20)
    assert (found.confidence, found.lift) == (Fraction(1, 3), Fraction(5, 3))


def test_whoever_buys_the_old_one_again_has_not_upgraded() -> None:
    again = [basket for number in range(20) for basket in visits(f"up{number}", (400, "phone"))]
    assert ("upgrade", "phone", "phone2") not in told([*shop(), *again])


def test_few_customers_prove_nothing_and_the_order_of_lines_changes_nothing() -> None:
    assert told(shop(), Least(both=21)) == []
    assert relations(list(reversed(shop()))) == relations(shop())
    assert relations([]) == ()
    assert relations([Basket(frozenset({"a", "b"}))] * 99) == ()
