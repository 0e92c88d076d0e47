"""What the small sentences around rules say: active dates, once per, absences, events of examples and their past."""

from __future__ import annotations

import datetime

from hypothesis import strategies as st

from engage.facts.units import ELAPSED, Duration, Unit
from engage.facts.vocabulary import Vocabulary
from engage.language.tree import Literal
from engage.testing.strategies.values import durations, literals

__all__ = ["absences", "actives", "event_givens", "givens", "onces", "pasts"]

Data = dict[str, Literal]


def actives() -> st.SearchStrategy[tuple[datetime.date | None, datetime.date | None]]:
    """(start, through), at least one of them; never backwards."""
    dates = st.dates(datetime.date(2020, 1, 1), datetime.date(2040, 12, 31))
    both = st.tuples(dates, dates).map(lambda pair: (min(pair), max(pair)))
    return st.one_of(both, dates.map(lambda date: (date, None)), dates.map(lambda date: (None, date)))


def onces() -> st.SearchStrategy[tuple[str, Duration | None]]:
    """(subject, every); without `every` it is once for all."""
    lengths = st.builds(Duration, st.integers(1, 400), st.sampled_from(tuple(ELAPSED)))
    return st.tuples(st.sampled_from(("customer", "contact", "case", "account")), st.one_of(st.none(), lengths))


@st.composite
def absences(draw: st.DrawFn, vocabulary: Vocabulary) -> tuple[Duration, str, str]:
    """(length, start kind, kind that does not come)."""
    kinds = st.sampled_from([kind.id for kind in vocabulary.events])
    return draw(durations()), draw(kinds), draw(kinds)


@st.composite
def event_givens(draw: st.DrawFn, vocabulary: Vocabulary) -> tuple[str, Data]:
    """(kind, values of some of its fields)."""
    kind = draw(st.sampled_from(vocabulary.events))
    names = st.sampled_from(kind.fields) if kind.fields else st.nothing()
    shorts = draw(st.lists(names, max_size=2 if kind.fields else 0, unique=True))
    return kind.id, {short: draw(literals(vocabulary.field_by_name[f"event.{short}"].type)) for short in shorts}


@st.composite
def pasts(draw: st.DrawFn, vocabulary: Vocabulary) -> tuple[str, Duration | None, str | None, Data]:
    """(kind, how long ago, or the moment as text, values of some of its fields)."""
    kind, data = draw(event_givens(vocabulary))
    if draw(st.booleans()):
        return (
            kind,
            Duration(draw(st.integers(1, 400)), draw(st.sampled_from((Unit.MINUTE, Unit.HOUR, Unit.DAY)))),
            None,
            data,
        )
    date = draw(st.dates(datetime.date(2020, 1, 1), datetime.date(2040, 12, 31)))
    minute = draw(st.integers(0, 1439))
    clock = draw(st.sampled_from(("", f" {minute // 60:02}:{minute % 60:02}")))
    return kind, None, date.isoformat() + clock, data


@st.composite
def givens(draw: st.DrawFn, vocabulary: Vocabulary) -> tuple[str, Literal | None]:
    """(field name, its value or None for unknown)."""
    field = draw(st.sampled_from(vocabulary.fields))
    return field.name, draw(st.one_of(st.none(), literals(field.type)))
