"""Lifecycles and segments: their slots, their guards, what is done on entering, and when time may move them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeVar

from attrs import asdict, evolve, frozen, has

from engage.facts.units import Duration, microseconds
from engage.facts.vocabulary import Field, Kind, Labels, Term, Type, Vocabulary
from engage.ground.source import Span
from engage.language.beneath import nodes_beneath
from engage.language.tree import Compare, Condition, Fact, HistoryTerm, Literal, Node, Step, Within
from engage.program.charts import ANY, IN, OUT, ChartInput, CompiledChart, CompiledMove, StayInput, Watch
from engage.program.from_model_lines import Writer
from engage.program.program import Line
from engage.ruleset.chart_model import Lifecycle, Segment
from engage.ruleset.model import Model, Rule, Scorecard
from engage.ruleset.value_model import derived_facts

__all__ = [
    "Chart",
    "ChartGuard",
    "as_it_was",
    "chart_fields",
    "chart_input",
    "charts_of",
    "entering_rules",
    "guards_of",
    "own_fields",
    "stay_input",
    "watches",
]

Chart = Lifecycle | Segment
P = TypeVar("P")
_MOVED: Final = "moved."
_STAY: Final = "stay."


def charts_of(model: Model) -> tuple[Chart, ...]:
    """The lifecycles and segments of a model, in the order of their ids: no order of files matters."""
    return tuple(sorted((*model.every(Lifecycle), *model.every(Segment)), key=lambda chart: chart.id))


def own_fields(model: Model) -> Vocabulary:
    """The model's vocabulary with names for where a customer stood before the event, and for what was just entered."""
    found: list[Field] = []
    for chart in charts_of(model):
        for place, name in enumerate(_names(chart)):
            declared = model.vocabulary.field_by_name.get(f"customer.{name}")
            if declared is not None:
                found.append(evolve(declared, name=_STAY + name))
                if place == 0:
                    labels = declared.labels
                    said = Labels(f"{labels.en} entered", zh=f"刚进入的{labels.zh or labels.en}")
                    stages = tuple(Term(stage) for stage in _stages(chart))
                    stage = declared.type if isinstance(chart, Lifecycle) else Type(Kind.CHOICE, stages)
                    found.append(Field(_MOVED + name, stage, said))
    return evolve(model.vocabulary, fields=(*model.vocabulary.fields, *found))


def _names(chart: Chart) -> tuple[str, ...]:
    return (chart.id, f"{chart.id}_since", f"{chart.id}_before") if isinstance(chart, Lifecycle) else (chart.id,)


def _stages(chart: Chart) -> tuple[str, ...]:
    return chart.every_stage() if isinstance(chart, Lifecycle) else (OUT, IN)


def chart_fields(model: Model) -> dict[str, tuple[Chart, bool, int]]:
    """Which chart answers a field, whether as of before the event, and in which of its slots."""
    found: dict[str, tuple[Chart, bool, int]] = {}
    for chart in charts_of(model):
        for place, name in enumerate(_names(chart)):
            found[f"customer.{name}"] = chart, False, place
            found[_STAY + name] = chart, True, place
        found[_MOVED + chart.id] = chart, False, 3
    return found


def _bare(chart: Chart) -> CompiledChart:
    if isinstance(chart, Segment):
        return CompiledChart(chart.id, (OUT, IN), OUT, segment=True)
    return CompiledChart(chart.id, chart.every_stage(), chart.start, chart.stages)


def stay_input(slot: int, chart: Chart) -> StayInput:
    """Where the customer stood."""
    return StayInput(slot, _bare(chart))


def chart_input(slot: int, chart: Chart, writer: Writer) -> tuple[ChartInput, tuple[int, ...]]:
    """A chart with its guards, and the slots that they read."""
    stay = writer.slots.stay(chart)
    moves = tuple(
        CompiledMove(each.id, each.source, each.target, tuple(_guard(line, chart, writer) for line in each.lines))
        for each in guards_of(chart)
    )
    reads = {slot: None for move in moves for line in move.lines for slot in line.reads}
    return ChartInput(slot, stay, evolve(_bare(chart), moves=moves)), (stay, *reads)


