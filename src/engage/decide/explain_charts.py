"""Where a customer stands in each lifecycle and segment after a decision, and what would move it on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import field, frozen

from engage.decide.candidates import verdict_of
from engage.decide.explanation import LineTold, RuleTold
from engage.facts.vocabulary import Type, Vocabulary
from engage.ground.finding import Words
from engage.knowledge.charts import leaving, step
from engage.program.program import ChartInput, Line, Shelf, Values

__all__ = ["ChartTold", "charts_told"]


@frozen
class ChartTold:
    """One lifecycle or segment: the stage after the event and since when (microseconds UTC), where it came from at this
    event (empty: it stays), and the moves that leave it, each with the stage it leads to and the verdict of its guard.
    """

    name: str
    label: Words
    type: Type | None
    stage: str = field(repr=False)
    since: int | None = field(repr=False)
    came_from: str = field(default="", repr=False)
    moves: tuple[tuple[str, RuleTold], ...] = ()


def charts_told(
    shelf: Shelf, values: Values, at: int, vocabulary: Vocabulary, line: Callable[[Line], LineTold]
) -> tuple[ChartTold, ...]:
    """Every chart of a customer that is known. A stage that was just entered is left at the next event, if at all."""
    return tuple(sorted(_told(shelf, values, at, vocabulary, line), key=lambda chart: chart.name))


def _told(
    shelf: Shelf, values: Values, at: int, vocabulary: Vocabulary, line: Callable[[Line], LineTold]
) -> Iterator[ChartTold]:
    for source in shelf.inputs:
        if not isinstance(source, ChartInput) or values[source.stay] is None:
            continue
        asked = step(source, values, at)
        if asked.stay is None:
            continue
        declared = vocabulary.field_by_name.get(source.name)
        labels = declared.labels if declared else None
        moves = () if asked.made else leaving(source.chart, asked.stay)
        yield ChartTold(
            source.name,
            Words(labels.en or labels.zh, labels.zh, labels.hant) if labels else Words(source.chart.id),
            None if declared is None or source.chart.segment else declared.type,
            asked.stay.stage,
            asked.stay.since,
            asked.made[-1].before if asked.made else "",
            tuple(
                (target, RuleTold(move.id, "move", verdict_of(move.lines, values), tuple(map(line, move.lines))))
                for move, target in moves
            ),
        )
