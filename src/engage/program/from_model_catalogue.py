"""The catalogue as decisions need it: targets, menus, wordings with their texts, offers with their figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from engage.facts.plan import Need, SieveStep
from engage.facts.queues import Exit, Pool, Queue
from engage.facts.reasons import ContactReason, ReasonAction, ReasonTree
from engage.facts.self_service import Prompt, StepTree
from engage.facts.units import Duration
from engage.facts.vocabulary import Domain, Type
from engage.language.tree import Template
from engage.program.from_model_lines import Writer
from engage.program.from_model_texts import outgoing
from engage.program.program import Furnishing, OfferFacts, Slot, TreatmentFacts, Whereabouts, WordingFacts
from engage.ruleset.model import CatalogueItem, Model

__all__ = ["ReadBy", "furnish"]

#: which slots it takes to put a thing of the catalogue into a plan
ReadBy = Mapping[tuple[Slot, str], tuple[int, ...]]


def furnish(model: Model, writer: Writer) -> tuple[Furnishing, ReadBy]:
    """The furnishing, and which slots it takes to say, answer, guide or offer each thing of the catalogue."""
    wordings: dict[str, WordingFacts] = {}
    reads: dict[tuple[Slot, str], tuple[int, ...]] = {}
    for item in _items(model, Domain.WORDING):
        by_language = {key: text for key, text in _mapping(item, "texts").items() if isinstance(text, Template)}
        written = outgoing(by_language, writer)
        wordings[item.id] = WordingFacts(item.id, _text(item, "placement"), written.by_language)
        reads[Slot.SAY, item.id] = written.reads
    offers = {item.id: _offer(item, place) for place, item in enumerate(_items(model, Domain.OFFER))}
    limits = {item.id: found for item in _items(model, Domain.MENU) if (found := _limits(item))}
    whereabouts = _whereabouts(offers.values(), bool(limits), writer)
    for id in limits:
        reads[Slot.MENU, id] = () if whereabouts.channel is None else (whereabouts.channel,)
    for id, offer in offers.items():
        reads[Slot.OFFER, id] = (*_presenting(offer, whereabouts), *_said(offer, reads))
    spoken = {Slot.ANSWER: Domain.ANSWER, Slot.GUIDE: Domain.SELF_SERVICE}
    for slot, domain in spoken.items():
        for item in _items(model, domain):
            reads[slot, item.id] = reads.get((Slot.SAY, _text(item, "wording")), ())
    furnishing = Furnishing(
        targets={item.id: _targets(item) for item in _items(model, Domain.LEVEL)},
        menus={item.id: _ids(item, "items") for item in _items(model, Domain.MENU)},
        menu_limits=limits,
        item_scores=_scores(model),
        prompts={item.id: prompts for item in _items(model, Domain.MENU) if (prompts := _prompts(item))},
        step_trees=_trees(model),
        exits=tuple(item.id for item in _items(model, Domain.ITEM) if _text(item, "reaches") == "person"),
        finishing=_texts(model, Domain.ITEM, "finishes"),
        wordings=wordings,
        offers=offers,
        task_channels=_texts(model, Domain.WORK, "channel"),
        queue_steps=_texts(model, Domain.QUEUE, "step"),
        level_calendars=_texts(model, Domain.LEVEL, "calendar"),
        offer_limit=_offer_limit(model),
        allowances=_allowances(model),
        answers=_texts(model, Domain.ANSWER, "wording"),
        self_services=_texts(model, Domain.SELF_SERVICE, "wording"),
        whereabouts=whereabouts,
        reasons=_reasons(model),
        contained_within=_contained_within(model),
        queues={item.id: queue for item in _items(model, Domain.QUEUE) if (queue := _queue(item)) != Queue(item.id)},
        pools={item.id: _pool(item) for item in _items(model, Domain.POOL)},
    )
    return furnishing, reads


def _allowances(model: Model) -> dict[str, Type]:
    counted = ((item.id, item.settings.get("type")) for item in _items(model, Domain.ALLOWANCE))
    return {id: type for id, type in counted if isinstance(type, Type)}


def _contained_within(model: Model) -> dict[tuple[SieveStep, str], Duration]:
    """How long it must hold that a customer who was helped without a person comes to none."""
    return {
        (step, item.id): within
        for step, domain in ((SieveStep.ANSWER, Domain.ANSWER), (SieveStep.SELF_SERVICE, Domain.SELF_SERVICE))
        for item in _items(model, domain)
        if isinstance(within := item.settings.get("contained within"), Duration)
    }


def _reasons(model: Model) -> ReasonTree:
    found = tuple(
        ContactReason(
            item.id,
            under=_text(item, "under"),
            owner=_text(item, "owner"),
            avoidable=item.settings.get("avoidable") is True,
            cause=_text(item, "cause"),
            action=ReasonAction(action) if (action := _text(item, "action")) else None,
            was=_ids(item, "was"),
            needs=_needs(item),
        )
        for item in _items(model, Domain.REASON)
    )
    return ReasonTree(model.catalogue.reasons_version, found)


def _needs(item: CatalogueItem) -> tuple[Need, ...]:
    found = item.settings.get("needs", ())
    return tuple(need for need in found if isinstance(need, Need)) if isinstance(found, tuple) else ()


def _queue(item: CatalogueItem) -> Queue:
    said = item.settings
    overflow, closed = said.get("overflow", ()), said.get("closed")
    return Queue(
        item.id,
        staffed_by=_ids(item, "staffed by"),
        hours=_text(item, "hours"),
        known_worker=_length(item, "known worker"),
        ring=_length(item, "ring"),
        after_decline=_length(item, "after a decline"),
        overflow=tuple(way for way in overflow if isinstance(way, Exit)) if isinstance(overflow, tuple) else (),
        closed=closed if isinstance(closed, Exit) else None,
    )


def _pool(item: CatalogueItem) -> Pool:
    return Pool(item.id, item.settings.get("outsourced") is True, _number(item, "quality floor"))


def _length(item: CatalogueItem, key: str) -> Duration | None:
    value = item.settings.get(key)
    return value if isinstance(value, Duration) else None


def _whereabouts(offers: Iterable[OfferFacts], limited: bool, writer: Writer) -> Whereabouts:
    """Where a customer is, as far as a treatment or the limit of a menu asks."""
    treatments = [treatment for offer in offers for treatment in offer.treatments]
    known = writer.vocabulary.field_by_name

    def slot(name: str, asked: bool) -> int | None:
        if not asked or name not in known:
            return None
        number = writer.slots.fact(name, known[name].type)
        writer.cuts.opaque((number,))
        return number

    return Whereabouts(
        slot("event.channel", limited or any(each.channel for each in treatments)),
        slot("event.placement", any(each.placement for each in treatments)),
        slot("customer.language", any(each.language for each in treatments)),
    )


def _presenting(offer: OfferFacts, whereabouts: Whereabouts) -> tuple[int, ...]:
    slots = (whereabouts.channel, whereabouts.placement, whereabouts.language) if offer.treatments else ()
    return tuple(slot for slot in slots if slot is not None)


def _said(offer: OfferFacts, reads: ReadBy) -> tuple[int, ...]:
    return tuple(slot for each in offer.treatments for slot in reads.get((Slot.SAY, each.wording), ()))


def _texts(model: Model, domain: Domain, key: str) -> dict[str, str]:
    return {item.id: _text(item, key) for item in _items(model, domain) if _text(item, key)}


def _items(model: Model, domain: Domain) -> tuple[CatalogueItem, ...]:
    return model.catalogue.items.get(domain.value, ())


def _text(item: CatalogueItem, key: str) -> str:
    value = item.settings.get(key, "")
    return value if isinstance(value, str) else ""


def _number(item: CatalogueItem, key: str) -> int | Decimal | None:
    value = item.settings.get(key)
    return value if isinstance(value, int | Decimal) else None


def _factor(item: CatalogueItem, key: str) -> int | Decimal:
    value = _number(item, key)
    return 1 if value is None else value


def _mapping(item: CatalogueItem, key: str) -> Mapping[str, object]:
    value = item.settings.get(key, {})
    return value if isinstance(value, Mapping) else {}


def _ids(item: CatalogueItem, key: str) -> tuple[str, ...]:
    value = item.settings.get(key, ())
    return tuple(str(each) for each in value) if isinstance(value, tuple) else ()


def _scores(model: Model) -> dict[str, int | Decimal]:
    scores = ((item.id, _number(item, "score")) for item in _items(model, Domain.ITEM))
    return {id: score for id, score in scores if score is not None}


def _trees(model: Model) -> dict[str, StepTree]:
    trees = ((item.id, item.settings.get("tree")) for item in _items(model, Domain.SELF_SERVICE))
    return {id: tree for id, tree in trees if isinstance(tree, StepTree)}


def _limits(item: CatalogueItem) -> dict[str, int]:
    return {channel: limit for channel, limit in _mapping(item, "at most").items() if isinstance(limit, int)}


def _prompts(item: CatalogueItem) -> dict[str, tuple[Prompt, ...]]:
    said = {event: item.settings.get(event) for event in ("no input", "no match", "help")}
    return {
        event: tuple(each for each in prompts if isinstance(each, Prompt))
        for event, prompts in said.items()
        if isinstance(prompts, tuple)
    }


def _targets(item: CatalogueItem) -> dict[str, Duration]:
    return {metric: each for metric, each in _mapping(item, "targets").items() if isinstance(each, Duration)}


def _offer(item: CatalogueItem, place: int) -> OfferFacts:
    names = {item.id, _text(item, "group"), _text(item, "class")} - {""}
    treatments = item.settings.get("treatments", ())
    return OfferFacts(
        id=item.id,
        groups=frozenset(names),
        propensity=_factor(item, "propensity"),
        context=_factor(item, "context"),
        value=_number(item, "value") or 0,
        treatments=tuple(_treatment(each) for each in treatments) if isinstance(treatments, tuple) else (),
        channel=_text(item, "channel"),
        place=place,
        cost=_number(item, "cost"),
        benefit=_number(item, "benefit"),
    )


def _treatment(written: object) -> TreatmentFacts:
    said = written if isinstance(written, Mapping) else {}
    keys = ("id", "channel", "language", "placement", "wording")
    return TreatmentFacts(**{key: str(said.get(key, "")) for key in keys})


def _offer_limit(model: Model) -> int:
    """`offers: best 2` in the ruleset's head is an output of that name."""
    declared = [output.limit for output in model.header.outputs if output.id in ("offer", "offers")]
    return max(1, declared[0]) if declared else 1
