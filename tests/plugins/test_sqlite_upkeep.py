"""Looking after one SQLite file: its schema, its soundness, a backup of one moment while others write."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import engage
from engage.errors import SchemaMismatch, StorageError
from engage.plugins import Schema, Upkeep
from engage_sqlite import SqliteStorage
from engage_sqlite.opening import HEAD, KNOWN

MINI = Path(__file__).parents[1] / "samples" / "mini"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "care.db"


@pytest.fixture
def storage(path: Path) -> Iterator[SqliteStorage]:
    opened = SqliteStorage(str(path))
    yield opened
    opened.close()


def damage(path: Path) -> None:
    """Overwrite the middle of a file."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * 4096)


def test_the_storage_offers_upkeep(storage: SqliteStorage) -> None:
    assert isinstance(storage, Upkeep)


def test_looking_at_the_schema_makes_no_file(storage: SqliteStorage, path: Path) -> None:
    assert storage.schema() == Schema("", HEAD, KNOWN)
    assert not path.exists()


def test_a_prepared_file_needs_no_step(storage: SqliteStorage) -> None:
    storage.prepare()
    assert storage.schema() == Schema(HEAD, HEAD, ())
    assert storage.problems() == ()


def test_a_newer_schema_is_refused_when_it_is_looked_at(storage: SqliteStorage, path: Path) -> None:
    storage.prepare()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaMismatch, match="9999"):
        storage.schema()


def test_a_damaged_file_is_told_and_left_alone(storage: SqliteStorage, path: Path) -> None:
    storage.prepare()
    storage.close()
    damage(path)
    before = path.read_bytes()
    assert storage.problems() != ()
    assert path.read_bytes() == before


def test_a_file_that_is_not_there_is_no_sound_one(storage: SqliteStorage, path: Path) -> None:
    with pytest.raises(StorageError, match="no such file"):
        storage.problems()
    assert not path.exists()


def test_a_backup_is_of_one_moment_while_others_write(storage: SqliteStorage, path: Path, tmp_path: Path) -> None:
    program = engage.load(MINI)
    written, enough, stop = 0, threading.Event(), threading.Event()

    def write() -> None:
        nonlocal written
        with engage.Engine(program, f"sqlite:{path}") as engine:
            while not stop.is_set():
                event = {"id": f"e{written}", "source": "/load", "type": "complaint.received"}
                when = {"time": "2026-11-05T10:00:00Z", "subject": f"c{written % 7}", "data": {"grade": "serious"}}
                engine.receive({**event, **when})
                written += 1
                if written == 20:
                    enough.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert enough.wait(30)
        backups = [tmp_path / f"backup{number}.db" for number in range(3)]
        for backup in backups:
            storage.back_up(str(backup))
    finally:
        stop.set()
        writer.join()
    sizes = []
    for backup in backups:
        copy = SqliteStorage(str(backup))
        assert copy.problems() == ()
        counts = copy.counts("main")
        copy.close()
        assert counts["events"] == counts["decisions"]
        sizes.append(counts["events"])
        assert stat.S_IMODE(os.stat(backup).st_mode) == 0o600
    assert 20 <= sizes[0] <= sizes[1] <= sizes[2] <= written
    assert not list(tmp_path.glob("*.part"))


def test_a_backup_writes_over_nothing(storage: SqliteStorage, tmp_path: Path) -> None:
    storage.prepare()
    kept = tmp_path / "kept.db"
    kept.write_text("mine", encoding="utf-8")
    with pytest.raises(StorageError) as caught:
        storage.back_up(str(kept))
    assert caught.value.code == "S033"
    assert kept.read_text(encoding="utf-8") == "mine"


def test_a_backup_of_nothing_is_refused(storage: SqliteStorage, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no such file"):
        storage.back_up(str(tmp_path / "copy.db"))
    assert list(tmp_path.iterdir()) == []


def test_a_backup_into_a_folder_that_is_not_there_leaves_nothing(storage: SqliteStorage, tmp_path: Path) -> None:
    storage.prepare()
    with pytest.raises(StorageError):
        storage.back_up(str(tmp_path / "nowhere" / "copy.db"))
