"""The catalogue as decisions need it: targets, menus, wordings with their texts, offers with their figures."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from engage.facts.units import Duration
from engage.facts.vocabulary import Domain, Type
from engage.language.tree import Template
from engage.program.from_model_lines import Writer
from engage.program.from_model_texts import texts
from engage.program.program import Furnishing, OfferFacts, WordingFacts
from engage.ruleset.model import CatalogueItem, Model

__all__ = ["furnish"]

T = TypeVar("T")


def furnish(model: Model, writer: Writer) -> tuple[Furnishing, Mapping[str, tuple[int, ...]]]:
    """The furnishing, and which slots the texts of each wording read."""
    wordings: dict[str, WordingFacts] = {}
    reads: dict[str, tuple[int, ...]] = {}
    for item in _items(model, Domain.WORDING):
        by_language = {key: text for key, text in _mapping(item, "texts").items() if isinstance(text, Template)}
        written = texts(by_language, writer)
        wordings[item.id] = WordingFacts(item.id, _text(item, "placement"), written.by_language)
        reads[item.id] = written.reads
    furnishing = Furnishing(
        targets={item.id: _targets(item) for item in _items(model, Domain.LEVEL)},
        menus={item.id: _ids(item, "items") for item in _items(model, Domain.MENU)},
        wordings=wordings,
        offers={item.id: _offer(item, place) for place, item in enumerate(_items(model, Domain.OFFER))},
        task_channels={
            item.id: _text(item, "channel") for item in _items(model, Domain.WORK) if _text(item, "channel")
        },
        queue_steps={item.id: _text(item, "step") for item in _items(model, Domain.QUEUE) if _text(item, "step")},
        offer_limit=_offer_limit(model),
        allowances={
            item.id: counted
            for item in _items(model, Domain.ALLOWANCE)
            if isinstance(counted := item.settings.get("type"), Type)
        },
    )
    return furnishing, reads


def _items(model: Model, domain: Domain) -> tuple[CatalogueItem, ...]:
    return model.catalogue.items.get(domain.value, ())


def _text(item: CatalogueItem, key: str) -> str:
    value = item.settings.get(key, "")
    return value if isinstance(value, str) else ""


def _number(item: CatalogueItem, key: str, default: int) -> int | Decimal:
    value = item.settings.get(key, default)
    return value if isinstance(value, int | Decimal) else default


def _mapping(item: CatalogueItem, key: str) -> Mapping[str, object]:
    value = item.settings.get(key, {})
    return value if isinstance(value, Mapping) else {}


def _ids(item: CatalogueItem, key: str) -> tuple[str, ...]:
    value = item.settings.get(key, ())
    return tuple(str(each) for each in value) if isinstance(value, tuple) else ()


def _targets(item: CatalogueItem) -> dict[str, Duration]:
    return {metric: each for metric, each in _mapping(item, "targets").items() if isinstance(each, Duration)}


def _offer(item: CatalogueItem, place: int) -> OfferFacts:
    names = {item.id, _text(item, "group"), _text(item, "class")} - {""}
    treatments = item.settings.get("treatments", ())
    first = treatments[0] if isinstance(treatments, tuple) and treatments else {}
    treatment = first if isinstance(first, Mapping) else {}
    return OfferFacts(
        id=item.id,
        groups=frozenset(names),
        propensity=_number(item, "propensity", 1),
        context=_number(item, "context", 1),
        value=_number(item, "value", 0),
        treatment=str(treatment.get("id", "")),
        channel=_text(item, "channel") or str(treatment.get("channel", "")),
        place=place,
    )


def _offer_limit(model: Model) -> int:
    """`offers: best 2` in the ruleset's head is an output of that name."""
    declared = [output.limit for output in model.header.outputs if output.id in ("offer", "offers")]
    return max(1, declared[0]) if declared else 1
