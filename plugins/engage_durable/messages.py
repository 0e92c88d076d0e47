"""Every sentence of this plugin. No value of an event is ever repeated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engage.plugins import PluginError, Words

__all__ = [
    "CONTAINS",
    "FEW_FACTS",
    "FEW_JOINTS",
    "FEW_WAYS",
    "GAVE_UP",
    "KINDS",
    "NAMES",
    "NOT_CARRIED",
    "NOT_EXACT",
    "NOT_SPELLED",
    "ORDER_OF_TEXTS",
    "OTHER_KIND",
    "PATTERN",
    "TOO_LARGE",
    "died",
    "misuse",
    "no_answer",
    "refused",
    "unavailable",
]

# Why a claim cannot be expressed.
NOT_SPELLED: Final = Words(
    "a text that is *not* spelled so: durable_rules has no `not` for a pattern",
    "文本“不”符合某种写法：durable_rules 不能否定模式",
    "文本「不」符合某種寫法：durable_rules 不能否定模式",
)
CONTAINS: Final = Words(
    "`contains`: durable_rules answers wrongly where characters may come before and behind",
    "“包含”：前后都可有字符时 durable_rules 会答错",
    "「包含」：前後都可有字元時 durable_rules 會答錯",
)
PATTERN: Final = Words(
    "a pattern in which one character may lead two ways, or with signs beyond the common ones",
    "该模式中同一字符可有两种走法，或用了不常见的符号",
    "該模式中同一字元可有兩種走法，或用了不常見的符號",
)
ORDER_OF_TEXTS: Final = Words("an order of texts", "文本之间比大小", "文本之間比大小")
FEW_WAYS: Final = Words(
    "more than 32 ways through its `or`s; beyond 64 durable_rules drops events",
    "各个“或”组合超过 32 种；超过 64 种 durable_rules 会丢事件",
    "各個「或」組合超過 32 種；超過 64 種 durable_rules 會丟事件",
)
FEW_JOINTS: Final = Words(
    "more than 14 `and`s and `or`s within each other; durable_rules has room for 15",
    "“且”“或”合计超过 14 个；durable_rules 只容 15 个",
    "「且」「或」合計超過 14 個；durable_rules 只容 15 個",
)
FEW_FACTS: Final = Words(
    "more than 64 facts in one condition", "一个条件用到 64 个以上的事实", "一個條件用到 64 個以上的事實"
)
TOO_LARGE: Final = Words(
    "a constant of more digits than a 64-bit whole number holds",
    "常数位数超出 64 位整数",
    "常數位數超出 64 位元整數",
)
KINDS: Final = Words(
    "one fact is compared with constants of two kinds", "同一事实与两种类型的常数比较", "同一事實與兩種類型的常數比較"
)
NAMES: Final = Words(
    "two facts whose names durable_rules cannot tell apart",
    "durable_rules 分不清两个事实的名称",
    "durable_rules 分不清兩個事實的名稱",
)

# Why there is no answer for an event.
NOT_CARRIED: Final = Words(
    "a text too long, or with characters for private use, that durable_rules cannot carry",
    "文本过长或含私用字符，durable_rules 无法承载",
    "文本過長或含私用字元，durable_rules 無法承載",
)
NOT_EXACT: Final = Words(
    "an amount compared with another, of more digits than 64 bits hold",
    "两个数量相比，位数超出 64 位",
    "兩個數量相比，位數超出 64 位元",
)
OTHER_KIND: Final = Words("a value of another kind than the constants", "值与常数类型不同", "值與常數類型不同")
GAVE_UP: Final = Words(
    "the child process had crashed too often on this condition",
    "子进程因该条件崩溃次数过多",
    "子行程因該條件崩潰次數過多",
)

_SENTENCES: Final[Mapping[str, tuple[Words, Words]]] = {
    "D001": (
        Words("nothing follows the name `durable`", "名称 `durable` 之后不写内容"),
        Words("write `durable`", "请写 `durable`"),
    ),
    "D002": (
        Words("the claim `{claim}` cannot be expressed by durable_rules", "断言 `{claim}` 无法用 durable_rules 表达"),
        Words("ask `unfit` first", "请先问 `unfit`"),
    ),
    "D003": (
        Words("durable_rules cannot run here: {reason}", "durable_rules 无法在此运行：{reason}"),
        Words("ask `unavailable` first", "请先问 `unavailable`"),
    ),
}


def misuse(code: str, **values: object) -> PluginError:
    """The exception for a code."""
    sentence, hint = _SENTENCES[code]
    return PluginError(code, sentence.filled(**values), hint=hint)


def unavailable(reason: str) -> Words:
    """Why durable_rules cannot run here."""
    return Words(
        f"durable_rules cannot run here ({reason}); it needs Python 3.11 or 3.12 and `engage-rules[durable]`",
        f"此处不能运行 durable_rules（{reason}）；需要 Python 3.11 或 3.12，并安装 `engage-rules[durable]`",
        f"此處不能執行 durable_rules（{reason}）；需要 Python 3.11 或 3.12，並安裝 `engage-rules[durable]`",
    )


def died(how: str) -> Words:
    """How the child process ended (`SIGSEGV`, `exit code 1`, `no answer within 30 seconds`)."""
    return Words(
        f"the child process of durable_rules ended with {how}; it was started again",
        f"durable_rules 的子进程以 {how} 结束，已重新启动",
        f"durable_rules 的子行程以 {how} 結束，已重新啟動",
    )


def no_answer(how: str) -> Words:
    """An event on which the child process ended whenever it was asked."""
    return Words(
        f"the child process ended with {how} on this event",
        f"子进程遇此事件以 {how} 结束",
        f"子行程遇此事件以 {how} 結束",
    )


def refused(reason: str) -> Words:
    """What durable_rules itself would not take."""
    return Words(
        f"durable_rules refused it: {reason}", f"durable_rules 拒绝：{reason}", f"durable_rules 拒絕：{reason}"
    )
