"""How what was chosen is put to the customer: the treatment of an offer, the words of an answer.

Where a customer is, the event says (`event.channel`, `event.placement`), and the language `customer.language`. What is
not known rules nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from engage.decide.candidates import slot_name
from engage.decide.reasons import ReasonCode
from engage.facts.decided import Reason
from engage.facts.plan import HandlingPlan, Wording
from engage.program.program import Furnishing, OfferFacts, Program, Slot, TreatmentFacts, Values, WordingFacts
from engage.program.texts import within_limit

__all__ = ["put_in_words", "treatment_of", "worded"]


def treatment_of(offer: OfferFacts, program: Program, values: Values) -> TreatmentFacts | None:
    """The first treatment in declared order that fits; one in the customer's language before others. None: none fits.

    An offer that goes out over a delivery channel is presented there, unless the event itself names a channel.
    """
    where = program.furnishing.whereabouts
    channel = _known(where.channel, values) or offer.channel
    placement = _known(where.placement, values)
    language = _plain(_known(where.language, values) or program.language)
    fitting = [each for each in offer.treatments if _fits(each.channel, channel) and _fits(each.placement, placement)]
    spoken = [each for each in fitting if not each.language or _plain(each.language) == language]
    return next(iter((*spoken, *fitting)), None)


def _known(slot: int | None, values: Values) -> str:
    value = values[slot] if slot is not None else None
    return value if isinstance(value, str) else ""


def _fits(wanted: str, known: str) -> bool:
    return not wanted or not known or wanted == known


def _plain(language: str) -> str:
    return language.replace("_", "-").casefold()


def put_in_words(plan: HandlingPlan, program: Program, values: Values) -> tuple[HandlingPlan, tuple[Reason, ...]]:
    """The plan with the wordings of its answer, its self-service and its offers' treatments.

    One wording a placement: what a rule says stands; then the answer's, the self-service's, the better offer's.
    """
    content = {wording.placement: wording for wording in plan.content}
    reasons: list[Reason] = []
    for slot, what, id, placement in _worded(plan, program.furnishing):
        facts = program.furnishing.wordings.get(id)
        if facts is None:
            continue
        placement = placement or facts.placement
        if placement in content:
            if content[placement].id != id:
                reasons.append(Reason(ReasonCode.PLACE_TAKEN, slot.value, what, id))
            continue
        content[placement] = worded(facts, placement, values, reasons)
    return evolve(plan, content=tuple(content[placement] for placement in sorted(content))), tuple(reasons)


def worded(facts: WordingFacts, placement: str, values: Values, reasons: list[Reason]) -> Wording:
    """The wording with its texts filled in; one that lacks a value without a fallback is left out, with a reason."""
    texts = {}
    place = slot_name(Slot.SAY, placement)
    for language in sorted(facts.texts):
        filled = facts.texts[language](values)
        if filled.missing:
            reasons.append(Reason(ReasonCode.UNSAID, place, facts.id, filled.missing))
            continue
        texts[language], cut = within_limit(filled.text)
        if cut:
            reasons.append(Reason(ReasonCode.CUT, place, facts.id, language))
    return Wording(facts.id, placement, texts)


def _worded(plan: HandlingPlan, furnishing: Furnishing) -> Iterator[tuple[Slot, str, str, str]]:
    """What of the plan comes with words: slot, id, wording, placement."""
    yield Slot.ANSWER, plan.answer, furnishing.answers.get(plan.answer, ""), ""
    yield Slot.GUIDE, plan.self_service, furnishing.self_services.get(plan.self_service, ""), ""
    for offer in plan.offers:
        facts = furnishing.offers.get(offer.id)
        for treatment in facts.treatments if facts is not None else ():
            if treatment.id == offer.treatment:
                yield Slot.OFFER, offer.id, treatment.wording, treatment.placement
                break
