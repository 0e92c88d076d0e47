"""The words of explanations, in English and Chinese: verdicts, outcomes and reasons."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from engage.decide.explain_chart_words import CHART_HEADINGS, CHART_REASONS
from engage.decide.explain_result_words import WITHOUT_RESULT
from engage.decide.reasons import ReasonCode
from engage.decide.trust_words import DISTRUST_HEADINGS, DISTRUSTED_WORDS
from engage.facts.decided import Outcome, Verdict
from engage.ground.finding import Words

__all__ = [
    "HEADINGS",
    "OUTCOMES",
    "PIPELINE",
    "PROBLEM_WORDS",
    "REASONS",
    "SLOTS",
    "STEPS",
    "VERDICTS",
    "aside",
    "filled",
    "visible",
]

#: Unicode categories of characters that steer a terminal: control, line and paragraph ends.
_UNSEEN: Final = frozenset({"Cc", "Zl", "Zp"})

HEADINGS: Final[Mapping[str, Words]] = {
    **CHART_HEADINGS,
    "decision": Words("decision", "决策", "決策"),
    "plan": Words("plan", "处理方案", "處理方案"),
    "criteria": Words("three criteria", "三项标准", "三項標準"),
    "why": Words("why", "原因"),
    "rules": Words("rules asked", "规则判断", "規則判斷"),
    "lost": Words("candidates that lost", "未采用的候选", "未採用的候選"),
    "unknown": Words("unknown", "未知的信息", "未知的信息"),
    "scores": Words("scores", "评分", "評分"),
    "told": Words("told when asked", "应询告知的信息", "應詢告知的資訊"),
    "worth": Words("value to the company", "客户价值", "客戶價值"),
    "effects": Words("set going", "后续动作", "後續動作"),
    "safe": Words("the safe default was taken", "采用了安全默认方案", "採用了安全默認方案"),
    "zones": Words("time zones of {0}", "时区数据 {0}", "時區資料 {0}"),
    "erased": Words(
        "the facts used have been erased; verdicts are as recorded",
        "所用信息已被删除；结论以记录为准",
        "所用信息已被刪除；結論以記錄為準",
    ),
    "nothing": Words("nothing", "无", "無"),
    "start": Words("start", "基础分", "基礎分"),
    "blocks": Words("would settle: {0}", "补上即可判断：{0}", "補上即可判斷：{0}"),
    "seen": Words("{0}: {1}", "{0}：{1}"),
    "failed": Words("`{0}` does not hold", "“{0}” 不成立"),
    "open": Words("`{0}` is not known", "“{0}” 无法判断", "“{0}” 無法判斷"),
    "already": Words("it spoke at {0}", "已于 {0} 触发过", "已於 {0} 觸發過"),
    "already for the account": Words(
        "it spoke at {0} for the account", "已于 {0} 为该账户触发过", "已於 {0} 為該賬戶觸發過"
    ),
    "inactive": Words("it speaks from {0} through {1}", "有效期 {0} 至 {1}"),
    "inactive from": Words("it speaks from {0}", "有效期自 {0} 起"),
    "inactive through": Words("it speaks through {0}", "有效期至 {0}"),
    "inactive on": Words("it speaks on {0}", "仅 {0} 有效", "僅 {0} 有效"),
    "by": Words("by `{0}`", "由 “{0}” 提出"),
    "score": Words("score {0}", "得分 {0}"),
    "up to": Words("{0} up to {1}", "{0} 不超过 {1}", "{0} 不超過 {1}"),
    "task": Words("{0} for {1}", "{0} 给 {1}", "{0} 給 {1}"),
    "due": Words("{0}, due in {1}", "{0}，{1}内", "{0}，{1}內"),
    "by moment": Words("by {0}", "{0} 前"),
    "needs": Words("needs {0}", "需要 {0}"),
    "skill": Words("{0} {1}", "{0}{1}级", "{0}{1}級"),
    "after": Words("after {0} {1}", "{0}后 {1}", "{0}後 {1}"),
    "ahead": Words("ahead by {0}", "排队提前 {0}", "排隊提前 {0}"),
    "say": Words("{0}: “{1}”", "{0}：“{1}”"),
    "effect": Words("{0}. {1} over {2}", "{0}. {1}，经 {2}", "{0}. {1}，經 {2}"),
    "not in profile": Words("the profile does not say", "档案中没有", "檔案中沒有"),
    "not in event": Words("the event does not say", "事件中没有", "事件中沒有"),
    **DISTRUST_HEADINGS,
    "unreadable": Words("the event says it in a form that cannot be read", "事件中的值无法识别", "事件中的值無法識別"),
    "not measured": Words("the past does not say", "历史中没有", "歷史中沒有"),
    "not computed": Words("it could not be worked out", "无法算出", "無法算出"),
    "for lack of": Words("it needs {0}", "缺少 {0}"),
    "got": Words("{0}: proposed by `{1}`", "{0}：由 “{1}” 提出"),
    "because": Words("because {0}", "因为 {0}", "因為 {0}"),
    "nobody": Words("{0}: nobody", "{0}：无", "{0}：無"),
    "not": Words("not {0} (by `{1}`): {2}", "未采用 {0}（由 “{1}” 提出）：{2}", "未採用 {0}（由 “{1}” 提出）：{2}"),
    "at step": Words("{0} ({1})", "{0}（{1}）"),
    "why not": Words("why not `{0}`", "为什么不是 “{0}”", "為什麼不是 “{0}”"),
    "changes": Words("what would change it", "什么会改变结果", "什麼會改變結果"),
    "next": Words("next best question", "最值得询问", "最值得詢問"),
    "rests": Words("it rests on", "依据的信息", "依據的信息"),
    "instead": Words("{0}: {1} (now {2})", "{0}：{1}（现为 {2}）", "{0}：{1}（現為 {2}）"),
    "and": Words(" and ", "，且 "),
    "proved": Words("the smallest change, proved", "已证明是最小的变化", "已證明是最小的變化"),
    "unproved": Words("a change; a smaller one is not excluded", "一种变化，不排除更小的", "一種變化，不排除更小的"),
    "smallest for": Words(
        "the smallest change, proved, for {0}", "对 {0} 已证明是最小的变化", "對 {0} 已證明是最小的變化"
    ),
    "a change for": Words("a change for {0}", "对 {0} 是一种变化", "對 {0} 是一種變化"),
    "provided": Words("as long as {0} stays {1}", "前提是 {0} 仍为 {1}", "前提是 {0} 仍為 {1}"),
    "has it": Words("it has it", "已采用", "已採用"),
    "wants nothing": Words("it proposes nothing for the plan", "它不提出方案内容", "它不提出方案內容"),
    "hindered inactive": Words("it is not in force on this day", "当天不在有效期", "當天不在有效期"),
    "hindered already": Words("it spoke not long ago", "不久前已触发过", "不久前已觸發過"),
    "hindered moment": Words("only at another moment: {0}", "须在其他时间：{0}", "須在其他時間：{0}"),
    "hindered rules": Words(
        "no fact would help: others stand before it whatever is known",
        "改变任何信息都无济于事：总有其他规则在前",
        "改變任何信息都無濟於事：總有其他規則在前",
    ),
    "hindered far": Words("no change of up to three facts was found", "未找到三项以内的变化", "未找到三項以內的變化"),
    "hindered unclear": Words(
        "none of the changes that were tried does it; not every answer could be worked through",
        "试过的变化都不行；并非所有取值都能推算",
        "試過的變化都不行；並非所有取值都能推算",
    ),
    "for example": Words("for example {0}", "例如 {0}"),
    "only tried": Words(
        "only examples: it could not be worked through what every answer comes to",
        "仅为示例：无法推算每种回答的结果",
        "僅為示例：無法推算每種回答的結果",
    ),
    "settles always": Words("any answer settles {0}", "任何回答都能确定：{0}", "任何回答都能確定：{0}"),
    "settles": Words("settles {0}", "可确定 {0}", "可確定 {0}"),
    "same plan": Words("the plan stays", "方案不变", "方案不變"),
    "other plan": Words("another plan", "方案改变", "方案改變"),
    "then": Words("then: {0}", "其次：{0}"),
    "deeper": Words("; one level deeper: {0}", "；下一级：{0}", "；下一級：{0}"),
}

SLOTS: Final[Mapping[str, Words]] = {
    "step": Words("step", "环节", "環節"),
    "answer": Words("answer", "直接答复", "直接答覆"),
    "guide": Words("guide to", "引导", "引導"),
    "route": Words("route", "转接", "轉接"),
    "ahead": Words("ahead", "排队提前", "排隊提前"),
    "service level": Words("service level", "服务等级", "服務等級"),
    "target": Words("target", "时限", "時限"),
    "menu": Words("menu", "菜单", "菜單"),
    "show": Words("show", "显示", "顯示"),
    "say": Words("say", "话术", "話術"),
    "offer": Words("offer", "推荐", "推薦"),
    "withhold": Words("withhold", "不推荐", "不推薦"),
    "allow": Words("allow", "授权", "授權"),
    "skip": Words("skip", "免"),
    "task": Words("task", "派单", "派單"),
    "note": Words("note", "记录", "記錄"),
    "output": Words("output", "输出", "輸出"),
}

STEPS: Final[Mapping[str, Words]] = {
    "eliminate": Words("eliminate", "消除"),
    "answer": Words("answer", "直接答复", "直接答覆"),
    "self-service": Words("self-service", "自助服务", "自助服務"),
    "assisted": Words("assisted", "人工服务", "人工服務"),
    "expert": Words("expert", "专家服务", "專家服務"),
}

PIPELINE: Final[Mapping[str, Words]] = {
    "candidates": Words("candidates", "候选", "候選"),
    "permission": Words("permission", "许可", "許可"),
    "fit": Words("fit", "适配", "適配"),
    "arbitrate": Words("arbitration", "裁决", "裁決"),
    "compose": Words("composition", "组合", "組合"),
}

VERDICTS: Final[Mapping[Verdict, Words]] = {
    Verdict.FIRED: Words("fired", "触发", "觸發"),
    Verdict.NOT_MET: Words("not met", "不符合"),
    Verdict.UNKNOWN: Words("unknown", "未知"),
    Verdict.INACTIVE: Words("inactive", "不在有效期"),
    Verdict.ALREADY: Words("already", "已触发过", "已觸發過"),
}

#: {0} is the thing proposed, {1} who decided its fate
OUTCOMES: Final[Mapping[Outcome, Words]] = {
    Outcome.WON: Words("chosen", "采用", "採用"),
    Outcome.BEATEN: Words("beaten by `{1}`", "“{1}” 优先", "“{1}” 優先"),
    Outcome.TIE: Words(
        "in a tie with `{1}`, whose name comes first; say which of the two `beats` the other",
        "与 “{1}” 冲突，因其名称在前而采用它；请用 “优先于” 指明",
        "與 “{1}” 衝突，因其名稱在前而採用它；請用 “優先於” 指明",
    ),
    Outcome.NOT_BEST: Words(
        "not among the best; the last one taken is {1}",
        "未进入最优；最后一个入选的是 {1}",
        "未進入最優；最後一個入選的是 {1}",
    ),
    Outcome.VIOLATED: Words(
        "clashes with the others where only one answer may come", "与其他结果冲突", "與其他結果衝突"
    ),
    Outcome.FORBIDDEN: Words("forbidden by `{1}`", "被禁止：“{1}”"),
    Outcome.UNFIT: Words("does not fit this customer here", "不适合此客户或此处", "不適合此客戶或此處"),
    Outcome.WITHHELD: Words("withheld by `{1}`", "“{1}” 要求不推荐", "“{1}” 要求不推薦"),
    Outcome.MERGED: Words("covered by what `{1}` proposes", "并入 “{1}” 的结果", "併入 “{1}” 的結果"),
}

#: {0} the place in the plan, {1} the rule, {2} the detail. `chosen` is told with the plan, not apart.
REASONS: Final[Mapping[ReasonCode, Words]] = {
    ReasonCode.CHOSEN: Words("{0} {2}: proposed by `{1}`", "{0} {2}：由 “{1}” 提出"),
    ReasonCode.TIE: Words(
        "{0}: `{1}` and `{2}` disagree and neither beats the other; the name that comes first was taken",
        "{0}：“{1}” 与 “{2}” 不一致且未指明优先，按名称先后取前者",
        "{0}：“{1}” 與 “{2}” 不一致且未指明優先，按名稱先後取前者",
    ),
    ReasonCode.VIOLATED: Words(
        "{0} {1}: only one answer may come and several did ({2}); it is left unset",
        "{0} {1}：只允许一个结果却有多个（{2}），不予采用",
        "{0} {1}：只允許一個結果卻有多個（{2}），不予採用",
    ),
    ReasonCode.FORBIDDEN: Words("{0} {2}: taken out, `never` {1}", "{0} {2}：已去除，禁止 “{1}”"),
    ReasonCode.RAISED: Words("{0} {2}: raised to the floor `{1}`", "{0} {2}：已按底线 “{1}” 提高"),
    ReasonCode.WITHHELD: Words("{0} {2}: withheld by `{1}`", "{0} {2}：“{1}” 要求不推荐", "{0} {2}：“{1}” 要求不推薦"),
    ReasonCode.OTHERWISE: Words(
        "table `{1}`: no row holds, its `otherwise` answered",
        "决策表 “{1}”：没有命中行，取 “否则”",
        "決策表 “{1}”：沒有命中行，取 “否則”",
    ),
    ReasonCode.DEFAULT: Words(
        "{0}: nobody set it, its `otherwise` stands", "{0}：无规则给出，取默认值", "{0}：無規則給出，取默認值"
    ),
    ReasonCode.UNSET: Words("{0}: nobody set it", "{0}：无规则给出", "{0}：無規則給出"),
    ReasonCode.UNKNOWN_VALUE: Words(
        "{0}: `{1}` proposed a value that is unknown", "{0}：“{1}” 给出的值未知", "{0}：“{1}” 給出的值未知"
    ),
    **DISTRUSTED_WORDS,
    ReasonCode.UNREADABLE: Words(
        "event field {2}: {1}, so it counts as unknown",
        "事件字段 {2}：{1}，按未知处理",
        "事件字段 {2}：{1}，按未知處理",
    ),
    ReasonCode.NOT_ESTIMATED: Words(
        "{2} is unknown: the estimator `{1}` {0}",
        "{2} 未知：估计模型 “{1}” {0}",
        "{2} 未知：估計模型 “{1}” {0}",
    ),
    ReasonCode.NOT_PROVIDED: Words(
        "{2} is unknown: the provider `{1}` {0}",
        "{2} 未知：提供方 “{1}” {0}",
    ),
    **WITHOUT_RESULT,
    **CHART_REASONS,
    ReasonCode.NO_BENEFIT: Words(
        "{0} {2}: its benefit to the customer is below nothing; need comes before revenue",
        "{0} {2}：对客户的得益为负；需要先于收入",
        "{0} {2}：對客戶的得益為負；需要先於收入",
    ),
    ReasonCode.NO_TREATMENT: Words(
        "{0} {2}: none of its treatments is for this channel and placement",
        "{0} {2}：没有适合此渠道和位置的呈现方式",
        "{0} {2}：沒有適合此渠道和位置的呈現方式",
    ),
    ReasonCode.PLACE_TAKEN: Words(
        "{0} {1}: its wording `{2}` is left out, another one stands at its placement",
        "{0} {1}：其话术 “{2}” 未采用，该位置已有话术",
        "{0} {1}：其話術 “{2}” 未採用，該位置已有話術",
    ),
    ReasonCode.CUT: Words(
        "`{1}`: its text ({2}) is longer than a message may be, and was cut",
        "“{1}”：其文本（{2}）超过消息上限，已截断",
        "“{1}”：其文本（{2}）超過消息上限，已截斷",
    ),
    ReasonCode.UNSAID: Words(
        "{0} `{1}`: a text is left out, because {2} is missing and nothing stands in for it",
        "{0} “{1}”：{2} 缺失且无替代说法，该文本未采用",
        "{0} “{1}”：{2} 缺失且無替代說法，該文本未採用",
    ),
    ReasonCode.NO_OFFER: Words(
        "no offer is made: every one proposed dropped out", "不作推荐：候选均未通过", "不作推薦：候選均未通過"
    ),
    ReasonCode.NO_MENU: Words(
        "{0}: no menu is shown that it could stand in", "{0}：没有显示菜单，无处可放", "{0}：沒有顯示菜單，無處可放"
    ),
    ReasonCode.NO_ROUTE_TO_LEAD: Words(
        "ahead: there is no route to be ahead in", "排队提前：没有转接可提前", "排隊提前：沒有轉接可提前"
    ),
    ReasonCode.SKILL_MISMATCH: Words(
        "the contact's reason needs {2}, and the route asks for less",
        "该联系原因需要{2}，而转接要求不足",
        "該聯繫原因需要{2}，而轉接要求不足",
    ),
    ReasonCode.UNSERVED: Words(
        "a customer waits and no rule serves: the safe default's route was taken",
        "客户在等待而无规则接待：采用安全默认的转接",
        "客戶在等待而無規則接待：採用安全默認的轉接",
    ),
    ReasonCode.NO_ACCOUNT: Words(
        "`{1}` is once per account, and no account is known: it counts for the customer alone",
        "“{1}” 每个账户一次，而账户未知：只按该客户计",
        "“{1}” 每個賬戶一次，而賬戶未知：只按該客戶計",
    ),
    ReasonCode.UNCORRELATED: Words("patterns were found without `{1}` ({2})", "“{1}” 不可用（{2}）"),
    ReasonCode.UNKNOWN_KIND: Words(
        "this type of event is not in the vocabulary", "词汇表中没有这类事件", "詞彙表中沒有這類事件"
    ),
    ReasonCode.FAILED: Words("the step `{1}` broke ({2})", "步骤 “{1}” 出错（{2}）", "步驟 “{1}” 出錯（{2}）"),
}

#: why a declared field of an event could not be read, by the gate's code
PROBLEM_WORDS: Final[Mapping[str, Words]] = {
    "wrong-type": Words("its value has the wrong type", "类型不符", "類型不符"),
    "not-a-choice": Words("its value is none of the declared ones", "不在可选值之中", "不在可選值之中"),
    "other-currency": Words("its amount is in another currency", "币种不符", "幣種不符"),
    "no-zone": Words("its moment has no zone", "时刻缺少时区", "時刻缺少時區"),
    "too-long": Words("its list is too long", "列表过长", "列表過長"),
}


def filled(words: Words, language: str, *values: str) -> str:
    """A sentence with its values put in, in one pass."""
    parts = words.in_language(language).split("{")
    told = [parts[0]]
    for part in parts[1:]:
        number, _, rest = part.partition("}")
        told += [values[int(number)] if int(number) < len(values) else "", rest]
    return "".join(told)


def aside(said: str, more: str, language: str) -> str:
    """With a remark in the brackets of the language."""
    return f"{said}（{more}）" if language.startswith("zh") else f"{said} ({more})"


def visible(line: str) -> str:
    """A line for a terminal: control characters, which a customer may have typed, are shown as their codes."""
    return "".join(f"\\x{ord(char):02x}" if unicodedata.category(char) in _UNSEEN else char for char in line)
