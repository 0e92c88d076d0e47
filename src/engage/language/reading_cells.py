"""Cells of tables: tests of a column, in the unary tests of DMN said in words."""

from __future__ import annotations

from engage.facts.vocabulary import Kind
from engage.language import reading_messages as tell
from engage.language.reading_conditions import condition
from engage.language.reading_literals import Sentence, Stop
from engage.language.reading_tests import holds, test_of
from engage.language.reading_values import one_value, type_of
from engage.language.reading_words import COMPARISONS, UP_TO
from engage.language.tree import Between, Compare, Condition, IsUnknown, Literal, Not, OneOf, Or, Value, Within

__all__ = ["cell"]


def cell(sentence: Sentence, subject: Value) -> Condition | None:
    """The test of a cell. Tests joined by commas are alternatives; one that is none may be a whole condition."""
    stopped: Stop | None = None
    try:
        found = _tests(sentence, subject)
        if found is not None and sentence.ended:
            return found
    except Stop as stop:
        stopped = stop
    sentence.at = 0
    try:
        whole = condition(sentence)
    except Stop as stop:
        raise stopped or stop from None
    if whole is None:
        raise stopped or _unknown_value(sentence, subject)
    return whole


def _unknown_value(sentence: Sentence, subject: Value) -> Stop:
    from engage.language.reading_tests import _bad_value

    sentence.at = 0
    if not sentence.text.strip():
        return sentence.stop(tell.EMPTY, 0, 0)
    return _bad_value(sentence, subject, 0)


def _tests(sentence: Sentence, subject: Value) -> Condition | None:
    parts = []
    while True:
        part = _one(sentence, subject)
        if part is None:
            return None
        parts.append(part)
        if not (sentence.word("comma") or sentence.word("or")):
            break
    if len(parts) == 1:
        return parts[0]
    literals = [part.right for part in parts if isinstance(part, Compare) and part.op == "="]
    if len(literals) == len(parts) and all(isinstance(each, Literal) for each in literals):
        return OneOf(subject, tuple(each for each in literals if isinstance(each, Literal)))
    return Or(tuple(parts))


def _one(sentence: Sentence, subject: Value) -> Condition | None:
    type, start = type_of(subject), sentence.at
    if sentence.word("bare known"):
        return Not(IsUnknown(subject))
    if sentence.word("bare unknown"):
        return IsUnknown(subject)
    if sentence.take(("not", "非", "不是")):
        inner = _negated(sentence, subject)
        if inner is not None:
            return inner
        sentence.at = start
    if type.kind in (Kind.DATE, Kind.MOMENT):
        found = _within(sentence, subject)
        if found is not None:
            return found
    literal = sentence.literal(type)
    if literal is not None:
        return _with_literal(sentence, subject, literal, start)
    found = test_of(sentence, subject) if _starts_test(sentence) else None
    if found is not None:
        return found
    sentence.at = start
    other = one_value(sentence, type)
    return Compare("=", subject, other) if other is not None and type_of(other).kind is type.kind else None


def _starts_test(sentence: Sentence) -> bool:
    table = COMPARISONS["en" if sentence.language == "en" else "zh"]
    tests = ("starts with", "ends with", "contains", "matches", "between")
    from engage.language.reading_words import words

    return sentence.sees(
        [word for said in table.values() for word in said]
        + [word for test in tests for word in words(test, sentence.language)]
    )


def _negated(sentence: Sentence, subject: Value) -> Condition | None:
    inner = _tests(sentence, subject)
    if inner is None:
        return None
    if isinstance(inner, Compare) and inner.op == "=":
        return Compare("!=", inner.left, inner.right)
    return Not(inner)


def _within(sentence: Sentence, subject: Value) -> Condition | None:
    start = sentence.at
    sentence.word("within")
    length = sentence.duration()
    if length is not None and (sentence.language == "en" or sentence.word("within end")):
        return Within(subject, length)
    sentence.at = start
    return None


def _with_literal(sentence: Sentence, subject: Value, literal: Literal, start: int) -> Condition | None:
    below = sentence.word("to below")
    if below or sentence.word("to"):
        high = sentence.literal(literal.type)
        from engage.language.reading_tests import ranged

        found: Between = ranged(sentence, subject, literal, high, below, start)
        return found
    for op, said in UP_TO["en" if sentence.language == "en" else "zh"].items():
        if sentence.take(said):
            return Compare(op, subject, literal)
    if literal.type.kind is Kind.YES_NO:
        return holds(subject) if literal.value is True else Not(holds(subject))
    return Compare("=", subject, literal)
