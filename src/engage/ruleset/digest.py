"""What a ruleset means, as one hash: equal for both notations and all languages, for any layout and file order.

The hash is SHA-256 over canonical JSON of the resolved model: ids and trees. Comments, labels, titles, layout,
examples, personas, and who owns what are not in it; texts for people are, because plans carry them. The order of
rules, tables, facts and files does not matter, except among those that set an output settled by `first`; the order of
rows does where the hit policy is an ordered one.

Stored decisions name this hash. Class and attribute names are part of it, values equal to an attribute's default are
not, so that a new attribute with a default leaves old hashes as they are.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Final

import attrs

from engage.facts.vocabulary import (
    BUILT_IN_EVENTS,
    Domain,
    EventKind,
    Field,
    Labels,
    Output,
    Settling,
    Term,
    Type,
    Vocabulary,
)
from engage.ground.canonical import canonical_json, digest
from engage.ground.numbers import plain
from engage.ground.source import Source, Span
from engage.language.actions import SetOutput
from engage.ruleset.model import (
    Catalogue,
    Construct,
    DerivedFact,
    Example,
    ExampleTable,
    Header,
    Model,
    Never,
    Persona,
    Row,
    Rule,
    Scorecard,
    Table,
)

__all__ = ["examples_digest", "model_digest", "model_json", "source_digest"]

#: Hit policies whose answer depends on the order of the rows.
_ORDERED: Final = frozenset({"first", "rule order", "output order"})
_UNMEANT: Final = (Example, ExampleTable, Persona)
Plain = object


def model_digest(model: Model, functions: Mapping[str, str] | None = None) -> str:
    """The hash that names a ruleset; `functions` are the versions of plugin functions by name."""
    return digest([_whole(model), dict(functions or {})])


def model_json(model: Model) -> str:
    """The canonical JSON behind the hash, to see why two rulesets differ."""
    return canonical_json(_whole(model))


def examples_digest(model: Model) -> str:
    """A hash over the analysts' examples, tables of examples and personas: what an owner signs beside the ruleset."""
    found = [_construct(item) for item in model.every(Construct) if isinstance(item, _UNMEANT)]
    return digest(sorted(found, key=canonical_json))


def source_digest(sources: Iterable[Source]) -> str:
    """A hash over the texts of the files by name, for caches and signatures: any change of any character shows."""
    return digest(sorted([source.name, source.text] for source in sources))


def _whole(model: Model) -> Plain:
    constructs = [item for item in model.every(Construct) if not isinstance(item, _UNMEANT)]
    by_kind: dict[str, list[Plain]] = {}
    for item in constructs:
        by_kind.setdefault(type(item).__name__, []).append(_construct(item))
    first = _order_of_first(model)
    return {
        **({"order of first": first} if first else {}),
        "language version": model.header.engage,
        "header": _header(model.header),
        "vocabulary": _vocabulary(model.vocabulary),
        "catalogue": _catalogue(model.catalogue),
        "constructs": {kind: sorted(items, key=canonical_json) for kind, items in by_kind.items()},
    }


def _order_of_first(model: Model) -> dict[str, Plain]:
    """For each output settled by `first` the ids of those that set it, in file order, where several do."""
    declared = {output.id: output for output in (*model.vocabulary.outputs, *model.header.outputs)}
    wanted = [id for id, output in declared.items() if output.settling is Settling.FIRST]
    found = {id: [item.id for item in model.every(Construct) if id in _set_by(item)] for id in wanted}
    return {id: [*ids] for id, ids in found.items() if len(ids) > 1}


def _set_by(item: Construct) -> frozenset[str]:
    if isinstance(item, Rule):
        return frozenset(action.output for action in item.actions if isinstance(action, SetOutput))
    slots = [output.slot for output in item.outputs] if isinstance(item, Table) else []
    return frozenset(slot.removeprefix("output:") for slot in slots)


def _header(header: Header) -> Plain:
    return {
        "name": header.name,
        "zone": header.zone,
        "outputs": sorted((_output(output) for output in header.outputs), key=canonical_json),
        "safe default": _plain(header.safe_default),
        "working": _plain(header.working),
        "billing day": header.billing_day,
        **({"calendars": _plain(header.calendars)} if header.calendars else {}),
    }


def _vocabulary(vocabulary: Vocabulary) -> Plain:
    # The language version stands for what is built in, and commitments for what they give.
    built_in = {kind.id for kind in BUILT_IN_EVENTS} | vocabulary.by_breach.keys()
    promised = {each.id: _attributes(each) for each in vocabulary.commitments}
    return {
        "fields": {field.name: _field(field) for field in vocabulary.fields if not field.built_in},
        "events": {kind.id: _event(kind) for kind in vocabulary.events if kind.id not in built_in},
        "outputs": {output.id: _output(output) for output in vocabulary.outputs},
        "terms": {str(domain): sorted(term.id for term in terms) for domain, terms in vocabulary.terms},
        **({"commitments": promised} if promised else {}),
    }


