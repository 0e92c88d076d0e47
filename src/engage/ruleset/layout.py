"""Lays out the lines of tables and scorecards: columns aligned by display width, Chinese characters counted as two.

Works on the text of a block, in either notation; knows bars, comments and nothing of what a cell means.
"""

from __future__ import annotations

from attrs import frozen

from engage.ground.render import display_width
from engage.ground.source import Fragment
from engage.ruleset.notation_lines import block_lines, cut_outside_quotes

__all__ = ["BarRow", "bar_row", "lay_out"]

#: A cell wider than this overflows its column instead of widening it: a table stays readable, and its text linear.
_WIDEST = 80


@frozen
class BarRow:
    """A row cut at its bars: the cells left of `||`, those right of it (None when there is no double bar)."""

    left: tuple[Fragment, ...]
    right: tuple[Fragment, ...] | None


def bar_row(line: Fragment) -> BarRow:
    """The cells of a row. Full-width bars count, bars in quotes do not; a row without any bar may be parted by tabs."""
    cuts = cut_outside_quotes(line.text, "|｜")
    if not cuts:
        cuts = cut_outside_quotes(line.text, "\t")
    sides: list[list[Fragment]] = [[]]
    start, double = 0, False
    for place, cut in enumerate(cuts):
        if double:  # the second bar of a pair
            double = False
            start = cut + 1
            continue
        sides[-1].append(line.cut(start, cut).strip())
        start = cut + 1
        paired = place + 1 < len(cuts) and cuts[place + 1] == cut + 1 and line.text[cut] != "\t"
        if paired and len(sides) == 1:
            sides.append([])
            double = True
    sides[-1].append(line.cut(start).strip())
    return BarRow(tuple(sides[0]), tuple(sides[1]) if len(sides) == 2 else None)


def lay_out(text: str) -> str:
    """The canonical layout of a block: comments above their row, one space around bars, columns aligned."""
    lines = block_lines(Fragment.of(text))
    rows = [bar_row(line) for line in lines]
    left = _widths([row.left for row in rows])
    right = _widths([row.right for row in rows if row.right is not None])
    whole = sum(left) + 3 * (len(left) - 1)
    out: list[str] = []
    for line, row in zip(lines, rows, strict=True):
        out += [f"# {note}".rstrip() for note in line.notes]
        shown = _joined(row.left, left)
        if row.right is not None:
            shown = _padded(shown, whole) + " || " + _joined(row.right, right)
        out.append(shown.strip())  # a line never begins with a space: in YAML the first one sets the indentation
    return "\n".join(out)


def _widths(rows: list[tuple[Fragment, ...]]) -> list[int]:
    """The width of each column, taken from the rows that fill all columns."""
    count = max((len(row) for row in rows), default=0)
    full = [row for row in rows if len(row) == count]
    return [
        max((width for row in full if (width := display_width(row[i].text)) <= _WIDEST), default=1)
        for i in range(count)
    ]


def _joined(cells: tuple[Fragment, ...], widths: list[int]) -> str:
    if len(cells) < len(widths):  # `otherwise` spans the columns it leaves out
        return " | ".join(cell.text for cell in cells)
    return " | ".join(_padded(cell.text, width) for cell, width in zip(cells, widths, strict=True))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))
