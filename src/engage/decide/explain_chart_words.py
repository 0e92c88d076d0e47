"""What explanations say of lifecycles and segments, of clocks, and of late events, in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engage.decide.reasons import ReasonCode
from engage.ground.finding import Words

__all__ = ["CHART_HEADINGS", "CHART_REASONS"]

CHART_REASONS: Final[Mapping[ReasonCode, Words]] = {
    ReasonCode.MOVED: Words("{0}: now {2}, by {1}", "{0}：现为 {2}，依据 {1}", "{0}：現為 {2}，依據 {1}"),
    ReasonCode.STAYS: Words(
        "{0}: {1} would hold, but the event came late: stages do not move on late events",
        "{0}：{1} 的条件成立，但事件迟到：阶段不因迟到事件而改变",
        "{0}：{1} 的條件成立，但事件遲到：階段不因遲到事件而改變",
    ),
    ReasonCode.CIRCLE: Words(
        "{0}: {1} would lead back to a stage just left; guards in a circle move nobody until an event, or a day later",
        "{0}：{1} 会回到刚离开的阶段；条件成环时，只有新事件或一天之后才再转移",
        "{0}：{1} 會回到剛離開的階段；條件成環時，只有新事件或一天之後才再轉移",
    ),
    ReasonCode.REFUSED: Words(
        "{0}: {2} cannot be entered from where the customer stands",
        "{0}：客户目前不能进入 {2}",
        "{0}：客戶目前不能進入 {2}",
    ),
    ReasonCode.NO_TARGET: Words(
        "{0}: the plan has no such target, so its clock does not start",
        "{0}：方案没有这项时限，时钟不启动",
        "{0}：方案沒有這項時限，時鐘不啟動",
    ),
    ReasonCode.LATE: Words(
        "this event came late: decided as of its own moment, with the profile as it is known now",
        "事件迟到：按其发生时刻判定，客户资料取当前值",
        "事件遲到：按其發生時刻判定，客戶資料取當前值",
    ),
}
CHART_HEADINGS: Final[Mapping[str, Words]] = {
    "stages": Words("stages", "阶段", "階段"),
    "stands": Words("{0}: {1}", "{0}：{1}"),
    "stands since": Words("{0}: {1} since {2}", "{0}：{1}，自 {2} 起", "{0}：{1}，自 {2} 起"),
    "came": Words("came from {0} by this event", "因本次事件由 {0} 转入", "因本次事件由 {0} 轉入"),
    "would move": Words("to {0}: {1}", "转入 {0}：{1}", "轉入 {0}：{1}"),
    "in": Words("in", "属于", "屬於"),
    "out": Words("not in", "不属于", "不屬於"),
}
