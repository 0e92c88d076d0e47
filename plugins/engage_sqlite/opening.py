"""Before the first statement: is this a file that SQLite can keep promises on, ours, sound, and of our schema?"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from engage_sqlite.messages import BROKEN_PAGES, NO_FOLDER, failed, failure_of

__all__ = [
    "APPLICATION",
    "HEAD",
    "KNOWN",
    "check_place",
    "file_system_of",
    "found_schema",
    "inspect",
    "make_file",
    "sync_folder",
]

#: `enga`, in the file's header: says whose file it is.
APPLICATION: Final = 0x656E6761
#: Every schema this engage can bring up to date, oldest first; a test holds it equal to the migrations.
KNOWN: Final = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
HEAD: Final = KNOWN[-1]
_NETWORK: Final = frozenset(
    {
        "afs",
        "cifs",
        "ceph",
        "fuse.glusterfs",
        "fuse.sshfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
    }
)


def check_place(path: str, mounts: str | None = None) -> None:
    """Refuse what is no regular file, what lies on a network, and a log without its database.

    `mounts` is the text of /proc/mounts; None reads it where there is one.
    """
    if not path or "\0" in path or not _is_a_path(path):
        raise failed("S021")
    if path.startswith("//") or "?" in path:
        raise failed("S036")  # as other libraries write it: it would name another file than was meant
    file = Path(path).resolve()
    if file.exists() and not file.is_file():
        raise failed("S021")
    if not file.parent.is_dir():
        raise failed("S020", reason=NO_FOLDER)
    log = Path(f"{file}-wal")
    if (not file.exists() or file.stat().st_size == 0) and log.exists() and log.stat().st_size > 0:
        # SQLite would throw the log away and start empty; acknowledged decisions may be in it.
        raise failed("S030")
    kind = file_system_of(file, _mounts() if mounts is None else mounts)
    if kind in _NETWORK:
        raise failed("S022", kind=kind)


def _is_a_path(path: str) -> bool:
    try:
        os.fsencode(path)
    except UnicodeError:
        return False  # half a character
    return True


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # not Linux: nothing can be said


def file_system_of(path: Path, mounts: str) -> str:
    """The kind of the file system a path lies on, empty when unknown."""
    best, kind = "", ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        inside = point == "/" or str(path) == point or str(path).startswith(point + "/")
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind


def inspect(path: str) -> str:
    """Refuse a damaged file and another program's database; the schema of ours, empty for a new file.

    Looks without changing anything: a stranger's database must stay as it is.
    """
    try:
        with closing(sqlite3.connect(path, timeout=5.0, isolation_level=None)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if tables and application != APPLICATION:
                raise failed("S023")
            if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
                raise failed("S024", reason=BROKEN_PAGES)
            return found_schema(connection)
    except sqlite3.Error as error:
        raise failure_of(error) from None


def found_schema(connection: sqlite3.Connection) -> str:
    """The schema a database has, empty for none. Raises SchemaMismatch, which names it, for one we do not know."""
    table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if table else None
    found = str(row[0]) if row else ""
    if found and found not in KNOWN:
        raise failed("S025", found=found, known=HEAD)
    return found


def make_file(path: str) -> None:
    """Make the file readable by its owner alone: it speaks of customers. SQLite gives its log the same mode."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise failed("S020", reason=errno.errorcode.get(error.errno or 0, "EIO")) from None


def sync_folder(path: str) -> None:
    """Put the new file's name on disk, too: a power cut must not take the whole database away."""
    descriptor = os.open(Path(path).resolve().parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
