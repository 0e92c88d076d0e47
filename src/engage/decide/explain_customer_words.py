"""What is said to a customer about a decision. Nothing here names a rule, a queue, a score or another customer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engage.facts.plan import SieveStep
from engage.ground.finding import Words

__all__ = ["BY_STEP", "PROMISED", "SAID"]

BY_STEP: Final[Mapping[SieveStep, Words]] = MappingProxyType(
    {
        SieveStep.ELIMINATE: Words(
            "your matter needs nothing more from you", "您的事项无需您再做什么", "您的事項無需您再做什麼"
        ),
        SieveStep.ANSWER: Words("you get the answer at once", "立即给您答复", "立即給您答覆"),
        SieveStep.SELF_SERVICE: Words("you can settle it yourself at once", "您可以立即自助办理", "您可以立即自助辦理"),
        SieveStep.ASSISTED: Words("a person serves you", "由人工为您服务", "由人工為您服務"),
        SieveStep.EXPERT: Words(
            "a person who knows this kind of matter well serves you",
            "由熟悉此类事项的人员为您服务",
            "由熟悉此類事項的人員為您服務",
        ),
    }
)
#: the targets that every ruleset has; others are told when they have words for customers
PROMISED: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "first_response": Words("you hear from us within {0}", "我们在 {0} 内首次回应您", "我們在 {0} 內首次回應您"),
        "next_response": Words(
            "when you write again, we answer within {0}",
            "您再次联系时，我们在 {0} 内回应",
            "您再次聯繫時，我們在 {0} 內回應",
        ),
        "resolution": Words("we settle it within {0}", "我们在 {0} 内办结", "我們在 {0} 內辦結"),
    }
)
SAID: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "title": Words("How we decided", "我们如何作出决定", "我們如何作出決定"),
        "when": Words("your contact of {0}", "您于 {0} 与我们的联系", "您於 {0} 與我們的聯繫"),
        "when alone": Words("what we did on {0}", "我们于 {0} 所作的处理", "我們於 {0} 所作的處理"),
        "when named": Words("{0}, {1}", "{0}，{1}"),
        "decided": Words("what was decided", "决定的内容", "決定的內容"),
        "nothing": Words("nothing changes for you", "对您没有任何改变", "對您沒有任何改變"),
        "with": Words("you are connected with {0}", "为您接通{0}", "為您接通{0}"),
        "told": Words("you are told: “{0}”", "告诉您：“{0}”", "告訴您：“{0}”"),
        "choices": Words("you can choose from: {0}", "您可以选择：{0}", "您可以選擇：{0}"),
        "offer": Words("we offer you: {0}", "我们向您推荐：{0}", "我們向您推薦：{0}"),
        "some offer": Words("we have an offer for you", "我们有一项推荐给您", "我們有一項推薦給您"),
        "work": Words("we see to this for you: {0}", "我们为您办理：{0}", "我們為您辦理：{0}"),
        "some work": Words(
            "a colleague takes care of what follows", "后续事宜由我们的同事跟进", "後續事宜由我們的同事跟進"
        ),
        "skip": Words("you are spared this: {0}", "免去您：{0}"),
        "value": Words("{0}: {1}", "{0}：{1}"),
        "data": Words("which of your data it rests on", "依据了您的哪些信息", "依據了您的哪些信息"),
        "no data": Words(
            "on none: everybody is treated so", "未使用您的信息：对所有人都如此", "未使用您的信息：對所有人都如此"
        ),
        "erased": Words("on data that have since been erased", "依据的信息已被删除", "依據的信息已被刪除"),
        "looked at": Words(
            "also looked at, without making a difference",
            "也查看过、但未产生影响的信息",
            "也查看過、但未產生影響的信息",
        ),
        "event": Words("what you told us this time", "您这次告诉我们的情况", "您這次告訴我們的情況"),
        "customer": Words("what we keep about you", "我们保存的您的资料", "我們保存的您的資料"),
        "contact": Words("what we know of this contact", "本次联系的有关情况", "本次聯繫的有關情況"),
        "account": Words("what we keep about your account", "我们保存的您的账户资料", "我們保存的您的賬戶資料"),
        "past": Words("what happened between us before", "您与我们以往的往来", "您與我們以往的往來"),
        "past named": Words("what happened before: {0}", "以往的往来：{0}", "以往的往來：{0}"),
        "past none": Words("that there were none before: {0}", "以往没有：{0}", "以往沒有：{0}"),
        "how": Words("how it came about", "决定是如何作出的", "決定是如何作出的"),
        "rules": Words(
            "by rules that we set for everybody, applied automatically",
            "依照我们对所有人制定的规则，由系统自动作出",
            "依照我們對所有人制定的規則，由系統自動作出",
        ),
        "assessed": Words(
            "an assessment was worked out from these data", "系统根据上述信息作过评估", "系統根據上述信息作過評估"
        ),
        "standard": Words("by our standard procedure", "依照标准流程", "依照標準流程"),
        "rights": Words("what you can do", "您的权利", "您的權利"),
        "person": Words(
            "you can ask that a person looks at it, and say how you see it",
            "您可以要求人工复核，并说明您的意见",
            "您可以要求人工覆核，並說明您的意見",
        ),
        "data rights": Words(
            "you can see your data, have mistakes corrected, and ask to be served without regard to who you are",
            "您可以查阅您的信息、要求更正错误，也可以要求提供不针对您个人特征的服务",
            "您可以查閱您的信息、要求更正錯誤，也可以要求提供不針對您個人特徵的服務",
        ),
        "reach": Words(
            "tell us so right here, or call or write to our customer service",
            "请在本次联系中直接告诉我们，或致电、致函客户服务",
            "請在本次聯繫中直接告訴我們，或致電、致函客戶服務",
        ),
    }
)
