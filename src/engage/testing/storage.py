"""The contract of a Storage as tests: subclass `StorageContract` in a plugin's own tests and say how to open yours.

    from engage.testing.storage import StorageContract

    class TestMine(StorageContract):
        def open(self, folder):
            return MyStorage(folder / "care.db")

Needs pytest (the extra `testing`). `pytest.register_assert_rewrite("engage.testing.storage")` in a conftest.py makes
failures tell what they compared.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest
from attrs import evolve

from engage.errors import StorageError
from engage.sockets.storage import (
    Committed,
    DecisionRecord,
    Duplicate,
    Occupied,
    Snapshot,
    Stale,
    Storage,
    Unit,
)
from engage.testing.storage_accounts import AccountsContract
from engage.testing.storage_contacts import ContactsContract
from engage.testing.storage_effects import EffectsContract
from engage.testing.storage_erasing import ErasingContract
from engage.testing.storage_keeping import KeepingContract
from engage.testing.storage_merging import MergingContract
from engage.testing.storage_record import RecordContract
from engage.testing.storage_stays import StaysContract
from engage.testing.storage_timers import TimersContract
from engage.testing.units import SOURCE, timer, unit

__all__ = ["StorageContract", "decide_once"]

_ALL: Final = {"call": None, "bill": None}


def decide_once(storage: Storage, one: Unit, tenant: str = "main") -> DecisionRecord:
    """Commit a unit for the customer's version, again until it stands; its decision.

    What an engine does for one event, without the deciding.
    """
    while True:
        kept = storage.customer(tenant, one.event.key)
        result = storage.commit(tenant, evolve(one, expected_version=kept.version if kept else 0))
        if isinstance(result, Duplicate):
            return result.decision
        if isinstance(result, Committed):
            return evolve(one.decision, sequence=result.sequence)


class StorageContract(
    EffectsContract,
    RecordContract,
    MergingContract,
    ErasingContract,
    KeepingContract,
    StaysContract,
    TimersContract,
    AccountsContract,
    ContactsContract,
):
    """What every storage must do. Each test has a storage of its own, opened and prepared."""

    def open(self, folder: Path) -> Storage:
        """A storage that keeps its things in `folder`; called twice with one folder, it finds what it kept."""
        raise NotImplementedError

    @pytest.fixture
    def storage(self, tmp_path: Path) -> Iterator[Storage]:
        """The storage under test."""
        opened = self.open(tmp_path)
        opened.prepare()
        yield opened
        opened.close()

    # -- one event, one decision

    def test_a_committed_unit_gives_its_decision_back(self, storage: Storage) -> None:
        one = unit(1)
        assert storage.commit("main", one) == Committed(1)
        kept = storage.decision("main", one.decision.id)
        assert kept is not None
        assert (kept.public, kept.personal, kept.sequence) == (one.decision.public, one.decision.personal, 1)
        assert (kept.key, kept.event_id, kept.source, kept.at) == ("c1", "e1", SOURCE, 1_000_000)
        assert kept.ruleset_hash == "hash"

    def test_the_same_event_again_is_a_duplicate_with_the_first_decision(self, storage: Storage) -> None:
        one = unit(1, channels=["crm"])
        storage.commit("main", one)
        again = storage.commit("main", one)
        assert isinstance(again, Duplicate)
        assert (again.digest, again.decision.id, again.decision.sequence) == ("digest-1", one.decision.id, 1)
        assert len(storage.outbox("main")) == 1

    def test_a_duplicate_with_another_content_shows_the_first_ones_digest(self, storage: Storage) -> None:
        storage.commit("main", unit(1))
        again = storage.commit("main", unit(1, version=1, digest="other"))
        assert isinstance(again, Duplicate)
        assert again.digest == "digest-1"

    def test_a_snapshot_shows_that_the_event_is_decided_already(self, storage: Storage) -> None:
        storage.commit("main", unit(1))
        stored = self.look(storage, event_id="e1").stored
        assert stored is not None
        assert (stored[0], stored[1].event_id) == ("digest-1", "e1")
        assert self.look(storage, event_id="e2").stored is None

    def test_equal_ids_from_two_sources_are_two_events(self, storage: Storage) -> None:
        assert storage.commit("main", unit(1)) == Committed(1)
        assert storage.commit("main", unit(1, version=1, source="/other")) == Committed(2)

    def test_tenants_share_nothing(self, storage: Storage) -> None:
        waiting = timer("nudge", 5)
        assert storage.activate("a", "hash", "[]", 1, "", 0) is not None
        for tenant in ("a", "b"):
            done = storage.commit(
                tenant,
                unit(1, generation=int(tenant == "a"), channels=["crm"], timers=[waiting], facts='{"x":1}'),
            )
            assert done == Committed(1)
        assert storage.activation("b") is None
        assert storage.sources("b", "hash") is None
        assert storage.add_alias("a", "phone", "c1") is None
        assert storage.key_of("b", "phone") == "phone"
        (claimed,) = storage.claim("a", "crm", 10, 60)
        assert storage.mark("a", claimed.record.key, claimed.attempt, "done", "")
        assert [effect.state for effect in storage.outbox("b")] == ["new"]
        storage.commit("a", unit(2, version=1, generation=1, fired_timer=waiting.id))
        assert storage.due_timers("b", 10, 10) == [waiting]
        assert storage.counts("b")["decisions"] == 1
        assert storage.counts("c") == dict.fromkeys(storage.counts("c"), 0)

    # -- guards

    def test_of_two_units_decided_on_one_snapshot_one_is_stale_and_leaves_nothing(self, storage: Storage) -> None:
        storage.commit("main", unit(1))
        late = unit(2, channels=["crm"], timers=[timer("nudge", 5)], held=(("h", 1),), facts='{"x":1}')
        assert storage.commit("main", late) == Stale()
        assert storage.decision("main", late.decision.id) is None
        assert storage.outbox("main") == []
        assert storage.due_timers("main", 10, 10) == []
        assert storage.counts("main")["events"] == 1
        assert self.look(storage, event_id="e2").customer.version == 1

    def test_sequences_of_a_customer_count_without_gaps(self, storage: Storage) -> None:
        results = [storage.commit("main", unit(n, version=n - 1)) for n in range(1, 6)]
        assert results == [Committed(n) for n in range(1, 6)]
        assert storage.commit("main", unit(9, key="c2")) == Committed(1)

    def test_the_latest_moment_decided_on_is_known_and_a_late_event_leaves_it(self, storage: Storage) -> None:
        assert self.look(storage).customer.latest_at is None
        assert storage.set_facts("main", "c1", '{"a":1}', 0)
        for number, moment in enumerate((300, 500, 400), 1):
            assert storage.commit("main", unit(number, version=number, at=moment)) == Committed(number)
        assert self.look(storage, event_id="e9").customer.latest_at == 500
        assert storage.commit("main", unit(4, key="", contact="k1", at=700)) == Committed(1)
        assert self.look(storage, key="", contact="k1", event_id="e9").customer.latest_at == 700

    def test_a_profile_is_written_by_compare_and_set(self, storage: Storage) -> None:
        assert storage.customer("main", "c1") is None
        assert storage.set_facts("main", "c1", '{"a":1}', 0)
        assert not storage.set_facts("main", "c1", '{"a":2}', 0)
        assert not storage.set_facts("main", "c2", '{"a":2}', 7)
        assert storage.set_facts("main", "c1", '{"a":3}', 1)
        kept = storage.customer("main", "c1")
        assert kept is not None
        assert (kept.key, kept.facts, kept.version, kept.next_sequence) == ("c1", '{"a":3}', 2, 1)

    def test_a_profile_written_between_two_events_leaves_their_sequence(self, storage: Storage) -> None:
        assert storage.commit("main", unit(1)) == Committed(1)
        assert storage.set_facts("main", "c1", '{"a":1}', 1)
        assert storage.commit("main", unit(2, version=2)) == Committed(2)

    def test_a_customer_and_a_contact_of_one_name_are_two(self, storage: Storage) -> None:
        assert storage.commit("main", unit(1, key="k1", channels=["crm"], held=(("h1", 1),))) == Committed(1)
        assert storage.commit("main", unit(2, key="", contact="k1", channels=["crm"])) == Committed(1)
        assert self.look(storage, key="", contact="k1").held == {}
        assert len(storage.claim("main", "crm", 9, 60)) == 2

    def test_a_unit_decided_before_the_profile_was_written_is_stale(self, storage: Storage) -> None:
        storage.set_facts("main", "c1", '{"a":1}', 0)
        assert storage.commit("main", unit(1)) == Stale()
        assert storage.commit("main", unit(1, version=1)) == Committed(1)

    def test_a_unit_writes_the_whole_profile_or_leaves_it(self, storage: Storage) -> None:
        storage.commit("main", unit(1, facts='{"a":1}'))
        storage.commit("main", unit(2, version=1))
        assert self.look(storage).customer.facts == '{"a":1}'
        storage.commit("main", unit(3, version=2, facts='{"b":2}'))
        assert self.look(storage).customer.facts == '{"b":2}'

    def test_anonymous_events_are_numbered_and_guarded_by_contact(self, storage: Storage) -> None:
        assert storage.commit("main", unit(1, key="", contact="k1")) == Committed(1)
        assert storage.commit("main", unit(2, key="", contact="k1")) == Stale()
        assert storage.commit("main", unit(2, key="", contact="k1", version=1)) == Committed(2)
        assert storage.commit("main", unit(3, key="", contact="k2")) == Committed(1)
        assert storage.commit("main", unit(4, key="")) == Committed(1)
        assert storage.commit("main", unit(5, key="")) == Committed(1)
        seen = self.look(storage, key="", contact="k1", event_id="e9")
        assert (seen.customer.key, seen.customer.version, seen.history) == ("", 2, ())
        assert storage.counts("main")["customers"] == 0

    def test_aliases_lead_to_one_customer(self, storage: Storage) -> None:
        assert storage.key_of("main", "phone") == "phone"
        assert storage.add_alias("main", "phone", "c1") is None
        assert storage.add_alias("main", "phone", "c1") is None
        assert storage.add_alias("main", "mail", "phone") is None
        assert (storage.key_of("main", "phone"), storage.key_of("main", "mail")) == ("c1", "c1")
        assert storage.add_alias("main", "phone", "c2") == Occupied("c1")
        assert storage.add_alias("main", "c1", "c0") is None
        assert [storage.key_of("main", name) for name in ("phone", "mail", "c1")] == ["c0"] * 3
        assert storage.add_alias("main", "c0", "phone") is None
        storage.commit("main", unit(1, key="c3"))
        assert storage.add_alias("main", "c3", "c0") == Occupied("c3")

    def test_a_unit_whose_subject_leads_elsewhere_by_now_is_stale(self, storage: Storage) -> None:
        storage.add_alias("main", "phone", "c1")
        assert storage.commit("main", unit(1, key="phone")) == Stale()
        assert storage.commit("main", unit(1, key="c1", subject="phone")) == Committed(1)

    # -- what a snapshot shows

    def look(
        self, storage: Storage, key: str = "c1", contact: str = "", event_id: str = "", at: int = 2**60, case: str = ""
    ) -> Snapshot:
        """A snapshot with the whole history."""
        return storage.snapshot(
            "main", source=SOURCE, event_id=event_id, key=key, contact=contact, at=at, history=lambda _: _ALL, case=case
        )

    def test_history_is_in_the_order_of_moment_then_sequence(self, storage: Storage) -> None:
        for version, (number, at) in enumerate([(1, 30), (2, 10), (3, 30), (4, 20)]):
            storage.commit("main", unit(number, version=version, at=at))
        storage.commit("main", unit(5, key="c2", at=15))
        past = self.look(storage).history
        assert [(event.id, event.at, event.sequence) for event in past] == [
            ("e2", 10, 2),
            ("e4", 20, 4),
            ("e1", 30, 1),
            ("e3", 30, 3),
        ]
        assert (past[0].data, past[0].kind, past[0].source, past[0].key) == ('{"number":2}', "call", SOURCE, "c1")

    def test_history_tells_contact_and_case_of_each_event(self, storage: Storage) -> None:
        storage.commit("main", unit(1, contact="k1", case="a"))
        storage.commit("main", unit(2, version=1))
        assert [(event.contact, event.case) for event in self.look(storage).history] == [("k1", "a"), ("", "")]

    def test_history_holds_what_was_asked_for_and_no_more(self, storage: Storage) -> None:
        for version, (kind, at) in enumerate([("call", 100), ("call", 150), ("bill", 100), ("visit", 150)]):
            storage.commit("main", unit(version, version=version, kind=kind, at=at))

        def past(**needs: int | None) -> list[tuple[str, int]]:
            seen = storage.snapshot(
                "main", source=SOURCE, event_id="", key="c1", contact="", at=150, history=lambda _: needs
            )
            return [(event.kind, event.at) for event in seen.history]

        assert past() == []
        assert past(call=None) == [("call", 100), ("call", 150)]
        assert past(call=49, bill=50) == [("bill", 100), ("call", 150)]
        assert [event.at for event in self.look(storage, at=149).history] == [100, 100]

    def test_footprints_keep_the_latest_stamp_of_each_subject(self, storage: Storage) -> None:
        steps = (("r1", "customer"), ("r1", "contact"), ("r2", "case"))
        storage.commit("main", unit(1, at=50, contact="k1", case="a", footprints=steps))
        storage.commit("main", unit(2, version=1, at=20, contact="k2", case="a", footprints=steps))
        assert self.look(storage, contact="k1", case="a").footprints == {
            ("r1", "customer"): 50,
            ("r1", "contact"): 50,
            ("r2", "case"): 50,
        }
        assert self.look(storage, contact="k2").footprints == {("r1", "customer"): 50, ("r1", "contact"): 20}
        assert self.look(storage, key="c2").footprints == {}

    def test_a_footprint_of_an_anonymous_customer_is_its_contacts(self, storage: Storage) -> None:
        storage.commit("main", unit(1, key="", contact="k1", at=50, footprints=(("r1", "customer"),)))
        assert self.look(storage, key="", contact="k1").footprints == {("r1", "customer"): 50}
        assert self.look(storage, key="", contact="k2").footprints == {}

    def test_held_conditions_are_remembered_until_let_go(self, storage: Storage) -> None:
        storage.commit("main", unit(1, held=(("h1", 10), ("h2", 20))))
        assert self.look(storage).held == {"h1": 10, "h2": 20}
        storage.commit("main", unit(2, version=1, held=(("h1", None), ("h2", 30))))
        assert self.look(storage).held == {"h2": 30}
        assert self.look(storage, key="c2").held == {}

    # -- several units at once

    def test_units_of_one_transaction_stand_or_fall_each_on_its_own(self, storage: Storage) -> None:
        storage.commit("main", unit(1))
        results = storage.commit_many(
            "main", [unit(1), unit(2), unit(3, version=1), unit(4, version=2), unit(5, key="c2"), unit(5, key="c2")]
        )
        assert [type(result).__name__ for result in results] == [
            "Duplicate",
            "Stale",
            "Committed",
            "Committed",
            "Committed",
            "Duplicate",
        ]
        assert [event.id for event in self.look(storage).history] == ["e1", "e3", "e4"]
        assert storage.commit_many("main", []) == []

    def test_eight_threads_with_the_same_events_make_one_decision_each(self, storage: Storage) -> None:
        events, start = 30, threading.Barrier(8)

        def work(_: int) -> list[str]:
            start.wait()
            return [decide_once(storage, unit(n, channels=["crm"])).id for n in range(events)]

        with ThreadPoolExecutor(8) as pool:
            seen = list(pool.map(work, range(8)))
        assert all(ids == seen[0] for ids in seen)
        assert [found.sequence for found in storage.decisions("main", key="c1")] == list(range(1, events + 1))
        assert len(storage.outbox("main")) == events

    def test_threads_with_events_of_their_own_lose_none(self, storage: Storage) -> None:
        def work(thread: int) -> None:
            for n in range(20):
                made = decide_once(storage, unit(thread * 100 + n, f"c{thread}"))
                assert made.sequence == n + 1

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(8)))
        assert storage.counts("main")["decisions"] == 160

    # -- keeping

    def test_counts_tell_what_there_is(self, storage: Storage) -> None:
        storage.commit("main", unit(1, channels=["crm", "mail"], timers=[timer("a", 5)]))
        (claimed,) = storage.claim("main", "crm", 10, 60)
        storage.mark("main", claimed.record.key, claimed.attempt, "dead", "http-400")
        assert storage.counts("main") == {
            "events": 1,
            "decisions": 1,
            "customers": 1,
            "waiting_effects": 1,
            "dead_letters": 1,
            "unknown_effects": 0,
            "waiting_timers": 1,
        }

    def test_what_was_committed_is_there_when_opened_anew(self, storage: Storage, tmp_path: Path) -> None:
        if storage.durability == "volatile":
            pytest.skip("a volatile storage keeps nothing")
        storage.activate("main", "h1", "[]", 5, "", 0)
        storage.commit("main", unit(1, generation=1, channels=["crm"], timers=[timer("a", 5)], facts='{"a":1}'))
        storage.close()
        anew = self.open(tmp_path)
        anew.prepare()
        try:
            assert [found.event_id for found in anew.decisions("main")] == ["e1"]
            assert len(anew.outbox("main", state="new")) == 1
            assert len(anew.due_timers("main", 10, 10)) == 1
            assert self.look(anew).customer.facts == '{"a":1}'
            assert self.look(anew).generation == 1
        finally:
            anew.close()

    def test_a_closed_storage_says_so(self, tmp_path: Path) -> None:
        opened = self.open(tmp_path)
        opened.prepare()
        opened.close()
        opened.close()
        with pytest.raises(StorageError):
            opened.commit("main", unit(1))
        with pytest.raises(StorageError):
            opened.customer("main", "c1")
