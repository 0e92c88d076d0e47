"""V019: deciding at the dearest event comes near the published limit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from engage.checks.checked import Checked
from engage.ground.finding import Finding, Message, Severity
from engage.ground.limits import LIMITS
from engage.ruleset.model import Rule, Table

__all__ = ["COSTLY", "check"]

COSTLY: Final = Message(
    "V019",
    "deciding costs up to {cost} units at the dearest event; {limit} are allowed",
    "单个事件的决策成本最高 {cost} 个单位，上限为 {limit}",
    "name the events of rules that have none, turn rules that differ in a value into one table, shorten long histories",
    "请为没有写事件的规则写明事件，把只差一个值的规则合成决策表，并缩短较长的历史时段",
    severity=Severity.WARNING,
)
#: from this part of the limit on it is worth saying, while there is still room
_NEAR: Final = 2


def check(asked: Checked) -> Iterable[Finding]:
    """At most one finding, at the first rule or table."""
    cost, limit = asked.program.cost, LIMITS.cost_per_event
    if cost * _NEAR >= limit:
        spans = (each.span for each in (*asked.model.every(Rule), *asked.model.every(Table)) if each.span)
        yield Finding(COSTLY, next(spans, None), {"cost": f"{cost:,}", "limit": f"{limit:,}"})
