"""The contract of a Storage about timers: each comes due once, in the order of its moment."""

from __future__ import annotations

from engage.sockets.storage import Duplicate, Storage
from engage.testing.units import timer, unit

__all__ = ["TimersContract"]


class TimersContract:
    """What waits for its moment."""

    def test_timers_come_due_in_the_order_of_their_moments(self, storage: Storage) -> None:
        a, b, c = timer("a", 30), timer("b", 10), timer("c", 20)
        storage.commit("main", unit(1, timers=[a, b, c]))
        assert storage.due_timers("main", 9, 10) == []
        assert storage.due_timers("main", 20, 10) == [b, c]
        assert storage.due_timers("main", 99, 2) == [b, c]
        storage.commit("main", unit(2, version=1, fired_timer=b.id, cancel_timers=(c.id,)))
        assert storage.due_timers("main", 99, 10) == [a]
        assert storage.counts("main")["waiting_timers"] == 1

    def test_timers_of_one_moment_come_in_the_order_of_their_ids(self, storage: Storage) -> None:
        several = sorted((timer(name, 10) for name in "abcdef"), key=lambda one: one.id)
        storage.commit("main", unit(1, timers=reversed(several)))
        assert storage.due_timers("main", 10, 10) == several

    def test_a_timer_whose_event_is_there_already_does_not_ring_for_ever(self, storage: Storage) -> None:
        one = timer("a", 10)
        storage.commit("main", unit(1, timers=[one]))
        storage.commit("main", unit(2, version=1))
        assert isinstance(storage.commit("main", unit(2, version=2, fired_timer=one.id)), Duplicate)
        assert storage.due_timers("main", 99, 10) == []

    def test_a_fired_timer_does_not_wait_again(self, storage: Storage) -> None:
        one = timer("a", 10)
        storage.commit("main", unit(1, timers=[one]))
        storage.commit("main", unit(2, version=1, fired_timer=one.id))
        storage.commit("main", unit(3, version=2, timers=[one]))
        assert storage.due_timers("main", 99, 10) == []
