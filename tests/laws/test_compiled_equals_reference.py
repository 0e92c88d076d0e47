"""Law: the compiled program finds what the reference interpreter finds, on random rulesets with missing values.

Mutants it catches, each planted and seen to break it: `<=` compiled as `<`; unknown taken for false under `not`;
a band, or a tier of a value, that includes its upper bound; a rolling window that includes its lower bound; a list
asked for any of two items compiled as asked for all of them; a stage that is entered again at the moment at which it
was left.
"""

from __future__ import annotations

import os

import attrs

from engage.decide import decide
from engage.decide.candidates import Asked, ask, local_date
from engage.decide.recall import input_name, once_spoken
from engage.facts.decided import Move, Verdict
from engage.facts.known import Situation
from engage.knowledge import fill
from engage.language.tree import HeldFor
from engage.program.from_model import compile_model
from engage.program.from_model_inputs import spelled
from engage.program.program import ChartInput, Program, ScoreInput, Shelf
from engage.ruleset.model import Model, Never, Rule, Table
from engage.testing.dice import Dice
from engage.testing.reference import Found, interpret
from engage.testing.rulesets_at_random import ruleset, situation

RULESETS = 10_000 if os.environ.get("ENGAGE_LAWS") == "long" else 300
SITUATIONS = 5


def test_the_compiled_program_finds_what_the_reference_finds() -> None:
    for seed in range(RULESETS):
        dice = Dice(seed)
        model = ruleset(dice, charts=seed % 2 == 1)
        program = compile_model(model)
        conditions = {spelled(each): each for each in held_conditions(model)}
        for number in range(SITUATIONS):
            known = situation(dice, model, program.needs.held)
            held = {conditions[id]: since for id, since in known.state.held.items() if id in conditions}
            found = interpret(model, known, held)
            shelf = program.shelves.get(known.event.kind, Shelf(known.event.kind))
            assert_equal(compiled(program, shelf, known), found, model, f"seed {seed}, situation {number}")
            assert moves(program, known) == found.moves, f"seed {seed}, situation {number}"


def moves(program: Program, known: Situation) -> dict[str, tuple[tuple[str, str], ...]]:
    """The moves of the decision, by lifecycle or segment."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for change in decide(program, known).changes:
        if isinstance(change, Move):
            found[change.chart] = (*found.get(change.chart, ()), (change.before, change.after))
    return found


def compiled(program: Program, shelf: Shelf, known: Situation) -> tuple[Asked, dict[str, object]]:
    """What the compiled program finds, and the values of the slots by name."""
    values = fill(program, shelf, known)
    at = known.event.at
    types = {output.id: output.type for output in program.outputs}
    asked = ask(shelf, values, at, local_date(at, program.zone), once_spoken(shelf, known.state), types)
    named: dict[str, object] = {}
    for source in shelf.inputs:
        named[input_name(source)] = values[source.slot]
        if isinstance(source, ScoreInput):
            named[f"{source.name}_band"] = values[source.band_slot]
        if isinstance(source, ChartInput):
            named |= {name: values[slot] for slot, name in source.beside}
    return asked, named


def assert_equal(result: tuple[Asked, dict[str, object]], found: Found, model: Model, where: str) -> None:
    asked, values = result
    for construct in (*model.every(Rule), *model.every(Never)):
        told, expected = asked.verdicts.get(construct.id), found.verdicts.get(construct.id)
        if told is None and expected is not None:
            # The index leaves out rules that need another value than the one present: they could not fire.
            assert expected in (Verdict.NOT_MET, Verdict.INACTIVE), (where, construct)
        else:
            assert told == expected, (where, construct)
    for table in model.every(Table):
        rows = (f"{table.id} row {number}" for number in range(1, len(table.rows) + 1))
        hits = [id for id in (*rows, f"{table.id} otherwise") if asked.verdicts.get(id) is Verdict.FIRED]
        assert tuple(hits) == found.rows.get(table.id, ()), (where, table)
    for name, value in found.facts.items():
        assert name not in values or values[name] == value, (where, name, values[name], value)
    proposed = [(each.owner, each.slot.value, each.key, each.value) for each in asked.proposals]
    assert sorted(proposed, key=repr) == sorted(found.proposals, key=repr), where


def held_conditions(part: object) -> list[HeldFor]:
    """Every held condition of a model."""
    waiting: list[object] = [part]
    found = []
    while waiting:
        each = waiting.pop()
        if isinstance(each, HeldFor):
            found.append(each)
        if isinstance(each, tuple):
            waiting += each
        kind = type(each)
        if attrs.has(kind):
            waiting += [getattr(each, field.name) for field in attrs.fields(kind) if field.name != "span"]
    return found
