"""V026: a fact that grows too old, and that nothing in the ruleset ever refreshes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from engage.checks.checked import Checked
from engage.checks.named import called, facts_read, pieces, place_of, ruling
from engage.ground.finding import Finding, Message, Severity, Words
from engage.language import print_duration
from engage.language.actions import Note

__all__ = ["STALE", "check"]

STALE: Final = Message(
    "V026",
    "{fact} is unknown {age} after it was told, and nothing in the ruleset tells it again",
    "{fact} 在得知 {age} 后即为未知，而规则集中没有任何来源会更新它",
    "name the event that brings it (`from: bill.amount`), let a rule set it, or see that the host does",
    "请写明带来它的事件（`来自: bill.amount`），由规则设置，或确保宿主系统按时更新",
    severity=Severity.INFO,
)


def check(asked: Checked) -> Iterable[Finding]:
    """One finding for each such fact that something looks at, in the order of the vocabulary."""
    rules = ruling(asked.model)
    read = facts_read(rules)
    written = {piece.fact for piece in pieces(rules) if isinstance(piece, Note)}
    for field in asked.model.vocabulary.fields:
        if field.max_age is None or field.writes_from or field.name in written or field.name not in read:
            continue
        if field.estimated_by:  # asked anew whenever the last answer is too old
            continue
        labels, age = field.labels, field.max_age
        told = {
            "fact": called(labels, field.name),
            "age": Words(*(print_duration(age, language) for language in ("en", "zh", "zh-Hant"))),
        }
        yield Finding(STALE, place_of(field.name, asked.program), told)
