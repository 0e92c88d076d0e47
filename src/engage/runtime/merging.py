"""Two customers turn out to be one: their pasts, profiles and everything that waits become one customer's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engage.facts.clocks import clock_of_key
from engage.gate.known_in import entry_of, fact_in
from engage.ground.canonical import canonical_json
from engage.knowledge.freshness import joined
from engage.program.program import Program
from engage.runtime import messages as say
from engage.runtime.record import intact
from engage.runtime.turns import Turns
from engage.service.case_clocks import joined_clock
from engage.sockets.storage import Storage

__all__ = ["merge"]


def merge(storage: Storage, tenant: str, turns: Turns, program: Callable[[], Program], customer: str, into: str) -> str:
    """Merge one customer into another; the key of the one that is left. `program` is asked for where both keep a
    service clock of the same case.

    Raises EngageError when both lead to the same customer already, NotFound when nothing is kept of one of them,
    StorageBusy when others change them all the time.
    """
    if customer == into:
        raise say.misuse("S041")
    # Always in one order, so that two merges that cross do not wait for each other.
    first, second = sorted((customer, into))
    with turns.of(first) as turn, turns.of(second):
        while True:
            key, target = storage.key_of(tenant, customer), storage.key_of(tenant, into)
            if key == target:
                raise say.misuse("S040")
            merged, kept = storage.customer(tenant, key), storage.customer(tenant, target)
            if merged is None or kept is None:
                raise say.not_found("S004")
            facts = _joined(program, kept.facts, merged.facts)
            versions = {"expected_version": merged.version, "into_version": kept.version}
            if storage.merge(tenant, key, target, facts=facts, **versions):
                return target
            turn.again(say.TRY_AGAIN)


def _joined(program: Callable[[], Program], kept: str, merged: str) -> str:
    """Both profiles in one: of facts that contradict each other the one that prevails, whole; clocks become one."""
    with intact():
        mine, theirs = (_parsed(text) for text in (kept, merged))
        found = {**theirs, **mine}
        for name in mine.keys() & theirs.keys():
            one, other = mine[name], theirs[name]
            clock = clock_of_key(name)
            if clock and isinstance(one, Mapping) and isinstance(other, Mapping):
                found[name] = {"value": joined_clock(program(), clock, str(one["value"]), str(other["value"]))}
            elif isinstance(one, Mapping) and isinstance(other, Mapping):
                found[name] = entry_of(joined(fact_in(one, _as_it_is), fact_in(other, _as_it_is)), _as_it_is)
            elif isinstance(other, Mapping):
                found[name] = other
    return canonical_json(found)


def _as_it_is(value: Any) -> Any:
    """Whatever the vocabulary says of it today: a merge changes no value."""
    return value


def _parsed(text: str) -> dict[str, object]:
    found = json.loads(text, parse_float=Decimal)
    return found if isinstance(found, dict) else {}
