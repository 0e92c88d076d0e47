"""A condition may ask about the case of the event: a field that the envelope fills, in every language and notation."""

from __future__ import annotations

import pytest

from engage.errors import EventRejected
from engage.facts.decided import Decision
from engage.gate import event
from engage.load import from_sources, read_sources
from engage.ruleset.convert import convert
from engage.runtime import Engine, SetClock
from engage.workbench.examples import run_examples

START = 1_793_844_000_000_000  # 2026-11-05 10:00 in Shanghai
SOURCES = {
    "ruleset.yaml": """
engage: 1
ruleset: cases
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [desk.rules]
safe default:
  - route to front desk
""",
    "catalogue.yaml": """
queues:
  front_desk: {en: front desk, zh: 前台, step: assisted}
  case_desk: {en: case desk, zh: 专案席, step: assisted}
""",
    "vocabulary.yaml": """
fields:
  event.case: {type: text, en: case, zh: 个案}
events:
  call: {type: call.received, en: call / calls, zh: 来电, contact: yes, fields: [case]}
  visit: {type: visit.made, en: visit / visits, zh: 上门, fields: [case]}
""",
    "desk.rules": """
rule the same case again
  event call
  when at least 2 calls (case is known, same case) in the last 7 days
  then route to case desk

rule somebody was there
  event call
  when visit followed by call (same case) within 2 days in the last 7 days
  then route to case desk

example twice in one case
  event call (case "K1")
  history call 1 day ago (case "K1")
  expect route to case desk

example two cases
  event call (case "K1")
  history call 1 day ago (case "K2")
  expect route to front desk

example no case
  event call
  history call 1 day ago
  expect route to front desk
""",
}
PROGRAM = from_sources(SOURCES.items())


def heard(engine: Engine, number: int, type: str = "call.received", **said: object) -> Decision:
    told = {
        "id": f"e{number}",
        "source": "/desk",
        "type": type,
        "subject": "c7",
        "time": f"2026-11-05T10:0{number}:00Z",
    }
    return engine.receive({**told, **said})


def queue(decision: Decision) -> str:
    assert decision.plan.route is not None
    return decision.plan.route.queue


def test_events_of_the_same_case_are_told_from_others() -> None:
    with Engine(PROGRAM, "sqlite::memory:", clock=SetClock()) as engine:
        assert queue(heard(engine, 1, case="K1")) == "front_desk"
        assert queue(heard(engine, 2, case="K2")) == "front_desk"
        assert queue(heard(engine, 3)) == "front_desk"
        assert queue(heard(engine, 4)) == "front_desk"
        assert queue(heard(engine, 5, case="K1")) == "case_desk"
        assert queue(heard(engine, 6, data={"case": "K2"})) == "case_desk"
        heard(engine, 7, "visit.made", case="K3")
        assert queue(heard(engine, 8, case="K3")) == "case_desk"
        assert [case.id for case in engine.brief("c7").cases] == ["K3", "K2", "K1"]


def test_an_event_belongs_to_the_case_that_its_data_name() -> None:
    told = {"id": "e1", "source": "/desk", "type": "call.received", "time": "2026-11-05T10:00:00Z"}
    assert event(PROGRAM, {**told, "data": {"case": "K1"}}).case == "K1"
    assert event(PROGRAM, {**told, "case": "K2", "data": {"case": "K1"}}).case == "K2"
    assert event(PROGRAM, {**told, "data": {"case": 7}}).case == ""
    with pytest.raises(EventRejected, match="G015 at /data/case"):
        event(PROGRAM, {**told, "data": {"case": "K" * 5_000}})


def test_a_case_that_was_recorded_before_the_vocabulary_named_it_is_known() -> None:
    declared = "fields:\n  event.case: {type: text, en: case, zh: 个案}\n"
    text = SOURCES["vocabulary.yaml"].replace(", fields: [case]", "").replace(declared, "")
    plain = {**SOURCES, "vocabulary.yaml": text}
    plain["desk.rules"] = "rule nothing\n  event call\n  then route to front desk\n"
    with Engine(from_sources(plain.items()), "sqlite::memory:", clock=SetClock()) as engine:
        heard(engine, 1, case="K1")
        engine.activate(PROGRAM)
        assert queue(heard(engine, 2, case="K1")) == "case_desk"


def test_it_is_said_in_chinese_and_in_yaml_and_its_examples_pass() -> None:
    found = read_sources(SOURCES.items())
    assert found.model is not None
    written = convert(found.model, "rules", "zh", found.sources)
    assert "最近7天内 来电（个案 已知，同一 个案） 至少 2 次" in written["desk.rules"]
    for text in (written, convert(found.model, "yaml", "zh-Hant", found.sources)):
        again = read_sources({**SOURCES, **text}.items())
        assert again.model is not None
        assert from_sources({**SOURCES, **text}.items()).hash == PROGRAM.hash
    assert [each.id for each in run_examples(found.model, PROGRAM) if not each.passed] == []
