"""The contract of a DeskStorage as tests: of all who want one contact exactly one gets it, and no old token opens.

class TestMine(StorageContract, DeskContract):
    def open(self, folder):
        return MyStorage(folder / "care.db")
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import evolve

from engage.sockets.desk import AtDesk, DeskRecord, DeskState, DeskStorage
from engage.sockets.storage import Storage
from engage.testing.storage_keeping import killed_behind

__all__ = ["DeskContract"]

_WAITS = DeskRecord("call 1", DeskState.WAITING, channel="voice", details='{"a":1}')


def _desk(storage: Storage) -> DeskStorage:
    assert isinstance(storage, DeskStorage), "this storage has no desk"
    return storage


def _put(desk: DeskStorage, record: DeskRecord, expected: int, worker: int | None = None) -> int:
    version = desk.put_at_desk("main", record, expected, worker)
    assert version is not None
    return version


def _offered(record: DeskRecord, worker: str) -> DeskRecord:
    return evolve(record, state=DeskState.OFFERED, worker=worker, until=99)


class DeskContract:
    """Contacts that wait, are offered and served."""

    def open(self, folder: Path) -> Storage:
        """See `StorageContract`."""
        raise NotImplementedError

    def test_a_contact_at_the_desk_is_found_as_it_was_put(self, storage: Storage) -> None:
        desk = _desk(storage)
        assert (desk.at_desk("main"), desk.desk_contact("main", "call 1")) == (AtDesk(), None)
        version = _put(desk, _WAITS, 0)
        assert version > 0
        kept = evolve(_WAITS, version=version)
        assert (desk.desk_contact("main", "call 1"), desk.at_desk("main")) == (kept, AtDesk((kept,)))
        offered = _offered(_WAITS, "li")
        second = _put(desk, offered, version, 0)
        assert desk.at_desk("main") == AtDesk((evolve(offered, version=second),), {"li": second})

    def test_contacts_come_by_their_ids_and_tenants_share_nothing(self, storage: Storage) -> None:
        desk = _desk(storage)
        for contact in ("b", "c", "a"):
            _put(desk, evolve(_WAITS, contact=contact), 0)
        assert [record.contact for record in desk.at_desk("main").contacts] == ["a", "b", "c"]
        assert desk.at_desk("other") == AtDesk()

    def test_whoever_shows_an_old_version_changes_nothing(self, storage: Storage) -> None:
        desk = _desk(storage)
        first = _put(desk, _WAITS, 0)
        assert desk.put_at_desk("main", _WAITS, 0) is None
        second = _put(desk, _offered(_WAITS, "li"), first)
        before = desk.at_desk("main")
        assert desk.put_at_desk("main", _offered(_WAITS, "wang"), first) is None
        assert desk.put_at_desk("main", evolve(_WAITS, state=DeskState.ENDED), first) is None
        assert desk.at_desk("main") == before
        assert second > first

    def test_a_worker_who_was_given_something_meanwhile_is_not_given_more(self, storage: Storage) -> None:
        desk = _desk(storage)
        first, other = _put(desk, _WAITS, 0), _put(desk, evolve(_WAITS, contact="call 2"), 0)
        _put(desk, _offered(_WAITS, "li"), first, 0)
        late = _offered(evolve(_WAITS, contact="call 2"), "li")
        before = desk.at_desk("main")
        assert desk.put_at_desk("main", late, other, 0) is None
        assert desk.at_desk("main") == before
        _put(desk, late, other, before.workers["li"])

    def test_a_worker_whose_contact_goes_elsewhere_has_changed_too(self, storage: Storage) -> None:
        desk = _desk(storage)
        offered = _put(desk, _offered(_WAITS, "li"), 0)
        moved = _put(desk, _offered(_WAITS, "wang"), offered)
        assert desk.at_desk("main").workers == {"li": moved, "wang": moved}
        ended = _put(desk, DeskRecord("call 1", DeskState.ENDED), moved)
        assert desk.at_desk("main") == AtDesk((), {"li": moved, "wang": ended})

    def test_a_version_is_never_given_twice_also_after_a_contact_has_left(self, storage: Storage) -> None:
        desk = _desk(storage)
        first = _put(desk, _WAITS, 0)
        ended = _put(desk, evolve(_WAITS, state=DeskState.ENDED), first)
        assert desk.desk_contact("main", "call 1") is None
        assert first < ended < _put(desk, _WAITS, 0)

    def test_one_that_has_ended_is_kept_where_it_says_until_when_and_then_removed(self, storage: Storage) -> None:
        desk = _desk(storage)
        first = _put(desk, _offered(_WAITS, "li"), 0)
        remembered = DeskRecord("call 1", DeskState.ENDED, until=99, details='{"b":2}')
        second = _put(desk, remembered, first)
        kept = evolve(remembered, version=second)
        assert (desk.desk_contact("main", "call 1"), desk.at_desk("main")) == (kept, AtDesk((kept,), {"li": second}))
        assert desk.put_at_desk("main", _WAITS, 0) is None
        _put(desk, DeskRecord("call 1", DeskState.ENDED), second)
        assert (desk.desk_contact("main", "call 1"), desk.at_desk("main").contacts) == (None, ())

    def test_of_many_who_want_one_contact_exactly_one_gets_it(self, storage: Storage) -> None:
        desk = _desk(storage)
        version = _put(desk, _WAITS, 0)
        ready = threading.Barrier(6)

        def take(name: str) -> int | None:
            ready.wait()
            return desk.put_at_desk("main", _offered(_WAITS, name), version, 0)

        with ThreadPoolExecutor(6) as pool:
            taken = [each for each in pool.map(take, "abcdef") if each is not None]
        (record,) = desk.at_desk("main").contacts
        assert taken == [record.version]
        assert desk.at_desk("main").workers == {record.worker: record.version}

    def test_what_was_put_at_the_desk_is_there_when_the_process_is_killed(self, tmp_path: Path) -> None:
        folder = tmp_path / "desk killed"
        folder.mkdir()
        opened = self.open(folder)
        volatile = opened.durability == "volatile"
        opened.close()
        if volatile or not hasattr(os, "fork"):
            pytest.skip("a volatile storage keeps nothing, and without a fork nothing can be killed here")

        def work() -> None:
            storage = self.open(folder)
            storage.prepare()
            _put(_desk(storage), _offered(_WAITS, "li"), 0)

        killed_behind(work)
        anew = self.open(folder)
        anew.prepare()
        try:
            found = _desk(anew).at_desk("main")
            assert [(record.state, record.worker) for record in found.contacts] == [(DeskState.OFFERED, "li")]
            assert found.workers == {"li": found.contacts[0].version}
        finally:
            anew.close()
