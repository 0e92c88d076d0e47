"""The three criteria that every plan shows, care, skill match and speed, and when a fast plan is still short of one."""

from __future__ import annotations

import json

import pytest

from engage.decide import decide, explain
from engage.decide.criteria import Measured, criteria
from engage.facts.decided import Decision
from engage.facts.known import Event, Profile, Situation
from engage.ground import render
from engage.load import compile as compile_ruleset
from engage.load import read_sources
from engage.program.program import Program

AT = 1_793_584_800_000_000  # 2026-11-02 10:00 in Shanghai
TEXTS = {
    "vocabulary.yaml": """fields:
  event.why: {type: choice, values from: reasons, en: why, zh: 原因}
events:
  call: {type: call.received, contact: yes, fields: [why], en: call, zh: 来电}
""",
    "catalogue.yaml": """queues:
  desk: {en: front desk, zh: 前台, step: assisted}
  expert_desk: {en: expert desk, zh: 专家台, step: expert}
skills:
  network: {en: network work, zh: 网络技术}
  billing: {en: billing, zh: 账务}
service levels:
  quick: {en: quick care, zh: 快速服务, targets: {first_response: 30 seconds}}
wordings:
  hello: {en: hello, zh: 问候, placement: greeting, text en: Good morning.}
answers:
  status: {en: order status, zh: 订单状态}
reasons:
  connection: {en: connection, zh: 通信, needs: [网络技术 2级]}
  outage: {en: outage, zh: 断网, under: connection}
  slow_line: {en: slow line, zh: 网速慢, under: connection, needs: [network work 3, billing]}
  bill: {en: bill, zh: 账单}
""",
    "ruleset.yaml": """engage: 1
ruleset: desk
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [case.rules]
safe default:
  - route to front desk
""",
}


def program(lines: str) -> Program:
    rule = "rule served\n  event call\n  then\n" + "".join(f"    {line}\n" for line in lines.splitlines())
    found = read_sources({**TEXTS, "case.rules": rule}.items())
    assert found.report.ok, render(found.report)
    return compile_ruleset(found)


def decided(made: Program, why: object) -> Decision:
    return decide(made, Situation(Event("e", "/t", "call", AT, data={"why": why}, kind="call"), Profile("c")))


def missing(decision: Decision) -> list[str]:
    return [each.detail for each in decision.reasons if each.code == "skill mismatch"]


@pytest.mark.parametrize(
    ("lines", "why", "lacks"),
    [
        ("route to front desk\nserve at quick care", "outage", ["network 2"]),
        ("route to front desk, needs network work 1", "outage", ["network 2"]),
        ("route to front desk, needs network work 2", "outage", []),
        ("route to front desk, needs network work 3", "slow_line", ["billing 1"]),
        ("route to front desk", "slow_line", ["billing 1", "network 3"]),
        ("route to front desk, needs network work 3; after 30 seconds network work 1", "outage", []),
        ("route to front desk", "bill", []),
        ("answer order status", "outage", []),
        ("say hello", "outage", ["network 2"]),
    ],
    ids=["fast", "level", "enough", "one of two", "both", "ladder", "no need", "no worker", "safe default"],
)
def test_a_skill_the_reason_needs_is_missed_however_fast_the_plan(lines: str, why: str, lacks: list[str]) -> None:
    assert missing(decided(program(lines), why)) == lacks


@pytest.mark.parametrize("why", [None, 7, "no such reason"])
def test_a_reason_that_nobody_can_read_needs_nothing(why: object) -> None:
    assert missing(decided(program("route to front desk"), why)) == []


@pytest.mark.parametrize(
    ("lines", "met"),
    [
        ("route to front desk", (None, False, None)),
        ("route to front desk\nserve at quick care\nsay hello", (True, False, True)),
        ("route to expert desk, needs network work 2", (None, True, None)),
        ("answer order status", (None, None, True)),
    ],
)
def test_every_plan_is_measured_by_all_three(lines: str, met: tuple[bool | None, ...]) -> None:
    found = criteria(decided(program(lines), "outage"))
    assert tuple(each.name for each in found) == tuple(Measured)
    assert tuple(each.met for each in found) == met


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["three criteria", "short of network work 2, which the reason of the contact needs", "quick care"]),
        ("zh", ["三项标准", "缺少网络技术2级：该联系原因需要", "快速服务"]),
    ],
)
def test_the_explanation_shows_them(language: str, told: list[str]) -> None:
    made = program("route to front desk\nserve at quick care")
    explained = explain(made, decided(made, "outage"))
    assert all(part in explained.text(language=language) for part in told)
    data = json.loads(json.dumps(explained.as_json(language)))
    assert [each["criterion"] for each in data["criteria"]] == ["care", "skill match", "speed"]


def test_a_skill_that_is_not_there_is_told_where_it_stands() -> None:
    spoilt = TEXTS["catalogue.yaml"].replace("needs: [网络技术 2级]", "needs: [netwrk 2]")
    found = read_sources({**TEXTS, "catalogue.yaml": spoilt, "case.rules": ""}.items())
    told = render(found.report)
    assert [each.code for each in found.report.findings] == ["R112"]
    assert "there is no skill `netwrk`" in told
    assert "catalogue.yaml:14:48" in told
