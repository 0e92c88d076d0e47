"""Facts that a host tells of a customer: read, compared with what is kept, written by compare-and-set."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

from engage.facts.known import Fact
from engage.gate.known_in import confidence_told, moment_told, typed_facts
from engage.gate.messages import no_mapping
from engage.knowledge.freshness import after_telling
from engage.program.program import Program
from engage.runtime import messages as say
from engage.runtime.intake import kept_facts, merged_facts
from engage.runtime.turns import Turns
from engage.sockets.storage import Storage

__all__ = ["known", "told_facts"]


def told_facts(
    program: Program,
    facts: Mapping[str, object],
    source: str,
    at: datetime.datetime | str | None,
    confidence: float | Decimal | None,
    now: int,
) -> dict[str, Fact]:
    """The facts in their types, with everything that was said of them. Raises EventRejected for what is no such thing.

    The moment of writing is kept beside one that was named.
    """
    if not isinstance(facts, Mapping):
        raise no_mapping()
    moment, sure = moment_told(at), confidence_told(confidence)
    recorded = now if moment is not None and moment != now else None
    return {
        name: Fact(value, now if moment is None else moment, source, sure, recorded)
        for name, value in typed_facts(program.vocabulary, facts).items()
    }


def known(
    storage: Storage, tenant: str, program: Program, turns: Turns, customer: str, told: Mapping[str, Fact], now: int
) -> tuple[str, ...]:
    """Write what stands over what is kept; the names of what does not. Raises StorageBusy."""
    with turns.of(customer) as turn:
        while True:
            # Asked each time: another one may have merged this customer into another meanwhile.
            key = storage.key_of(tenant, customer)
            kept = storage.customer(tenant, key)
            before = kept_facts(program, kept.facts) if kept else {}
            lines = {name: after_telling(fact, before.get(name), now) for name, fact in told.items()}
            changed = {name: line for name, line in lines.items() if line is not None}
            if kept and not changed:
                return tuple(sorted(told))
            merged = merged_facts(program, kept.facts if kept else "{}", changed)
            if storage.set_facts(tenant, key, merged, kept.version if kept else 0):
                return tuple(sorted(told.keys() - changed.keys()))
            turn.again(say.TRY_AGAIN)
