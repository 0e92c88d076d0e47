"""BG/NBD with Gamma-Gamma: the published fit, an independent implementation's figures, and what it refuses."""

from __future__ import annotations

import csv
import datetime
import gzip
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engage_btyd
from engage.plugins import Asked, Estimator, PastEvent, PluginError, Plugins, Purchase, bought, mean_amount
from engage.testing.estimator import EstimatorContract
from engage_btyd.bg_nbd import BgNbd, Habit, fit_bg_nbd
from engage_btyd.estimator import BtydEstimator, lifetime_value, open_btyd
from engage_btyd.gamma_gamma import GammaGamma, Spending, fit_gamma_gamma
from engage_btyd.settings import Settings, read_settings, written

DAY = 86_400_000_000
PUBLISHED = BgNbd(0.2426, 4.4136, 0.7929, 2.4259)
AMOUNTS = GammaGamma(6.25, 3.74, 15.44)
#: the end of the calibration period in the papers
UNTIL = datetime.date(1997, 9, 30)


def moment(day: datetime.date) -> int:
    return (day - datetime.date(1970, 1, 1)).days * DAY


@cache
def cdnow(path: Path) -> tuple[tuple[PastEvent, ...], ...]:
    """The purchases of the 1/10 sample, customer by customer."""
    found: dict[str, list[PastEvent]] = {}
    with gzip.open(path, "rt", encoding="ascii") as lines:
        for line in lines:
            _, customer, date, _, amount = line.split()
            at = moment(datetime.datetime.strptime(date, "%Y%m%d").date())
            found.setdefault(customer, []).append(PastEvent("purchase", at, data={"amount": Decimal(amount)}))
    return tuple(tuple(events) for events in found.values())


@pytest.fixture
def customers(published: Callable[[str], Path]) -> Sequence[tuple[PastEvent, ...]]:
    return cdnow(published("data/cdnow/CDNOW_sample.txt.gz"))


def close(found: float, printed: str, share: float = 0.001) -> bool:
    """Within the share of a printed figure, or equal to it in the digits that were printed."""
    half: float = 0.5 * 10.0 ** -len(printed.partition(".")[2])
    return abs(found - float(printed)) <= max(share * abs(float(printed)), half)


def test_purchase_days_give_the_published_summary_of_every_customer(
    customers: Sequence[tuple[PastEvent, ...]], published: Callable[[str], Path]
) -> None:
    text = published("data/cdnow/cdnow_customers_summary_with_transactions.csv").read_text(encoding="ascii")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == len(customers) == 2_357
    for row, past in zip(rows, customers, strict=True):
        days = [day for day in bought([Purchase(e.at, Decimal(str(e.data["amount"]))) for e in past]).days
                if day.day <= UNTIL]  # fmt: skip
        weeks = ((days[-1].day - days[0].day).days / 7, (UNTIL - days[0].day).days / 7)
        assert (len(days) - 1, *(f"{week:.2f}" for week in weeks)) == (int(row["x"]), row["t_x"], row["T"])
        assert abs((mean_amount(days[1:]) or 0) - Decimal(row["zbar"])) <= Decimal("0.0051")


def test_the_published_parameters_are_found_on_cdnow(customers: Sequence[tuple[PastEvent, ...]]) -> None:
    learnt, text = BtydEstimator(Settings()).learn(customers, moment(UNTIL))
    found = json.loads(text)["learnt"]
    printed = {"r": "0.2426", "alpha": "4.4136", "a": "0.7929", "b": "2.4259"}
    assert all(abs(found[name] / float(figure) - 1) < 0.001 for name, figure in printed.items())
    assert all(close(found[name], figure) for name, figure in {"p": "6.25", "q": "3.74", "v": "15.44"}.items())
    assert (found["customers"], found["until"]) == (2_357, "1997-09-30")
    habits = learnt.settings.habits
    assert habits is not None
    seen = [habit_at(past) for past in customers]
    assert f"{habits.log_likelihood(seen):.3f}" == "-9582.429"


def habit_at(past: Sequence[PastEvent]) -> Habit:
    days = sorted({each.at for each in past if each.at <= moment(UNTIL)})
    return Habit(len(days) - 1, (days[-1] - days[0]) / (7 * DAY), (moment(UNTIL) - days[0]) / (7 * DAY))


def test_the_same_customers_in_another_order_give_the_same_file_to_the_byte(
    customers: Sequence[tuple[PastEvent, ...]],
) -> None:
    few = customers[:400]
    learn = BtydEstimator(Settings()).learn
    assert learn(few, moment(UNTIL))[1] == learn(tuple(reversed(few)), moment(UNTIL))[1]


