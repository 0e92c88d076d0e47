"""Lists as one dimension: which of the items that conditions ask for a list holds, and whether it holds any at all.

A cell is a set of those items. So `is empty`, `contains …` and `unknown` are told apart from each other exactly, which
questions of their own could not do: an empty list contains nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

from attrs import frozen

from engage.checks.boxes.constants import literal_of
from engage.facts.vocabulary import Kind, Type
from engage.knowledge.scales import Cell, Scale, scale_of
from engage.language.tree import And, Compare, Condition, Contains, Literal, Not, Value
from engage.language.types import type_of

__all__ = ["MOST_ITEMS", "ListScale", "items_in", "list_conditions", "list_scale", "widest"]

#: of so many items at most every set is a cell; where more are asked for, each is a question of its own
MOST_ITEMS: Final = 7
_EMPTY: Final = ()


@frozen
class ListScale(Scale):
    """The lists of a type: none is more than another, and there are too many to be listed."""

    def cells(self, constants: Iterable[object], unknown: bool) -> tuple[Cell, ...]:
        """Every set of the items named, the smallest first, and a list that holds none of them but another item."""
        item = self.type.item
        scale = None if item is None else scale_of(item)
        named = tuple(dict.fromkeys(constants))
        found = [Cell(held) for size in range(len(named) + 1) for held in combinations(named, size)]
        beside = () if scale is None else (cell.sample for cell in scale.cells(named, False))
        other = next((sample for sample in beside if sample not in named), None)
        if other is not None:
            found.insert(1, Cell((other,), other=True))
        return (*found, Cell(None)) if unknown else tuple(found)


def list_scale(type: Type) -> ListScale | None:
    """The scale of a type of lists; None for other types, and for items of which nothing is known."""
    if type.kind is not Kind.LIST or type.item is None or scale_of(type.item) is None:
        return None
    return ListScale(type, scale_of(type.item).order)  # type: ignore[union-attr]


def items_in(cells: Iterable[Cell]) -> tuple[object, ...]:
    """The items that the cells of a dimension tell apart: all of them are in one cell."""
    return max((cell.sample for cell in cells if isinstance(cell.sample, tuple) and not cell.other), key=len)


@frozen
class _Lists:
    """The lists that hold some items and lack others; `filled`: and are not empty."""

    held: tuple[object, ...]
    lacked: tuple[object, ...]
    filled: bool

    def has(self, sample: object) -> bool:
        if not isinstance(sample, tuple) or (self.filled and not sample):
            return False
        return all(item in sample for item in self.held) and not any(item in sample for item in self.lacked)

    def mask(self, cells: Sequence[Cell]) -> int:
        return sum(1 << place for place, cell in enumerate(cells) if self.has(cell.sample))

    def wider(self) -> Iterator[_Lists]:
        """The same with one thing less that is asked."""
        if self.filled:
            yield _Lists(self.held, self.lacked, False)
        for item in reversed(self.lacked):
            yield _Lists(self.held, tuple(each for each in self.lacked if each != item), self.filled)
        for item in reversed(self.held):
            yield _Lists(tuple(each for each in self.held if each != item), self.lacked, self.filled)


def _widest(cells: Sequence[Cell], first: Cell, free: int) -> _Lists | None:
    """The most lists around one that are all free, and that few words tell; None where only the empty list is."""
    assert isinstance(first.sample, tuple)
    named = items_in(cells)
    held = tuple(item for item in named if item in first.sample)
    lacked = tuple(item for item in named if item not in first.sample)
    found = _Lists(held, lacked, bool(first.sample) and not held)
    if found.mask(cells) & ~free:
        return None
    while (more := next((each for each in found.wider() if not each.mask(cells) & ~free), None)) is not None:
        found = more
    return None if found.mask(cells) == _of_empty(cells) else found


def _of_empty(cells: Sequence[Cell]) -> int:
    return sum(1 << place for place, cell in enumerate(cells) if cell.sample == _EMPTY)


def widest(cells: Sequence[Cell], mask: int, free: int) -> int:
    """Cells that one condition can tell: around the first known one of the mask, as many as are free."""
    first = next(cell for place, cell in enumerate(cells) if mask >> place & 1 and not cell.unknown)
    found = _widest(cells, first, mask | free)
    return _of_empty(cells) if found is None else found.mask(cells)


def list_conditions(cells: Sequence[Cell], mask: int, subject: Value) -> Iterator[Condition]:
    """Conditions on a list one of which holds in each of the known cells of the mask, and none beside them."""
    left = mask & ~sum(1 << place for place, cell in enumerate(cells) if cell.unknown)
    free = left
    while left:
        first = cells[(left & -left).bit_length() - 1]
        found = _widest(cells, first, free)
        left &= ~(_of_empty(cells) if found is None else found.mask(cells))
        yield _told(found, subject)


def _told(found: _Lists | None, subject: Value) -> Condition:
    type = type_of(subject)
    item = type.item
    assert item is not None
    nothing = Literal(_EMPTY, type)
    if found is None:
        return Compare("=", subject, nothing)
    parts: list[Condition] = []
    if found.held:
        held = tuple(literal_of(each, item) for each in found.held)
        parts.append(Contains(subject, held, len(held) > 1))
    if found.lacked:
        parts.append(Not(Contains(subject, tuple(literal_of(each, item) for each in found.lacked))))
    if found.filled:
        parts.append(Compare("!=", subject, nothing))
    return parts[0] if len(parts) == 1 else And(tuple(parts))
