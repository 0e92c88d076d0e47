"""Conditions: tests of values, counts of events, streaks, what held for a time, joined by and, or, not."""

from __future__ import annotations

from attrs import evolve

from engage.facts.units import Unit
from engage.facts.vocabulary import Kind
from engage.ground.finding import Words
from engage.ground.limits import LIMITS
from engage.language import reading_messages as tell
from engage.language.reading_history import counted, field_of_kind
from engage.language.reading_literals import Sentence, Stop
from engage.language.reading_tests import holds, test_of
from engage.language.reading_values import facts_here, one_value, type_of, value
from engage.language.tree import (
    And,
    Compare,
    Condition,
    EventIs,
    Fact,
    HeldFor,
    InARow,
    Not,
    Or,
    Past,
    Value,
)

__all__ = ["condition", "condition_in_filter", "not_known"]


def condition(sentence: Sentence) -> Condition | None:
    """A whole condition; None, without moving, where none stands here."""
    return _any(sentence)


def condition_in_filter(sentence: Sentence) -> Condition | None:
    """A condition between the commas of a filter."""
    return _any(sentence)


def _any(sentence: Sentence) -> Condition | None:
    start = sentence.at
    parts, mixed = [], False
    first = _all(sentence)
    if first is None:
        return None
    parts.append(first)
    while sentence.word("or"):
        mixed = True
        part = _all(sentence)
        if part is None:
            raise not_known(sentence, sentence.at)
        parts.append(part)
    if not mixed:
        return first[0]
    if any(bare for _, bare in parts):
        raise _two_readings(sentence, start)
    found = [part for part, _ in parts]
    if all(isinstance(part, EventIs) for part in found):
        return EventIs(tuple(kind for part in found if isinstance(part, EventIs) for kind in part.kinds))
    return Or(tuple(found))


def _two_readings(sentence: Sentence, start: int) -> Stop:
    text = sentence.original(sentence._skip(start), sentence.at)
    and_, or_ = ("and", "or") if sentence.language == "en" else ("且", "或")
    first = Words("brackets around the parts joined by `and`", f"用括号括起“{and_}”连接的部分")
    second = Words("brackets around the parts joined by `or`", f"用括号括起“{or_}”连接的部分")
    return sentence.stop(tell.AND_OR, start, sentence.at, text=text, first=first, second=second)


def _all(sentence: Sentence) -> tuple[Condition, bool] | None:
    """Parts joined by `and`; True when they stand there without brackets."""
    first = _one(sentence)
    if first is None:
        return None
    parts = [first]
    while sentence.word("and"):
        part = _one(sentence)
        if part is None:
            raise not_known(sentence, sentence.at)
        parts.append(part)
    return (first, False) if len(parts) == 1 else (And(tuple(parts)), True)


def _one(sentence: Sentence) -> Condition | None:
    sentence.nodes += 1
    if sentence.nodes > 20 * LIMITS.condition_nodes:
        raise sentence.stop(tell.TOO_LARGE, 0, len(sentence.text), limit=f"{LIMITS.condition_nodes} nodes")
    start = sentence.at
    found = _negated(sentence) or _bracketed(sentence)
    if found is None:
        sentence.at = start
        for attempt in (_streak, counted, _event_is, _test):
            found = attempt(sentence)
            if found is not None:
                break
            sentence.at = start
    return None if found is None else _held(sentence, found, start)


def _negated(sentence: Sentence) -> Condition | None:
    start = sentence.at
    if sentence.word("not"):
        inner = _bracketed(sentence)
        if inner is not None:
            return Not(inner)
        candidates = facts_here(sentence)
        found = next((each for each in candidates if type_of(each).kind is Kind.YES_NO), None)
        if found is not None:
            return Not(holds(found))
    sentence.at = start
    return None


def _bracketed(sentence: Sentence) -> Condition | None:
    start = sentence.at
    if not sentence.take(("(",)):
        return None
    sentence.depth += 1
    if sentence.depth > LIMITS.condition_depth:
        raise sentence.stop(tell.TOO_DEEP, start, start + 1, limit=str(LIMITS.condition_depth))
    try:
        inside = _any(sentence)
    except Stop:
        # `(average bill + 3) > 5`: the brackets may belong to a value.
        sentence.at = start
        if one_value(sentence) is None:
            raise
        inside = None
    sentence.depth -= 1
    if inside is None or not sentence.take((")",)):
        sentence.at = start
        return None
    behind = sentence.at
    if any(sentence.take((mark,)) for mark in ("+", "-", "*", "/", "<", ">", "=", "!=", "≥", "≤", "≠")):
        sentence.at = start
        return None
    sentence.at = behind
    return inside


