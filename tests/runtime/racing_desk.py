"""Two processes with a worker each, at one desk: each round there is one call, and both want it at the same moment."""

from __future__ import annotations

import datetime
import multiprocessing
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

from engage.facts.decided import Decision
from engage.facts.plan import HandlingPlan, Route
from engage.runtime import Engine
from engage.service import Worker
from engage_sqlite import open_sqlite
from runtime.desk import START, ready

__all__ = ["race", "routed"]

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def routed(route: Route | None, at: int = START) -> Decision:
    """A decision with this route."""
    return Decision("d", "hash", "e", "/here", "call", at, HandlingPlan(route=route))


def race(path: Path, rounds: int) -> list[list[int]]:
    """The rounds that each of two workers won."""
    spawn = multiprocessing.get_context("spawn")
    together, told = spawn.Barrier(2), spawn.Queue()
    racers = [spawn.Process(target=_racer, args=(str(path), name, rounds, together, told)) for name in ("li", "wang")]
    for racer in racers:
        racer.start()
    won = [told.get(timeout=300) for _ in racers]
    for racer in racers:
        racer.join(60)
    return won


def _racer(path: str, name: str, rounds: int, together: Barrier, told: Queue[list[int]]) -> None:
    me, won = Worker(name, ["desk"], EPOCH), []
    with Engine(ready(), open_sqlite(path)) as engine:
        desk = engine.desk
        for number in range(rounds):
            if name == "li":
                desk.queue_up(routed(Route("desk")), f"call {number}")
            together.wait(60)
            offers = desk.assign([me])
            accepted = [offer for offer in offers if desk.accept(offer.contact, offer.token)]
            won += [number for _ in accepted]
            together.wait(60)
            for offer in accepted:
                desk.ended(offer.contact, name)
            together.wait(60)
    told.put(won)
