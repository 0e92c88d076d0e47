"""Laws of two records of one clock that become one: the marks of both, whoever has them; nothing is told twice.

Mutants that they kill, each planted and seen to break one: a target that counts although its start began nothing; what
was told looked for by its start alone; what the other told forgotten; the hours of the clock that was seen later; the
later of two looks.
"""

from __future__ import annotations

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from engage.facts.calendar import Hours, Schedule
from engage.facts.units import Duration, Unit
from engage.service.clock_times import goal_of, tellings
from engage.service.clocks import Clock, Goal, HoursFrom, Mark, Reopening, cycles
from engage.service.clocks_joined import joined

MINUTE = 60_000_000
START = 1_793_844_000_000_000
ALWAYS = -(1 << 62)
EARLY, LATE = (Schedule("UTC", (Hours(dict.fromkeys(range(7), ((at * 3600, 18 * 3600),))),)) for at in (8, 9))
MARKS = (Mark.STOP, Mark.RESET, Mark.CANCEL, Mark.START, Mark.PAUSE, Mark.RUN)
rules = st.tuples(st.booleans(), st.sampled_from(Reopening))
seen = st.lists(st.tuples(st.integers(0, 90), st.sampled_from(MARKS)), max_size=10, unique_by=lambda each: each[0])


def one(said: list[tuple[int, Mark]], rule: tuple[bool, Reopening], minutes: int = 60) -> Clock:
    """A clock that heard this in its order, with the target that it took where it began."""
    clock = Clock(hours=(HoursFrom("", ALWAYS, (EARLY,)),))
    for minute, mark in sorted(said):
        at = START + minute * MINUTE
        clock = clock.marked(at, mark)
        if mark in (Mark.START, Mark.RESET):
            aims = (*clock.goals, Goal(at, Duration(minutes, Unit.MINUTE), of_start=True))
            clock = evolve(clock, goals=aims)
    return clock


def both(said: list[tuple[int, Mark]], whose: list[bool], rule: tuple[bool, Reopening]) -> tuple[Clock, Clock]:
    sides = [[each for each, mine in zip(said, whose, strict=False) if mine is side] for side in (True, False)]
    return one(sides[0], rule), one(sides[1], rule)


@given(seen, rules)
def test_a_clock_joined_with_itself_or_with_nothing_is_the_same(
    said: list[tuple[int, Mark]], rule: tuple[bool, Reopening]
) -> None:
    clock = one(said, rule)
    told = evolve(clock, told=tuple(each.key for each in tellings(clock, cycles(clock, *rule))), armed=START)
    assert joined(told, told) == joined(told, Clock()) == joined(Clock(), told) == told


@given(seen, st.lists(st.booleans(), min_size=10, max_size=10), rules)
def test_it_makes_no_difference_which_of_two_heard_what(
    said: list[tuple[int, Mark]], whose: list[bool], rule: tuple[bool, Reopening]
) -> None:
    said = [each for each in said if each[1] < Mark.PAUSE]
    mine, theirs = both(said, whose, rule)
    whole, found = one(said, rule), joined(mine, theirs)
    assert found.marks == whole.marks
    assert cycles(found, *rule) == cycles(whole, *rule)
    for cycle in cycles(whole, *rule):
        aims = [goal_of(clock, cycle) for clock in (found, whole)]
        assert aims[0] is not None
        assert aims[1] is not None
        assert aims[0].target == aims[1].target
    assert joined(theirs, mine) == found


@given(seen, st.lists(st.booleans(), min_size=10, max_size=10), rules)
def test_what_either_told_of_a_cycle_is_not_told_again(
    said: list[tuple[int, Mark]], whose: list[bool], rule: tuple[bool, Reopening]
) -> None:
    mine, theirs = (
        evolve(clock, told=tuple(each.key for each in tellings(clock, cycles(clock, *rule), (1,))))
        for clock in both(said, whose, rule)
    )
    found = joined(mine, theirs)
    named = cycles(found, *rule)
    for key in (*mine.told, *theirs.told):
        start, _, threshold = key.split(" ", 2)
        holding = [each for each in named if each.started <= int(start) and int(start) < (each.ended or 1 << 62)]
        again = [each for each in tellings(found, holding, (1,)) if each.threshold == threshold]
        assert again == [], (key, found.told)


def test_hours_are_those_of_the_clock_that_was_seen_first_until_the_other_met_others() -> None:
    first = Clock(((START, Mark.START),), hours=(HoursFrom("desk", ALWAYS, (EARLY,)),))
    later = Clock(((START + MINUTE, Mark.STOP),), hours=(HoursFrom("desk", ALWAYS, (LATE,)),))
    expected = (HoursFrom("desk", ALWAYS, (EARLY,)), HoursFrom("desk", START + MINUTE, (LATE,)))
    assert joined(first, later).hours == joined(later, first).hours == expected
    assert joined(first, evolve(later, hours=first.hours)).hours == first.hours
    other = HoursFrom("night", ALWAYS, (LATE,))
    assert joined(first, evolve(later, hours=(other,))).hours == (*first.hours, other)


def test_the_earlier_of_two_looks_is_waited_for() -> None:
    assert joined(Clock(armed=START + 1), Clock(armed=START)).armed == START
    assert joined(Clock(), Clock(armed=START)).armed == START


def test_another_target_is_told_of_anew() -> None:
    """A breach of half an hour says nothing of four hours that the customer was promised before."""
    mine, theirs = (
        one([(0, Mark.START)], (False, Reopening.NEW_CYCLE), 240),
        one([(5, Mark.START)], (False, Reopening.NEW_CYCLE), 30),
    )
    key = tellings(theirs, cycles(theirs))[0].key
    found = joined(mine, evolve(theirs, told=(key,)))
    (cycle,) = cycles(found)
    assert goal_of(found, cycle) == mine.goals[0]
    assert [each.threshold for each in tellings(found, cycles(found))] == ["breach"]
