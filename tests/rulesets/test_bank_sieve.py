"""The bank's calls through the sieve, against figures counted from the table itself with plain csv."""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cli.calling import Caller
from conftest import PUBLISHED

LOG = PUBLISHED / "data" / "bank_calls" / "february1999.txt.gz"
BANK = Path(__file__).parents[2] / "rulesets" / "bank-calls"
DAYS = ("990201", "990202")
NAMES = {
    "PS": "regular_activity",
    "PE": "english",
    "IN": "internet",
    "NE": "stock_exchange",
    "NW": "prospect",
    "TT": "call_back",
}

Row = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    if not LOG.is_file():
        pytest.skip(f"the published call log is not there: {LOG.name}")
    with gzip.open(LOG, "rt", encoding="utf-8") as lines:
        return [row for row in csv.DictReader(lines, delimiter="\t") if row["date"] in DAYS]


def test_two_days_of_the_bank_come_to_what_the_table_holds(
    rows: list[Row], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    table = tmp_path / "days.tsv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter="\t")
        writer.writeheader()
        writer.writerows(rows)
    call = Caller(capsys)
    found = call("funnel", str(BANK), "--events", str(table), "--within", "4 hours", "--json", "--lang", "en").json

    assert found["conserved"]
    assert found["contacts"] == len(rows)
    by_type = Counter(NAMES[row["type"]] for row in rows)
    served = Counter(NAMES[row["type"]] for row in rows if row["outcome"] == "AGENT")
    told = {one["key"]: one for one in found["reasons"]}
    for name, count in by_type.items():
        assert told[name]["contacts"] == count
        assert told[name]["last"].get("served", 0) == served[name]
        assert told[name]["last"].get("abandoned", 0) == count - served[name]
    assert found["avoidable"] == by_type["call_back"]
    first = found["first_contact"]
    assert (first["resolved"], first["repeated"], first["open"]) == needs(rows, until(found["until"]))


def needs(rows: list[Row], latest: datetime) -> tuple[int, int, int]:
    """Settled at the first call, called again within four hours, too early to say; callers who gave up left out."""
    calls: dict[tuple[str, str], list[tuple[datetime, str]]] = defaultdict(list)
    for row in rows:
        if row["customer_id"] != "0":
            calls[row["customer_id"], row["type"]].append((clock(row, "vru_entry"), row["outcome"]))
    window, resolved, repeated, still = timedelta(hours=4), 0, 0, 0
    for each in calls.values():
        each.sort()
        chain = 1
        for place, (at, outcome) in enumerate(each):
            again = place + 1 < len(each) and each[place + 1][0] - at <= window
            if again:
                chain += 1
                continue
            if chain > 1:
                repeated += 1
            elif outcome == "AGENT":
                resolved += at + window <= latest
                still += at + window > latest
            chain = 1
    return resolved, repeated, still


def until(moment: str) -> datetime:
    """The last moment of the record, on the clocks of the log: a call may end after midnight."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo("Asia/Jerusalem")).replace(tzinfo=None)


def clock(row: Row, name: str) -> datetime:
    return datetime.strptime(f"19{row['date']} {row[name]}", "%Y%m%d %H:%M:%S")  # differences only


def test_the_log_holds_only_calls_that_asked_for_a_person(rows: list[Row]) -> None:
    """Most callers of this bank finish in the voice menu (Brown et al. 2005); no row of the log is such a call."""
    assert Counter(row["outcome"] for row in rows).keys() <= {"AGENT", "HANG", "PHANTOM"}
