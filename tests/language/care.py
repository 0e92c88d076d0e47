"""The vocabulary of a small operator for the tests of reading, and short names for the trees they expect."""

from __future__ import annotations

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import EventKind, Field, Kind, Labels, Term, Type, Vocabulary
from engage.ground.source import Fragment
from engage.language import Scope, parse_condition
from engage.language.tree import (
    Compare,
    Condition,
    Fact,
    HistoryTerm,
    Literal,
    Measure,
    OneOf,
    Window,
    WindowKind,
)

NUMBER, TEXT, DATE, MOMENT = Type(Kind.NUMBER), Type(Kind.TEXT), Type(Kind.DATE), Type(Kind.MOMENT)
YES_NO, MONEY, LENGTH = Type(Kind.YES_NO), Type(Kind.MONEY, currency="CNY"), Type(Kind.DURATION)


def choice(*names: tuple[str, str, str], ordered: bool = False) -> Type:
    return Type(Kind.CHOICE, tuple(Term(en, Labels(en=en, zh=zh, hant=hant)) for en, zh, hant in names), ordered)


TIER = choice(
    ("basic", "普通", "普通"),
    ("silver", "银卡", "銀卡"),
    ("gold", "金卡", "金卡"),
    ("platinum", "白金卡", "白金卡"),
    ordered=True,
)
BAND = choice(("low", "低", "低"), ("medium", "中", "中"), ("high", "高", "高"), ordered=True)
REASON = choice(("tariff", "资费", "資費"), ("network", "网络", "網絡"), ("not for sale", "非卖品", "非賣品"))
GRADE = choice(("ordinary", "一般", "一般"), ("serious", "重大", "重大"), ordered=True)


def _field(name: str, type: Type, en: str, zh: str, hant: str, unit: str = "", *phrases: Labels) -> Field:
    return Field(name, type, Labels(en=en, zh=zh, hant=hant), unit=unit, phrases=phrases)


def _kind(id: str, one: str, many: str, zh: str, hant: str, *fields: str) -> EventKind:
    return EventKind(id, f"{id}.seen", Labels(en=one, en_plural=many, zh=zh, hant=hant), fields=fields)


VOCABULARY = Vocabulary(
    fields=(
        _field("customer.tier", TIER, "customer tier", "客户等级", "客戶等級"),
        _field("customer.months_with_us", NUMBER, "months with us", "在网月数", "在網月數", "months"),
        _field("customer.contract_end", DATE, "contract end", "合约到期日", "合約到期日"),
        _field("customer.average_bill", MONEY, "average bill", "近三月月均消费", "近三月月均消費"),
        _field("customer.arpu", MONEY, "ARPU (yuan)", "近3个月月均ARPU(元)", "近3個月月均ARPU(元)"),
        _field("customer.churn_risk", NUMBER, "churn risk", "离网风险", "離網風險"),
        _field("customer.churn_risk_band", BAND, "churn risk", "离网风险", "離網風險"),
        _field("customer.nickname", TEXT, "nickname", "昵称", "暱稱"),
        _field("customer.consent", YES_NO, "agreed to marketing", "同意营销", "同意行銷"),
        _field("customer.churn_reason", REASON, "churn reason", "离网原因", "離網原因"),
        _field("customer.called", MOMENT, "last call", "上次来电", "上次來電"),
        _field("customer.discount", NUMBER, "discount", "折扣", "折扣"),
        _field(
            "customer.converged",
            YES_NO,
            "converged customer",
            "是否融合客户",
            "是否融合客戶",
            "",
            Labels(en="is a converged customer", zh="是融合客户", hant="是融合客戶"),
            Labels(en="is not a converged customer", zh="不是融合客户", hant="不是融合客戶"),
        ),
        _field("event.reason", REASON, "reason", "原因", "原因"),
        _field("event.grade", GRADE, "grade", "投诉级别", "投訴級別"),
        _field("event.amount", MONEY, "bill amount", "出账金额", "出賬金額"),
        _field("event.over_plan", MONEY, "over-plan charges", "超套费用", "超套費用"),
    ),
    events=(
        _kind("complaint", "complaint", "complaints", "投诉", "投訴", "reason", "grade"),
        _kind("complaint_closed", "complaint closed", "complaints closed", "投诉办结", "投訴辦結"),
        _kind("cancel_request", "cancel request", "cancel requests", "销户申请", "銷戶申請", "reason"),
        _kind("order", "order", "orders", "订购", "訂購", "reason"),
        _kind("bill", "bill", "bills", "账单", "賬單", "amount", "over_plan"),
        _kind("payment", "payment", "payments", "缴费", "繳費"),
        _kind("port_out_request", "port-out request", "port-out requests", "携转申请", "攜轉申請"),
        _kind("closed", "account closed", "accounts closed", "销户完成", "銷戶完成"),
        _kind("ported", "ported out", "", "携出完成", "攜出完成"),
    ),
)

tier, months = Fact("customer.tier", TIER), Fact("customer.months_with_us", NUMBER)
risk, band = Fact("customer.churn_risk", NUMBER), Fact("customer.churn_risk_band", BAND)
bill, end = Fact("customer.average_bill", MONEY), Fact("customer.contract_end", DATE)
nickname, consent = Fact("customer.nickname", TEXT), Fact("customer.consent", YES_NO)
DAYS_30 = Duration(30, Unit.DAY)
LAST_30, BEFORE_30 = Window(WindowKind.ROLLING, DAYS_30), Window(WindowKind.BEFORE, DAYS_30)
EVER = Window(WindowKind.EVER)


def number(value: int) -> Literal:
    return Literal(value, NUMBER)


def yuan(value: object) -> Literal:
    return Literal(value, MONEY)  # type: ignore[arg-type]  # an exact number


def tiers(*ids: str) -> OneOf:
    return OneOf(tier, tuple(Literal(id, TIER) for id in ids))


def count(op: str, value: int, kind: str = "complaint", window: Window = EVER, *filters: Condition) -> Compare:
    return Compare(op, Measure(HistoryTerm("count", kind, "", window, filters), NUMBER), number(value))


def read(text: str, language: str = "en", *events: str) -> Condition:
    """The condition of a text that has nothing wrong with it."""
    condition, found = parse_condition(Fragment.of(text), Scope(VOCABULARY, language, events))
    assert [finding.text() for finding in found] == [], text
    assert condition is not None
    return condition


def codes(text: str, language: str = "en", *events: str) -> list[str]:
    """The codes of what is wrong with a text, from left to right."""
    return [finding.code for finding in parse_condition(Fragment.of(text), Scope(VOCABULARY, language, events))[1]]
