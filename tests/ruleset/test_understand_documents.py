"""Blocks held against their documents: wrong keys and shapes, and the schema that editors get."""

from __future__ import annotations

import json

import pytest

from engage.ground.finding import Finding
from engage.ground.render import render_finding
from engage.ground.source import Fragment, Source, Span
from engage.ruleset import keys
from engage.ruleset.construct_documents import DOCUMENTS, document_findings, json_schema
from engage.ruleset.nodes import Block, Entry, ListNode, Node, Text
from engage.ruleset.notation_rules import read_rules


def block_of(text: str) -> Block:
    nodes, found = read_rules(Source("care.rules", text))
    assert not found
    return nodes.constructs[0]


def with_entry(block: Block, key: str, value: Node) -> Block:
    return Block((*block.entries, Entry(key, value, Fragment.of(key).span())), block.span)


def only(block: Block, language: str = "en") -> Finding:
    findings, _ = document_findings(block, language)
    assert len(findings) == 1
    return findings[0]


RULE = "rule greet\n  event complaint\n  then\n    say hello\n"


def test_a_sound_block_has_no_findings() -> None:
    assert document_findings(block_of(RULE), "en") == ((), frozenset())


def test_a_wrong_key_names_the_nearest_right_one_and_can_be_mended() -> None:
    finding = only(with_entry(block_of(RULE), "becuse", Text(Fragment.of("it is so"))))
    assert finding.code == "R050"
    assert finding.hint() == "did you mean `because`?"
    assert [fix.replacement for fix in finding.fixes] == ["because"]


def test_a_wrong_key_is_mended_in_the_language_of_the_file() -> None:
    finding = only(with_entry(block_of(RULE), "优仙于", Text(Fragment.of("x"))), "zh")
    assert [fix.replacement for fix in finding.fixes] == ["优先于"]


def test_what_a_block_must_say_is_missed_at_its_name() -> None:
    finding = only(block_of("rule greet\n  event complaint\n"))
    assert finding.text() == "rule `greet` does not say `then`"
    assert finding.text("zh") == "规则 `greet` 缺少 `则`"


def test_a_list_where_one_sentence_belongs_is_found_at_the_list() -> None:
    items = ListNode((Text(Fragment.of("a")),), Span(Source("care.yaml", "- a"), 0, 3))
    finding = only(with_entry(block_of(RULE), "because", items))
    assert finding.text() == "`because` takes one sentence"
    assert str(finding.span) == "care.yaml:1:1"


def test_an_any_of_list_belongs_under_when_alone() -> None:
    inner = block_of(RULE + "").entries[1]
    any_of = Block((Entry("any of", ListNode((inner.value,), inner.key_span), inner.key_span),), inner.key_span)
    wrong = with_entry(block_of("rule x\n  event a\n"), "then", ListNode((any_of,), inner.key_span))
    assert only(wrong).text() == "`then` takes a sentence or a list of sentences"
    right = with_entry(block_of(RULE), "when", ListNode((any_of,), inner.key_span))
    assert document_findings(right, "en") == ((), frozenset())


def test_a_key_that_comes_twice_is_found_at_the_second() -> None:
    block = with_entry(block_of(RULE), "event", Text(Fragment.of("bill")))
    assert "`event` is written twice" in render_finding(only(block))


@pytest.mark.parametrize("kind", sorted(keys.KINDS))
def test_documents_and_block_words_know_the_same_keys(kind: str) -> None:
    fields = DOCUMENTS[kind].model_fields
    known = {field.alias or name for name, field in fields.items()}
    assert known == {kind, *keys.KINDS[kind].keys}


@pytest.mark.parametrize("language", ["en", "zh", "zh-Hant"])
def test_the_schema_speaks_the_language_of_the_file(language: str) -> None:
    schema = json_schema(language)
    text = json.dumps(schema, ensure_ascii=False)
    assert f'"{keys.LISTS["rule"].printed(language)}"' in text
    assert f'"{keys.KEYS["when"].printed(language)}"' in text
    assert f'"{keys.ANY_OF.printed(language)}"' in text
