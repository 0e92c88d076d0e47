"""What may stand behind a value: comparisons, lists, ranges, unknown, texts, lengths of time."""

from __future__ import annotations

import re2

from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Words
from engage.ground.limits import LIMITS
from engage.language import reading_messages as tell
from engage.language.reading_literals import Sentence, Stop, type_words
from engage.language.reading_values import one_value, type_of
from engage.language.reading_words import COMPARISONS, UP_TO
from engage.language.tree import (
    Age,
    Between,
    Compare,
    Condition,
    Fact,
    Holds,
    IsUnknown,
    Literal,
    Not,
    OneOf,
    Past,
    TextTest,
    Value,
    Within,
)

__all__ = ["compared", "holds", "listed", "ranged", "test_of"]

_CLOCKS = (Kind.DATE, Kind.MOMENT)
_RANKED = (Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.TIME, Kind.MOMENT, Kind.DURATION, Kind.PERIOD)


def holds(value: Value) -> Holds:
    """A yes/no value as a condition."""
    return Holds(value)


def test_of(sentence: Sentence, subject: Value) -> Condition | None:
    """The test of a value that stands here; None, without moving, where none does."""
    start = sentence.at
    for attempt in (_unknown, _lists, _between, _within, _texts, _ago, _range, _compare, _behind):
        found = attempt(sentence, subject)
        if found is not None:
            return found
        sentence.at = start
    if type_of(subject).kind is Kind.YES_NO:
        return holds(subject)
    return None


def _unknown(sentence: Sentence, subject: Value) -> Condition | None:
    if sentence.word("known"):
        return Not(IsUnknown(subject))
    return IsUnknown(subject) if sentence.word("unknown") else None


def listed(sentence: Sentence, type: Type, first: Literal) -> list[Literal]:
    """The literals of a list whose first is read: `gold, silver or platinum`, `金卡、白金卡`."""
    found = [first]
    while True:
        behind = sentence.at
        if not (sentence.word("comma") or sentence.word("or")):
            break
        sentence.word("or")
        option = sentence.literal(type)
        if option is None or _goes_on(sentence, behind):
            sentence.at = behind
            break
        found.append(option)
        if len(found) > LIMITS.list_items:
            raise sentence.stop(tell.TOO_LONG_LIST, 0, sentence.at, limit=str(LIMITS.list_items))
    return found


def _goes_on(sentence: Sentence, behind: int) -> bool:
    # `amount is 5 or 6 complaints …`: the number belongs to a condition of its own.
    rest = sentence.text[sentence.at :].lstrip()
    return bool(rest) and rest[0] not in ",)、或且" and not rest.startswith(("or ", "and ", "for ", "or(", "and("))


def _lists(sentence: Sentence, subject: Value) -> Condition | None:
    type = type_of(subject)
    none = sentence.word("none of")
    if not none and not sentence.word("one of"):
        return None
    bracket = bool(sentence.take(("(",)))
    first = sentence.literal(type)
    if first is None:
        return None
    options = listed(sentence, type, first)
    if bracket and not sentence.take((")",)):
        return None
    if len(options) == 1 and not none:
        return None
    found = OneOf(subject, tuple(options))
    return Not(found) if none else found


def ranged(sentence: Sentence, subject: Value, low: Value, high: Value | None, below: bool, start: int) -> Between:
    """A range, with a finding when nothing lies in it."""
    if high is None:
        raise sentence.stop(tell.MISSING_VALUE, start, sentence.at, field=sentence.behind())
    if isinstance(low, Literal) and isinstance(high, Literal):
        numbers = (low.value, high.value)
        if type(low.value) is type(high.value) and numbers[0] > numbers[1]:  # type: ignore[operator]  # same type
            texts = [sentence.original(*_ends(sentence, each)) for each in (low, high)]
            raise sentence.stop(tell.BETWEEN_ORDER, start, sentence.at, low=texts[0], high=texts[1])
    return Between(subject, low, high, below)


def _ends(sentence: Sentence, literal: Literal) -> tuple[int, int]:
    text, span = sentence.fragment, literal.span
    if span is None:
        return 0, 0
    places = [i for i, place in enumerate(sentence._places) if text.offset(place) >= span.start]
    first = places[0] if places else 0
    return first, min(first + (span.end - span.start), len(sentence.text))


def _between(sentence: Sentence, subject: Value) -> Condition | None:
    start, type = sentence.at, type_of(subject)
    if not sentence.word("between"):
        return None
    low = _side(sentence, type)
    if low is None:
        return None
    below = sentence.word("to below")
    if not below and not sentence.word("between and"):
        return None
    high = _side(sentence, type)
    found = ranged(sentence, subject, low, high, below, start)
    if sentence.language != "en":
        sentence.word("between end")
    return found


