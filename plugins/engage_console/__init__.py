"""Effects as lines on the terminal: `console:` (standard output) or `console:stderr`. For demonstrations and trials.

What is printed may speak of customers; nothing is kept, and printing twice does no harm.
"""

from __future__ import annotations

import json
import sys
from typing import Final, TextIO

from engage.plugins import Answer, Channel, ChannelRegistry, Delivery, PluginError, Retryable, Words, hookimpl

__all__ = ["ConsoleChannel", "engage_channels", "open_console"]

_CLOSED: Final = Words(
    "the terminal cannot be written to: {reason}", "无法写入终端：{reason}", "無法寫入終端：{reason}"
)
_STREAMS: Final = ("", "stdout", "stderr")


class ConsoleChannel:
    """Prints one JSON object a line. `stream` replaces the terminal."""

    idempotency = "natural"
    window_seconds = 0.0

    def __init__(self, where: str = "stdout", stream: TextIO | None = None) -> None:
        self._where, self._stream = where, stream

    def deliver(self, delivery: Delivery) -> Answer:
        """Print it. Retryable when the terminal is gone."""
        heads = {"channel": delivery.channel, "kind": delivery.kind, "key": delivery.key}
        line = json.dumps(heads, ensure_ascii=False)[:-1] + f', "data": {delivery.payload}}}\n'
        stream = self._stream or (sys.stderr if self._where == "stderr" else sys.stdout)
        encoding = getattr(stream, "encoding", None) or "utf-8"
        try:
            # A terminal that cannot show Chinese shows its code points instead of failing.
            stream.write(line.encode(encoding, "backslashreplace").decode(encoding))
            stream.flush()
        except (OSError, ValueError) as failure:
            reason = type(failure).__name__
            raise Retryable("console", _CLOSED.filled(reason=reason)) from None
        return Answer("delivered")

    def close(self) -> None:
        """Nothing to give back."""


def open_console(where: str) -> Channel:
    """`stdout` (also when empty) or `stderr`."""
    if where not in _STREAMS:
        raise PluginError(
            "C001",
            Words("the console is `stdout` or `stderr`", "控制台只有 `stdout` 与 `stderr`"),
            hint=Words("write `console:` or `console:stderr`", "请写 `console:` 或 `console:stderr`"),
        )
    return ConsoleChannel(where or "stdout")


@hookimpl
def engage_channels(registry: ChannelRegistry) -> None:
    """Register `console`."""
    registry.add("console", open_console)
