"""Units of work for the storage kit: small, complete, told apart by a number."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from engage.ground.canonical import derived_id
from engage.sockets.storage import DecisionRecord, EventRecord, MoveRecord, OutboxRecord, StayRecord, TimerRecord, Unit

__all__ = ["SOURCE", "effect", "timer", "unit", "walk"]

SOURCE = "/kit"


def unit(
    number: int,
    key: str = "c1",
    *,
    tenant: str = "main",
    version: int = 0,
    generation: int = 0,
    kind: str = "call",
    at: int | None = None,
    contact: str = "",
    case: str = "",
    subject: str | None = None,
    source: str = SOURCE,
    digest: str = "",
    facts: str | None = None,
    channels: Iterable[str] = (),
    timers: Iterable[TimerRecord] = (),
    footprints: tuple[tuple[str, str], ...] = (),
    held: tuple[tuple[str, int | None], ...] = (),
    fired_timer: str = "",
    cancel_timers: tuple[str, ...] = (),
    carried: str = "",
    moves: Iterable[MoveRecord] = (),
    stays: Iterable[StayRecord] = (),
) -> Unit:
    """The unit of event `number`. `channels` names a delivery channel for each of its effects."""
    moment = 1_000_000 * number if at is None else at
    id = f"e{number}"
    decision = DecisionRecord(
        id=derived_id(tenant, source, id),
        event_id=id,
        source=source,
        key=key,
        sequence=0,
        at=moment,
        ruleset_hash="hash",
        generation=generation,
        public=f'{{"number":{number}}}',
        personal='{"words":"灰姑娘 \\" \'\\n"}',
    )
    event = EventRecord(
        id=id,
        source=source,
        digest=digest or f"digest-{number}",
        kind=kind,
        at=moment,
        offset=480,
        subject=key if subject is None else subject,
        key=key,
        contact=contact,
        case=case,
        data=f'{{"number":{number}}}',
        payload=f'{{"id":"{id}"}}',
        received_at=moment + 7,
    )
    return Unit(
        event=event,
        decision=decision,
        expected_version=version,
        expected_generation=generation,
        facts=facts,
        footprints=footprints,
        held=held,
        outbox=tuple(effect(decision, place, key, channel) for place, channel in enumerate(channels, 1)),
        timers=tuple(timers),
        fired_timer=fired_timer,
        cancel_timers=cancel_timers,
        carried=carried,
        moves=tuple(moves),
        stays=tuple(stays),
    )


def walk(*stages: str, chart: str = "relationship", at: int = 1, before: str = "") -> dict[str, Any]:
    """The moves of a unit from a stage to others, one after the other, and the stay at their end."""
    moves = [
        MoveRecord(chart, left, entered, at, f"{left} -> {entered}", "li", "moved house", "d")
        for left, entered in pairwise((before, *stages))
    ]
    return {"moves": moves, "stays": [StayRecord(chart, stages[-1], at, moves[-1].before, stages[:-1])]}


def effect(decision: DecisionRecord, number: int, customer: str, channel: str) -> OutboxRecord:
    """An effect of a decision, with the key that the engine derives."""
    return OutboxRecord(
        key=derived_id(decision.id, str(number), channel),
        decision_id=decision.id,
        number=number,
        customer=customer,
        sequence=0,
        channel=channel,
        kind="task",
        payload=f'{{"number":{number}}}',
    )


def timer(name: str, nominal: int, key: str = "c1", decision_id: str = "d") -> TimerRecord:
    """A waiting timer; its id is told by its name and moment."""
    return TimerRecord(
        id=derived_id(decision_id, name, str(nominal)),
        name=name,
        nominal=nominal,
        key=key,
        subject=key,
        contact="",
        case="",
        decision_id=decision_id,
    )
