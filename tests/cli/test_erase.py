"""`engage erase`: a customer is forgotten, down to the bytes of the files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import engage
from cli.calling import Caller
from engage.plugins import StorageError
from engage.runtime import SetClock
from engage_sqlite import SqliteStorage, open_sqlite

NAME, PHONE, MAIL = "Ding Yuxiang", "+8613800004711", "ding.yuxiang@example.org"
PLANTED = (NAME, PHONE, MAIL, "moved to Dalian", "c4711", "chat-4711", "case-4711")
START = 1_793_844_000_000_000
FILES = {
    "ruleset.yaml": """
engage: 1
ruleset: desk
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [desk.rules]
outputs:
  urgent: {type: yes/no, otherwise: no, en: urgent, zh: 加急}
safe default:
  - set urgent to no
""",
    "vocabulary.yaml": """
fields:
  customer.name: {type: text, en: name, zh: 姓名, personal: yes}
  customer.mail: {type: text, en: mail, zh: 邮箱, personal: yes}
  event.note: {type: text, en: note, zh: 备注, personal: yes}
events:
  call: {en: call, zh: 来电, type: call.received, fields: [note]}
""",
    "catalogue.yaml": """
owners:
  team: {en: team, zh: 小组}
works:
  call_back: {en: call back, zh: 回访, owner: team, channel: crm}
""",
    "desk.rules": """
rule greets
  event call
  when name is known
  then
    set urgent to yes
    task call back for team, due in 60 minutes
  because "{name} wrote from {mail}"
