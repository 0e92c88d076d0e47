"""The engine for asyncio hosts: a thin twin, each call in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from engage.facts.decided import Decision
from engage.program.program import Program
from engage.runtime.delivery import Delivered
from engage.runtime.engine import Engine
from engage.sockets.storage import Storage

__all__ = ["AsyncEngine"]


class AsyncEngine:
    """`Engine` with awaitable methods; takes the same arguments. `engine` is the one underneath.

    A cancelled call still ends in its thread: the event is then decided or not, and sending it again tells.
    """

    def __init__(self, program: Program, storage: str | Storage, **settings: Any) -> None:
        self._program, self._storage, self._settings = program, storage, settings
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The synchronous engine; there is none before `async with`."""
        if self._engine is None:
            raise RuntimeError("use `async with AsyncEngine(...) as engine`")
        return self._engine

    async def receive(self, raw: Mapping[str, object] | str | bytes) -> Decision:
        """As Engine.receive."""
        return await asyncio.to_thread(self.engine.receive, raw)

    async def preview(self, raw: Mapping[str, object] | str | bytes) -> Decision:
        """As Engine.preview."""
        return await asyncio.to_thread(self.engine.preview, raw)

    async def tick(self) -> tuple[Decision, ...]:
        """As Engine.tick."""
        return await asyncio.to_thread(self.engine.tick)

    async def deliver(self) -> Delivered:
        """As Engine.deliver."""
        return await asyncio.to_thread(self.engine.deliver)

    async def know(self, customer: str, facts: Mapping[str, object], source: str = "host") -> None:
        """As Engine.know."""
        await asyncio.to_thread(self.engine.know, customer, facts, source)

    async def decision(self, decision_id: str) -> Decision:
        """As Engine.decision."""
        return await asyncio.to_thread(self.engine.decision, decision_id)

    async def activate(self, program: Program, by: str = "") -> None:
        """As Engine.activate."""
        await asyncio.to_thread(self.engine.activate, program, by)

    async def status(self) -> dict[str, object]:
        """As Engine.status."""
        return await asyncio.to_thread(self.engine.status)

    async def __aenter__(self) -> AsyncEngine:
        self._engine = await asyncio.to_thread(Engine, self._program, self._storage, **self._settings)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.engine.close)
