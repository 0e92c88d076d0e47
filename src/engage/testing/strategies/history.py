"""Questions to the past: windows, filters, history terms, rows of periods."""

from __future__ import annotations

import datetime
from itertools import pairwise
from typing import Final

from attrs import evolve
from hypothesis import strategies as st

from engage.facts.units import ELAPSED, Duration, Unit
from engage.facts.vocabulary import EventKind, Kind, Type, Vocabulary
from engage.language.tree import (
    Condition,
    Contains,
    HistoryTerm,
    InARow,
    Measure,
    Not,
    Past,
    Pattern,
    SameAsNow,
    Step,
    Window,
    WindowKind,
)

__all__ = ["history_terms", "measures", "patterns", "rows", "windows"]

_CALENDAR: Final = (
    Unit.CALENDAR_DAY,
    Unit.CALENDAR_WEEK,
    Unit.CALENDAR_MONTH,
    Unit.CALENDAR_YEAR,
    Unit.BILLING_MONTH,
)
_FUNCTIONS: Final = {
    Kind.NUMBER: ("sum", "average", "smallest", "largest"),
    Kind.MONEY: ("sum", "average", "smallest", "largest"),
}


def windows() -> st.SearchStrategy[Window]:
    """Every kind of window with a length that it can have."""
    lengths = st.builds(Duration, st.integers(1, 90), st.sampled_from((*ELAPSED, *_CALENDAR)))
    units = st.sampled_from(_CALENDAR)
    return st.one_of(
        st.builds(Window, st.just(WindowKind.ROLLING), lengths),
        st.builds(Window, st.just(WindowKind.BEFORE), lengths),
        st.builds(Window, st.just(WindowKind.CALENDAR), st.builds(Duration, st.just(1), units)),
        st.builds(Window, st.just(WindowKind.FULL), st.builds(Duration, st.integers(1, 24), units)),
        st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 12, 31)).map(
            lambda date: Window(WindowKind.SINCE, since=date)
        ),
        st.just(Window(WindowKind.EVER)),
    )


def measures(vocabulary: Vocabulary, type: Type) -> st.SearchStrategy[Measure] | None:
    """History terms of a type, None where this vocabulary has none."""
    questions = _questions(vocabulary, type)
    if not questions:
        return None
    # Only the question that is drawn becomes a strategy: a hundred of them cost half a second an example.
    terms = st.sampled_from(questions).flatmap(lambda question: history_terms(vocabulary, *question))
    return terms.map(lambda term: Measure(term, type))


def _questions(vocabulary: Vocabulary, type: Type) -> list[tuple[str, EventKind, str]]:
    found: list[tuple[str, EventKind, str]] = []
    for kind in vocabulary.events:
        if type.kind is Kind.MOMENT:
            found += [("first", kind, ""), ("last", kind, "")]
        if type == Type(Kind.NUMBER):
            found.append(("count", kind, ""))
            found += [("distinct", kind, short) for short in kind.fields]
        for short in kind.fields:
            if vocabulary.field_by_name[f"event.{short}"].type == type:
                found += [(function, kind, short) for function in _FUNCTIONS.get(type.kind, ())]
    return found


def history_terms(
    vocabulary: Vocabulary, function: str, kind: EventKind, field: str = ""
) -> st.SearchStrategy[HistoryTerm]:
    """Terms of a function over an event kind, with windows and filters."""
    filters = _some(_filters_with_now(vocabulary, kind), kind, 2)
    return st.builds(HistoryTerm, st.just(function), st.just(kind.id), st.just(field), windows(), filters)


def _filters(vocabulary: Vocabulary, kind: EventKind) -> st.SearchStrategy[Condition]:
    from engage.testing.strategies.conditions import tests_of

    if not kind.fields:
        return st.nothing()
    past = [Past(short, vocabulary.field_by_name[f"event.{short}"].type) for short in kind.fields]
    return st.sampled_from(past).flatmap(tests_of)


def _filters_with_now(vocabulary: Vocabulary, kind: EventKind) -> st.SearchStrategy[Condition]:
    """The tests of a past event that may compare it with the event of now."""
    if not kind.fields:
        return st.nothing()
    same: st.SearchStrategy[Condition] = st.sampled_from(kind.fields).map(SameAsNow)
    return st.one_of(same, _filters(vocabulary, kind))


def _some(
    filters: st.SearchStrategy[Condition], kind: EventKind, most: int
) -> st.SearchStrategy[tuple[Condition, ...]]:
    """Up to so many tests of an event of this kind; none where it has no fields."""
    return st.lists(filters, max_size=most if kind.fields else 0, unique=True).map(tuple)


@st.composite
def rows(draw: st.DrawFn, vocabulary: Vocabulary) -> InARow:
    """A field that falls, rises or passes a test, period after period."""
    from engage.testing.strategies.conditions import tests_of

    kind = draw(st.sampled_from([kind for kind in vocabulary.events if kind.fields]))
    short = draw(st.sampled_from(kind.fields))
    past = Past(short, vocabulary.field_by_name[f"event.{short}"].type)
    periods, unit = draw(st.integers(2, 12)), draw(st.sampled_from(_CALENDAR))
    if past.type.kind in (Kind.NUMBER, Kind.MONEY) and draw(st.booleans()):
        return InARow(kind.id, short, periods, unit, draw(st.sampled_from(("falls", "rises"))))
    return InARow(kind.id, short, periods, unit, "", draw(tests_of(past).filter(_told_of_one_period)))


@st.composite
def patterns(draw: st.DrawFn, vocabulary: Vocabulary) -> Pattern:
    """Two or three events that follow each other, the last one perhaps absent."""
    kinds = draw(st.lists(st.sampled_from(vocabulary.events), min_size=2, max_size=3))
    steps = [Step(kinds[0].id, draw(_some(_filters_with_now(vocabulary, kinds[0]), kinds[0], 1)))]
    units = (*ELAPSED, *_CALENDAR, Unit.WORKING_DAY, Unit.BUSINESS_HOUR)
    lengths = st.builds(Duration, st.integers(1, 90), st.sampled_from(units))
    for before, kind in pairwise(kinds):
        shared = sorted({*before.fields} & {*kind.fields})
        same = draw(st.lists(st.sampled_from(shared), max_size=2, unique=True)) if shared else []
        passed = draw(_some(_filters(vocabulary, kind), kind, 1))
        steps.append(Step(kind.id, passed, tuple(same), draw(lengths)))
    if draw(st.booleans()):
        steps[-1] = evolve(steps[-1], absent=True)
    return Pattern(tuple(steps), draw(windows()), draw(st.sampled_from((1, 1, 2, 12))))


def _told_of_one_period(test: Condition) -> bool:
    """`not (tags contains all of a, b)` has no short form, and behind brackets nothing can be said of periods."""
    return not (isinstance(test, Not) and isinstance(test.part, Contains) and test.part.every)