def _event_is(sentence: Sentence) -> Condition | None:
    start = sentence.at
    named = sentence.word("event is")
    kind = sentence.event_kind()
    if not kind:
        sentence.at = start
        return None
    kinds = [kind]
    while named:
        behind = sentence.at
        if not (sentence.word("comma") or sentence.word("or")) or not (kind := sentence.event_kind()):
            sentence.at = behind
            break
        kinds.append(kind)
    rest = sentence.text[sentence.at :].strip()
    if not named and rest and not (sentence.sees(("or", "and", "或", "且", ")", ",")) or rest[0] in "或且"):
        sentence.at = start
        return None
    return EventIs(tuple(kinds))


# ------------------------------------------------------------------------------------- rows and time


def _streak(sentence: Sentence) -> Condition | None:
    return _streak_en(sentence) if sentence.language == "en" else _streak_zh(sentence)


def _streak_en(sentence: Sentence) -> Condition | None:
    start = sentence.at
    named = field_of_kind(sentence)
    if named is None:
        return None
    kind, declared = named
    trend = "falls" if sentence.word("falls") else "rises" if sentence.word("rises") else ""
    test = None
    if not trend:
        bracket = False
        test = _past_test(sentence, kind, Past(declared.short, declared.type), bracket)
        if test is None:
            return None
    row = _row(sentence, kind, declared.short, trend, test)
    if row is None and not trend and start == sentence._skip(0):
        sentence.at = start
    return row


def _past_test(sentence: Sentence, kind: str, past: Past, bracket: bool) -> Condition | None:
    outside, sentence.past = sentence.past, kind
    try:
        return test_of(sentence, past)
    except Stop:
        return None
    finally:
        sentence.past = outside


def _row(sentence: Sentence, kind: str, name: str, trend: str, test: Condition | None) -> InARow | None:
    if not sentence.word("for"):
        return None
    length = sentence.duration()
    if length is None or not sentence.word("in a row") or not isinstance(length.amount, int):
        return None
    return InARow(kind, name, length.amount, Unit(length.unit), trend, test)


def _streak_zh(sentence: Sentence) -> Condition | None:
    if not sentence.word("in a row"):
        return None
    length = sentence.duration()
    if length is None or not isinstance(length.amount, int):
        return None
    bracket = bool(sentence.take(("(",)))
    named = field_of_kind(sentence)
    if named is None:
        return None
    kind, declared = named
    trend = "falls" if sentence.word("falls") else "rises" if sentence.word("rises") else ""
    test = None if trend else _past_test(sentence, kind, Past(declared.short, declared.type), bracket)
    if bracket and not sentence.take((")",)):
        return None
    if not trend and test is None:
        return None
    return InARow(kind, declared.short, length.amount, Unit(length.unit), trend, test)


def _held(sentence: Sentence, found: Condition, start: int) -> Condition:
    behind = sentence.at
    if sentence.word("for"):
        length = sentence.duration()
        if length is not None:
            if sentence.language == "en" and sentence.word("in a row"):
                row = _as_row(sentence, found, length.amount, Unit(length.unit))
                if row is not None:
                    return row
                raise sentence.stop(
                    tell.UNEXPECTED, behind, sentence.at, text=sentence.original(behind, sentence.at).strip()
                )
            return HeldFor(found, length)
    sentence.at = behind
    return evolve(found, span=sentence.span(sentence._skip(start), behind))


def _as_row(sentence: Sentence, found: Condition, periods: object, unit: Unit) -> Condition | None:
    """`(over-plan charges is over 20 yuan) for 3 billing months in a row`: the test speaks of the past."""
    subject = _subject(found)
    if not isinstance(subject, Fact) or not subject.name.startswith("event.") or not isinstance(periods, int):
        return None
    short = subject.name.removeprefix("event.")
    kinds = [kind.id for kind in sentence.scope.vocabulary.events if short in kind.fields]
    if len(kinds) != 1:
        return None
    return InARow(kinds[0], short, periods, unit, "", _of_past(found, Past(short, subject.type)))


