"""Proposals for a small ruleset: what they cover, what they say, in both notations and languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from engage.load import compile, read, read_sources
from engage.program.program import Program
from engage.ruleset.model import Model
from engage.workbench.coverage import Meter
from engage.workbench.propose import Proposals, propose
from engage.workbench.proposed_text import example_text

VOCABULARY = """
vocabulary: desk
fields:
  customer.tier:
    {type: choice, ordered: yes, values: {basic: {zh: 普通}, gold: {zh: 金卡}}, en: customer tier, zh: 客户等级}
  customer.months: {type: number, en: months with us, zh: 在网月数}
  event.amount: {type: number, en: amount, zh: 金额}
events:
  call: {type: call.received, en: call / calls, zh: 来电, measure: 次, contact: yes}
  complaint: {type: complaint.made, en: complaint / complaints, zh: 投诉, measure: 次, contact: yes}
  closed: {type: complaint.closed, en: complaint closed, zh: 投诉办结}
  call_back: {type: call.back, en: call-back, zh: 回访}
  bill: {type: bill.made, en: bill / bills, zh: 账单, fields: [amount]}
"""
CATALOGUE = """
queues: {desk: {en: desk, zh: 专席}, front: {en: front desk, zh: 前台}}
owners: {team: {en: care team, zh: 客服组}}
works: {call_back: {en: call-back, zh: 回访, owner: team, channel: crm}}
offers: {month: {en: one month free, zh: 免一个月月租, class: commercial, value: 1}}
"""
HEADER = "ruleset: desk\nzone: Asia/Shanghai\nsafe default: [route to front desk]\nfiles: [a.rules]\n"


def opened(rules: str) -> tuple[Model, Program]:
    files = {"ruleset.yaml": HEADER, "vocabulary.yaml": VOCABULARY, "catalogue.yaml": CATALOGUE, "a.rules": rules}
    ruleset = read_sources(files.items())
    assert ruleset.model is not None
    assert ruleset.report.findings == ()
    return ruleset.model, compile(ruleset)


def proposed(rules: str, notation: str = "rules", language: str = "en") -> tuple[str, Proposals]:
    model, program = opened(rules)
    found = propose(model, program, Meter.of(model, program).units, notation, language)
    return example_text([one.example for one in found.found], model, notation, language), found


GOLD = """
rule gold
  event call
  when
    customer tier is gold
    any complaint in the last 30 days
  then
    route to desk
    task call-back for care team
"""


def test_a_proposal_states_a_customer_and_what_comes_out_today() -> None:
    text, found = proposed(GOLD)
    assert found.left == ()
    assert (
        text
        == """\
# covers rule gold
example proposed for gold
  at 2026-01-15 18:00
  event call
  given customer tier gold
  history complaint 1 day ago
  expect
    # to confirm: this is what comes out today; mend what is wrong, then take this line away
    route to desk
    task call-back for care team
    fired gold
"""
    )


def test_a_proposal_speaks_chinese_and_yaml() -> None:
    text, _ = proposed(GOLD, "yaml", "zh")
    assert (
        text
        == """\
示例:
  # 覆盖 规则 gold
  - 示例: 为 gold 建议
    时间: 2026-01-15 18:00
    事件: 来电
    已知:
      - 客户等级 金卡
    历史:
      - 1天前 投诉
    期望:
      # 待确认：这是目前的结果；请改正不对之处，再删去本行
      - 转接 专席
      - 派单 回访 给 客服组
      - 触发 gold
"""
    )


def test_a_part_of_an_or_gets_a_customer_on_whom_it_decides() -> None:
    text, found = proposed(
        """
rule either
  event call
  when
    any of
      customer tier is gold
      months with us is at least 24
  then route to desk
"""
    )
    assert [unit.id for one in found.found for unit in one.covers] == ["either", "either part 1", "either part 2"]
    assert "customer tier gold" in text
    assert "months with us 24" in text
    assert "customer tier gold; months with us 24" not in text


def test_a_beaten_rule_gets_a_customer_whom_the_other_leaves_alone() -> None:
    text, found = proposed(
        """
rule all
  event call
  then route to front desk

rule gold
  beats all
  event call
  when customer tier is gold
  then route to desk
"""
    )
    assert found.left == ()
    assert "given customer tier basic" in text


def test_a_rule_that_can_never_speak_is_left() -> None:
    _, found = proposed(
        """
rule quiet
  event call
  then route to front desk

rule loud
  beats quiet
  event call
  then route to desk
"""
    )
    assert [unit.id for unit in found.left] == ["quiet"]


def test_a_rule_between_dates_is_asked_between_them() -> None:
    text, found = proposed("rule may\n  active 2027-05-01 through 2027-05-31\n  event call\n  then route to desk\n")
    assert found.left == ()
    assert "at 2027-05-" in text


def test_a_deadline_has_its_start_in_the_past() -> None:
    text, found = proposed(
        """
rule missed
  event 3 working days after complaint closed without call-back
  then task call-back for care team
"""
    )
    assert found.left == ()
    assert "event deadline of missed" in text
    assert "history complaint closed 3 working days ago" in text


def test_a_veto_is_shown_where_it_takes_something_out() -> None:
    text, found = proposed(
        """
rule offers
  event call
  then offer one month free

never offer commercial
  when any complaint in the last 30 days
"""
    )
    assert found.left == ()
    assert "not offer commercial" in text
    assert "with reason forbidden by never offer commercial" in text


def test_a_score_line_expects_its_band_and_a_streak_its_bills() -> None:
    text, found = proposed(
        """
scorecard risk (0 to 100)
  start 0
  +60 | amount falls for 2 billing months in a row | less
  bands low (below 50), high (at least 50)

rule at risk
  event call
  when risk is high
  then route to desk
"""
    )
    assert found.left == ()
    assert "risk is high" in text
    assert text.count("billing month ago") + text.count("billing months ago") == 3


def test_otherwise_and_rows_behind_the_first_are_reached() -> None:
    text, found = proposed(
        """
table desks: first
  event call
  customer tier | months with us || route to
  gold          | -              || desk
  -             | at least 24    || desk
  otherwise                      || front desk
"""
    )
    assert [unit.id for one in found.found for unit in one.covers] == ["desks row 1", "desks row 2", "desks otherwise"]
    assert "fired desks" in text


#: What rests on how many promises are open or were broken.
PROMISED = {
    "nothing commercial while a call is owed",
    "callers who wait for a follow-up",
    "a second promise broken",
    "sorry that nobody called",
    "customer.upset line 4",
}


@pytest.mark.parametrize("name", ["telecom-care", "bank-calls"])
def test_everything_of_a_shipped_ruleset_can_be_proposed(name: str) -> None:
    ruleset = read(Path(__file__).parents[2] / "rulesets" / name)
    assert ruleset.model is not None
    model, program = ruleset.model, compile(ruleset)
    found = propose(model, program, Meter.of(model, program).units)
    # No example can state for how long a condition has held; and nobody is found yet by what is promised to them.
    held = [unit for unit in found.left if unit.kind == "move"]
    assert all(" for " in unit.words.en for unit in held)
    assert len(held) == (2 if name == "telecom-care" else 0)
    assert {unit.id for unit in found.left if unit.kind != "move"} == (PROMISED if name == "telecom-care" else set())
