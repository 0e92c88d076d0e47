"""The first answers of the bank's calls by its clock, against figures counted from the table itself with plain csv."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from cli.calling import Caller
from rulesets.test_bank_sieve import BANK, Row, rows

__all__ = ["rows"]

GROUPS = {"0": "unidentified", "1": "regular", "2": "preferred"}
TARGETS = {"0": 180, "1": 180, "2": 30}


def seconds(clock: str) -> int:
    hours, minutes, rest = (int(part) for part in clock.split(":"))
    return hours * 3_600 + minutes * 60 + rest


def passed(row: Row, *columns: str) -> int:
    """Seconds from the call until the latest of some columns; 0:00:00 says that there is none."""
    entered = seconds(row["vru_entry"])
    clocks = [seconds(row[column]) for column in columns if row[column] != "0:00:00"]
    return max([0, *((clock - entered) % 86_400 for clock in clocks if (clock - entered) % 86_400 < 43_200)])


def test_the_first_answers_of_two_days_are_kept_and_late_as_the_table_has_it(
    rows: list[Row], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    counted: Counter[tuple[str, bool]] = Counter()
    for row in rows:
        answered, target = row["outcome"] == "AGENT", TARGETS[row["priority"]]
        waited = passed(row, "vru_exit", "q_exit", "ser_start" if answered else "ser_exit")
        if answered or waited > target:
            counted[GROUPS[row["priority"]], waited <= target] += 1
    table, storage = tmp_path / "days.tsv", f"sqlite:{tmp_path / 'days.db'}"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter="\t")
        writer.writeheader()
        writer.writerows(rows)
    call = Caller(capsys)
    assert call("run", str(BANK), "--events", str(table), "--storage", storage).code == 0
    told = call("clocks", "--storage", storage, "--by", "caller priority", "--lang", "en", "--json").json
    found = {(each["group"], met): each["met" if met else "late"] for each in told for met in (True, False)}
    for group in {name for name, _ in counted}:
        assert (found[group, True], found[group, False]) == (counted[group, True], counted[group, False])
    assert found[None, True] + found[None, False] == counted.total() > 1_500
