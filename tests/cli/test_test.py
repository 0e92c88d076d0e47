"""`engage test`: what it prints, writes and ends with."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from cli.calling import Caller

NAME = "gold customer asks to leave"


def test_expected_and_got_stand_side_by_side_with_what_kept_a_rule_silent(call: Caller, fresh: Path) -> None:
    rules = fresh / "care.rules"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("given customer tier gold", "given customer tier basic"), "utf-8")
    called = call("test", str(fresh), "--only", NAME)
    assert called.code == 1
    line = next(line for line in called.out.splitlines() if "expected  route to retention desk" in line)
    assert "got  route front desk" in line
    assert "`customer tier is silver or gold` does not hold (customer tier: basic)" in called.out
    assert "--> care.rules:" in called.out
    told = call("test", str(fresh), "--only", NAME, "--lang", "zh").out
    assert "期望" in told
    assert "不成立" in told


def test_coverage_names_units_and_min_coverage_ends_with_one(call: Caller, fresh: Path) -> None:
    called = call("test", str(fresh), "--coverage")
    assert called.code == 0
    assert "% of the ruleset is covered by its examples" in called.out
    assert "or part " in called.out
    data = call("test", str(fresh), "--json").json["coverage"]
    assert data["percent"] < 100
    assert {"kind", "id", "says", "place", "examples"} == set(data["units"][0])
    assert call("test", str(fresh), "--min-coverage", str(data["percent"])).code == 0
    short = call("test", str(fresh), "--min-coverage", "100")
    assert short.code == 1
    assert "less than the 100%" in short.out
    assert "never covered" in short.out
    assert call("test", str(fresh), "--min-coverage", "101").code == 2


def test_junit_has_a_case_for_each_example(call: Caller, fresh: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.xml"
    assert call("test", str(fresh), "--junit", str(out)).code == 0
    suite = ElementTree.parse(out).getroot()[0]
    assert (suite.get("tests"), suite.get("failures")) == ("2", "0")
    rules = fresh / "care.rules"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("    not fired complaint", "    fired ordinary cancel"), "utf-8")
    assert call("test", str(fresh), "--junit", str(out)).code == 1
    suite = ElementTree.parse(out).getroot()[0]
    assert suite.get("failures") == "1"
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert "expected fired ordinary cancel" in failure.get("message", "")
    assert "beaten by" in (failure.text or "")


@pytest.mark.parametrize(("lang", "mark"), [("en", "to confirm"), ("zh", "待确认")])
def test_what_is_proposed_and_written_passes_and_covers(call: Caller, tmp_path: Path, lang: str, mark: str) -> None:
    folder = tmp_path / "desk"
    call("new", str(folder), "--lang", lang)
    before = call("test", str(folder), "--json").json["coverage"]["percent"]
    shown = call("test", str(folder), "--propose")
    assert shown.code == 0
    assert mark in shown.out
    assert call("test", str(folder), "--json").json["passed"] == 2  # nothing was written
    written = call("test", str(folder), "--propose", "--write", "care.rules")
    assert written.code == 0, written.err
    data = call("test", str(folder), "--json").json
    assert data["failed"] == 0
    assert data["unconfirmed"] == data["passed"] - 2 > 0
    assert data["coverage"]["percent"] > before
    assert call("fmt", str(folder), "--check").code == 0
    again = call("test", str(folder), "--propose", "--json").json
    assert again["proposed"] == []


def test_proposals_go_into_yaml_as_well(call: Caller, fresh: Path, tmp_path: Path) -> None:
    folder = tmp_path / "yaml"
    assert call("convert", str(fresh), "--to", "yaml", "--lang", "zh", "--out", str(folder)).code == 0
    written = call("test", str(folder), "--propose", "--write", "care.yaml")
    assert written.code == 0, written.err
    data = call("test", str(folder), "--json").json
    assert data["failed"] == 0
    assert data["unconfirmed"] > 0


def test_write_needs_a_file_of_the_ruleset_and_propose(call: Caller, fresh: Path) -> None:
    assert call("test", str(fresh), "--write", "care.rules").code == 2
    called = call("test", str(fresh), "--propose", "--write", "other.rules")
    assert called.code == 2
    assert "care.rules" in called.err
