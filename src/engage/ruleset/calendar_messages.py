"""What can be wrong with opening times, holidays and calendars, once each of them can be read: R146 to R149, R181."""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Message

__all__ = ["BOTH_AND_HOURS", "BOTH_ITSELF", "DATES_BACKWARDS", "DATE_TWICE", "OPEN_TWICE"]

OPEN_TWICE: Final = Message(
    "R146",
    "`{seen}` overlaps with other opening times of these days",
    "`{seen}` 与这些天的其他工作时段重叠",
    "say each time once: join spans that overlap, and let a night end before the next day opens",
    "每段时间只写一次：请合并重叠的时段；跨夜时段须在次日开始之前结束",
)
DATE_TWICE: Final = Message(
    "R147",
    "`{seen}` stands twice: as a holiday, and with opening times",
    "`{seen}` 写了两次：既是节假日，又有工作时段",
    "keep it under `holidays` if it is closed all day, else under `dates`",
    "全天关闭的留在 `节假日`，否则留在 `特定日期`",
)
DATES_BACKWARDS: Final = Message(
    "R148",
    "`{seen}` ends before it begins, or more than a year later",
    "`{seen}` 的结束早于开始，或相隔超过一年",
    "write the earlier date first: `2026-12-24 to 2027-01-02`",
    "请先写较早的日期：`2026-12-24 至 2027-01-02`",
)
BOTH_ITSELF: Final = Message(
    "R149",
    "the calendar `{name}` is open when itself is",
    "日历 `{name}` 引用了自身",
    "name other calendars under `both`, or write hours instead",
    "请在 `同时开放` 中写其他日历，或改写时间",
)
BOTH_AND_HOURS: Final = Message(
    "R181",
    "the calendar `{name}` has `both` and hours of its own: `{key}` would be ignored",
    "日历 `{name}` 既有 `同时开放` 又有自己的时间：`{key}` 会被忽略",
    "give the hours a calendar of their own, and name it under `both`",
    "请为这些时间另立日历，并在 `同时开放` 中引用",
)
