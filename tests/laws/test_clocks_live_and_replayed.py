"""Laws of service clocks in an engine: a replay decides what was decided live; events of one moment that have nothing
to do with each other may come in any order; a timer that rings late tells what one in time would have told.

Mutants that they kill, each planted and seen to break one: a life that forgets its clocks; a clock that is looked for
without its case; another target taken at every start, while it runs as well.
"""

from __future__ import annotations

import json
import os

from attrs import evolve

from engage.facts.decided import Decision
from engage.gate.values import moment_text
from engage.runtime import Engine, SetClock
from engage.testing.dice import Dice
from engage.testing.reference_storage import ReferenceStorage
from engage.workbench.compare_pairs import Both, Pair, pairs_of_events
from engage.workbench.events_in import from_json_lines
from engage.workbench.runner import run_events
from runtime.test_service_clocks import HOUR, MINUTE, PROGRAM, START

STREAMS = 2_000 if os.environ.get("ENGAGE_LAWS") == "long" else 40
TYPES = ("complaint.received", "message.received", "reply.sent", "case.updated", "case.reopened")
TOLD = ("_warning", "_breach", "_met")


def stream(dice: Dice, *, retargets: bool = True, late: bool = True) -> list[dict[str, object]]:
    """Events of two customers with two cases each, over some days; some come late, some at one moment."""
    at = START
    found: list[dict[str, object]] = []
    for number in range(4 + dice.number(20)):
        at += dice.one((0, 0, 5 * MINUTE, 5 * MINUTE, 40 * MINUTE, 3 * HOUR, 11 * HOUR))
        type = dice.one(TYPES)
        moment = at - dice.one((0, 0, 0, 45 * MINUTE, 5 * HOUR)) if late else at
        data: dict[str, object] = {}
        if type == "complaint.received":
            data = {"grade": dice.one(("ordinary", "urgent"))}
        elif type == "reply.sent":
            data = {"by_person": dice.one((True, False))}
        elif type == "case.updated":
            data = {"status": dice.one(("working", "waiting", "closed"))}
            if retargets and dice.one((True, False)):
                data["grade"] = dice.one(("ordinary", "urgent"))
        who, case = dice.one(("c1", "c1", "c2")), dice.one(("A", "A", "B"))
        found.append(
            {
                "id": f"e{number}",
                "source": "/law",
                "type": type,
                "time": moment_text(moment, 480),
                "subject": who,
                "case": f"{who}{case}",
                "data": data,
            }
        )
    return found


def live(events: list[dict[str, object]]) -> list[Decision]:
    """What an engine decides, the clock driven by the events."""
    clock = SetClock()
    engine = Engine(PROGRAM, ReferenceStorage(), clock=clock)
    ran = run_events(engine, clock, from_json_lines(json.dumps(each) for each in events))
    return [evolve(each, sequence=None, tzdata="") for each in ran if isinstance(each, Decision)]


def told(decisions: list[Decision]) -> list[tuple[str, int]]:
    return sorted((each.kind, each.at) for each in decisions if each.kind.endswith(TOLD))


def test_a_replay_decides_what_was_decided_live() -> None:
    kinds = set()
    for seed in range(STREAMS):
        events = stream(Dice(seed))
        decided = {each.id: each for each in live(events)}
        lines = from_json_lines(json.dumps(each) for each in events)
        pairs = [each for each in pairs_of_events(Both(PROGRAM, PROGRAM), lines) if isinstance(each, Pair)]
        replayed = {each.old.id: evolve(each.old, tzdata="") for each in pairs if each.old is not None}
        assert replayed == decided, f"seed {seed}"
        kinds |= {each.kind for each in decided.values()}
    assert {kind for kind in kinds if kind.endswith(TOLD)} >= {
        "first_response_warning",
        "first_response_breach",
        "first_response_met",
        "resolution_warning",
        "resolution_breach",
        "resolution_met",
        "next_response_breach",
        "next_response_met",
    }


def test_events_of_one_moment_in_other_cases_may_come_in_any_order() -> None:
    swapped = 0
    for seed in range(STREAMS):
        events = stream(Dice(seed), late=False)
        other = list(events)
        for place in range(len(other) - 1):
            one, next_ = other[place], other[place + 1]
            if one["time"] == next_["time"] and one["case"] != next_["case"]:
                other[place], other[place + 1] = next_, one
                swapped += 1
        assert told(live(other)) == told(live(events)), f"seed {seed}"
    assert swapped > STREAMS


def test_a_timer_that_rings_late_tells_what_one_in_time_would_have_told() -> None:
    for seed in range(STREAMS):
        events = stream(Dice(seed), retargets=False, late=False)
        clock = SetClock()
        clock.at = START
        engine = Engine(PROGRAM, ReferenceStorage(), clock=clock)
        taken = [engine.receive(each) for each in events]
        clock.at = max(each.at for each in taken)
        late = engine.tick()
        in_time = [each for each in live(events) if each.at <= clock.at]
        assert told([*taken, *late]) == told(in_time), f"seed {seed}"
