"""What a clock tells of a stretch that had ended: what was met stays met, and nothing is told after the end."""

from __future__ import annotations

from attrs import evolve

from engage.facts.units import Duration, Unit
from engage.service.clock_times import BREACH, tellings
from engage.service.clocks import Clock, Goal, Mark, Reopening, cycles

MINUTE = 60_000_000
AT = 1_793_844_000_000_000
HOUR = Duration(60, Unit.MINUTE)


def test_what_was_met_is_told_although_it_was_reopened_before_anybody_looked() -> None:
    marks = ((AT, Mark.START), (AT + 5 * MINUTE, Mark.STOP), (AT + 9 * MINUTE, Mark.REOPEN))
    clock = Clock(marks, (Goal(AT, HOUR, "", False),))
    found = tellings(clock, cycles(clock, reopening=Reopening.RESUME))
    assert (found[0].is_met, found[0].at) == (True, AT + 5 * MINUTE)
    told = evolve(clock, told=(found[0].key,))
    again = tellings(told, cycles(told, reopening=Reopening.RESUME))
    assert not any(each.is_met for each in again)


def test_a_first_target_that_comes_after_the_end_judges_it_as_it_ended() -> None:
    goal = Goal(AT + 30 * MINUTE, Duration(1, Unit.MINUTE), "", False)
    clock = Clock(((AT, Mark.START), (AT + 5 * MINUTE, Mark.STOP)), (goal,))
    assert [(each.threshold, each.at) for each in tellings(clock, cycles(clock))] == [(BREACH, AT + 5 * MINUTE)]
