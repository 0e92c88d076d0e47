"""The Correlator socket: who says which events of a customer complete a pattern.

A question knows neither rule, vocabulary nor calendar. The events that may be a step were chosen by the language's own
filters; lengths of time are moments; what must be the same is a tuple of values. What is left is what a correlator is
for: order, time, equality, absence. Engage answers every question itself as well (`knowledge.patterns`), so that no
decision waits for a correlator or is lost with one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from attrs import field, frozen

from engage.ground.finding import Words

__all__ = ["Candidate", "Correlator", "Question"]


@frozen
class Candidate:
    """An event as one step of a pattern.

    `number` is its place in the order of the customer's events; the same event as another step has the same number.
    `at` and `until` are microseconds UTC: when it happened, and the latest moment at which the next step may follow
    (None behind the last step). `follows` are its values in the fields in which it must equal the step before, `leads`
    those in which the next step must equal it.
    """

    number: int
    step: int
    at: int
    until: int | None = None
    follows: tuple[object, ...] = field(default=(), repr=False)
    leads: tuple[object, ...] = field(default=(), repr=False)


@frozen
class Question:
    """Which events complete this pattern?

    A chain is one candidate a step, steps 0 to `steps` - 1, each with a larger `number` than the one before it, `at`
    no later than its `until`, `follows` equal to its `leads`. The last one lies in the window, start <= at < end
    (`start` None: no beginning). Where the last step is `absent`, a chain ends one step earlier with a candidate that
    no candidate of the last step follows in this way, and its `until` lies in the window.

    `pattern` is stable text of the pattern. `customer` names whose events they are, the same for every question about
    one customer; it is no name of theirs. `candidates` by number, those of one event by falling step.
    """

    pattern: str
    customer: str = field(repr=False)
    steps: int
    absent: bool
    start: int | None
    end: int
    candidates: tuple[Candidate, ...] = field(repr=False)


class Correlator(Protocol):
    """What a correlator plugin gives. It may keep what it was told, as a cache: each question is whole by itself."""

    #: the engine and its version, as `durable_rules 2.0.28`
    engine: str

    def unavailable(self) -> Words | None:
        """Why it cannot answer here, in one line; None when it can. Starts it if need be."""
        ...

    def ask(self, questions: Sequence[Question]) -> Sequence[tuple[int, ...]]:
        """For each question the numbers of the events that complete the pattern, in order, each once.

        May raise anything, and may be called from another thread than before; what it raises is told by its class.
        """
        ...

    def close(self) -> None:
        """Give back processes."""
        ...
