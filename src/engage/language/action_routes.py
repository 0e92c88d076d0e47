"""`route to`: a queue, needed skills with levels, and a ladder of relaxations."""

from __future__ import annotations

from engage.facts.plan import Need, Rung
from engage.facts.units import Duration, microseconds
from engage.facts.vocabulary import Domain
from engage.ground.finding import Words
from engage.language.action_messages import ITEM_TWICE, LADDER_BACKWARDS, NOT_A_SKILL_LEVEL, RUNG_EMPTY
from engage.language.action_words import COMMA, SEMICOLON, words
from engage.language.actions import RouteTo
from engage.language.printer_values import duration_text
from engage.language.sentence_lengths import read_elapsed
from engage.language.sentence_reader import DIGIT, Reader, nothing_called

__all__ = ["parse_route"]

_QUEUE = Words("queue", "队列")
_SKILL = Words("skill", "技能")
_QUEUE_OR_SKILL = Words("queue or skill", "队列或技能")
_EXAMPLES = Words(
    "route to retention desk, needs retention 4; after 30 seconds retention 2",
    "转接 挽留专席，需要 挽留4级；30秒后 挽留2级",
)


def parse_route(reader: Reader) -> RouteTo | None:
    """The sentence behind its verb."""
    example = _EXAMPLES.in_language(reader.scope.language)
    queue = reader.name(_QUEUE, reader.terms(Domain.QUEUE), (*COMMA, *SEMICOLON), example=example)
    needs = _needs_behind_comma(reader)
    ladder: list[Rung] = []
    while not reader.findings and reader.take(SEMICOLON) and not reader.ended:
        rung = _rung(reader, example, ladder[-1].after if ladder else None)
        if rung is not None:
            ladder.append(rung)
    return None if reader.findings else RouteTo(queue, needs, tuple(ladder))


def _needs_behind_comma(reader: Reader) -> tuple[Need, ...]:
    start = reader.at
    if not reader.take(COMMA):
        return ()
    if not reader.take(words("needs", reader.scope.language)):
        reader.at = start
        reader.unexpected(_QUEUE)
        return ()
    return _needs(reader)


def _needs(reader: Reader) -> tuple[Need, ...]:
    needs: list[Need] = []
    separators = (*words("and", reader.scope.language), *COMMA)
    while not reader.findings:
        start = reader.at
        need = _need(reader)
        if need is None:
            break
        if any(one.skill == need.skill for one in needs):
            reader.add(ITEM_TWICE, start, reader.at, name=reader.label(Domain.SKILL, need.skill))
        needs.append(need)
        if not reader.take(separators):
            break
    return tuple(needs)


def _need(reader: Reader) -> Need | None:
    language = reader.scope.language
    stops = (DIGIT, *words("level", language), *words("and", language), *COMMA, *SEMICOLON)
    skill = reader.name(_SKILL, reader.terms(Domain.SKILL), stops, example=_EXAMPLES.in_language(language))
    if not skill:
        return None
    reader.take(words("level", language))
    start = reader.at
    digits = reader.number()
    reader.take(words("level", language))
    if not digits:
        return Need(skill)
    if not digits.isdecimal() or int(digits) < 1 or len(digits) > 3:
        label = reader.label(Domain.SKILL, skill)
        example = f"{label} 2" if language == "en" else f"{label}2级"
        reader.add(NOT_A_SKILL_LEVEL, start, reader.at, text=digits, skill=label, example=example)
        return None
    return Need(skill, int(digits))


def _rung(reader: Reader, example: str, earlier: Duration | None) -> Rung | None:
    """`after 30 seconds retention 2`, `30秒后 挽留2级`: skills, a queue, or a queue with skills."""
    language, start = reader.scope.language, reader.at
    after = words("after", language)
    if language == "en":
        reader.take(after)
        length = read_elapsed(reader, example=example)
    else:
        length = read_elapsed(reader, after, example=example)
        reader.take(after)
    if length is None:
        return None
    if earlier is not None and (microseconds(length) or 0) <= (microseconds(earlier) or 0):
        values = {"later": duration_text(length, language), "earlier": duration_text(earlier, language)}
        reader.add(LADDER_BACKWARDS, start, reader.at, **values)
        return None
    if reader.ended or reader.sees(SEMICOLON):
        reader.add(RUNG_EMPTY, start, reader.at, text=reader.fragment.text.strip(), example=example)
        return None
    if reader.take(words("needs", language)):
        return Rung(length, _needs(reader))
    queue = reader.guess(reader.terms(Domain.QUEUE), (*COMMA, *SEMICOLON))
    if queue:
        return Rung(length, _needs_behind_comma(reader), queue)
    return Rung(length, _needs(reader)) if _skill_here(reader) else None


def _skill_here(reader: Reader) -> bool:
    """Does a skill stand here? What is neither a skill nor a queue is told as that, with both to choose from."""
    start, skills = reader.at, reader.terms(Domain.SKILL)
    terms, stops = (*reader.terms(Domain.QUEUE), *skills), (DIGIT, *COMMA, *SEMICOLON)
    if not reader.guess(skills, None) and not reader.guess(terms, stops):
        unknown = reader.until(stops)
        reader.findings.append(nothing_called(unknown, _QUEUE_OR_SKILL, terms, reader.scope.language))
        return False
    reader.at = start
    return True
