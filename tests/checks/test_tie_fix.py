"""The repair that a tie carries stands where it belongs, in either notation and language, and ends the tie."""

from __future__ import annotations

import pytest

from checks.desk_rules import DESK
from engage.checks import CHECKS, Checked
from engage.cli.fixing import mended
from engage.ground.finding import Finding
from engage.load import compile as compile_model
from engage.load import read_sources

ENGLISH = """
rule everybody
  event call
  then
    route to front desk

rule good
  # of long standing
  beats seniors
  event call
  when tier is at least silver
  then
    route to senior desk

rule seniors
  event call
  when senior
  then
    route to front desk, needs patience 2

table desks: first
  event call
  tier      || route to
  basic     || senior desk
  otherwise ||
"""
CHINESE = """语言 中文

规则 人人
  事件 来电
  则
    转接 前台

规则 贵宾
  事件 来电
  当 等级 是 金卡
  则
    转接 资深专席

规则 银卡客户
  优先于 贵宾
  事件 来电
  当 等级 是 银卡
  则
    转接 资深专席
"""
YAML = """
rules:
  - rule: everybody
    event: call
    then:
      - route to front desk
  - rule: gold
    beats:
      - other
    event: call
    when:
      - tier is gold
    then:
      - route to senior desk
  - rule: silver
    beats: "other"
    event: call
    when:
      - tier is silver
    then:
      - route to senior desk
  - rule: basic
    event: call
    when:
      - tier is basic
    then:
      - route to senior desk
  - rule: other
    event: call
    then:
      - set priority to 1
"""


def ties(name: str, text: str) -> tuple[tuple[Finding, ...], str]:
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in sorted(DESK.iterdir())]
    texts = [(file, body.replace("case.rules", name)) for file, body in texts]
    ruleset = read_sources([*texts, (name, text)])
    assert ruleset.report.ok, [finding.text() for finding in ruleset.report.findings]
    assert ruleset.model is not None
    found = tuple(CHECKS["tie"](Checked(ruleset.model, compile_model(ruleset))))
    return found, mended(text, [fix for one in found for fix in one.fixes[:1]])[0]


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("case.rules", ENGLISH, ["  beats everybody, seniors", "rule seniors\n  beats everybody", "first\n  beats "]),
        ("case.rules", CHINESE, ["规则 贵宾\n  优先于 人人\n  事件 来电", "  优先于 人人、贵宾"]),
        (
            "case.yaml",
            YAML,
            [
                "    beats:\n      - everybody\n      - other",
                '    beats: "everybody, other"',
                "  - rule: basic\n    beats: everybody\n    event",
            ],
        ),
    ],
)
def test_repairs_stand_where_they_belong_and_end_every_tie(name: str, text: str, lines: list[str]) -> None:
    found, text = ties(name, text)
    assert found
    assert all(line in text for line in lines), text
    for _ in range(3):  # repairs at one place are made one after the other
        found, text = ties(name, text)
    assert not found
