"""The lines of a table cut into cells, each with its place: bars, a double bar before the results, or tabs.

Knows nothing of what a cell means.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from engage.ground.source import Fragment
from engage.ruleset.notation_lines import QUOTES

__all__ = ["Cut", "cells_of", "cut_line", "is_framed"]

_BARS: Final = "|｜"
_DOUBLE: Final = "‖∥"


@frozen
class Cut:
    """A line of a table: cells left and right of the double bar; `right` is None where the line has none."""

    line: Fragment
    left: tuple[Fragment, ...]
    right: tuple[Fragment, ...] | None


def cut_line(line: Fragment, conditions: int | None = None, *, framed: bool | None = None) -> Cut:
    """A line cut into cells.

    Pasted from a spreadsheet it may have tabs instead of bars; then, without a double bar, the first `conditions`
    cells are the conditions. `framed`: a bar begins and ends every line; None: it does where the line begins so.
    """
    cells: list[list[Fragment]] = [[]]
    for cell in cells_of(line, framed=is_framed(line) if framed is None else framed):
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


def is_framed(line: Fragment) -> bool:
    """True for a line that begins with a bar, as tables in texts do."""
    text = line.text.lstrip()
    return text[:1] in tuple(_BARS) and text[1:2] not in tuple(_BARS)


def cells_of(line: Fragment, *, framed: bool = False) -> list[Fragment | None]:
    """The cells of a line in order, None for a double bar; the bars that frame it are left away."""
    text = line.text
    marks = _marks(text)
    tabs = not any(width == 1 and text[at] in _BARS for at, width in marks)
    cells: list[Fragment | None] = []
    start = 0
    for at, width in marks:
        double = width == 2 or text[at] in _DOUBLE
        if text[at] == "\t" and not tabs:
            continue
        cell = _cell(line, start, at)
        # A tab beside a double bar only parts it from its neighbours.
        beside = tabs and not cell.text and cells and (double or cells[-1] is None)
        outer = framed and start == 0 and not cell.text and not double
        start = at + width
        if not (beside or outer):
            cells.append(cell)
        if double:
            cells.append(None)
    last = _cell(line, start, len(text))
    if last.text or not (framed and is_framed(line)):
        cells.append(last)
    return cells


def _cell(line: Fragment, start: int, end: int) -> Fragment:
    """What stands between two bars; a blank cell stands behind the space after the first."""
    if line.text[start:end].strip():
        return line.cut(start, end).strip()
    at = start + min(1, max(0, end - start - 1))
    return line.cut(at, at)


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
