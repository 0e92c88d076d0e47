"""Two processes at one desk. Either each round there is one call, and both want it at the same moment; or both do
whatever comes to their minds with the same contacts and workers."""

from __future__ import annotations

import datetime
import multiprocessing
import random
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

from attrs import frozen

from engage.facts.decided import Decision
from engage.facts.plan import HandlingPlan, Route
from engage.runtime import Engine, SetClock
from engage.runtime.desk import Desk, WorkOffer
from engage.service import Capacity, Share, Worker
from engage_sqlite import open_sqlite
from runtime.desk import START, ready

__all__ = ["KEPT", "Muddled", "muddle", "race", "routed"]

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

TWO = Capacity({"chat": Share(2)})
#: contacts that nobody ends, and those that come and go
KEPT, PASSING = tuple(f"kept {number}" for number in range(5)), tuple(f"passing {number}" for number in range(5))


def routed(route: Route | None, at: int = START, id: str = "d") -> Decision:
    """A decision with this route."""
    return Decision(id, "hash", "e", "/here", "call", at, HandlingPlan(route=route))


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


@frozen
class Muddled:
    """What one process saw: (contact, worker, token) of all it accepted; the most that a worker ever had at hand."""

    accepted: tuple[tuple[str, str, int], ...]
    most: int


def muddle(path: Path, steps: int) -> list[Muddled]:
    """What two processes saw that did so many things each, at random, at one desk."""
    spawn = multiprocessing.get_context("spawn")
    together, told = spawn.Barrier(2), spawn.Queue()
    with Engine(ready(), open_sqlite(str(path)), clock=SetClock(START)) as engine:
        for contact in KEPT:
            engine.desk.queue_up(routed(Route("desk 0")), contact, channel="chat")
    hosts = [spawn.Process(target=_host, args=(str(path), seed, steps, together, told)) for seed in range(2)]
    for host in hosts:
        host.start()
    seen = [told.get(timeout=300) for _ in hosts]
    for host in hosts:
        host.join(60)
    return seen


def _host(path: str, seed: int, steps: int, together: Barrier, told: Queue[Muddled]) -> None:
    dice, clock = random.Random(seed), SetClock(START)
    seen: list[WorkOffer] = []
    accepted: list[tuple[str, str, int]] = []
    most = 0
    with Engine(ready(), open_sqlite(path), clock=clock) as engine:
        for number in range(steps):
            together.wait(60)
            clock.at += dice.randrange(2_000_000)
            _step(engine.desk, dice, (seed, number), seen, accepted)
            work = engine.desk.at_work(_both(seed))
            most = max(most, *(each.work.get("chat", 0) for each in work))
    told.put(Muddled(tuple(accepted), most))


def _both(seed: int) -> list[Worker]:
    """The workers as one process knows them: it serves its own queue, so that both give other contacts to the same."""
    return [Worker(name, [f"desk {seed}"], EPOCH) for name in ("li", "wang")]


def _step(
    desk: Desk,
    dice: random.Random,
    place: tuple[int, int],
    seen: list[WorkOffer],
    accepted: list[tuple[str, str, int]],
) -> None:
    seed, number = place
    worker, contact = dice.choice(("li", "wang")), dice.choice(KEPT + PASSING)
    act = dice.randrange(8)
    if act == 0:
        route = Route(f"desk {dice.randrange(2)}")
        desk.queue_up(routed(route, id=f"{seed}-{number // 3}"), contact, channel="chat")
    elif act == 1:
        desk.release(worker)
    elif act == 2 and contact in PASSING:
        desk.ended(contact, dice.choice(("", worker)))
    elif act == 3 and contact in PASSING:
        desk.wrap_up(contact, worker)
    elif act in (4, 5) and seen:
        offer = dice.choice(seen[-4:])  # the latest ones: good, or stale by now
        if dice.random() < 0.2:
            desk.decline(offer.contact, offer.token)
        elif desk.accept(offer.contact, offer.token):
            accepted.append((offer.contact, offer.worker, offer.token))
    else:
        seen += desk.assign(_both(seed), capacity=TWO)
