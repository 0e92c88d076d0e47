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
from typing import Final

from engage.facts.units import Duration, Unit
from engage.service.calendars import Calendar
from engage.service.lengths import measured
from engage.service.messages import calendar_error
from engage.service.open_time import Span, joined, last_within, measure, open_spans, reach, without

__all__ = ["Pause", "amount_at", "due_at", "elapsed", "late_from", "pause_spans", "remaining", "running", "warn_at"]

#: From when until when a clock stands still; None: it still does.
Pause = tuple[datetime.datetime, datetime.datetime | None]
_PERCENT: Final = re.compile(r"(\d{1,4}(?:\.\d{1,6})?) ?%", re.ASCII)
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND: Final = datetime.timedelta(microseconds=1)


def elapsed(
    calendar: Calendar, start: datetime.datetime, end: datetime.datetime, pauses: Iterable[Pause] = ()
) -> datetime.timedelta:
    """How long [start, end) was open, without the pauses; nothing where `end` is before `start`.

    Moments need a zone (any). Pauses may overlap, touch, lie in closed hours or before the start: what counts is
    their union. Raises CalendarError for a moment without a zone and for a pause that ends before it begins.
    """
    first, last = _moment(start), _moment(end)
    return measure(running(calendar, first, last, _spans(pauses))) * _MICROSECOND


def remaining(
    calendar: Calendar,
    start: datetime.datetime,
    now: datetime.datetime,
    target: datetime.timedelta | Duration,
    pauses: Iterable[Pause] = (),
) -> datetime.timedelta:
    """How much of a target is left at `now`: `elapsed` + `remaining` = target. Below nothing when it is late."""
    on, amount = _amount(calendar, _moment(start), target)
    return amount * _MICROSECOND - elapsed(on, start, now, pauses)


def due_at(
    calendar: Calendar,
    start: datetime.datetime,
    target: datetime.timedelta | Duration,
    pauses: Iterable[Pause] = (),
) -> datetime.datetime | None:
    """The first moment (UTC) by which `target` of business time has passed: perhaps closing time.

    A timedelta is open time on the calendar; a `Duration` goes by its unit (`length("8 business hours")`, `1 working
    day`, elapsed `30 minutes`). None: never within 20 years, as while a pause lasts or where a calendar closes for
    good. Raises CalendarError as `elapsed`, for a target below nothing, and for days of 24 hours on a calendar that
    closes (K019).
    """
    first = _moment(start)
    on, amount = _amount(calendar, first, target)
    return _read(reach(running(on, first, None, _spans(pauses)), amount, first))


def late_from(
    calendar: Calendar,
    start: datetime.datetime,
    target: datetime.timedelta | Duration,
    pauses: Iterable[Pause] = (),
) -> datetime.datetime | None:
    """The last moment (UTC) at which a target is still kept: the next opening where it is due at closing time.

    It is missed one microsecond later. None: it is never missed within 20 years. Arguments and errors as `due_at`.
    """
    first = _moment(start)
    on, amount = _amount(calendar, first, target)
    return _read(last_within(running(on, first, None, _spans(pauses)), amount))


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
    first = _moment(start)
    on, amount = _amount(calendar, first, target)
    return _read(reach(running(on, first, None, _spans(pauses)), amount_at(amount, threshold), first))


def amount_at(amount: int, threshold: str | Fraction | datetime.timedelta) -> int:
    """What has passed of a target (microseconds) when a warning is due: never less than the share that was said."""
    if isinstance(threshold, datetime.timedelta):
        if threshold < datetime.timedelta(0):
            raise calendar_error("K020", seen=threshold)
        return max(0, amount - threshold // _MICROSECOND)
    share = _share(threshold)
    return -(-amount * share.numerator // share.denominator)


def _share(threshold: str | Fraction) -> Fraction:
    if not isinstance(threshold, str):
        share = threshold
    elif found := _PERCENT.fullmatch(threshold):
        share = Fraction(found[1]) / 100
    else:
        raise calendar_error("K020", seen=threshold)
    if share < 0:
        raise calendar_error("K020", seen=threshold)
    return share


def running(calendar: Calendar, start: int, end: int | None, pauses: Sequence[Span]) -> Iterator[Span]:
    """When a clock runs between two moments (microseconds UTC); `pauses` in order and apart."""
    if end is None and pauses and pauses[-1][1] >= _FOREVER:
        end = max(start, pauses[-1][0])  # nothing to look for behind it
    return without(open_spans(calendar.schedules, start, end), pauses)


def pause_spans(pauses: Iterable[tuple[int, int | None]]) -> tuple[Span, ...]:
    """Pauses (microseconds UTC) in order and apart; one that lasts has no end within reach."""
    return tuple(joined(sorted((start, _FOREVER if end is None else end) for start, end in pauses)))


#: Later than every moment that a clock looks at.
_FOREVER: Final = 1 << 62


def _spans(pauses: Iterable[Pause]) -> tuple[Span, ...]:
    found = []
    for start, end in pauses:
        until = None if end is None else _moment(end)
        found.append((_moment(start), until))
        if until is not None and until < found[-1][0]:
            raise calendar_error("K016")
    return pause_spans(found)


def _amount(calendar: Calendar, start: int, target: datetime.timedelta | Duration) -> tuple[Calendar, int]:
    if isinstance(target, Duration):
        if target.unit in (Unit.DAY, Unit.WEEK) and calendar.schedules:
            raise calendar_error("K019", seen=f"{target.amount} {target.unit}s")
        on, amount = measured(calendar, start, target)
    else:
        on, amount = calendar, target // _MICROSECOND
    if amount < 0:
        raise calendar_error("K017")
    return on, amount


def _moment(at: datetime.datetime) -> int:
    if at.tzinfo is None or at.utcoffset() is None:
        raise calendar_error("K015")
    return (at - _EPOCH) // _MICROSECOND


def _read(at: int | None) -> datetime.datetime | None:
    try:
        return None if at is None else _EPOCH + at * _MICROSECOND
    except OverflowError:
        return None