def _side(sentence: Sentence, type: Type) -> Value | None:
    start = sentence.at
    literal = sentence.literal(type)
    if literal is not None and not sentence.sees(("+", "-", "*", "/")):
        return literal
    sentence.at = start
    return one_value(sentence, type)


def _within(sentence: Sentence, subject: Value) -> Condition | None:
    if type_of(subject).kind not in _CLOCKS or not sentence.word("within"):
        return None
    length = sentence.duration()
    if length is None or (sentence.language != "en" and not sentence.word("within end")):
        return None
    return Within(subject, length)


def _texts(sentence: Sentence, subject: Value) -> Condition | None:
    if type_of(subject).kind is not Kind.TEXT:
        return None
    for test in ("starts with", "ends with", "contains", "matches"):
        start = sentence.at
        if sentence.word(test):
            text = sentence.quoted()
            if text is None:
                sentence.at = start
                continue
            if test == "matches":
                _check_pattern(sentence, text, start)
            return TextTest(test, subject, text)
    return None


def _check_pattern(sentence: Sentence, text: str, start: int) -> None:
    if len(text.encode()) > LIMITS.pattern_bytes:
        raise sentence.stop(tell.TOO_LARGE, start, sentence.at, limit=f"{LIMITS.pattern_bytes} bytes")
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(text, options)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        why = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise sentence.stop(tell.BAD_PATTERN, start, sentence.at, why=why) from None


def _ago(sentence: Sentence, subject: Value) -> Condition | None:
    if sentence.language != "en" or type_of(subject).kind not in _CLOCKS:
        return None
    for op, said in COMPARISONS["en"].items():
        start = sentence.at
        if sentence.take(said):
            length = sentence.duration()
            if length is not None and sentence.word("ago" if sentence.language == "en" else "age"):
                return Compare(op, Age(subject), Literal(length, Type(Kind.DURATION)))
            sentence.at = start
    return None


def _range(sentence: Sentence, subject: Value) -> Condition | None:
    """`is 5 to below 10`, `18 到 不满 60`; a range with a dash is refused."""
    type = type_of(subject)
    start = sentence.at
    sentence.word("is")
    low = sentence.literal(type)
    if low is None or type.kind not in _RANKED:
        return None
    behind = sentence._skip(sentence.at)
    dash = sentence.text[behind : behind + 1]
    if dash in ("~", "-", "–", "—", "〜"):
        sentence.at = behind + 1
        high = sentence.literal(type)
        if high is not None:
            whole = sentence.original(sentence._skip(start), sentence.at).removeprefix("is ").strip()
            one, two = (part.strip() for part in whole.split(sentence.original(behind, behind + 1), 1))
            words = (
                (f"{one} to {two}", f"{one} to below {two}")
                if sentence.language == "en"
                else (f"{one} 到 {two}", f"{one} 到 不满 {two}")
            )
            first = behind - len(one)
            raise sentence.stop(
                tell.DASHED_RANGE, first, sentence.at, *words, text=whole, first=words[0], second=words[1]
            )
        sentence.at = behind
    below = sentence.word("to below")
    if not below and not sentence.word("to"):
        return None
    return ranged(sentence, subject, low, sentence.literal(type), below, start)


def _compare(sentence: Sentence, subject: Value) -> Condition | None:
    start = sentence.at
    table = COMPARISONS["en" if sentence.language == "en" else "zh"]
    ranked = sorted(((word, op) for op, said in table.items() for word in said), key=lambda pair: -len(pair[0]))
    for word, op in ranked:
        if sentence.take((word,)):
            return compared(sentence, subject, op, start)
    return None


def compared(sentence: Sentence, subject: Value, op: str, start: int) -> Condition | None:
    """The comparison whose operator has been read."""
    type = type_of(subject)
    behind = sentence.at
    literal = sentence.literal(type)
    if literal is not None and not _is_label(sentence, behind) and not sentence.sees(("+", "*", "/", "×", "÷")):
        return _with_literal(sentence, subject, op, literal)
    sentence.at = behind
    right = one_value(sentence, type)
    if right is None:
        raise _bad_value(sentence, subject, behind)
    if not _comparable(type, type_of(right)):
        raise _incomparable(sentence, subject, type_of(right), behind)
    return Compare(op, subject, right)


