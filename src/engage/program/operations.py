"""What compiled expressions call at run time: exact arithmetic and tests of texts in which unknown stays unknown.

None is unknown, in and out. Numbers go by `ground.numbers`; lengths of time are whole microseconds.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Final

import re2

from engage.ground.numbers import CONTEXT, Number, add, divide, in_bounds, multiply, subtract
from engage.program.value import Rates, lifetime_value, wrong_with

__all__ = [
    "date_minus_date",
    "date_plus",
    "grade_among",
    "in_hundredths",
    "largest",
    "minus",
    "over",
    "plus",
    "size",
    "smallest",
    "text_contains",
    "text_ends",
    "text_matches",
    "text_starts",
    "times",
    "whole",
    "worth_over",
]

_DAY: Final = 86_400_000_000
_HUNDREDTH: Final = Decimal("0.01")


def plus(left: Number | None, right: Number | None) -> Number | None:
    """left + right."""
    return None if left is None or right is None else add(left, right)


def minus(left: Number | None, right: Number | None) -> Number | None:
    """left - right."""
    return None if left is None or right is None else subtract(left, right)


def times(left: Number | None, right: Number | None) -> Number | None:
    """left x right."""
    return None if left is None or right is None else multiply(left, right)


def over(left: Number | None, right: Number | None) -> Number | None:
    """left / right; unknown when right is zero."""
    return None if left is None or right is None else divide(left, right)


def whole(number: Number | None) -> int | None:
    """The number cut to a whole one: lengths of time have no fractions of a microsecond."""
    if number is None:
        return None
    cut = int(number)
    return cut if in_bounds(cut) else None


def date_plus(day: datetime.date | None, length: Number | None, sign: int) -> datetime.date | None:
    """A date so many whole days of 24 hours later (`sign` -1: earlier); what is left of a day is dropped."""
    if day is None or length is None:
        return None
    try:
        return day + datetime.timedelta(days=sign * (int(length) // _DAY))
    except OverflowError:
        return None


def date_minus_date(left: datetime.date | None, right: datetime.date | None) -> int | None:
    """The days from right to left, each of 24 hours, in microseconds."""
    return None if left is None or right is None else (left - right).days * _DAY


def size(items: object) -> int | None:
    """How many items a list has."""
    return len(items) if isinstance(items, tuple) else None


def largest(*amounts: Number | None) -> Number | None:
    """The largest amount; unknown when one of them is."""
    known = [each for each in amounts if each is not None]
    return max(known) if len(known) == len(amounts) else None


def smallest(*amounts: Number | None) -> Number | None:
    """The smallest amount; unknown when one of them is."""
    known = [each for each in amounts if each is not None]
    return min(known) if len(known) == len(amounts) else None


Grades = tuple[tuple[str, Number | None, Number | None], ...]


def grade_among(grades: Grades) -> Callable[[Number | None], str | None]:
    """The grade of an amount: the first with low <= amount < high (None is open), unknown where there is none."""

    def grade(amount: Number | None) -> str | None:
        if amount is None:
            return None
        held = (id for id, low, high in grades if (low is None or low <= amount) and (high is None or amount < high))
        return next(held, None)

    return grade


def in_hundredths(amount: Decimal | None) -> Decimal | None:
    """An amount rounded to two decimal places, half to even; None beyond the limits."""
    if amount is None:
        return None
    try:
        return CONTEXT.quantize(amount, _HUNDREDTH)
    except InvalidOperation:
        return None


def worth_over(months: int, money: bool) -> Callable[..., Number | None]:
    """What profit a month is worth over so many months; unknown when a rate is, or is none (`value.wrong_with`).

    Money is rounded to hundredths, half to even: nobody expects a fraction of a cent, nor reads one.
    """

    def worth(
        profit: Number | None,
        retention: Number | None,
        discount: Number | None,
        cost: Number | None,
        contract: Number | None,
    ) -> Number | None:
        if profit is None or retention is None or discount is None or cost is None or contract is None:
            return None
        if wrong_with(profit, retention, discount, months, cost, contract) is not None:
            return None
        exact = lifetime_value(Rates(profit, retention, discount, months, cost, int(contract)))
        return in_hundredths(exact) if money else exact

    return worth


def text_starts(text: object, part: str) -> bool | None:
    """Does it start with the part?"""
    return text.startswith(part) if isinstance(text, str) else None


def text_ends(text: object, part: str) -> bool | None:
    """Does it end with the part?"""
    return text.endswith(part) if isinstance(text, str) else None


def text_contains(text: object, part: str) -> bool | None:
    """Is the part in the text, or an item of the list?"""
    return part in text if isinstance(text, str | tuple) else None


def text_matches(pattern: str) -> Callable[[object], bool | None]:
    """A test of the whole text against a pattern (RE2, linear in the text). A pattern that is none: unknown."""
    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(pattern, options)
    except re2.error:
        return lambda text: None

    def matches(text: object) -> bool | None:
        if not isinstance(text, str):
            return None
        try:
            return compiled.fullmatch(text) is not None
        except UnicodeEncodeError:  # half a surrogate pair is no text
            return None

    return matches
