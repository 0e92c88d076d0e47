"""Sets of boxes: intersecting, uniting, taking away. Masks of cells by number of dimension; a missing one means all.

Invariant: no mask in a box is 0 or full, so that equal boxes are equal values and the empty region has no boxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

__all__ = [
    "EVERYTHING",
    "NOTHING",
    "Box",
    "Region",
    "TooManyBoxes",
    "contains",
    "intersection",
    "meet",
    "meeting",
    "minus",
    "union",
]

#: dimension number → bit mask of the cells allowed
Box = Mapping[int, int]
Region = tuple[Box, ...]

EVERYTHING: Final[Region] = ({},)
NOTHING: Final[Region] = ()
_MOST: Final = 4_096
#: above this many boxes looking for contained ones costs more than it saves
_TIDY: Final = 64


class TooManyBoxes(Exception):
    """The region would need more boxes than are worth looking at; what was asked is not answered."""


def meet(left: Box, right: Box) -> Box | None:
    """What two boxes share, None when nothing."""
    if len(left) < len(right):
        left, right = right, left
    shared = dict(left)
    for number, mask in right.items():
        both = shared.get(number, mask) & mask
        if not both:
            return None
        shared[number] = both
    return shared


def contains(outer: Box, inner: Box) -> bool:
    """True when every point of the inner box lies in the outer one."""
    return all(number in inner and not inner[number] & ~mask for number, mask in outer.items())


def intersection(left: Region, right: Region) -> Region:
    """What lies in both. Raises TooManyBoxes."""
    if left == EVERYTHING:
        return right
    if right == EVERYTHING:
        return left
    return _tidy(shared for one in left for other in right if (shared := meet(one, other)) is not None)


def union(parts: Iterable[Region]) -> Region:
    """What lies in any of them. Raises TooManyBoxes."""
    return _tidy(box for part in parts for box in part)


def meeting(boxes: Region, region: Region) -> Region:
    """Those of the boxes that share a point with the region."""
    return tuple(box for box in boxes if any(meet(box, other) is not None for other in region))


def minus(region: Region, taken: Region, full: Sequence[int]) -> Region:
    """What lies in the region and not in `taken`; `full` is the mask of all cells, by dimension.

    Raises TooManyBoxes.
    """
    for hole in taken:
        region = _tidy(piece for box in region for piece in _cut(box, hole, full))
        if not region:
            break
    return region


def _cut(box: Box, hole: Box, full: Sequence[int]) -> Iterable[Box]:
    if meet(box, hole) is None:
        yield box
        return
    inside = dict(box)
    for number, mask in hole.items():
        own = inside.get(number, full[number])
        outside = own & ~mask
        if outside:
            yield {**inside, number: outside}
        inside[number] = own & mask


def _tidy(boxes: Iterable[Box]) -> Region:
    """Without equal boxes, and without boxes that lie in another one where there are few."""
    found: dict[frozenset[tuple[int, int]], Box] = {}
    for box in boxes:
        if not box:
            return EVERYTHING
        found.setdefault(frozenset(box.items()), box)
        if len(found) > _MOST:
            raise TooManyBoxes
    kept = tuple(found.values())
    if not 1 < len(kept) <= _TIDY:
        return kept
    # Equal boxes are gone, so of two that contain each other none is lost.
    return tuple(box for box in kept if not any(other is not box and contains(other, box) for other in kept))
