"""Dividing a region until each of many conditions holds in the whole of a piece, or nowhere in it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, TypeVar

from engage.checks.boxes.covering import left_over
from engage.checks.boxes.regions import Region, TooManyBoxes, intersection

__all__ = ["divided"]

H = TypeVar("H", bound=Hashable)
_MOST_PIECES: Final = 20_000
_MOST_BOXES: Final = 1_024


def divided(region: Region, regions: Mapping[H, Region], full: Sequence[int]) -> Iterator[tuple[Region, frozenset[H]]]:
    """The pieces of a region with the names of those regions that hold in the whole of the piece; others nowhere in it.

    Raises TooManyBoxes when there are too many of them.
    """
    names = tuple(regions)
    waiting: list[tuple[Region, int, frozenset[H]]] = [(region, 0, frozenset())]
    pieces = 0
    while waiting:
        piece, place, holding = waiting.pop()
        while place < len(names):
            inside = intersection(piece, regions[names[place]])
            if inside:
                outside = tuple(islice(left_over(piece, inside, full), _MOST_BOXES + 1))
                if len(outside) > _MOST_BOXES:
                    raise TooManyBoxes
                if outside:
                    waiting.append((outside, place + 1, holding))
                piece, holding = inside, holding | {names[place]}
            place += 1
        pieces += 1
        if pieces > _MOST_PIECES:
            raise TooManyBoxes
        yield piece, holding
