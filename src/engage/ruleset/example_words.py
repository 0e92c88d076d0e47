"""Words that only examples have: `fired`, `like`, `none`, `not` before an action, `gets`, `with reason`, codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engage.ground.source import Fragment

__all__ = [
    "AGO",
    "BY",
    "CHECK_CODES",
    "DEADLINE",
    "FINDS",
    "FINDS_NOT",
    "FIRED",
    "GETS",
    "GETS_NOTHING",
    "IN",
    "LIKE",
    "NOT",
    "NOTHING",
    "NOT_FIRED",
    "REASONS",
    "TIMER",
    "WITHOUT_REASON",
    "WITH_REASON",
    "ExampleWords",
    "behind",
    "printed",
    "spellings",
]

#: a word of examples: its spellings by language
ExampleWords = Mapping[str, tuple[str, ...]]


def _words(en: str, zh: str, hant: str) -> ExampleWords:
    return MappingProxyType({"en": tuple(en.split("/")), "zh": tuple(zh.split("/")), "zh-Hant": tuple(hant.split("/"))})


# The first of each language is the one that is printed.
FIRED: Final = _words("fired", "触发", "觸發")
NOT_FIRED: Final = _words("not fired/did not fire", "不触发/未触发/没有触发", "不觸發/未觸發/沒有觸發")
#: `fired RULE 10 days ago` under `given`
AGO: Final = _words("ago", "前/之前/以前", "前/之前/以前")
LIKE: Final = _words("like", "同/如同", "同/如同")
NOTHING: Final = _words("none/nothing", "无/没有", "無/沒有")
NOT: Final = _words("not", "没有/不/未", "沒有/不/未")
#: the kind of event with which the deadline of a rule rings is this with the rule's id
TIMER: Final = "timer:"
#: `event deadline of RULE`: the moment at which a rule speaks that waits for something that does not come
DEADLINE: Final = _words("deadline of", "到期", "到期")
#: `crm gets task call-back`
GETS: Final = _words("gets", "收到", "收到")
GETS_NOTHING: Final = _words("nothing/none", "无/没有", "無/沒有")
WITH_REASON: Final = _words("with reason", "理由", "理由")
WITHOUT_REASON: Final = _words("without reason", "没有理由/无理由", "沒有理由/無理由")
BY: Final = _words("by", "由", "由")
FINDS: Final = _words("check finds", "检查发现", "檢查發現")
FINDS_NOT: Final = _words("check does not find", "检查未发现/检查没有发现", "檢查未發現/檢查沒有發現")
IN: Final = _words("in", "于", "於")
#: the codes of findings that checks of a ruleset make (docs/reference/checks)
_CHECKED: Final = (*range(1, 23), *range(26, 31), *range(40, 43), *range(45, 56), *range(57, 66))
CHECK_CODES: Final = tuple(f"V{number:03}" for number in _CHECKED)
#: the codes of reasons (docs/reference/reasons.md) as an example says them
REASONS: Final[Mapping[str, ExampleWords]] = MappingProxyType(
    {
        "chosen": _words("chosen", "采用", "採用"),
        "tie": _words("tie", "并列", "並列"),
        "violated": _words("violated", "冲突", "衝突"),
        "forbidden": _words("forbidden", "禁止", "禁止"),
        "raised": _words("raised", "已提高", "已提高"),
        "withheld": _words("withheld", "不推荐", "不推薦"),
        "otherwise": _words("otherwise", "否则", "否則"),
        "default": _words("default", "默认值", "默認值"),
        "unset": _words("unset", "未给出", "未給出"),
        "unknown value": _words("unknown value", "值未知", "值未知"),
        "unreadable": _words("unreadable", "无法识别", "無法識別"),
        "no benefit": _words("no benefit", "无得益", "無得益"),
        "no treatment": _words("no treatment", "无呈现方式", "無呈現方式"),
        "place taken": _words("place taken", "位置已占", "位置已佔"),
        "no offer": _words("no offer", "不作推荐", "不作推薦"),
        "no menu": _words("no menu", "没有菜单", "沒有菜單"),
        "skill mismatch": _words("skill mismatch", "技能不符", "技能不符"),
        "no route": _words("no route", "没有转接", "沒有轉接"),
        "unserved": _words("unserved", "无人接待", "無人接待"),
        "unknown kind": _words("unknown kind", "未知事件", "未知事件"),
        "cut": _words("cut", "文字截短", "文字截短"),
        "unsaid": _words("unsaid", "文字略去", "文字略去"),
        "division by zero": _words("division by zero", "除以零", "除以零"),
        "overflow": _words("overflow", "超出范围", "超出範圍"),
        "mixed currencies": _words("mixed currencies", "货币不同", "貨幣不同"),
        "too old": _words("too old", "过期", "過期"),
        "too doubtful": _words("too doubtful", "不够可信", "不夠可信"),
        "not yet": _words("not yet", "尚未生效", "尚未生效"),
        "later known": _words("later known", "已有更新", "已有更新"),
        "not estimated": _words("not estimated", "没有估计", "沒有估計"),
        "no account": _words("no account", "没有账户", "沒有賬戶"),
        "not provided": _words("not provided", "未提供", "未提供"),
        "uncorrelated": _words("uncorrelated", "模式另算", "模式另算"),
        "no rate": _words("no rate", "比率无效", "比率無效"),
        "no target": _words("no target", "没有时限", "沒有時限"),
        "moved": _words("moved", "已转换", "已轉換"),
        "stays": _words("stays", "未转换", "未轉換"),
        "circle": _words("circle", "循环转换", "循環轉換"),
        "refused": _words("refused", "转换被拒", "轉換被拒"),
        "late": _words("late", "迟到", "遲到"),
        "failed": _words("failed", "出错", "出錯"),
    }
)


def spellings(words: ExampleWords, language: str) -> tuple[str, ...]:
    """How a word may be written in a language; Chinese files read both scripts."""
    return words["en"] if language == "en" else (*words["zh"], *words["zh-Hant"])


def printed(words: ExampleWords, language: str) -> str:
    """How a word is printed."""
    return words[language][0]


def behind(fragment: Fragment, words: ExampleWords, language: str) -> Fragment | None:
    """What stands behind a word, with the sentence's comments; None where the text does not begin with it."""
    for word in sorted(spellings(words, language), key=len, reverse=True):
        body = r"\s+".join(re.escape(part) for part in word.split())
        space = r"(?:\s*[:：]\s*|\s+)" if word.isascii() else r"\s*[:：]?\s*"
        found = re.match(rf"\s*{body}{space}(?=\S)", fragment.text, re.IGNORECASE)
        if found is not None:
            rest = fragment.cut(found.end()).strip()
            return Fragment(rest.text, rest.source, rest.steps, fragment.notes)
    return None
