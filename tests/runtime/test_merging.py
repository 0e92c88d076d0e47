"""Two customers who turn out to be one: one past, one profile, one answer from every name, and nothing lost."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from engage.errors import EngageError, NotFound
from engage.runtime import Engine, SetClock
from runtime.desk import HOUR, MINUTE, START, Recorder, engine_on, envelope
from runtime.test_engine import queue


def two(engine: Engine) -> None:
    """`c7` is known well, `phone` has called and complained."""
    engine.know("c7", {"customer.tier": "gold"}, "crm", at="2026-11-01T10:00:00+08:00")
    engine.know("phone", {"customer.tier": "silver", "customer.months_with_us": 3}, at="2026-10-01T10:00:00+08:00")
    engine.receive(envelope(1))
    engine.receive(envelope(2, at=START + MINUTE, subject="phone"))
    engine.receive(envelope(3, "complaint.received", at=START + 2 * MINUTE, subject="phone"))


def test_a_merged_customer_is_decided_on_with_both_pasts_and_both_profiles(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        two(engine)
        assert engine.merge("phone", into="c7") == "c7"
        for name in ("c7", "phone"):
            facts = engine.profile(name).facts
            assert {each: (fact.value, fact.source) for each, fact in facts.items()} == {
                "customer.tier": ("gold", "crm"),
                "customer.months_with_us": (3, "host"),
            }
        decision = engine.receive(envelope(4, at=START + HOUR, subject="phone"))
        assert queue(decision) == "retention_desk"
        assert decision.facts_used["count cancel_request ever"] == 3
        assert [each.event_id for each in engine.decisions("phone")] == ["e1", "e2", "e3", "e4"]
        assert list(engine.decisions("c7")) == list(engine.decisions("phone"))


def test_what_was_decided_stays_as_it_was_recorded(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        two(engine)
        before = {each.id: each for each in engine.decisions()}
        engine.merge("phone", into="c7")
        after = {each.id: each for each in engine.decisions()}
        assert after == {id: after[id] for id in before}
        assert all(after[id].facts_used == before[id].facts_used for id in before)
        assert engine.receive(envelope(2, at=START + MINUTE, subject="phone")).facts_used == (
            before[next(id for id, each in before.items() if each.event_id == "e2")].facts_used
        )


def test_a_timer_of_the_merged_customer_rings_for_the_survivor(tmp_path: Path) -> None:
    clock = SetClock(START)
    with engine_on(tmp_path / "care.db", clock=clock) as engine:
        two(engine)
        engine.merge("phone", into="c7")
        engine.receive(envelope(5, "bill.issued", at=START + 3 * MINUTE))
        clock.at = START + 2 * HOUR
        (rung,) = engine.tick()
        assert rung.kind == "timer:chase"
        assert rung.id in {each.id for each in engine.decisions("c7")}
        assert rung.facts_used["count bill ever"] == 1


def test_an_answer_to_an_effect_of_the_merged_customer_comes_back_to_the_survivor(tmp_path: Path) -> None:
    crm = Recorder()
    with engine_on(tmp_path / "care.db", channels={"crm": crm}) as engine:
        two(engine)
        engine.know("phone", {"customer.tier": "gold"})
        engine.receive(envelope(6, at=START + 3 * MINUTE, subject="phone"))
        engine.merge("phone", into="c7")
        while engine.deliver().done:
            pass
        kinds = [each.kind for each in engine.decisions("c7")]
        assert kinds.count("effect_answered") == len(crm.got) > 0


def test_a_merge_with_itself_or_in_a_circle_is_refused(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        two(engine)
        with pytest.raises(EngageError) as itself:
            engine.merge("c7", into="c7")
        assert itself.value.code == "S041"
        engine.merge("phone", into="c7")
        for pair in (("c7", "phone"), ("phone", "c7")):
            with pytest.raises(EngageError) as circle:
                engine.merge(pair[0], into=pair[1])
            assert circle.value.code == "S040"


def test_a_customer_of_whom_nothing_is_kept_is_not_merged(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        two(engine)
        for pair in (("nobody", "c7"), ("c7", "nobody")):
            with pytest.raises(NotFound):
                engine.merge(pair[0], into=pair[1])
        assert len(list(engine.decisions("c7"))) == 1


def test_merges_that_cross_and_events_that_come_meanwhile_lose_nothing(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        two(engine)
        errors: list[EngageError] = []

        def merge(one: str, other: str) -> None:
            try:
                engine.merge(one, into=other)
            except EngageError as error:
                errors.append(error)

        def receive(first: int, subject: str) -> None:
            for number in range(first, first + 10):
                engine.receive(envelope(number, at=START + number * MINUTE, subject=subject))
                engine.know(subject, {"customer.months_with_us": number})

        work = [
            threading.Thread(target=merge, args=("phone", "c7")),
            threading.Thread(target=merge, args=("c7", "phone")),
            threading.Thread(target=receive, args=(10, "c7")),
            threading.Thread(target=receive, args=(30, "phone")),
        ]
        for thread in work:
            thread.start()
        for thread in work:
            thread.join(30)
        assert [error.code for error in errors] == ["S040"]
        decided = list(engine.decisions("c7"))
        assert len(decided) == 3 + 20
        assert sorted(each.sequence or 0 for each in decided) == list(range(1, 24))
