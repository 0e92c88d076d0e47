"""The part of the storage contract that speaks of merging: nothing of either customer is lost, nothing is half done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from engage.sockets.storage import Committed, CustomerRecord, Duplicate, Snapshot, Stale, Storage
from engage.testing.units import SOURCE, timer, unit

__all__ = ["MergingContract"]


def _two(storage: Storage) -> None:
    """Two customers: `c1` with two events, `c2` with two, one of each at the same moment."""
    once, held = (("r", "customer"),), (("h", 7),)
    storage.commit("main", unit(1, "c1", at=10, channels=["crm"], footprints=once, held=held, facts='{"a":1}'))
    storage.commit("main", unit(2, "c2", at=10, channels=["crm"], held=(("h", 5), ("g", 5)), facts='{"b":2}'))
    storage.commit(
        "main", unit(3, "c1", version=1, at=30, channels=["crm", "mail"], timers=[timer("a", 99)], carried="then")
    )
    storage.commit("main", unit(4, "c2", version=1, at=20, timers=[timer("b", 98, "c2")], footprints=once))
    storage.add_alias("main", "phone", "c2")


def _merge(storage: Storage, key: str = "c2", into: str = "c1", versions: tuple[int, int] = (2, 2)) -> bool:
    facts = '{"a":1,"b":2}'
    return storage.merge("main", key, into, facts=facts, expected_version=versions[0], into_version=versions[1])


def _needs(_: CustomerRecord) -> dict[str, int | None]:
    return {"call": None}


def _seen(storage: Storage, key: str = "c1") -> Snapshot:
    return storage.snapshot("main", source=SOURCE, event_id="", key=key, contact="", at=1_000, history=_needs)


class MergingContract:
    """Tests of `merge`; `StorageContract` brings them along."""

    def test_a_merge_joins_both_pasts_in_one(self, storage: Storage) -> None:
        _two(storage)
        assert _merge(storage) is True
        seen = _seen(storage)
        assert seen.customer == CustomerRecord("c1", '{"a":1,"b":2}', 3, 5, 30)
        assert [(event.id, event.key, event.sequence) for event in seen.history] == [
            ("e1", "c1", 1),
            ("e2", "c1", 3),
            ("e4", "c1", 4),
            ("e3", "c1", 2),
        ]
        assert [event.subject for event in seen.history] == ["c1", "c2", "c2", "c1"]
        assert storage.customer("main", "c2") is None
        assert storage.counts("main")["customers"] == 1

    def test_decisions_stay_as_they_were_recorded_and_are_the_survivors(self, storage: Storage) -> None:
        _two(storage)
        before = {found.id: (found.public, found.personal, found.at) for found in storage.decisions("main")}
        _merge(storage)
        mine = list(storage.decisions("main", key="c1"))
        assert [(found.event_id, found.sequence) for found in mine] == [("e1", 1), ("e3", 2), ("e2", 3), ("e4", 4)]
        assert {found.id: (found.public, found.personal, found.at) for found in mine} == before
        assert list(storage.decisions("main", key="c2")) == []
        assert [event.id for event, _ in storage.recorded("main")] == ["e1", "e2", "e3", "e4"]

    def test_every_alias_of_both_leads_to_the_survivor(self, storage: Storage) -> None:
        _two(storage)
        _merge(storage)
        assert [storage.key_of("main", subject) for subject in ("c1", "c2", "phone")] == ["c1"] * 3
        assert storage.add_alias("main", "mail", "phone") is None
        assert storage.key_of("main", "mail") == "c1"
        assert storage.key_of("other", "c2") == "c2"

    def test_footprints_and_held_conditions_are_the_later_of_both(self, storage: Storage) -> None:
        _two(storage)
        _merge(storage)
        seen = _seen(storage)
        assert dict(seen.footprints) == {("r", "customer"): 20}
        assert dict(seen.held) == {"h": 7}

    def test_waiting_timers_and_effects_follow_in_one_line(self, storage: Storage) -> None:
        _two(storage)
        _merge(storage)
        assert [(one.name, one.key) for one in storage.due_timers("main", 100, 10)] == [("b", "c1"), ("a", "c1")]
        assert {effect.customer for effect in storage.outbox("main")} == {"c1"}
        taken = []
        for _ in range(3):
            for claimed in storage.claim("main", "crm", 10, 60):
                taken.append(claimed.record.decision_id)
                storage.mark("main", claimed.record.key, claimed.attempt, "done", "")
        ordered = [effect.decision_id for effect in storage.outbox("main") if effect.channel == "crm"]
        assert taken == ordered
        assert len(taken) == 3
        assert len(storage.claim("main", "mail", 10, 60)) == 1

    def test_one_head_of_line_is_left_where_both_had_one(self, storage: Storage) -> None:
        _two(storage)
        _merge(storage)
        assert len(storage.claim("main", "crm", 10, 60)) == 1

    def test_what_was_decided_before_the_merge_is_stale_and_decided_again(self, storage: Storage) -> None:
        _two(storage)
        _merge(storage)
        assert storage.commit("main", unit(5, "c2", version=2)) == Stale()
        assert storage.commit("main", unit(5, "c1", version=2)) == Stale()
        assert storage.commit("main", unit(5, "c1", version=3, subject="c2")) == Committed(5)
        assert isinstance(storage.commit("main", unit(2, "c1", version=4, subject="c2")), Duplicate)
        assert storage.set_facts("main", "c2", "{}", 2) is False
        assert storage.set_facts("main", "c2", "{}", 0) is False
        assert storage.customer("main", "c2") is None

    def test_a_merge_of_what_has_changed_or_is_not_there_does_nothing(self, storage: Storage) -> None:
        _two(storage)
        before = _seen(storage), _seen(storage, "c2"), list(storage.decisions("main"))
        assert _merge(storage, versions=(1, 2)) is False
        assert _merge(storage, versions=(2, 1)) is False
        assert _merge(storage, into="c2") is False
        assert _merge(storage, key="nobody", versions=(0, 2)) is False
        assert _merge(storage, into="nobody", versions=(2, 0)) is False
        assert (_seen(storage), _seen(storage, "c2"), list(storage.decisions("main"))) == before
        assert _merge(storage) is True
        assert _merge(storage) is False
        assert _merge(storage, "c1", "c2", (3, 0)) is False

    def test_a_merged_customer_can_be_merged_again(self, storage: Storage) -> None:
        _two(storage)
        storage.commit("main", unit(9, "c3", at=5))
        _merge(storage)
        assert storage.merge("main", "c1", "c3", facts="{}", expected_version=3, into_version=1) is True
        assert [storage.key_of("main", subject) for subject in ("c1", "c2", "phone", "c3")] == ["c3"] * 4
        assert [event.id for event in _seen(storage, "c3").history] == ["e9", "e1", "e2", "e4", "e3"]

    def test_of_eight_merges_at_once_one_is_done(self, storage: Storage) -> None:
        _two(storage)
        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(lambda _: _merge(storage), range(8)))
        assert sum(done) == 1
