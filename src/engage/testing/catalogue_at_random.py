"""The catalogue of rulesets at random, and the names of what is in it."""

from __future__ import annotations

from typing import Final

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain
from engage.language.tree import Template
from engage.ruleset.model import Catalogue, CatalogueItem
from engage.testing.floors_at_random import MENU_ITEMS, MENU_TERMS, terms

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
        **MENU_ITEMS,
    }
)
#: what its sentences name, so that a ruleset at random can be written and read again
TERMS: Final = terms(
    (
        *MENU_TERMS,
        (Domain.QUEUE, ("desk", "front")),
        (Domain.SKILL, ("retention",)),
        (Domain.ANSWER, ("status",)),
        (Domain.WORDING, ("hello", "told")),
        (Domain.OFFER, ("month", "advice", "trap")),
        (Domain.GROUP, ("commercial", "retention", "service")),
        (Domain.ALLOWANCE, ("waiver",)),
        (Domain.WORK, ("call_back",)),
        (Domain.OWNER, ("team", "other_team")),
    )
)
