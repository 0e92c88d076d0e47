"""Effects leave the house: claim under a lease, deliver within a deadline, mark with the fencing token.

At least once, with a key that never changes; what came back, and what did not, is recorded.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as DeadlineMissed

from attrs import frozen

from engage.errors import ChannelError, Permanent, Retryable, UnknownOutcome
from engage.runtime.clock import Clock
from engage.runtime.retry import ATTEMPTS, wait_before
from engage.sockets.channel import Answer, Channel, Delivery
from engage.sockets.storage import Claimed, Storage

__all__ = ["Delivered", "Outcome", "deliver_waiting"]

_LOG = logging.getLogger("engage.delivery")
# Small, because the lease covers the whole batch: after a crash its effects wait for so long.
_BATCH = 10
# What a receiver said may end up in a plugin's code: a sentence or a second line has no place in a log.
_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


@frozen
class Outcome:
    """What came of one attempt. `state` as in the outbox: done, new (it waits for another attempt), dead, unknown."""

    key: str
    channel: str
    state: str
    code: str = ""


@frozen
class Delivered:
    """Sums of a round of deliveries."""

    done: int = 0
    waiting: int = 0
    dead: int = 0
    unknown: int = 0


def deliver_waiting(
    storage: Storage,
    tenant: str,
    channels: Mapping[str, Channel],
    clock: Clock,
    deadline: float,
    virtual: bool,
    answered: Callable[[Claimed, Answer], None],
) -> Iterator[Outcome]:
    """Deliver what is due on each channel, one attempt each, in order per customer and channel.

    `deadline` in seconds bounds one attempt; the lease lasts twice as long. With `virtual` time the storage goes
    by `clock` instead of its own. `answered` records what came back, before the effect is marked as done: a crash
    between the two delivers again with the same key, and the answer has the same id.
    """
    for name in sorted(channels):
        with _Deadline(channels[name], deadline) as bounded:
            now = clock.now() if virtual else None
            while batch := storage.claim(tenant, name, _BATCH, deadline * 2 * _BATCH, now=now):
                for claimed in batch:
                    yield _attempt(storage, bounded, clock, tenant, claimed, answered)


class _Deadline:
    """A channel whose calls end after a deadline, whatever the plugin does."""

    def __init__(self, channel: Channel, seconds: float) -> None:
        self.channel, self.seconds = channel, seconds
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="engage-delivery")

    def __enter__(self) -> _Deadline:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def deliver(self, delivery: Delivery) -> Answer:
        future = self._pool.submit(self.channel.deliver, delivery)
        try:
            answer = future.result(self.seconds)
        except DeadlineMissed:
            if future.done():
                raise Retryable("plugin-error", "the channel raised TimeoutError") from None
            # The thread is stuck in the plugin; another takes its place.
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="engage-delivery")
            raise UnknownOutcome("deadline", "the channel did not answer in time") from None
        except ChannelError:
            raise
        except BaseException as failure:
            if isinstance(failure, KeyboardInterrupt):
                raise
            # A plugin may raise anything, SystemExit too; its text may hold a customer's value and is not kept.
            raise Retryable("plugin-error", f"the channel raised {type(failure).__name__}") from None
        if not isinstance(answer, Answer):
            raise Permanent("plugin-error", f"the channel returned {type(answer).__name__} instead of an Answer")
        texts: tuple[object, ...] = (answer.outcome, answer.provider_id)
        if not all(isinstance(text, str) for text in texts):
            raise Permanent("plugin-error", "the channel returned an Answer whose outcome or id is no text")
        return answer


def _attempt(
    storage: Storage,
    bounded: _Deadline,
    clock: Clock,
    tenant: str,
    claimed: Claimed,
    answered: Callable[[Claimed, Answer], None],
) -> Outcome:
    record = claimed.record
    delivery = Delivery(
        key=record.key,
        attempt=claimed.attempt,
        kind=record.kind,
        channel=record.channel,
        tenant=tenant,
        payload=record.payload,
        decision_id=record.decision_id,
    )
    state, code, wait = "done", "", None
    try:
        answered(claimed, bounded.deliver(delivery))
    except ChannelError as failure:
        state, wait = _after(failure, bounded.channel, claimed)
        code = failure.code if _CODE.fullmatch(str(failure.code)) else "channel-error"
        _LOG.warning("delivery %s attempt %d: %s", record.key, claimed.attempt, code)
    not_before = None if wait is None else clock.now() + int(wait * 1_000_000)
    if not storage.mark(tenant, record.key, claimed.attempt, state, code, not_before=not_before):
        _LOG.warning("delivery %s attempt %d: somebody else holds the lease by now", record.key, claimed.attempt)
        return Outcome(record.key, record.channel, "new", "lease-lost")
    return Outcome(record.key, record.channel, state, code)


def _after(failure: ChannelError, channel: Channel, claimed: Claimed) -> tuple[str, float | None]:
    """The state after a failure, and how long to wait before the next attempt."""
    if isinstance(failure, Permanent):
        return "dead", None
    if isinstance(failure, UnknownOutcome) and channel.idempotency == "none":
        return "unknown", None
    asked = failure.retry_after if isinstance(failure, Retryable) else None
    if claimed.attempt >= ATTEMPTS:
        return "dead", None
    wait = wait_before(claimed.attempt + 1, claimed.record.key, asked)
    # Beyond the receiver's window the key no longer protects: a person decides.
    spent = sum(wait_before(number, claimed.record.key) for number in range(2, claimed.attempt + 1))
    if channel.idempotency == "key" and spent + wait > channel.window_seconds:
        return "dead", None
    return "new", wait
