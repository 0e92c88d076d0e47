"""V063 to V065, and V059 and V060 where floors and queues are the cause: lines that do nothing as they stand."""

from __future__ import annotations

import pytest

from checks.hotel import CATALOGUE, HEADER, RULES, codes, hotel

STANDARD = "service levels: {standard: {en: standard, targets: {first_response: 2 business hours}}}"
CALENDARS = "calendars: {night: {holidays: [2026-12-25]}, late: {from: 2126-01-01, week: {monday: 09:00 to 12:00}}}\n"


def place(code: str, **files: str) -> str:
    (found,) = [each for each in hotel(**files) if each.code == code]
    assert found.span is not None
    return found.span.text


def test_business_time_without_a_working_week_is_told_once_where_it_stands() -> None:
    week = "working week: {monday to friday: 08:00 to 20:00}\n"
    assert codes(hotel(header=HEADER.replace(week, ""))) == ["V063"]
    assert place("V063", header=HEADER.replace(week, "")) == "2 business hours"
    elapsed = CATALOGUE.replace("2 business hours", "2 hours")
    assert codes(hotel(header=HEADER.replace(week, ""), catalogue=elapsed)) == []
    own = CATALOGUE.replace("}}}", "}, calendar: desk}}")
    desk = "calendars: {desk: {week: {monday: 09:00 to 12:00}}}\n"
    assert codes(hotel(header=HEADER.replace(week, desk), catalogue=own)) == []


@pytest.mark.parametrize(
    ("ladder", "told"),
    [
        ("needs plumbing 2; after 60 seconds plumbing 4", ["V064"]),
        ("needs plumbing 2; after 60 seconds plumbing 2, wiring 1", ["V064"]),
        ("needs plumbing 2; after 60 seconds plumbing 1", []),
        ("needs plumbing 2; after 60 seconds wiring 1", []),
        ("needs plumbing 2; after 60 seconds reception", []),
    ],
)
def test_a_rung_that_lets_nobody_in_is_told(ladder: str, told: list[str]) -> None:
    skills = CATALOGUE + "skills: {plumbing: {en: plumbing}, wiring: {en: wiring}}\n"
    rules = RULES.replace("route to reception", f"route to reception, {ladder}")
    assert codes(hotel(rules, catalogue=skills)) == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("on reopen resume", "`on reopen resume` of the clock `first response` is of no use: it has no `reopens when`"),
        (
            "on retarget restart",
            "`on retarget restart` of the clock `first response` is of no use: it has no `retargets when`",
        ),
        ("on reopen resume\n  reopens when event is guest message", ""),
        (
            "warns at 3 business hours left",
            "`warns at 3 business hours left` of the clock `first response` is of no use: no target is longer than "
            "that, so it warns at the start",
        ),
        ("warns at 1 business hour left", ""),
        ("warns at 1 hour left", ""),
    ],
)
def test_a_line_of_a_clock_that_does_nothing_is_told(line: str, told: str) -> None:
    found = [each.text() for each in hotel(f"{RULES}  {line}\n") if each.severity != "info"]
    assert found == ([told] if told else [])


@pytest.mark.parametrize(
    ("catalogue", "code", "where"),
    [
        (CATALOGUE.replace("2 business hours", "0 minutes"), "V065", "0 minutes"),
        (CATALOGUE.replace("2 business hours", "2 days"), "V059", "2 days"),
        (CATALOGUE.replace("{en: reception}", "{en: reception, hours: night, closed: to a callback}"), "V060", "night"),
        (CATALOGUE.replace("{en: reception}", "{en: reception, hours: late, closed: to a callback}"), "V060", "late"),
        (CATALOGUE.replace("}}}", "}, calendar: late}}"), "V060", "late"),
        (CATALOGUE.replace("{en: reception}", "{en: reception, closed: to reception}"), "V065", "to reception"),
    ],
)
def test_a_line_of_the_catalogue_that_does_nothing_is_told_where_it_stands(
    catalogue: str, code: str, where: str
) -> None:
    assert place(code, header=HEADER + CALENDARS, catalogue=catalogue) == where


def test_an_avoidable_reason_without_a_cause_is_told() -> None:
    def reasons(more: str) -> str:
        return CATALOGUE + f"owners: {{it: {{}}}}\nreasons: {{wifi: {{owner: it, avoidable: yes{more}}}}}\n"

    assert "V065" in codes(hotel(catalogue=reasons("")))
    assert "V065" not in codes(hotel(catalogue=reasons(", cause: nobody says it")))


def test_bare_days_of_a_floor_are_told_where_they_stand() -> None:
    floor = RULES + "\nfloor all\n  answer within 2 days\n  approved by Ana on 2026-01-01\n"
    assert codes(hotel(floor)) == ["V059"]
    assert place("V059", rules=floor) == "answer within 2 days"
