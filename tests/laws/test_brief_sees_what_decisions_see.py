"""Law: what a brief works out of a customer is what a decision at the same moment reads.

Mutants that it kills, each planted in `decide/brief_known.py` and seen to break it: an input of the picture before one
that it needs; a fact that is too old and is believed; a past that is read otherwise; a fact beneath a lifecycle that
rests on an event and is told without one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from attrs import evolve

from engage.decide import decide
from engage.decide.brief_known import known_now
from engage.facts.known import Event, Situation
from engage.program.charts import ASK_AGAIN
from engage.program.from_model import compile_model
from engage.program.program import Program
from engage.testing.dice import Dice
from engage.testing.rulesets_at_random import ruleset, situation

RULESETS = 3_000 if os.environ.get("ENGAGE_LAWS") == "long" else 60
MOMENTS = 4


def test_a_brief_sees_what_a_decision_sees() -> None:
    compared = alone = resting = 0
    for seed in range(RULESETS):
        dice = Dice(seed)
        model = ruleset(dice, charts=seed % 2 == 1)
        program = compile_model(model)
        resting += len(program.picture.by_event)
        for _ in range(MOMENTS):
            now = situation(dice, model, program.picture.needs.held)
            used = decide(program, now).facts_used
            compared += equal(program, now, used, seed)
            # No history counts a deadline: what is known at one is known without any event.
            if now.event.kind.startswith("timer:") and now.event.kind != ASK_AGAIN:
                alone += equal(program, evolve(now, event=Event("", "/brief", "", now.event.at)), used, seed)
    assert compared > RULESETS * MOMENTS
    assert alone > RULESETS // 4
    assert resting > RULESETS // 4


def equal(program: Program, now: Situation, used: Mapping[str, object], seed: int) -> int:
    """How many facts were compared; all of them are equal."""
    told = {one.name: one.value for one in known_now(program, now).seen.values() if one.name.startswith("customer.")}
    assert not set(told) & set(program.picture.by_event), f"seed {seed}"
    shared = [name for name in told if name in used]
    assert {name: told[name] for name in shared} == {name: used[name] for name in shared}, f"seed {seed}"
    return len(shared)
