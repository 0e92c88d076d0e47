"""Explanations tell how a customer's value came about."""

from __future__ import annotations

from pathlib import Path

import pytest

from engage.decide import decide, explain
from engage.decide.explanation import Explanation
from engage.facts.known import Event, Fact, Profile, Situation
from engage.load import compile as compile_ruleset
from engage.load import read_sources

HERE = Path(__file__).parents[1] / "checks" / "desk"
RULES = """
value worth (over 12 months)
  profit balance
  retention months with us / 100
  discount 0.01
  scenario plan
  profit in scenario balance + 8 yuan
  retention in scenario 0.985
  least retention 0.9
  tiers low (below 250), middle (250 to below 900), high (900 or more)

rule by tier
  event call
  when
    worth tier is middle
    worth lower bound is above 1 yuan
  then
    set priority to 1
"""


def told(balance: int | None, retained: int | None, rules: str = RULES) -> Explanation:
    """How a call of such a customer is explained."""
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in sorted(HERE.iterdir())]
    program = compile_ruleset(read_sources([*texts, ("case.rules", rules)]))
    known = {"customer.balance": balance, "customer.months": retained}
    facts = {name: Fact(value, None) for name, value in known.items() if value is not None}
    event = Event("e", "/x", "call.received", 1_793_534_400_000_000, kind="call")
    return explain(program, decide(program, Situation(event, Profile("c", facts))))


def test_the_value_is_told_with_its_parts_its_bounds_and_those_of_its_tier() -> None:
    text = told(20, 97).text("en")
    assert "worth: 286.56 yuan (middle)" in text
    assert "186.36 yuan  as things are, over 12 months" in text
    assert "100.2 yuan   more under plan" in text
    assert "not below 122.62 yuan" in text
    assert "low below 250 yuan; high from 900 yuan on" in text


def test_it_is_told_in_chinese_and_as_plain_data() -> None:
    explanation = told(20, 97)
    assert "“plan”下可增加" in explanation.text("zh")
    values = explanation.as_json("en")["values"]
    assert isinstance(values, list)
    value = values[0]
    assert (value["current"], value["potential"], value["total"]) == ("186.36", "100.2", "286.56")
    assert value["tier"] == "middle"


@pytest.mark.parametrize(("balance", "retained"), [(None, 97), (20, None)])
def test_what_rests_on_something_unknown_is_unknown(balance: int | None, retained: int | None) -> None:
    explanation = told(balance, retained)
    assert "worth: unknown" in explanation.text("en")
    assert [reason.code for reason in explanation.decision.reasons if reason.code == "no rate"] == []


def test_the_reason_names_what_has_the_rate_that_is_none() -> None:
    """Values that differ in a rate alone are worked out, and told of, each by itself."""
    rules = RULES.replace("retention months with us / 100", "retention 0.97").replace(
        "retention in scenario 0.985", "retention in scenario months with us / 100"
    )
    rules = rules.replace("profit in scenario balance + 8 yuan\n  ", "")
    explanation = told(20, 120, rules)
    found = {reason.rule: reason.detail for reason in explanation.decision.reasons if reason.code == "no rate"}
    assert list(found) == ["customer.worth_potential"]
    assert "customer.months / 100" in found["customer.worth_potential"]


def test_a_rate_that_is_none_makes_it_unknown_and_the_reason_says_so() -> None:
    explanation = told(20, 120)
    assert "worth: unknown" in explanation.text("en")
    rules = {reason.rule for reason in explanation.decision.reasons if reason.code == "no rate"}
    assert "customer.worth_current" in rules
