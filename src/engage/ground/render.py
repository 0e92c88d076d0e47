"""A report as text for a terminal: code, sentence, place, line, caret in display width, hint, fix."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from engage.ground.finding import Finding, Report, Severity, Words, in_words

__all__ = ["columns", "display_width", "render", "render_finding"]

_LINE_WIDTH = 160
_SEE = Words("see", "见")
_FOR_EXAMPLE = Words("for example", "例如")
_HEADS: Final[Mapping[Severity, Words]] = {
    Severity.ERROR: Words("error[{code}]: ", "错误[{code}]：", "錯誤[{code}]："),
    Severity.WARNING: Words("warning[{code}]: ", "警告[{code}]："),
    Severity.INFO: Words("info[{code}]: ", "提示[{code}]："),
}


def display_width(text: str) -> int:
    """Columns a terminal uses for a text: wide and full-width characters take two, combining marks none."""
    wide = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return wide - sum(1 for char in text if unicodedata.combining(char))


def columns(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Pairs as indented lines, the second texts one below the other."""
    width = max((display_width(left) for left, _ in pairs), default=0)
    return [f"  {left}{' ' * (width - display_width(left))}  {right}".rstrip() for left, right in pairs]


def render_finding(finding: Finding, language: str = "en") -> str:
    """One finding, as design/language.md shows it."""
    head = _HEADS[finding.severity].filled(code=finding.code).in_language(language)
    lines = [f"{head}{finding.text(language)}"]
    if span := finding.span:
        number, column = span.source.position(span.start)
        code_line = span.source.line(number)
        start = column - 1
        end = max(start + 1, min(start + (span.end - span.start), len(code_line)))
        shown_from = max(0, start - _LINE_WIDTH // 2)
        shown = code_line[shown_from : shown_from + _LINE_WIDTH].replace("\t", " ")
        lead = display_width(code_line[shown_from:start])
        marks = max(1, display_width(code_line[start : min(end, shown_from + _LINE_WIDTH)]))
        gutter = " " * len(str(number))
        lines += [
            f"{gutter}--> {span}",
            f"{gutter} |",
            f"{number} | {shown}",
            f"{gutter} | {' ' * lead}{'^' * marks}",
        ]
    lines += [f"   = {in_words(_SEE, language)} {place}" for place in finding.related]
    if finding.example:
        lines.append(f"   = {in_words(_FOR_EXAMPLE, language)}: {in_words(finding.example, language)}")
    if hint := finding.hint(language):
        lines += [f"   = {line}" for line in hint.split("\n")]
    return "\n".join(lines)


def render(report: Report, language: str = "en") -> str:
    """All findings, with an empty line between them."""
    return "\n\n".join(render_finding(finding, language) for finding in report.findings)
