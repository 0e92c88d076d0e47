"""Value expressions as code: a value of the type, or None when anything it needs is unknown."""

from __future__ import annotations

import ast
from typing import Final

from engage.facts.units import Duration, microseconds
from engage.facts.vocabulary import Kind, Type
from engage.language.tree import (
    Age,
    Arithmetic,
    Extreme,
    Fact,
    Graded,
    Literal,
    Measure,
    Now,
    OrElse,
    Part,
    Past,
    Size,
    Value,
    Worth,
)
from engage.language.types import MOMENT, type_of
from engage.program import operations
from engage.program.from_model_code import NOTHING, call, choice, compared, past_field
from engage.program.from_model_desk import Desk
from engage.program.from_model_kinds import Family, comparable, family
from engage.program.local_time import date_in, date_part, moment_part, shift_date, shift_moment, start_of_day

__all__ = ["constant_of", "date_code", "moment_code", "value_code"]

_NUMBERS: Final = {"+": operations.plus, "-": operations.minus, "*": operations.times, "/": operations.over}


def constant_of(literal: Literal) -> object:
    """The run-time value of a constant; None for lengths of time that only a calendar can measure."""
    return microseconds(literal.value) if isinstance(literal.value, Duration) else literal.value


def value_code(value: Value, desk: Desk) -> ast.expr:
    """The code of a value."""
    if isinstance(value, Fact):
        return desk.fact(value.name, value.type)
    if isinstance(value, Literal):
        return desk.constants(constant_of(value))
    if isinstance(value, Past):
        return past_field(desk.constants(value.name))
    if isinstance(value, Measure):
        return desk.question(value.term, value.type)
    if isinstance(value, Now):
        return desk.now("moment", MOMENT)
    if isinstance(value, OrElse):
        first, later = desk.twice(value_code(value.value, desk))
        return choice(compared(first, "is not", NOTHING), later, value_code(value.default, desk))
    if isinstance(value, Part):
        return _part(value, desk)
    if isinstance(value, Size):
        return _call(desk, operations.size, value_code(value.value, desk))
    if isinstance(value, Age):
        return _call(desk, operations.minus, desk.now("moment", MOMENT), moment_code(value.value, desk))
    if isinstance(value, Worth):
        return _worth(value, desk)
    if isinstance(value, Extreme):
        chosen = operations.largest if value.op == "largest" else operations.smallest
        return _call(desk, chosen, *(value_code(each, desk) for each in value.values))
    if isinstance(value, Graded):
        return call(desk.constants.function(operations.grade_among, value.grades), value_code(value.value, desk))
    return _arithmetic(value, desk)


def date_code(value: Value, desk: Desk) -> ast.expr:
    """A date, or the local date of a moment."""
    if type_of(value).kind is Kind.DATE:
        return value_code(value, desk)
    if isinstance(value, Now):
        return desk.now("date", Type(Kind.DATE))
    return call(desk.constants.function(date_in, desk.zone), value_code(value, desk))


def moment_code(value: Value, desk: Desk) -> ast.expr:
    """A moment, or the first moment of a date."""
    code = value_code(value, desk)
    if type_of(value).kind is not Kind.DATE:
        return code
    return call(desk.constants.function(start_of_day, desk.zone), code)


def _call(desk: Desk, function: object, *arguments: ast.expr) -> ast.expr:
    return call(desk.constants(function), *arguments)


def _worth(value: Worth, desk: Desk) -> ast.expr:
    codes = (desk.constants(0) if each is None else value_code(each, desk) for each in value.terms)
    return call(desk.constants.function(operations.worth_over, value.months, value.type.kind is Kind.MONEY), *codes)


def _part(part: Part, desk: Desk) -> ast.expr:
    kind = type_of(part.value).kind
    if isinstance(part.value, Now):
        return desk.now(part.part, type_of(part))
    make, *where = (moment_part, desk.zone) if kind is Kind.MOMENT else (date_part,)
    if kind not in (Kind.MOMENT, Kind.DATE):
        return NOTHING
    return call(desk.constants.function(make, part.part, *where), value_code(part.value, desk))


def _arithmetic(value: Arithmetic, desk: Desk) -> ast.expr:
    left, right = type_of(value.left), type_of(value.right)
    families = family(left), family(right)
    if families == (Family.AMOUNT, Family.AMOUNT):
        return _amount(value, left, right, desk)
    if Family.DAY in families:
        return _days(value, families, desk)
    if Family.LENGTH in families and set(families) <= {Family.LENGTH, Family.AMOUNT}:
        return _length(value, families, desk)
    return NOTHING


def _amount(value: Arithmetic, left: Type, right: Type, desk: Desk) -> ast.expr:
    if not comparable(left, right):
        return NOTHING
    return _call(desk, _NUMBERS[value.op], value_code(value.left, desk), value_code(value.right, desk))


def _length(value: Arithmetic, families: tuple[Family, Family], desk: Desk) -> ast.expr:
    code = _call(desk, _NUMBERS[value.op], value_code(value.left, desk), value_code(value.right, desk))
    if families == (Family.LENGTH, Family.LENGTH):
        return NOTHING if value.op == "*" else code  # one length over another is a number
    if value.op == "*" or (value.op == "/" and families[0] is Family.LENGTH):
        return _call(desk, operations.whole, code)
    return NOTHING


def _days(value: Arithmetic, families: tuple[Family, Family], desk: Desk) -> ast.expr:
    left, right = value.left, value.right
    if families == (Family.DAY, Family.DAY):
        if value.op != "-":
            return NOTHING
        if type_of(left).kind is type_of(right).kind is Kind.DATE:
            return _call(desk, operations.date_minus_date, value_code(left, desk), value_code(right, desk))
        return _call(desk, operations.minus, moment_code(left, desk), moment_code(right, desk))
    if value.op == "+" and families == (Family.LENGTH, Family.DAY):
        left, right = right, left
    elif families != (Family.DAY, Family.LENGTH) or value.op not in ("+", "-"):
        return NOTHING
    return _shifted(left, right, 1 if value.op == "+" else -1, desk)


def _shifted(day: Value, length: Value, sign: int, desk: Desk) -> ast.expr:
    is_date = type_of(day).kind is Kind.DATE
    code = value_code(day, desk)
    if isinstance(length, Literal) and isinstance(length.value, Duration) and microseconds(length.value) is None:
        if is_date:
            return call(desk.constants.function(shift_date, length.value, sign), code)
        return _call(desk, shift_moment, code, *map(desk.constants, (length.value, desk.zone, sign)))
    if is_date:
        return _call(desk, operations.date_plus, code, value_code(length, desk), desk.constants(sign))
    return _call(desk, operations.plus if sign > 0 else operations.minus, code, value_code(length, desk))
