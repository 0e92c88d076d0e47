"""V001: a table has no answer for some customers whose facts are all known, and no `otherwise`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from engage.checks.boxes import Box, Region, Space, condition_of
from engage.checks.boxes.regions import intersection, union
from engage.checks.checked import Checked
from engage.facts.decided import Verdict
from engage.ground.finding import Finding, Message, Severity, Words
from engage.language import print_cell
from engage.language.tree import And
from engage.ruleset.model import Table

__all__ = ["GAP", "ONE_ANSWER", "check", "uncovered"]

GAP: Final = Message(
    "V001",
    "table `{table}` has no answer for some customers",
    "决策表 `{table}` 对一些客户没有答案",
    "add a row: `{row}`, or a last row `otherwise || …`",
    "请加一行：`{row}`，或在最后加一行 `否则 || …`",
    severity=Severity.WARNING,
)
#: under `collect` and the ordered policies no answer is an answer
ONE_ANSWER: Final = ("unique", "first", "any")


def check(asked: Checked) -> Iterable[Finding]:
    """One finding a table: the first hole, with the row that would fill it."""
    for table in asked.model.every(Table):
        if table.hit in ONE_ANSWER and table.otherwise is None:
            yield from _gaps(asked, table)


def uncovered(table: Table, space: Space) -> Region:
    """Where no row certainly answers, unknown facts included. Raises TooManyBoxes."""
    return space.without(({},), union(space.all_hold(row.cells) for row in table.rows))


def _gaps(asked: Checked, table: Table) -> Iterator[Finding]:
    for kind in asked.kinds_of(table):
        space = asked.space_of((cell for row in table.rows for cell in row.cells if cell is not None), kind)
        holes = intersection(uncovered(table, space), space.known)
        if not holes:
            continue
        example = asked.example(space, holes, lambda d: d.verdicts.get(table.id) is not Verdict.FIRED)
        row = Words(*(_row(table, space, holes[0], asked, language) for language in ("en", "zh", "zh-Hant")))
        yield Finding(
            GAP,
            table.span,
            {"table": table.id, "row": row},
            example=example or "",
            possible=example is None,
        )
        return


def _row(table: Table, space: Space, hole: Box, asked: Checked, language: str) -> str:
    """The row that would fill the hole, its answers left open."""
    cells = []
    for column in table.columns:
        number = next((n for n, dimension in enumerate(space.dimensions) if dimension.key == column), None)
        dimension = None if number is None else space.dimensions[number]
        condition = (
            None
            if number is None or dimension is None
            else condition_of(dimension, hole.get(number, dimension.full) & dimension.known, column)
        )
        if isinstance(condition, And) or (dimension is not None and condition is not None and number not in hole):
            condition = None
        cells.append(print_cell(condition, column, asked.model.vocabulary, language))
    return f"{' | '.join(cells)} || {' | '.join('…' for _ in table.outputs)}"
