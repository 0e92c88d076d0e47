"""The texts of a YAML file with the place of each of their characters, and the comments between them.

PyYAML gives a text without its folds, escapes and indentation; here each character finds its way back.
Comments, which YAML's events drop, are recovered from what stands between two texts.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import Final

from attrs import frozen

from engage.ground.source import Fragment, Source

__all__ = ["Comment", "YamlEvent", "comments_between", "fragment_of"]

_COMMENT = re.compile(r"(?:(?<=[ \t\n\r])|(?<![\s\S]))#[^\r\n]*")
_HEADER_COMMENT = re.compile(r"[|>][^\n#]*[ \t](#[^\r\n]*)")
_ESCAPE_LENGTH: Final = {"x": 4, "u": 6, "U": 10}


@frozen
class YamlEvent:
    """What is kept of a parser's event. `kind`: scalar, list, keys, end; `style`: quote or block sign, or flow."""

    kind: str
    start: int
    end: int
    value: str = ""
    style: str = ""


@frozen
class Comment:
    """A comment: where its `#` stands, where its line ends, what it says without the `#`."""

    start: int
    end: int
    text: str


def comments_between(text: str, scalars: Iterable[tuple[int, int, str]]) -> tuple[Comment, ...]:
    """All comments of a YAML text, given the places and styles of its scalars in order."""
    found: list[Comment] = []
    at = 0
    for start, end, style in scalars:
        if text.find("#", at, start) < 0 and not (style and style in "|>"):
            at = max(at, end)
            continue
        found += [_comment(text, match) for match in _COMMENT.finditer(text, at, max(at, start))]
        if style in "|>" and style and (header := _HEADER_COMMENT.match(text, start)):
            found.append(_comment(text, header, 1))
        at = max(at, end)
    return (*found, *(_comment(text, match) for match in _COMMENT.finditer(text, at)))


def _comment(text: str, match: re.Match[str], group: int = 0) -> Comment:
    start, end = match.span(group)
    return Comment(start, end, text[start + 1 : end].rstrip().removeprefix(" "))


def fragment_of(source: Source, masked: str, start: int, end: int, style: str, value: str) -> Fragment:
    """A scalar's text with its places. `masked` is what was parsed: the source with single characters replaced."""
    if style in ("|", ">"):
        return _block(source, masked, start, end, style, value)
    inner = (start + 1, end - 1) if style else (start, end)
    raw = source.text[inner[0] : inner[1]]
    if not style and "\n" not in raw and "\r" not in raw:
        return Fragment(raw, source, ((0, start),))
    if raw == value:
        return Fragment(value, source, ((0, inner[0]),))
    return _aligned(source, masked, *inner, style, value)


def _block(source: Source, masked: str, start: int, end: int, style: str, value: str) -> Fragment:
    value = value.rstrip("\n")
    first = masked.find("\n", start) + 1
    if not first or first > end:
        return Fragment("", source, ((0, start),))
    if style == ">":
        return _aligned(source, masked, first, end, style, value)
    steps: list[tuple[int, int]] = []
    lines: list[str] = []
    local, at = 0, first
    for line in value.split("\n"):
        stop = masked.find("\n", at)
        stop = len(masked) if stop < 0 else stop
        ends = stop - 1 if stop > at and masked[stop - 1] == "\r" else stop
        place = max(at, ends - len(line))
        steps.append((local, place))
        lines.append(source.text[place:ends])
        local += len(lines[-1]) + 1
        at = stop + 1
    return Fragment("\n".join(lines), source, tuple(steps))


def _aligned(source: Source, masked: str, at: int, end: int, style: str, value: str) -> Fragment:
    """Walks value and source together: white space may shrink, quotes and escapes may be longer than what they mean."""
    places: list[int] = []
    letters: list[str] = []
    for letter in value:
        at, width = _next_place(masked, at, end, style, letter)
        places.append(min(at, max(0, end - 1)))
        changed = at < end and masked[at] != source.text[at] and masked[at] == letter
        letters.append(source.text[at] if changed else letter)
        at += width
    steps = [(0, places[0])] if places else [(0, at)]
    steps += [
        (index, place) for index, (before, place) in enumerate(itertools.pairwise(places), 1) if place != before + 1
    ]
    return Fragment("".join(letters), source, tuple(steps))


def _next_place(text: str, at: int, end: int, style: str, letter: str) -> tuple[int, int]:
    """Where a letter of the value stands from `at` on, and how many characters it takes there."""
    while at < end:
        here = text[at]
        if style == '"' and here == "\\":
            if text[at + 1 : at + 2] in "\r\n":
                at += 2
                continue
            return at, _ESCAPE_LENGTH.get(text[at + 1 : at + 2], 2)
        if style == "'" and text.startswith("''", at):
            return at, 2
        if here == letter or (here.isspace() and letter.isspace()):
            return at, 1
        if not here.isspace():
            break
        at += 1
    return at, 0
