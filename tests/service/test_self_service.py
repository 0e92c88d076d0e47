"""A self-service as it is walked: it ends, it traps nobody, it hands over what was told, and what it counts as."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from engage.errors import EngageError
from engage.facts.self_service import PERSON, Step, StepTree
from engage.facts.units import Duration, Unit
from engage.load import load
from engage.program.program import WorkingHours
from engage.service import Contained, Containment, Ending, SelfServiceWalk, Why, contained, menu_walk, self_service_walk
from house.pages import ROOT

DAY = 86_400_000_000
TREE = StepTree(
    "bill_help",
    (
        Step("ask", choices=(("high_bill", "month"), ("other", PERSON))),
        Step("month", form=("event.month",), next="shown"),
        Step("shown", answer="bill_status", next="helped"),
        Step("helped", choices=(("yes", "end"), ("no", "ask"), ("talk", PERSON))),
        Step("end", done=True),
    ),
    failures=2,
    most=8,
    queue="front_desk",
    contained=Duration(72, Unit.HOUR),
)
START = SelfServiceWalk.start(TREE)
SHOWN = START.choose("high_bill").fill("event.month", "2026-10").go_on()


def test_a_walk_to_the_last_step_is_completed_and_may_be_confirmed() -> None:
    done = SHOWN.go_on().choose("yes")
    assert (done.outcome, done.path) == (Ending.COMPLETED, ("ask", "month", "shown", "helped", "end"))
    assert done.confirm().outcome is Ending.CONFIRMED
    assert done.confirm().returned().outcome is Ending.RETURNED


def test_who_leaves_after_an_answer_is_assumed_to_be_helped_and_before_one_not() -> None:
    assert SHOWN.leave().outcome is Ending.ASSUMED
    assert START.choose("high_bill").leave().outcome is Ending.ABANDONED
    assert START.leave().returned().outcome is Ending.ABANDONED


def test_a_person_gets_what_was_told_and_tried() -> None:
    given_over = SHOWN.failed().ask_person()
    assert given_over.outcome is Ending.ESCALATED
    over = given_over.hand_over
    assert over is not None
    assert (over.queue, over.why, over.at, over.failures) == ("front_desk", Why.ASKED, "shown", 1)
    assert over.path == ("ask", "month", "shown")
    assert over.entered == (("ask", "high_bill"), ("event.month", "2026-10"))
    assert "2026-10" not in repr(over)
    assert "2026-10" not in repr(given_over)


def test_the_effort_cap_hands_over_by_itself() -> None:
    failed = START.failed().failed()
    assert failed.hand_over is not None
    assert failed.hand_over.why is Why.FAILURES
    long = SHOWN.go_on().choose("no").choose("high_bill").go_on().go_on().choose("no")
    assert long.hand_over is not None
    assert (long.hand_over.why, len(long.path)) == (Why.STEPS, 8)


def test_what_a_step_does_not_ask_for_is_a_failure() -> None:
    assert START.choose("nonsense").failures == 1
    assert START.fill("event.month", 1).failures == 1
    assert START.go_on().failures == 1
    assert START.choose("high_bill").go_on().failures == 1  # nothing is filled in yet
    again = START.choose("high_bill").fill("event.month", 1).fill("event.month", 2)
    assert (again.failures, again.entered[-1]) == (1, ("event.month", 2))


def test_what_has_ended_stays_as_it_is() -> None:
    for ended in (START.leave(), START.ask_person(), SHOWN.go_on().choose("yes")):
        moved = (ended.choose("high_bill"), ended.fill("event.month", 1), ended.go_on(), ended.failed())
        assert all(each == ended for each in (*moved, ended.leave(), ended.ask_person()))


MOVES = st.one_of(
    st.sampled_from(("go on", "fail")),
    st.sampled_from(("high_bill", "yes", "no", "nonsense")).map(lambda item: ("choose", item)),
    st.integers(0, 3).map(lambda value: ("fill", value)),
)


@given(st.lists(MOVES, min_size=40))
def test_every_walk_ends_and_a_person_can_always_be_asked_for(moves: list[object]) -> None:
    walk = START
    for move in moves:
        if walk.outcome is not None:
            break
        asked = walk.ask_person().hand_over
        assert asked is not None
        assert asked.entered == walk.entered
        if isinstance(move, tuple):
            walk = walk.choose(move[1]) if move[0] == "choose" else walk.fill("event.month", move[1])
        else:
            walk = walk.go_on() if move == "go on" else walk.failed()
        assert len(walk.path) <= TREE.most
    assert walk.outcome is not None
    assert (walk.hand_over is not None) == (walk.outcome is Ending.ESCALATED)


@pytest.mark.parametrize(
    ("now", "came_back", "state"),
    [
        (1 * DAY, None, Contained.PROVISIONAL),
        (3 * DAY, None, Contained.PROVISIONAL),
        (3 * DAY + 1, None, Contained.CONTAINED),
        (1 * DAY, 2 * DAY, Contained.PROVISIONAL),  # not yet known
        (2 * DAY, 2 * DAY, Contained.REVERSED),
        (9 * DAY, 3 * DAY, Contained.REVERSED),
        (9 * DAY, 3 * DAY + 1, Contained.CONTAINED),
    ],
)
def test_containment_is_provisional_until_its_window_closes(now: int, came_back: int | None, state: Contained) -> None:
    assert contained(SHOWN.leave(), 0, now, "UTC", WorkingHours(), came_back) == Containment(state, 3 * DAY)


def test_what_a_person_took_over_or_nobody_finished_is_not_contained() -> None:
    for walk in (START, START.leave(), START.ask_person()):
        assert contained(walk, 0, 9 * DAY, "UTC", WorkingHours()) == Containment(Contained.NOT)
    without = evolve(SHOWN.leave(), tree=evolve(TREE, contained=None))
    assert contained(without, 0, 0, "UTC", WorkingHours()) == Containment(Contained.CONTAINED)


def test_a_window_in_working_days_is_counted_by_the_ruleset_s_week() -> None:
    week = WorkingHours({day: ((datetime.time(9), datetime.time(18)),) for day in range(5)})
    walk = evolve(SHOWN.leave(), tree=evolve(TREE, contained=Duration(1, Unit.WORKING_DAY)))
    friday = 1_794_564_000_000_000  # 2026-11-13 10:00 UTC
    found = contained(walk, friday, friday, "UTC", week)
    assert found.until is not None
    assert (found.until - friday) == 3 * DAY + 8 * 3_600_000_000  # Monday, 18:00


@pytest.mark.parametrize("wrong", [datetime.datetime.max, "0", 1.5, True])
def test_moments_of_a_walk_are_whole_numbers(wrong: Any) -> None:
    walk = SHOWN.leave()
    for moments in ((wrong, 0, None), (0, wrong, None), (0, 0, wrong)):
        ended, now, came_back = moments
        with pytest.raises(EngageError, match="S076"):
            contained(walk, ended, now, "UTC", WorkingHours(), came_back)
    with pytest.raises(EngageError, match="S074"):
        contained(walk, 0, 0, "Mars/Olympus", WorkingHours())


def test_a_self_service_that_the_catalogue_has_not_is_not_one_without_steps() -> None:
    program = load(ROOT / "rulesets" / "telecom-care")
    assert self_service_walk(program, "app_help") is not None
    with pytest.raises(EngageError, match=r"S077.*`app_hlep`"):
        self_service_walk(program, "app_hlep")
    with pytest.raises(EngageError, match="S076: `menu`"):
        menu_walk(program, None)  # type: ignore[arg-type]
