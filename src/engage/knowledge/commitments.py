"""What became of promises: open, kept, broken, kept late or waived, from the customer's events alone.

Each promise is looked at by itself: the first event after it that keeps or ends it, alike in what ties them together,
is what counts, and one such event may keep several. What is unknown equals nothing for certain and anything perhaps:
a promise that may have come to different things is in doubt. Pure.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from attrs import evolve, frozen

from engage.facts.known import PastEvent, Situation
from engage.facts.vocabulary import Commitment
from engage.ground.canonical import derived_id
from engage.knowledge.working_time import moment_after
from engage.program.local_time import to_moment
from engage.program.program import Program

__all__ = [
    "LOOK",
    "Promise",
    "Promised",
    "announced",
    "asked",
    "looked_at",
    "promises",
    "rings",
]

#: What the names of timers begin with that look whether a promise was kept: no rule has a name that begins so.
LOOK: Final = " "
_TIMER: Final = f"timer:{LOOK}"
_DAY: Final = datetime.timedelta(days=1)


class Promised(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    KEPT_LATE = "kept late"
    WAIVED = "waived"


@frozen
class Promise:
    """A promise, the event that made it, and until when (microseconds UTC, that moment included) it is to be kept.

    `due` is None where the event does not say: it is never broken. `came_to` is what is certain; `perhaps` are other
    things that it may have come to. `ended`: when it was kept or waived for certain.
    """

    commitment: Commitment
    made: PastEvent
    due: int | None
    came_to: Promised = Promised.OPEN
    perhaps: frozenset[Promised] = frozenset()
    ended: int | None = None

    @property
    def in_doubt(self) -> bool:
        """May it have come to something else?"""
        return bool(self.perhaps - {self.came_to})

    @property
    def is_broken(self) -> bool:
        """Was it not kept in time, for certain?"""
        return {self.came_to, *self.perhaps} <= {Promised.BROKEN, Promised.KEPT_LATE}

    @property
    def may_be_open(self) -> bool:
        """Is it open, or may it be?"""
        return Promised.OPEN in (self.came_to, *self.perhaps)


def promises(commitment: Commitment, events: Sequence[PastEvent], now: int, program: Program) -> tuple[Promise, ...]:
    """Every promise among events that are in their order, none later than now, with what became of it by now."""
    ends = [(place, event) for place, event in enumerate(events) if event.kind in _ends(commitment)]
    return tuple(
        _followed(
            Promise(commitment, event, _due(commitment, event, program)), (e for at, e in ends if at > place), now
        )
        for place, event in enumerate(events)
        if event.kind == commitment.made_by
    )


def _ends(commitment: Commitment) -> tuple[str, ...]:
    return (*commitment.kept_by, *commitment.waived_by)


def _due(commitment: Commitment, event: PastEvent, program: Program) -> int | None:
    """Until when it is to be kept: a date counts with its whole day, up to the midnight that ends it."""
    if not isinstance(commitment.due, str):
        return moment_after(event.at, commitment.due, program.zone, program.working)
    said = event.data.get(commitment.due)
    if isinstance(said, datetime.date):
        try:
            return to_moment(datetime.datetime.combine(said + _DAY, datetime.time(0), ZoneInfo(program.zone)))
        except OverflowError:
            return None
    return said if isinstance(said, int) else None


def _followed(promise: Promise, later: Iterable[PastEvent], now: int) -> Promise:
    perhaps: set[Promised] = set()
    for event in later:
        tied = _tied(promise, event)
        if tied:
            return evolve(promise, came_to=_ended(promise, event), perhaps=frozenset(perhaps), ended=event.at)
        if tied is None:
            perhaps.add(_ended(promise, event))
    waits = promise.due is None or now <= promise.due
    return evolve(promise, came_to=Promised.OPEN if waits else Promised.BROKEN, perhaps=frozenset(perhaps))


def _ended(promise: Promise, event: PastEvent) -> Promised:
    """What an event makes of it. A promise that was broken before it was waived stays broken."""
    late = promise.due is not None and event.at > promise.due
    if event.kind in promise.commitment.kept_by:
        return Promised.KEPT_LATE if late else Promised.KEPT
    return Promised.BROKEN if late else Promised.WAIVED


def _tied(promise: Promise, event: PastEvent) -> bool | None:
    """Does an event belong to the promise? None where nobody can say."""
    doubt = False
    for name in promise.commitment.same:
        own, other = _said(promise.made, name), _said(event, name)
        if own is None or other is None:
            doubt = True
        elif own != other:
            return False
    return None if doubt else True


def _said(event: PastEvent, name: str) -> object:
    return event.case or None if name == "case" and name not in event.data else event.data.get(name)


# ------------------------------------------------------------------------------------------ what is asked


def asked(function: str, found: Iterable[Promise]) -> int | None:
    """How many are `open`, or when the `next due` one is due; None where it is in doubt, or none is due."""
    waiting = [promise for promise in found if promise.may_be_open]
    if any(promise.in_doubt for promise in waiting):
        return None
    if function == "open":
        return len(waiting)
    due = [promise.due for promise in waiting]
    return None if not due or None in due else min(each for each in due if each is not None)


# ----------------------------------------------------------------------------------------- what rings


def _rings_at(promise: Promise) -> int | None:
    """When it is looked whether it was kept: right after it was due, and never before it was made."""
    return None if promise.due is None else max(promise.due + 1, promise.made.at)


def rings(program: Program, situation: Situation) -> Iterator[tuple[str, int]]:
    """The timers that an event starts, as name and moment: one that makes promises, or one that rang too early.

    It rings too early where the ruleset has been changed meanwhile, and now gives more time.
    """
    event = situation.event
    if not event.subject:
        return  # of an anonymous contact nothing is known later
    for commitment in program.vocabulary.commitments:
        if event.kind == commitment.made_by:
            made = PastEvent(event.kind, event.at, data=event.data, id=event.id, source=event.source)
        elif event.kind == _TIMER + commitment.id and (found := _promise_at(commitment, situation, program)):
            made = found.made
        else:
            continue
        at = _rings_at(Promise(commitment, made, _due(commitment, made, program)))
        if at is not None and (event.kind == commitment.made_by or at > event.at):
            yield f"{LOOK}{commitment.id} {_mark(made)}", at


def _mark(made: PastEvent) -> str:
    """What a timer knows a promise by, however often it has to ring."""
    return derived_id(made.source, made.id)[:16]


def looked_at(timer: str) -> tuple[str, dict[str, str]]:
    """What the name of a timer says: who waits; where that is a commitment, for which promise, or for which clock."""
    if not timer.startswith(LOOK):
        return timer, {}
    id, _, mark = timer.removeprefix(LOOK).partition(" ")
    # What ends with a colon looks at a clock: no commitment is called so.
    return LOOK + id, {"clock" if id.endswith(":") else "promise": mark}


def _promise_at(commitment: Commitment, situation: Situation, program: Program) -> Promise | None:
    """The promise that a timer looks at, with what became of it by then; None where it is not among the past."""
    event, past = situation.event, situation.history.events
    known = sorted((each for each in past if each.at <= event.at), key=lambda each: (each.at, each.sequence))
    found = promises(commitment, known, event.at, program)
    return next((each for each in found if _mark(each.made) == event.data.get("promise")), None)


def announced(program: Program, situation: Situation) -> Situation:
    """The situation of a timer that rings: its event is that a promise is broken, where it certainly is."""
    event = situation.event
    if not event.kind.startswith(_TIMER):
        return situation
    for commitment in program.vocabulary.commitments:
        if event.kind == _TIMER + commitment.id:
            promise = _promise_at(commitment, situation, program)
            if promise is not None and promise.is_broken:
                told = {"promise": promise.made.id, "promise_made": promise.made.at, "promise_due": promise.due}
                breach = evolve(event, kind=commitment.broken, data={**promise.made.data, **told})
                return evolve(situation, event=breach)
    return situation