@pytest.mark.parametrize(
    ("model", "habit", "weeks", "purchases", "alive"),
    [
        ((0.25, 4.0, 0.8, 2.5), Habit(0, 0.0, 30.0), 52, 0.3202463121, 1.0),
        ((0.25, 4.0, 0.8, 2.5), Habit(1, 3.0, 30.0), 4, 0.0434134058, 0.3023507533),
        ((0.25, 4.0, 0.8, 2.5), Habit(7, 28.0, 30.0), 52, 6.8642562386, 0.8725483740),
        ((0.25, 4.0, 0.8, 2.5), Habit(40, 29.5, 30.0), 52, 40.2070544529, 0.9661875790),
        ((1.5, 10.0, 3.0, 6.0), Habit(0, 0.0, 30.0), 52, 1.2834419780, 1.0),
        ((1.5, 10.0, 3.0, 6.0), Habit(1, 3.0, 30.0), 4, 0.0255336173, 0.1074863389),
        ((1.5, 10.0, 3.0, 6.0), Habit(7, 28.0, 30.0), 52, 3.5664973525, 0.7211757797),
        ((0.7, 2.0, 1.3, 0.6), Habit(1, 3.0, 30.0), 4, 0.0038139333, 0.0192860938),
        ((0.7, 2.0, 1.3, 0.6), Habit(40, 29.5, 30.0), 52, 32.1728019851, 0.9413378131),
    ],
)
def test_figures_equal_those_of_an_independent_implementation(
    model: tuple[float, float, float, float], habit: Habit, weeks: int, purchases: float, alive: float
) -> None:
    """The figures were computed with lifetimes 0.11.3."""
    found = BgNbd(*model)
    assert found.expected(habit, weeks) == pytest.approx(purchases, abs=1e-9)
    assert found.alive(habit) == pytest.approx(alive, abs=1e-9)


def test_amounts_and_lifetime_value_equal_those_of_an_independent_implementation() -> None:
    """The figures were computed with lifetimes 0.11.3; its months are of 30 days."""
    spendings = [Spending(2, 22.35), Spending(10, 24.24), Spending(1, 9.99), None]
    figures = [24.663713910761157, 24.701103617412628, 17.6793659621802, 35.21897810218978]
    assert [AMOUNTS.expected(each) for each in spendings] == pytest.approx(figures)
    habits = BgNbd(0.25, 4.0, 0.8, 2.5)
    seen = [Habit(2, 30.0, 38.0), Habit(0, 0.0, 38.0), Habit(10, 34.0, 38.0)]
    bought_for = [Spending(2, 22.35), None, Spending(10, 24.24)]
    values = [lifetime_value(habits, AMOUNTS, *pair, Settings()) for pair in zip(seen, bought_for, strict=True)]
    assert values == pytest.approx([37.14170521185084, 8.743660047879498, 180.78209318502246], rel=1e-9)


@given(st.integers(1, 60), st.floats(0.1, 30), st.floats(0, 30), st.floats(0.2, 4), st.floats(0.2, 4))
def test_more_time_brings_more_purchases_and_a_longer_silence_less_hope(
    x: int, t_x: float, silence: float, a: float, b: float
) -> None:
    """Kills: the power of the silence turned round, the horizon's share taken of the wrong time."""
    model = BgNbd(0.5, 4.0, a, b)
    short, long = Habit(x, t_x, t_x + silence), Habit(x, t_x, t_x + silence + 1)
    assert 0 <= model.alive(long) <= model.alive(short) <= 1
    assert 0 <= model.expected(short, 10) <= model.expected(short, 11) + 1e-9


@pytest.mark.parametrize("a", [1.0, 1.0 + 1e-9, 1.0 - 1e-12])
def test_where_the_formula_has_a_hole_the_figure_has_none(a: float) -> None:
    near = [BgNbd(0.5, 4.0, a + step, 2.0).expected(Habit(3, 8.0, 20.0), 26.0) for step in (-1e-4, 0.0, 1e-4)]
    assert near[0] == pytest.approx(near[1], rel=1e-3)
    assert near[1] == pytest.approx((near[0] + near[2]) / 2, rel=1e-6)
    hole = BgNbd(0.5, 4.0, 0.4, 0.6)
    assert hole.expected(Habit(0, 0.0, 20.0), 26.0) == pytest.approx(
        BgNbd(0.5, 4.0, 0.4, 0.6001).expected(Habit(0, 0.0, 20.0), 26.0), rel=1e-3
    )


def test_thousands_of_purchases_stay_within_the_range_of_numbers() -> None:
    found = PUBLISHED.expected(Habit(5_000, 99.9, 100.0), 52.0)
    assert 2_000 < found < 2_700
    assert 0 < PUBLISHED.alive(Habit(5_000, 10.0, 100.0)) < 1e-6 or PUBLISHED.alive(Habit(5_000, 10.0, 100.0)) == 0


@pytest.mark.parametrize("bad", [(-1, 0, 1), (1, 0, 5), (0, 1, 5), (1, 6, 5), (2, float("nan"), 5)])
def test_a_habit_that_cannot_be_is_refused(bad: tuple[int, float, float]) -> None:
    with pytest.raises(ValueError, match="a habit has"):
        Habit(*bad)


def test_customers_of_whom_none_came_again_teach_nothing() -> None:
    with pytest.raises(PluginError, match="no customer bought a second time") as caught:
        fit_bg_nbd([Habit(0, 0, 10)] * 50)
    assert caught.value.code == "T001"
    with pytest.raises(PluginError) as amounts:
        fit_gamma_gamma([])
    assert amounts.value.code == "T002"


