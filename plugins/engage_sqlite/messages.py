"""Why this storage refuses or fails. No sentence has room for a customer's value; SQL and its values stay out."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from engage.plugins import SchemaMismatch, StorageError, StorageLocked

__all__ = ["failed", "failure_of"]

_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "S020": ("the database cannot be opened: {reason}", "does its folder exist, and may this process write there?"),
    "S021": ("the database is not a regular file", "name a file, as in `sqlite:care.db`"),
    "S022": ("the database lies on a network file system ({kind})", "SQLite needs a local disk; or use PostgreSQL"),
    "S023": ("this SQLite database belongs to another program", "give engage a file of its own"),
    "S024": ("the database is damaged: {reason}", "stop, keep the file as it is, restore the latest backup"),
    "S025": (
        "the database has the schema `{found}`, this engage knows schemas up to `{known}`",
        "run the engage that wrote it, or a newer one",
    ),
    "S026": ("another process has kept the database locked", "the event was not acknowledged; send it again"),
    "S027": ("the database failed: {reason}", "the event was not acknowledged; see the disk, then send it again"),
    "S028": ("a text or a number of this event cannot be stored", "it did not pass the gate; give it to the engine"),
    "S029": ("the storage is closed", "open it anew"),
    "S030": ("the write-ahead log stands alone: the database is empty, its log is not", "restore the latest backup"),
    "S031": ("the schema could not be brought up to date: {reason}", "the database is as it was; read the log"),
    "S032": ("a stored text has the codec `{codec}`, which this engage does not know", "use a newer engage"),
    "S034": (
        "this process was forked while the database was open, and Python was not told",
        "make the engine after the fork (with uWSGI: `lazy-apps`)",
    ),
    "S033": ("the backup cannot be written: {reason}", "name a new file in a folder that this process may write"),
}
_BUSY: Final = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED"})
_DAMAGED: Final = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})


def failed(code: str, **values: str) -> StorageError:
    """The exception for a code."""
    sentence, hint = _SENTENCES[code]
    kind: type[StorageError] = {"S025": SchemaMismatch, "S026": StorageLocked}.get(code, StorageError)
    return kind(code, sentence.format(**values), hint=hint)


def failure_of(error: Exception) -> StorageError:
    """What an error of the driver means. Only the name of SQLite's error is kept: its text may hold a value."""
    if isinstance(error, sqlite3.ProgrammingError) and "closed" in str(error):
        return failed("S029")
    if isinstance(error, UnicodeError | OverflowError | sqlite3.InterfaceError | sqlite3.ProgrammingError):
        return failed("S028")
    name = getattr(error, "sqlite_errorname", "") or type(error).__name__
    primary = "_".join(name.split("_")[:2])
    if primary in _BUSY:
        return failed("S026")
    if primary in _DAMAGED:
        return failed("S024", reason=name)
    if primary == "SQLITE_CANTOPEN":
        return failed("S020", reason=name)
    return failed("S027", reason=name)
