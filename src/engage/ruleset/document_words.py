"""The words of vocabulary, catalogue and header files: keys, types and settings, in English and Chinese.

Each word has its canonical English spelling first; what a file writes is looked up without regard to case and width.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engage.facts.reasons import ReasonAction
from engage.facts.vocabulary import Domain, Ending, Kind, Settling

__all__ = [
    "ACTIONS",
    "CLASSES",
    "KEYS",
    "KIND_WORDS",
    "LANGUAGES",
    "MISSING",
    "MOST_STEPS",
    "OUTCOMES",
    "REACHED",
    "SECTIONS",
    "SETTLINGS",
    "STEPS",
    "WEEKDAYS",
    "YES_NO",
    "fold",
    "spelled",
]


def fold(text: str) -> str:
    """A word without regard to case, width and spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _words(**spellings: str) -> Mapping[str, str]:
    """Spelling -> canonical word. Names stand for words with `_` for a space; alternatives are parted by `/`."""
    table: dict[str, str] = {}
    for name, others in spellings.items():
        word = name.strip("_").replace("__", "-").replace("_", " ")
        table[fold(word)] = word
        table.update({fold(other): word for other in others.split("/") if other})
    return MappingProxyType(table)


def _values(*pairs: tuple[str, str]) -> Mapping[str, str]:
    return MappingProxyType(
        {fold(word): value for value, words in pairs for word in (value, *words.split("/")) if word}
    )


def spelled(table: Mapping[str, str], text: str) -> str | None:
    """The canonical word that a text spells."""
    return table.get(fold(text))


