"""When a customer is called back, how often, and whose place in line it keeps."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from engage.errors import EngageError
from engage.service import (
    Callback,
    CallbackState,
    Route,
    attempted,
    callback_state,
    called_again,
    next_attempt,
    queued_callback,
    rank,
)
from service.desk import at, contact

Span = tuple[datetime.time, datetime.time]
NINE, TWENTY, EIGHT = datetime.time(9), datetime.time(20), datetime.time(8)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(text: str, zone: str = "Asia/Shanghai") -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def callback(asked: str = "2026-11-05 10:00", zone: str = "Asia/Shanghai") -> Callback:
    moment = local(asked, zone)
    return Callback(
        "c",
        Route("desk"),
        moment - datetime.timedelta(minutes=5),
        moment,
        zone,
        (NINE, TWENTY),
        delay=datetime.timedelta(0),
    )


@pytest.mark.parametrize(
    ("asked", "called"),
    [
        ("2026-11-05 10:00", "2026-11-05 10:00"),
        ("2026-11-05 08:00", "2026-11-05 09:00"),
        ("2026-11-05 20:00", "2026-11-06 09:00"),
        ("2026-11-05 19:59", "2026-11-05 19:59"),
    ],
)
def test_a_customer_is_called_within_the_window_of_its_zone(asked: str, called: str) -> None:
    one = callback(asked)
    assert next_attempt(one, one.asked) == local(called)


def test_quiet_hours_hold_overnight_and_cut_the_window() -> None:
    one = evolve(
        callback("2026-11-05 21:30"), window=(datetime.time(7), datetime.time(22)), quiet=(datetime.time(21), EIGHT)
    )
    assert next_attempt(one, one.asked) == local("2026-11-06 08:00")


def test_a_window_overnight_is_one_window() -> None:
    one = evolve(callback("2026-11-05 23:30"), window=(datetime.time(22), datetime.time(2)))
    assert next_attempt(one, one.asked) == one.asked
    assert next_attempt(one, local("2026-11-06 02:00")) == local("2026-11-06 22:00")


def test_a_window_begins_an_hour_later_where_the_clock_leaves_its_beginning_out() -> None:
    one = evolve(callback("2026-03-29 01:00", "Europe/Berlin"), window=(datetime.time(2, 30), datetime.time(5)))
    assert next_attempt(one, one.asked) == local("2026-03-29 03:30", "Europe/Berlin")


def test_hours_that_are_never_permitted_are_refused() -> None:
    one = evolve(callback(), window=(NINE, TWENTY), quiet=(EIGHT, datetime.time(21)))
    with pytest.raises(EngageError, match="S073"):
        next_attempt(one, one.asked)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd"])
def test_a_customer_of_an_unknown_zone_is_not_called(zone: str) -> None:
    with pytest.raises(EngageError, match="S074"):
        Callback("c", Route("desk"), at(0), at(0), zone)


def test_after_an_attempt_the_gap_is_kept_and_after_the_last_it_is_over() -> None:
    one = evolve(callback(), most_attempts=2)
    first = attempted(one, one.asked, reached=False)
    assert next_attempt(first, one.asked) == one.asked + datetime.timedelta(minutes=15)
    assert callback_state(first, one.asked) is CallbackState.WAITING
    second = attempted(first, local("2026-11-05 10:15"), reached=False)
    assert next_attempt(second, local("2026-11-05 10:15")) is None
    assert callback_state(second, one.asked) is CallbackState.EXHAUSTED


def test_a_reached_customer_is_not_called_again() -> None:
    one = attempted(callback(), local("2026-11-05 10:00"), reached=True)
    assert callback_state(one, one.asked) is CallbackState.REACHED
    assert next_attempt(one, one.asked) is None


def test_a_callback_expires_where_its_next_hour_comes_too_late() -> None:
    one = evolve(callback("2026-11-05 19:00"), expires=local("2026-11-06 09:00"))
    assert callback_state(one, one.asked) is CallbackState.DUE
    assert callback_state(one, local("2026-11-05 20:00")) is CallbackState.EXPIRED


def test_who_calls_again_takes_over_the_place_in_line() -> None:
    one = callback()
    new = evolve(contact("again"), since=local("2026-11-05 10:30"))
    merged, waiting = called_again(one, new)
    assert (callback_state(merged, one.asked), waiting.arrived, waiting.since) == (
        CallbackState.MERGED,
        one.arrived,
        new.since,
    )
    assert called_again(merged, new) == (merged, new)


def test_who_calls_again_after_a_callback_has_ended_gets_no_place_from_it() -> None:
    new = evolve(contact("again"), since=local("2026-11-05 10:30"))
    expired = evolve(callback(), expires=local("2026-11-05 10:30"))
    exhausted = attempted(evolve(callback(), most_attempts=1), local("2026-11-05 10:10"), reached=False)
    for ended in (expired, exhausted, attempted(callback(), local("2026-11-05 10:10"), reached=True)):
        assert called_again(ended, new) == (ended, new)
    early = evolve(new, since=local("2026-11-05 10:29"))
    assert called_again(expired, early)[0].merged_into == "again"


def test_attempts_may_be_told_in_any_order() -> None:
    ten, late = local("2026-11-05 10:00"), local("2026-11-05 10:20")
    one = attempted(attempted(callback(), late, reached=True), ten, reached=False)
    assert callback_state(one, late) is CallbackState.REACHED
    one = attempted(attempted(callback(), late, reached=False), ten, reached=False)
    assert next_attempt(one, late) == local("2026-11-05 10:35")


def test_a_queued_callback_keeps_its_rank_and_begins_its_ladder() -> None:
    one = callback()
    waiting = queued_callback(one, local("2026-11-05 10:20"))
    assert rank(waiting)[1] == rank(evolve(waiting, since=one.arrived, arrived=None))[1]
    assert waiting.since == local("2026-11-05 10:20")


ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland")
#: No span ends while clocks change, so that what the wall shows is all there is to know.
hours = st.integers(5, 22).map(datetime.time)


@given(
    st.sampled_from(ZONES),
    st.integers(0, 366 * 24 * 12),
    st.tuples(hours, hours),
    st.none() | st.tuples(hours, hours),
)
def test_law_the_first_permitted_moment_is_that_of_looking_every_five_minutes(
    zone: str, number: int, window: Span, quiet: Span | None
) -> None:
    """Mutants it catches, each planted and seen: a quiet time that is looked at once only; a window overnight that is
    none; the day before left out; the wall of another zone."""
    five = datetime.timedelta(minutes=5)
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC) + number * five
    one = Callback("c", Route("desk"), start, start, zone, window, quiet)
    scan = (start + step * five for step in range(2 * 24 * 12))
    expected = next((moment for moment in scan if permitted(moment.astimezone(ZoneInfo(zone)).time(), one)), None)
    if expected is None:
        with pytest.raises(EngageError, match="S073"):
            next_attempt(one, start)
    else:
        assert next_attempt(one, start) == expected


def permitted(wall: datetime.time, one: Callback) -> bool:
    return within(wall, one.window) and not (one.quiet and within(wall, one.quiet))


def within(wall: datetime.time, span: Span) -> bool:
    start, end = span
    return start <= wall < end if start < end else wall >= start or wall < end
