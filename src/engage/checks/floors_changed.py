"""Which floors of two rulesets are not the same, for whom or in what they hold, and which of them are lowered."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from engage.checks.named import facts_read
from engage.facts.floors import FinishedHere, Guarantee, LeastWords, MaximumWait, WayToPerson
from engage.facts.vocabulary import Domain
from engage.program.from_model_floors import declared_floors
from engage.program.lowering import lowered
from engage.program.working_time import WorkingHours
from engage.ruleset.chart_model import Lifecycle, Segment
from engage.ruleset.clock_model import ServiceClock
from engage.ruleset.floors import Floor, kinds_of
from engage.ruleset.model import Construct, DerivedFact, Model, Scorecard
from engage.ruleset.value_model import ValueModel

__all__ = ["Reading", "floors_changed"]


@frozen
class Reading:
    """`what`: event type, event fields, fact type (or its values), fact source, commitment, floor, floor lowered.
    `name`: the event's, the fact's, the commitment's or the floor's. Of a floor the guarantees that only the old one
    gives, those that only the new one gives, and where it stands (`file:line`), in the old ruleset once it is gone."""

    what: str
    name: str
    before: tuple[Guarantee, ...] = ()
    after: tuple[Guarantee, ...] = ()
    place: str = ""


def floors_changed(old: Model, new: Model) -> Iterator[Reading]:
    """Every floor that another plan may come of, and every one that is lowered without a newer approval."""
    before, after = ({each.id: _meant(each, model) for each in model.every(Floor)} for model in (old, new))
    for id in sorted({*before, *after}):
        if before.get(id) != after.get(id):
            yield _changed(id, old, new)
    week = WorkingHours(new.header.working.hours, new.header.working.holidays)
    for one in lowered(declared_floors(old), declared_floors(new), week):
        yield Reading("floor lowered", one.floor)


def _changed(id: str, old: Model, new: Model) -> Reading:
    was, now = (next((each for each in model.every(Floor) if each.id == id), None) for model in (old, new))
    before, after = (floor.holdings if floor else () for floor in (was, now))
    gone = tuple(each.guarantee for each in before if each.guarantee not in {one.guarantee for one in after})
    come = [each for each in after if each.guarantee not in {one.guarantee for one in before}]
    spans = (*(each.span for each in come), now.span if now else None, was.span if was else None)
    place = next((f"{span.source.name}:{span.line}" for span in spans if span is not None), "")
    return Reading("floor", id, gone, tuple(each.guarantee for each in come), place)


def _meant(floor: Floor, model: Model) -> object:
    """What a floor comes to: whom it concerns, by whatever its facts rest on, and what it can put into a plan."""
    held = tuple((kind, tuple(each.guarantee for each in some)) for kind, some in kinds_of(floor, model).items())
    guarantees = [each.guarantee for each in floor.holdings]
    furnished: list[object] = []
    if any(isinstance(each, WayToPerson | FinishedHere) for each in guarantees):
        items = model.catalogue.items.get(Domain.ITEM, ())
        furnished.append(tuple((item.id, tuple(sorted(item.settings.items()))) for item in items if item.settings))
        furnished.append(model.header.safe_default.route)
    for each in guarantees:
        if isinstance(each, LeastWords):
            wording = model.catalogue.item(Domain.WORDING, each.wording)
            furnished.append(None if wording is None else wording.settings)
    if any(isinstance(each, MaximumWait) for each in guarantees):
        furnished.append((model.header.zone, model.header.working))
    return held, floor.lines, floor.active, _beneath(floor, model), furnished


def _beneath(floor: Floor, model: Model) -> dict[str, object]:
    """What is worked out or kept for the facts that a floor asks for, and for those beneath them."""
    kinds = DerivedFact | Scorecard | ValueModel | Lifecycle | Segment | ServiceClock
    made = {each.id: each for each in model.every(Construct) if isinstance(each, kinds)}
    found: dict[str, object] = {}
    waiting: list[object] = [floor.lines]
    while waiting:
        names = facts_read(waiting.pop())
        for id, construct in made.items():
            asked = any(name == f"customer.{id}" or name.startswith(f"customer.{id}_") for name in names)
            if asked and id not in found:
                found[id] = construct
                waiting.append(construct)
    fields = model.vocabulary.field_by_name
    for name in sorted(facts_read((floor.lines, tuple(found.values())))):
        if name in fields:
            declared = fields[name]
            found[name] = (declared.max_age, declared.least_confidence, declared.type)
    return found
