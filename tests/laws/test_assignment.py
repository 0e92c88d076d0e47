"""Laws of `assign`: nobody above capacity, nobody overtaken beyond the head start, no matter of order, nothing given
twice, a ladder that only widens, and a next change before which nothing changes.

Mutants it catches, each planted and seen to break it: what is given in a round that does not count; a channel that
shares with nobody and still runs beside another; one contact more than there is room for; a head start that counts
twice; strict precedence; equal ranks left in the order they came in; contacts not taken by rank; a rung that closes
again; a next change that knows nothing of rungs, of exclusions, or of callbacks. What it hardly comes by,
`tests/service/test_assign.py` tells: how long a known worker is waited for, and which moments are the first of a rung.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from random import Random

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from engage.service import (
    Capacity,
    Exit,
    ExitTo,
    Need,
    Route,
    Rung,
    Share,
    Skill,
    Waiting,
    Worker,
    assign,
    rungs_open,
    still_waiting,
)
from service import desk
from service.desk import at, seconds

NAMES = ("a", "b", "c", "d", "e", "f")
QUEUES, SKILLS, CHANNELS = ("north", "south", "senior"), ("x", "y"), ("voice", "chat", "task")
NOW = 120

moments = st.integers(0, NOW)
needs = st.lists(st.builds(Need, st.sampled_from(SKILLS), st.integers(1, 3)), max_size=2).map(tuple)
rungs = st.builds(Rung, st.integers(0, 150).map(seconds), needs, st.sampled_from(("", *QUEUES)))
heads = st.sampled_from((None, seconds(30), seconds(90)))
routes = st.builds(Route, st.sampled_from(QUEUES), needs, st.lists(rungs, max_size=3).map(tuple), heads)
lengths = st.integers(0, 150).map(lambda length: datetime.timedelta(seconds=length))
exits = st.lists(
    st.builds(Exit, st.sampled_from(ExitTo), st.integers(0, 200).map(seconds), st.sampled_from(QUEUES)), max_size=2
).map(tuple)
excluded = st.dictionaries(st.sampled_from(NAMES[:3]), st.integers(0, 200).map(at), max_size=2)
skills = st.dictionaries(
    st.sampled_from(SKILLS), st.builds(Skill, st.integers(1, 3), st.none() | st.integers(-50, NOW).map(at))
)


@st.composite
def contacts(draw: st.DrawFn, *, plain: bool = False) -> list[Waiting]:
    """Up to six contacts; `plain`: of two routes at most, without known workers or anybody excluded."""
    some = st.sampled_from(draw(st.lists(routes, min_size=1, max_size=2))) if plain else routes
    found = []
    for name in NAMES[: draw(st.integers(1, 6))]:
        route = draw(some)
        one = Waiting(name, route, at(draw(moments)), draw(st.sampled_from(CHANNELS[:1] if plain else CHANNELS)))
        if plain:
            one = evolve(one, route=evolve(route, ahead=draw(heads)))
        else:
            one = evolve(
                one,
                known_worker=draw(st.sampled_from(("", *NAMES[:2]))),
                known_for=draw(lengths),
                excluded=draw(excluded),
                most_wait=draw(st.none() | lengths),
                exits=draw(exits),
            )
        found.append(one)
    return found


@st.composite
def workers(draw: st.DrawFn) -> list[Worker]:
    """Up to six workers; what they have at hand may be more than they have room for."""
    return [
        Worker(
            name,
            draw(st.sets(st.sampled_from(QUEUES), min_size=1)),
            at(draw(st.integers(0, 3))),
            draw(skills),
            work=draw(st.dictionaries(st.sampled_from(CHANNELS), st.integers(0, 2), max_size=2)),
            served=draw(st.integers(0, 1)),
            available=draw(st.sampled_from((True, True, True, False))),
        )
        for name in NAMES[: draw(st.integers(0, 6))]
    ]


shares = st.builds(Share, st.integers(1, 3), st.sets(st.sampled_from(CHANNELS)))
capacities = st.dictionaries(st.sampled_from(CHANNELS), shares).map(Capacity)
closings = st.dictionaries(st.sampled_from(QUEUES), st.none() | st.integers(NOW, 300).map(at), max_size=1)


@given(contacts(), workers(), capacities)
def test_no_worker_is_given_more_than_there_is_room_for(
    waiting: list[Waiting], serving: list[Worker], capacity: Capacity
) -> None:
    work = {each.id: dict(each.work) for each in serving}
    channels = {each.id: each.channel for each in waiting}
    for match in assign(waiting, serving, at(NOW), capacity=capacity):
        mine, channel = work[match.worker], channels[match.contact]
        running = {name for name, count in mine.items() if count > 0}
        most = capacity.channels[channel].most if channel in capacity.channels else 1
        assert mine.get(channel, 0) + 1 <= most
        for other in running - {channel}:
            assert other in capacity.channels
            assert channel in capacity.channels[other].beside
        mine[channel] = mine.get(channel, 0) + 1


@given(contacts(plain=True), workers())
def test_within_one_class_nobody_is_overtaken_beyond_the_head_start(
    waiting: list[Waiting], serving: list[Worker]
) -> None:
    matched = {match.contact for match in assign(waiting, serving, at(NOW))}
    for late in waiting:
        for early in waiting:
            same = evolve(late.route, ahead=None) == evolve(early.route, ahead=None)
            if same and late.since > early.since and late.id in matched and early.id not in matched:
                assert late.since - early.since <= ahead(late) - ahead(early)


def ahead(one: Waiting) -> datetime.timedelta:
    return datetime.timedelta(seconds=int(one.route.ahead.amount) if one.route.ahead else 0)


@given(contacts(), workers(), capacities, closings, st.randoms(use_true_random=False))
def test_the_order_of_what_is_handed_over_changes_nothing(
    waiting: list[Waiting],
    serving: list[Worker],
    capacity: Capacity,
    closed: Mapping[str, datetime.datetime | None],
    random: Random,
) -> None:
    first = assign(waiting, serving, at(NOW), capacity=capacity, closed=closed)
    left = still_waiting(waiting, serving, at(NOW), capacity=capacity, closed=closed)
    shuffled, others = list(waiting), list(serving)
    random.shuffle(shuffled)
    random.shuffle(others)
    assert assign(shuffled, others, at(NOW), capacity=capacity, closed=closed) == first
    assert still_waiting(shuffled, others, at(NOW), capacity=capacity, closed=closed) == left
    assert {match.contact for match in first} | {each.contact for each in left} == {each.id for each in waiting}
    assert len(first) + len(left) == len(waiting)


@given(contacts(), workers(), capacities)
def test_what_was_taken_up_leaves_nothing_to_give(
    waiting: list[Waiting], serving: list[Worker], capacity: Capacity
) -> None:
    matches = assign(waiting, serving, at(NOW), capacity=capacity)
    assert not assign(*desk.given(matches, waiting, serving, at(NOW)), at(NOW), capacity=capacity)


@given(contacts(), workers(), st.integers(0, 200), st.integers(0, 200), closings)
def test_what_is_possible_stays_possible(
    waiting: list[Waiting],
    serving: list[Worker],
    first: int,
    more: int,
    closed: Mapping[str, datetime.datetime | None],
) -> None:
    """Of one contact, with the same workers as free as before; an exclusion that has begun may only end."""
    one = waiting[0]
    assert set(rungs_open(one, at(first))) <= set(rungs_open(one, at(first + more)))
    if assign([one], serving, at(first), closed=closed):
        assert assign([one], serving, at(first + more), closed=closed)


@given(contacts(), workers(), capacities, closings, st.none() | st.integers(0, 150), st.floats(0, 1, exclude_max=True))
def test_before_the_next_change_nothing_changes(
    waiting: list[Waiting],
    serving: list[Worker],
    capacity: Capacity,
    closed: Mapping[str, datetime.datetime | None],
    age: int | None,
    part: float,
) -> None:
    fresh = None if age is None else datetime.timedelta(seconds=age)
    matches = assign(waiting, serving, at(NOW), capacity=capacity, evidence_for=fresh, closed=closed)
    rest, busy = desk.given(matches, waiting, serving, at(NOW))
    left = still_waiting(rest, busy, at(NOW), capacity=capacity, evidence_for=fresh, closed=closed)
    changes = [each.next_change for each in left if each.next_change]
    assert all(change > at(NOW) for change in changes)
    until = min(changes, default=at(10_000))
    moment = at(NOW) + (until - at(NOW)) * part
    assume(moment < until)
    assert not assign(rest, busy, moment, capacity=capacity, evidence_for=fresh, closed=closed)
    later = still_waiting(rest, busy, moment, capacity=capacity, evidence_for=fresh, closed=closed)
    assert [(each.contact, each.exit) for each in later] == [(each.contact, each.exit) for each in left]
