"""Well-typed conditions over a vocabulary, and the tests of table cells."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Kind, Type, Vocabulary
from engage.language.ages import compared
from engage.language.tree import (
    And,
    Between,
    Condition,
    Contains,
    EventIs,
    Fact,
    HeldFor,
    Holds,
    IsUnknown,
    Literal,
    Not,
    Now,
    OneOf,
    Or,
    TextTest,
    Value,
    Within,
)
from engage.testing.strategies.history import patterns, rows
from engage.testing.strategies.kept import kept
from engage.testing.strategies.values import elapsed, literals, texts, values

__all__ = ["cells", "conditions", "tests_of"]

_RANKED = ("=", "!=", "<", "<=", ">", ">=")
_EQUAL = ("=", "!=")
_SCALES = (Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.TIME, Kind.MOMENT, Kind.DURATION)
_TEXT_TESTS = ("starts with", "ends with", "contains", "matches")


def operators(type: Type) -> tuple[str, ...]:
    """The comparisons that mean something for a type."""
    return _RANKED if type.kind in _SCALES or type.ordered else _EQUAL


def tests_of(subject: Value) -> st.SearchStrategy[Condition]:
    """Tests of one value against constants: what a cell or a filter may ask."""
    return st.one_of(*_tests(subject))


def _tests(subject: Value) -> list[st.SearchStrategy[Condition]]:
    type = _type_of(subject)
    found: list[st.SearchStrategy[Condition]] = [st.just(IsUnknown(subject)), st.just(Not(IsUnknown(subject)))]
    if type.kind is Kind.YES_NO:
        return [*found, st.just(Holds(subject)), st.just(Not(Holds(subject)))]
    if type.kind is Kind.LIST and type.item is not None:
        return [*found, *_tests_of_lists(subject, type, type.item)]
    constants = literals(type)
    found.append(st.builds(compared, st.sampled_from(operators(type)), st.just(subject), constants))
    options = st.lists(constants, min_size=2, max_size=3, unique_by=lambda one: one.value).map(tuple)
    several = st.builds(OneOf, st.just(subject), options)
    if type.kind is not Kind.CHOICE or len(type.choices) > 1:
        found += [several, several.map(Not)]
    if type.kind in _SCALES and type.kind is not Kind.DURATION:
        found.append(st.builds(_ordered, st.just(subject), constants, constants, st.booleans()))
    if type.kind is Kind.TEXT:
        found.append(st.builds(TextTest, st.sampled_from(_TEXT_TESTS[:3]), st.just(subject), texts()))
        found.append(st.builds(TextTest, st.just("matches"), st.just(subject), st.sampled_from(("a+b", "1[0-9]{10}"))))
    if type.kind in (Kind.DATE, Kind.MOMENT) and not isinstance(subject, Now):
        days = st.builds(Duration, st.integers(1, 400), st.sampled_from((Unit.DAY, Unit.HOUR, Unit.CALENDAR_DAY)))
        found.append(st.builds(Within, st.just(subject), days))
    return found


def _tests_of_lists(subject: Value, type: Type, item: Type) -> list[st.SearchStrategy[Condition]]:
    items = literals(item)
    options = st.lists(items, min_size=1, max_size=3, unique_by=lambda one: one.value).map(tuple)
    asked = st.builds(_contains, st.just(subject), options, st.booleans())
    nothing = Literal((), type)
    return [asked, asked.map(Not), st.sampled_from(_EQUAL).map(lambda op: compared(op, subject, nothing))]


def _contains(subject: Value, options: tuple[Literal, ...], every: bool) -> Condition:
    return Contains(subject, options, every and len(options) > 1)


def _ordered(subject: Value, one: Literal, other: Literal, below: bool) -> Condition:
    # Nothing lies between 200 and 100: the parser would refuse it.
    low, high = sorted((one, other), key=lambda literal: literal.value)
    return Between(subject, low, high, below and low.value != high.value)


def _type_of(value: Value) -> Type:
    if isinstance(value, Now):
        return Type(Kind.MOMENT)
    found = getattr(value, "type", None)
    if not isinstance(found, Type):
        raise TypeError(f"the type of {type(value).__name__} does not show")
    return found


@kept
@st.composite
def _atoms(draw: st.DrawFn, vocabulary: Vocabulary) -> Condition:
    field = draw(st.sampled_from(vocabulary.fields))
    type = draw(st.sampled_from([field.type, field.type, Type(Kind.NUMBER), Type(Kind.DURATION)]))
    fact = Fact(field.name, field.type)
    left = draw(values(vocabulary, type))
    choices: list[Callable[[], st.SearchStrategy[Condition]]] = [
        lambda: tests_of(fact),
        lambda: tests_of(fact),
        lambda: st.builds(compared, st.sampled_from(operators(type)), st.just(left), literals(type)),
        lambda: st.builds(compared, st.sampled_from(operators(type)), st.just(left), values(vocabulary, type)),
        lambda: rows(vocabulary),
        lambda: patterns(vocabulary),
        lambda: st.lists(st.sampled_from([kind.id for kind in vocabulary.events]), min_size=1, unique=True).map(
            lambda kinds: EventIs(tuple(kinds))
        ),
    ]
    if type.kind in (Kind.YES_NO, Kind.LIST):
        choices = [*choices[:2], *choices[4:]]
    return draw(draw(st.sampled_from(choices))())


@kept
@st.composite
def conditions(draw: st.DrawFn, vocabulary: Vocabulary, *, depth: int = 2) -> Condition:
    """A condition; depth bounds how far `and`, `or`, `not` and `held for` nest."""
    shape = draw(st.sampled_from(("atom", "atom", "atom", "and", "or", "not", "held"))) if depth > 0 else "atom"
    if shape == "atom":
        return draw(_atoms(vocabulary))
    inner = conditions(vocabulary, depth=depth - 1)
    if shape == "not":
        return Not(draw(inner.filter(lambda part: not isinstance(part, Not))))
    if shape == "held":
        return HeldFor(draw(inner), draw(elapsed()))
    # In normal form: `a and (b and c)` is one And of three.
    joined = And if shape == "and" else Or
    # `event is a or event is b` is one EventIs of two kinds.
    single = (And,) if joined is And else (Or, EventIs)
    parts = draw(st.lists(inner.filter(lambda part: not isinstance(part, single)), min_size=2, max_size=3))
    return joined(tuple(parts))


@st.composite
def cells(draw: st.DrawFn, vocabulary: Vocabulary) -> tuple[Value, Condition | None]:
    """A column's subject and a cell's test of it; None is `-`."""
    field = draw(st.sampled_from(vocabulary.fields))
    subject = Fact(field.name, field.type)
    return subject, draw(st.one_of(st.none(), tests_of(subject), tests_of(subject)))
