"""What one ruleset leaves behind as events pass: profiles, pasts, footprints, held conditions, timers; in memory.

A life decides as an engine with an empty storage and a clock driven by the events would (`engage run`), without the
disk; a law holds the two equal. It keeps of the past what the rules ask for, so that memory grows with customers and
windows, and writes nothing anywhere.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right, insort
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Final

from attrs import define, evolve, field, frozen

from engage.decide import decide
from engage.decide.announce import announced
from engage.facts.decided import Decision, KeepClock, RememberHeld, SetAlarm, SetFact, StampFootprint
from engage.facts.known import Event, Fact, History, PastEvent, Profile, Situation, State, Stay
from engage.knowledge.membership import account_of
from engage.program.program import Program
from engage.runtime.intake import (
    customer_facts,
    with_brought,
    with_change,
    with_changes,
)
from engage.runtime.moving import stays_to_keep
from engage.runtime.timers import alarm_id, timer_event, timers_of
from engage.service.case_clocks import clock_facts, taken_over
from engage.sockets.storage import TimerRecord

__all__ = ["Deadline", "Life", "Lived", "Owner"]

#: Whose state it is: ("customer", key), ("contact", id), ("case", id), ("account", id).
Owner = tuple[str, str]
#: What a timer waits for: the rule, and the decision that started it.
Deadline = tuple[str, str]
#: What is kept of clocks, by target and case.
Clocks = dict[tuple[str, str], str]
#: How much longer than the rules ask an event is kept, so that a late one still finds its past (microseconds).
_LATE: Final = 31 * 86_400_000_000
_order: Final[Callable[[PastEvent], tuple[int, int]]] = attrgetter("at", "sequence")
_NONE: Final[Mapping[tuple[str, str], int]] = {}


@frozen
class Lived:
    """A decision with the event as it was decided on, and what was known of the customer then.

    `deadline` is set for one that a timer asked for: the rule that waited, and the decision that started it.
    """

    event: Event
    key: str = field(repr=False)
    decision: Decision
    facts: Mapping[str, Fact] = field(repr=False)
    deadline: Deadline | None = None


@define
class _Line:
    """What is kept of one customer or anonymous contact. An event before `cut` may miss a part of its past."""

    facts: dict[str, Fact] = field(factory=dict)
    past: list[PastEvent] = field(factory=list)
    held: dict[str, int] = field(factory=dict)
    sequence: int = 1
    cut: int | None = None
    latest_at: int | None = None
    stays: dict[str, Stay] = field(factory=dict)
    alarm: tuple[int, str] | None = None
    clocks: Clocks = field(factory=dict)


class Life:
    """One program, deciding on one event after another. `tenant` is part of the ids of decisions."""

    def __init__(self, program: Program, tenant: str = "main") -> None:
        self.program, self._tenant = program, tenant
        self._lines: dict[Owner, _Line] = {}
        self._footprints: dict[Owner, dict[tuple[str, str], int]] = {}
        self._waiting: list[tuple[int, str, TimerRecord, int]] = []
        self._deadlines: set[Deadline] = set()
        #: Decisions on events that came so late that a part of their past had been let go.
        self.short_of_past = 0

    def know(self, key: str, facts: Mapping[str, Fact]) -> None:
        """Write facts of a customer from outside."""
        self._lines.setdefault(("customer", key), _Line()).facts.update(facts)

    def forget(self, key: str, name: str) -> None:
        """A fact of a customer is not known any more."""
        line = self._lines.get(("customer", key))
        if line is not None:
            line.facts.pop(name, None)

    def known(self, key: str) -> Mapping[str, Fact]:
        """The facts of a customer as they stand."""
        line = self._lines.get(("customer", key))
        return line.facts if line else {}

    def live(self, event: Event, key: str) -> Lived:
        """Decide on an event, and keep what comes of it. `key` is the customer's, empty for an anonymous contact."""
        brought, problems = customer_facts(self.program, event)
        if problems:
            event = evolve(event, problems=(*event.problems, *problems))
        owner = _owner(event, key)
        line = self._lines.get(owner) if owner else None
        facts = with_brought(line.facts if line else {}, event, brought)
        clocks, taken = self._clocks(line, event, key)
        if self.program.clocks:
            facts |= clock_facts(self.program, clocks)
        account = account_of(event, facts)
        state = evolve(self._state(line, event, owner, account), clocks=clocks, taken=taken)
        situation = Situation(event, Profile(key, facts), self._past(line, event, key), state)
        situation = announced(self.program, situation)
        event = situation.event
        decision = with_changes(decide(self.program, situation, tenant=self._tenant), brought, situation)
        self._keep(event, key, owner, decision, account)
        return Lived(event, key, decision, facts)

    def next_timer(self) -> tuple[int, str] | None:
        """When the next timer rings, and its id."""
        self._let_alarms_go()
        return self._waiting[0][:2] if self._waiting else None

    def ring(self) -> Lived:
        """Decide on the event of the timer that is next."""
        self._let_alarms_go()
        _, _, timer, started = heapq.heappop(self._waiting)
        deadline = (timer.name, timer.decision_id)
        self._deadlines.discard(deadline)
        return evolve(self.live(timer_event(timer, started), timer.key), deadline=deadline)

    def _let_alarms_go(self) -> None:
        """Alarms that were set anew, or not again, ring no more."""
        while self._waiting and not self._waiting[0][2].name:
            line = self._lines.get(("customer", self._waiting[0][2].key))
            if line is not None and line.alarm == self._waiting[0][:2]:
                return
            heapq.heappop(self._waiting)

    def awaits(self, deadline: Deadline) -> bool:
        """Is there a timer that waits for this?"""
        return deadline in self._deadlines

    # -- what was there

    def _past(self, line: _Line | None, event: Event, key: str) -> History:
        if line is None or not key:
            return History()
        if line.cut is not None and event.at < line.cut:
            self.short_of_past += 1
        if not line.past or line.past[-1].at <= event.at:
            return History(tuple(line.past))
        return History(tuple(line.past[: bisect_right(line.past, event.at, key=attrgetter("at"))]))

    def _state(self, line: _Line | None, event: Event, owner: Owner | None, account: str) -> State:
        latest = line.latest_at if line else None
        stays = dict(line.stays) if line and owner and owner[0] == "customer" else {}
        alarm = line.alarm[0] if line and line.alarm else None
        if not self._footprints and not (line and line.held):
            return State(latest_at=latest, stays=stays, alarm=alarm)
        steps: dict[tuple[str, str], int] = {}
        for each in {owner, ("contact", event.contact), ("case", event.case), ("account", account)}:
            for place, at in (self._footprints.get(each, _NONE) if each else _NONE).items():
                steps[place] = max(at, steps.get(place, at))
        return State(steps, dict(line.held) if line else {}, latest, stays, alarm)

    def _clocks(self, line: _Line | None, event: Event, key: str) -> tuple[Clocks, tuple[tuple[str, str], ...]]:
        """The clocks that count at an event; and which of them its contact kept, as long as nobody knew whose it is."""
        mine = line.clocks if line else {}
        contact = self._lines.get(("contact", event.contact)) if key and event.contact else None
        theirs = contact.clocks if contact else {}
        return (taken_over(self.program, mine, theirs), tuple(sorted(theirs))) if self.program.clocks else ({}, ())

    # -- what comes of it

    def _keep(self, event: Event, key: str, owner: Owner | None, decision: Decision, account: str) -> None:
        for timer in {timer.id: timer for timer in timers_of(decision, event, key)}.values():
            heapq.heappush(self._waiting, (timer.nominal, timer.id, timer, decision.at))
            if timer.name:
                self._deadlines.add((timer.name, timer.decision_id))
        for change in decision.changes:
            if isinstance(change, StampFootprint):
                self._stamp(change, event, owner, account)
        if owner is None:
            return
        line = self._lines.setdefault(owner, _Line())
        line.latest_at = event.at if line.latest_at is None else max(line.latest_at, event.at)
        for change in decision.changes:
            if isinstance(change, SetFact):
                line.facts[change.name] = with_change(line.facts.get(change.name), change, event)
            elif isinstance(change, RememberHeld):
                line.held.pop(change.slot, None)
                if change.since is not None:
                    line.held[change.slot] = change.since
            elif isinstance(change, KeepClock):
                self._take(event, key, change)
                line.clocks.pop((change.target, change.case), None)
                line.clocks |= {(change.target, change.case): change.text} if change.text else {}
            elif isinstance(change, SetAlarm):
                line.alarm = None if change.nominal is None else (change.nominal, alarm_id(decision, change.nominal))
        line.stays |= stays_to_keep(line.stays, decision)
        self._remember(line, event, key)

    def _take(self, event: Event, key: str, change: KeepClock) -> None:
        """What becomes a customer's clock is none of its contact any more."""
        contact = self._lines.get(("contact", event.contact)) if key and event.contact else None
        if contact is not None:
            contact.clocks.pop((change.target, change.case), None)

    def _remember(self, line: _Line, event: Event, key: str) -> None:
        sequence, line.sequence = line.sequence, line.sequence + 1
        needs = self.program.needs.history
        if not key or event.kind not in needs:
            return
        data = {name: value for name, value in event.data.items() if value is not None}
        past = PastEvent(
            event.kind, event.at, sequence, data, event.contact, event.case, id=event.id, source=event.source
        )
        if not line.past or line.past[-1].at <= event.at:
            line.past.append(past)
        else:
            insort(line.past, past, key=_order)
        if len(line.past) % 64 == 0:
            self._let_go(line)

    def _let_go(self, line: _Line) -> None:
        newest, needs = line.past[-1].at, self.program.needs.history
        kept = [past for past in line.past if (back := needs[past.kind]) is None or past.at >= newest - back - _LATE]
        if len(kept) < len(line.past):
            line.past, line.cut = kept, newest - _LATE

    def _stamp(self, change: StampFootprint, event: Event, owner: Owner | None, account: str) -> None:
        owners: dict[str, Owner | None] = {
            "customer": owner,
            "contact": ("contact", event.contact) if event.contact else None,
            "case": ("case", event.case) if event.case else None,
            "account": ("account", account) if account else owner,
        }
        whose = owners[change.subject]
        if whose is not None:
            steps = self._footprints.setdefault(whose, {})
            place = (change.rule, change.subject)
            steps[place] = max(event.at, steps.get(place, event.at))


def _owner(event: Event, key: str) -> Owner | None:
    if key:
        return ("customer", key)
    return ("contact", event.contact) if event.contact else None
