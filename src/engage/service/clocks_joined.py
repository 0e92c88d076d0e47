"""Two records of one clock in one: of a contact that turns out to be a customer's, of two customers who are one. Pure.

A clock is marks, so that the marks of both say what became of it. What either told stays told.
"""

from __future__ import annotations

from engage.service.clocks import Clock, Goal, HoursFrom

__all__ = ["joined"]


def joined(mine: Clock, theirs: Clock) -> Clock:
    """The clock of which both are a part; what is worked out from it is left open.

    The earlier of two looks is waited for. Of two targets of one moment mine counts.
    """
    sides = (mine, theirs)
    goals: dict[tuple[int, bool], Goal] = {}
    for goal in (*mine.goals, *theirs.goals):
        goals.setdefault((goal.since, not goal.of_start), goal)
    armed = [each.armed for each in sides if each.armed is not None]
    return Clock(
        marks=tuple(sorted(dict.fromkeys((*mine.marks, *theirs.marks)), key=lambda each: each[0])),
        goals=tuple(goals[each] for each in sorted(goals)),
        hours=_hours(*sorted(sides, key=_first)),
        told=tuple(dict.fromkeys((*mine.told, *theirs.told))),
        armed=min(armed, default=None),
    )


def _first(clock: Clock) -> int:
    """When it was first seen."""
    return min((at for at, _ in clock.marks), default=1 << 62)


def _hours(first: Clock, second: Clock) -> tuple[HoursFrom, ...]:
    """What each calendar opens: as the one that was seen first knows it, and edited from when the other met that."""
    found = list(first.hours)
    for each in second.hours:
        known = [one for one in found if one.calendar == each.calendar]
        since = max(each.since, _first(second)) if known else each.since
        before = [one for one in known if one.since <= since]
        if not known or (before and before[-1].since < since and before[-1].schedules != each.schedules):
            found.append(HoursFrom(each.calendar, since, each.schedules))
            found.sort(key=lambda one: one.since)
    return tuple(found)
