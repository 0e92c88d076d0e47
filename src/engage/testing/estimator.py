"""The contract of an Estimator as tests: subclass `EstimatorContract` in a plugin's own tests.

    from engage.testing.estimator import EstimatorContract

    class TestChurn(EstimatorContract):
        def open(self, folder):
            return ChurnEstimator(folder)

        def asked(self):
            return Asked("c7", at, past=(PastEvent("call", at - DAY, data={"minutes": 3}), …))

Needs pytest (the extra `testing`). `pytest.register_assert_rewrite("engage.testing.estimator")` in a conftest.py
makes failures tell what they compared.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

from engage.facts.known import PastEvent, Value
from engage.sockets.estimator import Asked, Estimator, Guess

__all__ = ["EstimatorContract"]

#: Values that a fact may hold: exact ones.
_EXACT = (bool, int, Decimal, str, datetime.date, datetime.time)
_CANARY = "canary-7c1e"


class EstimatorContract:
    """What every estimator must do. Each test has an estimator of its own."""

    def open(self, folder: Path) -> Estimator:
        """An estimator that can answer; `folder` is a place for files of this test."""
        raise NotImplementedError

    def asked(self) -> Asked:
        """A customer of whom it can say everything that it gives."""
        raise NotImplementedError

    @pytest.fixture
    def estimator(self, tmp_path: Path) -> Iterator[Estimator]:
        """The estimator under test."""
        opened = self.open(tmp_path)
        yield opened
        opened.close()

    def test_it_says_which_model_answers_what_it_gives_and_what_it_reads(self, estimator: Estimator) -> None:
        assert estimator.model
        assert estimator.gives
        assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,63}", what) for what in estimator.gives)
        assert all(kind and (back is None or back > 0) for kind, back in estimator.reads.items())

    def test_it_answers_everything_it_gives_with_exact_values_between_their_bounds(self, estimator: Estimator) -> None:
        answers = estimator.estimate(self.asked(), estimator.gives)
        assert isinstance(answers, Mapping)
        assert set(answers) == set(estimator.gives)
        for guess in answers.values():
            assert isinstance(guess, Guess)
            assert isinstance(guess.value, _EXACT)
            assert _in_order(guess.low, guess.value)
            assert _in_order(guess.value, guess.high)

    def test_it_answers_nothing_that_was_not_asked_for(self, estimator: Estimator) -> None:
        for what in estimator.gives:
            assert set(estimator.estimate(self.asked(), (what,))) == {what}
        assert not estimator.estimate(self.asked(), ("nobody_gives_this",))

    def test_the_same_question_has_the_same_answer_from_any_thread_and_in_any_company(
        self, estimator: Estimator
    ) -> None:
        first = estimator.estimate(self.asked(), estimator.gives)
        with ThreadPoolExecutor(4) as pool:
            again = list(pool.map(lambda _: estimator.estimate(self.asked(), estimator.gives), range(20)))
        assert all(each == first for each in again)
        for what in estimator.gives:
            assert estimator.estimate(self.asked(), (what,))[what] == first[what]

    def test_an_estimator_opened_anew_gives_the_same_answers_under_the_same_model(self, tmp_path: Path) -> None:
        answers = []
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            opened = self.open(tmp_path / name)
            answers.append((opened.model, opened.estimate(self.asked(), opened.gives)))
            opened.close()
        assert answers[0] == answers[1]

    def test_what_it_does_not_read_changes_nothing(self, estimator: Estimator) -> None:
        asked = self.asked()
        other = PastEvent("an_event_that_nobody_reads", asked.at, data={"amount": Decimal(1)})
        more = evolve(asked, past=(*asked.past, other))
        assert estimator.estimate(more, estimator.gives) == estimator.estimate(asked, estimator.gives)

    def test_what_came_later_changes_nothing(self, estimator: Estimator) -> None:
        asked = self.asked()
        later = tuple(evolve(each, at=asked.at + 1) for each in asked.past[-1:])
        more = evolve(asked, past=(*asked.past, *later))
        assert estimator.estimate(more, estimator.gives) == estimator.estimate(asked, estimator.gives)

    def test_of_a_stranger_it_says_what_it_can_and_does_not_fail(self, estimator: Estimator) -> None:
        answers = estimator.estimate(Asked("stranger", self.asked().at), estimator.gives)
        assert set(answers) <= set(estimator.gives)

    def test_a_question_and_an_answer_do_not_show_the_customer_when_printed(self, estimator: Estimator) -> None:
        asked = evolve(self.asked(), customer=_CANARY)
        answers = estimator.estimate(asked, estimator.gives)
        assert _CANARY not in f"{asked!r} {answers!r} {estimator!r}"

    def test_it_may_be_closed_twice(self, tmp_path: Path) -> None:
        opened = self.open(tmp_path)
        opened.close()
        opened.close()


def _in_order(low: Value, high: Value) -> bool:
    numbers = isinstance(low, int | Decimal) and isinstance(high, int | Decimal)
    return low is None or high is None or not numbers or low <= high  # type: ignore[operator]  # both are numbers
