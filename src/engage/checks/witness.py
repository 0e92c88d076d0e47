"""From a region of a space to an example customer whom the real evaluator confirms.

A region may hold points at which no customer can be. A witness is made of facts, an event and a past; the points of
a scorecard are reached by choosing which of its lines hold. Only what `decide` then says of it counts: a finding that
needs a customer and has no confirmed one is never certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations, islice
from typing import Final

from engage.checks.boxes import Box, Cell, Key, Region, Space
from engage.checks.boxes.regions import EVERYTHING, TooManyBoxes, intersection
from engage.checks.staged_facts import staged_facts
from engage.checks.staged_past import staged_past
from engage.checks.staging import DEFAULT_MOMENT, stage
from engage.decide import decide
from engage.facts.decided import Decision
from engage.ground.numbers import add
from engage.language.tree import Fact
from engage.program.program import Program
from engage.ruleset.model import Example, Model, Scorecard

__all__ = ["Witness", "example_at", "witness"]

#: an example and the decision that the real evaluator made of it
Witness = tuple[Example, Decision]

_TRIES: Final = 32
_MOST_LINES: Final = 14


def witness(
    space: Space, region: Region, model: Model, program: Program, confirms: Callable[[Decision], bool]
) -> Witness | None:
    """An example that lies in the region and whose decision confirms what is claimed; None when none was found."""
    points = (point for box in region for point in _points(space, box))
    for point in islice(points, _TRIES):
        example = example_at(point, model, space.kind)
        decision = decide(program, stage(program, example, {}))
        if not decision.safe_default and confirms(decision):
            return example, decision
    return None


def example_at(point: Mapping[Key, Cell], model: Model, kind: str) -> Example:
    """An example with these answers, as far as they can be stated."""
    at, given, data = staged_facts(point, model)
    events, more = staged_past(point, model, kind, data)
    return Example(
        id="example",
        event=kind,
        at=DEFAULT_MOMENT if at is None else at,
        data={**more, **data},
        given=given,
        history=events,
    )


# ----------------------------------------------------------------------------- reaching points of scorecards


def _points(space: Space, box: Box) -> Iterator[dict[Key, Cell]]:
    """Points of the box; where it asks for the points of a scorecard, those at which some of its lines give them."""
    asked = []
    for number in sorted(box):
        key = space.dimensions[number].key
        card = space.names.cards.get(key.name) if isinstance(key, Fact) else None
        if card is not None:
            asked.append((number, card))
    yield from _reaching(space, box, asked)


def _reaching(space: Space, box: Box, asked: list[tuple[int, Scorecard]]) -> Iterator[dict[Key, Cell]]:
    if not asked:
        yield space.point(box)
        return
    (number, card), *rest = asked
    for chosen in _choices(card):
        mask = box[number] & _mask(space, number, _sum(card, chosen))
        if mask:
            for inner in _where(space, {**box, number: mask}, card, chosen):
                yield from _reaching(space, inner, rest)


def _choices(card: Scorecard) -> Iterator[frozenset[int]]:
    """Which lines hold: few before many, as an example with few facts is easier to read."""
    lines = range(min(len(card.lines), _MOST_LINES))
    for size in range(len(lines) + 1):
        yield from map(frozenset, combinations(lines, size))


def _sum(card: Scorecard, chosen: frozenset[int]) -> int | Decimal | None:
    points: int | Decimal | None = card.start
    for place in sorted(chosen):
        points = None if points is None else add(points, card.lines[place].points)
    return None if points is None else max(card.low, min(card.high, points))


def _mask(space: Space, number: int, points: int | Decimal | None) -> int:
    """The cell of the dimension that holds the points."""
    if points is None:
        return 0
    for place, cell in enumerate(space.dimensions[number].cells):
        above = cell.low is None or points > cell.low or (cell.with_low and points == cell.low)
        below = cell.high is None or points < cell.high or (cell.with_high and points == cell.high)
        if not cell.unknown and above and below:
            return 1 << place
    return 0


def _where(space: Space, box: Box, card: Scorecard, chosen: frozenset[int]) -> Region:
    """The part of the box where just these lines hold."""
    region: Region = (box,)
    try:
        for place, line in enumerate(card.lines):
            holds = space.holds(line.condition)
            region = intersection(region, holds if place in chosen else space.without(EVERYTHING, holds))
            if not region:
                break
    except TooManyBoxes:
        return ()
    return region
