"""The contract of a Channel as tests: subclass `ChannelContract` in a plugin's own tests.

    from engage.testing.channel import ChannelContract

    class TestPigeon(ChannelContract):
        def open(self, folder):
            return PigeonChannel(folder)

        def received(self, folder):
            return [(note.key, note.text) for note in pigeons_at(folder)]

Needs pytest (the extra `testing`). `pytest.register_assert_rewrite("engage.testing.channel")` in a conftest.py makes
failures tell what they compared.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import evolve

from engage.errors import ChannelError, Permanent, Retryable, UnknownOutcome
from engage.ground.canonical import derived_id
from engage.sockets.channel import Answer, Channel, Delivery

__all__ = ["ChannelContract", "delivery"]

#: A value of a customer: it may reach the receiver, and nothing else.
_CANARY = "canary-7c1e"
_ODD = json.dumps({"name": f'王阿姨 {_CANARY} "quoted" \\ back\nline\ttab 🎈', "n": 1.5}, ensure_ascii=False)


def delivery(number: int, payload: str = '{"text":"hello"}', attempt: int = 1) -> Delivery:
    """An attempt to deliver effect `number`."""
    return Delivery(
        key=derived_id("decision", str(number), "crm"),
        attempt=attempt,
        kind="task",
        channel="crm",
        tenant="main",
        payload=payload,
        decision_id=derived_id("decision"),
    )


class ChannelContract:
    """What every channel must do. Each test has a channel and a receiver of its own."""

    def open(self, folder: Path) -> Channel:
        """A channel; `folder` is a place for files of this test."""
        raise NotImplementedError

    def received(self, folder: Path) -> Sequence[tuple[str, str]]:
        """What took effect at the receiver so far, as (key, payload as JSON text), in the order of arrival."""
        raise NotImplementedError

    def breaks(self, folder: Path) -> bool:
        """Make the receiver unreachable. False when that cannot happen or cannot be done here."""
        return False

    @pytest.fixture
    def channel(self, tmp_path: Path) -> Iterator[Channel]:
        """The channel under test."""
        opened = self.open(tmp_path)
        yield opened
        opened.close()

    def test_it_says_how_repeated_deliveries_are_told_apart(self, channel: Channel) -> None:
        assert channel.idempotency in {"key", "natural", "query", "none"}
        assert channel.window_seconds >= 0
        assert not math.isnan(channel.window_seconds)
        assert channel.idempotency != "key" or channel.window_seconds > 0

    def test_a_delivery_arrives_whole_and_is_answered(self, channel: Channel, tmp_path: Path) -> None:
        one = delivery(1, _ODD)
        answer = channel.deliver(one)
        assert isinstance(answer, Answer)
        assert answer.outcome
        ((key, payload),) = self.received(tmp_path)
        assert (key, json.loads(payload)) == (one.key, json.loads(_ODD))

    def test_deliveries_arrive_in_their_order(self, channel: Channel, tmp_path: Path) -> None:
        several = [delivery(number) for number in range(5)]
        for one in several:
            channel.deliver(one)
        assert [key for key, _ in self.received(tmp_path)] == [one.key for one in several]

    def test_a_second_attempt_with_the_same_key_takes_effect_once(self, channel: Channel, tmp_path: Path) -> None:
        if channel.idempotency not in {"key", "natural"}:
            pytest.skip(f"idempotency `{channel.idempotency}` does not promise it")
        one = delivery(1)
        channel.deliver(one)
        channel.deliver(delivery(2))
        channel.deliver(evolve(one, attempt=2))
        assert sorted(key for key, _ in self.received(tmp_path)) == sorted([one.key, delivery(2).key])

    def test_threads_may_share_it(self, channel: Channel, tmp_path: Path) -> None:
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda number: channel.deliver(delivery(number)), range(20)))
        assert len(answers) == 20
        assert sorted(key for key, _ in self.received(tmp_path)) == sorted(delivery(number).key for number in range(20))

    def test_an_unreachable_receiver_is_a_channel_error_without_the_payload(
        self, channel: Channel, tmp_path: Path
    ) -> None:
        if not self.breaks(tmp_path):
            pytest.skip("the receiver cannot be made unreachable here")
        with pytest.raises(ChannelError) as caught:
            channel.deliver(delivery(1, _ODD))
        assert isinstance(caught.value, Retryable | Permanent | UnknownOutcome)
        assert caught.value.code
        assert _CANARY not in str(caught.value)
        assert caught.value.__cause__ is None or _CANARY not in str(caught.value.__cause__)

    def test_a_delivery_does_not_show_its_payload_when_printed(self) -> None:
        assert _CANARY not in repr(delivery(1, _ODD))

    def test_it_may_be_closed_twice(self, tmp_path: Path) -> None:
        opened = self.open(tmp_path)
        opened.close()
        opened.close()
