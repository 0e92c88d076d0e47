"""The events that a storage recorded, decided on again by two rulesets with the facts known at that time. Only reads.

An event is read anew from its envelope by each vocabulary. What came into a profile from outside (`know`, `import`) is
no event: it is known from the moment the profile says, and where the recorded decision read a fact, its word counts.
What others answered when that decision asked them, or did not answer, is taken from it; nobody is asked again.
What rules note themselves each side lives for itself; recorded deadlines are passed over for the same reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import field, frozen

from engage.errors import EventRejected, RulesetError
from engage.facts.decided import Decision
from engage.facts.known import Event, Fact
from engage.facts.vocabulary import ANSWERED, BUILT_IN_EVENTS, Type
from engage.gate.known_in import facts_from_json
from engage.knowledge.freshness import after_telling
from engage.load import from_sources
from engage.program.program import Program, ScoreInput, Slot, ValueInput
from engage.runtime.estimates import estimated_facts
from engage.runtime.intake import with_answer_data
from engage.runtime.moving import asked_again, was_asked
from engage.runtime.record import from_record
from engage.runtime.timers import rang
from engage.sockets.storage import DecisionRecord, EventRecord, Storage
from engage.workbench.compare_lives import Life
from engage.workbench.compare_pairs import Both, Pair
from engage.workbench.runner import Refused

__all__ = ["pairs_of_record"]

_PAGE: Final = 500
#: Where a fact comes from that the recorded decision knew.
_RECORD: Final = "record"


def pairs_of_record(both: Both, storage: Storage, tenant: str) -> Iterator[Pair | Refused]:
    """What both decide on each recorded event, in the order of the record; deadlines between them.

    An event that a vocabulary refuses is given back as Refused with its number; those of erased customers are passed
    over, and counted in `both.erased`.
    """
    known, number, after = _Known(both, storage, tenant), 0, ""
    while page := storage.recorded(tenant, after=after, limit=_PAGE):
        for record, decision in page:
            number += 1
            if rang(record):
                continue
            if not record.payload:
                both.erased += 1
                continue
            try:
                old, new = _events(both, record)
            except EventRejected as refusal:
                yield Refused(number, refusal.code, refusal.words)
                continue
            yield from both.until(old.at)
            if record.key:
                known.before(record, decision)
            yield both.decide(old, new, record.key)
        after = page[-1][1].id
    yield from both.rest()


def _events(both: Both, record: EventRecord) -> tuple[Event, Event]:
    if was_asked(record):
        asked = asked_again(record)
        return asked, asked
    if record.kind != ANSWERED:
        return both.read(record.payload)
    event = Event(
        id=record.id,
        source=record.source,
        type="effect.answered",
        at=record.at,
        kind=ANSWERED,
        subject=record.subject,
        digest=record.digest,
        payload=record.payload,
    )
    return with_answer_data(both.old.program, event), with_answer_data(both.new.program, event)


@frozen
class _Recorded:
    """What a recorded ruleset declared of a profile: types by name, without what it worked out itself."""

    types: Mapping[str, Type] = field(factory=dict)


class _Known:
    """What was known of a customer from outside, event by event."""

    def __init__(self, both: Both, storage: Storage, tenant: str) -> None:
        self._lives = (both.old, both.new)
        self._storage, self._tenant = storage, tenant
        self._noted = frozenset(name for life in self._lives for name in _noted(life.program))
        self._types = tuple(_types(life.program) for life in self._lives)
        kinds = (*BUILT_IN_EVENTS, *(kind for life in self._lives for kind in life.program.vocabulary.events))
        self._event_types = frozenset(kind.type for kind in kinds)
        self._waiting: dict[str, tuple[list[tuple[str, Fact]], ...]] = {}
        self._rulesets: dict[str, _Recorded] = {}

    def before(self, record: EventRecord, decision: DecisionRecord) -> None:
        """Let both lives know what was known when the event came."""
        if record.key not in self._waiting:
            self._waiting[record.key] = self._kept(record.key)
        used = from_record(decision)
        declared = self._recorded(decision.ruleset_hash)
        for life, types, waiting in zip(self._lives, self._types, self._waiting[record.key], strict=True):
            while waiting and (waiting[-1][1].at or 0) <= record.at:
                name, fact = waiting.pop()
                life.know(record.key, {name: fact})
            self._as_answered(life, types, record.key, used, declared)
            self._as_recorded(life, types, record, used, declared)

    def _kept(self, key: str) -> tuple[list[tuple[str, Fact]], ...]:
        """The facts of the profile that no event wrote, the latest first, for each side."""
        kept = self._storage.customer(self._tenant, key)
        stored = json.loads(kept.facts) if kept else {}
        found = []
        for life in self._lives:
            facts = facts_from_json(life.program.vocabulary, stored)
            outside = [
                (name, fact)
                for name, fact in facts.items()
                if name not in self._noted and fact.source not in self._event_types
            ]
            found.append(sorted(outside, key=lambda pair: (-(pair[1].at or 0), pair[0])))
        return tuple(found)

    def _as_answered(
        self, life: Life, types: Mapping[str, Type], key: str, used: Decision, declared: _Recorded
    ) -> None:
        """What providers and estimators said then: known as of when they said it; unknown, what nobody answered."""
        told = {each.fact: each.told for each in used.provided if each.told} | estimated_facts(used.estimates, used.at)
        for name in (*(each.fact for each in used.estimates), *(each.fact for each in used.provided)):
            if declared.types.get(name) is None or types.get(name) != declared.types[name]:
                continue
            if name not in told:
                life.forget(key, name)
            elif line := after_telling(told[name], life.known(key).get(name), used.at):
                life.know(key, {name: line})

    def _as_recorded(
        self, life: Life, types: Mapping[str, Type], record: EventRecord, used: Decision, declared: _Recorded
    ) -> None:
        facts = life.known(record.key)
        for name, value in used.facts_used.items():
            if name in self._noted or declared.types.get(name) is None or types.get(name) != declared.types[name]:
                continue
            fact = facts.get(name)
            if value is None and fact is not None and fact.source == _RECORD:
                life.forget(record.key, name)
            elif value is not None and (fact is None or fact.value != value):
                life.know(record.key, {name: Fact(value, record.at, _RECORD)})

    def _recorded(self, ruleset_hash: str) -> _Recorded:
        """What the ruleset of a recorded decision declared; nothing where its sources can no longer be read."""
        found = self._rulesets.get(ruleset_hash)
        if found is None:
            found = self._rulesets[ruleset_hash] = _Recorded(self._types_of(ruleset_hash))
        return found

    def _types_of(self, ruleset_hash: str) -> Mapping[str, Type]:
        for life, types in zip(self._lives, self._types, strict=True):
            if life.program.hash == ruleset_hash:
                return types
        sources = self._storage.sources(self._tenant, ruleset_hash)
        try:
            return _types(from_sources([(str(n), str(t)) for n, t in json.loads(sources)])) if sources else {}
        except RulesetError:
            return {}


def _types(program: Program) -> Mapping[str, Type]:
    """The types of profile facts that come from outside."""
    derived = set()
    for shelf in program.shelves.values():
        for source in shelf.inputs:
            if isinstance(source, ValueInput | ScoreInput):
                derived |= {source.name, f"{source.name}_band"}
    fields = program.vocabulary.fields
    return {
        each.name: each.type for each in fields if each.root != "event" and not each.chart and each.name not in derived
    }


def _noted(program: Program) -> Iterator[str]:
    """The facts that rules note."""
    for shelf in program.shelves.values():
        rows = (
            row for table in shelf.tables for row in (*table.rows, *((table.otherwise,) if table.otherwise else ()))
        )
        for each in (*shelf.rules, *rows):
            yield from (made.key for made in each.proposals if made is not None and made.slot is Slot.NOTE)
