"""The rows that are proposed for the holes of a table fill all of them, and meet no row that is there."""

from __future__ import annotations

import re

import pytest

from checks.desk_rules import findings_in
from engage.ground.finding import Words

TABLES = [
    "unique\n  event call\n  tier | months with us || priority\n  basic | below 6 || 1\n  silver | over 24 || 1\n",
    "unique\n  event complaint\n  tier | grade || priority\n  basic | - || 1\n  silver, gold | ordinary || 2\n",
    'first\n  event call\n  months with us | city || priority\n  6 | "Beijing" || 1\n  over 12 | "Wuhan" || 1\n',
    "unique\n  event call\n  months with us || priority\n  at most 6 || 1\n  at least 12 || 1\n",
    "unique\n  event call\n  senior | balance || priority\n  yes | unknown || 1\n  no | over 10 yuan || 2\n",
    "unique\n  event call\n  tier | senior || priority\n  not gold | yes || 1\n  unknown | no || 1\n",
    "unique\n  event call\n  number of call in the last 30 days || priority\n  3 to 5 || 1\n",
    "unique\n  event call\n  interests | senior || priority\n  contains golf or tennis | yes || 1\n",
    "unique\n  event call\n  interests || priority\n  is empty || 1\n",
    "unique\n  event call\n  interests || priority\n  is empty || 1\n  contains all of golf, tennis || 2\n",
    "first\n  event call\n  interests || priority\n  contains golf || 1\n  unknown || 2\n",
    'unique\n  event call\n  languages || priority\n  contains "Uygur" || 1\n',
    'unique\n  event call\n  languages || priority\n  is empty || 1\n  contains all of "Uygur", "Tibetan" || 1\n',
    "unique\n  event call\n  languages | senior || priority\n  is not empty | yes || 1\n  is empty | no || 1\n",
]
HOLES = [
    ("languages", '  is empty || 1\n  contains "Uygur" || 2\n', 'languages "another"'),
    ("interests", "  is not empty || 1\n", "interests empty"),
    ("interests", "  is empty || 1\n  contains golf || 2\n", "interests tennis"),
]
COMPLETE = [
    "first\n  event call\n  interests || priority\n  contains golf || 1\n  is empty || 2\n  contains tennis || 3\n",
    "first\n  event call\n  interests || priority\n  is empty || 1\n  contains golf or tennis || 2\n",
    'unique\n  event call\n  languages || priority\n  contains "Uygur" || 1\n  does not contain "Uygur" || 2\n',
    'first\n  event call\n  languages || priority\n  contains "Uygur" || 1\n  is empty || 2\n  is not empty || 3\n',
]


@pytest.mark.parametrize("table", TABLES)
def test_proposed_rows_fill_every_hole_and_meet_no_other_row(table: str) -> None:
    table = f"table t: {table}"
    for _ in range(4):  # four rows are proposed at once
        found = findings_in(table, "gap")
        if not found:
            break
        rows = re.findall(r"`([^`]*\|\| …)`", found[0].hint())
        assert len(rows) > 1, "nothing but `otherwise` is proposed"
        for row in rows[:-1]:
            table += f"  {row.replace('…', '9')}\n"
    assert not findings_in(table, "gap"), table
    assert not findings_in(table, "overlap"), table


@pytest.mark.parametrize("table", COMPLETE)
def test_a_table_that_answers_for_every_list_has_no_hole(table: str) -> None:
    assert not findings_in(f"table t: {table}", "gap")


@pytest.mark.parametrize(("column", "rows", "customer"), HOLES)
def test_a_list_that_no_row_answers_is_told_with_its_items(column: str, rows: str, customer: str) -> None:
    (found,) = findings_in(f"table t: unique\n  event call\n  {column} || priority\n{rows}", "gap")
    assert not found.possible
    assert isinstance(found.example, Words)
    assert customer in found.example.in_language("en")


def test_a_list_that_is_empty_contains_nothing_and_one_that_is_unknown_is_not_empty() -> None:
    rows = "  is empty || 1\n  contains golf || 2\n  unknown || 3\n  contains tennis || 4\n"
    found = findings_in(f"table t: unique\n  event call\n  interests || priority\n{rows}", "overlap")
    assert [(each.values["first"], each.values["second"], each.possible) for each in found] == [("2", "4", False)]


def test_of_a_list_that_is_asked_for_many_items_each_is_still_a_question() -> None:
    items = [f"language {number}" for number in range(9)]
    rows = "".join(f'  contains "{item}" || 1\n' for item in items)
    found = findings_in(f"table t: unique\n  event call\n  languages || priority\n{rows}", "overlap")
    assert len(found) == 36
    assert not any(each.possible for each in found)
