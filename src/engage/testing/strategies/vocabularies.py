"""Vocabularies with awkward names: labels with digits, brackets, units, Latin letters and keywords in them.

The names come from fixed pools, so that a failing example reads like a ruleset; which field has which name and
type is drawn. Labels never coincide: two things under one label are a finding, not a law.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from hypothesis import strategies as st

from engage.facts.vocabulary import Domain, EventKind, Field, Kind, Labels, Output, Term, Type, Vocabulary
from engage.ruleset.built_in_events import with_built_in_events

__all__ = ["CHANNELS", "vocabularies"]

#: logical delivery channels of rulesets that have the built-in events
CHANNELS: Final = ("crm", "sms-2", "短信")

#: (English, simplified, traditional)
_FACTS: Final = (
    ("customer tier", "客户等级", "客戶等級"),
    ("months with us", "在网月数", "在網月數"),
    ("monthly ARPU (yuan)", "近3个月月均ARPU(元)", "近3個月月均ARPU(元)"),
    ("contract end", "合约到期日", "合約到期日"),
    ("risk", "离网风险", "離網風險"),
    ("last seen in app", "最近登录时间", "最近登錄時間"),
    ("nickname", "昵称", "暱稱"),
    ("or group", "或有分组", "或有分組"),
    ("spend of 30 days", "30天消费", "30天消費"),
    ("talk per call", "每次通话时长", "每次通話時長"),
    ("value and growth", "价值且增长", "價值且增長"),
    ("5G package", "5G套餐档次", "5G套餐檔次"),
)
_EVENT_FIELDS: Final = (
    ("reason", "原因", "原因"),
    ("channel", "渠道", "渠道"),
    ("bill amount", "出账金额", "出賬金額"),
    ("grade of complaint", "投诉级别", "投訴級別"),
    ("minutes used", "通话分钟数", "通話分鐘數"),
    ("due on", "应缴日", "應繳日"),
)
_EVENTS: Final = (
    ("complaint", "complaints", "投诉", "投訴"),
    ("complaint closed", "complaints closed", "投诉办结", "投訴辦結"),
    ("bill", "bills", "账单", "賬單"),
    ("port-out query", "port-out queries", "携转资格查询", "攜轉資格查詢"),
    ("first order", "first orders", "首单", "首單"),
)
_CHOICES: Final = (
    (
        ("basic", "普通", "普通"),
        ("silver", "银卡", "銀卡"),
        ("gold", "金卡", "金卡"),
        ("not for sale", "非卖品", "非賣品"),
    ),
    (("tariff", "资费", "資費"), ("network", "网络", "網絡"), ("service or staff", "服务或人员", "服務或人員")),
    (("low", "低", "低"), ("medium", "中", "中"), ("high", "高", "高")),
)
_NAMED: Final = {
    Domain.QUEUE: (("retention desk", "挽留专席", "挽留專席"), ("desk 2, night", "二线，夜班", "二線，夜班")),
    Domain.SKILL: (("retention", "挽留", "挽留"), ("level 2 English", "二级英语", "二級英語")),
    Domain.TARGET: (("first response", "首次响应", "首次響應"), ("resolution", "办结", "辦結")),
    Domain.LEVEL: (("vip care", "贵宾关怀", "貴賓關懷"), ("standard", "标准服务", "標準服務")),
    Domain.ITEM: (("speak to a person", "人工服务", "人工服務"), ("cancel here", "办理销户", "辦理銷戶")),
    Domain.MENU: (("cancel menu", "销户菜单", "銷戶菜單"), ("first menu", "置顶菜单", "置頂菜單")),
    Domain.WORDING: (("retention opening", "挽留开场", "挽留開場"), ("sorry (again)", "致歉（再次）", "致歉（再次）")),
    Domain.GROUP: (("retention offers", "挽留类", "挽留類"),),
    Domain.OFFER: (("one month free", "免一个月月租", "免一個月月租"), ("bigger plan", "升档套餐", "升檔套餐")),
    Domain.ANSWER: (("bill status", "账单状态", "賬單狀態"), ("to whom", "找谁", "找誰")),
    Domain.SELF_SERVICE: (("self-service", "自助", "自助"), ("app", "掌厅", "掌廳")),
    Domain.ALLOWANCE: (("waiver", "减免", "減免"), ("talk time", "通话时长", "通話時長")),
    Domain.STEP: (("identity check", "身份核验", "身份核驗"), ("survey", "满意度调查", "滿意度調查")),
    Domain.WORK: (("call-back", "回访", "回訪"), ("letter for all", "给全员信", "給全員信")),
    Domain.OWNER: (("customer team", "客户经营组", "客戶經營組"), ("back office", "后台", "後臺")),
}
_OUTPUTS: Final = (("escalate", "升级处理", "升級處理"), ("score to keep", "保留分", "保留分"))
_CURRENCIES: Final = ("CNY", "EUR")
_SHAPES: Final = 1_000
_SIMPLE: Final = (Kind.YES_NO, Kind.NUMBER, Kind.TEXT, Kind.DATE, Kind.TIME, Kind.MOMENT, Kind.DURATION)


def vocabularies() -> st.SearchStrategy[Vocabulary]:
    """A vocabulary with facts of most types, event kinds with fields, a catalogue and two outputs."""
    return st.integers(0, _SHAPES - 1).map(_vocabulary)


# One number instead of forty draws: an example costs a tenth, and a failing one shrinks to vocabulary 0.
@lru_cache(maxsize=_SHAPES)
def _vocabulary(shape: int) -> Vocabulary:
    facts = _fields("customer", "fact", _FACTS, shape)
    event_fields = _fields("event", "field", _EVENT_FIELDS, shape // 2)
    events = tuple(
        EventKind(
            f"kind_{place}", f"kind.{place}", Labels(one, many, zh, hant=hant), True, _some(event_fields, place, shape)
        )
        for place, (one, many, zh, hant) in enumerate(_EVENTS)
    )
    outputs = tuple(Output(f"output_{place}", _type(place, shape), _labels(one)) for place, one in enumerate(_OUTPUTS))
    terms = tuple((domain, _terms(names)) for domain, names in _NAMED.items())
    declared = Vocabulary((*facts, *event_fields), events, outputs, terms)
    # Every ruleset has the built-in events; without them a failing example has fewer names.
    return with_built_in_events(declared, CHANNELS) if shape % 2 else declared


def _fields(root: str, word: str, names: tuple[tuple[str, str, str], ...], shape: int) -> tuple[Field, ...]:
    turned = (*names[shape % len(names) :], *names[: shape % len(names)])
    return tuple(
        Field(f"{root}.{word}_{place}", _type(place, shape), _labels(labels)) for place, labels in enumerate(turned)
    )


def _some(fields: tuple[Field, ...], place: int, shape: int) -> tuple[str, ...]:
    """One to four of the fields, others for each kind."""
    first, many = (shape + place * 2) % len(fields), 1 + (shape // 3 + place) % 4
    return tuple(fields[(first + step) % len(fields)].short for step in range(many))


def _type(place: int, shape: int) -> Type:
    # The first places are sure to give every construct something to speak of.
    always = (Type(Kind.NUMBER), choice_type(0, ordered=True), Type(Kind.MONEY, currency="CNY"))
    if place < len(always):
        return always[place]
    several = (
        *(Type(kind) for kind in _SIMPLE),
        *(Type(Kind.MONEY, currency=currency) for currency in _CURRENCIES),
        *(choice_type(pool, ordered=ordered) for pool in range(len(_CHOICES)) for ordered in (True, False)),
        *(Type(Kind.LIST, item=item) for item in (Type(Kind.TEXT), Type(Kind.NUMBER), Type(Kind.DATE))),
        *(Type(Kind.LIST, item=choice_type(pool, ordered=False)) for pool in range(len(_CHOICES))),
    )
    return several[(shape + place * (1 + shape % 7)) % len(several)]


def choice_type(pool: int, *, ordered: bool) -> Type:
    """A choice between the values of one of the pools."""
    return Type(Kind.CHOICE, _terms(_CHOICES[pool]), ordered=ordered)


def _terms(names: tuple[tuple[str, str, str], ...]) -> tuple[Term, ...]:
    return tuple(Term("".join(c if c.isalnum() else "_" for c in one[0]), _labels(one)) for one in names)


def _labels(names: tuple[str, str, str]) -> Labels:
    english, chinese, traditional = names
    return Labels(en=english, zh=chinese, hant=traditional)
