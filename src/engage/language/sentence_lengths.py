"""Lengths of time and values inside sentences of fixed words: where they end, as the condition parser reads them."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from engage.facts.units import ELAPSED, Duration
from engage.facts.vocabulary import Domain, Type
from engage.ground.finding import Finding, Words
from engage.ground.source import Fragment
from engage.language.action_messages import MISSING_PART, NEEDS_ELAPSED
from engage.language.messages import NEEDS_UNIT
from engage.language.parser import parse_duration, parse_value
from engage.language.sentence_reader import Reader
from engage.language.tree import Value

__all__ = ["read_elapsed", "read_length", "read_value"]

_A_LENGTH = Words("a length of time", "时长")
_A_VALUE = Words("a value", "值")
#: `8 business hours` has three words; no length has more than four
_LONGEST = 4


def read_length(reader: Reader, stops: Sequence[str] = (), *, example: str = "") -> Duration | None:
    """A length of time up to the first stop, or, where names follow at once, as many words as make one."""
    piece = reader.until(stops) if stops else _longest_length(reader)
    return _length(reader, piece, example)


def read_elapsed(reader: Reader, stops: Sequence[str] = (), *, example: str = "") -> Duration | None:
    """A length in seconds, minutes, hours, days or weeks: nobody waits in working days."""
    piece = reader.until(stops) if stops else _longest_length(reader)
    before = len(reader.findings)
    length = _length(reader, piece, example)
    reader.findings[before:] = [_of_waiting(one, reader.scope.language) for one in reader.findings[before:]]
    if length is not None and length.unit not in ELAPSED:
        reader.findings.append(Finding(NEEDS_ELAPSED, piece.span(), {"text": piece.text}))
        return None
    return length


def _of_waiting(finding: Finding, language: str) -> Finding:
    """A number without a unit is offered those in which somebody waits."""
    if finding.message is not NEEDS_UNIT:
        return finding
    number = str(finding.values["text"]).strip()
    english, chinese = f"`{number} seconds`, `{number} minutes`", f"“{number}秒”、“{number}分钟”"
    return evolve(finding, values={**finding.values, "choices": english if language == "en" else chinese})


def read_value(reader: Reader, expected: Type | None = None, *, example: str = "") -> Value | None:
    """The rest of the sentence as a value."""
    rest = reader.rest()
    before = reader.behind()
    reader.at = len(reader.text)
    if not rest.text:
        reader.add(MISSING_PART, reader.at, reader.at, what=_A_VALUE, before=before, example=example)
        return None
    value, found = parse_value(rest, reader.scope, expected)
    reader.findings += found
    return None if found else value


def _length(reader: Reader, piece: Fragment, example: str) -> Duration | None:
    if not piece.text:
        reader.add(MISSING_PART, reader.at, reader.at, what=_A_LENGTH, before=reader.behind(), example=example)
        return None
    length, found = parse_duration(piece, reader.scope)
    reader.findings += found
    return None if found else length


def _longest_length(reader: Reader) -> Fragment:
    """The longest run of words from here that is a length; one word where none is."""
    start = reader.at
    ends = reader.word_ends(_LONGEST)
    for end in reversed(ends):
        piece = reader.to(end)
        length, found = parse_duration(piece, reader.scope)
        if length is not None and not found:
            return piece
        reader.at = start
    if not ends:
        return reader.rest()
    if _named_behind(reader, ends[0]):
        return reader.to(ends[0])
    return reader.to(ends[min(1, len(ends) - 1)])


def _named_behind(reader: Reader, end: int) -> bool:
    """Does a skill or a queue follow a number at once, so that its unit is missing?"""
    start, first = reader.at, reader.to(end)
    reader.at = end
    named = reader.guess((*reader.terms(Domain.SKILL), *reader.terms(Domain.QUEUE)), None)
    reader.at = start
    return bool(named) and first.text.isdecimal()