def _field(field: Field) -> Plain:
    return {
        "type": _type(field.type),
        "may be missing": field.may_be_missing,
        "personal": field.personal,
        "writes from": field.writes_from,
        "max age": _plain(field.max_age),
        # Named only where there is one, so that rulesets from before keep their hash.
        **({"estimated by": field.estimated_by} if field.estimated_by else {}),
        **({"provided by": field.provided_by} if field.provided_by else {}),
        **({} if field.least_confidence is None else {"least confidence": plain(field.least_confidence)}),
        # They decide nothing, but figures are made by the sources that are kept under the hash.
        **({"reasons": True} if field.reasons else {}),
        **({"endings": sorted([value, str(ending)] for value, ending in field.endings)} if field.endings else {}),
        **({"by us": sorted(field.by_us)} if field.by_us else {}),
    }


def _event(kind: EventKind) -> Plain:
    return {
        "type": kind.type,
        "contact": kind.contact,
        "fields": sorted(kind.fields),
        **({"ending": str(kind.ending)} if kind.ending else {}),
        **({"by us": True} if kind.by_us else {}),
    }


def _output(output: Output) -> Plain:
    return {
        "id": output.id,
        "type": _type(output.type),
        "settling": str(output.settling),
        "limit": output.limit,
        "otherwise": _plain(output.otherwise),
    }


def _type(type: Type) -> Plain:
    choices = [term.id for term in type.choices]
    return {
        "kind": str(type.kind),
        "choices": choices if type.ordered else sorted(choices),
        "ordered": type.ordered,
        "currency": type.currency,
        "item": None if type.item is None else _type(type.item),
    }


def _catalogue(catalogue: Catalogue) -> Plain:
    """By domain and id; offers keep their order too, because it settles ties."""
    things: dict[str, Plain] = {
        str(domain): {item.id: _plain(item.settings) for item in items} for domain, items in catalogue.items.items()
    }
    things["order of offers"] = [item.id for item in catalogue.items.get(Domain.OFFER, ())]
    if catalogue.reasons_version != 1:
        things["version of reasons"] = catalogue.reasons_version
    return things


def _construct(item: Construct) -> Plain:
    plain = _attributes(item)
    if isinstance(item, Rule | Never | Table):
        plain["events"] = sorted(item.events)
    if isinstance(item, Never):
        del plain["id"]  # it counts equal vetoes in file order
    if isinstance(item, Rule | Table):
        plain["beats"] = sorted(item.beats)
    if isinstance(item, Table) and item.hit not in _ORDERED:
        plain["rows"] = sorted((_without_id(row) for row in item.rows), key=canonical_json)
    if isinstance(item, Scorecard):
        plain["lines"] = sorted((_attributes(line) for line in item.lines), key=canonical_json)
    if isinstance(item, DerivedFact):
        plain["type"] = _type(item.type)
    return plain


def _without_id(row: Row) -> Plain:
    # The id of a row counts its place, which an unordered table does not have.
    return {key: value for key, value in _attributes(row).items() if key != "id"}


def _attributes(value: attrs.AttrsInstance) -> dict[str, Plain]:
    """The attributes that count (those that equality looks at) where they differ from their defaults."""
    plain: dict[str, Plain] = {"": type(value).__name__}
    for attribute in attrs.fields(type(value)):
        found = getattr(value, attribute.name)
        if attribute.eq and not isinstance(found, Labels | Span | Source) and found != _default(attribute):
            plain[attribute.name] = _plain(found)
    return plain


def _default(attribute: attrs.Attribute[object]) -> object:
    default = attribute.default
    factory = getattr(default, "factory", None)
    return factory() if callable(factory) else default


def _plain(value: object) -> Plain:
    """A value of a model as what canonical JSON takes. Raises TypeError for anything a model cannot hold."""
    match value:
        case None | bool() | int() | Decimal():
            return value
        case Enum():
            return str(value.value)
        case str():
            return str(value)
        case datetime.date() | datetime.time():
            return value.isoformat()
        case Type():
            return _type(value)
        case Term():
            return value.id
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case tuple() | list():
            return [_plain(each) for each in value]
        case frozenset() | set():
            return sorted((_plain(each) for each in value), key=canonical_json)
    if attrs.has(type(value)):
        return _attributes(value)  # type: ignore[arg-type]
    raise TypeError(f"a model cannot hold a value of type {type(value).__name__}")
