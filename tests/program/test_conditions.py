from __future__ import annotations

import datetime
from decimal import Decimal
from types import FunctionType

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
    Contains,
    EventIs,
    Fact,
    Holds,
    IsUnknown,
    Not,
    Now,
    OneOf,
    Or,
    OrElse,
    Part,
    Size,
    TextTest,
    Within,
)
from engage.ruleset.model import Rule
from program.building import (
    DATE,
    DAY,
    LENGTH,
    MOMENT,
    NOW,
    NUMBER,
    TEXT,
    TIER,
    YES_NO,
    YUAN,
    at,
    compare,
    compiled,
    fact,
    literal,
    situation,
    truth,
    value,
)

TODAY = datetime.date(2026, 11, 5)
UNKNOWN = compare("customer.months", ">", 3)
YES, NO = Not(part=IsUnknown(value=Now())), IsUnknown(value=Now())


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (And(parts=(UNKNOWN, NO)), False),
        (And(parts=(NO, UNKNOWN)), False),
        (And(parts=(UNKNOWN, YES)), None),
        (Or(parts=(UNKNOWN, YES)), True),
        (Or(parts=(YES, UNKNOWN)), True),
        (Or(parts=(NO, UNKNOWN)), None),
        (Not(part=UNKNOWN), None),
        (Not(part=And(parts=(UNKNOWN, NO))), True),
        (Not(part=Or(parts=(YES, UNKNOWN))), False),
    ],
)
def test_unknown_joins_as_kleene_says_in_either_order(condition: Condition, expected: bool | None) -> None:
    assert truth(condition, situation()) is expected


@pytest.mark.filterwarnings("error")
def test_a_constant_is_never_unknown_and_python_is_not_asked_about_it() -> None:
    for constant in (literal(5, NUMBER), literal("gold", TIER), literal(TODAY, DATE), literal(True, YES_NO)):
        assert truth(IsUnknown(value=constant), situation()) is False
        assert truth(Not(part=IsUnknown(value=constant)), situation()) is True
    assert truth(Holds(value=literal(True, YES_NO)), situation()) is True
    assert truth(Holds(value=literal(False, YES_NO)), situation()) is False


@pytest.mark.parametrize(
    ("op", "expected"), [("=", False), ("!=", True), ("<", False), ("<=", False), (">", True), (">=", True)]
)
def test_ordered_choices_compare_by_their_place(op: str, expected: bool) -> None:
    # platinum < silver as text, but stands above it as a tier
    assert truth(compare("customer.tier", op, "silver"), situation(facts={"tier": "platinum"})) is expected


def test_two_facts_of_an_ordered_choice_compare_by_their_place() -> None:
    higher = Compare(op=">", left=literal("platinum", TIER), right=fact("customer.tier"))
    both = Compare(
        op=">=", left=fact("customer.tier"), right=OrElse(value=fact("customer.tier"), default=literal("gold", TIER))
    )
    assert truth(higher, situation(facts={"tier": "silver"})) is True
    assert truth(both, situation(facts={"tier": "silver"})) is True
    assert truth(both, situation()) is None


def test_a_choice_value_that_is_no_longer_declared_has_no_rank_and_equals_nothing() -> None:
    old = situation(facts={"tier": "bronze"})
    assert truth(compare("customer.tier", ">=", "basic"), old) is None
    assert truth(compare("customer.tier", "=", "gold"), old) is False


@pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, True), (60, True), (61, False)])
def test_a_date_ahead_counts_with_its_whole_day(days: int, expected: bool) -> None:
    within = Within(value=fact("customer.end"), length=Duration(60, Unit.DAY))
    late = situation(facts={"end": TODAY + datetime.timedelta(days=days)}, now=at("2026-11-05 23:59"))
    assert truth(within, late) is expected


@pytest.mark.parametrize(("shift", "expected"), [(-1, False), (0, True), (DAY, True), (DAY + 1, False), (None, None)])
def test_a_moment_ahead_counts_from_now_through_the_length(shift: int | None, expected: bool | None) -> None:
    within = Within(value=fact("customer.seen"), length=Duration(1, Unit.DAY))
    known = situation(facts={} if shift is None else {"seen": NOW + shift})
    assert truth(within, known) is expected


def test_within_working_days_ends_with_the_hours_of_the_last_one() -> None:
    within = Within(value=fact("customer.seen"), length=Duration(2, Unit.WORKING_DAY))
    # Thursday; Friday is the first working day, Monday the 9th a holiday, Tuesday the second.
    assert truth(within, situation(facts={"seen": at("2026-11-10 18:00")})) is True
    assert truth(within, situation(facts={"seen": at("2026-11-10 18:00") + 1})) is False


