"""A channel whose calls end after a deadline and whose failures are of one family, whatever a plugin does."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Final

from engage.errors import ChannelError, Permanent, Retryable, UnknownOutcome
from engage.ground.finding import Words
from engage.runtime.beside import Beside
from engage.sockets.channel import Answer, Channel, Delivery

__all__ = ["Deadline", "place_of"]

_LATE: Final = Words("the channel did not answer in time", "投递渠道未在时限内答复", "投遞渠道未在時限內答覆")
_RAISED: Final = Words(
    "the channel raised {kind} at {place}", "投递渠道在 {place} 抛出了 {kind}", "投遞渠道在 {place} 拋出了 {kind}"
)
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


class Deadline:
    """Calls one channel, in a thread beside: `deliver` gives an Answer or raises a ChannelError, in time.

    The thread never holds up the end of the process. Use as a context manager.
    """

    def __init__(self, channel: Channel, seconds: float) -> None:
        self.channel = channel
        self._beside: Beside[Delivery] = Beside(channel.deliver, seconds, "engage-delivery")

    def __enter__(self) -> Deadline:
        return self

    def __exit__(self, *_: object) -> None:
        self._beside.leave()

    def deliver(self, delivery: Delivery) -> Answer:
        """One attempt."""
        ended = self._beside.ask(delivery)
        if ended is None:
            raise UnknownOutcome("deadline", _LATE)
        if isinstance(ended.failure, ChannelError):
            raise ended.failure
        if ended.failure is not None:
            # A plugin may raise anything, SystemExit too; its text may hold a customer's value and is not kept.
            kind, place = type(ended.failure).__name__, place_of(ended.failure)
            raise Retryable("plugin-error", _RAISED.filled(kind=kind, place=place)) from ended.failure
        return _sound(ended.answer)


def place_of(failure: BaseException) -> str:
    """Where a plugin raised it, as `file.py:12`: enough for its author, and nothing of what it was about.

    Empty for what was raised here.
    """
    frames = list(traceback.walk_tb(failure.__traceback__))
    if not frames or frames[-1][0].f_code.co_filename == __file__:
        return ""
    frame, line = frames[-1]
    return f"{Path(frame.f_code.co_filename).name}:{line}"


def _sound(answer: object) -> Answer:
    if not isinstance(answer, Answer):
        raise Permanent("plugin-error", _NO_ANSWER.filled(kind=type(answer).__name__))
    texts: tuple[object, ...] = (answer.outcome, answer.provider_id)
    if not all(isinstance(text, str) for text in texts):
        raise Permanent("plugin-error", _NO_TEXT)
    return answer