@frozen
class ChartGuard:
    """A move as it is compiled: all `lines` must hold. `source` a stage or ANY, `target` a stage or BACK."""

    id: str
    source: str
    target: str
    lines: tuple[Condition, ...]
    span: Span | None = None


def guards_of(chart: Chart) -> Iterator[ChartGuard]:
    """The moves of a chart, in order. A move that is written twice has a number behind its id."""
    if isinstance(chart, Segment):
        yield ChartGuard(f"{chart.id}: {OUT} -> {IN}", OUT, IN, chart.enter, chart.span)
        if chart.leave:
            yield ChartGuard(f"{chart.id}: {IN} -> {OUT}", IN, OUT, chart.leave, chart.span)
        return
    seen: dict[str, int] = {}
    for move in chart.moves:
        id = f"{chart.id}: {move.source or 'any'} -> {move.target or 'back'}"
        seen[id] = seen.get(id, 0) + 1
        numbered = id if seen[id] == 1 else f"{id} {seen[id]}"
        yield ChartGuard(numbered, move.source or ANY, move.target, (move.condition,), move.span or chart.span)


def _guard(condition: Condition, chart: Chart, writer: Writer) -> Line:
    return evolve(writer.line(as_it_was(condition, chart)), words=writer.words(condition))


def as_it_was(condition: Condition, chart: Chart) -> Condition:
    """The same condition of the chart's own stage as it stood before the event, which is what a guard asks."""
    return _renamed(condition, {f"customer.{name}": _STAY + name for name in _names(chart)})


def _renamed(part: P, names: Mapping[str, str]) -> P:
    """The same tree where some facts go by other names."""
    if isinstance(part, Fact):
        return evolve(part, name=names.get(part.name, part.name))
    if isinstance(part, tuple):
        return tuple(_renamed(each, names) for each in part)  # type: ignore[return-value]
    if isinstance(part, Node | HistoryTerm | Step) and has(type(part)):
        kept = asdict(part, recurse=False, filter=lambda attribute, _: bool(attribute.eq))
        return evolve(part, **{name: _renamed(value, names) for name, value in kept.items()})
    return part


def entering_rules(model: Model, vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """What is done on entering, as rules that ask which stage was just entered."""
    found = []
    for chart in model.every(Lifecycle):
        declared = vocabulary.field_by_name[_MOVED + chart.id]
        for stage in dict.fromkeys(each.stage for each in chart.entering):
            entered = Compare("=", Fact(declared.name, declared.type), Literal(stage, declared.type))
            actions = tuple(each.action for each in chart.entering if each.stage == stage)
            found.append(Rule(id=f"entering {chart.id}: {stage}", lines=(entered,), actions=actions))
    return tuple(found)


def watches(model: Model, inputs: Mapping[str, frozenset[int]]) -> dict[str, Watch]:
    """What each move's guard looks at. `inputs` are the slots beneath it, by the move's id.

    Dates and times are those that the guard names, or any fact or score that the ruleset works out: one too many only
    asks once too often.
    """
    worked_out = (
        *(fact.value for fact in derived_facts(model)),
        *(line.condition for card in model.every(Scorecard) for line in card.lines),
    )
    return {
        guard.id: _watch(inputs.get(guard.id, frozenset()), tuple(nodes_beneath((*guard.lines, *worked_out))))
        for chart in charts_of(model)
        for guard in guards_of(chart)
    }


def _watch(slots: frozenset[int], nodes: Sequence[Node]) -> Watch:
    """What the parts of a guard name, and those of what it rests on."""
    named = [each for each in nodes if isinstance(each, Literal)]
    dates = {each.value for each in named if isinstance(each.value, datetime.date)}
    moments = {each.value for each in named if each.type.kind is Kind.MOMENT and isinstance(each.value, int)}
    times = {each.value for each in named if isinstance(each.value, datetime.time)}
    spans = dict.fromkeys(each.value for each in named if isinstance(each.value, Duration))
    spans |= dict.fromkeys(each.length for each in nodes if isinstance(each, Within))
    elapsed = {microseconds(each) for each in spans} - {None}
    return Watch(
        slots,
        (*sorted(dates), *sorted(moments)),
        tuple(sorted(times)),
        tuple(sorted(length for length in elapsed if length is not None)),
        tuple(each for each in spans if microseconds(each) is None),
    )
