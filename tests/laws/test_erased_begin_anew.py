"""Law: after an erasure a customer's next life is that of one who was never there, and all others live on as before.

Two engines live the same random log. In one, customers are erased now and then; the other never saw what came before
the last erasure of each. Whatever both decide afterwards is equal: facts, reasons, footprints, what is held, timers.
Whatever was erased keeps its public part, counts, and is a duplicate when it comes again. Stages are the kit's.

Mutants it catches, each planted in SQLite's erasure and seen to break it: footprints survive; held conditions survive.
"""

from __future__ import annotations

import os
from collections.abc import Collection

from attrs import evolve

from engage.facts.decided import Decision
from engage.facts.known import Event
from engage.gate import event as read_event
from engage.program.from_model import compile_model
from engage.program.program import Program
from engage.runtime import Engine, SetClock
from engage.testing.dice import Dice
from engage.testing.rulesets_at_random import ruleset
from engage_sqlite import open_sqlite
from laws.events_at_random import envelopes

LOGS = 2_000 if os.environ.get("ENGAGE_LAWS") == "long" else 25
EVENTS = 24


def test_an_erased_customer_begins_anew_and_everybody_else_goes_on() -> None:
    erased = after = 0
    for seed in range(LOGS):
        dice = Dice(seed)
        program = compile_model(ruleset(dice, 6))
        events = _events(dice, program)
        moments = {n: dice.one(("ann", "bob", "phone")) for n in range(1, len(events)) if dice.chance(8)}
        lived, counted = _lived(program, events, moments, range(len(events)))
        last = {"ann": -1, "bob": -1} | {_key(who): n for n, who in sorted(moments.items())}
        kept = [n for n, event in enumerate(events) if n >= last.get(_key(event.subject), -1)]
        fresh, _ = _lived(program, events, {}, kept)
        for id, decision in fresh.items():
            assert lived[id] == decision, f"seed {seed}"
        assert all(made.erased == (id not in fresh) for id, made in lived.items()), f"seed {seed}"
        erased += counted
        after += len(kept) < len(events) and sum(events[n].subject in ("ann", "bob", "phone") for n in kept)
    # A guard that the law looks at something: every other log forgets somebody, who then comes back several times.
    assert erased > LOGS // 2
    assert after > LOGS * 3


def _key(subject: str) -> str:
    return "ann" if subject == "phone" else subject


def _events(dice: Dice, program: Program) -> list[Event]:
    """Events of a log, none sent twice; `phone` is another name of ann. A contact and a case are one customer's.

    No account: what its members have used up together is not forgotten with one of them.
    """
    found: dict[str, Event] = {}
    for line in envelopes(dice, EVENTS):
        event = read_event(program, line)
        who = "phone" if event.subject == "ann" and dice.chance(3) else event.subject
        contact, case = (each and f"{_key(who)} {each}" for each in (event.contact, event.case))
        found.setdefault(event.id, evolve(event, subject=who, contact=contact, case=case, account=""))
    return list(found.values())


def _lived(
    program: Program, events: list[Event], moments: dict[int, str], kept: Collection[int]
) -> tuple[dict[str, Decision], int]:
    """Every decision of a life with erasures at some places of the log, by its id; and how many there were.

    Of the events not kept only time passes.
    """
    clock, erased = SetClock(events[0].at), 0
    with Engine(program, open_sqlite(":memory:"), clock=clock) as engine:
        engine.storage.add_alias("main", "phone", "ann")
        for place, event in enumerate(events):
            clock.at = max(clock.at, event.at)
            engine.tick()
            if place in moments:
                erased += _erased(engine, moments[place], events[:place])
            if place in kept:
                engine.take(event)
        return {made.id: made for made in engine.decisions(limit=100_000)}, erased


def _erased(engine: Engine, who: str, before: list[Event]) -> bool:
    key = engine.storage.key_of("main", who)
    there = engine.storage.customer("main", key) is not None
    counts = engine.storage.counts("main")
    public = [each.public for each in engine.storage.decisions("main", limit=100_000)]
    if engine.storage.erase("main", key, 0) is None:
        return False
    assert [each.public for each in engine.storage.decisions("main", limit=100_000)] == public
    after = engine.storage.counts("main")
    assert [after[name] for name in ("events", "decisions", "customers")] == [
        counts[name] for name in ("events", "decisions", "customers")
    ]
    for event in before[-3:]:
        engine.take(event)
    assert engine.storage.counts("main") == after
    # Whoever keeps numbers of customers elsewhere tells engage anew whose they are.
    engine.storage.add_alias("main", "phone", "ann")
    return there
