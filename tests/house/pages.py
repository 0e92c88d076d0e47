"""Reading the project's own pages: fenced blocks with the marks that stand before them, tables, links.

A mark is an HTML comment alone on a line, such as `<!-- run -->`; it speaks of the block or table that follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

__all__ = ["ROOT", "Fence", "Table", "fences", "links", "pages", "slug", "tables", "ticked"]

ROOT = Path(__file__).parents[2]
_MARK = re.compile(r"<!-- (.+?) -->\s*")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@frozen
class Fence:
    """A fenced block: its mark (empty when it has none), its language, its text, its first line's number."""

    mark: str
    language: str
    text: str
    line: int


@frozen
class Table:
    """A table's mark, its header cells and its rows."""

    mark: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    line: int


def pages() -> list[Path]:
    """Every page of the project that people read."""
    found = [ROOT / "README.md"]
    for pattern in ("docs/**/*.md", "rulesets/*/README.md", "plugins/*/README.md", "changelog.d/*.md"):
        found += sorted(ROOT.glob(pattern))
    return found


def fences(page: Path) -> Iterator[Fence]:
    """The fenced blocks of a page, in their order."""
    mark, open_line, language, lines = "", 0, "", list[str]()
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        if open_line:
            if line.strip() == "```":
                yield Fence(mark, language, "\n".join(lines) + "\n", open_line)
                mark, open_line = "", 0
            else:
                lines.append(line)
        elif line.startswith("```"):
            open_line, language, lines = number + 1, line[3:].strip(), []
        elif found := _MARK.fullmatch(line):
            mark = found[1]
        elif line.strip():
            mark = ""


def tables(page: Path) -> Iterator[Table]:
    """The tables of a page, in their order; a bar in a cell is written `\\|`."""
    mark, start, rows = "", 0, list[tuple[str, ...]]()
    text = page.read_text(encoding="utf-8")
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.startswith("|"):
            start = start or number
            rows.append(tuple(cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip("|"))))
            continue
        if start:
            yield Table(mark, rows[0], tuple(rows[2:]), start)
            mark, start, rows = "", 0, []
        if found := _MARK.fullmatch(line):
            mark = found[1]
        elif line.strip():
            mark = ""


def ticked(cell: str) -> list[str]:
    """The texts between backticks of a cell."""
    return [text.strip() for text in re.findall(r"`` ?(.+?) ?``|`([^`]+)`", cell) for text in text if text]


def links(page: Path) -> list[str]:
    """Where a page's links lead, code left out."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return _LINK.findall(text)


def slug(heading: str) -> str:
    """The anchor of a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")
