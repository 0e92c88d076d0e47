from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.knowledge.purchases import PurchaseDay
from engage.measure.declared import DeclaredModel
from engage.measure.equity import Movement, equity, month_ends, movement
from measure.cdnow import lines, purchase_days

JUNE = datetime.date(2026, 6, 30)


def amounts(**values: int) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in values.items()}


def test_a_month_is_told_apart_by_what_became_of_each_customer() -> None:
    found = movement(JUNE, amounts(stays=10, grows=5, falls=8, goes=4), amounts(stays=10, grows=9, falls=6, comes=3))
    assert found == Movement(
        JUNE, Decimal(27), Decimal(3), Decimal(4), Decimal(2), Decimal(4), Decimal(28), Decimal(0), 4, 1, 1
    )


def test_who_comes_back_is_acquired_and_told_as_regained() -> None:
    found = movement(JUNE, amounts(a=1), amounts(a=1, back=7, new=2), known=["a", "back"])
    assert (found.acquired, found.regained, found.customers_acquired) == (Decimal(9), Decimal(7), 2)


def test_month_ends_are_the_last_days_with_the_one_before_the_first() -> None:
    found = month_ends(datetime.date(2027, 12, 15), datetime.date(2028, 2, 29))
    assert [end.isoformat() for end in found] == ["2027-11-30", "2027-12-31", "2028-01-31", "2028-02-29"]


values = st.dictionaries(st.sampled_from("abcdefgh"), st.decimals(-500, 500, places=2), max_size=8)


@given(st.lists(values, min_size=2, max_size=5))
def test_opening_and_movements_are_the_closing_exactly_and_the_next_opening(months: list[dict[str, Decimal]]) -> None:
    """Kills: a customer counted as lost and as declined, growth of those who came, sums in floating point."""
    ends = [JUNE + datetime.timedelta(days=number) for number in range(len(months))]
    found = list(equity(ends, dict(zip(ends, months, strict=True)).__getitem__))
    for one in found:
        assert one.opening + one.acquired + one.growth - one.decline - one.lost == one.closing
    assert [one.closing for one in found[:-1]] == [one.opening for one in found[1:]]
    assert [one.closing for one in found] == [sum(month.values()) for month in months[1:]]


def test_the_movements_of_cdnow_reconcile_month_by_month_with_an_independent_recomputation(
    published: Callable[[str], Path],
) -> None:
    path = published("data/cdnow/CDNOW_sample.txt.gz")
    model = DeclaredModel(margin=Decimal("0.3"), retention=Decimal("0.95"))
    customers = purchase_days(path)
    ends = month_ends(datetime.date(1997, 1, 1), datetime.date(1998, 6, 30))
    found = list(equity(ends, lambda end: model.values(customers, end)))
    assert len(found) == 18
    for one in found:
        assert one.opening + one.acquired + one.growth - one.decline - one.lost == one.closing
    assert [one.closing for one in found[:-1]] == [one.opening for one in found[1:]]
    assert found[0].opening == 0

    worth = recomputed(path, [one.until for one in found])
    before: dict[str, Decimal] = {}
    ever: set[str] = set()
    for one, now in zip(found, worth, strict=True):
        sums = {"acquired": Decimal(0), "growth": Decimal(0), "decline": Decimal(0), "lost": Decimal(0)}
        for customer in {*before, *now}:
            old, new = before.get(customer), now.get(customer)
            if old is None:
                sums["acquired"] += new or 0
            elif new is None:
                sums["lost"] += old
            else:
                sums["growth" if new > old else "decline"] += abs(new - old)
        assert (one.acquired, one.growth, one.decline, one.lost) == tuple(sums.values())
        assert (one.closing, one.customers) == (sum(now.values()), len(now))
        assert one.regained == sum(now[customer] for customer in (now.keys() & ever) - before.keys())
        before, ever = now, ever | now.keys()


def recomputed(path: Path, ends: list[datetime.date]) -> list[dict[str, Decimal]]:
    """The values from the lines of the file, in fractions, customer by customer."""
    kept, grown = Fraction(95, 100), Fraction(101, 100)
    multiple = sum((kept / grown) ** month for month in range(1, 13))
    found: list[dict[str, Decimal]] = [{} for _ in ends]
    spent: dict[str, list[tuple[datetime.date, int]]] = {}
    for customer, day, amount in lines(path):
        spent.setdefault(customer, []).append((day, round(float(amount) * 100)))
    for place, end in enumerate(ends):
        for customer, purchases in spent.items():
            ages = [((end - day).days, cents) for day, cents in purchases if day <= end]
            if ages and min(ages)[0] <= 180:
                recent = sum(cents for age, cents in ages if age < 180)
                # Python rounds a fraction half to even, exactly.
                found[place][customer] = Decimal(round(recent * multiple * Fraction(3, 60))) / 100
    return found


def bought(*days: tuple[int, int]) -> tuple[PurchaseDay, ...]:
    return tuple(PurchaseDay(JUNE - datetime.timedelta(days=ago), Decimal(amount)) for ago, amount in days)


def test_a_declared_value_is_monthly_profit_times_the_multiple_and_nothing_is_left_of_the_lost() -> None:
    model = DeclaredModel(margin=Decimal("0.5"))
    # 240 in 180 days at a margin of half: 20 a month, the worked example of the design.
    assert model.value(bought((150, 100), (30, 140)), JUNE) == Decimal("186.36")
    assert model.value(bought((200, 999), (30, 240)), JUNE) == Decimal("186.36")
    assert model.value(bought((180, 240)), JUNE) == 0
    assert model.value(bought((181, 240)), JUNE) is None
    assert model.value(bought((-1, 240)), JUNE) is None
    assert model.value((), JUNE) is None


def test_cost_to_serve_may_leave_a_customer_worth_less_than_nothing() -> None:
    assert (DeclaredModel(cost=Decimal(50)).value(bought((30, 60)), JUNE) or 0) < 0


@pytest.mark.parametrize("bad", [{"margin": Decimal(2)}, {"retention": Decimal(2)}, {"window": 0}, {"months": 0}])
def test_a_rate_that_is_none_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"margin|retention|windows|periods"):
        DeclaredModel(**bad)  # type: ignore[arg-type]
