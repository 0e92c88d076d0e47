"""Contacts avoided: the ratio of two rates with its interval, against figures worked out apart."""

from __future__ import annotations

import math

import pytest

from engage.measure.reduction import Side, reduction, weeks_below


def test_the_ratio_and_its_interval_are_those_of_person_time_data() -> None:
    # Rothman's example of breast cancer and fluoroscopy: 41 in 28,010 woman-years, 15 in 19,017 (ratio 1.86).
    found = reduction(Side(15, 19_017), Side(41, 28_010), confidence=0.90)
    assert found.ratio == pytest.approx(1.8557, abs=1e-4)
    assert found.low == pytest.approx(1.8557 * math.exp(-1.644854 * math.sqrt(1 / 41 + 1 / 15)), abs=1e-4)
    assert found.high == pytest.approx(1.8557 * math.exp(1.644854 * math.sqrt(1 / 41 + 1 / 15)), abs=1e-4)
    assert not found.shown


def test_avoided_are_those_that_the_other_rate_would_have_brought() -> None:
    found = reduction(Side(400, 1000), Side(300, 1000))
    assert found.avoided == pytest.approx(100)
    assert found.shown
    assert (found.avoided_low, found.avoided_high) == pytest.approx((44.39, 164.59), abs=0.01)
    # Twice the units bring twice as many: nothing was avoided.
    assert reduction(Side(400, 1000), Side(800, 2000)).avoided == pytest.approx(0)


def test_an_empty_side_claims_nothing() -> None:
    for other, now in ((Side(0, 10), Side(3, 10)), (Side(3, 10), Side(0, 10)), (Side(3, 0), Side(3, 10))):
        found = reduction(other, now)
        assert (found.ratio, found.low, found.avoided, found.shown) == (None, None, None, False)


def test_the_interval_holds_the_true_ratio_about_as_often_as_it_says() -> None:
    """By the exact Poisson distribution over pairs of counts with the means 60 and 40: no draw, no seed."""
    held = 0.0
    for a in range(1, 130):
        for b in range(1, 130):
            found = reduction(Side(a, 60), Side(b, 60))
            weight = _poisson(a, 60) * _poisson(b, 40)
            if found.low is not None and found.high is not None and found.low <= 40 / 60 <= found.high:
                held += weight
    assert 0.94 < held < 0.96


def _poisson(count: int, mean: float) -> float:
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))


def test_weeks_are_counted_back_from_the_latest_without_a_break() -> None:
    assert weeks_below([9.0, 1.0, 9.0, 1.0, 1.0], 5) == 2
    assert weeks_below([1.0, None, 1.0], 5) == 1
    assert weeks_below([5.0], 5) == 0
    assert weeks_below([], 5) == 0
