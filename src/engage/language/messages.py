"""Every message about conditions, values, cells, literals, durations and texts: codes E001 to E039 and E070 to E075.

Messages about action sentences are in `action_messages.py` (E040 to E069), about slips in `slip_messages.py` (E077 on).
"""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Message

__all__ = [
    "ALONE",
    "AND_OR_MIXED",
    "BARE_MONTH",
    "BARE_WEEK",
    "BRACE_OPEN",
    "BRACKET_CLOSED",
    "BRACKET_OPEN",
    "CALENDAR_UNIT",
    "CANNOT_CALCULATE",
    "CANNOT_COMPARE",
    "CURRENCIES_DIFFER",
    "EMPTY",
    "EXPECTED_TYPE",
    "LIST_TOO_LONG",
    "LOOK_ALIKE",
    "MINUTES_OR_MONTHS",
    "MISSING",
    "MIXED_WINDOW",
    "NEEDS_UNIT",
    "NEEDS_ZONE",
    "NOTHING_BETWEEN",
    "NOT_AT_EVENT",
    "NOT_A_DATE",
    "NOT_A_DURATION",
    "NOT_A_FIELD_OF",
    "NOT_A_LITERAL",
    "NOT_A_ROW",
    "NOT_ONE_OF",
    "NO_ORDER",
    "NUMBER_TOO_LARGE",
    "ONE_EVENT",
    "PATTERN_TOO_LONG",
    "PATTERN_WRONG",
    "QUOTE_OPEN",
    "RANGE_MARK",
    "TOO_DEEP",
    "TOO_LONG",
    "TOO_MANY_NODES",
    "TWO_MEANINGS",
    "TWO_READINGS",
    "UNEXPECTED",
    "UNKNOWN_EVENT",
    "UNKNOWN_FIELD",
    "UNQUOTED",
    "WHICH_EVENT",
    "WORDS_AFTER_FIELD",
]

