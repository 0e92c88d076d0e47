"""Business time equals an exact oracle of intervals that is written apart: other road, same answer.

The oracle knows nothing of engage. It finds the moment of a wall clock by trying the offsets around it, cuts UTC at
every end of opening hours and of pauses, and asks of each piece by itself whether it is open and no pause holds.
"""

from __future__ import annotations

import datetime
import itertools
import os
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.service import Calendar, due_at, elapsed, late_from, warn_at

UTC = datetime.UTC
MICROSECOND = datetime.timedelta(microseconds=1)
#: Clocks that change by one hour at two, by half an hour, at midnight, and a zone that left out a whole day.
ZONES = {
    "Europe/Berlin": (datetime.date(2026, 3, 29), datetime.date(2026, 10, 25)),
    "America/New_York": (datetime.date(2026, 3, 8), datetime.date(2026, 11, 1)),
    "Australia/Lord_Howe": (datetime.date(2026, 4, 5), datetime.date(2026, 10, 4)),
    "America/Sao_Paulo": (datetime.date(2015, 10, 18), datetime.date(2016, 2, 21)),
    "Pacific/Apia": (datetime.date(2011, 12, 30), datetime.date(2012, 4, 1)),
}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Pauses = Sequence[tuple[datetime.datetime, datetime.datetime | None]]
Case = tuple[dict[str, object], datetime.datetime, Pauses, datetime.date]


# --------------------------------------------------------------------------------------------- the oracle


def utc(day: datetime.date, minute: int, zone: str) -> datetime.datetime:
    """The moment that a wall shows, by trying offsets: an hour left out counts after the gap, of two the first."""
    wall = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(minutes=minute)
    tz = ZoneInfo(zone)
    offsets = {
        (wall.replace(tzinfo=UTC) + datetime.timedelta(hours=away)).astimezone(tz).utcoffset() for away in (-36, 36)
    }
    candidates = sorted(wall.replace(tzinfo=UTC) - offset for offset in offsets if offset is not None)
    for candidate in candidates:
        if candidate.astimezone(tz).replace(tzinfo=None) == wall:
            return candidate
    return candidates[-1]  # left out: by the offset before the change


class Exact:
    """Open or not, at any moment of a stretch of days, by pieces between which nothing changes."""

    def __init__(self, written: dict[str, object], pauses: Pauses, first: datetime.date, days: int) -> None:
        self.opens: list[tuple[datetime.datetime, datetime.datetime]] = []
        zone = str(written["tz"])
        for number in range(days):
            day = first + datetime.timedelta(days=number)
            noon = utc(day, 720, zone).astimezone(ZoneInfo(zone)).date()
            for start, end in hours_on(written, day) if noon == day else ():
                until = end if end > start else end + 1440
                self.opens.append((utc(day, start, zone), utc(day, until, zone)))
        self.pauses = pauses
        ends = {moment for pair in (*self.opens, *pauses) for moment in pair if moment is not None}
        self.cuts = sorted(ends)

    def runs(self, at: datetime.datetime) -> bool:
        stands = any(start <= at and (end is None or at < end) for start, end in self.pauses)
        return not stands and any(start <= at < end for start, end in self.opens)

    def pieces(self, start: datetime.datetime) -> list[tuple[datetime.datetime, datetime.datetime]]:
        cuts = [start, *(cut for cut in self.cuts if cut > start)]
        return [(one, other) for one, other in itertools.pairwise(cuts) if self.runs(one)]

    def elapsed(self, start: datetime.datetime, end: datetime.datetime) -> datetime.timedelta:
        return sum(
            (min(until, end) - begin for begin, until in self.pieces(start) if begin < end), datetime.timedelta()
        )

    def due(self, start: datetime.datetime, target: datetime.timedelta) -> datetime.datetime | None:
        left = target
        if not target:
            return start
        for begin, until in self.pieces(start):
            if left <= until - begin:
                return begin + left
            left -= until - begin
        return None

    def late(self, start: datetime.datetime, target: datetime.timedelta) -> datetime.datetime | None:
        left = target
        for begin, until in self.pieces(start):
            if left < until - begin:
                return begin + left
            left -= until - begin
        return None


def hours_on(written: dict[str, object], day: datetime.date) -> Sequence[tuple[int, int]]:
    dates, holidays, week = written["dates"], written["holidays"], written["week"]
    assert isinstance(dates, dict)
    assert isinstance(holidays, list)
    assert isinstance(week, dict)
    if day.isoformat() in holidays:
        return ()
    key = day.isoformat()
    pairs: list[list[str]] = dates[key] if key in dates else week.get(DAYS[day.weekday()], [])
    return [(minutes(one), minutes(other)) for one, other in pairs]


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


