"""The one place where the wall clock is read. Everything else is given the moment."""

from __future__ import annotations

import time
from typing import Protocol

__all__ = ["Clock", "SetClock", "SystemClock"]


class Clock(Protocol):
    """Says what time it is: microseconds since 1970 UTC."""

    def now(self) -> int:
        """Microseconds since 1970 UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        """Microseconds since 1970 UTC."""
        return time.time_ns() // 1_000


class SetClock:
    """A clock that stands where it was set: `engage run` sets it by the events' own time; tests by hand."""

    def __init__(self, at: int = 0) -> None:
        self.at = at

    def now(self) -> int:
        """Where it was set, microseconds since 1970 UTC."""
        return self.at
