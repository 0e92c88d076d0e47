"""Asking estimators before a decision: only for facts that are not known freshly, within a deadline, never fatal.

Whatever an estimator does, the decision is made: what it did not answer is unknown, and the decision says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from attrs import field, frozen

from engage.errors import EventRejected
from engage.facts.known import MEMBERSHIP, Estimate, Event, Fact, PastEvent, Profile
from engage.facts.vocabulary import Field
from engage.gate.known_in import typed_facts
from engage.knowledge.freshness import standing
from engage.program.program import Program
from engage.runtime.asking import Rooms, to_ask
from engage.sockets.estimator import Asked, Estimator, Guess

__all__ = ["Estimators", "Question", "estimated_facts", "source_of"]


@frozen
class Question:
    """What one estimator is to be asked for one customer: what it gives, and the fact that each answer fills."""

    estimator: str
    wanted: Mapping[str, Field]


def source_of(name: str) -> str:
    """What a profile says of where an estimated fact came from."""
    return f"estimator {name}"


def estimated_facts(estimates: Sequence[Estimate], at: int) -> dict[str, Fact]:
    """The facts that answers fill, as known from this moment."""
    answered = (each for each in estimates if not each.trouble)
    return {each.fact: Fact(each.value, at, source_of(each.name)) for each in answered}


@frozen
class Estimators:
    """The estimators a host has bound, by the names that vocabularies use. `seconds`: how long all may take."""

    bound: Mapping[str, Estimator] = field(factory=dict)
    seconds: float = 0.5
    _rooms: Rooms = field(factory=Rooms, init=False, eq=False, repr=False)

    def questions(self, program: Program, event: Event, profile: Profile) -> tuple[Question, ...]:
        """What must be asked for this event: estimated facts that its rules read and that are not fresh."""
        asked: dict[str, dict[str, Field]] = {}
        for declared in to_ask(program, event, profile):
            if declared.estimated_by:
                name, _, what = declared.estimated_by.partition(".")
                asked.setdefault(name, {})[what] = declared
        return tuple(Question(name, wanted) for name, wanted in sorted(asked.items()))

    def reads(self, questions: Sequence[Question]) -> dict[str, int | None]:
        """Which past the estimators must see: kinds of events, and how many microseconds back."""
        found: dict[str, int | None] = {}
        for each in questions:
            estimator = self.bound.get(each.estimator)
            for kind, back in estimator.reads.items() if estimator else ():
                before = found.get(kind, 0)
                found[kind] = None if back is None or before is None else max(back, before)
        return found

    def ask(
        self, questions: Sequence[Question], program: Program, event: Event, profile: Profile, past: Sequence[PastEvent]
    ) -> tuple[Estimate, ...]:
        """The answers, one for each fact asked for, in the order of names; those without a value say why."""
        facts = {n: standing(fact, event.at).value for n, fact in profile.facts.items() if n != MEMBERSHIP}
        calls = {}
        for question in questions:
            estimator = self.bound.get(question.estimator)
            if estimator is not None:
                shown = tuple(each for each in past if each.kind in estimator.reads and each.at <= event.at)
                asked = Asked(profile.key, event.at, facts, shown)
                calls[question.estimator] = partial(estimator.estimate, asked, tuple(question.wanted))
        answers = self._rooms.answers(calls, self.seconds)
        found: list[Estimate] = []
        for question in questions:
            told = answers.get(question.estimator, "not bound")
            if isinstance(told, str):
                found += _none(question, told)
            else:
                found += _sound(question, told, str(self.bound[question.estimator].model), program)
        return tuple(sorted(found, key=lambda each: each.name))

    def close(self) -> None:
        """Give back what the estimators hold."""
        self._rooms.close()
        for estimator in self.bound.values():
            estimator.close()


def _none(question: Question, trouble: str) -> Iterator[Estimate]:
    for what, declared in question.wanted.items():
        yield Estimate(f"{question.estimator}.{what}", None, fact=declared.name, trouble=trouble)


def _sound(question: Question, told: Mapping[str, object], model: str, program: Program) -> Iterator[Estimate]:
    """Answers in the types that the vocabulary declares; a plugin may answer anything."""
    for what, declared in question.wanted.items():
        guess, name = told.get(what), f"{question.estimator}.{what}"
        if guess is None or (isinstance(guess, Guess) and guess.value is None):
            yield Estimate(name, None, model=model, fact=declared.name, trouble="silent")
            continue
        try:
            if not isinstance(guess, Guess):
                raise TypeError
            bounds = (guess.value, guess.low, guess.high)
            value, low, high = (
                None if each is None else typed_facts(program.vocabulary, {declared.name: each})[declared.name]
                for each in bounds
            )
        except (EventRejected, TypeError, ValueError):
            yield Estimate(name, None, model=model, fact=declared.name, trouble="wrong type")
            continue
        yield Estimate(name, value, low, high, model, declared.name)
