"""Law: a life in memory decides what the engine decides on a storage, event by event, deadlines included.

Mutants it catches, each planted and seen to break it: footprints of a contact or case that its customer does not see; a
deadline that rings after the event behind it; a late event that is put at the end of the past; notes that are kept as
of another moment than the event's.
"""

from __future__ import annotations

import os

from attrs import evolve

from engage.facts.decided import Decision
from engage.program.charts import ASK_AGAIN
from engage.program.from_model import compile_model
from engage.runtime import Engine, SetClock
from engage.testing.dice import Dice
from engage.testing.reference_storage import ReferenceStorage
from engage.testing.rulesets_at_random import ruleset
from engage.workbench.compare_pairs import Both, Pair, pairs_of_events
from engage.workbench.events_in import from_json_lines
from engage.workbench.runner import Refused, run_events
from laws.events_at_random import envelopes

RULESETS = 2_000 if os.environ.get("ENGAGE_LAWS") == "long" else 40
EVENTS = 30


def test_a_life_in_memory_decides_what_the_engine_decides() -> None:
    spoke = set()
    for seed in range(RULESETS):
        dice = Dice(seed)
        program = compile_model(ruleset(dice, charts=seed % 2 == 1))
        lines = envelopes(dice, EVENTS)
        storage, clock = ReferenceStorage(), SetClock()
        engine = Engine(program, storage, clock=clock)
        ran = list(run_events(engine, clock, from_json_lines(lines)))
        lived = list(pairs_of_events(Both(program, program), from_json_lines(lines)))
        expected: dict[str, Decision] = {}
        for item in ran:
            if isinstance(item, Decision):
                expected.setdefault(item.id, evolve(item, sequence=None))
        found = {}
        for pair in lived:
            if isinstance(pair, Pair):
                assert pair.old is not None
                assert pair.old == pair.new, f"seed {seed}"
                found[pair.old.id] = pair.old
        assert found == expected, f"seed {seed}"
        assert in_order(found) == in_order(expected), f"seed {seed}"
        refused = [(each.line, each.code) for each in ran if isinstance(each, Refused)]
        assert [(each.line, each.code) for each in lived if isinstance(each, Refused)] == refused, f"seed {seed}"
        spoke |= {type(change).__name__ for each in found.values() for change in each.changes}
        spoke |= {"deadline" for each in found.values() if each.kind.startswith("timer:")}
    assert spoke == {"SetFact", "StampFootprint", "RememberHeld", "StartTimer", "Move", "SetAlarm", "deadline"}


def in_order(decisions: dict[str, Decision]) -> list[str]:
    """The ids of decisions in their order. Alarms may ring behind events of others that were decided together."""
    return [id for id, decision in decisions.items() if decision.kind != ASK_AGAIN]
