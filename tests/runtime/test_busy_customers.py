"""A customer who keeps several threads and processes busy is served by all of them, and none gives up too early."""

from __future__ import annotations

import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engage.errors import EngageError, StorageBusy, StorageError
from engage.runtime import Engine, SetClock, turns
from engage.sockets.storage import Commit, Stale, Unit
from engage_sqlite import SqliteStorage
from runtime.desk import START, engine_on, envelope, ready


def test_sixteen_threads_with_events_of_one_customer_are_all_served(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine, ThreadPoolExecutor(16) as pool:
        decisions = list(pool.map(lambda number: engine.receive(envelope(number)), range(160)))
        assert sorted(decision.sequence or 0 for decision in decisions) == list(range(1, 161))
        list(pool.map(lambda number: engine.know("c7", {"customer.months_with_us": number}), range(160)))
        assert engine.profile("c7").version == 320


def test_processes_with_events_of_one_customer_are_all_served(tmp_path: Path) -> None:
    children = []
    with engine_on(tmp_path / "care.db") as engine:
        for worker in range(3):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                child = os.fork()
            if child == 0:
                try:
                    for number in range(30):
                        engine.receive(envelope(1_000 * worker + number))
                    os._exit(0)
                finally:
                    os._exit(1)
            children.append(child)
        assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]
        assert [decision.sequence for decision in engine.decisions("c7")] == list(range(1, 91))


class Contested(SqliteStorage):
    """Somebody else is always faster."""

    def commit(self, tenant: str, unit: Unit) -> Commit:
        return Stale()


class Locked(SqliteStorage):
    """Another process holds the write lock and does not let go."""

    def commit(self, tenant: str, unit: Unit) -> Commit:
        with SqliteStorage(self._path)._connections.write():
            return super().commit(tenant, unit)


def engine_with(storage: SqliteStorage) -> Engine:
    return Engine(ready(), storage, clock=SetClock(START), on_storage_failure="decide_unrecorded")


def test_who_is_never_first_is_told_after_a_bounded_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_PATIENCE_SECONDS", 0.2)
    with engine_with(Contested(str(tmp_path / "care.db"))) as engine, pytest.raises(StorageBusy) as caught:
        engine.receive(envelope(1))
    assert caught.value.code == "S001"


def test_a_locked_database_is_a_failure_of_the_storage_and_falls_under_its_policy(tmp_path: Path) -> None:
    storage = Locked(str(tmp_path / "care.db"), busy_seconds=0.1)
    with engine_with(storage) as engine:
        decision = engine.receive(envelope(1))
        assert (decision.recorded, decision.effects) == (False, ())
    with Engine(ready(), storage := Locked(str(tmp_path / "care.db"), busy_seconds=0.1)) as engine:
        with pytest.raises(StorageError) as caught:
            engine.receive(envelope(1))
        assert caught.value.code == "S026"
        assert not isinstance(caught.value, StorageBusy)


def test_a_policy_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngageError, match="decide_unrecorded"):
        Engine(ready(), SqliteStorage(str(tmp_path / "care.db")), on_storage_failure="rase")  # type: ignore[arg-type]
