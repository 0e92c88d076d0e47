"""G6 of the hostile lists, where it concerns the engine: whatever a channel gives back, the engine and the effect live.

`tests/runtime/test_delivery.py` has what a channel may raise, and one that never returns.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engage.errors import ChannelError, Permanent, Retryable
from engage.runtime import SetClock
from engage.sockets.channel import Answer
from runtime.desk import HOUR, START, Recorder, engine_on, envelope


@pytest.mark.parametrize(
    "answer",
    [
        Answer(outcome=5),  # type: ignore[arg-type]  # what a careless plugin gives
        Answer(outcome=None),  # type: ignore[arg-type]
        Answer(provider_id=7),  # type: ignore[arg-type]
        "delivered",
        True,
        {"outcome": "delivered"},
    ],
)
def test_g6_an_answer_that_is_none_ends_as_a_dead_letter_and_holds_up_nobody(tmp_path: Path, answer: Answer) -> None:
    channel = Recorder(answer)
    with engine_on(tmp_path / "care.db", channels={"crm": channel}) as engine:
        for customer in ("c7", "c8"):
            engine.know(customer, {"customer.tier": "gold"})
            engine.receive(envelope(int(customer[1]), subject=customer))
        sums = engine.deliver()
        assert (sums.dead, sums.done) == (1, 1)
        dead = engine.storage.outbox("main", state="dead")
        assert [row.last_code for row in dead] == ["plugin-error"]
        assert engine.storage.replay_dead("main", dead[0].key)
        assert engine.deliver().done == 1


@pytest.mark.parametrize("text", ["", "\ud800", "a\x00b", "x" * 1_000_000, "delivered\nforged"])
def test_g6_an_answer_in_odd_words_is_recorded(tmp_path: Path, text: str) -> None:
    with engine_on(tmp_path / "care.db", channels={"crm": Recorder(Answer("delivered", text))}) as engine:
        engine.know("c7", {"customer.tier": "gold"})
        engine.receive(envelope(1))
        assert engine.deliver().done == 1
        assert len(list(engine.decisions("c7"))) == 2


@pytest.mark.parametrize(
    ("code", "kept"), [("http-503", "http-503"), ("line\nbreak", "channel-error"), ("", "channel-error")]
)
@pytest.mark.parametrize("failure", [Retryable, Permanent])
def test_g6_a_code_that_is_a_text_is_not_kept(
    tmp_path: Path, failure: type[ChannelError], code: str, kept: str, caplog: pytest.LogCaptureFixture
) -> None:
    channel, clock = Recorder(failure(code, "no")), SetClock(START)
    with engine_on(tmp_path / "care.db", channels={"crm": channel}, clock=clock) as engine:
        engine.know("c7", {"customer.tier": "gold"})
        engine.receive(envelope(1))
        engine.deliver()
        assert [row.last_code for row in engine.storage.outbox("main")] == [kept]
        assert [record.getMessage().count("\n") for record in caplog.records] == [0]
        clock.at += HOUR
        engine.deliver()
