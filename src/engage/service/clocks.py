"""Service clocks: what became of a target from what was seen of its case, and when it warns, is late, and was met.

A clock is kept as marks (it started, it stopped, it stands still …), each at its own moment; everything else is worked
out from them, so that the order in which they are told makes no difference, and what comes late counts from its own
moment. Pure; moments are microseconds UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import Final

from attrs import evolve, field, frozen

from engage.facts.calendar import Schedule
from engage.facts.units import Duration
from engage.service.calendars import ALWAYS, Calendar
from engage.service.lengths import measured
from engage.service.open_time import FARTHEST, Span, last_within, measure, open_spans, reach, without
from engage.service.targets import pause_spans

__all__ = [
    "BREACH",
    "Came",
    "Clock",
    "Cycle",
    "Goal",
    "HoursFrom",
    "Mark",
    "Reopening",
    "Telling",
    "cycles",
    "due_of",
    "elapsed_of",
    "goal_of",
    "tellings",
]


class Mark(IntEnum):
    """What was seen of a clock. Of one moment the smaller counts first: what ends before what begins."""

    STOP = 1
    RESET = 2
    CANCEL = 3
    START = 4
    REOPEN = 5
    PAUSE = 6
    RUN = 7


class Reopening(StrEnum):
    """What reopening does after a clock has stopped."""

    NEW_CYCLE = "new cycle"
    RESUME = "resume"  # the clock goes on; the time between does not count
    INVALIDATE = "invalidate"  # it never stopped; the time between counts


class Came(StrEnum):
    """How a cycle ended."""

    STOPPED = "stopped"
    RESET = "reset"
    CANCELLED = "cancelled"


@frozen
class Goal:
    """A target from a moment on, on the calendar that has this id.

    `restart`: it is measured from that moment; else from where the cycle began, as if it had held since then.
    """

    since: int
    target: Duration
    calendar: str = ""
    restart: bool = False


@frozen
class HoursFrom:
    """What the calendar with this id opens, from a moment on: an edit counts from when the clock first meets it."""

    calendar: str
    since: int
    schedules: tuple[Schedule, ...] = ()


@frozen
class Clock:
    """All that is kept of one clock of one case.

    `marks`, `goals` and `hours` in the order of their moments. `told` has the key of each telling that was told, so
    that none is told twice; `armed` is when it is looked at next, None when nothing waits.
    """

    marks: tuple[tuple[int, Mark], ...] = ()
    goals: tuple[Goal, ...] = ()
    hours: tuple[HoursFrom, ...] = ()
    told: tuple[str, ...] = ()
    armed: int | None = None

    def marked(self, at: int, mark: Mark) -> Clock:
        """With one more mark. One that says no more than the mark before it is left out."""
        if (at, mark) in self.marks:
            return self
        before = [each for each in self.marks if each[0] <= at and each[1] >= Mark.PAUSE]
        if mark >= Mark.PAUSE and (before[-1][1] if before else Mark.RUN) is mark:
            return self
        return evolve(self, marks=tuple(sorted((*self.marks, (at, mark)))))


@frozen
class Cycle:
    """A stretch that a clock runs: from `started` until `ended` (None: it still does), standing still in `pauses`."""

    started: int
    ended: int | None = None
    came: Came | None = None
    pauses: tuple[tuple[int, int | None], ...] = ()

    @property
    def stands_still(self) -> bool:
        """Does it run, and is it paused now?"""
        return self.ended is None and any(end is None for _, end in self.pauses)


def cycles(clock: Clock, again: bool = False, reopening: Reopening = Reopening.NEW_CYCLE) -> tuple[Cycle, ...]:
    """The cycles of a clock, from its marks.

    It starts once, or `again` after each stop; while it runs a further start changes nothing. A pause that began before
    the start holds from the start on.
    """
    done: list[Cycle] = []
    running: Cycle | None = None
    still = False
    for at, mark in clock.marks:
        if mark is Mark.PAUSE or mark is Mark.RUN:
            still = mark is Mark.PAUSE
            running = _turned(running, at, still) if running else None
        elif running is not None:
            if mark in _ENDS:
                done.append(evolve(_turned(running, at, False), ended=at, came=_ENDS[mark]))
                running = _begun(at, still) if mark is Mark.RESET else None
        elif mark is Mark.START and (again or not done):
            running = _begun(at, still)
        elif mark is Mark.REOPEN and done:
            running = _begun(at, still)
            if reopening is not Reopening.NEW_CYCLE and done[-1].came is Came.STOPPED:
                running = _reopened(done.pop(), at, still, reopening)
    return (*done, running) if running else tuple(done)


_ENDS: Final = {Mark.STOP: Came.STOPPED, Mark.RESET: Came.RESET, Mark.CANCEL: Came.CANCELLED}


def _begun(at: int, still: bool) -> Cycle:
    return Cycle(at, pauses=((at, None),) if still else ())


def _turned(cycle: Cycle, at: int, still: bool) -> Cycle:
    """It stands still from now on, or runs again."""
    if still == cycle.stands_still:
        return cycle
    if still:
        return evolve(cycle, pauses=(*cycle.pauses, (at, None)))
    return evolve(cycle, pauses=(*cycle.pauses[:-1], (cycle.pauses[-1][0], at)))


def _reopened(cycle: Cycle, at: int, still: bool, reopening: Reopening) -> Cycle:
    between = ((cycle.ended, at),) if reopening is Reopening.RESUME else ()
    opened = evolve(cycle, ended=None, came=None, pauses=(*cycle.pauses, *between))
    return evolve(opened, pauses=(*opened.pauses, (at, None))) if still else opened


# ----------------------------------------------------------------------------------------------- measuring


def goal_of(clock: Clock, cycle: Cycle) -> Goal | None:
    """The target by which a cycle is judged: the one in force when it ended, or now."""
    known = [goal for goal in clock.goals if cycle.ended is None or goal.since <= cycle.ended]
    return known[-1] if known else clock.goals[0] if clock.goals else None


@frozen
class _Measure:
    """A cycle under a goal: from where it counts, how much is to pass, and when it runs."""

    base: int
    amount: int
    runs: tuple[HoursFrom, ...]
    pauses: tuple[Span, ...]

    def spans(self, until: int | None = None) -> Iterator[Span]:
        """When the clock runs from its base on."""
        end = self.base + FARTHEST if until is None else until
        if until is None and self.pauses and self.pauses[-1][1] > end:
            end = max(self.base, self.pauses[-1][0])
        return without(_piecewise(self.runs, self.base, end), self.pauses)


def _measure(clock: Clock, cycle: Cycle, goal: Goal) -> _Measure:
    base = max(cycle.started, goal.since) if goal.restart else cycle.started
    versions = tuple(each for each in clock.hours if each.calendar == goal.calendar)
    at_base = next((each for each in reversed(versions) if each.since <= base), versions[0] if versions else None)
    on, amount = measured(Calendar(at_base.schedules) if at_base else ALWAYS, base, goal.target)
    runs = versions if on.schedules else ()
    return _Measure(base, amount, runs, pause_spans(cycle.pauses))


def _piecewise(versions: Sequence[HoursFrom], start: int, end: int) -> Iterator[Span]:
    """What a calendar opens, each of its versions from when it counts; the first from the beginning."""
    if not versions:
        yield from open_spans((), start, end)
    for place, version in enumerate(versions):
        begins = start if place == 0 else max(start, version.since)
        ends = min(end, versions[place + 1].since) if place + 1 < len(versions) else end
        if begins < ends:
            yield from open_spans(version.schedules, begins, ends)


def elapsed_of(clock: Clock, cycle: Cycle, at: int) -> int | None:
    """How much has passed of a cycle's target by a moment; None without a target."""
    goal = goal_of(clock, cycle)
    if goal is None:
        return None
    until = at if cycle.ended is None else min(at, cycle.ended)
    return measure(_measure(clock, cycle, goal).spans(until))


