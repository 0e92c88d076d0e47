"""Comparisons of two values: in words as they are spoken, in signs where a word would run into a name."""

from __future__ import annotations

from typing import Final

from engage.facts.vocabulary import Kind
from engage.language.folding import folded
from engage.language.names import names_of
from engage.language.printer_names import Pen
from engage.language.tree import Literal, Now, Part, Value
from engage.language.types import type_of

__all__ = ["beside_text"]

_RANKED: Final = ("<", "<=", ">", ">=")
_CLOCKS: Final = (Kind.DATE, Kind.TIME, Kind.MOMENT)
_SPOKEN: Final = (*_CLOCKS, Kind.NUMBER, Kind.MONEY, Kind.DURATION)
_TODAY: Final = Part("date", Now())


def beside_text(op: str, left: Value, right: Value, texts: tuple[str, str], pen: Pen) -> str:
    """`left op right`, whose texts are given."""
    subject, other = texts
    if right == _TODAY and not _is_name(pen.say("today"), pen):
        other = pen.say("today")
    kind = type_of(left).kind
    spoken = kind in _SPOKEN and type_of(right).kind in _SPOKEN and not isinstance(left, Literal)
    key = f"date {op}" if kind in _CLOCKS and op in _RANKED else f"than {op}"
    if not spoken or _runs_together(subject, pen.say(key, v="", x=other).strip(), pen):
        key = f"with {op}"
    return pen.say(key, v=subject, x=other)


def _is_name(text: str, pen: Pen) -> bool:
    return _longest(folded(text, pen.language), pen) == len(folded(text, pen.language))


def _runs_together(subject: str, behind: str, pen: Pen) -> bool:
    """True where the word of comparison would be read as part of a name."""
    alone = folded(behind, pen.language)
    whole = folded(f"{subject} {behind}", pen.language)
    longest = _longest(whole, pen)
    into_subject = longest > len(folded(subject, pen.language))
    behind_is = alone.removeprefix("is ").removeprefix("not ")
    # Behind `is` a name is what is meant, unless it begins like a comparison.
    compares = behind_is.startswith(("over ", "below ", "at ", "before ", "after ", "on "))
    return into_subject or bool(_longest(alone, pen)) or (compares and bool(_longest(behind_is, pen)))


def _longest(text: str, pen: Pen) -> int:
    """Where the longest name at the start of a text ends, 0 without one."""
    names = names_of(pen.vocabulary, pen.language)
    ends = [table.longest(text, 0) for table in (names.fields, names.events, names.phrases)]
    return max((match.end for match in ends if match is not None), default=0)
