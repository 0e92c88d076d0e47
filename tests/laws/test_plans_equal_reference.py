"""Law: a plan is what the reference says it must be, place by place, on random rulesets.

Mutants it catches, each planted and seen to break it: `first` that takes the lowest rule id; a table that always
stands behind the rules; the first treatment whatever the channel; an offer that harms its customer; a `never` that
ignores the value of its sentence; outputs settled without hearing `beats`; of floors: waits compared in round
lengths, an exit that counts wherever it stands in a menu, a wait held at every kind of event, words put over others.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from engage.decide import decide
from engage.facts.decided import Decision, SetFact
from engage.program.from_model import compile_model
from engage.program.from_model_inputs import spelled
from engage.ruleset.model import Model
from engage.testing.dice import Dice
from engage.testing.reference import interpret
from engage.testing.reference_plan import treated
from engage.testing.rulesets_at_random import ruleset, situation
from laws.test_compiled_equals_reference import held_conditions

RULESETS = 10_000 if os.environ.get("ENGAGE_LAWS") == "long" else 80
SITUATIONS = 5


def test_a_plan_is_what_the_reference_says() -> None:
    for seed in range(RULESETS):
        dice = Dice(seed)
        model = ruleset(dice, rules=8)
        program = compile_model(model)
        conditions = {spelled(each): each for each in held_conditions(model)}
        for number in range(SITUATIONS):
            known = situation(dice, model, program.needs.held)
            held = {conditions[id]: since for id, since in known.state.held.items()}
            expected = treated(model, known, interpret(model, known, held))
            plan, notes = told(decide(program, known), model)
            where = f"seed {seed}, situation {number}"
            assert plan == _bare(expected.plan), where
            assert notes == expected.notes, where


def _bare(plan: Mapping[str, object]) -> dict[str, object]:
    """The reference's plan, wordings without their texts."""
    said = {place: value[:1] for place, value in plan.items() if place.startswith("say ") and isinstance(value, tuple)}
    return {**plan, **said}


def told(decision: Decision, model: Model) -> tuple[dict[str, object], dict[str, object]]:
    """A decision's plan by place, wordings without their texts, and its notes."""
    assert not decision.safe_default
    plan = decision.plan
    found: dict[str, object] = {"answer": plan.answer, "guide": plan.self_service, "menu": plan.menu, "step": plan.step}
    if plan.route is not None:
        found |= {
            "ahead": plan.route.ahead,
            "route": type(plan.route)(plan.route.queue, plan.route.needs, plan.route.ladder),
        }
    if plan.service_level is not None:
        targets = {f"target {metric}": target for metric, target in plan.service_level.targets.items()}
        found |= {"service level": plan.service_level.id, **targets}
    found["offer"] = tuple((each.id, each.treatment) for each in plan.offers)
    found |= {"task": plan.tasks, "skip": plan.skips}
    found |= {f"say {each.placement}": (each.id,) for each in plan.content}
    found |= {f"allow {each.id}": each.limit for each in plan.allowances}
    found |= {f"output {id}": value for id, value in plan.outputs.items()}
    written = {field.name for field in model.vocabulary.fields if field.writes_from}
    notes = {one.name: one.value for one in decision.changes if isinstance(one, SetFact) and one.name not in written}
    return {place: value for place, value in found.items() if value not in (None, "", ())}, notes
