"""Asking estimators before a decision: only for facts that are not known freshly, within a deadline, never fatal.

Whatever an estimator does, the decision is made: what it did not answer is unknown, and the decision says why. A call
that hangs holds a thread that nobody waits for; when too many hang, the estimator is not asked until one returns.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from queue import Empty, SimpleQueue
from typing import Final

from attrs import field, frozen

from engage.errors import EventRejected
from engage.facts.known import Estimate, Event, Fact, PastEvent, Profile
from engage.facts.vocabulary import Field
from engage.gate.known_in import typed_facts
from engage.knowledge.freshness import standing
from engage.program.program import FactInput, Program, Shelf
from engage.sockets.estimator import Asked, Estimator, Guess

__all__ = ["Estimators", "Question", "estimated_facts", "source_of"]

_MOST_AT_ONCE: Final = 8


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
    """The estimators a host has bound, by the names that vocabularies use. `seconds` is how long one may take."""

    bound: Mapping[str, Estimator] = field(factory=dict)
    seconds: float = 0.5
    _rooms: dict[str, _Room] = field(factory=dict, init=False, eq=False, repr=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, eq=False, repr=False)

    def questions(self, program: Program, event: Event, profile: Profile) -> tuple[Question, ...]:
        """What must be asked for this event: estimated facts that its rules read and that are not fresh."""
        asked: dict[str, dict[str, Field]] = {}
        for declared, max_age in _read(program, event.kind) if event.subject and profile.key else ():
            line = profile.facts.get(declared.name)
            kept = line and standing(line, event.at)
            # Known afterwards already (a late event), or still fresh. Without a `max age` nothing is fresh.
            known = kept is not None and (
                kept.at is None or kept.at > event.at or (max_age is not None and event.at - kept.at <= max_age)
            )
            if not known:
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
        found: list[Estimate] = []
        for question in questions:
            estimator = self.bound.get(question.estimator)
            if estimator is None:
                found += _none(question, "not bound")
                continue
            facts = {name: standing(fact, event.at).value for name, fact in profile.facts.items()}
            shown = tuple(each for each in past if each.kind in estimator.reads and each.at <= event.at)
            asked = Asked(profile.key, event.at, facts, shown)
            told = self._room(question.estimator, estimator).call(asked, tuple(question.wanted), self.seconds)
            if isinstance(told, str):
                found += _none(question, told)
            else:
                found += _sound(question, told, str(estimator.model), program)
        return tuple(sorted(found, key=lambda each: each.name))

    def _room(self, name: str, estimator: Estimator) -> _Room:
        with self._lock:
            room = self._rooms.get(name)
            if room is None or room.pid != os.getpid():  # after a fork: its threads have not come along
                room = self._rooms[name] = _Room(estimator)
            return room

    def close(self) -> None:
        """Give back what the estimators hold."""
        for room in self._rooms.values():
            room.end()
        for estimator in self.bound.values():
            estimator.close()


def _read(program: Program, kind: str) -> Iterator[tuple[Field, int | None]]:
    """The estimated facts that the rules of a kind of event read, with their greatest age in microseconds."""
    for source in program.shelves.get(kind, Shelf("")).inputs:
        if isinstance(source, FactInput):
            declared = program.vocabulary.field_by_name.get(source.name)
            if declared is not None and declared.estimated_by:
                yield declared, source.max_age


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


@frozen
class _Asking:
    """A question on its way to a worker, and where its answer goes."""

    asked: Asked
    wanted: tuple[str, ...]
    told: SimpleQueue[Mapping[str, object] | str]


class _Room:
    """The threads that ask one estimator. A thread that hangs is left to itself and counted until it returns."""

    def __init__(self, estimator: Estimator) -> None:
        self._estimator, self.pid = estimator, os.getpid()
        self._free: SimpleQueue[SimpleQueue[_Asking | None]] = SimpleQueue()
        self._count, self._lock = 0, threading.Lock()

    def call(self, asked: Asked, wanted: tuple[str, ...], seconds: float) -> Mapping[str, object] | str:
        """What it answered, or why there is no answer."""
        worker = self._worker()
        if worker is None:
            return "busy"
        told: SimpleQueue[Mapping[str, object] | str] = SimpleQueue()
        worker.put(_Asking(asked, wanted, told))
        try:
            return told.get(timeout=seconds)
        except Empty:
            return "late"

    def _worker(self) -> SimpleQueue[_Asking | None] | None:
        try:
            return self._free.get_nowait()
        except Empty:
            with self._lock:
                if self._count >= _MOST_AT_ONCE:
                    return None
                self._count += 1
            inbox: SimpleQueue[_Asking | None] = SimpleQueue()
            threading.Thread(target=_work, args=(self._estimator, inbox, self._free.put), daemon=True).start()
            return inbox

    def end(self) -> None:
        """Let the threads that are free go."""
        while True:
            try:
                self._free.get_nowait().put(None)
            except Empty:
                return


def _work(
    estimator: Estimator, inbox: SimpleQueue[_Asking | None], free: Callable[[SimpleQueue[_Asking | None]], None]
) -> None:
    while (asking := inbox.get()) is not None:
        try:
            answer: object = estimator.estimate(asking.asked, asking.wanted)
        except BaseException:
            # A plugin may raise anything, SystemExit too; its text may hold a customer's value and is not kept.
            answer = "failed"
        asking.told.put(answer if isinstance(answer, Mapping) else "failed")
        free(inbox)
