"""Calendars of ruleset.yaml, and the service levels that run on them."""

from __future__ import annotations

import datetime

import pytest

from engage.ground.render import render
from engage.load import compile, read_sources
from engage.program.program import Program
from engage.service import Calendar

HEADER = """
engage: 1
ruleset: calendars
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: []
working week: {monday to friday: 09:00 to 18:00}
safe default: [route to front desk]
calendars:
"""
CATALOGUE = """
queues: {front_desk: {en: front desk, step: assisted}}
service levels:
  care: {en: care, targets: {first_response: 2 business hours}, calendar: support}
"""
SUPPORT = """
  support:
    zone: Europe/Berlin
    week: {monday to thursday: "09:00 to 12:00, 13:00 to 17:00", friday: 22:00 to 06:00, sunday: 00:00 to 24:00}
    holidays: [2026-12-25 to 2026-12-26]
    dates: {2026-12-24: 09:00 to 12:00}
    from: 2026-01-01
    changes:
      - from: 2026-07-01
        week: {monday: 10:00 to 12:00}
"""


def sources(calendars: str, catalogue: str = CATALOGUE) -> dict[str, str]:
    said = "vocabulary: v\nevents: {call: {type: call.received, en: call, contact: yes}}\n"
    return {"ruleset.yaml": HEADER + calendars, "vocabulary.yaml": said, "catalogue.yaml": catalogue}


def compiled(calendars: str) -> Program:
    ruleset = read_sources(sources(calendars).items())
    assert render(ruleset.report) == ""
    return compile(ruleset)


def test_a_calendar_means_what_the_same_mapping_means() -> None:
    days = ("mon", "tue", "wed", "thu")
    written: dict[str, object] = {
        "tz": "Europe/Berlin",
        "week": {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in days}
        | {"fri": [["22:00", "06:00"]], "sun": [["00:00", "24:00"]]},
        "holidays": ["2026-12-25", "2026-12-26"],
        "dates": {"2026-12-24": [["09:00", "12:00"]]},
        "from": "2026-01-01",
        "changes": [{"from": "2026-07-01", "week": {"mon": [["10:00", "12:00"]]}}],
    }
    program = compiled(SUPPORT)
    assert program.calendars["support"] == Calendar.from_mapping(written).schedules
    assert program.furnishing.level_calendars == {"care": "support"}


def test_the_working_week_is_the_calendar_without_a_name() -> None:
    (schedule,) = compiled("  support: {week: {monday: 09:00 to 12:00}}").calendars[""]
    assert schedule.zone == "Asia/Shanghai"
    assert schedule.on(datetime.date(2026, 11, 5)) == ((9 * 3600, 18 * 3600),)


def test_of_both_all_must_be_open() -> None:
    program = compiled("  a: {week: {monday: 09:00 to 12:00}}\n  support: {both: [a, b]}\n  b: {zone: Europe/Berlin}")
    assert program.calendars["support"] == (*program.calendars["a"], *program.calendars["b"])


@pytest.mark.parametrize(
    ("calendars", "said"),
    [
        ("  support: {zone: Mars/Olympus}", "R"),
        ("  support: {week: {moonday: 09:00 to 12:00}}", "R129"),
        ("  support: {week: {monday: 09:00 to 25:00}}", "R129"),
        ("  support: {week: {friday: 22:00 to 06:00, saturday: 05:00 to 09:00}}", "R146"),
        ("  support: {holidays: [2026-02-30]}", "R130"),
        ("  support: {dates: {tomorrow: 09:00 to 12:00}}", "R130"),
        ("  support: {holidays: [2026-12-24], dates: {2026-12-24: 09:00 to 12:00}}", "R147"),
        ("  support: {dates: {2026-12-24: noon}}", "R129"),
        ("  support: {changes: [{week: {monday: 09:00 to 12:00}}]}", "R"),
        ("  support: {from: 2026-02-01, changes: [{from: 2026-01-01}]}", "R254"),
        ("  support: {both: [nobody]}", "R"),
        ("  suport: {week: {monday: 09:00 to 12:00}}", "R"),  # the service level names another one
    ],
)
def test_what_is_no_calendar_is_told(calendars: str, said: str) -> None:
    findings = read_sources(sources(calendars).items()).report.findings
    assert findings
    assert findings[0].code.startswith(said)
    assert findings[0].span is not None


@pytest.mark.parametrize(
    ("calendar", "code", "where"),
    [
        ('{week: {monday: "09:00 to 12:00, 11:00 to 13:00"}}', "R146", "09:00 to 12:00, 11:00 to 13:00"),
        ("{week: {monday: 09:00 to 12:00, monday to friday: 11:00 to 18:00}}", "R146", "11:00 to 18:00"),
        ("{week: {monday: 22:00 to 06:00, tuesday: 05:00 to 12:00}}", "R146", "05:00 to 12:00"),
        ('{dates: {2026-12-24: "09:00 to 12:00, 11:00 to 13:00"}}', "R146", "09:00 to 12:00, 11:00 to 13:00"),
        ("{holidays: [2026-12-24], dates: {2026-12-24: 09:00 to 12:00}}", "R147", "2026-12-24"),
        ("{holidays: [2027-01-05 to 2027-01-01]}", "R148", "2027-01-05 to 2027-01-01"),
        ("{holidays: [2027-01-01 to 2027-02-30]}", "R130", "2027-01-01 to 2027-02-30"),
        ("{both: [support]}", "R149", "support"),
        ("{both: [a], week: {monday: 09:00 to 12:00}}", "R181", "week"),
    ],
)
def test_what_is_wrong_with_a_calendar_is_said_as_it_is(calendar: str, code: str, where: str) -> None:
    written = f"  a: {{week: {{monday: 09:00 to 12:00}}}}\n  support: {calendar}"
    (found,) = read_sources(sources(written).items()).report.findings
    assert found.code == code
    assert found.span is not None
    assert found.span.text == where


def test_an_offer_that_stands_for_no_time_is_refused() -> None:
    catalogue = CATALOGUE.replace("step: assisted", "step: assisted, ring: 0 seconds")
    (found,) = read_sources(sources("  support: {week: {monday: 09:00 to 12:00}}", catalogue).items()).report.findings
    assert found.code == "R202"
