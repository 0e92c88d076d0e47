"""The part of the storage contract that speaks of erasing: nothing says whose it was, and every number stays."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from attrs import asdict

from engage.sockets.storage import (
    Committed,
    CustomerRecord,
    Duplicate,
    Erased,
    OutboxRecord,
    Pending,
    Snapshot,
    Stale,
    Storage,
)
from engage.testing.units import SOURCE, timer, unit, walk

__all__ = ["ErasingContract"]

_AT = 5_000


def _life(storage: Storage) -> None:
    """`c1` has everything that can be kept of a customer; `c2` has its like."""
    steps = (("r", "customer"), ("r", "contact"), ("r", "case"))
    for key, place in (("c1", 1), ("c2", 11)):
        storage.commit(
            "main",
            unit(
                place,
                key,
                contact=f"k-{key}",
                case=f"s-{key}",
                channels=["crm", "crm", "mail"],
                facts='{"a":1}',
                footprints=steps,
                held=(("h", 7),),
                timers=[timer(name, at, key, key) for name, at in (("a", 99), ("", 90), ("b", 20))],
                **walk("establish"),
            ),
        )
        storage.commit(
            "main", unit(place + 1, key, version=1, carried="so far", fired_timer=timer("b", 20, key, key).id)
        )
        storage.add_alias("main", f"phone-{key}", key)


def _seen(storage: Storage, key: str = "c1", event_id: str = "") -> Snapshot:
    return storage.snapshot(
        "main",
        source=SOURCE,
        event_id=event_id,
        key=key,
        contact=f"k-{key}",
        case=f"s-{key}",
        at=2**60,
        history=lambda _: {"call": None},
    )


def _all(storage: Storage, key: str) -> object:
    """Everything that can be asked about a customer."""
    return (
        _seen(storage, key),
        storage.customer("main", key),
        storage.key_of("main", f"phone-{key}"),
        list(storage.decisions("main", key=key)),
        storage.recent("main", key),
        storage.waiting_for("main", key),
        storage.moves("main", key),
    )


def _effects(storage: Storage) -> Mapping[str, OutboxRecord]:
    return {effect.key: effect for effect in storage.outbox("main")}


class ErasingContract:
    """Tests of `erase`; `StorageContract` brings them along."""

    def test_nothing_that_can_be_asked_knows_an_erased_customer(self, storage: Storage) -> None:
        nobody = _all(storage, "c1")
        _life(storage)
        assert storage.erase("main", "c1", _AT) == Erased(events=2, aliases=1, effects=3, timers=2)
        assert _all(storage, "c1") == nobody
        kept = [*(each for pair in storage.recorded("main") for each in pair), *storage.outbox("main")]
        told = {str(value) for each in kept for value in asdict(each).values()}
        assert told & {"c1", "phone-c1", "k-c1", "s-c1"} == set()
        assert told & {"c2", "k-c2", "s-c2"} == {"c2", "k-c2", "s-c2"}
        assert [one.key for one in storage.due_timers("main", 2**60, 99)] == ["c2", "c2"]

    def test_another_customer_keeps_everything(self, storage: Storage) -> None:
        _life(storage)
        before = _all(storage, "c2")
        storage.erase("main", "c1", _AT)
        assert _all(storage, "c2") == before
        assert len(storage.claim("main", "crm", 9, 60)) == 1

    def test_events_and_decisions_of_the_erased_stay_countable(self, storage: Storage) -> None:
        _life(storage)
        before, counted = list(storage.recorded("main")), storage.counts("main")
        storage.erase("main", "c1", _AT)
        after, counts = list(storage.recorded("main")), storage.counts("main")
        assert [(event.id, event.source, event.digest, event.kind) for event, _ in after] == [
            (event.id, event.source, event.digest, event.kind) for event, _ in before
        ]
        assert [(event.at, event.offset, event.received_at) for event, _ in after] == [
            (event.at, event.offset, event.received_at) for event, _ in before
        ]
        assert [(made.id, made.public, made.at, made.ruleset_hash) for _, made in after] == [
            (made.id, made.public, made.at, made.ruleset_hash) for _, made in before
        ]
        for event, made in (pair for pair in after if pair[0].id in ("e1", "e2")):
            assert {event.subject, event.key, event.contact, event.case, event.data, event.payload} == {""}
            assert (made.key, made.personal) == ("", "")
        same = ("events", "decisions", "customers")
        assert [counts[name] for name in same] == [counted[name] for name in same]
        assert (counts["waiting_effects"], counts["waiting_timers"]) == (3, 2)

    def test_a_redelivered_event_of_the_erased_is_a_duplicate_and_brings_nobody_back(self, storage: Storage) -> None:
        _life(storage)
        storage.erase("main", "c1", _AT)
        stored = _seen(storage, event_id="e1").stored
        assert stored is not None
        assert (stored[0], stored[1].personal) == ("digest-1", "")
        for version in (0, 1, 2):
            again = storage.commit("main", unit(1, "c1", version=version))
            assert isinstance(again, Duplicate)
            assert (again.digest, again.decision.key) == ("digest-1", "")
        assert storage.customer("main", "c1") is None

    def test_a_new_event_of_the_erased_begins_a_new_customer_from_nothing(self, storage: Storage) -> None:
        _life(storage)
        storage.erase("main", "c1", _AT)
        assert _seen(storage).customer == CustomerRecord("c1")
        assert storage.commit("main", unit(3, "c1", **walk("establish"))) == Committed(1)
        seen = _seen(storage)
        assert [event.id for event in seen.history] == ["e3"]
        assert (seen.customer.facts, seen.customer.carried, seen.customer.next_sequence) == ("{}", "", 2)
        assert (seen.footprints, seen.held, seen.alarm) == ({}, {}, None)
        assert storage.commit("main", unit(4, "phone-c1")) == Committed(1)
        assert storage.counts("main")["customers"] == 4

    def test_what_was_decided_before_the_erasure_is_stale_for_ever(self, storage: Storage) -> None:
        _life(storage)
        storage.erase("main", "c1", _AT)
        late = unit(9, "c1", version=2, facts='{"a":2}')
        assert storage.commit("main", late) == Stale()
        assert storage.set_facts("main", "c1", '{"a":2}', 2) is False
        for number in (3, 4, 5):
            kept = storage.customer("main", "c1")
            storage.commit("main", unit(number, "c1", version=kept.version if kept else 0))
            assert storage.commit("main", late) == Stale()
        storage.erase("main", "c1", _AT)
        assert storage.set_facts("main", "c1", "{}", 0)
        kept = storage.customer("main", "c1")
        assert kept is not None
        assert kept.version > 5

    def test_a_customer_merged_before_leaves_no_version_behind_either(self, storage: Storage) -> None:
        for number in range(4):
            storage.commit("main", unit(number, "c1", version=number))
        storage.commit("main", unit(9, "c2"))
        late = unit(10, "c1", version=4)
        assert storage.merge("main", "c1", "c2", facts="{}", expected_version=4, into_version=1)
        assert storage.erase("main", "c2", _AT) == Erased(events=5, aliases=1)
        for number in range(20, 26):
            kept = storage.customer("main", "c1")
            storage.commit("main", unit(number, "c1", version=kept.version if kept else 0))
            assert storage.commit("main", late) == Stale()

    def test_pending_and_given_up_effects_are_cancelled_and_never_replayed(self, storage: Storage) -> None:
        storage.commit("main", unit(1, channels=["a", "b", "c", "d"]))
        for channel, state in (("a", "done"), ("b", "dead"), ("c", "unknown")):
            (claimed,) = storage.claim("main", channel, 1, 60)
            storage.mark("main", claimed.record.key, claimed.attempt, state, "code")
        assert storage.erase("main", "c1", _AT) == Erased(events=1, effects=3)
        kept = list(storage.outbox("main"))
        assert [(one.state, one.last_code, one.payload) for one in kept] == [
            ("done", "code", ""),
            *[("suppressed", "erased", "")] * 3,
        ]
        assert not any(storage.replay_dead("main", one.key) for one in kept)
        assert not any(storage.claim("main", channel, 9, 60, now=2**61) for channel in "abcd")
        assert storage.waiting("main").channels == ()
        assert storage.waiting_for("main", "c1") == Pending()

    def test_an_attempt_in_flight_is_recorded_and_nothing_more_is_sent(self, storage: Storage) -> None:
        storage.commit("main", unit(1, channels=["crm", "mail"]))
        (done,), (again,) = (storage.claim("main", channel, 1, 60) for channel in ("crm", "mail"))
        storage.erase("main", "c1", _AT)
        assert storage.mark("main", done.record.key, done.attempt + 1, "done", "") is False
        assert storage.mark("main", done.record.key, done.attempt, "done", "ok") is True
        assert storage.mark("main", again.record.key, again.attempt, "new", "down", not_before=1) is True
        assert [(one.state, one.last_code) for one in storage.outbox("main")] == [
            ("done", "ok"),
            ("suppressed", "erased"),
        ]
        assert storage.mark("main", done.record.key, done.attempt, "done", "ok") is False
        assert storage.claim("main", "mail", 9, 60, now=2**61) == []
        assert storage.commit("main", unit(2, channels=["mail"])) == Committed(1)
        assert len(storage.claim("main", "mail", 9, 60)) == 1

    def test_a_merged_customer_is_erased_whole_by_the_survivors_key(self, storage: Storage) -> None:
        _life(storage)
        storage.merge("main", "c2", "c1", facts="{}", expected_version=2, into_version=2)
        assert storage.erase("main", "c2", _AT) is None
        assert storage.erase("main", "c1", _AT) == Erased(events=4, aliases=3, effects=6, timers=3)
        assert [storage.key_of("main", name) for name in ("c2", "phone-c1", "phone-c2")] == [
            "c2",
            "phone-c1",
            "phone-c2",
        ]
        assert storage.due_timers("main", 2**60, 9) == []
        assert storage.counts("main")["customers"] == 1
        assert storage.add_alias("main", "phone-c1", "c3") is None

    def test_an_alias_alone_is_forgotten_too(self, storage: Storage) -> None:
        storage.add_alias("main", "phone", "c1")
        assert storage.erase("main", "c1", _AT) == Erased(aliases=1)
        assert storage.key_of("main", "phone") == "phone"
        assert storage.counts("main")["customers"] == 0

    def test_who_is_not_there_or_erased_already_cannot_be_erased(self, storage: Storage) -> None:
        _life(storage)
        storage.commit("main", unit(30, "", contact="k9", channels=["crm"]))
        before = storage.counts("main")
        assert storage.erase("main", "nobody", _AT) is None
        assert storage.erase("main", "", _AT) is None
        assert storage.erase("other", "c1", _AT) is None
        assert storage.erase("main", "phone-c1", _AT) is None
        assert storage.counts("main") == before
        assert storage.erase("main", "c1", _AT) is not None
        assert storage.erase("main", "c1", _AT) is None

    def test_what_would_be_erased_is_counted_and_nothing_changes(self, storage: Storage) -> None:
        _life(storage)
        before = _all(storage, "c1"), storage.counts("main"), _effects(storage), list(storage.recorded("main"))
        told = storage.erase("main", "c1", _AT, only_count=True)
        after = _all(storage, "c1"), storage.counts("main"), _effects(storage), list(storage.recorded("main"))
        assert after == before
        assert storage.erase("main", "c1", _AT) == told

    def test_of_eight_erasures_at_once_one_is_done(self, storage: Storage) -> None:
        _life(storage)
        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(lambda _: storage.erase("main", "c1", _AT), range(8)))
        assert sum(each is not None for each in done) == 1
