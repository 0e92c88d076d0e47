"""The last step: the plan is raised to the floors of its customer; nothing after it changes the plan.

A floor holds unless one of its conditions certainly fails: what nobody knows of a customer takes no protection away.
Of several that hold the strictest counts. A wait is compared by when it would be over, counted from the event: that of
a floor on the ruleset's working week, a target on the calendar of its service level. So hours, working days and
calendar days have one order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Final

from attrs import evolve, field, frozen

from engage.decide.candidates import local_date, slot_name
from engage.decide.present import worded
from engage.decide.reasons import ReasonCode
from engage.decide.sieve import sieve_step
from engage.decide.weigh import nominal
from engage.facts.decided import Reason
from engage.facts.floors import FinishedHere, Guarantee, LeastWords, MaximumWait, WayToPerson
from engage.facts.known import Event
from engage.facts.plan import HandlingPlan, Menu, ServiceLevel
from engage.facts.units import Duration, Unit
from engage.program.floors import ANYWHERE, CompiledFloor
from engage.program.program import Furnishing, Program, Slot, Values, WordingFacts
from engage.service.targets import due_on
from engage.service.task_due import falls_due

__all__ = [
    "FIRST_RESPONSE",
    "Held",
    "counted_from",
    "finished_here",
    "keeps",
    "plan_at_least",
    "raise_to_floors",
    "raised_default",
    "steps_to_person",
]

FIRST_RESPONSE: Final = "first_response"
#: what one step of a menu offers: as many choices as a keypad has
_CHOICES_A_STEP: Final = 9
#: when a length of time from a moment is over, on the calendar of a service level (empty: the ruleset's working week)
Due = Callable[[Duration, str], float]


@frozen
class Held:
    """A guarantee that holds, and the floor that gives it."""

    floor: str
    guarantee: Guarantee


@frozen
class _Raising:
    """One plan on its way up. What was raised gathers in `reasons`."""

    program: Program
    values: Values
    kind: str
    at: int
    due: Due
    reasons: list[Reason] = field(factory=list)

    def tell(self, slot: str, held: Held, what: str = "") -> None:
        self.reasons.append(Reason(ReasonCode.RAISED, slot, held.floor, what))


def raise_to_floors(
    plan: HandlingPlan, floors: Iterable[CompiledFloor], program: Program, values: Values, at: int, kind: str
) -> tuple[HandlingPlan, tuple[Reason, ...]]:
    """The plan, not below any of the floors that hold at an event of this kind, and what had to be raised."""
    held = tuple(Held(floor.id, each) for floor in sorted(floors, key=lambda one: one.id) for each in floor.guarantees)
    if not held:
        return plan, ()
    raising = _Raising(program, values, kind, at, counted_from(at, program))
    # Invariant: an exit may bring a menu, and what a menu must hold comes after it.
    for step in (_waits, _person, _finished, _words):
        plan = step(plan, held, raising)
    return plan, tuple(raising.reasons)


def raised_default(program: Program, event: Event) -> tuple[HandlingPlan, tuple[Reason, ...]]:
    """The safe default at an event, and what had to be raised. Of a kind that nobody declares the customer may wait."""
    kind = event.kind if event.kind in program.vocabulary.event_by_id else ANYWHERE
    today = local_date(event.at, program.zone)
    floors = [
        CompiledFloor(each.id, each.guarantees[kind])
        for each in program.floors
        if kind in each.guarantees and (each.start or today) <= today <= (each.through or today)
    ]
    nothing: list[object] = [None] * program.slots
    return raise_to_floors(program.safe_default, floors, program, nothing, event.at, kind)


def counted_from(at: int, program: Program) -> Due:
    """When a length of time from a moment is over on the calendar of a service level, in microseconds UTC.

    Never, where that calendar does not open so long within 20 years. Beyond the year 9999 by its round length.
    """

    def over(length: Duration, level: str) -> float:
        calendar = program.furnishing.level_calendars.get(level, "")
        try:
            if not calendar:
                return falls_due(at, length, program.zone, program.working)
            due = due_on(program.calendars[calendar], at, length)
        except OverflowError:
            return at + nominal(length)
        return float("inf") if due is None else due

    return over


def _waits(plan: HandlingPlan, held: Sequence[Held], raising: _Raising) -> HandlingPlan:
    strictest: dict[str, tuple[float, Held, MaximumWait]] = {}
    for each in held:
        wait = each.guarantee
        if isinstance(wait, MaximumWait):
            over = raising.due(wait.within, "")
            if wait.metric not in strictest or over < strictest[wait.metric][0]:
                strictest[wait.metric] = over, each, wait
    for metric in sorted(strictest):
        over, each, wait = strictest[metric]
        if _waited(plan, metric, raising.due) > over:
            level = plan.service_level or ServiceLevel("")
            within = wait.within if raising.due(wait.within, level.id) <= over else _elapsed(over - raising.at)
            targets = {**level.targets, metric: within}
            plan = evolve(plan, service_level=evolve(level, targets={id: targets[id] for id in sorted(targets)}))
            raising.tell(slot_name(Slot.TARGET, metric), each)
    return plan


def _elapsed(micro: float) -> Duration:
    """The length of time that is over just then on every calendar: where the level's own opens too seldom."""
    seconds = Decimal(int(micro)) / 1_000_000
    for unit, size in ((Unit.HOUR, 3_600), (Unit.MINUTE, 60)):
        if seconds % size == 0:
            return Duration(int(seconds // size), unit)
    return Duration(int(seconds) if seconds == int(seconds) else seconds, Unit.SECOND)


def _waited(plan: HandlingPlan, metric: str, due: Due) -> float:
    """When a wait is over that a plan promises; never, where it promises nothing. An answer at once is no wait."""
    if metric == FIRST_RESPONSE and plan.answer and plan.route is None:
        return float("-inf")
    level = plan.service_level
    target = level.targets.get(metric) if level is not None else None
    return float("inf") if level is None or target is None else due(target, level.id)


def steps_to_person(plan: HandlingPlan, furnishing: Furnishing) -> int | None:
    """How many choices lead to a person: none where the plan routes; None where no way leads there.

    A menu takes one choice for each nine of its items.
    """
    if plan.route is not None:
        return 0
    items = plan.menu.items if plan.menu is not None else ()
    return next((1 + place // _CHOICES_A_STEP for place, item in enumerate(items) if item in furnishing.exits), None)


def _person(plan: HandlingPlan, held: Sequence[Held], raising: _Raising) -> HandlingPlan:
    ways = [(each.guarantee.steps, each) for each in held if isinstance(each.guarantee, WayToPerson)]
    if not ways:
        return plan
    steps, each = min(ways, key=lambda way: way[0])
    furnishing = raising.program.furnishing
    taken = steps_to_person(plan, furnishing)
    if taken is not None and taken <= steps:
        return plan
    if not furnishing.exits:
        return _by_somebody(plan, each, raising)
    menu = plan.menu or Menu("")
    exit = next((item for item in menu.items if item in furnishing.exits), furnishing.exits[0])
    pinned = (*menu.pinned, exit) if len(menu.pinned) < steps * _CHOICES_A_STEP else (exit, *menu.pinned)
    pinned = tuple(dict.fromkeys(pinned if exit not in menu.pinned else (exit, *menu.pinned)))
    items = tuple(dict.fromkeys((*pinned, *menu.items)))
    raising.tell(Slot.MENU.value, each, exit)
    return evolve(plan, menu=evolve(menu, items=items, pinned=pinned))


def _finished(plan: HandlingPlan, held: Sequence[Held], raising: _Raising) -> HandlingPlan:
    for each in held:
        request = each.guarantee
        if not isinstance(request, FinishedHere) or finished_here(plan, request.kind, raising.program, raising.kind):
            continue
        finishing = raising.program.furnishing.finishing
        item = next((item for item, kind in finishing.items() if kind == request.kind), "")
        if not item:
            plan = _by_somebody(plan, each, raising)
            continue
        menu = plan.menu or Menu("")
        plan = evolve(plan, menu=evolve(menu, items=(*menu.items, item)))
        raising.tell(Slot.MENU.value, each, item)
    return plan


def finished_here(plan: HandlingPlan, request: str, program: Program, kind: str) -> bool:
    """Can a request be finished with this plan, where it must: at its own kind of event, or in a menu that is shown?

    Whoever serves can finish it; so can an item of the menu.
    """
    if plan.route is not None or (kind != request and plan.menu is None):
        return True
    items = plan.menu.items if plan.menu is not None else ()
    return any(program.furnishing.finishing.get(item) == request for item in items)


def _by_somebody(plan: HandlingPlan, held: Held, raising: _Raising) -> HandlingPlan:
    """Where no item of the catalogue helps, the route of the safe default does."""
    route = raising.program.safe_default.route
    if plan.route is not None or route is None:
        return plan
    raising.tell(Slot.ROUTE.value, held, route.queue)
    served = evolve(plan, route=route)
    return evolve(served, step=sieve_step(served, raising.program.furnishing))


def _words(plan: HandlingPlan, held: Sequence[Held], raising: _Raising) -> HandlingPlan:
    for each in held:
        least = each.guarantee
        if not isinstance(least, LeastWords):
            continue
        facts = raising.program.furnishing.wordings.get(least.wording) or WordingFacts(least.wording)
        if any(said.placement == facts.placement for said in plan.content):
            continue
        said = worded(facts, facts.placement, raising.values, raising.reasons)
        raising.tell(slot_name(Slot.SAY, facts.placement), each, least.wording)
        plan = evolve(plan, content=tuple(sorted((*plan.content, said), key=lambda one: one.placement)))
    return plan


def keeps(plan: HandlingPlan, guarantee: Guarantee, program: Program, at: int, kind: str) -> bool:
    """Is a plan at an event of this kind, at this moment (microseconds UTC), not below what is guaranteed?"""
    due = counted_from(at, program)
    match guarantee:
        case MaximumWait(within=within, metric=metric):
            return _waited(plan, metric, due) <= due(within, "")
        case WayToPerson(steps=steps):
            taken = steps_to_person(plan, program.furnishing)
            return taken is not None and taken <= steps
        case FinishedHere(kind=request):
            return finished_here(plan, request, program, kind)
        case LeastWords(wording=wording):
            facts = program.furnishing.wordings.get(wording) or WordingFacts(wording)
            return any(said.placement == facts.placement for said in plan.content)


def plan_at_least(plan: HandlingPlan, other: HandlingPlan, program: Program, at: int) -> bool:
    """Is a plan in nothing that floors speak of below another, at this moment (microseconds UTC)?

    The order is partial: no wait of the other is over earlier, no person is nearer with it, nothing can be finished
    and nothing is said with it that could not with the first.
    """
    due = counted_from(at, program)
    mine, theirs = steps_to_person(plan, program.furnishing), steps_to_person(other, program.furnishing)
    metrics = other.service_level.targets if other.service_level is not None else {}
    waits = all(_waited(plan, metric, due) <= _waited(other, metric, due) for metric in (FIRST_RESPONSE, *metrics))
    nearer = theirs is None or (mine is not None and mine <= theirs)
    said = {each.placement for each in plan.content} >= {each.placement for each in other.content}
    return waits and nearer and said and _finishes(plan, program) >= _finishes(other, program)


def _finishes(plan: HandlingPlan, program: Program) -> frozenset[str]:
    """The kinds of requests that can be finished with a plan."""
    finishing = program.furnishing.finishing
    if plan.route is not None:
        return frozenset(finishing.values())
    items = plan.menu.items if plan.menu is not None else ()
    return frozenset(finishing[item] for item in items if item in finishing)