def _is_label(sentence: Sentence, start: int) -> bool:
    """True when what was read as a constant is the beginning of a longer name: `5G package`, `30天消费`."""
    end, sentence.at = sentence.at, start
    named = bool(sentence.fields()) and sentence.at > end
    sentence.at = end
    return named


def _with_literal(sentence: Sentence, subject: Value, op: str, literal: Literal) -> Condition | None:
    type = literal.type
    if type.kind is Kind.YES_NO and op in ("=", "!="):
        return holds(subject) if (literal.value is True) == (op == "=") else Not(holds(subject))
    options = listed(sentence, type, literal) if op in ("=", "!=") else [literal]
    if len(options) > 1:
        found = OneOf(subject, tuple(options))
        return found if op == "=" else Not(found)
    if op == "=":
        for behind, said in UP_TO["en" if sentence.language == "en" else "zh"].items():
            if sentence.take(said):
                return Compare(behind, subject, literal)
    return Compare(op, subject, literal)


def _behind(sentence: Sentence, subject: Value) -> Condition | None:
    """`200元以上`, `months with us 12 or more`: the comparing word stands behind."""
    literal = sentence.literal(type_of(subject))
    if literal is None:
        return None
    for op, said in UP_TO["en" if sentence.language == "en" else "zh"].items():
        if sentence.take(said):
            return Compare(op, subject, literal)
    if sentence.past or sentence.language != "en":
        # `complaints (reason network)`: in a filter the comparing word may be left out.
        options = listed(sentence, literal.type, literal) if not sentence.past else [literal]
        if literal.type.kind is Kind.YES_NO:
            return holds(subject) if literal.value is True else Not(holds(subject))
        return Compare("=", subject, literal) if len(options) == 1 else OneOf(subject, tuple(options))
    return None


def _comparable(left: Type, right: Type) -> bool:
    if left.kind is not right.kind:
        return False
    if left.kind is Kind.MONEY:
        return left.currency == right.currency or not (left.currency and right.currency)
    return left.kind is not Kind.CHOICE or left.choices == right.choices


def _label(sentence: Sentence, subject: Value) -> str:
    name = subject.name if isinstance(subject, Fact) else f"event.{subject.name}" if isinstance(subject, Past) else ""
    declared = sentence.scope.vocabulary.field_by_name.get(name)
    return (declared.labels.in_language(sentence.language) if declared else "") or name or sentence.behind()


def _incomparable(sentence: Sentence, subject: Value, seen: Type, start: int) -> Stop:
    text = sentence.original(sentence._skip(start), sentence.at)
    bare = text.strip("\"“”'‘’")
    number = seen.kind is Kind.TEXT and bare.replace(".", "").isdigit()
    way_out = (
        Words(f"remove the quotes: `{bare}`", f"请去掉引号：{bare}")
        if number
        else Words("compare like with like", "请与同类的值比较")
    )
    return sentence.stop(
        tell.INCOMPARABLE,
        start,
        sentence.at,
        *((bare,) if number else ()),
        field=_label(sentence, subject),
        wanted=type_words(type_of(subject)),
        seen=type_words(seen),
        way_out=way_out,
    )


def _bad_value(sentence: Sentence, subject: Value, start: int) -> Stop:
    at, type, label = sentence._skip(start), type_of(subject), _label(sentence, subject)
    if at >= len(sentence.text):
        return sentence.stop(tell.MISSING_VALUE, at, at, field=label)
    said = sentence.shown(at)
    if type.kind is Kind.CHOICE:
        terms = {}
        for term in type.choices:
            shown = term.labels.in_language(sentence.language) or term.id
            terms[shown.casefold()] = shown
        way_out, near = sentence.near(said, terms)
        if near:
            values = ", ".join(terms.values())
            way_out = Words(
                f"did you mean `{near}`? values: {values}", f"是不是“{near}”？可选值：{'、'.join(terms.values())}"
            )
        fixes = (near,) if near else ()
        return sentence.stop(tell.UNKNOWN_CHOICE, at, at + len(said), *fixes, text=said, field=label, way_out=way_out)
    return sentence.stop(
        tell.NOT_A_VALUE, at, at + len(said), text=said, wanted=type_words(type), example=_example(type)
    )


def _example(type: Type) -> str:
    return {
        Kind.YES_NO: "yes",
        Kind.NUMBER: "12",
        Kind.MONEY: f"100 {type.currency}",
        Kind.TEXT: '"text"',
        Kind.DATE: "2026-11-05",
        Kind.TIME: "09:30",
        Kind.MOMENT: "2026-11-05T10:00+08:00",
        Kind.DURATION: "30 minutes",
        Kind.PERIOD: "2026-10",
    }.get(type.kind, "…")
