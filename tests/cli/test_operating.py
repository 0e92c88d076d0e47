"""What an operator does to `engage run`, `tick` and `import`: streams that end, broken files, the wrong ruleset."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import IO

import pytest

import engage
from cli.calling import Caller
from engage.runtime import SetClock
from engage_sqlite.storage import SqliteStorage

HOUR = 3_600_000_000


def line(number: int, **other: str) -> str:
    event = {"id": f"e{number}", "source": "/s", "type": "cancel.requested", "time": "2026-01-05T10:00:00Z"}
    return json.dumps({**event, "subject": f"c{number}", "data": {}, **other}) + "\n"


def decisions(file: Path) -> int:
    """How many are on disk."""
    with closing(SqliteStorage(str(file))) as storage:
        return storage.counts("main")["decisions"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stream_tells_at_once_what_it_refuses_and_sums_up_when_it_is_ended(
    fresh: Path, tmp_path: Path, number: signal.Signals
) -> None:
    command = [sys.executable, "-c", "from engage.cli import main; main()", "run", str(fresh), "--events", "-"]
    running = subprocess.Popen(
        [*command, "--storage", f"sqlite:{tmp_path / 'care.db'}", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "LANG": "en_US.UTF-8", "LC_ALL": ""},
    )
    try:
        assert running.stdin
        assert running.stderr
        running.stdin.write((line(1, time="yesterday") + line(2)).encode())
        running.stdin.flush()
        assert "line 1: G016 at /time" in said(running.stderr)
        while not decisions(tmp_path / "care.db"):  # the second line waits for a pause in the stream
            assert running.poll() is None
            time.sleep(0.05)
        running.send_signal(number)
        told, _ = running.communicate(timeout=60)
        assert running.returncode == 128 + number
        summed = json.loads(told)
        assert (summed["decisions"], len(summed["refused"])) == (1, 1)
    finally:
        running.kill()


def said(stream: IO[bytes]) -> str:
    return stream.readline().decode()


def test_the_standard_input_may_be_closed(
    fresh: Path, tmp_path: Path, call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    called = call("run", str(fresh), "--events", "-", "--storage", f"sqlite:{tmp_path / 'care.db'}")
    assert (called.code, "the standard input is closed" in called.err) == (2, True)


def test_a_packed_file_that_breaks_off_is_decided_up_to_there_and_told(
    call: Caller, fresh: Path, tmp_path: Path
) -> None:
    whole = gzip.compress("".join(map(line, range(2_000))).encode())
    broken = tmp_path / "events.jsonl.gz"
    broken.write_bytes(whole[: len(whole) // 2])
    storage = ("--storage", f"sqlite:{tmp_path / 'care.db'}")
    called = call("run", str(fresh), "--events", str(broken), *storage, "--json")
    decided = called.json["decisions"]
    assert called.code == 3
    assert 0 < decided < 2_000
    assert f"S045 at {broken}:" in called.err
    broken.write_bytes(whole)
    assert call("run", str(fresh), "--events", str(broken), *storage, "--json").json["decisions"] == 2_000


def test_a_file_in_utf_16_is_told_as_such(call: Caller, fresh: Path, tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(line(1), encoding="utf-16")
    called = call("run", str(fresh), "--events", str(path), "--storage", f"sqlite:{tmp_path / 'care.db'}")
    assert (called.code, "UTF-16" in called.err) == (2, True)


def test_a_ruleset_of_another_name_is_not_replaced_by_mistake(call: Caller, fresh: Path, tmp_path: Path) -> None:
    events = tmp_path / "events.jsonl"
    events.write_text(line(1), encoding="utf-8")
    words = ("--events", str(events), "--storage", f"sqlite:{tmp_path / 'care.db'}")
    assert call("run", str(fresh), *words).code == 0
    other = tmp_path / "other"
    assert call("new", str(other), "--name", "another").code == 0
    refused = call("run", str(other), *words)
    assert (refused.code, "--take-over" in refused.err) == (2, True)
    assert call("run", str(other), *words, "--take-over").code == 0
    assert call("run", str(tmp_path / "nowhere"), *words).code == 2


def test_an_activation_of_a_run_is_dated_by_the_machines_clock(call: Caller, fresh: Path, tmp_path: Path) -> None:
    events, storage = tmp_path / "events.jsonl", f"sqlite:{tmp_path / 'care.db'}"
    events.write_text(line(1), encoding="utf-8")
    before = time.time()
    assert call("run", str(fresh), "--events", str(events), "--storage", storage).code == 0
    with engage.Engine(engage.load(fresh), storage, activate=False) as engine:
        active = engine.storage.activation("main")
        assert active
        assert before - 1 <= active.at / 1_000_000 <= time.time()
        assert next(engine.decisions("c1")).at == 1_767_607_200_000_000


def test_tick_fires_the_timers_that_are_due(call: Caller, tmp_path: Path) -> None:
    storage, care = f"sqlite:{tmp_path / 'care.db'}", Path(__file__).parents[2] / "rulesets" / "telecom-care"
    closed = {"id": "e1", "source": "/s", "type": "complaint.closed", "time": "2026-01-06T10:00:00Z", "subject": "c1"}
    with engage.Engine(engage.load(care), storage, clock=SetClock(1_767_693_600_000_000)) as engine:
        engine.receive({**closed, "data": {}})
    assert call("tick", "--storage", storage, "--json").json["fired"] > 0
    again = call("tick", str(care), "--storage", storage)
    assert (again.code, "0 timers fired" in again.out) == (0, True)


def test_customers_come_packed_and_over_the_standard_input(call: Caller, fresh: Path, tmp_path: Path) -> None:
    packed = tmp_path / "customers.csv.gz"
    packed.write_bytes(gzip.compress(b"customer,customer.tier\nc1,gold\n"))
    words = ("import", str(fresh), "--customers", str(packed), "--storage", f"sqlite:{tmp_path / 'care.db'}", "--json")
    assert call(*words).json == {"customers": 1, "refused": []}
