"""Who waits and who serves, as values: what `assign` looks at, and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from engage.facts.plan import Route
from engage.facts.queues import Exit, ExitTo, Pool, Queue
from engage.facts.units import Duration, Unit
from engage.service.moments import exact, in_utc

__all__ = ["Skill", "Waiting", "Worker", "below_floor", "exits_of", "waiting_by_plan"]

_NO_TIME: Final = datetime.timedelta(0)


def _maybe(given: datetime.datetime | None) -> datetime.datetime | None:
    return None if given is None else in_utc(given)


@frozen
class Skill:
    """How well a worker can do something, and when that was last seen (None: it never grows old)."""

    level: int = 1
    seen: datetime.datetime | None = field(default=None, converter=_maybe)


def _skills(given: Mapping[str, int | Skill]) -> Mapping[str, Skill]:
    return {name: Skill(skill) if isinstance(skill, int) else skill for name, skill in given.items()}


def _names(given: Iterable[str]) -> frozenset[str]:
    return frozenset(given)


def _moments(given: Mapping[str, datetime.datetime]) -> Mapping[str, datetime.datetime]:
    return {name: in_utc(moment) for name, moment in given.items()}


@frozen
class Waiting:
    """A contact that waits, with all that was settled when it entered its queue.

    `route` as the plan said it: queue, needs, ladder, head start. `since`: when it entered this queue; the ladder and
    the exits are measured from there. `arrived`: when the customer came, which makes its rank; None: `since`. A
    transfer and a callback keep it. `known_worker` is waited for during `known_for`. `excluded`: until when a worker
    gets no offer of this contact. `most_wait`: the longest wait that the customer's floor permits; from then on every
    rung is open. `exits`: where it overflows to, `closed`: where it is led while its own queue is closed.
    """

    id: str
    route: Route
    since: datetime.datetime = field(converter=in_utc)
    channel: str = ""
    arrived: datetime.datetime | None = field(default=None, converter=_maybe)
    known_worker: str = field(default="", kw_only=True)
    known_for: datetime.timedelta = field(default=_NO_TIME, kw_only=True)
    excluded: Mapping[str, datetime.datetime] = field(factory=dict, converter=_moments, kw_only=True)
    most_wait: datetime.timedelta | None = field(default=None, kw_only=True)
    exits: tuple[Exit, ...] = field(default=(), kw_only=True)
    closed: Exit | None = field(default=None, kw_only=True)


@frozen
class Worker:
    """A person who serves: the queues served, skills, and what is being done at the moment.

    `skills` by name: a level, or a Skill with the day it was last seen. `work`: contacts by channel, whether offered,
    in progress or being wrapped up. `idle_since`: when the last of them ended. `served`: how many, since when the host
    likes. `available`: logged in and not on a break. `pool`: the pool of the catalogue, empty for none.
    """

    id: str
    queues: frozenset[str] = field(converter=_names)
    idle_since: datetime.datetime = field(converter=in_utc)
    skills: Mapping[str, Skill] = field(factory=dict, converter=_skills)
    work: Mapping[str, int] = field(factory=dict, kw_only=True)
    served: int = field(default=0, kw_only=True)
    available: bool = field(default=True, kw_only=True)
    pool: str = field(default="", kw_only=True)


def waiting_by_plan(
    route: Route,
    queues: Mapping[str, Queue],
    *,
    id: str,
    since: datetime.datetime,
    channel: str = "",
    arrived: datetime.datetime | None = None,
    known_worker: str = "",
    most_wait: datetime.timedelta | None = None,
) -> Waiting:
    """A contact that enters the queue of a planned route, with what the catalogue says of this queue frozen."""
    queue = queues.get(route.queue, Queue(route.queue))
    return Waiting(
        id,
        route,
        since,
        channel,
        arrived,
        known_worker=known_worker,
        known_for=datetime.timedelta(microseconds=exact(queue.known_worker)) if known_worker else _NO_TIME,
        most_wait=most_wait,
        exits=exits_of(queues, route.queue),
        closed=queue.closed,
    )


def exits_of(queues: Mapping[str, Queue], queue: str) -> tuple[Exit, ...]:
    """Where a queue overflows to, in the order of time; behind a queue, what that one says from then on.

    Lengths are counted from entering the first queue. A queue that was there already is not gone to again.
    """
    return tuple(sorted(_exits(queues, queue, 0, {queue}), key=lambda each: exact(each.after)))


def _exits(queues: Mapping[str, Queue], queue: str, gone: int, seen: set[str]) -> Iterator[Exit]:
    for each in queues.get(queue, Queue(queue)).overflow:
        after = gone + exact(each.after)
        if each.to is ExitTo.QUEUE and each.queue in seen:
            continue
        yield Exit(each.to, Duration(Decimal(after) / 1_000_000, Unit.SECOND), each.queue)
        if each.to is ExitTo.QUEUE:
            seen.add(each.queue)
            yield from _exits(queues, each.queue, after, seen)


def below_floor(
    pools: Mapping[str, Pool], quality: Mapping[tuple[str, str], int | float | Decimal]
) -> frozenset[tuple[str, str]]:
    """Which pools get nothing of which queues, because their figure there is below their floor.

    `quality`: (pool, queue) → the figure as the host measured it, in the unit of the floor. Where nothing was measured
    yet a pool is not below: nothing would ever be measured otherwise.
    """
    floors = {id: pool.quality_floor for id, pool in pools.items() if pool.quality_floor is not None}
    return frozenset(
        (pool, queue)
        for (pool, queue), figure in quality.items()
        # 0.85 as a float is less than 0.85: what was written counts, not its nearest binary fraction
        if pool in floors and Decimal(str(figure)) < floors[pool]
    )