def due_of(clock: Clock, cycle: Cycle) -> int | None:
    """When a cycle's target is due; None without a target, while it stands still, and where it is never."""
    goal = goal_of(clock, cycle)
    if goal is None or cycle.stands_still:
        return None
    found = _measure(clock, cycle, goal)
    return reach(found.spans(), found.amount, found.base)


# ------------------------------------------------------------------------------------------------- telling

BREACH: Final = "breach"
_MET: Final = "met"


@frozen
class Telling:
    """Something that a clock has to tell: a warning (`75%`, `3600000000 left`), the breach, or that it was met.

    `at` is its nominal moment. `by_retarget`: another target has put it into the past, and it is told then.
    """

    cycle: Cycle
    threshold: str
    at: int
    key: str = field(repr=False)
    due: int | None = None
    by_retarget: bool = False

    @property
    def is_met(self) -> bool:
        """Was the target met?"""
        return self.threshold == _MET


def tellings(clock: Clock, found: Sequence[Cycle], warnings: Sequence[Fraction | int] = ()) -> tuple[Telling, ...]:
    """What the clock has to tell and has not told, in the order of its moments, as far as it is known now.

    `warnings` are shares of the target, or what is left of it (microseconds). Each is told once for a cycle and a
    target. Of those that a new target puts into the past only the last is told, and the others count as told.
    """
    told = set(clock.told)
    every = [telling for cycle in found for telling in _of_cycle(clock, cycle, warnings)]
    return tuple(sorted((each for each in every if each.key not in told), key=lambda each: (each.at, each.key)))


def _of_cycle(clock: Clock, cycle: Cycle, warnings: Sequence[Fraction | int]) -> Iterator[Telling]:
    goal = goal_of(clock, cycle)
    if goal is None:
        return
    found = _measure(clock, cycle, goal)
    due = reach(found.spans(), found.amount, found.base)
    late = last_within(found.spans(), found.amount)
    moments = [(_named(each), reach(found.spans(), _amount(found.amount, each), found.base)) for each in warnings]
    moments.append((BREACH, None if late is None else late + 1))
    version = f"{cycle.started} {goal.since}"
    past: list[Telling] = []
    for threshold, at in moments:
        # A cycle that has ended tells nothing of what would have come later.
        if at is None or (cycle.ended is not None and at > cycle.ended):
            continue
        telling = Telling(cycle, threshold, at, f"{version} {threshold}", due)
        if at <= goal.since and goal.since > cycle.started:
            past.append(evolve(telling, at=goal.since, by_retarget=True))
        else:
            yield telling
    if past and not any(each.key in clock.told for each in past):
        yield past[-1]
    if cycle.came is Came.STOPPED and cycle.ended is not None and (late is None or cycle.ended <= late):
        yield Telling(cycle, _MET, cycle.ended, f"{version} {_MET}", due)


def _amount(target: int, warning: Fraction | int) -> int:
    if isinstance(warning, int):
        return max(0, target - warning)
    return -(-target * warning.numerator // warning.denominator)


def _named(warning: Fraction | int) -> str:
    if isinstance(warning, int):
        return f"{warning} left"
    return f"{warning * 100}%"
