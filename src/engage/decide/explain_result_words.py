"""What explanations say where something that was worked out has no result."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engage.decide.reasons import ReasonCode
from engage.ground.finding import Words

__all__ = ["WITHOUT_RESULT"]

_WORDS: Final = {
    ReasonCode.DIVISION_BY_ZERO: Words(
        "`{1}`: {2} divides by zero, so its result is unknown",
        "“{1}”：{2} 除以零，结果未知",
        "“{1}”：{2} 除以零，結果未知",
    ),
    ReasonCode.OVERFLOW: Words(
        "`{1}`: {2} is larger than any number may be, so it is unknown",
        "“{1}”：{2} 超出数值上限，按未知处理",
        "“{1}”：{2} 超出數值上限，按未知處理",
    ),
    ReasonCode.MIXED_CURRENCIES: Words(
        "`{1}`: {2} is of two currencies, so it is unknown",
        "“{1}”：{2} 涉及两种货币，按未知处理",
        "“{1}”：{2} 涉及兩種貨幣，按未知處理",
    ),
    ReasonCode.NO_RATE: Words(
        "`{1}`: a rate of {2} lies outside what it can be, so it is unknown",
        "“{1}”：{2} 的某个比率超出合理范围，按未知处理",
        "“{1}”：{2} 的某個比率超出合理範圍，按未知處理",
    ),
}
#: by the code of the reason; {1} who worked it out, {2} what
WITHOUT_RESULT: Final[Mapping[ReasonCode, Words]] = MappingProxyType(_WORDS)
