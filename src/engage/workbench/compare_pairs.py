"""Two rulesets decide on the same events, side by side: each in a life of its own, by the clock of the events.

Each ruleset keeps its own notes, `once per` footprints, held conditions and timers, as if it had been in force from
the first event on; all else is the same for both. A deadline that both set, at different moments, is one pair; one
that only one of them set is a pair with one side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Final

from attrs import field, frozen

from engage.errors import EventRejected
from engage.facts.decided import Decision
from engage.facts.known import Event, Fact
from engage.gate import event as read_event
from engage.ground.finding import Words
from engage.program.program import Program
from engage.workbench.compare_lives import Deadline, Life, Lived
from engage.workbench.events_in import BadLine, RawEvent
from engage.workbench.runner import Refused

__all__ = ["Both", "Pair", "pairs_of_events"]

_CONFLICT: Final = Words(
    "an event with this source and id, but other content, came before",
    "此前已有来源与编号相同而内容不同的事件",
    "此前已有來源與編號相同而內容不同的事件",
)


@frozen
class Pair:
    """What both decided at one event; one is None where only the other's deadline came.

    `who` tells people apart: a customer's key, an anonymous contact, or an event that stands alone.
    """

    event: Event
    who: str = field(repr=False)
    old: Decision | None
    new: Decision | None
    facts: Mapping[str, Fact] = field(factory=dict, repr=False)


class Both:
    """The two lives, and the moment up to which they have been lived (microseconds UTC)."""

    def __init__(self, old: Program, new: Program, tenant: str = "main") -> None:
        self.old, self.new = Life(old, tenant), Life(new, tenant)
        self._alike = old.vocabulary == new.vocabulary
        self._now: int | None = None
        #: Recorded events of customers who were erased: nothing is left of them to decide on.
        self.erased = 0
        self._early: tuple[dict[Deadline, Lived], dict[Deadline, Lived]] = ({}, {})

    @property
    def short_of_past(self) -> int:
        """Decisions on events that came too late for all of their past to be still there."""
        return self.old.short_of_past + self.new.short_of_past

    def read(self, raw: Mapping[str, object] | str | bytes) -> tuple[Event, Event]:
        """An event as each of the two vocabularies types it. Raises EventRejected."""
        event = read_event(self.old.program, raw)
        return event, event if self._alike else read_event(self.new.program, raw)

    def until(self, at: int) -> Iterator[Pair]:
        """The deadlines that come first; a late event does not turn the clock back."""
        self._now = at if self._now is None else max(at, self._now)
        while True:
            old, new = self.old.next_timer(), self.new.next_timer()
            first = min((timer for timer in (old, new) if timer and timer[0] <= self._now), default=None)
            if first is None:
                return
            if old == new:
                yield _pair(self.old.ring(), self.new.ring())
            else:
                yield from self._ring_one(0 if old == first else 1)

    def to_the_end(self) -> Iterator[Pair]:
        """The deadlines that have come by the moment of the last event."""
        if self._now is not None:
            yield from self.until(self._now)

    def _ring_one(self, side: int) -> Iterator[Pair]:
        """A timer of one side rings; the same deadline of the other side may have come, or may still come."""
        lived = (self.old, self.new)[side].ring()
        assert lived.deadline is not None  # it rang
        if not lived.deadline[0] and not lived.decision.effects:
            return  # charts were asked again, and nobody got anything
        other = self._early[1 - side].pop(lived.deadline, None)
        if other is None and (self.old, self.new)[1 - side].awaits(lived.deadline):
            self._early[side][lived.deadline] = lived
        else:
            yield _pair(other, lived) if side else _pair(lived, other)

    def rest(self) -> Iterator[Pair]:
        """Deadlines that came for one side while the other's still lie ahead."""
        old, new = self._early
        yield from (_pair(lived, None) for lived in old.values())
        yield from (_pair(None, lived) for lived in new.values())
        old.clear()
        new.clear()

    def decide(self, old: Event, new: Event, key: str) -> Pair:
        """Both decide on an event."""
        return _pair(self.old.live(old, key), self.new.live(new, key))


def _pair(old: Lived | None, new: Lived | None) -> Pair:
    lived = old or new
    assert lived is not None  # somebody's timer rang
    event = lived.event
    who = f"customer {lived.key}" if lived.key else f"contact {event.contact or event.id}"
    return Pair(event, who, old.decision if old else None, new.decision if new else None, lived.facts)


def pairs_of_events(both: Both, events: Iterable[RawEvent | BadLine]) -> Iterator[Pair | Refused]:
    """What both decide on each event of a file, in its order, deadlines between them.

    A line that cannot be read, is rejected, or conflicts with an earlier one is given back as Refused; an event that
    comes again is passed over.
    """
    seen: dict[bytes, bytes] = {}
    for item in events:
        if isinstance(item, BadLine):
            yield Refused(item.line, "line", item.why)
            continue
        try:
            old, new = both.read(item.envelope)
        except EventRejected as refusal:
            yield Refused(item.line, refusal.code, refusal.words)
            continue
        yield from both.until(old.at)
        # Half of a hash: enough to tell billions of events apart, and half the memory.
        name, digest = _short(f"{len(old.source)} {old.source} {old.id}"), _short(old.digest)
        if name not in seen:
            seen[name] = digest
            yield both.decide(old, new, old.subject)
        elif seen[name] != digest:
            yield Refused(item.line, "S002", _CONFLICT)
    yield from both.to_the_end()
    yield from both.rest()


def _short(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
