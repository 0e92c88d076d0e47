"""What a comparison says, in English and Chinese: headings, places of the plan, what stood and what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engage.decide.explain_words import STEPS
from engage.decide.plan_words import label, plan_words, slot_words
from engage.decide.value_words import duration_words, value_words
from engage.facts.plan import HandlingPlan, Menu, Route, Task
from engage.facts.units import Duration
from engage.facts.vocabulary import Domain, Field
from engage.ground.finding import Words
from engage.program.program import Program
from engage.workbench.compare_differences import Difference, Worse
from engage.workbench.compare_sides import Hidden, Sides

__all__ = [
    "FLOORS",
    "KINDS",
    "READINGS",
    "SETTINGS",
    "WORSE",
    "group_words",
    "moved_words",
    "place_words",
    "say",
    "share_words",
]

_WORDS: Final[Mapping[str, Words]] = {
    "title": Words("What would change", "会有哪些变化", "會有哪些變化"),
    "rulesets": Words("{old} → {new}", "{old} → {new}"),
    "same": Words("the two rulesets mean the same", "两个规则集含义相同", "兩個規則集含義相同"),
    "people": Words(
        "{different} of {people} customers are treated differently ({share})",
        "{people} 位客户中有 {different} 位的待遇会改变（{share}）",
        "{people} 位客戶中有 {different} 位的待遇會改變（{share}）",
    ),
    "nobody": Words(
        "none of {people} customers is treated differently",
        "{people} 位客户的待遇都不变",
        "{people} 位客戶的待遇都不變",
    ),
    "decisions": Words(
        "{decisions} decisions compared, {different} of them differ ({share})",
        "共比较 {decisions} 次决策，其中 {different} 次不同（{share}）",
        "共比較 {decisions} 次決策，其中 {different} 次不同（{share}）",
    ),
    "noted": Words(
        "{count} more differ only in what is noted", "另有 {count} 次仅记录不同", "另有 {count} 次僅記錄不同"
    ),
    "sided": Words(
        "deadlines that came for one side only: {old} by the old rules, {new} by the new ones",
        "仅一方出现的到期：旧规则 {old} 次，新规则 {new} 次",
        "僅一方出現的到期：舊規則 {old} 次，新規則 {new} 次",
    ),
    "short": Words(
        "{count} events came more than 31 days late; a part of their past may be missing",
        "{count} 个事件迟到超过31天，其部分历史可能缺失",
        "{count} 個事件遲到超過31天，其部分歷史可能缺失",
    ),
    "erased": Words(
        "events of erased customers: {count}; nothing is left of them to decide on",
        "已删除客户的事件：{count} 个，内容已不存在，无法再作决策",
        "已刪除客戶的事件：{count} 個，內容已不存在，無法再作決策",
    ),
    "by": Words("by {field}", "按{field}"),
    "everyone": Words("everyone", "全部"),
    "not known": Words("not known", "未知"),
    "customers": Words("customers", "客户", "客戶"),
    "differently": Words("treated differently", "待遇改变", "待遇改變"),
    "share": Words("share", "占比", "佔比"),
    "worse": Words("worse off", "变差", "變差"),
    "slots": Words("what differs", "哪些方面不同"),
    "slot": Words("part of the plan", "方面"),
    "count": Words("decisions", "决策", "決策"),
    "transitions": Words("from what to what", "由何变为何", "由何變為何"),
    "from": Words("by the old rules", "旧规则", "舊規則"),
    "to": Words("by the new rules", "新规则", "新規則"),
    "change": Words("old → new", "旧 → 新", "舊 → 新"),
    "worsenings": Words("who is worse off, and how", "谁会变差，差在哪里", "誰會變差，差在哪裡"),
    "how": Words("how", "如何"),
    "rules": Words("rules that speak elsewhere than before", "触发情况不同的规则", "觸發情況不同的規則"),
    "rule": Words("rule", "规则", "規則"),
    "no longer": Words("no longer", "不再"),
    "newly": Words("newly", "新增"),
    "effects": Words("what is set going", "后续动作", "後續動作"),
    "effect": Words("effect", "动作", "動作"),
    "lost": Words("lost", "减少", "減少"),
    "gained": Words("gained", "增加"),
    "kinds": Words("at which events", "在哪些事件"),
    "event": Words("event", "事件"),
    "edits": Words("what was edited", "改动了什么", "改動了什麼"),
    "construct": Words("what", "对象", "對象"),
    "edit": Words("edit", "改动", "改動"),
    "added": Words("added", "新增"),
    "removed": Words("removed", "删除", "刪除"),
    "changed": Words("changed", "修改"),
    "who": Words("customers treated differently", "待遇改变的客户", "待遇改變的客戶"),
    "more": Words("and {count} more", "另有 {count} 项", "另有 {count} 項"),
    "refused": Words("{count} lines gave no decision", "{count} 行没有得到决策", "{count} 行沒有得到決策"),
    "line": Words("line {line}: {why}", "第 {line} 行：{why}"),
    "limits": Words("limits", "限制"),
    "kept": Words("kept", "符合"),
    "broken": Words("broken", "超出"),
    "some then none": Words("no longer", "不再有"),
    "none then some": Words("newly", "新增"),
    "more than": Words("more", "更多"),
    "less than": Words("less", "更少"),
    "other": Words("another value, not shown", "另一个值（不显示）", "另一個值（不顯示）"),
    "other text": Words("other words", "文字不同"),
    "earlier": Words("earlier", "提前"),
    "later": Words("later", "推迟", "推遲"),
    "nothing": Words("nothing", "无", "無"),
    "deadline": Words("deadline", "到期时间", "到期時間"),
    "safe default": Words("safe default", "安全默认", "安全默認"),
    "over": Words("{what} over {channel}", "{what}，经 {channel}", "{what}，經 {channel}"),
    "service": Words("who serves, and how fast", "由谁服务、多快", "由誰服務、多快"),
    "timers": Words("deadlines", "到期", "到期"),
    "scores only": Words("the same offers by other scores", "推荐相同，仅得分不同", "推薦相同，僅得分不同"),
    "meaning": Words("what they decide differently, whoever comes", "无论谁来，两者的不同", "無論誰來，兩者的不同"),
    "proved same": Words(
        "proved: both decide alike for every customer, at every event",
        "已证明：对任何客户、任何事件，两者的决策都相同",
        "已證明：對任何客戶、任何事件，兩者的決策都相同",
    ),
    "proved rest": Words(
        "proved: everything that is not listed here is decided alike",
        "已证明：未列出的部分，两者的决策都相同",
        "已證明：未列出的部分，兩者的決策都相同",
    ),
    "unproved": Words("could not be worked through: {what}", "未能逐一比较：{what}", "未能逐一比較：{what}"),
    "counted by": Words(
        "not compared: promised times that are counted by another {what}",
        "未比较：承诺的时限现按不同的{what}计算",
        "未比較：承諾的時限現按不同的{what}計算",
    ),
    "read otherwise": Words(
        "not compared: what comes in and is read otherwise: {what}",
        "未比较：送入数据的读法不同：{what}",
        "未比較：送入資料的讀法不同：{what}",
    ),
    "nobody found": Words(
        "no customer was found who shows it; there may be none",
        "没有找到能显示此差异的客户，也可能不存在",
        "沒有找到能顯示此差異的客戶，也可能不存在",
    ),
    "anybody": Words("any customer", "任何客户", "任何客戶"),
    "for example": Words("for example", "例如"),
    "customer": Words("customer {name}", "客户 {name}", "客戶 {name}"),
    "side by side": Words("side by side", "并排对照", "並排對照"),
    "why": Words("why", "原因"),
    "both": Words("by both", "两者都有", "兩者都有"),
    "not decided": Words("nothing is decided here", "此处没有决策", "此處沒有決策"),
    "hidden": Words("hidden", "已隐去", "已隱去"),
    "because not": Words("{rule} does not speak: {why}", "{rule} 未触发：{why}", "{rule} 未觸發：{why}"),
    "speaks": Words("{rule} speaks", "{rule} 触发", "{rule} 觸發"),
    "speaks because": Words("{rule} speaks: {why}", "{rule} 触发：{why}", "{rule} 觸發：{why}"),
    "speaks, edited": Words(
        "{rule} speaks by both, and was edited", "{rule} 两者都触发，但已改动", "{rule} 兩者都觸發，但已改動"
    ),
    "beaten": Words("beaten by {rule}", "{rule} 优先", "{rule} 優先"),
    "a rule": Words("`{rule}`", "“{rule}”"),
    "a row": Words("row {number} of `{table}`", "“{table}”第 {number} 行"),
    "the otherwise": Words("the otherwise of `{table}`", "“{table}”的“否则”", "“{table}”的“否則”"),
    "not there": Words("it is not among these rules", "这些规则中没有它", "這些規則中沒有它"),
}

WORSE: Final[Mapping[Worse, Words]] = {
    Worse.SLOWER: Words("a promised time is longer or gone", "承诺时限变长或取消", "承諾時限變長或取消"),
    Worse.LATER: Words("the head start in the queue is shorter or gone", "排队提前减少或取消", "排隊提前減少或取消"),
    Worse.LESS: Words("an allowance is lower or gone", "授权额度降低或取消", "授權額度降低或取消"),
    Worse.NO_PERSON: Words("no person serves any more", "不再由人工接待"),
    Worse.FALLBACK: Words("the safe default has to stand in", "只能采用安全默认", "只能採用安全默認"),
}
#: What the settings of a ruleset are called by which the calendar is read.
SETTINGS: Final[Mapping[str, Words]] = {
    "zone": Words("zone", "时区", "時區"),
    "working week": Words("working week", "工作时间", "工作時間"),
    "billing day": Words("billing day", "账单日", "帳單日"),
}
#: What of the vocabulary is read otherwise.
READINGS: Final[Mapping[str, Words]] = {
    "event type": Words("the type of the event {0}", "事件“{0}”的 type"),
    "event fields": Words("the fields of the event {0}", "事件“{0}”的字段", "事件“{0}”的欄位"),
    "fact type": Words("the type or values of {0}", "“{0}”的类型或取值", "“{0}”的類型或取值"),
    "fact source": Words("what {0} is taken from", "“{0}”的来源字段", "“{0}”的來源欄位"),
    "clock": Words("how the target {0} is measured", "时限“{0}”的计法", "時限“{0}”的計法"),
    "commitment": Words("when the promise {0} is kept", "承诺“{0}”的兑现条件", "承諾“{0}”的兌現條件"),
}
#: What became of a floor: its name, where it stands, what it held and what it holds.
FLOORS: Final[Mapping[str, Words]] = {
    "floor": Words("floor {0} ({1}): {2} → {3}", "底线“{0}”（{1}）：{2} → {3}", "底線“{0}”（{1}）：{2} → {3}"),
    "floor whom": Words(
        "floor {0} ({1}): it holds the same, but not for the same customers, or counted otherwise",
        "底线“{0}”（{1}）：内容相同，适用客户或计法不同",
        "底線“{0}”（{1}）：內容相同，適用客戶或計法不同",
    ),
    "floor lowered": Words(
        "floor {0} is lowered and no newer approval stands in it: this ruleset will not be activated",
        "底线“{0}”被降低，其中没有较新的审批：该规则集无法启用",
        "底線“{0}”被降低，其中沒有較新的審批：該規則集無法啟用",
    ),
}
#: What a block or file of a ruleset is called.
KINDS: Final[Mapping[str, Words]] = {
    "rule": Words("rule", "规则", "規則"),
    "table": Words("table", "决策表", "決策表"),
    "scorecard": Words("scorecard", "评分卡", "評分卡"),
    "fact": Words("fact", "指标", "指標"),
    "value": Words("value model", "价值模型", "價值模型"),
    "never": Words("never", "禁止"),
    "floor": Words("floor", "底线", "底線"),
    "ruleset": Words("ruleset", "规则集", "規則集"),
    "vocabulary": Words("vocabulary", "词汇表", "詞彙表"),
    "catalogue": Words("catalogue", "目录", "目錄"),
}
#: What the values of a slot that are ids are ids of.
_DOMAINS: Final = {
    "answer": Domain.ANSWER,
    "guide": Domain.SELF_SERVICE,
    "service level": Domain.LEVEL,
    "say": Domain.WORDING,
    "skip": Domain.STEP,
    "offer": Domain.OFFER,
}


def say(key: str, language: str, **values: object) -> str:
    """One of the room's sentences, with its `{names}` filled."""
    text, parts = _WORDS[key].in_language(language), []
    while "{" in text:
        before, _, rest = text.partition("{")
        name, _, text = rest.partition("}")
        parts += [before, str(values.get(name, ""))]
    return "".join([*parts, text])


