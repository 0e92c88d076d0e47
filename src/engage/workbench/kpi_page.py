"""The page of recorded service: waits and contacts by hour, service level by group, every figure with its formula."""

from __future__ import annotations

from fractions import Fraction

from engage.measure.contacts import Figure
from engage.workbench.drawing import Stack, stacks
from engage.workbench.kpi_report import KpiReport
from engage.workbench.kpi_told import GROUPED, group_name, grouping, kpi_lead, kpi_tables
from engage.workbench.kpi_words import value, word
from engage.workbench.page import bars_of, page, section
from engage.workbench.value_page import listed_html

__all__ = ["kpi_page"]


def kpi_page(report: KpiReport, language: str) -> str:
    """The whole page as HTML."""
    parts = [section(word("waits by hour", language), _waits(report, language), "waits")]
    parts.append(section(word("contacts by hour", language), _contacts(report, language), "contacts"))
    if report.groups:
        by = grouping(report, language)
        parts.append(
            section(word("level by group", language, by=by).replace("`", ""), _levels(report, language), "levels")
        )
    parts += [section(each.title, listed_html(each), each.key) for each in kpi_tables(report, language)]
    return page(word("title", language), kpi_lead(report, language), parts, language)


def _seconds(figure: Figure) -> float:
    return float((figure.value or Fraction(0)) / 1_000_000)


def _waits(report: KpiReport, language: str) -> str:
    columns = [
        Stack(hour.name, (_seconds(hour.figures["asa"]),), (), _seconds(hour.figures["wait_answered.p90"]))
        for hour in report.hours
    ]
    names = [word("mean", language), word("p90 seconds", language)]
    return stacks(columns, names, word("waits by hour", language))


def _contacts(report: KpiReport, language: str) -> str:
    columns = [
        Stack(
            hour.name,
            (float(hour.counts.answered), float(hour.counts.abandoned)),
            (float(hour.counts.early),),
            float(hour.counts.offered),
        )
        for hour in report.hours
    ]
    names = [word(key, language) for key in ("answered", "gave up", "early", "in all")]
    return stacks(columns, names, word("contacts by hour", language))


def _levels(report: KpiReport, language: str) -> str:
    figures = [group.figures[GROUPED["level"]] for group in report.groups]
    rows = [
        (group_name(group, language), value(one, language), f"{one.top:,} / {one.bottom:,}")
        for group, one in zip(report.groups, figures, strict=True)
    ]
    return bars_of(rows, [round(1000 * (one.value or 0)) for one in figures], 1000)
