"""From a situation to a decision, purely: one step of the pipeline a file, `decide.py` their order.

This room must never read a clock, a disk or a network, nor the text of a rule.
"""

from __future__ import annotations

from engage.decide.decide import decide
from engage.decide.reasons import ReasonCode

__all__ = ["ReasonCode", "decide"]
