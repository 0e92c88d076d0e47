"""From a region of a space to an example customer whom the real evaluator confirms.

A region may hold points at which no customer can be. A witness is made of facts, an event and a past; the points of
a scorecard are reached by the lines that give them. Only what `decide` then says of it counts: a finding that
needs a customer and has no confirmed one is never certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Final

from engage.checks.boxes import Box, Cell, Key, Region, Space
from engage.checks.boxes.regions import TooManyBoxes
from engage.checks.boxes.scores import reached
from engage.checks.staged_facts import staged_facts
from engage.checks.staged_past import staged_past
from engage.checks.staging import DEFAULT_MOMENT, stage
from engage.decide import decide
from engage.facts.decided import Decision
from engage.program.program import Program
from engage.ruleset.model import Example, Model

__all__ = ["Witness", "example_at", "examples_in", "points_in", "witness"]

#: an example and the decision that the real evaluator made of it
Witness = tuple[Example, Decision]

_TRIES: Final = 32


def witness(
    space: Space, region: Region, model: Model, program: Program, confirms: Callable[[Decision], bool]
) -> Witness | None:
    """An example that lies in the region and whose decision confirms what is claimed; None when none was found."""
    for example in examples_in(space, region, model):
        decision = decide(program, stage(program, example, {}))
        if not decision.safe_default and confirms(decision):
            return example, decision
    return None


def examples_in(space: Space, region: Region, model: Model) -> Iterator[Example]:
    """Examples that lie in the region as far as they can be stated, one or a few a box; a bounded number."""
    yield from (example_at(point, model, space.kind) for point in points_in(space, region))


def points_in(space: Space, region: Region) -> Iterator[dict[Key, Cell]]:
    """A point of each of a bounded number of boxes of the region."""
    yield from (space.point(box) for box in islice(_boxes(space, region), _TRIES))


def _boxes(space: Space, region: Region) -> Iterator[Box]:
    """The boxes of the region, in which no points of scorecards are asked for as long as lines can give them."""
    try:
        yield from reached(space, region)
    except TooManyBoxes:
        yield from region


def example_at(point: Mapping[Key, Cell], model: Model, kind: str) -> Example:
    """An example with these answers, as far as they can be stated."""
    at, given, data = staged_facts(point, model, kind)
    events, more = staged_past(point, model, kind, data)
    return Example(
        id="example",
        event=kind,
        at=DEFAULT_MOMENT if at is None else at,
        data={**more, **data},
        given=given,
        history=events,
    )
