"""The rows that are proposed for the holes of a table fill all of them, and meet no row that is there."""

from __future__ import annotations

import re

import pytest

from checks.desk_rules import findings_in

TABLES = [
    "unique\n  event call\n  tier | months with us || priority\n  basic | below 6 || 1\n  silver | over 24 || 1\n",
    "unique\n  event complaint\n  tier | grade || priority\n  basic | - || 1\n  silver, gold | ordinary || 2\n",
    'first\n  event call\n  months with us | city || priority\n  6 | "Beijing" || 1\n  over 12 | "Wuhan" || 1\n',
    "unique\n  event call\n  months with us || priority\n  at most 6 || 1\n  at least 12 || 1\n",
    "unique\n  event call\n  senior | balance || priority\n  yes | unknown || 1\n  no | over 10 yuan || 2\n",
    "unique\n  event call\n  tier | senior || priority\n  not gold | yes || 1\n  unknown | no || 1\n",
    "unique\n  event call\n  number of call in the last 30 days || priority\n  3 to 5 || 1\n",
    "unique\n  event call\n  interests | senior || priority\n  contains golf or tennis | yes || 1\n",
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
