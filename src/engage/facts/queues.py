"""Queues and pools of workers as a catalogue declares them: who staffs a queue, and where one leaves it. Lengths are
elapsed ones."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from attrs import frozen

from engage.facts.units import Duration

__all__ = ["Exit", "ExitTo", "Pool", "Queue"]


class ExitTo(StrEnum):
    """Where an overflow leads."""

    QUEUE = "queue"
    CALLBACK = "callback"
    MESSAGE = "message"


@frozen
class Exit:
    """A way out of a queue, after so long in it; without a length: at once. `queue`: where it leads to a queue."""

    to: ExitTo
    after: Duration | None = None
    queue: str = ""


@frozen
class Pool:
    """A group of workers that staffs queues. `quality_floor`: below this figure of a queue it gets nothing of it."""

    id: str
    outsourced: bool = False
    quality_floor: int | Decimal | None = None


@frozen
class Queue:
    """What a queue says of those who wait in it.

    `staffed_by` are pools. `hours` is a calendar's id. `known_worker`: how long the worker who knows the customer is
    waited for. `ring`: how long an offer to a worker stands. `after_decline`: how long a worker who did not take an
    offer gets no other one of the same contact. `closed`: where one is led outside the hours.
    """

    id: str
    staffed_by: tuple[str, ...] = ()
    hours: str = ""
    known_worker: Duration | None = None
    ring: Duration | None = None
    after_decline: Duration | None = None
    overflow: tuple[Exit, ...] = ()
    closed: Exit | None = None
