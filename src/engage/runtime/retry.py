"""When a failed delivery is tried again: the schedule of Standard Webhooks, spread so that none is stormed."""

from __future__ import annotations

from typing import Final

from engage.ground.canonical import derived_id

__all__ = ["ATTEMPTS", "wait_before"]

#: Seconds before attempt 2, 3, …; the example schedule of Standard Webhooks 1.0.0, 75 h 35 min in all.
_WAITS: Final = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
ATTEMPTS: Final = len(_WAITS) + 1
_LONGEST_ASKED: Final = 86_400.0


def wait_before(attempt: int, key: str, asked: float | None = None) -> float:
    """Seconds to wait before an attempt (2 or later). `asked` is the receiver's Retry-After, kept up to a day.

    The spread is between half of the scheduled wait and all of it, derived from key and attempt: equal runs wait
    equally long, and many effects that failed together do not come back together.
    """
    share = int(derived_id(key, str(attempt))[:8], 16) / 0xFFFFFFFF
    scheduled = _WAITS[min(attempt, ATTEMPTS) - 2] * (0.5 + share / 2)
    return max(scheduled, min(asked, _LONGEST_ASKED)) if asked is not None else scheduled
