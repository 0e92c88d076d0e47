"""Storage on one SQLite file: `sqlite:care.db`. The default, and enough for one machine.

The driver and the schema are loaded when a storage is opened, not when the plugin is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engage.plugins import Storage, StorageRegistry, hookimpl

if TYPE_CHECKING:
    from engage_sqlite.storage import SqliteStorage

__all__ = ["SqliteStorage", "engage_storages", "open_sqlite"]


def open_sqlite(path: str) -> Storage:
    """The storage in a file, `:memory:` for one that is forgotten. The file is made by `prepare`."""
    from engage_sqlite.storage import SqliteStorage

    return SqliteStorage(path)


@hookimpl
def engage_storages(registry: StorageRegistry) -> None:
    """Register `sqlite`."""
    registry.add("sqlite", open_sqlite)


def __getattr__(name: str) -> object:
    if name == "SqliteStorage":
        from engage_sqlite.storage import SqliteStorage

        return SqliteStorage
    raise AttributeError(f"module `engage_sqlite` has no name `{name}`")
