"""The part of the storage contract that speaks of the record: what was decided, in which order, by which ruleset."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from attrs import evolve

from engage.sockets.storage import Committed, CustomerRecord, Pending, Stale, Storage
from engage.testing.units import SOURCE, timer, unit

__all__ = ["RecordContract"]


class RecordContract:
    """Tests of what a storage lists, and of `activate`; `StorageContract` brings them along."""

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

    def test_the_newest_events_of_a_customer_come_with_their_decisions_the_latest_recorded_first(
        self, storage: Storage
    ) -> None:
        for number, (key, version) in enumerate([("c1", 0), ("c2", 0), ("c1", 1), ("", 0), ("c1", 2)]):
            storage.commit("main", unit(number, key, version=version, at=100 - number, contact="k"))
        everything = {event.id: (event, decision) for event, decision in storage.recorded("main")}
        assert storage.recent("main", "c1") == [everything[id] for id in ("e4", "e2", "e0")]
        assert storage.recent("main", "c1", 2) == [everything[id] for id in ("e4", "e2")]
        assert storage.recent("main", "nobody") == storage.recent("other", "c1") == storage.recent("main", "") == []

    def test_customers_are_listed_page_by_page_without_those_who_are_gone(self, storage: Storage) -> None:
        for number, key in enumerate(["c𝄞", "c1", "cｚ", "C2", "c10", ""]):
            storage.commit("main", unit(number, key=key, contact="k"))
        storage.set_facts("main", "a", '{"a":1}', 0)
        storage.commit("other", unit(1, key="c3", tenant="other"))
        assert storage.customers("main") == ["C2", "a", "c1", "c10", "cｚ", "c𝄞"]
        assert storage.customers("main", limit=2) == ["C2", "a"]
        assert storage.customers("main", after="a", limit=2) == ["c1", "c10"]
        assert storage.customers("main", after="b", limit=1) == ["c1"]
        assert storage.customers("main", after="d") == []
        storage.erase("main", "c1", 0)
        assert storage.merge("main", "c10", "C2", facts="{}", expected_version=1, into_version=1)
        assert storage.customers("main") == ["C2", "a", "cｚ", "c𝄞"]

    def test_what_waits_for_a_customer_is_told_with_what_did_not_arrive(self, storage: Storage) -> None:
        late, soon = timer("chase", 60), timer("", 50)
        storage.commit("main", unit(1, channels=["crm", "crm"], timers=[late, timer("other", 40, "c2")]))
        storage.commit("main", unit(2, "c2", channels=["mail"]))
        storage.commit("main", unit(3, version=1, channels=["crm", "mail"], timers=[soon]))
        first, second, third, mailed = (one for one in storage.outbox("main") if one.customer == "c1")
        for effect, state in ((first, "done"), (second, "dead"), (mailed, "unknown")):
            (claimed,) = storage.claim("main", effect.channel, 1, 0, now=2**60)
            while claimed.record.key != effect.key:  # another customer's, at the head of a line of its own
                storage.mark("main", claimed.record.key, claimed.attempt, "done", "")
                (claimed,) = storage.claim("main", effect.channel, 1, 0, now=2**60)
            storage.mark("main", effect.key, claimed.attempt, state, "code")
        found = storage.waiting_for("main", "c1")
        assert found.timers == (soon, late)
        assert [(one.key, one.state) for one in found.effects] == [
            (second.key, "dead"),
            (third.key, "new"),
            (mailed.key, "unknown"),
        ]
        assert storage.waiting_for("main", "") == storage.waiting_for("other", "c1") == Pending()

    def test_activation_counts_generations_by_compare_and_set(self, storage: Storage) -> None:
        assert storage.activation("main") is None
        first = storage.activate("main", "h1", '[["a.rules","x"]]', 5, "zhang", 0)
        assert first is not None
        assert (first.generation, first.ruleset_hash, first.at, first.by) == (1, "h1", 5, "zhang")
        assert storage.activate("main", "h2", "[]", 6, "li", 0) is None
        assert storage.activate("main", "h2", "[]", 6, "li", 1) is not None
        assert storage.activate("main", "h1", "[]", 7, "li", 2) is not None
        assert storage.activation("main") == storage.activation("main")
        assert storage.sources("main", "h1") == '[["a.rules","x"]]'
        assert storage.sources("main", "h3") is None
        seen = storage.snapshot("main", source=SOURCE, event_id="", key="c1", contact="", at=0, history=lambda _: {})
        assert (seen.generation, seen.ruleset_hash) == (3, "h1")

    def test_a_unit_of_an_older_generation_is_stale(self, storage: Storage) -> None:
        storage.activate("main", "h1", "[]", 5, "", 0)
        assert storage.commit("main", unit(1)) == Stale()
        one = unit(1, generation=1)
        assert storage.commit("main", one) == Committed(1)
        kept = storage.decision("main", one.decision.id)
        assert kept is not None
        assert kept.generation == 1

    def test_of_eight_activations_at_once_one_wins(self, storage: Storage) -> None:
        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(lambda n: storage.activate("main", f"h{n}", "[]", n, "", 0), range(8)))
        assert sum(one is not None for one in done) == 1

    def test_what_is_carried_stays_with_the_customer_and_tells_how_much_of_the_past_is_read(
        self, storage: Storage
    ) -> None:
        asked: list[CustomerRecord] = []

        def wanted(customer: CustomerRecord) -> Mapping[str, int | None]:
            asked.append(customer)
            return {} if customer.carried else {"call": None}

        def past(contact: str = "", key: str = "c1") -> int:
            seen = storage.snapshot(
                "main", source=SOURCE, event_id="", key=key, contact=contact, at=2**60, history=wanted
            )
            return len(seen.history)

        storage.commit("main", unit(1, kind="call"))
        assert past() == 1
        storage.commit("main", unit(2, version=1, kind="call", carried="so far"))
        assert past() == 0
        assert [(one.carried, one.next_sequence) for one in asked] == [("", 2), ("so far", 3)]
        storage.commit("main", unit(3, version=2, kind="call"))
        assert past() == 3
        assert storage.customer("main", "c1") == asked[-1]
        storage.commit("main", unit(4, key="", contact="k1", kind="call", carried="of nobody"))
        assert past(contact="k1", key="") == 0
