"""The static cost of asking: what a decision does at most, in units of about one comparison.

A measure of the past costs more, because it walks the events it may see; it is shared, so it counts once an event.
`engage check` prints the dearest kind of event; beyond `LIMITS.cost_per_event` a ruleset is refused.
"""

from __future__ import annotations

from typing import Final

from attrs import fields, has

from engage.language.tree import (
    And,
    Contains,
    Fact,
    HeldFor,
    InARow,
    Literal,
    Measure,
    Node,
    Not,
    Now,
    Or,
    Past,
    Pattern,
    TextTest,
)
from engage.program.program import ChartInput, HistoryInput, Input, PatternInput, RunInput, ScoreInput

__all__ = ["cost_of", "cost_of_input"]

_HISTORY: Final = 25
_STREAK: Final = 40
_TEXT: Final = 5
#: Values that stand ready in a slot or in the code.
_LOOKED_UP: Final = (Fact, Literal, Measure, Now, Past)


def cost_of(part: object) -> int:
    """What evaluating a tree costs at most, without the inputs it reads: a unit a test, a unit an operation."""
    if isinstance(part, tuple):
        return sum(cost_of(each) for each in part)
    if isinstance(part, InARow | Pattern | HeldFor):
        return 1
    if not isinstance(part, Node) or isinstance(part, _LOOKED_UP) or not has(type(part)):
        return 0
    inner = sum(cost_of(getattr(part, each.name)) for each in fields(type(part)) if each.eq)
    if isinstance(part, And | Or | Not):
        return inner
    return inner + (_TEXT if isinstance(part, TextTest | Contains) else 1)


def cost_of_input(source: Input) -> int:
    """What filling a slot costs at most."""
    if isinstance(source, HistoryInput):
        return _HISTORY
    if isinstance(source, RunInput):
        return _STREAK
    if isinstance(source, PatternInput):
        return _HISTORY * len(source.steps)
    if isinstance(source, ChartInput):
        return 2 + 2 * sum(len(move.lines) for move in source.chart.moves)
    return 1 + 2 * len(source.steps) if isinstance(source, ScoreInput) else 2
