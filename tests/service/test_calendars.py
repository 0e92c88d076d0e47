"""Calendars as people write them, and what is refused of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engage.errors import CalendarError
from engage.service import ALWAYS, Calendar, Duration, Unit, due_at, elapsed, late_from, length, remaining, warn_at

UTC = datetime.UTC
OFFICE = {
    "tz": "Europe/Berlin",
    "week": {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "holidays": ["2026-12-25"],
    "dates": {"2026-12-24": [["09:00", "12:00"]]},
}
office = Calendar.from_mapping(OFFICE)


def berlin(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))


def hours(count: float) -> datetime.timedelta:
    return datetime.timedelta(hours=count)


# ---------------------------------------------------------------------------------------------- calendars


def test_holidays_part_days_and_the_break_at_noon_are_closed() -> None:
    assert elapsed(office, berlin("2026-12-23 16:00"), berlin("2026-12-28 10:00")) == hours(1 + 3 + 1)
    assert due_at(office, berlin("2026-12-24 11:00"), hours(2)) == berlin("2026-12-28 10:00")


def test_a_night_before_a_date_that_was_left_out_ends_in_the_morning_after_it() -> None:
    # Apia went from Thursday 29 December 2011 to Saturday 31: the night shift of Thursday ends on Saturday morning.
    apia = Calendar.from_mapping(
        {"tz": "Pacific/Apia", "week": {"thu": [["18:00", "07:00"]], "mon": [["09:00", "12:00"]]}}
    )
    midnight = datetime.datetime(2011, 12, 30, 10, tzinfo=UTC)
    assert elapsed(apia, midnight - hours(6), midnight + hours(24)) == hours(13)
    assert elapsed(apia, midnight, midnight + hours(24)) == hours(7)
    assert due_at(apia, midnight + hours(6), hours(1)) == midnight + hours(7)


def test_a_night_shift_belongs_to_the_day_it_begins() -> None:
    nights = Calendar.from_mapping({"tz": "UTC", "week": {"fri": [["22:00", "06:00"]]}, "holidays": ["2026-11-13"]})
    friday = datetime.datetime(2026, 11, 6, 23, tzinfo=UTC)
    assert due_at(nights, friday, hours(2)) == datetime.datetime(2026, 11, 7, 1, tzinfo=UTC)
    # The 13th is closed with its whole night, so that the rest of the shift comes a fortnight later.
    assert due_at(nights, friday, hours(8)) == datetime.datetime(2026, 11, 20, 23, tzinfo=UTC)


def test_changes_count_piece_by_piece_from_their_own_date() -> None:
    summer = {"from": "2026-07-01", "week": {"wed": [["10:00", "12:00"]]}}
    calendar = Calendar.from_mapping(OFFICE | {"from": "2026-06-30", "changes": [summer]})
    start, end = berlin("2026-06-29 00:00"), berlin("2026-07-03 00:00")
    assert elapsed(calendar, start, end) == hours(7 + 2)  # closed before June 30, seven hours on it, two on July 1


def test_a_team_and_a_contract_are_open_where_both_are() -> None:
    contract = Calendar.from_mapping({"tz": "America/New_York", "week": {"mon": [["09:00", "17:00"]]}})
    both = office & contract
    monday = berlin("2026-11-09 00:00")
    assert elapsed(both, monday, monday + hours(24)) == hours(2)  # 15:00 to 17:00 in Berlin
    assert both & office == both
    assert office & ALWAYS == office
    assert elapsed(ALWAYS, monday, monday + hours(24)) == hours(24)


def test_a_calendar_says_whether_it_is_open_and_when_it_opens() -> None:
    assert office.is_open(berlin("2026-11-05 09:00"))
    assert not office.is_open(berlin("2026-11-05 17:00"))
    assert office.next_opening(berlin("2026-11-05 10:00")) == berlin("2026-11-05 10:00")
    assert office.next_opening(berlin("2026-11-05 12:00")) == berlin("2026-11-05 13:00")
    assert office.next_opening(berlin("2026-12-24 12:00")) == berlin("2026-12-28 09:00")
    assert Calendar.from_mapping({"tz": "UTC"}).next_opening(berlin("2026-11-05 10:00")) is None
    assert ALWAYS.is_open(berlin("2026-11-05 03:00"))
    with pytest.raises(CalendarError, match="K015"):
        office.is_open(datetime.datetime(2026, 11, 5))
    with pytest.raises(CalendarError, match="K021"):
        office.next_opening(datetime.date(2026, 11, 5))  # type: ignore[arg-type]


def test_a_calendar_may_be_a_key() -> None:
    again = Calendar.from_mapping(OFFICE)
    assert (again, hash(again)) == (office, hash(office))
    assert {office: 1, office & ALWAYS: 2, ALWAYS: 3} == {office: 2, ALWAYS: 3}


@pytest.mark.parametrize(
    ("written", "code", "place"),
    [
        ({}, "K001", "/tz"),
        ({"tz": "Mars/Olympus"}, "K002", "/tz"),
        ({"tz": "../etc/passwd"}, "K002", "/tz"),
        ({"tz": ""}, "K002", "/tz"),
        ({"tz": "UTC", "hours": {}}, "K003", "/hours"),
        ({"tz": "UTC", "week": {"monday": []}}, "K004", "/week/monday"),
        ({"tz": "UTC", "week": {"mon": [["9:00", "17:00"]]}}, "K005", "/week/mon/0/0"),
        ({"tz": "UTC", "week": {"mon": [[540, "17:00"]]}}, "K005", "/week/mon/0/0"),
        ({"tz": "UTC", "week": {"mon": [["09:00", "24:01"]]}}, "K005", "/week/mon/0/1"),
        ({"tz": "UTC", "holidays": ["2026-02-30"]}, "K006", "/holidays/0"),
        ({"tz": "UTC", "holidays": ["20261225"]}, "K006", "/holidays/0"),
        ({"tz": "UTC", "holidays": ["2026-W01-1"]}, "K006", "/holidays/0"),
        ({"tz": "UTC", "a/b~c": 1}, "K003", "/a~1b~0c"),
        ({"tz": "UTC", "week": {"a/b~c": []}}, "K004", "/week/a~1b~0c"),
        ({"tz": "UTC", "dates": {"a/b~c": []}}, "K006", "/dates/a~1b~0c"),
        (None, "K013", ""),
        ([], "K013", ""),
        ({"tz": "UTC", 1: 2}, "K013", ""),
        ({"tz": "UTC", "week": {"mon": [["09:00"]]}}, "K007", "/week/mon/0"),
        ({"tz": "UTC", "week": {"mon": [["09:00", "09:00"]]}}, "K008", "/week/mon/0"),
        ({"tz": "UTC", "week": {"mon": [["24:00", "09:00"]]}}, "K008", "/week/mon/0"),
        ({"tz": "UTC", "week": {"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}}, "K009", "/week/mon/1"),
        ({"tz": "UTC", "week": {"mon": [["13:00", "17:00"], ["09:00", "12:00"]]}}, "K009", "/week/mon/1"),
        ({"tz": "UTC", "week": {"mon": [["22:00", "06:00"]], "tue": [["05:00", "09:00"]]}}, "K009", "/week/tue/0"),
        ({"tz": "UTC", "holidays": ["2026-12-25", "2026-12-25"]}, "K010", "/holidays/1"),
        ({"tz": "UTC", "holidays": ["2026-12-25"], "dates": {"2026-12-25": []}}, "K010", "/dates/2026-12-25"),
        ({"tz": "UTC", "changes": [{"week": {}}]}, "K011", "/changes/0/from"),
        ({"tz": "UTC", "from": "2026-02-01", "changes": [{"from": "2026-01-01"}]}, "K012", "/changes/0/from"),
        ({"tz": "UTC", "week": ["mon"]}, "K013", "/week"),
        ({"tz": "UTC", "week": {"mon": "09:00"}}, "K014", "/week/mon"),
    ],
)
def test_what_is_no_calendar_is_refused_with_its_place(written: Any, code: str, place: str) -> None:
    with pytest.raises(CalendarError) as refused:
        Calendar.from_mapping(written)
    assert (refused.value.code, refused.value.where) == (code, place)
    assert refused.value.text("zh") != refused.value.text("en")


# ------------------------------------------------------------------------------------- targets and pauses


def test_a_target_that_lands_on_closing_time_is_due_then_and_late_at_the_next_opening() -> None:
    start = berlin("2026-11-05 16:00")
    assert due_at(office, start, hours(1)) == berlin("2026-11-05 17:00")
    assert late_from(office, start, hours(1)) == berlin("2026-11-06 09:00")


def test_a_warning_comes_at_the_exact_moment_of_business_time() -> None:
    start = berlin("2026-11-05 16:00")  # a target of two hours: due on Friday at 10:00
    assert warn_at(office, start, hours(2), hours(1)) == berlin("2026-11-05 17:00")
    assert warn_at(office, start, hours(2), "75%") == berlin("2026-11-06 09:30")
    assert warn_at(office, start, hours(2), hours(3)) == start


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("30 minutes", "2026-11-05 16:45"),  # a Thursday, 16:15
        ("30min", "2026-11-05 16:45"),
        ("1.5 hours", "2026-11-05 17:45"),
        ("2bh", "2026-11-06 10:15"),
        ("8 business hours", "2026-11-09 09:15"),
        ("1 working day", "2026-11-06 17:00"),
        ("2bd", "2026-11-09 17:00"),
        ("1 calendar day", "2026-11-07 00:00"),
        ("1 calendar week", "2026-11-13 00:00"),
        ("1 calendar month", "2026-12-06 00:00"),
    ],
)
def test_units_are_different_words(written: str, due: str) -> None:
    assert due_at(office, berlin("2026-11-05 16:15"), length(written)) == berlin(due)


def test_a_pause_puts_a_working_day_off_by_the_open_time_that_it_takes() -> None:
    start, pause = berlin("2026-11-05 16:15"), (berlin("2026-11-05 18:00"), berlin("2026-11-06 11:00"))
    assert due_at(office, start, length("1 working day"), [pause]) == berlin("2026-11-09 11:00")


def test_working_days_of_two_calendars_are_those_on_which_both_open() -> None:
    contract = Calendar.from_mapping({"tz": "UTC", "week": {"mon": [["08:00", "10:00"]], "thu": [["08:00", "10:00"]]}})
    assert due_at(office & contract, berlin("2026-11-05 16:15"), length("2 working days")) == berlin("2026-11-12 11:00")


@pytest.mark.parametrize(
    "written", ["8", "hours", "8 fortnights", "half an hour", "-1 hours", "1.5 working days", "1m", None, 8]
)
def test_what_is_no_length_of_time_is_refused(written: Any) -> None:
    with pytest.raises(CalendarError) as refused:
        length(written)
    assert refused.value.code == "K018"


def test_a_bare_day_is_refused_where_the_calendar_closes() -> None:
    start = berlin("2026-11-05 16:15")
    with pytest.raises(CalendarError) as refused:
        due_at(office, start, Duration(1, Unit.DAY))
    assert refused.value.code == "K019"
    assert due_at(ALWAYS, start, length("1d")) == start + hours(24)


def test_bad_moments_pauses_targets_and_thresholds_are_refused() -> None:
    start = berlin("2026-11-05 16:15")
    calls: dict[str, Callable[[], object]] = {
        "K015": lambda: elapsed(office, start.replace(tzinfo=None), start),
        "K016": lambda: elapsed(office, start, start, [(start, start - hours(1))]),
        "K017": lambda: due_at(office, start, hours(-1)),
        "K020": lambda: warn_at(office, start, hours(1), "75"),
        "K023": lambda: elapsed(office, start, start, [start]),  # type: ignore[list-item]
        "K024": lambda: elapsed(office.schedules, start, start),  # type: ignore[arg-type]
    }
    for code, call in calls.items():
        with pytest.raises(CalendarError) as refused:
            call()
        assert refused.value.code == code


@pytest.mark.parametrize("moment", ["2026-11-05T10:00Z", datetime.date(2026, 11, 5), None, 0])
def test_what_is_no_moment_is_refused(moment: Any) -> None:
    start = berlin("2026-11-05 16:15")
    for call in (
        lambda: due_at(office, moment, hours(1)),
        lambda: elapsed(office, start, moment),
        lambda: remaining(office, start, moment, hours(1)),
        lambda: late_from(office, start, hours(1), [(moment, start)]),
    ):
        with pytest.raises(CalendarError, match="K021"):
            call()


@pytest.mark.parametrize(
    ("target", "code"),
    [
        (7200, "K022"),
        ("2 hours", "K022"),
        (None, "K022"),
        (Duration("8", Unit.BUSINESS_HOUR), "K018"),  # type: ignore[arg-type]
        (Duration(8, "hour"), "K018"),  # type: ignore[arg-type]
        (Duration(True, Unit.HOUR), "K018"),
        (Duration(1.5, Unit.HOUR), "K018"),  # type: ignore[arg-type]
        (Duration(Decimal("NaN"), Unit.HOUR), "K018"),
        (Duration(Decimal("1E+999999"), Unit.HOUR), "K018"),
        (Duration(Decimal("1.5"), Unit.WORKING_DAY), "K018"),
        (Duration(-1, Unit.WORKING_DAY), "K017"),
        (Duration(-1, Unit.CALENDAR_DAY), "K017"),
        (Duration(-1, Unit.BUSINESS_HOUR), "K017"),
    ],
)
def test_what_is_no_target_is_refused(target: Any, code: str) -> None:
    start = berlin("2026-11-05 16:15")
    for call in (due_at, late_from):
        with pytest.raises(CalendarError, match=code):
            call(office, start, target)
    with pytest.raises(CalendarError, match=code):
        remaining(office, start, start, target)


@pytest.mark.parametrize("threshold", [75, 0.75, Decimal("0.75"), True, 1, None, hours(-1), Fraction(-1, 4), "75"])
def test_a_number_is_no_threshold(threshold: Any) -> None:
    with pytest.raises(CalendarError, match="K020"):
        warn_at(office, berlin("2026-11-05 16:15"), hours(1), threshold)


def test_a_share_of_the_target_may_be_a_fraction() -> None:
    assert warn_at(office, berlin("2026-11-05 16:00"), hours(2), Fraction(3, 4)) == berlin("2026-11-06 09:30")


def test_a_pause_that_lasts_and_a_calendar_that_never_opens_are_never_due() -> None:
    start = berlin("2026-11-05 16:15")
    assert due_at(office, start, hours(1), [(start, None)]) is None
    assert late_from(office, start, hours(1), [(start, None)]) is None
    assert due_at(Calendar.from_mapping({"tz": "UTC"}), start, hours(1)) is None
    assert elapsed(office, start, start + hours(100), [(start, None)]) == hours(0)


def test_a_clock_that_goes_backwards_has_run_for_nothing() -> None:
    start = berlin("2026-11-05 16:15")
    assert elapsed(office, start, start - hours(20)) == hours(0)
    assert remaining(office, start, start - hours(20), hours(1)) == hours(1)


def test_a_deadline_near_the_end_of_the_calendar_is_none() -> None:
    last = datetime.datetime(9999, 12, 30, tzinfo=UTC)
    assert due_at(office, last, hours(400)) is None
    assert due_at(ALWAYS, last, hours(400)) is None
    assert elapsed(office, last, datetime.datetime.max.replace(tzinfo=UTC)) >= hours(0)
