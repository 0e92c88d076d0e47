"""One queue simulated: who comes when, how long each would wait and take, who is there to serve; what becomes of them.

Discrete events, on a clock of its own, the same at every run: nothing here is random, and no clock is read. Arrivals,
work and patience come in. What comes out is simulated, and is never to be mixed with what was recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heapify, heappop, heappush

from attrs import define, field, frozen

__all__ = ["Arrival", "Rank", "Served", "Shift", "by_head_start", "first_come", "simulate", "strictly"]


@frozen
class Arrival:
    """Somebody who comes to the queue. Moments are microseconds UTC, lengths microseconds.

    `work` is how long serving takes. `patience` is after how long a wait is given up; None: never. `ahead` is the head
    start, `group` whose figures these become, and `grade` what strict precedence goes by, the highest first.
    """

    id: str
    at: int
    work: int
    patience: int | None = None
    ahead: int = 0
    group: str = ""
    grade: int = 0


@frozen
class Shift:
    """A worker is there from `start` until `until`, and then ends the contact begun."""

    worker: str
    start: int
    until: int


@frozen
class Served:
    """What became of an arrival: how long it waited, and whether it was answered, by whom. `answered` None: when the
    last worker had gone it still waited, which is neither."""

    arrival: Arrival
    waited: int
    answered: bool | None
    worker: str = ""


Rank = Callable[[Arrival], tuple[int, int, str]]


def by_head_start(one: Arrival) -> tuple[int, int, str]:
    """Arrival minus head start, then arrival, then id: the rank by which `engage.service.assign` matches. It never
    changes while one waits, and nobody is overtaken by one who comes later than the head start."""
    return one.at - one.ahead, one.at, one.id


def first_come(one: Arrival) -> tuple[int, int, str]:
    """First come, first served."""
    return one.at, one.at, one.id


def strictly(one: Arrival) -> tuple[int, int, str]:
    """The highest grade first, however long the others have waited. For contrast only: it starves, and no ruleset can
    ask for it."""
    return -one.grade, one.at, one.id


#: What happens at one moment, in this order. Who is free is known before anybody is matched, and who is matched at the
#: moment at which patience ends is served.
_FREE, _COME, _GO, _ARRIVE, _LOSE, _LATER = range(6)


@define
class _Worker:
    id: str
    until: int = 0
    busy: bool = False
    served: int = 0
    idle_since: int = 0
    here: bool = False


@define
class _Desk:
    """What is going on: events to come, those who wait by rank, those who are idle. Entries of either heap that no
    longer hold are passed over when they come up."""

    rank: Rank
    events: list[tuple[int, int, int, str]]
    workers: dict[str, _Worker] = field(factory=dict)
    waiting: dict[str, Arrival] = field(factory=dict)
    ranked: list[tuple[tuple[int, int, str], str]] = field(factory=list)
    idle: list[tuple[int, int, str]] = field(factory=list)

    def next_at(self, now: int) -> int:
        """The kind of what happens next at this moment."""
        return self.events[0][1] if self.events and self.events[0][0] == now else _LATER

    def free(self, worker: _Worker, now: int) -> None:
        """The worker can take somebody from now on, unless the shift is over."""
        worker.busy, worker.idle_since = False, now
        if worker.here:
            heappush(self.idle, (now, worker.served, worker.id))

    def matched(self, now: int) -> Iterator[Served]:
        """As many as can be, by rank; to the longest idle, then the fewest served, then by id."""
        while self.waiting and (worker := self._next_idle()) is not None:
            _, id = heappop(self.ranked)
            one = self.waiting.pop(id, None)
            if one is None:
                continue
            heappop(self.idle)
            worker.busy, worker.served = True, worker.served + 1
            heappush(self.events, (now + one.work, _FREE, 0, worker.id))
            yield Served(one, now - one.at, True, worker.id)

    def _next_idle(self) -> _Worker | None:
        while self.idle:
            since, served, id = self.idle[0]
            worker = self.workers[id]
            if worker.here and not worker.busy and (worker.idle_since, worker.served) == (since, served):
                return worker
            heappop(self.idle)
        return None


def simulate(arrivals: Iterable[Arrival], shifts: Iterable[Shift], rank: Rank = by_head_start) -> Iterator[Served]:
    """Everybody who comes, in the order in which their wait ends; at last those who still wait when nobody is left.

    Each worker serves one at a time. A worker's shifts do not overlap; one that begins while a contact of the one
    before goes on counts from its end. Raises ValueError for two arrivals of one id.
    """
    given = tuple(arrivals)
    coming = {one.id: one for one in given}
    if len(coming) < len(given):
        raise ValueError("two arrivals have one id")
    desk = _Desk(rank, [(one.at, _ARRIVE, number, one.id) for number, one in enumerate(given)])
    for shift in shifts:
        desk.workers.setdefault(shift.worker, _Worker(shift.worker))
        desk.events += [(shift.start, _COME, shift.until, shift.worker), (shift.until, _GO, 0, shift.worker)]
    heapify(desk.events)
    now = 0
    while desk.events:
        now = desk.events[0][0]
        # Work that takes no time frees its worker at the same moment, for others who wait.
        while desk.next_at(now) < _LOSE:
            while desk.next_at(now) < _LOSE:
                _happen(desk, heappop(desk.events), coming)
            yield from desk.matched(now)
        while desk.next_at(now) == _LOSE:
            gone = desk.waiting.pop(heappop(desk.events)[3], None)
            if gone is not None:
                yield Served(gone, now - gone.at, False)
    yield from (Served(one, now - one.at, None) for one in desk.waiting.values())


def _happen(desk: _Desk, event: tuple[int, int, int, str], coming: dict[str, Arrival]) -> None:
    now, kind, until, id = event
    if kind == _ARRIVE:
        one = coming[id]
        desk.waiting[id] = one
        heappush(desk.ranked, (desk.rank(one), id))
        if one.patience is not None:
            heappush(desk.events, (now + one.patience, _LOSE, 0, id))
        return
    worker = desk.workers[id]
    if kind == _FREE:
        desk.free(worker, now)
    elif kind == _COME:
        worker.here, worker.until = True, until
        if not worker.busy:
            desk.free(worker, now)
    elif now >= worker.until:
        # A shift that begins at the moment at which another ends has begun already.
        worker.here = False
