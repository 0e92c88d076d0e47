"""Customers who may show a difference between two rulesets: of the region, and at moments at which settings tell.

Where both read the calendar by other settings, the customers of the region are looked at on other days and hours too,
with their past moved; whether the plans then differ is the evaluator's to say.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from attrs import evolve

from engage.checks.boxes import Cell, Key, Region, Space
from engage.checks.side import Side
from engage.checks.staging import DEFAULT_MOMENT, past_event
from engage.checks.witness import example_at, examples_in, points_in
from engage.facts.units import ELAPSED, Unit
from engage.language.tree import Fact
from engage.program.program import Program
from engage.ruleset.model import Example, PastGiven

__all__ = ["examples_of"]

_HOUR: Final = ELAPSED[Unit.HOUR]
_DAY: Final = ELAPSED[Unit.DAY]
_MOST: Final = 2_000
_DAYS: Final = 31
_SHIFTS: Final = (0, -1, 1, -2, 2, -4, 4, -8, 8, -16, 16, -27, 27)
_HOLIDAYS: Final = 8


def examples_of(space: Space, region: Region, old: Side, new: Side) -> Iterator[Example]:
    """A bounded number of examples, those that are told most simply first."""
    yield from examples_in(space, region, new.model)
    if old.former.settings:
        yield from islice(_moved(space, region, old, new), _MOST)


def _moved(space: Space, region: Region, old: Side, new: Side) -> Iterator[Example]:
    made: list[Example] = []
    for point in points_in(space, region):
        both = (example_at(stated, new.model, space.kind) for stated in (_as_formerly(point, old), point))
        made += [example for each in both if (example := _pinned(each, new.program)) not in made]
    hours = tuple(hour * _HOUR for hour in range(-10, 15))
    days = (*(day * _DAY for day in range(_DAYS)), *_around_holidays(old, new))
    for example in made:
        yield from (_at(example, example.at, hour, 0) for hour in hours)
    for shift in _SHIFTS:
        for example in made:
            if example.history or not shift:
                yield from (_at(example, example.at, day, shift * _DAY) for day in days)


def _as_formerly(point: dict[Key, Cell], old: Side) -> dict[Key, Cell]:
    """The point with what the old ruleset asks by former settings stated, in place of the same question of now."""
    found = dict(point)
    for key, cell in point.items():
        behind = old.former.behind(key.name) if isinstance(key, Fact) else None
        if behind is not None and not cell.unknown:
            found[behind] = cell  # type: ignore[index]
    return found


def _pinned(example: Example, program: Program) -> Example:
    """The same with its past at moments, so that it is one and the same by any settings."""
    at = DEFAULT_MOMENT if example.at is None else example.at
    past = (
        PastGiven(one.kind, at=past_event(one, number, at, program).at, data=one.data)
        for number, one in enumerate(example.history or ())
    )
    return evolve(example, at=at, history=tuple(past))


def _at(example: Example, at: int | None, later: int, back: int) -> Example:
    """The example so much later, its past moved along, and back by so much."""
    past = (evolve(one, at=(one.at or 0) + later - back) for one in example.history or ())
    return evolve(example, at=(at or 0) + later, history=tuple(past))


def _around_holidays(old: Side, new: Side) -> Iterator[int]:
    """How far from the usual moment the holidays are that only one of both has, and the days after them."""
    ours, theirs = (side.model.header.working.holidays for side in (old, new))
    usual = datetime.datetime.fromtimestamp(DEFAULT_MOMENT // 1_000_000, ZoneInfo(new.program.zone)).date()
    for day in sorted(ours ^ theirs)[:_HOLIDAYS]:
        yield from ((day - usual).days * _DAY + after * _DAY for after in range(4))
