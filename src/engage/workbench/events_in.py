"""Events from a file or a pipe: JSON lines, or a table by a mapping. What cannot be read is reported by its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from engage.ground.finding import Words
from engage.workbench.mapping import RowProblem, TableMapping, columns_words
from engage.workbench.tables_in import BadLine, table_of

__all__ = ["BadLine", "RawEvent", "from_json_lines", "from_table"]

_NO_COLUMN: Final = Words("the table has no column {columns}", "表中没有列 {columns}")


@frozen
class RawEvent:
    """An envelope and the line it came from, counted from 1."""

    line: int
    envelope: dict[str, object] | str


def from_json_lines(lines: Iterable[str]) -> Iterator[RawEvent | BadLine]:
    """One CloudEvents envelope a line, in the file's order; empty lines are passed over."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield RawEvent(number, line.strip())


def from_table(lines: Iterable[str], mapping: TableMapping) -> Iterator[RawEvent | BadLine]:
    """The events of a table's rows. The first line names the columns.

    Raises RowProblem when the table lacks a column that the mapping reads. With `sort_by_time` all rows are read
    first; events at the same moment keep the order of their lines.
    """
    made = _rows(lines, mapping)
    if not mapping.sort_by_time:
        yield from made
        return
    events: list[tuple[str, int, RawEvent]] = []
    for item in made:
        if isinstance(item, BadLine):
            yield item
        else:
            assert isinstance(item.envelope, dict)  # rows become mappings
            events.append((str(item.envelope["time"]), len(events), item))
    yield from (event for _, _, event in sorted(events, key=lambda entry: entry[:2]))


def _rows(lines: Iterable[str], mapping: TableMapping) -> Iterator[RawEvent | BadLine]:
    table = table_of(lines, mapping.separator)
    missing = sorted(mapping.columns - set(table.columns))
    if missing:
        raise RowProblem(_NO_COLUMN.filled(columns=columns_words(missing)))
    for row in table.rows:
        if isinstance(row, BadLine):
            yield row
            continue
        try:
            makers = [maker for maker in mapping.events if maker.concerns(row.cells)]
            made = [maker.make(row.cells, mapping.source, mapping.zone) for maker in makers]
        except RowProblem as problem:
            yield BadLine(row.line, problem.words)
            continue
        yield from (RawEvent(row.line, envelope) for envelope in made)
