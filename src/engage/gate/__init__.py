"""Where outside data becomes facts: envelopes, profiles, pasts. Limits are checked here, and nothing is coerced.

The room reads no rules, keeps nothing, and never puts a value of a customer into a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from engage.facts.known import Event, History, Profile
from engage.facts.vocabulary import Vocabulary
from engage.gate import envelope, known_in

__all__ = ["event", "history", "profile"]


class _HasVocabulary(Protocol):
    # A compiled Program; the gate stands below the program and needs only its vocabulary.
    @property
    def vocabulary(self) -> Vocabulary: ...


def event(program: _HasVocabulary, raw: Mapping[str, object] | str | bytes) -> Event:
    """A CloudEvents envelope (JSON text or a mapping) as an event typed by the program's vocabulary.

    Raises EventRejected, with a JSON pointer, for a bad envelope or a broken limit. An unknown kind of event and
    declared fields of the wrong type are accepted; the latter become unknown.
    """
    return envelope.event(program.vocabulary, raw)


def profile(program: _HasVocabulary, facts: Mapping[str, object], key: str = "") -> Profile:
    """A customer's profile from facts by name: `{"customer.tier": "gold"}`. Raises EventRejected for other names."""
    return known_in.profile(program.vocabulary, facts, key)


def history(program: _HasVocabulary, events: Iterable[Mapping[str, object] | str | bytes | Event]) -> History:
    """A customer's past from envelopes or events, in the order they were received."""
    return known_in.history(program.vocabulary, events)
