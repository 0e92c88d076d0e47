"""What is kept of a long past, so that an event costs as much for an old customer as for a new one.

History terms without an end are carried on from event to event, in one text beside the profile. It holds as long as it
speaks of everything that was recorded: after a late event, under a program that asks other terms, behind an engine
that does not know of it, and when customers were merged or erased, it begins anew from the log.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal

from engage.facts.known import Carried, Situation
from engage.ground.canonical import canonical_json
from engage.knowledge.carried import begun, carried_on
from engage.knowledge.measure import now_past
from engage.program.program import Program
from engage.runtime.record import intact, packed, unpacked
from engage.sockets.storage import CustomerRecord

__all__ = ["carried_for", "carried_text", "past_wanted"]


def past_wanted(program: Program, at: int) -> Callable[[CustomerRecord], Mapping[str, int | None]]:
    """How much of the past is read for a decision at `at`: windows alone where the rest was carried on."""

    def wanted(customer: CustomerRecord) -> Mapping[str, int | None]:
        needs = program.needs
        fresh = not needs.carried or carried_for(program, customer, at) is None
        return needs.history if fresh else needs.windows

    return wanted


def carried_for(program: Program, customer: CustomerRecord, at: int) -> Mapping[str, Carried] | None:
    """What was carried on until now, by term; None where it has to begin anew."""
    if not program.needs.carried:
        return {}
    late = customer.latest_at is not None and at < customer.latest_at
    if late or not customer.carried:
        return None
    with intact():
        kept = json.loads(customer.carried, parse_float=Decimal)
        if kept["through"] != customer.next_sequence - 1:
            return None
        terms = kept["terms"]
        if any(source.carried not in terms for source in program.needs.carried):
            return None
        return {source.carried: _read(terms[source.carried]) for source in program.needs.carried}


def carried_text(program: Program, situation: Situation, customer: CustomerRecord) -> str:
    """What to keep after this event; empty where nothing is carried, and after a late event."""
    needs, event = program.needs.carried, situation.event
    late = customer.latest_at is not None and event.at < customer.latest_at
    if not needs or not customer.key or late:
        return ""
    terms = {}
    for source in needs:
        state = situation.history.carried.get(source.carried)
        if state is None:
            state = begun(source, situation.history.events, program)
        terms[source.carried] = _written(carried_on(source, state, now_past(event), program))
    return canonical_json({"through": customer.next_sequence, "terms": terms})


def _written(state: Carried) -> object:
    return [state.count, packed(state.value), state.doubtful, state.missing]


def _read(kept: list[object]) -> Carried:
    count, value, doubtful, missing = kept
    assert isinstance(count, int)
    return Carried(count, unpacked(value), doubtful is True, missing is True)
