"""Tables go to spreadsheets and come back; DMN comes in with a report."""

from __future__ import annotations

from pathlib import Path

from cli.calling import Caller

ROOT = Path(__file__).parents[2]
CARE, DMN = str(ROOT / "rulesets" / "telecom-care"), str(ROOT / "tests" / "samples" / "care.dmn")


def test_tables_become_csv_files_or_one_workbook(call: Caller, tmp_path: Path) -> None:
    made = call("convert", CARE, "--to", "csv", "--out", str(tmp_path / "csv"), "--json").json["files"]
    assert {Path(path).name for path in made} == {"complaint_targets.csv", "levels.csv", "head_starts.csv"}
    assert Path(made[0]).read_text(encoding="utf-8").startswith("table,levels,unique\n")
    book = call("convert", CARE, "--to", "xlsx", "--out", str(tmp_path / "book"))
    assert (tmp_path / "book" / "tables.xlsx").is_file()
    assert "list a file under `files`" in book.out


def test_a_dmn_file_becomes_a_ruleset_that_checks(call: Caller, tmp_path: Path) -> None:
    out = str(tmp_path / "care")
    told = call("convert", DMN, "--out", out)
    assert told.code == 1
    assert "carried over: 2 tables, 5 rows" in told.out
    assert "Service Level row 4" in told.out
    assert call("check", out).code == 0
    assert call("convert", DMN, "--out", str(tmp_path / "b"), "--json", "--lang", "zh").json["rows"] == 5


def test_what_is_no_dmn_is_misuse(call: Caller, tmp_path: Path) -> None:
    (tmp_path / "bad.dmn").write_text("no xml")
    assert call("convert", str(tmp_path / "bad.dmn"), "--out", str(tmp_path / "c")).code == 2