""",
}


@pytest.fixture
def program(tmp_path: Path) -> engage.Program:
    folder = tmp_path / "desk"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text.lstrip(), encoding="utf-8")
    return engage.load(folder)


@pytest.fixture
def address(program: engage.Program, tmp_path: Path) -> str:
    """A storage in which many customers have told a lot, and one of them what is planted."""
    (tmp_path / "data").mkdir()
    place = str(tmp_path / "data" / "care.db")
    with engage.Engine(program, open_sqlite(place), clock=SetClock(START)) as engine:
        for number in range(60):
            for key in ("c4711", f"c{number}") if number % 3 == 0 else (f"c{number}",):
                mine = key == "c4711"
                # Long texts that differ, so that pages are split, and rows move and grow.
                name, mail = (NAME, MAIL) if mine else (f"n{number}", f"m{number}")
                engine.know(key, {"customer.name": name + " " * (number % 7) * 40, "customer.mail": mail})
                engine.receive(call(number, key, "moved to Dalian" if mine else "a" * (number % 11) * 90))
        engine.alias("c4711", PHONE)
        engine.receive(call(99, PHONE, "moved to Dalian"))
    leave_traces(place)
    return f"sqlite:{place}"


def leave_traces(place: str) -> None:
    """What was deleted before, by an SQLite that overwrites nothing; some builds do so unasked."""
    with closing(sqlite3.connect(place, isolation_level=None)) as raw:
        raw.execute("PRAGMA secure_delete = OFF")
        for value in PLANTED:
            raw.execute("INSERT INTO alias VALUES ('main', 'gone', ?)", (value * 20,))
            raw.execute("DELETE FROM alias WHERE alias = 'gone'")


def call(number: int, subject: str, note: str) -> dict[str, object]:
    who = "4711" if subject in ("c4711", PHONE) else subject
    return {
        "id": f"e{number}-{'x' if who == '4711' else who}", "source": "/ivr", "type": "call.received",
        "time": f"2026-11-05T0{number // 60}:{number % 60:02}:00+00:00", "subject": subject,
        "contact": f"chat-{who}", "case": f"case-{who}", "data": {"note": note},
    }  # fmt: skip


def found(folder: Path) -> set[str]:
    """Which of the planted values stand in any file of a folder."""
    everything = b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
    return {value for value in PLANTED if value.encode() in everything}


def test_no_byte_of_an_erased_customer_is_left_in_the_files(call: Caller, address: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert found(data) == set(PLANTED)
    called = call("erase", PHONE, "--storage", address)
    assert called.code == 0
    assert called.out.splitlines() == [
        "erased: events 21, facts 2, aliases 1, effects 21, timers 0",
        f"next: engage status --storage {address}",
    ]
    assert found(data) == set()
    assert call("db", "check", "--storage", address).out.startswith("the storage is sound")


def test_the_files_are_clean_while_an_engine_has_them_open(
    call: Caller, program: engage.Program, address: str, tmp_path: Path
) -> None:
    with engage.Engine(program, address, clock=SetClock(START)) as engine:
        engine.profile("c4711")
        engine.erase("c4711")
        assert found(tmp_path / "data")
        assert call("db", "rewrite", "--storage", address, "--json").json == {"rewritten": True}
        assert found(tmp_path / "data") == set()
        assert (tmp_path / "data" / "care.db-wal").stat().st_size == 0
        assert engine.profile("c1").facts["customer.mail"].value == "m1"


def test_files_that_somebody_reads_are_told_not_to_be_clean(
    call: Caller, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = open_sqlite(address.removeprefix("sqlite:"))
    with storage._connections.read() as reader:  # type: ignore[attr-defined]
        reader.execute("SELECT count(*) FROM event").fetchone()
        called = call("erase", "c4711", "--storage", address)
        assert (called.code, "S038" in called.err) == (3, True)
        assert called.out.startswith("erased: events 21")
    storage.close()
    assert call("db", "rewrite", "--storage", address).code == 0
    assert found(tmp_path / "data") == set()


def test_a_dry_run_tells_and_does_nothing(call: Caller, address: str) -> None:
    told = call("erase", "c4711", "--storage", address, "--dry-run")
    assert told.out.splitlines() == [
        "would be erased: events 21, facts 2, aliases 1, effects 21, timers 0",
        f"next: engage erase c4711 --storage {address}",
    ]
    done = call("erase", "c4711", "--storage", address, "--no-rewrite", "--json").json
    assert done == {
        "events": 21, "facts": 2, "aliases": 1, "effects": 21, "timers": 0, "erased": True, "rewritten": False,
    }  # fmt: skip


def test_who_is_not_there_or_erased_already_is_misuse(call: Caller, address: str) -> None:
    assert call("erase", "nobody", "--storage", address).code == 2
    assert call("erase", "c4711", "--storage", address, "--no-rewrite").out.endswith(
        f"next: engage db rewrite --storage {address}\n"
    )
    again = call("erase", "c4711", "--storage", address)
    assert (again.code, "S004" in again.err, "c4711" in again.err) == (2, True, False)
    assert call("erase", "", "--storage", address).code == 2


def test_in_chinese_it_is_chinese(call: Caller, address: str) -> None:
    assert call("erase", "c4711", "--storage", address, "--dry-run", "--lang", "zh").out.startswith(
        "将要删除：事件 21 个，信息 2 项"
    )
    assert call("erase", "c4711", "--storage", address, "--lang", "zh-Hant").out.startswith("已刪除：事件 21 個")


def test_an_explanation_says_erased_and_tells_no_value(call: Caller, program: engage.Program, address: str) -> None:
    with engage.Engine(program, address, clock=SetClock(START)) as engine:
        id = next(iter(engine.decisions("c4711"))).id
    before = call("explain", id, "--storage", address)
    assert NAME in before.out
    call("erase", "c4711", "--storage", address, "--no-rewrite")
    for options in ((), ("--json",), ("--lang", "zh")):
        told = call("explain", id, "--storage", address, *options)
        assert told.code == 0, told.err
        assert not any(value in told.out for value in PLANTED)
        assert any(word in told.out for word in ("erased", "已被删除"))
    assert call("brief", "c4711", "--storage", address).code == 2


def test_a_comparison_passes_erased_events_over_and_says_how_many(call: Caller, address: str) -> None:
    before = call("compare", "storage:active", "storage:active", "--storage", address, "--json")
    call("erase", "c4711", "--storage", address, "--no-rewrite")
    after = call("compare", "storage:active", "storage:active", "--storage", address, "--json")
    assert (before.code, after.code) == (0, 0), after.err
    assert before.json["decisions"]["erased"] == 0
    assert after.json["decisions"]["erased"] == 21
    assert after.json["decisions"]["all"] == before.json["decisions"]["all"] - 21
    assert after.json["refused"] == []
    shown = call("compare", "storage:active", "storage:active", "--storage", address)
    assert "events of erased customers: 21" in shown.out


def test_a_storage_in_memory_has_no_files_to_write_anew() -> None:
    storage = SqliteStorage(":memory:")
    storage.prepare()
    storage.rewrite()
    storage.close()
    with pytest.raises(StorageError):
        storage.erase("main", "c1", 0)
