"""The desk: contacts wait, are offered to workers, are served. Each change is one compare-and-set with a token.

Who gets what is `engage.service.assign`'s to say; here it is committed. Between looking and writing nothing is locked:
whoever was overtaken has changed nothing. Invariant: nobody outside is called from here, so no lock waits for one.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen

from engage.facts.decided import Decision
from engage.facts.queues import Queue
from engage.program.program import Program
from engage.runtime import messages as say
from engage.runtime.clock import Clock
from engage.runtime.desk_record import details_of, waiting_of
from engage.service import Capacity, Match, Waiting, Worker, assign, below_floor, closed_queues, waiting_by_plan
from engage.service.moments import exact, moment_of
from engage.sockets.desk import AtDesk, DeskRecord, DeskState, DeskStorage
from engage.sockets.storage import Storage

__all__ = ["Desk", "WorkOffer", "opened_desk"]

#: Where the catalogue says nothing: how long an offer stands, and how long one who did not take it is left alone.
_RING: Final = 20_000_000
_AFTER_DECLINE: Final = 60_000_000
#: How often a change is tried again that has to be made, whoever was first.
_TRIES: Final = 20
_EVERYONE: Final = Capacity()


@frozen
class WorkOffer:
    """A contact offered to a worker until `until` (UTC). `token` must be shown to take it or to refuse it."""

    contact: str
    worker: str
    token: int
    until: datetime.datetime
    match: Match | None = None


class Desk:
    """Contacts and who serves them, kept in the engine's storage; several processes may use it at the same time.

    Workers are the host's: whoever is there is handed to `assign`. The desk knows what each of them has at hand.
    """

    def __init__(
        self,
        storage: DeskStorage,
        tenant: str,
        clock: Clock,
        program: Callable[[], Program],
    ) -> None:
        self._storage, self._tenant, self._clock, self._program = storage, tenant, clock, program

    def queue_up(
        self,
        decision: Decision,
        contact: str = "",
        *,
        channel: str = "",
        known_worker: str = "",
        most_wait: datetime.timedelta | None = None,
    ) -> Waiting:
        """Let a contact wait as a decision's plan routes it, from the moment of its event on.

        `contact` is its id (empty: the decision's). One that is at the desk already is transferred: it keeps its
        arrival, begins the new ladder, and whoever had it has it no longer. Raises EngageError (S061) for a plan
        without a route.
        """
        if decision.plan.route is None:
            raise say.misuse("S061")
        id, queues = contact or decision.id, self._program().furnishing.queues
        waiting = waiting_by_plan(
            decision.plan.route,
            queues,
            id=id,
            since=moment_of(decision.at),
            channel=channel,
            known_worker=known_worker,
            most_wait=most_wait,
        )

        def queued(record: DeskRecord | None) -> DeskRecord:
            before = waiting_of(record) if record else None
            arrived = (before.arrived or before.since) if before else None
            return _waits(evolve(waiting, arrived=arrived))

        return waiting_of(self._certainly(id, queued))

    def waiting(self) -> tuple[Waiting, ...]:
        """The contacts that wait and are offered to nobody, by their ids."""
        return _waiting(self._storage.at_desk(self._tenant))

    def offers(self) -> tuple[WorkOffer, ...]:
        """The offers that stand, by their contacts; also those whose time is over until `expire` takes them back."""
        found = self._storage.at_desk(self._tenant).contacts
        return tuple(_offer(record, None) for record in found if record.state is DeskState.OFFERED)

    def at_work(self, workers: Sequence[Worker]) -> tuple[Worker, ...]:
        """The same workers with what they have at hand by the desk: offered, in progress, wrapping up."""
        return _at_work(self._storage.at_desk(self._tenant), workers)

    def assign(
        self,
        workers: Sequence[Worker],
        *,
        capacity: Capacity = _EVERYONE,
        evidence_for: datetime.timedelta | None = None,
        closed: Mapping[str, datetime.datetime | None] | None = None,
        quality: Mapping[tuple[str, str], int | float | Decimal] | None = None,
    ) -> tuple[WorkOffer, ...]:
        """Take back offers whose time is over, look who waits, and offer them as `engage.service.assign` says.

        What a worker has at hand is what the desk knows; `work` is not read. Queues are closed by their calendars;
        `closed` adds others. `quality`: (pool, queue) → the figure as the host measured it, see `below_floor`. Only the
        offers that stand come back: another process may have been first with a contact or a worker; ask again.
        """
        self.expire()
        found, program = self._storage.at_desk(self._tenant), self._program()
        queues, now = program.furnishing.queues, moment_of(self._clock.now())
        matches = assign(
            _waiting(found),
            _at_work(found, workers),
            now,
            capacity=capacity,
            evidence_for=evidence_for,
            closed={**closed_queues(queues, program.calendars, now), **(closed or {})},
            barred=below_floor(program.furnishing.pools, quality or {}),
        )
        records, versions = {record.contact: record for record in found.contacts}, dict(found.workers)
        made: list[WorkOffer] = []
        for match in matches:
            record = records[match.contact]
            ring = exact(queues.get(waiting_of(record).route.queue, Queue("")).ring) or _RING
            offered = evolve(
                record, state=DeskState.OFFERED, worker=match.worker, until=self._clock.now() + ring, version=0
            )
            token = self._put(offered, record.version, versions.get(match.worker, 0))
            if token is not None:
                versions[match.worker] = token  # this worker's latest change is our own
                made.append(_offer(evolve(offered, version=token), match))
        return tuple(made)

    def accept(self, contact: str, token: int) -> bool:
        """The worker takes the offer of this token. False: it was stale (taken back, timed out, or never made), and
        nothing has changed."""
        record = self._offered(contact)
        if record is None or record.until is None or self._clock.now() >= record.until:
            return False
        return self._put(evolve(record, state=DeskState.CONNECTED, until=None), token) is not None

    def decline(self, contact: str, token: int) -> bool:
        """The worker does not take it: the contact waits on in its place, and this worker gets no other offer of it for
        as long as its queue says. False: it was stale."""
        record = self._offered(contact)
        return record is not None and self._put(self._excluding(record), token) is not None

    def withdraw(self, contact: str, token: int) -> bool:
        """Take an offer back; the contact waits on in its place, nobody is excluded. False: it was stale."""
        record = self._offered(contact)
        return record is not None and self._put(_waits(waiting_of(record)), token) is not None

    def expire(self) -> int:
        """Take back the offers whose time is over, as if they were declined; how many."""
        now = self._clock.now()
        found = self._storage.at_desk(self._tenant).contacts
        over = [record for record in found if record.state is DeskState.OFFERED and (record.until or 0) <= now]
        return sum(self._put(self._excluding(record), record.version) is not None for record in over)

    def wrap_up(self, contact: str, worker: str) -> bool:
        """The conversation is over, this worker's work on it is not. False: the worker does not have it (any more)."""
        record = self._storage.desk_contact(self._tenant, contact)
        if record is None or (record.state, record.worker) != (DeskState.CONNECTED, worker):
            return False
        return self._put(evolve(record, state=DeskState.WRAP_UP), record.version) is not None

    def ended(self, contact: str, worker: str = "") -> bool:
        """The contact has left, whether it waited, was offered or was served. `worker`: only if it is this one who has
        it, so that one who is late ends nothing that was transferred. False: nothing was ended."""
        for _ in range(_TRIES):
            record = self._storage.desk_contact(self._tenant, contact)
            if record is None or (worker and record.worker != worker):
                return False
            if self._put(DeskRecord(contact, DeskState.ENDED), record.version) is not None:
                return True
        raise say.busy(say.TRY_AGAIN)

    # -- one change

    def _put(self, record: DeskRecord, expected: int, expected_worker: int | None = None) -> int | None:
        return self._storage.put_at_desk(self._tenant, record, expected, expected_worker)

    def _certainly(self, contact: str, change: Callable[[DeskRecord | None], DeskRecord]) -> DeskRecord:
        for _ in range(_TRIES):
            record = self._storage.desk_contact(self._tenant, contact)
            changed = change(record)
            version = self._put(changed, record.version if record else 0)
            if version is not None:
                return evolve(changed, version=version)
        raise say.busy(say.TRY_AGAIN)

    def _offered(self, contact: str) -> DeskRecord | None:
        """What is offered, if anything is; that it is the offer of a token, writing over this version tells."""
        record = self._storage.desk_contact(self._tenant, contact)
        return record if record is not None and record.state is DeskState.OFFERED else None

    def _excluding(self, record: DeskRecord) -> DeskRecord:
        waiting = waiting_of(record)
        queue = self._program().furnishing.queues.get(waiting.route.queue, Queue(""))
        until = moment_of(self._clock.now() + (exact(queue.after_decline) or _AFTER_DECLINE))
        return _waits(evolve(waiting, excluded={**waiting.excluded, record.worker: until}))


def opened_desk(
    storage: Storage,
    tenant: str,
    clock: Clock,
    program: Callable[[], Program],
) -> Desk:
    """The desk of an engine. Raises EngageError (S062) where its storage has none."""
    if not isinstance(storage, DeskStorage):
        raise say.misuse("S062")
    return Desk(storage, tenant, clock, program)


def _waits(waiting: Waiting) -> DeskRecord:
    return DeskRecord(waiting.id, DeskState.WAITING, channel=waiting.channel, details=details_of(waiting))


def _waiting(found: AtDesk) -> tuple[Waiting, ...]:
    return tuple(waiting_of(record) for record in found.contacts if record.state is DeskState.WAITING)


def _at_work(found: AtDesk, workers: Sequence[Worker]) -> tuple[Worker, ...]:
    at_hand = Counter((record.worker, record.channel) for record in found.contacts if record.worker)
    work: dict[str, dict[str, int]] = {}
    for (worker, channel), count in at_hand.items():
        work.setdefault(worker, {})[channel] = count
    return tuple(evolve(worker, work=work.get(worker.id, {})) for worker in workers)


def _offer(record: DeskRecord, match: Match | None) -> WorkOffer:
    return WorkOffer(record.contact, record.worker, record.version, moment_of(record.until or 0), match)
