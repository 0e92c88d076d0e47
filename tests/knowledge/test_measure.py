from __future__ import annotations

from decimal import Decimal

import pytest

from engage.facts.units import Duration, Unit
from engage.language.tree import HistoryTerm, InARow, Measure, Past, SameAsNow, Window, WindowKind
from program.building import DAY, MOMENT, NOW, REASON, YUAN, compare, count, past, situation, truth, value

EVER = Window(WindowKind.EVER)


def over_bills(function: str, *amounts: object) -> object:
    term = HistoryTerm(function, "bill", "amount" if function not in ("first", "last") else "", EVER)
    seen = [past("bill", NOW - (len(amounts) - place) * DAY, amount=each) for place, each in enumerate(amounts)]
    return value(Measure(term=term, type=MOMENT if function in ("first", "last") else YUAN), situation(past=seen))


@pytest.mark.parametrize(
    ("function", "amounts", "expected"),
    [
        ("sum", (1, Decimal("2.50")), Decimal("3.50")),
        ("sum", (), 0),
        ("average", (1, 2), Decimal("1.5")),
        ("average", (), None),
        ("smallest", (3, 1, 2), 1),
        ("largest", (3, 1, 2), 3),
        ("largest", (), None),
        ("distinct", (1, Decimal("1.0"), 2), 2),
        ("distinct", (), 0),
        ("sum", (1, None), None),
        ("smallest", (1, None), None),
        ("sum", (2**62, 2**62), None),
        ("first", (5, 6), NOW - 2 * DAY),
        ("last", (5, 6), NOW - DAY),
        ("last", (), None),
    ],
)
def test_what_bills_come_to(function: str, amounts: tuple[object, ...], expected: object) -> None:
    assert over_bills(function, *amounts) == expected


NETWORK = compare(Past(name="reason", type=REASON), "=", "network")


def test_only_events_that_pass_the_filter_count() -> None:
    seen = [past("complaint", NOW - DAY, reason="network"), past("complaint", NOW - DAY, reason="tariff")]
    assert value(count("complaint", EVER, NETWORK), situation(past=seen)) == 1


def test_one_event_of_which_it_is_unknown_whether_it_counts_makes_the_number_unknown() -> None:
    seen = [past("complaint", NOW - DAY, reason="network"), past("complaint", NOW - 40 * DAY)]
    assert value(count("complaint", EVER, NETWORK), situation(past=seen)) is None
    # Outside the window it does not matter.
    assert (
        value(count("complaint", Window(WindowKind.ROLLING, Duration(30, Unit.DAY)), NETWORK), situation(past=seen))
        == 1
    )
    # Nor where another part of the filter settles it.
    old = compare(Past(name="reason", type=REASON), "!=", "network")
    assert value(count("complaint", EVER, NETWORK, old), situation(past=seen[:1])) == 0


def test_the_same_reason_is_that_of_the_current_event() -> None:
    same = count("complaint", Window(WindowKind.BEFORE, Duration(30, Unit.DAY)), SameAsNow(name="reason"))
    seen = [past("complaint", NOW - DAY, reason="network"), past("complaint", NOW - 2 * DAY, reason="tariff")]
    assert value(same, situation("complaint", data={"reason": "network"}, past=seen)) == 1
    assert value(same, situation("complaint", past=seen)) is None
    assert value(same, situation("complaint")) == 0


def test_the_order_in_which_the_past_is_handed_over_does_not_matter() -> None:
    bills = [past("bill", NOW - days * DAY, amount=days) for days in (3, 1, 2)]
    last = Measure(term=HistoryTerm("last", "bill"), type=MOMENT)
    assert value(last, situation(past=bills)) == value(last, situation(past=bills[::-1])) == NOW - DAY


def streak(*amounts: object, trend: str = "falls", months: int = 2) -> bool | None:
    """Bills on the tenth of the months before November 2026, the latest last."""
    test = compare(Past(name="amount", type=YUAN), ">", 20)
    row = InARow(
        kind="bill", field="amount", periods=months, unit=Unit.CALENDAR_MONTH, trend=trend, test=None if trend else test
    )
    dates = [f"2026-{10 - ago:02}-10 09:00" for ago in range(len(amounts))]
    seen = [past("bill", date, amount=each) for date, each in zip(dates, reversed(amounts), strict=True) if each != "-"]
    return truth(row, situation(past=seen))


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((3, 2, 1), True),
        ((3, 2, 2), False),
        ((1, 2, 1), False),
        ((3, "-", 1), None),
        ((2, 1), None),
        ((3, 2, None), None),
    ],
)
def test_a_field_falls_when_each_of_the_units_is_below_the_one_before(
    amounts: tuple[object, ...], expected: bool | None
) -> None:
    assert streak(*amounts) is expected


def test_a_field_rises_when_each_is_above() -> None:
    assert streak(1, 2, 3, trend="rises") is True
    assert streak(1, 2, 2, trend="rises") is False


@pytest.mark.parametrize(("amounts", "expected"), [((21, 22), True), ((20, 22), False), (("-", 22), None)])
def test_a_field_passes_a_test_in_each_unit_that_has_ended(amounts: tuple[object, ...], expected: bool | None) -> None:
    assert streak(*amounts, trend="") is expected


def test_the_last_value_of_a_unit_speaks_for_it_and_the_running_unit_is_left_out() -> None:
    row = InARow(kind="bill", field="amount", periods=1, unit=Unit.CALENDAR_MONTH, trend="falls")
    bills = [
        past("bill", "2026-09-10 09:00", amount=5),
        past("bill", "2026-10-10 09:00", amount=9),
        past("bill", "2026-10-20 09:00", amount=4),
        past("bill", "2026-11-02 09:00", amount=99),
    ]
    assert truth(row, situation(past=bills)) is True