# --------------------------------------------------------------------------------------------- the cases


@st.composite
def opened(draw: st.DrawFn, *, overnight: bool = True) -> list[list[str]]:
    marks = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=4)))
    marks = marks[: len(marks) // 2 * 2]
    hours = [[quarter(one), quarter(other)] for one, other in zip(marks[::2], marks[1::2], strict=True)]
    if overnight and draw(st.booleans()) and marks[-1] < 96:
        hours.append([quarter(marks[-1]), quarter(draw(st.integers(0, marks[0])))])
    return hours


def quarter(number: int) -> str:
    return f"{number // 4:02d}:{number % 4 * 15:02d}"


@st.composite
def cases(draw: st.DrawFn, zone: str = "") -> Case:
    zone = zone or draw(st.sampled_from(sorted(ZONES)))
    change = draw(st.sampled_from(ZONES[zone]))
    # Nights end before the next day's hours begin: one that does not is refused.
    week: dict[str, list[list[str]]] = {}
    for name in DAYS:
        if draw(st.integers(0, 9)):
            week[name] = draw(opened(overnight=False))
    for number, name in enumerate(DAYS):
        following = week.get(DAYS[(number + 1) % 7])
        dawn = minutes(following[0][0]) // 15 if following else 96
        last = minutes(week[name][-1][1]) // 15 if name in week else 96
        if last < 96 and draw(st.booleans()):
            week[name].append([quarter(last), quarter(draw(st.integers(0, min(dawn, last - 1))))])
    near = st.integers(-6, 6).map(lambda days: change + datetime.timedelta(days=days))
    holidays = sorted({day.isoformat() for day in draw(st.lists(near, max_size=2))})
    dates = {day.isoformat(): draw(opened(overnight=False)) for day in draw(st.lists(near, max_size=2, unique=True))}
    written: dict[str, object] = {
        "tz": zone,
        "week": week,
        "holidays": holidays,
        "dates": {day: hours for day, hours in dates.items() if day not in holidays},
    }
    first = change - datetime.timedelta(days=9)
    noon = datetime.datetime.combine(change, datetime.time(12), UTC)
    moments = spans(-5 * 24, 5 * 24).map(lambda away: noon + away)
    start = draw(moments)
    pauses: list[tuple[datetime.datetime, datetime.datetime | None]] = []
    for _ in range(draw(st.integers(0, 3))):
        one, other = sorted((draw(moments), draw(moments)))
        pauses.append((one, other if draw(st.integers(0, 9)) else None))
    return written, start, pauses, first


def spans(least: int, most: int) -> st.SearchStrategy[datetime.timedelta]:
    """Lengths between so many hours, each hour and minute as likely: a wide integer would mostly be small."""
    return st.builds(
        lambda hours, minutes, micro: datetime.timedelta(hours=hours, minutes=minutes, microseconds=micro),
        st.sampled_from(range(least, most)),
        st.sampled_from([0, 0, *range(60)]),
        st.sampled_from([0, 0, 0, 1, 59_999_999, 30_000_000]),
    )


#: In each of five zones: 20,000 together in the long form.
EXAMPLES = 4_000 if os.environ.get("ENGAGE_LAWS") == "long" else 80


@pytest.mark.parametrize("zone", sorted(ZONES))
@settings(max_examples=EXAMPLES)
@given(st.data(), spans(0, 60), st.sampled_from(range(101)), spans(-1, 9 * 24))
def test_deadlines_and_business_time_are_exact(
    zone: str, data: st.DataObject, target: datetime.timedelta, percent: int, away: datetime.timedelta
) -> None:
    written, start, pauses, first = data.draw(cases(zone))
    calendar, exact = Calendar.from_mapping(written), Exact(written, pauses, first, 60)
    horizon = datetime.datetime.combine(first + datetime.timedelta(days=58), datetime.time(), UTC)
    end, micro = start + away, target // MICROSECOND
    assert elapsed(calendar, start, end, pauses) == exact.elapsed(start, end)
    for found, right in (
        (due_at(calendar, start, target, pauses), exact.due(start, target)),
        (late_from(calendar, start, target, pauses), exact.late(start, target)),
        (
            warn_at(calendar, start, target, f"{percent}%", pauses),
            exact.due(start, -(-micro * percent // 100) * MICROSECOND),
        ),
    ):
        if right is not None and right < horizon:
            assert found == (right if right > start else start)
        else:
            assert found is None or found >= horizon
