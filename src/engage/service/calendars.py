"""Calendars: from what people write to schedules, and several of them at once."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import field, frozen

from engage.facts.calendar import DAY_SECONDS, Hours, Interval, Schedule
from engage.service.messages import calendar_error
from engage.service.moments import micros, moment_of
from engage.service.open_time import open_spans

__all__ = ["ALWAYS", "Calendar"]

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_KEYS: Final = ("tz", "week", "holidays", "dates", "from", "changes")
_OF_HOURS: Final = ("week", "holidays", "dates", "from")


def _schedules(given: Iterable[Schedule]) -> tuple[Schedule, ...]:
    if not isinstance(given, Iterable):
        raise calendar_error("K024")
    found = tuple(given)
    if not all(isinstance(each, Schedule) for each in found):
        raise calendar_error("K024")
    return found


@frozen
class Calendar:
    """When business time runs: while all of its schedules are open; without any, always.

    `one & other` is open where both are: a team's hours and a contract's. `Calendar(program.calendars["office"])` is
    that of a ruleset by its id, its working week under the empty one. Raises CalendarError (K024) for no schedules.
    """

    schedules: tuple[Schedule, ...] = field(default=(), converter=_schedules)

    @classmethod
    def from_mapping(cls, written: Mapping[str, object]) -> Calendar:
        """A calendar as JSON or YAML spells it.

            {"tz": "Europe/Berlin",
             "week": {"mon": [["09:00", "12:00"], ["13:00", "17:30"]], "fri": [["22:00", "06:00"]]},
             "holidays": ["2026-12-25"],
             "dates": {"2026-12-24": [["09:00", "12:00"]]},
             "from": "2026-01-01",
             "changes": [{"from": "2026-07-01", "week": {…}}]}

        `tz` is the IANA zone of all its dates and times; required. `week` has the opening hours by weekday (`mon` to
        `sun`, none is closed), from 00:00 to 24:00; one that ends at or before its start runs overnight and belongs to
        the day it begins. `holidays` are closed, `dates` have hours of their own. `from` is the local date from which
        it is in force (before: closed); each of `changes` replaces all hours from its own date on.

        Raises CalendarError with the place (a JSON pointer) for what is no calendar: an unknown zone, key, weekday,
        date or time, hours that overlap, a date that is said twice, changes out of order.
        """
        return cls((_schedule(written),))

    def __and__(self, other: Calendar) -> Calendar:
        """Open where both are. Raises CalendarError (K024) for what is no calendar."""
        if not isinstance(other, Calendar):
            raise calendar_error("K024")
        return Calendar((*self.schedules, *(each for each in other.schedules if each not in self.schedules)))

    def __hash__(self) -> int:
        return hash(tuple((each.zone, tuple(map(_content, each.hours))) for each in self.schedules))

    def is_open(self, at: datetime.datetime) -> bool:
        """Is it open at this moment? At closing time it is not. Raises CalendarError for no moment (K015, K021)."""
        moment = micros(at)
        return next(open_spans(self.schedules, moment, moment + 1), None) is not None

    def next_opening(self, at: datetime.datetime) -> datetime.datetime | None:
        """The first moment from `at` on at which it is open (UTC), `at` itself while it is; None: not within 20 years.

        Raises CalendarError for no moment (K015, K021).
        """
        first = next(open_spans(self.schedules, micros(at)), None)
        return None if first is None else moment_of(first[0])


#: Open day and night: for what is measured in elapsed time.
ALWAYS: Final = Calendar()


def _content(hours: Hours) -> tuple[object, ...]:
    return frozenset(hours.week.items()), frozenset(hours.dates.items()), hours.starts


def _schedule(written: Mapping[str, object]) -> Schedule:
    _known(_mapping(written, ""), _KEYS, "")
    zone = written.get("tz")
    if not isinstance(zone, str):
        raise calendar_error("K001", "/tz")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise calendar_error("K002", "/tz", seen=zone) from None
    hours = [_hours({key: written[key] for key in _OF_HOURS if key in written}, "")]
    for number, change in enumerate(_list(written.get("changes", ()), "/changes")):
        place = f"/changes/{number}"
        changed = _hours(_mapping(change, place), place)
        if changed.starts is None:
            raise calendar_error("K011", f"{place}/from")
        if hours[-1].starts is not None and changed.starts <= hours[-1].starts:
            raise calendar_error("K012", f"{place}/from", seen=changed.starts)
        hours.append(changed)
    return Schedule(zone, tuple(hours))


def _hours(written: Mapping[str, object], place: str) -> Hours:
    _known(written, _OF_HOURS, place)
    week: dict[int, tuple[Interval, ...]] = {}
    for name, opened in _mapping(written.get("week", {}), f"{place}/week").items():
        if name not in _WEEKDAYS:
            raise calendar_error("K004", f"{place}/week/{_escaped(name)}", seen=name)
        week[_WEEKDAYS.index(name)] = tuple(_intervals(opened, f"{place}/week/{name}"))
    _no_night_into_day(week, place)
    dates: dict[datetime.date, tuple[Interval, ...]] = {}
    for number, day in enumerate(_list(written.get("holidays", ()), f"{place}/holidays")):
        _once(dates, _date(day, f"{place}/holidays/{number}"), f"{place}/holidays/{number}")
    for name, opened in _mapping(written.get("dates", {}), f"{place}/dates").items():
        day = _date(name, f"{place}/dates/{_escaped(name)}")
        _once(dates, day, f"{place}/dates/{name}")
        dates[day] = tuple(_intervals(opened, f"{place}/dates/{name}"))
    starts = _date(written["from"], f"{place}/from") if "from" in written else None
    return Hours(week, dates, starts)


def _once(dates: dict[datetime.date, tuple[Interval, ...]], day: datetime.date, place: str) -> None:
    if day in dates:
        raise calendar_error("K010", place, seen=day)
    dates[day] = ()


def _intervals(written: object, place: str) -> Iterator[Interval]:
    """Opening hours of a day, in their order and apart."""
    last = 0
    for number, pair in enumerate(_list(written, place)):
        at = f"{place}/{number}"
        ends = _list(pair, at)
        if len(ends) != 2:
            raise calendar_error("K007", at)
        opens, closes = _clock(ends[0], f"{at}/0"), _clock(ends[1], f"{at}/1")
        if opens in (closes, DAY_SECONDS):
            raise calendar_error("K008", at, seen=f"{ends[0]} to {ends[1]}")
        # Hours after a night that began before them would lie on the next day.
        if opens < last:
            raise calendar_error("K009", at, seen=f"{ends[0]} to {ends[1]}")
        last = closes if closes > opens else closes + DAY_SECONDS
        yield opens, closes


def _no_night_into_day(week: Mapping[int, Sequence[Interval]], place: str) -> None:
    """A night shift of the week must have ended before the next day's hours begin."""
    for weekday, intervals in week.items():
        following = week.get((weekday + 1) % 7, ())
        if intervals and following and intervals[-1][1] <= intervals[-1][0] and following[0][0] < intervals[-1][1]:
            raise calendar_error("K009", f"{place}/week/{_WEEKDAYS[(weekday + 1) % 7]}/0", seen=_WEEKDAYS[weekday])


def _clock(written: object, place: str) -> int:
    found = _CLOCK.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        if written in ("24:00", "24:00:00"):
            return DAY_SECONDS
        raise calendar_error("K005", place, seen=written)
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)


def _date(written: object, place: str) -> datetime.date:
    try:
        # Only the form with dashes: Python reads others, too, as weeks and days of them.
        if isinstance(written, str) and _DATE.fullmatch(written):
            return datetime.date.fromisoformat(written)
    except ValueError:
        pass
    raise calendar_error("K006", place, seen=written)


def _known(written: Mapping[str, object], keys: Sequence[str], place: str) -> None:
    for key in written:
        if key not in keys:
            raise calendar_error("K003", f"{place}/{_escaped(key)}", seen=key, known=", ".join(keys))


def _escaped(key: str) -> str:
    """A key as a step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def _mapping(written: object, place: str) -> Mapping[str, object]:
    if isinstance(written, Mapping) and all(isinstance(key, str) for key in written):
        return written
    raise calendar_error("K013", place)


def _list(written: object, place: str) -> Sequence[object]:
    if isinstance(written, Sequence) and not isinstance(written, (str, bytes)):
        return written
    raise calendar_error("K014", place)
