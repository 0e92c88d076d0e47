"""What a floor guarantees: the longest wait, a way to a person, a request that can be finished, the least that is said.

Ids are those of the catalogue and of the vocabulary's kinds of events.
"""

from __future__ import annotations

import datetime

from attrs import frozen

from engage.facts.units import Duration

__all__ = ["Approval", "FinishedHere", "Guarantee", "LeastWords", "MaximumWait", "WayToPerson"]


@frozen
class MaximumWait:
    """`metric` (`first_response`, `resolution`) is over after `within` at the latest, counted from the event.

    `kind`: at this kind of event alone; empty: wherever the floor speaks.
    """

    within: Duration
    metric: str = "first_response"
    kind: str = ""


@frozen
class WayToPerson:
    """Whoever waits reaches a person with so many choices at most; one is the least that can be said."""

    steps: int


@frozen
class FinishedHere:
    """A request of this kind can be finished where the customer is: by an item of the menu, or by who serves."""

    kind: str


@frozen
class LeastWords:
    """Where nothing is said at the placement of this wording, it is said."""

    wording: str


Guarantee = MaximumWait | WayToPerson | FinishedHere | LeastWords


@frozen
class Approval:
    """Who approved a floor as it stands, on which day, and through which day that counts (inclusive; None: open)."""

    by: str
    on: datetime.date
    through: datetime.date | None = None
