"""What explanations say of conditions on what is worked out: solved where it is a straight line, else only tried."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from decide.building import AT, situation
from engage.decide import Explanation, decide, explain
from engage.decide.explain_change_text import ChangeTelling
from engage.load import from_sources
from engage.workbench.explain_page import explain_page

HEADER = """
engage: 1
ruleset: small
language: en
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [all.rules]
safe default:
  - route to front desk
"""
VOCABULARY = """
vocabulary: small
fields:
  customer.tier: {type: choice, values: {basic: {zh: 普通}, gold: {zh: 金卡}}, en: customer tier, zh: 客户等级}
  customer.fee: {type: money CNY, en: monthly fee, zh: 月租}
  customer.score: {type: number, en: credit score, zh: 信用分}
  customer.months: {type: number, en: months with us, zh: 在网月数}
  customer.best_time: {type: time, en: best time to call, zh: 方便时间}
  customer.last_seen: {type: moment, en: last seen, zh: 最近出现}
  customer.interests:
    type: list of choice
    values: {sport: {zh: 体育}, film: {zh: 电影}, games: {zh: 游戏}}
    en: interests
    zh: 兴趣
events:
  call: {type: call.received, en: call / calls, zh: 来电, contact: yes}
"""
CATALOGUE = """
queues:
  front_desk: {en: front desk, zh: 综合坐席, step: assisted}
  senior_desk: {en: senior desk, zh: 资深专席, step: expert}
allowances:
  waiver: {en: waiver, zh: 减免, type: money CNY}
"""
RULES = """
rule a
  event call
  then
    route to front desk
rule b
  beats a
  event call
  when
    {}
  then
    route to senior desk
