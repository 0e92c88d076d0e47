"""How several proposals for one place become one answer. A rule that `beats` another wins; there are no priorities.

`one`, `first`, `unique`, `any`, `smallest` and `largest` look for one answer, so `beats` is heard first; `sum`,
`count`, `best N` and `all` take what everybody says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from attrs import frozen

from engage.decide.candidates import Proposed
from engage.decide.reasons import ReasonCode
from engage.decide.weigh import weight
from engage.facts.decided import Candidate, Outcome, Reason
from engage.facts.plan import Menu, PlannedOffer, Route, Task
from engage.facts.vocabulary import Settling, Type
from engage.ground.numbers import add
from engage.program.program import Slot

__all__ = ["Settled", "settle", "silenced", "told", "unheard"]

Beats = Mapping[str, frozenset[str]]
_VALUED = (Slot.SHOW, Slot.OUTPUT, Slot.ALLOW, Slot.TARGET, Slot.NOTE)
_SINGLE = (Settling.ONE, Settling.FIRST, Settling.UNIQUE, Settling.ANY, Settling.SMALLEST, Settling.LARGEST)


@frozen
class Settled:
    """The answer for one place: `value` (None: unset), who won, what became of everyone, and why."""

    value: object = None
    winners: tuple[Proposed, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[Reason, ...] = ()


def told(proposed: Proposed) -> object:
    """What a candidate shows of its value: ids for pieces of a plan, nothing for notes, which are personal."""
    value = proposed.value
    if isinstance(value, Route):
        return value.queue
    if isinstance(value, Menu | PlannedOffer):
        return value.id
    if isinstance(value, Task):
        return value.work
    return "" if proposed.slot is Slot.NOTE else value


def silenced(candidates: Iterable[Candidate]) -> frozenset[str]:
    """The rules and tables all of whose proposals were beaten: they held, and had nothing to say in the end."""
    return _all_gone(candidates, (Outcome.BEATEN,))


def unheard(candidates: Iterable[Candidate]) -> frozenset[str]:
    """The same, and those of whose proposals a veto took away what was not beaten."""
    return _all_gone(candidates, (Outcome.BEATEN, Outcome.FORBIDDEN))


def _all_gone(candidates: Iterable[Candidate], gone: tuple[Outcome, ...]) -> frozenset[str]:
    whole: dict[str, bool] = {}
    for one in candidates:
        whole[one.rule] = whole.get(one.rule, True) and one.outcome in gone
    return frozenset(rule for rule, all_of_it in whole.items() if all_of_it)


def settle(
    settling: Settling, proposals: Iterable[Proposed], beats: Beats, *, limit: int = 1, type: Type | None = None
) -> Settled:
    """One answer from all proposals for one place. The order in which they come does not matter."""
    ordered = sorted(proposals, key=lambda one: (one.owner, one.line, one.at))
    if not ordered:
        return Settled()
    if settling not in _SINGLE:
        return _together(settling, ordered, limit, type)
    standing, beaten = _by_beats(ordered, beats)
    if settling is Settling.UNIQUE and len(standing) > 1:
        return _violated(standing, beaten)
    if settling is Settling.ANY and any(one.value != standing[0].value for one in standing):
        return _violated(standing, beaten)
    return _one(settling, standing, beaten, type)


def _by_beats(ordered: Sequence[Proposed], beats: Beats) -> tuple[list[Proposed], list[Candidate]]:
    owners = {one.owner for one in ordered}
    victors: dict[str, str] = {}
    for other in ordered:
        for loser in owners & beats.get(other.owner, frozenset()):
            victors.setdefault(loser, other.owner)
    standing, beaten = [], []
    for one in ordered:
        victor = victors.get(one.owner)
        if victor is None:
            standing.append(one)
        else:
            beaten.append(_candidate(one, Outcome.BEATEN, victor))
    # Invariant: `beats` runs in no circle, so somebody stands. A program made by hand may break it.
    return (standing, beaten) if standing else (list(ordered), [])


def _one(settling: Settling, standing: Sequence[Proposed], beaten: list[Candidate], type: Type | None) -> Settled:
    if settling is Settling.FIRST:
        winner = min(standing, key=lambda one: (one.place, one.owner, one.line, one.at))
    elif settling is Settling.SMALLEST:
        winner = min(standing, key=lambda one: weight(one.value, type))
    elif settling is Settling.LARGEST:
        winner = max(standing, key=lambda one: weight(one.value, type))
    else:
        winner = standing[0]
    fate = {Settling.ONE: Outcome.TIE, Settling.FIRST: Outcome.NOT_BEST}.get(settling, Outcome.MERGED)
    candidates = [_candidate(winner, Outcome.WON), *beaten]
    reasons = [_chosen(winner)]
    for one in standing:
        if one is winner:
            continue
        outcome = Outcome.MERGED if one.value == winner.value else fate
        candidates.append(_candidate(one, outcome, winner.owner))
        if outcome is Outcome.TIE:
            reasons.append(Reason(ReasonCode.TIE, winner.name, winner.owner, one.owner))
    return Settled(winner.value, (winner,), tuple(candidates), tuple(reasons))


def _violated(standing: Sequence[Proposed], beaten: list[Candidate]) -> Settled:
    candidates = [_candidate(one, Outcome.VIOLATED) for one in standing]
    owners = ", ".join(dict.fromkeys(one.owner for one in standing))
    return Settled(None, (), (*candidates, *beaten), (Reason(ReasonCode.VIOLATED, standing[0].name, "", owners),))


def _together(settling: Settling, ordered: Sequence[Proposed], limit: int, type: Type | None) -> Settled:
    reasons = [_chosen(one) for one in ordered]
    if settling in (Settling.COUNT, Settling.SUM):
        value = len(ordered) if settling is Settling.COUNT else _sum(ordered)
        candidates = tuple(_candidate(one, Outcome.MERGED) for one in ordered)
        return Settled(value, tuple(ordered), candidates, tuple(reasons))
    if settling is Settling.BEST:
        ranked = sorted(ordered, key=lambda one: weight(one.value, type), reverse=True)
    else:
        ranked, limit = list(ordered), len(ordered)
    kept: list[Proposed] = []
    candidates_: list[Candidate] = []
    for one in ranked:
        twin = next((other for other in kept if other.value == one.value), None)
        if twin is not None:
            candidates_.append(_candidate(one, Outcome.MERGED, twin.owner))
        elif len(kept) < limit:
            kept.append(one)
            candidates_.append(_candidate(one, Outcome.WON))
        else:
            candidates_.append(_candidate(one, Outcome.NOT_BEST, kept[-1].owner if kept else ""))
    chosen = tuple(_chosen(one) for one in kept)
    return Settled(tuple(one.value for one in kept), tuple(kept), tuple(candidates_), chosen)


def _sum(ordered: Sequence[Proposed]) -> int | Decimal | None:
    total: int | Decimal | None = 0
    for one in ordered:
        value = one.value
        total = add(total, value) if total is not None and isinstance(value, int | Decimal) else None
    return total


def _candidate(one: Proposed, outcome: Outcome, because_of: str = "") -> Candidate:
    return Candidate(one.name, told(one), one.owner, outcome, because_of)


def _chosen(one: Proposed) -> Reason:
    # Reasons outlive an erasure: they name ids of the catalogue, never a value worked out from the customer.
    value = "" if one.slot in _VALUED else told(one)
    return Reason(ReasonCode.CHOSEN, one.name, one.owner, value if isinstance(value, str) else "")
