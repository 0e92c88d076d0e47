"""What a storage tells of a customer that it has forgotten: numbers, and nothing that could say whose they were."""

from __future__ import annotations

from attrs import frozen

__all__ = ["Erased"]


@frozen
class Erased:
    """How much was removed: `events`, whose decisions keep the public part; `facts` of the profile, which the engine
    counts, because a storage never looks inside; `aliases` that led there; `effects` and `timers` that were cancelled.
    """

    events: int = 0
    facts: int = 0
    aliases: int = 0
    effects: int = 0
    timers: int = 0
