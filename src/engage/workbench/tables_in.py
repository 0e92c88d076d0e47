"""Rows of a table (CSV, TSV) by the names of its columns; a row that is none is told by its line, not by its cells."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from engage.ground.finding import Words

__all__ = ["BadLine", "Row", "Table", "table_of"]

_NO_CELLS: Final = Words("the cells cannot be told apart", "各单元格无法分清", "各儲存格無法分清")
_OTHER_NUMBER: Final = Words("{found} cells instead of {wanted}", "有 {found} 个单元格，应为 {wanted} 个")


@frozen
class BadLine:
    """A line that cannot be read, and why; the words hold no value of it."""

    line: int
    why: str | Words


@frozen
class Row:
    """The cells of a row by column, and the line it ends on, counted from 1."""

    line: int
    cells: Mapping[str, str]


@frozen
class Table:
    """The columns that the first line names, and the rows, read as they are asked for."""

    columns: tuple[str, ...]
    rows: Iterator[Row | BadLine]


def table_of(lines: Iterable[str], separator: str = ",") -> Table:
    """The table in these lines; empty rows are passed over."""
    reader = csv.reader(lines, delimiter=separator)
    columns = tuple(name.strip() for name in next(_readable(reader), None) or ())

    def rows() -> Iterator[Row | BadLine]:
        for cells in _readable(reader):
            line = reader.line_num
            if cells is None:
                yield BadLine(line, _NO_CELLS)
            elif len(cells) == len(columns):
                if any(cell.strip() for cell in cells):
                    yield Row(line, dict(zip(columns, cells, strict=True)))
            elif any(cell.strip() for cell in cells):
                yield BadLine(line, _OTHER_NUMBER.filled(found=len(cells), wanted=len(columns)))

    return Table(columns, rows())


def _readable(reader: Iterator[list[str]]) -> Iterator[list[str] | None]:
    """The rows of a table; None for one that the reader gives up on (an endless cell), after which it goes on."""
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None
            continue
        yield cells
