"""What lies behind: `less than 60 days ago` says that the moment has come, so a moment ahead is not less long ago.

Written as a range from no time at all, so that every reader of the tree (compiler, proofs, interpreter) sees both ends.
"""

from __future__ import annotations

from typing import Final

from engage.facts.units import Duration, Unit
from engage.ground.source import Span
from engage.language.tree import Age, Between, Compare, Literal, Measure, Value
from engage.language.types import DURATION

__all__ = ["compared", "up_to_ago"]

_NONE: Final = Duration(0, Unit.SECOND)
_MIRRORED: Final = {">": "<", ">=": "<="}


def compared(op: str, left: Value, right: Value, span: Span | None = None) -> Compare | Between:
    """A comparison; a time that has passed and is below something begins at none."""
    if _may_be_ahead(left) and op in ("<", "<=") and not isinstance(right, Age):
        return Between(left, Literal(_NONE, DURATION, span=span), right, op == "<", span=span)
    if _may_be_ahead(right) and op in _MIRRORED and not isinstance(left, Age):
        return Between(right, Literal(_NONE, DURATION, span=span), left, _MIRRORED[op] == "<", span=span)
    return Compare(op, left, right, span=span)


def _may_be_ahead(value: Value) -> bool:
    # What history measures has happened.
    return isinstance(value, Age) and not isinstance(value.value, Measure)


def up_to_ago(condition: Between) -> str:
    """`<` or `<=` where a range is a time that has passed, up to its upper end; an empty text where it is not."""
    low = condition.low
    passed = _may_be_ahead(condition.value) and isinstance(low, Literal) and low.value == _NONE
    return "" if not passed or isinstance(condition.high, Age) else "<" if condition.below else "<="
