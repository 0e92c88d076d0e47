from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.facts.units import Duration, Unit
from engage.knowledge.working_time import moment_after, moment_before
from engage.program.program import WorkingHours
from engage.service.task_due import falls_due
from program.building import DAY, NOW, WEEK, ZONE, at

WORKING = WorkingHours(WEEK.hours, WEEK.holidays)  # Monday to Friday 9 to 18; Monday 2026-11-09 is a holiday
NIGHTS = WorkingHours({day: ((datetime.time(22), datetime.time(6)),) for day in range(7)})


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (1, Unit.WORKING_DAY, "2026-11-06 18:00"),
        (2, Unit.WORKING_DAY, "2026-11-10 18:00"),
        (8, Unit.BUSINESS_HOUR, "2026-11-05 18:00"),
        (9, Unit.BUSINESS_HOUR, "2026-11-06 10:00"),
        (18, Unit.BUSINESS_HOUR, "2026-11-10 10:00"),
        (1, Unit.CALENDAR_MONTH, "2026-12-05 10:00"),
        (3, Unit.CALENDAR_DAY, "2026-11-08 10:00"),
        (2, Unit.HOUR, "2026-11-05 12:00"),
    ],
)
def test_a_length_after_a_thursday_morning(amount: int, unit: Unit, expected: str) -> None:
    assert moment_after(NOW, Duration(amount, unit), ZONE, WORKING) == at(expected)


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (1, Unit.WORKING_DAY, "2026-11-10 10:00"),
        (2, Unit.WORKING_DAY, "2026-11-06 10:00"),
        (1, Unit.BUSINESS_HOUR, "2026-11-11 09:00"),
        (2, Unit.BUSINESS_HOUR, "2026-11-10 17:00"),
        (11, Unit.BUSINESS_HOUR, "2026-11-06 17:00"),
        (1, Unit.CALENDAR_MONTH, "2026-10-11 10:00"),
    ],
)
def test_a_length_before_a_wednesday_morning(amount: int, unit: Unit, expected: str) -> None:
    assert moment_before(at("2026-11-11 10:00"), Duration(amount, unit), ZONE, WORKING) == at(expected)


def test_a_night_shift_runs_into_the_next_day() -> None:
    assert moment_after(at("2026-11-05 05:00"), Duration(2, Unit.BUSINESS_HOUR), ZONE, NIGHTS) == at("2026-11-05 23:00")
    assert moment_before(at("2026-11-05 23:00"), Duration(2, Unit.BUSINESS_HOUR), ZONE, NIGHTS) == at(
        "2026-11-05 05:00"
    )


def test_without_hours_a_working_day_is_a_whole_day_from_monday_to_friday() -> None:
    friday = at("2026-11-06 10:00")
    assert moment_after(friday, Duration(1, Unit.WORKING_DAY), ZONE, WorkingHours()) == at("2026-11-10 00:00")


@pytest.mark.parametrize("unit", list(Unit))
def test_beyond_the_calendar_a_length_ends_in_nothing_and_not_in_an_error(unit: Unit) -> None:
    for moment in (at("9999-12-30 10:00"), -62_135_596_800_000_000 + DAY):
        for function in (moment_after, moment_before):
            found = function(moment, Duration(5000, unit), ZONE, WORKING)
            assert found is None or isinstance(found, int)


@given(
    st.integers(0, 800 * 24 * 60).map(lambda minutes: NOW + minutes * 60_000_000),
    st.integers(1, 30),
    st.sampled_from((Unit.WORKING_DAY, Unit.BUSINESS_HOUR, Unit.HOUR)),
    st.sampled_from(("Asia/Shanghai", "America/New_York", "Europe/Lisbon")),
    st.sampled_from((WORKING, NIGHTS, WorkingHours())),
)
def test_a_working_window_ahead_ends_when_a_due_time_would(
    moment: int, amount: int, unit: Unit, zone: str, working: WorkingHours
) -> None:
    length = Duration(amount, unit)
    assert moment_after(moment, length, zone, working) == falls_due(moment, length, zone, working)


@given(
    st.integers(0, 800 * 24 * 60).map(lambda minutes: NOW + minutes * 60_000_000),
    st.integers(1, 60),
    st.sampled_from((WORKING, NIGHTS)),
)
def test_business_hours_back_and_forth_meet_again(moment: int, amount: int, working: WorkingHours) -> None:
    length = Duration(amount, Unit.BUSINESS_HOUR)
    before = moment_before(moment, length, ZONE, working)
    assert before is not None
    again = moment_after(before, length, ZONE, working)
    assert again is not None
    assert again <= moment
    # Between the two nothing is open, so that the hours counted are the same.
    assert moment_before(again, length, ZONE, working) == before
