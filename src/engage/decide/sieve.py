"""Which step of the sieve serves: answered at once, then self-service, then a person by the queue's own step."""

from __future__ import annotations

from engage.facts.plan import HandlingPlan, SieveStep
from engage.program.program import Furnishing

__all__ = ["sieve_step"]


def sieve_step(plan: HandlingPlan, furnishing: Furnishing) -> SieveStep | None:
    """The first step that the plan offers; None when nobody serves (nobody may be waiting)."""
    if plan.answer:
        return SieveStep.ANSWER
    if plan.self_service:
        return SieveStep.SELF_SERVICE
    if plan.route is None:
        return None
    return SieveStep(furnishing.queue_steps.get(plan.route.queue) or SieveStep.ASSISTED)
