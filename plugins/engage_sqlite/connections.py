"""Connections of one process: one that writes, some that read; closed before a fork and opened anew after it.

Nothing here knows a table. Whatever the driver raises leaves as a StorageError.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from engage_sqlite import forking
from engage_sqlite.messages import failed, failure_of

__all__ = ["Connections"]

_IDLE_READERS = 8
_SWITCH_AGAIN_SECONDS = 0.01


class _OfProcess:
    """What belongs to one process: an inherited lock or connection must never be used after a fork."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.lock = threading.RLock()
        self.writer: sqlite3.Connection | None = None
        self.readers: deque[sqlite3.Connection] = deque()
        self.opened: list[sqlite3.Connection] = []
        #: the file that was opened first: its device and number
        self.place: tuple[int, int] | None = None


class Connections:
    """`write()` gives a transaction that holds SQLite's write lock from its start, `read()` one that never waits.

    `busy_seconds`: how long to wait for another process's transaction. A database in memory has one connection.
    """

    def __init__(self, path: str, busy_seconds: float, crash: Callable[[str], None]) -> None:
        self._busy_seconds, self._crash = busy_seconds, crash
        self.in_memory = path == ":memory:"
        # Memory with a name, so that the connection of a migration reaches it, too.
        self._address = f"file:engage-{id(self)}?mode=memory&cache=shared" if self.in_memory else path
        self._closed = False
        self._here = _OfProcess()
        # Kept for ever, and never closed: closing would reach into files the parent process still uses.
        self._inherited: list[_OfProcess] = []
        forking.watch(self)

    def process(self) -> _OfProcess:
        """The connections of this very process. Raises StorageError where a fork has left the parent's open."""
        if self._here.pid != os.getpid():
            self.in_child()  # forked by a library that tells Python nothing
        if self._inherited:
            raise failed("S034")
        return self._here

    def before_fork(self) -> None:
        """Close them; a database in memory stays, for each side its own."""
        if not self.in_memory:
            self._close_all(self._here)

    def in_child(self) -> None:
        """Start with none. Those of the parent that are still open make the file unusable here: see `forking`."""
        before, self._here = self._here, _OfProcess()
        if self.in_memory:
            self._here.writer, self._here.opened = before.writer, before.opened
        elif before.opened:
            self._inherited.append(before)

    def open(self) -> sqlite3.Connection:
        """A new connection with the settings of every connection."""
        if self._closed:
            raise failed("S029")
        try:
            connection = sqlite3.connect(
                self._address,
                timeout=self._busy_seconds,
                isolation_level=None,
                check_same_thread=False,
                uri=self.in_memory,
            )
        except sqlite3.Error as error:
            raise failure_of(error) from None
        try:
            # WAL lets readers go on while one writes. FULL: what was acknowledged survives a power cut (NORMAL lost
            # 1,199 of 13,098 acknowledged transactions in simulated cuts).
            self._switch_to_wal(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA journal_size_limit = 67108864")
        except sqlite3.Error as error:
            connection.close()
            raise failure_of(error) from None
        here = self.process()
        here.opened.append(connection)
        here.place = here.place or self._place()
        return connection

    def _switch_to_wal(self, connection: sqlite3.Connection) -> None:
        """SQLite itself does not wait here while another one, who starts at the same moment, makes the new file."""
        until = time.monotonic() + self._busy_seconds
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                    raise
                time.sleep(_SWITCH_AGAIN_SECONDS)

    def _place(self) -> tuple[int, int] | None:
        """Device and number of the file that the path names now, None where there is none."""
        if self.in_memory:
            return None
        try:
            found = os.stat(self._address)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def lend(self) -> sqlite3.Connection:
        """A new connection that whoever asked for it closes, all of it within `forking.inside`."""
        connection = self.open()
        self.process().opened.remove(connection)
        return connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction that writes. On any exception nothing of it stays."""
        here = self.process()
        with here.lock, forking.inside():
            if self._closed or here.writer is None:
                here.writer = self.open()
            writer = here.writer
            if self._place() != here.place:
                # SQLite would go on writing into a file that nobody finds again.
                raise failed("S035")
            try:
                writer.execute("BEGIN IMMEDIATE")
                self._crash("begin")
                yield writer
                self._crash("commit")
                writer.execute("COMMIT")
                self._crash("committed")
            except BaseException as error:
                if writer.in_transaction:
                    with suppress(sqlite3.Error):
                        writer.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error | UnicodeError | OverflowError):
                    raise failure_of(error) from None
                raise

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One transaction that reads: all of it sees the same moment."""
        if self.in_memory:
            with self.write() as writer:
                yield writer
            return
        here = self.process()
        if self._closed:
            raise failed("S029")
        with forking.inside():
            try:
                reader = here.readers.pop()
            except IndexError:
                reader = self.open()
            try:
                reader.execute("BEGIN")
                yield reader
            except (sqlite3.Error, UnicodeError, OverflowError) as error:
                raise failure_of(error) from None
            finally:
                self._give_back(here, reader)

    def _give_back(self, here: _OfProcess, reader: sqlite3.Connection) -> None:
        try:
            if reader.in_transaction:
                reader.execute("COMMIT")
        except sqlite3.Error:
            self._drop(here, reader)
            return
        if self._closed or len(here.readers) >= _IDLE_READERS:
            self._drop(here, reader)
        else:
            here.readers.append(reader)

    @staticmethod
    def _drop(here: _OfProcess, connection: sqlite3.Connection) -> None:
        with suppress(ValueError):
            here.opened.remove(connection)
        with suppress(sqlite3.Error):
            connection.close()

    def close(self) -> None:
        """Close the connections of this process. Those inherited over a fork are left alone."""
        self._closed = True
        here = self._here
        if here.pid != os.getpid():
            return
        with here.lock, forking.inside():
            self._close_all(here)

    def _close_all(self, here: _OfProcess) -> None:
        here.writer = None
        here.readers.clear()
        for connection in tuple(here.opened):
            self._drop(here, connection)
