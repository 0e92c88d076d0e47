"""The desk: contacts wait, are offered to workers, are served. Each change is one compare-and-set with a token.

Who gets what is `engage.service.assign`'s to say; here it is committed. Between looking and writing nothing is locked:
whoever was overtaken has changed nothing. Invariant: nobody outside is called from here, so no lock waits for one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen

from engage.facts.decided import Decision
from engage.facts.queues import Queue
from engage.facts.units import Duration
from engage.program.program import Program
from engage.runtime import messages as say
from engage.runtime.clock import Clock
from engage.runtime.desk_look import Asked, Look, at_work, looked, waiting_in
from engage.runtime.desk_record import DeskContact, contact_of, record_of
from engage.runtime.typed import each_typed, typed
from engage.service import Capacity, Match, StillWaiting, Waiting, Worker, waiting_by_plan
from engage.service.moments import exact, length_of, moment_of
from engage.sockets.desk import DeskRecord, DeskState, DeskStorage
from engage.sockets.storage import Storage

__all__ = ["Desk", "DeskContact", "WorkOffer", "opened_desk"]

#: Where the catalogue says nothing: how long an offer stands, and how long one who did not take it is left alone.
_RING: Final = 20_000_000
_AFTER_DECLINE: Final = 60_000_000
#: What has ended is taken away a few at a time: after a quiet night nobody waits for thousands of writes.
_SWEPT: Final = 20
#: How often a change is tried again that has to be made, whoever was first.
_TRIES: Final = 20
_EVERYONE: Final = Capacity()
_HOUR: Final = datetime.timedelta(hours=1)
_ACCEPTED: Final = (DeskState.CONNECTED, DeskState.WRAP_UP)


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
        arrived: datetime.datetime | None = None,
    ) -> DeskContact:
        """Let a contact wait as a decision's plan routes it, from the moment of its event on; how it then stands.

        `contact` is its id (empty: the decision's). `arrived`: when the customer came, where that was before the event
        (a callback). Asked again for the same decision, nothing is done: it comes back as it stands by now, also one
        that has ended within the time for which `ended` remembers it. Another decision on one that is at the desk
        transfers it: it keeps its arrival, begins the new ladder, and whoever had it has it no longer. Raises
        EngageError for a plan without a route (S061) and for an argument of another type (S076).
        """
        typed("decision", decision, Decision)
        _typed_texts(contact=contact, channel=channel, known_worker=known_worker)
        typed("most_wait", most_wait, datetime.timedelta, none=True)
        typed("arrived", arrived, datetime.datetime, none=True)
        if decision.plan.route is None:
            raise say.misuse("S061")
        waiting = waiting_by_plan(
            decision.plan.route,
            self._program().furnishing.queues,
            id=contact or decision.id,
            since=moment_of(decision.at),
            channel=channel,
            arrived=arrived,
            known_worker=known_worker,
            most_wait=most_wait,
        )
        for _ in range(_TRIES):
            record = self._storage.desk_contact(self._tenant, waiting.id)
            before = self._remembered(record) or DeskContact(waiting.id, DeskState.WAITING)
            if decision.id in before.decisions:
                return before
            queued = evolve(
                before, waiting=_behind(before.waiting, waiting), decisions=(*before.decisions, decision.id)
            )
            changed = record_of(queued, DeskState.WAITING, self._clock.now())
            version = self._put(changed, record.version if record else 0)
            if version is not None:
                return contact_of(evolve(changed, version=version))
        raise say.busy(say.TRY_AGAIN)

    def waiting(self) -> tuple[Waiting, ...]:
        """The contacts that wait and are offered to nobody, by their ids."""
        return waiting_in(self._storage.at_desk(self._tenant))

    def offers(self) -> tuple[WorkOffer, ...]:
        """The offers that stand, by their contacts; also those whose time is over until `expire` takes them back."""
        found = self._storage.at_desk(self._tenant).contacts
        return tuple(_offer(record, None) for record in found if record.state is DeskState.OFFERED)

    def in_progress(self, worker: str = "") -> tuple[DeskContact, ...]:
        """The contacts that were accepted and have not ended, wrap-up too, by their ids; all, or those of a worker."""
        _typed_texts(worker=worker)
        found = self._storage.at_desk(self._tenant).contacts
        accepted = [record for record in found if record.state in _ACCEPTED]
        return tuple(contact_of(record) for record in accepted if worker in ("", record.worker))

    def contact(self, contact: str) -> DeskContact | None:
        """How one contact stands, None where it is not at the desk, nor remembered as ended."""
        _typed_texts(contact=contact)
        return self._remembered(self._storage.desk_contact(self._tenant, contact))

    def at_work(self, workers: Sequence[Worker]) -> tuple[Worker, ...]:
        """The same workers with what they have at hand by the desk: offered, in progress, wrapping up."""
        return at_work(self._storage.at_desk(self._tenant), each_typed("workers", workers, Worker))

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
        Raises EngageError (S076) for an argument of another type.
        """
        asked = Asked.of(workers, capacity, evidence_for, closed, quality)
        self.expire()
        look = self._look(asked)
        records, versions = {record.contact: record for record in look.found.contacts}, dict(look.found.workers)
        made: list[WorkOffer] = []
        for match in look.matches():
            record, now = records[match.contact], self._clock.now()
            contact = contact_of(record)
            until = now + _said(self._queue_of(contact).ring, _RING)
            offered = record_of(contact, DeskState.OFFERED, now, worker=match.worker, until=until)
            token = self._put(offered, record.version, versions.get(match.worker, 0))
            if token is not None:
                versions[match.worker] = token  # this worker's latest change is our own
                made.append(_offer(evolve(offered, version=token), match))
        return tuple(made)

    def still_waiting(
        self,
        workers: Sequence[Worker],
        *,
        capacity: Capacity = _EVERYONE,
        evidence_for: datetime.timedelta | None = None,
        closed: Mapping[str, datetime.datetime | None] | None = None,
        quality: Mapping[tuple[str, str], int | float | Decimal] | None = None,
    ) -> tuple[StillWaiting, ...]:
        """Why each contact goes on waiting for which `assign` has nobody, given the same; when time alone may change
        that, and for which exit it is time.

        Nothing is written. A contact that is offered does not wait: it may again when its offer's time is over.
        Raises EngageError (S076) for an argument of another type.
        """
        return self._look(Asked.of(workers, capacity, evidence_for, closed, quality)).left()

    def accept(self, contact: str, token: int) -> bool:
        """The worker takes the offer of this token. False: it was stale (taken back, timed out, or never made), and
        nothing has changed. The token stays good for `wrap_up` and `ended`."""
        record = self._offered(contact, token)
        now = self._clock.now()
        if record is None or record.until is None or now >= record.until:
            return False
        taken = record_of(contact_of(record), DeskState.CONNECTED, now, worker=record.worker, token=token)
        return self._put(taken, token) is not None

    def decline(self, contact: str, token: int) -> bool:
        """The worker does not take it: the contact waits on in its place, and this worker gets no other offer of it for
        as long as its queue says. False: it was stale."""
        record = self._offered(contact, token)
        return record is not None and self._put(self._excluding(record), token) is not None

    def withdraw(self, contact: str, token: int) -> bool:
        """Take an offer back; the contact waits on in its place, nobody is excluded. False: it was stale."""
        record = self._offered(contact, token)
        return record is not None and self._put(self._waiting_on(record), token) is not None

    def expire(self) -> int:
        """Take back the offers whose time is over, as if they were declined; how many. What has ended and need not be
        remembered any longer goes, too."""
        now = self._clock.now()
        found = self._storage.at_desk(self._tenant).contacts
        over = [record for record in found if record.until is not None and record.until <= now]
        for record in [record for record in over if record.state is DeskState.ENDED][:_SWEPT]:
            self._put(DeskRecord(record.contact, DeskState.ENDED), record.version)
        offered = [record for record in over if record.state is DeskState.OFFERED]
        return sum(self._put(self._excluding(record), record.version) is not None for record in offered)

    def release(self, worker: str) -> int:
        """A worker is gone: logged off, or the host died. What is offered to this worker or was accepted waits on in
        its place, with its arrival; what was being wrapped up has ended. How many contacts that were.

        Raises EngageError (S076) for no text, StorageBusy where others went on giving and taking meanwhile.
        """
        _typed_texts(worker=worker)
        gone = 0
        for _ in range(_TRIES):
            found = self._storage.at_desk(self._tenant).contacts
            held = [record for record in found if worker and record.worker == worker]
            if not held:
                return gone
            for record in held:
                over = record.state is DeskState.WRAP_UP
                let_go = self._over(record, _HOUR) if over else self._waiting_on(record)
                gone += self._put(let_go, record.version) is not None
        raise say.busy(say.TRY_AGAIN)

    def wrap_up(self, contact: str, worker: str, *, token: int | None = None) -> bool:
        """The conversation is over, this worker's work on it is not. `token`: only where it is the offer of this token
        that was accepted. False: the worker does not have it (any more)."""
        record = self._had(contact, worker, token)
        if record is None or not worker or record.state is not DeskState.CONNECTED:
            return False
        stands = contact_of(record)
        over = record_of(stands, DeskState.WRAP_UP, self._clock.now(), worker=worker, token=stands.token)
        return self._put(over, record.version) is not None

    def ended(
        self,
        contact: str,
        worker: str = "",
        *,
        token: int | None = None,
        remember: datetime.timedelta = _HOUR,
    ) -> bool:
        """The contact has left, whether it waited, was offered or was served. False: nothing was ended.

        `worker`: only if it is this one who accepted it and has it. `token`: only if it stands as this token says, see
        DeskContact; of two stretches with one worker it alone tells which is meant. For as long as `remember` the
        decisions that queued it up do not bring it back (0: nothing is remembered).
        """
        typed("remember", remember, datetime.timedelta)
        for _ in range(_TRIES):
            record = self._had(contact, worker, token)
            if record is None:
                return False
            if self._put(self._over(record, remember), record.version) is not None:
                return True
        raise say.busy(say.TRY_AGAIN)

    # -- one change

    def _put(self, record: DeskRecord, expected: int, expected_worker: int | None = None) -> int | None:
        return self._storage.put_at_desk(self._tenant, record, expected, expected_worker)

    def _waiting_on(self, record: DeskRecord) -> DeskRecord:
        return record_of(contact_of(record), DeskState.WAITING, self._clock.now())

    def _excluding(self, record: DeskRecord) -> DeskRecord:
        contact, now = contact_of(record), self._clock.now()
        until = moment_of(now + _said(self._queue_of(contact).after_decline, _AFTER_DECLINE))
        if contact.waiting is not None:
            excluded = {**contact.waiting.excluded, record.worker: until}
            contact = evolve(contact, waiting=evolve(contact.waiting, excluded=excluded))
        return record_of(contact, DeskState.WAITING, now)

    def _over(self, record: DeskRecord, remember: datetime.timedelta) -> DeskRecord:
        """It has ended: remembered with nothing but its decisions, or removed."""
        if remember <= datetime.timedelta(0):
            return DeskRecord(record.contact, DeskState.ENDED)
        now = self._clock.now()
        return record_of(
            evolve(contact_of(record), waiting=None), DeskState.ENDED, now, until=now + length_of(remember)
        )

    # -- one look

    def _look(self, asked: Asked) -> Look:
        return looked(self._storage.at_desk(self._tenant), asked, self._program(), moment_of(self._clock.now()))

    def _queue_of(self, contact: DeskContact) -> Queue:
        queue = contact.waiting.route.queue if contact.waiting else ""
        return self._program().furnishing.queues.get(queue, Queue(queue))

    def _remembered(self, record: DeskRecord | None) -> DeskContact | None:
        over = record is None or (record.state is DeskState.ENDED and (record.until or 0) <= self._clock.now())
        return None if record is None or over else contact_of(record)

    def _offered(self, contact: str, token: int) -> DeskRecord | None:
        """What is offered, if anything is; that it is the offer of this token, writing over this version tells."""
        _typed_texts(contact=contact)
        typed("token", token, int)
        record = self._storage.desk_contact(self._tenant, contact)
        return record if record is not None and record.state is DeskState.OFFERED else None

    def _had(self, contact: str, worker: str, token: int | None) -> DeskRecord | None:
        """What has not ended, was accepted by this worker where one is named, and stands as the token says."""
        _typed_texts(contact=contact, worker=worker)
        typed("token", token, int, none=True)
        record = self._storage.desk_contact(self._tenant, contact)
        if record is None or record.state is DeskState.ENDED:
            return None
        if worker and (record.state not in _ACCEPTED or record.worker != worker):
            return None
        return record if token is None or contact_of(record).token == token else None


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


def _typed_texts(**given: object) -> None:
    for name, value in given.items():
        typed(name, value, str)


def _said(length: Duration | None, otherwise: int) -> int:
    """What the catalogue says, also nothing at all (0); else what goes where it is silent."""
    return otherwise if length is None else exact(length)


def _behind(before: Waiting | None, waiting: Waiting) -> Waiting:
    """As it waits from now on; one that was at the desk keeps its arrival."""
    return waiting if before is None else evolve(waiting, arrived=before.arrived or before.since)


def _offer(record: DeskRecord, match: Match | None) -> WorkOffer:
    return WorkOffer(record.contact, record.worker, record.version, moment_of(record.until or 0), match)
