"""When the targets and tasks of a plan are due: in text, on the page and as data, by the level's own calendar."""

from __future__ import annotations

import pytest

from decide.building import situation
from engage.decide import decide, explain
from engage.decide.dues import Dues
from engage.decide.explanation import Explanation
from engage.facts.units import Duration, Unit
from engage.load import from_sources
from engage.workbench.explain_page import explain_page

HEADER = """
ruleset: desk
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [desk.rules]
working week: {monday to friday: 09:00 to 18:00}
calendars:
  berlin: {zone: Europe/Berlin, week: {monday to friday: 09:00 to 17:00}, holidays: [2026-11-05]}
  closed: {week: {}}
safe default: [route to front desk]
"""
VOCABULARY = "vocabulary: desk\nevents: {call: {type: call.received, en: call, zh: 来电, contact: yes}}\n"
CATALOGUE = """
queues: {front_desk: {en: front desk, step: assisted}}
service levels:
  quick:
    {en: quick, zh: 快速, calendar: CALENDAR, targets: {first_response: 2 business hours, resolution: 30 minutes}}
owners: {care: {en: care team, zh: 客服组}}
works: {call_back: {en: call-back, zh: 回访, owner: care}}
"""
RULES = """
rule all
  event call
  then
    route to front desk
    serve at quick
    task call-back for care team, due in 2 working days
"""


def told(calendar: str) -> Explanation:
    """A call of Thursday, 2026-11-05 10:00 in Shanghai."""
    catalogue = CATALOGUE.replace("CALENDAR", calendar)
    files = {"ruleset.yaml": HEADER, "vocabulary.yaml": VOCABULARY, "catalogue.yaml": catalogue, "desk.rules": RULES}
    program = from_sources(files.items())
    return explain(program, decide(program, situation("call")))


@pytest.mark.parametrize(
    ("language", "level", "task"),
    [
        (
            "en",
            "quick: first response 2 business hours (by 2026-11-06 18:00), resolution 30 minutes (by 2026-11-05 10:30)",
            "call-back for care team, due in 2 working days (by 2026-11-09 18:00)",
        ),
        (
            "zh",
            "快速：首次响应 2工作小时（2026-11-06 18:00 前），办结 30分钟（2026-11-05 10:30 前）",
            "回访 给 客服组，2个工作日内（2026-11-09 18:00 前）",
        ),
    ],
)
def test_the_moment_stands_behind_each_target_and_task(language: str, level: str, task: str) -> None:
    explanation = told("berlin")
    for text in (explanation.text(language), explanation.brief(language), explain_page(explanation, language)):
        assert level in text
        assert task in text


def test_data_have_the_moment_with_the_zone_of_the_ruleset() -> None:
    plan = told("berlin").as_json()["plan"]
    assert isinstance(plan, dict)
    assert plan["service_level"]["due_at"] == {
        "first_response": "2026-11-06T18:00:00+08:00",
        "resolution": "2026-11-05T10:30:00+08:00",
    }
    assert [task["due_at"] for task in plan["tasks"]] == ["2026-11-09T18:00:00+08:00"]


def test_a_target_that_is_never_due_has_no_moment() -> None:
    explanation = told("closed")
    assert "first response 2 business hours, resolution 30 minutes (by 2026-11-05 10:30)" in explanation.text("en")
    plan = explanation.as_json()["plan"]
    assert isinstance(plan, dict)
    assert plan["service_level"]["due_at"] == {"resolution": "2026-11-05T10:30:00+08:00"}


@pytest.mark.parametrize("within", [Duration(1, Unit.CALENDAR_DAY), Duration(2, Unit.DAY)])
def test_behind_the_end_of_the_calendar_there_is_no_moment(within: Duration) -> None:
    last = 253_402_214_400_000_000 + 43_200_000_000  # 9999-12-31, at noon UTC
    dues = Dues(told("berlin").program, last)
    assert (dues.of_target("quick", within), dues.of_task(within)) == (None, None)
    assert dues.told("soon", None, "en") == "soon"
