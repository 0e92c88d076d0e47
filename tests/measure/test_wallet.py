from __future__ import annotations

from decimal import Decimal

import pytest

from engage.measure.wallet import Advice, Limits, Wallet, advice, advised

LIMITS = Limits(large=Decimal(1_000))


def wallet(own: int, category: int, confidence: str = "1", customer: str = "c") -> Wallet:
    return Wallet(customer, Decimal(own), Decimal(category), "survey", Decimal(confidence))


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (wallet(300, 1_000), Advice.GROW),
        (wallet(301, 1_000), Advice.LEAVE),
        (wallet(100, 999), Advice.LEAVE),
        (wallet(700, 1_000), Advice.DEFEND),
        (wallet(70, 100), Advice.DEFEND),
        (wallet(0, 5_000), Advice.GROW),
        (wallet(300, 1_000, "0.49"), Advice.UNSURE),
        (wallet(300, 1_000, "0.5"), Advice.GROW),
        (wallet(0, 0), Advice.UNSURE),
        (wallet(500, 400), Advice.UNSURE),
    ],
)
def test_a_small_share_of_a_large_wallet_is_to_be_grown_and_a_large_share_defended(one: Wallet, said: Advice) -> None:
    assert advice(one, LIMITS) == said


def test_an_estimate_below_what_is_spent_with_us_is_no_share() -> None:
    assert (wallet(500, 400).share, wallet(500, 400).elsewhere) == (None, None)
    assert (wallet(400, 1_000).share, wallet(400, 1_000).elsewhere) == (Decimal("0.4"), Decimal(600))


def test_whom_to_grow_first_is_who_spends_most_elsewhere_and_whom_to_defend_who_spends_most_here() -> None:
    found = advised(
        [
            wallet(100, 2_000, customer="b"),
            wallet(0, 5_000, customer="a"),
            wallet(900, 1_000, customer="e"),
            wallet(1_000, 1_000, customer="d"),
            wallet(100, 2_000, customer="aa"),
        ],
        LIMITS,
    )
    assert [one.customer for one in found[Advice.GROW]] == ["a", "aa", "b"]
    assert [one.customer for one in found[Advice.DEFEND]] == ["d", "e"]


@pytest.mark.parametrize("bad", [(-1, 10, "1"), (1, -10, "1"), (1, 10, "1.1")])
def test_a_wallet_that_cannot_be_is_refused(bad: tuple[int, int, str]) -> None:
    with pytest.raises(ValueError, match="a wallet holds nothing or more"):
        wallet(*bad)
