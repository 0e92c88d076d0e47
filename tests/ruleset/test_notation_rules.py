"""The `.rules` notation: what is read from it, what is said about mistakes, and that it never fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.ground.finding import Finding, Report, Severity
from engage.ground.limits import LIMITS
from engage.ground.render import render
from engage.ground.source import Source
from engage.ruleset.nodes import FileNodes, ListNode, Text
from engage.ruleset.notation_rules import read_rules, write_rules
from node_shapes import plain

Golden = Callable[[str, Callable[[str], str]], None]
Published = Callable[[str], Path]
SAMPLES = ("1-retention.rules", "1-retention.zh.rules", "2-complaint.zh.rules", "3-contact.zh.rules")


def read(text: str) -> tuple[FileNodes, tuple[Finding, ...]]:
    return read_rules(Source("care.rules", text))


def blocks(text: str) -> list[object]:
    """The blocks of a text that must be without findings."""
    nodes, found = read(text)
    assert render(Report(found)) == ""
    return [plain(block) for block in nodes.constructs]


def only(text: str) -> Finding:
    _, found = read(text)
    assert len(found) == 1, render(Report(found))
    return found[0]


# what is read


def test_a_rule_is_cut_into_its_keys_and_sentences() -> None:
    text = """
rule vip asks to leave
  beats ordinary cancel
  event cancel request
  when
    customer tier is gold or platinum
    any of
      churn risk is high
      average bill is at least 200 yuan
  then
    route to retention desk, needs retention 4; after 30 seconds retention 2
    note churn reason as reason of this event
  because "{customer tier} customer asks to leave"
