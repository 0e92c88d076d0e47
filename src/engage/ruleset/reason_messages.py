"""Messages about contact reasons: R230 to R239."""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Message

__all__ = ["NO_REASONS", "REASON_CIRCLE", "WAS_TWICE", "WINDOW_ELAPSED"]

NO_REASONS: Final = Message(
    "R230",
    "the catalogue has no contact reasons to take values from",
    "目录中没有联系原因，无从取值",
    "write a section `reasons` in catalogue.yaml",
    "请在 catalogue.yaml 中写 `联系原因` 一节",
)
REASON_CIRCLE: Final = Message(
    "R231",
    "`{name}` is under itself: {circle}",
    "`{name}` 属于自身：{circle}",
    "take `under` out of one of them",
    "请去掉其中一处 `属于`",
)
WAS_TWICE: Final = Message(
    "R232",
    "`{old}` cannot have become `{name}`: {why}",
    "`{old}` 不能成为 `{name}`：{why}",
    "every old id leads to one reason, and is no reason of today",
    "每个旧编号只能对应一个原因，且不能仍是现行原因",
)
WINDOW_ELAPSED: Final = Message(
    "R233",
    "whether a contact was contained is judged after elapsed time",
    "是否自助成功按经过的时间判断",
    "write hours or days: `72 hours`",
    "请写小时或天：`72小时`",
)
