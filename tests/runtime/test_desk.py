"""Offers at the desk: exactly one worker gets a contact, nobody who is late, nobody more than there is room for."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import evolve

from engage.errors import EngageError
from engage.facts.plan import Need, Route, Rung
from engage.facts.queues import Exit, ExitTo, Pool, Queue
from engage.facts.units import Duration, Unit
from engage.program.program import Program
from engage.runtime import Engine, SetClock
from engage.service import Calendar, Capacity, Share, Worker
from engage.sockets.desk import AtDesk, DeskState
from engage.testing.reference_storage import ReferenceStorage
from engage_sqlite import open_sqlite
from runtime.desk import START, ready
from runtime.racing_desk import EPOCH, KEPT, muddle, race, routed

#: how many calls two processes race for
ROUNDS = 1_000 if os.environ.get("ENGAGE_PROOF") == "long" else 50
SECOND = 1_000_000


def length(seconds: int) -> Duration:
    return Duration(seconds, Unit.SECOND)


def program() -> Program:
    made = ready()
    desk = Queue("desk", ring=length(15), after_decline=length(90), known_worker=length(20))
    furnishing = evolve(made.furnishing, queues={"desk": desk}, pools={"partner": Pool("partner", True, 1)})
    return evolve(made, furnishing=furnishing)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture
def engine(tmp_path: Path, clock: SetClock) -> Iterator[Engine]:
    with Engine(program(), open_sqlite(str(tmp_path / "care.db")), clock=clock) as opened:
        yield opened


def worker(name: str, idle_since: int = 0) -> Worker:
    return Worker(name, ["desk"], EPOCH + datetime.timedelta(seconds=idle_since))


CALL = routed(Route("desk"))


def test_a_contact_waits_is_offered_accepted_wrapped_up_and_gone(engine: Engine, clock: SetClock) -> None:
    desk = engine.desk
    queued = desk.queue_up(CALL, "c", channel="voice")
    assert desk.waiting() == (queued.waiting,)
    (offer,) = desk.assign([worker("li")])
    assert (offer.contact, offer.worker, offer.match and offer.match.rung) == ("c", "li", 0)
    assert (desk.waiting(), [each.token for each in desk.offers()]) == ((), [offer.token])
    assert desk.at_work([worker("li")])[0].work == {"voice": 1}
    assert desk.accept("c", offer.token)
    assert not desk.accept("c", offer.token)
    assert desk.wrap_up("c", "li")
    assert desk.at_work([worker("li")])[0].work == {"voice": 1}
    assert desk.ended("c", "li")
    assert not desk.ended("c")
    assert desk.at_work([worker("li")])[0].work == {}


def test_what_waits_is_read_back_whole(engine: Engine) -> None:
    ladder = (Rung(length(30), (Need("x", 2),)), Rung(Duration(2, Unit.MINUTE), (), "senior"))
    overflow = Exit(ExitTo.CALLBACK, length(300))
    queues = {"desk": Queue("desk", overflow=(overflow,), closed=Exit(ExitTo.MESSAGE), known_worker=length(20))}
    made = program()
    engine.activate(evolve(made, hash="other", furnishing=evolve(made.furnishing, queues=queues)))
    call = routed(Route("desk", (Need("x", 4),), ladder, length(90)))
    queued = engine.desk.queue_up(call, "c", known_worker="li", most_wait=datetime.timedelta(minutes=5))
    (kept,) = engine.desk.waiting()
    assert queued.waiting == kept
    assert (kept.route, kept.closed, kept.known_for) == (
        call.plan.route,
        Exit(ExitTo.MESSAGE),
        datetime.timedelta(seconds=20),
    )
    assert [(each.to, each.after) for each in kept.exits] == [(ExitTo.CALLBACK, length(300))]


def test_an_offer_that_timed_out_is_stale_and_goes_to_another(engine: Engine, clock: SetClock) -> None:
    desk = engine.desk
    desk.queue_up(CALL, "c")
    (offer,) = desk.assign([worker("li"), worker("wang", 1)])
    clock.at += 15 * SECOND
    assert not desk.accept("c", offer.token)
    (second,) = desk.assign([worker("li"), worker("wang", 1)])
    assert second.worker == "wang"
    assert not desk.accept("c", offer.token)
    assert not desk.decline("c", offer.token)
    assert desk.accept("c", second.token)


def test_who_declined_gets_no_offer_of_it_until_the_time_is_over(engine: Engine, clock: SetClock) -> None:
    desk = engine.desk
    desk.queue_up(CALL, "c")
    (offer,) = desk.assign([worker("li")])
    assert desk.decline("c", offer.token)
    assert not desk.assign([worker("li")])
    clock.at += 90 * SECOND - 1
    assert not desk.assign([worker("li")])
    clock.at += 1
    assert desk.assign([worker("li")])


def test_an_offer_taken_back_excludes_nobody(engine: Engine) -> None:
    desk = engine.desk
    desk.queue_up(CALL, "c")
    (offer,) = desk.assign([worker("li")])
    assert desk.withdraw("c", offer.token)
    assert not desk.withdraw("c", offer.token)
    (again,) = desk.assign([worker("li")])
    assert again.token > offer.token
    assert not desk.withdraw("c", offer.token)
    assert desk.accept("c", again.token)


def test_an_old_token_opens_nothing_after_the_contact_came_again(engine: Engine) -> None:
    desk = engine.desk
    desk.queue_up(CALL, "c")
    (old,) = desk.assign([worker("li")])
    assert desk.ended("c")
    desk.queue_up(routed(Route("desk"), id="another"), "c")
    (new,) = desk.assign([worker("wang")])
    assert not desk.accept("c", old.token)
    assert desk.accept("c", new.token)


def test_what_is_offered_counts_as_used(engine: Engine) -> None:
    desk, two = engine.desk, Capacity({"chat": Share(2)})
    for name in ("a", "b", "c"):
        desk.queue_up(CALL, name, channel="chat")
    assert len(desk.assign([worker("li")], capacity=two)) == 2
    assert not desk.assign([worker("li")], capacity=two)


def test_a_transfer_keeps_the_arrival_and_takes_the_contact_from_its_worker(engine: Engine, clock: SetClock) -> None:
    desk = engine.desk
    first = desk.queue_up(CALL, "c").waiting
    (offer,) = desk.assign([worker("li")])
    assert desk.accept("c", offer.token)
    moved = desk.queue_up(routed(Route("senior"), START + 60 * SECOND, "moved"), "c").waiting
    assert first
    assert moved
    assert (moved.arrived, moved.since - first.since) == (first.since, datetime.timedelta(seconds=60))
    assert desk.at_work([worker("li")])[0].work == {}
    assert not desk.wrap_up("c", "li")
    assert not desk.ended("c", "li")
    assert desk.waiting() == (moved,)


def test_a_pool_below_its_floor_is_offered_nothing(engine: Engine) -> None:
    desk, outside = engine.desk, evolve(worker("li"), pool="partner")
    desk.queue_up(CALL, "c")
    assert not desk.assign([outside], quality={("partner", "desk"): 0.5})
    assert desk.assign([outside], quality={("partner", "desk"): 1})


def test_two_who_accept_one_offer_at_the_same_moment(engine: Engine) -> None:
    desk = engine.desk
    for number in range(20):
        desk.queue_up(CALL, f"c{number}")
        (offer,) = desk.assign([worker(f"w{number}")])
        with ThreadPoolExecutor(4) as pool:
            taken = list(pool.map(lambda _, o=offer: desk.accept(o.contact, o.token), range(4)))
        assert sorted(taken) == [False, False, False, True]


class Interrupted(ReferenceStorage):
    """Another process does something behind the look at the desk."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: list[Callable[[], object]] = []

    def at_desk(self, tenant: str) -> AtDesk:
        found = super().at_desk(tenant)
        if len(self.meanwhile) and any(record.state is DeskState.WAITING for record in found.contacts):
            self.meanwhile.pop()()
        return found


