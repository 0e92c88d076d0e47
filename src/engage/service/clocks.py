"""Service clocks: what became of a target from what was seen of its case, and when it warns, is late, and was met.

A clock is kept as marks (it started, it stopped, it stands still …), each at its own moment; everything else is worked
out from them, so that the order in which they are told makes no difference, and what comes late counts from its own
moment. Pure; moments are microseconds UTC.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final

from attrs import evolve, frozen

from engage.facts.calendar import Schedule
from engage.facts.units import Duration

__all__ = ["Came", "Clock", "Cycle", "Goal", "HoursFrom", "Mark", "Reopening", "cycles"]


class Mark(IntEnum):
    """What was seen of a clock. Those from PAUSE on say whether it stands still, the others what it does."""

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
    `of_start`: it came with a start (or reset, or reopening), and counts for no cycle that was running by then.
    """

    since: int
    target: Duration
    calendar: str = ""
    restart: bool = False
    of_start: bool = False


@frozen
class HoursFrom:
    """What the calendar with this id opens, from a moment on: an edit counts from when the clock first meets it."""

    calendar: str
    since: int
    schedules: tuple[Schedule, ...] = ()


@frozen
class Clock:
    """All that is kept of one clock of one case.

    `marks`, `goals` and `hours` in the order of their moments, of one moment in that of the record. `told` has the key
    of each telling that was told, so that none is told twice; `armed` is when it is looked at next, None when nothing
    waits. Worked out from these, for whoever asks about many: `running`, `due` (None while it stands still), and
    `until`, from when on it is forgotten.
    """

    marks: tuple[tuple[int, Mark], ...] = ()
    goals: tuple[Goal, ...] = ()
    hours: tuple[HoursFrom, ...] = ()
    told: tuple[str, ...] = ()
    armed: int | None = None
    running: bool = False
    due: int | None = None
    until: int | None = None

    def marked(self, at: int, mark: Mark) -> Clock:
        """With one more mark, behind all that were seen up to its moment. One that says no more than the mark before it
        is left out."""
        earlier = tuple(each for each in self.marks if each[0] <= at)
        stood = [each[1] for each in earlier if each[1] >= Mark.PAUSE]
        did = [each for each in earlier if each[1] < Mark.PAUSE]
        if (at, mark) in did[-1:] or (mark >= Mark.PAUSE and (stood[-1] if stood else Mark.RUN) is mark):
            return self
        return evolve(self, marks=(*earlier, (at, mark), *self.marks[len(earlier) :]))


@frozen
class Cycle:
    """A stretch that a clock runs: from `started` until `ended` (None: it still does), standing still in `pauses`.

    `undone`: when it had stopped, before a reopening let it go on.
    """

    started: int
    ended: int | None = None
    came: Came | None = None
    pauses: tuple[tuple[int, int | None], ...] = ()
    undone: tuple[int, ...] = ()

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
    stops = cycle.undone if cycle.ended is None else (*cycle.undone, cycle.ended)
    opened = evolve(cycle, ended=None, came=None, pauses=(*cycle.pauses, *between), undone=stops)
    return evolve(opened, pauses=(*opened.pauses, (at, None))) if still else opened
