"""Service clocks as a storage keeps them: among what it knows of a customer, under keys that no fact can have."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal

from engage.facts.clocks import clock_key, clock_of_key
from engage.facts.decided import KeepClock
from engage.facts.known import Fact
from engage.ground.canonical import canonical_json
from engage.program.program import Program
from engage.runtime import messages as say
from engage.runtime.record import intact
from engage.service.case_clocks import ClockNow, clock_facts, clocks_now
from engage.sockets.storage import Storage

__all__ = ["clocks_of", "kept_clocks", "with_clocks"]


def kept_clocks(program: Program, stored: str) -> tuple[dict[tuple[str, str], str], dict[str, Fact]]:
    """What a stored profile keeps of clocks, by target and case, and the facts that they give.

    Raises StorageError when one is damaged.
    """
    if not program.clocks:
        return {}, {}
    found: dict[tuple[str, str], str] = {}
    with intact():
        for name, entry in _parsed(stored).items():
            named = clock_of_key(name)
            if named is not None and isinstance(entry, Mapping):
                found[named] = str(entry["value"])
        return found, clock_facts(program, found)


def clocks_of(storage: Storage, tenant: str, program: Program, now: int, customer: str) -> tuple[ClockNow, ...]:
    """The clocks of the customer to whom a subject leads, at `now`. Raises NotFound when nothing is kept of it."""
    kept = storage.customer(tenant, storage.key_of(tenant, customer))
    if kept is None:
        raise say.not_found("S004")
    return clocks_now(program, kept_clocks(program, kept.facts)[0], now)


def with_clocks(stored: str, changed: Iterable[KeepClock]) -> str:
    """A stored profile with some clocks as they are kept from now on."""
    texts = {clock_key(each.target, each.case): each.text for each in changed}
    if not texts:
        return stored
    with intact():
        others = {name: entry for name, entry in _parsed(stored).items() if name not in texts}
    return canonical_json({**others, **{name: {"value": text} for name, text in texts.items() if text}})


def _parsed(text: str) -> dict[str, object]:
    found = json.loads(text, parse_float=Decimal)
    assert isinstance(found, dict)
    return found
