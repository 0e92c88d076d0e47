"""What the owner of a task says of it afterwards, taken on, given back, done: what rules make of it, what stands."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engage.errors import EngageError, EventConflict, NotFound
from engage.facts.decided import Decision
from engage.ground import render
from engage.load import compile as compile_ruleset
from engage.load import read_sources
from engage.program.program import Program
from engage.runtime import AsyncEngine, Engine, SetClock

TEXTS = {
    "vocabulary.yaml": """fields: {}
events:
  complaint: {type: complaint.received, en: complaint, zh: 投诉, contact: yes}
""",
    "catalogue.yaml": """queues:
  desk: {en: front desk, zh: 前台, step: assisted}
owners:
  network_team: {en: network team, zh: 网络部}
  field_team: {en: field team, zh: 现场部}
works:
  look_into: {en: look into, zh: 排查, owner: network_team}
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
    "case.rules": """rule look into it
  event complaint
  then task look into for network team

rule whoever gives it back
  event effect answered
  when
    outcome is refused
    work owner is network team
  then task look into for field team
""",
}
SENT = {
    "id": "e1",
    "source": "/web",
    "type": "complaint.received",
    "time": "2026-11-05T10:00:00+08:00",
    "subject": "c7",
}


def program() -> Program:
    found = read_sources(TEXTS.items())
    assert found.report.ok, render(found.report)
    return compile_ruleset(found)


def at(minute: int) -> SetClock:
    clock = SetClock()
    moment = datetime.datetime(2026, 11, 5, 2, minute, tzinfo=datetime.UTC)
    clock.at = (moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)) // datetime.timedelta(microseconds=1)
    return clock


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with Engine(program(), f"sqlite:{tmp_path / 'tasks.db'}", clock=at(5)) as opened:
        yield opened


def task(engine: Engine, decision: Decision | None = None) -> tuple[str, str]:
    """The task of a decision as its owner knows it: the decision's id, and its key."""
    made = engine.receive(SENT) if decision is None else decision
    (effect,) = engine.storage.outbox("main", decision_id=made.id)
    return made.id, effect.key


def test_what_is_given_back_goes_to_another_who_takes_it_on(engine: Engine) -> None:
    passed_on = engine.answer_task(*task(engine), "refused", "no-network-fault")
    assert [(each.work, each.owner) for each in passed_on.plan.tasks] == [("look_into", "field_team")]
    other = task(engine, passed_on)
    assert engine.answer_task(*other, "accepted").plan.tasks == ()
    assert engine.answer_task(*other, "done").plan.tasks == ()
    heard = [event.payload for event, _ in engine.storage.recent("main", engine.storage.key_of("main", "c7"))]
    assert sum('"no-network-fault"' in payload for payload in heard) == 1


@pytest.mark.parametrize("outcome", ["accepted", "refused", "done"])
def test_the_same_answer_again_is_the_same_decision(engine: Engine, outcome: str) -> None:
    named = task(engine)
    first = engine.answer_task(*named, outcome)
    assert engine.answer_task(*named, outcome) == first
    assert engine.status()["events"] == 2


@pytest.mark.parametrize(("end", "then"), [("done", "refused"), ("refused", "done"), ("done", "accepted")])
def test_a_task_ends_once(engine: Engine, end: str, then: str) -> None:
    named = task(engine)
    engine.answer_task(*named, end)
    with pytest.raises(EventConflict, match="S064"):
        engine.answer_task(*named, then)
    assert engine.status()["events"] == 2


def test_what_was_taken_on_may_still_be_given_back(engine: Engine) -> None:
    named = task(engine)
    engine.answer_task(*named, "accepted")
    assert engine.answer_task(*named, "refused").plan.tasks
    assert engine.answer_task(*named, "accepted").plan.tasks == ()  # said again, and heard before


def test_of_many_who_answer_at_once_one_ends_it(tmp_path: Path) -> None:
    address = f"sqlite:{tmp_path / 'many.db'}"
    with Engine(program(), address, clock=at(5)) as first, Engine(program(), address, clock=at(6)) as second:
        for number in range(20):
            made = first.receive({**SENT, "id": f"e{number}", "subject": f"c{number}"})
            named = task(first, made)

            def told(each: tuple[Engine, str], named: tuple[str, str] = named) -> bool:
                try:
                    each[0].answer_task(*named, each[1])
                except EventConflict:
                    return False
                return True

            with ThreadPoolExecutor(2) as threads:
                assert sorted(threads.map(told, [(first, "refused"), (second, "done")])) == [False, True]


def test_what_is_no_task_or_no_answer_is_refused(engine: Engine) -> None:
    decision, key = task(engine)
    with pytest.raises(NotFound, match="S063"):
        engine.answer_task(decision, "another key", "done")
    with pytest.raises(NotFound, match="S063"):
        engine.answer_task("another decision", key, "done")
    with pytest.raises(EngageError, match="S065"):
        engine.answer_task(decision, key, "perhaps")
    assert engine.status()["events"] == 1


def test_nobody_is_brought_back_by_a_late_answer(engine: Engine) -> None:
    named = task(engine)
    engine.erase("c7")
    with pytest.raises(NotFound):
        engine.answer_task(*named, "done")


def test_the_twin_for_asyncio_does_the_same(tmp_path: Path) -> None:
    async def told() -> Decision:
        async with AsyncEngine(program(), f"sqlite:{tmp_path / 'twin.db'}", clock=at(5)) as engine:
            await engine.receive(SENT)
            return await engine.answer_task(*task(engine.engine), "refused")

    assert asyncio.run(told()).plan.tasks[0].owner == "field_team"