def test_a_worker_who_was_given_another_contact_meanwhile_is_not_given_two() -> None:
    storage = Interrupted()
    with Engine(program(), storage, clock=SetClock(START)) as engine:
        desk = engine.desk

        def other() -> None:
            desk.queue_up(routed(Route("desk"), START - 10 * SECOND), "earlier")
            assert [offer.contact for offer in desk.assign([worker("li")])] == ["earlier"]

        desk.queue_up(CALL, "c")
        # `expire` looks first; what is done behind the second look is what the matching knows nothing of.
        storage.meanwhile = [other, lambda: None]
        assert desk.assign([worker("li")]) == ()
        assert desk.at_work([worker("li")])[0].work == {"": 1}


def test_a_contact_that_was_given_away_meanwhile_is_not_offered_twice() -> None:
    storage = Interrupted()
    with Engine(program(), storage, clock=SetClock(START)) as engine:
        desk = engine.desk
        desk.queue_up(CALL, "a")
        storage.meanwhile = [lambda: desk.assign([worker("wang")]), lambda: None]
        assert desk.assign([worker("li")]) == ()
        assert [offer.worker for offer in desk.offers()] == ["wang"]


def test_two_processes_racing_for_one_call_never_both_and_never_none(tmp_path: Path) -> None:
    won = race(tmp_path / "care.db", ROUNDS)
    assert sorted(won[0] + won[1]) == list(range(ROUNDS))


