"""Profiles and pasts that a host hands over become facts, and go back to JSON for the record."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import partial
from typing import Final

from engage.errors import EventRejected
from engage.facts.known import MEMBERSHIP, Event, Fact, History, PastEvent, Profile, Value
from engage.facts.vocabulary import Kind, Type, Vocabulary
from engage.gate.envelope import event as read_event
from engage.gate.json_in import Json, exact_data
from engage.gate.messages import PROBLEMS, no_mapping, rejected
from engage.gate.values import from_json, moment_text, read_moment, to_json
from engage.ground.finding import Words
from engage.ground.limits import LIMITS
from engage.ground.numbers import Number, to_number

__all__ = [
    "confidence_told",
    "data_to_json",
    "entry_of",
    "fact_in",
    "facts_from_json",
    "facts_to_json",
    "history",
    "moment_told",
    "name_of",
    "past",
    "profile",
    "typed_data",
    "typed_facts",
]

#: so many values of a choice are named in a refusal
_SHOWN: Final = 12


def profile(vocabulary: Vocabulary, facts: Mapping[str, object], key: str = "") -> Profile:
    """A profile from facts by field name (`customer.tier`), in the JSON forms of `gate.values`.

    Unlike events, a profile is handed over by a developer: an undeclared name or a value of the wrong type raises
    EventRejected with its pointer.
    """
    return Profile(key, {name: Fact(value) for name, value in typed_facts(vocabulary, facts, kept=False).items()})


def name_of(text: object, attribute: str) -> str:
    """A customer, an alias or a tenant as a host names it: what an envelope may carry as its subject, and not empty.

    Raises EventRejected (G011, G014, G015), which names the attribute.
    """
    if not isinstance(text, str) or not text:
        raise rejected("G014", f"/{attribute}", attribute=attribute)
    exact_data({attribute: text})
    if len(text.encode("utf-8")) > LIMITS.id_bytes:
        raise rejected("G015", f"/{attribute}", attribute=attribute, limit=LIMITS.id_bytes)
    return text


def typed_facts(vocabulary: Vocabulary, facts: Mapping[str, object], *, kept: bool = True) -> dict[str, Value]:
    """Profile facts in their types. Raises EventRejected for undeclared names and wrong types.

    `kept`: they will stand in the customer's profile, where a fact of one contact or of an account has no place.
    The account to which the customer belongs does, under `MEMBERSHIP`: its name, None where it belongs to none.
    """
    if not isinstance(facts, Mapping):
        raise no_mapping()
    content = exact_data(facts)
    assert isinstance(content, dict)  # exact_data copies a mapping as a dict
    typed: dict[str, Value] = {}
    for name in content:
        if name == MEMBERSHIP:
            typed[name] = None if content[name] is None else name_of(content[name], name)
            continue
        declared = vocabulary.field_by_name.get(name)
        if declared is None or declared.root == "event":
            raise EventRejected(
                "G020",
                Words("there is no such profile fact", "没有这个客户信息项"),
                where=f"/{_name(name)}",
                hint=Words("declare it", "请先声明"),
            )
        if declared.chart:
            raise rejected("G025", f"/{name}")
        if kept and declared.root != "customer":
            raise rejected("G023", f"/{name}", root=declared.root, short=declared.short)
        value, problem = from_json(content[name], declared.type)
        if problem:
            raise rejected("G021", f"/{name}", problem=PROBLEMS[problem], kind=_declared(declared.type))
        typed[name] = value
    return typed


def moment_told(at: object) -> int | None:
    """A moment with its zone, as a host writes it (microseconds UTC). Raises EventRejected (G030)."""
    if at is None:
        return None
    text = at.isoformat() if isinstance(at, datetime.datetime) else at
    read = read_moment(text) if isinstance(text, str) else None
    if read is None:
        raise rejected("G030", "/at")
    return read[0]


def confidence_told(confidence: object) -> Number | None:
    """How sure a host is, from 0 to 1. Raises EventRejected (G031)."""
    if confidence is None:
        return None
    if isinstance(confidence, bool) or not isinstance(confidence, int | float | Decimal):
        raise rejected("G031", "/confidence")
    # A float is taken as it is printed.
    found = to_number(str(confidence)) if math.isfinite(confidence) and 0 <= confidence <= 1 else None
    if found is None:
        raise rejected("G031", "/confidence")
    return found


def _declared(type: Type) -> str:
    """A type as a vocabulary writes it, with the values of a choice: `choice (basic, silver, gold)`."""
    if type.kind is Kind.LIST and type.item is not None:
        return f"list of {_declared(type.item)}"
    listed = ", ".join(term.id for term in type.choices[:_SHOWN]) + (", …" if len(type.choices) > _SHOWN else "")
    return " ".join(part for part in (type.kind, type.currency, f"({listed})" if listed else "") if part)


def _name(name: str) -> str:
    return name if name.replace(".", "").replace("_", "").isalnum() and name.isascii() and len(name) <= 64 else "*"


def history(vocabulary: Vocabulary, events: Iterable[Mapping[str, object] | str | bytes | Event]) -> History:
    """A past from events in the order they were received; later `time` values may come first."""
    read = [item if isinstance(item, Event) else read_event(vocabulary, item) for item in events]
    placed = sorted(enumerate(read), key=lambda pair: (pair[1].at, pair[0]))
    return History(tuple(past(item, sequence) for sequence, item in placed))


def past(event: Event, sequence: int) -> PastEvent:
    """An event as history terms read it."""
    return PastEvent(
        event.kind, event.at, sequence, event.data, event.contact, event.case, id=event.id, source=event.source
    )


def data_to_json(vocabulary: Vocabulary, data: Mapping[str, Value]) -> dict[str, Json]:
    """An event's typed data in its JSON forms, unknown values left out."""
    fields = vocabulary.field_by_name
    return {name: to_json(value, fields[f"event.{name}"].type) for name, value in data.items() if value is not None}


