"""How far back the past must be read, for each kind of event: never too little, sometimes a little too much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from engage.facts.units import Duration, Unit, microseconds
from engage.program.program import HistoryInput, Input, RunInput, WorkingHours

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
    # Working time: as if each week had a single open day of one hour, and every holiday came in between.
    hours = length.amount if length.unit is Unit.BUSINESS_HOUR else length.amount * 2
    return int(hours + 2) * 7 * _DAY + len(working.holidays) * 7 * _DAY


def history_needs(
    inputs: Iterable[Input], absences: Mapping[str, Duration], working: WorkingHours
) -> dict[str, int | None]:
    """What the inputs read. `absences`: how long after its start the absence of a kind is looked at."""
    needs: dict[str, int | None] = {}
    for source in inputs:
        if isinstance(source, HistoryInput):
            _widen(needs, source.kind, _back(source, absences, working))
        elif isinstance(source, RunInput):
            units = source.periods + (2 if source.trend else 1)
            _widen(needs, source.kind, longest(Duration(units, calendar_unit(source.unit)), working))
    return dict(sorted(needs.items()))


def calendar_unit(unit: Unit) -> Unit:
    """The whole unit of the calendar that a period of a unit is counted in."""
    return {Unit.DAY: Unit.CALENDAR_DAY, Unit.WEEK: Unit.CALENDAR_WEEK, Unit.WORKING_DAY: Unit.CALENDAR_DAY}.get(
        unit, unit
    )


def _back(source: HistoryInput, absences: Mapping[str, Duration], working: WorkingHours) -> int | None:
    if source.window == "since the timer":
        return longest(absences[source.kind], working) if source.kind in absences else None
    if source.length is None:
        return None
    if source.window in ("this", "full"):
        whole = Duration(source.length.amount + 1, calendar_unit(source.length.unit))
        return longest(whole, working)
    return longest(source.length, working)


def _widen(needs: dict[str, int | None], kind: str, back: int | None) -> None:
    if kind not in needs:
        needs[kind] = back
    else:
        known = needs[kind]
        needs[kind] = None if back is None or known is None else max(known, back)
