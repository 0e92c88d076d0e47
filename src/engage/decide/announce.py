"""What a timer that rings announces: a promise that was broken, or what a service clock has to tell."""

from __future__ import annotations

from engage.facts.known import Situation
from engage.knowledge.commitments import announced as announced_promise
from engage.program.program import Program
from engage.service.case_clocks import announced_by_clock

__all__ = ["announced"]


def announced(program: Program, situation: Situation) -> Situation:
    """The situation of a timer, its event being what it announces; any other situation as it is."""
    return announced_by_clock(program, announced_promise(program, situation))
