"""The words for lengths of time, and what each measures on a calendar.

`30 minutes` is elapsed time, `8 business hours` open time, `1 working day` ends when the last of so many working days
closes, `1 calendar day` at the midnight that ends it (the day on which something happens does not count itself, as
in the Chinese Civil Code, articles 201 to 203).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from engage.facts.calendar import DAY_SECONDS, Hours, Schedule
from engage.facts.units import Duration, Unit, microseconds
from engage.program.local_time import clock, shift_date, to_moment
from engage.program.working_time import FARTHEST_DAYS
from engage.service.calendars import ALWAYS, Calendar
from engage.service.messages import calendar_error
from engage.service.moments import WHOLE
from engage.service.open_time import common, day_spans, joined, measure, open_spans

__all__ = ["length", "measured"]

_WRITTEN: Final = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) ?([a-z]+(?: [a-z]+)?)", re.ASCII)
_SHORT: Final = {
    "s": Unit.SECOND,
    "min": Unit.MINUTE,
    "h": Unit.HOUR,
    "d": Unit.DAY,
    "bh": Unit.BUSINESS_HOUR,
    "bd": Unit.WORKING_DAY,
}
_UNITS: Final[Mapping[str, Unit]] = MappingProxyType(
    {**_SHORT, **{unit.value: unit for unit in Unit}, **{f"{unit.value}s": unit for unit in Unit}}
)
#: The working days of a calendar that never closes.
_EVERY_DAY: Final = Schedule("UTC", (Hours(dict.fromkeys(range(7), ((0, DAY_SECONDS),))),))
_HOUR: Final = 3_600_000_000
_DAY: Final = datetime.timedelta(days=1)


def length(written: str) -> Duration:
    """A length of time in English words, `8 business hours`, or short, `8bh`. Raises CalendarError (K018)."""
    if not isinstance(written, str):
        raise calendar_error("K018", seen=written)
    found = _WRITTEN.fullmatch(" ".join(written.split()))
    unit = _UNITS.get(found[2]) if found else None
    if found is None or unit is None:
        raise calendar_error("K018", seen=written)
    amount = Decimal(found[1])
    whole = int(amount)
    if amount != whole and unit in WHOLE:
        raise calendar_error("K018", seen=written)
    return Duration(whole if amount == whole else amount, unit)


def measured(calendar: Calendar, start: int, target: Duration) -> tuple[Calendar, int | None]:
    """A target from `start` (microseconds UTC) as open time (microseconds) on the calendar that it runs on.

    Elapsed and calendar units run day and night. A working day is what is open until the last of them closes, so that
    a pause puts it off by just the open time that it takes. None: there are not so many of its days within 20 years, or
    before the calendar ends in the year 9999.
    """
    exact = microseconds(target)
    if exact is not None:
        return ALWAYS, exact
    if target.unit is Unit.BUSINESS_HOUR:
        return calendar, int(target.amount * _HOUR)
    if target.unit is Unit.WORKING_DAY:
        end = _end_of_working_days(calendar, start, target)
        return calendar, None if end is None else measure(open_spans(calendar.schedules, start, end))
    end = _end_of_days(start, target, _zone(calendar))
    return ALWAYS, None if end is None else end - start


def _zone(calendar: Calendar) -> str:
    """Where days begin and end: in the zone of the first schedule."""
    return calendar.schedules[0].zone if calendar.schedules else "UTC"


def _end_of_days(start: int, target: Duration, zone: str) -> int | None:
    """The midnight that ends the last of so many calendar days, weeks, months or years; None beyond the year 9999."""
    local = clock(start, zone)
    last = shift_date(target)(None if local is None else local.date())
    if last is None or last >= datetime.date.max - _DAY:
        return None
    return to_moment(datetime.datetime.combine(last + _DAY, datetime.time(0), ZoneInfo(zone)))


def _end_of_working_days(calendar: Calendar, start: int, target: Duration) -> int | None:
    """When the last of so many working days has closed; None where there are not so many in 20 years."""
    first, *others = calendar.schedules or (_EVERY_DAY,)
    tz, end, left = ZoneInfo(first.zone), start, int(target.amount)
    local = clock(start, first.zone)
    day = datetime.date.max if local is None else local.date()
    for _ in range(FARTHEST_DAYS):
        if left <= 0 or day >= datetime.date.max - 2 * _DAY:
            break
        day += _DAY
        spans = day_spans(first, day, tz)
        if others and spans:
            spans = list(common(joined(spans), open_spans(others, spans[0][0], spans[-1][1])))
        if spans:
            left, end = left - 1, max(until for _, until in spans)
    return None if left > 0 else end
