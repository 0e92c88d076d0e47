"""Every word of the report of the sieve, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engage.facts.plan import SieveStep
from engage.facts.reasons import ReasonAction
from engage.ground.finding import Words
from engage.measure.first_contact import LeftOut
from engage.measure.visits import StepExit

__all__ = ["ACTIONS", "EXITS", "LEFT_OUT", "STEP_NAMES", "WORDS"]

STEP_NAMES: Final[Mapping[SieveStep, Words]] = MappingProxyType(
    {
        SieveStep.ANSWER: Words("answered at once", "直接答复", "直接答覆"),
        SieveStep.SELF_SERVICE: Words("self-service", "自助", "自助"),
        SieveStep.ASSISTED: Words("assisted", "人工"),
        SieveStep.EXPERT: Words("expert", "专席", "專席"),
    }
)
EXITS: Final[Mapping[StepExit, Words]] = MappingProxyType(
    {
        StepExit.SERVED: Words("served", "已服务", "已服務"),
        StepExit.CONTAINED: Words("contained", "自助成功"),
        StepExit.PROVISIONAL: Words("provisional", "暂计成功", "暫計成功"),
        StepExit.REVERSED: Words("reversed", "已撤销", "已撤銷"),
        StepExit.UNPROVED: Words("unproved", "无法判断", "無法判斷"),
        StepExit.ESCALATED: Words("went on", "转入下一环节", "轉入下一環節"),
        StepExit.ABANDONED: Words("given up", "放弃", "放棄"),
        StepExit.OPEN: Words("open", "未结", "未結"),
    }
)
LEFT_OUT: Final[Mapping[LeftOut, Words]] = MappingProxyType(
    {
        LeftOut.NOBODY: Words("contacts of an unknown customer", "客户未知的联系", "客戶未知的聯繫"),
        LeftOut.NO_REASON: Words("contacts without a known reason", "原因未知的联系", "原因未知的聯繫"),
        LeftOut.BY_US: Words("contacts that we asked for", "我方约定的联系", "我方約定的聯繫"),
        LeftOut.GIVEN_UP: Words("needs given up before an answer", "得到答复前已放弃的需求", "得到答覆前已放棄的需求"),
    }
)
ACTIONS: Final[Mapping[ReasonAction, Words]] = MappingProxyType(
    {
        ReasonAction.ELIMINATE: Words("eliminate", "消除"),
        ReasonAction.AUTOMATE: Words("automate", "自动化", "自動化"),
        ReasonAction.SIMPLIFY: Words("simplify", "简化", "簡化"),
        ReasonAction.LEVERAGE: Words("leverage", "善用"),
    }
)
WORDS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "title": Words("the sieve", "筛子", "篩子"),
        "lead": Words(
            "{contacts} contacts until {until}; {avoidable} of them avoidable",
            "截至 {until} 共 {contacts} 次联系，其中 {avoidable} 次本可避免",
            "截至 {until} 共 {contacts} 次聯繫，其中 {avoidable} 次本可避免",
        ),
        "nothing": Words("no contact was recorded", "没有联系记录", "沒有聯繫記錄"),
        "step": Words("step", "环节", "環節"),
        "arrived": Words("came", "到来", "到來"),
        "handed": Words("from before", "由前转来", "由前轉來"),
        "steps": Words("steps: whoever enters leaves by one exit", "各环节：有进必有出", "各環節：有進必有出"),
        "sums": Words(
            "the sums agree: {contacts} came, {contacts} left",
            "合计相符：到来 {contacts}，离开 {contacts}",
            "合計相符：到來 {contacts}，離開 {contacts}",
        ),
        "no sums": Words("the sums do not agree", "合计不符", "合計不符"),
        "assumed": Words(
            "{assumed} of those contained or provisional were not told to be: they fell silent",
            "自助成功与暂计成功中，{assumed} 次未有回报，仅因客户未再联系",
            "自助成功與暫計成功中，{assumed} 次未有回報，僅因客戶未再聯繫",
        ),
        "reasons": Words("reasons", "联系原因", "聯繫原因"),
        "reason": Words("reason", "原因"),
        "owner": Words("owner", "负责部门", "負責部門"),
        "contacts": Words("contacts", "联系次数", "聯繫次數"),
        "avoidable": Words("avoidable", "可避免"),
        "first": Words("settled at first", "首次解决率", "首次解決率"),
        "to do": Words("to do", "对策", "對策"),
        "what to do": Words(
            "who answers for them, avoidable ones first", "负责部门与对策：可避免者在前", "負責部門與對策：可避免者在前"
        ),
        "cause": Words("cause", "根因"),
        "unknown": Words("unknown", "未知"),
        "rest": Words("other values", "其他值"),
        "nobody": Words("nobody", "无", "無"),
        "groups": Words("by {field}", "按{field}"),
        "first title": Words(
            "first-contact resolution, window {window}", "首次解决，时限 {window}", "首次解決，時限 {window}"
        ),
        "first rate": Words(
            "{resolved} of {judged} needs settled at the first contact: {rate}; {open} still open",
            "{judged} 个需求中 {resolved} 个首次解决：{rate}；{open} 个时限未到",
            "{judged} 個需求中 {resolved} 個首次解決：{rate}；{open} 個時限未到",
        ),
        "left out": Words("not in the base", "不计入", "不計入"),
        "agreed": Words(
            "the reason at the end is the one at the beginning in {alike} of {both}",
            "结束时的原因与开始时相同：{both} 次中 {alike} 次",
            "結束時的原因與開始時相同：{both} 次中 {alike} 次",
        ),
        "changes": Words("since {day}, beside the time before", "{day} 起，与此前相比", "{day} 起，與此前相比"),
        "before": Words("before", "此前"),
        "since": Words("since", "此后", "此後"),
        "change": Words("change", "变化", "變化"),
        "interval": Words("95 % interval", "95 % 区间", "95 % 區間"),
        "avoided": Words("avoided", "减少次数", "減少次數"),
        "weeks": Words("weeks below", "连续低于阈值周数", "連續低於閾值週數"),
        "per customer": Words(
            "in brackets: a thousand customers and week; customers are all that were seen ({count})",
            "括号内：每千位客户每周；客户为全部见过的 {count} 位",
            "括號內：每千位客戶每週；客戶為全部見過的 {count} 位",
        ),
        "per event": Words("in brackets: a thousand {event}", "括号内：每千次{event}", "括號內：每千次{event}"),
        "claim": Words(
            "the time before is no experiment: seasons and prices move contacts, too; the interval takes contacts for "
            "independent of each other",
            "此前并非对照试验：季节、价格也会影响联系量；区间假定各次联系相互独立",
            "此前並非對照試驗：季節、價格也會影響聯繫量；區間假定各次聯繫相互獨立",
        ),
        "picture": Words(
            "contacts from left to right through the steps", "联系自左至右经过各环节", "聯繫自左至右經過各環節"
        ),
        "came": Words("contacts", "联系", "聯繫"),
    }
)
