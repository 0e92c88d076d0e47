"""`engage run --events -` on a pipe that stays open: what was written is decided, whether more comes or not."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path


def recorded(path: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as raw:
            return int(raw.execute("SELECT count(*) FROM event").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # not there yet


def test_events_on_an_open_pipe_are_decided_as_they_come(fresh: Path, tmp_path: Path) -> None:
    place = tmp_path / "care.db"
    command = [sys.executable, "-c", "from engage.cli import main; main()", "run", str(fresh), "--events", "-"]
    running = subprocess.Popen(
        [*command, "--storage", f"sqlite:{place}", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert running.stdin
    try:
        for number in range(30):
            event = {"id": f"e{number}", "source": "/s", "type": "cancel.requested", "time": "2026-01-05T10:00:00Z"}
            running.stdin.write(json.dumps({**event, "subject": f"c{number}", "data": {}}).encode() + b"\n")
        running.stdin.flush()
        for _ in range(300):
            if recorded(place) == 30:
                break
            time.sleep(0.2)
        assert recorded(place) == 30  # the pipe is still open
        told, _ = running.communicate()
        assert json.loads(told)["decisions"] == 30
    finally:
        running.kill()
