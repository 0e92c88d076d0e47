"""`engage db`: what is found, what would be done, what is done, and what is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli.calling import Caller


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:{tmp_path / 'care.db'}"


def test_a_dry_run_says_what_would_be_done_and_does_nothing(call: Caller, address: str, tmp_path: Path) -> None:
    called = call("db", "upgrade", "--storage", address, "--dry-run")
    assert called.code == 0
    assert called.out.splitlines() == [
        "schema found: none, wanted: 0006",
        "would be done: 0001, 0002, 0003, 0004, 0005, 0006",
        f"next: engage db upgrade --storage {address}",
    ]
    assert list(tmp_path.iterdir()) == []


def test_upgrade_makes_the_schema_once(call: Caller, address: str) -> None:
    assert call("db", "upgrade", "--storage", address, "--json").json == {
        "found": "",
        "wanted": "0006",
        "steps": ["0001", "0002", "0003", "0004", "0005", "0006"],
        "done": True,
    }
    assert "nothing to do" in call("db", "upgrade", "--storage", address).out
    assert "无需升级" in call("db", "upgrade", "--storage", address, "--lang", "zh").out


def test_a_newer_schema_ends_with_three_and_its_name(call: Caller, address: str, tmp_path: Path) -> None:
    call("db", "upgrade", "--storage", address)
    with closing(sqlite3.connect(tmp_path / "care.db", isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    called = call("db", "upgrade", "--storage", address, "--dry-run")
    assert called.code == 3
    assert "`9999`" in called.err


def test_check_ends_with_one_when_the_file_is_damaged(call: Caller, address: str, tmp_path: Path) -> None:
    call("db", "upgrade", "--storage", address)
    sound = call("db", "check", "--storage", address, "--json")
    assert (sound.code, sound.json) == (0, {"problems": []})
    with (tmp_path / "care.db").open("r+b") as file:
        file.seek(60_000)
        file.write(b"\xff" * 4096)
    called = call("db", "check", "--storage", address)
    assert called.code == 1
    assert "S024" in called.out


def test_a_backup_can_be_opened_and_writes_over_nothing(call: Caller, address: str, tmp_path: Path) -> None:
    call("db", "upgrade", "--storage", address)
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
