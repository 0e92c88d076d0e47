"""The canonical spelling of every construct, to the letter, in English, simplified and traditional Chinese."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import EventKind, Field, Kind, Labels, Type, Vocabulary
from engage.facts.vocabulary import Term as Named
from engage.language.printer import (
    print_cell,
    print_condition,
    print_duration,
    print_event_name,
    print_given,
    print_literal,
    print_template,
    print_value,
)
from engage.language.tree import (
    Age,
    And,
    Arithmetic,
    Between,
    Compare,
    Condition,
    EventIs,
    Fact,
    HeldFor,
    HistoryTerm,
    Holds,
    InARow,
    IsUnknown,
    Literal,
    Measure,
    Not,
    Now,
    OneOf,
    Or,
    OrElse,
    Part,
    Past,
    SameAsNow,
    Template,
    TextTest,
    Value,
    Window,
    WindowKind,
    Within,
)

NUMBER, TEXT, DATE, MOMENT = Type(Kind.NUMBER), Type(Kind.TEXT), Type(Kind.DATE), Type(Kind.MOMENT)
YES_NO, MONEY, LENGTH = Type(Kind.YES_NO), Type(Kind.MONEY, currency="CNY"), Type(Kind.DURATION)


def choice(*names: tuple[str, str, str]) -> Type:
    return Type(Kind.CHOICE, tuple(Named(en, Labels(en=en, zh=zh, hant=hant)) for en, zh, hant in names), ordered=True)


TIER = choice(
    ("basic", "普通", "普通"), ("silver", "银卡", "銀卡"), ("gold", "金卡", "金卡"), ("platinum", "白金卡", "白金卡")
)
BAND = choice(("low", "低", "低"), ("medium", "中", "中"), ("high", "高", "高"))
REASON = choice(("tariff", "资费", "資費"), ("network", "网络", "網絡"))


def field(name: str, type: Type, en: str, zh: str, hant: str, *phrases: Labels) -> Field:
    return Field(name, type, Labels(en=en, zh=zh, hant=hant), phrases=phrases)


def kind(id: str, one: str, many: str, zh: str, hant: str, *fields: str) -> EventKind:
    return EventKind(id, id, Labels(en=one, en_plural=many, zh=zh, hant=hant), fields=fields)


VOCABULARY = Vocabulary(
    fields=(
        field("customer.tier", TIER, "customer tier", "客户等级", "客戶等級"),
        field("customer.months_with_us", NUMBER, "months with us", "在网月数", "在網月數"),
        field("customer.contract_end", DATE, "contract end", "合约到期日", "合約到期日"),
        field("customer.average_bill", MONEY, "average bill", "近三月月均消费", "近三月月均消費"),
        field("customer.churn_risk", NUMBER, "churn risk", "离网风险", "離網風險"),
        field("customer.churn_risk_band", BAND, "churn risk", "离网风险", "離網風險"),
        field("customer.nickname", TEXT, "nickname", "昵称", "暱稱"),
        field("customer.opted_out", YES_NO, "opted out", "已退订", "已退訂"),
        field(
            "customer.converged",
            YES_NO,
            "converged customer",
            "是否融合客户",
            "是否融合客戶",
            Labels(en="is a converged customer", zh="是融合客户", hant="是融合客戶"),
            Labels(en="is not a converged customer", zh="不是融合客户", hant="不是融合客戶"),
        ),
        field("event.reason", REASON, "reason", "原因", "原因"),
        field("event.amount", MONEY, "bill amount", "出账金额", "出賬金額"),
        field("event.over_plan", MONEY, "fees over plan", "超套费用", "超套費用"),
        field("event.grade", choice(("serious", "重大", "重大")), "grade", "投诉级别", "投訴級別"),
    ),
    events=(
        kind("complaint", "complaint", "complaints", "投诉", "投訴", "reason", "grade"),
        kind("order", "order", "orders", "订购", "訂購", "reason"),
        kind("bill", "bill", "bills", "账单", "賬單", "amount", "over_plan"),
        kind("payment", "payment", "payments", "缴费", "繳費"),
        kind("port_out_query", "port-out query", "port-out queries", "携转资格查询", "攜轉資格查詢"),
    ),
)

tier, months = Fact("customer.tier", TIER), Fact("customer.months_with_us", NUMBER)
risk, band = Fact("customer.churn_risk", NUMBER), Fact("customer.churn_risk_band", BAND)
bill, end = Fact("customer.average_bill", MONEY), Fact("customer.contract_end", DATE)
nickname, reason = Fact("customer.nickname", TEXT), Past("reason", REASON)
DAYS_30 = Duration(30, Unit.DAY)
LAST_30, BEFORE_30 = Window(WindowKind.ROLLING, DAYS_30), Window(WindowKind.BEFORE, DAYS_30)
FULL_3 = Window(WindowKind.FULL, Duration(3, Unit.BILLING_MONTH))


def tiers(*ids: str) -> OneOf:
    return OneOf(tier, tuple(Literal(id, TIER) for id in ids))


def number(value: int) -> Literal:
    return Literal(value, NUMBER)


def count(op: str, value: int, window: Window, *filters: Condition, of: str = "complaint") -> Compare:
    return Compare(op, Measure(HistoryTerm("count", of, "", window, filters), NUMBER), number(value))


high = Compare("=", band, Literal("high", BAND))

CONDITIONS: list[tuple[Condition, str, str, str]] = [
    (
        tiers("gold", "platinum"),
        "customer tier is gold or platinum",
        "客户等级 是 金卡 或 白金卡",
        "客戶等級 是 金卡 或 白金卡",
    ),
    (
        tiers("basic", "silver", "gold"),
        "customer tier is basic, silver or gold",
        "客户等级 是 普通、银卡 或 金卡",
        "客戶等級 是 普通、銀卡 或 金卡",
    ),
    (
        Not(tiers("gold", "platinum")),
        "customer tier is not one of gold, platinum",
        "客户等级 不属于 金卡、白金卡",
        "客戶等級 不屬於 金卡、白金卡",
    ),
    (high, "churn risk is high", "离网风险 是 高", "離網風險 是 高"),
    (Compare(">", risk, number(50)), "churn risk is over 50", "离网风险 超过 50", "離網風險 超過 50"),
    (
        Compare(">=", bill, Literal(200, MONEY)),
        "average bill is at least 200 yuan",
        "近三月月均消费 200元以上",
        "近三月月均消費 200元以上",
    ),
    (
        Compare("<", end, Literal(datetime.date(2026, 12, 20), DATE)),
        "contract end is before 2026-12-20",
        "合约到期日 早于 2026-12-20",
        "合約到期日 早於 2026-12-20",
    ),
    (
        Compare("<=", months, risk),
        "months with us is at most customer.churn_risk",
        "在网月数 不超过 customer.churn_risk",
        "在網月數 不超過 customer.churn_risk",
    ),
    (
        Between(months, number(5), number(10)),
        "months with us is between 5 and 10",
        "在网月数 在 5 和 10 之间",
        "在網月數 在 5 和 10 之間",
    ),
    (
        Between(months, number(5), number(10), True),
        "months with us is 5 to below 10",
        "在网月数 5 到 不满 10",
        "在網月數 5 到 不滿 10",
    ),
    (IsUnknown(months), "months with us is unknown", "在网月数 未知", "在網月數 未知"),
    (Not(IsUnknown(months)), "months with us is known", "在网月数 已知", "在網月數 已知"),
    (Holds(Fact("customer.converged", YES_NO)), "is a converged customer", "是融合客户", "是融合客戶"),
    (Not(Holds(Fact("customer.converged", YES_NO))), "is not a converged customer", "不是融合客户", "不是融合客戶"),
    (Holds(Fact("customer.opted_out", YES_NO)), "opted out is yes", "已退订 为 是", "已退訂 為 是"),
    (TextTest("starts with", nickname, "A"), 'nickname starts with "A"', "昵称 开头是 “A”", "暱稱 開頭是 “A”"),
    (
        Within(end, Duration(60, Unit.DAY)),
        "contract end within 60 days",
        "合约到期日 在 60天内",
        "合約到期日 在 60天內",
    ),
    (EventIs(("complaint", "bill")), "event is complaint or bill", "事件 是 投诉 或 账单", "事件 是 投訴 或 賬單"),
    (
        count(">=", 2, LAST_30, SameAsNow("reason")),
        "at least 2 complaints (same reason) in the last 30 days",
        "最近30天内 投诉（同一 原因） 至少 2 次",
        "最近30天內 投訴（同一 原因） 至少 2 次",
    ),
    (
        count("<=", 1, BEFORE_30, Compare("=", reason, Literal("network", REASON))),
        "at most 1 complaint (reason is network) in the 30 days before",
        "此前30天内 投诉（原因 是 网络） 最多 1 次",
        "此前30天內 投訴（原因 是 網絡） 最多 1 次",
    ),
    (
        count("=", 0, LAST_30, of="order"),
        "no orders in the last 30 days",
        "最近30天内 没有 订购",
        "最近30天內 沒有 訂購",
    ),
    (
        count(">=", 1, LAST_30, of="port_out_query"),
        "any port-out query in the last 30 days",
        "最近30天内 有 携转资格查询",
        "最近30天內 有 攜轉資格查詢",
    ),
    (
        count(">=", 2, Window(WindowKind.EVER), of="payment"),
        "at least 2 payments ever",
        "缴费 累计 至少 2 次",
        "繳費 累計 至少 2 次",
    ),
    (
        Compare(">", Age(Measure(HistoryTerm("last", "order"), MOMENT)), Literal(Duration(90, Unit.DAY), LENGTH)),
        "last order more than 90 days ago",
        "最近一次 订购 距今 超过 90天",
        "最近一次 訂購 距今 超過 90天",
    ),
    (
        InARow("bill", "amount", 3, Unit.BILLING_MONTH, "falls"),
        "bill amount falls for 3 billing months in a row",
        "连续3个账期 出账金额 下降",
        "連續3個賬期 出賬金額 下降",
    ),
    (
        InARow(
            "bill", "over_plan", 3, Unit.BILLING_MONTH, "", Compare(">", Past("over_plan", MONEY), Literal(20, MONEY))
        ),
        "fees over plan is over 20 yuan for 3 billing months in a row",
        "连续3个账期 超套费用 超过 20元",
        "連續3個賬期 超套費用 超過 20元",
    ),
    (
        HeldFor(high, Duration(14, Unit.DAY)),
        "churn risk is high for 14 days",
        "离网风险 是 高 持续 14天",
        "離網風險 是 高 持續 14天",
    ),
    (
        And((high, Or((IsUnknown(months), Compare("<", months, number(6)))))),
        "churn risk is high and (months with us is unknown or months with us is below 6)",
        "离网风险 是 高 且 （在网月数 未知 或 在网月数 不满 6）",
        "離網風險 是 高 且 （在網月數 未知 或 在網月數 不滿 6）",
    ),
    (Not(high), "not (churn risk is high)", "非（离网风险 是 高）", "非（離網風險 是 高）"),
]

VALUES: list[tuple[Value, str, str]] = [
    (
        Measure(HistoryTerm("average", "bill", "amount", FULL_3), MONEY),
        "average bill amount over the last 3 full billing months",
        "账单 出账金额 在 近3个完整账期 的 平均值",
    ),
    (
        Measure(HistoryTerm("count", "complaint", "", LAST_30, (SameAsNow("reason"),)), NUMBER),
        "number of complaints (same reason) in the last 30 days",
        "最近30天内 投诉（同一 原因） 次数",
    ),
    (
        Measure(
            HistoryTerm("sum", "bill", "amount", Window(WindowKind.CALENDAR, Duration(1, Unit.CALENDAR_MONTH))), MONEY
        ),
        "sum of bill amount this calendar month",
        "账单 出账金额 在 本自然月 的 合计",
    ),
    (OrElse(nickname, Literal("you", TEXT)), 'nickname or else "you"', "昵称 否则 “you”"),
    (
        Arithmetic(
            "*", Arithmetic("+", months, number(2), NUMBER), Arithmetic("-", months, number(-1), NUMBER), NUMBER
        ),
        "(months with us + 2) * (months with us - (-1))",
        "（在网月数 + 2） * （在网月数 - （-1））",
    ),
    (
        Arithmetic("-", Arithmetic("-", months, number(1), NUMBER), Arithmetic("*", months, number(2), NUMBER), NUMBER),
        "months with us - 1 - months with us * 2",
        "在网月数 - 1 - 在网月数 * 2",
    ),
    (Part("hour", Now()), "hour of now", "现在 的 小时"),
    (Age(end), "time since contract end", "合约到期日 距今"),
]

CELLS: list[tuple[Condition | None, Value, str, str]] = [
    (None, tier, "-", "-"),
    (tiers("basic", "silver"), tier, "basic, silver", "普通、银卡"),
    (Compare("=", tier, Literal("gold", TIER)), tier, "gold", "金卡"),
    (Compare("!=", tier, Literal("gold", TIER)), tier, "not gold", "非 金卡"),
    (Compare(">=", months, number(5)), months, "at least 5", "5以上"),
    (Between(months, number(5), number(10), True), months, "5 to below 10", "5 到 不满 10"),
    (Between(months, number(5), number(10)), months, "5 to 10", "5 到 10"),
    (IsUnknown(months), months, "unknown", "未知"),
    (Holds(Fact("customer.opted_out", YES_NO)), Fact("customer.opted_out", YES_NO), "yes", "是"),
    (Within(end, Duration(60, Unit.DAY)), end, "within 60 days", "60天内"),
]


@pytest.mark.parametrize(("tree", "english", "simplified", "traditional"), CONDITIONS)
def test_a_condition_has_one_spelling_in_each_language(
    tree: Condition, english: str, simplified: str, traditional: str
) -> None:
    assert print_condition(tree, VOCABULARY, "en") == english
    assert print_condition(tree, VOCABULARY, "zh") == simplified
    assert print_condition(tree, VOCABULARY, "zh-Hant") == traditional


@pytest.mark.parametrize(("tree", "english", "simplified"), VALUES)
def test_a_value_has_one_spelling_in_each_language(tree: Value, english: str, simplified: str) -> None:
    assert print_value(tree, VOCABULARY, "en") == english
    assert print_value(tree, VOCABULARY, "zh") == simplified


@pytest.mark.parametrize(("tree", "subject", "english", "simplified"), CELLS)
def test_a_cell_leaves_its_subject_to_the_column(
    tree: Condition | None, subject: Value, english: str, simplified: str
) -> None:
    assert print_cell(tree, subject, VOCABULARY, "en") == english
    assert print_cell(tree, subject, VOCABULARY, "zh") == simplified


@pytest.mark.parametrize(
    ("length", "english", "simplified", "traditional"),
    [
        (Duration(30, Unit.SECOND), "30 seconds", "30秒", "30秒"),
        (Duration(30, Unit.MINUTE), "30 minutes", "30分钟", "30分鐘"),
        (Duration(2, Unit.BUSINESS_HOUR), "2 business hours", "2工作小时", "2工作小時"),
        (Duration(1, Unit.WORKING_DAY), "1 working day", "1个工作日", "1個工作日"),
        (Duration(15, Unit.CALENDAR_DAY), "15 calendar days", "15个自然日", "15個自然日"),
        (Duration(Decimal("1.5"), Unit.HOUR), "1.5 hours", "1.5小时", "1.5小時"),
    ],
)
def test_a_duration_is_words(length: Duration, english: str, simplified: str, traditional: str) -> None:
    assert [print_duration(length, language) for language in ("en", "zh", "zh-Hant")] == [
        english,
        simplified,
        traditional,
    ]


@pytest.mark.parametrize(
    ("literal", "english", "simplified"),
    [
        (Literal("gold", TIER), "gold", "金卡"),
        (Literal(Decimal("99.50"), MONEY), "99.5 yuan", "99.5元"),
        (Literal(20, Type(Kind.MONEY, currency="EUR")), "20 EUR", "20 EUR"),
        (Literal(True, YES_NO), "yes", "是"),
        (Literal(datetime.time(21, 0), Type(Kind.TIME)), "21:00", "21:00"),
        (Literal("您好", TEXT), '"您好"', "“您好”"),
    ],
)
def test_a_literal_is_written_as_analysts_write_it(literal: Literal, english: str, simplified: str) -> None:
    assert print_literal(literal, VOCABULARY, "en") == english
    assert print_literal(literal, VOCABULARY, "zh") == simplified


def test_the_points_of_a_scorecard_are_named_by_id_where_only_the_value_could_tell_them_from_the_band() -> None:
    assert print_condition(IsUnknown(risk), VOCABULARY, "en") == "customer.churn_risk is unknown"


def test_a_template_takes_a_scorecards_label_for_its_band() -> None:
    template = Template((tier, " customer, churn risk ", band, ", points ", risk))
    assert print_template(template, VOCABULARY, "en") == (
        "{customer tier} customer, churn risk {churn risk}, points {customer.churn_risk}"
    )


def test_a_given_fact_is_its_label_and_its_value() -> None:
    assert print_given("customer.tier", Literal("platinum", TIER), VOCABULARY, "zh") == "客户等级 白金卡"
    assert print_given("customer.months_with_us", None, VOCABULARY, "en") == "months with us unknown"


def test_an_event_is_named_in_the_singular() -> None:
    assert print_event_name("port_out_query", VOCABULARY, "en") == "port-out query"


def test_a_name_without_a_label_is_its_id() -> None:
    assert print_condition(IsUnknown(Fact("customer.other", NUMBER)), VOCABULARY, "zh") == "customer.other 未知"
