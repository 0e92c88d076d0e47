"""Who waits and who serves, as values: what `assign` looks at, and nothing else."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from engage.facts.plan import Route
from engage.facts.queues import Exit, ExitTo, Pool, Queue
from engage.facts.units import Duration, Unit
from engage.ground.finding import Words
from engage.service.given import each_a, flag, length_given, names_in, one_of, whole
from engage.service.moments import exact, in_utc
from engage.service.routing_messages import misuse

__all__ = ["Skill", "Waiting", "Worker", "below_floor", "exits_of", "is_pair", "waiting_by_plan"]

_NO_TIME: Final = datetime.timedelta(0)
_QUALITY: Final = Words(
    "a mapping of (pool, queue) to a number", "由（资源池, 队列）到数的映射", "由（資源池, 佇列）到數的對映"
)


def _maybe(given: datetime.datetime | None) -> datetime.datetime | None:
    return None if given is None else in_utc(given)


@frozen
class Skill:
    """How well a worker can do something, and when that was last seen (None: it never grows old)."""

    level: int = 1
    seen: datetime.datetime | None = field(default=None, converter=_maybe)

    def __attrs_post_init__(self) -> None:
        whole("level", self.level)


def _skills(given: Mapping[str, int | Skill]) -> Mapping[str, Skill]:
    each_a("skills", given, object)
    for skill in given.values():
        if not isinstance(skill, Skill):
            whole("skills", skill)
    return {name: skill if isinstance(skill, Skill) else Skill(skill) for name, skill in given.items()}


def _queues(given: Iterable[str]) -> frozenset[str]:
    return names_in("queues", given)


def _moments(given: Mapping[str, datetime.datetime]) -> Mapping[str, datetime.datetime]:
    each_a("excluded", given, datetime.datetime)
    return {name: in_utc(moment) for name, moment in given.items()}


@frozen
class Waiting:
    """A contact that waits, with all that was settled when it entered its queue.

    `route` as the plan said it: queue, needs, ladder, head start. `since`: when it entered this queue; the ladder and
    the exits are measured from there. `arrived`: when the customer came, which makes its rank; None: `since`. A
    transfer and a callback keep it. `known_worker` is waited for during `known_for`. `excluded`: until when a worker
    gets no offer of this contact. `most_wait`: the longest wait that the customer's floor permits; from then on every
    rung is open. `exits`: where it overflows to, `closed`: where it is led while its own queue is closed.

    Raises CalendarError for what is no moment with a zone (K015, K021), EngageError for what is no route or no length
    of time (S076).
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

    def __attrs_post_init__(self) -> None:
        one_of("id", self.id, str)
        one_of("route", self.route, Route)
        length_given("known_for", self.known_for)
        length_given("most_wait", self.most_wait, optional=True)


@frozen
class Worker:
    """A person who serves: the queues served, skills, and what is being done at the moment.

    `skills` by name: a level, or a Skill with the day it was last seen. `work`: contacts by channel, whether offered,
    in progress or being wrapped up. `idle_since`: when the last of them ended. `served`: how many, since when the host
    likes. `available`: logged in and not on a break. `pool`: the pool of the catalogue, empty for none.

    Raises CalendarError for what is no moment with a zone (K015, K021), EngageError for one text as `queues` (S075) and
    for levels and numbers that are not whole or below 0 (S076).
    """

    id: str
    queues: frozenset[str] = field(converter=_queues)
    idle_since: datetime.datetime = field(converter=in_utc)
    skills: Mapping[str, Skill] = field(factory=dict, converter=_skills)
    work: Mapping[str, int] = field(factory=dict, kw_only=True)
    served: int = field(default=0, kw_only=True)
    available: bool = field(default=True, kw_only=True)
    pool: str = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        one_of("id", self.id, str)
        one_of("pool", self.pool, str)
        each_a("work", self.work, object)
        for count in self.work.values():
            whole("work", count)
        whole("served", self.served)
        flag("available", self.available)


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
    """A contact that enters the queue of a planned route, with what the catalogue says of this queue frozen.

    Raises CalendarError and EngageError as a Waiting does.
    """
    one_of("route", route, Route)
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
    yet a pool is not below: nothing would ever be measured otherwise. Raises EngageError (S076) for what is no number,
    and for keys that are no pairs.
    """
    each_a("pools", pools, Pool)
    for pair, figure in quality.items():
        if not is_pair(pair) or not _is_figure(figure):
            raise misuse("S076", name="quality", wanted=_QUALITY)
    floors = {id: pool.quality_floor for id, pool in pools.items() if pool.quality_floor is not None}
    return frozenset(
        (pool, queue)
        for (pool, queue), figure in quality.items()
        # 0.85 as a float is less than 0.85: what was written counts, not its nearest binary fraction
        if pool in floors and Decimal(str(figure)) < floors[pool]
    )


def is_pair(given: object) -> bool:
    """Two names, as (pool, queue) is. A text of two letters is none."""
    return isinstance(given, tuple) and len(given) == 2 and all(isinstance(name, str) for name in given)


def _is_figure(given: object) -> bool:
    return isinstance(given, int | float | Decimal) and not isinstance(given, bool) and math.isfinite(given)
