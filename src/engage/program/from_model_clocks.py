"""Service clocks: their conditions compiled, and the calendars on which their targets run."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from engage.facts.calendar import DAY_SECONDS, Hours, Schedule
from engage.facts.units import Duration, microseconds
from engage.language.tree import Condition
from engage.program.clocks import CompiledClock
from engage.program.from_model_lines import Writer
from engage.program.program import Line, WorkingHours
from engage.ruleset.clock_model import ServiceClock
from engage.ruleset.model import Model

__all__ = ["compiled_clocks", "read_by_clocks", "schedule_of_week"]

_HOUR = 3_600_000_000


def compiled_clocks(model: Model, writer: Writer) -> tuple[CompiledClock, ...]:
    """The clocks of a model, in the order of their ids: no order of files matters."""
    return tuple(_compiled(clock, writer) for clock in sorted(model.every(ServiceClock), key=lambda each: each.id))


def read_by_clocks(clocks: tuple[CompiledClock, ...]) -> tuple[int, ...]:
    """The slots that their conditions read, at every kind of event."""
    return tuple(dict.fromkeys(slot for clock in clocks for line in clock.lines for slot in line.reads))


def _compiled(clock: ServiceClock, writer: Writer) -> CompiledClock:
    def lines(conditions: tuple[Condition, ...]) -> tuple[Line, ...]:
        return tuple(writer.line(each) for each in conditions)

    return CompiledClock(
        clock.id,
        lines(clock.starts),
        lines(clock.stops),
        lines(clock.pauses),
        lines(clock.resets),
        lines(clock.cancels),
        lines(clock.retargets),
        lines(clock.reopens),
        clock.again,
        clock.on_retarget == "restart",
        clock.on_reopen,
        tuple(_amount(each) for each in clock.warnings),
    )


def _amount(warning: Decimal | Duration) -> Fraction | int:
    """What is left is counted in the clock's own time, whatever that is: a business hour is an hour of it."""
    if isinstance(warning, Decimal):
        return Fraction(warning)
    exact = microseconds(warning)
    # Other units are refused where the clock is understood.
    return exact if exact is not None else int(warning.amount * _HOUR)


def schedule_of_week(zone: str, working: WorkingHours) -> Schedule:
    """The ruleset's working week and holidays as a calendar. Without hours, Monday to Friday are open all day."""
    week: Mapping[int, tuple[tuple[int, int], ...]] = dict.fromkeys(range(5), ((0, DAY_SECONDS),))
    if working.hours:
        week = {
            day: tuple((_seconds(opens), _seconds(closes)) for opens, closes in intervals)
            for day, intervals in working.hours.items()
        }
    return Schedule(zone, (Hours(week, dict.fromkeys(sorted(working.holidays), ())),))


def _seconds(at: datetime.time) -> int:
    # The last moment of a day stands for its end.
    return DAY_SECONDS if at == datetime.time.max else at.hour * 3600 + at.minute * 60 + at.second
