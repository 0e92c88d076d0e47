"""Who is offered to whom now: greedy by rank, explainable, the same whatever the order of what is handed over.

Nothing is kept and nobody is told here. What comes out is a proposal: it is committed elsewhere, by compare-and-set.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, TypeVar

from attrs import frozen

from engage.facts.queues import Exit, ExitTo
from engage.ground.finding import Words
from engage.service.capacity import Capacity
from engage.service.given import each_a, length_given, one_of, sequence_of
from engage.service.ladder import Step, exit_due, rank, steps
from engage.service.moments import exact, length_of, micros, moment_of
from engage.service.routing_messages import misuse
from engage.service.waiting import Skill, Waiting, Worker, is_pair

__all__ = ["Chosen", "Match", "StillWaiting", "Unserved", "assign", "still_waiting"]

T = TypeVar("T", Waiting, Worker)
Closed = Mapping[str, datetime.datetime | None]
Barred = Collection[tuple[str, str]]
_EVERYONE: Final = Capacity()
_BARRED: Final = Words(
    "pairs of pool and queue, as `below_floor` gives them",
    "由 `below_floor` 给出的（资源池, 队列）对",
    "由 `below_floor` 給出的（資源池, 佇列）對",
)


class Chosen(StrEnum):
    """What made a worker the one, among those who could take a contact now."""

    ONLY = "only one free"
    KNOWN_WORKER = "known worker"
    STRICTEST_RUNG = "meets a stricter rung"
    LONGEST_IDLE = "longest idle"
    FEWEST_SERVED = "fewest served"
    ID = "first by id"


class Unserved(StrEnum):
    """Why a contact goes on waiting."""

    NOBODY = "nobody here could take it"
    BELOW_FLOOR = "only a pool below its quality floor could take it"
    BUSY = "all who could take it are busy"
    EXCLUDED = "all who could take it have declined"
    AWAITED = "the known worker is waited for"
    CLOSED = "its queues are closed"


@frozen
class Match:
    """A contact and the worker to whom it is offered. `rung`: 0 for the route itself, 1 for the first rung of its
    ladder, and so on; behind the ladder come the queues it overflows to. `waited`: since it entered the queue."""

    contact: str
    worker: str
    rung: int
    why: Chosen
    waited: datetime.timedelta


@frozen
class StillWaiting:
    """A contact for which there is nobody now. `next_change`: when time alone may change that, None where it cannot.

    `exit`: the callback or message for which it is time.
    """

    contact: str
    why: Unserved
    next_change: datetime.datetime | None = None
    exit: Exit | None = None


def assign(
    waiting: Sequence[Waiting],
    workers: Sequence[Worker],
    now: datetime.datetime,
    *,
    capacity: Capacity = _EVERYONE,
    evidence_for: datetime.timedelta | None = None,
    closed: Closed | None = None,
    barred: Barred = (),
) -> tuple[Match, ...]:
    """Which contact is offered to which worker now, in the order of rank.

    One contact after the other, by `rank`, gets the best of the workers who have room on its channel, are not
    excluded, and meet a rung that is open: whoever meets the strictest rung, then the known worker, then the longest
    idle, the fewest served, the first by id. A known worker who is available and meets any rung of the ladder is
    waited for during `known_for`, busy or not; one who is absent, or was ever excluded, is not.

    `evidence_for`: a level last seen longer ago does not count (None: all count). `closed`: queues that are closed
    now, and when they open where that is known. `barred`: (pool, queue) that get nothing, see `below_floor`.
    Raises CalendarError for a moment without a zone (K015), EngageError for a wait in units that need a calendar
    (S071), for two of one id (S072), and for what is not of its kind (S076).
    """
    return tuple(_Round(workers, now, capacity, evidence_for, closed or {}, barred).matches(waiting))


def still_waiting(
    waiting: Sequence[Waiting],
    workers: Sequence[Worker],
    now: datetime.datetime,
    *,
    capacity: Capacity = _EVERYONE,
    evidence_for: datetime.timedelta | None = None,
    closed: Closed | None = None,
    barred: Barred = (),
) -> tuple[StillWaiting, ...]:
    """Why the contacts that `assign` leaves waiting are left, in the order of rank, given the same.

    Until the earliest `next_change` of them nothing changes by itself: `assign` need not be asked again before,
    unless somebody comes, goes or becomes free.
    """
    turn = _Round(workers, now, capacity, evidence_for, closed or {}, barred)
    matched = {match.contact for match in turn.matches(waiting)}
    return tuple(turn.left(each) for each in sorted(waiting, key=rank) if each.id not in matched)


class _Round:
    """One look at everybody. It books what it gives away, so that nobody is given more than there is room for."""

    def __init__(
        self,
        workers: Sequence[Worker],
        now: datetime.datetime,
        capacity: Capacity,
        evidence_for: datetime.timedelta | None,
        closed: Closed,
        barred: Barred,
    ) -> None:
        _sound(capacity, evidence_for, closed, barred)
        self._now, self._capacity, self._closed, self._barred = micros(now), capacity, closed, frozenset(barred)
        self._oldest = None if evidence_for is None else length_of(evidence_for)
        here = [
            worker for worker in _distinct("workers", workers, Worker, Words("workers", "坐席人员")) if worker.available
        ]
        self._workers = {worker.id: worker for worker in here}
        self._work = {worker.id: dict(worker.work) for worker in here}
        # idle since, served: whoever is given something in this round comes after those who were given nothing.
        self._turn = {worker.id: (micros(worker.idle_since), worker.served) for worker in here}

    def matches(self, waiting: Sequence[Waiting]) -> Iterator[Match]:
        for one in sorted(_distinct("waiting", waiting, Waiting, Words("contacts", "会话")), key=rank):
            found = self._best(one)
            if found is None:
                continue
            work, (_, served) = self._work[found.worker], self._turn[found.worker]
            work[one.channel] = work.get(one.channel, 0) + 1
            self._turn[found.worker] = self._now, served + 1
            yield found

    def _best(self, one: Waiting) -> Match | None:
        awaited = self._awaited(one)
        open_steps = self._open(one)
        keys = sorted(
            (number, worker.id != one.known_worker, *self._turn[worker.id], worker.id)
            for worker in self._workers.values()
            if (not awaited or worker.id == one.known_worker)
            and self._room(worker, one)
            and not self._excluded(one, worker.id)
            and (number := self._rung(worker, open_steps)) is not None
        )
        if not keys:
            return None
        waited = (self._now - micros(one.since)) * datetime.timedelta.resolution
        return Match(one.id, keys[0][-1], keys[0][0], Chosen.KNOWN_WORKER if awaited else _why(keys), waited)

    def left(self, one: Waiting) -> StillWaiting:
        """Why nobody takes it, and when that may change."""
        changes = [moment for moment in self._changes(one) if moment > self._now]
        exit = exit_due(one, moment_of(self._now), self._closed)
        return StillWaiting(one.id, self._reason(one), moment_of(min(changes)) if changes else None, exit)

    def _reason(self, one: Waiting) -> Unserved:
        if self._awaited(one):
            return Unserved.AWAITED
        open_steps = self._open(one)
        fit = [worker for worker in self._workers.values() if self._rung(worker, open_steps) is not None]
        if any(not self._excluded(one, worker.id) for worker in fit):
            return Unserved.BUSY
        if fit:
            return Unserved.EXCLUDED
        if not open_steps and one.route.queue in self._closed:
            return Unserved.CLOSED
        barred = any(self._rung(worker, open_steps, whatever=True) is not None for worker in self._workers.values())
        return Unserved.BELOW_FLOOR if barred else Unserved.NOBODY

    def _changes(self, one: Waiting) -> Iterator[int]:
        since = micros(one.since)
        yield from (step.opens for step in steps(one, self._closed))
        yield from (micros(until) for id, until in one.excluded.items() if id in self._workers)
        yield from (since + exact(each.after) for each in one.exits if each.to is not ExitTo.QUEUE)
        # Whichever opens: it may be the queue of a rung, or end what is done while the own one is closed.
        yield from (micros(opens) for opens in self._closed.values() if opens is not None)
        if self._awaited(one):
            yield since + self._known_for(one)
            if self._oldest is not None:
                seen = [skill.seen for skill in self._workers[one.known_worker].skills.values() if skill.seen]
                yield from (micros(moment) + self._oldest + 1 for moment in seen)

    # -- what is asked of one worker and one contact

    def _awaited(self, one: Waiting) -> bool:
        """Invariant: with the same people present it ends with time and never begins, so that waiting only widens."""
        worker = self._workers.get(one.known_worker)
        if worker is None or worker.id in one.excluded or self._now >= micros(one.since) + self._known_for(one):
            return False
        return self._rung(worker, steps(one, self._closed)) is not None

    def _known_for(self, one: Waiting) -> int:
        known_for = length_of(one.known_for)
        return known_for if one.most_wait is None else min(known_for, length_of(one.most_wait))

    def _open(self, one: Waiting) -> tuple[Step, ...]:
        return tuple(step for step in steps(one, self._closed) if step.opens <= self._now)

    def _room(self, worker: Worker, one: Waiting) -> bool:
        return self._capacity.room(self._work[worker.id], one.channel)

    def _excluded(self, one: Waiting, worker: str) -> bool:
        until = one.excluded.get(worker)
        return until is not None and self._now < micros(until)

    def _rung(self, worker: Worker, among: Sequence[Step], *, whatever: bool = False) -> int | None:
        """The strictest rung that a worker meets; `whatever` the quality of the pool."""
        for step in among:
            permitted = whatever or (worker.pool, step.queue) not in self._barred
            if step.queue in worker.queues and permitted and self._able(worker, step):
                return step.number
        return None

    def _able(self, worker: Worker, step: Step) -> bool:
        return all(self._level(worker.skills.get(need.skill)) >= need.level for need in step.needs)

    def _level(self, skill: Skill | None) -> int:
        if skill is None:
            return 0
        fresh = self._oldest is None or skill.seen is None or self._now <= micros(skill.seen) + self._oldest
        return skill.level if fresh else 0


def _why(keys: Sequence[tuple[int, bool, int, int, str]]) -> Chosen:
    """Where the first differs from the second."""
    if len(keys) == 1:
        return Chosen.ONLY
    order = (Chosen.STRICTEST_RUNG, Chosen.KNOWN_WORKER, Chosen.LONGEST_IDLE, Chosen.FEWEST_SERVED, Chosen.ID)
    return next(why for why, first, second in zip(order, keys[0], keys[1], strict=True) if first != second)


def _sound(capacity: Capacity, evidence_for: datetime.timedelta | None, closed: Closed, barred: Barred) -> None:
    """What goes along with contacts and workers is of its kind."""
    one_of("capacity", capacity, Capacity)
    length_given("evidence_for", evidence_for, optional=True)
    each_a("closed", closed, object)
    one_of("barred", barred, Collection)
    if not all(map(is_pair, barred)):
        raise misuse("S076", name="barred", wanted=_BARRED)


def _distinct(name: str, given: Sequence[T], kind: type[T], what: Words) -> Sequence[T]:
    sequence_of(name, given, kind)
    if len({each.id for each in given}) < len(given):
        raise misuse("S072", what=what)
    return given
