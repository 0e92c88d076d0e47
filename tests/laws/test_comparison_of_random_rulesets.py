"""Law: what `compare` counts over random events for two random rulesets is what two engines decide, laid side by side.

The two engines write to storages of their own; their decisions are joined by event, and plans compared field by field.
Mutants it catches, each planted and seen to break it: the new version deciding in the life of the old one, or with its
footprints; deadlines of one side dropped; a customer counted once a decision.
"""

from __future__ import annotations

import os

from attrs import evolve

from engage.decide import plan_json
from engage.decide.compose import declared_outputs
from engage.facts.decided import Decision
from engage.facts.plan import HandlingPlan
from engage.program.from_model import compile_model
from engage.program.program import Program
from engage.ruleset.model import Model, Rule
from engage.runtime import Engine, SetClock
from engage.testing.dice import Dice
from engage.testing.reference_storage import ReferenceStorage
from engage.testing.rulesets_at_random import ruleset
from engage.workbench.compare import Comparison
from engage.workbench.compare_pairs import Both, pairs_of_events
from engage.workbench.events_in import from_json_lines
from engage.workbench.runner import run_events
from laws.events_at_random import envelopes

PAIRS = 2_000 if os.environ.get("ENGAGE_LAWS") == "long" else 30
EVENTS = 25


def test_compare_counts_what_two_engines_decide() -> None:
    some, none = 0, 0
    for seed in range(PAIRS):
        dice = Dice(seed)
        old = ruleset(dice)
        new = edited(dice, old)
        programs = compile_model(old), compile_model(new)
        lines = envelopes(dice, EVENTS)
        comparison = Comparison(*programs)
        for pair in pairs_of_events(Both(*programs), from_json_lines(lines)):
            comparison.add(pair)
        sides = [ran(program, lines) for program in programs]
        differing = {name for name in {*sides[0], *sides[1]} if treated(sides[0], name) != treated(sides[1], name)}
        people = {sides[name in sides[1]][name][0] for name in differing}
        assert (comparison.different, comparison.people_different()) == (len(differing), len(people)), f"seed {seed}"
        everybody = {who for side in sides for who, _, _ in side.values()}
        assert comparison.people == len(everybody), f"seed {seed}"
        assert comparison.decisions == len({*sides[0], *sides[1]}), f"seed {seed}"
        some, none = some + bool(differing), none + (not differing)
    assert min(some, none) > 0


def edited(dice: Dice, model: Model) -> Model:
    """The same ruleset with a rule less, a rule with other conditions, or another ruleset's rule."""
    others = [each for each in ruleset(dice).every(Rule) if not each.beats]
    file = model.files[0]
    at = dice.one([place for place, each in enumerate(file.constructs) if isinstance(each, Rule)])
    rule = file.constructs[at]
    assert isinstance(rule, Rule)
    changed = dice.one(((), (evolve(rule, lines=rule.lines[:-1]),), (evolve(others[0], id=rule.id),) if others else ()))
    constructs = (*file.constructs[:at], *changed, *file.constructs[at + 1 :])
    gone = () if changed else (rule.id,)
    kept = tuple(
        evolve(each, beats=tuple(name for name in each.beats if name not in gone)) if isinstance(each, Rule) else each
        for each in constructs
    )
    return evolve(model, files=(evolve(file, constructs=kept),))


def ran(program: Program, lines: list[str]) -> dict[str, tuple[str, Decision | None, Program]]:
    """What an engine decides, by event; a deadline by its rule and the event that started it."""
    storage, clock = ReferenceStorage(), SetClock()
    engine = Engine(program, storage, clock=clock)
    for _ in run_events(engine, clock, from_json_lines(lines)):
        pass
    rung = storage._of("main").ended
    started = {id: f"{timer.name} {timer.decision_id}" for id, timer in rung.items()}
    found: dict[str, tuple[str, Decision | None, Program]] = {}
    for event, record in storage.recorded("main", limit=10_000):
        who = f"customer {event.key}" if event.key else f"contact {event.contact or event.id}"
        found[started.get(event.id, record.id)] = who, engine.decision(record.id), program
    return found


def treated(side: dict[str, tuple[str, Decision | None, Program]], name: str) -> object:
    """Plan and effects as plain data; where nothing was decided, what a plan holds that nobody spoke of."""
    _, decision, program = side.get(name, ("", None, next(iter(side.values()))[2]))
    defaults = {each.id: each.otherwise for each in declared_outputs(program) if each.otherwise is not None}
    plan = plan_json(decision.plan if decision else HandlingPlan(outputs=defaults))
    offers = plan.pop("offers", [])
    assert isinstance(offers, list)
    told = [(offer["id"], offer["treatment"]) for offer in offers]
    effects = [(each.kind, each.channel, each.payload.get("work")) for each in decision.effects] if decision else []
    return plan, told, sorted(effects), decision.safe_default if decision else False
