"""A stream that may pause: what waits must not wait for what comes next."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from queue import Empty, Queue
from typing import Final, TypeVar

__all__ = ["paced"]

T = TypeVar("T")
_AHEAD: Final = 256


def paced(items: Iterable[T], seconds: float) -> Iterator[T | None]:
    """The items as they come, and None when `seconds` have passed since the first one that no None has followed.

    They are read in a thread of their own, which does not hold up the end of the process.
    """
    queue: Queue[tuple[T] | BaseException | None] = Queue(_AHEAD)

    def read() -> None:
        try:
            for item in items:
                queue.put((item,))
        except BaseException as failure:
            queue.put(failure)
        else:
            queue.put(None)

    threading.Thread(target=read, name="engage-stream", daemon=True).start()
    since: float | None = None
    while True:
        try:
            found = queue.get(timeout=None if since is None else max(0.0, since + seconds - time.monotonic()))
        except Empty:
            since = None
            yield None
            continue
        if found is None:
            return
        if isinstance(found, BaseException):
            raise found
        since = time.monotonic() if since is None else since
        yield found[0]
