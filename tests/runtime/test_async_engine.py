"""The asyncio twin does what the engine does."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from engage.errors import EventRejected
from engage.runtime import AsyncEngine, SetClock
from engage_sqlite import open_sqlite
from runtime.desk import START, Recorder, envelope, ready


def test_the_twin_decides_delivers_and_answers_like_the_engine(tmp_path: Path) -> None:
    async def day() -> tuple[object, ...]:
        storage = open_sqlite(str(tmp_path / "care.db"))
        async with AsyncEngine(ready(), storage, channels={"crm": Recorder()}, clock=SetClock(START)) as engine:
            await engine.know("c7", {"customer.tier": "gold"})
            preview = await engine.preview(envelope(1))
            first, again = await asyncio.gather(engine.receive(envelope(1)), engine.receive(envelope(1)))
            with pytest.raises(EventRejected):
                await engine.receive({"id": "e1"})
            await engine.activate(ready("another"))
            delivered = await engine.deliver()
            status = await engine.status()
            assert await engine.decision(first.id) == first
            assert await engine.tick() == ()
            return preview.plan, first, again, delivered.done, status["ruleset"]

    plan, first, again, done, ruleset = asyncio.run(day())
    assert first == again
    assert plan == first.plan  # type: ignore[attr-defined]
    assert (done, ruleset) == (1, "another")


def test_there_is_no_engine_before_it_is_opened() -> None:
    with pytest.raises(RuntimeError, match="async with"):
        _ = AsyncEngine(ready(), "sqlite:nowhere.db").engine
