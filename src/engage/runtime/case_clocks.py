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
from engage.runtime.record import intact
from engage.service.case_clocks import clock_facts

__all__ = ["kept_clocks", "with_clocks"]


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
