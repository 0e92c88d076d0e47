"""When a failed delivery is tried again, and when no more: the schedule of Standard Webhooks, within the horizon of
what protects from a second delivery."""

from __future__ import annotations

import math
from typing import Final

from engage.errors import ChannelError, Permanent, Retryable, UnknownOutcome
from engage.ground.canonical import derived_id
from engage.sockets.channel import Channel
from engage.sockets.storage import OutboxRecord

__all__ = ["ATTEMPTS", "after_failure", "too_late", "wait_before"]

#: Seconds before attempt 2, 3, …; the example schedule of Standard Webhooks 1.0.0, 75 h 35 min in all.
_WAITS: Final = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
ATTEMPTS: Final = len(_WAITS) + 1
_LONGEST_ASKED: Final = 86_400.0
_SECOND: Final = 1_000_000


def wait_before(attempt: int, key: str, asked: float | None = None) -> float:
    """Seconds to wait before an attempt (2 or later). `asked` is the receiver's Retry-After, kept up to a day.

    The spread is between half of the scheduled wait and all of it, derived from key and attempt: equal runs wait
    equally long, and many effects that failed together do not come back together.
    """
    share = int(derived_id(key, str(attempt))[:8], 16) / 0xFFFFFFFF
    scheduled = _WAITS[min(attempt, ATTEMPTS) - 2] * (0.5 + share / 2)
    return max(scheduled, min(asked, _LONGEST_ASKED)) if asked is not None else scheduled


def too_late(record: OutboxRecord, channel: Channel, moment: int) -> bool:
    """True for a further try at `moment` when the receiver may have forgotten the key of the first one.

    The first may have arrived although nothing came back, so a second would take effect again: a person decides.
    """
    tried_before = record.tries > 1
    return tried_before and channel.idempotency == "key" and moment - record.first_at > _window(channel) * _SECOND


def after_failure(failure: ChannelError, channel: Channel, record: OutboxRecord, moment: int) -> tuple[str, int | None]:
    """The state after a failure at `moment`, and how many microseconds to wait before the next try."""
    if isinstance(failure, Permanent):
        return "dead", None
    if isinstance(failure, UnknownOutcome) and channel.idempotency == "none":
        return "unknown", None
    if record.tries >= ATTEMPTS:
        return "dead", None
    wait = int(wait_before(record.tries + 1, record.key, _asked(failure)) * _SECOND)
    if channel.idempotency == "key" and moment + wait - record.first_at > _window(channel) * _SECOND:
        return "dead", None
    return "new", wait


def _asked(failure: ChannelError) -> float | None:
    """What the receiver asked for, where a plugin says it as a number of seconds."""
    try:
        return _seconds(failure.retry_after) if isinstance(failure, Retryable) else None
    except AttributeError:
        return None  # a plugin's own kind of failure, which has not called ours to be made


def _window(channel: Channel) -> float:
    """How long the receiver knows a key: no time at all when the plugin does not say it as a number."""
    return _seconds(channel.window_seconds) or 0.0


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value) or value < 0:
        return None
    return float(value)
