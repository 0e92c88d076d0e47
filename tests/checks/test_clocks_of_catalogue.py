"""V059 and V060 where a catalogue is the cause: days of a service level, calendars that never open."""

from __future__ import annotations

import pytest

from engage.checks import check
from engage.load import compile, read_sources
from ruleset.test_calendars_file import sources

LEVEL = """
queues: {front_desk: {en: front desk, step: assisted}}
service levels:
  care: {en: care, targets: {resolution: TARGET}, calendar: support}
"""

BOTH = """
  a: {{week: {{monday: 09:00 to 12:00}}}}
  b: {{week: {{monday: {}}}}}
  support: {{both: [a, b]}}
"""


def codes(calendars: str, target: str) -> list[str]:
    ruleset = read_sources(sources(calendars, LEVEL.replace("TARGET", target)).items())
    assert ruleset.report.ok
    assert ruleset.model is not None
    found = check(ruleset.model, compile(ruleset)).findings
    return [finding.code for finding in found if finding.code in ("V059", "V060")]


@pytest.mark.parametrize(
    ("calendars", "target", "said"),
    [
        ("  support: {week: {monday: 09:00 to 12:00}}", "8 business hours", []),
        ("  support: {week: {monday: 09:00 to 12:00}}", "2 days", ["V059"]),
        ("  support: {holidays: [2026-12-25]}", "8 business hours", ["V060"]),
        ("  support: {holidays: [2026-12-25]}", "8 hours", []),
        ("  support: {dates: {2026-12-24: 09:00 to 12:00}}", "1 working day", []),
        (BOTH.format("13:00 to 15:00"), "1bd", ["V060"]),
        (BOTH.format("11:00 to 15:00"), "1bd", []),
        ("  support: {from: 2027-01-01, week: {monday: 09:00 to 12:00}}", "1bd", []),
    ],
)
def test_days_and_closed_calendars_of_service_levels(calendars: str, target: str, said: list[str]) -> None:
    assert codes(calendars, target) == said
