"""Verbs that look at a storage make none, and speak the language they are asked to."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import engage
from cli.calling import Caller


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("deliver", "--dead"),
        ("deliver", "--replay", "all"),
        ("deliver", "--channel", "crm=console:"),
        ("explain", "0" * 64),
    ],
)
def test_a_mistyped_path_is_told_and_nothing_is_made(call: Caller, tmp_path: Path, words: tuple[str, ...]) -> None:
    called = call(*words, "--storage", f"sqlite:{tmp_path / 'typo.db'}")
    assert called.code == 2
    assert "S012" in called.err
    assert list(tmp_path.iterdir()) == []


def test_half_a_character_in_a_path_is_no_path(call: Caller) -> None:
    called = call("status", "--storage", "sqlite:\ud800.db")
    assert called.code == 3
    assert "S021" in called.err


@pytest.mark.parametrize("language", ["zh", "zh-Hant"])
def test_status_is_chinese_throughout(call: Caller, fresh: Path, tmp_path: Path, language: str) -> None:
    storage = f"sqlite:{tmp_path / 'care.db'}"
    engine = engage.Engine(engage.load(fresh), storage)
    engine.close()
    shown = call("status", "--storage", storage, "--lang", language)
    assert shown.code == 0
    labels = [line.split()[0] for line in shown.out.splitlines() if line.strip()]
    assert len(labels) == 10
    assert not [label for label in labels if re.search("[a-z]", label)]


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DROP TABLE outbox", "the table `outbox` is missing"),
        ("DROP INDEX outbox_due", "the index `outbox_due` is missing"),
        ("ALTER TABLE event DROP COLUMN received_at", "the column `event.received_at` is missing"),
    ],
)
def test_a_check_tells_what_the_schema_has_and_the_file_has_not(
    call: Caller, tmp_path: Path, damage: str, told: str
) -> None:
    storage = f"sqlite:{tmp_path / 'care.db'}"
    call("db", "upgrade", "--storage", storage)
    with closing(sqlite3.connect(tmp_path / "care.db")) as raw, raw:
        raw.execute(damage)
    checked = call("db", "check", "--storage", storage)
    assert checked.code == 1
    assert told in checked.out
