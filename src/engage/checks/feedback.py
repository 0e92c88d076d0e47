"""V016: what a rule sets going comes back as an event at which it sets the same going again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from engage.checks.checked import Checked
from engage.ground.finding import Finding, Message, Severity
from engage.language.actions import StartTask
from engage.ruleset.model import Rule

__all__ = ["FEEDBACK", "RINGS_AGAIN", "check"]

FEEDBACK: Final = Message(
    "V016",
    "`{rule}` sends something at every answer to what was sent: each answer brings the next",
    "`{rule}` 在每次投递回执时又发出新的任务：回执会引出下一次投递",
    "let it speak once (`once per customer every 30 days`), or at another event",
    "请加上 `每位客户 每30天 一次`，或改用其他事件",
    severity=Severity.WARNING,
)
RINGS_AGAIN: Final = Message(
    "V022",
    "`{rule}` waits for `{event}` and is itself what starts the wait again",
    "`{rule}` 等待 `{event}`，而自身又重新开始等待",
    "let it wait after another event",
    "请改为在另一事件之后等待",
    severity=Severity.WARNING,
)
_ANSWERED: Final = "effect_answered"


def check(asked: Checked) -> Iterable[Finding]:
    """Rules that answer answers; waits that start themselves."""
    if _ANSWERED in asked.program.shelves:
        for rule in asked.rules_at(_ANSWERED):
            yield from _answers(rule)
    for rule in asked.model.every(Rule):
        absence = rule.absence
        if absence is not None and absence.start == absence.without:
            yield Finding(RINGS_AGAIN, rule.span, {"rule": rule.id, "event": absence.without})


def _answers(rule: Rule) -> Iterator[Finding]:
    # Without a condition of its own, nothing but `once per` ends it.
    sends = any(isinstance(action, StartTask) for action in rule.actions)
    if sends and rule.once is None and not rule.lines:
        yield Finding(FEEDBACK, rule.span, {"rule": rule.id})
