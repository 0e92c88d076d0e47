from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from engage.program.value import MOST_PERIODS, Rates, bounds, lifetime_value, period_values, worth, wrong_with

AS_NOW = Rates(20, Decimal("0.97"), Decimal("0.01"), 12)
LOYAL = Rates(28, Decimal("0.985"), Decimal("0.01"), 12)
CENT = Decimal("0.01")


def shares(highest: int = 1) -> st.SearchStrategy[Decimal]:
    return st.decimals(0, highest, places=3)


@st.composite
def rates(draw: st.DrawFn) -> Rates:
    return Rates(
        profit=draw(st.decimals(0, 1_000, places=2)),
        retention=draw(shares()),
        discount=draw(shares()),
        periods=draw(st.integers(1, 24)),
        contract=draw(st.integers(0, 6)),
    )


def value(each: Rates) -> Decimal:
    found = lifetime_value(each)
    assert found is not None
    return found


def test_the_declared_rates_are_worth_what_the_design_says() -> None:
    found = worth(AS_NOW, LOYAL)
    assert found is not None
    assert [each.quantize(CENT) for each in (found.current, found.total, found.potential)] == [
        Decimal("186.36"),
        Decimal("286.56"),
        Decimal("100.20"),
    ]


def test_a_value_is_the_sum_of_its_periods_and_the_first_is_discounted_and_at_risk() -> None:
    first, second = (period_values(AS_NOW) or ())[:2]
    assert first.quantize(CENT) == (Decimal(20) * Decimal("0.97") / Decimal("1.01")).quantize(CENT)
    assert (second / first).quantize(Decimal("1e-9")) == (Decimal("0.97") / Decimal("1.01")).quantize(Decimal("1e-9"))
    assert abs(value(AS_NOW) - sum(period_values(AS_NOW) or ())) < Decimal("1e-20")


def test_it_equals_the_closed_formula_of_a_geometric_series() -> None:
    kept = Decimal("0.97") / Decimal("1.01")
    assert abs(value(AS_NOW) - 20 * kept * (1 - kept**12) / (1 - kept)) < Decimal("1e-20")


def test_a_contract_keeps_everybody_until_it_ends_and_the_rate_counts_from_there() -> None:
    bound = Rates(10, Decimal("0.5"), 0, 4, contract=2)
    assert period_values(bound) == (Decimal(10), Decimal(10), Decimal(5), Decimal("2.5"))
    assert value(evolve(bound, contract=9)) == 40


def test_what_serving_costs_is_taken_off_and_may_leave_less_than_nothing() -> None:
    assert value(evolve(AS_NOW, cost=20)) == 0
    assert value(evolve(AS_NOW, cost=21)) < 0


def test_a_large_revenue_with_a_large_cost_ranks_below_a_modest_one_without() -> None:
    assert value(evolve(AS_NOW, profit=100, cost=95)) < value(evolve(AS_NOW, profit=10, cost=1))


def test_nobody_stays_or_nothing_is_earned_and_the_value_is_nothing() -> None:
    assert value(evolve(AS_NOW, retention=0)) == 0
    assert value(evolve(AS_NOW, profit=0)) == 0
    assert value(evolve(AS_NOW, retention=1, discount=0)) == 240


def test_without_a_strategy_there_is_no_potential_and_a_worse_strategy_takes_nothing_away() -> None:
    alone, worse = worth(AS_NOW), worth(LOYAL, AS_NOW)
    assert alone is not None
    assert worse is not None
    assert (alone.potential, alone.low, alone.high) == (Decimal(0), alone.current, alone.current)
    assert worse.potential == 0
    declared = worth(LOYAL, AS_NOW, may_lose=True)
    assert declared is not None
    assert declared.potential.quantize(CENT) == Decimal("-100.20")


def test_bounds_hold_the_value_between_them() -> None:
    low, high = evolve(AS_NOW, retention=Decimal("0.95")), evolve(AS_NOW, retention=Decimal("0.99"))
    assert bounds(AS_NOW, low, high) == (value(low), value(high))
    assert bounds(AS_NOW, high, low) == (value(low), value(high))
    assert bounds(AS_NOW, high) == (value(AS_NOW), value(high))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"retention": Decimal("1.01")}, "retention"),
        ({"retention": Decimal("-0.1")}, "retention"),
        ({"discount": Decimal("-0.01")}, "discount"),
        ({"periods": 0}, "periods"),
        ({"periods": MOST_PERIODS + 1}, "periods"),
        ({"cost": -1}, "cost"),
        ({"contract": -1}, "contract"),
        ({"profit": Decimal("NaN")}, "beyond the limits"),
        ({"retention": Decimal("Infinity")}, "beyond the limits"),
    ],
)
def test_a_rate_that_is_none_is_an_error_that_names_it_without_its_value(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said) as failure:
        evolve(AS_NOW, **change)  # type: ignore[arg-type]  # on purpose
    assert str(next(iter(change.values()))) not in str(failure.value).replace("0 to 1", "").split()


def test_whole_periods_are_asked_for_before_rates_are_made_of_them() -> None:
    wrong = wrong_with(20, Decimal("0.97"), Decimal("0.01"), Decimal("1.5"))
    assert wrong is not None
    assert "整期" in wrong.in_language("zh")
    assert wrong_with(20, 1, 0, 12) is None


def test_an_amount_beyond_the_limits_is_unknown() -> None:
    huge = Rates(Decimal("9e307"), 1, 0, 12)
    assert period_values(huge) is not None
    assert lifetime_value(huge) is None
    assert worth(huge) is None
    assert bounds(AS_NOW, huge) is None


@given(rates(), shares(), shares(), st.decimals(0, 100, places=2))
def test_more_profit_or_retention_is_never_worth_less_and_more_discount_never_more(
    each: Rates, retention: Decimal, discount: Decimal, more: Decimal
) -> None:
    """Kills: retention applied to the discount, a sign of the discount turned, the profit squared."""
    assert value(evolve(each, profit=each.profit + more)) >= value(each)
    assert (value(evolve(each, retention=max(retention, Decimal(each.retention))))) >= value(each)
    assert (value(evolve(each, discount=max(discount, Decimal(each.discount))))) <= value(each)
    assert value(evolve(each, periods=each.periods + 1)) >= value(each)
    assert value(evolve(each, contract=each.contract + 1)) >= value(each)


@given(rates(), st.integers(1, 24))
def test_a_longer_horizon_begins_with_the_periods_of_a_shorter_one(each: Rates, more: int) -> None:
    """Kills: a period counted twice, the last one left out."""
    longer = period_values(evolve(each, periods=each.periods + more)) or ()
    assert longer[: each.periods] == period_values(each)
    assert len(longer) == each.periods + more
