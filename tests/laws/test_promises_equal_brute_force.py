"""Law: what became of promises is what trying every way gives in which the unknown may turn out, on random streams with
simultaneous events, due moments that are met exactly, and ties that are missing; by the past that the program needs.

Mutants it catches, each planted and seen to break it: a promise that is broken at the very moment it is due; an event
before the promise that keeps it; a tie that is unknown taken for equal; one taken for different; a waiver that is too
late and still waives; a date that ends where it begins; promises that are not read as far back as they may take; the
first due one taken for known while another's moment is not.
"""

from __future__ import annotations

import os
from collections import Counter

from attrs import evolve

from engage.facts.known import Event, History, PastEvent, Profile, Situation
from engage.knowledge import fill
from engage.knowledge.measure import Past, now_past
from engage.language.tree import Fact, IsUnknown
from engage.language.types import NUMBER
from engage.program.from_model import compile_model
from engage.program.program import Program, ValueInput
from engage.ruleset.model import Model, Rule
from engage.testing.dice import Dice
from engage.testing.reference import look_up_in
from engage.testing.reference_promises import due_of, outcomes
from laws.promises_at_random import HALF, commitment_at_random, data_at_random, model_with
from program.building import NOW

STREAMS = 10_000 if os.environ.get("ENGAGE_LAWS") == "long" else 600
_KINDS = ("promise", "promise", "keep", "visit", "drop", "call")
_RULE = Rule(
    id="asks",
    events=("promise", "keep", "visit", "drop", "call"),
    lines=(IsUnknown(Fact("customer.word_open", NUMBER)), IsUnknown(Fact("customer.word_due", NUMBER))),
)


def test_what_became_of_promises_is_what_trying_every_way_gives() -> None:
    answers: Counter[str] = Counter()
    for seed in range(STREAMS):
        dice = Dice(seed)
        model = model_with(commitment_at_random(dice), _RULE)
        program, known = compile_model(model), situation_at_random(dice)
        world = look_up_in(model, known)
        expected = {name: world.look_up(f"customer.word_{name}") for name in ("open", "due")}
        told = (seed, model.vocabulary.commitments, known.event, known.history.events)
        assert asked(program, known) == expected, told
        assert asked(program, needed(program, known)) == expected, ("needs", *told)
        assert came_to(program, known) == slowly(model, known), told
        answers.update(f"{name} {'unknown' if each is None else 'known'}" for name, each in expected.items())
        answers["several"] += isinstance(expected["open"], int) and expected["open"] > 1
    assert min(answers.values()) > STREAMS // 25, answers


def asked(program: Program, known: Situation) -> dict[str, object]:
    """What the compiled facts are."""
    shelf = program.shelves[known.event.kind]
    values = fill(program, shelf, known)
    named = {each.name: values[each.slot] for each in shelf.inputs if isinstance(each, ValueInput)}
    return {name: named[f"customer.word_{name}"] for name in ("open", "due")}


def came_to(program: Program, known: Situation) -> list[tuple[str, int | None, set[str]]]:
    """What every promise has come to, or may have."""
    found = Past.of(known, program).promises(program.vocabulary.commitments[0])
    return [(each.made.id, each.due, {str(one) for one in (each.came_to, *each.perhaps)}) for each in found]


def slowly(model: Model, known: Situation) -> list[tuple[str, int | None, set[str]]]:
    """The same, one by one."""
    (commitment,), header = model.vocabulary.commitments, model.header
    events = [each for each in known.history.events if each.at <= known.event.at]
    events.sort(key=lambda each: (each.at, each.sequence))
    events.append(now_past(known.event))
    return [
        (each.id, due_of(commitment, each, header), outcomes(commitment, each, events[place + 1 :], NOW, header))
        for place, each in enumerate(events)
        if each.kind == commitment.made_by
    ]


def needed(program: Program, known: Situation) -> Situation:
    """The situation with the past that the program says it needs, and no more."""
    back = program.needs.history
    kept = tuple(
        past
        for past in known.history.events
        if past.kind in back and ((far := back[past.kind]) is None or past.at > known.event.at - far)
    )
    return evolve(known, history=History(kept))


def situation_at_random(dice: Dice) -> Situation:
    """Events half a day apart, several of a moment, told in another order than they happened, some later than now."""
    count = 3 + dice.number(7)
    past = []
    for sequence in dice.shuffled(range(1, count + 1)):
        kind, at = dice.one(_KINDS), NOW + (dice.number(9) - 7) * HALF + dice.one((0, 0, 1))
        case = dice.one(("", "K1", "K1", "K2"))
        past.append(PastEvent(kind, at, sequence, data_at_random(dice, kind, at), "", case, f"e{sequence}", "/law"))
    kind = dice.one(_KINDS)
    data, case = data_at_random(dice, kind, NOW), dice.one(("", "K1", "K2"))
    event = Event("now", "/law", kind, NOW, kind=kind, case=case, data=data)
    return Situation(event, Profile("c"), History(tuple(past)))
