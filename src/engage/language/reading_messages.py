"""What a condition, a value or a cell can be told, in both languages."""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Message

__all__ = [
    "AND_OR",
    "BAD_PATTERN",
    "BETWEEN_ORDER",
    "DASHED_RANGE",
    "EMPTY",
    "INCOMPARABLE",
    "MISSING_VALUE",
    "NOT_AT_EVENT",
    "NOT_A_VALUE",
    "SHORT_M",
    "TOO_DEEP",
    "TOO_LARGE",
    "TOO_LONG_LIST",
    "UNEXPECTED",
    "UNKNOWN_CHOICE",
    "UNKNOWN_EVENT",
    "UNKNOWN_FIELD",
    "UNKNOWN_NAME",
    "WHICH_MONTH",
]

EMPTY: Final = Message("E001", "nothing is written here", "这里是空的", "write a condition", "请写条件")
TOO_LARGE: Final = Message(
    "E002",
    "this sentence is larger than {limit}",
    "这句话超过了 {limit}",
    "split it into several lines or rules",
    "请拆成几行或几条规则",
)
UNEXPECTED: Final = Message(
    "E003",
    "`{text}` was not expected here",
    "此处不该出现“{text}”",
    "put `and` or `or` between two conditions, or one condition on each line",
    "两个条件之间请写“且”或“或”，或者每行写一个条件",
)
TOO_DEEP: Final = Message(
    "E004",
    "brackets are nested deeper than {limit}",
    "括号嵌套超过 {limit} 层",
    "use `any of` lines",
    "请改用“任一满足”分行写",
)
UNKNOWN_FIELD: Final = Message(
    "E010", "there is no fact called `{text}`", "没有叫“{text}”的信息项", "{way_out}", "{way_out}"
)
UNKNOWN_EVENT: Final = Message(
    "E011", "there is no event called `{text}`", "没有叫“{text}”的事件", "{way_out}", "{way_out}"
)
NOT_AT_EVENT: Final = Message(
    "E012",
    "the event has no `{field}`: the rule speaks at {events}",
    "该规则的事件（{events}）没有“{field}”",
    "name an event that has it, or ask history",
    "请换成带有它的事件，或查询历史",
)
UNKNOWN_CHOICE: Final = Message(
    "E013", "`{text}` is not one of the values of {field}", "“{text}”不是“{field}”的可选值", "{way_out}", "{way_out}"
)
UNKNOWN_NAME: Final = Message("E014", "`{text}` is not known here", "此处不认识“{text}”", "{way_out}", "{way_out}")
BETWEEN_ORDER: Final = Message(
    "E020", "nothing lies between {low} and {high}", "{low} 和 {high} 之间没有值", "swap them", "请对调"
)
INCOMPARABLE: Final = Message(
    "E021",
    "{field} is {wanted}: it cannot be compared with {seen}",
    "“{field}”是{wanted}，不能与{seen}比较",
    "{way_out}",
    "{way_out}",
)
MISSING_VALUE: Final = Message(
    "E022",
    "something to compare {field} with is missing",
    "缺少与“{field}”比较的值",
    "write a value behind it",
    "请在后面写上值",
)
NOT_A_VALUE: Final = Message(
    "E023", "`{text}` is not {wanted}", "“{text}”不是{wanted}", "write {example}", "请写 {example}"
)
AND_OR: Final = Message(
    "E030",
    "`and` and `or` on one line can be read in two ways",
    "同一行里的“且”“或”有两种读法",
    "write {first}, or {second}",
    "请写 {first}，或 {second}",
)
DASHED_RANGE: Final = Message(
    "E031",
    "`{text}` may or may not include its end",
    "“{text}”没有说明是否包含上限",
    "write `{first}`, or `{second}`",
    "请写“{first}”或“{second}”",
)
SHORT_M: Final = Message(
    "E032",
    "`{text}`: minutes or months?",
    "“{text}”是分钟还是月？",
    "write `{n} minutes` or `{n} calendar months`",
    "请写“{n}分钟”或“{n}个自然月”",
)
WHICH_MONTH: Final = Message(
    "E033",
    "`{text}` can mean several lengths",
    "“{text}”可指不同的长度",
    "write `in the last 30 days`, `this calendar month` or `in the last 1 full calendar months`",
    "请写“最近30天内”“本自然月”或“近1个完整自然月”",
)
BAD_PATTERN: Final = Message(
    "E034", "the pattern cannot be read: {why}", "无法识别这个模式：{why}", "patterns follow RE2", "模式须符合 RE2 语法"
)
TOO_LONG_LIST: Final = Message(
    "E035", "a list has more than {limit} values", "列表超过 {limit} 个值", "use a table", "请改用决策表"
)
