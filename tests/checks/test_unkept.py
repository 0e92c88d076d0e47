"""A floor that nothing in the catalogue can give is an error, unless the safe default brings somebody who can."""

from __future__ import annotations

import pytest

from checks.desk_rules import DESK
from engage.checks import CHECKS, Checked
from engage.ground import Report, render
from engage.load import compile as compile_model
from engage.load import read_sources

FLOOR = """floor everyone
  a person within 2 steps
  complaint can be finished here
"""


@pytest.mark.parametrize(
    ("default", "reaches", "codes"),
    [
        ("route to front desk", "", []),
        ("say hello", "", ["V048", "V048"]),
        ("say hello", ", reaches: person", ["V048"]),
        ("say hello", ", reaches: person, finishes: complaint", []),
    ],
)
def test_a_floor_that_nobody_can_keep_is_an_error(default: str, reaches: str, codes: list[str]) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in DESK.iterdir()}
    header = texts["ruleset.yaml"].replace("route to front desk", default)
    catalogue = texts["catalogue.yaml"].replace(", finishes: complaint", "").replace(", reaches: person", reaches)
    ruleset = read_sources({**texts, "ruleset.yaml": header, "catalogue.yaml": catalogue, "case.rules": FLOOR}.items())
    assert ruleset.model is not None
    assert ruleset.report.ok, render(ruleset.report)
    found = tuple(CHECKS["unkept"](Checked(ruleset.model, compile_model(ruleset))))
    assert [finding.code for finding in found] == codes
    assert not codes or not Report(found).ok
