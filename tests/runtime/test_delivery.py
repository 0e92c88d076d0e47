"""Effects leave the house at least once, with a key that never changes, and nothing ends unseen."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from engage.errors import Permanent, Retryable, UnknownOutcome
from engage.runtime import Engine, SetClock
from engage.runtime.retry import ATTEMPTS, wait_before
from engage.sockets.channel import Answer, Delivery
from runtime.desk import START, Recorder, engine_on, envelope

SECOND = 1_000_000


def with_a_task(path: Path, channel: Recorder, clock: SetClock) -> Engine:
    engine = engine_on(path, channels={"crm": channel}, clock=clock)
    engine.know("c7", {"customer.tier": "gold"})
    engine.receive(envelope(1))
    return engine


def states(engine: Engine) -> list[tuple[str, int, str]]:
    return [(row.state, row.attempt, row.last_code) for row in engine.storage.outbox("main")]


def test_an_effect_is_delivered_once_and_its_answer_becomes_an_event(tmp_path: Path) -> None:
    channel, clock = Recorder(), SetClock(START)
    with with_a_task(tmp_path / "care.db", channel, clock) as engine:
        assert engine.deliver().done == 1
        assert engine.deliver().done == 0
        (delivery,) = channel.got
        assert (delivery.attempt, delivery.kind, delivery.channel) == (1, "task", "crm")
        assert [decision.kind for decision in engine.decisions("c7")] == ["cancel_request", "effect_answered"]


def test_a_retryable_failure_waits_and_comes_back_with_the_same_key(tmp_path: Path) -> None:
    channel, clock = Recorder(Retryable("http-503", "busy", retry_after=20.0)), SetClock(START)
    with with_a_task(tmp_path / "care.db", channel, clock) as engine:
        assert engine.deliver().waiting == 1
        assert states(engine) == [("new", 1, "http-503")]
        assert engine.deliver().done == 0
        clock.at += 20 * SECOND
        assert engine.deliver().done == 1
        assert len({delivery.key for delivery in channel.got}) == 1
        assert [delivery.attempt for delivery in channel.got] == [1, 2]


def test_a_permanent_failure_is_a_dead_letter_that_can_be_replayed_with_its_key(tmp_path: Path) -> None:
    channel, clock = Recorder(Permanent("http-400", "no such desk")), SetClock(START)
    with with_a_task(tmp_path / "care.db", channel, clock) as engine:
        assert engine.deliver().dead == 1
        assert states(engine) == [("dead", 1, "http-400")]
        assert engine.storage.replay_dead("main", channel.got[0].key)
        assert engine.deliver().done == 1
        assert channel.got[0].key == channel.got[1].key


def test_a_channel_that_fails_for_ever_ends_as_a_dead_letter(tmp_path: Path) -> None:
    channel, clock = Recorder(*[Retryable("down", "down")] * 20), SetClock(START)
    with with_a_task(tmp_path / "care.db", channel, clock) as engine:
        for _ in range(ATTEMPTS + 3):
            engine.deliver()
            clock.at += 90_000 * SECOND
        assert [state for state, _, _ in states(engine)] == ["dead"]
        assert len(channel.got) == ATTEMPTS


@pytest.mark.parametrize(("idempotency", "state"), [("none", "unknown"), ("key", "new"), ("natural", "new")])
def test_an_unknown_outcome_is_tried_again_only_where_that_is_safe(
    tmp_path: Path, idempotency: str, state: str
) -> None:
    channel = Recorder(UnknownOutcome("timeout", "no answer"), idempotency=idempotency)
    with with_a_task(tmp_path / "care.db", channel, SetClock(START)) as engine:
        engine.deliver()
        assert [row[0] for row in states(engine)] == [state]


@pytest.mark.parametrize("failure", [ValueError("secret-4711"), SystemExit(1), RuntimeError(), TimeoutError()])
def test_whatever_a_plugin_raises_the_effect_stays(
    tmp_path: Path, failure: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    channel, clock = Recorder(failure), SetClock(START)
    with with_a_task(tmp_path / "care.db", channel, clock) as engine:
        assert engine.deliver().waiting == 1
        assert states(engine) == [("new", 1, "plugin-error")]
        assert "secret-4711" not in caplog.text
        clock.at += 10 * SECOND
        assert engine.deliver().done == 1


def test_a_plugin_that_returns_nothing_is_a_dead_letter(tmp_path: Path) -> None:
    channel = Recorder(None)  # type: ignore[arg-type]  # what a careless plugin does
    with with_a_task(tmp_path / "care.db", channel, SetClock(START)) as engine:
        assert engine.deliver().dead == 1


def test_a_plugin_that_never_returns_does_not_hold_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engage.runtime.engine._DEADLINE_SECONDS", 0.05)

    class Stuck(Recorder):
        def deliver(self, delivery: Delivery) -> Answer:
            time.sleep(0.5)
            return Answer()

    with with_a_task(tmp_path / "care.db", Stuck(idempotency="none"), SetClock(START)) as engine:
        assert engine.deliver().unknown == 1


def test_effects_of_one_customer_keep_their_order_behind_one_that_waits(tmp_path: Path) -> None:
    channel, clock = Recorder(Retryable("down", "down")), SetClock(START)
    with with_a_task(tmp_path / "care.db", channel, clock) as engine:
        engine.receive(envelope(2))
        engine.know("c9", {"customer.tier": "gold"})
        engine.receive(envelope(3, subject="c9"))
        engine.deliver()
        assert sorted(state for state, _, _ in states(engine)) == ["done", "new", "new"]
        clock.at += 10 * SECOND
        engine.deliver()
        assert [delivery.decision_id for delivery in channel.got[-2:]] == [
            decision.id for decision in engine.decisions("c7") if decision.effects
        ]


def test_waits_follow_the_schedule_and_are_the_same_each_time() -> None:
    waits = [wait_before(attempt, "k") for attempt in range(2, ATTEMPTS + 1)]
    scheduled = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
    assert all(full / 2 <= wait <= full for wait, full in zip(waits, scheduled, strict=True))
    assert waits == [wait_before(attempt, "k") for attempt in range(2, ATTEMPTS + 1)]
    assert wait_before(2, "k", asked=10_000_000.0) == 86_400
    assert wait_before(3, "k", asked=1.0) >= 150
