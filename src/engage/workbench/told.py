"""A failed example in lines: expected and got side by side, what kept a rule from saying it, the place.

Styled for a terminal by who prints them; `told_plainly` is for pytest and CI servers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from engage.decide.explain_words import visible
from engage.ground.finding import Words
from engage.ground.render import display_width
from engage.workbench.examples import Difference, ExampleResult

__all__ = ["EXPECTED", "GOT", "ToldLine", "told_difference", "told_lines", "told_plainly"]

EXPECTED: Final = Words("expected", "期望")
GOT: Final = Words("got", "实际", "實際")
#: expectations longer than this have what came on the next line
_WIDEST: Final = 60


@frozen
class ToldLine:
    """A line in pieces; each has the role `expected`, `got`, `why`, `place` or, for words between, none."""

    pieces: tuple[tuple[str, str], ...]

    @property
    def plain(self) -> str:
        """The line without roles."""
        return "".join(text for text, _ in self.pieces).rstrip()


def told_lines(result: ExampleResult, language: str) -> Iterator[ToldLine]:
    """The lines of an example's differences, their columns aligned."""
    widths = [display_width(one.expected.in_language(language)) for one in result.differences]
    width = max((width for width in widths if width <= _WIDEST), default=0)
    for one in result.differences:
        yield from told_difference(one, language, width)


def told_difference(difference: Difference, language: str, width: int = 0) -> Iterator[ToldLine]:
    """One difference; `width` is that of the column of what was expected."""
    wanted = visible(difference.expected.in_language(language))
    came = visible(difference.got.in_language(language))
    left = ((f"    {EXPECTED.in_language(language)}  ", ""), (wanted, "expected"))
    right = ((f"{GOT.in_language(language)}  ", ""), (came, "got"))
    if display_width(wanted) <= max(width, 0) <= _WIDEST:
        yield ToldLine((*left, (" " * (width - display_width(wanted) + 4), ""), *right))
    else:
        yield ToldLine(left)
        indent = display_width(EXPECTED.in_language(language)) - display_width(GOT.in_language(language))
        yield ToldLine(((" " * (4 + max(0, indent)), ""), *right))
    for words in difference.why:
        yield ToldLine((("      ", ""), (f"· {visible(words.in_language(language))}", "why")))
    if difference.span is not None:
        yield ToldLine(((f"    --> {difference.span}", "place"),))


def told_plainly(result: ExampleResult, language: str) -> str:
    """The same as text."""
    return "\n".join(line.plain for line in told_lines(result, language))