@pytest.mark.parametrize(("op", "expected"), [("<", False), ("<=", True), ("=", True), (">=", True), (">", False)])
def test_a_moment_compares_with_a_date_by_its_local_day(op: str, expected: bool) -> None:
    # 2026-11-04 16:30 UTC is already the 5th in Shanghai.
    seen = situation(facts={"seen": at("2026-11-05 00:30"), "end": TODAY})
    assert truth(Compare(op=op, left=fact("customer.seen"), right=fact("customer.end")), seen) is expected


@pytest.mark.parametrize(
    ("op", "when", "expected"),
    [
        (">", "2026-08-05 09:59", True),
        (">", "2026-08-05 10:00", False),
        (">=", "2026-08-05 10:00", True),
        ("<", "2026-08-05 10:01", True),
    ],
)
def test_longer_ago_than_calendar_months_keeps_the_time_of_day(op: str, when: str, expected: bool) -> None:
    months = literal(Duration(3, Unit.CALENDAR_MONTH), LENGTH)
    condition = Compare(op=op, left=Age(value=fact("customer.seen")), right=months)
    assert truth(condition, situation(facts={"seen": at(when)})) is expected
    assert truth(condition, situation()) is None


def test_amounts_in_two_currencies_are_never_compared() -> None:
    both = situation(facts={"balance": 5, "abroad": 5})
    assert truth(Compare(op="=", left=fact("customer.balance"), right=fact("customer.abroad")), both) is None


@pytest.mark.parametrize(
    ("low", "high", "below", "months", "expected"),
    [(1, 3, False, 3, True), (1, 3, True, 3, False), (1, 3, True, 1, True), (1, 3, False, 4, False)],
)
def test_between_includes_its_low_and_says_whether_its_high(
    low: int, high: int, below: bool, months: int, expected: bool
) -> None:
    between = Between(value=fact("customer.months"), low=literal(low), high=literal(high), below=below)
    assert truth(between, situation(facts={"months": months})) is expected
    assert truth(between, situation()) is None


def test_between_with_one_unknown_bound_can_still_certainly_fail() -> None:
    between = Between(value=literal(5, YUAN), low=literal(6, YUAN), high=fact("customer.balance"))
    assert truth(between, situation()) is False


def test_one_of_takes_equal_numbers_for_equal_however_they_are_written() -> None:
    one_of = OneOf(value=fact("customer.months"), options=(literal(3), literal(Decimal("4.0"))))
    assert truth(one_of, situation(facts={"months": Decimal("3.00")})) is True
    assert truth(one_of, situation(facts={"months": 4})) is True
    assert truth(one_of, situation(facts={"months": 5})) is False
    assert truth(one_of, situation()) is None


def test_yes_and_no_and_unknown_are_three_things() -> None:
    vip = Holds(value=fact("customer.vip"))
    assert [truth(vip, situation(facts={"vip": each})) for each in (True, False, None)] == [True, False, None]
    assert truth(IsUnknown(value=fact("customer.vip")), situation()) is True
    assert truth(IsUnknown(value=fact("customer.vip")), situation(facts={"vip": False})) is False


@pytest.mark.parametrize(
    ("test", "text", "name", "expected"),
    [
        ("starts with", "张", "张三", True),
        ("ends with", "三", "张三", True),
        ("contains", "x", "张三", False),
        ("matches", "张.", "张三", True),
        ("matches", "张", "张三", False),
        ("matches", "(", "张三", None),
        ("matches", "a", "\ud800", None),
        ("contains", "", None, None),
    ],
)
def test_texts_are_tested_whole_and_a_broken_pattern_is_unknown(
    test: str, text: str, name: str | None, expected: bool | None
) -> None:
    condition = TextTest(test=test, value=fact("customer.name"), text=text)
    assert truth(condition, situation(facts={"name": name})) is expected
    assert truth(Not(part=condition), situation(facts={"name": name})) is (None if expected is None else not expected)


@pytest.mark.parametrize(
    ("tags", "any_of_them", "all_of_them"),
    [(("a",), True, False), (("b", "a"), True, True), ((), False, False), (("c",), False, False), (None, None, None)],
)
def test_a_list_is_asked_for_any_or_for_all_items_and_an_unknown_one_answers_neither(
    tags: tuple[str, ...] | None, any_of_them: bool | None, all_of_them: bool | None
) -> None:
    options = (literal("a", TEXT), literal("b", TEXT))
    known = situation(facts={"tags": tags})
    for every, expected in ((False, any_of_them), (True, all_of_them)):
        asked = Contains(value=fact("customer.tags"), options=options, every=every)
        assert truth(asked, known) is expected
        assert truth(Not(part=asked), known) is (None if expected is None else not expected)


