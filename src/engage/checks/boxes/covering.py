"""What of a box no hole covers, piece by piece: for questions that are answered by the first piece, or by none.

`regions.minus` gives everything that is left and grows with it. Here the box is divided along the dimension in which
the holes differ most, cells with the same holes at once, so that a table of a thousand rows is walked in about as many
steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from engage.checks.boxes.regions import Box, Region, contains, meet

__all__ = ["left_over"]

#: so few holes are cut out one after the other
_FEW: Final = 4


def left_over(region: Region, holes: Region, full: Sequence[int]) -> Iterator[Box]:
    """The parts of a region that lie in none of the holes, as boxes that do not meet. Nothing: it is covered."""
    for box in region:
        yield from _left(box, holes, full)


def _left(box: Box, holes: Iterable[Box], full: Sequence[int]) -> Iterator[Box]:
    here = [hole for hole in holes if meet(hole, box) is not None]
    if not here:
        yield box
        return
    if any(contains(hole, box) for hole in here):
        return
    if len(here) <= _FEW:
        yield from _cut(box, here, full)
        return
    number = _parting(box, here, full)
    for mask in _alike(box.get(number, full[number]), number, here, full):
        yield from _left({**box, number: mask}, here, full)


def _cut(box: Box, holes: Sequence[Box], full: Sequence[int]) -> Iterator[Box]:
    """The pieces beside the first hole, less the others."""
    inside = dict(box)
    for number, mask in holes[0].items():
        own = inside.get(number, full[number])
        outside = own & ~mask
        if outside:
            yield from _left({**inside, number: outside}, holes[1:], full)
        inside[number] = own & mask


def _parting(box: Box, holes: Sequence[Box], full: Sequence[int]) -> int:
    """The dimension that most holes limit inside the box. One there is: no hole contains the box."""
    counts: dict[int, int] = {}
    for hole in holes:
        for number, mask in hole.items():
            if box.get(number, full[number]) & ~mask:
                counts[number] = counts.get(number, 0) + 1
    return max(sorted(counts), key=lambda number: counts[number])


def _alike(cells: int, number: int, holes: Sequence[Box], full: Sequence[int]) -> Iterable[int]:
    """The cells in groups, those together which the same holes allow."""
    groups: list[int] = [cells]
    by_mask: Mapping[int, None] = dict.fromkeys(hole.get(number, full[number]) for hole in holes)
    for mask in by_mask:
        if len(groups) > 1 and mask & (mask - 1) == 0:
            # A single cell parts one group only.
            place = next((at for at, group in enumerate(groups) if group & mask), None)
            if place is not None and groups[place] != mask:
                groups[place] &= ~mask
                groups.append(mask)
            continue
        groups = [part for group in groups for part in (group & mask, group & ~mask) if part]
    return groups
