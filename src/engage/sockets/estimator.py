"""The Estimator socket: a model from outside that says what nobody knows for sure of a customer, in numbers.

A vocabulary says which fact is estimated (`from: estimator btyd.value`), a host binds the name
(`Engine(estimators={"btyd": "btyd:btyd.json"})`). The engine asks before it decides, within a deadline, and records
the answer; a replay reads the record and never asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from attrs import field, frozen

from engage.facts.known import PastEvent, Value

__all__ = ["Asked", "Estimator", "Guess", "Learner"]


@frozen
class Asked:
    """One customer at one moment (microseconds UTC). `facts` are those of the profile, by full name, whatever their
    age; `past` the events of the kinds that the estimator reads, in order, none later than `at`, the one that is being
    decided included."""

    customer: str = field(repr=False)
    at: int
    facts: Mapping[str, Value] = field(factory=dict, repr=False)
    past: tuple[PastEvent, ...] = field(default=(), repr=False)


@frozen
class Guess:
    """One answer: a value of the kind that the vocabulary declares, and where it may lie. None: not known."""

    value: Value = field(repr=False)
    low: Value = field(default=None, repr=False)
    high: Value = field(default=None, repr=False)


class Estimator(Protocol):
    """What an estimator plugin gives. Contract kit: `engage.testing.estimator`.

    `model` names the model and its parameters, so that a record says which one answered. `gives` are the names it can
    answer for; `reads` the kinds of events it must see, and how many microseconds back (None: all of them).
    """

    model: str
    gives: tuple[str, ...]
    reads: Mapping[str, int | None]

    def estimate(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, Guess]:
        """Answers by name; a name left out is not known. The same question gives the same answer, from any thread.

        May raise anything and take long: the engine then decides without it. Must not change what it was handed.
        """
        ...

    def close(self) -> None:
        """Give back connections."""
        ...


@runtime_checkable
class Learner(Protocol):
    """What an estimator may offer beside: it learns its parameters from customers' pasts."""

    def learn(
        self, customers: Sequence[Sequence[PastEvent]], at: int, told: Callable[[], None]
    ) -> tuple[Estimator, str]:
        """The estimator that has learnt from what these customers did up to `at`, and its settings as text, to be kept
        in a file and opened again. `told` is called now and then. Raises PluginError when there is nothing to learn."""
        ...
