"""The dimensions of some conditions, and the regions in which a condition certainly holds or certainly fails."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from attrs import evolve, field, frozen

from engage.checks.boxes.atoms import Ahead, Atom, Key, Names, atom_of
from engage.checks.boxes.covering import left_over
from engage.checks.boxes.lists import MOST_ITEMS, ListScale
from engage.checks.boxes.regions import EVERYTHING, NOTHING, Box, Region, intersection, minus, union
from engage.knowledge.scales import Cell, Scale
from engage.language.tree import And, Condition, Contains, EventIs, Fact, Measure, Not, Now, Or, Part, Value
from engage.ruleset.model import Model

__all__ = ["Dimension", "Space", "Way", "cells_in"]


@frozen
class Dimension:
    """One question with its cells. `exact`: an example can be made that has any of its values."""

    key: Key
    scale: Scale
    cells: tuple[Cell, ...]

    @property
    def exact(self) -> bool:
        """Can a value be stated by itself? Not of what is computed, or of a condition that is its own question."""
        if isinstance(self.key, Fact):
            return True
        if isinstance(self.key, Measure):
            return not self.key.term.filters or self.key.term.function == "count"
        return isinstance(self.key, Part | Now | Ahead)

    @property
    def full(self) -> int:
        """The mask of all cells."""
        return (1 << len(self.cells)) - 1

    @property
    def known(self) -> int:
        """The mask of all cells but the unknown one."""
        return self.full & ~sum(1 << place for place, cell in enumerate(self.cells) if cell.unknown)

    @property
    def likely(self) -> int:
        """The known cells but those below zero, where hardly any customer is."""
        return self.known & ~sum(1 << place for place, cell in enumerate(self.cells) if _below_zero(cell))


def _below_zero(cell: Cell) -> bool:
    return isinstance(cell.sample, int | Decimal) and cell.sample < 0


def cells_in(dimension: Dimension, mask: int) -> tuple[Cell, ...]:
    """The cells of a mask, in order."""
    return tuple(cell for place, cell in enumerate(dimension.cells) if mask >> place & 1)


@frozen
class Way:
    """So many lines of a scorecard hold in a box, the others do not, and together they give these points."""

    points: int | Decimal
    lines: int
    box: Box


@frozen(slots=False)
class Space:
    """Dimensions by number. `kind` is the event's kind, which settles what `event is …` says; empty: any."""

    dimensions: tuple[Dimension, ...]
    kind: str
    names: Names = field(repr=False)
    _memo: dict[tuple[Condition, bool], Region] = field(factory=dict, repr=False, eq=False)
    #: how points are reached, by the number of their dimension; kept here by `scores`
    ways: dict[int, tuple[Way, ...]] = field(factory=dict, repr=False, eq=False)

    @classmethod
    def of(cls, conditions: Iterable[Condition], model: Model, kind: str = "") -> Space:
        """The space in which all of these conditions are told apart, in the order in which they ask."""
        return cls.named(conditions, Names.of(model, kind))

    @classmethod
    def named(cls, conditions: Iterable[Condition], names: Names) -> Space:
        """The same with what stands behind names given, at the event's kind that they know."""
        trees = tuple(conditions)
        asked = _asked(trees, names)
        if long := frozenset(_long_lists(asked)):
            names = evolve(names, long_lists=long)
            asked = _asked(trees, names)
        dimensions = []
        for atoms in asked.values():
            constants = [constant for atom in atoms for constant in atom.constants]
            cells = atoms[0].scale.cells(constants, unknown=any(atom.unknown for atom in atoms))
            dimensions.append(Dimension(atoms[0].key, atoms[0].scale, cells))
        return cls(tuple(dimensions), names.kind, names)

    @cached_property
    def numbers(self) -> Mapping[Hashable, int]:
        """The number of the dimension of a key."""
        return {dimension.key: number for number, dimension in enumerate(self.dimensions)}

    @cached_property
    def full(self) -> tuple[int, ...]:
        """The masks of all cells, by dimension."""
        return tuple(dimension.full for dimension in self.dimensions)

    @cached_property
    def known(self) -> Region:
        """Where nothing is unknown."""
        return self._limited([dimension.known for dimension in self.dimensions])

    @cached_property
    def likely(self) -> Region:
        """Where nothing is unknown and nothing is below zero: where examples are looked for first."""
        return self._limited([dimension.likely for dimension in self.dimensions])

    def _limited(self, masks: Sequence[int]) -> Region:
        limited = {number: mask for number, mask in enumerate(masks) if mask != self.dimensions[number].full}
        return (limited,) if limited else EVERYTHING

    # ------------------------------------------------------------------------------------- of conditions

    def holds(self, condition: Condition) -> Region:
        """Where the condition certainly holds. Raises TooManyBoxes."""
        return self._region(condition, True)

    def fails(self, condition: Condition) -> Region:
        """Where it certainly fails. Raises TooManyBoxes."""
        return self._region(condition, False)

    def all_hold(self, conditions: Iterable[Condition | None]) -> Region:
        """Where every one of them certainly holds; None is a cell that does not matter."""
        region = EVERYTHING
        for condition in conditions:
            if condition is not None:
                region = intersection(region, self.holds(condition))
        return region

    def without(self, region: Region, taken: Region) -> Region:
        """The part of a region that does not lie in `taken`. Raises TooManyBoxes."""
        return minus(region, taken, self.full)

    def within(self, inner: Region, outer: Region) -> bool:
        """True when the inner region lies wholly in the outer one."""
        return next(self.left_over(inner, outer), None) is None

    def left_over(self, region: Region, taken: Region) -> Iterator[Box]:
        """The same as `without`, box by box, for questions that the first one settles."""
        return left_over(region, taken, self.full)

    def point(self, box: Box) -> dict[Key, Cell]:
        """A cell for each dimension that the box limits: the first likely one, else the first that is known."""
        found: dict[Key, Cell] = {}
        for number in sorted(box):
            dimension = self.dimensions[number]
            mask = box[number] & dimension.likely or box[number] & dimension.known or box[number]
            found[dimension.key] = cells_in(dimension, mask)[0]
        return found

    def _region(self, condition: Condition, holds: bool) -> Region:
        key = (condition, holds)
        if key not in self._memo:
            self._memo[key] = self._worked_out(condition, holds)
        return self._memo[key]

    def _worked_out(self, condition: Condition, holds: bool) -> Region:
        if isinstance(condition, Not):
            return self._region(condition.part, not holds)
        if isinstance(condition, EventIs) and self.kind:
            return EVERYTHING if (self.kind in condition.kinds) is holds else NOTHING
        condition = _item_by_item(condition)
        if isinstance(condition, And | Or):
            parts = (self._region(part, holds) for part in condition.parts)
            if isinstance(condition, And) is not holds:
                return union(parts)
            region = EVERYTHING
            for part in parts:
                region = intersection(region, part)
            return region
        atom = atom_of(condition, self.names)
        number = self.numbers[atom.key]
        dimension = self.dimensions[number]
        mask = sum(1 << place for place, cell in enumerate(dimension.cells) if atom.truth(cell.sample) is holds)
        return NOTHING if not mask else EVERYTHING if mask == dimension.full else ({number: mask},)


