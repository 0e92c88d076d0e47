"""Two rulesets compared without events: what is alike is proved, what differs is shown on a customer."""

from __future__ import annotations

import datetime

import pytest
from attrs import evolve

from checks.desk_rules import desk
from engage.checks.difference import Differences, difference
from engage.facts.plan import Route
from engage.facts.vocabulary import Settling
from engage.ruleset.model import Model, WorkingWeek

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


def test_points_that_are_added_up_are_told_where_nothing_else_is_added() -> None:
    first, second = (desk(ADDED.replace("start 10", start)).model for start in ("start 10", "start 20"))
    assert first is not None
    assert second is not None
    found = difference(_added_up(first), _added_up(second)).found
    assert [(one.kind, one.part, one.possible) for one in found] == [("call", "output priority", False)]


ADDED = """
scorecard risk (0 to 100)
  start 10
  +30 | tier is gold | gold
  bands low (below 30), high (at least 30)

rule risky
  event call
  then
    set priority to risk
"""


def _added_up(model: Model) -> Model:
    outputs = tuple(evolve(each, settling=Settling.SUM) for each in model.header.outputs)
    return evolve(model, header=evolve(model.header, outputs=outputs))


BY_SETTING = """
rule patient
  event call
  when {}
  then
    route to senior desk
"""


def by_settings(condition: str, before: str, after: str, rules: str = "") -> Differences:
    """The same rule under two headers."""
    text = rules or BY_SETTING.format(condition)
    models = []
    for setting in (before, after):
        model = desk(text).model
        assert model is not None
        name, _, value = setting.partition(": ")
        header = model.header
        if name == "zone":
            header = evolve(header, zone=value)
        elif name == "billing day":
            header = evolve(header, billing_day=int(value))
        else:
            nine_to_six = ((datetime.time(9), datetime.time(18)),)
            header = evolve(header, working=WorkingWeek(dict.fromkeys(range(int(value)), nine_to_six)))
        models.append(evolve(model, header=header))
    return difference(models[0], models[1])


@pytest.mark.parametrize(
    ("condition", "before", "after"),
    [
        ("hour of now is below 9", "zone: Asia/Shanghai", "zone: Europe/Berlin"),
        ("number of call in the last 2 full billing months is at least 2", "billing day: 1", "billing day: 15"),
        ("any call in the 2 working days before", "working week: 5", "working week: 2"),
    ],
)
def test_another_setting_by_which_a_rule_asks_is_shown_or_not_called_alike(
    condition: str, before: str, after: str
) -> None:
    found = by_settings(condition, before, after)
    assert [(one.kind, one.part) for one in found.found if not one.possible][:1] == [("call", "service")]
    assert by_settings(condition, before, before).same


def test_where_nobody_is_found_who_shows_what_a_setting_changes_it_is_told_as_possible() -> None:
    found = by_settings("contract end is before now", "zone: Asia/Shanghai", "zone: America/Los_Angeles")
    assert {(one.kind, one.part, one.possible) for one in found.found} == {("call", "service", True)}


def test_another_setting_by_which_nothing_asks_is_proved_to_be_nothing() -> None:
    assert by_settings("months with us is at least 12", "billing day: 1", "billing day: 5").same
    assert by_settings("number of call in the last 30 days is at least 2", "zone: UTC", "zone: Asia/Shanghai").same


def test_another_zone_by_which_a_promised_time_is_counted_is_named_and_nothing_is_proved_of_it() -> None:
    promised = "\nrule everybody\n  event call\n  then\n    task call-back, due in 2 working days\n"
    found = by_settings("", "zone: UTC", "zone: Asia/Shanghai", promised)
    assert (found.found, found.settings, found.same) == ((), ("zone",), False)


def test_a_scorecard_of_which_a_line_asks_something_else_is_shown() -> None:
    found = compared(SCORED, SCORED.replace("+30 | senior       |", "+30 | months with us is at least 12 |")).found
    assert [(one.part, one.possible) for one in found] == [("service", False), ("service", False)]
