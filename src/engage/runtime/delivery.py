"""Effects leave the house: claim under a lease, deliver within a deadline, mark with the fencing token.

At least once, with a key that never changes; what came back, and what did not, is recorded.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from attrs import frozen

from engage.errors import ChannelError, EngageError
from engage.runtime.clock import Clock
from engage.runtime.deadline import Deadline, place_of
from engage.runtime.retry import after_failure, too_late
from engage.sockets.channel import FAILURE_CODE, Answer, Channel, Delivery
from engage.sockets.storage import Claimed, Storage

__all__ = ["Delivered", "Outcome", "deliver_waiting"]

_LOG: Final = logging.getLogger("engage.delivery")
# One, because the lease covers all that is claimed: after a crash it waits for so long, and counts as tried.
_BATCH: Final = 1
# What a receiver said may end up in a plugin's code: a sentence or a second line has no place in a log.
_CODE: Final = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
#: The outcome that rules see of an effect that ends without an answer, by its state in the outbox.
_OUTCOMES: Final[Mapping[str, str]] = MappingProxyType({"dead": "failed", "unknown": "uncertain"})
_Answered = Callable[[Claimed, Answer], None]


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
    answered: _Answered,
) -> Iterator[Outcome]:
    """Deliver what is due on each channel, one attempt each, in order per customer and channel.

    Only what waited at the start: what the answers bring about, or others add meanwhile, is left to the next round.
    `deadline` in seconds bounds one attempt; the lease lasts twice as long. With `virtual` time the storage goes
    by `clock` instead of its own. `answered` records what came back, before the effect is marked as done: a crash
    between the two delivers again with the same key, and the answer has the same id.
    """
    now = clock.now() if virtual else None
    waiting = storage.waiting(tenant, now)
    for name in sorted(channels):
        with Deadline(channels[name], deadline) as bounded:
            while batch := storage.claim(tenant, name, _BATCH, deadline * 2 * _BATCH, now=now, among=waiting):
                # The storage's clock may go before ours, or behind.
                ahead = batch[0].at - clock.now()
                for claimed in batch:
                    yield _attempt(storage, bounded, clock, ahead, tenant, claimed, answered)


def _attempt(
    storage: Storage,
    bounded: Deadline,
    clock: Clock,
    ahead: int,
    tenant: str,
    claimed: Claimed,
    answered: _Answered,
) -> Outcome:
    record, channel, code, why = claimed.record, bounded.channel, "", ""
    state, wait = "done", None
    if too_late(record, channel, clock.now() + ahead):
        state, code = "dead", "window-over"
        _record_failure(claimed, state, code, answered)
    else:
        try:
            answer = bounded.deliver(_delivery(tenant, claimed))
        except ChannelError as failure:
            state, wait = after_failure(failure, channel, record, clock.now() + ahead)
            code, why = _code_of(failure), _why(failure)
            _record_failure(claimed, state, code, answered)
        else:
            code = _record_answer(claimed, answer, answered)
    if code:
        _LOG.warning("delivery %s attempt %d: %s%s", record.key, claimed.attempt, code, why)
    not_before = None if wait is None else clock.now() + ahead + wait
    if not storage.mark(tenant, record.key, claimed.attempt, state, code, not_before=not_before):
        _LOG.warning("delivery %s attempt %d: somebody else holds the lease by now", record.key, claimed.attempt)
        return Outcome(record.key, record.channel, "new", "lease-lost")
    return Outcome(record.key, record.channel, state, code)


def _delivery(tenant: str, claimed: Claimed) -> Delivery:
    record = claimed.record
    return Delivery(
        key=record.key,
        attempt=claimed.attempt,
        kind=record.kind,
        channel=record.channel,
        tenant=tenant,
        payload=record.payload,
        decision_id=record.decision_id,
    )


def _record_answer(claimed: Claimed, answer: Answer, answered: _Answered) -> str:
    """Empty, or the code when the answer cannot be kept: the effect has arrived all the same, and is not sent again."""
    try:
        answered(claimed, answer)
    except EngageError as failure:
        _LOG.warning("delivery %s: its answer is not recorded: %s", claimed.record.key, failure.code)
        return "answer-not-recorded"
    return ""


def _record_failure(claimed: Claimed, state: str, code: str, answered: _Answered) -> None:
    """What will not be tried again is an answer too: rules may hand the work to somebody else."""
    outcome = _OUTCOMES.get(state)
    if outcome is not None:
        _record_answer(claimed, Answer(outcome, data={FAILURE_CODE: code}), answered)


def _why(failure: ChannelError) -> str:
    """What was raised, and where, for the author of a plugin. Its text may hold a customer's value and is not told."""
    raised = failure.__cause__ or failure
    place = place_of(raised)
    return f" ({type(raised).__name__} at {place})" if place else ""


def _code_of(failure: ChannelError) -> str:
    try:
        code = str(failure.code)
    except AttributeError:
        return "channel-error"  # a plugin's own kind of failure, which has not called ours to be made
    return code if _CODE.fullmatch(code) else "channel-error"
