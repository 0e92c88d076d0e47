"""Effects leave the house at least once, with a key that never changes, and nothing ends unseen."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import evolve

from decide.building import rule, task
from engage.errors import Permanent, PluginError, Retryable, UnknownOutcome
from engage.ground.canonical import derived_id
from engage.program.program import Shelf
from engage.runtime import Engine, SetClock
from engage.runtime.retry import ATTEMPTS, wait_before
from engage.sockets.channel import Answer, Delivery
from engage.sockets.storage import Committed
from engage.testing.units import unit
from runtime.desk import START, Recorder, engine_on, envelope, ready

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
        assert f"({type(failure).__name__} at desk.py:" in caplog.text
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


DAY = 24 * 3_600 * SECOND


def test_a_receiver_that_asks_for_a_day_each_time_is_given_up_within_its_window(tmp_path: Path) -> None:
    channel = Recorder(*[Retryable("http-503", "busy", retry_after=86_400.0)] * 20)
    channel.window_seconds = 4.0 * 86_400
    clock = SetClock(START)
    with with_a_task(tmp_path / "care.db", channel, clock) as engine:
        for _ in range(12):
            engine.deliver()
            clock.at += DAY + SECOND
        assert [state for state, _, _ in states(engine)] == ["dead"]
        assert len(channel.got) == 4


def test_a_key_is_not_sent_again_when_its_receiver_may_have_forgotten_it(tmp_path: Path) -> None:
    class Dies(Recorder):
        def deliver(self, delivery: Delivery) -> Answer:
            super().deliver(delivery)
            raise UnknownOutcome("no-answer", "it was sent, and no answer came")

    channel, clock = Dies(), SetClock(START)
    with with_a_task(tmp_path / "care.db", channel, clock) as engine:
        assert engine.deliver().waiting == 1
    clock.at += 30 * DAY  # nobody delivered for a month
    with engine_on(tmp_path / "care.db", channels={"crm": channel}, clock=clock) as engine:
        assert engine.deliver().dead == 1
        assert states(engine) == [("dead", 2, "window-over")]
        assert len(channel.got) == 1
        assert engine.storage.replay_dead("main", channel.got[0].key)
        assert engine.deliver().waiting == 1  # a person decided: the window begins anew
        assert len(channel.got) == 2


def test_a_worker_killed_while_it_delivered_counts_as_the_first_try(tmp_path: Path) -> None:
    channel, clock = Recorder(), SetClock(START)
    with with_a_task(tmp_path / "care.db", channel, clock) as engine:
        assert len(engine.storage.claim("main", "crm", 1, 60, now=START)) == 1  # and no mark ever
        clock.at += 30 * DAY
        assert engine.deliver().dead == 1
        assert channel.got == []


def test_a_dead_letter_replayed_is_tried_as_often_as_a_new_one(tmp_path: Path) -> None:
    channel, clock = Recorder(*[Retryable("down", "down")] * 100, idempotency="natural"), SetClock(START)
    with with_a_task(tmp_path / "care.db", channel, clock) as engine:
        for _ in range(ATTEMPTS):
            engine.deliver()
            clock.at += DAY
        engine.storage.replay_dead("main", channel.got[0].key)
        for _ in range(ATTEMPTS + 3):
            engine.deliver()
            clock.at += DAY
        assert len(channel.got) == 2 * ATTEMPTS
        assert [state for state, _, _ in states(engine)] == ["dead"]


def test_a_round_ends_although_its_answers_bring_about_more_effects(tmp_path: Path) -> None:
    made = ready()
    ask = rule("ask", task())
    endless = evolve(made, shelves={**made.shelves, "effect_answered": Shelf("effect_answered", (), (ask,), (0,))})
    channel, clock = Recorder(), SetClock(START)
    with engine_on(tmp_path / "care.db", made=endless, channels={"crm": channel}, clock=clock) as engine:
        engine.know("c7", {"customer.tier": "gold"})
        engine.receive(envelope(1))
        for number in range(1, 4):
            assert engine.deliver().done == 1
            assert len(channel.got) == number
            assert engine.status()["waiting_effects"] == 1


class Odd(Retryable):
    """A plugin's own failure, which does not call ours to be made."""

    def __init__(self) -> None:
        pass


