"""What comes in and is read otherwise by another vocabulary, before any rule speaks of it.

An event of another `type` is another kind of event; a value that a choice has not is unknown. Rules that both rulesets
have alike then decide otherwise, and no customer can be made up in whom it shows: the same data is another customer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve

from engage.checks.floors_changed import Reading, floors_changed
from engage.checks.named import facts_read, ruling
from engage.facts.calendar import Schedule
from engage.facts.vocabulary import Commitment, Domain, Field, Labels, Type
from engage.ruleset.clock_model import ServiceClock
from engage.ruleset.model import Model

__all__ = ["Reading", "read_otherwise"]

#: where an event or a customer says how an offer is presented
_WHEREABOUTS = ("event.channel", "event.placement", "customer.language")


def read_otherwise(old: Model, new: Model) -> tuple[Reading, ...]:
    """Everything that both declare and read otherwise, as far as a rule or a text of either looks at it."""
    read = _looked_at(old) | _looked_at(new)
    told = (*_events(old, new, read), *_facts(old, new, read), *_commitments(old, new))
    return (*told, *_clocks(old, new), *floors_changed(old, new))


def _looked_at(model: Model) -> frozenset[str]:
    """The facts on which a plan may rest, and the fields of events that write them."""
    items = [item.settings for each in model.catalogue.items.values() for item in each]
    found = facts_read((ruling(model), items))
    if any(item.settings.get("treatments") for item in model.catalogue.items.get(Domain.OFFER, ())):
        found |= frozenset(_WHEREABOUTS)
    origins = {field.name: field.writes_from for field in model.vocabulary.fields if field.writes_from}
    return found | {f"event.{origin.partition('.')[2]}" for name, origin in origins.items() if name in found}


def _events(old: Model, new: Model, read: frozenset[str]) -> Iterator[Reading]:
    before = {kind.id: kind for kind in old.vocabulary.events}
    for kind in new.vocabulary.events:
        other = before.get(kind.id)
        if other is None:
            continue
        if other.type != kind.type:
            yield Reading("event type", kind.id)
        if any(f"event.{name}" in read for name in {*other.fields} ^ {*kind.fields}):
            yield Reading("event fields", kind.id)


def _facts(old: Model, new: Model, read: frozenset[str]) -> Iterator[Reading]:
    before: dict[str, Field] = old.vocabulary.field_by_name
    for field in new.vocabulary.fields:
        other = before.get(field.name)
        if other is None or field.name not in read:
            continue
        if _values(other.type) != _values(field.type):
            yield Reading("fact type", field.name)
        if other.writes_from != field.writes_from:
            yield Reading("fact source", field.name)


def _commitments(old: Model, new: Model) -> Iterator[Reading]:
    """What is promised, until when, or what keeps it. Who has to keep it is told in briefs alone."""
    before, after = ({each.id: _promise(each) for each in model.vocabulary.commitments} for model in (old, new))
    for id in sorted({*before, *after}):
        if before.get(id) != after.get(id):
            yield Reading("commitment", id)


def _promise(of: Commitment) -> Commitment:
    return evolve(of, labels=Labels(), owner="", owner_field=False)


def _clocks(old: Model, new: Model) -> Iterator[Reading]:
    """How a target is measured: by which clock, and on which hours. The working week is a setting of its own."""
    before, after = ({each.id: each for each in model.every(ServiceClock)} for model in (old, new))
    for id in sorted({*before, *after}):
        if before.get(id) != after.get(id) or _hours_of(old) != _hours_of(new):
            yield Reading("clock", id)


def _hours_of(model: Model) -> Mapping[str, tuple[Schedule, ...]]:
    """The hours of each service level that names a calendar."""
    levels = model.catalogue.items.get(Domain.LEVEL, ())
    named = {level.id: str(level.settings.get("calendar", "")) for level in levels}
    return {id: model.header.calendars[name] for id, name in named.items() if name in model.header.calendars}


def _values(type: Type) -> object:
    """Which values a type has: their order is asked for by conditions, and told there."""
    item = None if type.item is None else _values(type.item)
    return type.kind, type.currency, frozenset(term.id for term in type.choices), item
