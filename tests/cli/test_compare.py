"""`engage compare`: two versions of a small ruleset over events, over a record, and without any events."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cli.calling import Caller

SECRET = "c-7001-secret"


@pytest.fixture
def changed(fresh: Path) -> Path:
    """The fresh ruleset in another version: its call-back for silver and gold customers is for gold ones only."""
    folder = fresh.parent / "next"
    shutil.copytree(fresh, folder)
    rules = folder / "care.rules"
    text = rules.read_text(encoding="utf-8")
    assert "is silver or gold" in text
    rules.write_text(text.replace("is silver or gold", "is gold"), "utf-8")
    return folder


@pytest.fixture
def events(tmp_path: Path) -> str:
    path = tmp_path / "events.jsonl"
    made = []
    for number, tier in enumerate(("basic", "silver", "silver", "gold")):
        who = SECRET if number == 1 else f"c{number}"
        facts = {"customer.tier": tier, "customer.months_with_us": 30}
        made.append(envelope(f"f{number}", who, "customer.updated", facts))
        made.append(envelope(f"e{number}", who, "cancel.requested", {"channel": "phone", "reason": "tariff"}))
    path.write_text("".join(json.dumps(each) + "\n" for each in made), encoding="utf-8")
    return str(path)


def envelope(id: str, who: str, type: str, data: dict[str, object]) -> dict[str, object]:
    return {
        "id": id,
        "source": "/t",
        "type": type,
        "time": "2026-11-05T10:00:00+08:00",
        "subject": who,
        "data": data,
    }


def test_the_customers_who_change_are_counted_lowest_tier_first(
    call: Caller, fresh: Path, changed: Path, events: str
) -> None:
    told = call("compare", str(fresh), str(changed), "--events", events, "--json")
    assert told.code == 0
    assert told.json["customers"] == {"all": 4, "different": 2, "worse": 2}
    groups = [(each["value"], each["customers"], each["different"]) for each in told.json["groups"]]
    assert groups == [("basic", 1, 0), ("silver", 2, 2), ("gold", 1, 0)]
    assert [each["slot"] for each in told.json["slots"]]
    assert [edit["kind"] for edit in told.json["edits"]] == ["rule"]


def test_a_ruleset_compared_with_itself_changes_nobody(call: Caller, fresh: Path, events: str) -> None:
    told = call("compare", str(fresh), str(fresh), "--events", events, "--max-changed", "0", "--no-worse", "all")
    assert told.code == 0
    assert "none of 4 customers is treated differently" in told.out
    assert "the two rulesets mean the same" in told.out


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        (("--max-changed", "50%"), 0),
        (("--max-changed", "49.9%"), 1),
        (("--max-changed", "2"), 0),
        (("--max-changed", "1"), 1),
        (("--max-changed-in", "basic=0"), 0),
        (("--max-changed-in", "silver=99%"), 1),
        (("--max-changed-in", "unknown=0"), 0),
        (("--max-changed-slot", "task=1"), 1),
        (("--max-changed-slot", "menu=0"), 0),
        (("--no-worse", "all"), 1),
        (("--no-worse", "silver"), 1),
        (("--no-worse", "basic"), 0),
    ],
)
def test_a_limit_that_is_broken_ends_with_one(
    call: Caller, fresh: Path, changed: Path, events: str, limit: tuple[str, str], code: int
) -> None:
    told = call("compare", str(fresh), str(changed), "--events", events, *limit)
    assert (told.code, "✗" in told.out) == (code, bool(code))


@pytest.mark.parametrize(
    "words",
    [
        ("--max-changed", "few"),
        ("--max-changed", "-1"),
        ("--max-changed-in", "5%"),
        ("--max-changed-in", "bronze=1"),
        ("--max-changed-slot", "rout=1"),
        ("--no-worse", "bronze"),
        ("--by", "customer.months_with_us"),
        ("--events", "nothing.jsonl"),
    ],
)
def test_a_limit_that_says_nothing_is_misuse(
    call: Caller, fresh: Path, changed: Path, events: str, words: tuple[str, str]
) -> None:
    assert call("compare", str(fresh), str(changed), "--events", events, *words).code == 2


def test_limits_without_events_are_misuse(call: Caller, fresh: Path, changed: Path) -> None:
    told = call("compare", str(fresh), str(changed), "--max-changed", "5%")
    assert told.code == 2
    assert "this needs events" in told.err.replace("│", "").replace("\n", " ")


def test_customers_are_named_only_where_it_is_asked_for(
    call: Caller, fresh: Path, changed: Path, events: str, tmp_path: Path
) -> None:
    words = ("compare", str(fresh), str(changed), "--events", events)
    page = tmp_path / "page.html"
    for more in ((), ("--json",), ("--page", str(page))):
        told = call(*words, *more)
        assert SECRET not in told.out + told.err
    assert SECRET not in page.read_text(encoding="utf-8")
    assert SECRET in call(*words, "--show-customers").out
    assert call(*words, "--show-customers", "--json").json["who"] == [SECRET, "c2"]
    assert SECRET in call(*words, "--customer", SECRET).out
    call(*words, "--show-customers", "--page", str(page))
    assert SECRET in page.read_text(encoding="utf-8")


def test_a_rule_that_was_edited_and_speaks_by_both_is_pointed_at(
    call: Caller, fresh: Path, changed: Path, events: str
) -> None:
    rules = changed / "care.rules"
    rules.write_text(
        (fresh / "care.rules").read_text("utf-8").replace("in 1 working day", "in 2 working days"), "utf-8"
    )
    told = call("compare", str(fresh), str(changed), "--events", events)
    assert "`good customer asks to leave` speaks by both, and was edited" in told.out
    assert "规则 good customer" in call("compare", str(fresh), str(changed), "--lang", "zh").out


def test_without_events_it_is_worked_out_from_the_rules_with_a_customer_who_shows_it(
    call: Caller, fresh: Path, changed: Path
) -> None:
    told = call("compare", str(fresh), str(changed))
    assert told.code == 0
    assert "silver" in told.out
    assert "proved: everything that is not listed here is decided alike" in told.out
    found = call("compare", str(fresh), str(changed), "--json").json
    assert not found["same"]
    assert all(each["customer"] and not each["possible"] for each in found["differences"])
    assert call("compare", str(fresh), str(fresh), "--json").json["same"]


def test_a_record_is_replayed_and_only_read(
    call: Caller, fresh: Path, changed: Path, events: str, tmp_path: Path
) -> None:
    storage = f"sqlite:{tmp_path / 'care.db'}"
    assert call("run", str(fresh), "--events", events, "--storage", storage).code == 0
    before = call("status", "--storage", storage, "--json").json
    told = call("compare", "storage:active", str(changed), "--storage", storage, "--json")
    assert told.code == 0
    assert told.json["customers"] == {"all": 4, "different": 2, "worse": 2}
    assert call("status", "--storage", storage, "--json").json == before
    hash = f"storage:{before['hash']}"
    assert call("compare", hash, hash, "--storage", storage, "--json").json["customers"]["different"] == 0
    assert call("compare", "storage:nothing", str(changed), "--storage", storage).code == 2
    assert call("compare", "storage:active", str(changed)).code == 2


def test_a_storage_that_is_not_there_is_not_made(call: Caller, fresh: Path, changed: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.db"
    assert call("compare", str(fresh), str(changed), "--storage", f"sqlite:{nowhere}").code == 2
    assert not nowhere.exists()


def test_a_line_that_gives_no_decision_is_told(call: Caller, fresh: Path, changed: Path, events: str) -> None:
    with Path(events).open("a", encoding="utf-8") as file:
        file.write("{}\n")
    told = call("compare", str(fresh), str(changed), "--events", events)
    assert told.code == 1
    assert "1 lines gave no decision" in told.out


def test_facts_known_from_the_start_count(call: Caller, fresh: Path, changed: Path, tmp_path: Path) -> None:
    events, profiles = tmp_path / "bare.jsonl", tmp_path / "people.csv"
    event = envelope("e1", "ann", "cancel.requested", {"channel": "phone", "reason": "tariff"})
    events.write_text(json.dumps(event) + "\n", encoding="utf-8")
    profiles.write_text("customer,customer.tier,customer.months_with_us\nann,silver,30\n", encoding="utf-8")
    words = ("compare", str(fresh), str(changed), "--events", str(events), "--json")
    assert call(*words).json["customers"]["different"] == 0
    assert call(*words, "--profiles", str(profiles)).json["customers"]["different"] == 1


@pytest.mark.parametrize(("lang", "word"), [("zh", "待遇会改变"), ("zh-Hant", "待遇會改變")])
def test_it_speaks_chinese(call: Caller, fresh: Path, changed: Path, events: str, lang: str, word: str) -> None:
    assert word in call("compare", str(fresh), str(changed), "--events", events, "--lang", lang).out


def test_a_lowered_floor_is_told_with_its_line_and_what_it_held(call: Caller, fresh: Path) -> None:
    floor = "\nfloor everyone\n  answer within {} business hours\n  approved by Wang Fang on 2026-10-08\n"
    lower = fresh.parent / "lower"
    shutil.copytree(fresh, lower)
    for folder, hours in ((fresh, 8), (lower, 12)):
        rules = folder / "care.rules"
        rules.write_text(rules.read_text(encoding="utf-8") + floor.format(hours), "utf-8")
    text = (lower / "care.rules").read_text(encoding="utf-8")
    line = text[: text.index("answer within 12")].count("\n") + 1
    told = call("compare", str(fresh), str(lower)).out
    held = "answer within 8 business hours → answer within 12 business hours"
    assert f"floor everyone (care.rules:{line}): {held}\n" in told
    assert "floor everyone is lowered and no newer approval stands in it" in told
    assert "not compared" not in told
    assert (
        f"底线“everyone”（care.rules:{line}）：8工作小时内 接听 → 12工作小时内 接听"
        in call("compare", str(fresh), str(lower), "--lang", "zh").out
    )
