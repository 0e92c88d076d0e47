"""A report of figures as JSON: whole numbers, lengths in seconds, values as exact texts."""

from __future__ import annotations

from fractions import Fraction

from attrs import asdict

from engage.measure.contacts import Figure
from engage.measure.kpis import KPIS, Unit
from engage.workbench.kpi_report import Group, KpiReport

__all__ = ["kpi_json"]

_SECOND = 1_000_000


def kpi_json(report: KpiReport) -> dict[str, object]:
    """Everything of a report. `recorded` says that nothing here is simulated."""
    wanted, days = report.wanted, report.days
    groups = [{"value": group.name or None, **_group(group)} for group in report.groups]
    return {
        "recorded": True,
        "first_day": days and days[0].isoformat(),
        "last_day": days and days[1].isoformat(),
        "zone": wanted.zone,
        "threshold_seconds": _number(Fraction(wanted.threshold, _SECOND)),
        "window_seconds": _number(Fraction(wanted.window, _SECOND)),
        "same_need": wanted.same_need,
        "left_out": {
            "lines": [item.line for item in report.read.bad],
            "other_outcome": report.read.left_out,
            "without_outcome": report.read.without_outcome,
        },
        **_group(report.whole),
        **({"by": wanted.by, "attributed_by": wanted.moment.value, "groups": groups} if wanted.by else {}),
    }


def _group(group: Group) -> dict[str, object]:
    return {"counts": asdict(group.counts), "figures": {kpi: _figure(one) for kpi, one in group.figures.items()}}


def _figure(figure: Figure) -> dict[str, object]:
    kpi = KPIS[figure.kpi]
    time, ranked = kpi.unit is Unit.TIME, ".p" in figure.kpi
    per = Fraction(1, _SECOND)
    found = None if figure.value is None else figure.value * per if time else figure.value
    summed = (time or figure.kpi == "occupancy") and not ranked
    return {
        "value": None if found is None else float(found),
        "unit": "seconds" if time else "share",
        "numerator": _number(figure.top * per) if summed else figure.top,
        "denominator": _number(figure.bottom * per) if figure.kpi == "occupancy" else figure.bottom,
        "counted": {"numerator": kpi.top.en, "denominator": kpi.bottom.en},
        **({"open": figure.open} if figure.kpi in ("repeat_rate", "first_contact_resolution") else {}),
    }


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)
