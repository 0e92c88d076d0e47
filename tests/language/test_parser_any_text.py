"""No text makes a parser raise, none takes long, and every finding has a place inside its text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.facts.vocabulary import Type
from engage.ground.finding import Finding
from engage.ground.limits import LIMITS
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
    words_en,
    words_zh,
)
from language.care import VOCABULARY, codes, end, months, nickname, tier
from work import calls

Found = tuple[Finding, ...]
LANGUAGES = ("en", "zh", "zh-Hant")
_TYPES: tuple[Type, ...] = tuple({field.type for field in VOCABULARY.fields})
_MARKS = (
    "(",
    ")",
    "（",
    "）",
    ",",
    "、",
    "~",
    "-",
    '"x"',
    "“y”",
    "5",
    "30",
    "0.5",
    "m",
    "2026-11-05",
    "21:00",
    "{",
    "}",
)


def _words() -> tuple[str, ...]:
    spelled = [
        word for words in (words_en, words_zh) for table in (words.WORDS, words.UNITS) for word in table.values()
    ]
    labels = [*(field.labels for field in VOCABULARY.fields), *(kind.labels for kind in VOCABULARY.events)]
    names = [label for one in labels for label in (one.en, one.zh)]
    values = [name for each in _TYPES for term in each.choices for name in (term.labels.en, term.labels.zh)]
    return (*(word for some in spelled for word in some), *names * 3, *values * 2, *_MARKS * 4)


SOUP = st.lists(st.sampled_from(_words()), max_size=14).flatmap(
    lambda words: st.sampled_from(("", " ")).map(lambda between: between.join(words))
)
ANY_TEXT = st.one_of(st.text(max_size=60), SOUP, SOUP)


def parsed(text: str, scope: Scope, type: Type) -> list[tuple[object, Found]]:
    fragment = Fragment.of(text)
    found: list[tuple[object, Found]] = [
        parse_condition(fragment, scope),
        parse_value(fragment, scope, None),
        parse_value(fragment, scope, type),
        parse_literal(fragment, type, scope),
        parse_duration(fragment, scope),
        parse_template(fragment, scope),
        parse_event_name(fragment, scope),
        parse_given(fragment, scope),
    ]
    if text.strip() not in ("-", "－", "—", "–"):
        found += [parse_cell(fragment, subject, scope) for subject in (tier, months, end, nickname)]
    return found


@given(ANY_TEXT, st.sampled_from(LANGUAGES), st.sampled_from(_TYPES), st.sampled_from(((), ("bill",), ("order",))))
def test_any_text_gives_a_tree_or_findings_inside_it(
    text: str, language: str, type: Type, events: tuple[str, ...]
) -> None:
    for value, found in parsed(text, Scope(VOCABULARY, language, events), type):
        assert value is not None or found
        assert "Twin(" not in repr(value)
        assert "Told(" not in repr(value)
        for finding in found:
            assert finding.span is not None
            assert 0 <= finding.span.start <= finding.span.end <= len(text)
            assert finding.text("en")
            assert finding.text("zh")


@given(ANY_TEXT, st.sampled_from(LANGUAGES))
def test_findings_of_a_condition_stand_from_left_to_right(text: str, language: str) -> None:
    _, found = parse_condition(Fragment.of(text), Scope(VOCABULARY, language))
    starts = [finding.span.start for finding in found if finding.span]
    assert starts == sorted(starts)


HOSTILE = [
    ("en", "(" * 4000),
    ("en", "not " * 1000),
    ("en", "((((((((((((((((((((((((((((((churn risk " * 3),
    ("en", "customer tier is gold or " * 160),
    ("en", "months with us is " + ", ".join(str(number) for number in range(800))),
    ("en", "average " * 500),
    ("en", "a " * 2000),
    ("en", "x" * 4000),
    ("en", '"' * 4000),
    ("en", "at least 2 complaints (" * 170),
    ("en", "foo and " * 500),
    ("en", "{" * 4000),
    ("zh", "（" * 1300),
    ("zh", "最近30天内" * 200),
    ("zh", "投诉" * 600),
    ("zh", "在" * 1300),
    ("zh", "十百千万亿" * 250),
    ("zh", "投诉（原因 " * 200),
    ("zh", "连续3个账期" * 200),
]


@pytest.mark.parametrize(("language", "text"), HOSTILE)
def test_a_hostile_sentence_is_little_work(language: str, text: str) -> None:
    scope = Scope(VOCABULARY, language)
    parsers: list[Callable[[Fragment, Scope], object]] = [parse_condition, parse_value, parse_template, parse_given]
    for parse in parsers:
        parse(Fragment.of("customer tier"), scope)  # the index of names is made once
        # Measured: at most 942,921 for 4,000 letters. What goes over a text once for each letter takes millions.
        assert calls(partial(parse, Fragment.of(text), scope)) < 1_500_000


def test_a_text_beyond_the_limit_is_not_read() -> None:
    assert codes("customer tier is gold" + " " * LIMITS.condition_bytes) == ["E002"]
    assert codes("（" * LIMITS.condition_bytes, "zh") == ["E002"]


def test_brackets_nest_as_deep_as_the_limit_and_no_deeper() -> None:
    depth = LIMITS.condition_depth
    assert codes("(" * depth + "customer tier is gold" + ")" * depth) == []
    assert codes("(" * (depth + 1) + "customer tier is gold" + ")" * (depth + 1)) == ["E002"]


def test_a_condition_has_at_most_so_many_parts() -> None:
    assert codes("churn risk > 1 and " * 100 + "churn risk > 1") == []
    assert codes("churn risk>1 and " * 200 + "churn risk>1") == ["E002"]
