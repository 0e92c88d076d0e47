"""Look at a database, copy it, write it anew. Nothing here changes what the database says."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from engage.plugins import Schema, StorageError
from engage_sqlite import opening
from engage_sqlite.messages import BROKEN_PAGES, NO_FILE, failed, failure_of
from engage_sqlite.schema import METADATA

__all__ = ["back_up", "problems", "rewrite", "schema"]

_MOST: Final = 20


def schema(path: str) -> Schema:
    """The schema a file has and the steps to the one that is wanted. A file that is not there is not made."""
    opening.check_place(path)
    found = opening.inspect(path) if Path(path).exists() else ""
    steps = opening.KNOWN[opening.KNOWN.index(found) + 1 :] if found else opening.KNOWN
    return Schema(found, opening.HEAD, steps)


def problems(path: str) -> tuple[str, ...]:
    """What SQLite finds wrong with the whole file: pages, indexes, rows that refer to nothing."""
    opening.check_place(path)
    if not Path(path).exists():
        raise failed("S020", reason=NO_FILE)
    try:
        opening.inspect(path)
        with closing(sqlite3.connect(path, timeout=5.0, isolation_level=None)) as connection:
            told = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_MOST})")]
            missing = _missing(connection) if opening.found_schema(connection) == opening.HEAD else []
            lost = [
                f"{row[0]} refers to a missing row of {row[2]}"
                for row in connection.execute("PRAGMA foreign_key_check")
            ]
    except sqlite3.Error as error:
        return (str(failure_of(error)),)
    except StorageError as error:
        if error.code != "S024":
            raise
        return (str(error),)
    return (*(line for line in told if line != "ok"), *missing, *lost[:_MOST])


def _missing(connection: sqlite3.Connection) -> list[str]:
    """Tables, columns and indexes that the schema has and the file has not."""
    found = {(str(row[0]), str(row[1])) for row in connection.execute("SELECT type, name FROM sqlite_master")}
    lacks = []
    for table in METADATA.sorted_tables:
        if ("table", table.name) not in found:
            lacks.append(f"the table `{table.name}` is missing")
            continue
        there = {str(row[1]) for row in connection.execute(f"PRAGMA table_info({table.name})")}
        lacks += [f"the column `{table.name}.{one.name}` is missing" for one in table.columns if one.name not in there]
        lacks += [f"the index `{one.name}` is missing" for one in table.indexes if ("index", one.name) not in found]
    return lacks


def back_up(opened: Callable[[], sqlite3.Connection], to: str) -> None:
    """Copy the database as it is at one moment to a new file, checked and on disk before it gets its name.

    One step for all pages: with WAL a writer goes on meanwhile, and the copy need not start again for it.
    """
    target, part = Path(to), Path(f"{to}.part")
    if target.exists():
        raise failed("S033", reason=errno.errorcode[errno.EEXIST])
    with suppress(OSError):
        part.unlink()  # of a backup that was killed
    opening.make_file(str(part))
    try:
        with closing(opened()) as live, closing(sqlite3.connect(part, isolation_level=None)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, whole in itself
            if copy.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
                raise failed("S024", reason=BROKEN_PAGES)
        _to_disk(part)
        os.replace(part, target)
        opening.sync_folder(str(target))
    except sqlite3.Error as error:
        raise failed("S033", reason=getattr(error, "sqlite_errorname", type(error).__name__)) from None
    except OSError as error:
        raise failed("S033", reason=errno.errorcode.get(error.errno or 0, "EIO")) from None
    finally:
        with suppress(OSError):
            part.unlink()


def rewrite(opened: Callable[[], sqlite3.Connection]) -> None:
    """Write every page anew and empty the log: rows that were deleted or changed leave copies of themselves in both.

    `secure_delete` is not enough: SQLite zeroes the row, and not what was left where it lay before a page was split.
    """
    try:
        with closing(opened()) as live:
            live.execute("VACUUM")
            (busy, *_) = live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise failed("S038", reason=getattr(error, "sqlite_errorname", type(error).__name__)) from None
    if busy:
        raise failed("S038", reason="SQLITE_BUSY")


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
