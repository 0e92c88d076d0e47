"""The cells of a dimension back as a condition, so that a region can be proposed as the row of a table."""

from __future__ import annotations

from collections.abc import Iterator

from engage.checks.boxes.constants import literal_of
from engage.checks.boxes.lists import ListScale, list_conditions
from engage.checks.boxes.space import Dimension, cells_in
from engage.facts.vocabulary import Kind
from engage.knowledge.scales import Cell, Scale
from engage.language.tree import And, Between, Compare, Condition, Holds, IsUnknown, Not, OneOf, Or, Value
from engage.language.types import type_of

__all__ = ["condition_of"]


def condition_of(dimension: Dimension, mask: int, subject: Value) -> Condition | None:
    """A condition on `subject` that holds in just these cells; None when they are all."""
    if mask == dimension.full:
        return None
    cells = [cell for cell in cells_in(dimension, mask) if not cell.unknown]
    known = mask == dimension.known
    parts: list[Condition] = []
    if known and mask != dimension.full:
        parts.append(Not(IsUnknown(subject)))
    elif isinstance(dimension.scale, ListScale):
        parts += list_conditions(dimension.cells, mask, subject)
    elif dimension.scale.listed or any(cell.other for cell in dimension.cells):
        parts += _listed(dimension, cells, subject)
    else:
        parts += [_range(first, last, subject, dimension.scale) for first, last in _runs(dimension, mask)]
    if mask & ~dimension.known:
        parts.append(IsUnknown(subject))
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _listed(dimension: Dimension, cells: list[Cell], subject: Value) -> Iterator[Condition]:
    type = type_of(subject)
    if type.kind is Kind.YES_NO:
        for cell in cells:
            yield Holds(subject) if cell.sample else Not(Holds(subject))
        return
    if any(cell.other for cell in cells):
        named = [cell for cell in dimension.cells if not cell.unknown and not cell.other and cell not in cells]
        different = OneOf(subject, tuple(literal_of(cell.sample, type) for cell in named))
        yield Not(different) if len(named) > 1 else Compare("!=", subject, different.options[0])
        return
    options = tuple(literal_of(cell.sample, type) for cell in cells)
    if options:
        yield Compare("=", subject, options[0]) if len(options) == 1 else OneOf(subject, options)


def _runs(dimension: Dimension, mask: int) -> Iterator[tuple[Cell, Cell]]:
    """The first and the last cell of each stretch without a break."""
    run: list[Cell] = []
    for place, cell in enumerate(dimension.cells):
        if mask >> place & 1 and not cell.unknown:
            run.append(cell)
        elif run:
            yield run[0], run[-1]
            run = []
    if run:
        yield run[0], run[-1]


def _range(first: Cell, last: Cell, subject: Value, scale: Scale) -> Condition:
    type = type_of(subject)
    low = None if first.low is None else literal_of(scale.value(first.low), type)
    high = None if last.high is None else literal_of(scale.value(last.high), type)
    if low is not None and high is not None and first.with_low:
        if first.low == last.high:
            return Compare("=", subject, low)
        return Between(subject, low, high, below=not last.with_high)
    if low is not None and (high is None or high == low):
        return Compare(">=" if first.with_low else ">", subject, low)
    if high is not None and low is None:
        return Compare("<=" if last.with_high else "<", subject, high)
    assert low is not None
    assert high is not None
    return And((Compare(">", subject, low), Compare("<=" if last.with_high else "<", subject, high)))
