"""What is found wrong with a floor as a whole; its sentences are tried in tests/language/test_floors.py."""

from __future__ import annotations

import pytest

from checks.desk_rules import DESK
from engage.ground import Severity
from engage.load import read_sources
from engage.ruleset.floors import Floor


def codes(rules: str, header: str = "") -> list[tuple[str, int]]:
    texts = {path.name: path.read_text(encoding="utf-8") for path in DESK.iterdir()}
    texts["ruleset.yaml"] += header
    found = read_sources({**texts, "case.rules": rules}.items())
    return [(each.code, each.span.line if each.span else 0) for each in found.report.findings]


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ("floor a\n  answer within 3 minutes\n", []),
        ("floor a\n", [("R210", 1)]),
        ("floor a\n  when tier is gold\n", [("R210", 1)]),
        ("floor a\n  approved by Wang Fang on 2026-10-08\n", []),
        ("floor a\n  event call\n  complaint answered within 3 days\n", [("R211", 3)]),
        ("floor a\n  event complaint\n  complaint answered within 3 days\n", []),
        ("floor a\n  event 3 days after complaint without call\n  answer within 3 minutes\n", [("R212", 2)]),
        ("floor a\n  answer within 3 minutes\nrule a\n  event call\n  then say hello\n", [("R053", 3)]),
        ("floor a\n  answer within 3 minutes\n  aproved by Wang Fang on 2026-10-08\n", [("R006", 3)]),
        ("floor a\n  answer within 3 minutes\n    or so\n", [("R012", 3)]),
        ("floor a\n  holds\n    answer within 3 minutes\n", []),
        ("floor a\n  answer within 3 minutes\nrule b\n  beats a\n  event call\n  then say hello\n", [("R055", 4)]),
    ],
)
def test_a_floor_is_read_as_a_whole(rules: str, found: list[tuple[str, int]]) -> None:
    assert codes(rules) == found


def test_an_approval_that_ends_before_the_horizon_is_told() -> None:
    rules = "floor a\n  answer within 3 minutes\n  approved by Wang Fang on 2026-10-08, through 2026-12-31\n"
    assert codes(rules, "horizon: 2027-03-31\n") == [("R213", 1)]
    assert codes(rules, "horizon: 2026-12-31\n") == []


def test_a_floor_of_the_sample_is_read() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in DESK.iterdir()}
    held = "    保证:\n      - 180秒内 接听\n      - 2步内 可转人工\n"
    yaml = f"底线:\n  - 底线: 所有客户\n{held}    审批: 王芳 2026-10-08，至 2027-03-31\n"
    header = texts["ruleset.yaml"].replace("case.rules", "case.yaml")
    found = read_sources({**texts, "ruleset.yaml": header, "case.yaml": f"语言: 中文\n{yaml}"}.items())
    assert found.model is not None
    assert [each for each in found.report.findings if each.severity is Severity.ERROR] == []
    (floor,) = found.model.every(Floor)
    assert (floor.id, len(floor.holdings), floor.approval and floor.approval.by) == ("所有客户", 2, "王芳")
