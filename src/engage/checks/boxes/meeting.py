"""Which of many regions share a point, without comparing each with each: they are divided along the dimensions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from attrs import define, field

from engage.checks.boxes.regions import Box, Region, meet

__all__ = ["meeting_pairs"]

#: so few boxes are compared with each other at once
_FEW: Final = 12
Numbered = tuple[int, Box]
Wanted = Callable[[int, int], bool]


def _any(first: int, second: int) -> bool:
    return True


@define
class _Found:
    """The pairs found so far, and which are asked for."""

    wanted: Wanted
    most: int
    pairs: set[tuple[int, int]] = field(factory=set)

    @property
    def enough(self) -> bool:
        return len(self.pairs) >= self.most


def meeting_pairs(
    regions: Sequence[Region], full: Sequence[int], wanted: Wanted = _any, most: int = 1_000_000
) -> Iterator[tuple[int, int]]:
    """Every pair of places (first < second) whose regions share a point, each once, in order.

    Only those that are `wanted`, and no more than `most`.
    """
    boxes = [(place, box) for place, region in enumerate(regions) for box in region]
    found = _Found(wanted, most)
    _divide(boxes, full, frozenset(), found)
    yield from sorted(found.pairs)


def _divide(boxes: list[Numbered], full: Sequence[int], done: frozenset[int], found: _Found) -> None:
    if len(boxes) < 2 or found.enough:
        return
    number = _best(boxes, full, done) if len(boxes) > _FEW else None
    if number is None:
        _compare(boxes, found)
        return
    cells: list[list[Numbered]] = [[] for _ in range(full[number].bit_length())]
    for one in boxes:
        for cell in _cells(one[1].get(number, full[number])):
            cells[cell].append(one)
    for here in cells:
        _divide(here, full, done | {number}, found)


def _cells(mask: int) -> Iterator[int]:
    """The cells of a mask, lowest first: as many steps as it has cells, however many the dimension has."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _best(boxes: list[Numbered], full: Sequence[int], done: frozenset[int]) -> int | None:
    """The dimension along which boxes fall apart most: it leaves the fewest pairs to compare. None when none helps."""
    counts: dict[int, list[int]] = {}
    for _, box in boxes:
        for number, mask in box.items():
            if number not in done:
                cells = counts.setdefault(number, [0] * (full[number].bit_length() + 1))
                cells[-1] += 1
                for cell in _cells(mask):
                    cells[cell] += 1
    pairs, best = len(boxes) ** 2 * 3 // 4, None
    for number in sorted(counts):
        *cells, limited = counts[number]
        free = len(boxes) - limited
        left = sum((cell + free) ** 2 for cell in cells)
        if left < pairs:
            pairs, best = left, number
    return best


def _compare(boxes: list[Numbered], found: _Found) -> None:
    for at, (first, left) in enumerate(boxes):
        for second, right in boxes[at + 1 :]:
            pair = (first, second) if first < second else (second, first)
            if first == second or pair in found.pairs or not found.wanted(*pair):
                continue
            if meet(left, right) is not None:
                found.pairs.add(pair)
        if found.enough:
            return
