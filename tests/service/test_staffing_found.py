"""Staffing by halving: as few workers as counting up finds, and found while somebody waits for the answer."""

from __future__ import annotations

import datetime
import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.errors import EngageError
from engage.service import Load, erlang_a, erlang_c, staff, wait_estimate

SECOND = datetime.timedelta(seconds=1)
MINUTE = datetime.timedelta(minutes=1)

small_loads = st.builds(
    Load,
    st.floats(0.5, 60),
    st.just(1800 * SECOND),
    st.floats(10, 900).map(lambda seconds: seconds * SECOND),
    st.none() | st.floats(10, 3000).map(lambda seconds: seconds * SECOND),
    st.none() | st.integers(0, 20),
)


def counted_up(load: Load, within: datetime.timedelta, level: float, abandonment: float | None) -> int | None:
    unending = load.patience is None and load.room is None
    for workers in range(1, 90):
        if unending and workers <= load.work:
            continue
        found = erlang_c(load, workers) if unending else erlang_a(load, workers)
        if found.answered_within(within) >= level and (abandonment is None or found.abandonment < abandonment):
            return workers
    return None


@given(
    small_loads,
    st.floats(0, 120).map(lambda seconds: seconds * SECOND),
    st.floats(0, 0.999),
    st.none() | st.floats(0.001, 1),
)
def test_halving_finds_what_counting_up_finds(
    load: Load, within: datetime.timedelta, level: float, abandonment: float | None
) -> None:
    """More workers never make a wait longer, nor more people leave: else a lower number would have been enough."""
    wanted = counted_up(load, within, level, abandonment)
    assert wanted is not None
    assert staff(load, within, level, abandonment) == wanted


@given(small_loads, st.floats(0, 120).map(lambda seconds: seconds * SECOND))
def test_with_one_more_worker_no_fewer_are_served_in_time_and_no_more_leave(
    load: Load, within: datetime.timedelta
) -> None:
    first = int(load.work) + 1
    unending = load.patience is None and load.room is None
    rows = [erlang_c(load, n) if unending else erlang_a(load, n) for n in range(first if unending else 1, first + 30)]
    for fewer, more in pairwise(rows):
        assert more.answered_within(within) >= fewer.answered_within(within) - 1e-9
        assert more.abandonment <= fewer.abandonment + 1e-9


def test_a_large_desk_and_a_long_queue_are_answered_at_once() -> None:
    began = time.process_time()
    assert staff(Load(12_000, 3600 * SECOND, 300 * SECOND, 300 * SECOND), 20 * SECOND, abandonment=0.05) == 961
    told = wait_estimate(1_000_000, 50, 300 * SECOND)
    assert told is not None
    assert (told.low, told.mean, told.high, told.capped) == (30 * MINUTE, 30 * MINUTE, 30 * MINUTE, True)
    told = wait_estimate(10**9, 50, 300 * SECOND, patience=MINUTE, most=datetime.timedelta(days=1))
    assert told is not None
    assert told.low < told.mean < told.high
    with pytest.raises(EngageError, match="S078"):
        staff(Load(100, 30 * MINUTE, 3 * MINUTE, 5 * MINUTE), MINUTE, abandonment=0)
    assert time.process_time() - began < 4


def test_far_down_a_queue_the_range_goes_on_without_a_step() -> None:
    """Behind 10,000 the further ones count with their means."""
    for patience in (None, 60 * MINUTE):
        near, far = (
            wait_estimate(ahead, 500, 60 * SECOND, patience=patience, most=datetime.timedelta(days=1000))
            for ahead in (9_990, 10_010)
        )
        assert near is not None
        assert far is not None
        for shorter, longer in ((near.low, far.low), (near.mean, far.mean), (near.high, far.high)):
            assert shorter <= longer <= shorter * 1.01


@pytest.mark.parametrize(
    "wrong",
    [{"abandonment": -1}, {"abandonment": 5}, {"level": 1.1}, {"absent": 1}, {"level": float("nan")}, {"level": "x"}],
)
def test_a_share_outside_0_to_1_is_refused(wrong: Any) -> None:
    with pytest.raises(EngageError, match="S076"):
        staff(Load(100, 30 * MINUTE, 3 * MINUTE, 5 * MINUTE), MINUTE, **wrong)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: Load(0, MINUTE, MINUTE), "S076"),
        (lambda: Load(float("nan"), MINUTE, MINUTE), "S076"),
        (lambda: Load(1, 60, MINUTE), "S076"),  # type: ignore[arg-type]
        (lambda: Load(1, MINUTE, MINUTE, 0 * MINUTE), "S076"),
        (lambda: Load(1, MINUTE, MINUTE, None, -1), "S076"),
        (lambda: staff(Load(1, MINUTE, MINUTE), 20), "S076"),  # type: ignore[arg-type]
        (lambda: erlang_c(Load(2, MINUTE, MINUTE), 2), "S079"),
        (lambda: erlang_c(Load(2, MINUTE, MINUTE), 2.5), "S076"),  # type: ignore[arg-type]
        (lambda: erlang_a(Load(2, MINUTE, MINUTE, MINUTE), 0), "S076"),
        (lambda: erlang_a(Load(2, MINUTE, MINUTE), 3), "S080"),
        (lambda: erlang_a(Load(2, MINUTE, MINUTE, 10**9 * MINUTE), 1), "S081"),
        (lambda: wait_estimate(1.5, 1, MINUTE), "S076"),  # type: ignore[arg-type]
        (lambda: wait_estimate(1, 1, 60), "S076"),  # type: ignore[arg-type]
    ],
)
def test_what_no_queue_is_like_is_refused_with_a_code(call: Any, code: str) -> None:
    with pytest.raises(EngageError, match=code):
        call()
