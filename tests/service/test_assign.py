"""Who is offered to whom, and why somebody goes on waiting."""

from __future__ import annotations

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from engage.errors import EngageError
from engage.facts.units import Duration, Unit
from engage.service import (
    Calendar,
    Capacity,
    Chosen,
    Exit,
    ExitTo,
    Match,
    Need,
    Pool,
    Queue,
    Route,
    Rung,
    Share,
    Skill,
    StillWaiting,
    Unserved,
    Waiting,
    Worker,
    assign,
    below_floor,
    closed_queues,
    exits_of,
    rank,
    rungs_open,
    still_waiting,
    waiting_by_plan,
)
from service.desk import at, contact, given, seconds, worker

GOOD = (Need("retention", 4),)
LADDER = (Rung(seconds(30), (Need("retention", 2),)), Rung(seconds(60), (), "senior"))


def pairs(matches: tuple[Match, ...]) -> list[tuple[str, str]]:
    return [(match.contact, match.worker) for match in matches]


# -- in which order


def test_who_came_first_is_served_first() -> None:
    waiting = [contact("late", 5), contact("early", 1)]
    assert pairs(assign(waiting, [worker("w")], at(10))) == [("early", "w")]


def test_a_head_start_counts_as_an_earlier_arrival_and_no_more() -> None:
    preferred = contact("preferred", 89, ahead=90)
    assert pairs(assign([contact("early", 0), preferred], [worker("w")], at(100))) == [("preferred", "w")]
    preferred = contact("preferred", 91, ahead=90)
    assert pairs(assign([contact("early", 0), preferred], [worker("w")], at(100))) == [("early", "w")]


def test_of_one_rank_the_earlier_arrival_counts_then_the_id() -> None:
    waiting = [contact("b", 0), contact("a", 0), contact("ahead", 90, ahead=90)]
    assert [each.id for each in sorted(waiting, key=rank)] == ["a", "b", "ahead"]


def test_a_transfer_keeps_the_arrival_as_its_rank_and_begins_its_ladder_anew() -> None:
    moved = evolve(contact("moved", 100, needs=GOOD, ladder=LADDER), arrived=at(0))
    assert rank(moved) < rank(contact("other", 50))
    assert [rung.needs for rung in rungs_open(moved, at(129))] == [GOOD]
    assert len(rungs_open(moved, at(130))) == 2


# -- which worker


def test_the_worker_who_meets_the_strictest_rung_comes_first_then_the_longest_idle() -> None:
    waiting = [contact("c", needs=GOOD, ladder=LADDER)]
    workers = [worker("junior", idle_since=0, retention=2), worker("expert", idle_since=50, retention=4)]
    (match,) = assign(waiting, workers, at(40))
    assert match == Match("c", "expert", 0, Chosen.STRICTEST_RUNG, datetime.timedelta(seconds=40))
    (match,) = assign(waiting, workers[:1], at(40))
    assert (match.worker, match.rung, match.why) == ("junior", 1, Chosen.ONLY)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"idle_since": at(5)}, Chosen.LONGEST_IDLE),
        ({"served": 3}, Chosen.FEWEST_SERVED),
        ({}, Chosen.ID),
    ],
)
def test_ties_between_workers_end_with_their_ids(change: dict[str, object], why: Chosen) -> None:
    workers = [evolve(worker("b"), **change), worker("a")]  # type: ignore[arg-type]
    (match,) = assign([contact("c")], workers, at(10))
    assert (match.worker, match.why) == ("a", why)


def test_two_contacts_at_once_go_to_two_workers_even_where_one_has_room_for_both() -> None:
    capacity = Capacity({"voice": Share(2)})
    matches = assign(
        [contact("c1"), contact("c2", 1)], [worker("a"), worker("b", idle_since=1)], at(10), capacity=capacity
    )
    assert pairs(matches) == [("c1", "a"), ("c2", "b")]


def test_a_rung_opens_at_its_moment_and_leaves_the_stricter_ones_open() -> None:
    one = contact("c", needs=GOOD, ladder=LADDER)
    assert len(rungs_open(one, at(29.999999))) == 1
    assert [rung.queue for rung in rungs_open(one, at(60))] == ["desk", "desk", "senior"]
    senior = worker("s", "senior")
    assert not assign([one], [senior], at(59))
    assert assign([one], [senior], at(60))[0].rung == 2


