"""Two laws of whole rulesets, on random ones.

Removing a rule that did not fire changes neither the plan nor what goes out, nor any other rule's verdict. A link
is left out: where A beats B and B beats C, A beats C, and nobody else says so once B is gone.
Mutant it catches: `once per` stamped by rules that did not fire.

The order of files, and of rules, tables and facts in them, does not matter, except among those that set an output
settled by `first`: their order is in the hash, and the first of them in it wins.
Mutants it catches: rules that stand on a shelf in the order in which they were written; a hash without that order.
"""

from __future__ import annotations

import os

from attrs import evolve

from engage.decide import decide
from engage.facts.decided import Decision, StampFootprint, StartTimer, Verdict
from engage.facts.known import Situation
from engage.facts.vocabulary import Settling
from engage.language.actions import SetOutput
from engage.program.from_model import compile_model
from engage.program.program import Program, Shelf
from engage.ruleset.digest import model_digest
from engage.ruleset.model import Construct, File, Model, Never, Rule, Table
from engage.testing.dice import Dice
from engage.testing.rulesets_at_random import ruleset, situation

LONG = os.environ.get("ENGAGE_LAWS") == "long"
RULESETS = 10_000 if LONG else 60


def reordered(model: Model, dice: Dice) -> Model:
    """The same constructs in another order, in two files."""
    ordered = iter(those_heard_first(model))
    placed = {each.id for each in those_heard_first(model)}
    shuffled = [next(ordered) if each.id in placed else each for each in dice.shuffled(model.every(Construct))]
    middle = dice.number(len(shuffled))
    halves = (tuple(shuffled[:middle]), tuple(shuffled[middle:]))
    return evolve(
        model, files=tuple(File(f"{name}.rules", "rules", "en", half) for name, half in zip("ab", halves, strict=True))
    )


def those_heard_first(model: Model) -> list[Rule | Table]:
    """The rules and tables that set an output settled by `first`, in file order."""
    ids = {output.id for output in model.header.outputs if output.settling is Settling.FIRST}
    rules = [each for each in model.every(Construct) if isinstance(each, Rule | Table)]
    return [each for each in rules if ids & outputs_of(each)]


def outputs_of(construct: Rule | Table) -> set[str]:
    """The outputs that a rule or table may set."""
    if isinstance(construct, Table):
        return {column.slot.removeprefix("output:") for column in construct.outputs}
    return {action.output for action in construct.actions if isinstance(action, SetOutput)}


def without(model: Model, id: str) -> Model:
    """The ruleset without one of its rules."""
    kept = tuple(each for each in model.every(Construct) if each.id != id)
    return evolve(model, files=(evolve(model.files[0], constructs=kept),))


def outcome(decision: Decision) -> tuple[object, ...]:
    """What a decision does, whoever is named as the reason."""
    stamps = [each for each in decision.changes if isinstance(each, StampFootprint)]
    effects = [(each.number, each.kind, each.channel, {**each.payload, "ruleset": ""}) for each in decision.effects]
    return decision.plan, effects, stamps


def is_link(rule: Rule, model: Model) -> bool:
    """Somebody beats the rule, and it beats somebody."""
    rules = {name for each in model.every(Rule) for name in each.beats}
    named = rules | {name for each in model.every(Table) for name in each.beats}
    return bool(rule.beats) and bool({rule.id, rule.group} & named)


def test_the_order_of_files_and_rules_does_not_matter() -> None:
    for seed in range(RULESETS):
        dice = Dice(seed)
        model = ruleset(dice)
        program = compile_model(model)
        other = compile_model(reordered(model, dice))
        assert program.hash == other.hash, f"seed {seed}"
        for number in range(5):
            known = situation(dice, model, program.needs.held)
            assert decide(program, known) == decide(other, known), f"seed {seed}, situation {number}"


def test_the_order_of_those_heard_first_is_part_of_what_a_ruleset_means() -> None:
    swapped = 0
    for seed in range(RULESETS):
        model = ruleset(Dice(seed))
        heard = those_heard_first(model)
        if len(heard) > 1:
            swapped += 1
            turned = iter(heard[::-1])
            ids = {each.id for each in heard}
            constructs = [next(turned) if each.id in ids else each for each in model.every(Construct)]
            other = evolve(model, files=(evolve(model.files[0], constructs=tuple(constructs)),))
            assert model_digest(other) != model_digest(model), f"seed {seed}"
    assert swapped > RULESETS // 4


def test_removing_a_rule_that_did_not_fire_changes_nothing_else() -> None:
    for seed in range(RULESETS):
        dice = Dice(seed)
        model = ruleset(dice)
        program = compile_model(model)
        known = situation(dice, model, program.needs.held)
        before = decide(program, known)
        idle = [
            rule.id
            for rule in model.every(Rule)
            if before.verdicts.get(rule.id) is not Verdict.FIRED and not is_link(rule, model)
        ]
        if idle:
            assert_unchanged(model, before, dice.one(idle), known, f"seed {seed}")


def unasked(model: Model, rest: Program, kind: str) -> set[str]:
    """Vetoes that speak at no kind of event by name, where nothing is proposed any more and nobody waits."""
    shelf, declared = rest.shelves.get(kind, Shelf(kind)), rest.vocabulary.event_by_id.get(kind)
    if shelf.rules or shelf.tables or (declared is not None and declared.contact):
        return set()
    return {veto.id for veto in model.every(Never) if not veto.events}


def assert_unchanged(model: Model, before: Decision, idle: str, known: Situation, where: str) -> None:
    rest = compile_model(without(model, idle))
    after = decide(rest, known)
    if known.event.kind == f"timer:{idle}":
        return  # without its rule there is no such event
    assert outcome(after) == outcome(before), (where, idle)
    gone = {idle, *unasked(model, rest, known.event.kind)}
    others = {id: verdict for id, verdict in before.verdicts.items() if id not in gone}
    assert after.verdicts == others, (where, idle)
    timers = [each for each in before.changes if isinstance(each, StartTimer) and each.name != idle]
    assert [each for each in after.changes if isinstance(each, StartTimer)] == timers, (where, idle)
