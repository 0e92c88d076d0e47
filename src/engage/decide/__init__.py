"""From a situation to a decision, purely: one step of the pipeline a file, `decide.py` their order.

This room must never read a clock, a disk or a network, nor the text of a rule.
"""

from __future__ import annotations

from engage.decide.brief import Brief
from engage.decide.decide import decide
from engage.decide.explain import explain
from engage.decide.explain_json import decision_json, plan_json
from engage.decide.explanation import Explanation
from engage.decide.plan_words import plan_words
from engage.decide.reasons import ReasonCode

__all__ = ["Brief", "Explanation", "ReasonCode", "decide", "decision_json", "explain", "plan_json", "plan_words"]
