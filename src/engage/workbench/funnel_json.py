"""The report of the sieve as data, ids for names."""

from __future__ import annotations

from collections.abc import Iterator

from engage.decide.explain_plain import plain_data
from engage.gate.values import moment_text
from engage.measure.first_contact import FirstContact
from engage.workbench.funnel import FunnelReport, Part

__all__ = ["funnel_json"]


def funnel_json(report: FunnelReport) -> dict[str, object]:
    """Everything as data, ids for names."""
    tree = report.program.furnishing.reasons
    asked = report.asked
    found: dict[str, object] = {
        "ruleset": report.program.name,
        "reasons_version": tree.version,
        "from": None if asked.since is None else moment_text(asked.since),
        "until": None if report.until is None else moment_text(report.until),
        "contacts": report.funnel.contacts,
        "avoidable": report.avoidable,
        "conserved": report.funnel.conserved,
        "steps": [
            {
                "step": str(passage.step),
                "arrived": passage.arrived,
                "handed": passage.handed,
                "exits": {str(exit): count for exit, count in passage.exits.items()},
                "assumed": passage.assumed,
            }
            for passage in report.funnel.passages
        ],
        "first_contact": _first_json(report.first),
        "reasons_agreed": {"alike": report.agreed[0], "both": report.agreed[1]},
        "reasons": [
            {
                **_part_json(part),
                "under": reason.under if (reason := tree.by_id.get(str(part.key))) else "",
                "owner": tree.owner(str(part.key)),
                "cause": tree.cause(str(part.key)),
                "action": str(tree.action(str(part.key)) or ""),
            }
            for part in report.reasons
        ],
    }
    if asked.by is not None:
        found["by"] = asked.by.name
        found["groups"] = [_part_json(part) for part in report.groups]
    if asked.changed is not None:
        found["changed"] = moment_text(asked.changed)
        found["changes"] = [*_changes_json(report)]
    return found


def _part_json(part: Part) -> dict[str, object]:
    return {
        "key": plain_data(part.key),
        "contacts": part.contacts,
        "last": {str(exit): count for exit, count in part.last.items()},
        "avoidable": part.avoidable,
        "first_contact": _first_json(part.first),
    }


def _first_json(first: FirstContact) -> dict[str, object]:
    judged = first.resolved + first.repeated
    return {
        "resolved": first.resolved,
        "repeated": first.repeated,
        "open": first.open,
        "judged": judged,
        "left_out": {str(why): count for why, count in first.left_out.items()},
    }


def _changes_json(report: FunnelReport) -> Iterator[dict[str, object]]:
    for one in report.changes:
        found = one.found
        yield {
            "reason": one.reason,
            "before": {"contacts": found.other.contacts, "units": found.other.units},
            "since": {"contacts": found.now.contacts, "units": found.now.units},
            "ratio": found.ratio,
            "interval": [found.low, found.high],
            "avoided": found.avoided,
            "avoided_interval": [found.avoided_low, found.avoided_high],
            "weeks_below": one.weeks,
        }
