"""The report of the sieve: the steps with all sums, reasons with their owners, first contacts, what was avoided."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from engage.facts.vocabulary import Field
from engage.measure.first_contact import FirstContact, agreement, first_contact
from engage.measure.reduction import Reduction, Side, reduction, weeks_below
from engage.measure.sieve import Funnel, Leaving, funnel, leavings
from engage.measure.visits import Contact, StepExit, contacts_of
from engage.program.program import Program
from engage.workbench.funnel_in import Looked

__all__ = ["Asked", "Change", "FunnelReport", "Part", "Rest", "funnel_report"]

_WEEK: Final = 7 * 86_400_000_000
#: so many groups are told one by one
_GROUPS: Final = 30


class Rest(StrEnum):
    """The key of all groups that are not told one by one."""

    REST = "other values"


@frozen
class Asked:
    """What a report is asked for. Moments are microseconds UTC, both ends included.

    `within`: so long after a contact the next one is about the same need. `changed`: since when a cause is mended, and
    contacts are compared with those before. `per`: the kind of event that they are counted by, empty for customers.
    `below`: the rate a thousand units and week under which a reason is gone.
    """

    since: int | None = None
    until: int | None = None
    within: int = _WEEK
    by: Field | None = None
    changed: int | None = None
    per: str = ""
    below: float | None = None


@frozen
class Part:
    """Some of the contacts: those about a reason or a branch of reasons, or those of a group.

    `last`: how each of them left the sieve; it sums to `contacts`. `depth`: how far below the top a reason is.
    """

    key: object
    contacts: int
    last: Mapping[StepExit, int]
    first: FirstContact
    avoidable: int = 0
    depth: int = 0


@frozen
class Change:
    """A reason since its cause was mended, beside the time before; for how many weeks it has been below the mark."""

    reason: str
    found: Reduction
    weeks: int | None = None


@frozen
class FunnelReport:
    """Everything. `until`: what was known then; None where the record is empty. `avoidable`: contacts with such a
    reason, beside the steps that served them. `agreed`: how often a concluded reason was the stated one, of how many.
    `customers`: all that the record has seen.
    """

    program: Program
    asked: Asked
    until: int | None
    funnel: Funnel
    avoidable: int
    first: FirstContact
    agreed: tuple[int, int]
    customers: int
    reasons: tuple[Part, ...] = ()
    groups: tuple[Part, ...] = ()
    changes: tuple[Change, ...] = field(default=())


def funnel_report(program: Program, looked: Looked, asked: Asked) -> FunnelReport:
    """The report of a record that was looked over."""
    until = asked.until if asked.until is not None else looked.latest
    judged = until if until is not None else 0
    every = contacts_of(looked.happenings)
    since = asked.since
    contacts = [one for one in every if since is None or one.at >= since]
    left = [*leavings(every, judged, lambda one: since is None or one.at >= since)]
    tree = program.furnishing.reasons
    parts = _Parts([*contacts], left, asked.within, judged, lambda one: tree.avoidable(one.need))
    return FunnelReport(
        program,
        asked,
        until,
        funnel(left),
        sum(tree.avoidable(one.need) for one in contacts),
        first_contact(contacts, asked.within, judged),
        agreement(contacts),
        len(looked.customers),
        tuple(_by_reason(program, parts)),
        tuple(_by_group(asked.by, parts)) if asked.by is not None else (),
        tuple(_changes(program, contacts, looked, asked, judged)) if asked.changed is not None else (),
    )


@frozen
class _Parts:
    """Makes parts of all contacts."""

    contacts: Sequence[Contact]
    left: Sequence[Leaving]
    within: int
    until: int
    avoidable: Callable[[Contact], bool]

    def part(self, key: object, chosen: Callable[[Contact], bool], depth: int = 0) -> Part:
        """Those that are chosen. Their last exit: a contact that went on left the step, not the sieve."""
        mine = [one for one in self.contacts if chosen(one)]
        last: Counter[StepExit] = Counter(
            one.exit for one in self.left if chosen(one.contact) and one.exit is not StepExit.ESCALATED
        )
        first = first_contact(mine, self.within, self.until)
        ordered = {exit: last[exit] for exit in StepExit if last[exit]}
        return Part(key, len(mine), ordered, first, sum(map(self.avoidable, mine)), depth)


def _by_reason(program: Program, parts: _Parts) -> Iterator[Part]:
    """Branches with what is under them, in the catalogue's order; then what no reason of today covers, then unknown."""
    tree = program.furnishing.reasons
    if not tree.reasons:
        return
    children: dict[str, list[str]] = {}
    for reason in tree.reasons:
        children.setdefault(reason.under, []).append(reason.id)

    def down(id: str, depth: int) -> Iterator[Part]:
        yield parts.part(id, lambda one: id in tree.path(one.need), depth)
        for child in children.get(id, ()):
            yield from down(child, depth + 1)

    for top in children.get("", ()):
        yield from down(top, 0)
    strange = sorted({one.need for one in parts.contacts if one.need and one.need not in tree.by_id})
    yield from (parts.part(id, lambda one, id=id: one.need == id) for id in strange)  # type: ignore[misc]
    if any(not one.need for one in parts.contacts):
        yield parts.part("", lambda one: not one.need)


