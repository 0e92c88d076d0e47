"""Law: between an event and the alarm that it sets, no time comes at which a chart would move.

A segment is entered when a random question holds and left when it does not, so that whenever time alone changes the
answer somebody moves. The charts are then asked at moments before the alarm, and at the alarm itself.

Mutants that it kills, each planted in `knowledge/next_moment.py` and seen to break it: what leaves a window rings a
day later; a streak that is long enough is left out; what did not follow in a pattern is left out; dates that a guard
names are left out; facts that grow too old are left out; facts told ahead are left out; so is midnight, beside a time
of day.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from attrs import evolve

from engage.decide import decide
from engage.facts.decided import Decision, Move, RememberHeld, SetAlarm
from engage.facts.known import Event, History, PastEvent, Situation
from engage.facts.units import Duration, Unit
from engage.language.beneath import nodes_beneath
from engage.language.tree import (
    Age,
    Compare,
    Condition,
    Fact,
    HeldFor,
    HistoryTerm,
    InARow,
    Literal,
    Measure,
    Not,
    Now,
    Pattern,
    SameAsNow,
    Step,
    Window,
    WindowKind,
    Within,
)
from engage.program.charts import ASK_AGAIN
from engage.program.from_model import compile_model
from engage.program.program import Program
from engage.ruleset.chart_model import Segment
from engage.ruleset.model import File, Header, Model
from engage.runtime.moving import stays_to_keep
from engage.testing.dice import Dice
from engage.testing.rulesets_at_random import ruleset, situation
from engage.testing.trees_at_random import FIELDS, NUMBER, Trees

RULESETS, SITUATIONS = (10_000, 4) if os.environ.get("ENGAGE_LAWS") == "long" else (300, 3)
SECOND = 1_000_000
HOUR, DAY = 3_600 * SECOND, 86_400 * SECOND
#: how far an alarm that is not set is tried, and how many alarms one after the other
FAR, RINGS = 900 * DAY, 4
UNITS = (Unit.DAY, Unit.HOUR, Unit.WEEK, Unit.CALENDAR_DAY, Unit.WORKING_DAY)
KINDS = ("call", "complaint", "bill")
TIMED = (Age, HeldFor, InARow, Measure, Now, Pattern, Within)


def test_no_chart_moves_between_an_event_and_the_alarm_that_it_sets() -> None:
    tried = moved = 0
    for seed in range(RULESETS):
        dice = Dice(seed)
        model = watching(dice)
        program = compile_model(model)
        for _ in range(SITUATIONS):
            known = fresh(dice, situation(dice, model, program.needs.held))
            if not known.profile.key:
                continue
            known, alarm = settled(program, known)
            for _ in range(RINGS):
                for at in moments(dice, known.event.at, alarm):
                    moves = moves_of(decide(program, asked(known, at)))
                    assert not moves, f"seed {seed}: {moves} at +{at - known.event.at}, alarm {alarm}"
                    tried += 1
                if alarm is None:
                    break
                moved += bool(moves_of(decide(program, asked(known, alarm))))
                known, alarm = settled(program, asked(known, alarm))
    assert tried > 10 * RULESETS
    assert moved > RULESETS / 4


def fresh(dice: Dice, known: Situation) -> Situation:
    """A customer whose latest event this is, and whose charts nobody has asked; some facts were told ahead."""
    now = known.event.at
    events = tuple(past for past in known.history.events if past.at <= now)
    state = evolve(known.state, held={}, latest_at=None, stays={})
    facts = {
        name: evolve(fact, at=now + HOUR * (1 + dice.number(60)), recorded=now) if dice.chance(5) else fact
        for name, fact in known.profile.facts.items()
    }
    profile = evolve(known.profile, facts=facts)
    return evolve(known, profile=profile, history=evolve(known.history, events=events), state=state)


def watching(dice: Dice) -> Model:
    """A segment of whoever the answer to a question about time is true of."""
    plain = ruleset(dice, rules=1)
    guard = question(dice)
    segment = Segment(id="watch", enter=(guard,), leave=(Not(guard),))
    vocabulary = evolve(plain.vocabulary, fields=FIELDS)
    header: Header = evolve(plain.header, outputs=())
    return Model(header, vocabulary, plain.catalogue, (File("all.rules", "rules", "en", (segment,)),))


def question(dice: Dice) -> Condition:
    """A condition on a customer whose answer may change with time alone; often a plain one, that does so soon."""
    plain = dice.one((None, None, counted, followed))
    if plain is not None:
        return plain(dice)
    trees, wanted = Trees(dice, FIELDS, deep=1), dice.one(TIMED)
    while True:
        found = trees.condition()
        nodes = tuple(nodes_beneath(found))
        if any(isinstance(node, wanted) for node in nodes) and not any(map(of_the_event, nodes)):
            return found


def of_the_event(node: object) -> bool:
    """Is it about what is happening, which nothing is when time alone goes on?"""
    return isinstance(node, SameAsNow) or (isinstance(node, Fact) and node.name.startswith("event."))


def counted(dice: Dice) -> Condition:
    """How often something happened in a window."""
    window = Window(dice.one((WindowKind.ROLLING, WindowKind.BEFORE)), Duration(1 + dice.number(40), dice.one(UNITS)))
    term = HistoryTerm("count", dice.one(KINDS), "", window, ())
    return Compare(dice.one((">", "=")), Measure(term, NUMBER), Literal(dice.number(3), NUMBER))


def followed(dice: Dice) -> Condition:
    """Two events, or one that the other did not follow in time."""
    within = Duration(1 + dice.number(40), dice.one(UNITS))
    steps = (Step(dice.one(KINDS)), Step(dice.one(KINDS), within=within, absent=dice.chance(2)))
    return Pattern(steps, Window(WindowKind.ROLLING, Duration(40 + dice.number(60), dice.one(UNITS))), 1)


def settled(program: Program, known: Situation) -> tuple[Situation, int | None]:
    """What is known after the event and all moves that it leads to at once, and when the alarm rings then."""
    alarm = known.state.alarm
    for _ in range(4):
        decision = decide(program, known)
        assert not decision.safe_default
        for change in decision.changes:
            alarm = change.nominal if isinstance(change, SetAlarm) else alarm
        known = after(known, decision, alarm)
        if not moves_of(decision):
            break
        known = asked(known, known.event.at)
    return known, alarm


def moves_of(decision: Decision) -> list[Move]:
    return [change for change in decision.changes if isinstance(change, Move)]


def after(known: Situation, decision: Decision, alarm: int | None) -> Situation:
    """What is known when nothing more has happened."""
    event, held = known.event, dict(known.state.held)
    for change in decision.changes:
        if isinstance(change, RememberHeld):
            held.pop(change.slot, None)
            if change.since is not None:
                held[change.slot] = change.since
    stays = {**known.state.stays, **stays_to_keep(known.state.stays, decision)}
    state = evolve(known.state, held=held, latest_at=event.at, stays=stays, alarm=alarm)
    if event.kind == ASK_AGAIN:
        return evolve(known, state=state)
    data = {name: value for name, value in event.data.items() if value is not None}
    past = PastEvent(event.kind, event.at, 1_000_000, data, event.contact, event.case, id=event.id, source=event.source)
    return evolve(known, history=History((*known.history.events, past)), state=state)


def asked(known: Situation, at: int) -> Situation:
    """The charts, asked again at a moment."""
    return evolve(known, event=Event("again", "/random", ASK_AGAIN, at, kind=ASK_AGAIN, data={}))


def moments(dice: Dice, start: int, alarm: int | None) -> Iterator[int]:
    """Moments strictly between, some at whole days and hours, where calendars and windows have their ends."""
    end = start + FAR if alarm is None else alarm
    if end - start > 1:
        yield start + 1
        yield end - 1
        yield from (start + (end - start) * (1 + dice.number(96)) // 97 for _ in range(2))
    for _ in range(6):
        step = dice.one((1, SECOND, HOUR, DAY, DAY, 7 * DAY, 30 * DAY))
        at = start + step * (1 + dice.number(60)) + dice.one((-1, 0, 0, 1))
        if start < at < end:
            yield at
