"""Tables kept in a spreadsheet: a CSV file, or the sheets of a workbook, become the same nodes as tables in rule files.

    table,complaint targets,unique
    event,complaint
    customer tier,grade,||,first response,because
    platinum,-,,30 minutes,platinum promise

Lines whose first cell is a word of a table (`table`, `event`, `hit`, `group`, `beats`, `language`) stand above the head
line; the head line has a cell `||` between conditions and results. A file may hold several tables, each begun by its
`table` line; without one the table is called after the file. The separator is the comma, semicolon or tab that the
first line uses. This room knows cells and their places; what they mean is the tables' own business.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Final

from attrs import define, field

from engage.ground.finding import Finding, Message
from engage.ground.source import Fragment, Source, Span
from engage.ruleset import keys
from engage.ruleset.document_reader import finding_at
from engage.ruleset.nodes import Block, Entry, FileNodes, ListNode, Node, Text
from engage.ruleset.notation_heads import canonical_hit, known_language
from engage.ruleset.notation_lines import Problems, joined, stacked

__all__ = ["NOTATION", "NOT_A_TABLE", "read_sheet"]

#: how the model calls a file of this kind
NOTATION: Final = "csv"
NO_HEAD: Final = Message(
    "R142",
    "this table has no head line with a cell `||` between its conditions and its results",
    "此表没有表头行：条件与结果之间须有一个单元格 `||`",
    "put a column whose head is `||` before the first result",
    "请在第一个结果列之前加一列，表头写 `||`",
)
NOT_A_TABLE: Final = Message(
    "R143",
    "this cannot be read as a table: {why}",
    "不能作为表格读取：{why}",
    "save it as CSV again, in UTF-8",
    "请重新另存为 UTF-8 的 CSV",
)
NO_TABLE: Final = Message(
    "R145",
    "this file holds no table",
    "此文件中没有表",
    "put the table into it, or take the file out of the ruleset",
    "请写入表格，或从规则集中去掉该文件",
)
BAR_IN_CELL: Final = Message(
    "R144",
    "a cell cannot hold the sign `|`",
    "单元格中不能有 `|`",
    "write it without",
    "请去掉该符号",
)
_BAR: Final = "||"
_LONE: Final = re.compile(r"\r(?!\n)")
_SEPARATORS: Final = ",;\t"
_TITLES: Final = ("title en", "title zh", "title zh-Hant")
_KEYS: Final = ("event", "hit", "group", "beats", "note", *_TITLES)


def read_sheet(source: Source) -> tuple[FileNodes, tuple[Finding, ...]]:
    """The tables of a CSV text as nodes, and what is wrong with it. Never raises."""
    reader = _Reader(source)
    try:
        for number, row in _rows(source):
            reader.take(number, row)
        reader.close()
        if not reader.tables and not reader.found:
            reader.found.append(finding_at(NO_TABLE, Span(source, 0, 0)))
    except csv.Error as error:
        reader.found.append(finding_at(NOT_A_TABLE, Span(source, 0, 0), why=str(error)))
    nodes = FileNodes(source.name, NOTATION, reader.language, None, tuple(reader.tables))
    return nodes, tuple(reader.found)


def _rows(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line each begins on, counted from 1."""
    first = source.text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    # A line ends where editors show its end: a carriage return alone is a blank to everybody else.
    text = _LONE.sub(" ", source.text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    for row in reader:
        yield begins, row
        begins = reader.line_num + 1


@define
class _Reader:
    """Gathers the tables of one file."""

    source: Source
    language: str = ""
    tables: list[Block] = field(factory=list)
    found: list[Finding] = field(factory=list)
    _entries: list[Entry] = field(factory=list)
    _lines: list[Fragment] = field(factory=list)
    _bar: int | None = None

    def take(self, number: int, row: list[str]) -> None:
        """The next row: a setting of the table, its head line, or a line of it."""
        cells = self._cells(number, row)
        said = [cell for cell in cells if cell.text]
        if not said:
            return
        word = keys.exact(said[0].text, [keys.KINDS["table"].word])
        if word is not None and said[0] is cells[0]:
            self.close()
            self._begin(said)
        elif self._bar is None and cells[0].text and self._setting(cells[0], said[1:]):
            pass
        elif self._bar is None:
            self._head(cells)
        else:
            self._row(cells)

    def close(self) -> None:
        """The table that was being read is whole."""
        if self._entries or self._lines:
            if self._bar is None:
                span = self._entries[0].key_span if self._entries else Span(self.source, 0, 0)
                self.found.append(finding_at(NO_HEAD, span))
            else:
                entries = self._entries or [self._named(None)]
                lines = stacked(self._lines, self.source)
                rows = Entry("rows", Text(lines, block=True), entries[0].key_span)
                end = self._lines[-1].span().end
                self.tables.append(Block((*entries, rows), Span(self.source, entries[0].key_span.start, end)))
        self._entries, self._lines, self._bar = [], [], None

    def _begin(self, said: Sequence[Fragment]) -> None:
        self._entries = [self._named(said[1] if len(said) > 1 else None, said[0])]
        if len(said) > 2:
            self._entries.append(Entry("hit", Text(canonical_hit(said[2])), said[2].span()))

    def _named(self, name: Fragment | None, word: Fragment | None = None) -> Entry:
        stem = PurePosixPath(self.source.name).stem.replace("_", " ")
        called = name if name is not None else Fragment(stem, self.source, ((0, 0),))
        return Entry("table", Text(called), word.span() if word is not None else Span(self.source, 0, 0))

    def _setting(self, first: Fragment, rest: Sequence[Fragment]) -> bool:
        word = keys.exact(first.text, [keys.KEYS[key] for key in (*_KEYS, "language")])
        if word is None or any(cell.text == _BAR for cell in rest):
            return False
        if not self._entries and word.key != "language":
            self._entries = [self._named(None)]
        if word.key == "language":
            problems = Problems()
            self.language = known_language(rest[0], rest[0].span(), problems) if rest else ""
            self.found += problems.found
        elif rest:
            self._entries.append(Entry(word.key, self._value(word.key, rest), first.span()))
        return True

    def _value(self, key: str, rest: Sequence[Fragment]) -> Node:
        if key == "note":
            said = tuple(Text(cell, quoted=True) for cell in rest)
            return ListNode(said, Span(self.source, rest[0].span().start, rest[-1].span().end))
        return Text(canonical_hit(rest[0]) if key == "hit" else joined(rest, ", ", self.source))

    def _head(self, cells: Sequence[Fragment]) -> None:
        self._bar = next((place for place, cell in enumerate(cells) if cell.text == _BAR), None)
        if self._bar is None:
            self.found.append(finding_at(NO_HEAD, cells[0].span()))
            # What stands below cannot be told apart; one finding a table is enough.
            self._entries, self._bar = [], len(cells)
            return
        self._row(cells)

    def _row(self, cells: Sequence[Fragment]) -> None:
        assert self._bar is not None
        for cell in cells:
            if "|" in cell.text and cell.text != _BAR:
                self.found.append(finding_at(BAR_IN_CELL, cell.span()))
                return
        left, right = list(cells[: self._bar]), list(cells[self._bar + 1 :])
        width = self._width() if self._lines else len(right)
        while len(right) > width and not right[-1].text:
            right.pop()
        if not any(cell.text for cell in left[1:]) and self._ends(left):
            left = left[:1]
        sides = [joined(left, " | ", self.source), joined(right, " | ", self.source)]
        self._lines.append(joined(sides, f" {_BAR} ", self.source))

    def _width(self) -> int:
        return self._lines[0].text.partition(_BAR)[2].count("|") + 1

    @staticmethod
    def _ends(left: Sequence[Fragment]) -> bool:
        """`otherwise` has no conditions of its own."""
        return bool(left) and left[0].text.casefold() in ("otherwise", "否则", "否則")

    def _cells(self, number: int, row: Sequence[str]) -> list[Fragment]:
        """The cells of a row; each stands where its text is found in the line, or at the line's beginning."""
        line = self.source.line(number)
        start = sum(len(text) + 1 for text in self.source.text.split("\n")[: number - 1])
        cells, at = [], 0
        for cell in row:
            text = " ".join(cell.split())
            place = line.find(text, at) if text else -1
            if place >= 0:
                cells.append(Fragment(text, self.source, ((0, start + place),)))
                at = place + len(text)
            else:
                steps = tuple((each, start + at) for each in range(max(1, len(text))))
                cells.append(Fragment(text, self.source, steps))
        return cells
