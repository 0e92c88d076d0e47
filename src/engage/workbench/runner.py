"""A file of events through an engine, on a clock that the events drive: due timers fire between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from typing import Final

from attrs import frozen

from engage.errors import EventConflict, EventRejected, NotFound
from engage.facts.decided import Decision
from engage.facts.known import Event
from engage.gate import event as read_event
from engage.ground.finding import Words, in_words
from engage.runtime import Engine, SetClock
from engage.workbench.events_in import BadLine, RawEvent

__all__ = ["Refused", "Repeated", "run_events"]

_BATCH: Final = 64


@frozen
class Refused:
    """A line that gave no decision: `code` of the error, `why` without any value of it, in one language or in all."""

    line: int
    code: str
    why: str | Words

    def as_json(self) -> dict[str, object]:
        """For `--json`, in English."""
        return {"line": self.line, "code": self.code, "why": in_words(self.why, "en")}


@frozen
class Repeated:
    """A line with an event that came before in this run: the decision is the same, and is not given again."""

    line: int
    decision: str


def run_events(
    engine: Engine,
    clock: SetClock,
    events: Iterable[RawEvent | BadLine | None],
    seen: Callable[[Event], None] = lambda _: None,
) -> Iterator[Decision | Refused | Repeated]:
    """Decide on each event in turn, timers that fall due before it first. Each decision is given once.

    `seen` is told of each event that passed the gate. The clock stands at the latest moment seen and never goes back:
    a late event is decided as of its own time. A line that cannot be read, is rejected or conflicts is given back as
    Refused and passed over. Where None is among the events, what has come so far is decided at once: a stream pauses
    (`pacing.paced`). Running the same events again gives the stored decisions, those of their timers among them, so
    an interrupted run is simply started again and comes to the same.
    """
    batch = _Batch(engine, clock)
    for item in events:
        if item is None:
            yield from batch.decide()
            continue
        if isinstance(item, BadLine):
            yield Refused(item.line, "line", item.why)
            continue
        try:
            event = read_event(engine.program, item.envelope)
        except EventRejected as refusal:
            yield Refused(item.line, refusal.code, refusal.words)
            continue
        seen(event)
        yield from batch.make_room(event)
        batch.add(item.line, event)
        if batch.starts_timer(event):
            yield from batch.decide()
    yield from batch.decide()
    yield from batch.ring(clock.at)


class _Batch:
    """Events that share no customer, contact or case, decided in one transaction: the disk is waited for once.

    Whoever comes a second time, or a timer that is due, ends the batch: no decision misses what came before it.
    """

    def __init__(self, engine: Engine, clock: SetClock) -> None:
        self._engine, self._clock = engine, clock
        self._waiting: list[tuple[int, Event]] = []
        self._there: set[tuple[str, str]] = set()
        self._next_timer = engine.next_timer()
        # One number for each decision of the run, some 70 bytes: only so is it certain that none is given twice.
        self._told: set[int] = set()
        self._started: list[tuple[int, str]] = []

    def make_room(self, event: Event) -> Iterator[Decision | Refused | Repeated]:
        """Decide on what waits when this event must come after it, and fire the timers due by then."""
        now = max(event.at, self._clock.at)
        if self._due(now) or not self._there.isdisjoint(_touched(event)) or len(self._waiting) >= _BATCH:
            yield from self.decide()
        self._clock.at = now
        yield from self.ring(now)

    def ring(self, now: int) -> Iterator[Decision]:
        """Fire the timers due by now; also one that a late event started, whose moment has passed already."""
        while self._due(now):
            for decision in self._engine.tick():
                yield from self._once(decision)
            self._next_timer = self._engine.next_timer()
        yield from self._rung_before(now)

    def _rung_before(self, now: int) -> Iterator[Decision]:
        """Decisions of timers that are due by now and rang in an earlier run."""
        while self._started and self._started[0][0] <= now:
            _, id = heappop(self._started)
            if _number(id) not in self._told:
                try:
                    yield from self._once(self._engine.decision(id))
                except NotFound:
                    continue  # it was cancelled

    def _once(self, decision: Decision) -> Iterator[Decision]:
        number = _number(decision.id)
        if number in self._told:
            return
        self._told.add(number)
        for timer in self._engine.rung(decision):
            heappush(self._started, timer)
        yield decision

    def _due(self, now: int) -> bool:
        return self._next_timer is not None and self._next_timer <= now

    def add(self, line: int, event: Event) -> None:
        """Let an event wait for its batch."""
        self._waiting.append((line, event))
        self._there.update(_touched(event))

    def starts_timer(self, event: Event) -> bool:
        """True when a timer may start here: it must be known before a later event, of whomever, is decided on."""
        program = self._engine.program
        shelf = program.shelves.get(event.kind)
        promised = any(each.made_by == event.kind for each in program.vocabulary.commitments)
        return promised or (shelf is not None and bool(shelf.timers))

    def decide(self) -> Iterator[Decision | Refused | Repeated]:
        """Decide on all that wait."""
        if not self._waiting:
            return
        results = self._engine.take_many([event for _, event in self._waiting])
        for (line, _), result in zip(self._waiting, results, strict=True):
            if isinstance(result, EventConflict):
                yield Refused(line, result.code, result.words)
            else:
                yield from tuple(self._once(result)) or (Repeated(line, result.id),)
        self._waiting, self._there = [], set()
        self._next_timer = self._engine.next_timer()


def _number(id: str) -> int:
    return int(id[:16], 16)


def _touched(event: Event) -> set[tuple[str, str]]:
    """Whose state a decision reads and writes; footprints are kept by contact and case, too."""
    names = {"customer": event.subject, "contact": event.contact, "case": event.case}
    return {(what, name) for what, name in names.items() if name}
