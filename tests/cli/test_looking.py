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
        ("brief", "c7"),
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
    call("db", "upgrade", "--storage", storage, "--new")
    with closing(sqlite3.connect(tmp_path / "care.db")) as raw, raw:
        raw.execute(damage)
    checked = call("db", "check", "--storage", storage)
    assert checked.code == 1
    assert told in checked.out


def of_an_older_schema(ruleset: Path, place: Path) -> None:
    engage.Engine(engage.load(ruleset), f"sqlite:{place}").close()
    with closing(sqlite3.connect(place)) as raw:
        for table in ("customer", "contact"):
            raw.execute(f"ALTER TABLE {table} DROP COLUMN latest_at")
        raw.execute("ALTER TABLE customer DROP COLUMN carried")
        for index in ("alias_of_customer", "timer_of_customer"):
            raw.execute(f"DROP INDEX {index}")
        stays = ("TABLE stay", "TABLE move", "INDEX timer_alarm", "INDEX customer_erased")
        for later in (*stays, "TABLE desk", "TABLE desk_worker"):
            raw.execute(f"DROP {later}")
        raw.execute("UPDATE alembic_version SET version_num = '0002'")
        raw.commit()


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("deliver", "--dead"),
        ("deliver", "--replay", "all"),
        ("deliver", "--channel", "crm=console:"),
        ("explain", "0" * 64),
        ("compare", "storage:active", "storage:active"),
    ],
)
def test_a_storage_of_an_older_schema_is_left_as_it_is_with_what_to_type(
    call: Caller, fresh: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    place = tmp_path / "care.db"
    of_an_older_schema(fresh, place)
    before = place.read_bytes()
    called = call(*words, "--storage", f"sqlite:{place}")
    assert called.code == 3
    typed = f"engage db upgrade --storage sqlite:{place}"
    assert called.err.strip() == f"S015: the storage has the schema `0002`, this engage needs `0008` (type `{typed}`)"
    assert place.read_bytes() == before
    assert call(*typed.split()[1:]).code == 0
    assert "S015" not in call(*words, "--storage", f"sqlite:{place}").err


def test_an_engine_brings_a_storage_up_to_date(fresh: Path, tmp_path: Path) -> None:
    place = tmp_path / "care.db"
    of_an_older_schema(fresh, place)
    with engage.Engine(engage.load(fresh), f"sqlite:{place}") as engine:
        assert engine.status()["generation"] == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("status", "--storage", "sqlite:{folder}/typo.db"), "S012：该地址没有存储"),
        (("status", "--storage", "sqlite:{folder}/no/care.db"), "S020：数据库无法打开：没有这个文件夹"),
        (("status", "--storage", "sqlit:care.db"), "P007：没有存储 `sqlit`（是不是 `sqlite`）"),
        (("decide", "{ruleset}", "--event", "{folder}/bad.json"), "G013（/time）：缺少 `time`"),
    ],
)
def test_what_is_refused_is_said_in_chinese(
    call: Caller, fresh: Path, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    (tmp_path / "bad.json").write_text('{"id": "1", "source": "/t", "type": "cancel.requested"}', encoding="utf-8")
    called = call(*(word.format(folder=tmp_path, ruleset=fresh) for word in words), "--lang", "zh")
    assert called.code
    assert called.err.startswith(told)


def test_a_line_that_gives_no_decision_is_told_in_chinese(call: Caller, fresh: Path, tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text('{"id": "1", "source": "/t", "type": "x"}\n', encoding="utf-8")
    place = f"sqlite:{tmp_path / 'care.db'}"
    shown = call("run", str(fresh), "--events", str(tmp_path / "events.jsonl"), "--storage", place, "--lang", "zh")
    assert "缺少 `time`" in shown.out
