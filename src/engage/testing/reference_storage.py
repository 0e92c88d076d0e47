"""The slowest storage that keeps the contract: lists and loops, nothing clever, nothing on disk.

Other storages are compared with it, step by step, on random work; it keeps the contract itself, by the same kit.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

from attrs import evolve

from engage.errors import StorageError
from engage.sockets.storage import (
    Activation,
    Claimed,
    Commit,
    Committed,
    CustomerRecord,
    DecisionRecord,
    Duplicate,
    Erased,
    EventRecord,
    MoveRecord,
    Occupied,
    OutboxRecord,
    Pending,
    Snapshot,
    Stale,
    TimerRecord,
    Unit,
    Waiting,
)
from engage.testing.reference_desk import WithDesk
from engage.testing.reference_erasing import erase
from engage.testing.reference_kept import Effect, Tenant, line_of
from engage.testing.reference_merging import merge
from engage.testing.reference_stays import alarm_of

__all__ = ["ReferenceStorage", "Tenant"]

P = ParamSpec("P")
R = TypeVar("R")


def _one_at_a_time(
    method: Callable[Concatenate[ReferenceStorage, P], R],
) -> Callable[Concatenate[ReferenceStorage, P], R]:
    def guarded(self: ReferenceStorage, /, *args: P.args, **named: P.kwargs) -> R:
        with self._lock:
            if self._closed:
                raise StorageError("S029", "the storage is closed", hint="open it anew")
            return method(self, *args, **named)

    update_wrapper(guarded, method)
    return guarded


def _moment(now: int | None) -> int:
    return time.monotonic_ns() // 1_000 if now is None else now


class ReferenceStorage(WithDesk):
    """Everything in memory, one call at a time. For tests only: it forgets all when the process ends."""

    durability = "volatile"

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._closed = False
        self._tenants: dict[str, Tenant] = {}

    def _of(self, tenant: str) -> Tenant:
        return self._tenants.setdefault(tenant, Tenant())

    def prepare(self) -> None:
        """There is no schema."""

    @_one_at_a_time
    def snapshot(
        self,
        tenant: str,
        *,
        source: str,
        event_id: str,
        key: str,
        contact: str,
        at: int,
        history: Callable[[CustomerRecord], Mapping[str, int | None]],
        case: str = "",
        account: Callable[[CustomerRecord], str] | None = None,
    ) -> Snapshot:
        """What is known for a decision at `at`."""
        kept = self._of(tenant)
        line = line_of(key, contact)
        customer = kept.lines.get(line, CustomerRecord(key))
        shared = account(customer) if account else ""
        needs = history(customer) if key else {}
        past = [
            evolve(event, payload="")
            for event in kept.events
            if key and event.key == key and event.kind in needs and event.at <= at
            if (back := needs[event.kind]) is None or event.at >= at - back
        ]
        current = kept.activations[-1] if kept.activations else Activation(0, "", 0)
        return Snapshot(
            customer=customer,
            history=tuple(sorted(past, key=lambda event: (event.at, event.sequence))),
            footprints=kept.steps({line, ("contact", contact), ("case", case), ("account", shared)}),
            held={slot: since for (owner, slot), since in kept.held.items() if owner == line},
            stored=self._stored(kept, source, event_id),
            generation=current.generation,
            ruleset_hash=current.ruleset_hash,
            stays=kept.stays.of(key),
            alarm=alarm_of(kept.timers.values(), key),
            account=shared,
            contact=kept.lines.get(("contact", contact)) if key else None,
        )

    @staticmethod
    def _stored(kept: Tenant, source: str, event_id: str) -> tuple[str, DecisionRecord] | None:
        place = kept.places.get((source, event_id))
        return None if place is None else (kept.events[place].digest, kept.decisions[place])

    def commit(self, tenant: str, unit: Unit) -> Commit:
        """One unit, whole or not at all."""
        return self.commit_many(tenant, [unit])[0]

    @_one_at_a_time
    def commit_many(self, tenant: str, units: Sequence[Unit]) -> Sequence[Commit]:
        """Several units, in their order."""
        return [self._commit(self._of(tenant), unit) for unit in units]

    def _commit(self, kept: Tenant, unit: Unit) -> Commit:
        event = unit.event
        stored = self._stored(kept, event.source, event.id)
        if stored:
            kept.end_timer(unit.fired_timer)
            return Duplicate(*stored)
        line = line_of(event.key, event.contact, unit.decision.id)
        before = kept.lines.get(line, CustomerRecord(event.key))
        generation = kept.activations[-1].generation if kept.activations else 0
        stale = before.version != unit.expected_version or generation != unit.expected_generation
        elsewhere = kept.aliases.get(event.subject, event.key) != event.key
        if stale or elsewhere or not (kept.contact_stands(unit) and kept.stays.stands(unit)):
            return Stale()
        if not kept.still_shared(unit, line):
            return Stale()
        sequence = before.next_sequence
        facts = before.facts if unit.facts is None else unit.facts
        if line[0] != "event":
            latest = event.at if before.latest_at is None else max(before.latest_at, event.at)
            moved = CustomerRecord(event.key, facts, kept.next_version(line), sequence + 1, latest, unit.carried)
            kept.lines[line] = moved if event.key else evolve(moved, carried="")
        kept.places[event.source, event.id] = len(kept.events)
        kept.events.append(evolve(event, sequence=sequence))
        kept.decisions.append(evolve(unit.decision, sequence=sequence))
        kept.effects += [Effect(evolve(one, sequence=sequence), line, one.not_before) for one in unit.outbox]
        kept.timers |= {new.id: new for new in unit.timers if new.id not in kept.timers and new.id not in kept.ended}
        for ended in (unit.fired_timer, *unit.cancel_timers):
            kept.end_timer(ended)
        kept.remember(unit, line)
        return Committed(sequence)

    @_one_at_a_time
    def key_of(self, tenant: str, subject: str) -> str:
        """The customer key of an alias; a new subject is its own key."""
        return self._of(tenant).aliases.get(subject, subject)

    @_one_at_a_time
    def add_alias(self, tenant: str, alias: str, key: str) -> Occupied | None:
        """Let another subject lead to the same customer."""
        kept = self._of(tenant)
        key = kept.aliases.get(key, key)
        if alias in kept.aliases:
            return Occupied(kept.aliases[alias]) if kept.aliases[alias] != key else None
        if alias == key:
            return None
        if ("customer", alias) in kept.lines:
            return Occupied(alias)
        kept.aliases |= {led: key for led, other in kept.aliases.items() if other == alias}
        kept.aliases[alias] = key
        return None

    @_one_at_a_time
    def set_facts(self, tenant: str, key: str, facts: str, expected_version: int) -> bool:
        """Write the whole profile by compare-and-set."""
        kept = self._of(tenant)
        before = kept.lines.get(("customer", key), CustomerRecord(key))
        if before.version != expected_version or key in kept.aliases:
            return False
        kept.lines["customer", key] = evolve(before, facts=facts, version=kept.next_version(("customer", key)))
        return True

    @_one_at_a_time
    def merge(self, tenant: str, key: str, into: str, *, facts: str, expected_version: int, into_version: int) -> bool:
        """Everything of one customer becomes another's."""
        return merge(self._of(tenant), key, into, facts, expected_version, into_version)

    @_one_at_a_time
    def erase(self, tenant: str, key: str, at: int, *, only_count: bool = False) -> Erased | None:
        """Forget a customer."""
        return erase(self._of(tenant), key, only_count)

    @_one_at_a_time
    def customer(self, tenant: str, key: str) -> CustomerRecord | None:
        """The profile as it stands."""
        return self._of(tenant).lines.get(("customer", key))

    @_one_at_a_time
    def customers(self, tenant: str, *, after: str = "", limit: int = 1000) -> Sequence[str]:
        """Keys of customers, in their order."""
        kept = self._of(tenant).lines
        return sorted(key for of, key in kept if of == "customer" and key > after)[:limit]

    @_one_at_a_time
    def moves(self, tenant: str, key: str, limit: int = 1000) -> Sequence[MoveRecord]:
        """Every move of a customer, in the order they were recorded."""
        return self._of(tenant).stays.moves(key)[:limit]

    @_one_at_a_time
    def waiting(self, tenant: str, now: int | None = None) -> Waiting:
        """What waits now."""
        effects = self._of(tenant).effects
        channels = {effect.record.channel for effect in effects if effect.record.state == "new"}
        return Waiting(len(effects), _moment(now), tuple(sorted(channels)))

    @_one_at_a_time
    def claim(
        self,
        tenant: str,
        channel: str,
        limit: int,
        lease_seconds: float,
        now: int | None = None,
        among: Waiting | None = None,
    ) -> Sequence[Claimed]:
        """Heads of line that are due, under a lease."""
        moment = _moment(now)
        effects = self._of(tenant).effects
        heads: dict[tuple[str, str], Effect] = {}
        for effect in effects[: among.last] if among else effects:
            if effect.record.channel == channel and effect.record.state == "new":
                heads.setdefault(effect.line, effect)
        due = [effect for effect in heads.values() if effect.due <= (among.at if among else moment)]
        taken = sorted(due, key=lambda effect: effect.due)[:limit]
        for effect in taken:
            record = effect.record
            first = record.first_at if record.tries else moment
            effect.record = evolve(record, attempt=record.attempt + 1, tries=record.tries + 1, first_at=first)
            effect.due = moment + int(lease_seconds * 1_000_000)
        taken = [effect for effect in effects if effect in taken]
        records = sorted((effect.record for effect in taken), key=lambda record: record.not_before)
        return [Claimed(record, record.attempt, moment) for record in records]

    @_one_at_a_time
    def mark(
        self, tenant: str, key: str, attempt: int, state: str, code: str, *, not_before: int | None = None
    ) -> bool:
        """Record an attempt's outcome; False when somebody else has the effect by now."""
        for effect in self._of(tenant).effects:
            record = effect.record
            if (record.key, record.attempt) == (key, attempt) and record.state in ("new", "suppressed"):
                if record.state == "suppressed" and state != "done":
                    return True
                until = record.not_before if not_before is None else not_before
                effect.record = evolve(record, state=state, last_code=code, not_before=until)
                effect.due = not_before or 0
                return True
        return False

    @_one_at_a_time
    def outbox(
        self, tenant: str, *, state: str = "", decision_id: str = "", limit: int = 1000
    ) -> Sequence[OutboxRecord]:
        """Effects, oldest first."""
        found = [effect.record for effect in self._of(tenant).effects]
        return [
            record
            for record in found
            if record.state == (state or record.state) and record.decision_id == (decision_id or record.decision_id)
        ][:limit]

    @_one_at_a_time
    def replay_dead(self, tenant: str, key: str) -> bool:
        """A dead letter, or an effect of unknown outcome, waits for delivery again, with the same key."""
        for effect in self._of(tenant).effects:
            if effect.record.key == key and effect.record.state in ("dead", "unknown"):
                effect.record = evolve(effect.record, state="new", not_before=0, tries=0, first_at=0)
                effect.due = 0
                return True
        return False

    @_one_at_a_time
    def due_timers(self, tenant: str, now: int, limit: int) -> Sequence[TimerRecord]:
        """Waiting timers with nominal <= now, earliest first, then by id."""
        due = [timer for timer in self._of(tenant).timers.values() if timer.nominal <= now]
        return sorted(due, key=lambda timer: (timer.nominal, timer.id))[:limit]

    @_one_at_a_time
    def decision(self, tenant: str, decision_id: str) -> DecisionRecord | None:
        """A decision by its id."""
        return next((found for found in self._of(tenant).decisions if found.id == decision_id), None)

    @_one_at_a_time
    def decisions(self, tenant: str, *, key: str = "", after: str = "", limit: int = 1000) -> Iterator[DecisionRecord]:
        """Decisions of a customer by sequence, or of all in the order they were recorded."""
        everything = self._of(tenant).decisions
        ids = [found.id for found in everything]
        if after and after not in ids:
            return iter(())
        if key:
            # By their numbers: after a merge these are not in the order of recording.
            last = everything[ids.index(after)].sequence if after else 0
            mine = [found for found in everything if found.key == key and found.sequence > last]
            return iter(sorted(mine, key=lambda found: found.sequence)[:limit])
        rest = everything[ids.index(after) + 1 :] if after else everything
        return iter(rest[:limit])

    @_one_at_a_time
    def recorded(
        self, tenant: str, *, after: str = "", limit: int = 1000
    ) -> Sequence[tuple[EventRecord, DecisionRecord]]:
        """Events with their decisions in the order they were recorded."""
        kept = self._of(tenant)
        ids = [found.id for found in kept.decisions]
        if after and after not in ids:
            return []
        start = ids.index(after) + 1 if after else 0
        return list(zip(kept.events, kept.decisions, strict=True))[start : start + limit]

    @_one_at_a_time
    def recent(self, tenant: str, key: str, limit: int = 50) -> Sequence[tuple[EventRecord, DecisionRecord]]:
        """The newest events of a customer with their decisions."""
        return self._of(tenant).recent(key, limit)

    @_one_at_a_time
    def waiting_for(self, tenant: str, key: str) -> Pending:
        """What waits for a customer, and what did not arrive."""
        return self._of(tenant).waiting_for(key)

    @_one_at_a_time
    def activate(
        self, tenant: str, ruleset_hash: str, sources: str, at: int, by: str, expected_generation: int
    ) -> Activation | None:
        """Store the sources under the hash and make it the active one."""
        kept = self._of(tenant)
        if len(kept.activations) != expected_generation:
            return None
        kept.sources.setdefault(ruleset_hash, sources)
        kept.activations.append(Activation(expected_generation + 1, ruleset_hash, at, by))
        return kept.activations[-1]

    @_one_at_a_time
    def activation(self, tenant: str) -> Activation | None:
        """The active one."""
        activations = self._of(tenant).activations
        return activations[-1] if activations else None

    @_one_at_a_time
    def sources(self, tenant: str, ruleset_hash: str) -> str | None:
        """The stored sources of a ruleset."""
        return self._of(tenant).sources.get(ruleset_hash)

    @_one_at_a_time
    def counts(self, tenant: str) -> Mapping[str, int]:
        """events, decisions, customers, waiting effects, dead letters, unknown effects, waiting timers."""
        kept = self._of(tenant)
        states = [effect.record.state for effect in kept.effects]
        return {
            "events": len(kept.events),
            "decisions": len(kept.decisions),
            "customers": sum(line[0] == "customer" for line in kept.lines) + kept.erased,
            "waiting_effects": states.count("new"),
            "dead_letters": states.count("dead"),
            "unknown_effects": states.count("unknown"),
            "waiting_timers": len(kept.timers),
        }

    def close(self) -> None:
        """Forget everything."""
        self._closed = True
