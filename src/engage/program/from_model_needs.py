"""How far back the past must be read, for each kind of event: never too little, sometimes a little too much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from engage.facts.units import Duration, Unit, microseconds
from engage.facts.vocabulary import Commitment
from engage.program.inputs import LATELY
from engage.program.program import HistoryInput, Input, PatternInput, RunInput, WorkingHours

__all__ = ["history_needs", "longest"]

_DAY: Final = 86_400_000_000
#: The longest that a calendar unit can be, a change of the clock included.
_LONGEST: Final = {
    Unit.CALENDAR_DAY: _DAY,
    Unit.CALENDAR_WEEK: 7 * _DAY,
    Unit.CALENDAR_MONTH: 31 * _DAY,
    Unit.BILLING_MONTH: 31 * _DAY,
    Unit.CALENDAR_YEAR: 366 * _DAY,
}


def longest(length: Duration, working: WorkingHours) -> int | None:
    """An upper bound of a length in microseconds; None where nobody can say."""
    exact = microseconds(length)
    if exact is not None:
        return exact
    if length.unit in _LONGEST:
        return int(length.amount * _LONGEST[length.unit]) + 2 * _DAY
    return _longest_working(length, working)


def _longest_working(length: Duration, working: WorkingHours) -> int | None:
    """Whole weeks in which so much is open even if every holiday comes in between."""
    week = [_open_hours(working, day) for day in range(7)]
    holidays = len(working.holidays)
    if length.unit is Unit.WORKING_DAY:
        in_a_week, wanted = sum(hours > 0 for hours in week), int(length.amount) + holidays
    else:
        in_a_week, wanted = sum(week), int(length.amount) + holidays * 24
    return (wanted // in_a_week + 2) * 7 * _DAY if in_a_week else None


def _open_hours(working: WorkingHours, weekday: int) -> int:
    """The hours open on a weekday, rounded down, at least one where it opens at all."""
    if not working.hours:
        return 24 if weekday < 5 else 0
    seconds = 0
    for start, end in working.hours.get(weekday, ()):
        length = (end.hour - start.hour) * 3600 + (end.minute - start.minute) * 60
        seconds += length if length > 0 else length + 86_400
    return max(1, seconds // 3600) if seconds else 0


def history_needs(
    inputs: Iterable[Input],
    absences: Sequence[tuple[str, Duration]],
    working: WorkingHours,
    commitments: Sequence[Commitment] = (),
) -> dict[str, int | None]:
    """What the inputs read. `absences`: kinds that may be missed, and how long after the start they are.

    `commitments` are looked back at whatever the inputs are: a timer asks whether they were kept.
    """
    needs: dict[str, int | None] = {}
    for commitment in commitments:
        for kind, back in _back_of_promises(commitment, working):
            _widen(needs, kind, back)
    for source in inputs:
        if isinstance(source, HistoryInput) and source.commitment is not None:
            for kind, back in _back_of_promises(source.commitment, working):
                _widen(needs, kind, back)
        elif isinstance(source, HistoryInput):
            _widen(needs, source.kind, _back(source, absences, working))
        elif isinstance(source, RunInput):
            units = source.periods + (2 if source.trend else 1)
            _widen(needs, source.kind, longest(Duration(units, _calendar_unit(source.unit)), working))
        elif isinstance(source, PatternInput):
            for kind, back in _back_of_steps(source, working):
                _widen(needs, kind, back)
    return dict(sorted(needs.items()))


def _back_of_promises(commitment: Commitment, working: WorkingHours) -> Iterator[tuple[str, int | None]]:
    """A promise that is longer ago than it may take is open no more; what a field says may lie ever so far ahead.

    Some weeks more are read: broken ones of late are told, and a ruleset may come to give less time than before.
    """
    least = None if isinstance(commitment.due, str) else longest(commitment.due, working)
    yield from ((kind, None if least is None else least + LATELY) for kind in commitment.kinds)


def _back_of_steps(source: PatternInput, working: WorkingHours) -> Iterator[tuple[str, int | None]]:
    """A step lies before the window of the last one by as much as all later steps may take."""
    back = _window_back(source, working)
    for step in reversed(source.steps):
        more = None if step.within is None else longest(step.within, working)
        before = None if back is None or more is None else back + more
        # What did not come would have come before the deadline that lies in the window.
        yield step.kind, before if step.absent else back
        back = before


def _calendar_unit(unit: Unit) -> Unit:
    """The whole unit of the calendar that a period of a unit is counted in."""
    return {Unit.DAY: Unit.CALENDAR_DAY, Unit.WEEK: Unit.CALENDAR_WEEK, Unit.WORKING_DAY: Unit.CALENDAR_DAY}.get(
        unit, unit
    )


def _back(source: HistoryInput, absences: Sequence[tuple[str, Duration]], working: WorkingHours) -> int | None:
    if source.window == "since the timer":
        bounds = [longest(after, working) for kind, after in absences if kind == source.kind]
        known = [bound for bound in bounds if bound is not None]
        return max(known) if known and len(known) == len(bounds) else None
    return _window_back(source, working)


def _window_back(source: HistoryInput | PatternInput, working: WorkingHours) -> int | None:
    if source.length is None:
        return None
    if source.window in ("this", "full"):
        whole = Duration(source.length.amount + 1, _calendar_unit(source.length.unit))
        return longest(whole, working)
    return longest(source.length, working)


def _widen(needs: dict[str, int | None], kind: str, back: int | None) -> None:
    if kind not in needs:
        needs[kind] = back
    else:
        known = needs[kind]
        needs[kind] = None if back is None or known is None else max(known, back)
