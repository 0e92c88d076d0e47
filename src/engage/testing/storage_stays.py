"""The contract of a Storage about lifecycles and segments: no stage is skipped, whoever writes it."""

from __future__ import annotations

from engage.sockets.storage import Committed, MoveRecord, Snapshot, Stale, StayRecord, Storage
from engage.testing.units import timer, unit, walk

__all__ = ["StaysContract"]


def _seen(storage: Storage, key: str = "c1") -> Snapshot:
    return storage.snapshot("main", source="s", event_id="none", key=key, contact="", at=99, history=lambda _: {})


class StaysContract:
    """Where customers stand, how they came there, and the one timer that asks their charts again."""

    def test_a_move_is_kept_with_the_stay_it_leads_to(self, storage: Storage) -> None:
        assert storage.commit("main", unit(1, **walk("establish", "develop", at=7))) == Committed(1)
        assert _seen(storage).stays == (StayRecord("relationship", "develop", 7, "establish", ("establish",)),)
        assert list(storage.moves("main", "c1")) == [
            MoveRecord("relationship", "", "establish", 7, " -> establish", "li", "moved house", "d"),
            MoveRecord("relationship", "establish", "develop", 7, "establish -> develop", "li", "moved house", "d"),
        ]

    def test_a_move_from_a_stage_in_which_the_customer_is_not_is_stale_and_leaves_nothing(
        self, storage: Storage
    ) -> None:
        storage.commit("main", unit(1, **walk("establish")))
        skipping = unit(2, version=1, channels=["crm"], **walk("maintain", before="develop"))
        assert storage.commit("main", skipping) == Stale()
        again = unit(3, version=1, **walk("establish"))
        assert storage.commit("main", again) == Stale()
        gap = walk("develop", before="establish")
        gap["moves"] = [*gap["moves"], MoveRecord("relationship", "maintain", "broken", 1, "")]
        assert storage.commit("main", unit(4, version=1, **gap)) == Stale()
        assert [stay.stage for stay in _seen(storage).stays] == ["establish"]
        assert (len(storage.moves("main", "c1")), list(storage.outbox("main"))) == (1, [])

    def test_charts_and_customers_and_tenants_stand_each_for_themselves(self, storage: Storage) -> None:
        storage.commit("main", unit(1, **walk("establish")))
        assert storage.commit("main", unit(2, version=1, **walk("in", chart="watch"))) == Committed(2)
        assert storage.commit("main", unit(3, "c2", **walk("establish"))) == Committed(1)
        assert storage.commit("other", unit(1, **walk("establish"))) == Committed(1)
        assert [(stay.chart, stay.stage) for stay in _seen(storage).stays] == [
            ("relationship", "establish"),
            ("watch", "in"),
        ]
        assert [move.chart for move in storage.moves("main", "c1")] == ["relationship", "watch"]
        assert len(storage.moves("main", "c1", 1)) == 1
        assert _seen(storage, "nobody").stays == ()

    def test_the_alarm_is_the_waiting_timer_without_a_name(self, storage: Storage) -> None:
        first, named = timer("", 50), timer("rule", 40)
        storage.commit("main", unit(1, timers=[first, named]))
        assert _seen(storage).alarm == first
        assert _seen(storage, "c2").alarm is None
        second = timer("", 60)
        storage.commit("main", unit(2, version=1, timers=[second], cancel_timers=(first.id,)))
        assert _seen(storage).alarm == second
        assert [waiting.id for waiting in storage.due_timers("main", 99, 9)] == [named.id, second.id]
        storage.commit("main", unit(3, version=2, fired_timer=second.id))
        assert _seen(storage).alarm is None

    def test_a_merge_takes_over_where_the_other_stood_and_keeps_its_own_stage(self, storage: Storage) -> None:
        storage.commit("main", unit(1, "c1", timers=[timer("", 60)], **walk("establish", at=5)))
        storage.commit("main", unit(2, "c2", timers=[timer("", 50, "c2")], **walk("establish", "develop", at=7)))
        storage.commit("main", unit(3, "c2", version=1, **walk("in", chart="watch")))
        assert storage.merge("main", "c2", "c1", facts="{}", expected_version=2, into_version=1) is True
        assert [(stay.chart, stay.stage) for stay in _seen(storage).stays] == [
            ("relationship", "establish"),
            ("watch", "in"),
        ]
        moves = [(move.chart, move.after) for move in storage.moves("main", "c1")]
        assert moves == [
            ("relationship", "establish"),
            ("relationship", "establish"),
            ("relationship", "develop"),
            ("watch", "in"),
        ]
        assert (_seen(storage, "c2").stays, list(storage.moves("main", "c2"))) == ((), [])
        assert [(waiting.name, waiting.nominal) for waiting in storage.due_timers("main", 99, 9)] == [("", 50)]
