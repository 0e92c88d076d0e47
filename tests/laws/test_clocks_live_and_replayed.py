"""Laws of service clocks in an engine: a replay decides what was decided live; events of one moment that have nothing
to do with each other may come in any order; a timer that rings late tells what one in time would have told. An
anonymous contact is told exactly what a customer would have been, also where it becomes known in the middle.

Mutants that they kill, each planted and seen to break one: a life that forgets its clocks; a clock that is looked for
without its case; another target taken at every start, while it runs as well. Of contacts that become known: clocks that
stay behind; that go along and stay as well; that go along for the case of the event alone; that wait for the timer of
the contact; whose timers ask about the case of the event; a life that takes nothing over; two clocks of one case of
which one is kept. Of the order of arrival: a target that counts where its start began something when it came,
whatever it begins now.
"""

from __future__ import annotations

import json
import os

from attrs import evolve

from engage.facts.decided import Decision, StartTimer
from engage.gate.values import moment_text
from engage.runtime import Engine, SetClock
from engage.sockets.storage import Storage
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


def anonymous(dice: Dice, *, late: bool = True) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """A stream in which everybody comes through contacts, some without a case: as it would be had everybody been known
    from the start; and as it is, where a contact becomes known with one of its events, or never.
    """
    known: list[dict[str, object]] = []
    for each in stream(dice, late=late):
        told = {**each, "contact": f"{each['subject']}{dice.one(('', '', ' again'))}"}
        if "again" in str(told["contact"]):  # another contact of the same customer has cases of its own
            told["case"] = f"{told['case']} again"
        known.append({name: value for name, value in told.items() if name != "case" or dice.one((True, True, False))})
    unknown = {contact: dice.number(8) for contact in sorted({str(each["contact"]) for each in known})}
    met: list[dict[str, object]] = []
    for each in known:
        left = unknown[str(each["contact"])] = unknown[str(each["contact"])] - 1
        met.append({name: value for name, value in each.items() if name != "subject" or left < 0})
    return known, met


def shared(dice: Dice) -> list[dict[str, object]]:
    """Events of one case within the first hour, each at a moment of its own, through two contacts. Without pauses and
    reopenings: of what ends one the other contact would not know that it has begun.
    """
    found: list[dict[str, object]] = []
    for number in range(3 + dice.number(8)):
        type = dice.one(("complaint.received", "complaint.received", "message.received", "reply.sent", "case.updated"))
        data: dict[str, object] = {"by_person": True} if type == "reply.sent" else {}
        if type == "case.updated":
            data = {"status": "closed"}
        elif type == "complaint.received":
            data = {"grade": dice.one(("ordinary", "urgent"))}
        at = START + (4 * number + dice.number(3)) * MINUTE
        who = {"subject": "c1", "case": "A", "contact": dice.one(("k1", "k2"))}
        found.append(
            {"id": f"e{number}", "source": "/law", "type": type, "time": moment_text(at, 480), **who, "data": data}
        )
    return found


def live(events: list[dict[str, object]], storage: Storage | None = None) -> list[Decision]:
    """What an engine decides, the clock driven by the events."""
    clock = SetClock()
    engine = Engine(PROGRAM, storage or ReferenceStorage(), clock=clock)
    ran = run_events(engine, clock, from_json_lines(json.dumps(each) for each in events))
    return [evolve(each, sequence=None, tzdata="") for each in ran if isinstance(each, Decision)]


def late(events: list[dict[str, object]]) -> list[Decision]:
    """What an engine decides whose timers ring after the last event, and then until nothing waits."""
    clock = SetClock()
    clock.at = START
    engine = Engine(PROGRAM, ReferenceStorage(), clock=clock)
    taken = [engine.receive(each) for each in events]
    clock.at = START + 30 * 24 * HOUR
    return [*taken, *engine.tick()]


def told(decisions: list[Decision]) -> list[tuple[str, int, tuple[str, ...]]]:
    """Everything that clocks told, and what rules did about it."""
    return sorted(
        (each.kind, each.at, tuple(task.work for task in each.plan.tasks))
        for each in decisions
        if each.kind.endswith(TOLD)
    )


def test_a_replay_decides_what_was_decided_live() -> None:
    kinds = set()
    for seed in range(STREAMS):
        events = stream(Dice(seed)) if seed % 2 else anonymous(Dice(seed))[1]
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


def test_a_contact_is_told_what_would_have_been_told_had_it_been_known_from_the_start() -> None:
    of_contacts = of_another_case = 0
    for seed in range(STREAMS):
        known, met = anonymous(Dice(seed))
        storage = ReferenceStorage()
        found = live(met, storage)
        assert told(found) == told(live(known)), f"seed {seed}"
        keys = {decided.id: event.key for event, decided in storage.recorded("main", limit=10_000)}
        of_contacts += sum(each.kind.endswith(TOLD) and not keys[each.id] for each in found)
        changes = [change for each in found for change in each.changes]
        of_another_case += sum(isinstance(each, StartTimer) and each.case is not None for each in changes)
    assert min(of_contacts, of_another_case) > STREAMS // 4


def test_two_clocks_of_one_case_become_what_one_would_have_been() -> None:
    """Others who come with the case of a customer, unknown at first, before anything is told."""
    both = 0
    for seed in range(STREAMS):
        dice = Dice(seed)
        known = shared(dice)
        unknown = [
            each if dice.one((True, False)) else {name: value for name, value in each.items() if name != "subject"}
            for each in known
        ]
        last = {"id": "last", "source": "/law", "type": "case.reopened", "subject": "c1", "case": "other", "data": {}}
        last |= {"time": moment_text(START + HOUR, 480)}
        known += [{**last, "id": f"last {contact}", "contact": contact} for contact in ("k1", "k2")]
        unknown += known[-2:]
        assert told(late(unknown)) == told(late(known)), f"seed {seed}"
        both += unknown != known
    assert both > STREAMS // 2


def test_the_order_in_which_events_arrive_makes_no_difference_to_what_is_told_in_the_end() -> None:
    """Nothing rings in between. Of pauses only changes are kept, and retargets count as they come: there are none."""
    moved = 0
    for seed in range(STREAMS):
        dice = Dice(seed)
        events = [
            each
            for each in stream(dice, retargets=False, late=False)
            if each["type"] != "case.updated" or each["data"] == {"status": "closed"}
        ]
        events = [each for place, each in enumerate(events) if not place or each["time"] != events[place - 1]["time"]]
        found = []
        for order in (events, dice.shuffled(tuple(events))):
            clock = SetClock(START + 40 * 24 * HOUR)
            engine = Engine(PROGRAM, ReferenceStorage(), clock=clock)
            taken = [engine.receive(each) for each in order]
            found.append(told([*taken, *engine.tick()]))
            moved += list(order) != events
        assert found[0] == found[1], f"seed {seed}"
    assert moved > STREAMS // 2
