"""When a length of time is over, with working days, business hours and clock changes."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.facts.units import Duration, Unit
from engage.program.program import WorkingHours
from engage.service.task_due import falls_due

SHANGHAI = "Asia/Shanghai"
NINE_TO_SIX = WorkingHours(
    {weekday: ((datetime.time(9), datetime.time(18)),) for weekday in range(5)},
    frozenset({datetime.date(2026, 10, 1), datetime.date(2026, 10, 2)}),
)


def at(text: str, zone: str = SHANGHAI) -> int:
    moment = datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return int(moment.timestamp()) * 1_000_000


def shown(moment: int, zone: str = SHANGHAI) -> str:
    local = datetime.datetime.fromtimestamp(moment / 1e6, ZoneInfo(zone))
    return local.strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-11-05 10:00", Duration(30, Unit.MINUTE), "2026-11-05 10:30"),
        ("2026-11-05 10:00", Duration(1, Unit.DAY), "2026-11-06 10:00"),
        ("2026-11-05 10:00", Duration(1, Unit.WORKING_DAY), "2026-11-06 18:00"),
        ("2026-11-06 10:00", Duration(1, Unit.WORKING_DAY), "2026-11-09 18:00"),  # Friday to Monday
        ("2026-11-07 10:00", Duration(1, Unit.WORKING_DAY), "2026-11-09 18:00"),  # a Saturday counts for nothing
        ("2026-09-30 10:00", Duration(1, Unit.WORKING_DAY), "2026-10-05 18:00"),  # two holidays and a week-end
        ("2026-11-05 10:00", Duration(8, Unit.BUSINESS_HOUR), "2026-11-05 18:00"),
        ("2026-11-05 12:00", Duration(8, Unit.BUSINESS_HOUR), "2026-11-06 11:00"),
        ("2026-11-05 20:00", Duration(1, Unit.BUSINESS_HOUR), "2026-11-06 10:00"),
        ("2026-11-05 10:00", Duration(2, Unit.CALENDAR_DAY), "2026-11-08 00:00"),  # the day itself does not count
        ("2026-11-05 10:00", Duration(1, Unit.CALENDAR_WEEK), "2026-11-13 00:00"),
        ("2026-01-31 10:00", Duration(1, Unit.CALENDAR_MONTH), "2026-03-01 00:00"),  # through the last of February
        ("2028-02-29 10:00", Duration(1, Unit.CALENDAR_YEAR), "2029-03-01 00:00"),
    ],
)
def test_a_length_ends_where_people_say_it_does(start: str, length: Duration, end: str) -> None:
    assert shown(falls_due(at(start), length, SHANGHAI, NINE_TO_SIX)) == end


def test_a_night_shift_belongs_to_the_day_on_which_it_began() -> None:
    nights = WorkingHours({3: ((datetime.time(22), datetime.time(6)),)})
    assert (
        shown(falls_due(at("2026-11-05 23:00"), Duration(2, Unit.BUSINESS_HOUR), SHANGHAI, nights))
        == "2026-11-06 01:00"
    )
    assert (
        shown(falls_due(at("2026-11-06 05:00"), Duration(2, Unit.BUSINESS_HOUR), SHANGHAI, nights))
        == "2026-11-12 23:00"
    )


def test_elapsed_hours_run_through_a_clock_change() -> None:
    start = at("2026-03-28 12:00", "Europe/Berlin")
    assert (
        shown(falls_due(start, Duration(24, Unit.HOUR), "Europe/Berlin", NINE_TO_SIX), "Europe/Berlin")
        == "2026-03-29 13:00"
    )


def test_a_week_that_never_opens_ends_all_the_same() -> None:
    never = WorkingHours({0: ()})
    for unit in (Unit.BUSINESS_HOUR, Unit.WORKING_DAY):
        assert falls_due(at("2026-11-05 10:00"), Duration(3, unit), SHANGHAI, never) >= at("2026-11-05 10:00")


@given(st.integers(at("2000-01-01 00:00"), at("2060-01-01 00:00")), st.integers(0, 10**9), st.sampled_from(list(Unit)))
def test_nothing_is_due_before_it_began(start: int, amount: int, unit: Unit) -> None:
    small = amount if unit not in (Unit.BUSINESS_HOUR, Unit.WORKING_DAY) else amount % 200
    assert falls_due(start, Duration(small, unit), SHANGHAI, NINE_TO_SIX) >= start