@pytest.mark.parametrize(
    ("answer", "state", "code"),
    [
        (Answer("ok\ud800"), "done", ""),
        (Answer("ok", provider_id="\udfff"), "done", ""),
        (Retryable("busy", "busy", retry_after="30"), "new", "busy"),  # type: ignore[arg-type]
        (Retryable("busy", "busy", retry_after=float("nan")), "new", "busy"),
        (Retryable("busy", "busy", retry_after=-1), "new", "busy"),
        (Odd(), "new", "channel-error"),
        (KeyboardInterrupt(), "new", "plugin-error"),
    ],
)
def test_one_odd_value_of_a_plugin_does_not_end_the_round(
    tmp_path: Path, answer: BaseException | Answer, state: str, code: str
) -> None:
    channel, clock = Recorder(answer), SetClock(START)
    with with_a_task(tmp_path / "care.db", channel, clock) as engine:
        engine.know("c9", {"customer.tier": "gold"})
        engine.receive(envelope(2, subject="c9"))
        engine.deliver()
        assert states(engine) == [(state, 1, code), ("done", 1, "")]


@pytest.mark.parametrize("window", [None, "4 days", float("nan"), -1, True])
def test_a_channel_whose_window_is_no_number_is_refused_when_it_is_bound(tmp_path: Path, window: object) -> None:
    channel = Recorder()
    channel.window_seconds = window  # type: ignore[assignment]  # what a careless plugin does
    with pytest.raises(PluginError, match="window_seconds"):
        engine_on(tmp_path / "care.db", channels={"crm": channel})


def test_a_receiver_that_takes_a_key_for_no_time_is_refused_when_it_is_bound(tmp_path: Path) -> None:
    channel = Recorder()
    channel.idempotency, channel.window_seconds = "key", 0
    with pytest.raises(PluginError, match="window_seconds"):
        engine_on(tmp_path / "care.db", channels={"crm": channel})


@pytest.mark.parametrize("bound", [None, object()])
def test_what_is_no_channel_is_refused_when_it_is_bound(tmp_path: Path, bound: object) -> None:
    with pytest.raises(PluginError, match="`crm`"):
        engine_on(tmp_path / "care.db", channels={"crm": bound})  # type: ignore[dict-item]


def test_an_answer_that_cannot_be_recorded_does_not_send_the_effect_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    channel, clock = Recorder(Answer("delivered", "p1")), SetClock(START)
    with with_a_task(tmp_path / "care.db", channel, clock) as engine:
        (effect,) = engine.storage.outbox("main")
        other = unit(1, "c9", generation=1, source="engage:delivery")
        taken = derived_id(effect.key, "delivered", "p1")  # the answer's id belongs to another event already
        engine.storage.commit("main", evolve(other, event=evolve(other.event, id=taken)))
        assert engine.deliver().done == 1
        assert states(engine)[0] == ("done", 1, "answer-not-recorded")
        assert "S002" in caplog.text


def test_a_round_goes_on_while_its_customer_is_busy(tmp_path: Path) -> None:
    channel = Recorder()
    stop = threading.Event()

    def call(thread: int) -> None:
        number = 0
        while not stop.is_set():
            engine.receive(envelope(1_000 * thread + number))
            number += 1

    with engine_on(tmp_path / "care.db", channels={"crm": channel}) as engine:
        engine.know("c7", {"customer.tier": "gold"})
        for number in range(10):
            engine.receive(envelope(number))
        with ThreadPoolExecutor(4) as pool:
            callers = [pool.submit(call, thread) for thread in range(1, 5)]
            try:
                assert engine.deliver().done >= 10
            finally:
                stop.set()
            assert [caller.exception() for caller in callers] == [None] * 4


_STUCK = """
import sys, time
from pathlib import Path
from engage.plugins import Answer
from runtime.desk import Recorder
from runtime.test_delivery import with_a_task
from engage.runtime import SetClock, engine
engine._DEADLINE_SECONDS = 0.1

class Stuck(Recorder):
    def deliver(self, delivery):
        time.sleep(600)

with with_a_task(Path(sys.argv[1]), Stuck(idempotency="none"), SetClock(0)) as engine:
    print(engine.deliver().unknown)
"""


def test_a_stuck_channel_does_not_hold_up_the_end_of_the_process(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _STUCK, str(tmp_path / "care.db")],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.stdout == "1\n"


def test_unbound_channels_are_told_however_much_waits(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db", channels={"crm": Recorder()}) as engine:
        for number in range(3):
            waits = unit(number, f"c{number}", generation=1, channels=["crm"] * 500)
            assert isinstance(engine.storage.commit("main", waits), Committed)
        engine.storage.commit("main", unit(9, "c9", generation=1, channels=["fax"]))
        assert engine.status()["channels_not_bound"] == ["fax"]
