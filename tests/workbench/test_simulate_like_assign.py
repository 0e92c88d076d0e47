"""The simulator matches as `engage.service.assign` does: one step of it is one call of assign, worker by worker."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.facts.plan import Route
from engage.facts.units import Duration, Unit
from engage.workbench.simulate import Arrival, Shift, simulate

routing: Any = pytest.importorskip("engage.service.assign", reason="contacts are not assigned to workers yet")
waiting: Any = pytest.importorskip("engage.service.waiting", reason="contacts are not assigned to workers yet")

START = datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC)


def at(seconds: int) -> datetime.datetime:
    return START + datetime.timedelta(seconds=seconds)


arrivals = st.lists(
    st.builds(
        Arrival,
        st.uuids().map(str),
        st.integers(0, 40),
        st.integers(1, 15),
        st.none() | st.integers(0, 20),
        st.sampled_from([0, 5, 9]),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@given(arrivals, st.integers(1, 3))
def test_each_match_is_that_of_assign(coming: list[Arrival], staff: int) -> None:
    """A walk over the moments that asks `assign` at each. Lengths here are in whole seconds, as if microseconds."""
    shifts = [Shift(f"w{number}", 0, 10**9) for number in range(staff)]
    found = {one.arrival.id: (one.waited, one.answered, one.worker) for one in simulate(coming, shifts)}
    assert found == asked(coming, [shift.worker for shift in shifts])


def asked(coming: Sequence[Arrival], names: Sequence[str]) -> dict[str, tuple[int, bool, str]]:
    found: dict[str, tuple[int, bool, str]] = {}
    queue: dict[str, Arrival] = {}
    until, idle, served = dict.fromkeys(names, 0), dict.fromkeys(names, 0), dict.fromkeys(names, 0)
    for now in range(240):
        queue |= {one.id: one for one in coming if one.at == now}
        idle |= {name: now for name in names if until[name] == now}
        free = [
            waiting.Worker(name, ["desk"], at(idle[name]), served=served[name]) for name in names if until[name] <= now
        ]
        line = [
            waiting.Waiting(one.id, Route("desk", ahead=Duration(one.ahead, Unit.SECOND)), at(one.at))
            for one in queue.values()
        ]
        for match in routing.assign(line, free, at(now)):
            one = queue.pop(match.contact)
            found[one.id] = (now - one.at, True, match.worker)
            until[match.worker], served[match.worker] = now + one.work, served[match.worker] + 1
        for one in [one for one in queue.values() if one.patience is not None and one.at + one.patience == now]:
            del queue[one.id]
            found[one.id] = (now - one.at, False, "")
    return found
