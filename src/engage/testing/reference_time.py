"""Time for the reference interpreter, by counting: which unit of the calendar a moment lies in, what is open when.

Written apart from `program.local_time` and `knowledge` on purpose: where both agree, it is not because they share a
mistake. Slow is fine here.
"""

from __future__ import annotations

import calendar
import datetime
from zoneinfo import ZoneInfo

from engage.facts.units import ELAPSED, Duration, Unit
from engage.ruleset.model import WorkingWeek

__all__ = ["at_midnight", "in_window_of_length", "later", "local", "next_month", "number_of_unit"]

__all__ = ["at_midnight", "in_window_of_length", "later", "local", "number_of_unit"]

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_ONE = datetime.timedelta(microseconds=1)


def local(at: int, zone: str) -> datetime.datetime:
    """What the clock on the wall shows."""
    return (_EPOCH + at * _ONE).astimezone(ZoneInfo(zone))


def at_midnight(day: datetime.date, zone: str) -> int:
    """When a date begins."""
    return (datetime.datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) - _EPOCH) // _ONE


def number_of_unit(at: int, unit: Unit, zone: str, billing_day: int) -> int:
    """Consecutive units have consecutive numbers; two moments are in one unit when their numbers are equal."""
    clock = local(at, zone)
    day = clock.toordinal()
    if unit in (Unit.CALENDAR_DAY, Unit.DAY, Unit.WORKING_DAY):
        return day
    if unit in (Unit.CALENDAR_WEEK, Unit.WEEK):
        return (day - 1) // 7  # the first of January of year 1 was a Monday
    if unit is Unit.CALENDAR_YEAR:
        return clock.year
    month = clock.year * 12 + clock.month
    if unit is Unit.CALENDAR_MONTH:
        return month
    if unit is Unit.BILLING_MONTH:
        last = calendar.monthrange(clock.year, clock.month)[1]
        return month if clock.day >= min(billing_day, last) else month - 1
    size = ELAPSED[Unit.HOUR if unit is Unit.BUSINESS_HOUR else unit]
    return (at + (clock.utcoffset() or datetime.timedelta()) // _ONE) // size


def later(at: int, length: Duration, zone: str, week: WorkingWeek, sign: int = 1) -> int:
    """A moment so much later (`sign` -1: earlier)."""
    if length.unit in ELAPSED:
        return at + sign * int(length.amount * ELAPSED[length.unit])
    clock = local(at, zone)
    if length.unit is Unit.WORKING_DAY:
        return _working_days(at, int(length.amount) * sign, zone, week)
    if length.unit is Unit.BUSINESS_HOUR:
        return _business_hours(at, int(length.amount * ELAPSED[Unit.HOUR]), zone, week, sign)
    amount = sign * int(length.amount)
    if length.unit in (Unit.CALENDAR_DAY, Unit.CALENDAR_WEEK):
        day = clock.date() + datetime.timedelta(days=amount * (7 if length.unit is Unit.CALENDAR_WEEK else 1))
    else:
        months = amount * (12 if length.unit is Unit.CALENDAR_YEAR else 1)
        day = next_month(clock.date(), months)
    return (datetime.datetime.combine(day, clock.timetz()) - _EPOCH) // _ONE


def next_month(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the month's last."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _hours(day: datetime.date, zone: str, week: WorkingWeek) -> list[tuple[int, int]]:
    if day in week.holidays:
        return []
    whole = (datetime.time(0), datetime.time.max)
    hours = week.hours.get(day.weekday(), ()) if week.hours else ((whole,) if day.weekday() < 5 else ())
    found = []
    for start, end in hours:
        overnight = end <= start or end == datetime.time.max
        ends_on = day + datetime.timedelta(days=1) if overnight else day
        ends_at = datetime.time(0) if end == datetime.time.max else end
        tz = ZoneInfo(zone)
        opens = datetime.datetime.combine(day, start, tz)
        closes = datetime.datetime.combine(ends_on, ends_at, tz)
        found.append(((opens - _EPOCH) // _ONE, (closes - _EPOCH) // _ONE))
    return found


def _working_days(at: int, count: int, zone: str, week: WorkingWeek) -> int:
    clock = local(at, zone)
    day, step = clock.date(), 1 if count > 0 else -1
    left = abs(count)
    while left:
        day += datetime.timedelta(days=step)
        left -= 1 if _hours(day, zone, week) else 0
    if count > 0:
        return max(end for _, end in _hours(day, zone, week))
    return (datetime.datetime.combine(day, clock.timetz()) - _EPOCH) // _ONE


def _open_time(first: int, last: int, zone: str, week: WorkingWeek) -> int:
    day, total = local(first, zone).date() - datetime.timedelta(days=1), 0
    while day <= local(last, zone).date():
        total += sum(max(0, min(end, last) - max(start, first)) for start, end in _hours(day, zone, week))
        day += datetime.timedelta(days=1)
    return total


def _business_hours(at: int, amount: int, zone: str, week: WorkingWeek, sign: int) -> int:
    """By halving: the open time between a moment and `at` grows with its distance."""
    near, far = 0, 60 * 86_400_000_000
    while near < far:
        middle = (near + far) // 2
        other = at + sign * middle
        if _open_time(min(at, other), max(at, other), zone, week) >= amount:
            far = middle
        else:
            near = middle + 1
    return at + sign * near


def in_window_of_length(at: int, now: int, length: Duration, zone: str, week: WorkingWeek) -> bool:
    """now - length < at"""
    if length.unit is Unit.BUSINESS_HOUR:
        return at > now or _open_time(at, now, zone, week) < int(length.amount * ELAPSED[Unit.HOUR])
    return later(now, length, zone, week, -1) < at
