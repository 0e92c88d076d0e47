"""Law: what a decision settles is what the reference settles, on random rulesets: outputs, allowances, notes, tasks.

Mutants it catches, each planted and seen to break it: `first` that takes the lowest rule id; a table that always
stands behind the rules; a `never` that ignores the value of its sentence; `unique` asked before `beats`.
"""

from __future__ import annotations

import os

from engage.decide import decide
from engage.facts.decided import Decision, SetFact
from engage.program.from_model import compile_model
from engage.program.from_model_inputs import spelled
from engage.ruleset.model import Model
from engage.testing.dice import Dice
from engage.testing.reference import interpret
from engage.testing.reference_plan import Settled, settled
from engage.testing.rulesets_at_random import ruleset, situation
from laws.test_compiled_equals_reference import held_conditions

RULESETS = 10_000 if os.environ.get("ENGAGE_LAWS") == "long" else 80
SITUATIONS = 5


def test_a_plan_is_what_the_reference_settles() -> None:
    for seed in range(RULESETS):
        dice = Dice(seed)
        model = ruleset(dice, rules=8)
        program = compile_model(model)
        conditions = {spelled(each): each for each in held_conditions(model)}
        for number in range(SITUATIONS):
            known = situation(dice, model, program.needs.held)
            held = {conditions[id]: since for id, since in known.state.held.items()}
            expected = settled(model, interpret(model, known, held))
            assert told(decide(program, known), model) == expected, f"seed {seed}, situation {number}"


def told(decision: Decision, model: Model) -> Settled:
    """The same of a decision that was made."""
    assert not decision.safe_default
    plan = decision.plan
    written = {field.name for field in model.vocabulary.fields if field.writes_from}
    notes = {
        each.name: each.value for each in decision.changes if isinstance(each, SetFact) and each.name not in written
    }
    limits = {each.id: each.limit for each in plan.allowances}
    return Settled(plan.outputs, limits, notes, frozenset((each.work, each.owner) for each in plan.tasks))
