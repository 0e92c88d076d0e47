"""A customer asks to be forgotten: nobody finds it, nothing more is sent, everything still counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from engage.decide import explain
from engage.errors import EventConflict, EventRejected, NotFound
from engage.facts.decided import Decision
from engage.plugins import Commit, Erased, Retryable, Unit
from engage.runtime import AsyncEngine, Engine, SetClock
from engage.sockets.channel import Answer, Delivery
from engage_sqlite import SqliteStorage, open_sqlite
from runtime.desk import HOUR, MINUTE, START, Recorder, engine_on, envelope, ready
from runtime.test_engine import queue


def life(engine: Engine) -> None:
    """`c7` is known, has called by two names, complained, and work waits for it."""
    engine.know("c7", {"customer.tier": "gold", "customer.months_with_us": 3}, "crm")
    engine.alias("c7", "+8613800004711")
    engine.receive(envelope(1))
    engine.receive(envelope(2, at=START + MINUTE, subject="+8613800004711"))
    engine.receive(envelope(3, "complaint.received", at=START + 2 * MINUTE, reason="network"))


def test_an_erased_customer_is_not_found_by_any_name(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        life(engine)
        assert engine.erase("+8613800004711") == Erased(events=3, facts=2, aliases=1, effects=3, timers=1)
        for name in ("c7", "+8613800004711"):
            for ask in (engine.profile, engine.brief, engine.erase):
                with pytest.raises(NotFound) as caught:
                    ask(name)
                assert caught.value.code == "S004"
            assert not list(engine.decisions(name))
            assert not engine.moves(name)
        with pytest.raises(EventRejected):
            engine.erase("")


def test_every_number_stays_but_those_of_what_waits(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        life(engine)
        engine.receive(envelope(4, subject="c8"))
        before = engine.status()
        engine.erase("c7")
        after = engine.status()
        differ = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
        assert differ == {"waiting_effects": (3, 0), "waiting_timers": (1, 0), "channels_not_bound": (["crm"], [])}


def test_a_decision_of_the_erased_keeps_what_rules_did_and_no_value(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        life(engine)
        before = {each.id: each for each in engine.decisions()}
        engine.erase("c7")
        after = {each.id: each for each in engine.decisions()}
        assert list(after) == list(before)
        for id, made in after.items():
            assert made.erased
            assert not before[id].erased
            assert (made.verdicts, made.reasons, made.plan.route) == (
                before[id].verdicts,
                before[id].reasons,
                before[id].plan.route,
            )
            assert not any((made.facts_used, made.because, made.candidates, made.changes, made.plan.outputs))
            told = explain(engine.program, made)
            assert told.erased
            assert "the facts used have been erased" in told.text("en")
            assert "所用信息已被删除" in told.text("zh")
            assert "gold" not in told.text("en") + str(told.as_json("en")) + told.customer("en")


def test_a_redelivered_event_is_the_decision_it_was_and_brings_nobody_back(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        life(engine)
        first = next(iter(engine.decisions("c7")))
        engine.erase("c7")
        for again in (engine.receive(envelope(1)), engine.preview(envelope(1))):
            assert (again.id, again.verdicts, again.erased) == (first.id, first.verdicts, True)
        with pytest.raises(EventConflict):
            engine.receive(envelope(1, reason="other"))
        with pytest.raises(NotFound):
            engine.profile("c7")


def test_a_new_event_begins_a_new_customer_from_nothing(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine, engine_on(tmp_path / "other.db") as other:
        life(engine)
        engine.erase("c7")
        begun, fresh = (each.receive(envelope(9, at=START + HOUR)) for each in (engine, other))
        assert begun == fresh
        assert queue(begun) == "front_desk"
        assert engine.profile("c7").facts == {}
        assert engine.erase("c7") == Erased(events=1)


def test_nothing_is_delivered_for_the_erased_and_its_dead_letters_rest(tmp_path: Path) -> None:
    crm = Recorder(Retryable("down", ""))
    with engine_on(tmp_path / "care.db", channels={"crm": crm}) as engine:
        life(engine)
        assert engine.deliver().waiting == 1
        engine.erase("c7")
        keys = [each.key for each in engine.storage.outbox("main")]
        assert not any(engine.storage.replay_dead("main", key) for key in keys)
        assert engine.deliver().done == 0
        assert len(crm.got) == 1
        assert {each.payload for each in engine.storage.outbox("main")} == {""}


@pytest.mark.parametrize("fails", [False, True])
def test_an_attempt_under_way_is_recorded_and_its_answer_is_not(tmp_path: Path, fails: bool) -> None:
    class Forgetting(Recorder):
        def deliver(self, delivery: Delivery) -> Answer:
            engine.erase("c7")
            return super().deliver(delivery)

    crm = Forgetting(*([Retryable("down", "")] if fails else []))
    with engine_on(tmp_path / "care.db", channels={"crm": crm}) as engine:
        life(engine)
        decided = engine.status()["decisions"]
        engine.deliver()
        assert engine.deliver().done == 0
        assert len(crm.got) == 1
        states = [each.state for each in engine.storage.outbox("main")]
        assert states == ["suppressed" if fails else "done", "suppressed", "suppressed"]
        assert engine.status()["decisions"] == decided
        with pytest.raises(NotFound):
            engine.profile("c7")


class Meanwhile(SqliteStorage):
    """A storage in which something else happens just before a unit is committed."""

    first: Callable[[], object] | None = None

    def commit(self, tenant: str, unit: Unit) -> Commit:
        if self.first is not None:
            then, self.first = self.first, None
            then()
        return super().commit(tenant, unit)


def meanwhile(path: Path, clock: SetClock) -> tuple[Engine, Meanwhile]:
    storage = Meanwhile(str(path))
    storage.prepare()
    return Engine(ready(), storage, channels={"crm": Recorder()}, clock=clock), storage


def test_an_event_that_is_decided_on_meanwhile_is_the_first_of_a_new_customer(tmp_path: Path) -> None:
    engine, storage = meanwhile(tmp_path / "care.db", SetClock(START))
    with engine, engine_on(tmp_path / "other.db") as other:
        life(engine)
        storage.first = lambda: storage.erase("main", "c7", START)
        late = engine.receive(envelope(9, at=START + HOUR))
        assert late == other.receive(envelope(9, at=START + HOUR))
        assert engine.profile("c7").facts == {}


@pytest.mark.parametrize("again", [False, True])
def test_a_timer_that_rings_meanwhile_brings_nobody_back(tmp_path: Path, again: bool) -> None:
    clock = SetClock(START)
    engine, storage = meanwhile(tmp_path / "care.db", clock)
    with engine, engine_on(tmp_path / "care.db") as beside:
        life(engine)

        def forget() -> None:
            beside.erase("c7")
            if again:
                beside.receive(envelope(9, at=START + HOUR))

        clock.at = START + 2 * HOUR
        (due,) = storage.due_timers("main", clock.at, 9)
        storage.first = forget
        assert engine.tick() == ()
        assert engine._ring(due) is None
        assert [each.event_id for each in engine.decisions("c7")] == (["e9"] if again else [])


def test_an_answer_that_comes_meanwhile_brings_nobody_back(tmp_path: Path) -> None:
    engine, storage = meanwhile(tmp_path / "care.db", SetClock(START))
    with engine:
        life(engine)
        storage.first = lambda: storage.erase("main", "c7", START)
        assert engine.deliver().done == 1
        assert [each.state for each in storage.outbox("main")] == ["done", "suppressed", "suppressed"]
        assert storage.outbox("main")[0].last_code == "answer-not-recorded"
        assert storage.customer("main", "c7") is None


def test_timers_and_answers_of_others_are_recorded_as_ever(tmp_path: Path) -> None:
    clock = SetClock(START)
    with engine_on(tmp_path / "care.db", channels={"crm": Recorder()}, clock=clock) as engine:
        life(engine)
        engine.receive(envelope(5, "complaint.received", at=START + 2 * MINUTE, subject="c8"))
        engine.erase("c7")
        clock.at = START + 2 * HOUR
        assert [each.kind for each in engine.tick()] == ["timer:chase"]
        assert engine.deliver().done == 1
        assert [each.kind for each in engine.decisions("c8")] == ["complaint", "timer:chase", "effect_answered"]


def test_a_customer_merged_meanwhile_is_erased_as_the_one_that_is_left(tmp_path: Path) -> None:
    class Merging(SqliteStorage):
        def erase(self, tenant: str, key: str, at: int, *, only_count: bool = False) -> Erased | None:
            if key == "c8":
                engine.merge("c8", into="c7")
            return super().erase(tenant, key, at, only_count=only_count)

    storage = Merging(str(tmp_path / "care.db"))
    storage.prepare()
    with Engine(ready(), storage, clock=SetClock(START)) as engine:
        life(engine)
        engine.receive(envelope(8, subject="c8"))
        engine.alias("c8", "c9")
        assert engine.erase("c9").events == 4
        with pytest.raises(NotFound):
            engine.profile("c7")


async def erased(path: Path) -> tuple[Erased, Decision]:
    async with AsyncEngine(ready(), open_sqlite(str(path)), clock=SetClock(START)) as engine:
        made = await engine.receive(envelope(1))
        return await engine.erase("c7"), evolve(await engine.decision(made.id), tzdata="")


def test_the_async_engine_erases_too(tmp_path: Path) -> None:
    import asyncio

    told, made = asyncio.run(erased(tmp_path / "care.db"))
    assert told == Erased(events=1)
    assert made.erased
