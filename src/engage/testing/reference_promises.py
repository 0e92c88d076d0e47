"""What became of promises, by trying every way in which the unknown may turn out: the slow reference of
`knowledge.commitments`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import product

from engage.facts.known import PastEvent
from engage.facts.vocabulary import Commitment
from engage.language.tree import HistoryTerm
from engage.ruleset.model import Header
from engage.testing.reference_history import World
from engage.testing.reference_time import at_midnight, later

__all__ = ["due_of", "outcomes", "promised"]


def promised(term: HistoryTerm, world: World) -> int | None:
    """How many promises are open, or when the first of them is due."""
    commitment = term.commitment
    assert commitment is not None
    events, waiting = world.everything(), []
    for place, event in enumerate(events):
        if event.kind == commitment.made_by:
            came_to = outcomes(commitment, event, events[place + 1 :], world.now, world.model.header)
            if came_to == {"open"}:
                waiting.append(due_of(commitment, event, world.model.header))
            elif "open" in came_to:
                return None
    if term.function == "open":
        return len(waiting)
    known = [due for due in waiting if due is not None]
    return min(known) if known and len(known) == len(waiting) else None


def due_of(commitment: Commitment, made: PastEvent, header: Header) -> int | None:
    """The last moment at which it is kept in time."""
    if not isinstance(commitment.due, str):
        return later(made.at, commitment.due, header.zone, header.working)
    said = made.data.get(commitment.due)
    if isinstance(said, datetime.date):
        return at_midnight(said + datetime.timedelta(days=1), header.zone)
    assert said is None or isinstance(said, int)
    return said


def outcomes(commitment: Commitment, made: PastEvent, after: Sequence[PastEvent], now: int, header: Header) -> set[str]:
    """Everything that a promise may have come to by now, by the events after it."""
    due = due_of(commitment, made, header)
    ties = [_ways(commitment, made, each) for each in after]
    return {
        _lived(commitment, due, [each for each, tied in zip(after, way, strict=True) if tied], now)
        for way in product(*ties)
    }


def _ways(commitment: Commitment, made: PastEvent, other: PastEvent) -> tuple[bool, ...]:
    """May an event belong to a promise: surely, surely not, or either."""
    if other.kind not in (*commitment.kept_by, *commitment.waived_by):
        return (False,)
    told = {_equal(_said(made, name), _said(other, name)) for name in commitment.same}
    return (False,) if False in told else (True, False) if None in told else (True,)


def _equal(left: object, right: object) -> bool | None:
    return None if left is None or right is None else left == right


def _said(event: PastEvent, name: str) -> object:
    if name in event.data:
        return event.data[name]
    return event.case if name == "case" and event.case else None


def _lived(commitment: Commitment, due: int | None, ends: Sequence[PastEvent], now: int) -> str:
    """Step by step: what happens to it, and the moment after it was due."""
    state = "open"
    for event in ends:
        if state == "open" and due is not None and event.at > due:
            state = "broken"
        if state == "open":
            state = "kept" if event.kind in commitment.kept_by else "waived"
        elif state == "broken":
            # Once it is waived nothing is owed, and a call that comes later keeps nothing.
            return "kept late" if event.kind in commitment.kept_by else "broken"
    return "broken" if state == "open" and due is not None and now > due else state
