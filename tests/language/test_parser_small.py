"""Cells, constants, lengths of time, texts with values, facts of examples, names of events: what each becomes."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from attrs import evolve

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Field, Kind, Labels, Type
from engage.ground.source import Fragment
from engage.language import (
    Scope,
    parse_cell,
    parse_condition,
    parse_duration,
    parse_event_name,
    parse_given,
    parse_literal,
    parse_template,
    parse_value,
)
from engage.language.tree import (
    Between,
    Compare,
    Condition,
    Fact,
    HistoryTerm,
    Holds,
    IsUnknown,
    Literal,
    Measure,
    Not,
    OneOf,
    OrElse,
    SameAsNow,
    Template,
    TextTest,
    Value,
    Within,
)
from language.care import (
    BAND,
    DATE,
    LAST_30,
    LENGTH,
    MOMENT,
    MONEY,
    NUMBER,
    TEXT,
    TIER,
    VOCABULARY,
    YES_NO,
    band,
    bill,
    consent,
    end,
    months,
    nickname,
    number,
    risk,
    tier,
    tiers,
    yuan,
)

ENGLISH, CHINESE = Scope(VOCABULARY), Scope(VOCABULARY, "zh")
gold = Compare("=", tier, Literal("gold", TIER))


@pytest.mark.parametrize(
    ("english", "chinese", "subject", "tree"),
    [
        ("-", "-", tier, None),
        ("gold", "金卡", tier, gold),
        ("gold, silver", "金卡、银卡", tier, tiers("gold", "silver")),
        ("gold or silver", "金卡 或 银卡", tier, tiers("gold", "silver")),
        ("not gold", "非 金卡", tier, Compare("!=", tier, Literal("gold", TIER))),
        ("not gold, silver", "非 金卡、银卡", tier, Not(tiers("gold", "silver"))),
        ("at least 5", "5以上", months, Compare(">=", months, number(5))),
        ("60 or more", "60以上", months, Compare(">=", months, number(60))),
        ("below 30", "不满30", months, Compare("<", months, number(30))),
        (">= 5", "≥5", months, Compare(">=", months, number(5))),
        ("5 to below 10", "5 到 不满 10", months, Between(months, number(5), number(10), True)),
        ("5 to 10", "5 到 10", months, Between(months, number(5), number(10))),
        ("5, 7", "5、7", months, OneOf(months, (number(5), number(7)))),
        ("200 yuan", "200元", bill, Compare("=", bill, yuan(200))),
        ("unknown", "未知", months, IsUnknown(months)),
        ("known", "已知", months, Not(IsUnknown(months))),
        ("yes", "是", consent, Holds(consent)),
        ("no", "否", consent, Not(Holds(consent))),
        ("within 60 days", "60天内", end, Within(end, Duration(60, Unit.DAY))),
        ('starts with "A"', "开头是 “A”", nickname, TextTest("starts with", nickname, "A")),
    ],
)
def test_a_cell_asks_of_its_column(english: str, chinese: str, subject: Value, tree: Condition | None) -> None:
    assert parse_cell(Fragment.of(english), subject, ENGLISH) == (tree, ())
    assert parse_cell(Fragment.of(chinese), subject, CHINESE) == (tree, ())


def test_a_cell_may_hold_a_whole_condition() -> None:
    condition, found = parse_cell(Fragment.of("churn risk is high"), tier, ENGLISH)
    assert (condition, found) == (Compare("=", band, Literal("high", BAND)), ())


@pytest.mark.parametrize(
    ("text", "language", "length"),
    [
        ("30 seconds", "en", Duration(30, Unit.SECOND)),
        ("30s", "en", Duration(30, Unit.SECOND)),
        ("30min", "en", Duration(30, Unit.MINUTE)),
        ("8bh", "en", Duration(8, Unit.BUSINESS_HOUR)),
        ("1bd", "en", Duration(1, Unit.WORKING_DAY)),
        ("1d", "en", Duration(1, Unit.DAY)),
        ("1.5 hours", "en", Duration(Decimal("1.5"), Unit.HOUR)),
        ("half an hour", "en", Duration(Decimal("0.5"), Unit.HOUR)),
        ("two weeks", "en", Duration(2, Unit.WEEK)),
        ("3 billing months", "en", Duration(3, Unit.BILLING_MONTH)),
        ("30分钟", "zh", Duration(30, Unit.MINUTE)),
        ("30分鐘", "zh-Hant", Duration(30, Unit.MINUTE)),
        ("半小时", "zh", Duration(Decimal("0.5"), Unit.HOUR)),
        ("两小时", "zh", Duration(2, Unit.HOUR)),
        ("8工作小时", "zh", Duration(8, Unit.BUSINESS_HOUR)),
        ("1个工作日", "zh", Duration(1, Unit.WORKING_DAY)),
        ("15个自然日", "zh", Duration(15, Unit.CALENDAR_DAY)),
        ("每30天", "zh", Duration(30, Unit.DAY)),
    ],
)
def test_a_length_of_time_is_read_in_words_and_short_forms(text: str, language: str, length: Duration) -> None:
    assert parse_duration(Fragment.of(text), Scope(VOCABULARY, language)) == (length, ())


@pytest.mark.parametrize(
    ("text", "type", "value"),
    [
        ("gold", TIER, "gold"),
        ("yes", YES_NO, True),
        ("12", NUMBER, 12),
        ("-3.50", NUMBER, Decimal("-3.50")),
        ("1,000", NUMBER, 1000),
        ("20%", NUMBER, Decimal("0.2")),
        ("100 yuan", MONEY, 100),
        ("100", MONEY, 100),
        ('"a, b"', TEXT, "a, b"),
        ("2026-11-05", DATE, datetime.date(2026, 11, 5)),
        ("1970-01-01T08:00:01+08:00", MOMENT, 1_000_000),
        ("30 minutes", LENGTH, Duration(30, Unit.MINUTE)),
        ("21:30", Type(Kind.TIME), datetime.time(21, 30)),
        ("2026-10", Type(Kind.PERIOD), "2026-10"),
        ("1, 2, 3", Type(Kind.LIST, item=NUMBER), (1, 2, 3)),
    ],
)
def test_a_constant_takes_its_type(text: str, type: Type, value: object) -> None:
    literal, found = parse_literal(Fragment.of(text), type, ENGLISH)
    assert found == ()
    assert literal is not None
    assert (literal.value, literal.type) == (value, type)


@pytest.mark.parametrize(
    ("english", "chinese", "stated"),
    [
        ("customer tier platinum", "客户等级 白金卡", ("customer.tier", Literal("platinum", TIER))),
        ("customer tier is platinum", "客户等级 是 白金卡", ("customer.tier", Literal("platinum", TIER))),
        ("months with us 30", "在网月数 30", ("customer.months_with_us", number(30))),
        ("months with us unknown", "在网月数 未知", ("customer.months_with_us", None)),
        ("churn risk high", "离网风险 高", ("customer.churn_risk_band", Literal("high", BAND))),
        ("churn risk 70", "离网风险 70", ("customer.churn_risk", number(70))),
        ("agreed to marketing yes", "同意营销 是", ("customer.consent", Literal(True, YES_NO))),
        ("is a converged customer", "是融合客户", ("customer.converged", Literal(True, YES_NO))),
        ("is not a converged customer", "不是融合客户", ("customer.converged", Literal(False, YES_NO))),
    ],
)
def test_an_example_states_a_fact_with_its_value(
    english: str, chinese: str, stated: tuple[str, Literal | None]
) -> None:
    assert parse_given(Fragment.of(english), ENGLISH) == (stated, ())
    assert parse_given(Fragment.of(chinese), CHINESE) == (stated, ())


def test_a_text_holds_values_and_a_scorecards_name_means_its_band_there() -> None:
    text = '{customer tier} customer, {churn risk}, {nickname or else "you {"}, {{sic}}'
    template, found = parse_template(Fragment.of(text), ENGLISH)
    default = OrElse(nickname, Literal("you {", TEXT))
    assert found == ()
    assert template == Template((tier, " customer, ", band, ", ", default, ", {sic}"))


def test_a_text_may_count_the_past_in_chinese() -> None:
    template, found = parse_template(
        Fragment.of("第 {最近30天内 投诉（同一 原因） 次数} 次，{昵称 否则 “您”}"), CHINESE
    )
    counted = Measure(HistoryTerm("count", "complaint", "", LAST_30, (SameAsNow("reason"),)), NUMBER)
    assert found == ()
    assert template == Template(("第 ", counted, " 次，", OrElse(nickname, Literal("您", TEXT))))


@pytest.mark.parametrize("text", ["complaint", "Complaints", "complaint.seen"])
def test_an_event_is_named_by_label_id_or_type(text: str) -> None:
    assert parse_event_name(Fragment.of(text), ENGLISH) == ("complaint", ())


def test_the_expected_type_decides_what_a_scorecards_name_means() -> None:
    assert parse_value(Fragment.of("churn risk"), ENGLISH) == (risk, ())
    assert parse_value(Fragment.of("churn risk"), ENGLISH, BAND) == (band, ())


def test_a_value_of_another_type_than_expected_is_a_finding() -> None:
    _, found = parse_value(Fragment.of("customer tier"), ENGLISH, MONEY)
    assert [finding.code for finding in found] == ["E070"]


def test_a_condition_that_reads_in_two_ways_is_a_finding_that_shows_both() -> None:
    order = Field("customer.last_order", MOMENT, Labels(en="last order"))
    scope = Scope(evolve(VOCABULARY, fields=(*VOCABULARY.fields, order)))
    condition, found = parse_condition(Fragment.of("last order more than 90 days ago"), scope)
    assert condition is None
    assert [finding.code for finding in found] == ["E017"]
    assert "customer.last_order" in found[0].hint()


def test_a_longer_name_gives_way_where_only_the_shorter_one_reads() -> None:
    odd = Field("customer.average", MONEY, Labels(en="average bill amount over the last"))
    scope = Scope(evolve(VOCABULARY, fields=(*VOCABULARY.fields, odd)))
    text = "average bill amount over the last 30 days is at least 5 yuan"
    condition, found = parse_condition(Fragment.of(text), scope)
    assert found == ()
    assert isinstance(condition, Compare)
    assert isinstance(condition.left, Measure)


def test_a_dotted_name_inside_a_filter_means_the_event_being_decided() -> None:
    condition, found = parse_condition(Fragment.of("any complaint (reason = event.reason) ever"), ENGLISH)
    assert found == ()
    assert isinstance(condition, Compare)
    assert isinstance(condition.left, Measure)
    (test,) = condition.left.term.filters
    assert isinstance(test, Compare)
    assert isinstance(test.right, Fact)
