"""V027: the tiers of a value model leave a hole, or two of them hold the same amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from engage.checks.checked import Checked
from engage.ground.finding import Finding, Message, Severity, Words
from engage.ground.numbers import plain
from engage.ruleset.model import Band
from engage.ruleset.value_model import TIER, ValueModel

__all__ = ["TIERS", "check"]

TIERS: Final = Message(
    "V027",
    "{what}: {why}",
    "{what}：{why}",
    "{hint}",
    "{hint}",
    severity=Severity.WARNING,
)
_ENDS: Final = Words(
    "let each tier begin where the one below it ends, without a bound below the lowest and above the highest",
    "请让每一等级从下一等级的终点开始；最低一级不设下限，最高一级不设上限",
    "請讓每一等級從下一等級的終點開始；最低一級不設下限，最高一級不設上限",
)


def check(asked: Checked) -> Iterable[Finding]:
    """One finding a hole, and one for each two neighbours that overlap."""
    for model in asked.model.every(ValueModel):
        for why in _wrong(model, asked):
            what = Words(f"value `{model.id}`", f"价值 `{model.id}`", f"價值 `{model.id}`")
            yield Finding(TIERS, model.span, {"what": what, "why": why, "hint": _ENDS})


def _wrong(model: ValueModel, asked: Checked) -> Iterator[Words]:
    if not model.tiers:
        return
    first = model.tiers[0]
    if first.low is not None:
        at = plain(first.low)
        yield Words(f"no tier holds amounts below {at}", f"{at} 以下不属于任何等级", f"{at} 以下不屬於任何等級")
    for lower, upper in pairwise(model.tiers):
        end, start = lower.high, upper.low
        if end is not None and start is not None and end < start:
            one, other = plain(end), plain(start)
            yield Words(
                f"no tier holds amounts from {one} to below {other}",
                f"{one} 到不满 {other} 不属于任何等级",
                f"{one} 到不滿 {other} 不屬於任何等級",
            )
        elif end is None or start is None or end > start:
            yield _both(model, lower, upper, asked)
    if all(tier.high is not None for tier in model.tiers):
        at = plain(max(tier.high for tier in model.tiers if tier.high is not None))
        yield Words(f"no tier holds amounts from {at} on", f"{at} 以上不属于任何等级", f"{at} 以上不屬於任何等級")


def _both(model: ValueModel, lower: Band, upper: Band, asked: Checked) -> Words:
    field = asked.model.vocabulary.field_by_name.get(f"customer.{model.id}{TIER}")
    labels = {term.id: term.labels for term in field.type.choices} if field is not None else {}

    def called(tier: Band, language: str) -> str:
        return (labels[tier.id].in_language(language) if tier.id in labels else "") or tier.id

    en, zh, hant = (tuple(called(tier, each) for tier in (lower, upper)) for each in ("en", "zh", "zh-Hant"))
    return Words(
        f"`{en[0]}` and `{en[1]}` hold the same amounts, and the first of them counts",
        f"`{zh[0]}` 与 `{zh[1]}` 的范围重叠，以前者为准",
        f"`{hant[0]}` 與 `{hant[1]}` 的範圍重疊，以前者為準",
    )
