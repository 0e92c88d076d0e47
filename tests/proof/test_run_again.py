"""A run that stops anywhere and is started again decides in the same order as one that went through.

Here the events ring timers, which the bank's calls do not: what the clock of a run fires between events must not
depend on where an earlier run stopped.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from engage.runtime import SetClock
from engage.workbench.events_in import from_json_lines
from engage.workbench.runner import run_events
from runtime.desk import HOUR, MINUTE, START, engine_on, envelope

Decided = list[tuple[str, str, int | None, int]]


def events(seed: int, count: int, customers: int, late: bool) -> list[str]:
    """JSON lines of several customers; complaints start timers of an hour, some events come late or together."""
    dice, at, lines = Random(seed), START, []
    for number in range(count):
        at += dice.choice((0, 0, 10, 45, 60, 90)) * MINUTE
        when = at - (dice.choice((0, 2 * HOUR)) if late else 0)
        type = dice.choice(("complaint.received", "complaint.received", "bill.issued", "cancel.requested"))
        lines.append(json.dumps(envelope(number, type, when, f"c{dice.randrange(customers)}")))
    return lines


def run(path: Path, lines: Sequence[str], stop_after: int | None = None) -> Decided:
    """Run as `engage run` does, up to so many results; then what is stored."""
    clock = SetClock()
    with engine_on(path, clock=clock) as engine:
        for _ in islice(run_events(engine, clock, from_json_lines(lines)), stop_after):
            pass
        return sorted((one.id, one.kind, one.sequence, one.at) for one in engine.decisions())


def differing(folder: Path, lines: Sequence[str], step: int = 1) -> list[int]:
    """After how many results a stop changes what is decided in the end."""
    expected = run(folder / "whole.db", lines)
    stops = []
    for stop in range(1, len(lines), step):
        run(folder / f"{stop}.db", lines, stop)
        if run(folder / f"{stop}.db", lines) != expected:
            stops.append(stop)
    return stops


def test_a_run_started_again_after_its_end_changes_nothing(tmp_path: Path) -> None:
    lines = events(1, 60, 4, late=True)
    assert run(tmp_path / "care.db", lines) == run(tmp_path / "care.db", lines)


def test_a_timer_rings_before_an_event_that_comes_after_it(tmp_path: Path) -> None:
    lines = [
        json.dumps(envelope(0, "complaint.received", START, "c0")),
        json.dumps(envelope(1, "bill.issued", START + 2 * HOUR, "c1")),
        json.dumps(envelope(2, "bill.issued", START + 3 * HOUR, "c2")),
    ]
    assert "timer:chase" in [kind for _, kind, _, _ in run(tmp_path / "care.db", lines)]


@pytest.mark.parametrize(("seed", "late"), [(6, False), (5, True), (9, True)])
def test_a_run_that_stopped_anywhere_and_is_started_again_decides_the_same(
    tmp_path: Path, seed: int, late: bool
) -> None:
    assert differing(tmp_path, events(seed, 9, 3, late)) == []


def test_a_run_without_timers_that_stopped_anywhere_decides_the_same(tmp_path: Path) -> None:
    lines = [line for line in events(3, 60, 5, late=True) if "complaint.received" not in line]
    assert differing(tmp_path, lines, step=7) == []
