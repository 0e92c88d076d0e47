"""Which queues are closed at a moment, by their calendars."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from engage.facts.calendar import Schedule
from engage.facts.queues import Queue
from engage.service.calendars import Calendar
from engage.service.given import each_a
from engage.service.moments import in_utc

__all__ = ["closed_queues"]


def closed_queues(
    queues: Mapping[str, Queue], calendars: Mapping[str, Calendar | Sequence[Schedule]], now: datetime.datetime
) -> dict[str, datetime.datetime | None]:
    """The queues whose hours do not hold now, and when each opens (UTC; None: never within 20 years).

    `calendars` by id: `program.calendars`, or Calendars. A queue without hours, or with those of no calendar here, is
    open. Raises CalendarError for what is no moment (K015, K021) or no calendar (K024), EngageError for what is no
    mapping (S076).
    """
    each_a("queues", queues, Queue)
    each_a("calendars", calendars, object)
    moment = in_utc(now)
    closed: dict[str, datetime.datetime | None] = {}
    for queue in queues.values():
        found = calendars.get(queue.hours) if queue.hours else None
        if found is not None:
            calendar = found if isinstance(found, Calendar) else Calendar(found)
            opens = calendar.next_opening(moment)
            if opens is None or opens > moment:
                closed[queue.id] = opens
    return closed
