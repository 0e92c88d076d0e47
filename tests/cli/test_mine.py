"""`engage mine`: baskets in; rules with their counts out, as drafts in a folder that no ruleset reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.calling import Caller

pytest.importorskip("efficient_apriori", reason="the extra `mining` is not installed")


@pytest.fixture
def baskets(tmp_path: Path) -> Path:
    """Nappies with beer, planted among bread and milk."""
    path = tmp_path / "baskets.txt"
    lines = [*["beer|nappies"] * 6, *["beer "] * 2, *["bread|milk"] * 2, *["milk"] * 6, *["bread"] * 4]
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return path


def test_the_planted_pattern_is_found_and_told_with_its_counts(call: Caller, baskets: Path) -> None:
    done = call("mine", str(baskets), "--support", "10%", "--confidence", "3/4")
    assert done.code == 0, done.err
    assert "2 rules in 20 baskets of 4 items" in done.out
    assert "6/8" in done.out
    assert "20 个购物篮" in call("mine", str(baskets), "--support", "10%", "--lang", "zh").out
    found = call("mine", str(baskets), "--support", "10%", "--confidence", "0.8", "--json").json
    assert [(rule["given"], rule["then"], rule["together"]) for rule in found["rules"]] == [(["nappies"], "beer", 6)]


def test_a_draft_says_so_and_is_written_where_no_ruleset_lies(call: Caller, baskets: Path, tmp_path: Path) -> None:
    draft = tmp_path / "drafts" / "mined.rules"
    done = call("mine", str(baskets), "--support", "10%", "--write", str(draft), "--field", "products", "--most", "1")
    assert done.code == 0, done.err
    text = draft.read_text(encoding="utf-8")
    assert text.splitlines()[1].startswith("# DRAFT, not live")
    assert "products contains" in text
    assert text.count("\nrule ") == 1
    (tmp_path / "care").mkdir()
    (tmp_path / "care" / "ruleset.yaml").write_text("ruleset: care\n", encoding="utf-8")
    refused = call("mine", str(baskets), "--write", str(tmp_path / "care" / "mined.rules"))
    assert refused.code == 2
    assert "folder of its own" in " ".join(refused.err.split())
    assert not (tmp_path / "care" / "mined.rules").exists()


def test_events_with_customers_and_days_tell_what_is_due_again(call: Caller, tmp_path: Path) -> None:
    path = tmp_path / "bought.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for day in (1, 8, 15, 22):
            event = {
                "type": "bought",
                "subject": "c7",
                "time": f"2026-01-{day:02d}T10:00:00Z",
                "data": {"item": ["coffee"]},
            }
            file.write(json.dumps(event) + "\n")
        file.write("{\n")
    done = call("mine", str(path), "--json")
    assert done.code == 1
    assert done.json["due"] == [{"item": "coffee", "customers": "1", "regular": "1", "median_days": "7"}]
    assert done.json["passed_over"]["lines"] == [5]


def test_misuse_is_said_with_the_option(call: Caller, baskets: Path) -> None:
    assert "share from 0 to 1" in " ".join(call("mine", str(baskets), "--support", "lots").err.split())
    assert "bar, comma" in " ".join(call("mine", str(baskets), "--separator", "x").err.split())
