"""YAML is read by events: every scalar is text in its place, comments stay, and traps are refused at once."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engage.ground import LIMITS, Finding, Report, Source, render
from engage.ruleset import yaml_events
from engage.ruleset.nodes import Block, ListNode, Node, Text
from engage.ruleset.yaml_events import read_yaml, sentence_as_mapping
from node_shapes import plain
from work import calls

GOLDEN = Path(__file__).parent.parent / "golden" / "yaml"
Golden = Callable[[str, Callable[[str], str]], None]


def read(text: str) -> tuple[Block, tuple[Finding, ...]]:
    block, findings = read_yaml(Source("care.yaml", text))
    assert block is not None, render(Report.of(findings))
    return block, findings


def sound(text: str) -> Block:
    block, findings = read(text)
    assert render(Report.of(findings)) == ""
    return block


def codes(text: str) -> list[str]:
    return [finding.code for finding in Report.of(read_yaml(Source("care.yaml", text))[1]).findings]


def text_at(node: Node | None) -> Text:
    assert isinstance(node, Text)
    return node


def all_texts(node: Node) -> list[Text]:
    if isinstance(node, Text):
        return [node]
    inner = node.items if isinstance(node, ListNode) else [entry.value for entry in node.entries]
    return [text for child in inner for text in all_texts(child)]


# ------------------------------------------------------------------------------------------ what is read


def test_every_scalar_is_text_whatever_yaml_would_make_of_it() -> None:
    block, findings = read(
        "a: NO\non: yes\nb: 12:30:45\nc: 010\nd: 1e3\ne: 1_000\nf: 2024-02-30\ng: .inf\nh: .nan\ni: ~\n"
    )
    assert plain(block) == {
        "a": "NO",
        "on": "yes",
        "b": "12:30:45",
        "c": "010",
        "d": "1e3",
        "e": "1_000",
        "f": "2024-02-30",
        "g": ".inf",
        "h": ".nan",
        "i": "~",
    }
    assert {finding.code for finding in findings} == {"Y004"}
    assert Report(findings).ok


def test_a_number_of_five_thousand_digits_is_a_text_like_any_other() -> None:
    digits = "9" * 5000
    assert plain(sound(f"a: {digits}\n")) == {"a": digits}


def test_keys_are_text_in_any_script_with_width_and_spaces_made_equal() -> None:
    assert plain(sound("规则: x\n事件:   y\n１２: z\nvalues   from: v\n")) == {
        "规则": "x",
        "事件": "y",
        "12": "z",
        "values from": "v",
    }


def test_lists_keys_and_empty_values_nest() -> None:
    block = sound(
        "rules:\n  - rule: a\n    when:\n      - x\n"
        "      - any of:\n          - y\n          - z\n    then:\nq: [a, b]\n"
    )
    assert plain(block) == {
        "rules": [{"rule": "a", "when": ["x", {"any of": ["y", "z"]}], "then": ""}],
        "q": ["a", "b"],
    }


@pytest.mark.parametrize("loader", [yaml.Loader, yaml.CLoader])
def test_both_parsers_of_pyyaml_give_the_same(loader: object, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in sorted(GOLDEN.glob("*.golden")):
        source = Source("care.yaml", path.read_text(encoding="utf-8").partition("\n----\n")[0])
        usual = read_yaml(source)
        with monkeypatch.context() as patch:
            patch.setattr(yaml_events, "_LOADER", loader)
            assert repr(read_yaml(source)) == repr(usual), path.name


def test_a_byte_order_mark_and_windows_line_ends_shift_no_place() -> None:
    block = sound("\ufeffa: one\r\nb: |\r\n  two\r\n  three\r\n")
    assert text_at(block.get("a")).span.text == "one"
    assert text_at(block.get("b")).text == "two\nthree"
    assert text_at(block.get("b")).fragment.cut(4).span().text == "three"


# ------------------------------------------------------------------------------------------------ places


def test_every_line_of_a_text_block_knows_its_own_place() -> None:
    block = sound("t:\n  rows: |\n    a | b\n      c | d\n\n    e\n  q: 1\n")
    rows = text_at(block.entries[0].value.get("rows") if isinstance(block.entries[0].value, Block) else None)
    assert rows.text == "a | b\n  c | d\n\ne"
    for letter in "abcde":
        span = rows.fragment.span(rows.text.index(letter), rows.text.index(letter) + 1)
        assert span.text == letter
    assert rows.block


def test_folded_and_quoted_texts_know_where_their_words_stand() -> None:
    block = sound("a: one\n  two\n\n  three\nb: 'it''s\n  four'\nc: \"x\\u4e2d\\n\\\n  y\"\nd: >\n  five\n  six\n")
    values = {entry.key: text_at(entry.value) for entry in block.entries}
    assert [values[key].text for key in "abcd"] == ["one two\nthree", "it's four", "x中\ny", "five six"]
    for key, words in (("a", ("one", "two", "three")), ("b", ("four",)), ("d", ("five", "six"))):
        for word in words:
            start = values[key].text.index(word)
            assert values[key].fragment.span(start, start + len(word)).text == word
    assert values["c"].fragment.span(1, 2).text.startswith("\\")
    assert values["c"].fragment.span(3, 4).text == "y"
    assert values["b"].quoted


def test_keys_and_blocks_know_their_places() -> None:
    block = sound("a: {b: c}  # x\nd:\n  - e: f\n    g: h\n")
    assert [entry.key_span.text for entry in block.entries] == ["a", "d"]
    assert block.entries[0].value.span.text == "{b: c}"
    assert block.entries[1].value.span.text == "- e: f\n    g: h"


# ---------------------------------------------------------------------------------------------- comments


def test_comments_stay_with_what_they_speak_of() -> None:
    block = sound(
        "# about the file\n\n# about rules\nrules:  # behind rules\n  # about x\n  - x  # behind x\n"
        "  # about the block\n  - # inside\n    k: |  # behind the bar\n      text # no comment\n"
        "    # about l\n    l: [a, b]  # behind l\n"
        "# at the end\n"
    )
    rules = block.entries[0]
    assert block.notes == ("about the file", "at the end")
    assert rules.notes == ("about rules", "behind rules")
    assert isinstance(rules.value, ListNode)
    first, second = rules.value.items
    assert text_at(first).fragment.notes == ("about x", "behind x")
    assert isinstance(second, Block)
    assert second.notes == ("about the block", "inside")
    assert text_at(second.get("k")).text == "text # no comment"
    assert text_at(second.get("k")).fragment.notes == ("behind the bar",)
    assert second.entries[1].notes == ("about l",)
    assert isinstance(second.entries[1].value, ListNode)
    assert second.entries[1].value.notes == ("behind l",)


def test_a_hash_inside_quotes_or_without_a_space_is_no_comment() -> None:
    block = sound("a: 'x # y'\nb: x#y\nc: \"#1\"\n")
    assert plain(block) == {"a": "x # y", "b": "x#y", "c": "#1"}


# ----------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.golden")), ids=lambda path: path.stem)
def test_what_analysts_get_wrong_is_said_in_their_words(path: Path, golden: Golden) -> None:
    def said(text: str) -> str:
        report = Report.of(read_yaml(Source("care.yaml", text + "\n"))[1])
        return render(report, "en") + "\n\n" + render(report, "zh")

    golden(f"yaml/{path.name}", said)


def test_a_mistake_in_a_text_does_not_hide_the_text() -> None:
    block, findings = read("a: {tier} customer\nb: desk #3\nc: x: y\nd: 'q' r\ne: fine\n")
    assert plain(block) == {"a": "{tier} customer", "b": "desk #3", "c": "x: y", "d": "'q' r", "e": "fine"}
    assert {finding.code for finding in findings} == {"Y005", "Y006", "Y003", "Y019"}
    assert all(finding.fixes for finding in findings)


def test_applying_the_fixes_leaves_nothing_to_find() -> None:
    text = "a: {tier} customer\nb: desk #3\nc: x: y\nd:\t'q' r\ne：f\n"
    for _ in range(10):
        findings = Report.of(read_yaml(Source("care.yaml", text))[1]).findings
        if not findings:
            break
        fix = findings[-1].fixes[0]
        text = text[: fix.span.start] + fix.replacement + text[fix.span.end :]
    assert codes(text) == []


def test_a_sentence_taken_for_a_mapping_is_offered_in_quotes() -> None:
    block = sound("then:\n  - 转接 专席, 需要: 挽留4级\n")
    sentence = block.entries[0].value
    assert isinstance(sentence, ListNode)
    assert isinstance(sentence.items[0], Block)
    finding = sentence_as_mapping(sentence.items[0])
    assert finding.code == "Y028"
    assert finding.fixes[0].replacement == '"转接 专席, 需要: 挽留4级"'
    assert finding.span is not None
    assert finding.span.text == "转接 专席, 需要: 挽留4级"


BOMB = "a: &a [x, x]\n" + "".join(f"m{n}: &m{n}\n  <<: [*a, *a]\n" for n in range(25))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: !!python/object/apply:os.system [ls]\n", "Y008"),
        ("a: !mine b\n", "Y008"),
        ("a: !!binary aGk=\n", "Y008"),
        (BOMB, "Y009"),
        ("a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9)), "Y009"),
        ("[" * 100_000, "Y015"),
        ("{" * 20_000, "Y015"),
        ("".join(" " * level + "a:\n" for level in range(1_100)), "Y015"),
        ("a: b\na: c\n", "Y002"),
        ("a: 1\n---\nb: 2\n", "Y012"),
        ("%YAML 1.1\n---\na: b\n", "Y013"),
        ("", "Y017"),
        ("# only a comment\n", "Y017"),
        ("---\n", "Y026"),
        ("a: b\n\tc: d\n", "Y007"),
        ("x" * (LIMITS.ruleset_bytes + 1), "Y014"),
        ("a: " + "中" * (LIMITS.ruleset_bytes // 2), "Y014"),
        ("? [a]\n: b\n", "Y011"),
        ("? {a: b}\n: c\n", "Y011"),
        (": b\n", "Y011"),
        ("<<: {a: b}\n", "Y010"),
        ("a: \x07\n", "Y016"),
        ("a: b\u2028c: d\n", "Y016"),
        ("a: b\rc: d\n", "Y016"),
        ("a: \ud800\n", "Y016"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 12 else None,
)
def test_traps_are_refused_where_they_stand_with_little_work(text: str, code: str) -> None:
    source = Source("care.yaml", text)
    tracemalloc.start()
    told: list[tuple[Finding, ...]] = []
    steps = calls(lambda: told.append(tuple(read_yaml(source)[1])))
    (findings,) = told
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert code in {finding.code for finding in findings}
    assert not Report(findings).ok
    assert all(finding.span is not None for finding in findings)
    assert steps < 100_000  # a loader takes hundreds of millions, or dies
    assert peak < 16_000_000


def test_both_places_of_a_repeated_key_are_named() -> None:
    _, findings = read("rules:\n  - rule: vip\n    when: [x]\n    then: [y]\n    when: [z]\n")
    assert [(finding.code, str(finding.span)) for finding in findings] == [("Y002", "care.yaml:5:5")]
    assert [str(span) for span in findings[0].related] == ["care.yaml:3:5"]


def test_very_many_problems_are_cut_short_and_said_to_be() -> None:
    text = "".join(f"k: v{n}\n" for n in range(5_000))
    assert codes(text).count("Y002") == 50
    assert "Y029" in codes(text)


PIECES = st.sampled_from(
    [
        *"abc:-#'\"|>[]{},&*!%@`?~<\\\t\n\r  ",
        ": ",
        "- ",
        "\n  ",
        "\n",
        "规则",
        "：",
        "<<: ",
        "...\n",
        "---\n",
        "\ufeff",
        "|\n",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_whatever_is_read_or_refused_with_places_inside_it(text: str) -> None:
    source = Source("care.yaml", text)
    block, findings = read_yaml(source)
    assert block is not None or not Report(findings).ok
    for finding in findings:
        assert finding.span is not None
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        assert finding.text("zh")
    render(Report.of(findings), "zh")
    for node in all_texts(block) if block is not None else ():
        span = node.fragment.span()
        assert 0 <= span.start <= span.end <= len(text)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_what_is_read_is_what_yaml_says_the_text_is(text: str) -> None:
    block, findings = read_yaml(Source("care.yaml", text))
    if block is None or findings:
        return
    assert plain(block) == _by_loader(text)


def _by_loader(text: str) -> object:
    """By PyYAML's own loader without types; spaces in keys collapsed, blocks without their last line ends."""

    def clean(node: yaml.Node) -> object:
        if isinstance(node, yaml.ScalarNode):
            return node.value.rstrip("\n") if node.style in ("|", ">") else node.value
        if isinstance(node, yaml.SequenceNode):
            return [clean(item) for item in node.value]
        return {" ".join(str(clean(key)).split()): clean(value) for key, value in node.value}

    root = yaml.compose(text, Loader=yaml.BaseLoader)
    assert root is not None
    return clean(root)
