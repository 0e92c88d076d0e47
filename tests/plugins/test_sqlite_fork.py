"""What a host was told is kept, is kept, however it forks: counted by a third process that had no part in it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

HOST = Path(__file__).with_name("forking_host.py")


def acknowledged(path: Path, how: str) -> list[str]:
    """What the host and its children told. Standard output ends when the last of them has ended."""
    told = subprocess.run(
        [sys.executable, "-W", "ignore", str(HOST), str(path), how],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert told.returncode == 0, told.stderr
    assert not told.stderr
    return told.stdout.splitlines()


def kept(path: Path) -> list[str]:
    """Every event in the file, by a driver of its own."""
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return sorted(f"kept {row[0]}" for row in raw.execute("SELECT id FROM event"))


@pytest.mark.parametrize(("how", "count"), [("load", 201), ("leave", 41), ("gone", 7)])
def test_everything_acknowledged_around_a_fork_is_kept(tmp_path: Path, how: str, count: int) -> None:
    told = acknowledged(tmp_path / "care.db", how)
    assert sorted(told) == kept(tmp_path / "care.db")
    assert len(told) == count


def test_a_child_forked_behind_pythons_back_is_refused_and_its_parent_goes_on(tmp_path: Path) -> None:
    told = acknowledged(tmp_path / "care.db", "native")
    assert sorted(told) == ["kept e1", "kept e3", "refused S034"]
    assert kept(tmp_path / "care.db") == ["kept e1", "kept e3"]
