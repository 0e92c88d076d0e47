"""One look at the desk: who waits, who is there with what at hand, and what a host said of it. Nothing is written."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from attrs import evolve, frozen

from engage.program.program import Program
from engage.runtime.desk_record import waiting_of
from engage.runtime.typed import each_typed, typed
from engage.service import (
    Capacity,
    Match,
    StillWaiting,
    Waiting,
    Worker,
    assign,
    below_floor,
    closed_queues,
    still_waiting,
)
from engage.sockets.desk import AtDesk, DeskState

__all__ = ["Asked", "Look", "at_work", "looked", "waiting_in"]

T = TypeVar("T")


@frozen
class Asked:
    """What is said with workers, the same to `assign` and to `still_waiting`."""

    workers: tuple[Worker, ...]
    capacity: Capacity
    evidence_for: datetime.timedelta | None
    closed: Mapping[str, datetime.datetime | None]
    quality: Mapping[tuple[str, str], int | float | Decimal]

    @classmethod
    def of(
        cls,
        workers: Sequence[Worker],
        capacity: Capacity,
        evidence_for: datetime.timedelta | None,
        closed: Mapping[str, datetime.datetime | None] | None,
        quality: Mapping[tuple[str, str], int | float | Decimal] | None,
    ) -> Asked:
        """As it came from a host. Raises EngageError (S076) for what is of another type."""
        typed("capacity", capacity, Capacity)
        typed("evidence_for", evidence_for, datetime.timedelta, none=True)
        typed("closed", closed, Mapping, none=True)
        typed("quality", quality, Mapping, none=True)
        return cls(each_typed("workers", workers, Worker), capacity, evidence_for, closed or {}, quality or {})


@frozen
class Look:
    """Everything that `engage.service` is asked with."""

    found: AtDesk
    asked: Asked
    now: datetime.datetime
    closed: Mapping[str, datetime.datetime | None]
    barred: frozenset[tuple[str, str]]

    def matches(self) -> tuple[Match, ...]:
        """Who is to be offered to whom."""
        return self._answer(assign)

    def left(self) -> tuple[StillWaiting, ...]:
        """Why the others wait."""
        return self._answer(still_waiting)

    def _answer(self, question: Callable[..., T]) -> T:
        return question(
            waiting_in(self.found),
            at_work(self.found, self.asked.workers),
            self.now,
            capacity=self.asked.capacity,
            evidence_for=self.asked.evidence_for,
            closed=self.closed,
            barred=self.barred,
        )


def looked(found: AtDesk, asked: Asked, program: Program, now: datetime.datetime) -> Look:
    """The desk as it was found, by the catalogue and the calendars of a program."""
    closed = {**closed_queues(program.furnishing.queues, program.calendars, now), **asked.closed}
    return Look(found, asked, now, closed, below_floor(program.furnishing.pools, asked.quality))


def waiting_in(found: AtDesk) -> tuple[Waiting, ...]:
    """The contacts that wait and are offered to nobody."""
    return tuple(waiting_of(record) for record in found.contacts if record.state is DeskState.WAITING)


def at_work(found: AtDesk, workers: Sequence[Worker]) -> tuple[Worker, ...]:
    """The same workers with what they have at hand."""
    at_hand = Counter((record.worker, record.channel) for record in found.contacts if record.worker)
    work: dict[str, dict[str, int]] = {}
    for (worker, channel), count in at_hand.items():
        work.setdefault(worker, {})[channel] = count
    return tuple(evolve(worker, work=work.get(worker.id, {})) for worker in workers)
