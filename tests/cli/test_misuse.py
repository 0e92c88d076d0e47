"""What is mistyped is said with the option it stands behind, and nothing is counted that was not asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import Caller

RULESETS = Path(__file__).parents[2] / "rulesets"
TELECOM = str(RULESETS / "telecom-care")
LOG = '{"id": "1", "source": "/s", "type": "call", "time": "2026-03-02T10:00:00+08:00", "subject": "c", "data": {%s}}\n'
CALL = LOG % '"outcome": "answered", "amount": 3, "item": "tea"'


@pytest.fixture
def log(tmp_path: Path) -> str:
    path = tmp_path / "log.jsonl"
    path.write_text(CALL, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("verb", ["kpi", "value", "simulate", "mine"])
@pytest.mark.parametrize(
    ("zone", "meant"), [("Mars", ""), ("../x", ""), ("Europe/Berln", "Europe/Berlin"), ("Asia", "")]
)
def test_a_zone_that_there_is_not_is_misuse_wherever_one_is_asked_for(
    call: Caller, log: str, verb: str, zone: str, meant: str
) -> None:
    refused = call(verb, log, "--zone", zone)
    assert refused.code == 2
    assert f"--zone: there is no zone `{zone}`" in refused.err
    assert meant in refused.err
    assert refused.out == ""


def test_a_zone_that_there_is_not_is_misuse_also_beside_a_mapping_and_for_plain_baskets(
    call: Caller, tmp_path: Path
) -> None:
    baskets = tmp_path / "baskets.txt"
    baskets.write_text("tea|milk\n", encoding="utf-8")
    refused = call("mine", str(baskets), "--zone", "Mars", "--lang", "zh")
    assert (refused.code, "--zone：没有时区 `Mars`" in refused.err) == (2, True)
    bank = RULESETS / "bank-calls" / "handled.yaml"
    assert call("simulate", str(baskets), "--mapping", str(bank), "--zone", "Mars").code == 2


@pytest.mark.parametrize("verb", ["kpi", "value", "simulate", "mine"])
def test_a_file_that_is_not_there_is_no_option_that_the_verb_has_not(call: Caller, tmp_path: Path, verb: str) -> None:
    refused = call(verb, str(tmp_path / "nofile.csv"))
    assert refused.code == 2
    assert "FILE: there is no file" in refused.err
    assert "--events" not in refused.err


def test_a_span_that_ends_before_it_begins_is_misuse(call: Caller, tmp_path: Path) -> None:
    asked = ("--events", str(tmp_path / "none.jsonl"), "--from", "2027-01-01", "--through")
    refused = call("funnel", TELECOM, *asked, "2026-01-01")
    assert (refused.code, "--through: ends before `--from` begins" in refused.err) == (2, True)
    chinese = call("funnel", TELECOM, *asked, "2026-01-01", "--lang", "zh")
    assert "早于 `--from`" in chinese.err
    assert "there is no file" in call("funnel", TELECOM, *asked, "2027-01-01").err


def test_a_name_that_is_nearly_right_is_guessed(call: Caller) -> None:
    menu = call("show", TELECOM, "--menu", "home men")
    assert (menu.code, "did you mean `home menu`" in menu.err) == (2, True)
    rule = call(
        "explain", TELECOM, "--example", "basic customer asks to leave", "--why-not", "remember why customer leave"
    )
    assert rule.code == 2
    assert "did you mean `remember why customers leave`" in rule.err
