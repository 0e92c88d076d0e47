"""The record of a storage as service clocks read it: which cycles were met, which were late, and for whom."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping
from decimal import Decimal

from engage.facts.clocks import breach_kind, met_kind
from engage.facts.vocabulary import Field
from engage.gate.known_in import typed_data
from engage.measure.attainment import Verdict
from engage.program.program import Program
from engage.runtime.record import intact
from engage.sockets.storage import DecisionRecord, EventRecord

__all__ = ["verdicts"]


def verdicts(
    program: Program, records: Iterable[tuple[EventRecord, DecisionRecord]], by: Field | None = None
) -> Iterator[Verdict]:
    """What was told of clocks, in the order it was recorded.

    `by`: the event field of whatever started a clock by which its cycles are counted apart.
    """
    told = {met_kind(each.id): (each.id, True) for each in program.clocks}
    told |= {breach_kind(each.id): (each.id, False) for each in program.clocks}
    brought: dict[Hashable, object] = {}
    for event, decision in records:
        if event.kind in told:
            target, met = told[event.kind]
            # What was erased has no start any more; it counts by itself.
            started = _brought(program, event, decision).get("clock_started", event.id)
            # It may have begun before it was known whose contact it is.
            begun = [(owner, event.case or event.contact, started) for owner in (event.key, event.contact) if owner]
            group = next((brought[each] for each in begun if each in brought), None)
            yield Verdict(target, begun[0] if begun else started, met, group)
        elif by is not None and (value := _brought(program, event, decision).get(by.short)) is not None:
            brought[event.key or event.contact, event.case or event.contact, event.at] = value


def _brought(program: Program, event: EventRecord, decision: DecisionRecord) -> Mapping[str, object]:
    with intact(decision.id):
        data = json.loads(event.data or "{}", parse_float=Decimal)
        if not isinstance(data, dict):
            raise ValueError
        return typed_data(program.vocabulary, data)
