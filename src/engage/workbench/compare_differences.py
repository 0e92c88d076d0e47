"""Where two decisions at one event treat the customer differently: one difference a place of the plan.

What stands at a place is told by ids and lengths of time, never by what was worked out from the customer: a filled
text is its wording, a note is only there or not, a computed number is only set, raised or lowered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from attrs import evolve, field, frozen

from engage.decide.weigh import nominal, weight
from engage.facts.decided import Decision, Effect, SetFact
from engage.facts.plan import HandlingPlan, Route, SieveStep
from engage.facts.units import Duration
from engage.workbench.compare_sides import Hidden, Sides

__all__ = ["SLOTS", "Difference", "Worse", "differences"]

#: Places that are no treatment of the customer, but what is remembered of one.
_KEPT: Final = "note"


class Worse(StrEnum):
    """In which way the new treatment is worse, where that can be said of any ruleset."""

    SLOWER = "slower"  # a target of the service level is longer, or gone
    LATER = "later in the queue"  # the head start is shorter, or gone
    LESS = "less allowed"  # an allowance is lower, or gone
    NO_PERSON = "no person"  # a person served, now nobody or a machine does
    FALLBACK = "safe default"  # the ruleset's safe default had to stand in


@frozen
class Difference:
    """What stands at a place of the plan by the old rules, and what by the new ones; None: nothing.

    `slot` is the kind of place, `key` tells places of one kind apart (a target, an allowance, an output). Values are
    hashable: ids, Route, Menu, Task, Duration, tuples of ids, or Hidden.
    """

    slot: str
    key: str = ""
    old: object = field(default=None)
    new: object = field(default=None)
    worse: Worse | None = None

    @property
    def place(self) -> str:
        """The slot with its key: `target first_response`."""
        return f"{self.slot} {self.key}" if self.key else self.slot

    @property
    def treats(self) -> bool:
        """True when the customer, or whoever serves the customer, notices."""
        return self.slot != _KEPT


#: The slots in the order in which they are reported.
SLOTS: Final = (
    "safe default",
    "deadline",
    "step",
    "answer",
    "guide",
    "route",
    "ahead",
    "service level",
    "target",
    "menu",
    "say",
    "offer",
    "task",
    "allow",
    "skip",
    "output",
    "effect",
    _KEPT,
)


_NOTHING: Final = HandlingPlan()
_PERSON: Final = (SieveStep.ASSISTED, SieveStep.EXPERT)


def differences(old: Decision | None, new: Decision | None, sides: Sides) -> tuple[Difference, ...]:
    """Everything in which two decisions at one event differ for the customer; None: nothing was decided there."""
    before, after = old.plan if old else _NOTHING, new.plan if new else _NOTHING
    found: list[Difference] = []
    if old is None or new is None or before != after or old.safe_default != new.safe_default:
        found += _fallback(old, new)
        found += _plans(before, after, sides)
        found += _outputs(old.plan if old else None, new.plan if new else None, sides)
    found += _effects(old.effects if old else (), new.effects if new else ())
    if old is not None and new is not None and old.at != new.at and (found or old.effects):
        found.insert(0, Difference("deadline", "", Hidden.SOME, Hidden.LESS if new.at < old.at else Hidden.MORE))
    found += _notes(old, new)
    return tuple(found)


def _fallback(old: Decision | None, new: Decision | None) -> Iterator[Difference]:
    was, does = bool(old and old.safe_default), bool(new and new.safe_default)
    if was != does:
        yes = {True: Hidden.SOME, False: None}
        yield Difference("safe default", "", yes[was], yes[does], Worse.FALLBACK if does else None)


def _plans(old: HandlingPlan, new: HandlingPlan, sides: Sides) -> Iterator[Difference]:
    if old.step != new.step:
        worse = Worse.NO_PERSON if old.step in _PERSON and new.step not in _PERSON else None
        yield Difference("step", "", old.step, new.step, worse)
    if old.answer != new.answer:
        yield Difference("answer", "", old.answer or None, new.answer or None)
    if old.self_service != new.self_service:
        yield Difference("guide", "", old.self_service or None, new.self_service or None)
    yield from _routes(old.route, new.route)
    yield from _levels(old, new, sides)
    if old.menu != new.menu:
        yield Difference("menu", "", old.menu, new.menu)
    yield from _wordings(old, new)
    offered, offers = (tuple((offer.id, offer.treatment) for offer in plan.offers) or None for plan in (old, new))
    if offered != offers:
        yield Difference("offer", "", offered, offers)
    yield from _tasks(old, new)
    yield from _allowances(old, new, sides)
    if set(old.skips) != set(new.skips):
        yield Difference("skip", "", tuple(sorted(old.skips)) or None, tuple(sorted(new.skips)) or None)


def _routes(old: Route | None, new: Route | None) -> Iterator[Difference]:
    """The head start apart from the route: people with different ones are routed alike."""
    before, after = (evolve(route, ahead=None) if route else None for route in (old, new))
    if before != after:
        yield Difference("route", "", before, after)
    lead, leads = (route.ahead if route else None for route in (old, new))
    if lead != leads:
        later = lead is not None and (leads is None or nominal(leads) < nominal(lead))
        yield Difference("ahead", "", lead, leads, Worse.LATER if later and new is not None else None)


def _levels(old: HandlingPlan, new: HandlingPlan, sides: Sides) -> Iterator[Difference]:
    ids = [plan.service_level.id if plan.service_level else "" for plan in (old, new)]
    if ids[0] != ids[1]:
        yield Difference("service level", "", ids[0] or None, ids[1] or None)
    targets = [plan.service_level.targets if plan.service_level else {} for plan in (old, new)]
    for metric, before, after in _sides(*targets):
        slower = before is not None and (after is None or nominal(after) > nominal(before))
        yield Difference(
            "target", metric, *sides.told("target", metric, before, after), Worse.SLOWER if slower else None
        )


def _sides(
    old: Mapping[str, Duration], new: Mapping[str, Duration]
) -> Iterator[tuple[str, Duration | None, Duration | None]]:
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)


def _wordings(old: HandlingPlan, new: HandlingPlan) -> Iterator[Difference]:
    before, after = ({one.placement: one for one in plan.content} for plan in (old, new))
    for placement in sorted({*before, *after}):
        one, other = before.get(placement), after.get(placement)
        if one == other:
            continue
        same = one is not None and other is not None and one.id == other.id
        # The text of a wording may hold the customer's name: it is only said that it is another one.
        yield Difference(
            "say", placement, one.id if one else None, Hidden.OTHER if same else other.id if other else None
        )


def _tasks(old: HandlingPlan, new: HandlingPlan) -> Iterator[Difference]:
    before, after = ({(task.work, task.owner): task for task in plan.tasks} for plan in (old, new))
    for place in sorted({*before, *after}):
        if before.get(place) != after.get(place):
            yield Difference("task", "", before.get(place), after.get(place))


def _allowances(old: HandlingPlan, new: HandlingPlan, sides: Sides) -> Iterator[Difference]:
    before, after = ({each.id: each.limit for each in plan.allowances} for plan in (old, new))
    for id in sorted({*before, *after}):
        one, other = before.get(id), after.get(id)
        if one != other:
            less = one is not None and (other is None or weight(other) < weight(one))
            yield Difference("allow", id, *sides.told("allow", id, one, other), Worse.LESS if less else None)


def _outputs(old: HandlingPlan | None, new: HandlingPlan | None, sides: Sides) -> Iterator[Difference]:
    for id in sides.outputs:
        before, after = sides.output(0, old, id), sides.output(1, new, id)
        if before != after:
            yield Difference("output", id, *sides.told("output", id, before, after))


def _effects(old: tuple[Effect, ...], new: tuple[Effect, ...]) -> Iterator[Difference]:
    """Effects gained and lost; what they say beyond that stands in the plan."""
    before, after = (Counter(_named(effect) for effect in effects) for effects in (old, new))
    for name in sorted({*before, *after}):
        if before[name] != after[name]:
            lost = before[name] > after[name]
            yield Difference("effect", " ".join(name), Hidden.SOME if lost else None, None if lost else Hidden.SOME)


def _named(effect: Effect) -> tuple[str, str, str]:
    what = effect.payload.get("work") or effect.payload.get("offer") or effect.kind
    return effect.kind, str(what), effect.channel


def _notes(old: Decision | None, new: Decision | None) -> Iterator[Difference]:
    before, after = (_written(decision) for decision in (old, new))
    for name in sorted({*before, *after}):
        there = name in before, name in after
        if there != (True, True) or before[name] != after[name]:
            yield Difference(
                _KEPT,
                name,
                Hidden.SOME if there[0] else None,
                (Hidden.OTHER if there[0] else Hidden.SOME) if there[1] else None,
            )


def _written(decision: Decision | None) -> dict[str, object]:
    changes = decision.changes if decision else ()
    return {change.name: change.value for change in changes if isinstance(change, SetFact)}
