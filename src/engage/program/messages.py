"""What the compiler can refuse. Everything else was found before, where the text was understood."""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Message

__all__ = ["CIRCULAR", "TOO_COSTLY", "TOO_ENTANGLED"]

TOO_COSTLY: Final = Message(
    "V101",
    "a decision at {event} costs up to {cost} units, and {limit} are allowed",
    "{event} 的一次决策最多需 {cost} 个单位，上限为 {limit}",
    "rules without an event are asked at every event: name the events at which they speak",
    "没有写事件的规则在每个事件都会被询问：请写明规则适用的事件",
)
TOO_ENTANGLED: Final = Message(
    "V102",
    "the `beats` of all rules together name {pairs} pairs, and {limit} are allowed",
    "全部规则的“优先于”合计有 {pairs} 对，上限为 {limit}",
    "let rules beat a table, or a group of few rules",
    "请改为优先于一个决策表，或规则较少的一个组",
)
CIRCULAR: Final = Message(
    "V103",
    "{names} are computed from each other, in a circle",
    "{names} 的计算互相依赖，形成循环",
    "let one of them be computed from facts of the customer or the event alone",
    "请让其中一项只由客户或事件的事实计算",
)
