"""What an event does to the service clocks of its case: the marks it makes, the targets it sets, when to look again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve, frozen

from engage.decide.reasons import ReasonCode
from engage.facts.decided import Change, KeepClock, Reason, StartTimer
from engage.facts.known import Event, Situation
from engage.facts.plan import HandlingPlan
from engage.program.clocks import CompiledClock
from engage.program.inputs import Line
from engage.program.program import Program, Slot, Values
from engage.service.case_clocks import (
    MEMORY,
    RING,
    case_of,
    cycles_of,
    kept_clock,
    measured_for,
    rang_for,
    rings_for,
    settled,
    to_tell,
)
from engage.service.clock_times import goal_of
from engage.service.clocks import Clock, Goal, HoursFrom, Mark
from engage.service.clocks_kept import clock_in, kept, standing_in

__all__ = ["Clocked", "clocked"]

#: So many cycles of a case are kept at most.
_CYCLES: Final = 10
#: What begins a cycle.
_BEGIN: Final = (Mark.RESET, Mark.START, Mark.REOPEN)
#: Earlier than every moment: the hours that a clock knows first count from the beginning.
_ALWAYS: Final = -(1 << 62)


@frozen
class Clocked:
    """What comes of the clocks of one event."""

    changes: tuple[Change, ...] = ()
    reasons: tuple[Reason, ...] = ()


def clocked(program: Program, situation: Situation, values: Values, plan: HandlingPlan) -> Clocked:
    """The clocks of the event's case after it, and those of its contact that are the customer's from now on.

    Of an event that has neither a customer nor a contact none is kept.
    """
    event, state, own = situation.event, situation.state, case_of(situation.event)
    if not (situation.profile.key or event.contact):
        return Clocked()
    changes: list[Change] = []
    reasons: list[Reason] = []
    for clock in program.clocks:
        taken = [case for target, case in state.taken if target == clock.id]
        for case in dict.fromkeys((own, *taken)):
            compiled = measured_for(clock, case)
            before = after = kept_clock(state, compiled.id, case)
            if case == own:
                after = _rung(after, compiled, event)
                if not event.kind.startswith("timer:"):
                    after = _seen(after, compiled, program, plan, values, event, reasons)
            after = _forgotten(after, compiled, event.at)
            changes += _changes(None if case in taken else before, after, compiled, case, event)
    changes += _passed(program, situation)
    return Clocked(tuple(changes), tuple(reasons))


def _passed(program: Program, situation: Situation) -> Iterator[KeepClock]:
    """What else becomes of kept clocks. What ended long ago goes, also of other cases.

    What rang for a target that has no clock in this ruleset waits for nothing any more, so that with the next event of
    its case it goes on, should the target have a clock again.
    """
    event, state, own = situation.event, situation.state, case_of(situation.event)
    measured = {each.id for each in program.clocks}
    for (target, case), text in sorted(state.clocks.items()):
        if (target, case) in state.taken or (target in measured and case == own):
            continue
        until = standing_in(text)[2]
        if until is not None and until < event.at:
            yield KeepClock(target, case, "")
        elif target not in measured and case == own and rings_for(target, event):
            yield KeepClock(target, case, kept(evolve(clock_in(text), armed=None)))


def _rung(clock: Clock, compiled: CompiledClock, event: Event) -> Clock:
    """After a timer of its own: what was told is told, and no timer waits any more."""
    rang, telling = rang_for(compiled, clock, event)
    if not rang:
        return clock
    heard = clock if telling is None else evolve(clock, told=(*clock.told, telling.key))
    return evolve(heard, armed=None) if clock.armed is not None and clock.armed <= event.at else heard


def _seen(
    clock: Clock,
    compiled: CompiledClock,
    program: Program,
    plan: HandlingPlan,
    values: Values,
    event: Event,
    reasons: list[Reason],
) -> Clock:
    """With the marks that this event makes. Of what ends and what begins the first that holds is made, no more."""
    made = next((mark for mark, lines in _changing(compiled) if _hold(lines, values)), None)
    goal = _goal(compiled, program, plan, event.at)
    if made in (Mark.START, Mark.RESET, Mark.REOPEN):
        if goal is None and not clock.goals and made is Mark.START:
            reasons.append(Reason(ReasonCode.NO_TARGET, f"{Slot.TARGET} {compiled.id}"))
            return clock
        known = (event.at, made) in clock.marks
        clock = clock.marked(event.at, made)
        # Of two starts of one moment the first that is recorded sets the target.
        if goal is not None and not known:
            clock = _with_goal(clock, evolve(goal, of_start=True))
    elif made is not None:
        clock = clock.marked(event.at, made)
    elif goal is not None and clock.goals and _hold(compiled.retargets, values):
        clock = _retargeted(clock, compiled, evolve(goal, restart=compiled.restarts))
    if compiled.pauses:
        if _hold(compiled.pauses, values):
            clock = clock.marked(event.at, Mark.PAUSE)
        elif any(line.fails(values) for line in compiled.pauses):
            clock = clock.marked(event.at, Mark.RUN)
    return _with_hours(clock, program, event.at)


def _changing(compiled: CompiledClock) -> Iterator[tuple[Mark, Sequence[Line]]]:
    yield Mark.STOP, compiled.stops
    yield Mark.RESET, compiled.resets
    yield Mark.CANCEL, compiled.cancels
    yield Mark.START, compiled.starts
    yield Mark.REOPEN, compiled.reopens


def _hold(lines: Sequence[Line], values: Values) -> bool:
    return bool(lines) and all(line.holds(values) for line in lines)


def _goal(compiled: CompiledClock, program: Program, plan: HandlingPlan, at: int) -> Goal | None:
    """The target that the plan tells, from this event on."""
    level = plan.service_level
    target = level.targets.get(compiled.id) if level is not None else None
    if level is None or target is None:
        return None
    return Goal(at, target, program.furnishing.level_calendars.get(level.id, ""))


def _retargeted(clock: Clock, compiled: CompiledClock, goal: Goal) -> Clock:
    """With another target for what runs at its moment; the same target again is no other one."""
    others = evolve(clock, goals=tuple(each for each in clock.goals if each.since != goal.since or each.of_start))
    ran = next((each for each in reversed(cycles_of(compiled, clock)) if each.started <= goal.since), None)
    before = goal_of(others, evolve(ran, ended=goal.since)) if ran is not None else None
    if before is not None and (before.target, before.calendar) == (goal.target, goal.calendar):
        return others
    return _with_goal(others, goal)


def _with_goal(clock: Clock, goal: Goal) -> Clock:
    """With one more target. Of two at one moment the one that came with a start counts first."""
    return evolve(clock, goals=tuple(sorted((*clock.goals, goal), key=lambda each: (each.since, not each.of_start))))


def _with_hours(clock: Clock, program: Program, at: int) -> Clock:
    """With the hours of the calendars that its targets run on: those that were edited count from now on.

    Of a calendar that is gone the hours that it knows stay.
    """
    for calendar in dict.fromkeys(goal.calendar for goal in clock.goals):
        schedules = program.calendars.get(calendar)
        if schedules is None:
            continue
        known = [each for each in clock.hours if each.calendar == calendar]
        if not known or known[-1].schedules != schedules:
            since = at if known else _ALWAYS
            clock = evolve(clock, hours=(*clock.hours, HoursFrom(calendar, since, schedules)))
    return clock


def _forgotten(clock: Clock, compiled: CompiledClock, now: int) -> Clock:
    """Without the cycles that ended long ago, or many cycles ago, and without marks of which nothing came.

    What has something to tell stays.
    """
    found = cycles_of(compiled, clock)
    if not found:
        return evolve(clock, marks=tuple(each for each in clock.marks if each[0] > now - MEMORY))
    early = {each.started for each in found[:-_CYCLES]}
    old = [each for each in found if each.ended is not None and (each.ended <= now - MEMORY or each.started in early)]
    if not old:
        return clock
    waits = {each.cycle.started for each in to_tell(compiled, clock)}
    recent = [each for each in found if each not in old or each.started in waits]
    if len(recent) == len(found):
        return clock
    if not recent:
        return Clock(armed=clock.armed)
    return _from(clock, recent[0].started)


def _from(clock: Clock, start: int) -> Clock:
    """The clock from the beginning of a cycle on; what began it counts as a start."""
    still = [mark for mark in clock.marks if mark[0] < start and mark[1] >= Mark.PAUSE][-1:]
    begun = [(at, Mark.START if at == start and mark in _BEGIN else mark) for at, mark in clock.marks if at >= start]
    goals = [each for each in clock.goals if each.since <= start][:-1]
    return evolve(
        clock,
        marks=(*still, *begun),
        goals=tuple(each for each in clock.goals if each not in goals),
        told=tuple(each for each in clock.told if int(each.partition(" ")[0]) >= start),
    )


def _changes(before: Clock | None, after: Clock, compiled: CompiledClock, case: str, event: Event) -> Iterator[Change]:
    """What to keep (always, of what was kept elsewhere `before`), and the timer for what is told next."""
    waiting = to_tell(compiled, after)
    next_at = waiting[0].at if waiting else None
    if next_at is not None and next_at != after.armed:
        another = None if case == case_of(event) else "" if case == event.contact else case
        yield StartTimer(RING + compiled.id, next_at, another)
    if next_at is not None or after.armed is not None:
        after = evolve(after, armed=next_at)
    after = settled(compiled, after, bool(waiting))
    if after != before:
        yield KeepClock(compiled.id, case, kept(after) if after.marks else "")