def _subject(found: Condition) -> Value | None:
    return found.left if isinstance(found, Compare) else getattr(found, "value", None)


def _of_past(found: Condition, past: Past) -> Condition:
    if isinstance(found, Compare):
        return evolve(found, left=past, span=None)
    return evolve(found, value=past, span=None)  # type: ignore[call-arg]  # it has a value: see _subject


# -------------------------------------------------------------------------------------------- tests


def _phrase(sentence: Sentence) -> Condition | None:
    """A yes/no fact in its own words: `是融合客户`."""
    from engage.language.sentence_reader import fold

    best, found = sentence._skip(sentence.at), None
    start = best
    for declared in sentence.scope.vocabulary.fields:
        for place, labels in enumerate(declared.phrases):
            said = (labels.en,) if sentence.language == "en" else (labels.zh, labels.hant)
            for text in said:
                end = sentence._starts(fold(text, sentence.language)[0], start) if text else None
                if end is not None and end > best:
                    best, found = end, (declared, place)
    if found is None:
        return None
    sentence.at = best
    declared, place = found
    node = holds(Fact(declared.name, declared.type))
    return Not(node) if place else node


def _test(sentence: Sentence) -> Condition | None:
    start = sentence.at
    own = _phrase(sentence)
    if own is not None:
        return own
    candidates = facts_here(sentence)
    stopped: Stop | None = None
    behind = sentence.at
    if candidates and not sentence.sees(("+", "-", "*", "/", "×", "÷")):
        for each in _widened(sentence, candidates):
            sentence.at = behind
            try:
                found = test_of(sentence, each)
            except Stop as stop:
                stopped = stopped or stop
                continue
            if found is not None:
                return found
        if stopped:
            raise stopped
    sentence.at = start
    subject = value(sentence)
    if subject is None:
        sentence.at = start
        return None
    found = test_of(sentence, subject)
    if found is None:
        raise _no_test(sentence, subject, start)
    return found


def _widened(sentence: Sentence, candidates: list[Value]) -> list[Value]:
    # A scorecard's band is tried before its points: `churn risk is high`.
    return sorted(candidates, key=lambda each: type_of(each).kind is not Kind.CHOICE)


def _no_test(sentence: Sentence, subject: Value, start: int) -> Stop:
    at = sentence._skip(sentence.at)
    said = sentence.original(sentence._skip(start), sentence.at)
    if at >= len(sentence.text) or sentence.text[at] in ")":
        return sentence.stop(tell.MISSING_VALUE, start, sentence.at, field=said)
    text = sentence.shown(at)
    return sentence.stop(tell.UNEXPECTED, at, at + len(text), text=text)


def not_known(sentence: Sentence, start: int) -> Stop:
    """The finding for a place where a condition should start and none does."""
    at = sentence._skip(start)
    if at >= len(sentence.text):
        return sentence.stop(tell.EMPTY, at, at)
    said = _name_here(sentence, at)
    vocabulary = sentence.scope.vocabulary
    terms = {
        label.casefold(): label
        for declared in vocabulary.fields
        for label in (declared.labels.in_language(sentence.language), declared.name)
        if label
    }
    way_out, near = sentence.near(said, terms)
    fixes = (near,) if near else ()
    return sentence.stop(tell.UNKNOWN_FIELD, at, at + len(said), *fixes, text=said, way_out=way_out)


def _name_here(sentence: Sentence, at: int) -> str:
    """The words up to the first that compares."""
    stops = (
        " is ",
        " are ",
        " = ",
        " > ",
        " < ",
        " >= ",
        " <= ",
        " at ",
        " over ",
        " under ",
        " and ",
        " or ",
        ")",
        ",",
    )
    stops_zh = ("是", "为", "=", ">", "<", "≥", "≤", "属于", "不", "超过", "至少", "未知", "且", "或", "在", ")", ",")
    chosen = stops if sentence.language == "en" else stops_zh
    ends = [found for stop in chosen if (found := sentence.text.find(stop, at + 1)) > 0]
    return sentence.original(at, min(ends, default=len(sentence.text))).strip() or sentence.shown(at)
