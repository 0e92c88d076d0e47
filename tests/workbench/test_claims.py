"""Conditions as claims: what a single event tells is said in tests of facts, the rest is refused with the reason."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Kind, Type
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
    IsUnknown,
    Literal,
    Measure,
    Not,
    Now,
    OneOf,
    Or,
    OrElse,
    Part,
    TextTest,
    Within,
)
from engage.sockets.second_opinion import Against, Alike, Every, Known, Says, Some, Spelled
from engage.testing.trees_at_random import DATE, LENGTH, MOMENT, MONEY, NUMBER, REGION, TAGS, TEXT, TIER, TIME, YES_NO
from engage.workbench.claims import Unclaimed, claimed

TIERS = Fact("customer.tier", TIER)
REGIONS = Fact("customer.region", REGION)
MONTHS = Fact("customer.months", NUMBER)
BALANCE = Fact("customer.balance", MONEY)
VIP = Fact("customer.vip", YES_NO)
NAME = Fact("customer.name", TEXT)
END = Fact("customer.end", DATE)
SEEN = Fact("customer.seen", MOMENT)
WAIT = Fact("customer.wait", LENGTH)
NINE = datetime.time(9)


def number(value: int | Decimal) -> Literal:
    return Literal(value, NUMBER)


def months(op: str, value: int | Decimal) -> Against:
    return Against("customer.months", op, value)


def tier(*ids: str) -> Some:
    return Some(tuple(Against("customer.tier", "=", id) for id in ids))


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        (Compare("<=", MONTHS, number(3)), months("<=", 3)),
        (Compare("<=", number(3), MONTHS), months(">=", 3)),
        (Not(Compare("<=", MONTHS, number(3))), months(">", 3)),
        (Not(Not(Holds(VIP))), Against("customer.vip", "=", True)),
        (Not(Holds(VIP)), Against("customer.vip", "=", False)),
        (IsUnknown(MONTHS), Known("customer.months", False)),
        (Not(IsUnknown(MONTHS)), Known("customer.months", True)),
        (IsUnknown(Now()), Some(())),
        (Between(MONTHS, number(1), number(3)), Every((months(">=", 1), months("<=", 3)))),
        (Not(Between(MONTHS, number(1), number(3), below=True)), Some((months("<", 1), months(">=", 3)))),
        (OneOf(MONTHS, (number(1), number(2))), Some((months("=", 1), months("=", 2)))),
        (Not(OneOf(MONTHS, (number(1), number(2)))), Every((months("!=", 1), months("!=", 2)))),
        (Compare(">=", TIERS, Literal("gold", TIER)), tier("gold", "platinum")),
        (Compare("<", TIERS, Literal("basic", TIER)), Some(())),
        (Compare("<", REGIONS, Literal("south", REGION)), Some(())),
        (Not(Compare(">=", TIERS, Literal("gold", TIER))), tier("basic", "silver")),
        (
            Not(And((Holds(VIP), Or((IsUnknown(END), Holds(VIP)))))),
            Some(
                (
                    Against("customer.vip", "=", False),
                    Every((Known("customer.end", True), Against("customer.vip", "=", False))),
                )
            ),
        ),
        (
            Compare(">", OrElse(MONTHS, number(5)), number(3)),
            Some((months(">", 3), Known("customer.months", False))),
        ),
        (Compare(">", OrElse(MONTHS, number(3)), number(3)), months(">", 3)),
        (
            Compare(">=", OrElse(TIERS, Literal("gold", TIER)), Literal("gold", TIER)),
            Some((*tier("gold", "platinum").parts, Known("customer.tier", False))),
        ),
        (Compare("=", NAME, Fact("event.note", TEXT)), Alike("customer.name", "=", "event.note", "text")),
        (Compare("<", MONTHS, BALANCE), Alike("customer.months", "<", "customer.balance", "number")),
        (TextTest("matches", NAME, "a+"), Spelled("customer.name", "matches", "a+")),
        (Not(TextTest("contains", NAME, "a")), Spelled("customer.name", "contains", "a", False)),
        (EventIs(("call", "bill")), Some((Against("now.kind", "=", "call"), Against("now.kind", "=", "bill")))),
        (Not(EventIs(("call",))), Every((Against("now.kind", "!=", "call"),))),
        (Compare(">", Part("hour", Now()), number(9)), Against("now.hour", ">", 9)),
        (
            Compare(">", WAIT, Literal(Duration(90, Unit.SECOND), LENGTH)),
            Against("customer.wait", ">", 90_000_000),
        ),
    ],
)  # fmt: skip
def test_what_a_single_event_tells_is_said(condition: Condition, says: Says) -> None:
    assert claimed(condition) == says
    assert claimed(Not(condition), holds=False) == says


COUNT = Measure(HistoryTerm("count", "call"), NUMBER)
WEEK = Duration(1, Unit.CALENDAR_WEEK)


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        (Compare(">", COUNT, number(3)), "what happened before"),
        (HeldFor(Holds(VIP), Duration(1, Unit.DAY)), "since when"),
        (Compare(">", Fact("customer.risk", NUMBER), number(3)), "works out itself"),
        (Compare(">", Arithmetic("+", MONTHS, number(1), NUMBER), number(3)), "it calculates"),
        (Compare(">", MONTHS, Arithmetic("+", MONTHS, number(1), NUMBER)), "it calculates"),
        (Compare(">", Age(END), Literal(Duration(1, Unit.DAY), LENGTH)), "how long ago"),
        (Within(END, Duration(60, Unit.DAY)), "how far ahead"),
        (Compare(">", WAIT, Literal(WEEK, LENGTH)), "needs a calendar"),
        (Compare(">", Part("hour", SEEN), number(9)), "a part of a date"),
        (Compare("=", OrElse(MONTHS, MONTHS), number(3)), "a default"),
        (IsUnknown(OrElse(MONTHS, number(3))), "a default"),
        (TextTest("contains", Fact("customer.tags", TAGS), "a"), "a list"),
        (Compare("<", TIERS, Fact("customer.old_tier", TIER)), "an order of texts, months or of two choices"),
        (Compare("<", NAME, Literal("a", TEXT)), "an order of texts, months or of two choices"),
        (Compare(">", END, Literal(0, MOMENT)), "two kinds"),
        (Compare("=", BALANCE, Literal(1, Type(Kind.MONEY, currency="USD"))), "two kinds"),
        (Compare("=", number(3), number(3)), "it compares constants"),
        (And((Holds(VIP), Compare(">", COUNT, number(3)))), "what happened before"),
    ],
)  # fmt: skip
def test_the_rest_is_refused_with_the_reason(condition: Condition, why: str) -> None:
    with pytest.raises(Unclaimed, match=why) as caught:
        claimed(condition, frozenset({"customer.risk"}))
    assert caught.value.why.zh


def test_a_time_of_day_is_a_constant_like_any_other() -> None:
    nine = Literal(NINE, TIME)
    assert claimed(Compare("<", Part("time", Now()), nine)) == Against("now.time", "<", NINE)
