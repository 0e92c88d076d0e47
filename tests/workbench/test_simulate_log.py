"""What a log does not say is filled in the same way at every run: patience, work, who was there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.measure.contacts import Exit, HandledContact
from engage.workbench.simulate import Shift
from engage.workbench.simulate_log import Survival, arrivals_of, by_shifts, seen_at_work, spread

MINUTE = 60_000_000
HOUR = 60 * MINUTE


def left(waited: int, number: int = 0) -> HandledContact:
    return HandledContact(f"left {number}", number, Exit.ABANDONED, waited, customer="a", groups={"of": "x"})


def served(waited: int, number: int = 0, work: int = 7) -> HandledContact:
    return HandledContact(f"served {number}", number, Exit.ANSWERED, waited, work, groups={"of": "x"})


def test_the_estimate_of_kaplan_and_meier_by_hand() -> None:
    # at 1 one of five leaves, at 2 one is served, at 3 two of three leave, at 4 the last is served
    found = Survival.of([left(1), served(2), left(3), left(3), served(4)])
    assert found.times == (1, 3)
    assert found.left == pytest.approx((4 / 5, 4 / 5 * 1 / 3))
    assert found.beyond(0, 0.1) == 1
    assert found.beyond(2, 0.5) == 3
    assert found.beyond(2, 0.9) is None  # the record does not tell when the last third leaves
    assert found.beyond(3, 0.0) is None


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=30), st.integers(0, 20))
def test_nobody_who_was_served_would_have_left_before(waits: list[tuple[int, bool]], waited: int) -> None:
    found = Survival.of([left(wait) if gone else served(wait) for wait, gone in waits])
    assert list(found.left) == sorted(found.left, reverse=True)
    last = waited
    for part in (0.01, 0.3, 0.6, 0.99):
        patience = found.beyond(waited, part)
        if patience is None:
            break
        assert patience > waited
        assert patience >= last
        last = patience


def test_parts_are_spread_evenly() -> None:
    assert [spread(number) for number in range(1, 8)] == [0.5, 0.25, 0.75, 0.125, 0.625, 0.375, 0.875]


def test_work_of_those_who_left_is_that_of_the_last_one_answered_of_their_group() -> None:
    log = [left(5, 1), served(0, 2, 30), left(5, 3), served(0, 4, 40), left(5, 5)]
    found = list(arrivals_of(log, "of", {"x": 9}))
    assert [one.work for one in found] == [30, 30, 30, 40, 40]
    assert {one.ahead for one in found} == {9}
    assert [one.patience for one in found][::2] == [5, 5, 5]
    assert [one.patience for one in arrivals_of(log, "of", {}, estimated=False)][1] is None


def test_a_worker_was_there_from_contact_to_contact_and_not_over_a_long_pause() -> None:
    def taken(worker: str, ended: int, work: int) -> HandledContact:
        return HandledContact(f"{worker}{ended}", 0, Exit.ANSWERED, 0, work * MINUTE, ended * MINUTE, worker=worker)

    log = [taken("a", 10, 5), taken("a", 45, 5), taken("a", 90, 5), taken("b", 20, 3), served(0)]
    assert seen_at_work(log) == (
        Shift("a", 5 * MINUTE, 45 * MINUTE),
        Shift("a", 85 * MINUTE, 90 * MINUTE),
        Shift("b", 17 * MINUTE, 20 * MINUTE),
    )


def test_a_day_is_put_on_the_shift_that_covers_most_of_it_in_its_zone() -> None:
    hours = {"early": frozenset(range(6, 12)), "late": frozenset({12, 13, 14, 22, 23})}
    day = 1_000 * 24 * HOUR
    # 5:00 to 11:00, of which five hours are early
    seen = [Shift("a", day + 5 * HOUR, day + 11 * HOUR)]
    found = by_shifts(seen, hours, "UTC")
    assert found == (Shift("a", day + 6 * HOUR, day + 12 * HOUR),)
    late = by_shifts([Shift("a", day + 13 * HOUR, day + 14 * HOUR)], hours, "UTC")
    assert late == (Shift("a", day + 12 * HOUR, day + 15 * HOUR), Shift("a", day + 22 * HOUR, day + 24 * HOUR))
