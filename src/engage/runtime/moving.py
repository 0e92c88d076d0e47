"""Moves that somebody asks for: which chart and stage is meant, whether it is permitted, the event that asks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from attrs import evolve

from engage.facts.decided import Decision, Move
from engage.facts.known import Event, Stay
from engage.facts.vocabulary import Field, Labels
from engage.ground.canonical import canonical_json, derived_id
from engage.ground.finding import Words
from engage.knowledge.charts import ASKED, permitted, stay_after
from engage.program.charts import ASK_AGAIN, ChartInput, CompiledChart
from engage.program.program import Program
from engage.runtime import messages as say
from engage.sockets.storage import EventRecord, MoveRecord, Snapshot, StayRecord, Storage

__all__ = [
    "asked",
    "asked_again",
    "asking",
    "check",
    "made",
    "meant",
    "move_of",
    "moves_of",
    "stay_record",
    "stays_of",
    "stays_to_keep",
    "was_asked",
]

_SOURCE: Final = "engage:move"
_OR: Final = {"en": ", ", "zh": "、", "zh-Hant": "、"}


def meant(program: Program, lifecycle: str, stage: str) -> tuple[CompiledChart, str]:
    """The chart and the stage that are named, by id or by a label. Raises NotFound."""
    charts = _charts(program)
    chart = next((each for each in charts if _called(lifecycle, each.id, _label(program, each))), None)
    if chart is None:
        named = [_words(_label(program, each), each.id) for each in charts]
        raise say.unknown_name("S016", known=_listed(named))
    stages = _stages(program, chart)
    found = next((id for id, labels in stages if _called(stage, id, labels)), None)
    if found is None:
        shown = _words(_label(program, chart), chart.id)
        raise say.unknown_name("S017", chart=shown, known=_listed([_words(labels, id) for id, labels in stages]))
    return chart, found


def check(program: Program, chart: CompiledChart, stage: str, snapshot: Snapshot) -> None:
    """Raises TransitionNotAllowed, which names the stages that may be entered."""
    allowed = permitted(chart, stays_of(snapshot).get(chart.id))
    if stage not in allowed:
        labels = dict(_stages(program, chart))
        named = {id: _words(labels[id], id) for id in (*allowed, stage)}
        listed = _listed([named[id] for id in allowed]) if allowed else Words("none", "无", "無")
        raise say.not_allowed(_words(_label(program, chart), chart.id), named[stage], listed, allowed)


def asking(chart: CompiledChart, stage: str, customer: str, at: int, by: str, why: str) -> Event:
    """The event that asks for a move."""
    data = {"chart": chart.id, "stage": stage, "by": by, "why": why}
    id = derived_id(customer, chart.id, stage, by, why, str(at))
    return Event(
        id=id,
        source=_SOURCE,
        type="engage.timer",
        at=at,
        kind=ASK_AGAIN,
        subject=customer,
        data=data,
        digest=id,
        payload=canonical_json(data),
    )


def was_asked(record: EventRecord) -> bool:
    """Is it a recorded event with which somebody asked for a move?"""
    return record.source == _SOURCE and record.kind == ASK_AGAIN


def asked_again(record: EventRecord) -> Event:
    """The event of a recorded one, to decide on it anew."""
    data = {name: str(value) for name, value in json.loads(record.payload).items()}
    event = asking(
        CompiledChart(data["chart"], (), ""), data["stage"], record.subject, record.at, data["by"], data["why"]
    )
    return evolve(event, id=record.id, digest=record.digest)


def asked(
    program: Program, storage: Storage, tenant: str, now: int, said: tuple[str, str, str, str, str]
) -> tuple[Event, Callable[[Snapshot], None]]:
    """The event that asks for a move, not before what was decided already, and the check that the chart permits it.

    `said`: customer, lifecycle, stage, by whom, why.
    """
    customer, lifecycle, stage, by, why = said
    chart, target = meant(program, lifecycle, stage)
    kept = storage.customer(tenant, storage.key_of(tenant, customer))
    at = max(now, kept.latest_at or 0) if kept else now
    return asking(chart, target, customer, at, by, why), lambda found: check(program, chart, target, found)


def made(decision: Decision) -> Move | None:
    """The move that was asked for, as the decision made it."""
    return next((each for each in decision.changes if isinstance(each, Move) and each.cause == ASKED), None)


def stays_of(snapshot: Snapshot) -> dict[str, Stay]:
    """Where a customer stands, by chart."""
    return {stay.chart: Stay(stay.stage, stay.since, stay.before, stay.passed) for stay in snapshot.stays}


def moves_of(decision: Decision) -> tuple[MoveRecord, ...]:
    """The moves of a decision, for the storage."""
    return tuple(
        MoveRecord(each.chart, each.before, each.after, each.at, each.cause, each.by, each.why, decision.id)
        for each in decision.changes
        if isinstance(each, Move)
    )


def stays_to_keep(stays: Mapping[str, Stay], decision: Decision) -> dict[str, Stay]:
    """Where the moves of a decision leave the customer, for the charts that moved."""
    known = dict(stays)
    changed: dict[str, Stay] = {}
    for each in decision.changes:
        if isinstance(each, Move):
            changed[each.chart] = known[each.chart] = stay_after(known.get(each.chart), each.after, each.at)
    return changed


def stay_record(chart: str, stay: Stay) -> StayRecord:
    """A stay, for the storage."""
    return StayRecord(chart, stay.stage, stay.since or 0, stay.before, stay.passed)


def move_of(stored: MoveRecord) -> Move:
    """A recorded move."""
    return Move(stored.chart, stored.before, stored.after, stored.at, stored.cause, stored.by, stored.why)


# ------------------------------------------------------------------------------------------------- names


def _charts(program: Program) -> list[CompiledChart]:
    shelf = program.shelves.get(ASK_AGAIN)
    found = [source.chart for source in shelf.inputs if isinstance(source, ChartInput)] if shelf else []
    return sorted(found, key=lambda chart: chart.id)


def _field(program: Program, chart: CompiledChart) -> Field | None:
    return program.vocabulary.field_by_name.get(f"customer.{chart.id}")


def _label(program: Program, chart: CompiledChart) -> Labels:
    declared = _field(program, chart)
    return declared.labels if declared else Labels()


def _stages(program: Program, chart: CompiledChart) -> list[tuple[str, Labels]]:
    declared = _field(program, chart)
    if chart.segment or declared is None:
        return [(stage, Labels()) for stage in chart.stages]
    return [(term.id, term.labels) for term in declared.type.choices]


def _called(name: str, id: str, labels: Labels) -> bool:
    wanted = name.strip().casefold()
    return wanted in {each.casefold() for each in (id, labels.en, labels.zh, labels.hant) if each}


def _words(labels: Labels, id: str) -> Words:
    en, zh, hant = (labels.in_language(language) or id for language in ("en", "zh", "zh-Hant"))
    return Words(en, zh, hant)


def _listed(names: Sequence[Words]) -> Words:
    said = {tongue: _OR[tongue].join(f"`{name.in_language(tongue)}`" for name in names) for tongue in _OR}
    return Words(said["en"], said["zh"], said["zh-Hant"])
