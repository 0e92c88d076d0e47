"""V020: a check gave up, because its proof would take too many boxes. Never silent: the ruleset is not proved sound."""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Finding, Message, Severity
from engage.ruleset.model import Model

__all__ = ["UNPROVED", "unproved"]

UNPROVED: Final = Message(
    "V020",
    "the check `{check}` is not finished: some conditions are too entangled to be proved",
    "检查 `{check}` 未能完成：有些条件过于复杂，无法证明",
    "write long `any of` lists and wide tables as several smaller ones",
    "请把较长的 `任一满足` 和较宽的决策表拆成几个小的",
    severity=Severity.INFO,
)


def unproved(check: str, model: Model) -> Finding:
    """The finding for a check of this name, at the top of the ruleset's first file."""
    spans = (construct.span for file in model.files for construct in file.constructs if construct.span)
    return Finding(UNPROVED, next(spans, None), {"check": check})
