"""The figures of a log: all contacts together, and by what they are grouped by: a field, the hour, the day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from attrs import frozen

from engage.gate.values import EPOCH
from engage.measure.contacts import Counts, Figure, HandledContact, counts
from engage.measure.kpis import Asked, figures
from engage.measure.repeats import follows
from engage.workbench.contacts_in import Contacts

__all__ = ["Group", "KpiReport", "Moment", "Wanted", "grouped", "kpi_report"]

_MICROSECOND: Final = datetime.timedelta(microseconds=1)
#: a group of those that say nothing of it
UNKNOWN: Final = ""


class Moment(StrEnum):
    """By which moment a contact belongs to an hour or a day."""

    ARRIVAL = "arrival"
    END = "end"


@frozen
class Wanted:
    """What is asked of a log. Lengths in microseconds; `zone` is where hours and days begin.

    `by` is `hour`, `day`, the name of a field, or nothing. `same_need`: a repeat has the same need.
    """

    threshold: int
    window: int
    zone: str = "UTC"
    by: str = ""
    moment: Moment = Moment.ARRIVAL
    same_need: bool = False
    staffed: int | None = None


@frozen
class Group:
    """Contacts of one kind, counted."""

    name: str
    counts: Counts
    figures: Mapping[str, Figure]


@frozen
class KpiReport:
    """All that is told of a log. `hours` has the 24 hours of the day by arrival, those with contacts."""

    wanted: Wanted
    read: Contacts
    whole: Group
    groups: tuple[Group, ...]
    hours: tuple[Group, ...]

    @property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last day of arrival; None of nothing."""
        found = self.read.contacts
        zone = ZoneInfo(self.wanted.zone)
        return (_local(found[0].arrived, zone).date(), _local(found[-1].arrived, zone).date()) if found else None


def kpi_report(read: Contacts, wanted: Wanted) -> KpiReport:
    """Count. Repeats are looked for among all contacts, and belong to the group of the contact that was followed."""
    asked = Asked(wanted.threshold, follows(read.contacts, wanted.window, read.until, wanted.same_need))
    staffed = Asked(asked.threshold, asked.follows, wanted.staffed)

    def counted(name: str, contacts: Sequence[HandledContact], by: Asked = asked) -> Group:
        return Group(name, counts(contacts), {one.kpi: one for one in figures(contacts, by)})

    def groups(by: str, moment: Moment) -> tuple[Group, ...]:
        parts = grouped(read.contacts, by, wanted.zone, moment)
        return tuple(counted(name, contacts) for name, contacts in parts.items())

    return KpiReport(
        wanted=wanted,
        read=read,
        whole=counted("", read.contacts, staffed),
        groups=groups(wanted.by, wanted.moment) if wanted.by else (),
        hours=groups("hour", Moment.ARRIVAL),
    )


def grouped(
    contacts: Sequence[HandledContact], by: str, zone: str, moment: Moment = Moment.ARRIVAL
) -> Mapping[str, tuple[HandledContact, ...]]:
    """Contacts by `hour` of the day (`09`), `day` (`1999-02-01`) or the value of a field, in order of the name.

    Those without the field, or without an end where the end counts, are under an empty name, last.
    """
    place, found = ZoneInfo(zone), defaultdict(list)
    for one in contacts:
        at = one.arrived if moment is Moment.ARRIVAL else one.ended
        if by not in ("hour", "day"):
            name = one.groups.get(by, UNKNOWN)
        elif at is None:
            name = UNKNOWN
        else:
            name = _local(at, place).strftime("%H" if by == "hour" else "%Y-%m-%d")
        found[name].append(one)
    return {name: tuple(found[name]) for name in sorted(found, key=lambda name: (name == UNKNOWN, name))}


def _local(at: int, zone: ZoneInfo) -> datetime.datetime:
    return (EPOCH + at * _MICROSECOND).astimezone(zone)
