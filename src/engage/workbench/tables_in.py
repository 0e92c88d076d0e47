"""Rows of a table (CSV, TSV) by the names of its columns; a row that is none is told by its line, not by its cells."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from engage.ground.finding import Words

__all__ = ["BadLine", "Row", "Table", "table_of"]

_NO_CELLS: Final = Words("the cells cannot be told apart", "各单元格无法分清", "各儲存格無法分清")
_OPEN: Final = Words("a quote is opened and not closed on this line", "引号在本行内没有配对", "引號在本行內沒有配對")
_OTHER_NUMBER: Final = Words("{found} cells instead of {wanted}", "有 {found} 个单元格，应为 {wanted} 个")


@frozen
class BadLine:
    """A line that cannot be read, and why; the words hold no value of it."""

    line: int
    why: str | Words


@frozen
class Row:
    """The cells of a row by column, and its line, counted from 1."""

    line: int
    cells: Mapping[str, str]


@frozen
class Table:
    """The columns that the first line names, and the rows, read as they are asked for."""

    columns: tuple[str, ...]
    rows: Iterator[Row | BadLine]


def table_of(lines: Iterable[str], separator: str = ",") -> Table:
    """The table in these lines; empty rows are passed over. A row is one line: a quote that a line does not close
    spoils that line, and not those that follow.
    """
    numbered = enumerate(lines, 1)
    _, first = next(numbered, (1, ""))
    columns = tuple(name.strip() for name in _cells(first, separator) or ())

    def rows() -> Iterator[Row | BadLine]:
        for number, line in numbered:
            cells = _cells(line, separator)
            if cells is None:
                yield BadLine(number, _OPEN if line.count('"') % 2 else _NO_CELLS)
            elif len(cells) == len(columns):
                if any(cell.strip() for cell in cells):
                    yield Row(number, dict(zip(columns, cells, strict=True)))
            elif any(cell.strip() for cell in cells):
                yield BadLine(number, _OTHER_NUMBER.filled(found=len(cells), wanted=len(columns)))

    return Table(columns, rows())


def _cells(line: str, separator: str) -> list[str] | None:
    """The cells of a line; None where they cannot be told apart (an open quote, an endless cell)."""
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=separator, strict=True), [])
    except csv.Error:
        return None