def test_the_longest_wait_of_a_floor_opens_every_rung() -> None:
    one = evolve(contact("c", needs=GOOD, ladder=LADDER), most_wait=datetime.timedelta(seconds=20))
    assert not assign([one], [worker("s", "senior")], at(19))
    assert assign([one], [worker("s", "senior")], at(20))[0].rung == 2


def test_a_level_last_seen_too_long_ago_does_not_count() -> None:
    one = contact("c", needs=GOOD)
    seen = worker("w", retention=Skill(5, at(-100)))
    year = datetime.timedelta(seconds=100)
    assert assign([one], [seen], at(0), evidence_for=year)
    assert not assign([one], [seen], at(0.000001), evidence_for=year)
    assert assign([one], [seen], at(9999))


# -- the worker who knows the customer


def known(second: int = 20) -> Waiting:
    return evolve(contact("c"), known_worker="k", known_for=datetime.timedelta(seconds=second))


def test_a_known_worker_is_waited_for_while_busy_and_nobody_else_is_asked_meanwhile() -> None:
    busy = evolve(worker("k"), work={"voice": 1})
    workers = [busy, worker("a")]
    assert not assign([known()], workers, at(19))
    assert still_waiting([known()], workers, at(19)) == (StillWaiting("c", Unserved.AWAITED, at(20)),)
    (match,) = assign([known()], workers, at(20))
    assert (match.worker, match.why) == ("a", Chosen.ONLY)
    (match,) = assign([known()], [worker("k", idle_since=5), worker("a")], at(19))
    assert (match.worker, match.why) == ("k", Chosen.KNOWN_WORKER)


@pytest.mark.parametrize("absent", [[], [evolve(worker("k"), available=False)], [worker("k", "elsewhere")]])
def test_an_absent_known_worker_is_skipped_at_once(absent: list[Worker]) -> None:
    assert pairs(assign([known()], [*absent, worker("a")], at(0))) == [("c", "a")]


def test_after_the_wait_the_known_worker_still_comes_first_among_equals() -> None:
    (match,) = assign([known()], [worker("a"), worker("k", idle_since=5)], at(30))
    assert (match.worker, match.why) == ("k", Chosen.KNOWN_WORKER)


def test_a_known_worker_who_declined_is_not_waited_for_again() -> None:
    one = evolve(known(), excluded={"k": at(10)})
    assert pairs(assign([one], [worker("k"), worker("a")], at(5))) == [("c", "a")]
    busy = evolve(worker("k"), work={"voice": 1})
    assert pairs(assign([one], [busy, worker("a")], at(12))) == [("c", "a")]


def test_a_known_worker_who_meets_a_later_rung_is_waited_for_from_the_beginning() -> None:
    """Else somebody could be served who, a moment later, is not."""
    later = Route("desk", ladder=(Rung(seconds(10), (), "senior"),))
    one, workers = evolve(known(), route=later), [evolve(worker("k", "senior"), work={"voice": 1}), worker("a")]
    assert not assign([one], workers, at(0))
    assert pairs(assign([one], [worker("k", "senior"), worker("a")], at(10))) == [("c", "k")]


def test_a_known_worker_whose_level_grows_old_is_waited_for_until_then() -> None:
    one = evolve(known(), route=Route("desk", (Need("retention", 2),)))
    busy = evolve(worker("k", retention=Skill(2, at(0))), work={"voice": 1})
    fresh = datetime.timedelta(seconds=10)
    (left,) = still_waiting([one], [busy, worker("a", retention=2)], at(5), evidence_for=fresh)
    assert left.next_change == at(10.000001)
    assert assign([one], [busy, worker("a", retention=2)], at(10.000001), evidence_for=fresh)


# -- capacity

SHARING = Capacity({"voice": Share(1), "chat": Share(2, ["chat"]), "task": Share(2, ["voice", "chat"])})


