from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from attrs import evolve

from engage.knowledge.patterns import completed
from engage.plugins import Question, Words
from engage.testing.correlator import CorrelatorContract

Spoil = Callable[[Question, tuple[int, ...]], tuple[int, ...]]


class Windowed:
    """Engage's own answer, as a correlator; `spoil` makes another one of it."""

    engine = "windowed"

    def __init__(self, spoil: Spoil = lambda _, numbers: numbers) -> None:
        self._spoil = spoil

    def unavailable(self) -> Words | None:
        return None

    def ask(self, questions: Sequence[Question]) -> Sequence[tuple[int, ...]]:
        return [self._spoil(each, completed(each)) for each in questions]

    def close(self) -> None:
        return


class TestWindowed(CorrelatorContract):
    def open(self) -> Windowed:
        return Windowed()


def _without_ends(question: Question, _: tuple[int, ...]) -> tuple[int, ...]:
    shorter = (evolve(each, until=None if each.until is None else each.until - 1) for each in question.candidates)
    return completed(evolve(question, candidates=tuple(shorter)))


def _uncorrelated(question: Question, _: tuple[int, ...]) -> tuple[int, ...]:
    return completed(
        evolve(question, candidates=tuple(evolve(each, follows=(), leads=()) for each in question.candidates))
    )


MISTAKES: dict[str, Spoil] = {
    "never": lambda _, numbers: (),
    "once": lambda _, numbers: numbers[:1],
    "absences forgotten": lambda question, numbers: completed(evolve(question, absent=False)),
    "windows forgotten": lambda question, numbers: completed(evolve(question, start=None)),
    "ends left out": _without_ends,
    "correlation forgotten": _uncorrelated,
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_kit_finds_a_correlator_that_is_wrong(mistake: str) -> None:
    with pytest.raises(AssertionError):
        CorrelatorContract().test_it_says_what_the_windowed_one_says_all_along_random_lives(Windowed(MISTAKES[mistake]))