def _by_group(by: Field, parts: _Parts) -> Iterator[Part]:
    """In the declared order of a choice, else the largest first; then the others together; unknown last."""
    counts = Counter(one.group for one in parts.contacts if one.group is not None)
    ranks = {term.id: place for place, term in enumerate(by.type.choices)}
    known = sorted(counts, key=lambda value: (ranks.get(str(value), len(ranks)), -counts[value], str(value)))
    for value in known[:_GROUPS]:
        yield parts.part(value, lambda one, value=value: one.group == value)  # type: ignore[misc]
    rest = frozenset(known[_GROUPS:])
    if rest:
        yield parts.part(Rest.REST, lambda one: one.group in rest)
    if any(one.group is None for one in parts.contacts):
        yield parts.part(None, lambda one: one.group is None)


def _changes(
    program: Program, contacts: Iterable[Contact], looked: Looked, asked: Asked, until: int
) -> Iterator[Change]:
    """Every reason before and since the change. The units: events of a kind, or all customers seen times weeks."""
    changed = asked.changed if asked.changed is not None else until
    moments = sorted(at for each in looked.moments.values() for at in each)
    start = asked.since if asked.since is not None else (moments[0] if moments else changed)
    by_need: dict[str, list[int]] = {}
    for one in contacts:
        by_need.setdefault(one.need, []).append(one.at)

    def side(at: Sequence[int], low: int, high: int) -> Side:
        """From `low` to just before `high`."""
        counted = bisect_left(at, high) - bisect_left(at, low)
        if asked.per:
            drivers = looked.moments.get(asked.per, ())
            return Side(counted, bisect_left(drivers, high) - bisect_left(drivers, low))
        return Side(counted, len(looked.customers) * max(high - low, 0) / _WEEK)

    tree = program.furnishing.reasons
    for id in tree.leaves:
        at = sorted(by_need.get(id, ()))
        found = reduction(side(at, start, changed), side(at, changed, until + 1))
        weeks = None if asked.below is None else weeks_below([*_weekly(at, changed, until, side)], asked.below)
        yield Change(id, found, weeks)


def _weekly(
    at: Sequence[int], changed: int, until: int, side: Callable[[Sequence[int], int, int], Side]
) -> Iterator[float | None]:
    """The rate a thousand units in each whole week since the change."""
    for week in range(max(0, (until + 1 - changed) // _WEEK)):
        one = side(at, changed + week * _WEEK, changed + (week + 1) * _WEEK)
        yield 1000 * one.contacts / one.units if one.units > 0 else None
