"""Killed at every crash point, at every occurrence: nothing acknowledged is lost, nothing is half done or done twice.

The short form kills at the first, middle and last passing of each point; `ENGAGE_PROOF=long` at each one.
What is checked is read by the driver alone, from the files that a killed process left.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from plugins.crashing import EFFECTS, EVENTS, POINTS, Killed, run_and_kill

LONG = os.environ.get("ENGAGE_PROOF") == "long"


@pytest.fixture(autouse=True)
def _fork_with_threads() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns: pytest itself has threads
        yield


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder in memory where there is one: a killed process leaves its files to the kernel, disk or not."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Killed, list[tuple[object, ...]]]:
    """A run that nobody killed, and what it left."""
    folder = tmp_path_factory.mktemp("whole")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        run = run_and_kill(str(folder / "care.db"), str(folder / "sent"))
    assert not run.killed, run.acknowledged
    return run, left(folder / "care.db")


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        return [tuple(row) for row in raw.execute(query)]


def left(path: Path) -> list[tuple[object, ...]]:
    """All that must be the same however often a run was killed."""
    found: list[tuple[object, ...]] = []
    for table, columns in (
        ("event", "tenant, source, id, digest, key, sequence, data, payload, decision_id"),
        ("decision", "tenant, id, event_id, key, sequence, generation, public, personal"),
        ("customer", "tenant, key, facts, version, next_sequence"),
        ("contact", "tenant, key, version"),
        ("outbox", "tenant, key, decision_id, number, line, sequence, channel, payload, state, head"),
        ("timer", "tenant, id, state, nominal"),
        ("footprint", "tenant, owner, subject, rule, at"),
        ("held", "tenant, owner, slot, since"),
        ("alias", "tenant, alias, key"),
        ("activation", "tenant, generation, ruleset_hash"),
        ("ruleset", "tenant, hash, sources"),
    ):
        found += [(table, *row) for row in rows(path, f"SELECT {columns} FROM {table} ORDER BY {columns}")]
    return found


def check_nothing_is_half_done(path: Path, run: Killed) -> None:
    """Invariants of the files as they were found, before anybody mends anything."""
    if not rows(path, "SELECT 1 FROM sqlite_master WHERE name = 'event'"):
        assert not run.acknowledged  # killed while the first schema was made: all of it is gone
        return
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    events = {str(row[0]) for row in rows(path, "SELECT id FROM event")}
    told = [line.split() for line in run.acknowledged]
    assert {words[1] for words in told if words[0] == "event"} <= events
    assert len(events) in {0, 1, 2, 3, 4, 5, 6, 9}, "three events are of one transaction"
    whole_units = """
        SELECT count(*) FROM event e JOIN decision d ON d.id = e.decision_id AND d.sequence = e.sequence
        WHERE (SELECT count(*) FROM outbox o WHERE o.decision_id = d.id AND o.sequence = e.sequence) = 2
        AND (SELECT count(*) FROM timer t WHERE t.decision_id = 'd' || substr(e.id, 2)) = 1
        AND (SELECT at FROM footprint f WHERE f.owner = 'contact:' || e.contact AND f.rule = 'r2') >= e.at
        AND (SELECT since FROM held h WHERE h.owner = 'customer:' || e.key) >= substr(e.id, 2)"""
    assert rows(path, whole_units) == [(len(events),)]
    assert rows(path, "SELECT count(*) FROM decision") == [(len(events),)]
    assert rows(path, "SELECT count(*) FROM outbox") == [(2 * len(events),)]
    assert rows(path, "SELECT count(*) FROM timer") == [(len(events),)]
    per_customer = """
        SELECT count(*) FROM customer c WHERE key <> 'known' AND (
            next_sequence <> 1 + (SELECT count(*) FROM event e WHERE e.key = c.key)
            OR version <> (SELECT count(*) FROM event e WHERE e.key = c.key)
            OR facts <> (SELECT '{"last":' || substr(id, 2) || '}' FROM event e
                         WHERE e.key = c.key ORDER BY sequence DESC LIMIT 1))"""
    assert rows(path, per_customer) == [(0,)]
    heads = """
        SELECT count(*) FROM outbox o WHERE head <> (state = 'new' AND position = (
            SELECT min(position) FROM outbox w WHERE w.state = 'new' AND w.line = o.line AND w.channel = o.channel))"""
    assert rows(path, heads) == [(0,)]
    check_marks(path, [words for words in told if words[0] in ("done", "dead", "replayed")])


def check_marks(path: Path, told: list[list[str]]) -> None:
    """An outcome that was acknowledged stands; a later one may stand instead."""
    states = {str(key): str(state) for key, state in rows(path, "SELECT key, state FROM outbox")}
    follows = {"done": {"done"}, "dead": {"dead", "new", "done"}, "replayed": {"new", "done"}}
    for outcome, key in told:
        assert states[key] in follows[outcome]
    if ["activated"] in told:
        assert rows(path, "SELECT count(*) FROM activation") == [(1,)]


def check_receiver(sent: Path, resent: int) -> None:
    """Every effect arrived, in the order of its customer and channel, and again at most where a run was killed."""
    arrived = [line.split() for line in sent.read_text().splitlines()]
    counts = Counter(key for *_, key in arrived)
    assert len(counts) == EFFECTS
    assert sum(counts.values()) - EFFECTS <= resent
    lines: dict[tuple[str, str], list[int]] = {}
    for channel, customer, sequence, _ in arrived:
        lines.setdefault((channel, customer), []).append(int(sequence))
    for sequences in lines.values():
        assert sequences == sorted(sequences)


def occurrences(count: int) -> list[int]:
    """Which passings of a point to kill at."""
    return list(range(1, count + 1)) if LONG else sorted({1, (count + 1) // 2, count})


def test_every_point_is_passed(whole: tuple[Killed, list[tuple[object, ...]]]) -> None:
    assert set(whole[0].passed) == set(POINTS)
    assert len([line for line in whole[0].acknowledged if line.startswith("event")]) == EVENTS


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_point_nothing_is_lost_or_half_done(
    whole: tuple[Killed, list[tuple[object, ...]]], place: Path, point: str
) -> None:
    reference, expected = whole
    for occurrence in occurrences(reference.passed[point]):
        folder = place / str(occurrence)
        folder.mkdir()
        path, sent = folder / "care.db", folder / "sent"
        run = run_and_kill(str(path), str(sent), point, occurrence)
        assert run.killed
        evidence = folder / "evidence"
        evidence.mkdir()
        for file in folder.glob("care.db*"):
            shutil.copy(file, evidence)
        check_nothing_is_half_done(evidence / "care.db", run)
        again = run_and_kill(str(path), str(sent))
        assert not again.killed
        assert left(path) == expected
        # Only what was sent and not yet marked is sent again, with the same key.
        check_receiver(sent, resent=1)
    print(f"{point}: killed {len(occurrences(reference.passed[point]))} times, nothing lost, half done or doubled")


def test_killed_again_and_again_it_arrives(whole: tuple[Killed, list[tuple[object, ...]]], place: Path) -> None:
    path, sent = place / "care.db", place / "sent"
    kills = 0
    enough = 200 if LONG else 8
    for occurrence in range(3, 2_000):
        run = run_and_kill(str(path), str(sent), POINTS[occurrence % len(POINTS)], 1 + occurrence % 3)
        check_nothing_is_half_done(path, run)
        kills += run.killed
        if kills > enough and not run.killed:
            break
    run_and_kill(str(path), str(sent))
    assert left(path) == whole[1]
    check_receiver(sent, resent=kills)
    print(f"one database killed {kills} times on its way: nothing lost, half done or doubled")


# -- the proof proves itself: it finds what is broken on purpose


@pytest.mark.parametrize(
    ("bug", "point"), [("no transaction", "decision"), ("no transaction", "state"), ("told too early", "commit")]
)
def test_a_storage_broken_on_purpose_is_found_out(place: Path, bug: str, point: str) -> None:
    for occurrence in range(1, 12):
        path = place / f"{occurrence}.db"
        run = run_and_kill(str(path), str(place / "sent"), point, occurrence, bug)
        try:
            check_nothing_is_half_done(path, run)
        except AssertionError:
            return
    raise AssertionError(f"`{bug}` was not found out")


def test_marking_before_sending_is_found_out(place: Path) -> None:
    path, sent = place / "care.db", place / "sent"
    run = run_and_kill(str(path), str(sent), "sent", 5, "marked too early")
    assert run.killed
    run_and_kill(str(path), str(sent))
    with pytest.raises(AssertionError):
        check_receiver(sent, resent=1)