def share_words(part: int, whole: int) -> str:
    """`7.2 %`; what is less than a tenth of a percent, and not nothing, says so."""
    if not whole:
        return "–"
    tenths = (part * 1_000 + whole // 2) // whole
    return "< 0.1 %" if part and not tenths else f"{tenths // 10}.{tenths % 10} %"


def group_words(field: Field | None, value: object, language: str) -> str:
    """The label of a group."""
    if value is None:
        return say("not known", language)
    # A choice or a yes/no fact: no moment, so no zone is asked for.
    return value_words(value, field.type if field else None, language, "UTC")


def place_words(sides: Sides, difference: Difference, language: str) -> str:
    """What a place of the plan is called: `target first response`, `task call-back over crm`."""
    slot, key = difference.slot, difference.key
    if slot in ("deadline", "safe default"):
        return say(slot, language)
    if slot == "effect" and not key:
        return say("effect", language)
    program = sides.programs[difference.new is not None]
    if slot == "effect":
        kind, what, channel = key.split(" ", 2)
        domain = Domain.WORK if kind == "task" else Domain.OFFER
        name = label(program.vocabulary, domain, what, language)
        return say("over", language, what=f"{slot_words(program.vocabulary, kind, language)} {name}", channel=channel)
    return slot_words(program.vocabulary, difference.place, language)


def moved_words(sides: Sides, difference: Difference, language: str) -> tuple[str, str]:
    """What stood there, and what stands there now; the first is empty where only the direction is told."""
    old, new = difference.old, difference.new
    if isinstance(old, Hidden) or isinstance(new, Hidden):
        return _direction(sides, difference, language)
    texts = (
        _value_words(program, difference, value, language)
        for program, value in zip(sides.programs, (old, new), strict=True)
    )
    before, after = texts
    return before, after


def _direction(sides: Sides, difference: Difference, language: str) -> tuple[str, str]:
    old, new = difference.old, difference.new
    if new is None:
        return "", say("some then none", language)
    if old is None:
        return "", say("none then some", language)
    if difference.slot == "deadline":
        return "", say("earlier" if new is Hidden.LESS else "later", language)
    if difference.slot == "say" and not isinstance(old, Hidden):
        return _value_words(sides.programs[0], difference, old, language), say("other text", language)
    return "", say({Hidden.MORE: "more than", Hidden.LESS: "less than"}.get(new, "other"), language)  # type: ignore[call-overload]


def _value_words(program: Program, difference: Difference, value: object, language: str) -> str:
    """A value that stands at a place, by the labels of its side."""
    slot, vocabulary = difference.slot, program.vocabulary
    if value is None:
        return say("nothing", language)
    if slot == "step":
        return STEPS[str(value)].in_language(language)
    if isinstance(value, Route | Menu | Task):
        plan = HandlingPlan(
            route=value if isinstance(value, Route) else None,
            menu=value if isinstance(value, Menu) else None,
            tasks=(value,) if isinstance(value, Task) else (),
        )
        return plan_words(plan, vocabulary, language, program.zone)[0][1]
    if isinstance(value, Duration):
        return duration_words(value, language)
    comma = "、" if language.startswith("zh") else ", "
    if slot in _DOMAINS:
        named = value if isinstance(value, tuple) else (value,)
        ids = (each[0] if isinstance(each, tuple) else str(each) for each in named)
        return comma.join(label(vocabulary, _DOMAINS[slot], id, language) for id in ids)
    if slot == "allow":
        return value_words(value, program.furnishing.allowances.get(difference.key), language, program.zone)
    output = vocabulary.output_by_id.get(difference.key)
    return value_words(value, output.type if output else None, language, program.zone)
