"""Conditions as code, certainly true or certainly false (Kleene): `not` is pushed inwards, so neither asks the other.

`test_code(condition, desk, True)` is code that is true exactly when the condition certainly holds,
`test_code(condition, desk, False)` when it certainly fails. When both are false the condition is unknown.
"""

from __future__ import annotations

import ast
from typing import Final

from engage.facts.units import Duration
from engage.facts.vocabulary import Kind, Type
from engage.language.tree import (
    Age,
    And,
    Between,
    Compare,
    Condition,
    Contains,
    EventIs,
    HeldFor,
    Holds,
    InARow,
    IsUnknown,
    Literal,
    Not,
    OneOf,
    Or,
    Pattern,
    SameAsNow,
    TextTest,
    Value,
    Within,
)
from engage.language.types import DATE, MOMENT, type_of
from engage.program import operations
from engage.program.from_model_code import (
    NO,
    NOTHING,
    YES,
    all_of,
    any_of,
    call,
    compared,
    is_,
    is_constant,
    negated,
    past_field,
)
from engage.program.from_model_desk import Desk
from engage.program.from_model_kinds import comparable
from engage.program.from_model_values import constant_of, date_code, moment_code, value_code

__all__ = ["test_code"]

_OPPOSITE: Final = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_MIRRORED: Final = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_TEXT_TESTS: Final = {
    "starts with": operations.text_starts,
    "ends with": operations.text_ends,
    "contains": operations.text_contains,
}
_WORD: Final = Type(Kind.TEXT)
_YES_NO: Final = Type(Kind.YES_NO)


def test_code(condition: Condition, desk: Desk, holds: bool) -> ast.expr:
    """Code that tells whether the condition certainly holds, or certainly fails."""
    if isinstance(condition, Compare):
        return _compare(condition.op, condition.left, condition.right, desk, holds)
    if isinstance(condition, And | Or):
        parts = [test_code(part, desk, holds) for part in condition.parts]
        return all_of(parts) if isinstance(condition, And) is holds else any_of(parts)
    if isinstance(condition, Not):
        return test_code(condition.part, desk, not holds)
    if isinstance(condition, OneOf):
        return _one_of(condition, desk, holds)
    if isinstance(condition, Between):
        return _between(condition, desk, holds)
    if isinstance(condition, IsUnknown):
        return compared(value_code(condition.value, desk), "is" if holds else "is not", NOTHING)
    if isinstance(condition, Holds):
        return is_(value_code(condition.value, desk), YES if holds else NO)
    return _rare(condition, desk, holds)


def _rare(
    condition: TextTest | Contains | Within | EventIs | SameAsNow | InARow | Pattern | HeldFor,
    desk: Desk,
    holds: bool,
) -> ast.expr:
    if isinstance(condition, TextTest):
        return is_(_text_test(condition, desk), YES if holds else NO)
    if isinstance(condition, Contains):
        return _contains(condition, desk, holds)
    if isinstance(condition, Within):
        return _within(condition, desk, holds)
    if isinstance(condition, EventIs):
        kinds = desk.constants(frozenset(condition.kinds))
        return compared(desk.now("kind", _WORD), "in" if holds else "not in", kinds)
    if isinstance(condition, SameAsNow):
        then, again = desk.twice(past_field(desk.constants(condition.name)))
        now = desk.fact(f"event.{condition.name}", _WORD)
        same = compared(again, "=" if holds else "!=", now)
        return all_of([compared(then, "is not", NOTHING), compared(now, "is not", NOTHING), same])
    return is_(desk.question(condition, _YES_NO), YES if holds else NO)


def _compare(op: str, left: Value, right: Value, desk: Desk, holds: bool) -> ast.expr:
    if not holds:
        op = _OPPOSITE[op]
    if isinstance(left, Literal) and not isinstance(right, Literal):
        op, left, right = _MIRRORED[op], right, left
    types = type_of(left), type_of(right)
    if not comparable(*types):
        return NO
    if isinstance(left, Age) and isinstance(right, Literal) and constant_of(right) is None:
        # "more than 3 calendar months ago": only moments can be compared, lengths of months cannot.
        now = desk.now("moment", MOMENT, _length(right), back=True)
        return _both_known(_MIRRORED[op], moment_code(left.value, desk), now, desk)
    kinds = {each.kind for each in types}
    if kinds == {Kind.DATE, Kind.MOMENT}:
        return _both_known(op, date_code(left, desk), date_code(right, desk), desk)
    if kinds == {Kind.CHOICE} and op not in ("=", "!="):
        return _by_rank(op, left, right, desk)
    return _both_known(op, value_code(left, desk), value_code(right, desk), desk)


def _length(literal: Literal) -> Duration | None:
    return literal.value if isinstance(literal.value, Duration) else None


