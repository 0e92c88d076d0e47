"""Well-typed values over a vocabulary: literals, facts, arithmetic, defaults, ages, parts of a moment, history terms.

Values are in the parser's normal form: a constant never stands where only its neighbour could give it a type.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final, TypeAlias

from hypothesis import strategies as st

from engage.facts.units import ELAPSED, Duration, Unit
from engage.facts.vocabulary import Field, Kind, Type, Vocabulary
from engage.language.tree import Age, Arithmetic, Fact, Literal, Now, OrElse, Part, Past, Size, Value
from engage.testing.strategies.kept import kept

__all__ = ["durations", "elapsed", "literals", "numbers", "spoken", "texts", "values"]

_DAY_ONE, _DAY_LAST = datetime.date(1990, 1, 1), datetime.date(2060, 12, 31)
_MINUTE: Final = 60_000_000
Constant: TypeAlias = bool | int | Decimal | str | datetime.date | datetime.time | Duration
_PARTS: Final = {Kind.NUMBER: ("hour", "weekday", "day", "month", "year"), Kind.DATE: ("date",), Kind.TIME: ("time",)}


@cache
def numbers() -> st.SearchStrategy[int | Decimal]:
    """Exact numbers as people write them, negative ones among them."""
    decimals = st.decimals(-10_000, 10_000, allow_nan=False, allow_infinity=False, places=2)
    return st.one_of(st.integers(-(10**9), 10**9), st.integers(0, 100), decimals.filter(lambda number: number % 1 != 0))


@cache
def durations() -> st.SearchStrategy[Duration]:
    """Lengths of every unit."""
    return st.builds(Duration, st.integers(1, 400), st.sampled_from(tuple(Unit)))


@cache
def elapsed() -> st.SearchStrategy[Duration]:
    """Lengths that need no calendar."""
    return st.builds(Duration, st.integers(1, 400), st.sampled_from(tuple(ELAPSED)))


@cache
def texts() -> st.SearchStrategy[str]:
    """Free text on one line: both languages, quotes, braces, brackets, operators."""
    marks = st.text("\"“”'{}", max_size=4)
    return st.one_of(marks, st.text("abc XYZ09客户金卡且或（）()，,。'\"“”{}\\#:-%=", max_size=12))


@lru_cache(maxsize=1_000)
def literals(type: Type) -> st.SearchStrategy[Literal]:
    """Constants of a type."""
    if type.kind is Kind.LIST and type.item is not None:
        return st.lists(_raw(type.item), max_size=3, unique=True).map(lambda values: Literal(tuple(values), type))
    return _raw(type).map(lambda value: Literal(value, type))


def _raw(type: Type) -> st.SearchStrategy[Constant]:
    if type.kind is Kind.CHOICE:
        return st.sampled_from([term.id for term in type.choices] or [""])
    return _CONSTANTS[type.kind]()


#: each is made when it is asked for: an example draws hundreds of constants of a few types
_CONSTANTS: Final[dict[Kind, Callable[[], st.SearchStrategy[Constant]]]] = {
    Kind.YES_NO: st.booleans,
    Kind.NUMBER: numbers,
    Kind.MONEY: numbers,
    Kind.TEXT: texts,
    Kind.DATE: lambda: st.dates(_DAY_ONE, _DAY_LAST),
    Kind.TIME: lambda: st.builds(datetime.time, st.integers(0, 23), st.integers(0, 59), st.sampled_from((0, 0, 30))),
    Kind.MOMENT: lambda: st.integers(10_000_000, 45_000_000).map(lambda minute: minute * _MINUTE),
    Kind.DURATION: elapsed,
}


def spoken(vocabulary: Vocabulary, kind: str) -> list[Value]:
    """The names a type may stand for without a constant: facts, or inside a filter the past event's fields."""
    if kind:
        fields = [vocabulary.field_by_name[f"event.{short}"] for short in vocabulary.event_by_id[kind].fields]
        return [Past(field.short, field.type) for field in fields]
    return [Fact(field.name, field.type) for field in vocabulary.fields]


def of_type(vocabulary: Vocabulary, type: Type) -> list[Field]:
    """The fields of exactly this type."""
    return [field for field in vocabulary.fields if field.type == type]


@kept
@st.composite
def values(draw: st.DrawFn, vocabulary: Vocabulary, type: Type, *, depth: int = 2) -> Value:
    """A value of a type that is not a bare constant; depth bounds how far it nests."""
    from engage.testing.strategies.history import measures

    number = Type(Kind.NUMBER)
    makers: list[Callable[[], st.SearchStrategy[Value]]] = []
    if facts := [Fact(field.name, field.type) for field in of_type(vocabulary, type)]:
        makers += [lambda: st.sampled_from(facts)] * 2
    if type.kind is Kind.MOMENT:
        makers.append(lambda: st.just(Now()))
    asked = measures(vocabulary, type) if type.kind in (Kind.NUMBER, Kind.MONEY, Kind.MOMENT) else None
    if asked is not None:
        makers.append(lambda: asked)
    lists = [Size(Fact(field.name, field.type)) for field in vocabulary.fields if field.type.kind is Kind.LIST]
    if type == number and lists:
        makers.append(lambda: st.sampled_from(lists))
    if type.kind is Kind.DURATION:
        dated = st.sampled_from([Type(Kind.MOMENT), Type(Kind.DATE)])
        makers.append(lambda: dated.flatmap(lambda of: _dated(vocabulary, of)).map(Age))
    if type in (number, Type(Kind.DATE), Type(Kind.TIME)):
        makers.append(
            lambda: st.builds(Part, st.sampled_from(_PARTS[type.kind]), _dated(vocabulary, Type(Kind.MOMENT)))
        )
    if not makers:
        raise ValueError(f"no value of type {type.kind} in this vocabulary")
    # A list's default would be a list of constants, whose commas go on into the sentence.
    if depth > 0 and type.kind is not Kind.LIST:
        makers.append(lambda: _default(vocabulary, type, depth - 1))
        if type.kind in (Kind.NUMBER, Kind.MONEY):
            makers += [lambda: _sum(vocabulary, type, depth - 1), lambda: _product(vocabulary, type, depth - 1)]
    found: Value = draw(draw(st.sampled_from(makers))())
    return found


@kept
def _dated(vocabulary: Vocabulary, type: Type) -> st.SearchStrategy[Value]:
    facts: list[Value] = [Fact(field.name, type) for field in of_type(vocabulary, type)]
    return st.sampled_from([*facts, Now()] if type.kind is Kind.MOMENT or not facts else facts)


@kept
def _either(vocabulary: Vocabulary, type: Type, depth: int) -> st.SearchStrategy[Value]:
    return st.one_of(values(vocabulary, type, depth=depth), literals(type))


@kept
def _default(vocabulary: Vocabulary, type: Type, depth: int) -> st.SearchStrategy[Value]:
    return st.builds(OrElse, values(vocabulary, type, depth=depth), _either(vocabulary, type, depth))


@kept
def _sum(vocabulary: Vocabulary, type: Type, depth: int) -> st.SearchStrategy[Value]:
    left, right = values(vocabulary, type, depth=depth), _either(vocabulary, type, depth)
    return st.builds(Arithmetic, st.sampled_from("+-"), left, right, st.just(type))


@kept
def _product(vocabulary: Vocabulary, type: Type, depth: int) -> st.SearchStrategy[Value]:
    left, factor = values(vocabulary, type, depth=depth), _either(vocabulary, Type(Kind.NUMBER), depth)
    return st.builds(Arithmetic, st.sampled_from("*/"), left, factor, st.just(type))
