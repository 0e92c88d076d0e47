"""The sentences of floors and their approvals, from text to values. Never raises.

`answer within 180 seconds`, `complaint answered within 3 working days`, `a person within 2 steps`, `cancel request can
be finished here`, `say at least standard greeting`; `by Wang Fang on 2026-10-08, through 2027-03-31`.
"""

from __future__ import annotations

import datetime
import re
from typing import Final

from engage.facts.floors import Approval, FinishedHere, Guarantee, LeastWords, MaximumWait, WayToPerson
from engage.facts.vocabulary import Domain, Kind, Type
from engage.ground.finding import Finding, Words
from engage.ground.source import Fragment
from engage.language import floor_messages as say
from engage.language.action_words import COMMA, words
from engage.language.event_sentences import EVENT, kinds
from engage.language.floor_printer import print_guarantee
from engage.language.floor_words import STEPS, floor_words
from engage.language.floors import Holding
from engage.language.other_language import in_other_language
from engage.language.parser import parse_literal
from engage.language.scope import Scope
from engage.language.sentence_lengths import read_length
from engage.language.sentence_reader import DIGIT, Reader, too_long

__all__ = ["parse_approval", "parse_guarantee"]

Found = tuple[Finding, ...]
_WORDING: Final = Words("wording", "话术")
_METRICS: Final = {"answer": "first_response", "finish": "resolution"}
_YEAR: Final = re.compile(r"[0-9０-９]{4}\s*[-年/.]")
_BY: Final = re.compile(r"by\s+", re.IGNORECASE)
_ON: Final = re.compile(r"(?:[,，]\s*|\s+on|[于於])\s*$", re.IGNORECASE)
_MOST_STEPS: Final = 20


def parse_guarantee(fragment: Fragment, scope: Scope) -> tuple[Holding | None, Found]:
    """What a line of a floor guarantees, or None with findings."""
    if long := too_long(fragment):
        return None, long
    found, findings = _read(fragment, scope)
    if found is None:

        def written(piece: Fragment, other: Scope) -> str:
            meant, problems = _read(piece, other)
            return "" if meant is None or problems else print_guarantee(meant, scope.vocabulary, scope.language)

        foreign = in_other_language(fragment, scope, written)
        return None, (foreign,) if foreign is not None else findings
    return Holding(found, span=fragment.strip().span(), notes=fragment.notes), findings


def _read(fragment: Fragment, scope: Scope) -> tuple[Guarantee | None, Found]:
    reader = Reader(fragment, scope)
    found = _english(reader) if scope.language == "en" else _chinese(reader)
    if not reader.findings and found is not None and not reader.ended:
        reader.unexpected()
    if found is None and not reader.findings:
        reader.findings.append(Finding(say.NOT_A_GUARANTEE, fragment.strip().span(), {"text": fragment.text.strip()}))
    return (None if reader.findings else found), tuple(reader.findings)


def _english(reader: Reader) -> Guarantee | None:
    answer, finish, here = (floor_words(key, "en") for key in ("answer", "finish", "here"))
    kind = reader.guess(kinds(reader.scope), (*answer, *finish, *here))
    if not kind and reader.take(floor_words("say", "en")):
        return _least_words(reader)
    if not kind and reader.take(floor_words("person", "en")):
        reader.take(floor_words("within", "en"))
        steps = _steps(reader)
        return WayToPerson(steps) if steps and reader.take(floor_words("steps", "en")) else None
    if not kind and not reader.sees((*answer, *finish)):
        if not reader.holds((*answer, *finish, *here)):
            return None
        kind = reader.name(EVENT, kinds(reader.scope), (*answer, *finish, *here))
        if not kind:
            return None
    if kind and reader.take(here):
        return FinishedHere(kind)
    metric = next((metric for verb, metric in _METRICS.items() if reader.take(floor_words(verb, "en"))), "")
    if not metric or not reader.take(floor_words("within", "en")):
        return None
    length = read_length(reader, (";",), example="answer within 180 seconds")
    return None if length is None else MaximumWait(length, metric, kind)


