"""A fact that is asked for anew when it is too old is not called stale."""

from __future__ import annotations

import pytest

from checks.desk_rules import DESK
from engage.checks import CHECKS, Checked
from engage.load import compile as compile_model
from engage.load import read_sources

CHEER_UP = """rule cheer up
  event call
  when mood is less than 3
  then set priority to 3
"""


@pytest.mark.parametrize(("origin", "codes"), [("", ["V026"]), ("from: estimator talk.mood, ", [])])
def test_an_estimated_fact_is_told_again_by_who_estimates_it(origin: str, codes: list[str]) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in DESK.iterdir()}
    known = texts["vocabulary.yaml"].replace("customer.mood: {", "customer.mood: {" + origin)
    ruleset = read_sources({**texts, "vocabulary.yaml": known, "case.rules": CHEER_UP}.items())
    assert ruleset.model is not None
    found = CHECKS["stale"](Checked(ruleset.model, compile_model(ruleset)))
    assert [finding.code for finding in found] == codes
