"""The desk when things come twice, late or never: a webhook delivered again, a worker who is slow, a host that died."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import evolve

from engage.errors import EngageError
from engage.facts.plan import Route
from engage.facts.queues import Exit, ExitTo, Queue
from engage.ground.canonical import canonical_json
from engage.runtime import Engine, SetClock
from engage.runtime.desk import Desk
from engage.runtime.desk_record import contact_of
from engage.runtime.record import packed
from engage.service import Capacity, Share, Unserved, Worker
from engage.service.moments import moment_of
from engage.sockets.desk import AtDesk, DeskRecord, DeskState, DeskStorage
from engage.testing.reference_storage import ReferenceStorage
from engage_sqlite import open_sqlite
from runtime.desk import START
from runtime.racing_desk import routed
from runtime.test_desk import SECOND, length, program, worker

CALL, MOVED = routed(Route("desk")), routed(Route("desk"), id="moved")
HOUR = datetime.timedelta(hours=1)
LI = worker("li")


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture
def engine(tmp_path: Path, clock: SetClock) -> Iterator[Engine]:
    with Engine(program(), open_sqlite(str(tmp_path / "care.db")), clock=clock) as opened:
        yield opened


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return engine.desk


def taken(desk: Desk, contact: str = "c", who: Worker = LI) -> int:
    """The token with which a worker accepted it."""
    offers = {offer.contact: offer.token for offer in desk.assign([who])}
    assert desk.accept(contact, offers[contact])
    return offers[contact]


# -- the same decision again


def test_a_decision_that_comes_again_takes_a_call_from_nobody(desk: Desk) -> None:
    assert desk.queue_up(CALL, "c") == desk.queue_up(CALL, "c")
    taken(desk)
    again = desk.queue_up(CALL, "c")
    assert (again.state, again.worker) == (DeskState.CONNECTED, "li")
    assert again == desk.contact("c")
    assert desk.wrap_up("c", "li")


def test_the_decision_before_a_transfer_does_not_bring_it_back(desk: Desk) -> None:
    desk.queue_up(CALL, "c")
    desk.queue_up(MOVED, "c")
    token = taken(desk)
    stands = desk.queue_up(CALL, "c")
    assert (stands.token, stands.decisions) == (token, ("d", "moved"))


def test_what_has_ended_is_not_brought_back_by_its_decision(desk: Desk, clock: SetClock) -> None:
    desk.queue_up(CALL, "c", channel="voice")
    taken(desk)
    assert desk.ended("c", "li")
    ghost = desk.queue_up(CALL, "c")
    assert (ghost.state, ghost.waiting, ghost.since) == (DeskState.ENDED, None, moment_of(START))
    assert not desk.ended("c")
    assert (desk.waiting(), desk.offers(), desk.in_progress(), desk.still_waiting([LI])) == ((), (), (), ())
    assert (desk.at_work([LI])[0].work, desk.assign([LI])) == ({}, ())


def test_another_decision_brings_back_a_contact_that_has_ended_as_a_new_one(desk: Desk) -> None:
    desk.queue_up(CALL, "c")
    assert desk.ended("c")
    anew = desk.queue_up(MOVED, "c")
    assert (anew.state, anew.waiting and anew.waiting.arrived) == (DeskState.WAITING, None)
    assert desk.queue_up(CALL, "c") == anew


def test_what_has_ended_is_remembered_for_as_long_as_was_said(engine: Engine, clock: SetClock) -> None:
    desk, kept = engine.desk, engine.storage
    assert isinstance(kept, DeskStorage)
    for name, remember in (("a", HOUR), ("b", 2 * HOUR), ("c", 0 * HOUR)):
        desk.queue_up(CALL, name)
        assert desk.ended(name, remember=remember)
    assert [record.contact for record in kept.at_desk("main").contacts] == ["a", "b"]
    clock.at += 3_600 * SECOND
    assert (desk.contact("a"), desk.contact("b") is None) == (None, False)
    assert desk.expire() == 0
    assert [record.contact for record in kept.at_desk("main").contacts] == ["b"]
    assert desk.queue_up(CALL, "a").state is DeskState.WAITING


def test_when_its_memory_is_over_it_comes_again_also_before_anybody_looks(desk: Desk, clock: SetClock) -> None:
    desk.queue_up(CALL, "c")
    assert desk.ended("c")
    clock.at += 3_600 * SECOND
    assert desk.queue_up(CALL, "c").state is DeskState.WAITING


def test_a_callback_keeps_the_arrival_that_it_is_given(desk: Desk) -> None:
    came = moment_of(START - 600 * SECOND)
    queued = desk.queue_up(CALL, "c", arrived=came).waiting
    assert queued
    assert (queued.arrived, queued.since) == (came, moment_of(START))


def test_after_a_quiet_night_what_has_ended_is_taken_away_a_few_at_a_time(engine: Engine, clock: SetClock) -> None:
    kept = engine.storage
    assert isinstance(kept, DeskStorage)
    for number in range(30):
        engine.desk.queue_up(CALL, f"c{number}")
        assert engine.desk.ended(f"c{number}")
    clock.at += 3_600 * SECOND
    left = [len(kept.at_desk("main").contacts) for _ in range(3) if engine.desk.expire() == 0]
    assert left == [10, 0, 0]


def test_of_many_who_hear_of_one_decision_one_queues_it_up(desk: Desk) -> None:
    with ThreadPoolExecutor(4) as pool:
        stands = list(pool.map(lambda _: desk.queue_up(CALL, "c"), range(4)))
    assert stands == [stands[0]] * 4
    assert desk.waiting() == (stands[0].waiting,)


# -- who is late


def test_who_is_late_ends_nothing_that_is_only_offered_to_the_same_worker(desk: Desk) -> None:
    desk.queue_up(CALL, "c")
    taken(desk)
    desk.queue_up(MOVED, "c")
    (again,) = desk.assign([LI])
    assert not desk.ended("c", "li")
    assert not desk.wrap_up("c", "li")
    assert desk.accept("c", again.token)


def test_of_two_stretches_with_one_worker_the_token_tells_which_is_meant(desk: Desk) -> None:
    desk.queue_up(CALL, "c")
    first = taken(desk)
    desk.queue_up(MOVED, "c")
    second = taken(desk)
    assert not desk.wrap_up("c", "li", token=first)
    assert not desk.ended("c", "li", token=first)
    assert not desk.ended("c", token=first)
    assert desk.wrap_up("c", "li", token=second)
    assert [stands.token for stands in desk.in_progress("li")] == [second]
    assert not desk.ended("c", "wang", token=second)
    assert desk.ended("c", "li", token=second)


def test_one_who_waits_is_ended_only_as_it_was_seen(desk: Desk) -> None:
    """Whoever leads it to a callback must not end a call that somebody has taken meanwhile."""
    seen = desk.queue_up(CALL, "c")
    taken(desk)
    assert not desk.ended("c", token=seen.token)
    assert desk.in_progress()


# -- after a crash


def test_the_desk_says_who_has_what_and_since_when(desk: Desk, clock: SetClock) -> None:
    assert desk.contact("c") is None
    waits = desk.queue_up(CALL, "c", channel="voice")
    assert (waits.state, waits.since, waits.worker) == (DeskState.WAITING, moment_of(START), "")
    desk.queue_up(CALL, "other")
    clock.at += SECOND
    token = taken(desk)
    (has,) = desk.in_progress()
    assert (has.contact, has.worker, has.state, has.since, has.token) == (
        "c", "li", DeskState.CONNECTED, moment_of(START + SECOND), token,
    )  # fmt: skip
    assert has.waiting == waits.waiting
    clock.at += SECOND
    assert desk.wrap_up("c", "li")
    assert desk.in_progress("li") == (evolve(has, state=DeskState.WRAP_UP, since=moment_of(START + 2 * SECOND)),)
    assert desk.in_progress("wang") == ()


def test_what_a_worker_had_who_is_gone_waits_on_in_its_place(desk: Desk, clock: SetClock) -> None:
    many = Capacity({"chat": Share(9)})
    queued = [desk.queue_up(CALL, name, channel="chat") for name in ("a", "b", "c")]
    tokens = {offer.contact: offer.token for offer in desk.assign([LI], capacity=many)}
    assert desk.accept("a", tokens["a"])
    assert desk.accept("b", tokens["b"])
    assert desk.wrap_up("b", "li")
    desk.queue_up(CALL, "of wang", channel="chat")
    taken(desk, "of wang", worker("wang"))
    clock.at += 5 * SECOND
    assert desk.release("li") == 3
    assert desk.release("li") == 0
    assert desk.waiting() == (queued[0].waiting, queued[2].waiting)
    ended = desk.contact("b")
    assert ended
    assert ended.state is DeskState.ENDED
    assert [each.worker for each in desk.in_progress()] == ["wang"]
    assert desk.at_work([LI])[0].work == {}
    assert not any(desk.accept(name, token) or desk.ended(name, "li", token=token) for name, token in tokens.items())
    assert len(desk.assign([LI], capacity=many)) == 2


class AcceptedMeanwhile(ReferenceStorage):
    """A worker takes an offer behind the back of whoever looks for the first time."""

    desk: Desk | None = None

    def at_desk(self, tenant: str) -> AtDesk:
        found, desk = super().at_desk(tenant), self.desk
        self.desk = None
        for record in found.contacts if desk else ():
            assert desk
            assert desk.accept(record.contact, record.version)
        return found


def test_what_a_worker_takes_while_being_released_is_released_too() -> None:
    storage = AcceptedMeanwhile()
    with Engine(program(), storage, clock=SetClock(START)) as engine:
        engine.desk.queue_up(CALL, "c")
        assert engine.desk.assign([LI])
        storage.desk = engine.desk
        assert engine.desk.release("li") == 1
        assert (len(engine.desk.waiting()), engine.desk.in_progress()) == (1, ())


def test_a_record_of_an_engine_before_is_read_and_goes_on(engine: Engine) -> None:
    desk, kept = engine.desk, engine.storage
    assert isinstance(kept, DeskStorage)
    before = {
        "route": packed(Route("desk")), "since": START, "arrived": None, "known_worker": "", "known_for": 0,
        "excluded": {}, "most_wait": None, "exits": [], "closed": None,
    }  # fmt: skip
    old = DeskRecord("c", DeskState.CONNECTED, worker="li", channel="voice", details=canonical_json(before))
    version = kept.put_at_desk("main", old, 0)
    assert version
    (stands,) = desk.in_progress("li")
    assert (stands.since, stands.token, stands.decisions) == (None, version, ())
    assert contact_of(evolve(old, version=version)) == stands
    assert desk.wrap_up("c", "li", token=stands.token)
    assert desk.ended("c", "li", token=stands.token)


# -- what is due next


def test_the_desk_says_why_one_waits_until_when_and_which_exit_is_due(engine: Engine, clock: SetClock) -> None:
    made, desk = program(), engine.desk
    queues = {"desk": Queue("desk", overflow=(Exit(ExitTo.CALLBACK, length(300)),))}
    engine.activate(evolve(made, hash="other", furnishing=evolve(made.furnishing, queues=queues)))
    desk.queue_up(CALL, "c", channel="voice")
    (left,) = desk.still_waiting([])
    assert (left.why, left.next_change, left.exit) == (Unserved.NOBODY, moment_of(START + 300 * SECOND), None)
    desk.queue_up(CALL, "before", channel="voice")
    taken(desk, "before")
    assert [left.why for left in desk.still_waiting([LI])] == [Unserved.BUSY]
    assert desk.still_waiting([LI], capacity=Capacity({"voice": Share(2)})) == ()
    assert [left.why for left in desk.still_waiting([LI], closed={"desk": None})] == [Unserved.CLOSED]
    partner = evolve(worker("wang"), pool="partner")
    below = desk.still_waiting([partner], quality={("partner", "desk"): 0.5})
    assert [left.why for left in below] == [Unserved.BELOW_FLOOR]
    clock.at += 300 * SECOND
    assert [left.exit and left.exit.to for left in desk.still_waiting([LI])] == [ExitTo.CALLBACK]


def test_a_time_of_nothing_is_what_is_said_and_not_what_goes_without_saying(engine: Engine, clock: SetClock) -> None:
    made, desk = program(), engine.desk
    queues = {"desk": Queue("desk", ring=length(0), after_decline=length(0))}
    engine.activate(evolve(made, hash="other", furnishing=evolve(made.furnishing, queues=queues)))
    desk.queue_up(CALL, "c")
    (offer,) = desk.assign([LI])
    assert offer.until == moment_of(START)
    assert not desk.accept("c", offer.token)
    assert desk.decline("c", offer.token)
    assert desk.assign([LI])


# -- what is no argument


WRONG: dict[str, Callable[[Desk], object]] = {
    "most_wait": lambda desk: desk.queue_up(CALL, "x", most_wait=30),  # type: ignore[arg-type]
    "channel": lambda desk: desk.queue_up(CALL, "x", channel=None),  # type: ignore[arg-type]
    "contact": lambda desk: desk.queue_up(CALL, 7),  # type: ignore[arg-type]
    "decision": lambda desk: desk.queue_up("d", "x"),  # type: ignore[arg-type]
    "arrived": lambda desk: desk.queue_up(CALL, "x", arrived="noon"),  # type: ignore[arg-type]
    "capacity": lambda desk: desk.assign([LI], capacity=3),  # type: ignore[arg-type]
    "evidence_for": lambda desk: desk.still_waiting([LI], evidence_for=30),  # type: ignore[arg-type]
    "quality": lambda desk: desk.assign([LI], quality=0.5),  # type: ignore[arg-type]
    "workers": lambda desk: desk.assign(["li"]),  # type: ignore[list-item]
    "workers ": lambda desk: desk.at_work(LI),  # type: ignore[arg-type]
    "token": lambda desk: desk.accept("x", "3"),  # type: ignore[arg-type]
    "token ": lambda desk: desk.ended("x", token="3"),  # type: ignore[arg-type]
    "worker": lambda desk: desk.release(7),  # type: ignore[arg-type]
    "remember": lambda desk: desk.ended("x", remember=60),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", WRONG)
def test_an_argument_of_another_type_is_refused_where_it_comes_in(desk: Desk, name: str) -> None:
    with pytest.raises(EngageError, match=f"S076: `{name.strip()}`"):
        WRONG[name](desk)
    assert desk.waiting() == ()


def test_a_limit_of_timers_that_is_no_number_is_refused(engine: Engine) -> None:
    with pytest.raises(EngageError, match="S076"):
        engine.tick("3")  # type: ignore[arg-type]
