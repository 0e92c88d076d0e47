"""`engage test --second-opinion` and `engage convert --to` another engine."""

from __future__ import annotations

import json
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from cli.calling import Called, Caller
from plugins.durable import durable_opinion

CARE = Path(__file__).parents[2] / "rulesets" / "bank-calls"

if "durable" not in entry_points(group="engage").names:
    pytest.skip("the plugin `durable` is not installed: install the project again", allow_module_level=True)


def asked(call: Caller, *more: str) -> Called:
    for _ in durable_opinion():
        return call("test", str(CARE), "--second-opinion", "durable", *more)
    raise AssertionError


def test_rules_events_and_agreement_are_printed_and_what_could_not_be_compared(call: Caller) -> None:
    found = asked(call)
    assert found.code == 0, found.out + found.err
    assert "it asks what happened before (1)" in found.out
    assert "met again after giving up: any call ended (outcome is gave up) in the last 1 day" in found.out
    assert "14 of 18 rules, rows and vetoes compared (12 whole, 2 in part), 7000 events" in found.out
    assert "✓ agreed on 7000 of 7000 events" in found.out
    assert f"next: engage convert {CARE} --to durable --out durable" in found.out


def test_it_speaks_chinese(call: Caller) -> None:
    found = asked(call, "--lang", "zh")
    assert "未能比较：" in found.out
    assert "7000 个事件中一致 7000 个" in found.out


def test_json_has_every_rule(call: Caller) -> None:
    data = asked(call, "--json").json
    assert (data["compared"], data["events"], data["agreed"], data["crashes"]) == (14, 7000, 7000, 0)
    met = next(item for item in data["items"] if item["id"] == "met again after giving up")
    assert (met["lines"], met["compared_lines"]) == (3, 2)
    assert met["left_out"][0]["why"] == "it asks what happened before"


def test_an_engine_that_nobody_brings_is_told(call: Caller) -> None:
    found = call("test", str(CARE), "--second-opinion", "duarble")
    assert found.code == 3
    assert "there is no second opinion `duarble` (did you mean `durable`)" in found.err


def test_convert_writes_what_can_go_and_lists_the_rest(call: Caller, tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = call("convert", str(CARE), "--to", "durable", "--out", str(out))
    assert found.code == 1
    assert "15 of 18 rules, rows and vetoes went over whole, 2 in part, 1 not at all" in found.out
    rulesets = json.loads((out / "rulesets.json").read_text(encoding="utf-8"))
    assert rulesets["tell about accounts"]["rule"]["all"][0]["m"]["$and"][0] == {"asked": 1}
    left = json.loads((out / "left-out.json").read_text(encoding="utf-8"))
    assert {each["id"] for each in left} == {
        "met again after giving up",
        "apology for waiting",
        "goodwill for angry callers",
    }
    facts = json.loads((out / "facts.json").read_text(encoding="utf-8"))
    assert set(facts) == set(rulesets)


def test_convert_of_a_ruleset_that_goes_over_whole_ends_with_0(call: Caller, fresh: Path, tmp_path: Path) -> None:
    for path in fresh.glob("*.rules"):
        path.write_text(
            "rule all\n  event complaint\n  when customer tier is gold\n  then route to front desk\n", "utf-8"
        )
    found = call("convert", str(fresh), "--to", "durable", "--out", str(tmp_path / "out"), "--json")
    assert found.code == 0, found.out + found.err
    assert (found.json["whole"], found.json["none"]) == (1, 0)


def test_convert_to_what_is_neither_a_notation_nor_an_engine_is_told(call: Caller, tmp_path: Path) -> None:
    found = call("convert", str(CARE), "--to", "yml", "--out", str(tmp_path / "out"))
    assert found.code == 3
    assert "there is no second opinion `yml`" in found.err
    assert not (tmp_path / "out").exists()
