"""One handling plan from all proposals: each slot is settled, then the pieces are put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, field, frozen

from engage.decide.arbitrate import Settled, settle
from engage.decide.candidates import Proposed
from engage.decide.menus import personal
from engage.decide.offers import choose_offers
from engage.decide.present import worded
from engage.decide.reasons import ReasonCode
from engage.decide.sieve import sieve_step
from engage.decide.weigh import nominal
from engage.facts.decided import Candidate, Outcome, Reason
from engage.facts.plan import Allowance, HandlingPlan, Menu, PlannedOffer, Route, ServiceLevel, Task, Wording
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Output, Settling
from engage.program.program import Furnishing, Program, Slot, Values, WordingFacts

__all__ = ["SETTLING", "Composed", "compose", "declared_outputs", "stand_in"]

#: How the plan's own slots settle. Offers are scored, tasks joined by work; the ruleset's outputs say it themselves.
SETTLING: Mapping[Slot, Settling] = {
    Slot.ROUTE: Settling.ONE,
    Slot.AHEAD: Settling.LARGEST,
    Slot.LEVEL: Settling.ONE,
    Slot.TARGET: Settling.ONE,
    Slot.MENU: Settling.ONE,
    Slot.SHOW: Settling.LARGEST,
    Slot.SAY: Settling.ONE,
    Slot.ANSWER: Settling.ONE,
    Slot.GUIDE: Settling.ONE,
    Slot.ALLOW: Settling.LARGEST,
    Slot.SKIP: Settling.ALL,
    Slot.NOTE: Settling.ONE,
}
#: Names under which a ruleset's head may speak of the plan itself (`offers: best 2`).
_PLAN_WORDS = frozenset({*Slot, "offers"})


def declared_outputs(program: Program) -> tuple[Output, ...]:
    """The ruleset's own outputs, by id: the vocabulary's, over them those of its head. Slots of the plan are none."""
    declared = {output.id: output for output in (*program.vocabulary.outputs, *program.outputs)}
    return tuple(declared[id] for id in sorted(declared) if id not in _PLAN_WORDS)


@frozen
class Composed:
    """A plan, the notes for the profile, and what became of every proposal."""

    plan: HandlingPlan
    notes: tuple[tuple[str, object], ...] = ()
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[Reason, ...] = ()


@frozen
class _Pile:
    """The proposals of every place, settled one by one; what came of it gathers in the lists."""

    by_place: Mapping[tuple[Slot, str], Sequence[Proposed]]
    beats: Mapping[str, frozenset[str]]
    candidates: list[Candidate] = field(factory=list)
    reasons: list[Reason] = field(factory=list)

    def keys(self, slot: Slot) -> list[str]:
        return sorted(key for place, key in self.by_place if place is slot)

    def of(self, slot: Slot, key: str = "") -> Sequence[Proposed]:
        return self.by_place.get((slot, key), ())

    def keep(self, settled: Settled) -> object:
        self.candidates.extend(settled.candidates)
        self.reasons.extend(settled.reasons)
        return settled.value

    def one(self, slot: Slot, key: str = "") -> object:
        proposed = self.by_place.get((slot, key))
        return None if proposed is None else self.keep(settle(SETTLING[slot], proposed, self.beats))


def compose(
    program: Program,
    outputs: Sequence[Output],
    proposals: Sequence[Proposed],
    beats: Mapping[str, frozenset[str]],
    values: Values,
) -> Composed:
    """The plan before vetoes. `proposals` in any order: the result does not depend on it. `outputs` are declared."""
    by_place: dict[tuple[Slot, str], list[Proposed]] = {}
    for one in proposals:
        by_place.setdefault((one.slot, one.key), []).append(one)
    pile = _Pile(by_place, beats)
    furnishing = program.furnishing
    plan = HandlingPlan(
        answer=_id(pile.one(Slot.ANSWER)),
        self_service=_id(pile.one(Slot.GUIDE)),
        route=_route(pile),
        service_level=_level(pile, furnishing),
        menu=_menu(pile, furnishing),
        content=_content(pile, furnishing, values),
        offers=_offers(pile, program, values),
        tasks=_tasks(pile),
        allowances=tuple(Allowance(key, pile.one(Slot.ALLOW, key)) for key in pile.keys(Slot.ALLOW)),
        skips=_ids(pile.one(Slot.SKIP)),
        outputs=_outputs(outputs, pile),
    )
    notes = tuple((key, pile.one(Slot.NOTE, key)) for key in pile.keys(Slot.NOTE))
    plan = evolve(plan, step=sieve_step(plan, furnishing))
    return Composed(plan, notes, tuple(pile.candidates), tuple(pile.reasons))


def stand_in(plan: HandlingPlan, program: Program, kind: str) -> tuple[HandlingPlan, tuple[Reason, ...]]:
    """Nobody serves a customer who waits: the route and level of the safe default do."""
    event = program.vocabulary.event_by_id.get(kind)
    default = program.safe_default
    if event is None or not event.contact or plan.route or plan.answer or plan.self_service:
        return plan, ()
    served = evolve(
        plan,
        answer=default.answer,
        self_service=default.self_service,
        route=default.route,
        service_level=plan.service_level or default.service_level,
    )
    served = evolve(served, step=sieve_step(served, program.furnishing) or default.step)
    return served, (Reason(ReasonCode.UNSERVED, Slot.ROUTE.value),)


def _route(pile: _Pile) -> Route | None:
    route, ahead = pile.one(Slot.ROUTE), pile.one(Slot.AHEAD)
    if not isinstance(route, Route):
        if ahead is not None:
            pile.reasons.append(Reason(ReasonCode.NO_ROUTE_TO_LEAD, Slot.AHEAD.value))
        return None
    return evolve(route, ahead=_duration(ahead))


def _level(pile: _Pile, furnishing: Furnishing) -> ServiceLevel | None:
    id = _id(pile.one(Slot.LEVEL))
    targets = dict(furnishing.targets.get(id, {}))
    for metric in pile.keys(Slot.TARGET):
        if target := _duration(pile.one(Slot.TARGET, metric)):
            targets[metric] = target
    if not id and not targets:
        return None
    return ServiceLevel(id, {metric: targets[metric] for metric in sorted(targets)})


def _menu(pile: _Pile, furnishing: Furnishing) -> Menu | None:
    menu = pile.one(Slot.MENU)
    levers = {item: pile.one(Slot.SHOW, item) for item in pile.keys(Slot.SHOW)}
    if isinstance(menu, Menu):
        return personal(menu, levers, furnishing)
    pile.reasons.extend(Reason(ReasonCode.NO_MENU, f"{Slot.SHOW.value} {item}") for item in levers)
    return None


def _content(pile: _Pile, furnishing: Furnishing, values: Values) -> tuple[Wording, ...]:
    said = []
    for placement in pile.keys(Slot.SAY):
        id = _id(pile.one(Slot.SAY, placement))
        if id:
            facts = furnishing.wordings.get(id) or WordingFacts(id)
            said.append(worded(facts, placement, values, pile.reasons))
    return tuple(said)


def _offers(pile: _Pile, program: Program, values: Values) -> tuple[PlannedOffer, ...]:
    offered = [one for key in pile.keys(Slot.OFFER) for one in pile.of(Slot.OFFER, key)]
    if not offered:
        return ()
    withheld = [one for key in pile.keys(Slot.WITHHOLD) for one in pile.of(Slot.WITHHOLD, key)]
    choice = choose_offers(offered, withheld, pile.beats, program, values)
    pile.candidates.extend(choice.candidates)
    pile.reasons.extend(choice.reasons)
    if not choice.offers:
        pile.reasons.append(Reason(ReasonCode.NO_OFFER, Slot.OFFER.value))
    return choice.offers


def _tasks(pile: _Pile) -> tuple[Task, ...]:
    """The same work for the same owner is done once, by the earliest of the times asked for."""
    by_work: dict[tuple[str, str], list[Proposed]] = {}
    for key in pile.keys(Slot.TASK):
        for one in sorted(pile.of(Slot.TASK, key), key=lambda one: (one.owner, one.line, one.at)):
            if isinstance(one.value, Task):
                by_work.setdefault((one.value.work, one.value.owner), []).append(one)
    tasks = []
    for (work, owner), rivals in sorted(by_work.items()):
        winner = min(rivals, key=_urgency)
        tasks.append(Task(work, owner, winner.value.due if isinstance(winner.value, Task) else None))
        pile.reasons.append(Reason(ReasonCode.CHOSEN, Slot.TASK.value, winner.owner, work))
        for one in rivals:
            outcome = Outcome.WON if one is winner else Outcome.MERGED
            because_of = "" if one is winner else winner.owner
            pile.candidates.append(Candidate(Slot.TASK.value, work, one.owner, outcome, because_of))
    return tuple(tasks)


def _urgency(one: Proposed) -> tuple[bool, int]:
    due = one.value.due if isinstance(one.value, Task) else None
    return due is None, 0 if due is None else nominal(due)


def _outputs(outputs: Sequence[Output], pile: _Pile) -> dict[str, object]:
    declared = {output.id: output for output in outputs}
    result: dict[str, object] = {}
    for id in sorted({*declared, *pile.keys(Slot.OUTPUT)}):
        output = declared.get(id)
        place = f"{Slot.OUTPUT.value} {id}"
        settling = output.settling if output else Settling.ONE
        limit, type = (output.limit, output.type) if output else (1, None)
        value = pile.keep(settle(settling, pile.of(Slot.OUTPUT, id), pile.beats, limit=limit, type=type))
        if value is None and output is not None and output.otherwise is not None:
            value = output.otherwise
            pile.reasons.append(Reason(ReasonCode.DEFAULT, place))
        if value is None:
            pile.reasons.append(Reason(ReasonCode.UNSET, place))
        else:
            result[id] = value
    return result


def _id(value: object) -> str:
    return value if isinstance(value, str) else ""


def _ids(value: object) -> tuple[str, ...]:
    return tuple(_id(each) for each in value) if isinstance(value, tuple) else ()


def _duration(value: object) -> Duration | None:
    """A length of time; a computed one comes as microseconds."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Duration(value // 1_000_000, Unit.SECOND)
    return value if isinstance(value, Duration) else None
