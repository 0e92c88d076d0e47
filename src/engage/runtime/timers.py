"""Timers: what a decision starts, as a storage keeps it, and the event that each becomes when it rings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engage.facts.decided import Decision, SetAlarm, StartTimer
from engage.facts.known import Event
from engage.ground.canonical import canonical_json, derived_id
from engage.knowledge.commitments import looked_at
from engage.sockets.storage import EventRecord, TimerRecord

__all__ = ["TIMER_KIND", "alarm_id", "rang", "ringing", "timer_event", "timers_of"]

TIMER_KIND: Final = "timer:"
_TIMERS: Final = "engage:timer"


def timer_event(timer: TimerRecord, started: int) -> Event:
    """The event of a timer that rings, at its nominal moment; `started` is when the event that set it happened."""
    waits, said = looked_at(timer.name)
    return Event(
        id=timer.id,
        source=_TIMERS,
        type="engage.timer",
        at=timer.nominal,
        kind=TIMER_KIND + waits,
        subject=timer.subject,
        contact=timer.contact,
        case=timer.case,
        data={"started": started, **said},
        digest=timer.id,
        payload=canonical_json({"timer": timer.name, "nominal": timer.nominal}),
    )


def ringing(decision: Decision, tenant: str) -> list[tuple[int, str]]:
    """When each timer that a decision starts is due, and the id of the decision that is made when it rings."""
    return [(each.nominal, derived_id(tenant, _TIMERS, _timer_id(decision, each))) for each in _started(decision)]


def rang(record: EventRecord) -> bool:
    """Is it an event that a timer made?"""
    return record.source == _TIMERS


def alarm_id(decision: Decision, nominal: int) -> str:
    """The id of the timer with which a decision sets the alarm."""
    return _timer_id(decision, StartTimer("", nominal))


def timers_of(decision: Decision, event: Event, key: str) -> list[TimerRecord]:
    """The timers that a decision starts. The alarm has no name, and no contact: time passes for the customer alone."""
    return [
        TimerRecord(
            id=_timer_id(decision, each),
            name=each.name,
            nominal=each.nominal,
            key=key,
            subject=event.subject,
            contact=event.contact if each.name else "",
            case=event.case if each.case is None else each.case,
            decision_id=decision.id,
        )
        for each in _started(decision)
    ]


def _started(decision: Decision) -> Iterator[StartTimer]:
    """Each timer that a decision starts; the alarm is one without a name, and of no case."""
    for change in decision.changes:
        if isinstance(change, StartTimer):
            yield change
        elif isinstance(change, SetAlarm) and change.nominal is not None:
            yield StartTimer("", change.nominal, "")


def _timer_id(decision: Decision, started: StartTimer) -> str:
    # The case of the event itself is told by the decision.
    case = (started.case,) if started.name and started.case is not None else ()
    return derived_id(decision.id, started.name, str(started.nominal), *case)
