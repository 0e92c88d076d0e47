"""Targets that are never reached: a calendar runs out, never opens, or the target is longer than anybody waits."""

from __future__ import annotations

import datetime
import time
from collections.abc import Mapping

import pytest

from engage.facts.units import Duration
from engage.service import ALWAYS, Calendar, due_at, elapsed, late_from, length, remaining, warn_at
from engage.service.clock_times import Standing, amount_of, due_of, standing_of, tellings, warned_at
from engage.service.clocks import Clock, Goal, HoursFrom, Mark, cycles
from engage.service.moments import micros

UTC = datetime.UTC
HOUR = datetime.timedelta(hours=1)
START = datetime.datetime(2026, 11, 4, 10, tzinfo=UTC)
NEVER_OPEN = Calendar.from_mapping({"tz": "UTC"})
ONE_DAY = Calendar.from_mapping({"tz": "Europe/Berlin", "dates": {"2026-11-05": [["09:00", "17:00"]]}})
OFFICE = Calendar.from_mapping({"tz": "Europe/Berlin", "week": {"mon": [["09:00", "17:00"]]}})


@pytest.mark.parametrize("calendar", [NEVER_OPEN, ONE_DAY])
@pytest.mark.parametrize("written", ["2 working days", "16 business hours"])
def test_working_days_of_which_there_are_not_enough_are_never_due(calendar: Calendar, written: str) -> None:
    target = length(written)
    assert due_at(calendar, START, target) is None
    assert late_from(calendar, START, target) is None
    assert warn_at(calendar, START, length("2 working days"), "0.0001%") is None
    assert warn_at(calendar, START, length("2 working days"), HOUR) is None


def test_the_last_working_day_that_a_calendar_has_is_still_reached() -> None:
    assert due_at(ONE_DAY, START, length("1 working day")) == datetime.datetime(2026, 11, 5, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["999999999 working days", "999999999 calendar days", "241 calendar months", "21 calendar years"]
)
@pytest.mark.parametrize("calendar", [OFFICE, ALWAYS])
def test_what_is_farther_than_twenty_years_is_never_due(calendar: Calendar, written: str) -> None:
    assert due_at(calendar, START, length(written)) is None


def test_months_within_twenty_years_are_counted_to_the_last() -> None:
    assert due_at(ALWAYS, START, length("239 calendar months")) == datetime.datetime(2046, 10, 5, tzinfo=UTC)


def test_of_a_target_that_is_never_reached_nothing_can_be_left() -> None:
    assert remaining(NEVER_OPEN, START, START + HOUR, length("1 working day")) is None
    assert remaining(NEVER_OPEN, START, START + HOUR, length("1 business hour")) == HOUR


def test_a_clock_on_a_calendar_that_runs_out_runs_without_a_due_time() -> None:
    since = micros(START)
    hours = (HoursFrom("", since, NEVER_OPEN.schedules),)
    clock = Clock(marks=((since, Mark.START),), goals=(Goal(since, length("1 working day")),), hours=hours)
    (cycle,) = cycles(clock)
    assert due_of(clock, cycle) is None
    assert amount_of(clock, cycle) is None
    assert warned_at(clock, cycle, (3600,)) == ()
    assert tellings(clock, (cycle,), (3600,)) == ()
    assert standing_of(clock, cycle, since + 86_400_000_000) is Standing.RUNNING


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "UTC"])
def test_the_ends_of_the_calendar_are_no_long_way(zone: str) -> None:
    week: Mapping[str, object] = {"mon": [["09:00", "17:00"]]}
    calendar = Calendar.from_mapping({"tz": zone, "week": week})
    first, last = datetime.datetime.min.replace(tzinfo=UTC), datetime.datetime.max.replace(tzinfo=UTC)
    began = time.process_time()
    for target in (HOUR, length("1 working day"), length("1 calendar day"), length("1 calendar year")):
        assert due_at(calendar, last, target) is None
        assert elapsed(calendar, first, first + HOUR) == 0 * HOUR
    assert isinstance(due_at(calendar, first, Duration(1, length("1h").unit)), datetime.datetime)
    assert time.process_time() - began < 2
