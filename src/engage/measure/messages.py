"""Every sentence about figures of service that a host may read: calls that make no sense. No value has room in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engage.errors import EngageError
from engage.ground.finding import Words

__all__ = ["misuse"]

_SENTENCES: Final[Mapping[str, tuple[Words, Words]]] = {
    "S082": (
        Words("`{name}` is no figure of service", "`{name}` 不是服务指标", "`{name}` 不是服務指標"),
        Words("figures: {known}", "可用的指标：{known}", "可用的指標：{known}"),
    ),
    "S083": (
        Words(
            "`{name}` is no formula of a service level", "`{name}` 不是服务水平的公式", "`{name}` 不是服務水準的公式"
        ),
        Words("formulas: {known}", "可用的公式：{known}", "可用的公式：{known}"),
    ),
    "S084": (
        Words(
            "one text, where the names of several figures are meant",
            "此处应为多个指标名称，而非单个文本",
            "此處應為多個指標名稱，而非單個文字",
        ),
        Words('write them as a list: `["asa"]`', '请写成列表：`["asa"]`', '請寫成清單：`["asa"]`'),
    ),
    "S085": (
        Words(
            "`{name}` is not a whole number of microseconds, 0 or more",
            "`{name}` 应为以微秒计、大于等于 0 的整数",
            "`{name}` 應為以微秒計、大於等於 0 的整數",
        ),
        Words("a second is 1,000,000", "一秒为 1,000,000", "一秒為 1,000,000"),
    ),
    "S086": (
        Words("this is no way in which a contact leaves", "这不是接触离开的方式", "這不是接觸離開的方式"),
        Words(
            "write `Exit.ANSWERED`, `ABANDONED`, `EARLY` or `OTHER`",
            "请写 `Exit.ANSWERED`、`ABANDONED`、`EARLY` 或 `OTHER`",
            "請寫 `Exit.ANSWERED`、`ABANDONED`、`EARLY` 或 `OTHER`",
        ),
    ),
}


def misuse(code: str, **values: str) -> EngageError:
    """A call that makes no sense."""
    sentence, hint = _SENTENCES[code]
    return EngageError(code, sentence.filled(**values), hint=hint.filled(**values))
