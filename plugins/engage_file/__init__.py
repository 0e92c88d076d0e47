"""Effects as lines in a file: `file:out/crm.jsonl`, one JSON object a line, on disk before it counts as delivered.

Each key stands once in the file: a second attempt looks for it first. A half line that a crash left is taken away.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from engage.plugins import (
    Answer,
    Channel,
    ChannelRegistry,
    Delivery,
    Permanent,
    PluginError,
    Retryable,
    Words,
    hookimpl,
)

try:
    import fcntl
except ImportError:  # Windows: one process writes to a file
    fcntl = None  # type: ignore[assignment]

__all__ = ["FileChannel", "engage_channels", "open_file"]

_UNWRITTEN: Final = Words("the file cannot be written: {code}", "无法写入文件：{code}", "無法寫入檔案：{code}")
_BLOCK: Final = 1 << 20


class FileChannel:
    """Appends to a file under a lock, and waits for the disk. The file may be moved away between deliveries."""

    idempotency = "natural"
    window_seconds = 0.0

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def deliver(self, delivery: Delivery) -> Answer:
        """Append a line. Retryable when the disk refuses, Permanent when the path is no file."""
        heads = {"key": delivery.key, "channel": delivery.channel, "kind": delivery.kind}
        heads |= {"tenant": delivery.tenant, "decision": delivery.decision_id}
        text = json.dumps(heads, ensure_ascii=False, separators=(",", ":"))[:-1] + f',"data":{delivery.payload}}}\n'
        try:
            with self._opened() as file:
                _mend_tail(file)
                # The first attempt cannot be in the file yet; only later ones pay for a search.
                if delivery.attempt > 1 and _holds(file, delivery.key):
                    return Answer("delivered")
                _append(file, text.encode("utf-8", "surrogatepass"))
        except OSError as failure:
            code = errno.errorcode.get(failure.errno or 0, "EIO")
            kind = Permanent if failure.errno in (errno.EISDIR, errno.EINVAL) else Retryable
            raise kind(f"file-{code.lower()}", _UNWRITTEN.filled(code=code)) from None
        return Answer("delivered")

    @contextmanager
    def _opened(self) -> Iterator[int]:
        new = not self._path.exists()
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NONBLOCK", 0), 0o600)
        try:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise OSError(errno.EINVAL, "not a regular file")
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX)
            if new:
                _sync_folder(self._path.resolve().parent)
            yield file
        finally:
            os.close(file)

    def close(self) -> None:
        """Nothing to give back: the file is open during a delivery only."""


def _mend_tail(file: int) -> None:
    """End the last line, or take it away when it is half an object: it was never acknowledged."""
    size = os.fstat(file).st_size
    if size == 0 or os.pread(file, 1, size - 1) == b"\n":
        return
    start, tail = size, b""
    while start > 0 and b"\n" not in tail:
        begin = max(0, start - _BLOCK)
        tail = os.pread(file, start - begin, begin) + tail
        start = begin
    last = tail.rpartition(b"\n")[2]
    try:
        json.loads(last)
    except (ValueError, RecursionError):
        os.ftruncate(file, size - len(last))
    else:
        os.write(file, b"\n")


def _holds(file: int, key: str) -> bool:
    """Whether a line with this key is in the file. A key is at the start of its line."""
    wanted = b'{"key":' + json.dumps(key, ensure_ascii=False).encode("utf-8", "surrogatepass") + b","
    with os.fdopen(os.dup(file), "rb") as lines:
        lines.seek(0)
        return any(line.startswith(wanted) for line in lines)


def _append(file: int, line: bytes) -> None:
    """Write all of a line and wait for the disk; on a failure nothing of it stays."""
    size = os.fstat(file).st_size
    try:
        rest = line
        while rest:
            rest = rest[os.write(file, rest) :]
        os.fsync(file)
    except OSError:
        with suppress(OSError):
            os.ftruncate(file, size)
        raise


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not every system lets a folder be opened
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def open_file(path: str) -> Channel:
    """The channel that appends to `path`. The folder must exist; the file is made."""
    if not path or Path(path).is_dir() or not Path(path).parent.is_dir():
        raise PluginError(
            "F001",
            Words("this is not the path of a file in a folder that exists", "这不是已有文件夹中的文件路径"),
            hint=Words("make the folder", "请先建立文件夹"),
        )
    return FileChannel(path)


@hookimpl
def engage_channels(registry: ChannelRegistry) -> None:
    """Register `file`."""
    registry.add("file", open_file)
