"""The ladder of a contact that waits, as it was when it entered its queue, and its place among others.

Lengths are measured from entering the queue. Each rung widens: whoever met a stricter one still does.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from typing import Final

from attrs import frozen

from engage.facts.plan import Need, Rung
from engage.facts.queues import Exit, ExitTo
from engage.facts.units import Duration, Unit
from engage.service.moments import exact, length_of, micros
from engage.service.waiting import Waiting

__all__ = ["Step", "exit_due", "rank", "rungs_open", "steps"]

_AT_ONCE: Final = Duration(0, Unit.SECOND)


@frozen
class Step:
    """A rung with its number and its moment (microseconds UTC). Number 0 is the route itself; behind the ladder stand
    the queues that it overflows to, and last where it is led while its own queue is closed."""

    number: int
    opens: int
    rung: Rung

    @property
    def queue(self) -> str:
        """Whose workers are meant."""
        return self.rung.queue

    @property
    def needs(self) -> tuple[Need, ...]:
        """What they must be able to do."""
        return self.rung.needs


def steps(waiting: Waiting, closed: Collection[str] = ()) -> tuple[Step, ...]:
    """Every rung in a queue that is not among the closed ones, the strictest first."""
    return tuple(step for step in _all_steps(waiting, waiting.route.queue in closed) if step.queue not in closed)


def _all_steps(waiting: Waiting, own_closed: bool) -> Iterator[Step]:
    route, since = waiting.route, micros(waiting.since)
    latest = None if waiting.most_wait is None else length_of(waiting.most_wait)
    rungs = [Rung(_AT_ONCE, route.needs, route.queue)]
    rungs += [Rung(rung.after, rung.needs, rung.queue or route.queue) for rung in route.ladder]
    overflows = [each for each in waiting.exits if each.to is ExitTo.QUEUE]
    if own_closed and waiting.closed is not None and waiting.closed.to is ExitTo.QUEUE:
        overflows.append(waiting.closed)
    rungs += [Rung(each.after or _AT_ONCE, (), each.queue) for each in overflows]
    for number, rung in enumerate(rungs):
        after = exact(rung.after)
        yield Step(number, since + (after if latest is None else min(after, latest)), rung)


def rungs_open(waiting: Waiting, now: datetime.datetime) -> tuple[Rung, ...]:
    """The rungs that are open now, the strictest first, each with the queue it means."""
    moment = micros(now)
    return tuple(step.rung for step in steps(waiting) if step.opens <= moment)


def rank(waiting: Waiting) -> tuple[int, int, str]:
    """The place in line, smallest first: arrival less the head start (microseconds UTC), then arrival, then id.

    It never changes while somebody waits, and nobody is passed by one who came later by more than the head start.
    """
    arrived = micros(waiting.arrived or waiting.since)
    return arrived - exact(waiting.route.ahead), arrived, waiting.id


def exit_due(waiting: Waiting, now: datetime.datetime, closed: Collection[str] = ()) -> Exit | None:
    """The callback or message it is time for: while its own queue is closed that of closed hours, else the latest of
    the overflows."""
    if waiting.route.queue in closed and waiting.closed is not None and waiting.closed.to is not ExitTo.QUEUE:
        return waiting.closed
    moment, since = micros(now), micros(waiting.since)
    due = [each for each in waiting.exits if each.to is not ExitTo.QUEUE and since + exact(each.after) <= moment]
    return max(due, key=lambda each: exact(each.after), default=None)
