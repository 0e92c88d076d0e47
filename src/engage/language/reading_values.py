"""Values: facts, constants, arithmetic, what history measures, `or else`."""

from __future__ import annotations

from typing import Final

from engage.facts.vocabulary import Field, Kind, Type
from engage.ground.finding import Words
from engage.ground.limits import LIMITS
from engage.language import reading_messages as tell
from engage.language.reading_history import measure
from engage.language.reading_literals import Sentence, Stop
from engage.language.tree import Age, Arithmetic, Fact, Literal, Now, OrElse, Part, Past, Value

__all__ = ["fact", "facts_here", "one_value", "type_of", "value"]

_NUMBER: Final = Type(Kind.NUMBER)
_PARTS: Final = {
    "date": Type(Kind.DATE),
    "time": Type(Kind.TIME),
    "hour": _NUMBER,
    "weekday": _NUMBER,
    "day": _NUMBER,
    "month": _NUMBER,
    "year": _NUMBER,
}


def type_of(value: Value) -> Type:
    """The type a value has."""
    if isinstance(value, Now):
        return Type(Kind.MOMENT)
    if isinstance(value, Part):
        return _PARTS[value.part]
    if isinstance(value, Age):
        return Type(Kind.DURATION)
    if isinstance(value, OrElse):
        return type_of(value.value)
    return value.type


def fact(sentence: Sentence, declared: Field, start: int) -> Value:
    """The node of a fact; in a history filter the past event's own fields come first."""
    span = sentence.span(sentence._skip(start), sentence.at)
    kind = sentence.scope.vocabulary.event_by_id.get(sentence.past)
    dotted = "." in sentence.original(sentence._skip(start), sentence.at)
    if declared.root == "event" and kind and declared.short in kind.fields and not dotted:
        return Past(declared.short, declared.type, span=span)
    kinds = [sentence.scope.vocabulary.event_by_id.get(kind) for kind in sentence.scope.events]
    if declared.root == "event" and kinds and not any(each and declared.short in each.fields for each in kinds):
        events = ", ".join(each.labels.in_language(sentence.language) for each in kinds if each)
        raise sentence.stop(tell.NOT_AT_EVENT, start, sentence.at, field=_label(sentence, declared), events=events)
    return Fact(declared.name, declared.type, span=span)


def _label(sentence: Sentence, declared: Field) -> str:
    return declared.labels.in_language(sentence.language) or declared.name


def facts_here(sentence: Sentence) -> list[Value]:
    """The facts that the longest label here may mean; the number of a scorecard before its band."""
    start = sentence.at
    found = sentence.fields()
    values, stopped = [], None
    for declared in found:
        try:
            values.append(fact(sentence, declared, start))
        except Stop as stop:
            stopped = stop
    if stopped and not values:
        raise stopped
    return values


def value(sentence: Sentence, expected: Type | None = None) -> Value | None:
    """A value with its arithmetic and its default; None, without moving, where none stands here."""
    start = sentence.at
    found = _sum(sentence, expected)
    if found is None:
        return None
    if sentence.word("or else"):
        default = _operand(sentence, type_of(found))
        if default is None:
            raise sentence.stop(
                tell.MISSING_VALUE, sentence.at, len(sentence.text), field=sentence.original(start, sentence.at)
            )
        found = OrElse(found, default)
    return found


def one_value(sentence: Sentence, expected: Type | None = None) -> Value | None:
    """A value without a default: one side of a comparison."""
    return _sum(sentence, expected)


def _sum(sentence: Sentence, expected: Type | None) -> Value | None:
    left = _product(sentence, expected)
    while left is not None and (op := sentence.take(("+", "-"))):
        left = _calculated(sentence, op, left, _product(sentence, expected))
    return left


def _product(sentence: Sentence, expected: Type | None) -> Value | None:
    left = _operand(sentence, expected)
    while left is not None and (op := sentence.take(("*", "/", "×", "÷"))):
        # What is multiplied by is a number, whatever type the result is to have.
        left = _calculated(sentence, {"×": "*", "÷": "/"}.get(op, op), left, _operand(sentence, None))
    return left


