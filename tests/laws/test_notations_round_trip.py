"""Law: both notations give back the nodes they were written from, in every language, comments included.

Mutants that it kills: a YAML writer that leaves a text with ` #` or `{tier} customer` plain; a reader that parts
what is given at a semicolon inside brackets, or forgets the comments of an `any of`; a `.rules` writer that does not
look whether the name it writes is read back.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.ground.source import Source
from engage.ruleset import keys
from engage.ruleset.keys import Holds
from engage.ruleset.layout import lay_out
from engage.ruleset.nodes import Block, Entry, FileNodes, Node, Text
from engage.ruleset.notation_rules import read_rules, write_rules
from engage.ruleset.notation_rules_writer import one_line
from engage.ruleset.notation_yaml import read_yaml_rules, write_yaml_rules
from node_shapes import block, entry, list_node, shape, text_node

_SIGNS = ["||", "😀", *"“”\"'「」{}#:：-|`@%&*!>[](）=＝,，。;?~\\é"]
_WORDS = [
    "no",
    "12:30",
    "rule ",
    "规则",
    "when",
    "any of",
    "任一满足",
    "(a; b)",
    "（甲；乙）",
    'a"  # b',
    "0x1F",
    "x" * 130,
    "长" * 70,
]
_PIECES = st.sampled_from(
    [*"abc xyz", *"客户等级 是 金卡", "  ", "\u3000", " # ", "  # ", ": ", "- ", *_SIGNS, *_WORDS]
)
_RAW = st.lists(_PIECES, min_size=1, max_size=8).map("".join)
_SENTENCE = (
    _RAW.map(one_line)
    .map(str.strip)
    # The heading of a group is no sentence, with its colon or without.
    .filter(lambda text: text and text[0] not in "#:：" and keys.exact(text.rstrip(":： "), [keys.ANY_OF]) is None)
)
_NAME = _SENTENCE.filter(lambda text: not any(sign in text for sign in '"“”「」\\'))
_PART = _SENTENCE.filter(lambda text: ";" not in text and "；" not in text) | st.sampled_from(
    ["b (x; y)", "甲（乙；丙）", 'c "p; q"', "d “e；f”"]
)
_NOTE = _RAW.map(str.strip)
_NOTES = st.lists(_NOTE, max_size=2).map(tuple) | st.just(())
_CELL = _RAW.map(one_line).map(str.strip).filter(lambda text: not any(sign in text for sign in '|"“”「」#'))


@st.composite
def _words(draw: st.DrawFn) -> Text:
    lines = [line.rstrip() for line in draw(st.lists(_RAW | st.just(""), min_size=1, max_size=4))]
    text = "\n".join(lines).strip()
    return text_node(text, block="\n" in text) if text else text_node("said")


@st.composite
def _rows(draw: st.DrawFn) -> Text:
    count = draw(st.integers(1, 3))
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        lines += [f"# {note}".rstrip() for note in draw(_NOTES)]
        cells = [draw(_CELL) for _ in range(count)]
        lines.append(" | ".join(cells) + draw(st.sampled_from([" || ", " | "])) + draw(_CELL))
    rows = [line.strip() for line in lay_out("\n".join(lines)).split("\n")]
    return text_node("\n".join(rows), block=True)


def _condition(depth: int) -> st.SearchStrategy[Node]:
    sentence = st.builds(text_node, _SENTENCE, _NOTES)
    if depth == 0:
        return sentence
    inner = st.lists(_condition(depth - 1), min_size=1, max_size=3).map(tuple)
    any_of = st.builds(lambda items, notes: block((entry("any of", list_node(items)),), notes), inner, _NOTES)
    return sentence | any_of


@st.composite
def _value(draw: st.DrawFn, key: str) -> Node:
    holds = keys.KEYS[key].holds
    if holds is Holds.ROWS:
        return draw(_rows())
    if key == "note" and draw(st.booleans()):
        return list_node((draw(_words()), draw(_words())))
    if holds is Holds.WORDS:
        return draw(_words())
    if holds is Holds.PARTS:
        return list_node(tuple(text_node(draw(_PART), draw(_NOTES)) for _ in range(draw(st.integers(1, 3)))))
    if holds is Holds.LINES:
        item = _condition(2 if key == "when" else 0)
        return list_node(tuple(draw(item) for _ in range(draw(st.integers(1, 3)))))
    if key == "hit":
        return text_node(draw(st.sampled_from(list(keys.HITS))))
    if key == "range":
        return text_node(draw(st.sampled_from(["0 to 100", "0 到 100", "-5 to 5"])))
    if key == "over":
        return text_node(draw(st.sampled_from(["1 month", "12 months", "12 个月", "月"])))
    return text_node(draw(_SENTENCE.filter(lambda text: "|" not in text)))


@st.composite
def _construct(draw: st.DrawFn) -> Block:
    kind = keys.KINDS[draw(st.sampled_from(sorted(keys.KINDS)))]
    others = [key for key in kind.keys if key != kind.head]
    chosen = draw(st.lists(st.sampled_from(others), min_size=1, max_size=6, unique=True))
    entries: list[Entry] = [entry(kind.word.key, text_node(draw(_NAME)))]
    if kind.head and (kind.head != "hit" or draw(st.booleans())):
        entries.append(entry(kind.head, draw(_value(kind.head))))
    for key in chosen:
        notes = () if keys.KEYS[key].holds is Holds.ROWS else draw(_NOTES)
        entries.append(entry(key, draw(_value(key)), notes))
    return block(tuple(entries), draw(_NOTES))


@st.composite
def _files(draw: st.DrawFn) -> FileNodes:
    header = None
    if draw(st.booleans()):
        fields = draw(
            st.lists(st.sampled_from(["zone", "objective", "owner", "safe default"]), unique=True, max_size=3)
        )
        entries = [entry("ruleset", text_node(draw(_NAME)))]
        entries += [entry(key, draw(_value(key)), draw(_NOTES)) for key in fields]
        header = block(tuple(entries), draw(_NOTES))
    constructs = tuple(draw(st.lists(_construct(), min_size=0 if header else 1, max_size=4)))
    language = draw(st.sampled_from(["", "en", "zh", "zh-Hant"]))
    return FileNodes("made", "rules", language, header, constructs, draw(_NOTES))


@pytest.mark.parametrize("notation", ["rules", "yaml"])
@given(nodes=_files(), language=st.sampled_from(["en", "zh", "zh-Hant"]))
def test_what_was_written_is_read_back_whole(notation: str, nodes: FileNodes, language: str) -> None:
    write = write_rules if notation == "rules" else write_yaml_rules
    read = read_rules if notation == "rules" else read_yaml_rules
    text = write(nodes, language)
    again, found = read(Source("made", text))
    assert [finding.text() for finding in found] == [], text
    assert shape(again) == shape(nodes), text
    assert write(again, language) == text


@given(nodes=_files())
def test_both_notations_give_the_same_nodes(nodes: FileNodes) -> None:
    from_rules, _ = read_rules(Source("made", write_rules(nodes, "en")))
    from_yaml, _ = read_yaml_rules(Source("made", write_yaml_rules(nodes, "zh")))
    assert shape(from_rules) == shape(from_yaml)
