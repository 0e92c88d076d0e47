from __future__ import annotations

import datetime

import pytest

from engage.learn.baskets import Basket
from engage.learn.replenishment import due_dates

DAY = datetime.date(2026, 1, 1)


def bought(*days: int, customer: str = "c7", item: str = "coffee") -> list[Basket]:
    return [Basket(frozenset({item}), customer, DAY + datetime.timedelta(days=day)) for day in days]


def test_the_due_day_is_the_last_purchase_plus_the_median_interval() -> None:
    (found,) = due_dates(bought(0, 10, 20, 50, 61))
    assert (found.interval, found.spread, found.purchases) == (11, 1, 5)
    assert found.last == DAY + datetime.timedelta(days=61)
    assert found.due == DAY + datetime.timedelta(days=72)
    assert found.regular
    assert not due_dates(bought(0, 1, 30, 31, 90))[0].regular


def test_too_few_purchases_say_nothing_and_two_on_one_day_are_one() -> None:
    assert due_dates(bought(0, 10, 20)) == ()
    assert due_dates(bought(0, 0, 10, 20)) == ()
    assert len(due_dates(bought(0, 10, 20), least=3)) == 1
    with pytest.raises(ValueError, match="3 days or more"):
        due_dates([], least=2)


def test_each_customer_and_item_has_a_rhythm_of_its_own_and_the_order_of_lines_changes_nothing() -> None:
    lines = [*bought(0, 10, 20, 30), *bought(3, 33, 63, 93, customer="c1"), *bought(0, 5, 10, 15, item="milk")]
    found = due_dates(lines)
    assert [(each.customer, each.item, each.interval) for each in found] == [
        ("c7", "milk", 5),
        ("c7", "coffee", 10),
        ("c1", "coffee", 30),
    ]
    assert due_dates(reversed(lines)) == found


def test_an_even_number_of_intervals_is_rather_late_than_importunate() -> None:
    assert due_dates(bought(0, 10, 30, 40, 60))[0].interval == 20


def test_a_basket_of_nobody_or_of_no_day_says_nothing() -> None:
    assert due_dates([Basket(frozenset({"coffee"}))] * 9) == ()