def _chinese(reader: Reader) -> Guarantee | None:
    language = reader.scope.language
    within, named = floor_words("within", language), kinds(reader.scope)
    kind = reader.guess(named, (DIGIT, *words("number", language)))
    if not kind and reader.take(floor_words("say", language)):
        return _least_words(reader)
    if not kind and reader.take(floor_words("place", language)):
        reader.take(floor_words("here", language))
        name = reader.name(EVENT, named)
        return FinishedHere(name) if name else None
    start = reader.at
    steps = _steps(reader, quiet=not reader.holds(floor_words("steps", language)))
    if not kind and steps and reader.take(floor_words("steps", language)):
        reader.take(within)
        reader.take(COMMA)
        return WayToPerson(steps) if reader.take(floor_words("person", language)) else None
    reader.at = start
    if not reader.holds(within) or reader.findings:
        return None
    if not kind and not reader.sees((DIGIT, *words("number", language))):
        kind = reader.name(EVENT, named, (DIGIT, *words("number", language)))
        if not kind:
            return None
    length = read_length(reader, within, example="180秒内 接听")
    reader.take(within)
    reader.take(COMMA)
    metric = next((metric for verb, metric in _METRICS.items() if reader.take(floor_words(verb, language))), "")
    return MaximumWait(length, metric, kind) if length is not None and metric else None


def _least_words(reader: Reader) -> Guarantee | None:
    name = reader.name(_WORDING, reader.terms(Domain.WORDING))
    return LeastWords(name) if name else None


def _steps(reader: Reader, *, quiet: bool = False) -> int:
    """How many steps are said; 0, with a finding unless it is `quiet`, where that is no number of steps."""
    start = reader.at
    digits = reader.number()
    number = int(digits) if digits.isdecimal() and len(digits) <= 3 else STEPS.get(reader.take(STEPS) or digits, 0)
    if not 0 < number <= _MOST_STEPS:
        if not quiet:
            ends = reader.word_ends(1)
            end = reader.at if reader.at > start else ends[0] if ends else len(reader.text)
            reader.add(say.NO_STEP, start, end, text=reader.to(end).text or reader.since(start))
        return 0
    return number


def parse_approval(fragment: Fragment, scope: Scope) -> tuple[Approval | None, Found]:
    """`by Wang Fang on 2026-10-08, through 2027-03-31`, or None with findings."""
    if long := too_long(fragment):
        return None, long
    whole = fragment.strip()
    first = _YEAR.search(whole.text)
    name = _ON.sub("", whole.text[: first.start()].strip()) if first is not None else ""
    name = " ".join(_BY.sub("", name, count=1).split())
    unread = (Finding(say.APPROVAL_UNREAD, whole.span(), {"text": whole.text}),)
    if first is None or not name:
        return None, unread
    days = whole.cut(first.start())
    second = next((found.start() for found in _YEAR.finditer(days.text) if found.start()), len(days.text))
    between = re.search(r"[,，]?\s*(?:through|thru|至|到)\s*$", days.text[:second], re.IGNORECASE)
    if second < len(days.text) and between is None:
        return None, unread
    pieces = [days.cut(0, between.start() if between is not None else second).strip()]
    if second < len(days.text):
        pieces.append(days.cut(second).strip())
    read = [parse_literal(piece, Type(Kind.DATE), scope) for piece in pieces]
    if any(found for _, found in read):
        return None, tuple(finding for _, found in read for finding in found)
    dates = [literal.value for literal, _ in read if literal is not None and isinstance(literal.value, datetime.date)]
    if len(dates) < len(pieces):
        return None, unread
    on, through = dates[0], dates[1] if dates[1:] else None
    if through is not None and through < on:
        values: dict[str, str | Words] = {"on": on.isoformat(), "through": through.isoformat()}
        return None, (Finding(say.APPROVAL_BACKWARDS, whole.span(), values),)
    return Approval(name, on, through), ()
