"""What holds of a service clock, whatever was seen of its case and in whatever order it was told, moment by moment.

Mutants that it kills, each planted and seen to break it: marks kept in the order of telling; a pause left open when its
cycle ends; `met` told of a cycle that was reset; a warning told although the clock had stopped.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from engage.facts.calendar import Hours, Schedule
from engage.facts.units import Duration, Unit
from engage.service.clock_times import BREACH, due_of, elapsed_of, tellings
from engage.service.clocks import Came, Clock, Cycle, Goal, HoursFrom, Mark, Reopening, cycles
from engage.service.clocks_kept import clock_in, kept

MINUTE = 60_000_000
START = 1_793_844_000_000_000
OFFICE = Schedule("Asia/Shanghai", (Hours(dict.fromkeys(range(5), ((9 * 3600, 18 * 3600),))),))
ALWAYS = -(1 << 62)
marks = st.tuples(st.sampled_from(range(0, 6_000, 5)).map(lambda m: START + m * MINUTE), st.sampled_from(Mark))
goals = st.builds(
    Goal,
    st.sampled_from(range(0, 6_000, 30)).map(lambda m: START + m * MINUTE),
    st.builds(Duration, st.sampled_from(range(1, 200)), st.sampled_from((Unit.MINUTE, Unit.BUSINESS_HOUR))),
    st.just(""),
    st.booleans(),
)
rules = st.tuples(st.booleans(), st.sampled_from(Reopening))


def told(seen: list[tuple[int, Mark]], aims: list[Goal]) -> Clock:
    clock = Clock(
        goals=tuple(sorted({aim.since: aim for aim in aims}.values(), key=lambda aim: aim.since)),
        hours=(HoursFrom("", ALWAYS, (OFFICE,)),),
    )
    for at, mark in seen:
        clock = clock.marked(at, mark)
    return clock


def without_pauses(found: tuple[Cycle, ...]) -> list[tuple[int, int | None, Came | None]]:
    return [(each.started, each.ended, each.came) for each in found]


@given(
    st.lists(marks, max_size=8, unique_by=lambda each: each[0]).flatmap(
        lambda seen: st.tuples(st.just(seen), st.permutations(seen))
    ),
    rules,
)
def test_the_order_of_telling_makes_no_difference_to_cycles(
    both: tuple[list[tuple[int, Mark]], list[tuple[int, Mark]]], rule: tuple[bool, Reopening]
) -> None:
    one, other = (cycles(told(seen, []), *rule) for seen in both)
    assert without_pauses(one) == without_pauses(other)


def test_of_one_moment_the_order_of_the_record_counts() -> None:
    begun, ended = (START, Mark.START), (START, Mark.STOP)
    assert without_pauses(cycles(told([begun, ended], []))) == [(START, START, Came.STOPPED)]
    assert without_pauses(cycles(told([ended, begun], []))) == [(START, None, None)]
    assert without_pauses(cycles(told([begun, ended, begun], []), again=True)) == [
        (START, START, Came.STOPPED),
        (START, None, None),
    ]


@given(st.lists(marks, max_size=10), rules)
def test_cycles_follow_one_another_and_pauses_lie_apart(
    seen: list[tuple[int, Mark]], rule: tuple[bool, Reopening]
) -> None:
    found = cycles(told(seen, []), *rule)
    for before, after in itertools.pairwise(found):
        assert before.ended is not None
        assert before.ended <= after.started
    for each in found:
        edges = [each.started, *(edge for pause in each.pauses for edge in pause if edge is not None)]
        edges += [each.ended] if each.ended is not None else []
        assert edges == sorted(edges)
        assert all(end is not None for _, end in each.pauses[:-1])
        assert each.ended is None or all(end is not None for _, end in each.pauses)


@given(
    st.lists(marks, max_size=10), st.lists(goals, min_size=1, max_size=3), rules, st.sampled_from(range(0, 9_000, 7))
)
def test_each_cycle_is_met_or_missed_by_what_has_passed(
    seen: list[tuple[int, Mark]], aims: list[Goal], rule: tuple[bool, Reopening], away: int
) -> None:
    clock = told(seen, aims)
    found = cycles(clock, *rule)
    said = tellings(clock, found, (Fraction(3, 4), 30 * MINUTE))
    for cycle in found:
        own = [each for each in said if each.cycle == cycle]
        breaches = [each for each in own if each.threshold == BREACH]
        assert len(breaches) <= 1
        assert len([each for each in own if each.is_met]) == (cycle.came is Came.STOPPED and not breaches)
        for each in own:
            assert each.at >= cycle.started
            assert cycle.ended is None or each.at <= cycle.ended
        for breach in breaches:
            assert breach.by_retarget or (elapsed_of(clock, cycle, breach.at) or 0) > (
                elapsed_of(clock, cycle, breach.at - 1) or 0
            )
    now = START + away * MINUTE
    for cycle in found:
        due = due_of(clock, cycle)
        if due is not None and cycle.ended is None and now >= due:
            assert (elapsed_of(clock, cycle, now) or 0) >= (elapsed_of(clock, cycle, due) or 0)


@given(st.lists(marks, max_size=10), st.lists(goals, max_size=3))
def test_what_is_kept_is_read_again(seen: list[tuple[int, Mark]], aims: list[Goal]) -> None:
    clock = told(seen, aims)
    assert clock_in(kept(clock)) == clock
    assert kept(clock_in(kept(clock))) == kept(clock)
