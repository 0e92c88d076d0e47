"""The simulator: by hand, against a slow walk, against Erlang's formulas and against published figures."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.service import Load, erlang_a
from engage.workbench.simulate import Arrival, Rank, Served, Shift, by_head_start, first_come, simulate, strictly

SECOND = 1_000_000
ALWAYS = 10**15


def desk(workers: int) -> list[Shift]:
    return [Shift(f"w{number:03d}", 0, ALWAYS) for number in range(workers)]


def told(found: Sequence[Served]) -> list[tuple[str, int, bool | None]]:
    return [(one.arrival.id, one.waited, one.answered) for one in found]


def test_a_head_start_is_taken_ahead_of_and_no_more() -> None:
    """One worker, busy until 100. A regular caller of 50 goes before a preferred one who comes 91 later, not 90."""
    busy = Arrival("busy", 0, 100)
    regular = Arrival("regular", 5, 10)
    for late, first in ((90, "preferred"), (91, "regular")):
        preferred = Arrival("preferred", 5 + late, 10, ahead=90)
        found = told(list(simulate([busy, regular, preferred], [Shift("w", 0, ALWAYS)])))
        # With ranks equal, the earlier arrival goes first.
        assert found[1][0] == ("regular" if late == 90 else first)
    near = Arrival("preferred", 5 + 89, 10, ahead=90)
    assert told(list(simulate([busy, regular, near], [Shift("w", 0, ALWAYS)])))[1][0] == "preferred"
    assert told(list(simulate([busy, regular, near], [Shift("w", 0, ALWAYS)], first_come)))[1][0] == "regular"


def test_patience_shifts_and_ties_end_as_they_are_written() -> None:
    shifts = [Shift("b", 0, 50), Shift("a", 0, 30), Shift("a", 60, 70)]
    arrivals = [
        Arrival("1", 0, 40),  # a: both idle as long, none has served, so by id; ends what it began after its shift
        Arrival("2", 10, 40, patience=0),  # b
        Arrival("3", 20, 5, patience=30),  # waits until 50, when b has gone too
        Arrival("4", 41, 5, patience=19),  # a is not there at 40; at 60 a comes and patience ends: served
        Arrival("5", 66, 0),
        Arrival("6", 68, 3),  # ends at 71
        Arrival("7", 69, 1),  # nobody comes any more
    ]
    assert [(one.arrival.id, one.waited, one.answered, one.worker) for one in simulate(arrivals, shifts)] == [
        ("1", 0, True, "a"),
        ("2", 0, True, "b"),
        ("3", 30, False, ""),
        ("4", 19, True, "a"),
        ("5", 0, True, "a"),
        ("6", 0, True, "a"),
        ("7", 2, None, ""),
    ]
    with pytest.raises(ValueError, match="one id"):
        list(simulate([Arrival("1", 0, 1), Arrival("1", 0, 1)], shifts))


scenes = st.tuples(
    st.lists(
        st.builds(
            Arrival,
            st.uuids().map(str),
            st.integers(0, 60),
            st.integers(0, 20),
            st.none() | st.integers(0, 30),
            st.sampled_from([0, 5, 9]),
            st.sampled_from(["x", "y"]),
            st.integers(0, 2),
        ),
        max_size=14,
        unique_by=lambda one: one.id,
    ),
    st.lists(st.lists(st.integers(0, 90), min_size=4, max_size=4, unique=True).map(sorted), max_size=4).map(
        lambda found: [
            Shift(f"w{number}", start, until)
            for number, (one, two, three, four) in enumerate(found)
            for start, until in ((one, two), (three, four))
        ]
    ),
)


@given(scenes, st.sampled_from([by_head_start, first_come, strictly]))
def test_it_equals_a_walk_moment_by_moment(scene: tuple[list[Arrival], list[Shift]], rank: Rank) -> None:
    """A slow walk over every moment, without heaps. Kills: a stale entry served, an idle worker overlooked, a tie by
    the order of the list, one who leaves at the moment of being served."""
    arrivals, shifts = scene
    found = {one.arrival.id: (one.waited, one.answered, one.worker) for one in simulate(arrivals, shifts, rank)}
    assert found.keys() == {one.id for one in arrivals}
    assert found == {**walked(arrivals, shifts, rank), **still(found)}
    mixed = list(simulate(arrivals[::-1], shifts[::-1], rank))
    assert {one.arrival.id: (one.waited, one.answered, one.worker) for one in mixed} == found


def still(found: dict[str, tuple[int, bool | None, str]]) -> dict[str, tuple[int, bool | None, str]]:
    """Those who were never served nor left: how long they are said to have waited is when the simulation ended."""
    return {id: one for id, one in found.items() if one[1] is None}


def walked(arrivals: list[Arrival], shifts: list[Shift], rank: Rank) -> dict[str, tuple[int, bool | None, str]]:
    found: dict[str, tuple[int, bool | None, str]] = {}
    waiting: list[Arrival] = []
    busy: dict[str, int] = {}
    idle = {shift.worker: 0 for shift in shifts}
    served = dict.fromkeys(idle, 0)
    for now in range(150):
        waiting += [one for one in arrivals if one.at == now]
        for worker in [shift.worker for shift in shifts if shift.start == now and busy.get(shift.worker, now) == now]:
            idle[worker] = now
        while True:
            for worker in [worker for worker, until in busy.items() if until == now]:
                del busy[worker]
                idle[worker] = now
            free = {shift.worker for shift in shifts if shift.start <= now < shift.until} - busy.keys()
            if not waiting or not free:
                break
            while waiting and free:
                one = min(waiting, key=rank)
                worker = min(free, key=lambda each: (idle[each], served[each], each))
                waiting.remove(one)
                free.remove(worker)
                found[one.id] = (now - one.at, True, worker)
                busy[worker], served[worker] = now + one.work, served[worker] + 1
        for one in [one for one in waiting if one.patience is not None and one.at + one.patience == now]:
            waiting.remove(one)
            found[one.id] = (now - one.at, False, "")
    return found


@given(scenes)
def test_nobody_is_overtaken_beyond_the_head_start(scene: tuple[list[Arrival], list[Shift]]) -> None:
    arrivals, shifts = scene
    found = list(simulate(arrivals, shifts))
    begun = {one.arrival.id: one.arrival.at + one.waited for one in found if one.answered}
    for one in found:
        left = one.arrival.at + one.waited
        for other in found:
            if other.answered and begun[other.arrival.id] < left and one.arrival.at <= begun[other.arrival.id]:
                assert other.arrival.at - other.arrival.ahead <= one.arrival.at - one.arrival.ahead


# ------------------------------------------------------------------------------------------- against theory


def poisson(
    drawn: random.Random, rate: float, count: int, works: Callable[[], float], patience: Callable[[], float]
) -> Iterator[Arrival]:
    now = 0.0
    for number in range(count):
        now += drawn.expovariate(rate)
        yield Arrival(f"{number:07d}", round(now * SECOND), round(works() * SECOND), round(patience() * SECOND))


def shares(found: Sequence[Served], warm: int) -> dict[str, float]:
    """Figures of those who came after the first `warm`, in the order of arrival."""
    kept = sorted((one for one in found if int(one.arrival.id) >= warm), key=lambda one: one.arrival.id)
    answered = [one.waited for one in kept if one.answered]
    span = (kept[-1].arrival.at - kept[0].arrival.at) / SECOND
    return {
        "P_W0": sum(one.waited == 0 for one in kept) / len(kept),
        "P_A": sum(one.answered is False for one in kept) / len(kept),
        "E_Q": sum(one.waited for one in kept) / SECOND / span,
        "P_W_le_0_1_S": sum(wait <= SECOND // 10 for wait in answered) / len(answered),
        "P_W_le_0_2_S": sum(wait <= SECOND // 5 for wait in answered) / len(answered),
    }


def test_it_agrees_with_erlang_a() -> None:
    """120,000 arrivals with the seed 5; tolerances are a few half widths of one such run."""
    drawn = random.Random(5)
    arrivals = list(poisson(drawn, 102, 120_000, lambda: drawn.expovariate(1), lambda: drawn.expovariate(1)))
    found = shares(list(simulate(arrivals, desk(100))), warm=2_000)
    exact = erlang_a(
        Load(102, datetime.timedelta(seconds=1), datetime.timedelta(seconds=1), datetime.timedelta(seconds=1)), 100
    )
    tenth = datetime.timedelta(milliseconds=100)
    assert found["P_W0"] == pytest.approx(1 - exact.waits, abs=0.02)
    assert found["P_A"] == pytest.approx(exact.abandonment, abs=0.004)
    assert found["E_Q"] == pytest.approx(exact.queue, abs=0.4)
    assert found["P_W_le_0_1_S"] == pytest.approx(exact.answered_within(tenth), abs=0.02)
    assert found["P_W_le_0_2_S"] == pytest.approx(exact.answered_within(2 * tenth), abs=0.01)


def test_it_agrees_with_the_published_simulation_of_times_that_are_not_exponential(
    published: Callable[[str], Path],
) -> None:
    """M/E2/100+E2. Published with a half width h of 50 million arrivals; of n it is about h sqrt(5e7 / n)."""
    case = json.loads(published("oracles/erlang_cases.json").read_text("utf-8"))["e2_simulated"][0]
    drawn = random.Random(7)
    count, warm = 150_000, 5_000
    arrivals = list(poisson(drawn, 102, count, lambda: drawn.gammavariate(2, 0.5), lambda: drawn.gammavariate(2, 0.5)))
    found = shares(list(simulate(arrivals, desk(100))), warm)
    wider = (50_000_000 / (count - warm)) ** 0.5
    for name, (value, half) in case["published"].items():
        assert found[name] == pytest.approx(value, abs=half * wider), name
