"""V028: a constant of a value model is no rate, so that its value is unknown for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from engage.checks.checked import Checked
from engage.ground.finding import Finding, Message, Severity, Words
from engage.ground.numbers import plain
from engage.language.tree import Literal, Value
from engage.ruleset.value_model import Terms, ValueModel

__all__ = ["RATES", "check"]

RATES: Final = Message(
    "V028",
    "value `{name}`: {what} of {seen} makes it unknown for everybody",
    "价值 `{name}`：{what}为 {seen}，对任何客户都得不出结果",
    "{hint}",
    "{hint}",
    severity=Severity.ERROR,
)
_SHARE: Final = Words(
    "a share lies from 0 to 1: 97 % is written `0.97`",
    "比例在 0 到 1 之间：97% 写作 `0.97`",
    "比例在 0 到 1 之間：97% 寫作 `0.97`",
)
_DISCOUNT: Final = Words(
    "a discount is 0 or more: 1 % a month is written `0.01`",
    "折现率不小于 0：每月 1% 写作 `0.01`",
    "折現率不小於 0：每月 1% 寫作 `0.01`",
)
_WHOLE: Final = Words(
    "a contract binds for 0 or more whole months", "合约剩余月数是不小于 0 的整数", "合約剩餘月數是不小於 0 的整數"
)
_COST: Final = Words("a cost is 0 or more", "成本不小于 0", "成本不小於 0")
_RETENTION: Final = Words("a retention", "保持率")
_WHAT: Final = {
    _DISCOUNT: Words("a discount", "折现率", "折現率"),
    _WHOLE: Words("a contract", "合约剩余月数", "合約剩餘月數"),
    _COST: Words("a cost", "服务成本", "服務成本"),
    _SHARE: _RETENTION,
}


def check(asked: Checked) -> Iterable[Finding]:
    """One finding a constant that can be no rate; what is worked out from facts is told in decisions."""
    for model in asked.model.every(ValueModel):
        for value, hint in _rates(model):
            if isinstance(value, Literal) and isinstance(value.value, int | Decimal) and _none(value.value, hint):
                span = value.span or model.span
                values: dict[str, str | Words] = {
                    "name": model.id,
                    "what": _WHAT[hint],
                    "seen": plain(value.value),
                    "hint": hint,
                }
                yield Finding(RATES, span, values)


def _rates(model: ValueModel) -> Iterator[tuple[Value | None, Words]]:
    for terms in (Terms(model.profit, model.cost, model.retention), model.then, model.least, model.most):
        yield terms.retention, _SHARE
        yield terms.cost, _COST
    yield model.discount, _DISCOUNT
    yield model.contract, _WHOLE


def _none(rate: int | Decimal, hint: Words) -> bool:
    if hint is _WHOLE:
        return rate < 0 or rate != int(rate)
    return rate < 0 or (hint is _SHARE and rate > 1)
