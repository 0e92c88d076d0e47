"""Exact numbers: int or Decimal, 34 digits, half-even. Overflow and division by zero give None, which means unknown."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Final

from engage.ground.limits import LIMITS

__all__ = ["CONTEXT", "Number", "add", "divide", "in_bounds", "multiply", "plain", "rounded", "subtract", "to_number"]

Number = int | Decimal

#: The project's own arithmetic; the thread's current context is never read or changed.
CONTEXT = Context(
    prec=LIMITS.decimal_digits,
    rounding=ROUND_HALF_EVEN,
    Emin=-LIMITS.decimal_exponent,
    Emax=LIMITS.decimal_exponent,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
_LARGEST: Final = (1 << (LIMITS.integer_bits - 1)) - 1
_SMALLEST: Final = -_LARGEST - 1
#: more places behind the point than anybody writes: a quotient
_MOST_PLACES: Final = 6


def in_bounds(number: Number) -> bool:
    """True when the number keeps the published limits (64-bit integers, 34 digits, exponent within 308)."""
    if isinstance(number, int):
        return _SMALLEST <= number <= _LARGEST
    if not number.is_finite():
        return False
    return len(number.as_tuple().digits) <= LIMITS.decimal_digits and abs(number.adjusted()) <= LIMITS.decimal_exponent


def to_number(text: str) -> Number | None:
    """The exact number a text writes in digits (`12`, `-3.50`, `1e3`), None when it is none or out of bounds."""
    if len(text) > 400 or not text.isascii():
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or not in_bounds(number):
        return None
    if "." not in text and "e" not in text.lower():
        whole = int(text)
        return whole if in_bounds(whole) else None
    return number


def _kept(number: Decimal) -> Number | None:
    return number if in_bounds(number) else None


def _calculate(operation: str, left: Number, right: Number) -> Number | None:
    if isinstance(left, int) and isinstance(right, int) and operation != "divide":
        whole = {"add": left.__add__, "subtract": left.__sub__, "multiply": left.__mul__}[operation](right)
        return whole if in_bounds(whole) else None
    try:
        return _kept(getattr(CONTEXT, operation)(Decimal(left), Decimal(right)))
    except (InvalidOperation, DivisionByZero, Overflow):
        return None


def add(left: Number, right: Number) -> Number | None:
    """left + right, None beyond the limits."""
    return _calculate("add", left, right)


def subtract(left: Number, right: Number) -> Number | None:
    """left - right, None beyond the limits."""
    return _calculate("subtract", left, right)


def multiply(left: Number, right: Number) -> Number | None:
    """left x right, None beyond the limits."""
    return _calculate("multiply", left, right)


def divide(left: Number, right: Number) -> Number | None:
    """left / right as a Decimal, None when right is zero."""
    return _calculate("divide", left, right)


def plain(number: Number) -> str:
    """The number in digits without an exponent and without idle zeros behind the point: `12`, `3.5`, `1000`."""
    if isinstance(number, int):
        return str(number)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(number: Number) -> Number:
    """The number as a text for people says it: a quotient with two places behind the point, or two digits below 1,
    half-even; whatever has at most six places as it is.
    """
    if isinstance(number, int) or not number or -int(number.as_tuple().exponent) <= _MOST_PLACES:
        return number
    places = 2 if abs(number) >= 1 else 1 - number.adjusted()
    return number.quantize(Decimal(1).scaleb(-places), context=CONTEXT)