def test_customers_with_all_the_same_habit_do_not_settle_the_model() -> None:
    with pytest.raises(PluginError) as caught:
        fit_bg_nbd([Habit(3, 9.0, 10.0)] * 50)
    assert caught.value.code == "T003"
    with pytest.raises(PluginError) as amounts:
        fit_gamma_gamma([Spending(3, 20.0)] * 50)
    assert amounts.value.code == "T003"


LEARNT = Settings(habits=PUBLISHED, amounts=AMOUNTS, customers=2_357, until="1997-09-30")


def past(*purchases: tuple[int, str]) -> tuple[PastEvent, ...]:
    return tuple(PastEvent("purchase", day * DAY, data={"amount": Decimal(amount)}) for day, amount in purchases)


class TestBtyd(EstimatorContract):
    def open(self, folder: Path) -> Estimator:
        (folder / "btyd.json").write_text(written(LEARNT), encoding="utf-8")
        return Plugins(engage_btyd).open_estimator(f"btyd:{folder / 'btyd.json'}")

    def asked(self) -> Asked:
        return Asked("c7", 280 * DAY, past=past((0, "29.33"), (17, "29.73"), (213, "14.96")))


def value_of(*purchases: tuple[int, str]) -> object:
    return BtydEstimator(LEARNT).estimate(Asked("c", 280 * DAY, past=past(*purchases)), ("value",))


def test_returns_and_gifts_count_as_the_reference_says() -> None:
    plain = value_of((0, "20"), (30, "20"))
    assert value_of((0, "20"), (30, "12"), (30, "8")) == plain
    assert value_of((0, "20"), (30, "20"), (90, "50"), (95, "-50")) == plain
    assert value_of((0, "20"), (30, "25"), (40, "-5")) == plain
    # Returned before anything is known to have been bought: of no purchase that we know.
    assert value_of((0, "-9"), (1, "20"), (31, "20")) == value_of((1, "20"), (31, "20"))
    gifts = BtydEstimator(LEARNT).estimate(
        Asked("c", 280 * DAY, past=past((0, "20"), (30, "20"), (60, "0"))), ("expected_purchases", "expected_amount")
    )
    without = BtydEstimator(LEARNT).estimate(
        Asked("c", 280 * DAY, past=past((0, "20"), (30, "20"))), ("expected_purchases", "expected_amount")
    )
    assert gifts["expected_amount"] == without["expected_amount"]
    assert gifts["expected_purchases"] != without["expected_purchases"]


def test_whoever_bought_nothing_is_not_guessed_at_and_an_unlearnt_model_says_so() -> None:
    assert value_of() == {}
    assert value_of((5, "10"), (6, "-10")) == {}
    with pytest.raises(PluginError) as caught:
        BtydEstimator(Settings()).estimate(Asked("c", DAY), ("value",))
    assert caught.value.code == "T005"


def test_an_address_may_bring_settings_of_its_own() -> None:
    assert open_btyd("?margin=0.3&periods=6&zone=Asia/Shanghai").settings == Settings(
        margin=Decimal("0.3"), periods=6, zone="Asia/Shanghai"
    )
    with pytest.raises(PluginError, match="margn"):
        open_btyd("?margn=0.3")


def test_settings_survive_their_file_and_each_changed_one_is_another_model() -> None:
    assert read_settings(written(LEARNT)) == LEARNT
    assert read_settings(written(Settings(zone="Asia/Shanghai"))) == Settings(zone="Asia/Shanghai")
    assert BtydEstimator(LEARNT).model != BtydEstimator(Settings(habits=PUBLISHED, amounts=AMOUNTS)).model


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no JSON"),
        ("[]", "no file of this model"),
        ('{"engage_btyd": 2}', "no file of this model"),
        ('{"engage_btyd": 1, "margn": "0.3"}', "margn"),
        ('{"engage_btyd": 1, "margin": "NaN"}', "margin"),
        ('{"engage_btyd": 1, "margin": 2}', "margin"),
        ('{"engage_btyd": 1, "zone": "Mars/Base"}', "zone"),
        ('{"engage_btyd": 1, "periods": 0}', "periods"),
        ('{"engage_btyd": 1, "periods": true}', "periods"),
        ('{"engage_btyd": 1, "learnt": []}', "learnt"),
        ('{"engage_btyd": 1, "learnt": {"r": -1}}', "`r`"),
        ('{"engage_btyd": 1, "learnt": {"r": 1, "alpha": 1, "a": 1, "b": NaN}}', "`b`"),
    ],
)
def test_a_file_of_settings_that_is_none_is_refused_with_the_key(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "btyd.json").write_text(text, encoding="utf-8")
    with pytest.raises(PluginError, match=said) as caught:
        open_btyd(str(tmp_path / "btyd.json"))
    assert caught.value.code == "T004"
    with pytest.raises(PluginError, match="FileNotFoundError"):
        open_btyd(str(tmp_path / "none.json"))