@pytest.mark.parametrize(
    ("work", "channel", "room"),
    [
        ({}, "voice", True),
        ({"task": 1}, "voice", True),  # what shares does not keep from beginning what does not
        ({"voice": 1}, "task", False),  # what does not share blocks all others
        ({"task": 1, "voice": 1}, "chat", False),
        ({"chat": 1}, "chat", True),
        ({"chat": 2}, "chat", False),
        ({"task": 1, "chat": 1}, "task", False),
        ({"voice": 0}, "task", True),
        ({}, "fax", True),
        ({"fax": 1}, "fax", False),  # not named: one, and nothing beside it
        ({"fax": 1}, "voice", False),
        ({"voice": 1}, "voice", False),
    ],
)
def test_what_is_in_progress_says_what_may_begin(work: dict[str, int], channel: str, room: bool) -> None:
    assert SHARING.room(work, channel) is room


def test_what_is_given_in_one_round_counts_in_the_same_round() -> None:
    waiting = [contact("c1", channel="chat"), contact("c2", 1, channel="chat"), contact("c3", 2, channel="chat")]
    assert len(assign(waiting, [worker("w")], at(10), capacity=SHARING)) == 2


# -- why somebody waits


def test_each_one_left_says_why_and_when_that_may_change() -> None:
    one = contact("c", needs=GOOD, ladder=LADDER)
    assert still_waiting([one], [], at(0)) == (StillWaiting("c", Unserved.NOBODY, at(30)),)
    busy = evolve(worker("w", retention=4), work={"voice": 1})
    assert still_waiting([one], [busy], at(30)) == (StillWaiting("c", Unserved.BUSY, at(60)),)
    assert still_waiting([one], [busy], at(60)) == (StillWaiting("c", Unserved.BUSY),)
    refused = evolve(one, excluded={"w": at(45)})
    free = worker("w", retention=4)
    assert still_waiting([refused], [free], at(31)) == (StillWaiting("c", Unserved.EXCLUDED, at(45)),)
    assert pairs(assign([refused], [free], at(45))) == [("c", "w")]
    assert not still_waiting([one], [free], at(31))


def test_a_closed_queue_serves_nobody_and_says_when_it_opens() -> None:
    one, free = contact("c"), worker("w")
    assert not assign([one], [free], at(0), closed={"desk": at(600)})
    assert still_waiting([one], [free], at(0), closed={"desk": at(600)}) == (
        StillWaiting("c", Unserved.CLOSED, at(600)),
    )
    assert still_waiting([one], [free], at(0), closed={"desk": None})[0].next_change is None


def test_while_its_queue_is_closed_a_contact_is_led_where_its_queue_says() -> None:
    by_night = evolve(contact("c"), closed=Exit(ExitTo.QUEUE, queue="night"))
    workers = [worker("w"), worker("n", "night")]
    assert pairs(assign([by_night], workers, at(0), closed={"desk": None})) == [("c", "n")]
    assert pairs(assign([by_night], workers, at(0))) == [("c", "w")]
    message = Exit(ExitTo.MESSAGE)
    noted = evolve(contact("c"), closed=message)
    assert still_waiting([noted], workers, at(0), closed={"desk": None})[0].exit == message


# -- overflow, pools

QUEUES = {
    "desk": Queue(
        "desk",
        known_worker=seconds(20),
        overflow=(Exit(ExitTo.QUEUE, seconds(300), "managers"), Exit(ExitTo.MESSAGE, Duration(20, Unit.MINUTE))),
    ),
    "managers": Queue(
        "managers", overflow=(Exit(ExitTo.CALLBACK, seconds(300)), Exit(ExitTo.QUEUE, seconds(1), "desk"))
    ),
}


def test_an_overflow_counts_on_from_the_queue_before_and_never_goes_round() -> None:
    assert [(each.to, each.after, each.queue) for each in exits_of(QUEUES, "desk")] == [
        (ExitTo.QUEUE, seconds(300), "managers"),
        (ExitTo.CALLBACK, seconds(600), ""),
        (ExitTo.MESSAGE, seconds(1200), ""),
    ]