def _both_known(op: str, left: ast.expr, right: ast.expr, desk: Desk) -> ast.expr:
    if left is NOTHING or right is NOTHING or _is_none(right):
        return NO
    if op == "=" and is_constant(right):
        return compared(left, "=", right)  # unknown equals no constant
    known = []
    looks = []
    for code in (left, right):
        first, again = (code, code) if is_constant(code) else desk.twice(code)
        if not is_constant(code):
            known.append(compared(first, "is not", NOTHING))
        looks.append(again)
    return all_of([*known, compared(looks[0], op, looks[1])])


def _is_none(code: ast.expr) -> bool:
    return isinstance(code, ast.Constant) and code.value is None


def _by_rank(op: str, left: Value, right: Value, desk: Desk) -> ast.expr:
    types = type_of(left), type_of(right)
    if not all(type.ordered for type in types):
        return NO
    if isinstance(right, Literal):
        rank = types[0].rank(str(right.value))
        return NO if rank is None else _member(left, _ranked(types[0], op, rank), desk)
    ranks = [call(desk.constants.function(_rank_in, type_of(side)), value_code(side, desk)) for side in (left, right)]
    return _both_known(op, ranks[0], ranks[1], desk)


def _rank_in(type: Type) -> object:
    return {term.id: place for place, term in enumerate(type.choices)}.get


def _ranked(type: Type, op: str, rank: int) -> frozenset[str]:
    """The choices that stand on this side of a rank: a comparison with a constant becomes a look into a set."""
    test = {"<": int.__lt__, "<=": int.__le__, ">": int.__gt__, ">=": int.__ge__}[op]
    return frozenset(term.id for place, term in enumerate(type.choices) if test(place, rank))


def _member(value: Value, ids: frozenset[str], desk: Desk) -> ast.expr:
    return compared(value_code(value, desk), "in", desk.constants(ids)) if ids else NO


def _one_of(condition: OneOf, desk: Desk, holds: bool) -> ast.expr:
    type = type_of(condition.value)
    plain = [option for option in condition.options if type.kind == option.type.kind and type.kind is not Kind.LIST]
    if len(plain) < len(condition.options) or not plain or type.kind is Kind.DURATION:
        parts = [_compare("=", condition.value, option, desk, holds) for option in condition.options]
        return any_of(parts) if holds else all_of(parts)
    options = desk.constants(frozenset(constant_of(option) for option in plain))
    if holds:
        return compared(value_code(condition.value, desk), "in", options)
    first, again = desk.twice(value_code(condition.value, desk))
    return all_of([compared(first, "is not", NOTHING), compared(again, "not in", options)])


def _between(condition: Between, desk: Desk, holds: bool) -> ast.expr:
    upper = "<" if condition.below else "<="
    value, low, high = condition.value, condition.low, condition.high
    bounds = (low, high)
    if all(isinstance(bound, Literal) and type_of(bound).kind is type_of(value).kind for bound in bounds) and (
        type_of(value).kind in (Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.MOMENT, Kind.TIME)
        and comparable(type_of(value), type_of(low))
        and comparable(type_of(value), type_of(high))
    ):
        codes = [value_code(bound, desk) for bound in bounds]
        first, again = desk.twice(value_code(value, desk))
        inside = compared(codes[0], "<=", again, upper, codes[1])
        return all_of([compared(first, "is not", NOTHING), inside if holds else negated(inside)])
    parts = [_compare(">=", value, low, desk, holds), _compare(upper, value, high, desk, holds)]
    return all_of(parts) if holds else any_of(parts)


def _text_test(condition: TextTest, desk: Desk) -> ast.expr:
    value = value_code(condition.value, desk)
    if condition.test == "matches":
        return call(desk.constants.function(operations.text_matches, condition.text), value)
    return call(desk.constants(_TEXT_TESTS[condition.test]), value, desk.constants(condition.text))


def _contains(condition: Contains, desk: Desk, holds: bool) -> ast.expr:
    """Whether an item is in a known list; a length of time that only a calendar can measure is an unknown item."""
    constants = [constant_of(option) for option in condition.options]
    first, again = desk.twice(value_code(condition.value, desk))
    tests: list[ast.expr] = [
        NO if constant is None else compared(desk.constants(constant), "in" if holds else "not in", again)
        for constant in constants
    ]
    joined = all_of(tests) if condition.every is holds else any_of(tests)
    return NO if joined is NO else all_of([compared(first, "is not", NOTHING), joined])


def _within(condition: Within, desk: Desk, holds: bool) -> ast.expr:
    """now <= value <= now + length; a date counts with its whole day."""
    is_date = type_of(condition.value).kind is Kind.DATE
    part, type = ("date", DATE) if is_date else ("moment", MOMENT)
    first, again = desk.twice(value_code(condition.value, desk))
    start, end = desk.now(part, type), desk.now(part, type, condition.length)
    inside = compared(start, "<=", again, "<=", end)
    return all_of(
        [
            compared(first, "is not", NOTHING),
            # A shifted moment is unknown where the calendar ends; the event's own is always there.
            compared(end, "is not", NOTHING),
            inside if holds else negated(inside),
        ]
    )
