"""The clocks of a customer's cases: read from what is kept, what rules may ask of them, what a ring announces.

A clock belongs to a case; what has no case, to its contact; what has neither, to the customer. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import evolve, field, frozen

from engage.facts.clocks import breach_kind, due_fact, met_kind, open_fact, warning_kind
from engage.facts.known import Event, Fact, Situation, State
from engage.program.clocks import CompiledClock
from engage.program.program import Program
from engage.service.clock_times import (
    BREACH,
    Standing,
    Stretch,
    Telling,
    amount_of,
    due_of,
    elapsed_of,
    goal_of,
    standing_of,
    stretches,
    tellings,
    warned_at,
)
from engage.service.clocks import Clock, Cycle, Goal, Reopening, cycles
from engage.service.clocks_joined import joined
from engage.service.clocks_kept import clock_in, kept, standing_in

__all__ = [
    "MEMORY",
    "RING",
    "ClockNow",
    "announced_by_clock",
    "case_of",
    "clock_facts",
    "clocks_now",
    "cycles_of",
    "joined_clock",
    "kept_clock",
    "measured_for",
    "rang_for",
    "rings_for",
    "settled",
    "taken_over",
    "to_tell",
]

#: What ended longer ago than this (microseconds) is forgotten: 31 days.
MEMORY: Final = 31 * 86_400_000_000
#: How a timer begins that looks at a clock; what follows is its target. No rule and no commitment has such a name.
RING: Final = " clock: "
_RINGS: Final = "timer: clock:"


def case_of(event: Event) -> str:
    """Under which name an event finds its clocks."""
    return event.case or event.contact


def kept_clock(state: State, target: str, case: str) -> Clock:
    """What is kept of a clock; a new one where nothing is."""
    text = state.clocks.get((target, case))
    return Clock() if text is None else clock_in(text)


def taken_over(
    program: Program, mine: Mapping[tuple[str, str], str], of_contact: Mapping[tuple[str, str], str]
) -> dict[tuple[str, str], str]:
    """A customer's clocks with those of a contact that is the customer's from now on; its timers are not."""
    found = dict(mine)
    for place, text in of_contact.items():
        theirs = kept(evolve(clock_in(text), armed=None))
        found[place] = joined_clock(program, place, mine[place], theirs) if place in mine else theirs
    return found


def joined_clock(program: Program, place: tuple[str, str], mine: str, theirs: str) -> str:
    """Two texts of the clock of a target and case in one. A target that is not measured any more starts once."""
    target, case = place
    compiled = next((each for each in program.clocks if each.id == target), CompiledClock(target))
    compiled, both = measured_for(compiled, case), joined(clock_in(mine), clock_in(theirs))
    return kept(settled(compiled, both, bool(to_tell(compiled, both))))


def measured_for(compiled: CompiledClock, case: str) -> CompiledClock:
    """A clock as it is measured for a case. Without one nothing ends for good: it starts again after each stop."""
    return compiled if case else evolve(compiled, again=True)


def settled(compiled: CompiledClock, clock: Clock, waits: bool) -> Clock:
    """The clock with what is worked out from its marks. While anything `waits` to be told nothing is forgotten."""
    found = cycles_of(compiled, clock)
    running = next((each for each in found if each.ended is None), None)
    ends = [each.ended for each in found if each.ended is not None] or [at for at, _ in clock.marks[-1:]]
    return evolve(
        clock,
        running=running is not None,
        due=None if running is None else due_of(clock, running),
        until=None if running is not None or waits or not ends else ends[-1] + MEMORY,
    )


def cycles_of(compiled: CompiledClock, clock: Clock) -> tuple[Cycle, ...]:
    """Its cycles, as its ruleset means them."""
    return cycles(clock, compiled.again, Reopening(compiled.reopening))


def to_tell(compiled: CompiledClock, clock: Clock) -> tuple[Telling, ...]:
    """What it has to tell and has not told yet."""
    return tellings(clock, cycles_of(compiled, clock), compiled.warnings)


def clock_facts(program: Program, kept: Mapping[tuple[str, str], str]) -> dict[str, Fact]:
    """What rules may ask: how many clocks of each target run, and when the first of them is due."""
    found: dict[str, Fact] = {}
    for compiled in program.clocks:
        standing = [standing_in(text) for (target, _), text in kept.items() if target == compiled.id]
        dues = [due for running, due, _ in standing if running and due is not None]
        found[open_fact(compiled.id)] = Fact(sum(running for running, _, _ in standing))
        found[due_fact(compiled.id)] = Fact(min(dues, default=None))
    return found


def announced_by_clock(program: Program, situation: Situation) -> Situation:
    """The situation of a timer that looks at a clock: its event is what the clock has to tell by then, if anything.

    A timer that rings late keeps its nominal moment. One that rings for nothing (the clock stood still meanwhile, or
    has another target) stays a ring, at which nothing is asked.
    """
    event = situation.event
    if event.kind != _RINGS:
        return situation
    compiled = next((each for each in program.clocks if each.id == event.data.get("clock")), None)
    if compiled is None:
        return situation
    case = case_of(event)
    telling = _heard(measured_for(compiled, case), kept_clock(situation.state, compiled.id, case), event)
    if telling is None:
        return situation
    data = {
        "clock_started": telling.cycle.started,
        "clock_due": telling.due,
        "clock_threshold": None if telling.threshold == BREACH or telling.is_met else telling.threshold,
        "clock_by_new_target": telling.by_retarget,
    }
    return evolve(situation, event=evolve(event, kind=_kind(compiled.id, telling), data=data))


def _heard(compiled: CompiledClock, clock: Clock, event: Event) -> Telling | None:
    """What a clock has to tell by the moment of an event: the first of it."""
    return next((each for each in to_tell(compiled, clock) if each.at <= event.at), None)


def rings_for(target: str, event: Event) -> bool:
    """Is it a timer that looks at the clock of a target, and was there nothing that it tells?"""
    return event.kind == _RINGS and event.data.get("clock") == target


def rang_for(compiled: CompiledClock, clock: Clock, event: Event) -> tuple[bool, Telling | None]:
    """Did a timer look at this clock, and what was told then?"""
    if event.kind == _RINGS or event.type != "engage.timer":
        return rings_for(compiled.id, event), None
    telling = _heard(compiled, clock, event)
    told = telling is not None and event.kind == _kind(compiled.id, telling)
    return told, telling if told else None


def _kind(target: str, telling: Telling) -> str:
    if telling.is_met:
        return met_kind(target)
    return breach_kind(target) if telling.threshold == BREACH else warning_kind(target)


@frozen
class ClockNow:
    """A cycle of a clock as it stands at `now` (microseconds UTC): of which target and case, how much has passed and is
    allowed (microseconds of the clock's own time), when it is due.

    `due` is None while it stands still, and where it is never. `stretches` lead from its start to its end; of one that
    runs to the later of now and its due time.
    """

    target: str
    case: str
    started: int
    now: int
    standing: Standing
    goal: Goal | None = None
    ended: int | None = None
    elapsed: int | None = None
    amount: int | None = None
    due: int | None = None
    warnings: tuple[int, ...] = ()
    stretches: tuple[Stretch, ...] = field(default=(), repr=False)


def clocks_now(program: Program, kept: Mapping[tuple[str, str], str], now: int) -> tuple[ClockNow, ...]:
    """Every cycle that is kept, those that run first, by when they are due; then what has ended, the latest first."""
    compiled = {each.id: each for each in program.clocks}
    found = [
        _now(measured, case, clock, cycle, now)
        for (target, case), text in kept.items()
        if target in compiled
        for measured, clock in ((measured_for(compiled[target], case), _as_of(clock_in(text), now)),)
        for cycle in cycles_of(measured, clock)
    ]
    never = 1 << 62
    return tuple(
        sorted(
            found,
            key=lambda each: (
                each.ended is not None,
                -each.ended if each.ended is not None else never if each.due is None else each.due,
                each.target,
                each.case,
            ),
        )
    )


def _as_of(clock: Clock, now: int) -> Clock:
    """The clock as it was known to stand at a moment: what happened later has not happened."""
    return evolve(
        clock,
        marks=tuple(each for each in clock.marks if each[0] <= now),
        goals=tuple(each for each in clock.goals if each.since <= now),
        hours=tuple(each for each in clock.hours if each.since <= now),
    )


def _now(compiled: CompiledClock, case: str, clock: Clock, cycle: Cycle, now: int) -> ClockNow:
    goal = goal_of(clock, cycle)
    due = due_of(clock, cycle)
    until = cycle.ended if cycle.ended is not None else max(now, due or cycle.started)
    return ClockNow(
        compiled.id,
        case,
        cycle.started,
        now,
        standing_of(clock, cycle, now),
        goal,
        cycle.ended,
        elapsed_of(clock, cycle, now),
        amount_of(clock, cycle),
        due,
        warned_at(clock, cycle, compiled.warnings),
        stretches(clock, cycle, until),
    )