"""
    assert blocks(text) == [
        {
            "rule": "vip asks to leave",
            "beats": "ordinary cancel",
            "event": "cancel request",
            "when": [
                "customer tier is gold or platinum",
                {"any of": ["churn risk is high", "average bill is at least 200 yuan"]},
            ],
            "then": [
                "route to retention desk, needs retention 4; after 30 seconds retention 2",
                "note churn reason as reason of this event",
            ],
            "because": "{customer tier} customer asks to leave",
        }
    ]


def test_chinese_block_words_mean_the_same_keys() -> None:
    assert blocks(
        "规则 重复投诉\n  事件 投诉\n  当\n    任一满足\n      客户等级 是 普通\n  则 推荐 甲\n  因为 “好”\n"
    ) == [
        {
            "rule": "重复投诉",
            "event": "投诉",
            "when": [{"any of": ["客户等级 是 普通"]}],
            "then": ["推荐 甲"],
            "because": "好",
        }
    ]


def test_traditional_chinese_block_words_are_read() -> None:
    assert blocks("語言 繁體中文\n\n規則 投訴\n  優先於 其他\n  當 客戶等級 是 金卡\n  則 推薦 甲\n") == [
        {"rule": "投訴", "beats": "其他", "when": ["客戶等級 是 金卡"], "then": ["推薦 甲"]}
    ]


def test_chinese_needs_no_spaces_behind_a_block_word() -> None:
    assert blocks("规则贵宾\n  事件：销户申请\n  当客户等级是金卡\n  则推荐甲\n  因为“贵宾”\n") == [
        {"rule": "贵宾", "event": "销户申请", "when": ["客户等级是金卡"], "then": ["推荐甲"], "because": "贵宾"}
    ]


def test_block_words_may_take_a_colon_of_either_width() -> None:
    assert blocks("rule: a\n  when:\n    x\n  then： y\n") == [{"rule": "a", "when": ["x"], "then": ["y"]}]


def test_block_words_are_read_in_any_case() -> None:
    assert blocks("RULE a\n  Then b\n") == [{"rule": "a", "then": ["b"]}]


def test_windows_line_ends_a_byte_order_mark_and_ideographic_spaces_are_read() -> None:
    assert blocks("\ufeffrule a\r\n\u3000then\r\n\u3000\u3000offer x\u3000\r\n") == [{"rule": "a", "then": ["offer x"]}]


def test_a_block_of_a_fact_takes_either_sign_of_equality() -> None:
    assert blocks("fact average = a (b = c)\n\n指标 平均 ＝ 甲\n\nfact odd\n  is x\n") == [
        {"fact": "average", "is": "a (b = c)"},
        {"fact": "平均", "is": "甲"},
        {"fact": "odd", "is": "x"},
    ]


@pytest.mark.parametrize(
    "head",
    ["决策表 时限 （唯一命中）", "决策表 时限：唯一命中", "table 时限: unique", "Table 时限 (Unique)"],
)
def test_the_hit_policy_of_a_table_has_one_name(head: str) -> None:
    assert blocks(f"{head}\n  a | b || c\n") == [{"table": "时限", "hit": "unique", "rows": "a | b || c"}]


def test_a_table_without_a_hit_policy_has_none() -> None:
    assert blocks("table targets\n  event x\n  a || b\n  - || c\n") == [
        {"table": "targets", "event": "x", "rows": "a || b\n- || c"}
    ]


def test_a_row_is_no_key_even_if_it_begins_with_a_block_word() -> None:
    assert blocks("示例表 时限\n  事件 投诉\n  历史 | 事件 || 甲\n  无 | 乙 || 丙\n") == [
        {"examples": "时限", "event": "投诉", "rows": "历史 | 事件 || 甲\n无 | 乙 || 丙"}
    ]


def test_comments_between_rows_stay_among_them() -> None:
    assert blocks("table a\n  x || y\n  # why\n  1 || 2\n") == [{"table": "a", "rows": "x || y\n# why\n1 || 2"}]


def test_score_lines_may_be_aligned_to_the_right() -> None:
    text = "scorecard churn risk (0 to 100)\n  start 10\n  +30 | a | b\n   +5 | c | d\n  bands low (below 30)\n"
    assert blocks(text) == [
        {
            "scorecard": "churn risk",
            "range": "0 to 100",
            "start": "10",
            "points": "+30 | a | b\n+5 | c | d",
            "bands": "low (below 30)",
        }
    ]


def test_brackets_that_hold_no_range_belong_to_the_name() -> None:
    assert blocks("scorecard ARPU(元)\n  start 1\n") == [{"scorecard": "ARPU(元)", "start": "1"}]


def test_what_is_given_is_parted_at_semicolons_outside_brackets_and_quotes() -> None:
    text = 'example a\n  given b "x; y"; c (d; e)；f\n  history none\n  expect g\n'
    assert blocks(text) == [
        {"example": "a", "given": ['b "x; y"', "c (d; e)", "f"], "history": ["none"], "expect": ["g"]}
    ]


def test_once_needs_no_word_in_chinese() -> None:
    assert blocks("规则 a\n  则 b\n  每位客户 每30天 一次\n") == [
        {"rule": "a", "then": ["b"], "once": "每位客户 每30天 一次"}
    ]


def test_a_text_may_have_a_variant_for_each_language() -> None:
    text = 'rule a\n  then b\n  because "x"\n  because zh "甲"\n  title en “A”\n'
    assert blocks(text) == [{"rule": "a", "then": ["b"], "because": "x", "because zh": "甲", "title en": "A"}]


def test_a_text_without_quotes_may_begin_with_the_name_of_a_language() -> None:
    assert blocks("rule a\n  then b\n  because en route\n") == [{"rule": "a", "then": ["b"], "because": "en route"}]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"he said "hi" to me"', 'he said "hi" to me'),
        ("“他说“好””", "他说“好”"),
        ("“A” and “B”", "“A” and “B”"),
        ("「甲」", "甲"),
        ('"a # b  # c"', "a # b  # c"),
        ("no quotes", "no quotes"),
    ],
)
def test_quotes_around_a_text_are_not_part_of_it(written: str, meant: str) -> None:
    assert blocks(f"rule a\n  then b\n  because {written}\n") == [{"rule": "a", "then": ["b"], "because": meant}]


def test_a_text_of_several_lines_stands_below_its_key_as_it_is() -> None:
    text = "rule a\n  then b\n  note\n    first\n      # no comment\n\n    last\n"
    assert blocks(text) == [{"rule": "a", "then": ["b"], "note": "first\n  # no comment\n\nlast"}]


def test_notes_may_be_many() -> None:
    assert blocks('rule a\n  note "x"\n  then b\n  note "y"\n') == [{"rule": "a", "note": ["x", "y"], "then": ["b"]}]


def test_a_name_in_quotes_is_taken_as_it_stands() -> None:
    assert blocks('table "a: first (unique)": any\n  x || y\n') == [
        {"table": "a: first (unique)", "hit": "any", "rows": "x || y"}
    ]


def test_comments_go_with_the_line_below_or_the_line_they_stand_behind() -> None:
    text = """# about the file

# about the rule
rule a  # more
  # about the event
  event b  # and this
  then
    # about the offer
    offer "x  # y"  # not a text
    # below it
  # last
