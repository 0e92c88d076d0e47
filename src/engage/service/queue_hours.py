"""Which queues are closed at a moment, by their calendars."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from engage.facts.calendar import Schedule
from engage.facts.queues import Queue
from engage.service.moments import micros, moment_of
from engage.service.open_time import open_spans

__all__ = ["closed_queues"]


def closed_queues(
    queues: Mapping[str, Queue], calendars: Mapping[str, Sequence[Schedule]], now: datetime.datetime
) -> dict[str, datetime.datetime | None]:
    """The queues whose hours do not hold now, and when each opens (UTC; None: never within 20 years).

    `calendars` by id, as a program has them. A queue without hours, or with those of no calendar here, is open.
    """
    moment = micros(now)
    closed: dict[str, datetime.datetime | None] = {}
    for queue in queues.values():
        schedules = calendars.get(queue.hours) if queue.hours else None
        first = None if schedules is None else next(iter(open_spans(schedules, moment)), None)
        if schedules is not None and (first is None or first[0] > moment):
            closed[queue.id] = None if first is None else moment_of(first[0])
    return closed
