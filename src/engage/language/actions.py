"""The sentences behind `then`, as a tree: what a rule proposes. All names are catalogue ids."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from engage.facts.plan import Need, Rung
from engage.facts.units import Duration
from engage.language.tree import Node, Value

__all__ = [
    "Action",
    "Ahead",
    "Allow",
    "AnswerWith",
    "GuideTo",
    "Note",
    "OfferAction",
    "RouteTo",
    "Say",
    "ServeAt",
    "SetOutput",
    "ShowItem",
    "ShowMenu",
    "SkipStep",
    "StartTask",
    "Withhold",
]


@frozen
class RouteTo(Node):
    """`route to retention desk, needs retention 4; after 30 seconds retention 2; after 60 seconds senior desk`"""

    queue: str
    needs: tuple[Need, ...] = ()
    ladder: tuple[Rung, ...] = ()


@frozen
class Ahead(Node):
    """`ahead by 90 seconds`: a head start in the queue."""

    by: Duration


@frozen
class ServeAt(Node):
    """`serve at vip care`: a service level."""

    level: str


@frozen
class ShowMenu(Node):
    """`menu cancel menu, first speak to a person`"""

    menu: str
    first: tuple[str, ...] = ()


@frozen
class ShowItem(Node):
    """`show my bill (×1.5)`: an item of the menu that is shown, with the lever that multiplies its score."""

    item: str
    lever: int | Decimal = 1


@frozen
class Say(Node):
    """`say retention opening`: a wording."""

    wording: str


@frozen
class OfferAction(Node):
    """`offer one month free (×1.5)`: an offer, with the lever that multiplies its score."""

    offer: str
    lever: int | Decimal = 1


@frozen
class Withhold(Node):
    """`withhold commercial`: no offer of this group (a class, a group or one offer) in this plan."""

    group: str


@frozen
class AnswerWith(Node):
    """`answer bill status`: answered at once."""

    answer: str


@frozen
class GuideTo(Node):
    """`guide to self-service`: this customer and need suit self-service `service`."""

    service: str


@frozen
class Allow(Node):
    """`allow waiver up to 100 yuan`; the limit is a literal or a computed value; talk time takes a duration."""

    allowance: str
    limit: Value


@frozen
class SkipStep(Node):
    """`skip identity check`"""

    step: str


@frozen
class StartTask(Node):
    """`task call-back for customer team, due in 1 working day`"""

    work: str
    owner: str
    due: Duration | None = None


@frozen
class Note(Node):
    """`note churn reason as reason of this event`, `set FACT to VALUE`: a profile fact, from the next event on."""

    fact: str
    value: Value


@frozen
class SetOutput(Node):
    """`set OUTPUT to VALUE`: an output of the ruleset's own, or a target (`first response`)."""

    output: str
    value: Value


Action = (
    RouteTo
    | Ahead
    | ServeAt
    | ShowMenu
    | ShowItem
    | Say
    | OfferAction
    | Withhold
    | AnswerWith
    | GuideTo
    | Allow
    | SkipStep
    | StartTask
    | Note
    | SetOutput
)
