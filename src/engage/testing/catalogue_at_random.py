"""The catalogue that rulesets at random speak of."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain, Labels, Term
from engage.language.tree import Template
from engage.ruleset.model import Catalogue, CatalogueItem

__all__ = ["CATALOGUE", "TERMS"]

_TREATMENTS: Final = (
    {"id": "on screen", "channel": "app", "wording": "told"},
    {"id": "aloud", "channel": "phone"},
)
CATALOGUE: Final = Catalogue(
    {
        "queue": (CatalogueItem("desk", settings={"step": "expert"}), CatalogueItem("front")),
        "wording": (
            CatalogueItem("hello", settings={"placement": "greeting", "texts": {"en": Template(parts=("Hello",))}}),
            CatalogueItem("told", settings={"placement": "greeting", "texts": {"en": Template(parts=("So it is",))}}),
        ),
        "answer": (CatalogueItem("status", settings={"wording": "told"}),),
        "offer": (
            CatalogueItem(
                "month",
                settings={"class": "commercial", "group": "retention", "value": 60, "treatments": _TREATMENTS},
            ),
            CatalogueItem(
                "advice", settings={"class": "service", "value": 10, "benefit": 0, "treatments": _TREATMENTS[:1]}
            ),
            CatalogueItem("trap", settings={"class": "service", "value": 500, "benefit": -1}),
        ),
        "work": (CatalogueItem("call_back", settings={"channel": "crm", "due": Duration(1, Unit.WORKING_DAY)}),),
        "target": (CatalogueItem("resolution"),),
        "menu item": (
            CatalogueItem("person", settings={"reaches": "person"}),
            CatalogueItem("leave", settings={"finishes": "call", "score": Decimal("0.1")}),
            CatalogueItem("bill", settings={"score": Decimal("0.6")}),
            *(CatalogueItem(id) for id in ("data", "fault", "move")),
        ),
        "menu": (
            CatalogueItem("home", settings={"items": ("bill", "data", "leave", "fault", "person")}),
            CatalogueItem("short", settings={"items": ("leave", "move")}),
        ),
    }
)
#: what its sentences name, so that a ruleset at random can be written and read again
TERMS: Final = tuple(
    (domain, tuple(Term(id, Labels(en=id.replace("_", " "))) for id in ids))
    for domain, ids in (
        (Domain.QUEUE, ("desk", "front")),
        (Domain.SKILL, ("retention",)),
        (Domain.ANSWER, ("status",)),
        (Domain.WORDING, ("hello", "told")),
        (Domain.OFFER, ("month", "advice", "trap")),
        (Domain.GROUP, ("commercial", "retention", "service")),
        (Domain.ALLOWANCE, ("waiver",)),
        (Domain.WORK, ("call_back",)),
        (Domain.ITEM, ("person", "leave", "bill", "data", "fault", "move")),
        (Domain.MENU, ("home", "short")),
        (Domain.OWNER, ("team", "other_team")),
    )
)
