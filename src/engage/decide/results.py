"""Why something that was worked out has no result: a division by zero, a number too large, amounts of two currencies.

The value counts as unknown like one that nobody told; this says which, and who asked. Only what was asked is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engage.decide.candidates import Asked
from engage.decide.reasons import ReasonCode
from engage.facts.decided import Reason, Verdict
from engage.facts.known import Situation
from engage.knowledge.measure import Past, overflowed
from engage.program.program import Calculation, HistoryInput, Program, ScoreInput, Shelf, ValueInput, Values

__all__ = ["without_result"]

_SPOKEN: Final = (Verdict.FIRED, Verdict.UNKNOWN)
_ADDED: Final = ("sum", "average")


def without_result(
    program: Program, shelf: Shelf, situation: Situation, values: Values, asked: Asked
) -> tuple[Reason, ...]:
    """A reason for each calculation without a result, though all that it is of was known."""
    found = [*_calculated(shelf, values, asked), *_added(program, shelf, situation, values)]
    return tuple(sorted(found, key=lambda reason: (reason.code, reason.rule, reason.detail)))


def _calculated(shelf: Shelf, values: Values, asked: Asked) -> Iterator[Reason]:
    if not shelf.calculations:
        return
    facts = {source.name for source in shelf.inputs if isinstance(source, ValueInput | ScoreInput)}
    for each in shelf.calculations:
        code = _why(each, values)
        if not code:
            continue
        for owner in each.owners:
            if owner in facts or asked.verdicts.get(owner) in _SPOKEN:
                yield Reason(code, rule=owner, detail=each.id)


def _why(calculation: Calculation, values: Values) -> str:
    if calculation.whole(values) is not None:
        return ""
    left, right = calculation.left(values), calculation.right(values)
    if left is None or right is None:
        return ""
    if calculation.rates:
        return ReasonCode.NO_RATE if right is False else ReasonCode.OVERFLOW
    if calculation.mixed:
        return ReasonCode.MIXED_CURRENCIES
    return ReasonCode.DIVISION_BY_ZERO if calculation.divides and right == 0 else ReasonCode.OVERFLOW


def _added(program: Program, shelf: Shelf, situation: Situation, values: Values) -> Iterator[Reason]:
    past = None
    for source in shelf.inputs:
        if values[source.slot] is None and isinstance(source, HistoryInput) and source.function in _ADDED:
            past = past or Past.of(situation, program)
            if overflowed(source, past, values):
                yield Reason(ReasonCode.OVERFLOW, detail=source.id)
