"""Plots as SVG, drawn here: no script, nothing from outside, the colours of the page, a text for who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from attrs import frozen

__all__ = ["Stack", "curves", "grid", "stacks"]

_WIDTH: Final = 640
_HEIGHT: Final = 240
_LEFT: Final = 64
_BELOW: Final = 28
_ABOVE: Final = 12
_COLOURS: Final = ("var(--main)", "var(--warm)", "var(--soft)")


@frozen
class Stack:
    """One column: its name, the parts above the line and those below it, and a figure drawn as a line over all."""

    name: str
    up: tuple[float, ...]
    down: tuple[float, ...]
    line: float


def stacks(columns: Sequence[Stack], names: Sequence[str], told: str) -> str:
    """Columns with what came above zero and what went below it, and a line over all. `names` are those of the parts
    above, then those below, then the line; `told` says the plot in words."""
    if not columns:
        return ""
    top = max(max(sum(column.up), column.line) for column in columns) or 1.0
    bottom = max(sum(column.down) for column in columns)
    inner, span = _HEIGHT - _ABOVE - _BELOW, top + bottom or 1.0
    step = (_WIDTH - _LEFT) / len(columns)
    zero = _ABOVE + inner * top / span
    parts = [_axis(top, _ABOVE), _axis(0, zero), *([_axis(-bottom, _ABOVE + inner)] if bottom else [])]
    points = []
    for place, column in enumerate(columns):
        left, up, down = _LEFT + place * step + step * 0.15, zero, zero
        for number, amount in enumerate(column.up):
            height = inner * amount / span
            up -= height
            parts.append(_box(left, up, step * 0.7, height, _COLOURS[0], 1 - 0.4 * number, column.name))
        for number, amount in enumerate(column.down):
            height = inner * amount / span
            parts.append(_box(left, down, step * 0.7, height, _COLOURS[1], 1 - 0.4 * number, column.name))
            down += height
        points.append(f"{left + step * 0.35:.1f},{zero - inner * column.line / span:.1f}")
        if place % max(1, len(columns) // 8) == 0:
            parts.append(_text(left + step * 0.35, _HEIGHT - 8, column.name, "middle"))
    parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="var(--ink)" stroke-width="2"/>')
    shades = [(_COLOURS[0], 1 - 0.4 * number) for number in range(len(columns[0].up))]
    shades += [(_COLOURS[1], 1 - 0.4 * number) for number in range(len(columns[0].down))]
    return _drawn(parts, told) + _legend(names, [*shades, ("var(--ink)", 1.0)])


def curves(lines: Mapping[str, Sequence[tuple[float, float]]], told: str, across: str, up: str) -> str:
    """Curves of shares: both ways from 0 to 1, with the line on which all are equal."""
    inner, wide = _HEIGHT - _ABOVE - _BELOW, _WIDTH - _LEFT - 16

    def placed(point: tuple[float, float]) -> str:
        return f"{_LEFT + wide * point[0]:.1f},{_ABOVE + inner * (1 - point[1]):.1f}"

    parts = [
        *(_text(_LEFT - 8, _ABOVE + inner * (1 - share) + 4, f"{share:.0%}", "end") for share in (0.0, 0.5, 1.0)),
        *(_text(_LEFT + wide * share, _HEIGHT - 8, f"{share:.0%}", "middle") for share in (0.0, 0.5, 1.0)),
        f'<polyline points="{placed((0, 0))} {placed((1, 1))}" fill="none" stroke="var(--line)"/>',
    ]
    for number, points in enumerate(lines.values()):
        drawn = " ".join(placed(point) for point in points)
        dashes = ' stroke-dasharray="6 4"' if number else ""
        colour = _COLOURS[number % len(_COLOURS)]
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>')
    colours = [(_COLOURS[number % len(_COLOURS)], 1.0) for number in range(len(lines))]
    return _drawn(parts, told) + _legend(list(lines), colours) + f'<p class="soft">{escape(across)} · {escape(up)}</p>'


def grid(counts: Mapping[tuple[int, int], int], size: int, told: str, across: str, up: str) -> str:
    """A square of counts, darker where there are more: the first number goes across, the second up, both from 1."""
    most = max(counts.values(), default=0) or 1
    inner = _HEIGHT - _ABOVE - _BELOW
    wide, high = (_WIDTH - _LEFT) / size, inner / size
    parts = []
    for column in range(1, size + 1):
        for row in range(1, size + 1):
            count = counts.get((column, row), 0)
            left, above = _LEFT + (column - 1) * wide, _ABOVE + (size - row) * high
            shade = 0.08 + 0.85 * count / most if count else 0.03
            parts.append(
                _box(left + 1, above + 1, wide - 2, high - 2, _COLOURS[0], shade, f"{column} · {row}: {count:,}")
            )
            if count:
                ink = "var(--paper)" if shade > 0.55 else "var(--ink)"
                parts.append(_text(left + wide / 2, above + high / 2 + 4, f"{count:,}", "middle", ink))
        parts.append(_text(_LEFT + (column - 0.5) * wide, _HEIGHT - 8, str(column), "middle"))
        parts.append(_text(_LEFT - 10, _ABOVE + (size - column + 0.5) * high + 4, str(column), "end"))
    return _drawn(parts, told) + f'<p class="soft">→ {escape(across)} · ↑ {escape(up)}</p>'


def _drawn(parts: Sequence[str], told: str) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="100%" role="img" style="max-width:{_WIDTH}px">'
        f"<title>{escape(told)}</title>{''.join(parts)}</svg>"
    )


def _box(left: float, above: float, wide: float, high: float, colour: str, shade: float, told: str) -> str:
    return (
        f'<rect x="{left:.1f}" y="{above:.1f}" width="{wide:.1f}" height="{max(high, 0):.1f}" fill="{colour}" '
        f'fill-opacity="{max(shade, 0.03):.2f}"><title>{escape(told)}</title></rect>'
    )


def _axis(value: float, above: float) -> str:
    line = f'<line x1="{_LEFT}" x2="{_WIDTH}" y1="{above:.1f}" y2="{above:.1f}" stroke="var(--line)"/>'
    return line + _text(_LEFT - 8, above + 4, _short(value), "end")


def _text(left: float, above: float, text: str, anchor: str, colour: str = "var(--soft)") -> str:
    return (
        f'<text x="{left:.1f}" y="{above:.1f}" font-size="12" fill="{colour}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )


def _short(value: float) -> str:
    for size, mark in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{mark}"
    return f"{value:.3g}"


def _legend(names: Sequence[str], colours: Sequence[tuple[str, float]]) -> str:
    marks = "".join(
        f'<span style="margin-right:1rem"><svg width="12" height="12"><rect width="12" height="12" fill="{colour}" '
        f'fill-opacity="{shade:.2f}"/></svg> {escape(name)}</span>'
        for name, (colour, shade) in zip(names, colours, strict=True)
    )
    return f'<p class="soft">{marks}</p>'