EMPTY: Final = Message(
    "E001",
    "something is missing here: this is empty",
    "这里是空的，缺少内容",
    "for example `{example}`",
    "例如“{example}”",
)
TOO_LONG: Final = Message(
    "E002",
    "this is {size} bytes long; at most {limit} are read",
    "这里有 {size} 字节，最多读取 {limit} 字节",
    "write several shorter conditions, one a line",
    "请写成几个较短的条件，每行一个",
)
TOO_DEEP: Final = Message(
    "E002",
    "brackets nest deeper than {limit}",
    "括号嵌套超过 {limit} 层",
    "write several conditions, one a line",
    "请写成几个条件，每行一个",
)
TOO_MANY_NODES: Final = Message(
    "E002",
    "this condition has more than {limit} parts",
    "这个条件的组成部分超过 {limit} 个",
    "write several shorter conditions, one a line",
    "请写成几个较短的条件，每行一个",
)
LIST_TOO_LONG: Final = Message(
    "E002",
    "this list has more than {limit} values",
    "这个列表的值超过 {limit} 个",
    "use a table, or a choice that stands for the group",
    "请使用决策表，或为这一组声明一个选项",
)
UNEXPECTED: Final = Message(
    "E003",
    "I did not expect `{text}` here",
    "这里不应有“{text}”",
    "{way_out}",
    "{way_out}",
)
MISSING: Final = Message(
    "E004",
    "this is not finished: {what} is missing behind `{before}`",
    "不完整：“{before}”后面缺少{what}",
    "for example `{example}`",
    "例如“{example}”",
)
BRACKET_OPEN: Final = Message(
    "E005",
    "this bracket is not closed",
    "括号没有闭合",
    "add `)` where the bracketed part ends",
    "请在括号内容结束处加“）”",
)
BRACKET_CLOSED: Final = Message(
    "E006",
    "this bracket closes nothing",
    "多余的右括号",
    "take it away, or open a bracket before",
    "请删去它，或在前面补左括号",
)
QUOTE_OPEN: Final = Message(
    "E007",
    "this text is not closed: {mark} is missing",
    "引号没有闭合，缺少 {mark}",
    "{way_out}",
    "{way_out}",
)
UNKNOWN_FIELD: Final = Message(
    "E010",
    "there is no field called `{text}`",
    "没有名为“{text}”的字段",
    "{way_out}",
    "{way_out}",
)
UNKNOWN_EVENT: Final = Message(
    "E011",
    "there is no event called `{text}`",
    "没有名为“{text}”的事件",
    "{way_out}",
    "{way_out}",
)
NOT_A_FIELD_OF: Final = Message(
    "E012",
    "{kind} has no field called `{text}`",
    "{kind}没有名为“{text}”的字段",
    "{way_out}",
    "{way_out}",
)
NOT_ONE_OF: Final = Message(
    "E013",
    "`{text}` is not one of the values of {field}",
    "“{text}”不是{field}的值",
    "{way_out}",
    "{way_out}",
)
NOT_AT_EVENT: Final = Message(
    "E014",
    "{field} is not known at the event {kind}",
    "事件“{kind}”没有{field}",
    "{way_out}",
    "{way_out}",
)
TWO_MEANINGS: Final = Message(
    "E015",
    "`{text}` can mean {ones}",
    "“{text}”可以指{ones}",
    "write which one: {choices}",
    "请写明是哪一个：{choices}",
)
LOOK_ALIKE: Final = Message(
    "E016",
    "`{text}` has letters that only look like those of `{name}`: {letters}",
    "“{text}”中有与“{name}”形似的字母：{letters}",
    "type the name again: `{name}`",
    "请重新输入：“{name}”",
)
TWO_READINGS: Final = Message(
    "E017",
    "this can be read in two ways",
    "这句话有两种读法",
    "{first}\n{second}",
    "{first}\n{second}",
)
AND_OR_MIXED: Final = Message(
    "E018",
    "`and` and `or` stand side by side: which belongs together?",
    "“且”和“或”并列，分不清先后",
    "either `{first}`\nor `{second}`",
    "或者“{first}”\n或者“{second}”",
)
UNQUOTED: Final = Message(
    "E019",
    "{field} is a text, so `{text}` needs quotation marks",
    "{field}是文本，“{text}”要加引号",
    "write {quoted}",
    "请写 {quoted}",
)
NOTHING_BETWEEN: Final = Message(
    "E020",
    "nothing lies between {low} and {high}",
    "{low} 和 {high} 之间没有任何值",
    "{way_out}",
    "{way_out}",
)
CANNOT_COMPARE: Final = Message(
    "E021",
    "cannot compare {left} with {right}",
    "{left}不能与{right}比较",
    "{way_out}",
    "{way_out}",
)
CURRENCIES_DIFFER: Final = Message(
    "E022",
    "cannot compare {left} with {right}",
    "{left} 不能与 {right} 比较",
    "write the amount in {left}; currencies are not converted",
    "请用 {left} 写金额；货币之间不换算",
)
ALONE: Final = Message(
    "E023",
    "`{text}` alone is not a condition: it is {kind}",
    "只有“{text}”还不是条件：它是{kind}",
    "say what it is compared with: `{example}`",
    "请写明与什么比较：“{example}”",
)
NO_ORDER: Final = Message(
    "E024",
    "the values of {field} have no order, so nothing is more or less",
    "{field}的值没有顺序，不能比较大小",
    "name the values that are meant: `{example}`; or declare the values as ordered",
    "请列出所指的值：“{example}”；或在词汇表中声明为有序",
)
WORDS_AFTER_FIELD: Final = Message(
    "E025",
    "a comparison is missing between `{before}` and `{text}`",
    "“{before}”和“{text}”之间缺少比较词",
    "write `{before} {word} {text}`",
    "请写“{before} {word} {text}”",
)
RANGE_MARK: Final = Message(
    "E026",
    "does `{text}` include {high}?",
    "“{text}”包含 {high} 吗？",
    "with {high}: `{first}`\nwithout it: `{second}`",
    "包含：“{first}”\n不包含：“{second}”",
)
MINUTES_OR_MONTHS: Final = Message(
    "E027",
    "does `{text}` mean minutes or months?",
    "“{text}”是分钟还是月？",
    "write `{minutes}` or `{months}`",
    "请写“{minutes}”或“{months}”",
)
BARE_MONTH: Final = Message(
    "E028",
    "which {unit} is meant by `{text}`?",
    "“{text}”指哪一种{unit}？",
    "write one of: {choices}",
    "请写其中一种：{choices}",
)
BARE_WEEK: Final = Message(
    "E029",
    "does `{text}` mean any {days} or a calendar {unit}?",
    "“{text}”是任意{days}还是自然{unit}？",
    "write one of: {choices}",
    "请写其中一种：{choices}",
)
NEEDS_UNIT: Final = Message(
    "E030",
    "`{text}` needs a unit",
    "“{text}”缺少单位",
    "for example {choices}",
    "例如{choices}",
)
NOT_A_DATE: Final = Message(
    "E031",
    "there is no such date or time: `{text}`",
    "没有这样的日期或时刻：“{text}”",
    "dates are written `2026-11-05`, times `21:30`",
    "日期写作“2026-11-05”，时刻写作“21:30”",
)
NEEDS_ZONE: Final = Message(
    "E032",
    "`{text}` does not say in which time zone",
    "“{text}”没有说明时区",
    "write `{zoned}`, or a date alone",
    "请写“{zoned}”，或只写日期",
)
PATTERN_WRONG: Final = Message(
    "E033",
    "this pattern cannot be read: {problem}",
    "这个匹配式无法识别：{problem}",
    "patterns are those of RE2 and must fit the whole text",
    "匹配式遵循 RE2，须与整段文本相符",
)
PATTERN_TOO_LONG: Final = Message(
    "E034",
    "this pattern is {size} bytes long; at most {limit} are read",
    "匹配式有 {size} 字节，最多 {limit} 字节",
    "make it shorter, or ask several questions",
    "请缩短，或拆成几个条件",
)
NUMBER_TOO_LARGE: Final = Message(
    "E035",
    "the number `{text}` is beyond what can be calculated with",
    "数字“{text}”超出可计算的范围",
    "whole numbers go up to 64 bits, others to 34 digits",
    "整数不超过 64 位二进制，其他数字不超过 34 位",
)
BRACE_OPEN: Final = Message(
    "E036",
    "this brace is not closed",
    "花括号没有闭合",
    "write `{one}` for a value and `{two}` for a brace itself",
    "值写作“{one}”，花括号本身写作“{two}”",
)
NOT_A_LITERAL: Final = Message(
    "E037",
    "`{text}` is not {kind}",
    "“{text}”不是{kind}",
    "for example {example}",
    "例如 {example}",
)
NOT_A_DURATION: Final = Message(
    "E038",
    "`{text}` is not a length of time",
    "“{text}”不是时长",
    "for example {choices}",
    "例如{choices}",
)
CANNOT_CALCULATE: Final = Message(
    "E039",
    "cannot calculate {left} {op} {right}",
    "{left} {op} {right} 无法计算",
    "numbers and money are added, subtracted, multiplied and divided; two dates are subtracted",
    "数字与金额可加减乘除；两个日期可相减",
)
EXPECTED_TYPE: Final = Message(
    "E070",
    "`{text}` is {kind}, but {expected} is needed here",
    "“{text}”是{kind}，这里需要{expected}",
    "{way_out}",
    "{way_out}",
)
CALENDAR_UNIT: Final = Message(
    "E071",
    "`{text}` needs a calendar unit",
    "“{text}”需要日历单位",
    "for example {choices}",
    "例如{choices}",
)
MIXED_WINDOW: Final = Message(
    "E072",
    "the time is given twice",
    "时间范围写了两次",
    "keep one of them: `{text}` is the second",
    "请只保留一个：第二个是“{text}”",
)
WHICH_EVENT: Final = Message(
    "E073",
    "several events have {field}: which one is meant?",
    "有几种事件带有{field}，指哪一种？",
    "write one of: {choices}",
    "请写其中一种：{choices}",
)
NOT_A_ROW: Final = Message(
    "E074",
    "`in a row` needs one field of one event",
    "“连续”需要一种事件的一个字段",
    "for example `{example}`",
    "例如“{example}”",
)
ONE_EVENT: Final = Message(
    "E075",
    "`{text}` belongs to events of the past: which of them?",
    "“{text}”属于过去的事件，指其中哪些？",
    "for example {choices}",
    "例如{choices}",
)
