"""The times of a service clock: how much of a target has passed, when it is due, what it has to tell, how it stands.

Worked out from what is kept of the clock, and from nothing else. Pure; moments are microseconds UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final

from attrs import evolve, field, frozen

from engage.service.calendars import ALWAYS, Calendar
from engage.service.clocks import Came, Clock, Cycle, Goal, HoursFrom
from engage.service.lengths import measured
from engage.service.open_time import FARTHEST, Span, last_within, measure, open_spans, reach, without
from engage.service.targets import pause_spans

__all__ = [
    "BREACH",
    "Standing",
    "Stretch",
    "Telling",
    "amount_of",
    "due_of",
    "elapsed_of",
    "goal_of",
    "standing_of",
    "stretches",
    "tellings",
    "warned_at",
]


def goal_of(clock: Clock, cycle: Cycle) -> Goal | None:
    """The target by which a cycle is judged: the one in force when it ended, or now."""
    known = [goal for goal in clock.goals if cycle.ended is None or goal.since <= cycle.ended]
    return known[-1] if known else clock.goals[0] if clock.goals else None


@frozen
class _Measure:
    """A cycle under a goal: from where it counts, how much is to pass, and when it runs."""

    base: int
    amount: int | None
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


def amount_of(clock: Clock, cycle: Cycle) -> int | None:
    """How much may pass of a cycle's target (microseconds of the clock's own time); None without one, or where it is
    never due."""
    goal = goal_of(clock, cycle)
    return None if goal is None else _measure(clock, cycle, goal).amount


def warned_at(clock: Clock, cycle: Cycle, warnings: Sequence[Fraction | int]) -> tuple[int, ...]:
    """When each warning is due, as far as it is known now."""
    goal = goal_of(clock, cycle)
    if goal is None:
        return ()
    found = _measure(clock, cycle, goal)
    reached = (reach(found.spans(), _amount(found.amount, each), found.base) for each in warnings)
    return tuple(at for at in reached if at is not None)


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
    # What was met stays met, also where it was reopened before anybody looked.
    for stop in cycle.undone:
        stopped = evolve(cycle, ended=stop, came=Came.STOPPED, undone=())
        yield from (each for each in _of_cycle(clock, stopped, ()) if each.is_met)
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
            # A first target that comes after the end judges the cycle as it ended.
            told_at = goal.since if cycle.ended is None else min(goal.since, cycle.ended)
            past.append(evolve(telling, at=told_at, by_retarget=True))
        else:
            yield telling
    if past and not any(each.key in clock.told for each in past):
        yield past[-1]
    if cycle.came is Came.STOPPED and cycle.ended is not None and (late is None or cycle.ended <= late):
        yield Telling(cycle, _MET, cycle.ended, f"{version} {_MET}", due)


def _amount(target: int | None, warning: Fraction | int) -> int | None:
    if target is None:
        return None
    if isinstance(warning, int):
        return max(0, target - warning)
    return -(-target * warning.numerator // warning.denominator)


def _named(warning: Fraction | int) -> str:
    if isinstance(warning, int):
        return f"{warning} left"
    return f"{warning * 100}%"


# ------------------------------------------------------------------------------------------------- standing


class Standing(StrEnum):
    """How a cycle stands, or how it ended."""

    RUNNING = "running"
    PAUSED = "paused"
    LATE = "late"  # it runs, or stopped, and more than the target has passed
    MET = "met"
    RESET = "reset"
    CANCELLED = "cancelled"


@frozen
class Stretch:
    """A stretch of a cycle: when the clock runs, stands still, or its calendar is closed."""

    start: int
    end: int
    what: str  # `open`, `closed` or `paused`


def standing_of(clock: Clock, cycle: Cycle, now: int) -> Standing:
    """How a cycle stands at a moment."""
    if cycle.came in (Came.RESET, Came.CANCELLED):
        return Standing(cycle.came.value)
    goal = goal_of(clock, cycle)
    if goal is not None:
        found = _measure(clock, cycle, goal)
        until = now if cycle.ended is None else min(now, cycle.ended)
        if found.amount is not None and measure(found.spans(until)) > found.amount:
            return Standing.LATE
    if cycle.ended is not None:
        return Standing.MET
    return Standing.PAUSED if cycle.stands_still else Standing.RUNNING


def stretches(clock: Clock, cycle: Cycle, until: int) -> tuple[Stretch, ...]:
    """A cycle as stretches without gaps, from its start to `until`; for a picture of it."""
    goal = goal_of(clock, cycle)
    if goal is None or until <= cycle.started:
        return ()
    found = _measure(clock, cycle, goal)
    marked = [
        *((start, end, "paused") for start, end in found.pauses if start < until),
        *((start, end, "open") for start, end in found.spans(until)),
    ]
    made: list[Stretch] = []
    at = cycle.started
    for start, end, what in sorted(marked):
        if start > at:
            made.append(Stretch(at, start, "closed"))
        made.append(Stretch(max(start, at), min(end, until), what))
        at = min(max(at, end), until)
    return (*made, *((Stretch(at, until, "closed"),) if at < until else ()))
