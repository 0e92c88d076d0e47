"""Messages about service clocks: R250 to R259."""

from __future__ import annotations

from engage.ground.finding import Message

__all__ = ["CLOCK_CHOICE", "CLOCK_TWICE", "CLOCK_UNKNOWN", "WARNING_FORM"]

CLOCK_UNKNOWN = Message(
    "R250",
    "no target is called `{name}`",
    "没有名为 `{name}` 的时限",
    "{hint}",
    "{hint}",
)
WARNING_FORM = Message(
    "R251",
    "`{word}` says no moment to warn at",
    "`{word}` 不是预警点",
    "write a share of the target, or how much of it is left: `75%, 1 business hour left`",
    "请写时限的百分比，或剩余时长：`75%、剩余 1工作小时`",
)
CLOCK_CHOICE = Message(
    "R252",
    "`{word}` is not among what may stand here",
    "`{word}` 不在可选之列",
    "write one of {known}",
    "请选用：{known}",
)
CLOCK_TWICE = Message(
    "R253",
    "the target `{name}` has two clocks",
    "时限 `{name}` 有两个时钟",
    "write one clock for a target; another way to measure is a target of its own",
    "每个时限只写一个时钟；不同的计法请另立时限",
)
