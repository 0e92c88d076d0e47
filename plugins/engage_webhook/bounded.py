"""A network backend that ends in time, whatever the other side does.

A library's time-outs bound one read: a receiver that sends one byte a second never trips them. Here every read and
write of a call gets what is left of the call's own time.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore2

__all__ = ["BoundedBackend"]


class BoundedBackend(httpcore2.NetworkBackend):
    """`begin(seconds)` starts a call of this thread; `sent` tells whether any byte of a request has left since."""

    def __init__(self) -> None:
        self._inner = httpcore2.SyncBackend()
        self._call = threading.local()

    def begin(self, seconds: float) -> None:
        """Start the call's time."""
        self._call.until = time.monotonic() + seconds
        self._call.sent = False

    @property
    def sent(self) -> bool:
        """Whether the receiver may have seen something of this call's request."""
        return bool(getattr(self._call, "sent", False))

    def left(self, timeout: float | None) -> float:
        """Seconds left of the call, at most `timeout`. Never 0: sockets would take that as not waiting at all."""
        left = max(0.001, getattr(self._call, "until", time.monotonic()) - time.monotonic())
        return left if timeout is None else min(left, timeout)

    @property
    def over(self) -> bool:
        """Whether the call's time is up."""
        return time.monotonic() >= getattr(self._call, "until", 0.0)

    def mark_sent(self) -> None:
        """Something of the request is about to leave."""
        self._call.sent = True

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect within the call's time."""
        stream = self._inner.connect_tcp(host, port, self.left(timeout), local_address, socket_options)
        return _BoundedStream(stream, self)


class _BoundedStream(httpcore2.NetworkStream):
    def __init__(self, inner: httpcore2.NetworkStream, backend: BoundedBackend) -> None:
        self._inner, self._backend = inner, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._backend.over:
            raise httpcore2.ReadTimeout("the call's time is up")
        return self._inner.read(max_bytes, self._backend.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._backend.over:
            raise httpcore2.WriteTimeout("the call's time is up")
        self._backend.mark_sent()
        self._inner.write(buffer, self._backend.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._backend.left(timeout))
        return _BoundedStream(inner, self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
