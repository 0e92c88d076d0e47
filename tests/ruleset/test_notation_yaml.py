"""Rules in YAML: the same nodes as from `.rules` text, and what is said where YAML or its writer goes astray."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.ground.finding import Finding, Report, Severity
from engage.ground.limits import LIMITS
from engage.ground.render import render
from engage.ground.source import Source
from engage.ruleset.nodes import Block, FileNodes, ListNode, Node
from engage.ruleset.notation_rules import read_rules, write_rules
from engage.ruleset.notation_yaml import read_yaml_rules, write_yaml_rules
from engage.ruleset.notation_yaml_writer import scalar
from node_shapes import plain, shape

Golden = Callable[[str, Callable[[str], str]], None]


def read(text: str) -> tuple[FileNodes, tuple[Finding, ...]]:
    return read_yaml_rules(Source("care.yaml", text))


def blocks(text: str) -> list[object]:
    """The blocks of a text that must be without findings."""
    nodes, found = read(text)
    assert render(Report(found)) == ""
    return [plain(block) for block in nodes.constructs]


def codes(text: str) -> list[str]:
    return [finding.code for finding in read(text)[1]]


# the same nodes


def as_json(nodes: FileNodes) -> str:
    header = plain(nodes.header) if nodes.header else None
    constructs = [plain(block) for block in nodes.constructs]
    whole = {"language": nodes.language, "header": header, "constructs": constructs}
    return json.dumps(whole, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("form", ["rules-en", "rules-zh", "yaml-en"])
def test_the_retention_sample_keeps_its_nodes(form: str, golden: Golden) -> None:
    def produce(text: str) -> str:
        nodes, found = (read_yaml_rules if form.startswith("yaml") else read_rules)(Source(form, text))
        assert found == (), render(Report(found))
        return as_json(nodes)

    golden(f"rules/retention-{form}.golden", produce)


def retention(form: str, golden: Golden) -> FileNodes:
    """The nodes of a form of the retention sample."""
    kept: list[FileNodes] = []

    def produce(text: str) -> str:
        kept.append((read_yaml_rules if form.startswith("yaml") else read_rules)(Source(form, text))[0])
        return as_json(kept[0])

    golden(f"rules/retention-{form}.golden", produce)
    return kept[0]


def outline(node: Node) -> object:
    """Keys and lengths, without texts."""
    if isinstance(node, Block):
        return {entry.key: outline(entry.value) for entry in node.entries}
    return [outline(item) for item in node.items] if isinstance(node, ListNode) else "text"


def test_the_retention_sample_has_one_shape_in_english_and_chinese(golden: Golden) -> None:
    english, chinese = retention("rules-en", golden), retention("rules-zh", golden)
    assert [outline(block) for block in english.constructs] == [outline(block) for block in chinese.constructs]


def test_the_retention_sample_has_the_same_keys_in_yaml(golden: Golden) -> None:
    rules, yaml = retention("rules-en", golden), retention("yaml-en", golden)
    assert [[entry.key for entry in block.entries] for block in rules.constructs] == [
        [entry.key for entry in block.entries] for block in yaml.constructs
    ]
    for nodes in (rules, yaml):
        again, found = read(write_yaml_rules(nodes))
        assert found == ()
        assert shape(again) == shape(read_rules(Source("again", write_rules(nodes)))[0])


def test_the_mini_sample_is_the_same_in_both_notations() -> None:
    from conftest import HERE

    for name in ("cancel.rules", "complaint.zh.rules"):
        text = (HERE / "samples" / "mini" / name).read_text(encoding="utf-8")
        nodes, found = read_rules(Source(name, text))
        assert found == ()
        canonical = write_rules(nodes)
        through, found = read(write_yaml_rules(nodes))
        assert found == ()
        assert write_rules(through) == canonical


def test_keys_may_be_chinese_and_mixed_orders_are_kept() -> None:
    text = "内容:\n  - 规则: 甲\n    则: 推荐 乙\n  - 指标: 丙\n    为: 丁\n  - 规则: 戊\n    则:\n      - 推荐 己\n"
    assert blocks(text) == [
        {"rule": "甲", "then": ["推荐 乙"]},
        {"fact": "丙", "is": "丁"},
        {"rule": "戊", "then": ["推荐 己"]},
    ]
    assert write_yaml_rules(read(text)[0], "zh").startswith("内容:\n  - 规则: 甲\n")


def test_the_kind_of_a_block_need_not_come_first() -> None:
    text = "tables:\n  - event: x\n    rows: |\n      a || b\n    hit: unique\n    table: t\n"
    assert blocks(text) == [{"table": "t", "hit": "unique", "event": "x", "rows": "a || b"}]


def test_several_events_may_be_a_list() -> None:
    assert blocks("rules:\n  - rule: a\n    event:\n      - b\n      - c\n    then: d\n") == [
        {"rule": "a", "event": "b, c", "then": ["d"]}
    ]


def test_what_is_given_may_be_a_list_in_brackets_or_name_a_persona() -> None:
    text = (
        "examples:\n  - example: a\n    like: Auntie Zhang\n    given: [b 1, c 2]\n    history: none\n    expect: d\n"
    )
    assert blocks(text) == [
        {"example": "a", "given": ["like Auntie Zhang", "b 1", "c 2"], "history": ["none"], "expect": ["d"]}
    ]


def test_comments_go_where_they_go_in_the_other_notation() -> None:
    text = """# about the file

