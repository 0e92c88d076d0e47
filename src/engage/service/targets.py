"""How much business time has passed, and when a target is reached, missed or near.

    E(t) = how long [start, t) was open, without what pauses took

Everything follows from E. A target is reached at the first moment with E >= target (`due_at`), and late only after the
last one with E <= target (`late_from`): one that lands on closing time may still be met before the next opening. Exact:
moments and lengths are counted in microseconds, intervals are half-open. Nothing here reads a clock.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final, overload

from engage.facts.calendar import Schedule
from engage.facts.units import Duration, Unit
from engage.service.calendars import Calendar
from engage.service.lengths import measured
from engage.service.messages import calendar_error
from engage.service.moments import known_length, micros, moment_of
from engage.service.open_time import Span, joined, last_within, measure, open_spans, reach, without

__all__ = ["Pause", "due_at", "due_on", "elapsed", "late_from", "pause_spans", "remaining", "warn_at"]

#: From when until when a clock stands still; None: it still does.
Pause = tuple[datetime.datetime, datetime.datetime | None]
_PERCENT: Final = re.compile(r"(\d{1,4}(?:\.\d{1,6})?) ?%", re.ASCII)
_MICROSECOND: Final = datetime.timedelta(microseconds=1)


def elapsed(
    calendar: Calendar, start: datetime.datetime, end: datetime.datetime, pauses: Iterable[Pause] = ()
) -> datetime.timedelta:
    """How long [start, end) was open, without the pauses; nothing where `end` is before `start`.

    Moments need a zone (any). Pauses may overlap, touch, lie in closed hours or before the start: what counts is
    their union. Raises CalendarError for a moment without a zone and for a pause that ends before it begins.
    """
    first, last = micros(start), micros(end)
    return measure(_running(_calendar(calendar), first, last, _spans(pauses))) * _MICROSECOND


@overload
def remaining(
    calendar: Calendar,
    start: datetime.datetime,
    now: datetime.datetime,
    target: datetime.timedelta,
    pauses: Iterable[Pause] = (),
) -> datetime.timedelta: ...


@overload
def remaining(
    calendar: Calendar,
    start: datetime.datetime,
    now: datetime.datetime,
    target: datetime.timedelta | Duration,
    pauses: Iterable[Pause] = (),
) -> datetime.timedelta | None: ...


def remaining(
    calendar: Calendar,
    start: datetime.datetime,
    now: datetime.datetime,
    target: datetime.timedelta | Duration,
    pauses: Iterable[Pause] = (),
) -> datetime.timedelta | None:
    """How much of a target is left at `now`: `elapsed` + `remaining` = target. Below nothing when it is late.

    None for so many working or calendar days as there are not within 20 years. Raises CalendarError as `due_at`.
    """
    on, amount = _amount(calendar, micros(start), target)
    passed = elapsed(on, start, now, pauses)
    return None if amount is None else amount * _MICROSECOND - passed


def due_at(
    calendar: Calendar,
    start: datetime.datetime,
    target: datetime.timedelta | Duration,
    pauses: Iterable[Pause] = (),
) -> datetime.datetime | None:
    """The first moment (UTC) by which `target` of business time has passed: perhaps closing time.

    A timedelta is open time on the calendar; a `Duration` goes by its unit (`length("8 business hours")`, `1 working
    day`, elapsed `30 minutes`). None: never within 20 years, as while a pause lasts or where a calendar closes for
    good. Raises CalendarError as `elapsed`, for a target below nothing (K017) or that is none (K018, K022), and for
    days of 24 hours on a calendar that closes (K019).
    """
    first = micros(start)
    on, amount = _amount(calendar, first, target)
    return _read(reach(_running(on, first, None, _spans(pauses)), amount, first))


def late_from(
    calendar: Calendar,
    start: datetime.datetime,
    target: datetime.timedelta | Duration,
    pauses: Iterable[Pause] = (),
) -> datetime.datetime | None:
    """The last moment (UTC) at which a target is still kept: the next opening where it is due at closing time.

    It is missed one microsecond later. None: it is never missed within 20 years. Arguments and errors as `due_at`.
    """
    first = micros(start)
    on, amount = _amount(calendar, first, target)
    return _read(last_within(_running(on, first, None, _spans(pauses)), amount))


def warn_at(
    calendar: Calendar,
    start: datetime.datetime,
    target: datetime.timedelta | Duration,
    threshold: str | Fraction | datetime.timedelta,
    pauses: Iterable[Pause] = (),
) -> datetime.datetime | None:
    """When a warning is due: at a share of the target (`"75%"`, `Fraction(3, 4)`), or with so much of it left.

    Counted in business time and at the exact moment: one hour before a target that is due an hour after opening
    warns at the closing before. What is left may exceed the target: then at the start. None as `due_at`; raises
    CalendarError as it does, and K020 for a threshold that is none.
    """
    first = micros(start)
    on, amount = _amount(calendar, first, target)
    reached = _amount_at(amount, threshold)
    return _read(reach(_running(on, first, None, _spans(pauses)), reached, first))


def _amount_at(amount: int | None, threshold: str | Fraction | datetime.timedelta) -> int | None:
    """What has passed of a target (microseconds) when a warning is due: never less than the share that was said."""
    if isinstance(threshold, datetime.timedelta):
        if threshold < datetime.timedelta(0):
            raise calendar_error("K020", seen=threshold)
        return None if amount is None else max(0, amount - threshold // _MICROSECOND)
    share = _share(threshold)
    return None if amount is None else -(-amount * share.numerator // share.denominator)


def _share(threshold: str | Fraction) -> Fraction:
    """A share of a target. A plain number is none: nobody knows whether 75 is a share, or so much in a hundred."""
    found = _PERCENT.fullmatch(threshold) if isinstance(threshold, str) else None
    if found is not None:
        return Fraction(found[1]) / 100
    if isinstance(threshold, Fraction) and threshold >= 0:
        return threshold
    raise calendar_error("K020", seen=threshold)


def _running(calendar: Calendar, start: int, end: int | None, pauses: Sequence[Span]) -> Iterator[Span]:
    """When a clock runs between two moments (microseconds UTC); `pauses` in order and apart."""
    if end is None and pauses and pauses[-1][1] >= _FOREVER:
        end = max(start, pauses[-1][0])  # nothing to look for behind it
    return without(open_spans(calendar.schedules, start, end), pauses)


def due_on(schedules: Sequence[Schedule], at: int, target: Duration) -> int | None:
    """When a target from `at` on is due on the schedules of a calendar, in microseconds UTC; None: never.

    `due_at` for what is known to be sound. Raises OverflowError beyond the year 9999.
    """
    on, amount = measured(Calendar(tuple(schedules)), at, target)
    return reach(open_spans(on.schedules, at), amount, at)


def pause_spans(pauses: Iterable[tuple[int, int | None]]) -> tuple[Span, ...]:
    """Pauses (microseconds UTC) in order and apart; one that lasts has no end within reach."""
    return tuple(joined(sorted((start, _FOREVER if end is None else end) for start, end in pauses)))


#: Later than every moment that a clock looks at.
_FOREVER: Final = 1 << 62


def _spans(pauses: Iterable[Pause]) -> tuple[Span, ...]:
    found = []
    try:
        pairs = [(start, end) for start, end in pauses]
    except (TypeError, ValueError):
        raise calendar_error("K023") from None
    for start, end in pairs:
        until = None if end is None else micros(end)
        found.append((micros(start), until))
        if until is not None and until < found[-1][0]:
            raise calendar_error("K016")
    return pause_spans(found)


def _calendar(calendar: Calendar) -> Calendar:
    if not isinstance(calendar, Calendar):
        raise calendar_error("K024")
    return calendar


def _amount(calendar: Calendar, start: int, target: datetime.timedelta | Duration) -> tuple[Calendar, int | None]:
    if isinstance(target, datetime.timedelta):
        if target < datetime.timedelta(0):
            raise calendar_error("K017")
        return _calendar(calendar), target // _MICROSECOND
    if not isinstance(target, Duration):
        raise calendar_error("K022")
    if known_length(target).amount < 0:
        raise calendar_error("K017")
    if target.unit in (Unit.DAY, Unit.WEEK) and _calendar(calendar).schedules:
        raise calendar_error("K019", seen=f"{target.amount} {target.unit}s")
    return measured(_calendar(calendar), start, target)


def _read(at: int | None) -> datetime.datetime | None:
    try:
        return None if at is None else moment_of(at)
    except OverflowError:
        return None
