"""Texts and places in them: every problem found can be shown where it stands."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from attrs import field, frozen

__all__ = ["Fragment", "Source", "Span"]


@frozen(slots=False)
class Source:
    """A text with a name: a file of a ruleset, a line typed by somebody, an event.

    `name` is what messages print, a path relative to the ruleset's folder where it is a file.
    """

    name: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        return (0, *(i + 1 for i, char in enumerate(self.text) if char == "\n"))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1, columns in characters."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line counted from 1, without its end."""
        starts = self._line_starts
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r")


@frozen
class Span:
    """A half-open range of characters of a source."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line of its first character, counted from 1."""
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        """The column of its first character, counted from 1."""
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        """The characters themselves."""
        return self.source.text[self.start : self.end]

    def __str__(self) -> str:
        line, column = self.source.position(self.start)
        return f"{self.source.name}:{line}:{column}"


@frozen
class Fragment:
    """A piece of text cut out of a source, which still knows where each of its characters stood.

    `steps` pairs an offset in `text` with the source's offset from there on, ascending, the first at 0.
    A sentence on one line has a single step; a YAML block, whose indentation is cut away, has one a line.
    """

    text: str
    source: Source = field(repr=False)
    steps: tuple[tuple[int, int], ...] = field(default=((0, 0),), repr=False)
    #: comments that stand above the piece or behind it; they survive `fmt` and `convert`.
    notes: tuple[str, ...] = field(default=(), eq=False, repr=False)

    @classmethod
    def of(cls, text: str, name: str = "<text>") -> Fragment:
        """A text that is its own source."""
        return cls(text, Source(name, text))

    def offset(self, local: int) -> int:
        """Where the character at `local` stood in the source."""
        at = bisect_right(self.steps, (local, float("inf"))) - 1
        start, origin = self.steps[at]
        return min(origin + local - start, len(self.source.text))

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The place of `text[start:end]`; an empty range stands at its start."""
        stop = len(self.text) if end is None else end
        first = self.offset(start)
        last = self.offset(stop - 1) + 1 if stop > start else first
        return Span(self.source, first, max(first, min(last, len(self.source.text))))

    def cut(self, start: int, end: int | None = None) -> Fragment:
        """The part from `start` to `end`, with its places; its notes stay behind."""
        stop = len(self.text) if end is None else end
        inner = tuple((max(0, s - start), o + max(0, start - s)) for s, o in self.steps if s < stop)
        first = max((i for i, (s, _) in enumerate(self.steps) if s <= start), default=0)
        return Fragment(self.text[start:stop], self.source, inner[first:] or ((0, self.offset(start)),))

    def strip(self) -> Fragment:
        """The same without white space at both ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self.cut(left, max(left, len(self.text.rstrip())))
