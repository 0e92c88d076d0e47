"""Why a condition cannot be put to another engine as a claim on a single event, in words."""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Words

__all__ = [
    "AGE",
    "AHEAD",
    "ARITHMETIC",
    "CALENDAR",
    "CONSTANTS",
    "DEFAULT",
    "HELD",
    "HISTORY",
    "LIST",
    "ORDER",
    "PART",
    "TWO_KINDS",
    "WORKED_OUT",
    "Words",
]

HISTORY: Final = Words("it asks what happened before", "涉及以往事件", "涉及以往事件")
HELD: Final = Words("it asks since when something holds", "涉及某条件持续多久", "涉及某條件持續多久")
WORKED_OUT: Final = Words(
    "it asks a fact or score that the ruleset works out itself",
    "用到规则集自行推算的事实或评分",
    "用到規則集自行推算的事實或評分",
)
ARITHMETIC: Final = Words("it calculates", "含有计算", "含有計算")
AGE: Final = Words("it asks how long ago something is", "涉及距今多久", "涉及距今多久")
AHEAD: Final = Words("it asks how far ahead something is", "涉及未来期限", "涉及未來期限")
CALENDAR: Final = Words("its length of time needs a calendar", "时长需要日历换算", "時長需要日曆換算")
PART: Final = Words("it asks for a part of a date", "取日期的一部分", "取日期的一部分")
DEFAULT: Final = Words(
    "a default stands where no constant compares with it",
    "默认值所在之处没有常数可比",
    "預設值所在之處沒有常數可比",
)
LIST: Final = Words("it looks into a list", "查看列表内容", "查看列表內容")
ORDER: Final = Words(
    "an order of texts, months or of two choices", "文本、月份或两个选项之间比大小", "文字、月份或兩個選項之間比大小"
)
TWO_KINDS: Final = Words("it compares values of two kinds", "比较两种不同类型的值", "比較兩種不同類型的值")
CONSTANTS: Final = Words("it compares constants", "只比较常数", "只比較常數")
