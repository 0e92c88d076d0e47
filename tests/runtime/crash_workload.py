"""An engine with a host and a delivery worker, as a program that can be killed anywhere; and its broken twins.

It tells on a pipe what the host was given, delivers into a file that others read, and runs again over what a killed
one left: the host sends every event again, as a source does that was not answered.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from attrs import evolve, frozen

from engage.runtime import Engine, SetClock
from engage.sockets.channel import Answer, Delivery
from engage.sockets.storage import Claimed, Commit, Snapshot, Unit, Waiting
from engage_sqlite.migrating import upgrade as _loaded_before_the_fork  # noqa: F401
from engage_sqlite.storage import SqliteStorage
from runtime.desk import HOUR, MINUTE, START, envelope, ready

__all__ = ["BROKEN", "CUSTOMERS", "POINTS", "Run", "run_and_kill"]

#: Where the program can die, in the order in which an event and its effect pass.
POINTS: Final = (
    "snapshot",  # read, nothing decided
    "decided",  # decided, nothing written
    "commit",  # written, not committed
    "recorded",  # on disk, the host knows nothing
    "told",  # the host has its decision
    "claimed",  # under lease, not sent
    "sent",  # with the receiver, not recorded
    "answered",  # the answer is on disk, the effect not marked
    "marked",
)
#: Mistakes that the proof must find, each where the engine could make it.
BROKEN: Final = ("mark before deliver", "acknowledge before commit", "no dedup", "a new key at every attempt")
CUSTOMERS: Final = ("c1", "c2", "c3")
_ROUNDS: Final = 3


class _Storage(SqliteStorage):
    """The real storage; it dies where it is told to, and errs where it is told to."""

    def __init__(self, path: str, crash: Callable[[str], None], broken: str) -> None:
        super().__init__(path, crash=lambda point: crash(point) if point == "commit" else None)
        self._die, self._broken, self._calls = crash, broken, 0

    def snapshot(self, tenant: str, **what: object) -> Snapshot:
        found = super().snapshot(tenant, **what)  # type: ignore[arg-type]
        self._die("snapshot")
        return found

    def commit(self, tenant: str, unit: Unit) -> Commit:
        self._die("decided")
        result = super().commit(tenant, unit)
        self._die("recorded")
        return result

    def claim(
        self,
        tenant: str,
        channel: str,
        limit: int,
        lease_seconds: float,
        now: int | None = None,
        among: Waiting | None = None,
    ) -> Sequence[Claimed]:
        claimed = super().claim(tenant, channel, limit, lease_seconds, now, among)
        if claimed:
            self._die("claimed")
        if self._broken == "mark before deliver":
            for one in claimed:
                super().mark(tenant, one.record.key, one.attempt, "done", "")
        if self._broken == "a new key at every attempt":
            return [
                Claimed(evolve(one.record, key=one.record.key + "again" * (one.attempt - 1)), one.attempt, one.at)
                for one in claimed
            ]
        return claimed

    def mark(
        self, tenant: str, key: str, attempt: int, state: str, code: str, *, not_before: int | None = None
    ) -> bool:
        self._die("answered")
        if self._broken == "mark before deliver":
            return True
        key = key[:64] if self._broken == "a new key at every attempt" else key
        marked = super().mark(tenant, key, attempt, state, code, not_before=not_before)
        self._die("marked")
        return marked


class _Receiver:
    """A system that takes effects: each arrival is a line on disk, told apart by its key."""

    idempotency = "key"
    #: Longer than all the starts of a run lie apart: what is proved here is that a key is known again.
    window_seconds = 10_000 * 3_600.0

    def __init__(self, path: str, crash: Callable[[str], None]) -> None:
        self.path, self.crash = path, crash

    def deliver(self, delivery: Delivery) -> Answer:
        with Path(self.path).open("a") as arrived:
            arrived.write(f"{delivery.key} {delivery.decision_id}\n")
        self.crash("sent")
        return Answer(provider_id=delivery.key[:8])

    def close(self) -> None:
        pass


def _work(path: str, received: str, crash: Callable[[str], None], tell: Callable[[str], None], broken: str) -> None:
    """All of it: every event is sent (again), timers ring, effects are delivered until none waits."""
    storage = _Storage(path, crash, broken)
    clock = SetClock(START)
    with Engine(ready(), storage, channels={"crm": _Receiver(received, crash)}, clock=clock) as engine:
        for customer in CUSTOMERS:
            if storage.customer("main", customer) is None:
                engine.know(customer, {"customer.tier": "gold"})
        # A process that starts later finds the leases of a killed one ended.
        starts = _starts(path)
        clock.at = START + 100 * starts * HOUR
        for number in range(_ROUNDS * len(CUSTOMERS)):
            _receive(engine, number, starts, tell, broken)
            crash("told")
        clock.at += HOUR
        engine.tick()
        while engine.status()["waiting_effects"]:
            engine.deliver()
            clock.at += HOUR


def _receive(engine: Engine, number: int, starts: int, tell: Callable[[str], None], broken: str) -> None:
    type = "complaint.received" if number % 4 == 3 else "cancel.requested"
    raw = envelope(number, type, START + number * MINUTE, CUSTOMERS[number % len(CUSTOMERS)])
    if broken == "acknowledge before commit":
        tell(f"told e{number}")
    if broken == "no dedup":
        # As an engine would that did not know again what it had decided before it was killed.
        decided = {decision.event_id for decision in engine.decisions()}
        raw["source"] = f"/ivr{starts}" if raw["id"] in decided else "/ivr"
    engine.receive(raw)
    tell(f"told e{number}")


def _starts(path: str) -> int:
    """How often the program was started on this file, this time included."""
    starts = Path(f"{path}.starts")
    with starts.open("a") as counted:
        counted.write(".")
    return len(starts.read_text())


@frozen
class Run:
    """What came of a run: whether it was killed, what the host was told, how often each point was passed."""

    killed: bool
    told: frozenset[str]
    passed: dict[str, int]


def run_and_kill(path: Path, received: Path, point: str = "", occurrence: int = 0, broken: str = "") -> Run:
    """Run in a forked process that is killed at the n-th passing of a point."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(str(path), str(received), writing, point, occurrence, broken)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        lines = [line.split() for line in pipe.read().splitlines()]
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), lines[-1:]
    passed = {words[1]: int(words[2]) for words in lines if words[0] == "passed"}
    return Run(status != 0, frozenset(words[1] for words in lines if words[0] == "told"), passed)


def _child(path: str, received: str, writing: int, point: str, occurrence: int, broken: str) -> None:
    passed: dict[str, int] = {}

    def crash(here: str) -> None:
        passed[here] = passed.get(here, 0) + 1
        if here == point and passed[here] == occurrence:
            os.kill(os.getpid(), signal.SIGKILL)

    def tell(line: str) -> None:
        os.write(writing, f"{line}\n".encode())

    try:
        _work(path, received, crash, tell, broken)
        for name, count in passed.items():
            tell(f"passed {name} {count}")
        os._exit(0)
    except BaseException as failure:
        tell(repr(failure))
    finally:
        os._exit(70)
