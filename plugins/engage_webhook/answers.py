"""What a receiver's answer means: delivered, worth another attempt, or refused for good."""

from __future__ import annotations

import email.utils
import json
from decimal import Decimal
from typing import Final

from engage.plugins import Answer, Permanent, Retryable
from engage_webhook import messages as say

__all__ = ["answer_of", "retry_after"]

#: Request Timeout, Too Early, Too Many Requests: not now, rather than never.
_LATER: Final = frozenset({408, 425, 429})
_LONGEST_WAIT: Final = 86_400.0
_LONGEST_ID: Final = 255


def answer_of(status: int, body: bytes, asked: str, now: float) -> Answer:
    """The Answer of a 2xx; Retryable or Permanent for everything else. `asked` is the Retry-After header.

    Redirects are failures: the address is what the host configured, and a signed body is not shown to another.
    """
    if 200 <= status < 300:
        data = _object_in(body)
        provider = data.get("id")
        known = isinstance(provider, str) and len(provider) <= _LONGEST_ID
        outcome = "accepted" if status == 202 else "delivered"
        return Answer(
            outcome, str(provider) if known else "", {"status": status, "answer": data} if data else {"status": status}
        )
    code = f"http-{status}"
    if status in _LATER or status >= 500 or 300 <= status < 400:
        raise Retryable(code, say.ANSWERED.filled(status=status), retry_after=retry_after(asked, now))
    if status == 409:
        raise Permanent("key-conflict", say.OTHER_CONTENT)
    raise Permanent(code, say.ANSWERED.filled(status=status))


def retry_after(asked: str, now: float) -> float | None:
    """Seconds to wait from a Retry-After header (seconds or an HTTP date), at most a day; None when it says nothing."""
    text = asked.strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST_WAIT)
    try:
        moment = email.utils.parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError, TypeError):
        return None
    return min(max(moment - now, 0.0), _LONGEST_WAIT)


def _object_in(body: bytes) -> dict[str, object]:
    """The JSON object that the receiver sent; empty when it sent none."""
    try:
        found = json.loads(body, parse_float=Decimal, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
