"""What was worked out without a result says why, and who asked; a late event says that it was late."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engage.decide import decide, explain
from engage.facts.decided import Decision
from engage.facts.known import History, Profile, Situation, State
from engage.gate import event, history, profile
from engage.load import compile, read_sources
from engage.program.program import Program

FILES = {
    "ruleset.yaml": "engage: 1\nruleset: sums\nzone: Asia/Shanghai\nfiles: [a.rules]\nsafe default: [route to desk]\n",
    "vocabulary.yaml": """fields:
  customer.bill: {type: number, en: bill, zh: 账单}
  customer.months: {type: number, en: months, zh: 月数}
  customer.since: {type: date, en: since, zh: 入网日}
  event.amount: {type: money CNY, en: amount, zh: 金额}
events:
  call: {type: call.received, en: call / calls, contact: yes}
  order: {type: order.placed, en: order / orders, fields: [amount]}
""",
    "catalogue.yaml": "queues: {desk: {en: desk}}\n",
    "a.rules": """fact share = bill / months

rule by fact
  event call
  when share over 5
  then route to desk

rule inline
  event call
  when bill * bill / (months - 1) over 5 or months is 7
  then route to desk

rule forgiven
  event call
  when (bill / months or else 9) over 5
  then route to desk

rule elsewhere
  event order
  when bill / months over 5
  then set total to 1

rule added
  event call
  when sum of order amount in the last 30 days over 5
  then route to desk
""",
}
FILES["vocabulary.yaml"] += "outputs:\n  total: {type: number, settle: largest}\n"
SUMS = compile(read_sources(FILES.items()))
NO_PAST = History()
TOLD = ("division by zero", "overflow", "mixed currencies")


def call(
    program: Program, facts: Mapping[str, object], past: History = NO_PAST, type: str = "call.received"
) -> Decision:
    raw = {"id": "1", "source": "/t", "type": type, "time": "2026-11-05T10:00:00+08:00", "subject": "c", "data": {}}
    return decide(program, event(program, raw), profile(program, facts), past)


def told(decision: Decision) -> list[tuple[str, str, str]]:
    return [(each.code, each.rule, each.detail) for each in decision.reasons if each.code in TOLD]


def test_a_division_by_zero_names_the_calculation_and_who_asked() -> None:
    decision = call(SUMS, {"customer.bill": 10, "customer.months": 0})
    share = "customer.bill / customer.months"
    assert told(decision) == [("division by zero", "customer.share", share), ("division by zero", "forgiven", share)]
    text = explain(SUMS, decision).text("en")
    assert "`share`: bill / months divides by zero, so its result is unknown" in text
    assert "“share”：账单 / 月数 除以零，结果未知" in explain(SUMS, decision).text("zh")


def test_what_is_merely_unknown_has_no_such_reason() -> None:
    assert told(call(SUMS, {"customer.bill": 10})) == []
    assert told(call(SUMS, {"customer.bill": 10, "customer.months": 3})) == []


def test_only_what_was_asked_is_told() -> None:
    decision = call(SUMS, {"customer.bill": 10, "customer.months": 0}, type="order.placed")
    assert told(decision) == [("division by zero", "elsewhere", "customer.bill / customer.months")]
    fired = call(SUMS, {"customer.bill": 10, "customer.months": 1})
    assert told(fired) == [("division by zero", "inline", "customer.bill * customer.bill / (customer.months - 1)")]


def test_the_innermost_calculation_that_outgrew_every_number_is_named() -> None:
    decision = call(SUMS, {"customer.bill": 2**62, "customer.months": 3})
    assert told(decision) == [("overflow", "inline", "customer.bill * customer.bill")]
    assert "“inline”：账单 * 账单 超出数值上限，按未知处理" in explain(SUMS, decision).text("zh")


def test_a_sum_over_the_past_that_outgrew_every_number_is_named() -> None:
    orders = history(
        SUMS,
        [
            {"id": str(n), "source": "/t", "type": "order.placed", "time": f"2026-11-0{n}T10:00:00+08:00",
             "data": {"amount": 2**62}}
            for n in (1, 2, 3)
        ],
    )  # fmt: skip
    decision = call(SUMS, {}, orders)
    ((code, owner, detail),) = told(decision)
    assert (code, owner) == ("overflow", "")
    assert "sum" in detail
    assert "is larger than any number may be" in explain(SUMS, decision).text("en")


@pytest.mark.parametrize(
    ("amount", "why", "en", "zh"),
    [
        ("12", "wrong-type", "its value has the wrong type", "类型不符"),
        ({"amount": 12, "currency": "USD"}, "other-currency", "its amount is in another currency", "币种不符"),
    ],
)
def test_a_field_that_cannot_be_read_says_why(amount: object, why: str, en: str, zh: str) -> None:
    raw = {
        "id": "1", "source": "/t", "type": "order.placed", "time": "2026-11-05T10:00:00+08:00",
        "data": {"amount": amount},
    }  # fmt: skip
    decision = decide(SUMS, event(SUMS, raw))
    assert [(each.rule, each.detail) for each in decision.reasons if each.code == "unreadable"] == [
        (why, "event.amount")
    ]
    assert en in explain(SUMS, decision).text("en")
    assert zh in explain(SUMS, decision).text("zh")


@pytest.mark.parametrize(("latest", "late"), [(None, False), (0, False), (-1, False), (1, True)])
def test_an_event_before_one_that_was_decided_on_is_late(latest: int | None, late: bool) -> None:
    raw = {"id": "1", "source": "/t", "type": "call.received", "time": "2026-11-05T10:00:00+08:00", "subject": "c"}
    happened = event(SUMS, raw)
    before = None if latest is None else happened.at + latest
    decision = decide(SUMS, Situation(happened, Profile("c"), History(), State(latest_at=before)))
    assert ("late" in {each.code for each in decision.reasons}) is late
    if late:
        assert "with the profile as it is known now" in explain(SUMS, decision).text("en")
        assert "客户资料取当前值" in explain(SUMS, decision).text("zh")
