"""The handling plan: how this customer is treated now. Ids are the catalogue's."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from attrs import field, frozen

from engage.facts.units import Duration

__all__ = [
    "Allowance",
    "HandlingPlan",
    "Menu",
    "Need",
    "PlannedOffer",
    "Route",
    "Rung",
    "ServiceLevel",
    "SieveStep",
    "Task",
    "Wording",
]


class SieveStep(StrEnum):
    """Which step of the sieve serves the customer."""

    ELIMINATE = "eliminate"
    ANSWER = "answer"
    SELF_SERVICE = "self-service"
    ASSISTED = "assisted"
    EXPERT = "expert"


@frozen
class Need:
    """A skill a worker must have, at this level or above."""

    skill: str
    level: int = 1


@frozen
class Rung:
    """A relaxation of a route: after this long since entering the queue, these needs, or another queue."""

    after: Duration
    needs: tuple[Need, ...] = ()
    queue: str = ""


@frozen
class Route:
    """Who serves: queue, needed skills, ladder of relaxations, head start in the queue."""

    queue: str
    needs: tuple[Need, ...] = ()
    ladder: tuple[Rung, ...] = ()
    ahead: Duration | None = None


@frozen
class ServiceLevel:
    """How fast: a level of the catalogue and its targets by metric (`first response`, `resolution`)."""

    id: str
    targets: Mapping[str, Duration] = field(factory=dict)


@frozen
class Menu:
    """Through which interface: a menu of the catalogue, its items in order, the first ones pinned.

    `levels` are the items as the channel shows them, where its limit cuts: every level but the last ends with the way
    to the next one. Empty: all items are on one level.
    """

    id: str
    items: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    levels: tuple[tuple[str, ...], ...] = ()


@frozen
class Wording:
    """In which words: a wording of the catalogue at its placement; `texts` by language, values filled in."""

    id: str
    placement: str = ""
    texts: Mapping[str, str] = field(factory=dict, repr=False)


@frozen
class PlannedOffer:
    """A proposal: an offer with the treatment that presents it and the score it won by."""

    id: str
    treatment: str = ""
    score: int | Decimal = 0
    lever: int | Decimal = 1


@frozen
class Task:
    """Work for a department, due within a duration of the event."""

    work: str
    owner: str
    due: Duration | None = None


@frozen
class Allowance:
    """A freedom of the front line up to a limit: money or number as a number, talk time as a Duration."""

    id: str
    limit: object = field(repr=False)


@frozen
class HandlingPlan:
    """The answer to: how do we treat this customer, now, here?

    `step` is the sieve's; `answer` and `self_service` say what answers at once or where the customer is guided.
    `content` has one wording a placement. `targets` are set by tables or rules, over those of the level.
    `outputs` are the ruleset's own.
    """

    step: SieveStep | None = None
    answer: str = ""
    self_service: str = ""
    route: Route | None = None
    service_level: ServiceLevel | None = None
    menu: Menu | None = None
    content: tuple[Wording, ...] = ()
    offers: tuple[PlannedOffer, ...] = ()
    tasks: tuple[Task, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    skips: tuple[str, ...] = ()
    outputs: Mapping[str, object] = field(factory=dict, repr=False)
