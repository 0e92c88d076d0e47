"""The contract kit of providers: one over a real HTTP server keeps it, and the kit finds those that break it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from engage.gate.values import moment_text
from engage.runtime.clock import SystemClock
from engage.sockets.estimator import Asked
from engage.sockets.provider import FactProvider, Told
from engage.testing.provider import ProviderContract
from runtime.desk import START
from runtime.providers import KNOWN, OverHttp, Served, served


class TestOverHttp(ProviderContract):
    """A provider that asks a server."""

    knows = tuple(KNOWN)

    @pytest.fixture(autouse=True)
    def server(self) -> Iterator[Served]:
        with served() as self.says:
            self.says.customers |= {"c7": KNOWN, "canary-7c1e": KNOWN}
            yield self.says

    def open(self, folder: Path) -> FactProvider:
        return OverHttp(self.says.url)

    def asked(self) -> Asked:
        return Asked("c7", START)


class Plain:
    """A provider that knows one customer; the broken ones below differ in one thing each."""

    def provide(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, object]:
        return {name: KNOWN[name] for name in wanted if name in KNOWN} if asked.customer == "c7" else {}

    def close(self) -> None:
        pass


class Talkative(Plain):
    def provide(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, object]:
        return dict(super().provide(asked, tuple(KNOWN)))


class Forgetful(Plain):
    def provide(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, object]:
        return super().provide(asked, wanted[:1])


class Guessing(Plain):
    def provide(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, object]:
        return {name: KNOWN[name] for name in wanted if name in KNOWN}


class Foreseeing(Plain):
    def provide(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, object]:
        at = moment_text(SystemClock().now() + 3_600_000_000)
        return {name: Told(value, at=at) for name, value in super().provide(asked, wanted).items()}


class Slow(Plain):
    def provide(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, object]:
        time.sleep(0.03)
        return super().provide(asked, wanted)


class Meddling(Plain):
    def provide(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, object]:
        asked.facts["customer.seen"] = True  # type: ignore[index]  # what must not be done
        return super().provide(asked, wanted)


class Printing(Plain):
    def __init__(self) -> None:
        self.last = ""

    def provide(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, object]:
        self.last = asked.customer
        return super().provide(asked, wanted)

    def __repr__(self) -> str:
        return f"Printing({self.last})"


class ClosedOnce(Plain):
    closed = False

    def close(self) -> None:
        if self.closed:
            raise RuntimeError
        self.closed = True


class Confused(Plain):
    """Answers of one thread reach another."""

    last: Asked | None = None
    calls = 0

    def provide(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, object]:
        self.calls += 1
        return {**super().provide(asked, wanted), **({"customer.months": self.calls} if self.calls > 1 else {})}


class Of(ProviderContract):
    knows = tuple(KNOWN)
    within_seconds = 0.02

    def __init__(self, made: type[Plain]) -> None:
        self._made = made

    def open(self, folder: Path) -> FactProvider:
        return self._made()

    def asked(self) -> Asked:
        return Asked("c7", START, {})


@pytest.mark.parametrize(
    ("broken", "caught_by"),
    [
        (Talkative, "test_it_tells_nothing_that_was_not_asked_for"),
        (Forgetful, "test_it_tells_everything_it_knows_in_one_answer"),
        (Guessing, "test_of_a_stranger_it_tells_nothing_and_does_not_fail"),
        (Foreseeing, "test_what_it_tells_is_plain_data_with_a_sound_moment_source_and_confidence"),
        (Slow, "test_it_answers_in_time"),
        (Meddling, "test_it_does_not_need_to_change_what_it_was_handed"),
        (Printing, "test_it_does_not_show_the_customer_when_printed"),
        (Confused, "test_it_may_be_asked_from_several_threads_at_once"),
    ],
)
def test_the_kit_finds_what_is_broken(broken: type[Plain], caught_by: str) -> None:
    getattr(Of(Plain), caught_by)(Plain())
    with pytest.raises((AssertionError, TypeError)):
        getattr(Of(broken), caught_by)(broken())


def test_the_kit_finds_one_that_cannot_be_closed_twice(tmp_path: Path) -> None:
    Of(Plain).test_it_may_be_closed_twice(tmp_path)
    with pytest.raises(RuntimeError):
        Of(ClosedOnce).test_it_may_be_closed_twice(tmp_path)
