"""durable_rules as a correlator: the contract kit, and a child process that dies and loses nothing."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

import engage_durable
from engage.decide.reasons import ReasonCode
from engage.facts.decided import Decision, Verdict
from engage.facts.units import Duration, Unit
from engage.knowledge.patterns import completed
from engage.language.tree import Pattern, Step
from engage.plugins import PluginError, Plugins
from engage.program.program import Program
from engage.ruleset.model import Rule
from engage.runtime import Engine, SetClock
from engage.testing.correlator import CorrelatorContract, questions_at_random
from engage.testing.dice import Dice
from engage_durable import DurableCorrelator, open_correlator
from engage_durable.lives import digest
from engage_sqlite import open_sqlite
from plugins.durable import durable_correlator
from program.building import DAY, NOW, compiled
from runtime.desk import envelope

LONG = os.environ.get("ENGAGE_PROOF") == "long"
KILLS = 100 if LONG else 3
WEEK = Duration(7, Unit.DAY)
AGAIN = Pattern((Step("complaint"), Step("call", (), ("reason",), WEEK)))
ALONE = Pattern((Step("complaint"), Step("bill", (), (), WEEK), Step("call_back", (), (), WEEK, absent=True)))


class TestDurable(CorrelatorContract):
    seeds = 100 if LONG else 12

    def open(self) -> DurableCorrelator:
        return durable_correlator()


@pytest.fixture
def correlator() -> Iterator[DurableCorrelator]:
    opened = durable_correlator()
    yield opened
    opened.close()


def program() -> Program:
    """Two patterns, one of which ends in an absence, asked about at every event."""
    kinds = ("complaint", "call", "bill", "call_back")
    return compiled(*(Rule(id=id, events=kinds, lines=(line,)) for id, line in (("again", AGAIN), ("alone", ALONE))))


def lived(path: Path, correlator: DurableCorrelator | None, kills: int) -> list[Decision]:
    """The decisions on a stream of events, some of them late; the child process is killed again and again."""
    dice, fate, decisions, now = Dice(7), Dice(11), list[Decision](), NOW
    every = 4
    with Engine(
        program(),
        open_sqlite(str(path)),
        correlator="windowed" if correlator is None else correlator,
        correlate_within=20.0,
        clock=SetClock(NOW),
    ) as engine:
        for number in range(kills * every + every):
            now += dice.number(3) * DAY
            kind = dice.one(("complaint.made", "call.received", "bill.issued", "callback.made"))
            data: dict[str, object] = {"reason": dice.one(("network", "tariff"))} if kind[0] == "c" else {}
            at = now - (3 * DAY if dice.chance(6) else 0)
            if correlator is not None and number % every == every - 1 and number // every < kills:
                _kill(correlator, soon=fate.chance(2))
            subject = dice.one(("ann", "bob", "cid"))
            decisions.append(engine.receive(envelope(number, kind, at, subject, **data)))
    return decisions


def _kill(correlator: DurableCorrelator, soon: bool) -> None:
    """End the child process now, or while it may be working on an answer."""
    pid = correlator.pid
    if not pid:
        return
    if soon:
        threading.Timer(0.001, _end, (pid,)).start()
    else:
        _end(pid)


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def test_a_child_that_is_killed_again_and_again_loses_no_decision(
    tmp_path: Path, correlator: DurableCorrelator
) -> None:
    expected = lived(tmp_path / "windowed.db", None, KILLS)
    found = lived(tmp_path / "durable.db", correlator, KILLS)
    left_out = [reason.detail for each in found for reason in each.reasons if reason.code == ReasonCode.UNCORRELATED]
    print(f"{len(found)} decisions, {KILLS} kills, {correlator.restarts} restarts, left out: {left_out}")
    assert [_of(each) for each in found] == [_of(each) for each in expected]
    # A process that is killed at once is found dead at the next question; one that is killed soon, perhaps at close.
    assert correlator.restarts >= KILLS // 3
    assert set(left_out) <= {"Died"}
    assert sum(bool(each.signals) for each in found) >= len(found) - len(left_out) - KILLS
    fired = sum(verdict is Verdict.FIRED for each in found for verdict in each.verdicts.values())
    assert 0 < fired < 2 * len(found)


def _of(decision: Decision) -> Decision:
    """The decision without what tells who was asked."""
    reasons = tuple(reason for reason in decision.reasons if reason.code != ReasonCode.UNCORRELATED)
    return evolve(decision, signals=(), reasons=reasons)


def test_a_new_child_is_told_everything_anew(correlator: DurableCorrelator) -> None:
    questions = tuple(questions_at_random(Dice(5)))
    for place, question in enumerate(questions):
        if place % 40 == 39:
            _end(correlator.pid)
        assert correlator.ask((question,))[0] == completed(question)
    # A question without news is answered without it; its death is found at the next one.
    assert correlator.restarts in (len(questions) // 40 - 1, len(questions) // 40)


def test_an_engine_finds_it_by_its_name(tmp_path: Path) -> None:
    durable_correlator().close()
    plugins = Plugins(engage_durable)
    with Engine(
        program(), open_sqlite(str(tmp_path / "care.db")), correlator="durable", plugins=plugins, clock=SetClock(NOW)
    ) as engine:
        engine.receive(envelope(1, "complaint.made", NOW - DAY, reason="network"))
        decision = engine.receive(envelope(2, "call.received", NOW, reason="network"))
        assert engine.status()["correlator"] == "durable"
    assert decision.verdicts["again"] is Verdict.FIRED
    assert sorted(len(signal.events) for signal in decision.signals) == [0, 1]


def test_nothing_follows_its_name() -> None:
    with pytest.raises(PluginError, match="nothing follows"):
        open_correlator("here")


def test_values_are_told_apart_by_their_kind_and_not_by_how_they_are_written() -> None:
    same = ((1, Decimal("1.0")), (Decimal("0.10"), Decimal("0.1")), (100, Decimal("1e2")), (0, Decimal("-0")))
    assert all(digest(left) == digest(right) for left, right in same)
    others = (True, 1, "1", "true", "", ("1", ""), ("", "1"), ("1",), 10, Decimal("0.1"), -1, "n1e0")
    assert len({digest(each) for each in others}) == len(others)


def test_nothing_of_a_customer_is_told_to_the_child() -> None:
    from engage_durable.lives import told

    question = next(each for each in questions_at_random(Dice(1), values=("canary-7c1e",)) if each.candidates)
    assert "canary" not in repr(told(question))
