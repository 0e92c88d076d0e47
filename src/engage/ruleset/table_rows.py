"""The lines of a table cut into cells, each with its place: bars, a double bar before the results, or tabs.

Knows nothing of what a cell means.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from engage.ground.source import Fragment
from engage.ruleset.notation_lines import QUOTES

__all__ = ["Cut", "cells_of", "cut_line"]

_BARS: Final = "|｜"
_DOUBLE: Final = "‖∥"


@frozen
class Cut:
    """A line of a table: cells left and right of the double bar; `right` is None where the line has none."""

    line: Fragment
    left: tuple[Fragment, ...]
    right: tuple[Fragment, ...] | None


def cut_line(line: Fragment, conditions: int | None = None) -> Cut:
    """A line cut into cells. Pasted from a spreadsheet it may have tabs instead of bars; then, without a double
    bar, the first `conditions` cells are the conditions."""
    cells: list[list[Fragment]] = [[]]
    for cell in cells_of(line):
        if cell is None:
            cells.append([])
        else:
            cells[-1].append(cell)
    if len(cells) > 1:
        right = [cell for part in cells[1:] for cell in part]
        return Cut(line, tuple(cells[0]), tuple(right))
    if conditions is not None and _by_tabs(line.text) and len(cells[0]) > conditions:
        return Cut(line, tuple(cells[0][:conditions]), tuple(cells[0][conditions:]))
    return Cut(line, tuple(cells[0]), None)


def cells_of(line: Fragment) -> list[Fragment | None]:
    """The cells of a line in order, None for a double bar. A bar around the whole line is left away."""
    text = line.text
    marks = _marks(text)
    tabs = not any(width == 1 and text[at] in _BARS for at, width in marks)
    cells: list[Fragment | None] = []
    start = 0
    for at, width in marks:
        double = width == 2 or text[at] in _DOUBLE
        if text[at] == "\t" and not tabs:
            continue
        cell = line.cut(start, at).strip()
        start = at + width
        # A tab beside a double bar only parts it from its neighbours.
        beside = tabs and not cell.text and cells and (double or cells[-1] is None)
        outer = not cell.text and at == len(text) - len(text.lstrip()) and not tabs and not double
        if not (beside or outer):
            cells.append(cell)
        if double:
            cells.append(None)
    last = line.cut(start).strip()
    framed = bool(marks) and text.lstrip()[:1] in _BARS and text.lstrip()[:2] != "||"
    if last.text or not framed:
        cells.append(last)
    return cells


def _by_tabs(text: str) -> bool:
    return "\t" in text and not any(bar in text for bar in _BARS)


def _marks(text: str) -> Sequence[tuple[int, int]]:
    """Where bars, double bars and tabs stand outside quotes, with their widths."""
    marks: list[tuple[int, int]] = []
    at, dead = 0, set[str]()
    while at < len(text):
        char = text[at]
        closing = QUOTES.get(char)
        if closing is not None and closing not in dead:
            end = text.find(closing, at + 1)
            if end >= 0:
                at = end + 1
                continue
            dead.add(closing)
        if char in _BARS and text[at + 1 : at + 2] in tuple(_BARS):
            marks.append((at, 2))
            at += 1
        elif char in _BARS or char in _DOUBLE or char == "\t":
            marks.append((at, 1))
        at += 1
    return marks
