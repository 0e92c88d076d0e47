"""What waits in a storage: effects for delivery, timers for their moment; and both together, of one customer."""

from __future__ import annotations

from attrs import field, frozen

__all__ = ["OutboxRecord", "Pending", "TimerRecord", "Waiting"]


@frozen
class OutboxRecord:
    """An effect that waits for delivery. `state`: new, done, refused, unknown, dead, suppressed.

    `attempt` counts all attempts; `tries` those since it last came to wait (at first, or when it was replayed), and
    `first_at` is when the first of these began, by the storage's clock; 0 before.
    """

    key: str
    decision_id: str
    number: int
    customer: str = field(repr=False)
    sequence: int
    channel: str
    kind: str
    payload: str = field(repr=False)
    not_before: int = 0
    state: str = "new"
    attempt: int = 0
    last_code: str = ""
    tries: int = 0
    first_at: int = 0


@frozen
class TimerRecord:
    """A timer: `id` is derived (decision, name, nominal). `state`: waiting, fired, cancelled."""

    id: str
    name: str
    nominal: int
    key: str = field(repr=False)
    subject: str = field(repr=False)
    contact: str
    case: str
    decision_id: str
    state: str = "waiting"


@frozen
class Pending:
    """What waits for one customer: timers, the earliest first; effects that have not arrived, oldest first."""

    timers: tuple[TimerRecord, ...] = ()
    effects: tuple[OutboxRecord, ...] = ()


@frozen
class Waiting:
    """What waits at one moment, so that a round of deliveries ends: effects recorded up to `last`, due by `at`.

    `last` is the storage's own and compared by nobody else. `channels`: those on which an effect waits, due or not.
    """

    last: int
    at: int
    channels: tuple[str, ...] = ()
