"""A question about customers between events, compiled: it needs no event, and asking it changes nothing."""

from __future__ import annotations

from attrs import field, frozen

from engage.facts.vocabulary import Type
from engage.ground.finding import Words
from engage.program.inputs import Compute, Line
from engage.program.program import Program

__all__ = ["Asked", "Question"]


@frozen
class Asked:
    """A value to be told of every customer: its words, its type, its function of the values."""

    words: Words
    type: Type | None
    compute: Compute


@frozen
class Question:
    """`line` is the condition, None: everybody is meant. Answers are grouped `by` a value, and tell others `beside`.

    `program` has the slots of all these, and the past they need, in the place of those of its shelves.
    """

    program: Program = field(repr=False)
    line: Line | None = None
    by: Asked | None = None
    beside: tuple[Asked, ...] = ()
