"""The words of briefs and desk cards, in every language. A worker reads them with a customer waiting: short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engage.ground.finding import Words
from engage.knowledge.freshness import Distrust

__all__ = ["BRIEF", "DISTRUSTED", "STATES"]

BRIEF: Final[Mapping[str, Words]] = {
    "promises": Words("promised to them", "对客户的承诺", "對客戶的承諾"),
    "left": Words("{0} left", "还剩 {0}", "還剩 {0}"),
    "broken": Words("BROKEN", "未兑现", "未兌現"),
    "late by": Words("{0} late", "逾期 {0}"),
    "kept late": Words("kept late, {0}", "{0} 迟兑现", "{0} 遲兌現"),
    "no due": Words("no time was said", "未说明期限", "未說明期限"),
    "in doubt": Words(
        "in doubt: of a later event nobody can say whether it belongs to it",
        "存疑：其后有事件无法确定是否属于此承诺",
        "存疑：其後有事件無法確定是否屬於此承諾",
    ),
    "made": Words("made {0}", "{0} 作出"),
    "title": Words("Desk card", "坐席卡片", "坐席卡片"),
    "as of": Words("as of {0}", "截至 {0}", "截至 {0}"),
    "anonymous": Words(
        "nobody is named: nothing is known of the customer, only what the event says",
        "未表明身份：除事件本身外，一无所知",
        "未表明身份：除事件本身外，一無所知",
    ),
    "nobody": Words("anonymous", "未知身份", "未知身份"),
    "no event": Words("facts alone, no event yet", "只有资料，尚无往来", "只有資料，尚無往來"),
    "count": Words("{0} events so far", "已有 {0} 次事件", "已有 {0} 次事件"),
    "why": Words("why they come", "来意", "來意"),
    "last contact": Words("last contact", "上次来访", "上次來訪"),
    "treat": Words("how to serve them", "如何接待", "如何接待"),
    "say": Words("what to say", "怎么说", "怎麼說"),
    "not": Words("not to say, offer or do", "不可说、不可荐、不可做", "不可說、不可薦、不可做"),
    "grant": Words("what may be granted", "可以给予", "可以給予"),
    "ask": Words("what to ask", "值得一问", "值得一問"),
    "under way": Words("under way", "正在办理", "正在辦理"),
    "who": Words("who this is", "客户是谁", "客戶是誰"),
    "worked out": Words("worked out", "推算所得", "推算所得"),
    "facts": Words("facts", "客户资料", "客戶資料"),
    "cases": Words("cases", "个案", "個案"),
    "events": Words("what happened last", "最近往来", "最近往來"),
    "decided": Words("decided before", "此前的决定", "此前的決定"),
    "used up": Words("used up in the account", "该账户已用完", "該賬戶已用完"),
    "account": Words("account {0}", "账户 {0}", "賬戶 {0}"),
    "for ever": Words("once for all", "仅此一次", "僅此一次"),
    "again from": Words("again from {0}", "{0} 起可再用", "{0} 起可再用"),
    "spoke": Words("used at {0}", "已于 {0} 使用", "已於 {0} 使用"),
    "timers": Words("looked at again", "届时再看", "屆時再看"),
    "decided at": Words("decided {0}, at: {1}", "{0} 决定，缘于：{1}", "{0} 決定，緣於：{1}"),
    "by another": Words(
        "by another version of the ruleset: why, and what to ask, `engage explain` tells",
        "由规则集的另一版本决定：原因与可问之处请用 `engage explain` 查看",
        "由規則集的另一版本決定：原因與可問之處請用 `engage explain` 查看",
    ),
    "nothing decided": Words("nothing was decided yet", "尚无决定", "尚無決定"),
    "nothing": Words("nothing in particular", "没有特别要求", "沒有特別要求"),
    "today": Words("today", "今天"),
    "yesterday": Words("yesterday", "昨天"),
    "days ago": Words("{0} days ago", "{0} 天前"),
    "since": Words("since {0}", "自 {0} 起"),
    "before": Words("before: {0}", "此前：{0}"),
    "from": Words("from {0}", "来源：{0}", "來源：{0}"),
    "sure": Words("sure to {0}", "可信度 {0}", "可信度 {0}"),
    "until": Words("good until {0}", "{0} 前有效", "{0} 前有效"),
    "personal": Words("personal", "敏感信息", "敏感資訊"),
    "estimated": Words("estimated", "模型估计", "模型估計"),
    "remembered": Words("at that event, {0}", "{0} 的事件时", "{0} 的事件時"),
    "potential": Words("{0} more under {1}", "“{1}”下可再增 {0}", "“{1}”下可再增 {0}"),
    "more": Words("{0} more is possible", "还可增加 {0}", "還可增加 {0}"),
    "stopped": Words("dropped out: {0}", "因此未采用：{0}", "因此未採用：{0}"),
    "because": Words("because {0}", "因为 {0}", "因為 {0}"),
    "for": Words("{0} for {1}", "{0}（{1}）"),
    "ordered": Words("ordered {0}", "{0} 下达", "{0} 下達"),
    "due": Words("due {0}", "限 {0} 完成", "限 {0} 完成"),
    "overdue": Words("was due {0}", "应于 {0} 完成", "應於 {0} 完成"),
    "answered": Words("answered: {0}", "回执：{0}", "回執：{0}"),
    "stages asked": Words("stages and segments", "阶段与客群", "階段與客群"),
    "case": Words("case {0}", "个案 {0}", "個案 {0}"),
    "what": Words("what", "事项", "事項"),
    "state": Words("state", "状态", "狀態"),
    "when": Words("when", "时间", "時間"),
    "event": Words("event", "事件"),
    "said": Words("what it said", "内容", "內容"),
    "plan": Words("what was decided", "决定", "決定"),
    "fact": Words("fact", "资料", "資料"),
    "value": Words("value", "取值"),
    "known": Words("how it is known", "来历", "來歷"),
}

#: what became of something that was ordered, by the state in the outbox
STATES: Final[Mapping[str, Words]] = {
    "new": Words("waits to be passed on", "等待派出", "等待派出"),
    "done": Words("passed on", "已派出", "已派出"),
    "refused": Words("refused", "被拒绝", "被拒絕"),
    "unknown": Words("nobody knows whether it arrived", "不知是否送达", "不知是否送達"),
    "dead": Words("did NOT arrive", "未能送达", "未能送達"),
    "suppressed": Words("held back", "已拦下", "已攔下"),
}

#: why a fact does not count
DISTRUSTED: Final[Mapping[Distrust, Words]] = {
    Distrust.STALE: Words("TOO OLD since {0}", "{0} 起已过期", "{0} 起已過期"),
    Distrust.DOUBTFUL: Words(
        "TOO DOUBTFUL: sure to {0}, {1} is asked for", "不够可信：{0}，要求 {1}", "不夠可信：{0}，要求 {1}"
    ),
    Distrust.AHEAD: Words("NOT YET: from {0} on", "尚未生效：{0} 起", "尚未生效：{0} 起"),
}
