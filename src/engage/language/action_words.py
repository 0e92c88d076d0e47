"""The words of action sentences and small sentences that a parser accepts; the printer writes the first of each.

Keys say what a word does; the words themselves are folded (no capitals, half-width punctuation). Chinese lists
hold simplified words; traditional ones are read beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engage.ground.script import traditional

__all__ = ["COMMA", "SEMICOLON", "VERBS", "WORDS", "words"]

COMMA, SEMICOLON = (",",), (";",)

#: how sentences begin; the longest that fits is meant
VERBS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "route": (("route to", "route"), ("转接到", "转接至", "转接", "路由到")),
        "ahead": (("ahead by", "ahead"), ("排队提前", "提前排队", "提前")),
        "serve": (("serve at", "serve as"), ("按照", "按")),
        "menu": (("menu", "show menu"), ("菜单", "显示菜单")),
        "show": (("show",), ("显示",)),
        "say": (("say",), ("话术",)),
        "offer": (("offer",), ("推荐",)),
        "withhold": (("withhold", "do not offer", "don't offer"), ("不推荐", "不要推荐")),
        "answer": (("answer",), ("直接答复", "直接答覆", "直接回复")),
        "guide": (("guide to",), ("引导至", "引导到", "引导")),
        "allow": (("allow",), ("授权", "允许")),
        "skip": (("skip",), ("免去", "免", "跳过")),
        "task": (("task", "create task"), ("派单", "派发工单")),
        "note": (("note",), ("记录",)),
        "set": (("set",), ("设置", "设定", "设")),
    }
)

WORDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "needs": (("needs", "need", "with"), ("需要", "要求")),
        "level": (("level",), ("级",)),
        "after": (("after",), ("后", "之后", "以后")),
        "and": (("and", "&"), ("、", "和", "及")),
        "list": ((",", "and", "then"), ("、", ",", "和", "及")),
        "serve end": ((), ("服务",)),
        "first": (("first", "with first"), ("置顶", "首项")),
        "lever": (("lever",), ("优先",)),
        "up to": (("up to", "at most"), ("不超过", "最多", "至多", "可至", "以内")),
        "for": (("for",), ("给", "派给", "交给")),
        "due": (("due in", "due within", "within", "in"), ()),
        "due end": ((), ("以内完成", "内完成", "之内", "以内", "内")),
        "as": (("as",), ("为", "成")),
        "to": (("to", "="), ("为", "成", "=")),
        "event before": ((), ("本次事件的", "本次")),
        "event after": (("of this event", "of the event"), ()),
        # small sentences
        "through": (("through", "thru", "to and including"), ("至", "到")),
        "until": (("until", "to before"), ("之前", "以前", "前")),
        "from": (("from", "since", "as of"), ("起", "开始", "以来")),
        "once": (("once",), ("一次", "1次")),
        "per customer": (("per customer", "a customer", "each customer"), ("每位客户", "每个客户", "每客户")),
        "per contact": (("per contact", "a contact", "each contact"), ("每次接触", "每次联系", "每通联系")),
        "per case": (("per case", "a case", "each case"), ("每个工单", "每个案件", "每单")),
        "per account": (
            ("per account", "an account", "each account", "per household", "a household", "each household"),
            ("每个账户", "每个账号", "每账户", "每个家庭", "每户", "每個帳戶", "每個帳號", "每帳戶"),
        ),
        "every": (("every", "in"), ("每",)),
        "after event": (("after",), ("之后", "以后", "后")),
        "without": (("without", "with no", "no"), ("没有", "无", "未")),
        "within end": ((), ("之内", "以内", "内")),
        "starting": (("from", "starting"), ("自", "从")),
        "through end": ((), ("为止", "止")),
        "unknown": (("unknown",), ("未知",)),
        "is": (("is", "=", ":"), ("是", "为", "=", ":", "：")),
        "number": (("a", "an", "one", "two", "three", "half"), (*"一两二三四五六七八九十半",)),
        "calendar ago": (("yesterday", "today"), ("昨天", "昨日", "前天", "今天", "今日")),
        "ago": (("ago", "before"), ("之前", "以前", "前")),
        "on": (("on", "at"), ("于", "在")),
    }
)


def words(key: str, language: str) -> tuple[str, ...]:
    """The accepted words for a purpose, in Chinese in both scripts."""
    english, chinese = VERBS[key] if key in VERBS else WORDS[key]
    if language == "en":
        return english
    return tuple(dict.fromkeys(form for word in chinese for form in (word, traditional(word))))
