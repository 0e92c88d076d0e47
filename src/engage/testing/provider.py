"""The contract of a FactProvider as tests: subclass `ProviderContract` in a host's or a plugin's own tests.

    from engage.testing.provider import ProviderContract

    class TestCrm(ProviderContract):
        knows = ("customer.tariff", "customer.months")

        def open(self, folder):
            return CrmProvider(URL)

        def asked(self):
            return Asked("c7", now())

Needs pytest (the extra `testing`). `pytest.register_assert_rewrite("engage.testing.provider")` in a conftest.py makes
failures tell what they compared.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

import pytest
from attrs import evolve

from engage.gate.json_in import exact_data
from engage.gate.known_in import confidence_told, moment_told
from engage.runtime.clock import SystemClock
from engage.sockets.estimator import Asked
from engage.sockets.provider import FactProvider, Told

__all__ = ["ProviderContract"]

_CANARY = "canary-7c1e"


class ProviderContract:
    """What every provider must do. Each test has a provider of its own."""

    #: the full names of the facts that it knows of the customer in `asked`
    knows: tuple[str, ...] = ()
    #: how long it may take for one question
    within_seconds: float = 0.5

    def open(self, folder: Path) -> FactProvider:
        """A provider that can answer; `folder` is a place for files of this test."""
        raise NotImplementedError

    def asked(self) -> Asked:
        """A customer of whom it can tell everything in `knows`."""
        raise NotImplementedError

    @pytest.fixture
    def provider(self, tmp_path: Path) -> Iterator[FactProvider]:
        """The provider under test."""
        opened = self.open(tmp_path)
        yield opened
        opened.close()

    def test_it_tells_everything_it_knows_in_one_answer(self, provider: FactProvider) -> None:
        assert self.knows
        answer = provider.provide(self.asked(), self.knows)
        assert isinstance(answer, Mapping)
        assert {name for name in self.knows if _value(answer.get(name)) is not None} == set(self.knows)

    def test_it_tells_nothing_that_was_not_asked_for(self, provider: FactProvider) -> None:
        for name in self.knows:
            assert set(provider.provide(self.asked(), (name,))) == {name}
        unknown = provider.provide(self.asked(), ("customer.nobody_knows_this",))
        assert _value(unknown.get("customer.nobody_knows_this")) is None
        assert set(unknown) <= {"customer.nobody_knows_this"}

    def test_what_it_tells_is_plain_data_with_a_sound_moment_source_and_confidence(
        self, provider: FactProvider
    ) -> None:
        for said in provider.provide(self.asked(), self.knows).values():
            exact_data(_value(said))
            if isinstance(said, Told):
                at = moment_told(said.at)
                # A minute, as the engine grants it: two clocks are never quite the same.
                assert at is None or at <= SystemClock().now() + 60_000_000
                confidence_told(said.confidence)
                assert isinstance(said.source, str)

    def test_it_answers_in_time(self, provider: FactProvider) -> None:
        provider.provide(self.asked(), self.knows)
        begun = time.monotonic()
        provider.provide(self.asked(), self.knows)
        assert time.monotonic() - begun < self.within_seconds

    def test_it_may_be_asked_from_several_threads_at_once(self, provider: FactProvider) -> None:
        first = {name: _value(said) for name, said in provider.provide(self.asked(), self.knows).items()}
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: provider.provide(self.asked(), self.knows), range(24)))
        assert all({name: _value(said) for name, said in each.items()} == first for each in answers)

    def test_of_a_stranger_it_tells_nothing_and_does_not_fail(self, provider: FactProvider) -> None:
        answer = provider.provide(evolve(self.asked(), customer="a stranger", facts={}), self.knows)
        assert not {name for name, said in answer.items() if _value(said) is not None}

    def test_it_does_not_need_to_change_what_it_was_handed(self, provider: FactProvider) -> None:
        asked = evolve(self.asked(), facts=MappingProxyType(dict(self.asked().facts)))
        assert set(provider.provide(asked, self.knows)) == set(self.knows)

    def test_it_does_not_show_the_customer_when_printed(self, provider: FactProvider) -> None:
        asked = evolve(self.asked(), customer=_CANARY)
        told = [each for each in provider.provide(asked, self.knows).values() if isinstance(each, Told)]
        assert _CANARY not in f"{asked!r} {told!r} {provider!r}"

    def test_it_may_be_closed_twice(self, tmp_path: Path) -> None:
        opened = self.open(tmp_path)
        opened.close()
        opened.close()


def _value(said: object) -> object:
    return said.value if isinstance(said, Told) else said
