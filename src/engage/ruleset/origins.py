"""Where a fact comes from, as a vocabulary writes it: a field of an event, an estimator, a provider of the host's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from engage.ground.finding import Message
from engage.ruleset.soundness_messages import ESTIMATED_FORM, ESTIMATED_ROOT, PROVIDED_FORM, PROVIDED_ROOT

__all__ = ["Origin", "origin_of", "wrong_origin"]

_NAME: Final = "[a-z][a-z0-9_-]{0,63}"
_ESTIMATOR: Final = "estimator|估计模型|估計模型"
_PROVIDER: Final = "provider|提供方"
#: `estimator btyd.value`: which estimator, and what it is asked for
_ESTIMATED: Final = re.compile(rf"(?:{_ESTIMATOR})\s+({_NAME}\.[a-z][a-z0-9_]{{0,63}})")
#: `provider crm`: who is asked, for the fact by its own name
_PROVIDED: Final = re.compile(rf"(?:{_PROVIDER})\s+({_NAME})")
_ASKED: Final = re.compile(rf"({_ESTIMATOR}|{_PROVIDER})(?![a-z0-9_.])")


@frozen
class Origin:
    """Where a fact comes from; all empty where nobody says so."""

    writes_from: str = ""
    estimated_by: str = ""
    provided_by: str = ""


def origin_of(written: str) -> Origin:
    """What `from` says: `bill.amount`, `estimator btyd.value`, `provider crm`."""
    text = written.strip()
    if match := _ESTIMATED.fullmatch(text):
        return Origin(estimated_by=match[1])
    if match := _PROVIDED.fullmatch(text):
        return Origin(provided_by=match[1])
    return Origin() if _ASKED.match(text) else Origin(written)


def wrong_origin(name: str, written: str) -> Iterator[Message]:
    """What is wrong with the origin of a fact that somebody is asked for: it is no fact of a customer, nobody named."""
    asked = _ASKED.match(written.strip())
    if asked is None:
        return
    estimated = asked[1] in _ESTIMATOR.split("|")
    if not name.startswith("customer."):
        yield ESTIMATED_ROOT if estimated else PROVIDED_ROOT
    if origin_of(written) == Origin():
        yield ESTIMATED_FORM if estimated else PROVIDED_FORM
