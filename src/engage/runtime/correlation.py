"""A correlator beside a decision: asked before it, in time, held against our own answer, and never relied on.

What it says is part of the situation and of the record, so that whoever replays a decision asks nobody.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Final

from attrs import evolve

from engage.decide import decide
from engage.decide.reasons import ReasonCode
from engage.facts.decided import Decision, Reason
from engage.facts.known import PastEvent, Signal, Situation
from engage.knowledge import fill
from engage.knowledge.measure import Past
from engage.knowledge.patterns import completed, question_of, signalled
from engage.program.program import PatternInput, Program
from engage.runtime.beside import Beside, Ended
from engage.sockets.correlator import Correlator, Question

__all__ = ["WINDOWED", "Correlation"]

#: the name of what engage does itself
WINDOWED: Final = "windowed"
#: after so many failures in a row it is asked again only at every so many decisions
_FAILURES: Final = 3
_REST: Final = 100

_Asked = tuple[PatternInput, Question, Sequence[PastEvent]]


class Correlation:
    """Asks one correlator, or none. May be shared by threads; the correlator gets one question after the other."""

    def __init__(self, name: str, correlator: Correlator | None, seconds: float) -> None:
        self._name, self._correlator = name, correlator
        self._beside: Beside[tuple[Question, ...]] | None = None
        if correlator is not None:
            self._beside = Beside(correlator.ask, seconds, "engage-correlator")
        self._lock = threading.Lock()
        self._asked = self._left_out = self._in_a_row = self._resting = 0
        self._last_failure = ""

    def decided(self, program: Program, situation: Situation, tenant: str) -> tuple[Situation, Decision]:
        """The decision with what the correlator saw among what is known, and why it was left out where it was."""
        situation, reasons = self._informed(program, situation)
        decision = decide(program, situation, tenant=tenant)
        return situation, evolve(decision, reasons=(*decision.reasons, *reasons)) if reasons else decision

    def _informed(self, program: Program, situation: Situation) -> tuple[Situation, tuple[Reason, ...]]:
        if self._beside is None:
            return situation, ()
        asked = _questions(program, situation)
        if not asked:
            return situation, ()
        signals, why = self._answered(self._beside, Past.of(situation, program), asked)
        if why:
            return situation, (Reason(ReasonCode.UNCORRELATED, rule=self._name, detail=why),)
        return evolve(situation, signals=(*situation.signals, *signals)), ()

    def start(self) -> None:
        """Let the correlator start what it needs, so that the first decision does not wait for it."""
        if self._correlator is None:
            return
        try:
            missing = self._correlator.unavailable()
        except Exception as failure:  # as at every question: nothing of a plugin stops the engine
            self._last_failure = type(failure).__name__
        else:
            self._last_failure = missing.en if missing is not None else ""

    def status(self) -> dict[str, object]:
        """Which correlator, how many decisions asked it, at how many it was left out, and why the last time."""
        return {
            "correlator": self._name,
            "correlator_asked": self._asked,
            "correlator_left_out": self._left_out,
            "correlator_last_failure": self._last_failure,
        }

    def close(self) -> None:
        """Give back what the correlator holds."""
        if self._beside is not None and self._correlator is not None:
            self._beside.leave()
            self._correlator.close()

    def _answered(
        self, beside: Beside[tuple[Question, ...]], past: Past, asked: Sequence[_Asked]
    ) -> tuple[tuple[Signal, ...], str]:
        questions = tuple(question for _, question, _ in asked)
        with self._lock:
            self._asked += 1
            if self._resting:
                self._resting -= 1
                self._left_out += 1
                return (), "resting"
            ended = beside.ask(questions)
            why = _failure(ended, questions)
            self._noted(why)
        if why or ended is None or not isinstance(ended.answer, Sequence):
            return (), why
        given = zip(asked, ended.answer, strict=True)
        return tuple(signalled(source, past, events, numbers) for (source, _, events), numbers in given), ""

    def _noted(self, why: str) -> None:
        if not why:
            self._in_a_row = 0
            return
        self._left_out += 1
        self._in_a_row += 1
        self._last_failure = why
        if self._in_a_row >= _FAILURES:
            self._resting = _REST


def _questions(program: Program, situation: Situation) -> list[_Asked]:
    """What is asked at this event: every pattern of its shelf about which nothing is unknown."""
    shelf = program.shelves.get(situation.event.kind)
    sources = [source for source in shelf.inputs if isinstance(source, PatternInput)] if shelf else []
    if not shelf or not sources:
        return []
    values, past = fill(program, shelf, situation), Past.of(situation, program)
    found = []
    for source in sources:
        asked = question_of(source, past, values)
        if asked is not None:
            found.append((source, *asked))
    return found


def _failure(ended: Ended | None, questions: Sequence[Question]) -> str:
    """Why an answer is left out; empty for one that is taken: sound, and the same as our own."""
    if ended is None:
        return "deadline"
    if ended.failure is not None:
        # A plugin may raise anything; its text may hold a customer's value and is not kept.
        return type(ended.failure).__name__
    answer = ended.answer
    if isinstance(answer, str | bytes) or not isinstance(answer, Sequence) or len(answer) != len(questions):
        return "unsound"
    if not all(_numbers(each) for each in answer):
        return "unsound"
    pairs = zip(questions, answer, strict=True)
    return "" if all(tuple(numbers) == completed(question) for question, numbers in pairs) else "contradicted"


def _numbers(answer: object) -> bool:
    return isinstance(answer, tuple | list) and all(type(number) is int for number in answer)
