"""Where in the space of customers a unit is covered: the regions in which to look for an example, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Final

from attrs import evolve

from engage.checks.boxes import Region, Space, TooManyBoxes
from engage.checks.boxes.regions import union
from engage.checks.witness import examples_in
from engage.facts.vocabulary import Kind, Type
from engage.language.tree import And, Compare, Condition, Literal, Now, Part
from engage.program.from_model_charts import guards_of
from engage.program.program import Program
from engage.ruleset.chart_model import Lifecycle
from engage.ruleset.example_words import TIMER
from engage.ruleset.floors import Floor
from engage.ruleset.model import Active, Example, Model, Never, PastGiven, Rule, Table
from engage.workbench.laddered import laddered
from engage.workbench.units import Unit

__all__ = ["examples_for"]

_DATE: Final = Type(Kind.DATE)
#: how many examples of a unit are tried again with other amounts
_LADDERED: Final = 2


def examples_for(unit: Unit, model: Model, program: Program) -> Iterator[Example]:
    """Examples that may cover the unit, as the box algebra finds them; whether they do is the evaluator's to say.

    Behind them come those that it cannot find, because what is asked for rests on a calculation.
    """
    first: list[Example] = []
    for example in _in_regions(unit, model, program):
        if len(first) < _LADDERED:
            first.append(example)
        yield example
    yield from laddered(first, unit.lines, model)


def _in_regions(unit: Unit, model: Model, program: Program) -> Iterator[Example]:
    for kind in unit.kinds:
        wanted = (*unit.lines, *_within_dates(unit, model))
        required, better = _avoided(unit, kind, model, program)
        asked = [*wanted, *required, *better, *((unit.without,) if unit.without is not None else ())]
        space = Space.of(asked, model, kind)
        for avoided in ((*required, *better), required) if better else (required,):
            try:
                region = _region(space, wanted, avoided, unit.without)
            except TooManyBoxes:
                continue
            for example in examples_in(space, region, model):
                yield _waited(example, model)


def _region(
    space: Space, wanted: Iterable[Condition], avoided: Iterable[Condition], without: Condition | None
) -> Region:
    region = space.all_hold(wanted)
    if without is not None:
        region = space.without(region, space.holds(without))
    taken = union(space.holds(each) for each in avoided)
    return space.without(region, taken) if taken else region


def _within_dates(unit: Unit, model: Model) -> Iterator[Condition]:
    """A rule that speaks between dates is asked between them."""
    construct = _construct(unit, model)
    active = construct.active if isinstance(construct, Rule | Never | Floor) else Active()
    today = Part("date", Now())
    if active.start is not None:
        yield Compare(">=", today, Literal(active.start, _DATE))
    if active.through is not None:
        yield Compare("<=", today, Literal(active.through, _DATE))


def _avoided(
    unit: Unit, kind: str, model: Model, program: Program
) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
    """What must not hold, and what better did not: rows before it, rules that beat it."""
    construct = _construct(unit, model)
    if isinstance(construct, Table):
        rows = [And(tuple(cell for cell in row.cells if cell is not None)) for row in construct.rows]
        if unit.kind == "otherwise":
            return tuple(rows), ()
        own = int(unit.owner.rpartition(" ")[2]) - 1
        if construct.hit == "first":
            return tuple(rows[:own]), ()
        return (), tuple(row for place, row in enumerate(rows) if place != own)
    if isinstance(construct, Lifecycle):
        above = takewhile(lambda guard: guard.id != unit.owner, guards_of(construct))
        return (), tuple(And(guard.lines) for guard in above)
    if isinstance(construct, Rule):
        beating = {rule.id for rule in program.shelves[kind].rules if construct.id in rule.beats}
        return (), tuple(And(rule.lines) for rule in model.every(Rule) if rule.id in beating and rule.lines)
    return (), ()


def _construct(unit: Unit, model: Model) -> object:
    return next((each for file in model.files for each in file.constructs if each.id == unit.construct), None)


def _waited(example: Example, model: Model) -> Example:
    """At a deadline, the event that began the wait stands in the past."""
    rule = next((rule for rule in model.every(Rule) if example.event == f"{TIMER}{rule.id}"), None)
    if rule is None or rule.absence is None:
        return example
    start = PastGiven(rule.absence.start, ago=rule.absence.after)
    return evolve(example, history=(start, *(example.history or ())))
