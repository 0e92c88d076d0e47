"""History terms without an end, carried on: each event of a kind is added to what came before, and never read again.

    state = begun(source, past_events, program)      # once, from the log
    state = carried_on(source, state, event, program)  # with every later event
    told(source, state)                               # the value of the term

Pure. Carrying on gives what measuring the whole past anew gives, as long as events come in the order of their moments:
sums are added in the same order, so that they are rounded alike. After a late event it must begin anew.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal

from attrs import evolve

from engage.facts.known import Carried, PastEvent
from engage.ground.numbers import add, divide
from engage.knowledge.windows import first_moment
from engage.program.program import HistoryInput, Program

__all__ = ["begun", "carried_on", "extreme", "outgrown", "told"]

_ADDED = ("sum", "average")


def begun(source: HistoryInput, events: Iterable[PastEvent], program: Program) -> Carried:
    """What the past comes to; `events` are the customer's in the order of (at, sequence), of any kind."""
    state = Carried(value=0 if source.function in _ADDED else () if source.function == "distinct" else None)
    for event in events:
        state = carried_on(source, state, event, program)
    return state


def carried_on(source: HistoryInput, state: Carried, event: PastEvent, program: Program) -> Carried:
    """The same with one more event, which comes after all that were counted."""
    if event.kind != source.kind or event.at < (first_moment(source, program) or event.at):
        return state
    if source.doubtful is not None and source.doubtful(event.data, ()):
        return evolve(state, doubtful=True)
    if source.test is not None and not source.test(event.data, ()):
        return state
    count = state.count + 1
    if source.function == "count":
        return evolve(state, count=count)
    if source.function in ("first", "last"):
        keep = source.function == "first" and state.count
        return evolve(state, count=count, value=state.value if keep else event.at)
    found = event.data.get(source.field)
    if found is None:
        return evolve(state, count=count, missing=True)
    return evolve(state, count=count, value=_with(source.function, state, found))


def _with(function: str, state: Carried, found: object) -> object:
    so_far = state.value
    if function == "distinct":
        assert isinstance(so_far, tuple)
        return so_far if found in so_far else (*so_far, found)
    if function in _ADDED:
        if not isinstance(so_far, int | Decimal) or not isinstance(found, int | Decimal):
            return None
        return add(so_far, found)
    return found if so_far is None else extreme((so_far, found), function)


def told(source: HistoryInput, state: Carried) -> object:
    """The value of the term."""
    if state.doubtful:
        return None
    if source.function == "count":
        return state.count
    if state.missing:
        return None
    if source.function == "distinct":
        assert isinstance(state.value, tuple)
        return len(state.value)
    if source.function == "average":
        total = state.value
        return divide(total, state.count) if state.count and isinstance(total, int | Decimal) else None
    return state.value


def extreme(found: Sequence[object], function: str) -> object:
    """The smallest or the largest of values of one type; None of none, or where they cannot be compared."""
    choose = min if function == "smallest" else max
    for kind in ((int, Decimal), (datetime.date,), (datetime.time,), (str,)):
        alike = [value for value in found if isinstance(value, kind)]
        if alike and len(alike) == len(found):
            return choose(alike)
    return None


def outgrown(source: HistoryInput, state: Carried) -> bool:
    """True where a sum or an average of known values has outgrown every number."""
    known = not state.doubtful and not state.missing
    return source.function in _ADDED and known and bool(state.count) and state.value is None
