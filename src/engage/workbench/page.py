"""Pages a person looks at: one self-contained HTML file, no script, no address outside itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib import resources
from typing import Final

__all__ = ["bars", "bars_of", "page", "quoted", "section", "table", "tag"]

_STYLE: Final = resources.files("engage.workbench").joinpath("page.css")


def page(title: str, lead: str, body: Iterable[str], language: str = "en") -> str:
    """A whole page. `body` is HTML; title and lead are text."""
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE.read_text('utf-8')}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(title)}</h1>\n<p class="lead">{quoted(lead)}</p>\n'
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def section(title: str, body: str, anchor: str = "") -> str:
    """A framed part with a heading."""
    place = f' id="{escape(anchor)}"' if anchor else ""
    return f"<section{place}>\n<h2>{escape(title)}</h2>\n{body}\n</section>"


def tag(text: str, warm: bool = False) -> str:
    """A short word in a pill."""
    return f'<span class="tag{" warm" if warm else ""}">{escape(text)}</span>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]], html: bool = False, then: int = -1) -> str:
    """A table of texts; with `html` the cells are HTML already. Before the column `then` stands a line."""
    marks = [' class="then"' if place == then else "" for place in range(len(head))]
    heads = "".join(f"<th{mark}>{escape(cell)}</th>" for mark, cell in zip(marks, head, strict=True))
    lines = (
        "".join(
            f'<td data-head="{escape(name)}"{mark}>{cell if html else escape(cell)}</td>'
            for mark, name, cell in zip(marks, head, row, strict=True)
        )
        for row in rows
    )
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f'<table class="read">\n<tr class="heads">{heads}</tr>\n{body}\n</table>'


def bars(counts: Mapping[str, int], labels: Mapping[str, str] | None = None) -> str:
    """Counts as bars, the largest first."""
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    most = max((count for _, count in ranked), default=1)
    return bars_of(
        [((labels or {}).get(name, name), f"{count:,}") for name, count in ranked], [c for _, c in ranked], most
    )


def bars_of(rows: Iterable[Sequence[str]], counts: Iterable[int], whole: int) -> str:
    """A bar a row, as long as its count is a part of the whole: behind the name, before the figures."""
    lines = (
        f"<tr><td>{escape(name)}</td>"
        f'<td style="width:50%"><div class="bar"><i style="width:{100 * count / (whole or 1):.1f}%"></i></div></td>'
        + "".join(f'<td class="number">{escape(figure)}</td>' for figure in figures)
        + "</tr>"
        for (name, *figures), count in zip(rows, counts, strict=True)
    )
    return "<table>\n" + "\n".join(lines) + "\n</table>"


def quoted(text: str) -> str:
    """A sentence whose backticks, which a terminal shows as they are, become a typeface."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return "".join(f"<code>{escape(part)}</code>" if place % 2 else escape(part) for place, part in enumerate(parts))
