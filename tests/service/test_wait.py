"""What somebody in a queue is told: a range that contains the truth as often as it says, or that it is unknown."""

from __future__ import annotations

import datetime
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.errors import EngageError
from engage.service import Estimator, wait_estimate

SECOND = datetime.timedelta(seconds=1)
NEVER = datetime.timedelta(days=10_000)


def test_the_mean_by_the_queues_length_is_the_published_formula() -> None:
    told = wait_estimate(9, 4, 120 * SECOND)
    assert told is not None
    assert told.mean == 300 * SECOND  # (9 + 1) / (4 / 120)
    assert told.low < told.mean < told.high
    assert (told.by, told.capped, told.entering) == (Estimator.QUEUE_LENGTH, False, 0)


def test_without_workers_it_is_unknown_and_with_one_free_there_is_no_wait() -> None:
    assert wait_estimate(3, 0, 120 * SECOND) is None
    told = wait_estimate(0, 4, 120 * SECOND, free=1)
    assert told is not None
    assert told.high == 0 * SECOND


def test_those_who_may_enter_ahead_widen_the_range_upwards_and_are_told() -> None:
    calm, busy = wait_estimate(5, 2, 60 * SECOND), wait_estimate(5, 2, 60 * SECOND, entering=4)
    assert calm is not None
    assert busy is not None
    assert (busy.low, busy.mean, busy.entering) == (calm.low, calm.mean, 4)
    assert busy.high > calm.high


def test_more_than_the_most_is_never_told() -> None:
    told = wait_estimate(100, 1, 60 * SECOND, most=600 * SECOND)
    assert told is not None
    assert (told.low, told.mean, told.high, told.capped) == (600 * SECOND, 600 * SECOND, 600 * SECOND, True)


@pytest.mark.parametrize("by", [Estimator.LAST_TO_ENTER, Estimator.HEAD_OF_LINE])
def test_an_estimate_by_delay_starts_from_the_delay(by: Estimator) -> None:
    told = wait_estimate(99, 4, 120 * SECOND, by=by, waited=300 * SECOND)
    by_length = wait_estimate(9, 4, 120 * SECOND)
    assert told is not None
    assert by_length is not None
    assert (told.low, told.mean, told.high, told.by) == (by_length.low, 300 * SECOND, by_length.high, by)
    with pytest.raises(EngageError, match="S076: `waited`"):
        wait_estimate(99, 4, 120 * SECOND, by=by)


def test_four_waits_of_five_lie_in_the_range() -> None:
    """Waits drawn one stage after another, with a seed of the test's own."""
    drawn = random.Random(11)
    for ahead, workers, patience in ((0, 1, None), (7, 3, None), (12, 2, 240.0)):
        told = wait_estimate(ahead, workers, 60 * SECOND, patience=patience * SECOND if patience else None, most=NEVER)
        assert told is not None
        leave = 1 / patience if patience else 0.0
        waits = [
            sum(drawn.expovariate(workers / 60 + stage * leave) for stage in range(ahead + 1)) for _ in range(20_000)
        ]
        inside = sum(told.low.total_seconds() <= wait <= told.high.total_seconds() for wait in waits) / len(waits)
        assert inside == pytest.approx(0.8, abs=0.012)
        assert sum(waits) / len(waits) == pytest.approx(told.mean.total_seconds(), rel=0.03)


@given(st.integers(0, 200), st.integers(1, 50), st.integers(1, 5000), st.integers(0, 20), st.none() | st.floats(1, 1e5))
def test_more_ahead_is_longer_and_more_workers_shorter(
    ahead: int, workers: int, handling: int, entering: int, patience: float | None
) -> None:
    rest = {"entering": entering, "patience": patience * SECOND if patience else None, "most": NEVER}
    told = wait_estimate(ahead, workers, handling * SECOND, **rest)  # type: ignore[arg-type]
    more = wait_estimate(ahead + 1, workers, handling * SECOND, **rest)  # type: ignore[arg-type]
    quick = wait_estimate(ahead, workers + 1, handling * SECOND, **rest)  # type: ignore[arg-type]
    assert told is not None
    assert more is not None
    assert quick is not None
    assert told.low <= told.mean <= told.high
    moments = datetime.timedelta(milliseconds=2)
    assert (more.low >= told.low - moments, more.mean >= told.mean, more.high >= told.high - moments) == (True,) * 3
    assert (quick.mean <= told.mean, quick.high <= told.high + moments) == (True,) * 2


@pytest.mark.parametrize("wrong", [{"ahead": -1}, {"handling": 0 * SECOND}, {"most": 0 * SECOND}, {"workers": -1}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(EngageError, match=f"S076: `{next(iter(wrong))}`"):
        wait_estimate(**{"ahead": 1, "workers": 1, "handling": SECOND, **wrong})  # type: ignore[arg-type]
