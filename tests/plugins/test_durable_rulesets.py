"""Claims as rulesets of durable_rules: what each becomes, and what is refused before durable_rules sees it."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from engage.plugins import Against, Alike, Claim, Every, Known, PluginError, Says, Some, Spelled
from engage_durable import open_durable
from engage_durable.patterns import Untranslatable, translated
from engage_durable.rulesets import ruleset


def condition(says: Says) -> object:
    return ruleset(Claim("claim", says)).condition


def unfit(says: Says) -> str:
    why = open_durable().unfit(Claim("claim", says))
    assert why is not None
    assert why.zh
    return why.en


def test_a_claim_becomes_one_condition_on_one_message_that_begins_with_our_own_mark() -> None:
    says = Every(
        (
            Against("customer.tier", "=", "gold"),
            Some((Against("customer.fee", ">=", Decimal("2.5")), Known("customer.fee", False))),
        )
    )
    assert condition(says) == {
        "$and": [
            {"asked": 1},
            {"customer_tier": "tgold"},
            {"$or": [{"$gte": {"customer_fee": 50}}, {"$nex": {"customer_fee": 1}}]},
        ]
    }


def test_the_second_fact_is_asked_for_before_it_is_read() -> None:
    says = Alike("customer.x", "!=", "customer.y", "text")
    parts = [{"$ex": {"customer_y": 1}}, {"$neq": {"customer_x": {"$m": "customer_y"}}}]
    assert condition(says) == {"$and": [{"asked": 1}, {"$and": parts}]}


def test_an_end_is_a_start_read_backwards() -> None:
    assert condition(Spelled("event.note", "ends with", "abc")) == {
        "$and": [{"asked": 1}, {"$mt": {"event_note_backwards": "tcba.*"}}]
    }


def some(number: int) -> Some:
    return Some(tuple(Against("customer.x", "=", f"{value}") for value in range(number)))


def deep(number: int) -> Says:
    says: Says = Known("customer.x")
    for level in range(number):
        joint = Every if level % 2 else Some
        says = joint((says, Against("customer.y", "=", f"{level}")))
    return says


@pytest.mark.parametrize(
    ("says", "why"),
    [
        (some(33), "more than 32 ways"),
        (Every((some(6), some(6))), "more than 32 ways"),
        (deep(15), "more than 14"),
        (Spelled("customer.x", "contains", "a"), "`contains`"),
        (Spelled("customer.x", "starts with", "a", holds=False), "no `not` for a pattern"),
        (Spelled("customer.x", "matches", "a.*"), "one character may lead two ways"),
        (Against("customer.x", "<", "a"), "an order of texts"),
        (Against("customer.x", "=", 1 << 62), "more digits"),
        (Against("customer.x", "=", Decimal("1E-13")), "more digits"),
        (Every((Against("customer.x", "=", 1), Against("customer.x", "=", "1"))), "two kinds"),
        (Every((Known("customer.a_b"), Known("customer_a.b"))), "cannot tell apart"),
        (Every(tuple(Known(f"customer.x{number}") for number in range(65))), "more than 64 facts"),
    ],
)
def test_what_is_not_safe_is_refused_with_the_reason(says: Says, why: str) -> None:
    assert why in unfit(says)


def test_what_lies_just_within_the_limits_fits() -> None:
    opinion = open_durable()
    for says in (some(32), Every((some(4), some(8))), deep(14), Against("customer.x", "=", (1 << 60) - 1)):
        assert opinion.unfit(Claim("claim", says)) is None


def test_an_unfit_claim_is_not_asked() -> None:
    with pytest.raises(PluginError) as caught:
        open_durable().ask(Claim("claim", some(99)), [])
    assert caught.value.code == "D002"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("abc", "abc"),
        ("^a-b$", "a\ue02db"),
        ("a+", "a(a)*"),
        ("[a-c]*", "([abc]([abc])*)?"),
        ("a{2,4}", "aa(a(a)?)?"),
        (r"\d", "[0123456789]"),
        ("(ab|cd)?", "((ab|cd))?"),
    ],
)
def test_simple_patterns_are_carried_over(pattern: str, expected: str) -> None:
    assert translated(pattern) == expected


@pytest.mark.parametrize(
    "pattern",
    [
        *("a.b", "a*a", "(a|ab)", "[^a]", "(?i)a", "a*?", "(a*)*", "a{20}", "(", "a)", "[", "[]a]", r"\b", r"\pL"),
        *("a{,2}", "(a?b?)+", "a++", "a{2}{3}", "a^b", "a$b", "[[:alpha:]]", "\ue001", "[a-\\d]", "+a", "x" * 65),
    ],
)
def test_other_patterns_are_not(pattern: str) -> None:
    with pytest.raises(Untranslatable):
        translated(pattern)


def test_written_rulesets_are_what_durable_rules_takes_and_say_what_events_carry() -> None:
    files = open_durable().written([Claim("vip $asks", Against("customer.fee", ">", Decimal("1.5")))])
    assert json.loads(files["rulesets.json"]) == {
        "vip _asks": {"rule": {"all": [{"m": {"$and": [{"asked": 1}, {"$gt": {"customer_fee": 30}}]}}]}}
    }
    facts = json.loads(files["facts.json"])["vip _asks"]
    assert facts["asked"] == {"value": 1}
    assert facts["customer_fee"]["fact"] == "customer.fee"
    assert facts["customer_fee"]["digits"] == 1
