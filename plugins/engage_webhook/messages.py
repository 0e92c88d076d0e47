"""Every sentence of the webhook channel. URLs and secrets are never repeated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engage.plugins import PluginError

__all__ = ["misuse"]

_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "W001": ("this is not an http or https URL with a host", "write `webhook:https://crm.example/in`"),
    "W002": ("the URL has a user or a password in it", "sign with a secret instead"),
    "W003": ("secret {number} is not `whsec_` and base64", "make one: `whsec_` + base64 of 32 random bytes"),
    "W004": ("secret {number} is not of 24 to 64 bytes", "make one: `whsec_` + base64 of 32 random bytes"),
    "W005": ("the environment variable `{name}` has no secrets", "set it to one or more, with blanks between"),
    "W006": ("after `#` only `secrets=NAME` is known", "NAME is the environment variable with the secrets"),
    "W007": ("a deadline must be more than 0 seconds", "the engine itself waits 15 seconds"),
}


def misuse(code: str, **values: object) -> PluginError:
    """The exception for a code."""
    sentence, hint = _SENTENCES[code]
    return PluginError(code, sentence.format(**values), hint=hint)