def _asked(conditions: Iterable[Condition], names: Names) -> dict[Key, list[Atom]]:
    """What the conditions ask, by what it is about."""
    asked: dict[Key, list[Atom]] = {}
    waiting, cards = deque(conditions), set[str]()
    while waiting:
        for leaf in _leaves(waiting.popleft()):
            atom = atom_of(leaf, names)
            asked.setdefault(atom.key, []).append(atom)
            name = atom.key.name if isinstance(atom.key, Fact) else ""
            card = names.cards.get(name)
            if card is not None and name not in cards:
                # What gives the points belongs to the space, so that a customer with them can be found.
                cards.add(name)
                waiting += [line.condition for line in card.lines]
    return asked


def _long_lists(asked: Mapping[Key, Sequence[Atom]]) -> Iterator[Value]:
    for key, atoms in asked.items():
        if isinstance(atoms[0].scale, ListScale) and len({each for a in atoms for each in a.constants}) > MOST_ITEMS:
            yield key  # type: ignore[misc]


def _item_by_item(condition: Condition) -> Condition:
    """Each item that a list is asked for is a question of its own."""
    if not isinstance(condition, Contains) or len(condition.options) < 2:
        return condition
    parts = tuple(Contains(condition.value, (option,)) for option in condition.options)
    return And(parts) if condition.every else Or(parts)


def _leaves(condition: Condition) -> Iterator[Condition]:
    condition = _item_by_item(condition)
    if isinstance(condition, And | Or):
        for part in condition.parts:
            yield from _leaves(part)
    elif isinstance(condition, Not):
        yield from _leaves(condition.part)
    else:
        yield condition
