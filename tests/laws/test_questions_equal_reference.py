"""Law: what a question finds true of a customer between events is what the reference interpreter finds.

Mutants that it kills, each planted and seen to break it: a condition that fails taken for unknown, and one that is
unknown for one that fails (`decide/who.py`); points where a group goes by the band, a question about an event let
through, inputs of the condition alone (`program/from_model_question.py`).
"""

from __future__ import annotations

import os
from collections import Counter

from attrs import evolve

from engage.decide.who import reply_to
from engage.errors import RulesetError
from engage.facts.known import Event, Situation
from engage.language.tree import Condition, Fact, HeldFor, Value
from engage.program.from_model import compile_model
from engage.program.from_model_inputs import spelled
from engage.program.from_model_question import question_of
from engage.program.program import Program
from engage.ruleset.model import Model, Rule, Scorecard
from engage.testing.dice import Dice
from engage.testing.reference import look_up_in
from engage.testing.reference_values import truth, value_of
from engage.testing.rulesets_at_random import ruleset, situation
from laws.test_compiled_equals_reference import held_conditions

RULESETS = 10_000 if os.environ.get("ENGAGE_LAWS") == "long" else 120
SITUATIONS = 3


def test_questions_equal_the_reference() -> None:
    answers: Counter[object] = Counter()
    for seed in range(RULESETS):
        dice = Dice(seed)
        model = ruleset(dice, charts=seed % 2 == 1)
        program = compile_model(model)
        conditions = [line for rule in model.every(Rule) for line in rule.lines]
        answers += equal(seed, dice, model, program, dice.one(conditions))
    told = sum(answers[each] for each in (True, False, None))
    assert all(answers[each] > told // 20 for each in (True, False, None)), answers
    assert answers["grouped"] > RULESETS // 4
    assert answers["V104"] > RULESETS // 20
    assert all(isinstance(each, str) for each in answers if each not in (True, False, None)), answers


def equal(seed: int, dice: Dice, model: Model, program: Program, condition: Condition) -> Counter[object]:
    """What was compared, or why it was refused."""
    cards = [card for card in model.every(Scorecard) if card.bands]
    by = dice.one(cards) if cards else None
    scored = None if by is None else points(model, by)
    try:
        question = question_of(model, program, condition, scored)
    except RulesetError as refused:
        (finding,) = refused.report.findings
        assert finding.code in ("V104", "V105"), f"seed {seed}"
        return Counter([finding.code])
    found: Counter[object] = Counter()
    for number in range(SITUATIONS):
        there = situation(dice, model, program.needs.held)
        known = evolve(there, event=Event("", "/who", "", there.event.at))
        world = look_up_in(model, known, held_since(model, known))
        reply = reply_to(question, known)
        where = f"seed {seed}, situation {number}"
        assert reply.holds == truth(condition, world), where
        assert (reply.holds is None) or not reply.unknown, where
        found[reply.holds] += 1
        if by is not None:
            assert reply.by is not None
            assert reply.by.value == world.look_up(f"customer.{by.id}_band"), where
            found["grouped"] += 1
    return found


def held_since(model: Model, known: Situation) -> dict[HeldFor, int]:
    """Since when each condition that something waits for has held, as the reference reads it."""
    conditions = {spelled(each): each for each in held_conditions(model)}
    return {conditions[id]: moment for id, moment in known.state.held.items() if id in conditions}


def points(model: Model, card: Scorecard) -> Value:
    """A score, as a rule reads it."""
    declared = model.vocabulary.field_by_name[f"customer.{card.id}"]
    return Fact(declared.name, declared.type)


def test_a_value_beside_is_what_the_reference_reads() -> None:
    compared = 0
    for seed in range(RULESETS // 4):
        dice = Dice(seed)
        model = ruleset(dice)
        program = compile_model(model)
        fields = [each for each in model.vocabulary.fields if each.name.startswith("customer.")]
        asked = [Fact(each.name, each.type) for each in fields if each.name not in program.picture.by_event]
        try:
            question = question_of(model, program, None, None, asked)
        except RulesetError as refused:
            # A score that no rule reads waits for a condition that nobody notes.
            assert [finding.code for finding in refused.report.findings] == ["V105"], f"seed {seed}"
            continue
        there = situation(dice, model, program.needs.held)
        known = evolve(there, event=Event("", "/who", "", there.event.at))
        world = look_up_in(model, known, held_since(model, known))
        reply = reply_to(question, known)
        assert reply.holds is True
        assert [seen.value for seen in reply.beside] == [value_of(each, world) for each in asked], f"seed {seed}"
        compared += len(asked)
    assert compared > RULESETS