"""
    nodes, found = read(text)
    assert found == ()
    assert nodes.notes == ("about the file",)
    block = nodes.constructs[0]
    assert block.notes == ("about the rule", "more")
    assert block.entries[1].notes == ("about the event", "and this")
    then = block.get("then")
    assert isinstance(then, ListNode)
    offer = then.items[0]
    assert isinstance(offer, Text)
    assert offer.text == 'offer "x  # y"'
    assert offer.fragment.notes == ("about the offer", "not a text", "below it", "last")


def test_the_header_block_and_the_language_line_are_kept_apart() -> None:
    nodes, found = read("language zh\n\nruleset mini\n  zone UTC\n  owner Zhang\n\nfact a = b\n")
    assert found == ()
    assert nodes.language == "zh"
    assert nodes.header is not None
    assert plain(nodes.header) == {"ruleset": "mini", "zone": "UTC", "owner": "Zhang"}
    assert len(nodes.constructs) == 1


def test_every_text_knows_where_it_stood() -> None:
    nodes, _ = read("rule a\n  given\nrule b\n  when\n    any of\n      x is y\n")
    text = nodes.constructs[-1].get("when")
    assert isinstance(text, ListNode)
    inner = text.items[0]
    assert str(inner.span) == "care.rules:5:5"
    assert inner.span.text == "any of\n      x is y"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_of_the_design_are_read_without_errors(name: str, published: Published) -> None:
    text = published(f"design/samples/{name}").read_text(encoding="utf-8")
    nodes, found = read_rules(Source(name, text))
    assert {finding.severity for finding in found} <= {Severity.WARNING}
    assert nodes.header is not None
    again, _ = read_rules(Source(name, write_rules(nodes)))
    assert [plain(block).keys() for block in again.constructs] == [plain(block).keys() for block in nodes.constructs]  # type: ignore[attr-defined]


# what is said about mistakes


@pytest.mark.parametrize(
    "name",
    ["layout", "words", "texts", "empty", "twice", "later", "language", "unseen", "undented", "quotes", "because"],
)
def test_mistakes_are_reported_in_both_languages(name: str, golden: Golden) -> None:
    def produce(text: str) -> str:
        _, found = read(text.replace("→", "\t").replace("·", "\u200b"))
        report = Report.of(found)
        return render(report, "en") + "\n\n" + render(report, "zh")

    golden(f"rules/{name}.golden", produce)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("ruel a\n  then b\n", "rule a\n  then b\n"),
        ("rule a\n  hwen x\n  then b\n", "rule a\n  when x\n  then b\n"),
        (" rule a\n  then b\n", "rule a\n  then b\n"),
        ("rule a\n  then b\n\n  rule c\n", "rule a\n  then b\n\nrule c\n"),
        ("归则 a\n  则 b\n", "规则 a\n  则 b\n"),
        ("rule a\n\tthen b\n", "rule a\n    then b\n"),
        ("rule a\n\twhen\n\t\tb\n\tthen c\n", "rule a\n    when\n        b\n    then c\n"),
        ('rule a\n  then b\n  because "x\n', 'rule a\n  then b\n  because "x"\n'),
    ],
)
def test_the_fix_of_a_finding_mends_it(text: str, mended: str) -> None:
    fix = only(text).fixes[0]
    after = text[: fix.span.start] + fix.replacement + text[fix.span.end :]
    assert after == mended
    assert only(text).code not in {finding.code for finding in read(after)[1]}


def test_a_file_beyond_the_limit_is_not_read() -> None:
    nodes, found = read("# " + "x" * LIMITS.ruleset_bytes)
    assert [finding.code for finding in found] == ["R001"]
    assert nodes.constructs == ()


def test_blocks_beyond_the_limit_are_not_read() -> None:
    nodes, found = read("fact a = b\n" * (LIMITS.rules + 2))
    assert [finding.code for finding in found] == ["R002"]
    assert len(nodes.constructs) == LIMITS.rules


def test_any_of_beyond_the_limit_is_not_read() -> None:
    lines = "".join("  " * (depth + 2) + "any of\n" for depth in range(60))
    _, found = read(f"rule a\n  when\n{lines}{'  ' * 63}x\n  then b\n")
    assert "R017" in {finding.code for finding in found}


# any text whatever

_WORDS = """rule a/table t: /scorecard s (/example e/when/then/given /because /note/any of/规则 /决策表 /当/语言
language zh/ruleset r/lifecycle x/|/||/\\n  /\\n    /\\n   /\t/\r/"/“/”/#/  # /;/(/）/=/：/:/\u3000/\ufeff/\0/\u2028"""
_PIECES = st.sampled_from([*_WORDS.replace("\n", "/").replace("\\n", "\n").split("/"), "\n", "\ud800"])


@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=60))
def test_any_text_gives_nodes_and_findings_with_places(text: str) -> None:
    nodes, found = read(text)
    for finding in found:
        assert finding.span is not None
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        assert finding.text("en")
        assert finding.text("zh")
    write_rules(nodes)


@pytest.mark.parametrize("piece", ["“", "xyz\n", "  note x\n", "a;", "(", "  a | b || c\n", '"', "  #"])
def test_large_texts_take_no_longer_than_their_length_asks_for(piece: str) -> None:
    text = ("example a\n  given " if piece in "a;(" else "rule a\n  when ") + piece * (60_000 // len(piece))
    nodes, _ = read(text)
    write_rules(nodes)
