"""A decision that a storage keeps, explained with the program compiled from the sources stored with it."""

from __future__ import annotations

import json

from engage.cli.storages import existing
from engage.decide import Explanation, explain
from engage.errors import NotFound
from engage.load import from_sources
from engage.runtime.record import from_record

__all__ = ["stored_explanation"]


def stored_explanation(address: str, tenant: str, decision_id: str) -> Explanation:
    """Explain a stored decision. Raises NotFound when the storage has no such decision or no longer its sources."""
    with existing(address) as storage:
        kept = storage.decision(tenant, decision_id)
        if kept is None:
            raise NotFound("decision", "there is no such decision in this storage", where=decision_id)
        sources = storage.sources(tenant, kept.ruleset_hash)
        if sources is None:
            raise NotFound("ruleset", "the storage does not hold the sources of this decision", where=kept.ruleset_hash)
    program = from_sources([(str(name), str(text)) for name, text in json.loads(sources)])
    return explain(program, from_record(kept))
