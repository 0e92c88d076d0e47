"""Law: no plan is below a floor of its customer; raising is done once and for all; no floor makes a plan worse.

Random rulesets with menus, vetoes and tables, customers of whom much is unknown, and the safe default where the
pipeline breaks. Mutants it catches, each planted and seen to break it: a floor that holds only where its conditions
are known to hold; the first floor instead of the strictest; a wait that is overwritten though it is short enough; the
menu filled before the exit comes; floors before the `never` sweep; a safe default that is not raised.
"""

from __future__ import annotations

import os

from attrs import evolve

from engage.decide import decide
from engage.decide.floors import keeps, plan_at_least, raise_to_floors
from engage.facts.decided import Decision, Verdict
from engage.facts.known import Situation
from engage.program.floors import CompiledFloor
from engage.program.from_model import compile_model
from engage.program.program import Program
from engage.ruleset.floors import Floor
from engage.ruleset.model import Model
from engage.testing.dice import Dice
from engage.testing.rulesets_at_random import ruleset, situation

RULESETS = 5_000 if os.environ.get("ENGAGE_LAWS") == "long" else 120
SITUATIONS = 6


def cases() -> list[tuple[str, Dice, Model, Program]]:
    found = []
    for seed in range(RULESETS):
        dice = Dice(seed + 7_000_000)
        model = ruleset(dice, rules=5)
        if model.every(Floor):
            found.append((f"seed {seed}", dice, model, compile_model(model)))
    return found


def held(program: Program, decision: Decision) -> list[CompiledFloor]:
    shelf = program.shelves.get(decision.kind)
    floors = shelf.floors if shelf is not None else ()
    return [each for each in floors if decision.verdicts[each.id] in (Verdict.FIRED, Verdict.UNKNOWN)]


def without_floors(model: Model) -> Model:
    files = (
        evolve(file, constructs=tuple(each for each in file.constructs if not isinstance(each, Floor)))
        for file in model.files
    )
    return evolve(model, files=tuple(files))


def test_no_plan_is_below_a_floor_and_no_floor_makes_it_worse() -> None:
    raised = 0
    for where, dice, model, program in cases():
        bare = compile_model(without_floors(model))
        for _ in range(SITUATIONS):
            known = situation(dice, model)
            decision = decide(program, known)
            floors = held(program, decision)
            _keeps_all(where, program, decision, floors)
            again, reasons = raise_to_floors(
                decision.plan, floors, program, [None] * program.slots, decision.at, decision.kind
            )
            assert (again, reasons) == (decision.plan, ()), where
            raised += any(reason.code == "raised" for reason in decision.reasons)
            assert plan_at_least(decision.plan, decide(bare, known).plan, program, decision.at), where
    assert raised > 50


def _keeps_all(where: str, program: Program, decision: Decision, floors: list[CompiledFloor]) -> None:
    for floor in floors:
        for guarantee in floor.guarantees:
            assert keeps(decision.plan, guarantee, program, decision.at, decision.kind), (where, floor.id, guarantee)


def test_what_is_not_known_takes_no_protection_away() -> None:
    """A plan of somebody of whom nothing is known keeps every floor that is not certainly none of theirs."""
    for where, dice, model, program in cases():
        known = situation(dice, model)
        blank = Situation(known.event)
        decision = decide(program, blank)
        unknown = [each for each in held(program, decision) if decision.verdicts[each.id] is Verdict.UNKNOWN]
        _keeps_all(where, program, decision, unknown)


def test_the_safe_default_is_not_below_the_floors() -> None:
    """Where the pipeline breaks nothing is known, so that all floors in force hold."""
    broken_ones = 0
    for where, dice, model, program in cases():
        known = situation(dice, model)
        # A step that fails on whatever it is given: a slot that no value has.
        broken = evolve(program, shelves={kind: evolve(each, inputs=(None,)) for kind, each in program.shelves.items()})  # type: ignore[arg-type]
        decision = decide(broken, known)
        assert decision.safe_default
        for floor in (each for each in program.floors if each.start is None and each.through is None):
            for guarantee in floor.guarantees.get(decision.kind, ()):
                broken_ones += 1
                assert keeps(decision.plan, guarantee, program, decision.at, decision.kind), (where, floor.id)
    assert broken_ones > 20
