"""What is kept of a clock, as a text: canonical JSON of its marks, targets, calendars and tellings.

The calendar goes along, so that a clock that runs is judged by the hours it knew, whatever is edited meanwhile.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from engage.facts.calendar import Hours, Schedule
from engage.facts.units import Duration, Unit
from engage.ground.canonical import canonical_json
from engage.service.clocks import Clock, Goal, HoursFrom, Mark

__all__ = ["clock_in", "kept", "standing_in"]


def kept(clock: Clock) -> str:
    """The text of a clock; equal for equal clocks."""
    return canonical_json(
        {
            "marks": [[at, int(mark)] for at, mark in clock.marks],
            "goals": [
                [goal.since, goal.target.amount, goal.target.unit.value, goal.calendar, goal.restart, goal.of_start]
                for goal in clock.goals
            ],
            "hours": [
                [each.calendar, each.since, [_schedule(schedule) for schedule in each.schedules]]
                for each in clock.hours
            ],
            "told": list(clock.told),
            "armed": clock.armed,
            "running": clock.running,
            "due": clock.due,
            "until": clock.until,
        }
    )


@lru_cache(maxsize=4_096)
def clock_in(text: str) -> Clock:
    """The clock of a text that `kept` wrote. Raises ValueError, KeyError or TypeError for another text."""
    read: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return Clock(
        tuple((at, Mark(mark)) for at, mark in read["marks"]),
        tuple(
            Goal(since, Duration(amount, Unit(unit)), calendar, restart, of_start)
            for since, amount, unit, calendar, restart, of_start in read["goals"]
        ),
        tuple(
            HoursFrom(calendar, since, tuple(map(_schedule_in, schedules)))
            for calendar, since, schedules in read["hours"]
        ),
        tuple(read["told"]),
        read["armed"],
        read["running"],
        read["due"],
        read["until"],
    )


@lru_cache(maxsize=4_096)
def standing_in(text: str) -> tuple[bool, int | None, int | None]:
    """Of the clock of a text: does it run, when it is due, and from when on it is forgotten. Raises as `clock_in`."""
    read: dict[str, Any] = json.loads(text)
    return read["running"], read["due"], read["until"]


def _schedule(schedule: Schedule) -> dict[str, object]:
    return {"zone": schedule.zone, "hours": [_hours(hours) for hours in schedule.hours]}


def _hours(hours: Hours) -> dict[str, object]:
    return {
        "week": {str(weekday): _pairs(hours.week[weekday]) for weekday in sorted(hours.week)},
        "dates": {day.isoformat(): _pairs(hours.dates[day]) for day in sorted(hours.dates)},
        "starts": hours.starts.isoformat() if hours.starts else None,
    }


def _pairs(intervals: Sequence[tuple[int, int]]) -> list[list[int]]:
    return [[opens, closes] for opens, closes in intervals]


def _schedule_in(read: Mapping[str, Any]) -> Schedule:
    return Schedule(read["zone"], tuple(_hours_in(hours) for hours in read["hours"]))


def _hours_in(read: Mapping[str, Any]) -> Hours:
    return Hours(
        {int(weekday): _intervals(pairs) for weekday, pairs in read["week"].items()},
        {datetime.date.fromisoformat(day): _intervals(pairs) for day, pairs in read["dates"].items()},
        datetime.date.fromisoformat(read["starts"]) if read["starts"] else None,
    )


def _intervals(pairs: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((opens, closes) for opens, closes in pairs)