"""


def told(condition: str, rules: str = "", **facts: object) -> Explanation:
    """A call of a customer with these facts, where rule `b` has such a condition, explained."""
    texts = {
        "ruleset.yaml": HEADER,
        "vocabulary.yaml": VOCABULARY,
        "catalogue.yaml": CATALOGUE,
        "all.rules": rules + RULES.format(condition),
    }
    program = from_sources(tuple(texts.items()))
    return explain(program, decide(program, situation("call", **facts)))  # type: ignore[arg-type]  # names of facts


def needs(explanation: Explanation, language: str = "en") -> list[str]:
    telling = ChangeTelling(explanation, language)
    return [telling.answer(one) for one in explanation.why_not("b")]


def proved(explanation: Explanation) -> bool:
    (one,) = explanation.why_not("b")
    return one.flip is not None and one.flip.proved


@pytest.mark.parametrize(
    ("condition", "rules", "facts", "wanted"),
    [
        ("monthly fee * 12 is at least 1,200", "", {}, "monthly fee: at least 100 yuan (now unknown)"),
        ("yearly is over 1,200", "fact yearly = monthly fee * 12", {}, "monthly fee: more than 100 yuan (now unknown)"),
        ("credit score / 6 is below 10", "", {"score": 90}, "credit score: below 60 (now 90)"),
        ("100 - credit score is at least 30", "", {"score": 90}, "credit score: at most 70 (now 90)"),
    ],
)
def test_a_straight_line_is_solved_for_the_fact(
    condition: str, rules: str, facts: dict[str, object], wanted: str
) -> None:
    """Mutants: the bound is not put among the cuts; a falling line is solved with the wrong sign."""
    explanation = told(condition, rules, **facts)
    assert needs(explanation) == [wanted]
    assert proved(explanation)


def test_the_other_facts_of_a_line_are_put_in() -> None:
    explanation = told("credit score / months with us is over 10", months=6)
    assert needs(explanation) == ["credit score: more than 60 (now unknown)"]
    (best, *_) = ChangeTelling(explanation, "en").next_question()[1:]
    assert "any answer" in best
    both = told("credit score / months with us is over 10")
    (one,) = both.why_not("b")
    assert one.flip is not None
    assert not one.flip.proved


def test_no_answer_is_said_to_settle_what_another_unknown_fact_keeps_open() -> None:
    explanation = told("monthly fee * 12 is at least 1,200\n    customer tier is gold")
    (fee,) = (one for one in explanation.questions if explanation.seen[one.slot].name == "customer.fee")
    assert fee.always == ()
    telling = ChangeTelling(explanation, "en")
    assert [telling.answer_to(fee.slot, each) for each in fee.answers if each.settles] == ["below 100 yuan"]


def test_what_cannot_be_worked_through_is_only_tried_and_said_so() -> None:
    crooked = told("credit score * credit score is at least 10,000,000,000")
    assert needs(crooked) == ["none of the changes that were tried does it; not every answer could be worked through"]
    waiver = told("customer tier is gold", "rule w\n  event call\n  then\n    allow waiver up to monthly fee / 2\n")
    lines = ChangeTelling(waiver, "en").next_question()
    (fee,) = (one for one in waiver.questions if waiver.seen[one.slot].name == "customer.fee")
    assert all(answer.tried for answer in fee.answers)
    assert not any("anything" in line for line in lines)


@pytest.mark.parametrize(
    ("active", "said"),
    [
        ("active from 2030-12-01", "it speaks from 2030-12-01"),
        ("active through 2020-12-01", "it speaks through 2020-12-01"),
        ("active from 2030-12-01 through 2030-12-01", "it speaks on 2030-12-01"),
    ],
)
def test_a_rule_out_of_force_names_the_dates_that_it_has(active: str, said: str) -> None:
    rules = f"rule c\n  event call\n  {active}\n  then\n    route to senior desk\n"
    assert said in [line.strip() for line in told("customer tier is gold", rules).text("en").splitlines()]


def test_a_time_that_is_held_against_the_clock_is_told_apart_where_the_clock_stands() -> None:
    """Mutant: only dates and moments are held against the parts of now."""
    explanation = told("time of now is before best time to call", best_time=datetime.time(23, 59))
    case = explanation.case
    assert case is not None
    (question,) = (each for each in case.questions.values() if each.name == "customer.best_time")
    clock = datetime.datetime.fromtimestamp(case.at / 1_000_000, datetime.UTC).astimezone(ZoneInfo("Asia/Shanghai"))
    assert clock.time() in [cell.sample for cell in question.cells]
    assert question.now == len(question.cells) - 1


def test_moments_stand_in_the_zone_of_the_ruleset_in_every_text() -> None:
    # Seen and asked for at 09:00 and 10:00 in Shanghai, which are 01:00 and 02:00 in Greenwich.
    seen = AT - 3_600_000_000
    made = told("last seen is after 2026-11-05T10:00+08:00", last_seen=seen)
    texts = [made.text("en"), made.text("zh"), explain_page(made, "en"), explain_page(made, "zh", "b")]
    for text in texts:
        assert "2026-11-05 09:00" in text
        assert "01:00" not in text
        assert "02:00" not in text
    assert "last seen is after 2026-11-05T10:00+08:00" in made.text("en")
    assert "after 2026-11-05 10:00 (now 2026-11-05 09:00)" in needs(made)[0]
    between = "last seen is after 2026-11-05T10:00+08:00\n    last seen is before 2026-11-06T10:00+08:00"
    assert "after 2026-11-05 10:00 and before 2026-11-06 10:00 (now" in needs(told(between, last_seen=seen))[0]
    customer = told("last seen is before 2026-11-05T10:00+08:00", last_seen=seen).customer("en")
    assert "01:00" not in customer
    assert "02:00" not in customer


def test_rules_are_shown_with_their_titles() -> None:
    table = 'table c (first)\n  title en "The <c> table"\n  event call\n'
    table += "  customer tier || route\n  gold || senior desk\n"
    other = "rule d\n  title zh “丁规则”\n  event call\n  then allow waiver up to 9\n"
    made = told("customer tier is gold", table + other)
    assert "c row 1 (The <c> table)" in made.text("en")
    assert "d（丁规则）" in made.text("zh")
    assert '丁规则<br><span class="soft">d</span>' in explain_page(made, "zh")
    assert "The &lt;c&gt; table<br>" in explain_page(made, "en")
    assert "丁规则" not in made.customer("zh")
