"""What a set of examples may cover: the units of a ruleset, each with its name, its words and its place.

| kind | covered by an example in which |
|---|---|
| `rule` | the rule fires, and something that it says is neither beaten nor forbidden |
| `row` | the row of the table certainly holds, and not all that the table says is beaten or forbidden |
| `otherwise` | the table's `otherwise` answers |
| `never` | the veto holds |
| `floor` | the floor certainly holds, whether the plan stood or was raised |
| `tier` | a value model puts the customer into it where the tier is asked for |
| `move` | the lifecycle makes the move, or the customer enters or leaves the segment |
| `score line` | the line of the scorecard certainly holds where the score is asked for |
| `or part` | what the `or` stands in fires, and would not without this part |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from attrs import field, frozen

from engage.checks.checked import Checked
from engage.facts.vocabulary import Type
from engage.ground.finding import Words
from engage.ground.source import Span
from engage.language.tree import Compare, Condition, Fact, Holds, IsUnknown, Literal, Not
from engage.program.charts import ANY, BACK, OUT
from engage.program.from_model_charts import Chart, ChartGuard, guards_of
from engage.program.program import Program, ScoreInput, ValueInput
from engage.ruleset.chart_model import Lifecycle, Segment
from engage.ruleset.floors import Floor
from engage.ruleset.model import Model, Never, Rule, Scorecard, Table
from engage.ruleset.value_model import TIER, ValueModel, given_by
from engage.workbench.expected import condition_words
from engage.workbench.or_parts import or_parts

__all__ = ["KINDS", "Unit", "unit_words", "units_of"]

#: the kinds of units, in the order in which they are told, each with what several are called
KINDS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "rule": Words("rules", "规则", "規則"),
        "row": Words("rows", "表行"),
        "otherwise": Words("otherwise", "否则行", "否則行"),
        "never": Words("vetoes", "禁止"),
        "floor": Words("floors", "底线", "底線"),
        "score line": Words("score lines", "评分项", "評分項"),
        "tier": Words("tiers", "等级", "等級"),
        "move": Words("moves", "转换", "轉換"),
        "or part": Words("parts of an or", "“或”的各支"),
    }
)
#: how one unit of a kind is called
_ONE: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "rule": Words("rule", "规则", "規則"),
        "row": Words("row", "表行"),
        "otherwise": Words("otherwise", "否则", "否則"),
        "never": Words("never", "禁止"),
        "floor": Words("floor", "底线", "底線"),
        "score line": Words("score line", "评分项", "評分項"),
        "tier": Words("tier", "等级", "等級"),
        "move": Words("move", "转换", "轉換"),
        "or part": Words("or part", "“或”的一支"),
    }
)


@frozen
class Unit:
    """One thing that an example can cover.

    `construct` is the id of the rule, table, veto, scorecard or chart that it stands in, `owner` that by which a
    decision tells of it (a rule, a veto, a floor, `TABLE row 3`, `customer.SCORE line 2`, `customer.VALUE_tier gold`, a
    move's id); `chart`: whose stage before the event the lines ask for;
    `without` is, for a part of an `or`, its line without that part. `kinds` are the events at which it is asked.
    """

    kind: str
    id: str
    owner: str
    construct: str = field(eq=False)
    words: Words = field(default=Words(""), eq=False)
    span: Span | None = field(default=None, eq=False, repr=False)
    kinds: tuple[str, ...] = field(default=(), eq=False, repr=False)
    lines: tuple[Condition, ...] = field(default=(), eq=False, repr=False)
    without: Condition | None = field(default=None, eq=False, repr=False)
    chart: Chart | None = field(default=None, eq=False, repr=False)


def units_of(model: Model, program: Program) -> tuple[Unit, ...]:
    """Every unit of a ruleset that some kind of event asks, in file order."""
    asked = Checked(model, program)
    found: list[Unit] = []
    for file in model.files:
        for construct in file.constructs:
            if isinstance(construct, Rule):
                found += _of_rule(construct, "rule", asked)
            elif isinstance(construct, Never):
                found += _of_rule(construct, "never", asked)
            elif isinstance(construct, Floor):
                found += _of_rule(construct, "floor", asked)
            elif isinstance(construct, Table):
                found += _of_table(construct, asked)
            elif isinstance(construct, Scorecard):
                found += _of_card(construct, asked)
            elif isinstance(construct, ValueModel):
                found += _of_value(construct, asked)
            elif isinstance(construct, Lifecycle | Segment):
                found += _of_chart(construct, asked)
    return tuple(unit for unit in found if unit.kinds)


def _of_rule(construct: Rule | Never | Floor, kind: str, asked: Checked) -> Iterator[Unit]:
    base = Unit(
        kind,
        construct.id,
        construct.id,
        construct.id,
        span=construct.span,
        kinds=asked.kinds_of(construct),
        lines=construct.lines,
    )
    yield from _with_parts(base, asked.model)


def _of_table(table: Table, asked: Checked) -> Iterator[Unit]:
    kinds = asked.kinds_of(table)
    for number, row in enumerate(table.rows, 1):
        id = f"{table.id} row {number}"
        cells = tuple(cell for cell in row.cells if cell is not None)
        base = Unit("row", id, id, table.id, _line_words(row.cells, asked.model), row.span, kinds, cells)
        yield from _with_parts(base, asked.model)
    if table.otherwise is not None:
        id = f"{table.id} otherwise"
        yield Unit("otherwise", id, id, table.id, span=table.otherwise.span or table.span, kinds=kinds)


def _line_words(lines: Iterable[Condition | None], model: Model) -> Words:
    cells = [condition_words(line, model.vocabulary, model.header.zone) for line in lines if line is not None]
    return Words(
        "; ".join(cell.en for cell in cells),
        "；".join(cell.zh for cell in cells),
        "；".join(cell.hant for cell in cells),
    )


def _of_card(card: Scorecard, asked: Checked) -> Iterator[Unit]:
    name = f"customer.{card.id}"
    kinds = tuple(kind for kind in asked.kinds if _reads(asked.program, kind, name))
    for number, line in enumerate(card.lines, 1):
        id = f"{name} line {number}"
        words = condition_words(line.condition, asked.model.vocabulary, asked.model.header.zone)
        base = Unit("score line", id, id, card.id, words, line.span, kinds, (line.condition,))
        yield from _with_parts(base, asked.model)


def _of_value(model: ValueModel, asked: Checked) -> Iterator[Unit]:
    name = f"customer.{model.id}{TIER}"
    kinds = tuple(kind for kind in asked.kinds if _reads(asked.program, kind, name))
    type = given_by(model)[-1].type  # that of the tier, where there are any
    for tier in model.tiers:
        id = f"{name} {tier.id}"
        line = Compare("=", Fact(name, type), Literal(tier.id, type))
        yield Unit("tier", id, id, model.id, span=model.span, kinds=kinds, lines=(line,))


def _of_chart(chart: Chart, asked: Checked) -> Iterator[Unit]:
    type = asked.model.vocabulary.field_by_name[f"customer.{chart.id}"].type
    for guard in guards_of(chart):
        words = _line_words(guard.lines, asked.model)
        lines = (*_standing(guard, chart, type), *guard.lines)
        yield from _with_parts(
            Unit("move", guard.id, guard.id, chart.id, words, guard.span, asked.kinds, lines, chart=chart), asked.model
        )


def _standing(guard: ChartGuard, chart: Chart, type: Type) -> Iterator[Condition]:
    """Where the customer must be for the move to be asked."""
    stage = Fact(f"customer.{chart.id}", type)
    if isinstance(chart, Segment):
        yield Not(Holds(stage)) if guard.source == OUT else Holds(stage)
    elif guard.source != ANY:
        yield Compare("=", stage, Literal(guard.source, type))
    elif guard.target != BACK:
        yield Not(Compare("=", stage, Literal(guard.target, type)))
    if guard.target == BACK:
        yield Not(IsUnknown(Fact(f"customer.{chart.id}_before", type)))


def _reads(program: Program, kind: str, name: str) -> bool:
    return any(
        isinstance(source, ScoreInput | ValueInput) and source.name == name for source in program.shelves[kind].inputs
    )


def _with_parts(base: Unit, model: Model) -> Iterator[Unit]:
    """The unit, then one for each part of each `or` among its lines."""
    yield base
    number = 0
    for line in base.lines:
        for each in or_parts(line):
            number += 1
            yield Unit(
                "or part",
                f"{base.id} part {number}",
                base.owner,
                base.construct,
                condition_words(each.part, model.vocabulary, model.header.zone),
                each.part.span or line.span or base.span,
                base.kinds,
                base.lines,
                each.without,
                base.chart,
            )


def unit_words(unit: Unit, language: str) -> str:
    """`or part vip asks to leave part 4: average bill is at least 200 yuan`."""
    says = unit.words.in_language(language)
    colon = "：" if language.startswith("zh") else ": "
    return f"{_ONE[unit.kind].in_language(language)} {unit.id}{colon if says else ''}{says}"
