"""What a mapping file can be told, in both languages."""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Message

__all__ = ["BAD_VALUE", "MISSING", "NO_EVENTS", "UNKNOWN_KEY", "UNREADABLE"]

UNKNOWN_KEY: Final = Message(
    "M001",
    "a mapping has no key `{key}` here",
    "映射文件此处没有“{key}”这一项",
    "keys: {keys}",
    "可用的项：{keys}",
)
MISSING: Final = Message("M002", "`{key}` is missing here", "此处缺少“{key}”", "add it", "请补上")
BAD_VALUE: Final = Message(
    "M003", "`{value}` cannot stand for `{key}`", "“{value}”不能作为“{key}”", "write {wanted}", "请写 {wanted}"
)
NO_EVENTS: Final = Message(
    "M004",
    "the mapping makes no events",
    "映射没有生成任何事件",
    "list at least one under `events`",
    "请在 events 下至少列出一种",
)
UNREADABLE: Final = Message("M005", "the mapping file is empty", "映射文件是空的", "see the example", "请参照示例")
