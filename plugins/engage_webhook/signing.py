"""Signatures of Standard Webhooks 1.0.0 (symmetric): HMAC-SHA256 over `id.timestamp.body`, one for each secret.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from typing import Final

from engage_webhook.messages import misuse

__all__ = ["keys_of", "signature"]

_PREFIX: Final = "whsec_"
_SHORTEST, _LONGEST = 24, 64


def keys_of(secrets: Iterable[str]) -> tuple[bytes, ...]:
    """The keys in secrets written as `whsec_` + base64, of 24 to 64 bytes each. Raises PluginError."""
    keys = []
    for number, secret in enumerate(secrets, 1):
        if not secret.startswith(_PREFIX):
            raise misuse("W003", number=number)
        try:
            key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
        except (binascii.Error, ValueError):
            raise misuse("W003", number=number) from None
        if not _SHORTEST <= len(key) <= _LONGEST:
            raise misuse("W004", number=number)
        keys.append(key)
    return tuple(keys)


def signature(keys: Iterable[bytes], id: str, timestamp: int, body: bytes) -> str:
    """The `webhook-signature` header: one signature a key, so that a secret can be changed without a gap."""
    signed = f"{id}.{timestamp}.".encode() + body
    digests = (hmac.new(key, signed, hashlib.sha256).digest() for key in keys)
    return " ".join("v1," + base64.b64encode(digest).decode() for digest in digests)
