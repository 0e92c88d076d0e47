"""What the compiler can refuse. Everything else was found before, where the text was understood."""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Message

__all__ = ["ASKS_AN_EVENT", "CIRCULAR", "NOT_NOTED", "NO_TEXTS", "TOO_COSTLY", "TOO_ENTANGLED"]

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
ASKS_AN_EVENT: Final = Message(
    "V104",
    "this looks at what an event says, and customers are asked between events",
    "这里要看事件的内容，而此处问的是事件之外的客户",
    "ask for what is known of the customer, or for what happened: `any call (reason bill) in the last 30 days`",
    "请问客户的已知信息，或曾经发生的事：`过去 30 天内有来电（原因 账单）`",
)
NOT_NOTED: Final = Message(
    "V105",
    "nobody notes how long this has held, because no rule asks it",
    "没有规则问到，因此没有记录这一条件成立了多久",
    "ask the same condition without `for …`, or with the same length as a rule, scorecard or lifecycle",
    "请去掉“持续…”，或写成与某条规则、评分卡或生命周期相同的时长",
)
NO_TEXTS: Final = Message(
    "V106",
    "this program was compiled without its texts, so that nothing can be read in its words",
    "此程序编译时没有附上原文，无法按其词汇读入",
    "make it by `engage.load`, or give `engage.compile` the sources",
    "请用 `engage.load` 得到程序，或把原文交给 `engage.compile`",
)
