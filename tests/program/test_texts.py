from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Kind, Type
from engage.knowledge import fill
from engage.language.tree import OrElse, Template
from engage.program.texts import shown_as
from engage.ruleset.model import Rule
from program.building import DATE, LENGTH, MOMENT, NUMBER, TIER, YES_NO, YUAN, at, compiled, fact, literal, situation

LIST = Type(Kind.LIST, item=TIER)
MINUTES = Duration(30, Unit.MINUTE)


@pytest.mark.parametrize(
    ("type", "value", "en", "zh", "hant"),
    [
        (TIER, "gold", "gold", "金卡", "金卡"),
        (TIER, "bronze", "bronze", "bronze", "bronze"),
        (NUMBER, Decimal("3.50"), "3.5", "3.5", "3.5"),
        (NUMBER, 1000, "1000", "1000", "1000"),
        (YUAN, Decimal("200.00"), "200 yuan", "200元", "200元"),
        (Type(Kind.MONEY, currency="USD"), 5, "5 USD", "5 USD", "5 USD"),
        (YES_NO, True, "yes", "是", "是"),
        (DATE, datetime.date(2026, 11, 5), "2026-11-05", "2026-11-05", "2026-11-05"),
        (MOMENT, at("2026-11-05 09:30"), "2026-11-05 09:30", "2026-11-05 09:30", "2026-11-05 09:30"),
        (Type(Kind.TIME), datetime.time(9, 30), "09:30", "09:30", "09:30"),
        (LENGTH, 90_000_000, "90 seconds", "90秒", "90秒"),
        (LENGTH, 86_400_000_000, "1 day", "1天", "1天"),
        (LENGTH, MINUTES, "30 minutes", "30分钟", "30分鐘"),
        (LIST, ("gold", "silver"), "gold, silver", "金卡、银卡", "金卡、银卡"),
        (NUMBER, None, "unknown", "未知", "未知"),
    ],
)
def test_a_value_is_shown_in_the_words_of_the_language(type: Type, value: object, en: str, zh: str, hant: str) -> None:
    shown = [shown_as(type, language, "Asia/Shanghai")(value) for language in ("en", "zh", "zh-Hant")]
    assert shown == [en, zh, hant]


def test_a_text_says_what_is_missing_or_what_stands_for_it() -> None:
    rule = Rule(
        id="r",
        events=("call",),
        because={
            "en": Template(parts=("tier ", fact("customer.tier"), ", ", fact("customer.months"), " months")),
            "zh": Template(parts=(OrElse(value=fact("customer.name"), default=literal("您", Type(Kind.TEXT))), "好")),
        },
    )
    program = compiled(rule)
    shelf = program.shelves["call"]
    because = shelf.rules[0].because
    nothing, known = (fill(program, shelf, situation(facts=facts)) for facts in ({}, {"tier": "gold", "months": 3}))
    assert [because["en"](nothing), because["zh"](nothing)] == ["tier unknown, unknown months", "您好"]
    assert because["en"](known) == "tier gold, 3 months"
