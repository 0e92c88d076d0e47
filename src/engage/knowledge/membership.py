"""To which account or household a customer belongs, and whose a limit is that is shared there.

Pure. An account is known to the rules by its limits alone; its id stands in no reason and no message.
"""

from __future__ import annotations

from collections.abc import Mapping

from engage.facts.known import MEMBERSHIP, Event, Fact
from engage.knowledge.freshness import standing

__all__ = ["account_of"]


def account_of(event: Event, facts: Mapping[str, Fact]) -> str:
    """The account for which an event is decided on; empty where none is known.

    What the event names counts for it, also where it comes late; else where the customer belongs.
    """
    kept = facts.get(MEMBERSHIP)
    if event.account or kept is None:
        return event.account
    value = standing(kept, event.at).value
    return value if isinstance(value, str) else ""
