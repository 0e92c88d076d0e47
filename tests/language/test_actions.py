"""Action sentences: each of them in English and both Chinese scripts, and what is said of wrong ones."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engage.facts.plan import Need, Rung
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Finding
from engage.ground.source import Fragment
from engage.language.action_parser import parse_action
from engage.language.action_printer import print_action
from engage.language.actions import (
    Action,
    Ahead,
    Allow,
    AnswerWith,
    GuideTo,
    Note,
    OfferAction,
    RouteTo,
    Say,
    ServeAt,
    SetOutput,
    ShowItem,
    ShowMenu,
    SkipStep,
    StartTask,
    Withhold,
)
from engage.language.scope import Scope
from engage.language.tree import Fact, Literal
from language.desk import MONEY, REASON, VOCABULARY


def seconds(amount: int) -> Duration:
    return Duration(amount, Unit.SECOND)


ROUTE = RouteTo(
    "retention_desk",
    (Need("retention", 4),),
    (Rung(seconds(30), (Need("retention", 2),)), Rung(seconds(60), (), "senior_desk")),
)
DAY = Duration(1, Unit.WORKING_DAY)

SENTENCES: list[tuple[Action, str, str, str]] = [
    (
        ROUTE,
        "route to retention desk, needs retention 4; after 30 seconds retention 2; after 60 seconds senior desk",
        "转接 挽留专席，需要 挽留4级；30秒后 挽留2级；60秒后 资深专席",
        "轉接 挽留專席，需要 挽留4級；30秒後 挽留2級；60秒後 資深專席",
    ),
    (
        RouteTo("night", (Need("retention", 4), Need("billing", 1))),
        "route to desk 2, night, needs retention 4 and billing 1",
        "转接 二线，夜班，需要 挽留4级、账务1级",
        "轉接 二线，夜班，需要 挽留4級、賬務1級",
    ),
    (
        RouteTo("night", (), (Rung(Duration(1, Unit.MINUTE), (Need("billing", 3),), "senior_desk"),)),
        "route to desk 2, night; after 1 minute senior desk, needs billing 3",
        "转接 二线，夜班；1分钟后 资深专席，需要 账务3级",
        "轉接 二线，夜班；1分鐘後 資深專席，需要 賬務3級",
    ),
    (Ahead(seconds(90)), "ahead by 90 seconds", "排队提前 90秒", "排隊提前 90秒"),
    (ServeAt("vip_care"), "serve at vip care", "按 贵宾关怀 服务", "按 貴賓關懷 服務"),
    (
        ShowMenu("cancel_menu", ("speak_to_person",)),
        "menu cancel menu, first speak to a person",
        "菜单 销户菜单，置顶 人工服务",
        "菜單 銷戶菜單，置頂 人工服務",
    ),
    (
        ShowMenu("cancel_menu", ("speak_to_person", "cancel_here")),
        "menu cancel menu, first speak to a person, cancel here",
        "菜单 销户菜单，置顶 人工服务、办理销户",
        "菜單 銷戶菜單，置頂 人工服務、辦理銷戶",
    ),
    (ShowMenu("cancel_menu"), "menu cancel menu", "菜单 销户菜单", "菜單 銷戶菜單"),
    (ShowItem("cancel_here"), "show cancel here", "显示 办理销户", "顯示 辦理銷戶"),
    (
        ShowItem("cancel_here", Decimal("1.5")),
        "show cancel here (×1.5)",
        "显示 办理销户（优先 ×1.5）",
        "顯示 辦理銷戶（優先 ×1.5）",
    ),
    (Say("retention_opening"), "say retention opening", "话术 挽留开场", "話術 挽留開場"),
    (OfferAction("one_month_free"), "offer one month free", "推荐 免一个月月租", "推薦 免一個月月租"),
    (
        OfferAction("bigger_plan", Decimal("1.5")),
        "offer bigger plan (×1.5)",
        "推荐 升档套餐（优先 ×1.5）",
        "推薦 升檔套餐（優先 ×1.5）",
    ),
    (Withhold("commercial"), "withhold commercial", "不推荐 商业类", "不推薦 商業類"),
    (Withhold("retention_offers"), "withhold retention offers", "不推荐 挽留类", "不推薦 挽留類"),
    (AnswerWith("bill_status"), "answer bill status", "直接答复 账单状态", "直接答覆 賬單狀態"),
    (GuideTo("app"), "guide to self-service", "引导 自助", "引導 自助"),
    (
        Allow("waiver", Literal(100, MONEY)),
        "allow waiver up to 100 yuan",
        "授权 减免 不超过 100元",
        "授權 減免 不超過 100元",
    ),
    (
        Allow("talk_time", Literal(Duration(12, Unit.MINUTE), Type(Kind.DURATION))),
        "allow talk time up to 12 minutes",
        "通话时长 可至 12分钟",
        "通話時長 可至 12分鐘",
    ),
    (SkipStep("identity_check"), "skip identity check", "免 身份核验", "免 身份核驗"),
    (
        StartTask("retention_call_back", "customer_team", DAY),
        "task retention call-back for customer team, due in 1 working day",
        "派单 挽留回访 给 客户经营组，1个工作日内",
        "派單 挽留回訪 給 客戶經營組，1個工作日內",
    ),
    (
        StartTask("call_back", "customer_team"),
        "task call-back for customer team",
        "派单 回访 给 客户经营组",
        "派單 回訪 給 客戶經營組",
    ),
    (
        StartTask("call_back", "", DAY),
        "task call-back, due in 1 working day",
        "派单 回访，1个工作日内",
        "派單 回訪，1個工作日內",
    ),
    (
        Note("customer.churn_reason", Fact("event.reason", REASON)),
        "note churn reason as reason of this event",
        "记录 离网原因 为 本次原因",
        "記錄 離網原因 為 本次原因",
    ),
    (
        Note("customer.churn_reason", Literal("tariff", REASON)),
        "note churn reason as tariff",
        "记录 离网原因 为 资费",
        "記錄 離網原因 為 資費",
    ),
    (
        SetOutput("escalate", Literal(True, Type(Kind.YES_NO))),
        "set escalate to yes",
        "设 升级处理 为 是",
        "設 升級處理 為 是",
    ),
    (
        SetOutput("first_response", Literal(Duration(30, Unit.MINUTE), Type(Kind.DURATION))),
        "set first response to 30 minutes",
        "设 首次响应 为 30分钟",
        "設 首次響應 為 30分鐘",
    ),
]


def read(text: str, language: str = "en", *, vetoed: bool = False) -> tuple[Action | None, tuple[Finding, ...]]:
    return parse_action(Fragment.of(text), Scope(VOCABULARY, language), vetoed=vetoed)


@pytest.mark.parametrize(("action", "english", "simplified", "traditional"), SENTENCES)
def test_a_sentence_is_read_and_printed_in_every_language(
    action: Action, english: str, simplified: str, traditional: str
) -> None:
    for language, sentence in (("en", english), ("zh", simplified), ("zh-Hant", traditional)):
        assert read(sentence, language) == (action, ())
        assert print_action(action, VOCABULARY, language) == sentence


@pytest.mark.parametrize(("action", "english", "simplified", "traditional"), SENTENCES)
def test_a_chinese_file_reads_both_scripts(action: Action, english: str, simplified: str, traditional: str) -> None:
    assert read(traditional, "zh") == (action, ())
    assert read(simplified, "zh-Hant") == (action, ())


@pytest.mark.parametrize(("action", "english", "simplified", "traditional"), SENTENCES)
def test_chinese_needs_no_spaces(action: Action, english: str, simplified: str, traditional: str) -> None:
    assert read(simplified.replace(" ", ""), "zh") == (action, ())


@pytest.mark.parametrize(
    ("text", "language", "action"),
    [
        ("Route  to Retention desk", "en", RouteTo("retention_desk")),
        ("route to retention_desk", "en", RouteTo("retention_desk")),
        ("转接 retention_desk", "zh", RouteTo("retention_desk")),
        ("offer bigger plan (x2)", "en", OfferAction("bigger_plan", 2)),
        ("推荐 升档套餐（×1.5）", "zh", OfferAction("bigger_plan", Decimal("1.5"))),
        ("don't offer commercial", "en", Withhold("commercial")),
        ("set churn reason to tariff", "en", Note("customer.churn_reason", Literal("tariff", REASON))),
        (
            "授权 通话时长 不超过 12分钟",
            "zh",
            Allow("talk_time", Literal(Duration(12, Unit.MINUTE), Type(Kind.DURATION))),
        ),
    ],
)
def test_other_spellings_are_understood(text: str, language: str, action: Action) -> None:
    assert read(text, language) == (action, ())


def test_an_action_knows_its_place_and_its_comments() -> None:
    fragment = Fragment.of("  serve at vip care ")
    action, _ = parse_action(fragment, Scope(VOCABULARY))
    assert action is not None
    assert action.span is not None
    assert action.span.text == "serve at vip care"


@pytest.mark.parametrize(
    ("text", "language", "code", "marked", "sentence", "fix"),
    [
        ("rout to retention desk", "en", "E040", "rout", "I know no action that begins with `rout`", "route"),
        ("推介 升档套餐", "zh", "E040", "推介", "没有以“推介”开头的动作", "推荐"),
        ("dance", "en", "E040", "dance", "I know no action that begins with `dance`", ""),
        ("", "en", "E051", "", "an action is missing here", ""),
        (
            "route to retention dask",
            "en",
            "E041",
            "retention dask",
            "there is no queue called `retention dask`",
            "retention desk",
        ),
        ("转接 挽流专席，需要 挽留4级", "zh", "E041", "挽流专席", "没有名为“挽流专席”的队列", "挽留专席"),
        (
            "route to retention desk, needs retantion 4",
            "en",
            "E041",
            "retantion",
            "there is no skill called `retantion`",
            "retention",
        ),
        ("offer commercial", "en", "E041", "commercial", "there is no offer called `commercial`", ""),
        (
            "withhold comercial",
            "en",
            "E041",
            "comercial",
            "there is no class, group or offer called `comercial`",
            "commercial",
        ),
        (
            "serve at vip care please",
            "en",
            "E042",
            "please",
            "I did not expect `please` behind `serve at vip care`",
            "",
        ),
        (
            "task call-back for customer tea",
            "en",
            "E041",
            "customer tea",
            "there is no owner called `customer tea`",
            "customer team",
        ),
        (
            "set escalat to yes",
            "en",
            "E041",
            "escalat",
            "there is no output, target or customer fact called `escalat`",
            "escalate",
        ),
        (
            "note churn reason as reson of this event",
            "en",
            "E041",
            "reson",
            "there is no field called `reson`",
            "reason",
        ),
        ("route to", "en", "E043", "", "the sentence is not finished: queue is missing behind `route to`", ""),
        (
            "allow waiver",
            "en",
            "E043",
            "",
            "the sentence is not finished: a limit is missing behind `allow waiver`",
            "",
        ),
        ("route to retention desk, needs retention 0", "en", "E044", "0", "`0` is not a level of retention", ""),
        ("offer bigger plan (×0)", "en", "E045", "(×0)", "`(×0)` is not a lever", ""),
        ("note reason as tariff", "en", "E046", "reason", "reason belongs to the event and cannot be written", ""),
        (
            "ahead by 1 working day",
            "en",
            "E047",
            "1 working day",
            "`1 working day` needs a calendar, but people wait in elapsed time",
            "",
        ),
        (
            "route to retention desk; after 60 seconds retention 2; after 30 seconds senior desk",
            "en",
            "E049",
            "after 30 seconds",
            "30 seconds does not come after 60 seconds",
            "",
        ),
        (
            "menu cancel menu, first cancel here, cancel here",
            "en",
            "E050",
            "cancel here",
            "cancel here is named twice",
            "",
        ),
    ],
)
def test_a_wrong_sentence_is_marked_named_and_mended(
    text: str, language: str, code: str, marked: str, sentence: str, fix: str
) -> None:
    action, found = read(text, language)
    assert action is None
    assert [finding.code for finding in found] == [code]
    finding = found[0]
    assert finding.span is not None
    assert finding.span.text == marked
    assert finding.text(language) == sentence
    assert [one.replacement for one in finding.fixes] == ([fix] if fix else [])


def test_a_name_that_is_like_no_other_is_answered_with_the_known_ones() -> None:
    _, found = read("skip coffee")
    assert found[0].hint() == "there are: identity check"


def test_behind_never_an_offer_may_be_a_whole_class() -> None:
    assert read("offer commercial", vetoed=True) == (OfferAction("commercial"), ())
    assert print_action(OfferAction("commercial"), VOCABULARY, "zh") == "推荐 商业类"


def test_a_field_that_the_rules_events_lack_cannot_be_noted_from_them() -> None:
    scope = Scope(VOCABULARY, "en", ("cancel_request", "complaint_closed"))
    action, found = parse_action(Fragment.of("note churn reason as reason of this event"), scope)
    assert action is None
    assert [finding.code for finding in found] == ["E066"]


@pytest.mark.parametrize(
    "text", ["route to retention desk; ", "route to ,,,", "offer (", "；；", "note as", "set to", "按", "派单 ，"]
)
def test_no_text_breaks_the_reader(text: str) -> None:
    for language in ("en", "zh", "zh-Hant"):
        _, found = read(text, language)
        for finding in found:
            assert finding.span is not None
            assert 0 <= finding.span.start <= finding.span.end <= len(text)


def test_an_endless_sentence_is_refused_at_once() -> None:
    action, found = read("say " + "retention " * 100_000)
    assert action is None
    assert [finding.code for finding in found] == ["E052"]