#: Keys of the three documents.
KEYS: Final = _words(
    vocabulary="词汇表/词汇/詞彙表/詞彙",
    fields="字段/事实/欄位/事實",
    events="事件",
    glossary="术语/术语表/術語/術語表",
    outputs="输出/输出项/輸出/輸出項",
    type="类型/類型",
    values="取值/可选值/可選值",
    values_from="取值同/取值来自/取值來自",
    ordered="有序",
    phrase_en="说法 en/說法 en/说法 英文",
    phrase_zh="说法 zh/说法/說法 zh/說法/说法 中文",
    phrase_zh__Hant="说法 zh-Hant/說法 zh-Hant/说法 繁体/說法 繁體",
    personal="个人信息/個人資訊/個人信息",
    unit="单位/單位",
    missing="缺失/缺值",
    max_age="最长有效/有效时长/最長有效/有效時長",
    confidence="可信度/置信度",
    from_="来自/來自/生效日",
    note="备注/備註/備注",
    en="英文/英语/英文名",
    zh="中文/简体/中文名/簡體",
    zh__Hant="繁体/繁體/繁体中文/繁體中文",
    measure="量词/量詞",
    customer_en="对客户 en/對客戶 en/对客户 英文",
    customer_zh="对客户 zh/对客户/對客戶 zh/對客戶/对客户 中文",
    customer_zh__Hant="对客户 zh-Hant/對客戶 zh-Hant/对客户 繁体/對客戶 繁體",
    contact="等待答复/接触/等待答覆/接觸",
    settle="裁决/取舍/裁決/取捨",
    otherwise="否则/否則",
    queues="队列/坐席组/佇列/隊列",
    pools="坐席池/人员池/座席池/人員池",
    outsourced="外包/委外",
    quality_floor="质量底线/質量底線/品質底線",
    staffed_by="由谁值守/值守/由誰值守",
    hours="服务时间/服務時間",
    known_worker="等候熟悉坐席/等候熟悉座席",
    ring="振铃/振鈴",
    after_a_decline="拒接后/拒接後",
    overflow="溢出",
    closed="闭席/非服务时间/閉席/非服務時間",
    skills="技能",
    targets="时限/時限",
    service_levels="服务等级/服務等級",
    menu_items="菜单项/菜單項/選單項",
    menus="菜单/菜單/選單",
    wordings="话术/話術",
    groups="分组/分類/分组类别/分組",
    offers="推荐/推薦",
    allowances="授权/授權",
    steps="步骤/步驟",
    answers="答复/答覆",
    self__service="自助服务/自助/自助服務",
    owners="负责部门/負責部門/责任方/責任方",
    works="工单/派单/工單/派單",
    step="环节/環節",
    channel="渠道/送达渠道/送達渠道",
    items="项目/項目/各项",
    reaches="通达/通達",
    score="得分",
    at_most="最多",
    no_input="未输入/未輸入/无输入",
    no_match="未识别/未識別/无匹配",
    help="求助/帮助/幫助",
    choices="选择/選擇",
    answer="给出答复/給出答覆",
    form="填写/填寫",
    next="下一步",
    done="完成",
    failures_at_most="失败最多/失敗最多",
    steps_at_most="步数最多/步數最多",
    hand_over_to="移交/转交/移交給/轉交",
    finishes="办结/辦結",
    placement="位置",
    text_en="文字 en/文字 英文",
    text_zh="文字 zh/文字/文字 中文",
    text_zh__Hant="文字 zh-Hant/文字 繁体/文字 繁體",
    class_="类别/類別",
    group="组/組/所属分组/所屬分組",
    propensity="接受概率/接受機率",
    value="价值/價值",
    context="情境权重/情境權重",
    cost="成本",
    benefit="客户得益/客戶得益",
    treatments="呈现方式/呈現方式",
    wording="所用话术/所用話術",
    language="语言/語言",
    owner="负责人/負責人",
    reach_us_en="联系我们 en/聯繫我們 en/联系我们 英文",
    reach_us_zh="联系我们 zh/联系我们/聯繫我們 zh/聯繫我們/联系我们 中文",
    reach_us_zh__Hant="联系我们 zh-Hant/聯繫我們 zh-Hant/联系我们 繁体/聯繫我們 繁體",
    due="期限",
    engage="语言版本/語言版本",
    ruleset="规则集/規則集",
    zone="时区/時區",
    objective="目标/目標",
    objective_zh="目标 zh/目標 zh/目标 中文/目標 中文",
    objective_zh__Hant="目标 zh-Hant/目標 zh-Hant/目标 繁体/目標 繁體",
    metric="衡量指标/衡量指標",
    metric_zh="衡量指标 zh/衡量指標 zh/衡量指标 中文/衡量指標 中文",
    metric_zh__Hant="衡量指标 zh-Hant/衡量指標 zh-Hant/衡量指标 繁体/衡量指標 繁體",
    horizon="达成期限/達成期限",
    catalogue="目录/服务目录/目錄/服務目錄",
    files="文件/規則文件/规则文件/檔案",
    working_week="工作时间/工作時間",
    holidays="节假日/節假日/假日",
    calendars="日历/日曆",
    calendar="所用日历/所用日曆",
    week="每周/每週",
    dates="特定日期",
    changes="变更/變更",
    both="同时开放/同時開放",
    billing_day="出账日/出賬日",
    safe_default="保底方案/安全默认/保底",
    validity="有效期",
    commitments="承诺/承諾",
    made_by="承诺于/作出承诺/承諾於/作出承諾",
    kept_by="兑现/兌現",
    waived_by="撤回/免除",
    same="相同/同一",
    outcome="结局/結局",
    requested_by_us="我方约定/我方約定",
    needs="需要技能",
    contained_within="自助成功时限/自助成功時限/自助有效/自助有效期",
    reasons="联系原因/聯繫原因/联络原因/聯絡原因",
    reasons_version="联系原因版本/聯繫原因版本",
    under="属于/屬於/上级/上級",
    avoidable="可避免",
    cause="根因/根本原因",
    action="对策/對策",
    was="原为/原為",
)

