"""The asyncio twin does what the engine does."""

from __future__ import annotations

import asyncio
from inspect import signature
from pathlib import Path

import pytest
from attrs import evolve

from engage import gate
from engage.errors import EngageError, EventRejected
from engage.facts.plan import Route
from engage.runtime import AsyncEngine, Engine, SetClock
from engage.runtime.async_desk import AsyncDesk
from engage.runtime.desk import Desk
from engage.service import Worker
from engage_sqlite import open_sqlite
from runtime.desk import START, Recorder, envelope, ready
from runtime.racing_desk import EPOCH, routed


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
            assert (await engine.brief("c7")).happened[-1].decision == first
            assert await engine.tick() == ()
            return preview.plan, first, again, delivered.done, status["ruleset"]

    plan, first, again, done, ruleset = asyncio.run(day())
    assert first == again
    assert plan == first.plan  # type: ignore[attr-defined]
    assert (done, ruleset) == (1, "another")


def test_there_is_no_engine_before_it_is_opened() -> None:
    with pytest.raises(EngageError, match="async with"):
        _ = AsyncEngine(ready(), "sqlite:nowhere.db").engine


def test_the_twin_takes_what_the_engine_takes_and_offers_what_it_offers() -> None:
    def offered(of: type) -> set[str]:
        return {name for name in vars(of) if not name.startswith("_")}

    assert offered(Engine) - {"close", "storage"} == offered(AsyncEngine) - {"engine"}
    for name in {"__init__", *offered(AsyncEngine)} - {"engine", "program", "desk"}:
        taken = [list(signature(getattr(of, name)).parameters.values()) for of in (Engine, AsyncEngine)]
        assert taken[0] == taken[1], name


def test_the_desk_of_the_twin_has_every_method_of_the_desk_with_the_same_signature() -> None:
    def offered(of: type) -> set[str]:
        return {name for name in vars(of) if not name.startswith("_")}

    assert offered(Desk) == offered(AsyncDesk)
    for name in offered(Desk):
        assert signature(getattr(Desk, name)) == signature(getattr(AsyncDesk, name)), name


def test_the_desk_of_the_twin_does_what_the_desk_does(tmp_path: Path) -> None:
    async def day() -> None:
        storage, li = open_sqlite(str(tmp_path / "care.db")), Worker("li", ["desk"], EPOCH)
        async with AsyncEngine(ready(), storage, clock=SetClock(START)) as engine:
            desk = engine.desk
            stands = await desk.queue_up(routed(Route("desk")), "c", channel="voice")
            assert await desk.waiting() == (stands.waiting,)
            assert [left.contact for left in await desk.still_waiting([])] == ["c"]
            (offer,) = await desk.assign([li])
            assert await desk.offers() == (evolve(offer, match=None),)
            assert await desk.withdraw("c", offer.token)
            (offer,) = await desk.assign([li])
            assert await desk.decline("c", offer.token)
            assert await desk.assign([li]) == ()
            (offer,) = await desk.assign([evolve(li, id="wang")])
            assert (await desk.expire(), await desk.accept("c", offer.token)) == (0, True)
            assert (await desk.at_work([evolve(li, id="wang")]))[0].work == {"voice": 1}
            assert await desk.wrap_up("c", "wang", token=offer.token)
            assert await desk.in_progress("wang") == (await desk.contact("c"),)
            assert (await desk.ended("c", "wang", token=1), await desk.release("wang")) == (False, 1)
            assert not await desk.ended("c")

    asyncio.run(day())


def test_every_call_of_the_twin_gives_what_the_engine_gives(tmp_path: Path) -> None:
    async def day() -> None:
        storage = open_sqlite(str(tmp_path / "care.db"))
        async with AsyncEngine(ready(), storage, clock=SetClock(START)) as engine:
            await engine.alias("c7", "phone")
            events = [gate.event(engine.program, envelope(number)) for number in range(3)]
            first = await engine.take(events[0])
            many = await engine.take_many(events[1:])
            assert [first, *many] == list(await engine.decisions("phone"))
            assert (await engine.profile("phone")).version == 3
            assert await engine.next_timer() is None
            assert await engine.tick(limit=1) == ()

    asyncio.run(day())
