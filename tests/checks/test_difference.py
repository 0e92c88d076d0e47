"""Two rulesets compared without events: what is alike is proved, what differs is shown on a customer."""

from __future__ import annotations

import pytest

from checks.desk_rules import desk
from engage.checks.difference import Differences, difference
from engage.facts.plan import Route

RULES = """
table answers: unique
  event complaint
  tier      || priority
  gold      || 2
  otherwise || 1

rule everybody
  event complaint
  then
    route to front desk

rule patient
  beats everybody
  event complaint
  when months with us is at least 12
  then
    route to senior desk
"""


def compared(old: str, new: str) -> Differences:
    first, second = desk(old).model, desk(new).model
    assert first is not None
    assert second is not None
    return difference(first, second)


def told(found: Differences) -> list[tuple[str, str, str]]:
    return [(one.kind, one.part, one.example.id if one.example else "nobody") for one in found.found]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("months with us is at least 12", "not (months with us is below 12)"),
        ("months with us is at least 12", "months with us is 12 or months with us is over 12"),
        ("tier      || priority\n  gold      || 2", "tier      || priority\n  gold      || 2\n  silver    || 1"),
        ("rule patient", "rule patience"),
    ],
)
def test_rules_written_otherwise_are_proved_alike(old: str, new: str) -> None:
    assert compared(RULES, RULES.replace(old, new)).same


def test_a_moved_bound_is_shown_on_a_customer_between_the_two() -> None:
    (only,) = compared(RULES, RULES.replace("at least 12", "at least 24")).found
    assert (only.kind, only.part) == ("complaint", "service")
    assert only.example is not None
    assert only.example.given["customer.months"].value == 12  # type: ignore[union-attr]
    assert only.before == (("route", Route("senior_desk")),)
    assert only.after == (("route", Route("front_desk")),)


def test_without_beats_the_lower_name_wins_and_that_is_told() -> None:
    found = compared(RULES, RULES.replace("  beats everybody\n", "")).found
    assert [(one.part, one.after, one.possible) for one in found] == [
        ("service", (("route", Route("front_desk")),), False)
    ]


def test_a_row_that_is_gone_and_a_default_that_is_another_are_told() -> None:
    assert told(compared(RULES, RULES.replace("  gold      || 2\n", ""))) == [
        ("complaint", "output priority", "example")
    ]


def test_a_rule_of_other_dates_differs_on_the_days_between() -> None:
    dated = RULES.replace("rule patient\n", "rule patient\n  active 2026-11-01 through 2026-11-30\n")
    longer = dated.replace("2026-11-30", "2026-12-31")
    (only,) = compared(dated, longer).found
    assert only.example is not None
    assert only.new is not None
    assert only.new.plan.route == Route("senior_desk")


SCORED = """
scorecard risk (0 to 100)
  start 10
  +30 | tier is gold | gold
  +30 | senior       | senior
  bands low (below 30), high (at least 30)

rule risky
  event call
  when risk is high
  then
    route to senior desk
"""


def test_points_that_give_the_same_bands_are_proved_alike() -> None:
    assert compared(SCORED, SCORED.replace("+30 | tier", "+40 | tier")).same


def test_points_that_give_other_bands_are_shown() -> None:
    found = compared(SCORED, SCORED.replace("+30 | tier", "+10 | tier")).found
    assert [(one.part, one.possible) for one in found] == [("service", False)]
