"""What is known about a customer at an event, as pure functions: facts, measures of the past, derived facts, scores.

This room must never read a clock, a disk or a network, nor decide anything: it fills the slots that decisions read.
"""

from __future__ import annotations

from engage.knowledge.fill import fill

__all__ = ["fill"]
