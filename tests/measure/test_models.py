from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.measure.models import Summed, Tier, hidden_gems, paired, places, summed, tier_counts, tier_of


def values(*amounts: int) -> dict[str, Decimal]:
    return {f"c{place}": Decimal(amount) for place, amount in enumerate(amounts)}


def test_a_model_is_summed_with_the_share_of_its_best_tenth() -> None:
    found = summed(values(*[1] * 18, 41, 41))
    assert found is not None
    assert found == Summed(20, Decimal(100), Decimal(5), Decimal(1), Decimal("0.82"))
    assert summed({}) is None
    none = summed(values(0, 0))
    assert none is not None
    assert none.top_share is None


def test_two_models_agree_by_rank_and_ties_share_theirs() -> None:
    assert paired(values(1, 2, 3, 4), values(10, 20, 30, 40)).correlation == pytest.approx(1)
    assert paired(values(1, 2, 3, 4), values(4, 3, 2, 1)).correlation == pytest.approx(-1)
    # By hand: ranks 1.5 1.5 3 4 against 1 2 3 4.
    assert paired(values(1, 1, 3, 4), values(1, 2, 3, 4)).correlation == pytest.approx(4.5 / (4.5 * 5) ** 0.5)
    assert paired(values(1, 1), values(1, 2)).correlation is None
    assert paired({}, values(1)).customers == 0
    assert paired(values(1, 2), values(2, 1)).both_best == 0


def test_a_tier_begins_with_its_boundary_and_ties_have_one_tier() -> None:
    tiers = (Tier("silver", Decimal(100)), Tier("gold", Decimal(500)))
    assert [tier_of(Decimal(each), tiers) for each in ("99.99", "100", "499.99", "500")] == [
        "",
        *["silver"] * 2,
        "gold",
    ]
    assert tier_counts(values(99, 100, 100, 700), tiers) == {"gold": 1, "silver": 2, "": 1}


def test_a_hidden_gem_is_low_today_and_high_in_prospect() -> None:
    current, potential = values(1, 1, 50, 60, 70, 80, 90, 99), values(500, 1, 2, 3, 4, 5, 400, 600)
    assert hidden_gems(current, potential) == ("c0",)
    assert hidden_gems(current, values(0, 0, 0, 0, 0, 0, 0, 0)) == ()


@given(st.dictionaries(st.text(max_size=3), st.decimals(0, 100, places=1), min_size=1, max_size=12))
def test_equal_customers_have_equal_places_and_the_order_of_customers_changes_nothing(of: dict[str, Decimal]) -> None:
    """Kills: ties broken by name or order."""
    found = places(of)
    assert all((found[a] == found[b]) == (of[a] == of[b]) for a in of for b in of)
    assert places(dict(reversed(of.items()))) == found
