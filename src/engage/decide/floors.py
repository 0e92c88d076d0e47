"""The last step: the plan is raised to the service floor of its customer; nothing after it changes the plan.

Floors are declared by a block of the language that is still to come; until a program carries some, the plan stands.
"""

from __future__ import annotations

from engage.facts.decided import Reason
from engage.facts.plan import HandlingPlan
from engage.program.program import Program, Values

__all__ = ["raise_to_floors"]


def raise_to_floors(plan: HandlingPlan, program: Program, values: Values) -> tuple[HandlingPlan, tuple[Reason, ...]]:
    """The plan, not below any floor, and what had to be raised."""
    return plan, ()
