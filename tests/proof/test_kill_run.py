"""`engage run` killed in the midst of its work: started again, it gives what it would have given.

The long form (`ENGAGE_PROOF=long`) kills 50 times, on the whole published file where it is there.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from proof.kill_run import compared, first_calls, kill_run
from proof.made_up_calls import write_calls

LONG = os.environ.get("ENGAGE_PROOF") == "long"


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder in memory where there is one: a killed process leaves its files to the kernel, disk or not."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def two_runs(place: Path) -> Path:
    """A folder with `alone.db` and `killed.db` of a proof that went well."""
    folder = place / "made up"
    folder.mkdir()
    calls = write_calls(folder / "calls.txt", 400, seed=7)
    figures = kill_run(calls, folder, kills=50 if LONG else 3, seed=7)
    print("\n".join(figures.lines()))
    assert figures.events >= 800
    assert figures.while_writing >= (20 if LONG else 2)
    return folder


def test_a_run_that_is_killed_and_started_again_gives_the_same_decisions(two_runs: Path) -> None:
    compared(two_runs / "alone.db", two_runs / "killed.db")


@pytest.mark.parametrize(
    "broken",
    [
        "DELETE FROM decision WHERE position = 100",
        "DELETE FROM event WHERE rowid IN (SELECT rowid FROM event LIMIT 1)",
        "UPDATE decision SET public = public || ' ' WHERE position = 100",
        "UPDATE decision SET sequence = sequence + 1 WHERE position = 100",
        "DELETE FROM outbox WHERE position = 3",
        "UPDATE footprint SET at = at + 1",
    ],
)
def test_the_proof_finds_a_database_that_was_broken_on_purpose(two_runs: Path, tmp_path: Path, broken: str) -> None:
    other = Path(shutil.copy(two_runs / "killed.db", tmp_path))
    with closing(sqlite3.connect(other)) as raw, raw:
        raw.execute(broken)
    with pytest.raises(AssertionError):
        compared(two_runs / "alone.db", other)


def test_the_published_calls_survive_kills(place: Path, published: Callable[[str], Path]) -> None:
    events, folder = published("data/bank_calls/february1999.txt.gz"), place / "published"
    folder.mkdir()
    if not LONG:
        events = first_calls(events, 300, folder / "head.txt")
    figures = kill_run(events, folder, kills=50 if LONG else 2, seed=1)
    print("\n".join(figures.lines()))
