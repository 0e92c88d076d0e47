"""Two records of one clock in one: of a contact that turns out to be a customer's, of two customers who are one. Pure.

A clock is marks, so that the marks of both say what became of it. What either told stays told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from engage.service.clocks import Clock, Cycle, Goal, HoursFrom, Reopening, cycles

__all__ = ["joined"]


def joined(mine: Clock, theirs: Clock, again: bool = False, reopening: Reopening = Reopening.NEW_CYCLE) -> Clock:
    """The clock of which both are a part, by what its ruleset says of cycles. The earlier of two looks is waited for.

    A target that was taken at a start is left out where the clock ran already then: it had another one.
    """
    sides = (mine, theirs)
    bare = Clock(tuple(sorted({*mine.marks, *theirs.marks})))
    found = cycles(bare, again, reopening)
    begun = {each.started for each in found}
    lost = [{each.started for each in cycles(side, again, reopening)} - begun for side in sides]
    goals = _goals(zip(sides, lost, strict=True))
    told = [key for side in sides for key in _told(side, found, goals)]
    armed = [each.armed for each in sides if each.armed is not None]
    return evolve(
        bare,
        goals=goals,
        hours=_hours(*sorted(sides, key=_first)),
        told=tuple(dict.fromkeys(told)),
        armed=min(armed, default=None),
    )


def _first(clock: Clock) -> int:
    """When it was first seen."""
    return min((at for at, _ in clock.marks), default=1 << 62)


def _goals(sides: Iterable[tuple[Clock, set[int]]]) -> tuple[Goal, ...]:
    """The targets of both without those of the starts that begin nothing any more."""
    found: dict[int, Goal] = {}
    for side, lost in sides:
        for goal in side.goals:
            if goal.since not in lost:
                found.setdefault(goal.since, goal)
    return tuple(found[since] for since in sorted(found))


def _hours(first: Clock, second: Clock) -> tuple[HoursFrom, ...]:
    """What each calendar opens: as the one that was seen first knows it, and edited from when the other met that."""
    found = list(first.hours)
    for each in second.hours:
        known = [one for one in found if one.calendar == each.calendar]
        since = max(each.since, _first(second)) if known else each.since
        before = [one for one in known if one.since <= since]
        if not known or (before and before[-1].since < since and before[-1].schedules != each.schedules):
            found.append(evolve(each, since=since))
            found.sort(key=lambda one: one.since)
    return tuple(found)


def _told(side: Clock, found: Sequence[Cycle], goals: Sequence[Goal]) -> Iterator[str]:
    """The keys of what was told of one side, as the cycles and targets of both call it."""
    own = {goal.since: goal for goal in side.goals}
    for key in side.told:
        start, since, threshold = key.split(" ", 2)
        cycle = next((each for each in reversed(found) if _holds(each, int(start))), None)
        goal = next((each for each in reversed(goals) if each.since <= int(since)), goals[0] if goals else None)
        before = own.get(int(since))
        if cycle and goal and before and _same(goal, before):
            yield f"{cycle.started} {goal.since} {threshold}"
        else:
            yield key


def _holds(cycle: Cycle, at: int) -> bool:
    return cycle.started <= at and (cycle.ended is None or at < cycle.ended)


def _same(one: Goal, other: Goal) -> bool:
    return (one.target, one.calendar, one.restart) == (other.target, other.calendar, other.restart)
