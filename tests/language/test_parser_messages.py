"""What is said about mistakes, to the letter: the sentences stand in tests/golden/language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engage.ground.finding import Finding, Report
from engage.ground.render import render
from engage.ground.source import Fragment, Span
from engage.language import (
    Scope,
    messages,
    parse_cell,
    parse_condition,
    parse_duration,
    parse_event_name,
    parse_given,
    parse_literal,
    parse_template,
    parse_value,
)
from engage.language.tree import Fact
from language.care import VOCABULARY

HERE = Path(__file__).parent.parent
GOLDEN = HERE / "golden" / "language"
Found = tuple[Finding, ...]


def found_in(line: str, language: str) -> Found:
    """What is wrong with a line: `cell customer.tier: glod`, or a condition."""
    scope = Scope(VOCABULARY, language)
    head, colon, rest = line.partition(": ")
    kind, _, name = head.partition(" ")
    if not colon or kind not in ("cell", "duration", "literal", "event", "given", "template", "value"):
        return parse_condition(Fragment.of(line), scope)[1]
    fragment = Fragment.of(rest)
    field = VOCABULARY.field_by_name.get(name)
    if kind == "cell" and field is not None:
        return parse_cell(fragment, Fact(field.name, field.type), scope)[1]
    if kind == "literal" and field is not None:
        return parse_literal(fragment, field.type, scope)[1]
    parsers: dict[str, Callable[[Fragment, Scope], tuple[object, Found]]] = {
        "duration": parse_duration,
        "event": parse_event_name,
        "given": parse_given,
        "template": parse_template,
        "value": parse_value,
    }
    return parsers[kind](fragment, scope)[1]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.golden")), ids=lambda path: path.stem)
def test_mistakes_are_told_as_pinned(path: Path, golden: Callable[[str, Callable[[str], str]], None]) -> None:
    def produce(given: str) -> str:
        first, *lines = given.split("\n")
        language = first.removeprefix("language ")
        return "\n\n".join(f"{line}\n\n{render(Report(found_in(line, language)), language)}" for line in lines)

    golden(f"language/{path.name}", produce)


def mended(text: str, finding: Finding) -> str:
    fix = finding.fixes[0]
    return text[: fix.span.start] + fix.replacement + text[fix.span.end :]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('customer tier = "glod"', "en"),
        ("customer.teir is gold", "en"),
        ('months with us > "100"', "en"),
        ("average bill between 200 and 100", "en"),
        ("at least 2 complants in the last 30 days", "en"),
        ("custоmer tier is gold", "en"),
        ("nickname is Bob", "en"),
        ("customer tier gold", "en"),
        ("客户等及 是 金卡", "zh"),
        ("客户等级 金卡", "zh"),
        ("在网月数 10 到 5", "zh"),
        ("昵称 是 张三", "zh"),
        ("最近30天内 有 投述", "zh"),
    ],
)
def test_a_repair_mends_its_finding(text: str, language: str) -> None:
    (finding,) = found_in(text, language)
    assert finding.fixes
    assert found_in(mended(text, finding), language) == ()


@pytest.mark.parametrize("text", ["months with us is 50-80", "customer tier is gold and churn risk is high or opted"])
def test_a_question_has_no_repair_that_would_answer_it(text: str) -> None:
    assert all(not finding.fixes for finding in found_in(text, "en"))


def test_the_caret_of_a_pattern_stands_under_its_mistake() -> None:
    (finding,) = found_in('nickname matches "ab[z-a]c"', "en")
    span = finding.span
    assert isinstance(span, Span)
    assert span.text == "z-a"


def test_every_message_is_said_in_both_languages() -> None:
    for name in messages.__all__:
        message = getattr(messages, name)
        assert message.en
        assert message.zh
        assert bool(message.hint_en) == bool(message.hint_zh)
