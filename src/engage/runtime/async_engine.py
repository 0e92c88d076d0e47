"""The engine for asyncio hosts: a thin twin, each call in a thread."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from types import TracebackType

from engage.decide.brief import Brief
from engage.decide.who import Reply
from engage.errors import EventConflict
from engage.facts.decided import Decision, Move
from engage.facts.known import Event, Profile
from engage.program.program import Program
from engage.program.question import Question
from engage.runtime import messages as say
from engage.runtime.async_desk import AsyncDesk
from engage.runtime.clock import Clock
from engage.runtime.delivery import Delivered
from engage.runtime.engine import Engine, OnFailure
from engage.service.case_clocks import ClockNow
from engage.sockets.channel import Channel
from engage.sockets.correlator import Correlator
from engage.sockets.estimator import Estimator
from engage.sockets.plugins import Plugins
from engage.sockets.provider import FactProvider
from engage.sockets.storage import Erased, Storage

__all__ = ["AsyncEngine"]


class AsyncEngine:
    """`Engine` with awaitable methods; takes the same arguments. `engine` is the one underneath.

    A cancelled call still ends in its thread: the event is then decided or not, and sending it again tells.
    """

    def __init__(
        self,
        program: Program,
        storage: str | Storage,
        *,
        channels: Mapping[str, str | Channel] | None = None,
        providers: Mapping[str, str | FactProvider] | None = None,
        provide_within: float = 0.5,
        estimators: Mapping[str, str | Estimator] | None = None,
        estimate_within: float = 0.5,
        correlator: str | Correlator = "windowed",
        correlate_within: float = 1.0,
        plugins: Plugins | None = None,
        tenant: str = "main",
        clock: Clock | None = None,
        on_storage_failure: OnFailure = "raise",
        most_ahead: float = 86_400.0,
        by: str = "",
        approved_only: bool = False,
        activate: bool = True,
    ) -> None:
        self._open = partial(
            Engine,
            program,
            storage,
            channels=channels,
            providers=providers,
            provide_within=provide_within,
            estimators=estimators,
            estimate_within=estimate_within,
            correlator=correlator,
            correlate_within=correlate_within,
            plugins=plugins,
            tenant=tenant,
            clock=clock,
            on_storage_failure=on_storage_failure,
            most_ahead=most_ahead,
            by=by,
            approved_only=approved_only,
            activate=activate,
        )
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The synchronous engine; there is none before `async with`."""
        if self._engine is None:
            raise say.misuse("S010")
        return self._engine

    @property
    def program(self) -> Program:
        """The program that decides now."""
        return self.engine.program

    @property
    def desk(self) -> AsyncDesk:
        """Where contacts wait and are offered to workers: the desk of Engine, with awaitable methods."""
        return AsyncDesk(self.engine.desk)

    async def receive(self, raw: Mapping[str, object] | str | bytes) -> Decision:
        """As Engine.receive."""
        return await asyncio.to_thread(self.engine.receive, raw)

    async def take(self, event: Event) -> Decision:
        """As Engine.take."""
        return await asyncio.to_thread(self.engine.take, event)

    async def take_many(self, events: Sequence[Event]) -> list[Decision | EventConflict]:
        """As Engine.take_many."""
        return await asyncio.to_thread(self.engine.take_many, events)

    async def preview(self, raw: Mapping[str, object] | str | bytes) -> Decision:
        """As Engine.preview."""
        return await asyncio.to_thread(self.engine.preview, raw)

    async def tick(self, limit: int = 1_000) -> tuple[Decision, ...]:
        """As Engine.tick."""
        return await asyncio.to_thread(self.engine.tick, limit)

    async def next_timer(self) -> int | None:
        """As Engine.next_timer."""
        return await asyncio.to_thread(self.engine.next_timer)

    async def rung(self, started: Decision) -> tuple[tuple[int, str], ...]:
        """As Engine.rung."""
        return await asyncio.to_thread(self.engine.rung, started)

    async def deliver(self) -> Delivered:
        """As Engine.deliver."""
        return await asyncio.to_thread(self.engine.deliver)

    async def answer_task(self, decision_id: str, key: str, outcome: str, why: str = "") -> Decision:
        """As Engine.answer_task."""
        return await asyncio.to_thread(self.engine.answer_task, decision_id, key, outcome, why)

    async def know(
        self,
        customer: str,
        facts: Mapping[str, object],
        source: str = "host",
        at: datetime.datetime | str | None = None,
        confidence: float | Decimal | None = None,
    ) -> tuple[str, ...]:
        """As Engine.know."""
        return await asyncio.to_thread(self.engine.know, customer, facts, source, at, confidence)

    async def move(self, customer: str, lifecycle: str, stage: str, *, by: str, why: str = "") -> Move:
        """As Engine.move."""
        return await asyncio.to_thread(lambda: self.engine.move(customer, lifecycle, stage, by=by, why=why))

    async def moves(self, customer: str, limit: int = 1_000) -> tuple[Move, ...]:
        """As Engine.moves."""
        return await asyncio.to_thread(self.engine.moves, customer, limit)

    async def alias(self, customer: str, alias: str) -> None:
        """As Engine.alias."""
        await asyncio.to_thread(self.engine.alias, customer, alias)

    async def merge(self, customer: str, into: str) -> str:
        """As Engine.merge."""
        return await asyncio.to_thread(self.engine.merge, customer, into)

    async def erase(self, customer: str) -> Erased:
        """As Engine.erase."""
        return await asyncio.to_thread(self.engine.erase, customer)

    async def profile(self, customer: str) -> Profile:
        """As Engine.profile."""
        return await asyncio.to_thread(self.engine.profile, customer)

    async def brief(self, customer: str) -> Brief:
        """As Engine.brief."""
        return await asyncio.to_thread(self.engine.brief, customer)

    async def clocks(self, customer: str = "", *, contact: str = "") -> tuple[ClockNow, ...]:
        """As Engine.clocks."""
        return await asyncio.to_thread(self.engine.clocks, customer, contact=contact)

    async def who(self, question: Question) -> tuple[Reply, ...]:
        """As Engine.who, all of them at once."""
        return await asyncio.to_thread(lambda: tuple(self.engine.who(question)))

    async def decision(self, decision_id: str) -> Decision:
        """As Engine.decision."""
        return await asyncio.to_thread(self.engine.decision, decision_id)

    async def decisions(self, customer: str = "", after: str = "", limit: int = 1_000) -> tuple[Decision, ...]:
        """As Engine.decisions, all of them at once."""
        return await asyncio.to_thread(lambda: tuple(self.engine.decisions(customer, after, limit)))

    async def activate(self, program: Program, by: str = "") -> None:
        """As Engine.activate."""
        await asyncio.to_thread(self.engine.activate, program, by)

    async def status(self) -> dict[str, object]:
        """As Engine.status."""
        return await asyncio.to_thread(self.engine.status)

    async def __aenter__(self) -> AsyncEngine:
        self._engine = await asyncio.to_thread(self._open)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.engine.close)
