"""How long people wait for one of `s` workers, by formula: Erlang C (all wait) and Erlang A (the impatient leave).

Both suppose that contacts come at random at a steady rate and that handling times, and patience, are exponential;
one queue, first come first served, every worker can take everything. They are estimates in floating point: for
planning and for telling a customer about how long it may take. A decision never rests on one that is not recorded.

A. K. Erlang (1917); C. Palm (1943); W. Whitt, *Engineering Solution of a Basic Call-Center Model*, Management Science
51(2), 2005, section 2 and table 1 (M/M/s/r+M); O. Garnett, A. Mandelbaum, M. Reiman, *Designing a Call Center with
Impatient Customers*, M&SOM 4(3), 2002.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator
from itertools import count
from typing import Final

from attrs import field, frozen

from engage.errors import EngageError
from engage.service.given import length_above, length_given, number_above, one_of, share_given, whole
from engage.service.routing_messages import misuse
from engage.service.stages import waits_left

__all__ = ["Load", "QueueFigures", "erlang_a", "erlang_c", "staff"]

#: Beyond the fullest state, those rarer than this part of it are left out: less than a float of 1 can tell.
_RARE: Final = math.log(1e-19)
_MOST_WORKERS: Final = 10_000
_MOST_STATES: Final = 1_000_000


@frozen
class Load:
    """What comes in: so many contacts `during` a time, handled in `handling` each on average.

    `patience` is how long people wait on average before they leave; None: they never do. `room` is how many may wait;
    None: any number. Raises EngageError (S076) for a time or a number that is not above nothing (`room` may be 0).
    """

    arrivals: float
    during: datetime.timedelta
    handling: datetime.timedelta
    patience: datetime.timedelta | None = None
    room: int | None = None

    def __attrs_post_init__(self) -> None:
        number_above("arrivals", self.arrivals)
        length_above("during", self.during)
        length_above("handling", self.handling)
        length_above("patience", self.patience, optional=True)
        if self.room is not None:
            whole("room", self.room)

    @property
    def rate(self) -> float:
        """Contacts a second."""
        return self.arrivals / self.during.total_seconds()

    @property
    def work(self) -> float:
        """The offered load in erlangs: how many workers it would keep busy without a pause."""
        return self.rate * self.handling.total_seconds()


@frozen
class QueueFigures:
    """What becomes of a load with so many workers, on the average of a long time.

    Shares are of all who come: `waits` (nobody is free for them, whether they are served in the end or not),
    `abandonment`, `blocked` (no room left). `queue` is the mean number of those who wait, `queue_variance` its
    variance, `present` the mean number of those who wait or are served, `occupancy` the part of their time in which
    workers serve. `mean_wait` is over all who come in, `mean_wait_answered` (ASA) over those who are served.
    """

    workers: int
    waits: float
    abandonment: float
    blocked: float
    queue: float
    queue_variance: float
    present: float
    occupancy: float
    mean_wait: datetime.timedelta
    mean_wait_answered: datetime.timedelta
    _served: Callable[[float], float] = field(repr=False, eq=False)
    _left: Callable[[float], float] = field(repr=False, eq=False)

    @property
    def answered(self) -> float:
        """The share of all who come that is served in the end."""
        return 1 - self.abandonment - self.blocked

    def offered_within(self, time: datetime.timedelta) -> float:
        """The share of all who come that is served after at most `time`: service level `offered`."""
        return self._served(_seconds(time))

    def answered_within(self, time: datetime.timedelta) -> float:
        """The share of those served that waited at most `time`: service level `answered`, P(W <= t | S)."""
        return self.offered_within(time) / self.answered if self.answered > 0 else 0.0

    def abandoned_within(self, time: datetime.timedelta) -> float:
        """The share of those who leave that waited at most `time`: P(W <= t | A). 0 where nobody leaves."""
        return self._left(_seconds(time)) / self.abandonment if self.abandonment > 0 else 0.0


def _seconds(time: datetime.timedelta) -> float:
    one_of("time", time, datetime.timedelta)
    return max(time.total_seconds(), 0.0)


def erlang_c(load: Load, workers: int) -> QueueFigures:
    """Nobody leaves and there is room for all: M/M/s. Patience and room of the load are not looked at.

    P(wait) = B / (1 - u (1 - B)) with B by Erlang's recursion and u the occupancy;
    P(W > t) = P(wait) exp(-(s mu - l) t).

    Raises EngageError where the work is not less than the workers, as the queue would grow for ever (S079), and for a
    number of workers that is none (S076).
    """
    whole("workers", workers, 1)
    if workers <= load.work:
        raise misuse("S079")
    busy, lost = load.work / workers, 1.0
    for number in range(1, workers + 1):
        lost = load.work * lost / (number + load.work * lost)
    waits = lost / (1 - busy * (1 - lost))
    spare = workers / load.handling.total_seconds() - load.rate
    queue = waits * busy / (1 - busy)
    mean = datetime.timedelta(seconds=waits / spare)
    return QueueFigures(
        workers=workers,
        waits=waits,
        abandonment=0.0,
        blocked=0.0,
        queue=queue,
        # E[Q^2] of a geometric queue that is there with probability `waits`.
        queue_variance=queue * (1 + busy) / (1 - busy) - queue * queue,
        present=queue + load.work,
        occupancy=busy,
        mean_wait=mean,
        mean_wait_answered=mean,
        served=lambda time: 1 - waits * math.exp(-spare * time),
        left=lambda time: 0.0,
    )


def erlang_a(load: Load, workers: int) -> QueueFigures:
    """Who waits may leave: M/M/s/r+M, exact, from the shares of time in each state. O(states) a figure.

    Births at `l`; deaths at min(n, s) mu + (n - s)+ theta. Who finds k waiting is served after k + 1 stages, of rates
    s mu + j theta, j = 0 … k, unless patience ends first. Raises EngageError without workers (S076), where patience has
    no end and neither has the room, which is Erlang C (S080), and where a million may wait (S081).
    """
    whole("workers", workers, 1)
    if load.patience is None and load.room is None:
        raise misuse("S080")
    leave = 1 / load.patience.total_seconds() if load.patience else 0.0
    pace = workers / load.handling.total_seconds()
    shares = _shares(load, workers, leave)
    idle, queued = shares[:workers], shares[workers:]
    # Who comes when the room is full, in the last state, does not get in.
    blocked = shares[-1] if load.room is not None else 0.0
    waiting = _Waiting(pace, leave, math.fsum(idle), tuple(queued[:-1] if load.room is not None else queued))
    queue = math.fsum(k * share for k, share in enumerate(queued))
    busy = math.fsum(n * share for n, share in enumerate(idle)) + workers * math.fsum(queued)
    abandonment = leave * queue / load.rate
    answered = 1 - abandonment - blocked
    return QueueFigures(
        workers=workers,
        waits=math.fsum(waiting.found),
        abandonment=abandonment,
        blocked=blocked,
        queue=queue,
        queue_variance=math.fsum(k * k * share for k, share in enumerate(queued)) - queue * queue,
        present=queue + busy,
        occupancy=busy / workers,
        mean_wait=datetime.timedelta(seconds=queue / (load.rate * (1 - blocked))),
        mean_wait_answered=datetime.timedelta(seconds=waiting.of_the_served() / answered if answered > 0 else 0.0),
        served=waiting.served,
        left=waiting.left,
    )


@frozen
class _Waiting:
    """What becomes of those who wait: `found` is the chance of finding k waiting, `at_once` that somebody is free.

    `pace` is s mu and `leave` theta. Of those who find k waiting, pace / (pace + (k + 1) leave) are served.
    """

    pace: float
    leave: float
    at_once: float
    found: tuple[float, ...]

    def _reached(self) -> Iterator[float]:
        for k, share in enumerate(self.found):
            yield share * self.pace / (self.pace + (k + 1) * self.leave)

    def of_the_served(self) -> float:
        """The waits of those served, over all who come: each stage, on condition of being served, is shorter."""
        total = stages = 0.0
        for k, share in enumerate(self._reached()):
            stages += 1 / (self.pace + (k + 1) * self.leave)
            total += share * stages
        return total

    def served(self, time: float) -> float:
        """The share served after at most `time` seconds."""
        still = waits_left(self.pace + self.leave, self.leave, time)
        return self.at_once + math.fsum(share * (1 - next(still)) for share in self._reached())

    def left(self, time: float) -> float:
        """The share that leaves after at most `time` seconds."""
        still, patient = waits_left(self.pace, self.leave, time), math.exp(-self.leave * time)
        gone = math.fsum(share * (1 - patient * next(still)) for share in self.found)
        return gone - (self.served(time) - self.at_once)


def staff(
    load: Load,
    within: datetime.timedelta,
    level: float = 0.8,
    abandonment: float | None = None,
    absent: float = 0.0,
) -> int:
    """The fewest workers with whom at least `level` of those served wait at most `within`, and fewer than the share
    `abandonment` leave, where it is said. Erlang A where patience or room ends, else Erlang C.

    `absent` is the part of paid time in which a worker is not there (shrinkage); the number grows accordingly. Raises
    EngageError for shares outside 0 to 1 (S076), and where not even 10,000 workers are enough (S078).
    """
    length_given("within", within)
    share_given("level", level)
    share_given("absent", absent, all_of_it=False)
    if abandonment is not None:
        share_given("abandonment", abandonment)
    unending = load.patience is None and load.room is None

    def enough(workers: int) -> bool:
        try:
            found = erlang_c(load, workers) if unending else erlang_a(load, workers)
        except EngageError:  # so few that a million would wait
            return False
        return found.answered_within(within) >= level and (abandonment is None or found.abandonment < abandonment)

    workers = _fewest(enough, math.floor(load.work) + 1 if unending else 1, math.ceil(load.work))
    if workers is None:
        raise misuse("S078")
    return math.ceil(workers / (1 - absent) - 1e-9)


def _fewest(enough: Callable[[int], bool], least: int, near: int) -> int | None:
    """The fewest workers, `least` or more, that are enough; None: not even _MOST_WORKERS. Looked for around `near`.

    Found by halving, because with more workers nobody waits longer, and no more people leave.
    """
    # Invariant: `under` are not enough, or fewer than there may be.
    if least > _MOST_WORKERS:
        return None
    under, over = least - 1, min(max(least, near), _MOST_WORKERS)
    while not enough(over):
        if over == _MOST_WORKERS:
            return None
        under, over = over, min(2 * over, _MOST_WORKERS)
    while over - under > 1:
        middle = (under + over) // 2
        under, over = (under, middle) if enough(middle) else (middle, over)
    return over


def _shares(load: Load, workers: int, leave: float) -> list[float]:
    """The part of all time in which so many are present, from 0 on.

    Each state's weight is that before it, times births over deaths. They are added as logarithms and brought down by
    the largest before they become numbers, so that neither an empty nor a crowded queue runs out of floats.
    """
    one, logs, top = 1 / load.handling.total_seconds(), [0.0], 0.0
    for present in count(1):
        deaths = min(present, workers) * one + max(present - workers, 0) * leave
        logs.append(logs[-1] + math.log(load.rate / deaths))
        top = max(top, logs[-1])
        # Deaths only grow: past the top, every state is rarer than the one before.
        rare = load.room is None and present >= workers and logs[-1] - top < _RARE
        if rare or (load.room is not None and present == workers + load.room):
            break
        if present > _MOST_STATES:
            raise misuse("S081")
    weights = [math.exp(log - top) for log in logs]
    whole = math.fsum(weights)
    return [weight / whole for weight in weights]
