"""What the past says: counts, sums, moments and streaks over the customer's events, the current one among them.

Missing stays unknown: a past event of which it is unknown whether it counts, or whose field is asked for and not
there, makes the term unknown. An average or a smallest of nothing is unknown; a count or a sum of nothing is 0.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from attrs import frozen

from engage.facts.known import Carried, Event, PastEvent, Situation
from engage.facts.vocabulary import Commitment
from engage.ground.numbers import Number, add, divide
from engage.knowledge.calendar_days import unit_start
from engage.knowledge.carried import carried_on, extreme, outgrown, told
from engage.knowledge.commitments import Promise, asked, promises
from engage.knowledge.windows import bounds
from engage.program.program import HistoryInput, Program, RunInput, Values

__all__ = ["Past", "measure", "now_past", "overflowed", "streak"]


@frozen
class Past:
    """The customer's events in the order of (at, sequence), none later than now; the current one is last."""

    situation: Situation
    program: Program
    by_kind: Mapping[str, Sequence[PastEvent]]
    in_order: Sequence[PastEvent]

    @classmethod
    def of(cls, situation: Situation, program: Program) -> Past:
        """The past as this event sees it."""
        event = situation.event
        by_kind: dict[str, list[PastEvent]] = {}
        known = (past for past in situation.history.events if past.at <= event.at)
        in_order = sorted(known, key=lambda past: (past.at, past.sequence))
        in_order.append(now_past(event))
        for past in in_order:
            by_kind.setdefault(past.kind, []).append(past)
        return cls(situation, program, by_kind, in_order)

    def between(self, kind: str, start: int | None, end: int) -> Sequence[PastEvent]:
        """Events of a kind with start <= at < end."""
        events = self.by_kind.get(kind, ())
        first = 0 if start is None else bisect_left(events, start, key=_at)
        return events[first : bisect_left(events, end, key=_at)]

    def promises(self, commitment: Commitment) -> tuple[Promise, ...]:
        """The promises of a commitment, with what became of them by now."""
        return promises(commitment, self.in_order, self.situation.event.at, self.program)

    def carried(self, source: HistoryInput) -> Carried | None:
        """What was carried on of a term, the event being decided included; None where it is measured."""
        state = self.situation.history.carried.get(source.carried) if source.carried else None
        return None if state is None else carried_on(source, state, now_past(self.situation.event), self.program)


def now_past(event: Event) -> PastEvent:
    """The event being decided as history terms see it."""
    return PastEvent(event.kind, event.at, 0, event.data, event.contact, event.case, event.id, event.source)


def _at(past: PastEvent) -> int:
    return past.at


def measure(source: HistoryInput, past: Past, values: Values) -> object:
    """The value of a history term."""
    if source.commitment is not None:
        return asked(source.function, past.promises(source.commitment))
    carried = past.carried(source)
    if carried is not None:
        return told(source, carried)
    events = _counted(source, past, values)
    if events is None:
        return None
    if source.function == "count":
        return len(events)
    if source.function in ("first", "last"):
        return (events[0] if source.function == "first" else events[-1]).at if events else None
    return _of_field(source.function, [event.data.get(source.field) for event in events])


def overflowed(source: HistoryInput, past: Past, values: Values) -> bool:
    """True where a sum or an average of known values, as such a term adds up, outgrows every number."""
    carried = past.carried(source)
    if carried is not None:
        return outgrown(source, carried)
    events = _counted(source, past, values) or ()
    found = [event.data.get(source.field) for event in events]
    return bool(found) and all(isinstance(each, int | Decimal) for each in found) and _of_field("sum", found) is None


def _counted(source: HistoryInput, past: Past, values: Values) -> Sequence[PastEvent] | None:
    """The events that a term is about; None where it cannot be told of one whether it is."""
    window = bounds(source, past.situation, past.program)
    if window is None:
        return None
    events = past.between(source.kind, *window)
    if source.window == "in the ... before" and source.kind == past.situation.event.kind:
        # Invariant: the event being decided is the last of its kind; others of its moment came before it.
        events = events[:-1]
    if source.test is not None:
        if source.doubtful is not None and any(source.doubtful(event.data, values) for event in events):
            return None
        events = [event for event in events if source.test(event.data, values)]
    return events


def _of_field(function: str, found: list[object]) -> object:
    if any(value is None for value in found):
        return None
    if function == "distinct":
        return len(set(found))
    if function in ("smallest", "largest"):
        return extreme(found, function)
    numbers = [value for value in found if isinstance(value, int | Decimal)]
    if function == "average" and not numbers:
        return None
    total: Number | None = 0
    for number in numbers:
        total = None if total is None else add(total, number)
    return total if function == "sum" or total is None else divide(total, len(numbers))


def streak(source: RunInput, past: Past, values: Values) -> bool | None:
    """Has the field gone one way, or passed its test, in each of the last units that have ended?"""
    found = []
    for back in range(source.periods + bool(source.trend), 0, -1):
        value = _last_of_unit(source, past, back)
        if value is None:
            return None
        found.append(value)
    if source.trend:
        return _trend(source.trend, found)
    if source.test is None or source.fails is None:
        return None
    if any(source.fails({source.field: value}, values) for value in found):
        return False
    return True if all(source.test({source.field: value}, values) for value in found) else None


def _last_of_unit(source: RunInput, past: Past, back: int) -> object:
    at, program = past.situation.event.at, past.program
    start = unit_start(at, source.unit, program.zone, program.billing_day, back)
    end = unit_start(at, source.unit, program.zone, program.billing_day, back - 1)
    if start is None or end is None:
        return None
    told = [event.data.get(source.field) for event in past.between(source.kind, start, end)]
    return next((value for value in reversed(told) if value is not None), None)


def _trend(trend: str, found: list[object]) -> bool | None:
    numbers = [value for value in found if isinstance(value, int | Decimal)]
    if len(numbers) < len(found):
        return None
    pairs = list(pairwise(numbers))
    return all(later < earlier if trend == "falls" else later > earlier for earlier, later in pairs)
