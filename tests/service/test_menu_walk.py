"""A menu as it is walked: counters as in VoiceXML, keys, levels, and the way to a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.errors import EngageError
from engage.facts.self_service import Prompt
from engage.service import MenuWalk, in_order, on_levels, seen_again
from engage.service.menu_walk import BACK, MORE, MOST_TURNS, PERSON_KEY

PROMPTS = {
    "no input": (Prompt(1, wording="again"), Prompt(3, item="person")),
    "no match": (Prompt(1, wording="choose"), Prompt(2, wording="choose_slowly"), Prompt(4, item="person")),
    "help": (Prompt(1, wording="about"),),
}
LEVELS = (("bill", "data", "person"), ("fault", "person"))
WALK = MenuWalk(LEVELS, "person", PROMPTS)


def test_digits_count_choices_and_a_person_is_at_zero_on_every_level() -> None:
    assert WALK.keys == {"1": "bill", "2": "data", "0": "person", "#": MORE}
    assert WALK.selected(MORE).keys == {"1": "fault", "0": "person", "*": BACK}
    assert WALK.selected(MORE).selected(BACK).keys == WALK.keys


def test_a_choice_ends_the_walk_and_nothing_moves_it_afterwards() -> None:
    ended = WALK.selected("2")
    assert (ended.chosen, ended.ended, ended.forced) == ("data", True, False)
    for later in (ended.selected("1"), ended.no_input(), ended.no_match(), ended.help(), ended.entered_again()):
        assert later == ended


def test_the_handler_with_the_highest_count_that_is_not_above_the_counter_is_taken() -> None:
    said = []
    walk = WALK
    for _ in range(4):
        walk = walk.no_match()
        said.append(walk.said)
    # The third time has no handler of its own: that of the second is the highest not above it.
    assert said == ["choose", "choose_slowly", "choose_slowly", ""]
    assert (walk.chosen, walk.forced) == ("person", True)


def test_no_input_and_no_match_are_counted_apart() -> None:
    walk = WALK.no_input().no_match().no_input().no_match()
    assert walk.counted == {"no input": 2, "no match": 2}
    assert not walk.ended
    assert walk.no_input().chosen == "person"


def test_counters_begin_anew_when_a_level_is_entered() -> None:
    twice = WALK.no_input().no_input()
    assert not twice.selected(MORE).no_input().ended
    assert not twice.entered_again().no_input().ended
    assert twice.entered_again().no_input().said == "again"


def test_a_key_that_the_level_has_not_is_no_match() -> None:
    assert WALK.selected("7").counted == {"no match": 1}
    assert WALK.selected(BACK).counted == {"no match": 1}


def test_a_menu_that_declares_nothing_leads_to_a_person_after_three_failures() -> None:
    walk = MenuWalk((("bill", "person"),), "person")
    assert walk.no_input().no_input().help().help().help().help().ended is False
    assert walk.no_input().no_input().no_input().chosen == "person"


def test_a_menu_without_a_person_ends_with_nothing_chosen() -> None:
    walk = MenuWalk((("bill",),)).no_match().no_match().no_match()
    assert (walk.ended, walk.chosen, walk.forced) == (True, "", True)


@pytest.mark.parametrize("wandering", [(MORE, BACK), ("help", "help")])
def test_who_only_wanders_is_led_to_a_person(wandering: tuple[str, str]) -> None:
    walk = WALK
    for turn in range(MOST_TURNS):
        assert not walk.ended
        event = wandering[turn % 2]
        walk = walk.help() if event == "help" else walk.selected(event)
    assert (walk.chosen, walk.forced, walk.turns) == ("person", True, MOST_TURNS)


EVENTS = st.lists(st.sampled_from(("no input", "no match", "help", "again", MORE, BACK)), min_size=MOST_TURNS * 2)


@given(EVENTS)
def test_every_walk_ends_and_a_person_is_one_key_away_until_then(events: list[str]) -> None:
    walk = WALK
    moves = {"no input": MenuWalk.no_input, "no match": MenuWalk.no_match, "help": MenuWalk.help}
    for event in events:
        if walk.ended:
            break
        assert walk.selected(PERSON_KEY).chosen == "person"
        if event == "again":
            continue
        walk = moves[event](walk) if event in moves else walk.selected(event)
    counted = [event for event in events if event != "again"]
    assert walk.ended or len(counted) < MOST_TURNS
    assert not walk.ended or walk.chosen == "person"


@pytest.mark.parametrize("key", ["1", "2", "0"])
def test_a_walk_of_no_items_has_no_keys(key: str) -> None:
    assert MenuWalk(()).selected(key).counted == {"no match": 1}


def test_one_text_is_no_list_of_items_and_a_level_has_room_for_three() -> None:
    for call in (
        lambda: on_levels("bill", 3),
        lambda: on_levels(["bill"], 3, "person"),
        lambda: in_order("bill", ()),
        lambda: seen_again("bill", ()),
    ):
        with pytest.raises(EngageError, match="S075"):
            call()
    for limit in (2, -1, 3.5, True):
        with pytest.raises(EngageError, match="S076: `limit`"):
            on_levels(["bill"], limit)  # type: ignore[arg-type]