def typed_data(vocabulary: Vocabulary, data: Mapping[str, Json]) -> dict[str, Value]:
    """Stored event data in the types of this vocabulary. What it no longer declares, or otherwise, is unknown."""
    fields = vocabulary.field_by_name
    known = {name: fields[f"event.{name}"] for name in data if f"event.{name}" in fields}
    return {name: from_json(data[name], declared.type)[0] for name, declared in known.items()}


def facts_to_json(vocabulary: Vocabulary, facts: Mapping[str, Fact]) -> dict[str, Json]:
    """A profile for the record: `{name: {"value", "at", "source"}}`, with `confidence` and `recorded` where said, and
    what stands `before` it where it was told ahead: such an entry, too.
    """
    fields = vocabulary.field_by_name
    types = {name: fields[name].type for name in facts if name in fields}
    types |= {MEMBERSHIP: Type(Kind.TEXT)} if MEMBERSHIP in facts else {}
    return {name: entry_of(facts[name], partial(to_json, type=type)) for name, type in types.items()}


def entry_of(fact: Fact, written: Callable[[Value], Json]) -> dict[str, Json]:
    """A fact as it is stored, and what stands before it; `written` gives the form of its value."""
    return {
        "value": written(fact.value),
        "at": None if fact.at is None else moment_text(fact.at),
        "source": fact.source,
        **({} if fact.confidence is None else {"confidence": fact.confidence}),
        **({} if fact.recorded is None else {"recorded": moment_text(fact.recorded)}),
        **({} if fact.before is None else {"before": entry_of(fact.before, written)}),
    }


def facts_from_json(vocabulary: Vocabulary, stored: Mapping[str, Json]) -> dict[str, Fact]:
    """A stored profile in the types of this vocabulary; facts it does not declare are left alone elsewhere."""
    found: dict[str, Fact] = {}
    for name, entry in stored.items():
        declared = vocabulary.field_by_name.get(name)
        if name == MEMBERSHIP and isinstance(entry, Mapping):
            found[name] = fact_in(entry, partial(_value, Type(Kind.TEXT)))
        if declared is None or declared.chart or not isinstance(entry, Mapping):
            continue
        found[name] = fact_in(entry, partial(_value, declared.type))
    return found


def _value(type: Type, written: Json) -> Value:
    return from_json(written, type)[0]


def fact_in(entry: Mapping[str, Json], read: Callable[[Json], Value]) -> Fact:
    """A stored fact, and what stands before it; `read` gives its value."""
    sure, before = entry.get("confidence"), entry.get("before")
    return Fact(
        read(entry.get("value")),
        _moment(entry.get("at")),
        str(entry.get("source", "")),
        sure if isinstance(sure, int | Decimal) else None,
        _moment(entry.get("recorded")),
        fact_in(before, read) if isinstance(before, Mapping) else None,
    )


def _moment(written: object) -> int | None:
    moment = read_moment(written) if isinstance(written, str) else None
    return moment[0] if moment else None
