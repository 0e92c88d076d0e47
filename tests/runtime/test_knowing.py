"""What is known of a customer: where from, since when, how sure; what contradicts, what is too old, what is to come."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import engage
from engage.errors import EventRejected
from engage.facts.known import Fact
from engage.gate.values import moment_text
from engage.knowledge.freshness import line_of
from engage.load import from_sources
from engage.runtime import Engine, SetClock

START = 1_793_844_000_000_000  # 2026-11-05 10:00 in Shanghai
DAY = 86_400_000_000
SOURCES = [
    (
        "ruleset.yaml",
        """
engage: 1
ruleset: desk
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
files: [desk.rules]
outputs:
  urgent: {type: yes/no, otherwise: no}
safe default:
  - set urgent to no
""",
    ),
    (
        "vocabulary.yaml",
        """
fields:
  customer.mood: {type: number, en: mood, zh: 情绪, max age: 30 days, confidence: at least 0.7}
  customer.plan: {type: text, en: plan, zh: 套餐, from: order.plan}
  event.plan: {type: text, en: ordered plan, zh: 所订套餐}
events:
  call: {en: call, type: call.received}
  order: {en: order, type: order.placed, fields: [plan]}
""",
    ),
    (
        "desk.rules",
        "rule hurry\n  event call\n  when mood is less than 3\n  then set urgent to yes\n",
    ),
]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with Engine(from_sources(SOURCES), f"sqlite:{tmp_path / 'care.db'}", clock=SetClock(START)) as opened:
        yield opened


def event(number: int, at: int, type: str = "call.received", **data: object) -> dict[str, object]:
    return {"id": f"e{number}", "source": "/t", "type": type, "time": moment_text(at), "subject": "c7", "data": data}


def urgent(engine: Engine, number: int, at: int) -> object:
    return engine.receive(event(number, at)).plan.outputs["urgent"]


def test_a_fact_keeps_its_source_its_moment_and_how_sure_it_is(engine: Engine) -> None:
    kept = engine.know("c7", {"customer.mood": 2}, "survey", at="2026-11-01T10:00:00+08:00", confidence=0.8)
    assert kept == ()
    told = Fact(2, START - 4 * DAY, "survey", Decimal("0.8"), START)
    assert engine.profile("c7").facts == {"customer.mood": told}


def test_what_is_too_old_is_unknown_and_the_explanation_says_until_when_it_was_known(engine: Engine) -> None:
    engine.know("c7", {"customer.mood": 2})
    assert urgent(engine, 1, START + 30 * DAY) is True
    decision = engine.receive(event(2, START + 30 * DAY + 1))
    assert decision.plan.outputs["urgent"] is False
    assert ("too old", "customer.mood") in [(reason.code, reason.detail) for reason in decision.reasons]
    text = str(engage.explain(engine.program, decision))
    assert "mood was known until 2026-12-05 10:00, and is too old now (told 2026-11-05 10:00)" in text
    assert engine.decision(decision.id) == decision


def test_what_is_too_doubtful_is_unknown(engine: Engine) -> None:
    engine.know("c7", {"customer.mood": 2}, confidence=Decimal("0.69"))
    decision = engine.receive(event(1, START))
    assert decision.plan.outputs["urgent"] is False
    assert "told with a confidence of 0.69, and at least 0.7 is asked for" in str(
        engage.explain(engine.program, decision)
    )


def test_what_was_told_ahead_is_unknown_until_its_moment(engine: Engine) -> None:
    engine.know("c7", {"customer.mood": 2}, at=datetime.datetime(2026, 11, 6, 10, tzinfo=datetime.UTC))
    decision = engine.receive(event(1, START))
    assert decision.plan.outputs["urgent"] is False
    assert "holds from 2026-11-06 18:00 on" in str(engage.explain(engine.program, decision))
    assert urgent(engine, 2, START + 2 * DAY) is True


def test_what_was_told_ahead_leaves_standing_what_is_true_until_then(engine: Engine) -> None:
    engine.know("c7", {"customer.mood": 9})
    ahead = datetime.datetime(2026, 11, 6, 10, tzinfo=datetime.UTC)
    assert engine.know("c7", {"customer.mood": 2}, at=ahead) == ()
    assert urgent(engine, 1, START) is False
    assert urgent(engine, 2, START + 2 * DAY) is True
    assert engine.profile("c7").facts["customer.mood"].before is not None
    engine.know("c9", {"customer.mood": 7}, at=datetime.datetime(2026, 11, 7, 10, tzinfo=datetime.UTC))
    engine.merge("c9", into="c7")
    assert [fact.value for fact in line_of(engine.profile("c7").facts["customer.mood"])] == [7, 2, 9]


def test_what_is_said_now_stands_until_what_was_told_ahead(engine: Engine) -> None:
    engine.know("c7", {"customer.mood": 9}, at=datetime.datetime(2026, 11, 6, 10, tzinfo=datetime.UTC))
    engine.know("c7", {"customer.mood": 2})
    assert urgent(engine, 1, START) is True
    assert urgent(engine, 2, START + 2 * DAY) is False


def test_a_late_event_sees_the_profile_of_now(engine: Engine) -> None:
    engine.know("c7", {"customer.mood": 2})
    assert urgent(engine, 1, START - DAY) is True


def test_an_older_word_never_stands_over_a_newer_one_and_the_host_is_told(engine: Engine) -> None:
    engine.know("c7", {"customer.mood": 2})
    assert engine.know("c7", {"customer.mood": 9, "customer.plan": "s"}, at="2026-11-01T10:00:00+08:00") == (
        "customer.mood",
    )
    assert engine.know("c7", {"customer.mood": 8}, confidence=0.9) == ("customer.mood",)
    facts = engine.profile("c7").facts
    assert (facts["customer.mood"].value, facts["customer.plan"].value) == (2, "s")
    assert engine.know("c7", {"customer.mood": 7}) == ()
    assert engine.profile("c7").facts["customer.mood"].value == 7


@pytest.mark.parametrize(
    "update", [{"type": "order.placed", "plan": "old"}, {"type": "customer.updated", "customer.plan": "old"}]
)
def test_a_late_event_writes_nothing_over_what_is_known_later(engine: Engine, update: dict[str, str]) -> None:
    engine.know("c7", {"customer.plan": "new"})
    data = {name: value for name, value in update.items() if name != "type"}
    decision = engine.receive(event(1, START - 1, update["type"], **data))
    assert engine.profile("c7").facts["customer.plan"].value == "new"
    assert ("later known", "customer.plan") in [(reason.code, reason.detail) for reason in decision.reasons]
    engine.receive(event(2, START, update["type"], **data))
    assert engine.profile("c7").facts["customer.plan"].value == "old"


@pytest.mark.parametrize(
    "named", [{"at": "2026-11-01"}, {"at": datetime.datetime(2026, 11, 1)}, {"at": 5}, {"confidence": 1.1},
              {"confidence": float("nan")}, {"confidence": True}, {"confidence": "0.5"}]
)  # fmt: skip
def test_what_is_no_moment_and_no_confidence_is_refused(engine: Engine, named: dict[str, object]) -> None:
    with pytest.raises(EventRejected) as refused:
        engine.know("c7", {"customer.mood": 2}, **named)  # type: ignore[arg-type]  # what a careless host does
    assert refused.value.code == ("G030" if "at" in named else "G031")
