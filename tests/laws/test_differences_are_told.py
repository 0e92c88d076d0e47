"""Law: what `difference` says of two rulesets is what deciding both shows, on random rulesets and small changes.

A rule is taken out, loses a condition, says more, beats another, or the scorecard starts with other points.
Every example of a difference is decided anew and differs in its part. Where a part is not told for a kind of event,
random situations never differ in it; where `same` is proved, they never differ at all.

Mutants it catches, each planted and seen to break it: a changed rule of which the old region alone is looked at; a
scorecard of the old side read as the new one's; a computed value that is added up taken for nothing;
pieces of the plan that are taken for alike where they differ.
"""

from __future__ import annotations

import os

from attrs import evolve

from engage.checks.difference import Differences, difference
from engage.checks.outcome import plan_part
from engage.checks.staging import stage
from engage.decide import decide
from engage.facts.known import Situation, State
from engage.language.actions import Action, RouteTo, SetOutput
from engage.language.tree import Compare, Fact, Literal
from engage.program.from_model import compile_model
from engage.ruleset.model import Construct, Model, Rule, Scorecard
from engage.testing.dice import Dice
from engage.testing.rulesets_at_random import ruleset, situation
from engage.testing.trees_at_random import NUMBER

RULESETS = 3_000 if os.environ.get("ENGAGE_LAWS") == "long" else 25
SITUATIONS = 12


def test_what_is_told_to_differ_differs_and_the_rest_never_does() -> None:
    shown = told = 0
    for seed in range(RULESETS):
        dice = Dice(seed)
        old = _with_points(ruleset(dice, 4))
        new = _changed(old, dice)
        found = difference(old, new)
        programs = compile_model(old), compile_model(new)
        for one in found.found:
            told += 1
            if one.example is not None:
                shown += 1
                before, after = (decide(each, stage(each, one.example, {})) for each in programs)
                assert plan_part(before, one.part) != plan_part(after, one.part), f"seed {seed}: {one.part}"
        silent = _silent(found)
        for _ in range(SITUATIONS):
            known = _plain(situation(dice, old))
            before, after = decide(programs[0], known), decide(programs[1], known)
            for part in _parts(old, new):
                if (known.event.kind, part) not in silent:
                    assert plan_part(before, part) == plan_part(after, part), f"seed {seed}: {part} of {known}"
    assert told > RULESETS // 4
    assert shown > RULESETS // 25


def _silent(found: Differences) -> set[tuple[str, str]]:
    """What was told, or could not be proved: nothing is promised of it."""
    told = {(one.kind, one.part) for one in found.found} | set(found.unproved)
    # The words that come with an answer or an offer are told with it.
    return told | {(kind, "say greeting") for kind, part in told if part in ("service", "offers")}


def _parts(old: Model, new: Model) -> tuple[str, ...]:
    outputs = {each.id for model in (old, new) for each in (*model.header.outputs, *model.vocabulary.outputs)}
    return ("service", "offers", "tasks", "say greeting", "allow waiver", *(f"output {id}" for id in sorted(outputs)))


def _plain(known: Situation) -> Situation:
    """Values that are no longer listed come in as unknown; nothing was said or held before."""
    facts = {name: fact for name, fact in known.profile.facts.items() if fact.value != "retired value"}
    data = {name: value for name, value in known.event.data.items() if value != "retired value"}
    event = evolve(known.event, data=data)
    return evolve(known, profile=evolve(known.profile, facts=facts), event=event, state=State())


def _with_points(model: Model) -> Model:
    """The ruleset with a rule that asks for the points of its scorecard."""
    many = Compare(op=">=", left=Fact(name="customer.risk", type=NUMBER), right=Literal(value=20, type=NUMBER))
    note = SetOutput(output="score", value=Literal(value=1, type=NUMBER))
    rule = Rule(id="rule on points", events=("call", "complaint", "bill"), lines=(many,), actions=(note,))
    first, *others = model.files
    return evolve(model, files=(evolve(first, constructs=(*first.constructs, rule)), *others))


def _changed(model: Model, dice: Dice) -> Model:
    rule = dice.one(model.every(Rule))
    shape = dice.number(5)
    if shape == 0 and not any(rule.id in each.beats for each in model.every(Rule)):
        return _with(model, rule, None)
    if shape == 1 and rule.lines:
        return _with(model, rule, evolve(rule, lines=rule.lines[1:]))
    if shape == 2:
        card = model.every(Scorecard)[0]
        return _with(model, card, evolve(card, start=card.start + 10))
    if shape == 3:
        later = [each.id for each in model.every(Rule) if each.id > rule.id]
        if later:
            return _with(model, rule, evolve(rule, beats=(dice.one(later),)))
    others: tuple[Action, ...] = (
        RouteTo(queue="desk"),
        SetOutput(output="score", value=Literal(value=7, type=NUMBER)),
    )
    more = dice.one(others)
    return _with(model, rule, evolve(rule, actions=(*rule.actions, more)))


def _with(model: Model, old: Construct, new: Construct | None) -> Model:
    def swapped(constructs: tuple[Construct, ...]) -> tuple[Construct, ...]:
        return tuple(each for one in constructs if (each := new if one is old else one) is not None)

    return evolve(model, files=tuple(evolve(file, constructs=swapped(file.constructs)) for file in model.files))
