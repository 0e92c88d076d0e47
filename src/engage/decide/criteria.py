"""The three criteria of service that every plan shows: care, skill match, speed.

Caring service, skilled hands, a quick answer: each is measured by what the plan holds. A skill that the contact's
reason needs and the route does not ask for is a shortfall, however fast the plan is.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from operator import attrgetter

from attrs import frozen

from engage.decide.reasons import ReasonCode
from engage.facts.decided import Decision, Reason
from engage.facts.known import Event
from engage.facts.plan import HandlingPlan, Need, SieveStep
from engage.program.program import Program, Slot

__all__ = ["Criterion", "Measured", "criteria", "skill_gaps"]

_FIRST_RESPONSE = "first_response"


class Measured(StrEnum):
    """What a plan is measured by."""

    CARE = "care"
    SKILL = "skill match"
    SPEED = "speed"


@frozen
class Criterion:
    """One criterion of a plan. `met`: None where nothing in the plan speaks of it.

    `slots` are those of the plan that show it; `lacks` the skills that are missing, each with its level: `network 2`.
    """

    name: Measured
    met: bool | None
    slots: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


def skill_gaps(plan: HandlingPlan, program: Program, event: Event) -> Iterator[Reason]:
    """Each skill that a stated reason of the contact needs, where the plan's route asks for less as it begins."""
    if plan.route is None:
        return  # nobody serves whose skills could be short
    asked = {need.skill: need.level for need in plan.route.needs}
    for need in _needed(program, event):
        if asked.get(need.skill, 0) < need.level:
            yield Reason(ReasonCode.SKILL_MISMATCH, Slot.ROUTE.value, detail=f"{need.skill} {need.level}")


def _needed(program: Program, event: Event) -> Iterator[Need]:
    tree, fields = program.furnishing.reasons, program.vocabulary.field_by_name
    found: dict[str, Need] = {}
    for name, value in event.data.items():
        field = fields.get(f"event.{name}")
        if field is not None and field.reasons and isinstance(value, str):
            for need in tree.needs(tree.current(value)):
                found[need.skill] = max(found.get(need.skill, need), need, key=attrgetter("level"))
    return (found[skill] for skill in sorted(found))


def criteria(decision: Decision) -> tuple[Criterion, Criterion, Criterion]:
    """How a decision's plan does by each: care, skill match, speed."""
    plan = decision.plan
    caring = (("say", plan.content), ("allow", plan.allowances), ("skip", plan.skips))
    shown = tuple(slot for slot, held in caring if held)
    lacks = tuple(reason.detail for reason in decision.reasons if reason.code == ReasonCode.SKILL_MISMATCH)
    level = plan.service_level
    quick = ("service level",) if level is not None and _FIRST_RESPONSE in level.targets else ()
    quick = ("answer",) if plan.answer else quick
    return (
        Criterion(Measured.CARE, True if shown else None, shown),
        _skilled(plan, lacks),
        Criterion(Measured.SPEED, True if quick else None, quick),
    )


def _skilled(plan: HandlingPlan, lacks: tuple[str, ...]) -> Criterion:
    if lacks:
        return Criterion(Measured.SKILL, False, ("route",), lacks)
    asks = plan.route is not None and (plan.route.needs or plan.step is SieveStep.EXPERT)
    return Criterion(Measured.SKILL, True if asks else None, ("route",) if asks else ())
