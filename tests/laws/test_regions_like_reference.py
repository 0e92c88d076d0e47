"""Law: a situation lies in the region where a condition holds (fails) exactly when the reference says that it does.

Random conditions over every kind of value, with derived facts and scorecards behind their names, at random situations
with much missing. The place of a situation in each dimension is worked out by the reference too.

Mutants it catches, each planted and seen to break it: an interval that includes its open end; `!=` that holds where the
value is unknown; counts with filters taken as always known; a band that includes its upper bound; any of
two items of a list taken as all of them.
"""

from __future__ import annotations

import datetime
import os
from decimal import Decimal

from attrs import evolve

from engage.checks.boxes import Ahead, Dimension, Region, Space, TooManyBoxes
from engage.checks.boxes.lists import ListScale, items_in
from engage.facts.known import Situation
from engage.facts.vocabulary import Kind
from engage.language import type_of
from engage.language.tree import Compare, Condition, Fact, Literal
from engage.program.from_model import compile_model
from engage.program.from_model_inputs import spelled
from engage.testing.dice import Dice
from engage.testing.reference import look_up_in
from engage.testing.reference_history import World
from engage.testing.reference_time import local
from engage.testing.reference_values import truth, value_of
from engage.testing.rulesets_at_random import BAND, ruleset, situation
from engage.testing.trees_at_random import FIELDS, NUMBER, Trees
from laws.test_compiled_equals_reference import held_conditions

RULESETS = 10_000 if os.environ.get("ENGAGE_LAWS") == "long" else 80
SITUATIONS = 6


def test_regions_are_where_the_reference_says_that_conditions_hold_and_fail() -> None:
    asked = 0
    for seed in range(RULESETS):
        dice = Dice(seed)
        model = ruleset(dice)
        own = tuple(model.vocabulary.fields) or FIELDS
        conditions = [*(Trees(dice, own).condition() for _ in range(4)), *_on_points(dice)]
        program = compile_model(model)
        held = {spelled(each): each for each in held_conditions(model)}
        known = [_through_the_gate(situation(dice, model, program.needs.held)) for _ in range(SITUATIONS)]
        for one in known:
            space = Space.of(conditions, model, one.event.kind)
            world = look_up_in(model, one, {held[id]: since for id, since in one.state.held.items()})
            cells = [_cell(dimension, world) for dimension in space.dimensions]
            for condition in conditions:
                try:
                    regions = space.holds(condition), space.fails(condition)
                except TooManyBoxes:
                    continue
                told = truth(condition, world)
                inside = tuple(_inside(cells, region) for region in regions)
                assert inside == (told is True, told is False), f"seed {seed}: {condition} is {told}"
                asked += 1
    assert asked > RULESETS * SITUATIONS * 3


def _on_points(dice: Dice) -> tuple[Condition, Condition]:
    """The points of the scorecard and their band, at and between whole numbers."""
    bounds: tuple[int | Decimal, ...] = (10, 20, Decimal("19.5"), Decimal("20.5"))
    bound = Literal(value=dice.one(bounds), type=NUMBER)
    op = dice.one(("<", "<=", ">", ">=", "=", "!="))
    band = Literal(value=dice.one(("low", "high")), type=BAND)
    return (
        Compare(op=op, left=Fact(name="customer.risk", type=NUMBER), right=bound),
        Compare(op=dice.one(("=", "!=", ">=")), left=Fact(name="customer.risk_band", type=BAND), right=band),
    )


def _through_the_gate(one: Situation) -> Situation:
    """Values that the vocabulary no longer lists come in as unknown."""
    facts = {name: fact for name, fact in one.profile.facts.items() if fact.value != "retired value"}
    data = {name: value for name, value in one.event.data.items() if value != "retired value"}
    return evolve(one, profile=evolve(one.profile, facts=facts), event=evolve(one.event, data=data))


def _inside(cells: list[int], region: Region) -> bool:
    return any(all(mask >> cells[number] & 1 for number, mask in box.items()) for box in region)


def _cell(dimension: Dimension, world: World) -> int:
    """The number of the cell in which the situation lies."""
    value = _value(dimension, world)
    for place, cell in enumerate(dimension.cells):
        if cell.unknown or value is None:
            if cell.unknown and value is None:
                return place
        elif cell.other:
            if value not in [each.sample for each in dimension.cells if not each.other]:
                return place
        elif cell.low is None and cell.high is None and not _only(dimension):
            if cell.sample == value:
                return place
        elif _between(dimension, place, value):
            return place
    raise AssertionError(f"no cell of {dimension} has {value!r}")


def _only(dimension: Dimension) -> bool:
    """Is an open cell the whole of an ordered scale?"""
    return not dimension.scale.listed and not any(cell.other for cell in dimension.cells)


def _between(dimension: Dimension, place: int, value: object) -> bool:
    cell, rank = dimension.cells[place], dimension.scale.rank(value)
    above = cell.low is None or rank > cell.low or (cell.with_low and rank == cell.low)
    return above and (cell.high is None or rank < cell.high or (cell.with_high and rank == cell.high))


def _value(dimension: Dimension, world: World) -> object:
    key = dimension.key
    if isinstance(key, Ahead):
        far = value_of(key.value, world)
        if type_of(key.value).kind is Kind.DATE:
            return (far - local(world.now, world.zone).date()).days if isinstance(far, datetime.date) else None
        return far - world.now if isinstance(far, int) else None
    if isinstance(key, Condition):
        return truth(key, world)
    value = value_of(key, world)
    if isinstance(dimension.scale, ListScale) and isinstance(value, tuple):
        return tuple(item for item in items_in(dimension.cells) if item in value) or value
    return value
