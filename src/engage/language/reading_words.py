"""The words that join names into conditions: every spelling that is understood, folded, by language.

The canonical spelling of each construct is `printer_phrases`; this page adds what people write besides. Chinese
words stand in simplified script; traditional spellings are made from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engage.facts.units import Unit
from engage.language.printer_phrases import traditional

__all__ = ["COMPARISONS", "COUNTS", "NUMBERS", "SHORT_UNITS", "UNIT_WORDS", "UP_TO", "WORDS", "words"]

Table = Mapping[str, tuple[str, ...]]

_EN: Final[Table] = {
    "and": ("and",),
    "or": ("or",),
    "not": ("not",),
    "is": ("is", "are", "="),
    "or else": ("or else",),
    "unknown": ("is unknown", "is missing", "is not known"),
    "known": ("is known", "is not unknown", "is not missing"),
    "bare unknown": ("unknown",),
    "bare known": ("known",),
    "yes": ("yes", "true"),
    "no": ("no", "false"),
    "now": ("now",),
    "between": ("is between", "between"),
    "between and": ("and",),
    "to": ("to",),
    "to below": ("to below", "to under"),
    "one of": ("is one of", "is in", "in"),
    "none of": ("is not one of", "is not in", "not in", "is none of"),
    "within": ("is within", "within"),
    "starts with": ("starts with",),
    "ends with": ("ends with",),
    "contains": ("contains",),
    "matches": ("matches",),
    "any": ("any", "some", "an", "a"),
    "none": ("no", "never any"),
    "event is": ("event is", "the event is"),
    "same": ("same", "the same"),
    "where": ("where",),
    "in the last": ("in the last", "over the last", "within the last", "during the last", "in the past"),
    "in the": ("in the", "over the"),
    "before": ("before",),
    "full": ("full",),
    "this": ("this",),
    "since": ("since",),
    "ever": ("ever", "so far"),
    "a calendar": ("in a calendar",),
    "for": ("for",),
    "in a row": ("in a row",),
    "falls": ("falls", "drops", "decreases"),
    "rises": ("rises", "grows", "increases"),
    "ago": ("ago",),
    "age": ("time since",),
    "number of": ("number of", "count of"),
    "sum": ("sum of", "total"),
    "average": ("average", "mean"),
    "smallest": ("smallest", "lowest"),
    "largest": ("largest", "highest"),
    "distinct": ("distinct", "number of distinct"),
    "first": ("first",),
    "last": ("last", "latest"),
    "of": ("of",),
    "part date": ("date of",),
    "part time": ("time of",),
    "part hour": ("hour of",),
    "part weekday": ("weekday of",),
    "part day": ("day of",),
    "part month": ("month of",),
    "part year": ("year of",),
    "through": ("through",),
    "until": ("until",),
    "comma": (",",),
}
_ZH: Final[Table] = {
    "and": ("且", "并且", "而且", "and"),
    "or": ("或", "或者", "or"),
    "not": ("非", "不是", "不", "not"),
    "is": ("是", "为", "等于", "="),
    "or else": ("否则",),
    "unknown": ("未知", "是未知", "为未知", "为空", "缺失"),
    "known": ("已知", "不为空", "不是未知"),
    "bare unknown": ("未知",),
    "bare known": ("已知",),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "now": ("现在", "当前时间"),
    "between": ("在", "介于"),
    "between and": ("和", "与", "到", "至"),
    "between end": ("之间",),
    "to": ("到", "至"),
    "to below": ("到不满", "至不满", "到不足"),
    "one of": ("属于", "是"),
    "none of": ("不属于",),
    "within": ("在",),
    "within end": ("内", "以内", "之内"),
    "starts with": ("开头是", "以"),
    "ends with": ("结尾是",),
    "contains": ("包含", "含有"),
    "matches": ("匹配",),
    "any": ("有",),
    "none": ("没有", "无", "未有"),
    "event is": ("事件是",),
    "same": ("同一", "相同"),
    "where": ("其中",),
    "in the last": ("最近", "近", "过去"),
    "in the before": ("此前", "之前"),
    "window end": ("内", "以内", "之内", ""),
    "full": ("个完整", "完整"),
    "this": ("本", "当前"),
    "since": ("以来",),
    "ever": ("累计",),
    "for": ("持续",),
    "in a row": ("连续",),
    "falls": ("下降", "下跌", "减少"),
    "rises": ("上升", "上涨", "增加"),
    "age": ("距今",),
    "number of": ("次数",),
    "sum": ("合计", "总和", "总额"),
    "average": ("平均值", "平均", "均值"),
    "smallest": ("最小值", "最低值"),
    "largest": ("最大值", "最高值"),
    "distinct": ("不同值数",),
    "first": ("首次", "第一次"),
    "last": ("最近一次", "上次", "上一次"),
    "of": ("的",),
    "in": ("在",),
    "part date": ("的日期",),
    "part time": ("的时间",),
    "part hour": ("的小时",),
    "part weekday": ("的星期",),
    "part day": ("的日",),
    "part month": ("的月份",),
    "part year": ("的年份",),
    "through": ("至",),
    "until": ("之前",),
    "comma": (",", "、"),
}

#: Comparing words that stand before what is compared with.
_COMPARISONS_EN: Final[Table] = {
    ">=": (
        "is at least",
        "at least",
        ">=",
        "≥",
        "is not less than",
        "no less than",
        "not less than",
        "is not below",
        "is on or after",
        "on or after",
        "is from",
        "is greater than or equal to",
        "is no less than",
    ),
    "<=": (
        "is at most",
        "at most",
        "<=",
        "≤",
        "no more than",
        "is not more than",
        "is no more than",
        "is not over",
        "is up to",
        "up to",
        "is on or before",
        "on or before",
        "through",
        "is less than or equal to",
    ),
    ">": (
        "is over",
        "over",
        "is more than",
        "more than",
        "is above",
        "above",
        ">",
        "exceeds",
        "is greater than",
        "greater than",
        "is after",
        "after",
    ),
    "<": (
        "is below",
        "below",
        "is under",
        "under",
        "is less than",
        "less than",
        "fewer than",
        "is fewer than",
        "<",
        "is before",
        "before",
        "until",
    ),
    "!=": ("is not", "isn't", "isnt", "is not equal to", "does not equal", "!=", "<>", "≠", "are not"),
    "=": ("is", "are", "=", "==", "equals", "is equal to", "is exactly", "exactly"),
}
_COMPARISONS_ZH: Final[Table] = {
    ">=": ("大于等于", "大于或等于", "不少于", "不低于", "不小于", "至少", "满", ">=", "≥", "不早于"),
    "<=": ("小于等于", "小于或等于", "不超过", "不多于", "不高于", "不大于", "至多", "最多", "<=", "≤", "不晚于"),
    ">": ("超过", "大于", "高于", "多于", ">", "晚于", "是超过"),
    "<": ("不满", "小于", "低于", "少于", "不足", "<", "早于"),
    "!=": ("不是", "不为", "不等于", "!=", "<>", "≠"),
    "=": ("是", "为", "等于", "=", "==", "正好"),
}
#: Comparing words that stand behind: `200元以上`, `12 or more`.
_UP_TO_EN: Final[Table] = {
    ">=": ("or more", "or above", "or later"),
    "<=": ("or less", "or fewer", "or below", "or earlier"),
}
_UP_TO_ZH: Final[Table] = {
    ">=": ("以上", "及以上", "或以上", "起"),
    "<=": ("以下", "及以下", "或以下", "以内"),
    ">": ("以外", "之后"),
    "<": ("之前",),
}
_COUNTS_EN: Final[Table] = {
    ">=": ("at least", "no fewer than", "no less than", "not fewer than"),
    "<=": ("at most", "no more than", "up to"),
    ">": ("more than", "over"),
    "<": ("fewer than", "less than", "under"),
    "=": ("exactly",),
}
_COUNTS_ZH: Final[Table] = {
    ">=": ("至少", "不少于", "满", "大于等于", ">=", "≥"),
    "<=": ("最多", "至多", "不超过", "不多于", "小于等于", "<=", "≤"),
    ">": ("超过", "多于", "大于", ">"),
    "<": ("少于", "不满", "不足", "小于", "<"),
    "=": ("正好", "恰好", "等于", "=", "是", "为"),
}
_NUMBERS_EN: Final = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_NUMBERS_ZH: Final = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "兩": 2,
}

#: Unit words, longest spellings included; a bare `m` is none.
_UNITS_EN: Final[Mapping[str, Unit]] = {
    "second": Unit.SECOND,
    "seconds": Unit.SECOND,
    "sec": Unit.SECOND,
    "s": Unit.SECOND,
    "minute": Unit.MINUTE,
    "minutes": Unit.MINUTE,
    "min": Unit.MINUTE,
    "hour": Unit.HOUR,
    "hours": Unit.HOUR,
    "h": Unit.HOUR,
    "day": Unit.DAY,
    "days": Unit.DAY,
    "d": Unit.DAY,
    "week": Unit.WEEK,
    "weeks": Unit.WEEK,
    "w": Unit.WEEK,
    "business hour": Unit.BUSINESS_HOUR,
    "business hours": Unit.BUSINESS_HOUR,
    "bh": Unit.BUSINESS_HOUR,
    "working day": Unit.WORKING_DAY,
    "working days": Unit.WORKING_DAY,
    "bd": Unit.WORKING_DAY,
    "business day": Unit.WORKING_DAY,
    "business days": Unit.WORKING_DAY,
    "calendar day": Unit.CALENDAR_DAY,
    "calendar days": Unit.CALENDAR_DAY,
    "calendar week": Unit.CALENDAR_WEEK,
    "calendar weeks": Unit.CALENDAR_WEEK,
    "calendar month": Unit.CALENDAR_MONTH,
    "calendar months": Unit.CALENDAR_MONTH,
    "calendar year": Unit.CALENDAR_YEAR,
    "calendar years": Unit.CALENDAR_YEAR,
    "billing month": Unit.BILLING_MONTH,
    "billing months": Unit.BILLING_MONTH,
}
_UNITS_ZH: Final[Mapping[str, Unit]] = {
    "秒": Unit.SECOND,
    "秒钟": Unit.SECOND,
    "s": Unit.SECOND,
    "分钟": Unit.MINUTE,
    "min": Unit.MINUTE,
    "小时": Unit.HOUR,
    "个小时": Unit.HOUR,
    "h": Unit.HOUR,
    "天": Unit.DAY,
    "日": Unit.DAY,
    "d": Unit.DAY,
    "周": Unit.WEEK,
    "星期": Unit.WEEK,
    "个星期": Unit.WEEK,
    "工作小时": Unit.BUSINESS_HOUR,
    "个工作小时": Unit.BUSINESS_HOUR,
    "bh": Unit.BUSINESS_HOUR,
    "个工作日": Unit.WORKING_DAY,
    "工作日": Unit.WORKING_DAY,
    "bd": Unit.WORKING_DAY,
    "个自然日": Unit.CALENDAR_DAY,
    "自然日": Unit.CALENDAR_DAY,
    "个自然周": Unit.CALENDAR_WEEK,
    "自然周": Unit.CALENDAR_WEEK,
    "个自然月": Unit.CALENDAR_MONTH,
    "自然月": Unit.CALENDAR_MONTH,
    "个自然年": Unit.CALENDAR_YEAR,
    "自然年": Unit.CALENDAR_YEAR,
    "个账期": Unit.BILLING_MONTH,
    "账期": Unit.BILLING_MONTH,
}
#: Short forms that stand close to their number.
SHORT_UNITS: Final = frozenset({"s", "sec", "min", "h", "d", "w", "bh", "bd"})


def _with_traditional(table: Table) -> Table:
    return {key: tuple(dict.fromkeys((*said, *map(traditional, said)))) for key, said in table.items()}


WORDS: Final[Mapping[str, Table]] = MappingProxyType({"en": _EN, "zh": _with_traditional(_ZH)})
COMPARISONS: Final[Mapping[str, Table]] = MappingProxyType(
    {"en": _COMPARISONS_EN, "zh": _with_traditional(_COMPARISONS_ZH)}
)
UP_TO: Final[Mapping[str, Table]] = MappingProxyType({"en": _UP_TO_EN, "zh": _with_traditional(_UP_TO_ZH)})
COUNTS: Final[Mapping[str, Table]] = MappingProxyType({"en": _COUNTS_EN, "zh": _with_traditional(_COUNTS_ZH)})
NUMBERS: Final[Mapping[str, Mapping[str, int]]] = MappingProxyType(
    {"en": {word: value for value, word in enumerate(_NUMBERS_EN)}, "zh": _NUMBERS_ZH}
)
UNIT_WORDS: Final[Mapping[str, Mapping[str, Unit]]] = MappingProxyType(
    {"en": _UNITS_EN, "zh": {**_UNITS_ZH, **{traditional(word): unit for word, unit in _UNITS_ZH.items()}}}
)


def words(key: str, language: str) -> tuple[str, ...]:
    """Every spelling of a word; empty where the language has none."""
    return WORDS["en" if language == "en" else "zh"].get(key, ())
