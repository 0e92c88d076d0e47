"""A contact at the desk as stored text and back: canonical JSON, moments and lengths in microseconds.

What an engine before this one wrote is read, too: it noted neither the decisions nor since when.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from engage.facts.plan import Route
from engage.ground.canonical import canonical_json
from engage.runtime.record import intact, packed, unpacked
from engage.service import Waiting
from engage.service.moments import length_of, micros, moment_of
from engage.sockets.desk import DeskRecord, DeskState

__all__ = ["DeskContact", "contact_of", "record_of", "waiting_of"]

#: How many decisions of a contact are known again, the latest ones.
_DECISIONS: Final = 20


@frozen
class DeskContact:
    """How a contact stands at the desk, and since when (UTC; None where an older engine wrote it).

    `worker` has it or is offered it; empty: nobody. `token`: that of the offer, also once it is accepted; while it
    waits one of its own, which any change makes stale. `waiting`: how it waits, or would go on waiting; None once it
    has ended. `decisions`: the ids of those that queued it up, the latest last.
    """

    contact: str
    state: DeskState
    worker: str = ""
    since: datetime.datetime | None = None
    token: int = 0
    waiting: Waiting | None = None
    decisions: tuple[str, ...] = ()


def record_of(
    contact: DeskContact,
    state: DeskState,
    now: int,
    *,
    worker: str = "",
    token: int = 0,
    until: int | None = None,
) -> DeskRecord:
    """What is kept of a contact that stands so from now on. `token`: that of the offer by which it was accepted."""
    noted = {"decisions": list(contact.decisions[-_DECISIONS:]), "entered": now, "token": token}
    details = canonical_json(noted | (_told(contact.waiting) if contact.waiting else {}))
    channel = contact.waiting.channel if contact.waiting else ""
    return DeskRecord(contact.contact, state, worker=worker, channel=channel, until=until, details=details)


def _told(waiting: Waiting) -> dict[str, object]:
    """All of it but what a record says itself."""
    return {
        "route": packed(waiting.route),
        "since": micros(waiting.since),
        "arrived": None if waiting.arrived is None else micros(waiting.arrived),
        "known_worker": waiting.known_worker,
        "known_for": length_of(waiting.known_for),
        "excluded": {worker: micros(until) for worker, until in waiting.excluded.items()},
        "most_wait": None if waiting.most_wait is None else length_of(waiting.most_wait),
        "exits": [packed(each) for each in waiting.exits],
        "closed": packed(waiting.closed),
    }


def contact_of(record: DeskRecord) -> DeskContact:
    """The contact of a record. Raises StorageError where its text is not what `record_of` wrote."""
    with intact():
        told: dict[str, Any] = json.loads(record.details, parse_float=Decimal)
        entered = told.get("entered")
        return DeskContact(
            record.contact,
            record.state,
            record.worker,
            None if entered is None else moment_of(entered),
            told.get("token") or record.version,
            None if record.state is DeskState.ENDED else _waiting(record, told),
            tuple(told.get("decisions", ())),
        )


def waiting_of(record: DeskRecord) -> Waiting:
    """How the contact of a record waits. Raises StorageError as `contact_of` does."""
    with intact():
        return _waiting(record, json.loads(record.details, parse_float=Decimal))


def _waiting(record: DeskRecord, told: dict[str, Any]) -> Waiting:
    route = unpacked(told["route"])
    if not isinstance(route, Route):
        raise ValueError
    return Waiting(
        record.contact,
        route,
        moment_of(told["since"]),
        record.channel,
        None if told["arrived"] is None else moment_of(told["arrived"]),
        known_worker=told["known_worker"],
        known_for=_length(told["known_for"]),
        excluded={worker: moment_of(until) for worker, until in _mapping(told["excluded"]).items()},
        most_wait=None if told["most_wait"] is None else _length(told["most_wait"]),
        exits=tuple(unpacked(each) for each in told["exits"]),  # type: ignore[misc]
        closed=unpacked(told["closed"]),  # type: ignore[arg-type]
    )


def _length(micros: int) -> datetime.timedelta:
    return micros * datetime.timedelta.resolution


def _mapping(told: object) -> Mapping[str, int]:
    if not isinstance(told, dict):
        raise ValueError
    return told
