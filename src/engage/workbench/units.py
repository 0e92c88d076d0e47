"""What a set of examples may cover: the units of a ruleset, each with its name, its words and its place.

| kind | covered by an example in which |
|---|---|
| `rule` | the rule fires, and something that it says is neither beaten nor forbidden |
| `row` | the row of the table certainly holds, and not all that the table says is beaten or forbidden |
| `otherwise` | the table's `otherwise` answers |
| `never` | the veto holds |
| `tier` | a value model puts the customer into it where the tier is asked for |
| `score line` | the line of the scorecard certainly holds where the score is asked for |
| `or part` | what the `or` stands in fires, and would not without this part |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from attrs import field, frozen

from engage.checks.checked import Checked
from engage.ground.finding import Words
from engage.ground.source import Span
from engage.language.tree import Compare, Condition, Fact, Literal
from engage.program.program import Program, ScoreInput, ValueInput
from engage.ruleset.model import Model, Never, Row, Rule, Scorecard, Table
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
        "score line": Words("score lines", "评分项", "評分項"),
        "tier": Words("tiers", "等级", "等級"),
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
        "score line": Words("score line", "评分项", "評分項"),
        "tier": Words("tier", "等级", "等級"),
        "or part": Words("or part", "“或”的一支"),
    }
)


@frozen
class Unit:
    """One thing that an example can cover.

    `construct` is the id of the rule, table, veto or scorecard that it stands in, `owner` that by which a decision
    tells of it (a rule, a veto, `TABLE row 3`, `customer.SCORE line 2`, `customer.VALUE_tier gold`);
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
            elif isinstance(construct, Table):
                found += _of_table(construct, asked)
            elif isinstance(construct, Scorecard):
                found += _of_card(construct, asked)
            elif isinstance(construct, ValueModel):
                found += _of_value(construct, asked)
    return tuple(unit for unit in found if unit.kinds)


def _of_rule(construct: Rule | Never, kind: str, asked: Checked) -> Iterator[Unit]:
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
        base = Unit("row", id, id, table.id, _row_words(row, asked.model), row.span, kinds, cells)
        yield from _with_parts(base, asked.model)
    if table.otherwise is not None:
        id = f"{table.id} otherwise"
        yield Unit("otherwise", id, id, table.id, span=table.otherwise.span or table.span, kinds=kinds)


def _row_words(row: Row, model: Model) -> Words:
    cells = [condition_words(cell, model.vocabulary, model.header.zone) for cell in row.cells if cell is not None]
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
            )


def unit_words(unit: Unit, language: str) -> str:
    """`or part vip asks to leave part 4: average bill is at least 200 yuan`."""
    says = unit.words.in_language(language)
    colon = "：" if language.startswith("zh") else ": "
    return f"{_ONE[unit.kind].in_language(language)} {unit.id}{colon if says else ''}{says}"
