"""The FactProvider socket: a system of the host's that knows things about a customer which nobody told engage.

A vocabulary says which fact is asked of whom (`from: provider crm`), a host gives the provider
(`Engine(providers={"crm": …})`). The engine asks before it decides, only for what is not known freshly, all facts of
one provider at once and within a deadline, and records the answer; a replay reads the record and never asks.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from attrs import field, frozen

from engage.sockets.estimator import Asked

__all__ = ["FactProvider", "Told"]


@frozen
class Told:
    """One answer with what is known of it: the value in its JSON form, as `Engine.know` takes it; None is not known.

    `at`: as of when the provider knows it, a moment with its zone; None is now. A value older than the fact's
    `max age` counts as unknown, one that is more than a minute ahead is no answer. `confidence`: how sure it is, from 0
    to 1; None is certain. `source`: where it comes from, at most 1,024 bytes; empty is the provider's name.
    """

    value: object = field(repr=False)
    at: datetime.datetime | str | None = None
    confidence: float | Decimal | None = None
    source: str = ""


class FactProvider(Protocol):
    """What a host's own system, or a plugin that speaks to one, gives. Contract kit: `engage.testing.provider`."""

    def provide(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, object]:
        """What is known of a customer, by the full names of facts (`customer.tariff`): a value, or a `Told`.

        `asked.customer` is the key under which engage keeps the customer, `asked.at` the moment of the event, `facts`
        what the profile holds; `past` is empty. A name left out, or None, is not known. Called from any thread, several
        times at once. May raise anything and take long: the engine then decides without it. Must not change what it
        was handed.
        """
        ...

    def close(self) -> None:
        """Give back connections."""
        ...