KIND_WORDS: Final = _values(
    (Kind.YES_NO, "yes-no/boolean/bool/是否/布尔/布爾"),
    (Kind.NUMBER, "integer/decimal/数字/数值/數字/數值/整数/整數/小数"),
    (Kind.MONEY, "amount/金额/金額"),
    (Kind.TEXT, "string/文本/文字"),
    (Kind.CHOICE, "enum/选项/選項/枚举/枚舉"),
    (Kind.DATE, "日期"),
    (Kind.TIME, "time of day/时间/時間"),
    (Kind.MOMENT, "timestamp/时刻/時刻/时间点/時間點"),
    (Kind.DURATION, "时长/時長"),
    (Kind.PERIOD, "month/账期/賬期/月份"),
    (Kind.LIST, "list of/列表/清单/清單"),
)
YES_NO: Final = _values(("yes", "true/on/是/对/有/對"), ("no", "false/off/否/不是/没有/沒有"))
MISSING: Final = _values(("never", "no/从不/不会/不可缺/從不/不會"), ("possible", "yes/may be/可能/可缺"))
LANGUAGES: Final = _values(
    ("en", "english/英文/英语"),
    ("zh", "zh-hans/zh-cn/chinese/中文/简体中文/简体"),
    ("zh-Hant", "zh-tw/zh-hk/traditional chinese/繁体中文/繁體中文/繁体/繁體"),
)
STEPS: Final = _values(
    ("eliminate", "消除"),
    ("answer", "直接答复/直接答覆"),
    ("self-service", "自助/自助服务"),
    ("assisted", "人工/人工服务/人工服務"),
    ("expert", "专家/专席/專家/專席"),
)
OUTCOMES: Final = _values(
    (Ending.CONTAINED, "已自助解决/已自助解決/自助解决/自助解決"),
    (Ending.SERVED, "已服务/已服務/已接听/已接聽"),
    (Ending.ESCALATED, "转人工/轉人工/已转出/已轉出"),
    (Ending.ABANDONED, "放弃/放棄"),
)
ACTIONS: Final = _values(
    (ReasonAction.ELIMINATE, "消除"),
    (ReasonAction.AUTOMATE, "自动化/自動化"),
    (ReasonAction.SIMPLIFY, "简化/簡化"),
    (ReasonAction.LEVERAGE, "善用"),
)
#: the effort after which nobody can be said to help themselves
MOST_STEPS: Final = 99
REACHED: Final = _values(("person", "a person/人工/人工服务/人工服務"))
CLASSES: Final = _values(
    ("commercial", "商业类/商业/商業類/商業"),
    ("service", "服务类/服务/服務類/服務"),
    ("mandatory", "必达类/必达/必達類/必達"),
)
SETTLINGS: Final = _values(
    (Settling.ONE, "唯一胜出/一个/一個"),
    (Settling.FIRST, "首个/首個"),
    (Settling.UNIQUE, "唯一"),
    (Settling.ANY, "须一致/一致/須一致"),
    (Settling.SMALLEST, "最小/min"),
    (Settling.LARGEST, "最大/max"),
    (Settling.SUM, "求和/合计/合計"),
    (Settling.COUNT, "计数/計數"),
    (Settling.BEST, "最优/最佳/最優"),
    (Settling.ALL, "全部"),
)
WEEKDAYS: Final = _values(
    ("0", "monday/mon/mondays/周一/星期一/週一"),
    ("1", "tuesday/tue/tuesdays/周二/星期二/週二"),
    ("2", "wednesday/wed/wednesdays/周三/星期三/週三"),
    ("3", "thursday/thu/thursdays/周四/星期四/週四"),
    ("4", "friday/fri/fridays/周五/星期五/週五"),
    ("5", "saturday/sat/saturdays/周六/星期六/週六"),
    ("6", "sunday/sun/sundays/周日/星期日/周天/星期天/週日"),
)

#: Section of the catalogue -> what its things are.
SECTIONS: Final[Mapping[str, Domain]] = MappingProxyType(
    {
        "queues": Domain.QUEUE,
        "pools": Domain.POOL,
        "skills": Domain.SKILL,
        "targets": Domain.TARGET,
        "service levels": Domain.LEVEL,
        "menu items": Domain.ITEM,
        "menus": Domain.MENU,
        "wordings": Domain.WORDING,
        "groups": Domain.GROUP,
        "offers": Domain.OFFER,
        "allowances": Domain.ALLOWANCE,
        "steps": Domain.STEP,
        "answers": Domain.ANSWER,
        "self-service": Domain.SELF_SERVICE,
        "owners": Domain.OWNER,
        "works": Domain.WORK,
        "reasons": Domain.REASON,
    }
)
