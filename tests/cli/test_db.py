"""`engage db`: what is found, what would be done, what is done, and what is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli.calling import Caller
from engage.testing.units import unit
from engage_sqlite import open_sqlite


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:{tmp_path / 'care.db'}"


def test_a_dry_run_says_what_would_be_done_and_does_nothing(call: Caller, address: str, tmp_path: Path) -> None:
    called = call("db", "upgrade", "--storage", address, "--dry-run", "--new")
    assert called.code == 0
    assert called.out.splitlines() == [
        "schema found: none, wanted: 0008",
        "would be done: 0001, 0002, 0003, 0004, 0005, 0006, 0007, 0008",
        f"next: engage db upgrade --storage {address}",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", ["upgrade", "check"])
def test_a_path_mistyped_is_no_new_storage(call: Caller, address: str, tmp_path: Path, verb: str) -> None:
    called = call("db", verb, "--storage", address)
    assert (called.code, "S012" in called.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_check_reads_every_record(call: Caller, address: str, tmp_path: Path) -> None:
    storage = open_sqlite(str(tmp_path / "care.db"))
    storage.prepare()
    for number in range(1, 4):
        storage.commit("main", unit(number, version=number - 1))
    storage.close()
    assert "S009" in call("db", "check", "--storage", address).out


def test_upgrade_makes_the_schema_once(call: Caller, address: str) -> None:
    assert call("db", "upgrade", "--storage", address, "--new", "--json").json == {
        "found": "",
        "wanted": "0008",
        "steps": ["0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008"],
        "done": True,
    }
    assert "nothing to do" in call("db", "upgrade", "--storage", address).out
    assert "无需升级" in call("db", "upgrade", "--storage", address, "--lang", "zh").out


def test_a_newer_schema_ends_with_three_and_its_name(call: Caller, address: str, tmp_path: Path) -> None:
    call("db", "upgrade", "--storage", address, "--new")
    with closing(sqlite3.connect(tmp_path / "care.db", isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    called = call("db", "upgrade", "--storage", address, "--dry-run")
    assert called.code == 3
    assert "`9999`" in called.err


def test_check_ends_with_one_when_the_file_is_damaged(call: Caller, address: str, tmp_path: Path) -> None:
    call("db", "upgrade", "--storage", address, "--new")
    sound = call("db", "check", "--storage", address, "--json")
    assert (sound.code, sound.json) == (0, {"problems": []})
    with (tmp_path / "care.db").open("r+b") as file:
        file.seek(60_000)
        file.write(b"\xff" * 4096)
    called = call("db", "check", "--storage", address)
    assert called.code == 1
    assert "S024" in called.out


def test_a_backup_can_be_opened_and_writes_over_nothing(call: Caller, address: str, tmp_path: Path) -> None:
    call("db", "upgrade", "--storage", address, "--new")
    copy = tmp_path / "copy.db"
    assert call("db", "backup", "--storage", address, "--to", str(copy), "--json").json == {"backup": str(copy)}
    assert call("status", "--storage", f"sqlite:{copy}", "--json").json["events"] == 0
    assert call("db", "backup", "--storage", address, "--to", str(copy)).code == 2


def test_a_backup_of_a_storage_that_is_not_there_ends_with_three(call: Caller, address: str, tmp_path: Path) -> None:
    assert call("db", "backup", "--storage", address, "--to", str(tmp_path / "copy.db")).code == 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("db",), ("db", "shrink"), ("db", "check")])
def test_misuse_ends_with_two(call: Caller, words: tuple[str, ...]) -> None:
    assert call(*words).code == 2
