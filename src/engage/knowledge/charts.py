"""Which moves a chart permits, and which one is made at an event. The one way in which a stage changes.

Rules and time, `engine.move`, imports and plugins all come through here: `permitted` names the stages that a customer
may go to, `step` makes at most one move. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from engage.facts.known import Situation, State, Stay
from engage.program.charts import ANY, ASK_AGAIN, BACK, IN, OUT, ChartInput, CompiledChart, CompiledMove, StayInput
from engage.program.program import Values

__all__ = [
    "ASKED",
    "BEGUN",
    "REST",
    "Made",
    "Step",
    "chart_values",
    "circle_of",
    "leaving",
    "permitted",
    "rests",
    "stay_after",
    "stay_values",
    "step",
    "steps",
]

#: Causes of moves beside the ids of the chart's own.
ASKED: Final = "asked"
BEGUN: Final = "start"
#: For so long (microseconds) time alone moves nobody whose guards led in a circle: each move would bring the next.
REST: Final = 86_400_000_000


@frozen
class Made:
    """A move that was made: from a stage (empty: nothing was kept yet) to another, by which of the chart's moves."""

    before: str
    after: str
    cause: str


@frozen
class Step:
    """What came of asking a chart. `stay` is None where no customer is known.

    `late`: the move that would have been made, had the event not come late; `circle`: the move that would lead back
    to a stage that was left at this very moment, or that time may not make yet; `refused`: the stage that was asked for
    and may not be entered.
    """

    stay: Stay | None = None
    made: tuple[Made, ...] = ()
    late: str = ""
    circle: str = ""
    refused: str = ""


def circle_of(chart: CompiledChart) -> str:
    """Under which name State.held tells since when the guards of a chart lead in a circle."""
    return f"circle {chart.id}"


def rests(chart: CompiledChart, stay: Stay | None, state: State, at: int) -> bool:
    """Does time alone leave a customer where it is? Its guards led in a circle when it came there, not long ago."""
    if stay is None or stay.since is None:
        return False
    return state.held.get(circle_of(chart)) == stay.since and at < stay.since + REST


def permitted(chart: CompiledChart, stay: Stay | None) -> tuple[str, ...]:
    """The stages that may be entered from where a customer stands, in the order of the chart's moves."""
    if stay is None and not chart.segment:
        return (chart.start,)
    return tuple(dict.fromkeys(target for _, target in leaving(chart, stay)))


def leaving(chart: CompiledChart, stay: Stay | None) -> Iterator[tuple[CompiledMove, str]]:
    """The moves that leave a stage (None: where the chart starts), each with the stage it leads to."""
    stay = stay or Stay(chart.start)
    for move in chart.moves:
        target = stay.before if move.target == BACK else move.target
        if move.source in (ANY, stay.stage) and target and target != stay.stage:
            yield move, target


def stay_values(source: StayInput, situation: Situation) -> tuple[object, int | None, str | None, tuple[object, ...]]:
    """What the slots of a stay hold."""
    chart, state, event = source.chart, situation.state, situation.event
    stay = state.stays.get(chart.id)
    if stay is None and not situation.profile.key:
        return None, None, None, (False, "", False)
    late = state.latest_at is not None and event.at < state.latest_at
    named = event.kind == ASK_AGAIN and event.data.get("chart") == chart.id
    waits = event.kind == ASK_AGAIN and rests(chart, stay, state, event.at)
    limits = (late, str(event.data.get("stage")) if named else "", waits, *(stay.passed if stay else ()))
    if chart.segment:
        return stay is not None and stay.stage == IN, stay.since if stay else None, None, limits
    if stay is None:
        return chart.start, None, None, limits
    return stay.stage, stay.since, stay.before or None, limits


def _stay(source: ChartInput, values: Values) -> Stay | None:
    """The stay that the slots hold; None where nothing is kept."""
    stage, since, before, limits = values[source.stay : source.stay + 4]
    passed = limits[3:] if isinstance(limits, tuple) else ()
    if not isinstance(since, int):
        return None
    if source.chart.segment:
        return Stay(IN if stage else OUT, since, OUT if stage else IN, passed)
    return Stay(str(stage), since, str(before or ""), passed)


def step(source: ChartInput, values: Values, at: int) -> Step:
    """Ask a chart. Its guards see what stood before the event; of two that hold the first counts; one move at most.

    A stage that was left at this very moment is not entered again, so that moves which follow one another end; and
    where they ended in such a circle, only an event moves the customer before a day has gone by.
    """
    chart = source.chart
    if values[source.stay] is None:
        return Step()
    kept = _stay(source, values)
    limits = values[source.stay + 3]
    still, asked, waits = limits[:3] if isinstance(limits, tuple) else (False, "", False)
    begun = () if kept or chart.segment else (Made("", chart.start, BEGUN),)
    stay = kept or Stay(chart.start, None if chart.segment else at)
    if begun and asked:  # whoever has not begun can only begin
        entered = asked == chart.start
        return Step(stay, (Made("", chart.start, ASKED if entered else BEGUN),), refused="" if entered else asked)
    found, circle = _next(chart, stay, values, None if waits else at, str(asked))
    if still:
        return Step(stay, late=found[0] if found else "")
    if found is None:
        return Step(stay, begun, "", circle, str(asked))
    cause, target = found
    before = kept.stage if kept else chart.start if begun else ""
    return Step(stay_after(stay if kept or begun else None, target, at), (*begun, Made(before, target, cause)))


def stay_after(stay: Stay | None, target: str, at: int) -> Stay:
    """Where a customer stands after a move; `stay` None: nothing was kept."""
    if stay is None:
        return Stay(target, at)
    return Stay(target, at, stay.stage, (*stay.passed, stay.stage) if stay.since == at else (stay.stage,))


def _next(
    chart: CompiledChart, stay: Stay, values: Values, at: int | None, asked: str
) -> tuple[tuple[str, str] | None, str]:
    """The move to make, as cause and target; and the one that only would lead back at the same moment.

    `at` None: no guard moves anybody.
    """
    for move, target in leaving(chart, stay):
        if asked:
            if target == asked:
                return (ASKED, target), ""
        elif all(line.holds(values) for line in move.lines):
            if at is None or (stay.since == at and target in stay.passed):
                return None, move.id
            return (move.id, target), ""
    return None, ""


def chart_values(source: ChartInput, values: Values, at: int) -> tuple[object, int | None, str | None, str | None]:
    """What the slots of a chart hold."""
    if values[source.stay] is None:
        return None, None, None, ""
    found = step(source, values, at)
    entered = found.made[-1].after if found.made else ""
    if source.chart.segment:
        inside = found.stay is not None and found.stay.stage == IN
        return inside, found.stay.since if found.stay else None, None, entered
    if found.stay is None:
        return None, None, None, ""
    return found.stay.stage, found.stay.since, found.stay.before or None, entered


def steps(inputs: Sequence[object], values: Values, at: int) -> Iterator[tuple[ChartInput, Step]]:
    """What came of every chart of a shelf, by the values it was asked with."""
    for source in inputs:
        if isinstance(source, ChartInput):
            yield source, step(source, values, at)
