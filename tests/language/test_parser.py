"""What people write in English, and the one tree it becomes."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from engage.facts.units import Duration, Unit
from engage.ground.source import Fragment
from engage.language import Scope, parse_condition
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
    Or,
    OrElse,
    Part,
    Past,
    SameAsNow,
    TextTest,
    Window,
    WindowKind,
    Within,
)
from engage.language.types import DURATION, MOMENT, NUMBER, TEXT, TIME
from language.care import (
    BAND,
    BEFORE_30,
    DATE,
    EVER,
    GRADE,
    LAST_30,
    MONEY,
    REASON,
    TIER,
    VOCABULARY,
    bill,
    codes,
    consent,
    count,
    end,
    months,
    nickname,
    number,
    read,
    risk,
    tier,
    tiers,
    yuan,
)
from language.care import band as band_of_risk

high = Compare("=", band_of_risk, Literal("high", BAND))
gold = Compare("=", tier, Literal("gold", TIER))
reason, network = Past("reason", REASON), Literal("network", REASON)
LAST_90 = Window(WindowKind.ROLLING, Duration(90, Unit.DAY))
BILLING_3 = Window(WindowKind.FULL, Duration(3, Unit.BILLING_MONTH))
average = Measure(HistoryTerm("average", "bill", "amount", BILLING_3), MONEY)
last_order = Measure(HistoryTerm("last", "order"), MOMENT)


def day(text: str) -> Literal:
    return Literal(datetime.date.fromisoformat(text), DATE)


def days(amount: int) -> Literal:
    return Literal(Duration(amount, Unit.DAY), DURATION)


COMPARISONS: list[tuple[str, Condition]] = [
    ("customer tier is gold", gold),
    ("customer tier = gold", gold),
    ("customer tier equals gold", gold),
    ("customer.tier is gold", gold),
    ('customer tier is "gold"', gold),
    ("Customer Tier IS Gold", gold),
    ("customer tier is not gold", Compare("!=", tier, Literal("gold", TIER))),
    ("customer tier isn't gold", Compare("!=", tier, Literal("gold", TIER))),
    ("customer tier isn’t gold", Compare("!=", tier, Literal("gold", TIER))),
    ("customer tier != gold", Compare("!=", tier, Literal("gold", TIER))),
    ("customer tier is at least gold", Compare(">=", tier, Literal("gold", TIER))),
    ("customer tier is gold or above", Compare(">=", tier, Literal("gold", TIER))),
    ("customer tier is below gold", Compare("<", tier, Literal("gold", TIER))),
    ("customer tier is gold or platinum", tiers("gold", "platinum")),
    ("customer tier is gold, silver or platinum", tiers("gold", "silver", "platinum")),
    ("customer tier is gold, silver, or platinum", tiers("gold", "silver", "platinum")),
    ("customer tier is one of gold, silver", tiers("gold", "silver")),
    ("customer tier in (gold, silver)", tiers("gold", "silver")),
    ("customer tier is not one of gold, silver", Not(tiers("gold", "silver"))),
    ("customer tier is neither gold nor silver", Not(tiers("gold", "silver"))),
    (
        "churn reason is not for sale",
        Compare("=", Fact("customer.churn_reason", REASON), Literal("not for sale", REASON)),
    ),
    ("months with us >= 12", Compare(">=", months, number(12))),
    ("months with us>=12", Compare(">=", months, number(12))),
    ("months with us ≥ 12", Compare(">=", months, number(12))),
    ("months with us ＞ 12", Compare(">", months, number(12))),
    ("months with us is at least 12 months", Compare(">=", months, number(12))),
    ("months with us is 12 or more", Compare(">=", months, number(12))),
    ("months with us is 12 or more than 2 complaints", Or((Compare("=", months, number(12)), count(">", 2)))),
    ("months with us more than 12", Compare(">", months, number(12))),
    ("months with us is not over 12", Compare("<=", months, number(12))),
    ("months with us at most 12", Compare("<=", months, number(12))),
    ("12 < months with us", Compare("<", number(12), months)),
    ("months with us between 5 and 10", Between(months, number(5), number(10))),
    ("months with us is 5 to 10", Between(months, number(5), number(10))),
    ("months with us is 5 to below 10", Between(months, number(5), number(10), True)),
    ("months with us is not between 5 and 10", Not(Between(months, number(5), number(10)))),
    ("months with us is 3, 5 or 7", read("months with us is one of 3, 5, 7")),
    ("months with us is unknown", IsUnknown(months)),
    ("months with us is missing", IsUnknown(months)),
    ("months with us is not unknown", Not(IsUnknown(months))),
    ("months with us is known", Not(IsUnknown(months))),
    ("average bill is at least 200", Compare(">=", bill, yuan(200))),
    ("average bill is at least 200 yuan", Compare(">=", bill, yuan(200))),
    ("average bill > ¥200,000", Compare(">", bill, yuan(200_000))),
    ("average bill over 99.50 CNY", Compare(">", bill, yuan(Decimal("99.50")))),
    ("ARPU (yuan) > 50 yuan", Compare(">", Fact("customer.arpu", MONEY), yuan(50))),
    ("churn risk is high", high),
    ("churn risk is 70", Compare("=", risk, number(70))),
    ("agreed to marketing", Holds(consent)),
    ("agreed to marketing is yes", Holds(consent)),
    ("agreed to marketing is not yes", Not(Holds(consent))),
    ("not agreed to marketing", Not(Holds(consent))),
    ("is a converged customer", Holds(Fact("customer.converged", consent.type))),
    ("is not a converged customer", Not(Holds(Fact("customer.converged", consent.type)))),
    ('nickname starts with "A"', TextTest("starts with", nickname, "A")),
    ("nickname does not contain “x (y”", Not(TextTest("contains", nickname, "x (y"))),
    ("nickname matches '1[0-9]{10}'", TextTest("matches", nickname, "1[0-9]{10}")),
]
DATES: list[tuple[str, Condition]] = [
    ("contract end within 60 days", Within(end, Duration(60, Unit.DAY))),
    ("contract end is in the next 60 days", Within(end, Duration(60, Unit.DAY))),
    ("contract end is before 2026-12-01", Compare("<", end, day("2026-12-01"))),
    ("contract end until 2026-12-01", Compare("<", end, day("2026-12-01"))),
    ("contract end through 2026-12-01", Compare("<=", end, day("2026-12-01"))),
    ("contract end is from 2026-11-01 to 2026-12-01", Between(end, day("2026-11-01"), day("2026-12-01"))),
    ("contract end is from 2026-11-01 until 2026-12-01", Between(end, day("2026-11-01"), day("2026-12-01"), True)),
    ("contract end more than 90 days ago", Compare(">", Age(end), days(90))),
    ("last order more than 90 days ago", Compare(">", Age(last_order), days(90))),
    ("last order was in the last 7 days", Compare("<=", Age(last_order), days(7))),
    ("last call is after 2026-10-01", Compare(">", Fact("customer.called", MOMENT), day("2026-10-01"))),
    ("time since contract end is over 3 days", Compare(">", Age(end), days(3))),
    ("hour of now is at least 9", Compare(">=", Part("hour", Now()), number(9))),
    ("weekday is Saturday or Sunday", read("weekday is 6 or 7")),
    (
        "time of day is 21:00 to below 23:30",
        Between(Part("time", Now()), Literal(datetime.time(21), TIME), Literal(datetime.time(23, 30), TIME), True),
    ),
]
HISTORY: list[tuple[str, Condition]] = [
    ("no complaints", count("=", 0)),
    ("two complaints", count(">=", 2)),
    ("2 or more complaints", count(">=", 2)),
    ("exactly 2 complaints", count("=", 2)),
    ("at least 2 complaints in the last 30 days", count(">=", 2, "complaint", LAST_30)),
    (">= 2 complaints in the past 30 days", count(">=", 2, "complaint", LAST_30)),
    ("fewer than 2 complaints within the last 30 days", count("<", 2, "complaint", LAST_30)),
    ("at least 2 complaints in the 30 days before", count(">=", 2, "complaint", BEFORE_30)),
    ("any port-out request in the last 30 days", count(">=", 1, "port_out_request", LAST_30)),
    ("there were no orders in the last 30 days", count("=", 0, "order", LAST_30)),
    ("complaints in the last 30 days", count(">=", 1, "complaint", LAST_30)),
    ("no complaints closed in the last 30 days", count("=", 0, "complaint_closed", LAST_30)),
    ("at least 2 payments ever", count(">=", 2, "payment")),
    (
        "no complaints this calendar month",
        count("=", 0, "complaint", Window(WindowKind.CALENDAR, Duration(1, Unit.CALENDAR_MONTH))),
    ),
    (
        "no complaints since 2026-10-01",
        count("=", 0, "complaint", Window(WindowKind.SINCE, since=datetime.date(2026, 10, 1))),
    ),
    (
        "at least 2 complaints (same reason) in the last 30 days",
        count(">=", 2, "complaint", LAST_30, SameAsNow("reason")),
    ),
    (
        "at least 2 complaints in the last 30 days (reason network, grade is serious)",
        count(
            ">=",
            2,
            "complaint",
            LAST_30,
            Compare("=", reason, network),
            Compare("=", Past("grade", GRADE), Literal("serious", GRADE)),
        ),
    ),
    ("at least 2 complaints where reason is network", count(">=", 2, "complaint", EVER, Compare("=", reason, network))),
    (
        "no serious complaints in the last 90 days",
        count("=", 0, "complaint", LAST_90, Compare("=", Past("grade", GRADE), Literal("serious", GRADE))),
    ),
    ("number of complaints in the last 30 days is over 3", count(">", 3, "complaint", LAST_30)),
    ("average bill amount over the last 3 full billing months > 200 yuan", Compare(">", average, yuan(200))),
    ("average bill amount of bills over the last 3 full billing months > 200", Compare(">", average, yuan(200))),
    ("bill amount falls for 3 billing months in a row", InARow("bill", "amount", 3, Unit.BILLING_MONTH, "falls")),
    ("bill amount rises for 3 consecutive billing months", InARow("bill", "amount", 3, Unit.BILLING_MONTH, "rises")),
    (
        "over-plan charges is over 20 yuan for 3 billing months in a row",
        InARow("bill", "over_plan", 3, Unit.BILLING_MONTH, "", Compare(">", Past("over_plan", MONEY), yuan(20))),
    ),
    ("account closed or ported out", EventIs(("closed", "ported"))),
    ("event is account closed or ported out", EventIs(("closed", "ported"))),
]
JOINED: list[tuple[str, Condition]] = [
    ("churn risk is high for 14 days", HeldFor(high, Duration(14, Unit.DAY))),
    ("customer tier is gold and churn risk is high", And((gold, high))),
    ("customer tier is gold or churn risk is high", Or((gold, high))),
    (
        "customer tier is gold and (churn risk is high or months with us > 5)",
        And((gold, Or((high, Compare(">", months, number(5)))))),
    ),
    (
        "months with us > 5 and < 10",
        And((Compare(">", months, number(5)), Compare("<", months, number(10)))),
    ),
    ("not (churn risk is high)", Not(high)),
    (
        "customer tier is gold or platinum and no orders in the last 30 days",
        And((tiers("gold", "platinum"), count("=", 0, "order", LAST_30))),
    ),
    (
        "average bill + 5 > 2 * average bill",
        Compare(
            ">",
            Arithmetic("+", bill, yuan(5), MONEY),
            Arithmetic("*", number(2), bill, MONEY),
        ),
    ),
    (
        '(nickname or else "you") is "you"',
        Compare("=", OrElse(nickname, Literal("you", TEXT)), Literal("you", TEXT)),
    ),
]


@pytest.mark.parametrize(("text", "tree"), [*COMPARISONS, *DATES, *HISTORY, *JOINED])
def test_an_english_sentence_becomes_its_tree(text: str, tree: Condition) -> None:
    assert read(text) == tree


def test_a_field_of_the_event_is_checked_against_the_kinds_at_which_the_rule_speaks() -> None:
    assert codes("bill amount > 5 yuan", "en", "complaint") == ["E014"]
    assert codes("bill amount > 5 yuan", "en", "bill") == []
    assert codes("over-plan charges is over 20 yuan for 3 billing months in a row", "en", "complaint") == []


def test_all_findings_of_a_sentence_are_told_from_left_to_right() -> None:
    assert codes("customer teir is gold and months with us > “18” and churn risk is hgh") == ["E010", "E021", "E013"]


def test_a_name_that_can_be_cut_in_two_ways_is_a_finding_only_where_both_ways_read() -> None:
    assert codes("last order more than 90 days ago") == []
    assert codes("no complaints closed in the last 30 days") == []


def test_a_label_shared_by_two_fields_is_a_finding_that_names_both() -> None:
    from attrs import evolve

    from engage.facts.vocabulary import Field, Labels

    twin = Field("event.tier", TIER, Labels(en="customer tier"))
    scope = Scope(evolve(VOCABULARY, fields=(*VOCABULARY.fields, twin)))
    _, found = parse_condition(Fragment.of("customer tier is gold"), scope)
    assert [finding.code for finding in found] == ["E015"]
    assert "customer.tier" in found[0].text()
    assert "event.tier" in found[0].text()


def test_a_number_is_exact() -> None:
    condition = read("discount is 0.1")
    assert condition == Compare("=", Fact("customer.discount", NUMBER), Literal(Decimal("0.1"), NUMBER))


def test_notes_of_a_line_stay_with_its_condition() -> None:
    from attrs import evolve

    fragment = evolve(Fragment.of("customer tier is gold"), notes=("for the board",))
    condition, _ = parse_condition(fragment, Scope(VOCABULARY))
    assert condition is not None
    assert condition.notes == ("for the board",)