def _calculated(sentence: Sentence, op: str, left: Value, right: Value | None) -> Value:
    if right is None:
        raise sentence.stop(tell.UNEXPECTED, sentence.at, len(sentence.text), text=sentence.shown(sentence.at))
    kinds = type_of(left), type_of(right)
    for kind in kinds:
        if kind.kind not in (Kind.NUMBER, Kind.MONEY, Kind.DURATION):
            raise sentence.stop(
                tell.NOT_A_VALUE,
                0,
                sentence.at,
                text=sentence.behind(),
                wanted=Words("something to calculate with", "可以计算的值"),
                example="average bill * 2",
            )
    result = next((kind for kind in kinds if kind.kind is not Kind.NUMBER), _NUMBER)
    return Arithmetic(op, left, right, result)


def _operand(sentence: Sentence, expected: Type | None) -> Value | None:
    sentence.nodes += 1
    if sentence.nodes > 20 * LIMITS.condition_nodes:
        raise sentence.stop(tell.TOO_LARGE, 0, len(sentence.text), limit=f"{LIMITS.condition_nodes} nodes")
    start = sentence.at
    if sentence.take(("(",)):
        inside = _bracketed(sentence, expected)
        if inside is not None:
            return _behind(sentence, inside)
        sentence.at = start
        return None
    if sentence.word("now"):
        return _behind(sentence, Now(span=sentence.span(sentence._skip(start), sentence.at)))
    if sentence.language == "en":
        prefixed = _prefixed(sentence)
        if prefixed is not None:
            return prefixed
    measured = measure(sentence)
    if measured is not None:
        return _behind(sentence, measured)
    found = facts_here(sentence)
    if found:
        return _behind(sentence, _chosen(found, expected))
    return _constant(sentence, expected)


def _chosen(found: list[Value], expected: Type | None) -> Value:
    """Of facts that share a label, the one of the type that is expected."""
    if expected is not None:
        return next((each for each in found if type_of(each) == expected), found[0])
    return found[0]


def _bracketed(sentence: Sentence, expected: Type | None) -> Value | None:
    sentence.depth += 1
    if sentence.depth > LIMITS.condition_depth:
        raise sentence.stop(tell.TOO_DEEP, sentence.at, sentence.at, limit=str(LIMITS.condition_depth))
    inside = value(sentence, expected)
    sentence.depth -= 1
    return inside if inside is not None and sentence.take((")",)) else None


def _prefixed(sentence: Sentence) -> Value | None:
    """English: `hour of now`, `time since last order`."""
    start = sentence.at
    if sentence.word("age"):
        inside = _operand(sentence, None)
        if inside is not None and type_of(inside).kind in (Kind.DATE, Kind.MOMENT):
            return Age(inside)
        sentence.at = start
    for part in _PARTS:
        if sentence.word(f"part {part}"):
            inside = _operand(sentence, None)
            if inside is not None:
                return Part(part, inside)
            sentence.at = start
    return None


def _behind(sentence: Sentence, inside: Value) -> Value:
    """Chinese: parts and ages stand behind their value."""
    if sentence.language == "en":
        return inside
    clock = type_of(inside).kind in (Kind.DATE, Kind.MOMENT)
    if clock:
        for part in _PARTS:
            if sentence.word(f"part {part}"):
                return _behind(sentence, Part(part, inside))
        start = sentence.at
        if sentence.word("age"):
            return Age(inside)
        sentence.at = start
    return inside


def _constant(sentence: Sentence, expected: Type | None) -> Literal | None:
    if expected is not None:
        found = sentence.literal(expected)
        if found is not None:
            return found
    start = sentence.at
    for kind in (Kind.DURATION, Kind.MOMENT, Kind.DATE, Kind.TIME, Kind.TEXT):
        found = sentence.literal(Type(kind))
        if found is not None:
            return found
    number = sentence.literal(Type(Kind.NUMBER))
    if number is None:
        return None
    behind = sentence.at
    currency = sentence.currency()
    sentence.at = start
    money = sentence.literal(Type(Kind.MONEY, currency=currency or "CNY"))
    if money is not None and sentence.at > behind:
        return money
    sentence.at = behind
    return number
