"""The page of what customers are worth: the tables of the report with plots drawn as SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from html import escape

from engage.measure.rfm import GROUPS
from engage.workbench.drawing import Stack, curves, grid, stacks
from engage.workbench.page import page, section
from engage.workbench.value_report import ValueReport
from engage.workbench.value_told import Listed, lead, tables, word

__all__ = ["listed_html", "value_page"]


def value_page(report: ValueReport, language: str, who: bool = False) -> str:
    """The whole page as HTML. `who`: customers are named where they are listed."""
    plots = {
        "segments": _matrix(report, language),
        "models": _curve(report, language),
        "equity": _bars(report, language),
    }
    parts = [
        section(each.title, plots.get(each.key, "") + listed_html(each), each.key)
        for each in tables(report, language, who)
    ]
    return page(word("title", language), lead(report, language), parts, language)


def listed_html(told: Listed) -> str:
    """A table with its remarks, figures to the right."""
    heads = "".join(
        f'<th class="{"" if place < told.texts else "number"}">{escape(name)}</th>'
        for place, name in enumerate(told.head)
    )
    rows = "\n".join(
        "<tr>"
        + "".join(
            f'<td data-head="{escape(name)}" class="{"" if place < told.texts else "number"}">{escape(cell)}</td>'
            for place, (name, cell) in enumerate(zip(told.head, row, strict=True))
        )
        + "</tr>"
        for row in told.rows
    )
    remarks = "".join(f'<p class="soft">{escape(remark)}</p>' for remark in told.remarks)
    return (f'<table class="read">\n<tr class="heads">{heads}</tr>\n{rows}\n</table>' if told.rows else "") + remarks


def _matrix(report: ValueReport, language: str) -> str:
    counts = Counter((one.r, one.f) for one in report.rfm)
    return grid(counts, GROUPS, word("matrix", language), word("recency", language), word("frequency", language))


def _bars(report: ValueReport, language: str) -> str:
    columns = [
        Stack(
            one.until.strftime("%Y-%m"),
            (float(one.acquired), float(one.growth)),
            (float(one.lost), float(one.decline)),
            float(one.closing),
        )
        for one in report.equity
    ]
    names = [word(key, language) for key in ("acquired", "growth", "lost", "decline", "closing")]
    return stacks(columns, names, word("equity", language))


def _curve(report: ValueReport, language: str) -> str:
    models: dict[str, Mapping[str, Decimal]] = {word("declared", language): report.current}
    if report.guessed:
        models[report.guessed.model] = report.guessed.values
    lines = {name: points for name, values in models.items() if (points := _lorenz(values))}
    return curves(lines, word("curve", language), word("of customers", language), word("of value", language))


def _lorenz(values: Mapping[str, Decimal]) -> list[tuple[float, float]]:
    """Shares of customers and of their value, from the least valuable on; at most a hundred steps."""
    ordered = sorted(max(float(value), 0.0) for value in values.values())
    whole, added, points = sum(ordered), 0.0, [(0.0, 0.0)]
    if not whole:
        return []
    step = max(1, len(ordered) // 100)
    for place, value in enumerate(ordered, start=1):
        added += value
        if place % step == 0 or place == len(ordered):
            points.append((place / len(ordered), added / whole))
    return points
