from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import floor
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engage.knowledge.purchases import PurchaseDay
from engage.measure.rfm import SEGMENTS, Rfm, ScoreSegment, counted, rfm, scores, segment_of
from measure.cdnow import lines, purchase_days

UNTIL = datetime.date(1998, 6, 30)


def day(number: int, amount: int = 10) -> PurchaseDay:
    return PurchaseDay(datetime.date(2026, 1, 1) + datetime.timedelta(days=number), Decimal(amount))


def test_recency_counts_days_since_the_last_purchase_and_money_all_that_was_spent() -> None:
    (one,) = rfm({"a": (day(0, 5), day(10, 7), day(30, 9))}, datetime.date(2026, 1, 21))
    assert (one.recency_days, one.frequency, one.monetary) == (10, 2, Decimal(12))
    assert rfm({"a": (day(30),)}, datetime.date(2026, 1, 21)) == ()
    assert rfm({}, datetime.date(2026, 1, 21)) == ()


def test_equal_customers_have_equal_scores_and_nobody_is_placed_by_chance() -> None:
    assert scores([Decimal(1)] * 7) == [1] * 7
    # Six of ten bought once: nobody does worse, so they score 1, and the next have six tenths below them.
    assert scores([Decimal(each) for each in (1, 1, 1, 1, 1, 1, 2, 2, 3, 9)]) == [1] * 6 + [4, 4, 5, 5]


def test_the_best_of_each_is_a_high_score() -> None:
    found = {
        each.customer: (each.r, each.f, each.m)
        for each in rfm({"often": (day(1), day(2), day(90)), "once": (day(3),)}, datetime.date(2026, 4, 15))
    }
    assert found == {"often": (3, 3, 3), "once": (1, 1, 1)}


def test_every_combination_of_scores_is_in_a_segment_and_the_first_that_fits_counts() -> None:
    found = {segment_of(Rfm("a", 0, 0, Decimal(0), *each)) for each in product(range(1, 6), repeat=3)}
    assert found == {segment.id for segment in SEGMENTS}
    one = Rfm("a", 0, 0, Decimal(0), 5, 5, 5)
    assert segment_of(one) == "best"
    assert segment_of(one, (ScoreSegment("none", SEGMENTS[0].name, r=(1, 1)),)) == ""
    assert counted([one], ()) == {"": 1}


def test_scores_on_cdnow_equal_those_of_an_independent_computation(published: Callable[[str], Path]) -> None:
    path = published("data/cdnow/CDNOW_sample.txt.gz")
    found = rfm(purchase_days(path), UNTIL)
    last: dict[str, datetime.date] = {}
    days: dict[str, set[datetime.date]] = {}
    cents: Counter[str] = Counter()
    for customer, when, amount in lines(path):
        last[customer] = max(last.get(customer, when), when)
        days.setdefault(customer, set()).add(when)
        cents[customer] += round(float(amount) * 100)
    assert [one.customer for one in found] == sorted(last)
    assert all((UNTIL - last[one.customer]).days == one.recency_days for one in found)
    assert all(len(days[one.customer]) == one.frequency for one in found)
    assert all(Decimal(cents[one.customer]) / 100 == one.monetary for one in found)

    def quintiles(of: dict[str, int]) -> dict[str, int]:
        """By counting the customers at each value, from the worst on."""
        below, placed = 0, {}
        for value, many in sorted(Counter(of.values()).items()):
            placed[value] = floor(Fraction(5 * below, len(of))) + 1
            below += many
        return {customer: placed[value] for customer, value in of.items()}

    r = quintiles({customer: when.toordinal() for customer, when in last.items()})
    f = quintiles({customer: len(each) for customer, each in days.items()})
    m = quintiles(dict(cents))
    assert [(one.r, one.f, one.m) for one in found] == [
        (r[one.customer], f[one.customer], m[one.customer]) for one in found
    ]
    assert sum(counted(found).values()) == len(found) == 2_357


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40))
def test_a_score_never_falls_when_a_value_rises_and_no_group_holds_more_than_its_part_unless_by_ties(
    values: list[int],
) -> None:
    """Kills: ties broken by order, the share taken of those who do not do better."""
    found = scores([Decimal(value) for value in values])
    assert all(1 <= score <= 5 for score in found)
    for value, score in zip(values, found, strict=True):
        assert all(other <= score for less, other in zip(values, found, strict=True) if less <= value)
    distinct = scores([Decimal(value) for value in range(len(values))])
    assert max(Counter(distinct).values()) - min(Counter(distinct).values()) <= 1 or len(values) < 5
