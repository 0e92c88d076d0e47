"""`never`: what is forbidden is not in the plan, whatever proposed it.

It is asked twice. Before arbitration a forbidden proposal leaves, so that the next best can win. After composition
the finished plan is swept, so that nothing forbidden comes in by a default, a service level or a ladder. Nothing
after the sweep changes the plan except floors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from attrs import evolve

from engage.decide.arbitrate import told
from engage.decide.candidates import Proposed
from engage.decide.offers import offer_facts
from engage.decide.reasons import ReasonCode
from engage.decide.sieve import sieve_step
from engage.facts.decided import Candidate, Outcome, Reason
from engage.facts.plan import HandlingPlan, Menu, PlannedOffer, Route, ServiceLevel, Task
from engage.facts.vocabulary import Output
from engage.program.program import CompiledNever, Furnishing, Slot

__all__ = ["permit", "sweep"]

#: Asks whether nothing forbids the thing of this name in this slot; what is forbidden leaves a reason.
_Free = Callable[[Slot, str], bool]
_BY_KEY = (Slot.TARGET, Slot.ALLOW, Slot.NOTE, Slot.OUTPUT)


def permit(
    proposals: Iterable[Proposed], nevers: Sequence[CompiledNever], furnishing: Furnishing
) -> tuple[tuple[Proposed, ...], tuple[Candidate, ...], tuple[Reason, ...]]:
    """The proposals that may stand, what became of the others, and why."""
    if not nevers:
        return tuple(proposals), (), ()
    kept: list[Proposed] = []
    candidates: list[Candidate] = []
    reasons: list[Reason] = []
    for one in proposals:
        veto = _forbidding(nevers, one.slot, _name(one), furnishing)
        if veto is None:
            kept.append(one)
        else:
            candidates.append(Candidate(one.name, told(one), one.owner, Outcome.FORBIDDEN, veto.id))
            reasons.append(Reason(ReasonCode.FORBIDDEN, one.name, veto.id, _name(one)))
    candidates.sort(key=lambda each: (each.slot, each.rule, str(each.value)))
    return tuple(kept), tuple(candidates), tuple(reasons)


def _forbidding(nevers: Sequence[CompiledNever], slot: Slot, name: str, furnishing: Furnishing) -> CompiledNever | None:
    """The first `never`, by id, that forbids the thing of this name in this slot."""
    names = {name, *offer_facts(furnishing, name).groups} if slot is Slot.OFFER else {name}
    return next((never for never in nevers if never.slot is slot and (not never.key or never.key in names)), None)


def _name(one: Proposed) -> str:
    """What a `never` calls the proposal by: its key, or the id of what it proposes."""
    if one.slot in _BY_KEY:
        return one.key
    value = one.value
    if isinstance(value, Route):
        return value.queue
    if isinstance(value, Task):
        return value.work
    if isinstance(value, Menu | PlannedOffer):
        return value.id
    return "" if one.slot is Slot.AHEAD else str(value)


def sweep(
    plan: HandlingPlan, nevers: Sequence[CompiledNever], furnishing: Furnishing, outputs: Sequence[Output]
) -> tuple[HandlingPlan, tuple[Reason, ...]]:
    """The plan without anything forbidden, and what was taken out of it."""
    if not nevers:
        return plan, ()
    reasons: list[Reason] = []

    def free(slot: Slot, name: str) -> bool:
        veto = _forbidding(nevers, slot, name, furnishing)
        if veto is not None:
            where = f"{slot.value} {name}" if slot in _BY_KEY else slot.value
            reasons.append(Reason(ReasonCode.FORBIDDEN, where, veto.id, name))
        return veto is None

    defaults = {output.id: output.otherwise for output in outputs}
    swept = evolve(
        plan,
        route=_route(plan.route, free),
        service_level=_level(plan.service_level, furnishing, free),
        answer=plan.answer if not plan.answer or free(Slot.ANSWER, plan.answer) else "",
        self_service=plan.self_service if not plan.self_service or free(Slot.GUIDE, plan.self_service) else "",
        menu=plan.menu if plan.menu is None or free(Slot.MENU, plan.menu.id) else None,
        content=tuple(wording for wording in plan.content if free(Slot.SAY, wording.id)),
        offers=tuple(offer for offer in plan.offers if free(Slot.OFFER, offer.id)),
        tasks=tuple(task for task in plan.tasks if free(Slot.TASK, task.work)),
        allowances=tuple(each for each in plan.allowances if free(Slot.ALLOW, each.id)),
        skips=tuple(step for step in plan.skips if free(Slot.SKIP, step)),
        outputs={
            id: value
            for id, value in plan.outputs.items()
            # A default is not a proposal: forbidding an output leaves it at its `otherwise`.
            if value == defaults.get(id) or free(Slot.OUTPUT, id)
        },
    )
    return evolve(swept, step=sieve_step(swept, furnishing)), tuple(reasons)


def _route(route: Route | None, free: _Free) -> Route | None:
    if route is None or not free(Slot.ROUTE, route.queue):
        return None
    ladder = tuple(rung for rung in route.ladder if not rung.queue or free(Slot.ROUTE, rung.queue))
    return evolve(route, ladder=ladder, ahead=route.ahead if route.ahead and free(Slot.AHEAD, "") else None)


def _level(level: ServiceLevel | None, furnishing: Furnishing, free: _Free) -> ServiceLevel | None:
    """A level without what is forbidden; the targets that a forbidden level brought leave with it."""
    if level is None:
        return None
    id = level.id if not level.id or free(Slot.LEVEL, level.id) else ""
    brought = furnishing.targets.get(level.id, {}) if level.id and not id else {}
    targets = {
        metric: target
        for metric, target in level.targets.items()
        if brought.get(metric) != target and free(Slot.TARGET, metric)
    }
    return ServiceLevel(id, targets) if id or targets else None
