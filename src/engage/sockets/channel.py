"""The Channel socket: how an effect leaves the house."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from attrs import field, frozen

__all__ = ["FAILURE_CODE", "Answer", "Channel", "Delivery"]

#: Where the engine says in the data of an answer why an effect did not arrive.
FAILURE_CODE: Final = "engage:code"


@frozen
class Delivery:
    """One attempt to deliver an effect. `key` is constant over attempts; `attempt` counts from 1."""

    key: str
    attempt: int
    kind: str
    channel: str
    tenant: str
    payload: str = field(repr=False)
    decision_id: str = ""


@frozen
class Answer:
    """What came back: `outcome` (`delivered`, `accepted` …), the provider's id, and what it said.

    An answer becomes a feedback event with the id hash(key, outcome, provider's id).
    """

    outcome: str = "delivered"
    provider_id: str = ""
    data: Mapping[str, object] = field(factory=dict, repr=False)


class Channel(Protocol):
    """What a channel plugin gives. Contract kit: `engage.testing.channel`.

    `idempotency`: `key` (the receiver takes the key within `window_seconds`), `natural`, `query`, `none`.
    """

    idempotency: str
    window_seconds: float

    def deliver(self, delivery: Delivery) -> Answer:
        """Deliver, or raise Retryable, Permanent or UnknownOutcome. Must return before the engine's deadline."""
        ...

    def close(self) -> None:
        """Give back connections."""
        ...
