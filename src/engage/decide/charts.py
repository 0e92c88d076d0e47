"""What the charts did at an event: moves to keep, why, and when to ask again. `knowledge` makes the moves."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from engage.decide.reasons import ReasonCode
from engage.facts.decided import Change, Move, Reason, RememberHeld, SetAlarm
from engage.facts.known import Situation, Stay
from engage.knowledge.charts import ASKED, Step, circle_of, rests, steps
from engage.knowledge.next_moment import next_moment
from engage.program.charts import ASK_AGAIN, ChartInput
from engage.program.program import Program, Shelf, Values

__all__ = ["Charted", "chart"]


@frozen
class Charted:
    """What comes of the charts of one event."""

    changes: tuple[Change, ...] = ()
    reasons: tuple[Reason, ...] = ()


def chart(program: Program, shelf: Shelf, situation: Situation, values: Values) -> Charted:
    """Moves, reasons, and the alarm: right away after a move, so that moves which follow one another are each made."""
    if not program.watches:
        return Charted()
    event, state = situation.event, situation.state
    moves: list[Move] = []
    reasons: list[Reason] = []
    stays: dict[str, Stay] = dict(state.stays)
    circles: list[RememberHeld] = []
    resting: dict[str, int] = {}
    known = False
    for source, step in steps(shelf.inputs, values, event.at):
        known = known or values[source.stay] is not None
        since = step.stay.since if step.stay is not None else None
        circling = bool(step.circle) and since == event.at
        if circling and state.held.get(circle_of(source.chart)) != event.at:
            circles.append(RememberHeld(circle_of(source.chart), event.at))
        if since is not None and (circling or rests(source.chart, step.stay, state, event.at)):
            resting[source.chart.id] = since
        if step.stay is not None:
            stays[source.chart.id] = step.stay
        moves += _moves(source, step, situation)
        reasons += _reasons(source, step)
    if not known:
        return Charted()
    late = state.latest_at is not None and event.at < state.latest_at
    asked = event.kind == ASK_AGAIN
    if late:
        alarm = state.latest_at
    elif moves:
        alarm = event.at
    else:
        alarm = next_moment(program, shelf, situation, values, stays, resting)
    # An alarm that rings is over, whatever is known of it.
    unchanged = alarm == state.alarm and (alarm is None or not asked)
    return Charted((*moves, *circles, *(() if unchanged else (SetAlarm(alarm),))), tuple(reasons))


def _moves(source: ChartInput, step: Step, situation: Situation) -> Iterator[Move]:
    data = situation.event.data
    for made in step.made:
        said = (str(data.get("by", "")), str(data.get("why", ""))) if made.cause == ASKED else ("", "")
        yield Move(source.chart.id, made.before, made.after, situation.event.at, made.cause, *said)


def _reasons(source: ChartInput, step: Step) -> Iterator[Reason]:
    id = source.chart.id
    for made in step.made:
        yield Reason(ReasonCode.MOVED, id, made.cause, made.after)
    if step.late:
        yield Reason(ReasonCode.STAYS, id, step.late)
    if step.circle:
        yield Reason(ReasonCode.CIRCLE, id, step.circle)
    if step.refused:
        yield Reason(ReasonCode.REFUSED, id, detail=step.refused)
