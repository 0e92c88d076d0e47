"""The record of a storage as the sieve reads it: which event is a contact, which tells of its end, what it was about.

Events are read by the ruleset of today: reasons that it renamed count under their new ids.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from engage.facts.plan import HandlingPlan, SieveStep
from engage.facts.units import microseconds
from engage.facts.vocabulary import EventKind, Field
from engage.measure.visits import Happening
from engage.program.program import Program
from engage.runtime.record import from_record, intact, unpacked
from engage.sockets.storage import DecisionRecord, EventRecord, Storage

__all__ = ["Looked", "grouped_by", "happened", "looked_over", "pages_of"]

_PAGE: Final = 500
#: Without a word in the catalogue a need is contained when nobody served it within three days.
_WINDOW: Final = 72 * 3_600_000_000


@frozen
class Looked:
    """What a record tells: what happened in the order of time; the customers seen; how often each kind came, and when.

    `latest`: the last moment of the record, None for an empty one.
    """

    happenings: tuple[Happening, ...]
    customers: frozenset[str] = field(repr=False)
    moments: Mapping[str, tuple[int, ...]] = field(repr=False)
    latest: int | None = None


def looked_over(
    program: Program, records: Iterator[tuple[EventRecord, DecisionRecord]], by: Field | None, until: int | None
) -> Looked:
    """All that a record tells until a moment (None: all of it). `by`: the event field that contacts are counted by."""
    found: list[tuple[int, int, Happening]] = []
    customers: set[str] = set()
    moments: dict[str, list[int]] = {}
    latest: int | None = None
    for number, (event, decision) in enumerate(records):
        if until is not None and event.at > until:
            continue
        latest = event.at if latest is None else max(latest, event.at)
        customers.update([event.key] if event.key else [])
        moments.setdefault(event.kind, []).append(event.at)
        one = happened(program, event, decision, by)
        if one is not None:
            found.append((one.at, number, one))
    ordered = tuple(one for _, _, one in sorted(found, key=lambda each: each[:2]))
    return Looked(ordered, frozenset(customers), {kind: tuple(sorted(each)) for kind, each in moments.items()}, latest)


def pages_of(storage: Storage, tenant: str) -> Iterator[tuple[EventRecord, DecisionRecord]]:
    """Every event with its decision, in the order they were recorded."""
    after = ""
    while page := storage.recorded(tenant, after=after, limit=_PAGE):
        yield from page
        after = page[-1][1].id


def happened(
    program: Program, event: EventRecord, decision: DecisionRecord, by: Field | None = None
) -> Happening | None:
    """What an event tells of contacts; None where it tells nothing."""
    kind = program.vocabulary.event_by_id.get(event.kind)
    if kind is None:
        return None
    with intact(decision.id):
        data = json.loads(event.data or "{}", parse_float=Decimal)
    fields = _fields(program, kind, data)
    said = [ending for each in fields for value, ending in each.endings if data[each.short] == value]
    ending = said[0] if said else kind.ending
    if not kind.contact and ending is None:
        return None
    plan = from_record(decision).plan if kind.contact else None
    return Happening(
        id=f"{event.source} {event.id}",
        at=event.at,
        customer=event.key,
        contact=event.contact,
        case=event.case,
        step=None if plan is None else plan.step or SieveStep.ASSISTED,
        ending=ending,
        reason=_reason(program, fields, data),
        by_us=_by_us(program, kind, fields, data),
        window=0 if plan is None else _window(program, plan),
        group=unpacked(data[by.short]) if by is not None and by in fields else None,
    )


def _fields(program: Program, kind: EventKind, data: Mapping[str, object]) -> list[Field]:
    """The declared fields of a kind that the event brought."""
    known = program.vocabulary.field_by_name
    return [known[f"event.{short}"] for short in kind.fields if f"event.{short}" in known and short in data]


def _reason(program: Program, fields: list[Field], data: Mapping[str, object]) -> str:
    """The first reason that it names, as the tree of today calls it."""
    named = (data[each.short] for each in fields if each.reasons)
    return next((program.furnishing.reasons.current(id) for id in named if isinstance(id, str)), "")


def _by_us(program: Program, kind: EventKind, fields: list[Field], data: Mapping[str, object]) -> bool:
    """Did we ask for it? It is declared; and what keeps a promise of ours was asked for by us."""
    kept = any(kind.id in each.kept_by for each in program.vocabulary.commitments)
    return kind.by_us or kept or any(data[each.short] in each.by_us for each in fields)


def _window(program: Program, plan: HandlingPlan) -> int:
    within = program.furnishing.contained_within
    served = (SieveStep.ANSWER, plan.answer) if plan.answer else (SieveStep.SELF_SERVICE, plan.self_service)
    declared = within.get(served)
    return _WINDOW if declared is None else microseconds(declared) or _WINDOW


def grouped_by(program: Program, name: str) -> Field | None:
    """The event field that is called so, by its name or by a label in any language; None where none is."""
    wanted = " ".join(name.casefold().split())
    for each in program.vocabulary.fields:
        labels = (each.labels.en, each.labels.zh, each.labels.hant)
        if each.root == "event" and wanted in (each.name, each.short, *(label.casefold() for label in labels)):
            return each
    return None
