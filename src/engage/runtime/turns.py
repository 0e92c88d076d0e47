"""Who changes the same customer takes turns, and tries again when another process was faster.

Within a process threads wait for each other, so that they do not make each other's decisions stale. Between processes
the storage tells; then it is decided again after a short pause, for a bounded time.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from attrs import define, field

from engage.ground.canonical import derived_id
from engage.ground.finding import Words
from engage.runtime import messages as say

__all__ = ["Turn", "Turns"]

_PATIENCE_SECONDS: Final = 10.0
_FIRST_PAUSE: Final = 0.002
_LONGEST_PAUSE: Final = 0.2


class Turn:
    """One thread's turn. `again` pauses before another try, and raises StorageBusy when it has taken too long."""

    def __init__(self, who: str) -> None:
        self._who, self._tries = who, 0
        self._until = time.monotonic() + _PATIENCE_SECONDS

    def again(self, hint: Words) -> None:
        """Somebody else has changed it meanwhile."""
        self._tries += 1
        longest = min(_FIRST_PAUSE * 2 ** min(self._tries, 10), _LONGEST_PAUSE)
        # Spread, so that two processes do not meet again and again; derived, not drawn.
        share = int(derived_id(self._who, str(os.getpid()), str(self._tries))[:8], 16) / 0xFFFFFFFF
        if time.monotonic() > self._until:
            raise say.busy(hint)
        time.sleep(longest * share)


@define
class _Line:
    lock: threading.Lock = field(factory=threading.Lock)
    waiting: int = 0


class Turns:
    """The turns of one engine in this process."""

    def __init__(self) -> None:
        self._renew()

    def _renew(self) -> None:
        self._lines: dict[str, _Line] = {}
        self._lock = threading.Lock()
        self._pid = os.getpid()

    @contextmanager
    def of(self, who: str) -> Iterator[Turn]:
        """Wait for the others who are at the same; then it is ours."""
        if self._pid != os.getpid():
            self._renew()  # after a fork: a thread that held a turn has not come along
        with self._lock:
            line = self._lines.setdefault(who, _Line())
            line.waiting += 1
        try:
            with line.lock:
                yield Turn(who)
        finally:
            with self._lock:
                line.waiting -= 1
                if not line.waiting:
                    self._lines.pop(who, None)
