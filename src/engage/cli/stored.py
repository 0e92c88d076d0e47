"""A decision that a storage keeps, explained with the program compiled from the sources stored with it."""

from __future__ import annotations

import json
from typing import Final

from engage.cli.storages import existing
from engage.decide import Explanation, explain
from engage.errors import NotFound
from engage.ground.finding import Words
from engage.load import from_sources
from engage.runtime.record import from_record

__all__ = ["stored_explanation"]

_NO_DECISION: Final = Words("there is no such decision in this storage", "此存储中没有这个决策", "此儲存中沒有這個決策")
_NO_SOURCES: Final = Words(
    "the storage does not hold the sources of this decision",
    "存储中没有该决策所用规则集的原文",
    "儲存中沒有該決策所用規則集的原文",
)


def stored_explanation(address: str, tenant: str, decision_id: str) -> Explanation:
    """Explain a stored decision. Raises NotFound when the storage has no such decision or no longer its sources."""
    with existing(address) as storage:
        kept = storage.decision(tenant, decision_id)
        if kept is None:
            raise NotFound("decision", _NO_DECISION, where=decision_id)
        sources = storage.sources(tenant, kept.ruleset_hash)
        if sources is None:
            raise NotFound("ruleset", _NO_SOURCES, where=kept.ruleset_hash)
    program = from_sources([(str(name), str(text)) for name, text in json.loads(sources)])
    return explain(program, from_record(kept))