# about the rules
rules:
  # about the rule
  - rule: a  # more
    # about the event
    event: b  # and this
    when:
      # about any of
      - any of:
          # inside
          - x
"""
    rules = """# about the file

# about the rules
# about the rule
rule a  # more
  # about the event
  event b  # and this
  when
    # about any of
    any of
      # inside
      x
"""
    assert shape(read(text)[0]) == shape(read_rules(Source("a", rules))[0])


def test_a_text_begins_with_braces_in_a_block_of_its_own() -> None:
    nodes, _ = read_rules(Source("a", 'rule a\n  then b\n  because "{tier} customer"\n'))
    assert write_yaml_rules(nodes).endswith("    because: |\n      {tier} customer\n")


@pytest.mark.parametrize(
    "text", ["no", "12:30", "0x1F", "010", "1_000", "a: b", "- a", "a #b", "{a}", "x:", "", '"', "ON"]
)
def test_what_another_reader_would_change_is_quoted(text: str) -> None:
    assert scalar(text)[0] in "\"'"
    assert scalar(text)[1:-1] in (text, text.replace("'", "''"))


@pytest.mark.parametrize(
    "text", ["10", "2026-11-05 10:00", "a:b", "a#b", "金卡、白金卡", "转接 专席，需要：甲", "customer's tier"]
)
def test_what_cannot_be_misread_stays_plain(text: str) -> None:
    assert scalar(text) == text


# what is said about mistakes


@pytest.mark.parametrize("name", ["yaml-shapes", "yaml-words", "yaml-lists"])
def test_mistakes_are_reported_in_both_languages(name: str, golden: Golden) -> None:
    def produce(text: str) -> str:
        report = Report.of(read(text)[1])
        return render(report, "en") + "\n\n" + render(report, "zh")

    golden(f"rules/{name}.golden", produce)


def test_a_list_in_brackets_that_was_cut_is_mended_by_its_fix() -> None:
    text = "examples:\n  - example: a\n    history: [b (c, d), e]\n    expect: f\n"
    fix = read(text)[1][0].fixes[0]
    after = text[: fix.span.start] + fix.replacement + text[fix.span.end :]
    assert blocks(after) == [{"example": "a", "history": ["b (c, d)", "e"], "expect": ["f"]}]


def test_a_key_in_two_languages_is_a_key_twice() -> None:
    assert codes("rules:\n  - rule: a\n    then: b\n    则: c\n") == ["R007"]


def test_lists_of_later_work_are_reported_and_skipped() -> None:
    nodes, found = read("policies:\n  - policy: x\nfacts:\n  - fact: a\n    is: b\n")
    assert [(finding.code, finding.severity) for finding in found] == [("R013", Severity.WARNING)]
    assert len(nodes.constructs) == 1


def test_any_of_beyond_the_limit_is_not_read() -> None:
    lines = "".join("    " * (depth + 1) + "  - any of:\n" for depth in range(LIMITS.condition_depth + 1))
    deep = f"rules:\n  - rule: a\n    then: b\n    when:\n{lines}{'    ' * (LIMITS.condition_depth + 2)}  - x\n"
    assert codes(deep) != []


# any text whatever

_WORDS = """rules:/  - rule: a/tables:/    when:/    then: b/      - x/      - any of:/          - y/    because: |
      z/    rows: |/      a | b || c/examples:/  - example: e/    given: [a, b/]/{/}/: /- /#/  # c/"/'/|/规则:
语言: 中文/ruleset: r/\t/\r/\ud800/\u2028"""
_PIECES = st.sampled_from(_WORDS.replace("\n", "/").split("/"))
_LINES = st.lists(_PIECES, max_size=25)


@given(_LINES.map("\n".join) | _LINES.map("".join) | st.text(max_size=40))
def test_any_text_gives_nodes_and_findings_with_places(text: str) -> None:
    nodes, found = read(text)
    for finding in found:
        assert finding.span is not None
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        assert finding.text("en")
        assert finding.text("zh")
    write_yaml_rules(nodes)
    write_rules(nodes)
