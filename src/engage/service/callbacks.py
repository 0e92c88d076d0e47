"""Calling back instead of letting wait: when it is time to call, how often, and whose place in line it keeps.

A customer who takes a callback has neither abandoned nor been answered at that moment. A call that a worker does not
take is no attempt; one that the customer does not answer is.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from attrs import Attribute, evolve, field, frozen

from engage.facts.plan import Route
from engage.ground.finding import Words
from engage.program.local_time import to_moment
from engage.service.given import known_zone, length_given, one_of, sequence_of, whole
from engage.service.moments import in_utc, length_of, micros, moment_of
from engage.service.routing_messages import misuse
from engage.service.waiting import Waiting

__all__ = [
    "Callback",
    "CallbackState",
    "CallbackWait",
    "attempted",
    "callback_state",
    "callback_wait",
    "called_again",
    "next_attempt",
    "queued_callback",
]

Span = tuple[datetime.time, datetime.time]
_NO_TIME: Final = datetime.timedelta(0)
_MIDNIGHT: Final = datetime.time(0)
_DAY: Final = datetime.timedelta(days=1)
#: Each step goes to the end of a quiet time or to the next window; hours that are never permitted show after two days.
_STEPS: Final = 16
_SPAN: Final = Words("a pair of local times", "一对当地时刻", "一對當地時刻")


class CallbackState(StrEnum):
    """Where a callback stands. `MERGED`: the customer called again. `EXHAUSTED`: every attempt was made. `EXPIRED`:
    nobody called in time."""

    WAITING = "waiting"
    DUE = "due"
    REACHED = "reached"
    MERGED = "merged"
    EXHAUSTED = "exhausted"
    EXPIRED = "expired"


def _moments(given: tuple[datetime.datetime, ...]) -> tuple[datetime.datetime, ...]:
    sequence_of("attempts", given, datetime.datetime)
    return tuple(map(in_utc, given))


def _maybe(given: datetime.datetime | None) -> datetime.datetime | None:
    return None if given is None else in_utc(given)


def _known_zone(_: object, __: Attribute[str], zone: str) -> None:
    known_zone(zone)


def _is_span(given: object) -> bool:
    is_pair = isinstance(given, tuple) and len(given) == 2
    return is_pair and all(isinstance(each, datetime.time) and each.tzinfo is None for each in given)  # type: ignore[attr-defined]


@frozen
class Callback:
    """A promise to call back. `arrived` is when the customer came, which stays its rank; `asked` when it was taken.

    `zone` is the customer's. It is called within `window` (local times, overnight too; equal ends: all day) and never
    in its `quiet` hours; not before `delay` from `asked`, nor within `gap` of the attempt before; at most
    `most_attempts` times, and not from `expires` on. `attempts`: when it was tried. Raises EngageError (S074) for a
    zone that there is not, as whose hours are unknown is not called, and for spans, lengths and numbers that are none
    (S076); CalendarError for what is no moment with a zone (K015, K021).
    """

    id: str
    route: Route
    arrived: datetime.datetime = field(converter=in_utc)
    asked: datetime.datetime = field(converter=in_utc)
    zone: str = field(validator=_known_zone)
    window: Span = (_MIDNIGHT, _MIDNIGHT)
    quiet: Span | None = None
    delay: datetime.timedelta = field(default=_NO_TIME, kw_only=True)
    gap: datetime.timedelta = field(default=datetime.timedelta(minutes=15), kw_only=True)
    most_attempts: int = field(default=3, kw_only=True)
    expires: datetime.datetime | None = field(default=None, converter=_maybe, kw_only=True)
    attempts: tuple[datetime.datetime, ...] = field(default=(), converter=_moments, kw_only=True)
    reached: bool = field(default=False, kw_only=True)
    merged_into: str = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        one_of("id", self.id, str)
        one_of("route", self.route, Route)
        for name, span in (("window", self.window), ("quiet", self.quiet or self.window)):
            if not _is_span(span):
                raise misuse("S076", name=name, wanted=_SPAN)
        length_given("delay", self.delay)
        length_given("gap", self.gap)
        whole("most_attempts", self.most_attempts, 1)


@frozen
class CallbackWait:
    """The wait of somebody who took a callback, in its parts: in the first queue, until the callback was queued, and
    until a worker took it."""

    before: datetime.timedelta
    delay: datetime.timedelta
    queued: datetime.timedelta

    @property
    def callback(self) -> datetime.timedelta:
        """From taking the callback to a worker."""
        return self.delay + self.queued

    @property
    def total(self) -> datetime.timedelta:
        """From arrival to a worker."""
        return self.before + self.callback


def next_attempt(callback: Callback, now: datetime.datetime) -> datetime.datetime | None:
    """The first moment from `now` on at which the customer may be called (UTC); None: not any more.

    A window's ends are wall times of the customer's zone: one that a clock change leaves out counts one hour later,
    one that happens twice the first time. Raises EngageError (S073) where the quiet hours leave nothing of the window.
    """
    if callback.reached or callback.merged_into or len(callback.attempts) >= callback.most_attempts:
        return None
    earliest = max(micros(now), micros(callback.asked) + length_of(callback.delay))
    if callback.attempts:
        earliest = max(earliest, micros(max(callback.attempts)) + length_of(callback.gap))
    try:
        found = moment_of(_permitted(callback, earliest))
    except OverflowError:  # the calendar ends before its next hour
        return None
    return None if callback.expires is not None and found >= callback.expires else found


def callback_state(callback: Callback, now: datetime.datetime) -> CallbackState:
    """Where it stands now."""
    if callback.merged_into:
        return CallbackState.MERGED
    if callback.reached:
        return CallbackState.REACHED
    if len(callback.attempts) >= callback.most_attempts:
        return CallbackState.EXHAUSTED
    found = next_attempt(callback, now)
    if found is None:
        return CallbackState.EXPIRED
    return CallbackState.DUE if micros(found) <= micros(now) else CallbackState.WAITING


def attempted(callback: Callback, at: datetime.datetime, *, reached: bool) -> Callback:
    """The customer was called: it counts, whether answered or not. Not for a call that no worker took.

    Attempts may be told in any order. Who was reached once stays reached.
    """
    return evolve(callback, attempts=(*callback.attempts, at), reached=callback.reached or reached)


def called_again(callback: Callback, waiting: Waiting) -> tuple[Callback, Waiting]:
    """The customer called before we did: the new contact takes over the place in line, and nobody calls back.

    A callback that has ended changes nothing: reached, merged, exhausted, or expired when the customer called.
    """
    called = waiting.arrived or waiting.since
    if callback_state(callback, called) not in (CallbackState.WAITING, CallbackState.DUE):
        return callback, waiting
    arrived = min(callback.arrived, called)
    return evolve(callback, merged_into=waiting.id), evolve(waiting, arrived=arrived)


def queued_callback(callback: Callback, since: datetime.datetime, channel: str = "") -> Waiting:
    """The callback as a contact that waits for a worker from `since` on: its ladder begins there, its rank is the
    first arrival's."""
    return Waiting(callback.id, callback.route, since, channel, callback.arrived)


