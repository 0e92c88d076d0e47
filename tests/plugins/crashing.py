"""A workload for crashes: what an engine, a host and a delivery worker do, as a program that can be killed anywhere.

It tells on a pipe what was acknowledged to it, and runs again over what a killed one left. The proof itself is not
here: `test_sqlite_crash.py` reads the database with a driver of its own.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from attrs import frozen

from engage.plugins import Claimed, Commit, Committed, Duplicate, Unit
from engage.testing.units import timer, unit
from engage_sqlite.migrating import upgrade as _loaded_before_the_fork  # noqa: F401
from engage_sqlite.storage import SqliteStorage
from engage_sqlite.writing import write_unit

__all__ = ["EFFECTS", "EVENTS", "POINTS", "Killed", "run_and_kill", "work"]

#: Every crash point of the storage, and `sent`, between a delivery and its mark.
POINTS: Final = (
    "migrate",
    "begin",
    "event",
    "customer",
    "decision",
    "outbox",
    "timers",
    "state",
    "commit",
    "committed",
    "alias",
    "facts",
    "activate",
    "claim",
    "mark",
    "replay",
    "sent",
)
EVENTS: Final = 9
EFFECTS: Final = 2 * EVENTS
_BATCH: Final = 4


class WithoutTransactions(SqliteStorage):
    """Broken on purpose: each statement is on disk by itself. The proof must find it out."""

    def _commit_all(self, units: Sequence[tuple[str, Unit]]) -> Sequence[Commit]:
        with self._connections.write() as connection:
            connection.execute("COMMIT")
            results = [write_unit(connection, tenant, one, self._crash) for tenant, one in units]
            connection.execute("BEGIN")
            return results


def work(path: str, sent: str, crash: Callable[[str], None], tell: Callable[[str], None], bug: str = "") -> None:
    """The whole workload. Run again after a crash, it does what is left; run again after that, nothing.

    `bug` breaks it on purpose: `no transaction`, `told too early`, `marked too early`.
    """
    storage_class = WithoutTransactions if bug == "no transaction" else SqliteStorage
    with closing(storage_class(path, crash=crash)) as storage:
        storage.prepare()
        if storage.activation("main") is None:
            storage.activate("main", "hash", "[]", 1, "", 0)
        tell("activated")
        storage.add_alias("main", "phone", "c0")
        tell("alias")
        known = storage.customer("main", "known")
        if known is None:
            storage.set_facts("main", "known", '{"a":1}', 0)
        tell("facts")
        _commit_all(storage, tell, early=bug == "told too early")
        _deliver_all(storage, sent, crash, tell, early=bug == "marked too early")


def _units(storage: SqliteStorage) -> list[Unit]:
    """Nine events of three customers, the last three of them in one transaction."""
    units = []
    for number in range(EVENTS):
        subject = ("phone", "c1", "c2")[number % 3]
        units.append(
            unit(
                number,
                storage.key_of("main", subject),
                subject=subject,
                generation=1,
                version=number // 3,
                facts=f'{{"last":{number}}}',
                contact=f"k{number % 3}",
                channels=("crm", "mail"),
                timers=(timer("nudge", number, decision_id=f"d{number}"),),
                fired_timer=timer("nudge", number - 3, decision_id=f"d{number - 3}").id if number >= 3 else "",
                footprints=(("r1", "customer"), ("r2", "contact")),
                held=(("h1", number),),
            )
        )
    return units


def _commit_all(storage: SqliteStorage, tell: Callable[[str], None], early: bool) -> None:
    units = _units(storage)
    for one in units[:6]:
        if early:
            tell(f"event {one.event.id}")
        result = storage.commit("main", one)
        assert isinstance(result, Committed | Duplicate), result
        tell(f"event {one.event.id}")
    results = storage.commit_many("main", units[6:])
    assert len({type(result) for result in results}) == 1
    for one in units[6:]:
        tell(f"event {one.event.id}")


def _deliver_all(
    storage: SqliteStorage, sent: str, crash: Callable[[str], None], tell: Callable[[str], None], early: bool
) -> None:
    """Deliver to a file. One effect is refused once and replayed. A lease that a killed one left is waited for."""
    for round in range(1, 1_000):
        waiting, dead_letters = storage.outbox("main", state="new"), storage.outbox("main", state="dead")
        if not waiting and not dead_letters:
            return
        for dead in dead_letters:
            storage.replay_dead("main", dead.key)
            tell(f"replayed {dead.key}")
        for channel in ("crm", "mail"):
            for one in storage.claim("main", channel, _BATCH, 60, now=round * 10**9):
                state = "" if early else _send(one, sent)
                if early:
                    assert storage.mark("main", one.record.key, one.attempt, "done", "code")
                crash("sent")
                if early:
                    state = _send(one, sent)
                else:
                    assert storage.mark("main", one.record.key, one.attempt, state, "code")
                tell(f"{state} {one.record.key}")
    raise AssertionError("effects wait for ever")


def _send(one: Claimed, sent: str) -> str:
    """Deliver; the first attempt at one effect is refused."""
    record = one.record
    if record.customer == "c1" and record.sequence == 1 and one.attempt == 1:
        return "dead"
    with Path(sent).open("a") as receiver:
        receiver.write(f"{record.channel} {record.customer} {record.sequence} {record.key}\n")
    return "done"


@frozen
class Killed:
    """What a run came to: whether it was killed, what had been acknowledged, how often each point was passed."""

    killed: bool
    acknowledged: tuple[str, ...]
    passed: dict[str, int]


def run_and_kill(path: str, sent: str, point: str = "", occurrence: int = 0, bug: str = "") -> Killed:
    """Run the workload in a forked process that is killed at the n-th passing of a point."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _run_child(path, sent, writing, point, occurrence, bug)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        lines = told.read().splitlines()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), (point, occurrence, lines[-3:])
    passed = dict(_passed(line) for line in lines if line.startswith("passed "))
    return Killed(status != 0, tuple(line for line in lines if not line.startswith("passed ")), passed)


def _passed(line: str) -> tuple[str, int]:
    _, point, count = line.split()
    return point, int(count)


def _run_child(path: str, sent: str, writing: int, point: str, occurrence: int, bug: str) -> None:
    passed: dict[str, int] = {}

    def crash(here: str) -> None:
        passed[here] = passed.get(here, 0) + 1
        if here == point and passed[here] == occurrence:
            os.kill(os.getpid(), signal.SIGKILL)

    def tell(line: str) -> None:
        os.write(writing, f"{line}\n".encode())

    try:
        work(path, sent, crash, tell, bug)
        for name, count in passed.items():
            tell(f"passed {name} {count}")
        os._exit(0)
    except BaseException as failure:
        tell(repr(failure))
    finally:
        os._exit(70)
