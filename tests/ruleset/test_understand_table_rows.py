"""Lines of tables cut into cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.ground.source import Fragment
from engage.ruleset.table_rows import cut_line


def cut(text: str, conditions: int | None = None) -> tuple[list[str], list[str] | None]:
    line = cut_line(Fragment.of(text), conditions)
    return [cell.text for cell in line.left], None if line.right is None else [cell.text for cell in line.right]


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("gold | serious || 30 minutes | 1 working day", ["gold", "serious"], ["30 minutes", "1 working day"]),
        ("gold | || 30 minutes |", ["gold", ""], ["30 minutes", ""]),
        ("gold | - || | 1 day", ["gold", "-"], ["", "1 day"]),
        ("otherwise || a", ["otherwise"], ["a"]),
        ("金卡｜重大｜｜30分钟", ["金卡", "重大"], ["30分钟"]),
        ("金卡 | 重大 ‖ 30分钟", ["金卡", "重大"], ["30分钟"]),
        ("| gold | serious || 30 minutes | 1 day |", ["gold", "serious"], ["30 minutes", "1 day"]),
        ('"a | b" | c || d', ['"a | b"', "c"], ["d"]),
        ("gold | serious", ["gold", "serious"], None),
        ("gold\tserious\t||\t30 minutes\t1 day", ["gold", "serious"], ["30 minutes", "1 day"]),
        ("gold\t\t||\t30 minutes\t", ["gold", ""], ["30 minutes", ""]),
        ('5" screen | b || c', ['5" screen', "b"], ["c"]),
    ],
)
def test_bars_part_cells_and_a_double_bar_parts_results(text: str, left: list[str], right: list[str] | None) -> None:
    assert cut(text) == (left, right)


def test_a_row_from_a_spreadsheet_is_parted_where_the_first_line_says() -> None:
    assert cut("gold\tserious\t30 minutes\twhy", 2) == (["gold", "serious"], ["30 minutes", "why"])


def test_a_row_with_bars_but_no_double_bar_is_not_guessed_at() -> None:
    assert cut("gold | serious | 30 minutes", 2) == (["gold", "serious", "30 minutes"], None)


@given(st.text(st.sampled_from("ab|\t \"“”｜'")))
def test_every_cell_stands_where_it_says(text: str) -> None:
    line = cut_line(Fragment.of(text), 2)
    for cell in (*line.left, *(line.right or ())):
        assert cell.span().text == cell.text
