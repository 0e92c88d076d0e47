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
    """The target by which a cycle is judged: the one in force when it ended, or now.

    One that came with another start, while this cycle was running, is none of its targets.
    """
    own = [goal for goal in clock.goals if not (goal.of_start and goal.since > cycle.started)]
    known = [goal for goal in own if cycle.ended is None or goal.since <= cycle.ended]
    return known[-1] if known else (*own, *clock.goals)[0] if clock.goals else None


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
    found = None if goal is None else _measure(clock, cycle, goal)
    if found is None or found.amount is None:
        return ()
    reached = (reach(found.spans(), _warned(found.amount, each), found.base) for each in warnings)
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
    target. Of those that a new target puts into the past only the severest is told, and the others count as told.
    """
    every = [telling for cycle in found for telling in _of_cycle(clock, cycle, warnings)]
    return tuple(sorted(every, key=lambda each: (each.at, each.key)))


def _of_cycle(clock: Clock, cycle: Cycle, warnings: Sequence[Fraction | int]) -> Iterator[Telling]:
    # What was met stays met, also where it was reopened before anybody looked.
    for stop in cycle.undone:
        stopped = evolve(cycle, ended=stop, came=Came.STOPPED, undone=())
        yield from (each for each in _of_cycle(clock, stopped, ()) if each.is_met)
    goal = goal_of(clock, cycle)
    if goal is None:
        return
    told = _told_of(clock, cycle, goal)
    if cycle.ended is not None and not cycle.undone and _judged(told, warnings):
        return
    found = _measure(clock, cycle, goal)
    due = reach(found.spans(), found.amount, found.base)
    late = last_within(found.spans(), found.amount)
    version = f"{cycle.started} {_version(goal)}"
    past: list[Telling] = []
    for threshold, at in _moments(found, late, warnings, told):
        # A cycle that has ended tells nothing of what would have come later.
        if cycle.ended is not None and at > cycle.ended:
            continue
        telling = Telling(cycle, threshold, at, f"{version} {threshold}", due)
        if at <= goal.since and goal.since > cycle.started:
            # A first target that comes after the end judges the cycle as it ended.
            told_at = goal.since if cycle.ended is None else min(goal.since, cycle.ended)
            past.append(evolve(telling, at=told_at, by_retarget=True))
        else:
            yield telling
    yield from past[-1:]
    in_time = late is None or (cycle.ended is not None and cycle.ended <= late)
    if cycle.came is Came.STOPPED and cycle.ended is not None and in_time and _MET not in told:
        yield Telling(cycle, _MET, cycle.ended, f"{version} {_MET}", due)


def _moments(
    found: _Measure, late: int | None, warnings: Sequence[Fraction | int], told: set[str]
) -> list[tuple[str, int]]:
    """What is left to tell of a target and when, the least first: what a severer one has passed over counts as told."""
    if found.amount is None:
        return []  # it is never reached
    amounts = [(_warned(found.amount, each), 0, _named(each)) for each in warnings]
    ordered = sorted([*amounts, (found.amount, 1, BREACH)], key=lambda each: each[:2])
    severest = max((each[:2] for each in ordered if each[2] in told), default=(-1, 0))
    left: list[tuple[str, int]] = []
    for amount, order, threshold in ordered:
        if threshold in told or (amount, order) < severest:
            continue
        at = _after(late) if threshold == BREACH else reach(found.spans(), amount, found.base)
        if at is not None:
            left.append((threshold, at))
    return left


def _after(late: int | None) -> int | None:
    return None if late is None else late + 1


def _version(goal: Goal) -> str:
    """How the key of a telling names its target: that of a start by its words, since one that comes late moves it."""
    if not goal.of_start:
        return str(goal.since)
    return f"{goal.target.amount}_{goal.target.unit.value.replace(' ', '_')}_{goal.calendar}"


def _judged(told: set[str], warnings: Sequence[Fraction | int]) -> bool:
    """Was the verdict on a cycle told, and nothing that would come after it is to be told?"""
    return _MET in told or (BREACH in told and all(isinstance(each, int) or each <= 1 for each in warnings))


def _told_of(clock: Clock, cycle: Cycle, goal: Goal) -> set[str]:
    """The thresholds that were told of a cycle's target, whenever it was thought to have started."""
    found = set()
    for key in clock.told:
        start, version, threshold = key.split(" ", 2)
        within = cycle.started <= int(start) and (cycle.ended is None or int(start) < cycle.ended)
        if version == _version(goal) and (within or int(start) == cycle.started):
            found.add(threshold)
    return found


def _warned(target: int, warning: Fraction | int) -> int:
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
