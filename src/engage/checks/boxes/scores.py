"""Where a scorecard gives certain points, in terms of its lines: so that points are no question of their own.

A box that asks for points lies where some of the card's lines hold and the others do not. Trying which is exact: what
remains of a region is empty only if no customer can have those points there.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from engage.checks.boxes.regions import EVERYTHING, Box, Region, TooManyBoxes, meet
from engage.checks.boxes.space import Space, Way
from engage.ground.numbers import add
from engage.language.tree import Fact
from engage.ruleset.model import Scorecard

__all__ = ["reached"]

_MOST: Final = 4_096


def reached(space: Space, region: Region) -> Iterator[Box]:
    """The boxes of a region with every question for points answered by lines that give them. Raises TooManyBoxes."""
    for box in region:
        yield from _reached(space, box)


def _reached(space: Space, box: Box) -> Iterator[Box]:
    # Where no line can give the points, nothing is left of the box.
    asked = next(((number, card) for number in sorted(box) if (card := _card(space, number)) is not None), None)
    if asked is None:
        yield box
        return
    number, card = asked
    if number not in space.ways:
        space.ways[number] = _ways(space, card)
    mask = box[number]
    rest = {each: cells for each, cells in box.items() if each != number}
    for way in space.ways[number]:
        if mask & _cell(space, number, way.points):
            both = meet(rest, way.box)
            if both is not None:
                yield from _reached(space, both)


def _card(space: Space, number: int) -> Scorecard | None:
    key = space.dimensions[number].key
    return space.names.cards.get(key.name) if isinstance(key, Fact) else None


def _ways(space: Space, card: Scorecard) -> tuple[Way, ...]:
    """Every set of lines that can hold together, few before many: an example with few facts is easier to read."""
    found: list[Way] = [Way(card.start, 0, {})]
    for line in card.lines:
        holds = space.holds(line.condition)
        fails = space.without(EVERYTHING, holds)
        more: list[Way] = []
        for way in found:
            points = add(way.points, line.points)
            more += [Way(way.points, way.lines, both) for box in fails if (both := meet(way.box, box)) is not None]
            if points is not None:
                more += [Way(points, way.lines + 1, both) for box in holds if (both := meet(way.box, box)) is not None]
        if len(more) > _MOST:
            raise TooManyBoxes
        found = more
    kept = [Way(max(card.low, min(card.high, way.points)), way.lines, way.box) for way in found]
    return tuple(sorted(kept, key=lambda way: way.lines))


def _cell(space: Space, number: int, points: int | Decimal) -> int:
    """The cell of the dimension that holds the points."""
    for place, cell in enumerate(space.dimensions[number].cells):
        above = cell.low is None or points > cell.low or (cell.with_low and points == cell.low)
        below = cell.high is None or points < cell.high or (cell.with_high and points == cell.high)
        if not cell.unknown and above and below:
            return 1 << place
    return 0
