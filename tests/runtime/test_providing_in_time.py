"""Providers that are slow, dead, far away or overtaken: nobody waits longer than said, and the record tells it all."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import evolve

import engage
from engage.errors import PluginError, StorageError
from engage.facts.decided import Decision
from engage.facts.known import Profile, Situation
from engage.ground.finding import Words
from engage.ruleset.spell_vocabulary import spell_vocabulary
from engage.runtime import AsyncEngine, Engine, SetClock
from engage.runtime.record import from_record, record
from engage.sockets.estimator import Asked
from engage.sockets.hooks import ProviderRegistry, hookimpl
from engage.sockets.plugins import Plugins
from engage.sockets.provider import FactProvider
from engage.sockets.storage import Commit, Unit
from engage.testing.reference import interpret
from engage.testing.reference_storage import ReferenceStorage
from engage.workbench.compare_pairs import Both, Pair
from engage.workbench.compare_replay import pairs_of_record
from engage_sqlite import open_sqlite
from reading import sound_vocabulary
from runtime.desk import START, envelope
from runtime.providers import DAY, KNOWN, RULESET, OverHttp, System, crm, desk, engine_with, model, owing, served
from runtime.test_providing import queue, why_not


class Hanging:
    """A provider that hangs until it is let go; knows how many calls it has had."""

    def __init__(self) -> None:
        self.let_go, self.calls = threading.Event(), 0

    def provide(self, asked: Asked, wanted: object) -> dict[str, object]:
        self.calls += 1
        self.let_go.wait(30)
        return dict(KNOWN)

    def close(self) -> None:
        self.let_go.set()


# ---------------------------------------------------------------------------------------------- a real server


def test_a_server_is_asked_once_for_all_facts(tmp_path: Path) -> None:
    with served() as says, engine_with(tmp_path, {"crm": OverHttp(says.url), "billing": owing(20)}) as engine:
        says.customers["c7"] = KNOWN
        assert queue(engine.receive(envelope(1))) == "vip_desk"
        assert queue(engine.receive(envelope(2))) == "vip_desk"
        assert queue(engine.receive(envelope(3, subject="c8"))) == "front_desk"
        assert len(says.asked) == 2
        assert [path.count("customer.tariff") + path.count("customer.months") for path in says.asked] == [2, 2]


def test_a_server_that_fails_in_its_ways_leaves_the_facts_unknown(tmp_path: Path) -> None:
    with served() as says, engine_with(tmp_path, {"crm": OverHttp(says.url), "billing": owing(20)}, 1.5) as engine:
        says.customers["c7"] = KNOWN
        found = []
        for number, (status, body) in enumerate([(500, b""), (200, b"<html>"), (200, b"[]"), (200, b'{"tariff": 1}')]):
            says.status, says.body = status, body
            found.append(why_not(engine.receive(envelope(number)))[0][0])
        says.status, says.body = 200, b""
        says.hold.clear()
        found.append(why_not(engine.receive(envelope(8)))[0][0])
        says.hold.set()
        assert found == ["failed", "failed", "failed", "other names", "late"]
        assert queue(engine.receive(envelope(9))) == "vip_desk"


def test_a_server_that_is_gone_leaves_the_facts_unknown(tmp_path: Path) -> None:
    with served() as says:
        url = says.url
    with engine_with(tmp_path, {"crm": OverHttp(url), "billing": owing(20)}) as engine:
        given = engine.receive(envelope(1))
        assert queue(given) == "front_desk"
        assert [why for why, _, _ in why_not(given)] == ["failed", "failed"]


# ---------------------------------------------------------------------------------------------- time


def test_all_providers_together_hold_up_a_decision_no_longer_than_they_may(tmp_path: Path) -> None:
    with engine_with(tmp_path, {"crm": Hanging(), "billing": Hanging()}, within=2) as engine:
        begun = time.monotonic()
        given = engine.receive(envelope(1))
        assert time.monotonic() - begun < 3.9  # two that hang one after the other would take 4
        assert {why for why, _, _ in why_not(given)} == {"late"}


def test_one_that_hangs_does_not_take_the_others_along(tmp_path: Path) -> None:
    with engine_with(tmp_path, {"crm": Hanging(), "billing": owing(150)}, within=0.5) as engine:
        given = engine.receive(envelope(1))
        assert queue(given) == "debt_desk"
        assert [(why, who) for why, who, _ in why_not(given)] == [("late", "crm"), ("late", "crm")]


def test_an_answer_that_comes_late_is_dropped(tmp_path: Path) -> None:
    hanging = Hanging()
    with engine_with(tmp_path, {"crm": hanging}, within=0.1) as engine:
        engine.know("c7", {"customer.debt": 20})
        given = engine.receive(envelope(1))
        hanging.let_go.set()
        time.sleep(0.3)
        assert set(engine.profile("c7").facts) == {"customer.debt"}
        assert engine.decision(given.id) == given


def test_when_too_many_hang_nobody_is_asked_or_waits_until_one_returns(tmp_path: Path) -> None:
    hanging = Hanging()
    with engine_with(tmp_path, {"crm": hanging}, within=0.05) as engine:
        engine.know("c7", {"customer.debt": 20})
        troubles = [why_not(engine.receive(envelope(number)))[0][0] for number in range(12)]
        assert troubles == ["late"] * 8 + ["busy"] * 4
        assert hanging.calls == 8
        hanging.let_go.set()
        for number in range(100, 200):
            if queue(engine.receive(envelope(number))) == "vip_desk":
                return
            time.sleep(0.02)
    raise AssertionError("it was never asked again")


def test_more_customers_at_once_than_calls_wait_for_a_place_in_time(tmp_path: Path) -> None:
    def answer(asked: Asked) -> dict[str, object]:
        time.sleep(0.05)
        return dict(KNOWN)

    given = {"crm": System(answer), "billing": owing(20)}
    with engine_with(tmp_path, given) as engine, ThreadPoolExecutor(24) as pool:
        made = pool.map(lambda number: queue(engine.receive(envelope(number, subject=f"c{number}"))), range(24))
        assert set(made) == {"vip_desk"}


def test_threads_with_the_same_customer_ask_once(tmp_path: Path) -> None:
    known = crm()
    with engine_with(tmp_path, {"crm": known, "billing": owing(20)}) as engine, ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda number: queue(engine.receive(envelope(number))), range(12))
        assert set(made) == {"vip_desk"}
    assert len(known.asked) == 1


def test_a_process_that_forks_asks_from_new_threads(tmp_path: Path) -> None:
    with engine_with(tmp_path, {"crm": crm(), "billing": owing(20)}, within=2.0) as engine:
        engine.receive(envelope(1))
        child = os.fork()
        if not child:
            try:
                os._exit(0 if queue(engine.receive(envelope(2, subject="c8"))) == "vip_desk" else 1)
            finally:
                os._exit(2)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0


# ---------------------------------------------------------------------------------------------- deciding again


class Overtaken(ReferenceStorage):
    """A storage in which somebody else is faster, so many times."""

    times = 1

    def commit(self, tenant: str, unit: Unit) -> Commit:
        if self.times:
            self.times -= 1
            unit = evolve(unit, expected_version=unit.expected_version + 1)
        return super().commit(tenant, unit)


def test_when_it_has_to_be_decided_again_nobody_is_asked_twice() -> None:
    known, storage = crm(), Overtaken()
    with Engine(desk(), storage, providers={"crm": known, "billing": owing(20)}, clock=SetClock(START)) as engine:
        assert queue(engine.receive(envelope(1))) == "vip_desk"
    assert storage.times == 0
    assert len(known.asked) == 1


def test_many_events_at_once_are_asked_for_each_customer_once(tmp_path: Path) -> None:
    known = crm()
    with engine_with(tmp_path, {"crm": known, "billing": owing(20)}) as engine:
        events = [
            engage.event(engine.program, envelope(number, subject=f"c{number % 3}", at=START + number))
            for number in range(9)
        ]
        made = engine.take_many(events)
        assert [queue(each) for each in made] == ["vip_desk"] * 9
        assert sorted(asked.customer for asked, _ in known.asked) == ["c0", "c1", "c2"]
        assert [each.sequence for each in made if isinstance(each, Decision)] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_a_batch_whose_transaction_fails_asks_nobody_again(tmp_path: Path) -> None:
    class Refusing(ReferenceStorage):
        def commit_many(self, tenant: str, units: Sequence[Unit]) -> Sequence[Commit]:
            if len(units) == 1:
                return super().commit_many(tenant, units)
            raise StorageError("S009", Words("no", "否"))

    known = crm()
    with Engine(desk(), Refusing(), providers={"crm": known, "billing": owing(20)}, clock=SetClock(START)) as engine:
        events = [engage.event(engine.program, envelope(n, subject=f"c{n}")) for n in range(2)]
        assert [queue(each) for each in engine.take_many(events)] == ["vip_desk"] * 2
    assert len(known.asked) == 2


def test_an_event_that_is_sent_again_asks_nobody(tmp_path: Path) -> None:
    known = crm()
    with engine_with(tmp_path, {"crm": known}) as engine:
        made = engine.receive(envelope(1, "visited"))
        assert engine.receive(envelope(1, "visited")) == made
        assert engine.preview(envelope(1, "visited")) == made
    assert len(known.asked) == 1


def test_what_a_provider_could_not_tell_the_worker_may_ask_of_the_customer(tmp_path: Path) -> None:
    with engine_with(tmp_path, {"crm": System({"customer.months": 24}), "billing": owing(20)}) as engine:
        engine.receive(envelope(1))
        brief = engine.brief("c7")
        assert brief.question is not None
        assert brief.explanation is not None
        assert brief.explanation.seen[brief.question.slot].name == "customer.tariff"


def test_a_preview_asks_and_keeps_nothing_and_a_brief_asks_nobody(tmp_path: Path) -> None:
    known = crm()
    with engine_with(tmp_path, {"crm": known, "billing": owing(20)}) as engine:
        assert queue(engine.preview(envelope(1))) == "vip_desk"
        assert len(known.asked) == 1
        engine.receive(envelope(1))
        assert len(known.asked) == 2
        brief = engine.brief("c7")
        assert len(known.asked) == 2
        assert "provider crm" in brief.text("en")
        engine.receive(envelope(2, at=START + 2 * DAY))
        assert len(known.asked) == 3


# ---------------------------------------------------------------------------------------------- the record


def test_the_recorded_situation_gives_the_same_decision_and_the_slow_interpreter_agrees(tmp_path: Path) -> None:
    with engine_with(tmp_path, {"crm": crm(), "billing": Hanging()}, within=0.5) as engine:
        engine.receive(envelope(1))
        (recorded,) = engine.decisions("c7")
        program, event = engine.program, engage.event(engine.program, envelope(1))
    facts = {each.fact: each.told for each in recorded.provided if each.told}
    situation = Situation(event, Profile("c7", facts), provided=recorded.provided)
    again = engage.decide(program, situation, tenant="main")
    assert again == evolve(recorded, sequence=None)
    assert why_not(again) == [("late", "billing", "customer.debt")]
    assert dict(interpret(model(), situation).verdicts) == dict(again.verdicts)


def test_a_replay_of_the_record_gives_the_same_decisions_and_asks_nobody(tmp_path: Path) -> None:
    known = System(KNOWN)
    with engine_with(tmp_path, {"crm": known, "billing": owing(20)}) as engine:
        given = []
        # The same answer three times, a day and more apart: each is fresh when it is told.
        for number in range(3):
            given.append(queue(engine.receive(envelope(number, at=START + number * 2 * DAY))))
        known.answer = {"customer.tariff": "basic", "customer.months": 24}
        given.append(queue(engine.receive(envelope(4, at=START + 8 * DAY))))
        known.answer = {}
        given.append(queue(engine.receive(envelope(5, at=START + 10 * DAY))))
        given += [queue(engine.receive(envelope(6 + n, "visited", at=START + (11 + n) * DAY))) for n in (0, 1)]
        known.answer = KNOWN
        given.append(queue(engine.receive(envelope(8, "visited", at=START + 13 * DAY))))
        known.answer = {}
        given.append(queue(engine.receive(envelope(9, "visited", at=START + 14 * DAY))))
        program, storage, asked = engine.program, engine.storage, len(known.asked)
        pairs = list(pairs_of_record(Both(program, program), storage, "main"))
    assert given == ["vip_desk"] * 3 + ["front_desk"] * 4 + ["north_desk", "front_desk"]
    assert [queue(pair.new) for pair in pairs if isinstance(pair, Pair) and pair.new] == given
    assert len(known.asked) == asked


def test_an_explanation_says_who_told_what_and_who_did_not_in_three_languages(tmp_path: Path) -> None:
    with engine_with(tmp_path, {"crm": crm(), "billing": Hanging()}, within=0.5) as engine:
        given = engine.receive(envelope(1))
        told = engage.explain(engine.program, engine.decision(given.id))
        english = told.text("en")
        assert "debt is unknown: the provider `billing` did not answer in time" in english
        assert "tariff: gold (from provider crm, as of 2026-11-05 10:00" in english
        chinese = told.text("zh")
        assert "欠费 未知：提供方 “billing” 未及时回答" in chinese
        assert "套餐：gold（来源：provider crm，2026-11-05 10:00" in chinese
        assert "應詢告知的資訊" in told.text("zh-Hant")
        assert told.as_json()["provided"] == [
            {"provider": "billing", "fact": "customer.debt", "trouble": "late"},
            {"provider": "crm", "fact": "customer.months", "trouble": "", "value": 24, "at": START,
             "source": "provider crm", "confidence": None},
            {"provider": "crm", "fact": "customer.tariff", "trouble": "", "value": "gold", "at": START,
             "source": "provider crm", "confidence": None},
        ]  # fmt: skip


def test_erasing_the_personal_part_of_a_record_erases_what_was_told(tmp_path: Path) -> None:
    with engine_with(tmp_path, {"crm": crm(), "billing": owing(20)}) as engine:
        kept = record(engine.receive(envelope(1)), "c7", 1)
    assert "gold" not in kept.public
    assert from_record(evolve(kept, personal="")).provided == ()


# ---------------------------------------------------------------------------------------------- what is given


def test_a_name_that_nobody_gave_is_told_from_the_start(tmp_path: Path) -> None:
    with engine_with(tmp_path, {"crm": crm(), "erp": crm()}) as engine:
        status = engine.status()
        assert (status["providers"], status["providers_not_bound"]) == (["crm", "erp"], ["billing"])


def test_a_provider_that_lacks_a_part_of_the_contract_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="`provide`"):
        Engine(desk(), open_sqlite(str(tmp_path / "care.db")), providers={"crm": object()})  # type: ignore[dict-item]


def test_a_plugin_may_bring_one_that_is_opened_by_its_address(tmp_path: Path) -> None:
    opened: list[str] = []

    class Plugin:
        @hookimpl
        def engage_providers(self, registry: ProviderRegistry) -> None:
            def open_provider(where: str) -> FactProvider:
                opened.append(where)
                return crm()

            registry.add("crm", open_provider)

    plugins, storage = Plugins(Plugin()), open_sqlite(str(tmp_path / "care.db"))
    given: dict[str, str | FactProvider] = {"crm": "crm:somewhere", "billing": owing(20)}
    with Engine(desk(), storage, providers=given, plugins=plugins, clock=SetClock(START)) as engine:
        assert queue(engine.receive(envelope(1))) == "vip_desk"
    assert opened == ["somewhere"]
    assert plugins.describe()[0].providers == ("crm",)
    with pytest.raises(PluginError, match="provider `erp`"):
        plugins.open_provider("erp:x")


def test_the_asyncio_engine_asks_and_does_not_hold_up_the_loop(tmp_path: Path) -> None:
    async def turn() -> tuple[str, int]:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.01)
                ticks += 1

        storage = open_sqlite(str(tmp_path / "care.db"))
        given: dict[str, str | FactProvider] = {"crm": Hanging(), "billing": owing(150)}
        clock = SetClock(START)
        async with AsyncEngine(desk(), storage, providers=given, provide_within=0.5, clock=clock) as engine:
            ticking = asyncio.create_task(tick())
            made = await engine.receive(envelope(1))
            ticking.cancel()
        return queue(made), ticks

    made, ticks = asyncio.run(turn())
    assert made == "debt_desk"
    assert ticks > 5


def test_the_engine_closes_what_it_was_given(tmp_path: Path) -> None:
    known = crm()
    with engine_with(tmp_path, {"crm": known, "billing": owing(20)}) as engine:
        engine.receive(envelope(1))
    assert known.closed == 1


def test_another_provider_is_another_ruleset_and_a_fact_that_is_spelled_anew_keeps_its_own() -> None:
    text, program = RULESET["vocabulary.yaml"], desk()
    assert desk({"vocabulary.yaml": text.replace("provider crm", "provider erp")}).hash != program.hash
    assert desk({"vocabulary.yaml": text.replace("provider crm", "提供方 crm")}).hash == program.hash
    assert sound_vocabulary(spell_vocabulary(program.vocabulary)).fields[:4] == program.vocabulary.fields[:4]
