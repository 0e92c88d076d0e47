"""When somebody is open, as files write it: hours by days of the week, holidays, dates with hours of their own."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from engage.ground.finding import Words
from engage.ruleset import document_messages as say
from engage.ruleset import document_words as words
from engage.ruleset.calendar_messages import DATES_BACKWARDS, OPEN_TWICE
from engage.ruleset.document_reader import Path, finding_at
from engage.ruleset.vocabulary_file import DocumentReader

__all__ = ["Hours", "date_of", "holidays", "opening_times", "weekly_hours"]

_SPAN: Final = re.compile(r"\s*(\d{1,2})[:：](\d{2})\s*(?:to|至|到|-|–|—|~)\s*(\d{1,2})[:：](\d{2})\s*", re.IGNORECASE)
_TO: Final = re.compile(r"\s+to\s+|\s*[至到]\s*|\s*[-–—~]\s*", re.IGNORECASE)
_AND: Final = re.compile(r"\s*[,，、]\s*|\s+and\s+|\s*和\s*", re.IGNORECASE)
_DATE: Final = re.compile(r"(\d{4})(?:-|年)(\d{1,2})(?:-|月)(\d{1,2})日?", re.ASCII)
_THROUGH: Final = re.compile(r"\s+(?:to|through)\s+|\s*[至到]\s*", re.IGNORECASE)
_TIMES: Final = Words("opening times", "工作时段")
_DAY_MINUTES: Final = 24 * 60
Hours = tuple[tuple[datetime.time, datetime.time], ...]


def holidays(written: Sequence[str], reader: DocumentReader, path: Path) -> Iterator[datetime.date]:
    """`2026-10-01`, or `2026-10-01 to 2026-10-07` with both ends."""
    for place, dates in enumerate(written):
        ends = [date_of(part) for part in _THROUGH.split(dates.strip())]
        known = [end for end in ends if end is not None]
        readable = len(known) == len(ends) <= 2
        days = (known[-1] - known[0]).days if readable else 0
        if not readable or not 0 <= days <= 366:
            message = DATES_BACKWARDS if readable else say.BAD_DATE
            reader.found(finding_at(message, reader.places.value((*path, place)), seen=dates))
            continue
        yield from (known[0] + datetime.timedelta(days=step) for step in range(days + 1))


def date_of(written: str) -> datetime.date | None:
    """`2026-10-01`, `2026年10月1日`; None for what is no date."""
    match = _DATE.fullmatch(written.strip())
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def weekly_hours(week: Mapping[str, str], reader: DocumentReader, path: Path) -> dict[int, Hours]:
    """Open times by weekday; a span that ends at or before its start runs overnight, 24:00 is an end of 00:00."""
    hours: dict[int, Hours] = {}
    for days, times in week.items():
        place = (*path, days)
        numbers = _weekdays(days)
        if not numbers:
            span = reader.places.key(place)
            reader.found(finding_at(say.BAD_WEEK, span, seen=days, what=Words("days of the week", "星期")))
        kept = opening_times(times, reader, place)
        if kept is None:
            continue
        merged = {**hours, **{number: tuple(sorted((*hours.get(number, ()), *kept))) for number in numbers}}
        if _overlap(merged):
            reader.found(finding_at(OPEN_TWICE, reader.places.value(place), seen=f"{days}: {times}"))
        else:
            hours = merged
    return hours


def opening_times(written: str, reader: DocumentReader, path: Path) -> Hours | None:
    """`09:00 to 12:00, 13:00 to 18:00`; None, with a finding, where that is no opening time, or they overlap."""
    found = [_open(part) for part in _AND.split(written)]
    opened = tuple(sorted(span for span in found if span is not None))
    if len(opened) < len(found):
        reader.found(finding_at(say.BAD_WEEK, reader.places.value(path), seen=written, what=_TIMES))
    elif _overlap({0: opened}):
        reader.found(finding_at(OPEN_TWICE, reader.places.value(path), seen=written))
    else:
        return opened
    return None


def _overlap(hours: Mapping[int, Hours]) -> bool:
    """True when the week is open twice at one time, nights included."""
    spans = sorted(
        (_minutes(start) + day * _DAY_MINUTES, _minutes(end) + (day + (end <= start)) * _DAY_MINUTES)
        for day, opened in hours.items()
        for start, end in opened
    )
    if not spans:
        return False
    again = (spans[0][0] + 7 * _DAY_MINUTES, spans[0][1] + 7 * _DAY_MINUTES)  # Sunday's night is before Monday
    return any(before[1] > after[0] for before, after in itertools.pairwise((*spans, again)))


def _minutes(time: datetime.time) -> int:
    return time.hour * 60 + time.minute


def _weekdays(written: str) -> tuple[int, ...]:
    """`monday to friday`, `saturday, sunday` -> numbers from 0 for Monday; empty when a day is unknown."""
    numbers: list[int] = []
    for part in _AND.split(written.strip()):
        ends = [words.spelled(words.WEEKDAYS, end) for end in _TO.split(part)]
        known = [int(end) for end in ends if end is not None]
        if len(known) != len(ends) or len(known) > 2:
            return ()
        numbers += [(known[0] + step) % 7 for step in range((known[-1] - known[0]) % 7 + 1)]
    return tuple(dict.fromkeys(numbers))


def _open(written: str) -> tuple[datetime.time, datetime.time] | None:
    match = _SPAN.fullmatch(written)
    if match is None:
        return None
    first, first_minute, last, last_minute = (int(part) for part in match.groups())
    if first > 23 or first_minute > 59 or last_minute > 59 or last > 24 or (last == 24 and last_minute):
        return None
    if (last, last_minute) == (first, first_minute):
        return None
    return datetime.time(first, first_minute), datetime.time(last % 24, last_minute)
