"""`never`: what is forbidden is not in the plan, whatever proposed it.

A veto that writes a value out forbids that value alone: `never set escalate to no` leaves a yes, `never allow waiver
up to 50 yuan` one of 20.

It is asked twice. Before arbitration a forbidden proposal leaves, so that the next best can win. After composition
the finished plan is swept, so that nothing forbidden comes in by a default, a service level or a ladder. Nothing
after the sweep changes the plan except floors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import evolve

from engage.decide.arbitrate import told
from engage.decide.candidates import Proposed
from engage.decide.menus import unhidden
from engage.decide.offers import offer_facts
from engage.decide.reasons import ReasonCode
from engage.decide.sieve import sieve_step
from engage.decide.weigh import reaches, same
from engage.facts.decided import Candidate, Outcome, Reason
from engage.facts.plan import HandlingPlan, Menu, PlannedOffer, Route, ServiceLevel, Task
from engage.facts.vocabulary import Output
from engage.program.program import CompiledNever, Furnishing, Slot

__all__ = ["forbids", "permit", "sweep", "unhide"]

#: Asks whether nothing forbids the thing of this name, with this value, in this slot; else it leaves a reason.
_Free = Callable[[Slot, str, object], bool]
_BY_KEY = (Slot.SHOW, Slot.TARGET, Slot.ALLOW, Slot.NOTE, Slot.OUTPUT)


def permit(
    proposals: Iterable[Proposed], nevers: Sequence[CompiledNever], furnishing: Furnishing
) -> tuple[tuple[Proposed, ...], tuple[Candidate, ...], tuple[Reason, ...]]:
    """The proposals that may stand, what became of the others, and why."""
    if not nevers:
        return tuple(proposals), (), ()
    kept: list[Proposed] = []
    left: list[tuple[Candidate, Reason]] = []
    for one in proposals:
        veto = _forbidding(nevers, one.slot, _name(one), _value(one), furnishing)
        if veto is None:
            kept.append(one)
        else:
            gone = Candidate(one.name, told(one), one.owner, Outcome.FORBIDDEN, veto.id)
            left.append((gone, Reason(ReasonCode.FORBIDDEN, one.name, veto.id, _name(one))))
    # Invariant: the order of the files, in which proposals come, is not seen in what is recorded.
    left.sort(key=lambda each: (each[0].slot, each[0].rule, str(each[0].value), each[1].rule))
    return tuple(kept), tuple(gone for gone, _ in left), tuple(reason for _, reason in left)


def forbids(never: CompiledNever, one: Proposed, furnishing: Furnishing) -> bool:
    """Does a `never`, where it holds, take this proposal away? One whose value is not worked out has None for it."""
    return _forbidding((never,), one.slot, _name(one), _value(one), furnishing) is not None


def _forbidding(
    nevers: Sequence[CompiledNever], slot: Slot, name: str, value: object, furnishing: Furnishing
) -> CompiledNever | None:
    """The first `never`, by id, that forbids the thing of this name with this value in this slot."""
    names = {name, *offer_facts(furnishing, name).groups} if slot is Slot.OFFER else {name}
    for never in nevers:
        if never.slot is slot and (not never.key or never.key in names) and _meant(never, value):
            return never
    return None


def _meant(never: CompiledNever, value: object) -> bool:
    if never.value is None:
        return True
    # `allow waiver up to 100` allows up to 50 as well: forbidding that forbids every limit that reaches it.
    compare = reaches if never.slot in (Slot.ALLOW, Slot.AHEAD) else same
    return compare(value, never.value)


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


def _value(one: Proposed) -> object:
    """What a `never` may narrow itself to: the value of a proposal, the owner of work."""
    return one.value.owner if isinstance(one.value, Task) else one.value


def sweep(
    plan: HandlingPlan, nevers: Sequence[CompiledNever], furnishing: Furnishing, outputs: Sequence[Output]
) -> tuple[HandlingPlan, tuple[Reason, ...]]:
    """The plan without anything forbidden, and what was taken out of it."""
    if not nevers:
        return plan, ()
    reasons: list[Reason] = []

    def free(slot: Slot, name: str, value: object) -> bool:
        veto = _forbidding(nevers, slot, name, value, furnishing)
        if veto is not None:
            where = f"{slot.value} {name}" if slot in _BY_KEY else slot.value
            reasons.append(Reason(ReasonCode.FORBIDDEN, where, veto.id, name))
        return veto is None

    swept = evolve(
        plan,
        route=_route(plan.route, free),
        service_level=_level(plan.service_level, furnishing, free),
        answer=plan.answer if not plan.answer or free(Slot.ANSWER, plan.answer, None) else "",
        self_service=plan.self_service if not plan.self_service or free(Slot.GUIDE, plan.self_service, None) else "",
        menu=plan.menu if plan.menu is None or free(Slot.MENU, plan.menu.id, None) else None,
        content=tuple(wording for wording in plan.content if free(Slot.SAY, wording.id, None)),
        offers=tuple(offer for offer in plan.offers if free(Slot.OFFER, offer.id, None)),
        tasks=tuple(task for task in plan.tasks if free(Slot.TASK, task.work, task.owner)),
        allowances=tuple(each for each in plan.allowances if free(Slot.ALLOW, each.id, each.limit)),
        skips=tuple(step for step in plan.skips if free(Slot.SKIP, step, None)),
        outputs=_outputs(plan.outputs, outputs, free),
    )
    return evolve(swept, step=sieve_step(swept, furnishing)), tuple(reasons)


def unhide(
    plan: HandlingPlan, nevers: Sequence[CompiledNever], furnishing: Furnishing, kind: str
) -> tuple[HandlingPlan, tuple[Reason, ...]]:
    """The plan whose menu is without the items that must not be shown at this kind of event, and what was hidden."""
    if plan.menu is None:
        return plan, ()
    reasons: list[Reason] = []

    def free(item: str) -> bool:
        veto = _forbidding(nevers, Slot.SHOW, item, None, furnishing)
        if veto is not None:
            reasons.append(Reason(ReasonCode.FORBIDDEN, f"{Slot.SHOW.value} {item}", veto.id, item))
        return veto is None

    menu = unhidden(plan.menu, furnishing, kind, free) if nevers else plan.menu
    return evolve(plan, menu=menu), tuple(reasons)


def _outputs(settled: Mapping[str, object], outputs: Sequence[Output], free: _Free) -> dict[str, object]:
    """What was settled without what is forbidden: a sum may come to a value that nobody proposed.

    A default is not a proposal: forbidding an output leaves it at its `otherwise`.
    """
    defaults = {output.id: output.otherwise for output in outputs}
    kept: dict[str, object] = {}
    for id, value in settled.items():
        default = defaults.get(id)
        if value != default and not free(Slot.OUTPUT, id, value):
            value = default
        if value is not None:
            kept[id] = value
    return kept


def _route(route: Route | None, free: _Free) -> Route | None:
    if route is None or not free(Slot.ROUTE, route.queue, None):
        return None
    ladder = tuple(rung for rung in route.ladder if not rung.queue or free(Slot.ROUTE, rung.queue, None))
    return evolve(
        route, ladder=ladder, ahead=route.ahead if route.ahead and free(Slot.AHEAD, "", route.ahead) else None
    )


def _level(level: ServiceLevel | None, furnishing: Furnishing, free: _Free) -> ServiceLevel | None:
    """A level without what is forbidden; the targets that a forbidden level brought leave with it."""
    if level is None:
        return None
    id = level.id if not level.id or free(Slot.LEVEL, level.id, None) else ""
    brought = furnishing.targets.get(level.id, {}) if level.id and not id else {}
    targets = {
        metric: target
        for metric, target in level.targets.items()
        if brought.get(metric) != target and free(Slot.TARGET, metric, target)
    }
    return ServiceLevel(id, targets) if id or targets else None
