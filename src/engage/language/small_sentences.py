"""The small sentences around rules: `active`, `once`, the absence event, events of examples. Text to values and back.

Each `parse_…` gives (value, findings) and never raises; each `print_…` writes the canonical spelling.
"""

from __future__ import annotations

import datetime

from engage.facts.units import ELAPSED, Duration
from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Finding, Fix, Message, Words
from engage.ground.source import Fragment
from engage.language.action_messages import (
    ABSENCE_UNREAD,
    ACTIVE_BACKWARDS,
    ACTIVE_UNREAD,
    ONCE_NEEDS_ELAPSED,
    ONCE_UNREAD,
)
from engage.language.action_words import words
from engage.language.event_sentences import EVENT, kinds, parse_event_given, parse_past
from engage.language.parser import parse_literal
from engage.language.scope import Scope
from engage.language.sentence_lengths import read_length
from engage.language.sentence_reader import Reader, too_long
from engage.language.small_printer import print_absence, print_active, print_event_given, print_once, print_past

__all__ = [
    "parse_absence",
    "parse_active",
    "parse_event_given",
    "parse_once",
    "parse_past",
    "print_absence",
    "print_active",
    "print_event_given",
    "print_once",
    "print_past",
]

Found = tuple[Finding, ...]
Active = tuple[datetime.date | None, datetime.date | None]
_SUBJECTS = ("customer", "contact", "case", "account")


def parse_active(fragment: Fragment, scope: Scope) -> tuple[Active | None, Found]:
    """`2026-11-01 through 2026-11-11` as (start, through), both days included; None is an open end."""
    if long := too_long(fragment):
        return None, long
    reader = Reader(fragment, scope)
    through_words, until_words = words("through", scope.language), words("until", scope.language)
    from_words = words("from", scope.language)
    if not fragment.text.strip():
        return None, _unread(ACTIVE_UNREAD, fragment)
    reader.take(words("starting", scope.language))
    start: datetime.date | None = None
    through: datetime.date | None = None
    if not reader.sees((*through_words, *until_words)):
        start = _date(reader, reader.until((*through_words, *until_words, *from_words)))
        reader.take(from_words)
    if start and scope.language != "en" and reader.take(until_words):
        start, through = None, _day_before(start)  # `2026-11-12 之前`
    elif reader.take(through_words):
        through = _date(reader, reader.until(words("through end", scope.language) or (";",)))
        reader.take(words("through end", scope.language))
    elif reader.take(until_words):
        through = _day_before(_date(reader, reader.until((";",))))
    if reader.findings:
        return None, tuple(reader.findings)
    if (start is None and through is None) or not reader.ended:
        return None, _unread(ACTIVE_UNREAD, fragment)
    if start and through and through < start:
        return None, (_backwards(start, through, fragment, scope.language),)
    return (start, through), ()


def parse_once(fragment: Fragment, scope: Scope) -> tuple[tuple[str, Duration | None] | None, Found]:
    """`per customer every 30 days` as (subject, every); without a length it is once for all."""
    if long := too_long(fragment):
        return None, long
    reader = Reader(fragment, scope)
    once = words("once", scope.language)
    reader.take(once)
    subject = next((one for one in _SUBJECTS if reader.take(words(f"per {one}", scope.language))), "")
    if not subject:
        return None, _unread(ONCE_UNREAD, fragment)
    reader.take(once)
    every = None
    if not reader.ended:
        reader.take(words("every", scope.language))
        ends = (*words("within end", scope.language), *once)
        piece = reader.rest()
        every = read_length(reader, ends)
        reader.take(words("within end", scope.language))
        reader.take(once)
        if every is not None and every.unit not in ELAPSED:
            reader.findings.append(Finding(ONCE_NEEDS_ELAPSED, piece.span(), {"text": piece.text}))
    if reader.findings:
        return None, tuple(reader.findings)
    return ((subject, every), ()) if reader.ended else (None, _unread(ONCE_UNREAD, fragment))


def parse_absence(fragment: Fragment, scope: Scope) -> tuple[tuple[Duration, str, str] | None, Found]:
    """`3 working days after complaint closed without call-back` as (length, start kind, kind that does not come)."""
    if long := too_long(fragment):
        return None, long
    reader = Reader(fragment, scope)
    after, without = words("after event", scope.language), words("without", scope.language)
    inside = words("within end", scope.language)
    named = kinds(scope)
    length: Duration | None
    if scope.language == "en":
        if not reader.holds(after) or not reader.holds(without):
            return None, _unread(ABSENCE_UNREAD, fragment)
        length = read_length(reader, after)
        reader.take(after)
        start = reader.name(EVENT, named, without)
    else:
        if not reader.holds(after) or not reader.holds(without):
            return None, _unread(ABSENCE_UNREAD, fragment)
        start = reader.name(EVENT, named, after)
        reader.take(after)
        length = read_length(reader, (*inside, *without))
        reader.take(inside)
    if not reader.take(without) and not reader.findings:
        return None, _unread(ABSENCE_UNREAD, fragment)
    missing = reader.name(EVENT, named) if not reader.findings else ""
    if reader.findings or length is None:
        return None, tuple(reader.findings)
    return ((length, start, missing), ()) if reader.ended else (None, _unread(ABSENCE_UNREAD, fragment))


def _unread(message: Message, fragment: Fragment) -> Found:
    return (Finding(message, fragment.strip().span(), {"text": fragment.text.strip()}),)


def _day_before(date: datetime.date | None) -> datetime.date | None:
    return date - datetime.timedelta(days=1) if date and date > datetime.date.min else None


def _date(reader: Reader, piece: Fragment) -> datetime.date | None:
    literal, found = parse_literal(piece, Type(Kind.DATE), reader.scope)
    reader.findings += found
    return literal.value if literal is not None and isinstance(literal.value, datetime.date) else None


def _backwards(start: datetime.date, through: datetime.date, fragment: Fragment, language: str) -> Finding:
    swapped = print_active(through, start, language)
    values: dict[str, str | Words] = {"start": str(start), "through": str(through), "swapped": swapped}
    span = fragment.strip().span()
    return Finding(ACTIVE_BACKWARDS, span, values, fixes=(Fix(span, swapped),))
