"""The window of a history term or pattern as moments: from `start` (None: from the beginning) to just before `end`."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from engage.facts.known import Situation
from engage.knowledge.calendar_days import unit_start
from engage.knowledge.working_time import moment_before
from engage.program.local_time import to_moment
from engage.program.program import HistoryInput, PatternInput, Program

__all__ = ["Bounds", "bounds", "first_moment"]

Bounds = tuple[int | None, int]


def first_moment(source: HistoryInput | PatternInput, program: Program) -> int | None:
    """When a window that stays where it is begins; None: with the first event."""
    if source.since is None:
        return None
    return to_moment(datetime.datetime.combine(source.since, datetime.time(0), ZoneInfo(program.zone)))


def bounds(source: HistoryInput | PatternInput, situation: Situation, program: Program) -> Bounds | None:
    """Half-open bounds in microseconds, so that a window (now - 30 days, now] begins one microsecond later.

    The current event's own moment is inside, except in whole units that have ended. `in the ... before` leaves out the
    event itself, not its moment: whoever measures takes it away.
    None when the window cannot be placed.
    """
    now = situation.event.at
    until_now = now + 1
    if source.window == "ever" or (source.window == "since" and source.since is not None):
        return first_moment(source, program), until_now
    if source.window == "since the timer":
        started = situation.event.data.get("started")
        return (started + 1, until_now) if isinstance(started, int) else None
    if source.length is None:
        return None
    if source.window in ("in the last", "in the ... before"):
        start = moment_before(now, source.length, program.zone, program.working)
        if start is None:
            return None
        return start + 1, until_now
    unit, count = source.length.unit, int(source.length.amount)
    full = source.window == "full"
    first = unit_start(now, unit, program.zone, program.billing_day, count if full else count - 1)
    end = unit_start(now, unit, program.zone, program.billing_day) if full else until_now
    return None if first is None or end is None else (first, end)
