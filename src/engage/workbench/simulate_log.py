"""From a recorded log to what a simulation needs: who came, how long they would wait, who was there to serve.

A log tells neither the patience of those who were served nor the work of those who left. Both are filled in, in a way
that is the same at every run; what was filled in is said beside the result.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from attrs import frozen

from engage.gate.values import EPOCH
from engage.measure.contacts import Exit, HandledContact
from engage.workbench.simulate import Arrival, Shift

__all__ = ["Survival", "arrivals_of", "by_shifts", "seen_at_work", "spread"]

_MICROSECOND: Final = datetime.timedelta(microseconds=1)
_HOUR: Final = 3_600_000_000
#: A worker who takes nothing for so long is taken to have gone: a break, or other work.
_PAUSE: Final = _HOUR // 2


@frozen
class Survival:
    """How many would still wait after a time, when only some were seen to give up (E. Kaplan, P. Meier, 1958).

    `times` are the waits at which somebody gave up, in order, `left` the share that still waits after each.
    """

    times: tuple[int, ...]
    left: tuple[float, ...]

    @classmethod
    def of(cls, contacts: Iterable[HandledContact]) -> Survival:
        """From the waits of those who gave up, and of those served, who would have waited at least so long."""
        waits = sorted((one.waited, one.exit is not Exit.ABANDONED) for one in contacts if one.waited is not None)
        times: list[int] = []
        left: list[float] = []
        share = 1.0
        for place, (wait, served) in enumerate(waits):
            if not served:
                share *= 1 - 1 / (len(waits) - place)
                if times and times[-1] == wait:
                    left[-1] = share
                else:
                    times.append(wait)
                    left.append(share)
        return cls(tuple(times), tuple(left))

    def beyond(self, waited: int, part: float) -> int | None:
        """The patience of one who would have waited longer than `waited`: the time until which `part` of such people,
        0 to 1, have given up. None where the record is too short to tell: they are taken to wait to the end."""
        start = bisect_right(self.times, waited)
        still = (self.left[start - 1] if start else 1.0) * (1 - part)
        for time, left in zip(self.times[start:], self.left[start:], strict=True):
            if left <= still:
                return time
        return None


def spread(number: int) -> float:
    """The number-th of evenly spread parts between 0 and 1 (J. van der Corput, 1935): 1/2, 1/4, 3/4, 1/8, …"""
    part, step = 0.0, 0.5
    while number:
        part, step, number = part + step * (number & 1), step / 2, number >> 1
    return part


def arrivals_of(
    contacts: Sequence[HandledContact],
    by: str,
    ahead: Mapping[str, int],
    *,
    estimated: bool = True,
) -> Iterator[Arrival]:
    """Those who were answered or gave up in the queue, with their group by the field `by` and its head start.

    Patience: of those who gave up, their wait. Of those served, with `estimated`, longer than their wait by Kaplan and
    Meier's estimate of their group, the parts spread evenly in the order of arrival; else they wait for ever. Work: as
    it was; of those who gave up, that of the contact of their group answered last before them (of the first, else).
    `grade` ranks groups by their head start, for strict precedence.
    """
    queued = [one for one in contacts if one.exit in (Exit.ANSWERED, Exit.ABANDONED) and one.waited is not None]
    groups: dict[str, list[HandledContact]] = defaultdict(list)
    for one in queued:
        groups[one.groups.get(by, "")].append(one)
    survival = {name: Survival.of(members) for name, members in groups.items()}
    works = {name: next((one.served for one in members if one.served), 0) for name, members in groups.items()}
    seen = dict.fromkeys(groups, 0)
    grades = {length: place for place, length in enumerate(sorted({0, *ahead.values()}))}
    for one in queued:
        name = one.groups.get(by, "")
        if one.served is not None:
            works[name] = one.served
        patience = one.waited
        if one.exit is Exit.ANSWERED:
            seen[name] += 1
            patience = survival[name].beyond(one.waited or 0, spread(seen[name])) if estimated else None
        start = ahead.get(name, 0)
        yield Arrival(one.id, one.arrived, works[name] or 0, patience, start, name, grades[start])


def seen_at_work(contacts: Iterable[HandledContact]) -> tuple[Shift, ...]:
    """When each worker was there, by the log itself: from the beginning of a contact they took to the end of the last
    one, without a pause of more than half an hour between."""
    taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in contacts:
        if one.worker and one.served is not None and one.ended is not None:
            taken[one.worker].append((one.ended - one.served, one.ended))
    found = []
    for worker, spans in sorted(taken.items()):
        spans.sort()
        start, until = spans[0]
        for begins, ends in spans[1:]:
            if begins - until > _PAUSE:
                found.append(Shift(worker, start, until))
                start, until = begins, ends
            until = max(until, ends)
        found.append(Shift(worker, start, until))
    return tuple(found)


def by_shifts(seen: Iterable[Shift], hours: Mapping[str, frozenset[int]], zone: str) -> tuple[Shift, ...]:
    """Each worker's day on the shift that covers most of what was seen of it; of equal ones, the first.

    `hours` are the hours of the day of each shift, by its name, in the zone. A table of shifts does not say how many
    work each: that is taken from the log. Days are those on which the work seen begins.
    """
    place = ZoneInfo(zone)
    days: dict[tuple[str, datetime.date], list[Shift]] = defaultdict(list)
    for one in seen:
        begins = (EPOCH + one.start * _MICROSECOND).astimezone(place)
        days[one.worker, begins.date()].append(one)
    found = []
    for (worker, day), parts in sorted(days.items()):
        covered = [(_spans(day, each, place), name) for name, each in hours.items()]
        best = max(covered, key=lambda pair: sum(_shared(one, span) for one in parts for span in pair[0]))
        found += [Shift(worker, start, until) for start, until in best[0]]
    return tuple(found)


def _spans(day: datetime.date, hours: frozenset[int], place: ZoneInfo) -> list[tuple[int, int]]:
    """The stretches of hours of a day, in microseconds UTC."""
    spans: list[tuple[int, int]] = []
    for hour in sorted(hours):
        local = datetime.datetime.combine(day, datetime.time(hour), place)
        start = (local.astimezone(datetime.UTC) - EPOCH) // _MICROSECOND
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], start + _HOUR)
        else:
            spans.append((start, start + _HOUR))
    return spans


def _shared(one: Shift, span: tuple[int, int]) -> int:
    return max(0, min(one.until, span[1]) - max(one.start, span[0]))
