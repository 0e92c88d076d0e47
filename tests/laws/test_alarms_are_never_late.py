"""Law: between an event and the alarm that it sets, no time comes at which a chart would move.

Mutants that it kills, each planted in `knowledge/next_moment.py` and seen to break it: what leaves a window rings a
day later; a streak that is long enough is left out; what did not follow in a pattern is left out; dates that a guard
names are left out; facts that grow too old are left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from attrs import evolve

from engage.decide import decide
from engage.decide.reasons import ReasonCode
from engage.facts.decided import Decision, Move, RememberHeld, SetAlarm
from engage.facts.known import Event, History, PastEvent, Situation
from engage.program.charts import ASK_AGAIN
from engage.program.from_model import compile_model
from engage.runtime.moving import stays_to_keep
from engage.testing.dice import Dice
from engage.testing.rulesets_at_random import ruleset, situation

RULESETS, SITUATIONS = (10_000, 4) if os.environ.get("ENGAGE_LAWS") == "long" else (100, 3)
SECOND = 1_000_000
DAY = 86_400 * SECOND
#: how far an alarm that is not set is tried
FAR = 900 * DAY


def test_no_chart_moves_between_an_event_and_the_alarm_that_it_sets() -> None:
    waited = moved = 0
    for seed in range(RULESETS):
        dice = Dice(seed)
        model = ruleset(dice, charts=True)
        program = compile_model(model)
        for _ in range(SITUATIONS):
            known = situation(dice, model, program.needs.held)
            decision = decide(program, known)
            assert not decision.safe_default
            if _over(known, decision):
                continue
            alarm = _alarm(known, decision)
            after = _after(known, decision)
            for at in _moments(dice, known.event.at, alarm):
                moves = [each for each in decide(program, _asked(after, at)).changes if isinstance(each, Move)]
                assert not moves, f"seed {seed}: {moves} at +{at - known.event.at}, alarm {alarm}"
                waited += 1
            if alarm is not None:
                moved += any(isinstance(each, Move) for each in decide(program, _asked(after, alarm)).changes)
    assert waited > 5 * RULESETS
    assert moved > RULESETS // 20  # alarms are set where something moves, not only where nothing does


def _over(known: Situation, decision: Decision) -> bool:
    """Nothing to wait for: the charts have moved, or may not move at this moment, whatever their guards say."""
    late = known.state.latest_at is not None and known.event.at < known.state.latest_at
    moved = any(isinstance(each, Move) for each in decision.changes)
    circle = any(reason.code is ReasonCode.CIRCLE for reason in decision.reasons)
    return late or moved or circle or not known.profile.key


def _alarm(known: Situation, decision: Decision) -> int | None:
    """When the alarm rings after the decision."""
    for change in decision.changes:
        if isinstance(change, SetAlarm):
            return change.nominal
    return known.state.alarm


def _after(known: Situation, decision: Decision) -> Situation:
    """What is known when nothing more has happened."""
    event, held = known.event, dict(known.state.held)
    for change in decision.changes:
        if isinstance(change, RememberHeld):
            held.pop(change.slot, None)
            if change.since is not None:
                held[change.slot] = change.since
    data = {name: value for name, value in event.data.items() if value is not None}
    past = PastEvent(event.kind, event.at, 1_000_000, data, event.contact, event.case, id=event.id, source=event.source)
    state = evolve(
        known.state,
        held=held,
        latest_at=event.at,
        stays={**known.state.stays, **stays_to_keep(known.state.stays, decision)},
    )
    return evolve(known, history=History((*known.history.events, past)), state=state)


def _asked(known: Situation, at: int) -> Situation:
    """The charts, asked again at a moment."""
    event = Event("again", "/random", ASK_AGAIN, at, kind=ASK_AGAIN, data={})
    return evolve(known, event=event, state=evolve(known.state, alarm=at))


def _moments(dice: Dice, start: int, alarm: int | None) -> Iterator[int]:
    """Moments strictly between, some at whole days and hours, where calendars and windows have their ends."""
    end = start + FAR if alarm is None else alarm
    if end - start > 1:
        yield start + 1
        yield end - 1
        yield from (start + (end - start) * part // 97 for part in (1 + dice.number(96), 1 + dice.number(96)))
    for _ in range(6):
        step = dice.one((1, SECOND, 3_600 * SECOND, DAY, DAY, 7 * DAY, 30 * DAY))
        at = start + step * (1 + dice.number(60)) + dice.one((-1, 0, 0, 1))
        if start < at < end:
            yield at
