"""Every message about action sentences and the small sentences around rules: codes E040 to E069."""

from __future__ import annotations

from engage.ground.finding import Message

__all__ = [
    "ABSENCE_UNREAD",
    "ACTIVE_BACKWARDS",
    "ACTIVE_UNREAD",
    "AN_EVENT_FACT",
    "BELOW_ZERO",
    "DATA_TWICE",
    "EMPTY_ACTION",
    "EVENT_GIVEN_UNREAD",
    "ITEM_TWICE",
    "LADDER_BACKWARDS",
    "LEVER_UNREAD",
    "MISSING_PART",
    "NEEDS_ELAPSED",
    "NOTHING_CALLED",
    "NOT_AN_ACTION",
    "NOT_A_FIELD_OF_EVENT",
    "NOT_A_SKILL_LEVEL",
    "NOT_UNDERSTOOD_BEHIND",
    "ONCE_NEEDS_ELAPSED",
    "ONCE_UNREAD",
    "PAST_UNREAD",
    "RUNG_EMPTY",
    "SENTENCE_TOO_LONG",
]

NOT_AN_ACTION = Message(
    "E040",
    "I know no action that begins with `{text}`",
    "没有以“{text}”开头的动作",
    "{way_out}",
    "{way_out}",
)
NOTHING_CALLED = Message(
    "E041",
    "there is no {what} called `{text}`",
    "没有名为“{text}”的{what}",
    "{way_out}",
    "{way_out}",
)
NOT_UNDERSTOOD_BEHIND = Message(
    "E042",
    "I did not expect `{text}` behind `{before}`",
    "“{before}”后面不应有“{text}”",
    "{way_out}",
    "{way_out}",
)
MISSING_PART = Message(
    "E043",
    "the sentence is not finished: {what} is missing behind `{before}`",
    "句子不完整：“{before}”后面缺少{what}",
    "for example `{example}`",
    "例如“{example}”",
)
NOT_A_SKILL_LEVEL = Message(
    "E044",
    "`{text}` is not a level of {skill}",
    "“{text}”不是{skill}的级别",
    "levels are whole numbers from 1: `{example}`",
    "级别是从 1 起的整数：“{example}”",
)
LEVER_UNREAD = Message(
    "E045",
    "`{text}` is not a lever",
    "“{text}”不是优先倍数",
    "a lever multiplies an offer's score and is above zero: `(×1.5)`",
    "优先倍数与推荐的得分相乘，须大于零：“（优先 ×1.5）”",
)
AN_EVENT_FACT = Message(
    "E046",
    "{field} belongs to the event and cannot be written",
    "{field}属于事件，不能写入",
    "only facts about the customer are kept: for example {known}",
    "只有客户的信息可以写入，例如：{known}",
)
NEEDS_ELAPSED = Message(
    "E047",
    "`{text}` needs a calendar, but people wait in elapsed time",
    "“{text}”要按日历计算，而等待按实际经过的时间计算",
    "write seconds, minutes or hours",
    "请用秒、分钟或小时",
)
RUNG_EMPTY = Message(
    "E048",
    "`{text}` says when to widen the search, but not to whom",
    "“{text}”只说了何时放宽，没有说放宽到谁",
    "name needed skills or another queue: `{example}`",
    "请写所需技能或另一个队列：“{example}”",
)
LADDER_BACKWARDS = Message(
    "E049",
    "{later} does not come after {earlier}",
    "{later}不在{earlier}之后",
    "waits are counted from entering the queue; put the shorter one first",
    "等待时间都从进入队列算起；请把短的写在前面",
)
ITEM_TWICE = Message(
    "E050",
    "{name} is named twice",
    "{name}写了两次",
    "name it once",
    "只写一次",
)
EMPTY_ACTION = Message(
    "E051",
    "an action is missing here",
    "这里缺少动作",
    "for example `{example}`",
    "例如“{example}”",
)
SENTENCE_TOO_LONG = Message(
    "E052",
    "this sentence has {size} bytes; at most {limit} are read",
    "这句话有 {size} 字节，最多读取 {limit} 字节",
    "say it in several shorter sentences",
    "请分成几句较短的话",
)
BELOW_ZERO = Message(
    "E053",
    "`{text}` is below zero, which allows nothing",
    "“{text}”小于零，等于什么也不授权",
    "say how far {allowance} may go, with a number from 0",
    "请写{allowance}的上限，从 0 起",
)
ACTIVE_UNREAD = Message(
    "E060",
    "`{text}` does not say from when through when",
    "“{text}”没有说明从哪天到哪天",
    "write `2026-11-01 through 2026-11-11`, `from 2026-11-01` or `through 2026-11-11`",
    "请写“2026-11-01 至 2026-11-11”、“2026-11-01 起”或“至 2026-11-11”",
)
ACTIVE_BACKWARDS = Message(
    "E061",
    "{through} comes before {start}",
    "{through}早于{start}",
    "swap them: `{swapped}`",
    "请对调：“{swapped}”",
)
ONCE_UNREAD = Message(
    "E062",
    "`{text}` does not say once per whom and how often",
    "“{text}”没有说明每谁多久一次",
    "write `per customer every 30 days`, `per contact`, `per case` or `per account`",
    "请写“每位客户 每30天 一次”、“每次接触 一次”、“每个工单 一次”或“每个账户 一次”",
)
ABSENCE_UNREAD = Message(
    "E063",
    "`{text}` does not say what fails to come after what",
    "“{text}”没有说明什么之后没有什么",
    "write `3 working days after complaint closed without call-back`",
    "请写“投诉办结 之后 3个工作日内 没有 回访”",
)
PAST_UNREAD = Message(
    "E064",
    "`{text}` is not an event of the past",
    "“{text}”不是过去的事件",
    "write `complaint 12 days ago (reason network)` or `complaint on 2026-10-02 09:30`",
    "请写“12天前 投诉（原因 网络）”或“2026-10-02 09:30 投诉”",
)
EVENT_GIVEN_UNREAD = Message(
    "E065",
    "`{text}` is not a field of {kind} with its value",
    "“{text}”不是{kind}的字段和值",
    "write `{example}`",
    "请写“{example}”",
)
NOT_A_FIELD_OF_EVENT = Message(
    "E066",
    "{kind} has no field called `{text}`",
    "{kind}没有名为“{text}”的字段",
    "{way_out}",
    "{way_out}",
)
DATA_TWICE = Message(
    "E067",
    "{field} is given twice",
    "{field}给了两次",
    "give it once",
    "只给一次",
)
ONCE_NEEDS_ELAPSED = Message(
    "E068",
    "`{text}` needs a calendar, but `once` counts back from the moment itself",
    "“{text}”要按日历计算，而“一次”从当时往回算",
    "write days or weeks: `per customer every 30 days`",
    "请用天或周：“每位客户 每30天 一次”",
)
