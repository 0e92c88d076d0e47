"""Which type a value has, and what can be compared, counted and calculated with what."""

from __future__ import annotations

from typing import Final

from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Words
from engage.language.tree import Age, Now, OrElse, Part, Size, Value

__all__ = [
    "DATE",
    "DAYS",
    "DURATION",
    "MOMENT",
    "NUMBER",
    "RANKED",
    "TEXT",
    "TIME",
    "YES_NO",
    "arithmetic_type",
    "comparable",
    "kind_words",
    "money",
    "ordered",
    "type_of",
]

NUMBER: Final = Type(Kind.NUMBER)
YES_NO: Final = Type(Kind.YES_NO)
TEXT: Final = Type(Kind.TEXT)
DATE: Final = Type(Kind.DATE)
TIME: Final = Type(Kind.TIME)
MOMENT: Final = Type(Kind.MOMENT)
DURATION: Final = Type(Kind.DURATION)
#: comparisons that need an order
RANKED: Final = ("<", "<=", ">", ">=")

_SCALES: Final = (
    Kind.NUMBER,
    Kind.MONEY,
    Kind.DATE,
    Kind.TIME,
    Kind.MOMENT,
    Kind.DURATION,
    Kind.PERIOD,
)
DAYS: Final = (Kind.DATE, Kind.MOMENT)
_WORDS: Final = {
    Kind.YES_NO: Words("yes or no", "是或否"),
    Kind.NUMBER: Words("a number", "数字"),
    Kind.MONEY: Words("an amount of money", "金额"),
    Kind.TEXT: Words("a text", "文本"),
    Kind.CHOICE: Words("a choice", "选项"),
    Kind.DATE: Words("a date", "日期"),
    Kind.TIME: Words("a time of day", "时刻"),
    Kind.MOMENT: Words("a moment", "时点"),
    Kind.DURATION: Words("a length of time", "时长"),
    Kind.PERIOD: Words("a calendar month", "月份"),
    Kind.LIST: Words("a list", "列表"),
}


def money(currency: str) -> Type:
    """Money of a currency."""
    return Type(Kind.MONEY, currency=currency)


def kind_words(type: Type) -> Words:
    """What a type is called in a message: `a number`."""
    return _WORDS[type.kind]


def type_of(value: Value) -> Type:
    """The type of a value."""
    if isinstance(value, OrElse):
        return type_of(value.value)
    if isinstance(value, Now):
        return MOMENT
    if isinstance(value, Age):
        return DURATION
    if isinstance(value, Size):
        return NUMBER
    if isinstance(value, Part):
        return {"date": DATE, "time": TIME}.get(value.part, NUMBER)
    return value.type


def comparable(left: Type, right: Type) -> bool:
    """True when the two can stand on both sides of `=`: one kind, or a date and a moment; one set of values."""
    if {left.kind, right.kind} <= set(DAYS):
        return True
    if left.kind is not right.kind:
        return False
    if left.kind is Kind.CHOICE:
        return bool({term.id for term in left.choices} & {term.id for term in right.choices})
    if left.kind is Kind.LIST:
        return left == right
    return not (left.currency and right.currency and left.currency != right.currency)


def ordered(type: Type) -> bool:
    """True when one value of the type can be more than another."""
    return type.kind in _SCALES or (type.kind is Kind.CHOICE and type.ordered)


def arithmetic_type(op: str, left: Type, right: Type) -> Type | None:
    """The type of `left op right`, None where it means nothing."""
    kinds = (left.kind, right.kind)
    if kinds == (Kind.NUMBER, Kind.NUMBER):
        return NUMBER
    if kinds == (Kind.MONEY, Kind.MONEY):
        same = comparable(left, right)
        return None if not same or op == "*" else NUMBER if op == "/" else left
    if kinds == (Kind.MONEY, Kind.NUMBER):
        return left if op in "*/" else None
    if kinds == (Kind.NUMBER, Kind.MONEY):
        return right if op == "*" else None
    if set(kinds) & set(DAYS):
        return _of_days(op, left, right)
    if kinds == (Kind.DURATION, Kind.DURATION):
        return None if op == "*" else NUMBER if op == "/" else DURATION
    if kinds == (Kind.DURATION, Kind.NUMBER):
        return DURATION if op in "*/" else None
    if kinds == (Kind.NUMBER, Kind.DURATION):
        return DURATION if op == "*" else None
    return None


def _of_days(op: str, left: Type, right: Type) -> Type | None:
    if left.kind in DAYS and right.kind in DAYS:
        return DURATION if op == "-" else None
    if left.kind in DAYS and right.kind is Kind.DURATION:
        return left if op in "+-" else None
    if left.kind is Kind.DURATION and right.kind in DAYS:
        return right if op == "+" else None
    return None
