"""Which floors of a ruleset another one lowers or leaves out, without an approval that says so.

A promise of one unit against one of another counts as kept only where it is certain by the calendar: the longest that
the new one can be against the shortest of the old one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from engage.facts.floors import FinishedHere, Guarantee, LeastWords, MaximumWait, WayToPerson
from engage.facts.units import Duration, Unit, microseconds
from engage.program.floors import DeclaredFloor
from engage.program.from_model_needs import longest
from engage.program.working_time import WorkingHours

__all__ = ["Lowered", "as_strong", "lowered", "shortest"]

_DAY: Final = 86_400_000_000
#: The shortest that a calendar unit can be until the end of its last day, a change of the clock included.
_SHORTEST: Final = {
    Unit.CALENDAR_DAY: _DAY,
    Unit.CALENDAR_WEEK: 7 * _DAY,
    Unit.CALENDAR_MONTH: 28 * _DAY,
    Unit.BILLING_MONTH: 28 * _DAY,
    Unit.CALENDAR_YEAR: 365 * _DAY,
}
_CLOCK_CHANGE: Final = _DAY // 12


@frozen
class Lowered:
    """A floor that is lower than before. `what`: gone, guarantee, whom, when. `place` is where it stands now."""

    floor: str
    what: str
    place: str


def lowered(old: Iterable[DeclaredFloor], new: Iterable[DeclaredFloor], working: WorkingHours) -> tuple[Lowered, ...]:
    """The floors of `old` that `new` lowers without a newer approval in the floor itself, by id."""
    now = {floor.id: floor for floor in new}
    return tuple(
        Lowered(floor.id, what, after.place if after is not None else floor.place)
        for floor in old
        if floor.guarantees
        for after in (now.get(floor.id),)
        if (what := _what(floor, after, working)) and not _approved(floor, after)
    )


def _approved(old: DeclaredFloor, new: DeclaredFloor | None) -> bool:
    """Is there an approval in the new floor that the old one has not, and that is not the older one?"""
    if new is None or new.approval is None or new.approval == old.approval:
        return False
    return old.approval is None or new.approval.on >= old.approval.on


def _what(old: DeclaredFloor, new: DeclaredFloor | None, working: WorkingHours) -> str:
    """What is lower, empty where nothing is."""
    if new is None:
        return "gone"
    if any(True for _ in _weaker(old, new, working)):
        return "guarantee"
    if not set(new.conditions) <= set(old.conditions):
        return "whom"
    later = new.start is not None and (old.start is None or new.start > old.start)
    shorter = new.through is not None and (old.through is None or new.through < old.through)
    return "when" if later or shorter else ""


def _weaker(old: DeclaredFloor, new: DeclaredFloor, working: WorkingHours) -> Iterator[Guarantee]:
    for kind, guarantees in old.guarantees.items():
        held = new.guarantees.get(kind, ())
        yield from (one for one in guarantees if not any(as_strong(each, one, working) for each in held))


def as_strong(one: Guarantee, other: Guarantee, working: WorkingHours) -> bool:
    """Does a guarantee certainly give all that another one gives, whenever the event comes?"""
    match one, other:
        case MaximumWait(), MaximumWait():
            return one.metric == other.metric and _not_longer(one.within, other.within, working)
        case WayToPerson(), WayToPerson():
            return one.steps <= other.steps
        case (FinishedHere(), FinishedHere()) | (LeastWords(), LeastWords()):
            return one == other
    return False


def _not_longer(one: Duration, other: Duration, working: WorkingHours) -> bool:
    if one.unit == other.unit:
        return one.amount <= other.amount
    most, least = longest(one, working), shortest(other)
    return most is not None and most <= least


def shortest(length: Duration) -> int:
    """A lower bound of a length in microseconds, until the end of its last day. Business hours are open time."""
    exact = microseconds(length)
    if exact is not None:
        return exact
    if length.unit is Unit.BUSINESS_HOUR:
        return int(length.amount * (_DAY // 24))
    if length.unit is Unit.WORKING_DAY:
        return max(0, int(length.amount) - 1) * _DAY
    return max(0, int(length.amount * _SHORTEST[length.unit]) - _CLOCK_CHANGE)
