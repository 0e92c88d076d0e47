"""A small care desk for the tests of action sentences: its catalogue, a few facts and kinds of events."""

from __future__ import annotations

from engage.facts.vocabulary import Domain, EventKind, Field, Kind, Labels, Output, Term, Type, Vocabulary

__all__ = ["MONEY", "REASON", "VOCABULARY", "named"]


def named(id: str, en: str, zh: str, hant: str = "") -> Term:
    return Term(id, Labels(en=en, zh=zh, hant=hant))


REASON = Type(Kind.CHOICE, (named("tariff", "tariff", "资费", "資費"), named("network", "network", "网络", "網絡")))
MONEY = Type(Kind.MONEY, currency="CNY")
_CHANNEL = Type(Kind.CHOICE, (named("phone", "phone", "电话", "電話"), named("app", "app", "APP")))

_CATALOGUE = {
    Domain.QUEUE: (
        named("retention_desk", "retention desk", "挽留专席", "挽留專席"),
        named("senior_desk", "senior desk", "资深专席", "資深專席"),
        named("night", "desk 2, night", "二线，夜班"),
    ),
    Domain.SKILL: (named("retention", "retention", "挽留"), named("billing", "billing", "账务", "賬務")),
    Domain.TARGET: (named("first_response", "first response", "首次响应", "首次響應"),),
    Domain.LEVEL: (named("vip_care", "vip care", "贵宾关怀", "貴賓關懷"),),
    Domain.ITEM: (
        named("speak_to_person", "speak to a person", "人工服务", "人工服務"),
        named("cancel_here", "cancel here", "办理销户", "辦理銷戶"),
    ),
    Domain.MENU: (named("cancel_menu", "cancel menu", "销户菜单", "銷戶菜單"),),
    Domain.WORDING: (named("retention_opening", "retention opening", "挽留开场", "挽留開場"),),
    Domain.GROUP: (named("retention_offers", "retention offers", "挽留类", "挽留類"),),
    Domain.OFFER: (
        named("one_month_free", "one month free", "免一个月月租", "免一個月月租"),
        named("bigger_plan", "bigger plan", "升档套餐", "升檔套餐"),
    ),
    Domain.ANSWER: (named("bill_status", "bill status", "账单状态", "賬單狀態"),),
    Domain.SELF_SERVICE: (named("app", "self-service", "自助"),),
    Domain.ALLOWANCE: (
        named("waiver", "waiver", "减免", "減免"),
        named("talk_time", "talk time", "通话时长", "通話時長"),
    ),
    Domain.STEP: (named("identity_check", "identity check", "身份核验", "身份核驗"),),
    Domain.WORK: (
        named("call_back", "call-back", "回访", "回訪"),
        named("retention_call_back", "retention call-back", "挽留回访", "挽留回訪"),
    ),
    Domain.OWNER: (named("customer_team", "customer team", "客户经营组", "客戶經營組"),),
}


def _field(name: str, type: Type, en: str, zh: str, hant: str) -> Field:
    return Field(name, type, Labels(en=en, zh=zh, hant=hant))


def _kind(id: str, type: str, en: str, zh: str, hant: str, *fields: str) -> EventKind:
    return EventKind(id, type, Labels(en=en, zh=zh, hant=hant), contact=True, fields=fields)


VOCABULARY = Vocabulary(
    fields=(
        _field("customer.churn_reason", REASON, "churn reason", "离网原因", "離網原因"),
        _field("customer.nickname", Type(Kind.TEXT), "nickname", "昵称", "暱稱"),
        _field("event.reason", REASON, "reason", "原因", "原因"),
        _field("event.channel", _CHANNEL, "channel", "渠道", "渠道"),
        _field("event.words", Type(Kind.TEXT), "words", "原话", "原話"),
    ),
    events=(
        _kind("cancel_request", "cancel.requested", "cancel request", "销户申请", "銷戶申請", "channel", "reason"),
        _kind("complaint", "complaint.received", "complaint", "投诉", "投訴", "reason", "words"),
        _kind("complaint_closed", "complaint.closed", "complaint closed", "投诉办结", "投訴辦結"),
        _kind("call_back", "callback.made", "call-back", "回访", "回訪"),
    ),
    outputs=(Output("escalate", Type(Kind.YES_NO), Labels(en="escalate", zh="升级处理", hant="升級處理")),),
    terms=tuple(_CATALOGUE.items()),
)