def callback_wait(callback: Callback, queued: datetime.datetime, taken: datetime.datetime) -> CallbackWait:
    """The parts of the wait of a callback that was queued, and taken by a worker, at these moments."""
    begun = in_utc(queued)
    return CallbackWait(callback.asked - callback.arrived, begun - callback.asked, in_utc(taken) - begun)


def _permitted(callback: Callback, at: int) -> int:
    tz = ZoneInfo(callback.zone)
    for _ in range(_STEPS):
        quiet = () if callback.quiet is None else _spans(callback.quiet, tz, at)
        ends = [end for start, end in quiet if start <= at < end]
        if ends:
            at = max(ends)
            continue
        windows = tuple(_spans(callback.window, tz, at))
        if any(start <= at < end for start, end in windows):
            return at
        at = min(start for start, _ in windows if start > at)
    raise misuse("S073")


def _spans(span: Span, tz: ZoneInfo, at: int) -> Iterator[tuple[int, int]]:
    """What a span of wall times comes to around a moment, day by day."""
    today = moment_of(at).astimezone(tz).date()
    start, end = span
    for number in range(-2, 4):
        day = today + number * _DAY
        last = day if start < end else day + _DAY
        yield (
            to_moment(datetime.datetime.combine(day, start, tz)),
            to_moment(datetime.datetime.combine(last, end, tz)),
        )
