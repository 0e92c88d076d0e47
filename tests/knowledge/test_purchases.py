from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from engage.knowledge.purchases import Purchase, bought, mean_amount

HOUR = 3_600_000_000
DAY = 24 * HOUR


def amounts(*purchases: tuple[int, int], zone: str = "UTC") -> list[Decimal]:
    return [day.amount for day in bought([Purchase(at, amount) for at, amount in purchases], zone).days]


def test_purchases_of_one_local_day_are_one_and_the_zone_says_which_day_it_is() -> None:
    late = (15 * HOUR, 5), (17 * HOUR, 7)
    assert amounts(*late) == [12]
    assert amounts(*late, zone="Asia/Shanghai") == [5, 7]


def test_a_return_is_taken_off_the_latest_purchases_before_it() -> None:
    assert amounts((0, 10), (DAY, 20), (2 * DAY, -5)) == [10, 15]
    assert amounts((0, 10), (DAY, 20), (2 * DAY, -25)) == [5]
    assert amounts((0, 10), (DAY, -4), (2 * DAY, 20)) == [6, 20]


def test_a_purchase_and_its_return_in_the_same_moment_are_nothing() -> None:
    assert amounts((0, -10), (0, 10)) == []


def test_a_return_of_what_was_never_seen_is_counted_and_changes_nothing() -> None:
    found = bought([Purchase(0, -10), Purchase(DAY, 10), Purchase(2 * DAY, -10), Purchase(3 * DAY, -1)])
    assert (found.days, found.unmatched) == ((), 2)


def test_a_gift_is_a_purchase_that_says_nothing_of_spending() -> None:
    days = bought([Purchase(0, 0), Purchase(DAY, 8)]).days
    assert len(days) == 2
    assert mean_amount(days) == 8
    assert mean_amount(days[:1]) is None


lines = st.tuples(st.integers(0, 30 * 24), st.integers(-50, 50))


@given(st.lists(lines, max_size=12), st.randoms())
def test_days_are_in_order_never_below_nothing_and_do_not_depend_on_the_order_of_lines(
    found: list[tuple[int, int]], shuffle: object
) -> None:
    """Kills: returns taken from later purchases, a day of less than nothing, lines taken as they come."""
    purchases = [Purchase(hour * HOUR, amount) for hour, amount in found]
    days = bought(purchases).days
    assert [day.day for day in days] == sorted({day.day for day in days})
    assert all(day.amount >= 0 for day in days)
    assert sum(day.amount for day in days) <= sum(max(amount, 0) for _, amount in found)
    mixed = list(purchases)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]  # Hypothesis gives a Random
    assert bought(mixed).days == days
