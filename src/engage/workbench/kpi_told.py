"""A report of figures as tables, for a terminal and for a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from engage.ground.finding import in_words
from engage.measure.contacts import Figure
from engage.measure.kpis import KPIS, Unit
from engage.workbench.kpi_report import Group, KpiReport
from engage.workbench.kpi_words import length, spoken, value, word
from engage.workbench.value_told import Listed

__all__ = ["GROUPED", "group_name", "grouping", "kpi_lead", "kpi_remarks", "kpi_tables"]

#: The figures that are told of each group, by the word above their column.
GROUPED: Final = {
    "level": "service_level.offered",
    "abandonment": "abandonment",
    "asa": "asa",
    "p90": "wait_answered.p90",
    "aht": "aht",
    "repeats": "repeat_rate",
}
_MOST_GROUPS: Final = 40


def kpi_lead(report: KpiReport, language: str) -> str:
    """How many contacts, of which days, and how they left."""
    days, found = report.days, report.whole.counts
    if days is None:
        return word("nothing", language)
    return word(
        "lead",
        language,
        contacts=f"{len(report.read.contacts):,}",
        first=days[0].isoformat(),
        last=days[1].isoformat(),
        answered=f"{found.answered:,}",
        abandoned=f"{found.abandoned:,}",
        early=f"{found.early:,}",
        other=f"{found.other:,}",
    )


def kpi_tables(report: KpiReport, language: str) -> Iterator[Listed]:
    """All figures with their numbers and words, then the groups."""
    head = tuple(word(key, language) for key in ("figure", "counted", "value", "numbers"))
    rows = tuple(_row(figure, language) for figure in report.whole.figures.values())
    yield Listed("figures", word("figures", language), head, rows, kpi_remarks(report, language), texts=2)
    if report.groups:
        yield _groups(report, language)


def _row(figure: Figure, language: str) -> tuple[str, ...]:
    kpi = KPIS[figure.kpi]
    top, bottom = f"{figure.top:,}", f"{figure.bottom:,}"
    if kpi.id == "occupancy":
        top, bottom = length(figure.top, language), length(figure.bottom, language)
    elif kpi.unit is Unit.TIME and ".p" not in kpi.id:
        top = length(figure.top, language)
    numbers = f"{top} / {bottom}" if figure.bottom else "–"
    counted = f"{in_words(kpi.top, language)} / {in_words(kpi.bottom, language)}"
    return in_words(kpi.name, language), counted, value(figure, language), numbers


def _groups(report: KpiReport, language: str) -> Listed:
    by = grouping(report, language)
    largest = _largest(report.groups)
    rows = tuple(
        (
            group_name(group, language),
            f"{group.counts.offered:,}",
            *(value(group.figures[kpi], language) for kpi in GROUPED.values()),
        )
        for group in largest
    )
    head = (by, word("offered", language), *(word(key, language) for key in GROUPED))
    remarks = []
    if report.wanted.by in ("hour", "day"):
        moment = word(report.wanted.moment.value, language)
        remarks.append(word("attributed", language, moment=moment, zone=report.wanted.zone))
    if len(largest) < len(report.groups):
        remarks.append(word("more", language, shown=len(largest), count=len(report.groups)))
    return Listed("groups", word("groups", language, by=by), head, rows, tuple(remarks))


def _largest(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups in their order; of very many, those with most contacts."""
    sizes = sorted(groups, key=lambda group: -group.counts.offered)[:_MOST_GROUPS]
    return tuple(group for group in groups if group in sizes)


def group_name(group: Group, language: str) -> str:
    """What a group is called."""
    return group.name or word("unknown", language)


def grouping(report: KpiReport, language: str) -> str:
    """What contacts are grouped by, in words: hour and day, else the field's own name."""
    by = report.wanted.by
    return word(by, language) if by in ("hour", "day") else by


def kpi_remarks(report: KpiReport, language: str) -> tuple[str, ...]:
    """What a reader must know of the figures: threshold, window, what is in no number."""
    wanted, found, read = report.wanted, report.whole.figures, report.read
    same = word("same need" if wanted.same_need else "any need", language)
    remarks = [
        word("threshold", language, threshold=spoken(wanted.threshold, language)),
        word(
            "window",
            language,
            same=same,
            window=spoken(wanted.window, language),
            open=f"{found['repeat_rate'].open:,}",
            needs=f"{found['first_contact_resolution'].open:,}",
        ),
    ]
    unknown = report.whole.counts.waited_unknown
    if read.left_out or read.without_outcome or unknown:
        counted = {"left": read.left_out, "without": read.without_outcome, "waits": unknown}
        remarks.append(word("passed", language, **{name: f"{count:,}" for name, count in counted.items()}))
    if wanted.staffed is None:
        remarks.append(word("no staff", language))
    return tuple(remarks)
