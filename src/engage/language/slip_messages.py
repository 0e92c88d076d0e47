"""What is said about sentences that are nearly right: codes E077 to E099."""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Message, Severity

__all__ = [
    "ALL_OR_ANY",
    "BEGINS_WITH_JOINT",
    "BOTH_AT_ONCE",
    "COUNTED_IN",
    "COUNT_FIRST",
    "DATE_WRITTEN",
    "EVENT_BESIDE_COUNT",
    "HOW_SOON",
    "IS_A_LIST",
    "NEVER_UNKNOWN",
    "NOTHING_FOLLOWS",
    "NOT_A_COMPARISON",
    "NOT_A_LIST",
    "NOT_IN_BOTH",
    "NOT_YES_OR_NO",
    "NUMBER_OR_NUMBERS",
    "OTHER_LANGUAGE",
    "OUT_OF_SCALE",
    "THOUSANDS",
    "TOO_MANY_STEPS",
    "WHAT_IS_COUNTED",
    "WHICH_NUMBER",
    "WHICH_WINDOW",
]

NOT_A_COMPARISON: Final = Message(
    "E077",
    "`{text}` is no comparison",
    "“{text}”不是比较词",
    "{way_out}",
    "{way_out}",
)
BEGINS_WITH_JOINT: Final = Message(
    "E078",
    "a line cannot begin with `{text}`",
    "一行不能以“{text}”开头",
    "{way_out}",
    "{way_out}",
)
OUT_OF_SCALE: Final = Message(
    "E079",
    "`{text}` is beyond {field}, which goes from {low} to {high}",
    "“{text}”超出{field}的范围（{low} 到 {high}）",
    "{way_out}",
    "{way_out}",
    Severity.WARNING,
)
WHICH_WINDOW: Final = Message(
    "E080",
    "`{text}` does not say which time is meant",
    "“{text}”没有说明指哪段时间",
    "write `{example}`",
    "请写“{example}”",
)
DATE_WRITTEN: Final = Message(
    "E081",
    "a date is not written `{text}`",
    "日期不写作“{text}”",
    "write {choices}",
    "请写{choices}",
)
BOTH_AT_ONCE: Final = Message(
    "E082",
    "{field} has one value: it is not two at once",
    "{field}只有一个值，不会同时是两个",
    "write `or` between the values: `{example}`",
    "值与值之间请用“或”：“{example}”",
)
COUNTED_IN: Final = Message(
    "E083",
    "{field} is counted in {unit}, so `{text}` cannot be read",
    "{field}按{unit}计，“{text}”无法识别",
    "{way_out}",
    "{way_out}",
)
OTHER_LANGUAGE: Final = Message(
    "E084",
    "this file is {own}, but `{text}` is {other}",
    "这个文件是{own}的，而“{text}”是{other}",
    "{way_out}",
    "{way_out}",
)
NOT_YES_OR_NO: Final = Message(
    "E085",
    "`{text}` is neither yes nor no",
    "“{text}”既不是“是”也不是“否”",
    "{way_out}",
    "{way_out}",
)
NUMBER_OR_NUMBERS: Final = Message(
    "E086",
    "`{text}` can be one number or two",
    "“{text}”可以是一个数，也可以是两个",
    "write `{one}` for one number, `{two}` for two",
    "一个数写作“{one}”，两个数写作“{two}”",
)
EVENT_BESIDE_COUNT: Final = Message(
    "E087",
    "`{text}` beside `{before}` can be read in two ways",
    "“{text}”与“{before}”并列，有两种读法",
    "of the past: `{past}`\nof the event that is decided: `{now}`",
    "指过去：“{past}”\n指本次事件：“{now}”",
)
ALL_OR_ANY: Final = Message(
    "E088",
    "`{text}`: all of them, or one of them?",
    "“{text}”：是全部，还是其中之一？",
    "either `{first}`\nor `{second}`",
    "或者“{first}”\n或者“{second}”",
)
IS_A_LIST: Final = Message(
    "E089",
    "{field} is a list, so `{text}` asks whether one value is several",
    "{field}是列表，“{text}”是拿一个值与多个值比较",
    "write `{meant}`",
    "请写“{meant}”",
)
NOT_A_LIST: Final = Message(
    "E090",
    "{field} is one value and contains no others",
    "{field}是单个值，不包含其他值",
    "write `{meant}`",
    "请写“{meant}”",
)
THOUSANDS: Final = Message(
    "E091",
    "does the point in `{text}` part thousands or begin a fraction?",
    "“{text}”中的点是千位分隔还是小数点？",
    "{way_out}",
    "{way_out}",
)
HOW_SOON: Final = Message(
    "E092",
    "it is not said how soon it must follow",
    "没有说明多久之内",
    "for example `{example}`",
    "例如“{example}”",
)
NOTHING_FOLLOWS: Final = Message(
    "E093",
    "nothing can follow what did not happen",
    "没有发生的事件之后，不能再接其他事件",
    "say what did not happen last",
    "请把没有发生的事件放在最后",
)
TOO_MANY_STEPS: Final = Message(
    "E094",
    "a pattern has at most {limit} events",
    "先后模式最多有 {limit} 个事件",
    "leave out the first ones",
    "请去掉前面的事件",
)
NOT_IN_BOTH: Final = Message(
    "E095",
    "{kind}, which comes before it, has no {field}",
    "它之前的{kind}没有{field}",
    "name a field of both events",
    "请使用两个事件共有的字段",
)
WHAT_IS_COUNTED: Final = Message(
    "E096",
    "`{text}` does not say what is counted: the event, or how often the pattern was completed",
    "“{text}”没有说明统计的是事件还是模式完成的次数",
    "write `{example}`",
    "请写“{example}”",
)
WHICH_NUMBER: Final = Message(
    "E097",
    "`{text}` does not say one certain number",
    "“{text}”说的不是一个确定的数",
    "{way_out}",
    "{way_out}",
)
NEVER_UNKNOWN: Final = Message(
    "E098",
    "`{text}` says its value itself and is never unknown",
    "“{text}”写的就是值本身，不会未知",
    "ask it of a fact: `{example}`",
    "请对信息项提问：“{example}”",
)
COUNT_FIRST: Final = Message(
    "E099",
    "`{text}` is not how a number of events is written",
    "“{text}”不是事件次数的写法",
    "write `{example}`",
    "请写“{example}”",
)
