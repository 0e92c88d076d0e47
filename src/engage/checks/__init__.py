"""Is a ruleset sound? One check, one file, one test, one page; this list is the only conductor.

A check looks at a model that compiles and yields findings. It never claims more than it proved: what must be shown on
a customer carries one whom the real evaluator confirmed, and is only `possible` without.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engage.checks import (
    always,
    beneath,
    clocks,
    cost,
    crowded,
    dates,
    exits,
    feedback,
    gap,
    impossible,
    languages,
    leaving,
    missing,
    moot,
    overlap,
    overruled,
    owned,
    rates,
    routing,
    shadowed,
    stages,
    stale,
    subsumed,
    tie,
    tiers,
    trapped,
    tried,
    unkept,
    unreachable,
    unused,
    worth_less,
)
from engage.checks.boxes import TooManyBoxes
from engage.checks.checked import Check, Checked
from engage.checks.unproved import unproved
from engage.ground.finding import Finding, Report
from engage.program.program import Program
from engage.ruleset.model import Model

__all__ = ["CHECKS", "Check", "Checked", "check"]

#: every check by the name of its file and of its page in docs/reference/checks
CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "gap": gap.check,
        "overlap": overlap.check,
        "unreachable": unreachable.check,
        "impossible": impossible.check,
        "always": always.check,
        "tie": tie.check,
        "shadowed": shadowed.check,
        "subsumed": subsumed.check,
        "missing": missing.check,
        "unused": unused.check,
        "tried": tried.check,
        "dates": dates.check,
        "feedback": feedback.check,
        "leaving": leaving.check,
        "stale": stale.check,
        "languages": languages.check,
        "tiers": tiers.check,
        "rates": rates.check,
        "routing": routing.check,
        "stages": stages.check,
        "clocks": clocks.check,
        "moot": moot.check,
        "owned": owned.check,
        "trapped": trapped.check,
        "crowded": crowded.check,
        "beneath": beneath.check,
        "overruled": overruled.check,
        "exits": exits.check,
        "unkept": unkept.check,
        "worth_less": worth_less.check,
        "cost": cost.check,
    }
)


def check(model: Model, program: Program) -> Report:
    """Every finding of every check, in the order of their places. `program` is compiled from `model`."""
    asked = Checked(model, program)
    found: list[Finding] = []
    for name, one in CHECKS.items():
        try:
            found += one(asked)
        except TooManyBoxes:
            found.append(unproved(name, model))
    return Report.of(found)
