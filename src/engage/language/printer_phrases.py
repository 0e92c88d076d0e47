"""The one canonical spelling of every construct, in English and Chinese: what `fmt` and `convert` print.

The parser understands more than this (`>=`, `at least`, `不少于` …); this page says which one is written.
Each entry is (English, simplified Chinese); traditional Chinese is the same sentence in traditional characters.
Names in braces are filled by the printers. This file holds sentences only, no logic.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engage.facts.units import Unit

__all__ = ["PHRASES", "UNITS", "phrase", "traditional"]

#: Singular and plural in English; the unit as it follows a number in Chinese.
UNITS: Mapping[Unit, tuple[str, str, str]] = MappingProxyType(
    {
        Unit.SECOND: ("second", "seconds", "秒"),
        Unit.MINUTE: ("minute", "minutes", "分钟"),
        Unit.HOUR: ("hour", "hours", "小时"),
        Unit.DAY: ("day", "days", "天"),
        Unit.WEEK: ("week", "weeks", "周"),
        Unit.BUSINESS_HOUR: ("business hour", "business hours", "工作小时"),
        Unit.WORKING_DAY: ("working day", "working days", "个工作日"),
        Unit.CALENDAR_DAY: ("calendar day", "calendar days", "个自然日"),
        Unit.CALENDAR_WEEK: ("calendar week", "calendar weeks", "个自然周"),
        Unit.CALENDAR_MONTH: ("calendar month", "calendar months", "个自然月"),
        Unit.CALENDAR_YEAR: ("calendar year", "calendar years", "个自然年"),
        Unit.BILLING_MONTH: ("billing month", "billing months", "个账期"),
    }
)

PHRASES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # values
        "yes": ("yes", "是"),
        "no": ("no", "否"),
        "yuan": ("{x} yuan", "{x}元"),
        "money": ("{x} {currency}", "{x} {currency}"),
        "duration": ("{n} {unit}", "{n}{unit}"),
        "now": ("now", "现在"),
        "brackets": ("({x})", "（{x}）"),
        "or else": ("{v} or else {x}", "{v} 否则 {x}"),
        "age": ("time since {v}", "{v} 距今"),
        "size": ("number of {v}", "{v} 的 数量"),
        "part date": ("date of {v}", "{v} 的 日期"),
        "part time": ("time of {v}", "{v} 的 时间"),
        "part hour": ("hour of {v}", "{v} 的 小时"),
        "part weekday": ("weekday of {v}", "{v} 的 星期"),
        "part day": ("day of {v}", "{v} 的 日"),
        "part month": ("month of {v}", "{v} 的 月份"),
        "part year": ("year of {v}", "{v} 的 年份"),
        # comparing with a literal
        "is yes": ("{v} is {x}", "{v} 为 {x}"),
        "is =": ("{v} is {x}", "{v} 是 {x}"),
        "is !=": ("{v} is not {x}", "{v} 不是 {x}"),
        "is <": ("{v} is below {x}", "{v} 不满 {x}"),
        "is <=": ("{v} is at most {x}", "{v} 不超过 {x}"),
        "is >": ("{v} is over {x}", "{v} 超过 {x}"),
        "is >=": ("{v} is at least {x}", "{v} {x}以上"),
        "is >= below zero": ("{v} is at least {x}", "{v} 至少 {x}"),
        "date <": ("{v} is before {x}", "{v} 早于 {x}"),
        "date <=": ("{v} is on or before {x}", "{v} 不晚于 {x}"),
        "date >": ("{v} is after {x}", "{v} 晚于 {x}"),
        "date >=": ("{v} is on or after {x}", "{v} 不早于 {x}"),
        "ago <": ("{v} less than {x} ago", "{v} 距今 不满 {x}"),
        "ago <=": ("{v} at most {x} ago", "{v} 距今 不超过 {x}"),
        "ago >": ("{v} more than {x} ago", "{v} 距今 超过 {x}"),
        "ago >=": ("{v} at least {x} ago", "{v} 距今 {x}以上"),
        # comparing with another value
        "with =": ("{v} = {x}", "{v} = {x}"),
        "with !=": ("{v} != {x}", "{v} ≠ {x}"),
        "with <": ("{v} < {x}", "{v} < {x}"),
        "with <=": ("{v} <= {x}", "{v} ≤ {x}"),
        "with >": ("{v} > {x}", "{v} > {x}"),
        "with >=": ("{v} >= {x}", "{v} ≥ {x}"),
        # the same in words, where both sides are amounts or times
        "than =": ("{v} is {x}", "{v} 等于 {x}"),
        "than !=": ("{v} is not {x}", "{v} 不等于 {x}"),
        "than <": ("{v} is below {x}", "{v} 低于 {x}"),
        "than <=": ("{v} is at most {x}", "{v} 不超过 {x}"),
        "than >": ("{v} is over {x}", "{v} 超过 {x}"),
        "than >=": ("{v} is at least {x}", "{v} 至少 {x}"),
        "today": ("today", "今天"),
        # other conditions
        "one of": ("{v} is {x}", "{v} 是 {x}"),
        "none of": ("{v} is not one of {x}", "{v} 不属于 {x}"),
        "between": ("{v} is between {low} and {high}", "{v} 在 {low} 和 {high} 之间"),
        "between below": ("{v} is {low} to below {high}", "{v} {low} 到 不满 {high}"),
        "between below zero": ("{v} is {low} to below {high}", "{v} 是 {low} 到 不满 {high}"),
        "between values below": ("{v} is between {low} to below {high}", "{v} 在 {low} 到 不满 {high} 之间"),
        "unknown": ("{v} is unknown", "{v} 未知"),
        "known": ("{v} is known", "{v} 已知"),
        "starts with": ("{v} starts with {x}", "{v} 开头是 {x}"),
        "ends with": ("{v} ends with {x}", "{v} 结尾是 {x}"),
        "contains": ("{v} contains {x}", "{v} 包含 {x}"),
        "contains all": ("{v} contains all of {x}", "{v} 同时包含 {x}"),
        "contains not": ("{v} does not contain {x}", "{v} 不包含 {x}"),
        "empty": ("{v} is empty", "{v} 为空"),
        "not empty": ("{v} is not empty", "{v} 不为空"),
        "matches": ("{v} matches {x}", "{v} 匹配 {x}"),
        "within": ("{v} within {x}", "{v} 在 {x}内"),
        "event is": ("event is {x}", "事件 是 {x}"),
        "same": ("same {x}", "同一 {x}"),
        "held": ("{x} for {n}", "{x} 持续 {n}"),
        "and": ("{x} and {y}", "{x} 且 {y}"),
        "or": ("{x} or {y}", "{x} 或 {y}"),
        "not": ("not ({x})", "非（{x}）"),
        "list more": ("{x}, {y}", "{x}、{y}"),
        "filter": ("{x} ({y})", "{x}（{y}）"),
        "filter more": ("{x}, {y}", "{x}，{y}"),
        # history; in Chinese the window goes first, `ever` behind the event
        "count >=": ("at least {n} {x} {window}", "{window} {x} 至少 {n} {measure}"),
        "count <=": ("at most {n} {x} {window}", "{window} {x} 最多 {n} {measure}"),
        "count >": ("more than {n} {x} {window}", "{window} {x} 超过 {n} {measure}"),
        "count <": ("fewer than {n} {x} {window}", "{window} {x} 少于 {n} {measure}"),
        "count =": ("exactly {n} {x} {window}", "{window} {x} 正好 {n} {measure}"),
        "ever >=": ("at least {n} {x} ever", "{x} 累计 至少 {n} {measure}"),
        "ever <=": ("at most {n} {x} ever", "{x} 累计 最多 {n} {measure}"),
        "ever >": ("more than {n} {x} ever", "{x} 累计 超过 {n} {measure}"),
        "ever <": ("fewer than {n} {x} ever", "{x} 累计 少于 {n} {measure}"),
        "ever =": ("exactly {n} {x} ever", "{x} 累计 正好 {n} {measure}"),
        "count any": ("any {x} {window}", "{window} 有 {x}"),
        "count none": ("no {x} {window}", "{window} 没有 {x}"),
        "ever any": ("any {x} ever", "累计 有 {x}"),
        "ever none": ("no {x} ever", "累计 没有 {x}"),
        "count": ("number of {x} {window}", "{window} {x} 次数"),
        "first": ("first {x} {window}", "{window} 首次 {x}"),
        "last": ("last {x} {window}", "{window} 最近一次 {x}"),
        "ever count": ("number of {x} ever", "{x} 累计 次数"),
        "ever first": ("first {x}", "首次 {x}"),
        "ever last": ("last {x}", "最近一次 {x}"),
        "sum": ("sum of {x} {window}", "{x} 在 {window} 的 合计"),
        "average": ("average {x} {window}", "{x} 在 {window} 的 平均值"),
        "smallest": ("smallest {x} {window}", "{x} 在 {window} 的 最小值"),
        "largest": ("largest {x} {window}", "{x} 在 {window} 的 最大值"),
        "distinct": ("distinct {x} {window}", "{x} 在 {window} 的 不同值数"),
        "ever sum": ("sum of {x} ever", "{x} 累计 的 合计"),
        "ever average": ("average {x} ever", "{x} 累计 的 平均值"),
        "ever smallest": ("smallest {x} ever", "{x} 累计 的 最小值"),
        "ever largest": ("largest {x} ever", "{x} 累计 的 最大值"),
        "ever distinct": ("distinct {x} ever", "{x} 累计 的 不同值数"),
        "window rolling": ("in the last {n}", "最近{n}内"),
        "window before": ("in the {n} before", "此前{n}内"),
        "window calendar": ("this {unit}", "本{unit}"),
        "window full": ("in the last {n} full {unit}", "近{n}个完整{unit}"),
        "over rolling": ("over the last {n}", "最近{n}内"),
        "over before": ("over the {n} before", "此前{n}内"),
        "over full": ("over the last {n} full {unit}", "近{n}个完整{unit}"),
        "window since": ("since {x}", "{x}以来"),
        "row falls": ("{v} falls for {n} in a row", "连续{n} {v} 下降"),
        "row rises": ("{v} rises for {n} in a row", "连续{n} {v} 上升"),
        "row holds": ("{x} for {n} in a row", "连续{n} {x}"),
        "pattern": ("{x} {window}", "{window} {x}"),
        "ever pattern": ("{x}", "{x}"),
        "ever pattern times": ("at least {n} times {x}", "{x} 至少 {n} 次"),
        "pattern times": ("at least {n} times {x} {window}", "{window} {x} 至少 {n} 次"),
        "followed": ("{x} followed by {y} within {n}", "{x} 之后{n}内 有 {y}"),
        "not followed": ("{x} not followed by {y} within {n}", "{x} 之后{n}内 没有 {y}"),
        # table cells
        "cell any": ("-", "-"),
        "cell <": ("below {x}", "不满 {x}"),
        "cell <=": ("at most {x}", "不超过 {x}"),
        "cell >": ("over {x}", "超过 {x}"),
        "cell >=": ("at least {x}", "{x}以上"),
        "cell date <": ("before {x}", "早于 {x}"),
        "cell date <=": ("on or before {x}", "不晚于 {x}"),
        "cell date >": ("after {x}", "晚于 {x}"),
        "cell date >=": ("on or after {x}", "不早于 {x}"),
        "cell between": ("{low} to {high}", "{low} 到 {high}"),
        "cell between below": ("{low} to below {high}", "{low} 到 不满 {high}"),
        "cell not": ("not {x}", "非 {x}"),
        "cell unknown": ("unknown", "未知"),
        "cell known": ("known", "已知"),
        "cell empty": ("empty", "为空"),
        "cell not empty": ("not empty", "不为空"),
        "cell within": ("within {x}", "{x}内"),
        # actions
        "route": ("route to {x}", "转接 {x}"),
        "needs": (", needs {x}", "，需要 {x}"),
        "need": ("{x} {n}", "{x}{n}级"),
        "need more": ("{x} and {y}", "{x}、{y}"),
        "rung": ("; after {n} {x}", "；{n}后 {x}"),
        "ahead": ("ahead by {x}", "排队提前 {x}"),
        "serve": ("serve at {x}", "按 {x} 服务"),
        "menu": ("menu {x}", "菜单 {x}"),
        "menu first": (", first {x}", "，置顶 {x}"),
        "say": ("say {x}", "话术 {x}"),
        "offer": ("offer {x}", "推荐 {x}"),
        "lever": (" (×{n})", "（优先 ×{n}）"),
        "withhold": ("withhold {x}", "不推荐 {x}"),
        "answer": ("answer {x}", "直接答复 {x}"),
        "guide": ("guide to {x}", "引导 {x}"),
        "allow": ("allow {x} up to {n}", "授权 {x} 不超过 {n}"),
        "allow time": ("allow {x} up to {n}", "{x} 可至 {n}"),
        "skip": ("skip {x}", "免 {x}"),
        "task": ("task {x}", "派单 {x}"),
        "task for": (" for {x}", " 给 {x}"),
        "task due": (", due in {n}", "，{n}内"),
        "note": ("note {x} as {v}", "记录 {x} 为 {v}"),
        "note event": ("{x} of this event", "本次{x}"),
        "set": ("set {x} to {v}", "设 {x} 为 {v}"),
        # small sentences
        "active": ("{x} through {y}", "{x} 至 {y}"),
        "active from": ("from {x}", "{x} 起"),
        "active through": ("through {y}", "至 {y}"),
        "once customer": ("per customer", "每位客户"),
        "once contact": ("per contact", "每次接触"),
        "once case": ("per case", "每个工单"),
        "once every": ("{x} every {n}", "{x} 每{n} 一次"),
        "once ever": ("{x}", "{x} 一次"),
        "absence": ("{n} after {x} without {y}", "{x} 之后 {n}内 没有 {y}"),
        "past": ("{x} {n} ago{data}", "{n}前 {x}{data}"),
        "past on": ("{x} on {n}{data}", "{n} {x}{data}"),
        "data": (" ({x})", "（{x}）"),
    }
)

_SIMPLIFIED = "钟时个账现后转级话术满过内优荐单给录为设没属数户续结头务复计顶触权间连于开队导记项显从许联"
_TRADITIONAL = "鐘時個賬現後轉級話術滿過內優薦單給錄為設沒屬數戶續結頭務覆計頂觸權間連於開隊導記項顯從許聯"
_TO_TRADITIONAL = str.maketrans(_SIMPLIFIED, _TRADITIONAL)


def traditional(words: str) -> str:
    """Words of this page in traditional characters."""
    return words.translate(_TO_TRADITIONAL)


def phrase(key: str, language: str, /, **parts: str) -> str:
    """A construct's sentence in a language, its parts filled in."""
    english, chinese = PHRASES[key]
    template = english if language == "en" else chinese if language == "zh" else traditional(chinese)
    return template.format(**parts)
