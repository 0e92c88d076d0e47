"""What floors make of a plan, read straight from the model. Slow on purpose; shares no code with `decide`."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping

from engage.facts.decided import Verdict
from engage.facts.floors import FinishedHere, Guarantee, LeastWords, MaximumWait, WayToPerson
from engage.facts.known import Situation
from engage.facts.plan import Menu
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain
from engage.ruleset.floors import Floor
from engage.ruleset.model import Model
from engage.testing.reference_time import at_midnight, later, local

__all__ = ["floored", "guaranteed", "over_at"]


def guaranteed(floor: Floor, model: Model, kind: str) -> list[Guarantee]:
    """What a floor holds at an event of this kind, whomever it concerns."""
    declared = model.vocabulary.event_by_id.get(kind)
    if declared is None:
        return []
    here = kind in floor.events if floor.events else declared.contact
    found: list[Guarantee] = []
    for holding in floor.holdings:
        match holding.guarantee:
            case MaximumWait(kind=about) if about:
                speaks = about == kind and (not floor.events or here)
            case FinishedHere(kind=about):
                speaks = here or (about == kind and not floor.events)
            case _:
                speaks = here
        if speaks:
            found.append(holding.guarantee)
    return found


def over_at(at: int, length: Duration, model: Model) -> int:
    """When a length of time that starts at a moment is over: days end at midnight, as a deadline does."""
    if length.unit is Unit.CALENDAR_DAY:
        day = local(at, model.header.zone).date() + datetime.timedelta(days=int(length.amount) + 1)
        return at_midnight(day, model.header.zone)
    return later(at, length, model.header.zone, model.header.working)


def floored(
    model: Model,
    situation: Situation,
    verdicts: Mapping[str, Verdict],
    plan: Mapping[str, object],
    texts: Callable[[str], object],
) -> dict[str, object]:
    """A plan by place, raised. `texts` gives those of a wording."""
    kind, at = situation.event.kind, situation.event.at
    held = [
        each
        for floor in sorted(model.every(Floor), key=lambda floor: floor.id)
        if verdicts.get(floor.id) in (Verdict.FIRED, Verdict.UNKNOWN)
        for each in guaranteed(floor, model, kind)
    ]
    plan = dict(plan)
    for metric, length in _shortest(held, at, model):
        answered = metric == "first_response" and plan.get("answer") and not plan.get("route")
        promised = plan.get(f"target {metric}")
        if not answered and not (
            isinstance(promised, Duration) and over_at(at, promised, model) <= over_at(at, length, model)
        ):
            plan[f"target {metric}"] = length
    steps = [each.steps for each in held if isinstance(each, WayToPerson)]
    if steps and not plan.get("route"):
        plan["menu"] = _with_exit(plan.get("menu"), min(steps), model)
    for each in held:
        menu = plan.get("menu")
        items = menu.items if isinstance(menu, Menu) else ()
        if isinstance(each, FinishedHere) and not plan.get("route") and (each.kind == kind or menu is not None):
            ends = [item.id for item in _items(model) if item.settings.get("finishes") == each.kind]
            if not set(ends) & set(items):
                pinned = menu.pinned if isinstance(menu, Menu) else ()
                plan["menu"] = Menu(menu.id if isinstance(menu, Menu) else "", (*items, ends[0]), pinned)
        if isinstance(each, LeastWords):
            wording = model.catalogue.item("wording", each.wording)
            place = f"say {wording.settings.get('placement', '') if wording is not None else ''}"
            if not plan.get(place):
                plan[place] = (each.wording, texts(each.wording))
    return plan


def _shortest(held: list[Guarantee], at: int, model: Model) -> Iterator[tuple[str, Duration]]:
    """The wait of each metric that is over first; of two that end together the one that came first."""
    for metric in ("first_response", "resolution"):
        waits = [each.within for each in held if isinstance(each, MaximumWait) and each.metric == metric]
        if waits:
            yield metric, min(waits, key=lambda length: over_at(at, length, model))


def _items(model: Model) -> list:  # type: ignore[type-arg]
    return list(model.catalogue.items.get(Domain.ITEM, ()))


def _with_exit(menu: object, steps: int, model: Model) -> Menu:
    """The menu with an item among its first nine for each step that leads to a person."""
    exits = [item.id for item in _items(model) if item.settings.get("reaches") == "person"]
    if not isinstance(menu, Menu):
        return Menu("", (exits[0],), (exits[0],))
    near = menu.items[: 9 * steps]
    if set(near) & set(exits):
        return menu
    there = next((item for item in menu.items if item in exits), exits[0])
    rest = [item for item in menu.pinned if item != there]
    pinned = (*rest, there) if there not in menu.pinned and len(rest) < 9 * steps else (there, *rest)
    return Menu(menu.id, (*pinned, *(item for item in menu.items if item not in pinned)), pinned)
