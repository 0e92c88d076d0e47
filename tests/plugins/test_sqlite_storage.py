"""Storage on SQLite keeps the contract, and refuses files on which it could not."""

from __future__ import annotations

from pathlib import Path

from engage.plugins import Storage
from engage.testing.storage import StorageContract
from engage_sqlite import SqliteStorage


class TestSqliteFile(StorageContract):
    def open(self, folder: Path) -> Storage:
        return SqliteStorage(str(folder / "care.db"))


class TestSqliteInMemory(StorageContract):
    def open(self, folder: Path) -> Storage:
        return SqliteStorage(":memory:")
