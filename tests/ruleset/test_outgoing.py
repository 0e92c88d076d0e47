"""Texts for customers name facts, each with what stands in where it may be missing, and nothing else."""

from __future__ import annotations

import pytest

from engage.decide import decide, explain
from engage.gate import event, profile
from engage.ground import render
from engage.load import compile, read_sources
from engage.ruleset.model import Ruleset

FILES = {
    "ruleset.yaml": "engage: 1\nruleset: desk\nzone: Asia/Shanghai\nsafe default: [route to front desk]\n",
    "vocabulary.yaml": """fields:
  customer.nickname: {type: text, en: nickname, zh: 昵称}
  customer.first_name: {type: text, en: first name, zh: 名字}
  customer.number: {type: text, en: customer number, zh: 客户编号, missing: never}
  customer.plan: {type: text, en: plan, zh: 套餐, missing: never, max age: 30 days}
  customer.bill: {type: money CNY, en: bill, zh: 账单金额}
  customer.kind: {type: choice, values: {gold: {zh: 金}}, en: kind, zh: 类别}
  customer.senior: {type: yes/no, en: senior, zh: 老年}
  customer.since: {type: date, en: since, zh: 起始日}
  event.topic: {type: text, en: topic, zh: 主题, missing: never}
  event.place: {type: text, en: place, zh: 地点, missing: never}
events:
  call: {type: call.received, en: call / calls, contact: yes, fields: [topic, place]}
  visit: {type: visit.made, en: visit, contact: yes, fields: [topic]}
""",
    "a.rules": """rule greet
  event call
  then
    route to front desk
    say hello

scorecard mood (0 to 10)
  start 5
  +1 | bill over 10
  bands low (below 5), high (5 or more)
""",
}


def with_text(text: str, chinese: str = "好") -> Ruleset:
    wording = f"wordings:\n  hello:\n    placement: greeting\n    text en: '{text}'\n    text zh: '{chinese}'\n"
    return read_sources({**FILES, "catalogue.yaml": f"queues: {{front_desk: {{en: front desk}}}}\n{wording}"}.items())


@pytest.mark.parametrize(
    "text",
    [
        'Dear {nickname or else "friend"}',
        'Dear {nickname or else first name or else "friend"}',
        "{nickname or else customer number}",
        "{customer number}, {mood}, {customer.mood}, {topic}",
        'You paid {bill or else "nothing yet"}, {bill or else 0}',
        'A {kind or else "good"} customer, senior: {senior or else "not told"}, since {since or else "long ago"}',
    ],
)
def test_facts_with_what_stands_in_may_go_out(text: str) -> None:
    ruleset = with_text(text)
    assert not ruleset.report.findings, render(ruleset.report)


@pytest.mark.parametrize(
    ("text", "code", "piece"),
    [
        ("Dear {nickname}", "R160", "nickname"),
        ("Dear {nickname or else first name}", "R160", "nickname or else first name"),
        ("{plan}", "R160", "plan"),
        ("{place}", "R160", "place"),
        ("{bill * 2}", "R159", "bill * 2"),
        ("{bill + 1 or else 0}", "R159", "bill + 1 or else 0"),
        ("{number of calls in the last 30 days}", "R159", "number of calls in the last 30 days"),
        ("{now}", "R159", "now"),
        ("{5}", "R159", "5"),
    ],
)
def test_everything_else_is_a_finding_at_its_place(text: str, code: str, piece: str) -> None:
    (finding,) = with_text(text).report.findings
    assert finding.span is not None
    assert (finding.code, finding.span.text) == (code, piece)
    assert not with_text(text).report.ok


def test_the_repair_is_written_in_the_language_of_the_text() -> None:
    (finding,) = with_text("Hello", "{昵称}您好").report.findings
    assert "{昵称 否则 “…”}" in render(with_text("Hello", "{昵称}您好").report, "zh")
    assert finding.span is not None
    assert finding.span.text == "昵称"


def test_words_stand_in_only_where_nothing_is_calculated_with_them() -> None:
    report = with_text('{(bill or else "none") * 2}').report
    assert {finding.code for finding in report.findings} == {"E070"}
    choice = with_text('{(kind or else "none") or else "good"}').report
    assert {finding.code for finding in choice.findings} == {"E013"}


def test_a_value_that_should_always_be_there_and_is_not_leaves_the_text_out() -> None:
    program = compile(with_text("You are {customer number}", "您好"))
    raw = {
        "id": "1",
        "source": "/t",
        "type": "call.received",
        "time": "2026-11-05T10:00:00Z",
        "data": {"topic": "x", "place": "y"},
    }
    decision = decide(program, event(program, raw), profile(program, {"customer.number": " "}))
    assert decision.plan.content[0].texts == {"zh": "您好"}
    told = [(each.slot, each.rule, each.detail) for each in decision.reasons if each.code == "unsaid"]
    assert told == [("say greeting", "hello", "customer.number")]
    assert "nothing stands in" in explain(program, decision).text("en")
    assert "该文本未采用" in explain(program, decision).text("zh")
