"""`engage who`: counts, groups, lists, files and a page; what was not understood is shown in the words typed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import engage
from cli.calling import Caller


@pytest.fixture
def storage(fresh: Path, tmp_path: Path) -> str:
    """A storage in which three customers called; of one nothing more is known."""
    address = f"sqlite:{tmp_path / 'care.db'}"
    program = engage.load(fresh)
    kind = next(kind for kind in program.vocabulary.events if kind.contact)
    with engage.Engine(program, address) as engine:
        for customer in ("c1", "c2", "=c3"):
            event = {"id": customer, "source": "/t", "type": kind.type, "subject": customer}
            engine.receive({**event, "time": "2026-11-05T10:00:00+08:00", "data": {}})
        engine.know("c1", {"customer.tier": "gold"}, at="2026-11-01T10:00:00+08:00")
        engine.know("c2", {"customer.tier": "basic"}, at="2026-11-01T10:00:00+08:00")
    return address


def test_everybody_is_counted_by_a_value_in_its_declared_order(call: Caller, storage: str) -> None:
    told = call("who", "--by", "customer tier", "--storage", storage, "--at", "2026-11-06 10:00")
    assert told.code == 0
    assert told.out.splitlines()[:2] == ["all customers", "as of 2026-11-06 10:00"]
    rows = [line.split() for line in told.out.splitlines()]
    at = rows.index(["basic", "1", "33.3", "%"])
    assert rows[at + 1 : at + 3] == [["gold", "1", "33.3", "%"], ["unknown", "1", "33.3", "%"]]
    assert "c1" not in told.out
    assert (
        f'next: engage who --storage {storage} --at "2026-11-06 10:00" --by "customer tier" --page who.html' in told.out
    )


def test_those_of_whom_it_is_true_are_listed_and_what_is_wanting_is_counted(call: Caller, storage: str) -> None:
    told = call("who", "customer tier is gold", "--with", "months with us", "--storage", storage)
    rows = [line.split() for line in told.out.splitlines()]
    assert ["yes", "1", "33.3", "%"] in rows
    assert ["unknown", "1", "33.3", "%"] in rows
    assert ["customer", "tier", "1", "100.0", "%"] in rows
    assert ["c1", "unknown"] in rows
    assert f"next: engage brief c1 --storage {storage}" in told.out
    chinese = call("who", "客户等级 为 金卡", "--storage", storage, "--lang", "zh")
    assert chinese.out.startswith("客户等级 是 金卡")
    assert "未知的原因" in chinese.out


def test_all_of_them_go_to_a_file_and_few_are_listed(call: Caller, storage: str, tmp_path: Path) -> None:
    table, lines = tmp_path / "all.csv", tmp_path / "all.jsonl"
    told = call("who", "--limit", "1", "--with", "customer tier", "--storage", storage, "--out", str(table))
    assert "the first 1 of 3" in told.out
    with table.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["customer", "customer tier"],
            ["=c3", "unknown"],
            ["c1", "gold"],
            ["c2", "basic"],
        ]
    call("who", "--limit", "0", "--with", "customer tier", "--storage", storage, "--out", str(lines))
    kept = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    assert kept[0] == {"customer": "=c3", "customer tier": None}
    refused = call("who", "--storage", storage, "--out", str(tmp_path / "all.txt"))
    assert refused.code == 2
    assert ".csv" in refused.err


def test_everything_is_data_and_a_page(call: Caller, storage: str, tmp_path: Path) -> None:
    page = tmp_path / "who.html"
    asked = ("who", "months with us is unknown", "--by", "customer tier", "--storage", storage)
    data = call(*asked, "--at", "2026-11-06 10:00", "--page", str(page), "--json").json
    assert data["question"] == "months with us is unknown"
    assert data["at"] == "2026-11-06T10:00:00+00:00"
    assert (data["customers"], data["yes"], data["no"], data["unknown"], data["waits_for"]) == (3, 3, 0, 0, {})
    assert data["by"] == "customer tier"
    assert sorted(map(repr, data["groups"])) == sorted(
        repr({"value": value, "customers": 1}) for value in (None, "gold", "basic")
    )
    assert data["found"] == []
    html = page.read_text("utf-8")
    assert "months with us is unknown" in html
    assert 'style="width:33.3%"' in html


def test_what_cannot_be_read_is_pointed_at(call: Caller, storage: str) -> None:
    told = call("who", "customer teir is gold", "--storage", storage)
    assert told.code == 1
    assert "customer teir is gold" in told.err
    assert "^" in told.err
    assert call("who", "channel is phone", "--storage", storage).code == 1
    assert "V104" in call("who", "channel is phone", "--storage", storage).err
    assert call("who", "--storage", storage, "--limit", "-1").code == 2
