from __future__ import annotations

import datetime
import json
from decimal import Decimal

from engage.ground.finding import in_words
from engage.knowledge.purchases import Purchase
from engage.learn.baskets import Basket
from engage.workbench.events_in import BadLine, RawEvent
from engage.workbench.purchases_in import read_baskets, read_purchases

DAY = datetime.date(2026, 11, 2)


def event(line: int, data: object, subject: str = "c7", time: str = "2026-11-02T09:00:00Z", **more: str) -> RawEvent:
    return RawEvent(line, {"type": "bought", "time": time, "subject": subject, "data": data, **more})


def test_purchases_are_gathered_by_customer_and_the_rest_is_counted() -> None:
    found = read_purchases(
        [
            event(1, {"amount": 10}),
            event(2, {"amount": Decimal("-2.50")}),
            event(3, {"reason": "network"}),
            event(4, {"amount": 5}, subject=""),
            RawEvent(5, json.dumps(event(5, {"amount": 7.25}, subject="c1").envelope)),
            event(6, {"amount": 1}, type="returned"),
        ],
        type="bought",
    )
    at = 1_793_610_000_000_000
    assert found.customers == {
        "c1": (Purchase(at, Decimal("7.25")),),
        "c7": (Purchase(at, 10), Purchase(at, Decimal("-2.50"))),
    }
    assert (found.lines, found.other, found.nobody, found.bad) == (3, 2, 1, ())


def test_a_line_that_cannot_be_read_is_told_by_its_number_and_never_by_its_value() -> None:
    found = read_purchases(
        [
            RawEvent(1, "{"),
            event(2, {"amount": "secret-4711"}),
            event(3, {"amount": 1}, time="yesterday"),
            event(4, {"amount": True}),
            event(5, {"amount": {"amount": 3, "currency": "CNY"}}),
            event(6, {"amount": {"amount": 3, "currency": "EUR"}}),
            BadLine(7, "3 cells instead of 4"),
        ]
    )
    assert [bad.line for bad in found.bad] == [1, 2, 3, 4, 5, 6, 7]
    assert "secret-4711" not in repr(found.bad)
    assert "number: yes" in in_words(found.bad[1].why, "en")
    assert "币种" in in_words(
        read_purchases([event(1, {"amount": {"amount": 3, "currency": "CNY"}}), event(2, {"amount": 3})]).bad[0].why,
        "zh",
    )


def test_items_of_one_contact_or_of_one_customer_at_one_moment_are_one_basket() -> None:
    found = read_baskets(
        [
            event(1, {"item": "tea "}, contact="till-1"),
            event(2, {"item": "milk"}, contact="till-1", time="2026-11-02T09:00:09Z"),
            event(3, {"item": "tea"}),
            event(4, {"item": "bread"}),
            event(5, {"item": ["bread", "salt"]}, subject="", time="2026-11-03T20:00:00Z"),
            event(6, {"item": "bread"}, subject="", time="2026-11-03T20:00:00Z"),
            event(7, {"item": 12}),
            event(8, {"amount": 12}),
        ],
        zone="Asia/Shanghai",
    )
    assert found.baskets == (
        Basket(frozenset({"tea", "milk"}), "c7", DAY),
        Basket(frozenset({"tea", "bread"}), "c7", DAY),
        Basket(frozenset({"bread", "salt"}), "", DAY + datetime.timedelta(days=2)),
        Basket(frozenset({"bread"}), "", DAY + datetime.timedelta(days=2)),
    )
    assert ([bad.line for bad in found.bad], found.other) == ([7], 1)
