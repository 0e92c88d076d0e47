"""The calendars of ruleset.yaml: hours of their own, in a zone of their own, and which of them hold together."""

from __future__ import annotations

import datetime
import difflib
import zoneinfo
from collections.abc import Mapping
from typing import Final

from attrs import evolve

from engage.facts.calendar import DAY_SECONDS, Hours, Interval, Schedule
from engage.ground.finding import Words
from engage.ruleset import calendar_messages as say_calendar
from engage.ruleset import document_messages as say
from engage.ruleset.document_reader import Path, finding_at, suggest
from engage.ruleset.documents import CalendarDocument, CalendarHoursDocument, HeaderDocument
from engage.ruleset.opening_hours import date_of, holidays, opening_times, weekly_hours
from engage.ruleset.vocabulary_file import DocumentReader

__all__ = ["read_calendars", "zone_of"]

#: `Lisboa` is meant for `Europe/Lisbon`, not for `Libya`
_LIKE_A_CITY: Final = 0.7


def zone_of(name: str, reader: DocumentReader, path: Path) -> str:
    """A time zone by its name; UTC for what is none, with a finding."""
    try:
        return zoneinfo.ZoneInfo(name).key
    except (zoneinfo.ZoneInfoNotFoundError, OSError, ValueError):
        pass  # OSError and ValueError: `Asia`, `../Asia`, a name without end
    # The list takes a tenth of a second, so it is made for the hint only.
    zones = sorted(zoneinfo.available_timezones())
    cities = {zone.rpartition("/")[2]: zone for zone in zones if "/" in zone}
    near = difflib.get_close_matches(name.replace(" ", "_"), cities, 1, _LIKE_A_CITY) if "/" not in name else []
    fix, suggestion = suggest(cities[near[0]] if near else name, zones)
    fix = "" if near else fix
    reader.found(finding_at(say.UNKNOWN_ZONE, reader.places.value(path), fix, seen=name, suggestion=suggestion))
    return "UTC"


def read_calendars(document: HeaderDocument, reader: DocumentReader) -> dict[str, tuple[Schedule, ...]]:
    """The schedules of each calendar, all of which must be open."""
    found: dict[str, tuple[Schedule, ...]] = {
        id: (_schedule(each, document.zone, reader, ("calendars", id)),)
        for id, each in document.calendars.items()
        if not each.both
    }
    for id, each in document.calendars.items():
        if each.both:
            _no_hours_beside(each, reader, id)
            known = tuple(name for place, name in enumerate(each.both) if _known(name, id, place, found, reader))
            found[id] = tuple(schedule for name in dict.fromkeys(known) for schedule in found[name])
    return found


def _no_hours_beside(document: CalendarDocument, reader: DocumentReader, id: str) -> None:
    """Hours that stand beside `both` would open nothing."""
    written = {
        "week": document.week,
        "holidays": document.holidays,
        "dates": document.dates,
        "from": document.from_,
        "zone": document.zone,
        "changes": document.changes,
    }
    for key in (key for key, value in written.items() if value):
        span = reader.places.key(("calendars", id, key))
        reader.found(finding_at(say_calendar.BOTH_AND_HOURS, span, name=id, key=key))


def _known(name: str, id: str, place: int, found: Mapping[str, tuple[Schedule, ...]], reader: DocumentReader) -> bool:
    if name in found and name != id:
        return True
    span = reader.places.value(("calendars", id, "both", place))
    if name == id:
        reader.found(finding_at(say_calendar.BOTH_ITSELF, span, name=name))
        return False
    fix, suggestion = suggest(name, found)
    what = Words("calendar", "日历", "日曆")
    reader.found(finding_at(say.UNKNOWN_NAME, span, fix, name=name, what=what, suggestion=suggestion))
    return False


def _schedule(document: CalendarDocument, zone: str, reader: DocumentReader, path: Path) -> Schedule:
    """A zone of its own, or the ruleset's; what is wrong with that one is told where it stands."""
    own = zone_of(document.zone, reader, (*path, "zone")) if document.zone else _plain_zone(zone)
    hours = [_hours(document, reader, path)]
    for place, change in enumerate(document.changes):
        at = (*path, "changes", place)
        changed = _hours(change, reader, at)
        before = hours[-1].starts
        if changed.starts is None:
            missing = finding_at(say.MISSING_KEY, reader.places.value(at), key="from", place=f"`{path[-1]}`")
            reader.found(missing)
        elif before is not None and changed.starts <= before:
            seen = changed.starts.isoformat()
            reader.found(finding_at(say.CHANGE_ORDER, reader.places.value((*at, "from")), seen=seen))
        else:
            hours.append(changed)
    return Schedule(own, tuple(hours))


def _plain_zone(name: str) -> str:
    try:
        return zoneinfo.ZoneInfo(name).key
    except (zoneinfo.ZoneInfoNotFoundError, OSError, ValueError):
        return "UTC"


def _hours(document: CalendarHoursDocument, reader: DocumentReader, path: Path) -> Hours:
    week = weekly_hours(document.week, reader, (*path, "week"))
    dates: dict[datetime.date, tuple[Interval, ...]] = {}
    for day in holidays(document.holidays, reader, (*path, "holidays")):
        dates[day] = ()
    for written, times in document.dates.items():
        place = (*path, "dates", written)
        day_of = date_of(written)
        if day_of is None or day_of in dates:
            message = say.BAD_DATE if day_of is None else say_calendar.DATE_TWICE
            reader.found(finding_at(message, reader.places.key(place), seen=written))
        elif (opened := opening_times(times, reader, place)) is not None:
            dates[day_of] = _seconds(opened)
    starts = None
    if document.from_:
        starts = date_of(document.from_)
        if starts is None:
            reader.found(finding_at(say.BAD_DATE, reader.places.value((*path, "from")), seen=document.from_))
    made = Hours({day: _seconds(opened) for day, opened in week.items()}, dates)
    return evolve(made, starts=starts)


def _seconds(opened: tuple[tuple[datetime.time, datetime.time], ...]) -> tuple[Interval, ...]:
    """An end of 00:00 is the end of the day."""
    return tuple((_second(start), _second(end) or DAY_SECONDS) for start, end in opened)


def _second(at: datetime.time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
