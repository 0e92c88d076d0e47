"""Law: what the walk over a pattern's windows finds is what trying every chain of events finds, on random streams with
simultaneous, late and doubtful events, ends of windows that are met exactly, and correlated fields that are missing.

Mutants it catches, each planted and seen to break it: simultaneous events ordered by their moment alone; `within` that
leaves out its end; a window that lets its start in; an absence that is complete only after its deadline; correlation
forgotten where a step is absent; an event later than the one being decided counted; a step that follows itself; what
is needed of the past cut off before the first step.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping

from engage.facts.known import Event, History, PastEvent, Profile, Situation
from engage.facts.units import Duration, Unit
from engage.knowledge import fill
from engage.language.tree import Compare, Literal, Past, Pattern, Step, Window, WindowKind
from engage.program.from_model import compile_model
from engage.program.program import PatternInput, Program
from engage.ruleset.model import Model, Rule
from engage.testing.dice import Dice
from engage.testing.reference import look_up_in
from engage.testing.reference_values import truth
from program import building
from program.building import DAY, NOW, REASON, YUAN

STREAMS = 10_000 if os.environ.get("ENGAGE_LAWS") == "long" else 1_000
#: amounts, and reasons where an event has one; None is not told
_DATA: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "call": ({"reason": "network"}, {"reason": "tariff"}, {"reason": None}),
    "complaint": ({"reason": "network"}, {"reason": "tariff"}, {"reason": None}),
    "bill": ({"amount": 10}, {"amount": 200}, {"amount": None}),
}
_NETWORK = Compare("=", Past("reason", REASON), Literal("network", REASON))
_LARGE = Compare(">=", Past("amount", YUAN), Literal(100, YUAN))
_KINDS = ("complaint", "complaint", "complaint", "call", "bill")
_LENGTHS = (Duration(1, Unit.DAY), Duration(2, Unit.DAY), Duration(36, Unit.HOUR), Duration(1, Unit.CALENDAR_DAY))
_RARE = (Duration(1, Unit.WORKING_DAY), Duration(1, Unit.CALENDAR_MONTH))


def test_the_walk_finds_what_trying_every_chain_finds() -> None:
    answers: Counter[bool | None] = Counter()
    for seed in range(STREAMS):
        dice = Dice(seed)
        pattern = pattern_at_random(dice)
        model: Model = building.model(Rule(id="seen", events=tuple(_DATA), lines=(pattern,)))
        program = compile_model(model)
        known = situation_at_random(dice)
        expected = truth(pattern, look_up_in(model, known))
        assert seen(program, known) is expected, (seed, pattern, known.event, known.history.events)
        assert seen(program, needed(program, known)) is expected, ("needs", seed, pattern)
        answers[expected] += 1
    # A law of which one answer hardly ever comes up proves little.
    assert min(answers[each] for each in (True, False, None)) > STREAMS // 25, answers


def seen(program: Program, known: Situation) -> object:
    """What the compiled pattern says."""
    shelf = program.shelves[known.event.kind]
    values = fill(program, shelf, known)
    (source,) = (each for each in shelf.inputs if isinstance(each, PatternInput))
    return values[source.slot]


def needed(program: Program, known: Situation) -> Situation:
    """The situation with the past that the program says it needs, and no more."""
    back = program.needs.history
    kept = tuple(
        past
        for past in known.history.events
        if past.kind in back and ((far := back[past.kind]) is None or past.at >= known.event.at - far)
    )
    return Situation(known.event, known.profile, History(kept))


def pattern_at_random(dice: Dice) -> Pattern:
    """Two or three steps over a short time, so that chains come about and ends of windows are met."""
    kinds = [dice.one(_KINDS) for _ in range(2 + dice.number(2))]
    steps = []
    for place, kind in enumerate(kinds):
        test = _LARGE if kind == "bill" else _NETWORK
        filters = (test,) if dice.chance(3) else ()
        shared = "reason" if place and "bill" not in (kind, kinds[place - 1]) else ""
        same = (shared,) if shared and dice.chance(2) else ()
        within = dice.one(_RARE if dice.chance(8) else _LENGTHS) if place else None
        absent = place == len(kinds) - 1 and dice.chance(2)
        steps.append(Step(kind, filters, same, within, absent))
    return Pattern(tuple(steps), window_at_random(dice), 1 + (dice.number(3) == 0))


def window_at_random(dice: Dice) -> Window:
    """Short ones, of every kind that has a length."""
    shape = dice.number(6)
    if shape == 0:
        return Window(WindowKind.EVER)
    if shape == 1:
        return Window(WindowKind.FULL, Duration(2, Unit.CALENDAR_DAY))
    if shape == 2:
        return Window(WindowKind.CALENDAR, Duration(1, Unit.CALENDAR_DAY))
    kind = WindowKind.BEFORE if shape == 3 else WindowKind.ROLLING
    return Window(kind, dice.one((Duration(1, Unit.DAY), Duration(12, Unit.HOUR), Duration(48, Unit.HOUR))))


def situation_at_random(dice: Dice) -> Situation:
    """Events half a day apart, several of a moment, told in another order than they happened, some later than now."""
    count = 3 + dice.number(8)
    sequences = dice.shuffled(range(1, count + 1))
    past = tuple(
        PastEvent(kind, NOW + (dice.number(9) - 7) * DAY // 2, sequence, dice.one(_DATA[kind]), id=f"e{sequence}")
        for sequence in sequences
        for kind in (dice.one(_KINDS),)
    )
    kind = dice.one(_KINDS)
    event = Event("now", "/law", kind, NOW, kind=kind, data=dice.one(_DATA[kind]))
    return Situation(event, Profile("c"), History(past))
