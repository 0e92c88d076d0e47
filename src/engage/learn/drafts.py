"""Mined rules as a `.rules` file to be read by a person: drafts with their evidence, which no ruleset reads.

Nothing is live before somebody names the file in the `files:` of a ruleset; its head says so, and every rule says in
how many baskets it was seen. The words are those of the reader's ruleset: the kind of event, the fact that lists what
is in the basket, and offers named like the items.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import frozen

from engage.ground.finding import Words
from engage.ground.numbers import plain
from engage.learn.baskets import Association

__all__ = ["DraftWords", "draft_rules", "shown_share"]

_HEAD: Final = Words(
    """# DRAFT, not live. No ruleset reads this file until its `files:` names it; read every rule before you do that.
# Mined from {baskets} baskets, with a support of at least {support} and a confidence of at least {confidence}:
# {found} rules were found, the {written} with the greatest lift are here.
# What was bought together in the past does not say that offering one sells the other: try it with a control group.""",
    """# 草稿，未生效。规则集的 `规则文件` 写入本文件之前，没有规则集会读它；写入之前请逐条阅读。
# 从 {baskets} 个购物篮中挖掘，支持度不低于 {support}，置信度不低于 {confidence}：
# 共得 {found} 条规则，此处为提升度最高的 {written} 条。
# 过去一起购买，并不说明推荐其一就能卖出另一件：请先设对照组试行。""",
)
_RULE: Final = Words(
    """# evidence: {together} of {with_given} baskets with {given} hold {then} too ({confidence}),
# {lift} times the share of all baskets; support {support} ({together} of {baskets})
rule mined {number}
  event {event}
  when
{conditions}
    {field} does not contain {then}
  then
    offer {then}
  because "{together} of {with_given} such baskets held {then} too\"""",
    """# 依据：含 {given} 的 {with_given} 个购物篮中有 {together} 个也含 {then}（{confidence}），是总体的 {lift} 倍；
# 支持度 {support}（{baskets} 个中的 {together} 个）
规则 挖掘 {number}
  事件 {event}
  当
{conditions}
    {field} 不包含 {then}
  则
    推荐 {then}
  因为 “{with_given} 个同类购物篮中有 {together} 个也含 {then}”""",
)
_CONDITION: Final = Words("    {field} contains {item}", "    {field} 包含 {item}")
_AND: Final = Words(" and ", " 与 ")


@frozen
class DraftWords:
    """What the reader's ruleset calls the kind of event and the fact that lists what is in the basket."""

    event: str
    field: str


def shown_share(share: Fraction, digits: int = 1) -> str:
    """A share as per cent: `63.2 %`."""
    percent = Decimal(round(share * 100 * 10**digits)).scaleb(-digits)
    return f"{percent:.{digits}f} %"


def draft_rules(
    found: Sequence[Association],
    words: DraftWords,
    support: Fraction,
    confidence: Fraction,
    most: int = 20,
    language: str = "en",
) -> str:
    """The text of the file, in `en`, `zh` or `zh-Hant`: the rules of greatest lift, in their order."""
    written = found[:most]
    head = _HEAD.filled(
        baskets=f"{found[0].baskets if found else 0:,}",
        support=_decimal(support),
        confidence=shown_share(confidence),
        found=f"{len(found):,}",
        written=len(written),
    )
    spoken = {"en": "language en", "zh": "语言 中文", "zh-Hant": "語言 繁體中文"}[language]
    rules = [_rule(rule, number, words, language) for number, rule in enumerate(written, start=1)]
    return "\n\n".join([f"{spoken}\n{head.in_language(language)}", *rules]) + "\n"


def _rule(rule: Association, number: int, words: DraftWords, language: str) -> str:
    conditions = "\n".join(_CONDITION.filled(field=words.field, item=item).in_language(language) for item in rule.given)
    return _RULE.filled(
        number=number,
        event=words.event,
        field=words.field,
        conditions=Words(conditions, conditions, conditions),
        given=_joined(rule.given),
        then=rule.then,
        together=rule.together,
        with_given=rule.with_given,
        baskets=f"{rule.baskets:,}",
        confidence=shown_share(rule.confidence),
        lift=f"{float(rule.lift):.1f}",
        support=_decimal(rule.support),
    ).in_language(language)


def _joined(items: Sequence[str]) -> Words:
    return Words(*(_AND.in_language(each).join(items) for each in ("en", "zh", "zh-Hant")))


def _decimal(share: Fraction) -> str:
    return plain(Decimal(round(share * 10**5)).scaleb(-5))
