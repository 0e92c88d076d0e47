"""One attempt is one POST within a deadline. What may have arrived without an answer is of unknown outcome."""

from __future__ import annotations

import ipaddress
import json
import os
import re
from collections.abc import Callable, Sequence
from typing import Final

import httpcore2
from httpx2 import URL, InvalidURL

from engage.plugins import Answer, Delivery, Permanent, Retryable, UnknownOutcome, now
from engage_webhook import messages as say
from engage_webhook.answers import answer_of
from engage_webhook.bounded import BoundedBackend
from engage_webhook.messages import misuse
from engage_webhook.signing import keys_of, signature

__all__ = ["WebhookChannel", "from_address"]

_DEADLINE_SECONDS: Final = 10.0
#: Longer than the whole schedule of attempts (75 h 35 min): the receiver is asked to remember keys as long.
_WINDOW_SECONDS: Final = 4 * 86_400.0
_LONGEST_ANSWER: Final = 64 * 1024
_HOST: Final = re.compile(r"[A-Za-z0-9_.-]{1,253}")


class WebhookChannel:
    """Posts to one URL. `secrets`: `whsec_…`, several while one replaces another; none sends unsigned.

    `seconds` bounds an attempt as a whole, `window_seconds` is how long the receiver remembers keys, `now` is the
    moment in microseconds UTC. May be shared by threads. Raises PluginError for a URL or a secret that is none.
    """

    idempotency = "key"

    def __init__(
        self,
        url: str,
        secrets: Sequence[str] = (),
        *,
        seconds: float = _DEADLINE_SECONDS,
        window_seconds: float = _WINDOW_SECONDS,
        now: Callable[[], int] = now,
    ) -> None:
        self._url, self._keys = _checked(url), keys_of(secrets)
        if seconds <= 0:
            raise misuse("W007")
        self.window_seconds = window_seconds
        self._seconds, self._now = seconds, now
        self._backend = BoundedBackend()
        self._pid, self._pool = os.getpid(), self._new_pool()

    def _new_pool(self) -> httpcore2.ConnectionPool:
        return httpcore2.ConnectionPool(network_backend=self._backend, keepalive_expiry=5.0, max_connections=8)

    def deliver(self, delivery: Delivery) -> Answer:
        """Post it. Raises Retryable, Permanent, and UnknownOutcome when it left and nothing came back."""
        moment = self._now()
        body = _body(delivery)
        headers = self._headers(delivery, moment // 1_000_000, body)
        pool = self._of_this_process()
        self._backend.begin(self._seconds)
        try:
            waits = dict.fromkeys(("connect", "read", "write", "pool"), self._seconds)
            with pool.stream(
                "POST", self._url, headers=headers, content=body, extensions={"timeout": waits}
            ) as response:
                asked = next((value for name, value in response.headers if name.lower() == b"retry-after"), b"")
                text = self._read(response) if response.status < 300 else b""
                return answer_of(response.status, text, asked.decode("latin-1"), moment / 1_000_000)
        except (httpcore2.UnsupportedProtocol, httpcore2.LocalProtocolError) as failure:
            raise Permanent("request", say.NO_REQUEST.filled(reason=type(failure).__name__)) from None
        except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as failure:
            reason = type(failure).__name__
            if self._backend.sent:
                raise UnknownOutcome("no-answer", say.NO_ANSWER.filled(reason=reason)) from None
            raise Retryable("no-connection", say.NOT_SENT.filled(reason=reason)) from None

    def _read(self, response: httpcore2.Response) -> bytes:
        """What a receiver that accepted has to say, as far as it comes in time and in size.

        Its status has told the outcome: an answer that is too long, too slow or breaks off changes nothing.
        """
        parts: list[bytes] = []
        size = 0
        try:
            for part in response.iter_stream():
                size += len(part)
                if size > _LONGEST_ANSWER:
                    return b""
                parts.append(part)
        except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, OSError):
            return b""
        return b"".join(parts)

    def _headers(self, delivery: Delivery, timestamp: int, body: bytes) -> list[tuple[bytes, bytes]]:
        headers = [
            (b"host", self._host()),
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"accept-encoding", b"identity"),
            (b"user-agent", b"engage-webhook/1"),
            (b"webhook-id", delivery.key.encode()),
            (b"webhook-timestamp", str(timestamp).encode()),
        ]
        if self._keys:
            headers.append((b"webhook-signature", signature(self._keys, delivery.key, timestamp, body).encode()))
        return headers

    def _host(self) -> bytes:
        url = self._url
        standard = {b"http": 80, b"https": 443}[url.scheme]
        host = b"[" + url.host + b"]" if b":" in url.host else url.host
        return host if url.port in (None, standard) else host + b":" + str(url.port).encode()

    def _of_this_process(self) -> httpcore2.ConnectionPool:
        if self._pid != os.getpid():
            # After a fork: connections that the parent process uses as well would mix their answers.
            self._inherited, self._backend = self._pool, BoundedBackend()
            self._pid, self._pool = os.getpid(), self._new_pool()
        return self._pool

    def close(self) -> None:
        """Give back connections."""
        if self._pid == os.getpid():
            self._pool.close()


def _checked(url: str) -> httpcore2.URL:
    try:
        parsed = URL(url)
    except (InvalidURL, TypeError):
        raise misuse("W001") from None
    if parsed.scheme not in ("http", "https") or not _is_host(parsed.raw_host.decode("ascii", "replace")):
        raise misuse("W001")
    if parsed.userinfo:
        raise misuse("W002")
    return httpcore2.URL(
        scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=parsed.raw_path or b"/"
    )


def _is_host(host: str) -> bool:
    if _HOST.fullmatch(host):
        return True
    try:
        return ipaddress.ip_address(host).version == 6
    except ValueError:
        return False


def _body(delivery: Delivery) -> bytes:
    """`type` as Standard Webhooks asks for; the same bytes at every attempt."""
    heads = {"type": delivery.kind, "channel": delivery.channel, "decision": delivery.decision_id}
    text = json.dumps(heads, ensure_ascii=False, separators=(",", ":"))[:-1] + f',"data":{delivery.payload}}}'
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Permanent("payload", say.NO_TEXT) from None


def from_address(address: str) -> WebhookChannel:
    """The channel for `https://…` or `https://…#secrets=NAME`, with NAME an environment variable. PluginError."""
    url, hash_sign, options = address.partition("#")
    if not hash_sign:
        return WebhookChannel(url)
    option, _, name = options.partition("=")
    if option != "secrets" or not name:
        raise misuse("W006")
    secrets = os.environ.get(name, "").split()
    if not secrets:
        raise misuse("W005", name=name)
    return WebhookChannel(url, secrets)
