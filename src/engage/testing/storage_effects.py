"""The part of the storage contract that speaks of effects: order, leases, tokens, retries, dead letters."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from attrs import evolve

from engage.sockets.storage import Claimed, Storage
from engage.testing.units import unit

__all__ = ["EffectsContract"]


def _events(claimed: Sequence[Claimed], storage: Storage) -> list[str]:
    found = [storage.decision("main", one.record.decision_id) for one in claimed]
    return [decision.event_id for decision in found if decision]


class EffectsContract:
    """Tests of `claim`, `mark`, `outbox` and `replay_dead`; `StorageContract` brings them along."""

    def test_effects_wait_in_the_outbox_oldest_first(self, storage: Storage) -> None:
        one = unit(1, channels=["crm", "mail"])
        storage.commit("main", one)
        storage.commit("main", unit(2, key="c2", channels=["crm"]))
        kept = storage.outbox("main")
        assert [(e.number, e.channel, e.customer, e.sequence, e.state) for e in kept] == [
            (1, "crm", "c1", 1, "new"),
            (2, "mail", "c1", 1, "new"),
            (1, "crm", "c2", 1, "new"),
        ]
        assert (kept[0].key, kept[0].payload, kept[0].kind) == (one.outbox[0].key, '{"number":1}', "task")
        assert [e.channel for e in storage.outbox("main", decision_id=one.decision.id)] == ["crm", "mail"]
        assert len(storage.outbox("main", state="new", limit=2)) == 2
        assert storage.outbox("main", state="dead") == []
        assert storage.outbox("main", state="dead", decision_id=one.decision.id) == []

    def test_only_the_head_of_a_line_is_claimed(self, storage: Storage) -> None:
        for number in range(1, 4):
            storage.commit("main", unit(number, version=number - 1, channels=["crm", "crm", "mail"]))
        storage.commit("main", unit(9, key="c2", channels=["crm"]))
        order = []
        while batch := storage.claim("main", "crm", 10, 60):
            order.append([(one.record.customer, one.record.sequence, one.record.number) for one in batch])
            for one in batch:
                assert storage.mark("main", one.record.key, one.attempt, "done", "")
        assert order == [
            [("c1", 1, 1), ("c2", 1, 1)],
            [("c1", 1, 2)],
            [("c1", 2, 1)],
            [("c1", 2, 2)],
            [("c1", 3, 1)],
            [("c1", 3, 2)],
        ]
        assert len(storage.outbox("main", state="new")) == 3

    def test_anonymous_effects_wait_behind_their_contact_only(self, storage: Storage) -> None:
        storage.commit("main", unit(1, key="", contact="k1", channels=["crm"]))
        storage.commit("main", unit(2, key="", contact="k1", version=1, channels=["crm"]))
        storage.commit("main", unit(3, key="", contact="k2", channels=["crm"]))
        storage.commit("main", unit(4, key="", channels=["crm"]))
        storage.commit("main", unit(5, key="", channels=["crm"]))
        assert _events(storage.claim("main", "crm", 10, 60), storage) == ["e1", "e3", "e4", "e5"]

    def test_a_claim_takes_the_oldest_and_no_more_than_its_limit(self, storage: Storage) -> None:
        for number in range(6):
            storage.commit("main", unit(number, key=f"c{number}", channels=["crm"]))
        assert _events(storage.claim("main", "crm", 2, 60), storage) == ["e0", "e1"]
        assert _events(storage.claim("main", "crm", 9, 60), storage) == ["e2", "e3", "e4", "e5"]
        assert storage.claim("main", "crm", 9, 60) == []
        assert storage.claim("main", "mail", 9, 60) == []

    def test_an_effect_under_lease_is_not_claimed_until_the_lease_ends(self, storage: Storage) -> None:
        storage.commit("main", unit(1, channels=["crm"]))
        (first,) = storage.claim("main", "crm", 1, 10, now=1_000_000)
        assert (first.attempt, first.record.attempt) == (1, 1)
        assert storage.claim("main", "crm", 1, 10, now=10_999_999) == []
        (second,) = storage.claim("main", "crm", 1, 10, now=11_000_000)
        assert (second.attempt, second.record.key) == (2, first.record.key)

    def test_leases_go_by_the_storages_own_clock(self, storage: Storage) -> None:
        storage.commit("main", unit(1, channels=["crm"]))
        assert len(storage.claim("main", "crm", 1, 0)) == 1
        assert len(storage.claim("main", "crm", 1, 3600)) == 1
        assert storage.claim("main", "crm", 1, 3600) == []

    def test_a_token_that_is_no_longer_the_latest_marks_nothing(self, storage: Storage) -> None:
        storage.commit("main", unit(1, channels=["crm"]))
        (first,) = storage.claim("main", "crm", 1, 10, now=0)
        (second,) = storage.claim("main", "crm", 1, 10, now=10_000_000)
        assert not storage.mark("main", first.record.key, first.attempt, "done", "")
        assert storage.mark("main", second.record.key, second.attempt, "done", "")
        assert not storage.mark("main", second.record.key, second.attempt, "dead", "late")
        assert [effect.state for effect in storage.outbox("main")] == ["done"]

    def test_a_lease_that_has_ended_still_marks_while_nobody_else_holds_it(self, storage: Storage) -> None:
        storage.commit("main", unit(1, channels=["crm"]))
        (claimed,) = storage.claim("main", "crm", 1, 0, now=0)
        assert storage.mark("main", claimed.record.key, claimed.attempt, "done", "")

    def test_a_retry_waits_for_its_moment_and_holds_its_line(self, storage: Storage) -> None:
        storage.commit("main", unit(1, channels=["crm", "crm"]))
        (first,) = storage.claim("main", "crm", 9, 10, now=0)
        assert storage.mark("main", first.record.key, first.attempt, "new", "http-503", not_before=500)
        assert storage.claim("main", "crm", 9, 10, now=499) == []
        (again,) = storage.claim("main", "crm", 9, 10, now=500)
        assert (again.record.key, again.attempt, again.record.last_code) == (first.record.key, 2, "http-503")
        assert again.record.not_before == 500

    def test_effects_with_a_moment_of_their_own_wait_for_it(self, storage: Storage) -> None:
        one = unit(1, channels=["crm"])
        later = tuple(evolve(effect, not_before=700) for effect in one.outbox)
        storage.commit("main", evolve(one, outbox=later))
        assert storage.claim("main", "crm", 9, 10, now=699) == []
        assert len(storage.claim("main", "crm", 9, 10, now=700)) == 1

    def test_what_is_not_to_be_tried_again_lets_the_next_one_pass(self, storage: Storage) -> None:
        for number, state in enumerate(("done", "refused", "unknown", "dead", "suppressed")):
            key = f"c-{state}"
            storage.commit("main", unit(number, key=key, channels=["crm", "crm"]))
            (first,) = storage.claim("main", "crm", 9, 60)
            assert storage.mark("main", first.record.key, first.attempt, state, "code")
            (second,) = storage.claim("main", "crm", 9, 60)
            assert (second.record.customer, second.record.number) == (key, 2)
            assert storage.mark("main", second.record.key, second.attempt, "done", "")
            kept = storage.outbox("main", decision_id=first.record.decision_id)
            assert [(effect.state, effect.last_code) for effect in kept] == [(state, "code"), ("done", "")]

    def test_a_dead_letter_is_replayed_with_its_key_and_before_what_followed(self, storage: Storage) -> None:
        storage.commit("main", unit(1, channels=["crm", "crm", "crm"]))
        (first,) = storage.claim("main", "crm", 9, 60)
        assert not storage.replay_dead("main", first.record.key)
        storage.mark("main", first.record.key, first.attempt, "dead", "http-400")
        (second,) = storage.claim("main", "crm", 9, 60)
        assert storage.replay_dead("main", first.record.key)
        assert not storage.replay_dead("main", first.record.key)
        assert not storage.replay_dead("main", "nothing")
        (again,) = storage.claim("main", "crm", 9, 60)
        assert (again.record.key, again.attempt) == (first.record.key, first.attempt + 1)
        # What was under way when the dead letter came back may still end.
        assert storage.mark("main", second.record.key, second.attempt, "done", "")
        assert storage.claim("main", "crm", 9, 60) == []
        assert storage.mark("main", again.record.key, again.attempt, "done", "")
        (third,) = storage.claim("main", "crm", 9, 60)
        assert third.record.number == 3

    def test_an_effect_of_unknown_outcome_is_counted_and_may_be_replayed(self, storage: Storage) -> None:
        storage.commit("main", unit(1, channels=["crm"]))
        (first,) = storage.claim("main", "crm", 9, 60)
        storage.mark("main", first.record.key, first.attempt, "unknown", "deadline")
        assert storage.counts("main")["unknown_effects"] == 1
        assert storage.replay_dead("main", first.record.key)
        assert storage.counts("main")["unknown_effects"] == 0
        (again,) = storage.claim("main", "crm", 9, 60)
        assert (again.record.key, again.attempt) == (first.record.key, 2)

    def test_tries_are_counted_from_the_first_until_a_replay(self, storage: Storage) -> None:
        storage.commit("main", unit(1, channels=["crm"]))
        assert [(one.tries, one.first_at) for one in storage.outbox("main")] == [(0, 0)]
        (first,) = storage.claim("main", "crm", 1, 10, now=1_000)
        assert (first.at, first.record.tries, first.record.first_at) == (1_000, 1, 1_000)
        (second,) = storage.claim("main", "crm", 1, 10, now=20_000_000)  # the lease of the first ended unmarked
        assert (second.at, second.record.tries, second.record.first_at) == (20_000_000, 2, 1_000)
        storage.mark("main", second.record.key, second.attempt, "dead", "down")
        storage.replay_dead("main", second.record.key)
        assert [(one.tries, one.first_at, one.attempt) for one in storage.outbox("main")] == [(0, 0, 2)]
        (third,) = storage.claim("main", "crm", 1, 10, now=50_000_000)
        assert (third.attempt, third.record.tries, third.record.first_at) == (3, 1, 50_000_000)

    def test_a_retry_without_a_moment_waits_no_longer(self, storage: Storage) -> None:
        storage.commit("main", unit(1, channels=["crm"]))
        (first,) = storage.claim("main", "crm", 1, 3600)
        assert storage.mark("main", first.record.key, first.attempt, "new", "down")
        assert len(storage.claim("main", "crm", 1, 3600)) == 1

    def test_a_round_takes_what_waited_when_it_began(self, storage: Storage) -> None:
        storage.commit("main", unit(1, channels=["crm", "mail"]))
        storage.commit("main", unit(2, key="c2", channels=["crm", "crm"]))
        begun = storage.waiting("main", now=1_000)
        assert (begun.at, begun.channels) == (1_000, ("crm", "mail"))
        storage.commit("main", unit(3, key="c3", channels=["crm", "fax"]))
        taken = []
        for _ in range(5):
            batch = storage.claim("main", "crm", 1, 10, now=2_000, among=begun)
            taken += [(one.record.customer, one.record.number) for one in batch]
            for one in batch:
                again = one.record.customer == "c1"
                storage.mark("main", one.record.key, one.attempt, "new" if again else "done", "", not_before=1_500)
        assert taken == [("c1", 1), ("c2", 1), ("c2", 2)]
        assert storage.waiting("main", now=3_000).channels == ("crm", "fax", "mail")
        assert len(storage.claim("main", "crm", 9, 10, now=3_000)) == 2
        assert storage.waiting("other").channels == ()

    def test_a_dead_letter_replayed_comes_alone_before_what_had_not_left_yet(self, storage: Storage) -> None:
        storage.commit("main", unit(1, channels=["crm", "crm"]))
        (first,) = storage.claim("main", "crm", 9, 60)
        storage.mark("main", first.record.key, first.attempt, "dead", "http-400")
        assert storage.replay_dead("main", first.record.key)
        (again,) = storage.claim("main", "crm", 9, 60)
        assert again.record.key == first.record.key

    def test_eight_threads_deliver_each_effect_once_and_in_order(self, storage: Storage) -> None:
        for number in range(40):
            storage.commit("main", unit(number, key=f"c{number % 5}", version=number // 5, channels=["crm"]))

        def work(_: int) -> list[tuple[str, int]]:
            seen = []
            while storage.counts("main")["waiting_effects"]:
                for one in storage.claim("main", "crm", 3, 600):
                    seen.append((one.record.customer, one.record.sequence))
                    assert storage.mark("main", one.record.key, one.attempt, "done", "")
            return seen

        with ThreadPoolExecutor(8) as pool:
            seen = list(pool.map(work, range(8)))
        everything = [one for mine in seen for one in mine]
        assert sorted(everything) == sorted((f"c{n}", s) for n in range(5) for s in range(1, 9))
        for mine in seen:
            for customer in {customer for customer, _ in mine}:
                sequences = [sequence for owner, sequence in mine if owner == customer]
                assert sequences == sorted(sequences)
