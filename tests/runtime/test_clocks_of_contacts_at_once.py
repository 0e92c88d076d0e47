"""A contact becomes known to one engine while its timer rings, or its first event comes, in another: everything is told
once, and what was recorded first was known to what was recorded then.

A storage that does not compare the contact is planted beside, and the tests find it.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve

from engage.gate.values import moment_text
from engage.runtime import Engine, SetClock
from engage.sockets.storage import Commit, Snapshot, Unit
from engage_sqlite.storage import SqliteStorage
from runtime.test_service_clocks import HOUR, PROGRAM, START

_ROUNDS = 40
_TOLD = ("first_response_warning", "first_response_breach")


class _Meeting(SqliteStorage):
    """Does something between its next reading and its writing. `blind`: nothing is compared of the contact."""

    def __init__(self, path: Path, blind: bool = False) -> None:
        super().__init__(str(path))
        self.between: Callable[[], object] | None = None
        self._blind = blind

    def snapshot(self, tenant: str, **what: object) -> Snapshot:
        found = super().snapshot(tenant, **what)  # type: ignore[arg-type]
        if self.between is not None:
            between, self.between = self.between, None
            between()
        return found

    def commit(self, tenant: str, unit: Unit) -> Commit:
        return super().commit(tenant, evolve(unit, contact_version=None) if self._blind else unit)


def _said(number: int, type: str, at: int, **who: str) -> dict[str, object]:
    return {"id": f"{type} {number}", "source": "/desk", "type": type, "time": moment_text(at, 480), **who}


def _raced(folder: Path, rounds: int, blind: bool = False) -> Counter[tuple[str, str, int]]:
    """What is told of each contact, by kind and moment, where every one becomes known at the moment of its breach."""
    clock = SetClock(START)
    storages = [_Meeting(folder / "care.db", blind) for _ in range(2)]
    one, other = (Engine(PROGRAM, storage, clock=clock) for storage in storages)
    with closing(one), closing(other), ThreadPoolExecutor(2) as pool:
        for number in range(rounds):
            at = clock.at
            contact = {"contact": f"k{number}"}
            one.receive({**_said(number, "complaint.received", at, **contact), "data": {"grade": "urgent"}})
            clock.at = at + HOUR // 4
            one.tick()
            clock.at = at + HOUR
            meeting = threading.Barrier(2)
            storages[0].between = storages[1].between = lambda meeting=meeting: meeting.wait(10)
            known = _said(number, "message.received", clock.at, subject=f"c{number}", **contact)
            rung = pool.submit(other.tick, 1)
            one.receive(known)
            rung.result()
            one.tick()
            assert one.clocks(contact=f"k{number}") == () or blind
        told = [event for event, _ in one.storage.recorded("main", limit=100_000) if event.contact]
    return Counter((event.contact, event.kind, event.at) for event in told if event.kind in _TOLD)


def test_what_becomes_known_while_it_rings_is_told_once(tmp_path: Path) -> None:
    told = _raced(tmp_path, _ROUNDS)
    assert set(told.values()) == {1}
    assert Counter(kind for _, kind, _ in told) == {_TOLD[0]: 2 * _ROUNDS, _TOLD[1]: _ROUNDS}


def test_a_storage_that_does_not_compare_the_contact_is_found(tmp_path: Path) -> None:
    assert max(_raced(tmp_path, 3, blind=True).values()) > 1


@pytest.mark.parametrize("blind", [False, True])
def test_a_contact_of_which_nothing_was_kept_yet_is_compared_as_well(tmp_path: Path, blind: bool) -> None:
    storage = _Meeting(tmp_path / "care.db", blind)
    one, other = (Engine(PROGRAM, each, clock=SetClock(START)) for each in (storage, _Meeting(tmp_path / "care.db")))
    with closing(one), closing(other):
        unknown = {**_said(1, "complaint.received", START, contact="k1"), "data": {"grade": "urgent"}}
        storage.between = lambda: other.receive(unknown)
        one.receive(_said(2, "message.received", START, contact="k1", subject="c7"))
        assert [event.key for event, _ in one.storage.recorded("main")] == ["", "c7"]
        # What was recorded before is the customer's by now; a storage that does not compare leaves it behind.
        assert bool(one.clocks(contact="k1")) is blind
