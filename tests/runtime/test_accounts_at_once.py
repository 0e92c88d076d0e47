"""Two members of an account are decided on at the same moment by two engines: what they share is used up once.

A storage that does not compare what the account shares is planted beside, and the tests find it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import evolve

from engage.facts.decided import Decision
from engage.program.program import Program
from engage.sockets.storage import Commit, Snapshot, Unit
from engage_sqlite import open_sqlite
from engage_sqlite.migrating import upgrade as _loaded_before_the_fork  # noqa: F401
from engage_sqlite.storage import SqliteStorage
from runtime.household import call, family, offered, on

_HOUSEHOLDS, _MEMBERS, _PROCESSES = 12, 4, 2


class _Meeting(SqliteStorage):
    """Two engines have both read before either writes; then they write in turn. `blind`: nothing is compared."""

    def __init__(self, path: str, meeting: threading.Barrier, blind: bool) -> None:
        super().__init__(path)
        self._meeting: threading.Barrier | None = meeting
        self._blind = blind

    def snapshot(self, tenant: str, **what: object) -> Snapshot:
        found = super().snapshot(tenant, **what)  # type: ignore[arg-type]
        if self._meeting is not None:
            meeting, self._meeting = self._meeting, None
            meeting.wait(10)
        return found

    def commit(self, tenant: str, unit: Unit) -> Commit:
        return super().commit(tenant, evolve(unit, shared=()) if self._blind else unit)


def _agreed(program: Program, file: Path, households: int) -> None:
    with on(program, file) as engine:
        for number in range(households * _MEMBERS):
            engine.know(f"c{number}", {"customer.may_advertise": True}, at="2026-01-01T00:00:00Z")


def _both(program: Program, file: Path, blind: bool) -> list[Decision]:
    """What two engines decide on two members who come at the same moment."""
    _agreed(program, file, 1)
    meeting = threading.Barrier(2)
    engines = [on(program, _Meeting(str(file), meeting, blind)) for _ in range(2)]
    try:
        with ThreadPoolExecutor(2) as pool:
            return list(
                pool.map(lambda number: engines[number].receive(call(number, f"c{number}", account="home")), range(2))
            )
    finally:
        for engine in engines:
            engine.close()


def test_of_two_members_at_the_same_moment_one_is_decided_on_again(tmp_path: Path) -> None:
    program = family(tmp_path / "rules")
    decisions = _both(program, tmp_path / "desk.db", blind=False)
    assert sorted(map(offered, decisions)) == [False, True]
    loser = next(each for each in decisions if not offered(each))
    assert loser.verdicts["one family plan"] == "already"
    with on(program, tmp_path / "desk.db") as engine:
        # What was kept is what the hosts were told.
        assert {each.id: offered(each) for each in engine.decisions()} == {each.id: offered(each) for each in decisions}


def test_a_storage_that_does_not_compare_is_found(tmp_path: Path) -> None:
    decisions = _both(family(tmp_path / "rules"), tmp_path / "desk.db", blind=True)
    assert list(map(offered, decisions)) == [True, True]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are made by forking")
def test_two_processes_make_one_offer_a_household(tmp_path: Path) -> None:
    program, file = family(tmp_path / "rules"), tmp_path / "desk.db"
    _agreed(program, file, _HOUSEHOLDS)

    def receive_half(process: int) -> None:
        with on(program, open_sqlite(str(file))) as engine:
            for household in range(_HOUSEHOLDS):
                # Both come to a household at about the same moment, each with members of its own.
                for member in range(process, _MEMBERS, _PROCESSES):
                    number = household * _MEMBERS + member
                    engine.receive(call(number, f"c{number}", account=f"home {household}"))

    children = [_forked(receive_half, process) for process in range(_PROCESSES)]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * _PROCESSES
    with on(program, file) as engine:
        decisions = {each.event_id: offered(each) for each in engine.decisions()}
    assert len(decisions) == _HOUSEHOLDS * _MEMBERS
    for household in range(_HOUSEHOLDS):
        told = [decisions[f"e{household * _MEMBERS + member}"] for member in range(_MEMBERS)]
        assert told.count(True) == 1, household


def _forked(work: Callable[[int], None], process: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work(process)
    except BaseException:
        os._exit(1)
    os._exit(0)
