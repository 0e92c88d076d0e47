"""The desk for asyncio hosts: a thin twin, each call in a thread."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Final

from engage.facts.decided import Decision
from engage.runtime.desk import Desk, DeskContact, WorkOffer
from engage.service import Capacity, StillWaiting, Waiting, Worker

__all__ = ["AsyncDesk"]

_EVERYONE: Final = Capacity()
_HOUR: Final = datetime.timedelta(hours=1)


class AsyncDesk:
    """`Desk` with awaitable methods. A cancelled call still ends in its thread: look how the contact stands."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def queue_up(
        self,
        decision: Decision,
        contact: str = "",
        *,
        channel: str = "",
        known_worker: str = "",
        most_wait: datetime.timedelta | None = None,
        arrived: datetime.datetime | None = None,
    ) -> DeskContact:
        """As Desk.queue_up."""
        given = {"channel": channel, "known_worker": known_worker}
        queued = partial(self._desk.queue_up, decision, contact, **given, most_wait=most_wait, arrived=arrived)
        return await asyncio.to_thread(queued)

    async def waiting(self) -> tuple[Waiting, ...]:
        """As Desk.waiting."""
        return await asyncio.to_thread(self._desk.waiting)

    async def offers(self) -> tuple[WorkOffer, ...]:
        """As Desk.offers."""
        return await asyncio.to_thread(self._desk.offers)

    async def in_progress(self, worker: str = "") -> tuple[DeskContact, ...]:
        """As Desk.in_progress."""
        return await asyncio.to_thread(self._desk.in_progress, worker)

    async def contact(self, contact: str) -> DeskContact | None:
        """As Desk.contact."""
        return await asyncio.to_thread(self._desk.contact, contact)

    async def at_work(self, workers: Sequence[Worker]) -> tuple[Worker, ...]:
        """As Desk.at_work."""
        return await asyncio.to_thread(self._desk.at_work, workers)

    async def assign(
        self,
        workers: Sequence[Worker],
        *,
        capacity: Capacity = _EVERYONE,
        evidence_for: datetime.timedelta | None = None,
        closed: Mapping[str, datetime.datetime | None] | None = None,
        quality: Mapping[tuple[str, str], int | float | Decimal] | None = None,
    ) -> tuple[WorkOffer, ...]:
        """As Desk.assign."""
        asked = partial(self._desk.assign, workers, capacity=capacity, evidence_for=evidence_for)
        return await asyncio.to_thread(partial(asked, closed=closed, quality=quality))

    async def still_waiting(
        self,
        workers: Sequence[Worker],
        *,
        capacity: Capacity = _EVERYONE,
        evidence_for: datetime.timedelta | None = None,
        closed: Mapping[str, datetime.datetime | None] | None = None,
        quality: Mapping[tuple[str, str], int | float | Decimal] | None = None,
    ) -> tuple[StillWaiting, ...]:
        """As Desk.still_waiting."""
        asked = partial(self._desk.still_waiting, workers, capacity=capacity, evidence_for=evidence_for)
        return await asyncio.to_thread(partial(asked, closed=closed, quality=quality))

    async def accept(self, contact: str, token: int) -> bool:
        """As Desk.accept."""
        return await asyncio.to_thread(self._desk.accept, contact, token)

    async def decline(self, contact: str, token: int) -> bool:
        """As Desk.decline."""
        return await asyncio.to_thread(self._desk.decline, contact, token)

    async def withdraw(self, contact: str, token: int) -> bool:
        """As Desk.withdraw."""
        return await asyncio.to_thread(self._desk.withdraw, contact, token)

    async def expire(self) -> int:
        """As Desk.expire."""
        return await asyncio.to_thread(self._desk.expire)

    async def release(self, worker: str) -> int:
        """As Desk.release."""
        return await asyncio.to_thread(self._desk.release, worker)

    async def wrap_up(self, contact: str, worker: str, *, token: int | None = None) -> bool:
        """As Desk.wrap_up."""
        return await asyncio.to_thread(partial(self._desk.wrap_up, contact, worker, token=token))

    async def ended(
        self,
        contact: str,
        worker: str = "",
        *,
        token: int | None = None,
        remember: datetime.timedelta = _HOUR,
    ) -> bool:
        """As Desk.ended."""
        return await asyncio.to_thread(partial(self._desk.ended, contact, worker, token=token, remember=remember))
