"""Tables and scorecards laid out by what a terminal shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.ground.render import display_width
from engage.ground.source import Fragment
from engage.ruleset.layout import bar_row, lay_out


def cells(line: str) -> tuple[list[str], list[str] | None]:
    row = bar_row(Fragment.of(line))
    return [cell.text for cell in row.left], None if row.right is None else [cell.text for cell in row.right]


@pytest.mark.parametrize(
    ("line", "left", "right"),
    [
        ("a | b || c", ["a", "b"], ["c"]),
        ("a ｜ b ｜｜ c", ["a", "b"], ["c"]),
        ('a is "x | y" | b', ['a is "x | y"', "b"], None),
        ("otherwise || c |", ["otherwise"], ["c", ""]),
        ("a\tb\tc", ["a", "b", "c"], None),
        ("a", ["a"], None),
    ],
)
def test_a_row_is_cut_at_its_bars(line: str, left: list[str], right: list[str] | None) -> None:
    assert cells(line) == (left, right)


def test_chinese_characters_count_as_two_columns() -> None:
    laid = lay_out("客户等级|级别||首次响应\n金卡|重大||30分钟\n否则||8工作小时")
    assert laid.split("\n") == [
        "客户等级 | 级别 || 首次响应",
        "金卡     | 重大 || 30分钟",
        "否则            || 8工作小时",
    ]
    assert {display_width(line.split("||")[0]) for line in laid.split("\n")} == {16}


def test_comments_stand_above_their_row() -> None:
    assert lay_out("a || b\n# why\n1 || 2  # and this") == "a || b\n# why\n# and this\n1 || 2"


def test_a_very_wide_cell_does_not_widen_the_others() -> None:
    wide = "w" * 500
    assert lay_out(f"a | b\n{wide} | c") == f"a | b\n{wide} | c"


@given(st.text(alphabet='ab |｜\t\n#"“”客。-', max_size=60))
def test_laying_out_twice_changes_nothing(text: str) -> None:
    once = lay_out(text)
    assert lay_out(once) == once
