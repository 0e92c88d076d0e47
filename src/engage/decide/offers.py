"""Which offers are made: the best N by P x C x V x L of what is neither withheld nor forbidden, and fits.

Ties go by declared order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from attrs import frozen

from engage.decide.candidates import Proposed
from engage.decide.present import treatment_of
from engage.decide.reasons import ReasonCode
from engage.facts.decided import Candidate, Outcome, Reason
from engage.facts.plan import PlannedOffer
from engage.ground.numbers import multiply
from engage.program.program import Furnishing, OfferFacts, Program, Slot, TreatmentFacts, Values

__all__ = ["Choice", "choose_offers", "offer_facts", "score_offer"]

Number = int | Decimal


@frozen
class Choice:
    """The offers of the plan, best first; what became of every proposed one; why."""

    offers: tuple[PlannedOffer, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[Reason, ...] = ()


def offer_facts(furnishing: Furnishing, id: str) -> OfferFacts:
    """The catalogue's facts of an offer; one that the catalogue lacks answers to its id alone and is worth nothing."""
    return furnishing.offers.get(id) or OfferFacts(id, frozenset({id}), place=len(furnishing.offers))


def score_offer(offer: OfferFacts, lever: Number) -> Number | None:
    """P x C x V x L, exactly; None when the product leaves the bounds of numbers."""
    score: Number | None = offer.propensity
    for factor in (offer.context, offer.value, lever):
        score = None if score is None else multiply(score, factor)
    return score


def choose_offers(
    proposals: Iterable[Proposed],
    withheld: Sequence[Proposed],
    beats: Mapping[str, frozenset[str]],
    program: Program,
    values: Values,
) -> Choice:
    """The best `offer_limit` of the offers proposed. `withheld` are the rules' WITHHOLD proposals."""
    furnishing = program.furnishing
    candidates: list[Candidate] = []
    reasons: list[Reason] = []
    scored: list[tuple[Number, OfferFacts, PlannedOffer, str]] = []
    for one in _one_each(proposals, beats, candidates):
        proposed = one.value
        assert isinstance(proposed, PlannedOffer)
        offer = offer_facts(furnishing, proposed.id)
        names = offer.groups | {offer.id}
        holder = min((each.owner for each in withheld if each.value in names), default=None)
        score = score_offer(offer, proposed.lever)
        treatment = treatment_of(offer, program, values)
        unfit = _unfit(offer, treatment)
        if holder is not None:
            candidates.append(Candidate(Slot.OFFER.value, offer.id, one.owner, Outcome.WITHHELD, holder))
            reasons.append(Reason(ReasonCode.WITHHELD, Slot.OFFER.value, holder, offer.id))
        elif unfit is not None:
            candidates.append(Candidate(Slot.OFFER.value, offer.id, one.owner, Outcome.UNFIT))
            reasons.append(Reason(unfit, Slot.OFFER.value, one.owner, offer.id))
        elif score is None:
            candidates.append(Candidate(Slot.OFFER.value, offer.id, one.owner, Outcome.NOT_BEST))
            reasons.append(Reason(ReasonCode.UNKNOWN_VALUE, Slot.OFFER.value, one.owner, offer.id))
        else:
            presented = treatment.id if treatment is not None else ""
            scored.append((score, offer, PlannedOffer(offer.id, presented, score, proposed.lever), one.owner))
    scored.sort(key=lambda each: (-each[0], each[1].place, each[1].id))
    last = scored[: furnishing.offer_limit][-1:]
    for rank, (_, offer, _, owner) in enumerate(scored):
        won = rank < furnishing.offer_limit
        outcome, because_of = (Outcome.WON, "") if won else (Outcome.NOT_BEST, last[0][1].id if last else "")
        candidates.append(Candidate(Slot.OFFER.value, offer.id, owner, outcome, because_of))
        if won:
            reasons.append(Reason(ReasonCode.CHOSEN, Slot.OFFER.value, owner, offer.id))
    offers = tuple(planned for _, _, planned, _ in scored[: furnishing.offer_limit])
    return Choice(offers, tuple(candidates), tuple(reasons))


def _unfit(offer: OfferFacts, treatment: TreatmentFacts | None) -> ReasonCode | None:
    """Why an offer is not put to this customer here: need comes before revenue."""
    if offer.benefit is not None and offer.benefit < 0:
        return ReasonCode.NO_BENEFIT
    return ReasonCode.NO_TREATMENT if offer.treatments and treatment is None else None


def _one_each(
    proposals: Iterable[Proposed], beats: Mapping[str, frozenset[str]], candidates: list[Candidate]
) -> list[Proposed]:
    """One proposal an offer: a beaten rule's goes, then the largest lever stays, then the lowest rule id."""
    by_offer: dict[str, list[Proposed]] = {}
    for one in sorted(proposals, key=lambda one: (one.owner, one.line, one.at)):
        if isinstance(one.value, PlannedOffer):
            by_offer.setdefault(one.value.id, []).append(one)
    kept = []
    for id in sorted(by_offer):
        rivals = by_offer[id]
        victors = [_victor(one, rivals, beats) for one in rivals]
        standing = [one for one, victor in zip(rivals, victors, strict=True) if not victor] or rivals
        best = max(standing, key=_lever)
        kept.append(best)
        for one, victor in zip(rivals, victors, strict=True):
            if one is not best:
                outcome = Outcome.BEATEN if victor else Outcome.MERGED
                candidates.append(Candidate(Slot.OFFER.value, id, one.owner, outcome, victor or best.owner))
    return kept


def _victor(one: Proposed, rivals: Sequence[Proposed], beats: Mapping[str, frozenset[str]]) -> str:
    return next((other.owner for other in rivals if one.owner in beats.get(other.owner, ())), "")


def _lever(one: Proposed) -> Number:
    return one.value.lever if isinstance(one.value, PlannedOffer) else 0
