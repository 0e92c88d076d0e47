"""A contact that waits as stored text and back: canonical JSON, moments and lengths in microseconds."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engage.facts.plan import Route
from engage.ground.canonical import canonical_json
from engage.runtime.record import intact, packed, unpacked
from engage.service import Waiting
from engage.service.moments import length_of, micros, moment_of
from engage.sockets.desk import DeskRecord

__all__ = ["details_of", "waiting_of"]


def details_of(waiting: Waiting) -> str:
    """All of it but what a record says itself."""
    return canonical_json(
        {
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
    )


def waiting_of(record: DeskRecord) -> Waiting:
    """The contact of a record. Raises StorageError where its text is not what `details_of` wrote."""
    with intact():
        told: dict[str, Any] = json.loads(record.details, parse_float=Decimal)
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