def test_managers_take_what_has_waited_too_long_and_its_own_queue_may_still_take_it() -> None:
    one = waiting_by_plan(Route("desk", GOOD), QUEUES, id="c", since=at(0), channel="voice")
    manager = worker("m", "managers")
    assert still_waiting([one], [manager], at(0)) == (StillWaiting("c", Unserved.NOBODY, at(300)),)
    assert assign([one], [manager], at(300))[0].rung == 1
    own = worker("w", idle_since=299, retention=4)
    assert assign([one], [manager, own], at(300))[0].worker == "w"


def test_a_callback_and_then_a_message_are_due_in_their_time() -> None:
    one = waiting_by_plan(Route("desk"), QUEUES, id="c", since=at(0), known_worker="k")
    assert one.known_for == datetime.timedelta(seconds=20)
    found = [still_waiting([one], [], at(second))[0].exit for second in (599, 600, 1200)]
    assert [each and each.to for each in found] == [None, ExitTo.CALLBACK, ExitTo.MESSAGE]


def test_a_pool_below_its_floor_gets_nothing_of_that_queue() -> None:
    pools = {"partner": Pool("partner", True, Decimal("0.85")), "own": Pool("own")}
    barred = below_floor(pools, {("partner", "desk"): 0.84, ("partner", "other"): 0.85, ("own", "desk"): 0.1})
    assert barred == {("partner", "desk")}
    outside = evolve(worker("p"), pool="partner")
    assert not assign([contact("c")], [outside], at(0), barred=barred)
    assert still_waiting([contact("c")], [outside], at(0), barred=barred)[0].why is Unserved.BELOW_FLOOR
    assert assign([contact("c")], [outside], at(0), barred=below_floor(pools, {}))


# -- what makes no sense


def test_a_wait_counts_the_same_over_a_clock_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime.datetime(2026, 10, 25, 2, 59, 30, tzinfo=berlin)
    after = datetime.datetime(2026, 10, 25, 2, 0, 0, tzinfo=berlin, fold=1)
    one = Waiting("c", Route("desk", GOOD, LADDER), before)
    assert len(rungs_open(one, after)) == 2


@pytest.mark.parametrize(
    ("code", "waiting", "workers"),
    [
        ("S072", [contact("c"), contact("c", 1)], []),
        ("S072", [], [worker("w"), worker("w")]),
        ("S071", [Waiting("c", Route("desk", ahead=Duration(1, Unit.WORKING_DAY)), at(0))], []),
    ],
)
def test_what_makes_no_sense_is_refused(code: str, waiting: list[Waiting], workers: list[Worker]) -> None:
    with pytest.raises(EngageError) as refused:
        assign(waiting, workers, at(0))
    assert refused.value.code == code


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(EngageError, match="K015"):
        assign([], [], datetime.datetime(2026, 1, 1))
    with pytest.raises(EngageError, match="K015"):
        Waiting("c", Route("desk"), datetime.datetime(2026, 1, 1))


def test_after_matches_are_taken_up_nothing_is_left_to_give() -> None:
    waiting, workers = [contact("c1"), contact("c2", 1)], [worker("w")]
    matches = assign(waiting, workers, at(5))
    assert not assign(*given(matches, waiting, workers, at(5)), at(5))


def test_a_queue_is_closed_outside_its_calendar() -> None:
    nine_to_ten = Calendar.from_mapping({"tz": "UTC", "week": {"thu": [["09:00", "10:00"]]}}).schedules
    never = Calendar.from_mapping({"tz": "UTC", "week": {}}).schedules
    queues = {
        "desk": Queue("desk", hours="support"),
        "never": Queue("never", hours="never"),
        "always": Queue("always"),
        "elsewhere": Queue("elsewhere", hours="unknown"),
    }
    calendars = {"support": nine_to_ten, "never": never}
    assert closed_queues(queues, calendars, at(-1)) == {"desk": at(0), "never": None}
    assert closed_queues(queues, calendars, at(0)) == {"never": None}
    assert closed_queues(queues, {name: Calendar(each) for name, each in calendars.items()}, at(0)) == {"never": None}
    assert closed_queues(queues, calendars, at(3600)) == {"desk": at(7 * 86_400), "never": None}
