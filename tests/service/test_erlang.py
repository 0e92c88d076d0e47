"""Erlang C and Erlang A against figures published by others, and the laws any queue obeys."""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.errors import EngageError
from engage.service import Load, erlang_a, erlang_c, staff
from engage.service.stages import waits_left

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def cases(published: Callable[[str], Path]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(published("oracles/erlang_cases.json").read_text("utf-8"))
    return found


def test_erlang_c_gives_every_published_and_computed_figure(cases: dict[str, list[dict[str, Any]]]) -> None:
    assert len(cases["erlang_c"]) == 2
    for case in cases["erlang_c"]:
        load = Load(case["calls"], case["interval_min"] * 60 * SECOND, case["aht_s"] * SECOND)
        found = erlang_c(load, case["agents"])
        within = found.answered_within(case["target_s"] * SECOND)
        told = {"P_wait": found.waits, "SL": within, "occupancy": found.occupancy}
        for name, value in case.get("published", {}).items():
            if name == "agents_after_30pct_shrinkage":
                assert staff(load, 20 * SECOND, 0.8, absent=0.3) == value
            else:
                assert told[name] == pytest.approx(value, abs=5e-4)
        told["ASA_s"] = found.mean_wait_answered.total_seconds()
        for name, value in case["computed"].items():
            assert told[name] == pytest.approx(value, abs=6e-6 if name != "ASA_s" else 6e-5)


def test_erlang_a_gives_the_exact_column_of_whitt(cases: dict[str, list[dict[str, Any]]]) -> None:
    found = erlang_a(Load(102, SECOND, SECOND, SECOND, room=200), 100)
    told = {
        "P_W0": 1 - found.waits,
        "P_A": found.abandonment,
        "E_Q": found.queue,
        "Var_Q": found.queue_variance,
        "E_N": found.present,
        "E_W_S": found.mean_wait_answered.total_seconds(),
        "P_W_le_0_1_S": found.answered_within(0.1 * SECOND),
        "P_W_le_0_1_A": found.abandoned_within(0.1 * SECOND),
        "P_W_le_0_2_S": found.answered_within(0.2 * SECOND),
        "P_W_le_0_2_A": found.abandoned_within(0.2 * SECOND),
    }
    case = cases["erlang_a"][0]
    digits = {"Var_Q": 0.05, "E_N": 0.05, "E_Q": 5e-4, "E_W_S": 5e-4}
    assert told == pytest.approx(told | case["computed"], abs=6e-7)
    for name, value in case["published"].items():
        assert told[name] == pytest.approx(value, abs=digits.get(name, 5.1e-5)), name


def test_the_staffing_of_whitt_is_found(cases: dict[str, list[dict[str, Any]]]) -> None:
    case = cases["erlang_a"][1]
    load = Load(100, SECOND, SECOND, SECOND, room=200)
    assert staff(load, 0.1 * SECOND, 0.80, abandonment=0.05) == case["published"]["s"]
    for workers, (leave, within) in case["computed"].items():
        found = erlang_a(load, int(workers))
        assert (found.abandonment, found.answered_within(0.1 * SECOND)) == pytest.approx((leave, within), abs=6e-6)


def test_the_regression_of_pyworkforce_is_met(cases: dict[str, list[dict[str, Any]]]) -> None:
    case = cases["erlang_a"][2]
    found = erlang_a(Load(100, 1800 * SECOND, 180 * SECOND, 300 * SECOND), 14)
    assert found.waits == pytest.approx(case["published"]["waiting_probability"], abs=1e-6)
    assert found.occupancy == pytest.approx(case["published"]["occupancy"], abs=1e-6)
    assert found.mean_wait.total_seconds() / 60 == pytest.approx(case["published"]["avg_wait_all_min"], abs=1e-6)
    told = {
        "P_W0": 1 - found.waits,
        "P_A": found.abandonment,
        "E_Q": found.queue,
        "Var_Q": found.queue_variance,
        "E_N": found.present,
    }
    assert told == pytest.approx(case["computed"], abs=6e-7)
    # What that package calls the speed of answer is the wait of all; of those answered it is less.
    assert found.mean_wait_answered < found.mean_wait


loads = st.builds(
    Load,
    st.floats(0.1, 500),
    st.just(3600 * SECOND),
    st.floats(1, 3600).map(lambda seconds: seconds * SECOND),
    st.none() | st.floats(1, 20_000).map(lambda seconds: seconds * SECOND),
    st.none() | st.integers(0, 60),
)


@given(loads, st.integers(1, 60), st.floats(0, 5000))
def test_what_comes_in_is_served_leaves_or_is_refused(load: Load, workers: int, seconds: float) -> None:
    """Little's law, conservation, and shares that are shares.

    Kills: one who is served and leaves, a last state that refuses nobody, a stage left out.
    """
    if load.patience is None and load.room is None:
        return
    found = erlang_a(load, workers)
    within = seconds * SECOND
    for share in (found.waits, found.abandonment, found.blocked, found.occupancy, found.answered_within(within)):
        assert -1e-9 <= share <= 1 + 1e-9
    # As many are served as workers finish.
    assert load.work * found.answered == pytest.approx(workers * found.occupancy, rel=1e-7)
    entered = load.rate * (1 - found.blocked)
    assert found.mean_wait.total_seconds() * entered == pytest.approx(found.queue, rel=1e-4, abs=1e-5)
    assert found.offered_within(within) <= found.offered_within(within + SECOND) + 1e-9
    assert found.offered_within(datetime.timedelta(days=4000)) == pytest.approx(found.answered, abs=1e-7)
    assert found.waits + found.blocked >= 1 - found.offered_within(datetime.timedelta(0)) - 1e-9
    more = erlang_a(load, workers + 1)
    assert more.abandonment <= found.abandonment + 1e-9
    assert more.answered_within(within) >= found.answered_within(within) - 1e-7


@pytest.mark.parametrize(("arrivals", "workers", "patience"), [(100, 9, 300), (100, 14, 60), (400, 20, 2000)])
def test_the_waits_add_up_to_their_means(arrivals: int, workers: int, patience: int) -> None:
    """A mean is what lies above the distribution. Kills: the stages of the served without the patience they need."""
    found = erlang_a(Load(arrivals, 1800 * SECOND, 180 * SECOND, patience * SECOND), workers)
    step, served, left = 2.0, 0.0, 0.0
    for number in range(4000):
        middle = (number + 0.5) * step * SECOND
        served += step * (1 - found.answered_within(middle))
        left += step * (1 - found.abandoned_within(middle))
    assert served == pytest.approx(found.mean_wait_answered.total_seconds(), rel=1e-3)
    both = served * found.answered + left * found.abandonment
    assert both == pytest.approx(found.mean_wait.total_seconds(), rel=1e-3)


@given(st.floats(0.1, 59), st.integers(1, 60), st.floats(0, 1000))
def test_endless_patience_is_erlang_c(work: float, workers: int, seconds: float) -> None:
    if work >= workers * 0.98:
        return
    load = Load(work, 60 * SECOND, 60 * SECOND)
    patient = Load(work, 60 * SECOND, 60 * SECOND, room=4000)
    c, a = erlang_c(load, workers), erlang_a(patient, workers)
    assert a.waits == pytest.approx(c.waits, abs=1e-9)
    assert a.queue == pytest.approx(c.queue, rel=1e-6, abs=1e-9)
    assert a.queue_variance == pytest.approx(c.queue_variance, rel=1e-6, abs=1e-6)
    assert a.answered_within(seconds * SECOND) == pytest.approx(c.answered_within(seconds * SECOND), abs=1e-8)


@given(st.floats(0.01, 5), st.floats(0.001, 3), st.floats(0, 20), st.integers(0, 8))
def test_stages_end_as_their_rates_integrated_step_by_step(pace: float, leave: float, time: float, k: int) -> None:
    """A death process followed in small steps (Runge-Kutta), which knows nothing of beta functions."""
    rates = [pace + j * leave for j in range(k + 1)]
    state = [0.0] * k + [1.0]
    steps = 600
    step = time / steps
    if step * max(rates) > 0.5:
        return

    def slope(now: list[float]) -> list[float]:
        return [(rates[j + 1] * now[j + 1] if j < k else 0.0) - rates[j] * now[j] for j in range(k + 1)]

    def moved(by: list[float], part: float) -> list[float]:
        return [value + part * step * change for value, change in zip(state, by, strict=True)]

    for _ in range(steps):
        one = slope(state)
        two = slope(moved(one, 0.5))
        three = slope(moved(two, 0.5))
        four = slope(moved(three, 1.0))
        state = [
            value + step * (a + 2 * b + 2 * c + d) / 6
            for value, a, b, c, d in zip(state, one, two, three, four, strict=True)
        ]
    left = waits_left(pace, leave, time)
    assert [next(left) for _ in range(k + 1)][-1] == pytest.approx(sum(state), abs=1e-4)


def test_large_and_small_queues_do_not_run_out_of_floats() -> None:
    large = erlang_a(Load(5000, SECOND, SECOND, SECOND), 5000)
    assert 0.45 < large.waits < 0.55
    assert 0.9 < large.answered_within(SECOND) <= 1
    assert erlang_a(Load(1e-9, SECOND, SECOND, SECOND), 3).waits < 1e-20
    crowded = erlang_a(Load(1000, SECOND, SECOND, 10 * SECOND), 1)
    assert crowded.abandonment == pytest.approx(0.999, abs=1e-6)
    assert not math.isnan(crowded.answered_within(SECOND))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Load(0, SECOND, SECOND),
        lambda: Load(1, SECOND, 0 * SECOND),
        lambda: Load(1, SECOND, SECOND, room=-1),
        lambda: Load(1, SECOND, SECOND, patience=0 * SECOND),
        lambda: erlang_c(Load(10, SECOND, SECOND), 10),
        lambda: erlang_a(Load(10, SECOND, SECOND), 10),
        lambda: erlang_a(Load(10, SECOND, SECOND, SECOND), 0),
        lambda: erlang_a(Load(10, SECOND, SECOND, datetime.timedelta(days=900_000)), 1),
        lambda: staff(Load(10, SECOND, SECOND), SECOND, 1.5),
        lambda: staff(Load(10, SECOND, SECOND), SECOND, absent=1),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(
        EngageError, match=r"S076: `(arrivals|handling|room|patience|workers|level|absent)`|S079|S080|S081"
    ):
        wrong()
