"""The contract of a Correlator as tests: subclass `CorrelatorContract` in a plugin's own tests.

    from engage.testing.correlator import CorrelatorContract

    class TestPigeon(CorrelatorContract):
        def open(self):
            return PigeonCorrelator()

Needs pytest (the extra `testing`). `pytest.register_assert_rewrite("engage.testing.correlator")` in a conftest.py makes
failures tell what they compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pytest
from attrs import evolve

from engage.knowledge.patterns import completed
from engage.sockets.correlator import Candidate, Correlator, Question
from engage.testing.dice import Dice

__all__ = ["CorrelatorContract", "questions_at_random"]

_HOUR: Final = 3_600_000_000
_DAY: Final = 24 * _HOUR
_NOW: Final = 1_793_534_400_000_000  # 2026-11-01 12:00 UTC
#: values that are taken for each other where types are forgotten, texts that need escaping, large numbers
_TEXTS: Final = ("1", "true", "", "a", 'a"\\\n', "王阿姨 🎈")
_ODD: Final = (True, False, 1, 2**62, *_TEXTS, "a" * 70_000, "a" * 69_999)
_KINDS: Final = 4


def questions_at_random(dice: Dice, customers: int = 3, values: Sequence[object] = _TEXTS) -> Iterator[Question]:
    """The life of some customers as questions: at each event what a few patterns are asked, with events that come late,
    that are simultaneous, and that are gone again (erased, or out of the window).
    """
    shapes = [_shape(dice) for _ in range(3)]
    name = f"{dice.number(2**32)}"
    lives: dict[str, list[tuple[int, int, object]]] = {f"customer {number}": [] for number in range(customers)}
    now = _NOW
    for number in range(40):
        customer = dice.one(tuple(lives))
        now += dice.number(4) * _HOUR * 3
        event = (now - (dice.number(3) * _DAY if dice.chance(6) else 0), dice.number(_KINDS), dice.one(values))
        lives[customer].append(event)
        if dice.chance(25):
            lives[customer] = lives[customer][dice.number(len(lives[customer])) :] or [event]
        known = [each for each in lives[customer] if each[0] <= event[0] and each is not event]
        for place, shape in enumerate(shapes):
            yield _asked(f"{name} pattern {place}", customer, shape, [*sorted(known, key=_at), event], number)


def _at(event: tuple[int, int, object]) -> int:
    return event[0]


#: per step its kind, how soon it must follow, and whether it must be the same; whether the last one is absent
_Shape = tuple[tuple[tuple[int, int, bool], ...], bool, int]


def _shape(dice: Dice) -> _Shape:
    lengths = (6 * _HOUR, 12 * _HOUR, _DAY)
    steps = tuple((dice.number(_KINDS), dice.one(lengths), dice.chance(2)) for _ in range(2 + dice.number(2)))
    return steps, dice.chance(3), dice.one((_DAY, 2 * _DAY, 30 * _DAY))


def _asked(
    pattern: str, customer: str, shape: _Shape, events: Sequence[tuple[int, int, object]], number: int
) -> Question:
    steps, absent, window = shape
    now = events[-1][0]
    # Now and then the events of long ago are left out, as where only the windows are read.
    reach = now - window - sum(within for _, within, _ in steps)
    kept = [event for event in events if number % 2 or event[0] > reach]
    found = []
    for place, (at, kind, value) in enumerate(kept):
        for step in range(len(steps) - 1, -1, -1):
            if kind != steps[step][0]:
                continue
            after = steps[step + 1] if step + 1 < len(steps) else None
            follows = (value,) if step and steps[step][2] else ()
            leads = (value,) if after is not None and after[2] else ()
            found.append(Candidate(place, step, at, None if after is None else at + after[1], follows, leads))
    return Question(pattern, customer, len(steps), absent, now - window + 1, now + 1, tuple(found))


class CorrelatorContract:
    """What every correlator must do. `seeds` are how many random lives are asked about."""

    seeds = 25

    def open(self) -> Correlator:
        """A correlator."""
        raise NotImplementedError

    @pytest.fixture
    def correlator(self) -> Iterator[Correlator]:
        """One for each test."""
        opened = self.open()
        try:
            yield opened
        finally:
            opened.close()

    def test_it_says_what_the_windowed_one_says_all_along_random_lives(self, correlator: Correlator) -> None:
        for seed in range(self.seeds):
            for number, question in enumerate(questions_at_random(Dice(seed))):
                (answer,) = correlator.ask((question,))
                assert tuple(answer) == completed(question), (seed, number, question)

    def test_several_questions_are_answered_in_their_order(self, correlator: Correlator) -> None:
        questions = tuple(questions_at_random(Dice(1)))
        assert [tuple(answer) for answer in correlator.ask(questions)] == [completed(each) for each in questions]
        assert list(correlator.ask(())) == []

    def test_an_answer_does_not_depend_on_what_was_asked_before(self, correlator: Correlator) -> None:
        questions = tuple(questions_at_random(Dice(2)))
        for question in (*reversed(questions), *questions[::3]):
            assert tuple(correlator.ask((question,))[0]) == completed(question)

    def test_customers_are_kept_apart(self, correlator: Correlator) -> None:
        first = _pair("one", "a", "b")
        for customer in ("two", "One", "one ", "on", "öne", "one" * 1_000):
            alone = evolve(first, customer=customer, candidates=first.candidates[1:])
            asked = correlator.ask((first, alone))
            assert [tuple(answer) for answer in asked] == [(1,), ()], customer

    def test_values_are_the_same_only_when_they_are_of_one_kind_and_equal(self, correlator: Correlator) -> None:
        for left in _ODD:
            for right in _ODD:
                expected = (1,) if type(left) is type(right) and left == right else ()
                question = _pair("c", left, right, same=True)
                # Between values of one field there is one type; where it is not, nobody is held to an answer.
                if type(left) is type(right):
                    assert tuple(correlator.ask((question,))[0]) == expected, (left, right)

    def test_the_end_of_a_length_of_time_is_inside_and_the_start_of_a_window_counts(
        self, correlator: Correlator
    ) -> None:
        at = _NOW + _DAY
        for until, start, expected in (
            (at, at, (1,)),
            (at - 1, at, ()),
            (at, at + 1, ()),
            (at, None, (1,)),
        ):
            first = Candidate(0, 0, _NOW, until)
            question = Question("p", "c", 2, False, start, at + 1, (first, Candidate(1, 1, at)))
            assert tuple(correlator.ask((question,))[0]) == expected, (until, start)

    def test_simultaneous_events_follow_each_other_in_their_order(self, correlator: Correlator) -> None:
        first, second = Candidate(0, 0, _NOW, _NOW + _DAY), Candidate(1, 1, _NOW)
        question = Question("p", "c", 2, False, None, _NOW + 1, (first, second))
        assert tuple(correlator.ask((question,))[0]) == (1,)
        turned = evolve(question, candidates=(evolve(second, number=0), evolve(first, number=1)))
        assert tuple(correlator.ask((turned,))[0]) == ()

    def test_many_customers_and_long_lives_are_answered_too(self, correlator: Correlator) -> None:
        for number in range(1_200):
            question = _pair(f"customer {number}", "a", "a", same=True)
            assert tuple(correlator.ask((question,))[0]) == (1,), number
        long = tuple(
            Candidate(place, place % 2, _NOW + place * _HOUR, _NOW + (place + 1) * _HOUR if place % 2 == 0 else None)
            for place in range(2_000)
        )
        question = Question("long", "c", 2, False, None, _NOW + 3_000 * _HOUR, long)
        assert tuple(correlator.ask((question,))[0]) == completed(question)


def _pair(customer: str, left: object, right: object, *, same: bool = False) -> Question:
    leads, follows = ((left,), (right,)) if same else ((), ())
    first = Candidate(0, 0, _NOW, _NOW + _DAY, (), leads)
    second = Candidate(1, 1, _NOW + _HOUR, None, follows)
    return Question("pair", customer, 2, False, None, _NOW + _DAY, (first, second))
