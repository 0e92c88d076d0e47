"""A customer asks to be forgotten: what is kept goes, what waits is cancelled, what counts stays as nobody's."""

from __future__ import annotations

import json

from attrs import evolve

from engage.runtime import messages as say
from engage.runtime.record import intact
from engage.runtime.turns import Turns
from engage.sockets.storage import Erased, Storage

__all__ = ["erase"]


def erase(storage: Storage, tenant: str, turns: Turns, customer: str, now: int, *, only_count: bool = False) -> Erased:
    """Erase the customer to whom a subject leads, at `now`; how much was removed, or would be.

    Raises NotFound when nothing is kept of it, as after an erasure; StorageBusy when others merge it all the time.
    """
    with turns.of(customer) as turn:
        while True:
            key = storage.key_of(tenant, customer)
            kept = storage.customer(tenant, key)
            told = storage.erase(tenant, key, now, only_count=only_count)
            if told is not None:
                return evolve(told, facts=_number_of(kept.facts) if kept else 0)
            # Nobody may be there, or was merged into somebody else since it was asked who it is.
            if storage.key_of(tenant, customer) == key:
                raise say.not_found("S004")
            turn.again(say.TRY_AGAIN)


def _number_of(facts: str) -> int:
    with intact():
        return len(json.loads(facts))
