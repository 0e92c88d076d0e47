"""When somebody works: local opening hours by weekday, dates that differ, and from which day they are in force."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from attrs import field, frozen

__all__ = ["DAY_SECONDS", "Hours", "Interval", "Schedule"]

#: 24:00, as an opening time says it.
DAY_SECONDS = 86_400
#: Local opening and closing time in seconds after midnight. One that closes at or before its opening runs overnight
#: and belongs to the day on which it opens.
Interval = tuple[int, int]


@frozen
class Hours:
    """Opening hours by weekday (0 Monday) and on dates of their own: `()` is closed all day.

    In force from the local date `starts`, until another one is; None: from the beginning.
    """

    week: Mapping[int, tuple[Interval, ...]] = field(factory=dict)
    dates: Mapping[datetime.date, tuple[Interval, ...]] = field(factory=dict)
    starts: datetime.date | None = None

    def on(self, day: datetime.date) -> tuple[Interval, ...]:
        """The opening hours of a local date, in their order."""
        return self.dates[day] if day in self.dates else self.week.get(day.weekday(), ())


@frozen
class Schedule:
    """The opening hours of one zone, in the order in which they come into force. Before the first: closed."""

    zone: str
    hours: tuple[Hours, ...] = ()

    def on(self, day: datetime.date) -> tuple[Interval, ...]:
        """The opening hours of a local date, in their order."""
        for hours in reversed(self.hours):
            if hours.starts is None or hours.starts <= day:
                return hours.on(day)
        return ()
