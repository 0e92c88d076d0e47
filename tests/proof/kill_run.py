"""Kill `engage run` again and again, start it again to the end, and compare it byte for byte with a run left alone.

    python tests/proof/kill_run.py                                    a made-up call log, 50 kills
    python tests/proof/kill_run.py --events FILE.txt.gz --kills 200   a call log of your own, or the published one

Each kill is a SIGKILL at a moment drawn from the seed: most when so many decisions are on disk, some at a moment
after the start (while rules are read, the file is opened, or old events pass by). What is compared is read from the
database by the driver alone: decisions with their ids, plans, effects, sequences, facts used and changes; events;
effects that wait; timers; profiles; what `once per` remembers.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice, zip_longest
from pathlib import Path
from random import Random
from typing import Final

from attrs import frozen

# As a script it is found beside this file, as part of the tests below their folder.
if __package__:
    from proof.made_up_calls import write_calls
else:
    from made_up_calls import write_calls  # type: ignore[import-not-found,no-redef]

__all__ = ["Figures", "compared", "kill_run"]

RULESET: Final = Path(__file__).parent.parent.parent / "rulesets" / "bank-calls"
#: What must be the same however often a run was killed. Left out is only when a row was written.
_SAME: Final = {
    "decision": "id, event_id, source, key, sequence, at, ruleset_hash, generation, public, personal",
    "event": "source, id, digest, kind, at, offset, subject, key, contact, data, payload, sequence, decision_id",
    "outbox": "key, decision_id, number, customer, sequence, channel, kind, payload, not_before, state, attempt",
    "timer": "id, name, nominal, key, subject, contact, decision_id, state",
    "customer": "key, facts, version, next_sequence",
    "contact": "key, facts, version, next_sequence",
    "footprint": "owner, subject, rule, at",
    "held": "owner, slot, since",
    "alias": "alias, key",
    "activation": "generation, ruleset_hash",
}
_HALF_DONE: Final = """
    SELECT (SELECT count(*) FROM event e WHERE NOT EXISTS (
                SELECT 1 FROM decision d WHERE d.tenant = e.tenant AND d.id = e.decision_id))
         + (SELECT count(*) FROM decision) - (SELECT count(*) FROM event)
         + (SELECT count(*) FROM outbox o WHERE NOT EXISTS (
                SELECT 1 FROM decision d WHERE d.tenant = o.tenant AND d.id = o.decision_id))"""
_LONGEST_SECONDS: Final = 3_600.0


@frozen
class Figures:
    """What a proof came to."""

    events: int
    decisions: int
    effects: int
    kills: int
    while_writing: int
    seconds: float

    def lines(self) -> Iterator[str]:
        """For people."""
        yield f"{self.events:,} events, {self.decisions:,} decisions, {self.effects:,} effects that wait"
        yield f"{self.kills} kills (SIGKILL), {self.while_writing} of them while decisions were being written"
        yield "0 lost, 0 half done, 0 doubled, 0 bytes different from a run left alone"
        yield f"{self.seconds:.1f} seconds"


def kill_run(
    events: Path, folder: Path, *, kills: int, seed: int = 1, told: Callable[[str], None] = lambda _: None
) -> Figures:
    """Run undisturbed and killed `kills` times, and compare. AssertionError names the first difference."""
    started = time.monotonic()
    alone, killed = folder / "alone.db", folder / "killed.db"
    told("a run that nobody disturbs")
    _run_to_the_end(events, alone)
    undisturbed = time.monotonic() - started
    total = _count(alone, "decision")
    dice = Random(seed)
    # Four of five by decisions on disk, over the whole file; one of five by the time since the start.
    targets = sorted(dice.randrange(total) for _ in range(kills - kills // 5))
    done = writing = attempts = 0
    while done < kills:
        attempts += 1
        assert attempts <= 3 * kills + 10, "the run ends before it can be killed: take a longer file"
        by_time = bool(kills // 5) and done % 5 == 4
        before = _count(killed, "decision")
        target = targets[min(done - done // 5, len(targets) - 1)] if targets else 0
        if by_time:
            was_killed = _killed_after(events, killed, dice.uniform(0.0, undisturbed))
        else:
            was_killed = _killed_at(events, killed, max(target, before + 1), dice.uniform(0.0, 0.02))
        after = _check_what_is_left(killed)
        assert after >= before, f"{before - after} decisions that were on disk are lost"
        done += was_killed
        writing += was_killed and after > before
        told(f"kill {done}: {after:,} of {total:,} decisions are on disk, nothing half done")
        if after >= total and done < kills:
            # All is decided: begin anew, so that every kill meets work to be done.
            compared(alone, killed)
            _remove(killed)
            targets = sorted(dice.randrange(total) for _ in range(kills - kills // 5))
    _run_to_the_end(events, killed)
    _check_what_is_left(killed)
    compared(alone, killed)
    events_there, effects = _count(alone, "event"), _count(alone, "outbox")
    return Figures(events_there, total, effects, done, writing, time.monotonic() - started)


def compared(alone: Path, killed: Path) -> None:
    """Hold two databases against each other, row for row. AssertionError names the table and the first difference."""
    with closing(_opened(alone)) as one, closing(_opened(killed)) as other:
        for table, columns in _SAME.items():
            query = f"SELECT {columns} FROM {table} ORDER BY {columns}"
            for expected, found in zip_longest(one.execute(query), other.execute(query)):
                assert expected == found, f"{table}: {found} instead of {expected}"


def _command(events: Path, database: Path) -> list[str]:
    words = ["run", str(RULESET), "--events", str(events), "--storage", f"sqlite:{database}", "--json"]
    return [sys.executable, "-m", "engage.cli", *words]


def _started(events: Path, database: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(_command(events, database), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _run_to_the_end(events: Path, database: Path) -> None:
    with _started(events, database) as run:
        _, complaint = run.communicate(timeout=_LONGEST_SECONDS)
    assert run.returncode == 0, complaint.decode("utf-8", "replace")


def _killed_after(events: Path, database: Path, seconds: float) -> bool:
    """Kill so long after the start; False when it had ended."""
    with _started(events, database) as run:
        try:
            run.wait(seconds)
        except subprocess.TimeoutExpired:
            return _kill(run)
        return _ended(run)


def _killed_at(events: Path, database: Path, decisions: int, later: float) -> bool:
    """Kill a little later than so many decisions are on disk; False when it had ended."""
    deadline = time.monotonic() + _LONGEST_SECONDS
    with _started(events, database) as run:
        while run.poll() is None:
            assert time.monotonic() < deadline, "the run does not come forward"
            if _count(database, "decision") >= decisions:
                time.sleep(later)
                return _kill(run)
            time.sleep(0.002)
        return _ended(run)


def _kill(run: subprocess.Popen[bytes]) -> bool:
    run.send_signal(signal.SIGKILL)
    return run.wait() == -signal.SIGKILL or _ended(run)


def _ended(run: subprocess.Popen[bytes]) -> bool:
    complaint = run.stderr.read() if run.stderr else b""
    assert run.returncode == 0, complaint.decode("utf-8", "replace")
    return False


def _opened(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(database, timeout=30.0)


def _count(database: Path, table: str) -> int:
    """Rows of a table with positions; 0 while the file or its schema is not there yet."""
    if not database.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30.0)) as raw:
            column = "count(*)" if table == "event" else "max(position)"
            return int(raw.execute(f"SELECT {column} FROM {table}").fetchone()[0] or 0)
    except sqlite3.OperationalError:
        return 0


def _check_what_is_left(database: Path) -> int:
    """Look at the files as a killed run left them. How many decisions there are."""
    if not _count(database, "decision"):
        return 0
    with closing(_opened(database)) as raw:
        assert raw.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        assert raw.execute(_HALF_DONE).fetchone() == (0,), "something is half done"
    return _count(database, "decision")


def _remove(database: Path) -> None:
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()


def first_calls(events: Path, calls: int, to: Path) -> Path:
    """The head of a call log, for a shorter proof."""
    with events.open("rb") as packed, to.open("wb") as short:
        lines = gzip.GzipFile(fileobj=packed) if events.suffix == ".gz" else packed
        short.writelines(islice(lines, calls + 1))
    return to


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. 0 when all is the same, 1 with the first difference."""
    read = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    read.add_argument("--events", type=Path, help="a call log in the published form (.txt, .gz); else one is made up")
    read.add_argument("--calls", type=int, default=0, help="take only so many calls (made up: 2,000)")
    read.add_argument("--kills", type=int, default=50)
    read.add_argument("--seed", type=int, default=1)
    asked = read.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if asked.events is None:
            events = write_calls(folder / "calls.txt", asked.calls or 2_000, asked.seed)
        else:
            events = first_calls(asked.events, asked.calls, folder / "head.txt") if asked.calls else asked.events
        try:
            figures = kill_run(events, folder, kills=asked.kills, seed=asked.seed, told=print)
        except AssertionError as difference:
            kept = Path(tempfile.mkdtemp(prefix="engage-kill-run-"))
            shutil.copytree(folder, kept, dirs_exist_ok=True)
            print(f"different: {str(difference)[:2_000]}\nboth databases are kept in {kept}", file=sys.stderr)
            return 1
    print("\n".join(figures.lines()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
