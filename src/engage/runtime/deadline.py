"""A channel whose calls end after a deadline and whose failures are of one family, whatever a plugin does."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue
from typing import Final

from attrs import frozen

from engage.errors import ChannelError, Permanent, Retryable, UnknownOutcome
from engage.ground.finding import Words
from engage.sockets.channel import Answer, Channel, Delivery

__all__ = ["Deadline"]

_LATE: Final = Words("the channel did not answer in time", "投递渠道未在时限内答复", "投遞渠道未在時限內答覆")
_RAISED: Final = Words("the channel raised {kind}", "投递渠道抛出了 {kind}", "投遞渠道拋出了 {kind}")
_NO_ANSWER: Final = Words(
    "the channel returned {kind} instead of an Answer",
    "投递渠道返回的是 {kind}，而不是 Answer",
    "投遞渠道傳回的是 {kind}，而不是 Answer",
)
_NO_TEXT: Final = Words(
    "the channel returned an Answer whose outcome or id is no text",
    "投递渠道返回的 Answer 中，结果或编号不是文本",
    "投遞渠道傳回的 Answer 中，結果或編號不是文字",
)


@frozen
class _Ended:
    """How a call ended. A plugin may return or raise anything."""

    answer: object = None
    failure: BaseException | None = None


class Deadline:
    """Calls one channel, in a thread beside: `deliver` gives an Answer or raises a ChannelError, in time.

    The thread never holds up the end of the process. Use as a context manager.
    """

    def __init__(self, channel: Channel, seconds: float) -> None:
        self.channel, self._seconds = channel, seconds
        self._worker: _Worker | None = None

    def __enter__(self) -> Deadline:
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()

    def deliver(self, delivery: Delivery) -> Answer:
        """One attempt."""
        if self._worker is None:
            self._worker = _Worker(self.channel)
        ended = self._worker.call(delivery, self._seconds)
        if ended is None:
            # The thread is stuck in the plugin; another takes its place.
            self._leave()
            raise UnknownOutcome("deadline", _LATE)
        if isinstance(ended.failure, ChannelError):
            raise ended.failure
        if ended.failure is not None:
            # A plugin may raise anything, SystemExit too; its text may hold a customer's value and is not kept.
            raise Retryable("plugin-error", _RAISED.filled(kind=type(ended.failure).__name__))
        return _sound(ended.answer)

    def _leave(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None


class _Worker:
    """A thread that calls a channel, one delivery after the other."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._asked: SimpleQueue[tuple[Delivery, SimpleQueue[_Ended]] | None] = SimpleQueue()
        threading.Thread(target=self._work, name="engage-delivery", daemon=True).start()

    def call(self, delivery: Delivery, seconds: float) -> _Ended | None:
        """How it ended, None when it has not ended in time."""
        told: SimpleQueue[_Ended] = SimpleQueue()
        self._asked.put((delivery, told))
        try:
            return told.get(timeout=seconds)
        except Empty:
            return None

    def end(self) -> None:
        """Do nothing more, after what is being done."""
        self._asked.put(None)

    def _work(self) -> None:
        while (asked := self._asked.get()) is not None:
            delivery, told = asked
            try:
                told.put(_Ended(self._channel.deliver(delivery)))
            except BaseException as failure:
                told.put(_Ended(failure=failure))


def _sound(answer: object) -> Answer:
    if not isinstance(answer, Answer):
        raise Permanent("plugin-error", _NO_ANSWER.filled(kind=type(answer).__name__))
    texts: tuple[object, ...] = (answer.outcome, answer.provider_id)
    if not all(isinstance(text, str) for text in texts):
        raise Permanent("plugin-error", _NO_TEXT)
    return answer
