"""The part of the storage contract that speaks of the record: what was decided, in which order. See `storage.py`."""

from __future__ import annotations

from attrs import evolve

from engage.sockets.storage import Committed, Storage
from engage.testing.units import unit

__all__ = ["RecordContract"]


class RecordContract:
    """Tests of `decisions` and `recorded`; `StorageContract` brings them along."""

    def test_decisions_are_listed_by_customer_and_in_the_order_of_recording(self, storage: Storage) -> None:
        for number, (key, version) in enumerate([("c1", 0), ("c2", 0), ("c1", 1), ("c2", 1)]):
            storage.commit("main", unit(number, key=key, version=version, at=100 - number))
        everything = list(storage.decisions("main"))
        assert [found.event_id for found in everything] == ["e0", "e1", "e2", "e3"]
        assert [found.event_id for found in storage.decisions("main", after=everything[1].id)] == ["e2", "e3"]
        assert [found.event_id for found in storage.decisions("main", key="c2")] == ["e1", "e3"]
        assert [found.event_id for found in storage.decisions("main", key="c2", after=everything[1].id)] == ["e3"]
        assert [found.event_id for found in storage.decisions("main", limit=1)] == ["e0"]
        assert list(storage.decisions("main", after="nobody")) == []
        assert storage.decision("main", "nobody") is None

    def test_events_are_given_back_whole_with_their_decisions_in_the_order_of_recording(self, storage: Storage) -> None:
        sent = [unit(n, key, contact="k", at=100 - n) for n, key in enumerate(["c1", "", "c2"])]
        for each in sent:
            assert storage.commit("main", each) == Committed(1)
        everything = storage.recorded("main")
        assert [event for event, _ in everything] == [evolve(each.event, sequence=1) for each in sent]
        assert [decision for _, decision in everything] == list(storage.decisions("main"))
        assert storage.recorded("main", after=everything[0][1].id, limit=1) == everything[1:2]
        assert storage.recorded("main", after="nobody") == []
        assert storage.recorded("other") == []
