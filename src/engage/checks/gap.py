"""V001: a table has no answer for some customers whose facts are all known, and no `otherwise`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from engage.checks.boxes import Box, Region, Space, condition_of
from engage.checks.boxes.lists import ListScale, widest
from engage.checks.boxes.regions import meet, union
from engage.checks.boxes.space import cells_in
from engage.checks.checked import Checked
from engage.facts.decided import Verdict
from engage.ground.finding import Finding, Message, Severity, Words
from engage.language import print_cell
from engage.language.tree import And, Condition, Contains, Not, Value
from engage.ruleset.model import Table

__all__ = ["GAP", "ONE_ANSWER", "answered", "check"]

GAP: Final = Message(
    "V001",
    "table `{table}` has no answer for some customers",
    "决策表 `{table}` 对一些客户没有答案",
    "add what is missing: {rows}; or a last row `otherwise || …`",
    "请补上：{rows}；或在最后加一行 `否则 || …`",
    severity=Severity.WARNING,
)
#: under `collect` and the ordered policies no answer is an answer
ONE_ANSWER: Final = ("unique", "first", "any")
_MOST_ROWS: Final = 4


def check(asked: Checked) -> Iterable[Finding]:
    """One finding a table, with the few rows that would fill its holes."""
    for table in asked.model.every(Table):
        if table.hit in ONE_ANSWER and table.otherwise is None:
            yield from _gaps(asked, table)


def answered(table: Table, space: Space) -> Region:
    """Where some row certainly holds. Raises TooManyBoxes."""
    return union(space.all_hold(row.cells) for row in table.rows)


def _gaps(asked: Checked, table: Table) -> Iterator[Finding]:
    for kind in asked.kinds_of(table):
        space = asked.space_of((cell for row in table.rows for cell in row.cells if cell is not None), kind)
        taken = answered(table, space)
        hole = _hole(space, taken)
        if hole is None:
            continue
        proposed, more = _proposed(space, taken)
        example = asked.example(space, (hole,), lambda d: d.verdicts.get(table.id) is not Verdict.FIRED)
        rows = Words(*(_rows(table, space, proposed, more, asked, word) for word in ("en", "zh", "zh-Hant")))
        yield Finding(
            GAP, table.span, {"table": table.id, "rows": rows}, example=example or "", possible=example is None
        )
        return


def _hole(space: Space, taken: Region) -> Box | None:
    """Where no row answers: where customers are likely to be, if there is such a place."""
    likely = next(space.left_over(space.likely, taken), None)
    return next(space.left_over(space.known, taken), None) if likely is None else likely


def _proposed(space: Space, taken: Region) -> tuple[list[Box], bool]:
    """Boxes that fill the holes, as wide as the rows leave room, none meeting another; and whether more are missing."""
    proposed: list[Box] = []
    while (hole := _hole(space, (*taken, *proposed))) is not None:
        if len(proposed) == _MOST_ROWS:
            return proposed, True
        proposed.append(_widened(hole, space, (*taken, *proposed)))
    return proposed, False


def _widened(hole: Box, space: Space, taken: Sequence[Box]) -> Box:
    box = dict(hole)
    for number in sorted(hole):
        dimension = space.dimensions[number]
        others = {each: mask for each, mask in box.items() if each != number}
        # What meets the box elsewhere takes its cells here.
        used = 0
        for each in taken:
            if meet({n: mask for n, mask in each.items() if n != number}, others) is not None:
                used |= each.get(number, dimension.full)
        free = dimension.full & ~used
        if free == dimension.full:
            del box[number]
        elif isinstance(dimension.scale, ListScale):
            box[number] = widest(dimension.cells, box[number], free & dimension.known)
        elif not dimension.scale.listed and not any(cell.other for cell in dimension.cells):
            box[number] = _stretch(box[number], free & dimension.known)
        else:
            # A cell names values or says `unknown`, not both.
            box[number] = box[number] | free & dimension.known
    return box


def _stretch(mask: int, free: int) -> int:
    """The mask with the free cells that follow and precede it without a break."""
    while (more := (mask | mask << 1 | mask >> 1) & free | mask) != mask:
        mask = more
    return mask


def _rows(table: Table, space: Space, proposed: Sequence[Box], more: bool, asked: Checked, language: str) -> str:
    rows = [f"`{_row(table, space, box, asked, language)}`" for box in proposed]
    rest = [{"en": "and more", "zh": "等"}.get(language, "等")] if more else []
    return (", " if language == "en" else "、").join([*rows, *rest])


def _row(table: Table, space: Space, box: Box, asked: Checked, language: str) -> str:
    """The row that would fill a hole, its answers left open."""
    cells = []
    for column in table.columns:
        number = next((n for n, dimension in enumerate(space.dimensions) if dimension.key == column), None)
        condition = _of_items(space, box, column)
        if number is not None and number in box:
            condition = condition_of(space.dimensions[number], box[number], column)
        cells.append(print_cell(condition, column, asked.model.vocabulary, language, asked.model.header.zone))
    return f"{' | '.join(cells)} || {' | '.join('…' for _ in table.outputs)}"


def _of_items(space: Space, box: Box, column: Value) -> Condition | None:
    """What a box says of the items of a list; None where it says nothing that is certain."""
    told: list[Condition] = []
    for number, mask in sorted(box.items()):
        match space.dimensions[number].key, [cell.sample for cell in cells_in(space.dimensions[number], mask)]:
            case Contains(value=value) as asked, [bool(held)] if value == column:
                told.append(asked if held else Not(asked))
    return None if not told else told[0] if len(told) == 1 else And(tuple(told))
