"""A host that forks while it works, as a program: `python forking_host.py FILE HOW`. Tells each id acknowledged to it.

`HOW`: `load` forks while threads commit; `leave` leaves the storage before its children are done; `gone` ends itself
and lets a child go on alone, a command of the operator beside it; `native` forks behind Python's back.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import time
from contextlib import closing

from engage.errors import StorageError
from engage.testing.storage import decide_once
from engage.testing.units import unit
from engage_sqlite import SqliteStorage

__all__: list[str] = []


def tell(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def commit(storage: SqliteStorage, number: int, key: str) -> None:
    tell(f"kept {decide_once(storage, unit(number, key)).event_id}")


def work(storage: SqliteStorage, worker: int, count: int = 20, pause: float = 0.02) -> None:
    for number in range(count):
        commit(storage, worker * 1_000 + number, f"c{worker}")
        time.sleep(pause)


def status(path: str) -> None:
    """What an operator types beside the running host."""
    command = [sys.executable, "-c", "from engage.cli import main; main()", "status", "--storage", f"sqlite:{path}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def child_of(storage: SqliteStorage, worker: int) -> int:
    child = os.fork()
    if child == 0:
        work(storage, worker)
        os._exit(0)
    return child


def under_load(storage: SqliteStorage, path: str) -> None:
    threads = [threading.Thread(target=work, args=(storage, worker, 60, 0.0)) for worker in (1, 2)]
    for thread in threads:
        thread.start()
    children = [child_of(storage, worker) for worker in range(3, 7)]
    status(path)
    for thread in threads:
        thread.join()
    storage.close()
    status(path)
    for child in children:
        assert os.waitpid(child, 0)[1] == 0


def leaving(storage: SqliteStorage) -> None:
    children = [child_of(storage, worker) for worker in (1, 2)]
    time.sleep(0.1)
    storage.close()
    for child in children:
        assert os.waitpid(child, 0)[1] == 0


def gone(storage: SqliteStorage, path: str) -> None:
    if os.fork():
        os._exit(0)
    time.sleep(0.2)
    work(storage, 1, 3)
    status(path)
    work(storage, 2, 3)
    assert storage.counts("main")["events"] == 7
    os._exit(0)  # without closing: what was told must be in the file, and not in the mind of this process


def native(storage: SqliteStorage) -> None:
    child = ctypes.CDLL(None).fork()
    if child == 0:
        try:
            commit(storage, 2, "c2")
        except StorageError as failure:
            tell(f"refused {failure.code}")
        os._exit(0)
    os.waitpid(child, 0)
    commit(storage, 3, "c3")


if __name__ == "__main__":
    place, how = sys.argv[1:]
    with closing(SqliteStorage(place, busy_seconds=20)) as opened:
        opened.prepare()
        commit(opened, 1, "first")
        if how == "load":
            under_load(opened, place)
        elif how == "leave":
            leaving(opened)
        elif how == "gone":
            gone(opened, place)
        else:
            native(opened)
