"""When what a plan promises is due: targets on the calendar of their service level, tasks by the working week."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from attrs import frozen

from engage.decide.explain_words import HEADINGS, aside, filled
from engage.decide.value_words import moment_words
from engage.facts.plan import HandlingPlan
from engage.facts.units import Duration
from engage.program.local_time import clock
from engage.program.program import Program
from engage.service.targets import due_on
from engage.service.task_due import falls_due

__all__ = ["Dues", "with_dues"]


@frozen
class Dues:
    """A program, and the moment (microseconds UTC) of the event from which a plan counts.

    A clock that started before goes on from its own start: it is told by the clock, not by the plan.
    """

    program: Program
    at: int

    def of_target(self, level: str, within: Duration) -> int | None:
        """When a target of a service level is due (microseconds UTC); None: never within 20 years."""
        calendar = self.program.furnishing.level_calendars.get(level, "")
        try:
            return self._within(due_on(self.program.calendars.get(calendar, ()), self.at, within))
        except OverflowError:
            return None

    def of_task(self, within: Duration) -> int | None:
        """When a task is due, as its effect says it (microseconds UTC); None behind the end of the calendar."""
        try:
            return self._within(falls_due(self.at, within, self.program.zone, self.program.working))
        except OverflowError:
            return None

    def _within(self, due: int | None) -> int | None:
        """A moment that the calendar has: none is later than the year 9999."""
        return due if due is None or clock(due, self.program.zone) is not None else None

    def told(self, length: str, due: int | None, language: str) -> str:
        """A length of time with the moment behind it, in the zone of the ruleset: `2 business hours (by …)`."""
        if due is None:
            return length
        moment = moment_words(due, ZoneInfo(self.program.zone))
        return aside(length, filled(HEADINGS["by moment"], language, moment), language)

    def text(self, due: int | None) -> str | None:
        """A moment as RFC 3339 text, in the zone of the ruleset; None where there is none."""
        local = None if due is None else clock(due, self.program.zone)
        return None if local is None else local.isoformat()


def with_dues(told: dict[str, object], plan: HandlingPlan, dues: Dues) -> dict[str, object]:
    """A plan as data, with `due_at` at its targets and tasks."""
    level, found = plan.service_level, dict(told)
    said = found.get("service_level")
    if level is not None and isinstance(said, dict):
        moments = {metric: dues.text(dues.of_target(level.id, within)) for metric, within in level.targets.items()}
        found["service_level"] = {**said, "due_at": {metric: at for metric, at in moments.items() if at is not None}}
    tasks = found.get("tasks")
    if isinstance(tasks, list):
        found["tasks"] = [
            {**one, **({} if task.due is None else {"due_at": dues.text(dues.of_task(task.due))})}
            for one, task in zip(tasks, plan.tasks, strict=True)
        ]
    return found