def test_two_processes_racing_with_releases_and_transfers_lose_nobody_and_give_nobody_twice(tmp_path: Path) -> None:
    path = tmp_path / "care.db"
    seen = muddle(path, 6 * ROUNDS)
    assert max(each.most for each in seen) == 2
    accepted = [one for each in seen for one in each.accepted]
    assert len({token for _, _, token in accepted}) == len(accepted) > ROUNDS // 4
    with Engine(ready(), open_sqlite(str(path)), clock=SetClock(START)) as engine:
        desk = engine.desk
        at_hand = {stands.contact: stands for stands in desk.in_progress()}
        places = [*(one.id for one in desk.waiting()), *(one.contact for one in desk.offers()), *at_hand]
        assert len(set(places)) == len(places)
        assert set(KEPT) <= set(places)
        good = [(contact, worker) for contact, worker, token in accepted if desk.ended(contact, worker, token=token)]
        assert sorted(good) == [(name, stands.worker) for name, stands in at_hand.items()]


def test_what_cannot_wait_is_refused() -> None:
    class NoDesk:
        """A storage that has no desk."""

        at_desk = None

    with Engine(ready(), ReferenceStorage(), clock=SetClock(START)) as engine:
        with pytest.raises(EngageError, match="S061"):
            engine.desk.queue_up(routed(None), "c")
        engine._storage = NoDesk()  # type: ignore[assignment]
        with pytest.raises(EngageError, match="S062"):
            _ = engine.desk
        engine._storage = ReferenceStorage()


def test_outside_the_hours_of_its_queue_nobody_is_offered_a_contact(engine: Engine, clock: SetClock) -> None:
    made = program()
    night = Calendar.from_mapping({"tz": "UTC", "week": {"thu": [["22:00", "23:00"]]}}).schedules
    queues = {"desk": Queue("desk", hours="night")}
    closing = evolve(made, hash="other", calendars={"night": night}, furnishing=evolve(made.furnishing, queues=queues))
    engine.activate(closing)
    engine.desk.queue_up(CALL, "c")
    assert engine.desk.assign([worker("li")]) == ()
    clock.at += 20 * 3600 * SECOND  # 22:00 of that Thursday in UTC
    assert engine.desk.assign([worker("li")])