def test_the_items_of_a_list_are_counted_and_those_of_an_unknown_one_are_not() -> None:
    two = Compare(op="=", left=Size(value=fact("customer.tags")), right=literal(2))
    found = [truth(two, situation(facts={"tags": tags})) for tags in (("a", "a"), (), None)]
    assert found == [True, False, None]


def test_an_item_that_only_a_calendar_can_measure_is_neither_in_a_list_nor_missing_from_it() -> None:
    month = literal(Duration(1, Unit.CALENDAR_MONTH), LENGTH)
    asked = Contains(value=Fact(name="customer.tags", type=Type(Kind.LIST, item=LENGTH)), options=(month,))
    assert truth(asked, situation(facts={"tags": ("a",)})) is None


def test_the_kind_of_the_event_is_always_known() -> None:
    assert truth(EventIs(kinds=("call", "bill")), situation("call")) is True
    assert truth(EventIs(kinds=("call", "bill")), situation("complaint")) is False


def test_parts_of_now_are_read_on_the_clock_of_the_ruleset() -> None:
    hour = Compare(op="=", left=Part(part="hour", value=Now()), right=literal(10))
    weekday = Compare(op="=", left=Part(part="weekday", value=Now()), right=literal(4))
    assert truth(And(parts=(hour, weekday)), situation()) is True
    assert truth(hour, situation(), zone="UTC") is False


@pytest.mark.parametrize(
    ("op", "left", "right", "expected"),
    [("/", 1, 0, None), ("/", 6, 4, "1.5"), ("+", 2**62, 2**62, None), ("*", 3, 4, "12")],
)
def test_arithmetic_is_exact_and_what_is_too_large_is_unknown(
    op: str, left: int, right: int, expected: str | None
) -> None:
    sum_ = Arithmetic(op=op, left=literal(left), right=literal(right), type=fact("customer.months").type)
    found = value(sum_, situation())
    assert (None if found is None else str(found)) == expected


@pytest.mark.parametrize(
    ("op", "length", "expected"),
    [
        ("+", Duration(1, Unit.CALENDAR_MONTH), datetime.date(2027, 2, 28)),
        ("-", Duration(1, Unit.CALENDAR_YEAR), datetime.date(2026, 1, 31)),
        ("+", Duration(36, Unit.HOUR), datetime.date(2027, 2, 1)),
        ("+", Duration(1, Unit.WORKING_DAY), None),
    ],
)
def test_a_date_moves_by_whole_days_and_calendar_units(
    op: str, length: Duration, expected: datetime.date | None
) -> None:
    moved = Arithmetic(op=op, left=fact("customer.end"), right=literal(length, LENGTH), type=DATE)
    assert value(moved, situation(facts={"end": datetime.date(2027, 1, 31)})) == expected


def test_days_between_two_dates_are_a_length_of_time() -> None:
    days = Arithmetic(op="-", left=fact("customer.end"), right=Part(part="date", value=Now()), type=LENGTH)
    assert value(days, situation(facts={"end": TODAY + datetime.timedelta(days=3)})) == 3 * DAY
    since_date = Arithmetic(op="-", left=fact("customer.seen"), right=fact("customer.end"), type=LENGTH)
    assert value(since_date, situation(facts={"seen": at("2026-11-05 01:00"), "end": TODAY})) == DAY // 24


def test_the_end_of_the_calendar_is_unknown_and_no_error() -> None:
    last = situation(facts={"end": datetime.date.max, "seen": 2**62})
    later = Arithmetic(op="+", left=fact("customer.end"), right=literal(Duration(1, Unit.DAY), LENGTH), type=DATE)
    assert value(later, last) is None
    assert value(Part(part="year", value=fact("customer.seen")), last) is None
    moved = literal(Duration(1, Unit.CALENDAR_MONTH), LENGTH)
    assert value(Arithmetic(op="+", left=fact("customer.seen"), right=moved, type=MOMENT), last) is None


def test_generated_code_names_nothing_but_values_and_constants() -> None:
    injected = "__import__('os')"
    condition = And(
        parts=(
            Compare(op="=", left=fact("customer.name"), right=literal(injected, TEXT)),
            Within(value=fact("customer.end"), length=Duration(1, Unit.CALENDAR_MONTH)),
            compare("customer.tier", ">", "gold"),
        )
    )
    line = compiled(Rule(id="r", events=("call",), lines=(condition,))).shelves["call"].rules[0].lines[0]
    for function in (line.holds, line.fails):
        assert isinstance(function, FunctionType)
        names = function.__code__.co_names + function.__code__.co_varnames
        assert all(name == "v" or (name[0] in "ct" and name[1:].isdigit()) for name in names), names
        assert function.__globals__["__builtins__"] == {}
