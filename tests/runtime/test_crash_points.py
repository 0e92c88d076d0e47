"""The engine killed between any two of its steps: nothing acknowledged is lost, nothing arrives twice.

At each point of `crash_workload.POINTS`, at the first, a middle and the last passing (`ENGAGE_PROOF=long`: at every
one). What is checked is read by the driver and from the receiver's file alone. Then the proof is tried on engines
that are broken on purpose, and must find each.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from attrs import frozen

from runtime.crash_workload import BROKEN, POINTS, Run, run_and_kill

LONG = os.environ.get("ENGAGE_PROOF") == "long"
Rows = list[tuple[object, ...]]


@pytest.fixture(autouse=True)
def _fork_with_threads() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns: pytest itself has threads
        yield


@frozen
class Place:
    """A database and the receiver's file."""

    path: Path
    received: Path

    @classmethod
    def below(cls, folder: Path, name: str) -> Place:
        (folder / name).mkdir()
        return cls(folder / name / "care.db", folder / name / "received")

    def rows(self, query: str) -> Rows:
        with closing(sqlite3.connect(self.path)) as raw:
            return [tuple(row) for row in raw.execute(query)]

    def arrivals(self) -> Counter[str]:
        """How often each key arrived."""
        return Counter(line.split()[0] for line in self.received.read_text().splitlines())

    def decided(self) -> Rows:
        """What must be the same however often a run was killed: an answer comes when it comes, all else is fixed."""
        return self.rows(
            "SELECT id, event_id, source, key, ruleset_hash, public, personal FROM decision ORDER BY id"
        ) + self.rows("SELECT key, decision_id, number, channel, payload, state FROM outbox ORDER BY key")


@pytest.fixture
def folder() -> Iterator[Path]:
    """In memory where there is one: a killed process leaves its files to the kernel, disk or not."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as made:
        yield Path(made)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Run]:
    """A run that nobody killed."""
    place = Place.below(tmp_path_factory.mktemp("whole"), "run")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        run = run_and_kill(place.path, place.received)
    assert not run.killed
    assert set(run.passed) == set(POINTS)
    return place, run


def check_after_the_kill(place: Place, run: Run) -> None:
    """What the files must hold the moment the process is gone."""
    if not place.path.exists() or not place.rows("SELECT 1 FROM sqlite_master WHERE name = 'decision'"):
        assert not run.told
        return
    assert place.rows("PRAGMA integrity_check") == [("ok",)]
    events = {str(row[0]) for row in place.rows("SELECT id FROM event")}
    assert run.told <= events, "an event was acknowledged that is not on disk"
    undecided = "SELECT count(*) FROM event e LEFT JOIN decision d ON d.id = e.decision_id WHERE d.id IS NULL"
    assert place.rows(undecided) == [(0,)]
    assert place.rows("SELECT count(*) FROM decision") == [(len(events),)]
    assert place.rows("SELECT count(*) FROM outbox o LEFT JOIN decision d ON d.id = o.decision_id WHERE d.id IS NULL")[
        0
    ] == (0,)
    arrived = place.arrivals() if place.received.exists() else Counter()
    done = {str(row[0]) for row in place.rows("SELECT key FROM outbox WHERE state = 'done'")}
    assert done <= set(arrived), "an effect counts as delivered that never left"


def check_at_the_end(place: Place, whole: Place, kills: int) -> None:
    """What must be true after the last run came to its end."""
    assert place.decided() == whole.decided()
    arrived, expected = place.arrivals(), whole.arrivals()
    assert set(arrived) == set(expected), "the receiver, which knows effects by their key, has more or fewer of them"
    assert arrived.total() - expected.total() <= kills, "something was sent again without a crash"
    gaps = "SELECT count(*) FROM (SELECT max(sequence) AS m, count(*) AS n FROM decision GROUP BY key) WHERE m <> n"
    assert place.rows(gaps) == [(0,)]
    lines = "SELECT d.key, d.at FROM decision d WHERE d.source = '/ivr' ORDER BY d.key, d.sequence"
    assert place.rows(lines) == whole.rows(lines), "a customer's events were decided in another order"


def occurrences(passed: int) -> list[int]:
    """Which passings of a point to die at."""
    return list(range(1, passed + 1)) if LONG else sorted({1, (passed + 1) // 2, passed})


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_point_the_engine_loses_and_doubles_nothing(
    whole: tuple[Place, Run], folder: Path, point: str
) -> None:
    reference, run = whole
    for occurrence in occurrences(run.passed[point]):
        place = Place.below(folder, str(occurrence))
        killed = run_and_kill(place.path, place.received, point, occurrence)
        assert killed.killed
        check_after_the_kill(place, killed)
        assert not run_and_kill(place.path, place.received).killed
        check_at_the_end(place, reference, kills=1)


def test_killed_at_one_point_after_the_other_the_work_ends_the_same(whole: tuple[Place, Run], folder: Path) -> None:
    place, kills = Place.below(folder, "again"), 0
    for turn in range(500 if LONG else 30):
        run = run_and_kill(place.path, place.received, POINTS[turn % len(POINTS)], 1 + turn % 5)
        kills += run.killed
        check_after_the_kill(place, run)
    assert kills > 5
    run_and_kill(place.path, place.received)
    check_at_the_end(place, whole[0], kills)
    print(f"one database killed {kills} times on its way: nothing lost, nothing doubled")


@pytest.mark.parametrize("broken", BROKEN)
def test_an_engine_broken_on_purpose_is_found_out(whole: tuple[Place, Run], folder: Path, broken: str) -> None:
    reference, run = whole
    undisturbed = Place.below(folder, "undisturbed")
    run_and_kill(undisturbed.path, undisturbed.received, broken=broken)
    check_at_the_end(undisturbed, reference, kills=0)  # only a crash shows the mistake
    for point in POINTS:
        for occurrence in occurrences(run.passed[point]):
            place = Place.below(folder, f"{point} {occurrence}")
            killed = run_and_kill(place.path, place.received, point, occurrence, broken)
            try:
                check_after_the_kill(place, killed)
                run_and_kill(place.path, place.received, broken=broken)
                check_at_the_end(place, reference, kills=1)
            except AssertionError as found:
                print(f"`{broken}` was found at `{point}`, passing {occurrence}: {str(found).partition(chr(10))[0]}")
                return
    raise AssertionError(f"`{broken}` was not found out")
