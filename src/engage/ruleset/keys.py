"""The block words: canonical English key <-> every spelling, in English, simplified and traditional Chinese.

Both notations use this table and nothing else to know a word; the words of sentences belong to the language room.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from attrs import frozen

from engage.language.slips import only_a_slip
from engage.ruleset.key_words import Holds, Kind, Word, table_of, word

__all__ = [
    "ALSO_SAID",
    "ANY_OF",
    "CONDITIONS",
    "HEADER",
    "HITS",
    "KEYS",
    "KINDS",
    "LANGUAGES",
    "LATER",
    "LIKE",
    "LISTS",
    "Holds",
    "Kind",
    "Word",
    "closest",
    "exact",
    "leading",
    "misspelt",
    "spelling",
]


#: What people write for a word and no file may: `原因` is as often a fact's name.
ALSO_SAID: Final = MappingProxyType(
    {
        "理由": "because",
        "原因": "because",
        "reason": "because",
        "why": "because",
        **dict.fromkeys(("停顿", "停頓"), "pauses while"),
    }
)

#: Words inside a block.
KEYS: Final = table_of(
    word("beats", "beats", "优先于/优先", "優先於/優先"),
    word("group", "group", "分组/组", "分組/組"),
    word("event", "event/events/on", "事件", "事件"),
    word("active", "active", "有效/有效期", "有效/有效期"),
    word("once", "once", "频次", "頻次"),
    word("when", "when/if", "当/如果/条件", "當/如果/條件", Holds.LINES),
    word("then", "then", "则/那么/就", "則/那麼/就", Holds.LINES),
    word("because", "because", "因为/原因说明", "因為/原因說明", Holds.WORDS),
    word("because en", "because en/because english", "因为 英文/因为 en", "因為 英文/因為 en", Holds.WORDS),
    word("because zh", "because zh/because chinese", "因为 中文/因为 zh", "因為 中文/因為 zh", Holds.WORDS),
    word(
        "because zh-Hant",
        "because zh-Hant",
        "因为 繁体中文/因为 繁体/因为 zh-Hant",
        "因為 繁體中文/因為 繁體/因為 zh-Hant",
        Holds.WORDS,
    ),
    word("title en", "title en/title english", "标题 英文/标题 en", "標題 英文/標題 en", Holds.WORDS),
    word("title zh", "title zh/title chinese", "标题 中文/标题 zh", "標題 中文/標題 zh", Holds.WORDS),
    word(
        "title zh-Hant",
        "title zh-Hant",
        "标题 繁体中文/标题 繁体/标题 zh-Hant",
        "標題 繁體中文/標題 繁體/標題 zh-Hant",
        Holds.WORDS,
    ),
    word("holds", "holds", "保证/底线内容", "保證/底線內容", Holds.LINES),
    word("approved", "approved", "审批/批准", "審批/批准"),
    word("note", "note", "备注", "備註/備注", Holds.WORDS),
    word("is", "is", "为/是", "為/是"),
    word("hit", "hit", "命中", "命中"),
    word("rows", "rows", "行", "行", Holds.ROWS),
    word("range", "range", "范围", "範圍"),
    word("start", "start", "基础分/起始分", "基礎分/起始分"),
    word("points", "points", "计分", "計分", Holds.ROWS),
    word("bands", "bands", "分档", "分檔"),
    word("over", "over", "期限/计算期", "期限/計算期"),
    word("profit", "profit", "利润", "利潤"),
    word("cost", "cost", "服务成本", "服務成本"),
    word("retention", "retention", "保持率", "保持率"),
    word("discount", "discount", "折现率", "折現率"),
    word("contract", "contract", "合约剩余/合同剩余", "合約剩餘/合同剩餘"),
    word("scenario", "scenario", "情景", "情景/情境"),
    word("profit in scenario", "profit in scenario", "情景下利润", "情景下利潤/情境下利潤"),
    word("cost in scenario", "cost in scenario", "情景下服务成本", "情景下服務成本/情境下服務成本"),
    word("retention in scenario", "retention in scenario", "情景下保持率", "情景下保持率/情境下保持率"),
    word("least profit", "least profit", "最低利润", "最低利潤"),
    word("most profit", "most profit", "最高利润", "最高利潤"),
    word("least retention", "least retention", "最低保持率", "最低保持率"),
    word("most retention", "most retention", "最高保持率", "最高保持率"),
    word("potential", "potential", "增长潜力/潜力", "增長潛力/潛力"),
    word("tiers", "tiers", "等级", "等級"),
    word("stages", "stages", "阶段", "階段"),
    word("starts", "start at/start", "起始/起始阶段", "起始/起始階段", carried="start/起始/起始"),
    word("moves", "moves", "转换", "轉換", Holds.LINES),
    word("entering", "entering", "进入", "進入", Holds.LINES),
    word("enter", "enter when/enter", "进入 当/进入当/进入", "進入 當/進入當/進入", Holds.LINES, "enter/进入/進入"),
    word("leave", "leave when/leave", "退出 当/退出当/退出", "退出 當/退出當/退出", Holds.LINES, "leave/退出/退出"),
    word("starts when", "starts when/start when", "启动 当/启动当/启动", "啟動 當/啟動當/啟動", Holds.LINES),
    word("cycles", "cycles", "周期", "週期"),
    word("stops when", "stops when/stop when", "停止 当/停止当/停止", "停止 當/停止當/停止", Holds.LINES),
    word("pauses while", "pauses while/pause while", "暂停 当/暂停当/暂停", "暫停 當/暫停當/暫停", Holds.LINES),
    word("resets when", "resets when/reset when", "重计 当/重计当/重计", "重計 當/重計當/重計", Holds.LINES),
    word(
        "cancelled when",
        "cancelled when/cancels when/cancel when",
        "取消 当/取消当/取消",
        "取消 當/取消當/取消",
        Holds.LINES,
    ),
    word(
        "retargets when",
        "retargets when/retarget when",
        "改时限 当/改时限当/改时限",
        "改時限 當/改時限當/改時限",
        Holds.LINES,
    ),
    word("on retarget", "on retarget", "改时限后", "改時限後"),
    word("reopens when", "reopens when/reopen when", "重开 当/重开当/重开", "重開 當/重開當/重開", Holds.LINES),
    word("on reopen", "on reopen", "重开后", "重開後"),
    word("warns at", "warns at/warn at", "预警/预警点", "預警/預警點"),
    word("at", "at", "时间", "時間"),
    word("given", "given", "已知", "已知", Holds.PARTS),
    word("history", "history", "历史", "歷史", Holds.PARTS),
    word("expect", "expect", "期望", "期望", Holds.LINES),
    word("zone", "zone", "时区", "時區"),
    word("objective", "objective", "目标", "目標"),
    word("metric", "metric", "衡量指标", "衡量指標"),
    word("horizon", "horizon", "达成期限", "達成期限"),
    word("owner", "owner", "负责人", "負責人"),
    word("language", "language", "语言", "語言"),
    word("vocabulary", "vocabulary", "词汇表", "詞彙表"),
    word("catalogue", "catalogue", "目录/服务目录", "目錄/服務目錄"),
    word("safe default", "safe default", "保底方案/安全默认", "保底方案", Holds.LINES),
)

ANY_OF: Final = word("any of", "any of", "任一满足/满足任一/以下任一/任一", "任一滿足/滿足任一/以下任一", Holds.LINES)[
    1
]

#: Keys below which conditions stand, `any of` among them.
CONDITIONS: Final = frozenset(
    {
        *("when", "enter", "leave", "starts when", "stops when", "pauses while", "resets when", "cancelled when"),
        *("retargets when", "reopens when"),
    }
)

#: In YAML, `like: Auntie Zhang` beside `given`.
LIKE: Final = word("like", "like", "同", "同")[1]

_TEXTS = ("because", "because en", "because zh", "because zh-Hant")
_ABOUT = ("title en", "title zh", "title zh-Hant", "note")


def _k(
    word: tuple[str, Word], *keys: str, head: str = "", rows: str = "", needs_lines: bool = True
) -> tuple[str, Kind]:
    return word[0], Kind(word[1], keys, head, rows, needs_lines)


#: The header block of a file.
HEADER: Final = Kind(
    word("ruleset", "ruleset", "规则集", "規則集")[1],
    ("zone", "objective", "metric", "horizon", "owner", "language", "vocabulary", "catalogue", "safe default"),
    needs_lines=False,
)

#: The blocks that are understood, by the key that begins them.
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    dict(
        (
            _k(
                word("rule", "rule", "规则", "規則"),
                *("beats", "group", "event", "active", "once", "when", "then", *_TEXTS, *_ABOUT),
            ),
            _k(
                word("never", "never", "禁止", "禁止"),
                *("event", "active", "when", *_TEXTS, *_ABOUT),
                needs_lines=False,
            ),
            _k(
                word("floor", "floor", "底线", "底線"),
                *("event", "active", "when", "holds", "approved", *_TEXTS, *_ABOUT),
                needs_lines=False,
            ),
            _k(word("fact", "fact", "指标", "指標"), "is", *_ABOUT, head="is", needs_lines=False),
            _k(
                word("table", "table", "决策表", "決策表"),
                *("hit", "event", "beats", "group", "rows", *_ABOUT),
                head="hit",
                rows="rows",
            ),
            _k(
                word("scorecard", "scorecard", "评分卡", "評分卡"),
                *("range", "start", "points", "bands", *_ABOUT),
                head="range",
                rows="points",
            ),
            _k(
                word("value", "value", "价值", "價值"),
                *("over", "profit", "cost", "retention", "discount", "contract"),
                *("scenario", "profit in scenario", "cost in scenario", "retention in scenario"),
                *("least profit", "most profit", "least retention", "most retention", "potential", "tiers", *_ABOUT),
                head="over",
            ),
            _k(word("lifecycle", "lifecycle", "生命周期", "生命週期"), "stages", "starts", "moves", "entering", "note"),
            _k(word("segment", "segment", "客群", "客群"), "enter", "leave", "note"),
            _k(
                word("clock", "clock", "服务时钟/时钟", "服務時鐘/時鐘"),
                *("starts when", "cycles", "stops when", "pauses while", "resets when", "cancelled when"),
                *("retargets when", "on retarget", "reopens when", "on reopen", "warns at", "note"),
            ),
            _k(word("example", "example", "示例", "示例/範例"), "at", "event", "given", "history", "expect", "note"),
            _k(
                word("examples", "examples", "示例表", "示例表/範例表"),
                *("event", "rows", "note"),
                rows="rows",
            ),
            _k(word("persona", "persona", "人物/画像", "人物/畫像"), "given", "history", "note"),
        )
    )
)

#: Blocks of later work: known by their word, reported, not read. Their lists in YAML are named too.
LATER: Final = table_of(
    word("policy", "policy/policies", "触达政策/政策", "觸達政策/政策"),
)

#: The lists of a YAML file, by the kind they gather; `contents` keeps a mixed order.
LISTS: Final = table_of(
    word("scorecard", "scorecards", "评分卡", "評分卡"),
    word("fact", "facts", "指标", "指標"),
    word("value", "values", "价值", "價值"),
    word("table", "tables", "决策表", "決策表"),
    word("rule", "rules", "规则", "規則"),
    word("never", "never", "禁止", "禁止"),
    word("floor", "floors", "底线", "底線"),
    word("lifecycle", "lifecycles", "生命周期", "生命週期"),
    word("segment", "segments", "客群", "客群"),
    word("clock", "clocks", "服务时钟/时钟", "服務時鐘/時鐘"),
    word("example", "examples", "示例", "示例/範例"),
    word("examples", "example tables", "示例表", "示例表/範例表"),
    word("persona", "personas", "人物/画像", "人物/畫像"),
    word("contents", "contents", "内容", "內容"),
)

#: Hit policies of a table.
HITS: Final = table_of(
    word("unique", "unique", "唯一命中/唯一", "唯一命中/唯一"),
    word("first", "first", "首个命中/首次命中/首个", "首個命中/首次命中/首個"),
    word("any", "any", "任一命中/一致命中", "任一命中/一致命中"),
    word("collect sum", "collect sum", "汇总求和/求和", "彙總求和/求和"),
    word("collect smallest", "collect smallest", "汇总取小/最小", "彙總取小/最小"),
    word("collect largest", "collect largest", "汇总取大/最大", "彙總取大/最大"),
    word("collect count", "collect count", "汇总计数/计数", "彙總計數/計數"),
    word("collect", "collect", "汇总", "彙總"),
    word("rule order", "rule order", "规则顺序/按行顺序", "規則順序/按行順序"),
    word("output order", "output order", "结果顺序/输出顺序", "結果順序/輸出順序"),
)

#: What `language` may say.
LANGUAGES: Final = table_of(
    word("en", "en/english", "英文/英语", "英文/英語"),
    word("zh", "zh/chinese/zh-Hans/zh-CN", "中文/简体中文/简体", "中文/簡體中文/簡體"),
    word("zh-Hant", "zh-Hant/zh-TW/zh-HK/traditional chinese", "繁体中文/繁体", "繁體中文/繁體"),
)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def exact(text: str, words: Iterable[Word]) -> Word | None:
    """The word that a text spells, apart from case, width and spaces."""
    wanted = _folded(text)
    return next((word for word in words if any(_folded(item) == wanted for item in word.spellings)), None)


def spelling(word: Word, language: str) -> str:
    """How a word is printed in a language."""
    return word.printed(language)


_QUOTES = "\"“”「『'"


def _pattern(words: tuple[Word, ...]) -> re.Pattern[str]:
    spelt = sorted({item for word in words for item in word.spellings}, key=len, reverse=True)
    parts = []
    for item in spelt:
        body = r"\s+".join(re.escape(part) for part in item.split())
        # Chinese needs no space behind a word; a word of a text in another language needs its quote, so that a
        # text without quotes may begin with the name of a language.
        tongue = " " in item and item.partition(" ")[0] in {"because", "title", "因为", "因為", "标题", "標題"}
        end = rf"(?=\s*(?:[{_QUOTES}:：]|$))" if tongue else "" if not item.isascii() else rf"(?=[\s:：{_QUOTES}]|$)"
        parts.append(body + end)
    return re.compile(r"(?:" + "|".join(parts) + r")", re.IGNORECASE)


@frozen
class Lookup:
    """A set of words made ready to be found at the start of a line."""

    words: tuple[Word, ...]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, words: Iterable[Word]) -> Lookup:
        """The look-up of some words."""
        kept = tuple(words)
        return cls(kept, _pattern(kept))


def leading(text: str, lookup: Lookup) -> tuple[Word, int] | None:
    """The word a line begins with and where it ends; the longest spelling wins."""
    found = lookup.pattern.match(text)
    if found is None:
        return None
    word = exact(found.group(), lookup.words)
    return None if word is None else (word, found.end())


def misspelt(text: str, words: Iterable[Word]) -> str:
    """The spelling of which a line's beginning can only be a slip, empty where there is none."""
    known = {item: word.key for word in words for item in word.spellings}
    for start in _beginnings(text):
        language = "en" if start.isascii() else "zh"
        slip = next((item for item in known if only_a_slip(start, item, known, language)), "")
        if slip:
            return slip
    return ""


def _beginnings(text: str) -> list[str]:
    first = text.replace("：", ":").split(":")[0].split()
    starts = [" ".join(first[:count]) for count in (3, 2, 1) if len(first) >= count]
    if first and not first[0].isascii():
        starts += [first[0][:count] for count in (4, 3, 2) if len(first[0]) > count]
    return [start for start in starts if len(start) <= 40]


def closest(text: str, words: Iterable[Word]) -> str:
    """The spelling nearest to how a line begins, empty when none is near."""
    known = tuple(words)
    if slip := misspelt(text, known):
        return slip
    spelt = {_folded(item): item for word in known for item in word.spellings}
    for start in _beginnings(text):
        # Two Chinese characters of which one is right are as near as a word with two letters exchanged.
        cutoff = 0.66 if start.isascii() else 0.5
        if near := difflib.get_close_matches(_folded(start), spelt, 1, cutoff):
            return spelt[near[0]]
    return ""
