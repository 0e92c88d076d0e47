from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from engage.facts.units import Duration, Unit
from engage.knowledge.calendar_days import unit_start
from engage.language.tree import Window, WindowKind
from engage.program.local_time import to_moment
from program.building import DAY, NOW, ZONE, at, count, past, situation, value


def counted(window: Window, *moments: int) -> object:
    return value(count("complaint", window), situation(past=[past("complaint", each) for each in moments]))


THIRTY = Duration(30, Unit.DAY)


@pytest.mark.parametrize(
    ("kind", "moment", "expected"),
    [
        (WindowKind.ROLLING, NOW - 30 * DAY, 0),
        (WindowKind.ROLLING, NOW - 30 * DAY + 1, 1),
        (WindowKind.ROLLING, NOW, 1),
        (WindowKind.ROLLING, NOW + 1, 0),
        (WindowKind.BEFORE, NOW - 30 * DAY, 0),
        (WindowKind.BEFORE, NOW - 30 * DAY + 1, 1),
        (WindowKind.BEFORE, NOW - 1, 1),
        (WindowKind.BEFORE, NOW, 1),
    ],
)
def test_a_rolling_window_leaves_out_its_lower_bound(kind: WindowKind, moment: int, expected: int) -> None:
    assert counted(Window(kind, THIRTY), moment) == expected


def test_the_current_event_counts_except_in_the_days_before() -> None:
    now = situation("complaint")
    assert value(count("complaint", Window(WindowKind.ROLLING, THIRTY)), now) == 1
    assert value(count("complaint", Window(WindowKind.BEFORE, THIRTY)), now) == 0
    assert value(count("complaint", Window(WindowKind.EVER)), now) == 1


def test_the_days_before_hold_what_came_first_in_the_same_moment() -> None:
    twin = situation("complaint", past=[past("complaint", NOW)])
    assert value(count("complaint", Window(WindowKind.BEFORE, THIRTY)), twin) == 1


MONTH = Duration(1, Unit.CALENDAR_MONTH)


@pytest.mark.parametrize(
    ("window", "moment", "expected"),
    [
        (Window(WindowKind.CALENDAR, MONTH), "2026-11-01 00:00", 1),
        (Window(WindowKind.CALENDAR, MONTH), "2026-10-31 23:59", 0),
        (Window(WindowKind.FULL, MONTH), "2026-10-31 23:59", 1),
        (Window(WindowKind.FULL, MONTH), "2026-10-01 00:00", 1),
        (Window(WindowKind.FULL, MONTH), "2026-09-30 23:59", 0),
        (Window(WindowKind.FULL, MONTH), "2026-11-01 00:00", 0),
        (Window(WindowKind.FULL, Duration(2, Unit.CALENDAR_WEEK)), "2026-10-19 00:00", 1),
        (Window(WindowKind.FULL, Duration(2, Unit.CALENDAR_WEEK)), "2026-10-18 23:59", 0),
        (Window(WindowKind.CALENDAR, Duration(1, Unit.CALENDAR_YEAR)), "2026-01-01 00:00", 1),
        (Window(WindowKind.SINCE, since=datetime.date(2026, 11, 2)), "2026-11-02 00:00", 1),
        (Window(WindowKind.SINCE, since=datetime.date(2026, 11, 2)), "2026-11-01 23:59", 0),
        (Window(WindowKind.EVER), "1999-01-01 00:00", 1),
        (Window(WindowKind.ROLLING, Duration(1, Unit.WORKING_DAY)), "2026-11-04 10:00", 0),
        (Window(WindowKind.ROLLING, Duration(1, Unit.WORKING_DAY)), "2026-11-04 10:01", 1),
    ],
)
def test_calendar_windows_begin_at_local_midnight(window: Window, moment: str, expected: int) -> None:
    assert counted(window, at(moment)) == expected


@pytest.mark.parametrize(
    ("moment", "billing_day", "back", "expected"),
    [
        ("2026-11-05 10:00", 5, 0, "2026-11-05"),
        ("2026-11-04 10:00", 5, 0, "2026-10-05"),
        ("2026-11-05 10:00", 31, 0, "2026-10-31"),
        ("2026-11-30 00:00", 31, 0, "2026-11-30"),
        ("2027-03-01 00:00", 31, 0, "2027-02-28"),
        ("2027-03-01 00:00", 31, 1, "2027-01-31"),
        ("2026-11-05 10:00", 5, 12, "2025-11-05"),
    ],
)
def test_a_billing_month_begins_on_its_day_or_the_last_of_a_shorter_month(
    moment: str, billing_day: int, back: int, expected: str
) -> None:
    assert unit_start(at(moment), Unit.BILLING_MONTH, ZONE, billing_day, back) == at(f"{expected} 00:00")


def test_days_begin_by_the_clock_of_the_zone_even_when_it_changes() -> None:
    # In Havana 2026-11-01 has midnight twice; the day begins at the first.
    noon = to_moment(datetime.datetime(2026, 11, 1, 12, tzinfo=ZoneInfo("America/Havana")))
    start = unit_start(noon, Unit.CALENDAR_DAY, "America/Havana", 1)
    assert start is not None
    assert noon - start == 13 * DAY // 24
    # On 2026-03-08 it has none: the day begins at one o'clock.
    noon = to_moment(datetime.datetime(2026, 3, 8, 12, tzinfo=ZoneInfo("America/Havana")))
    start = unit_start(noon, Unit.CALENDAR_DAY, "America/Havana", 1)
    assert start is not None
    assert noon - start == 11 * DAY // 24


def test_hours_begin_on_the_local_clock_where_it_is_a_quarter_off() -> None:
    moment = at("2026-11-05 10:00") + 20 * 60_000_000  # 02:20 UTC, 08:05 in Kathmandu
    start = unit_start(moment, Unit.HOUR, "Asia/Kathmandu", 1)
    assert start is not None
    assert moment - start == 5 * 60_000_000
