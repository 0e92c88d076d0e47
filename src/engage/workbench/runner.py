"""A file of events through an engine, on a clock that the events drive: due timers fire between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from attrs import frozen

from engage.errors import EventConflict, EventRejected
from engage.facts.decided import Decision
from engage.facts.known import Event
from engage.gate import event as read_event
from engage.runtime import Engine, SetClock
from engage.workbench.events_in import BadLine, RawEvent

__all__ = ["Refused", "run_events"]


@frozen
class Refused:
    """A line that gave no decision: `code` of the error, `why` without any value of it."""

    line: int
    code: str
    why: str


def run_events(
    engine: Engine,
    clock: SetClock,
    events: Iterable[RawEvent | BadLine],
    seen: Callable[[Event], None] = lambda _: None,
) -> Iterator[Decision | Refused]:
    """Decide on each event in turn, timers that fall due before it first.

    `seen` is told of each event that passed the gate. The clock stands at the latest moment seen and never goes back:
    a late event is decided as of its own time. A line that cannot be read, is rejected or conflicts is given back as
    Refused and passed over. Running the same events again gives the stored decisions, so an interrupted run is simply
    started again.
    """
    for item in events:
        if isinstance(item, BadLine):
            yield Refused(item.line, "line", item.why)
            continue
        try:
            event = read_event(engine.program, item.envelope)
        except EventRejected as refusal:
            yield Refused(item.line, refusal.code, str(refusal))
            continue
        seen(event)
        if event.at > clock.at:
            clock.at = event.at
            yield from engine.tick()
        try:
            yield engine.take(event)
        except EventConflict as conflict:
            yield Refused(item.line, conflict.code, str(conflict))
