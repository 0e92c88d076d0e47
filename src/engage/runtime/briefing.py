"""A brief of a customer, read from the storage: who it is, what is known now, what happened, what waits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from attrs import evolve

from engage.decide import explain
from engage.decide.brief import Brief, Happened, Ordered, Timer
from engage.decide.brief_known import between_events, known_now, promised_now, remembered, seen_in_event, used_up
from engage.facts.known import Event, Situation
from engage.facts.vocabulary import ANSWERED
from engage.gate.known_in import typed_data
from engage.gate.values import read_moment
from engage.ground.canonical import derived_id
from engage.knowledge.commitments import LOOK
from engage.knowledge.membership import account_of
from engage.program.program import Program
from engage.runtime import messages as say
from engage.runtime.carrying import past_wanted
from engage.runtime.intake import account_wanted, situation_of
from engage.runtime.record import from_record, intact
from engage.runtime.timers import TIMER_KIND
from engage.sockets.storage import CustomerRecord, DecisionRecord, EventRecord, OutboxRecord, Snapshot, Storage

__all__ = ["brief_of", "looked_at"]

#: How many of the newest events are looked through.
_LOOKED_AT: Final = 50
_SOURCE: Final = "engage:brief"


def brief_of(storage: Storage, tenant: str, program: Program, now: int, customer: str) -> Brief:
    """Everything of the customer to whom a subject leads, at `now` or at its latest event, whichever is later.

    An empty subject gives an anonymous brief. Raises NotFound when nothing was ever kept of the customer.
    """
    if not customer:
        return Brief(program, now)
    key = storage.key_of(tenant, customer)
    kept = storage.customer(tenant, key)
    if kept is None:
        raise say.not_found("S004")
    seen_by = between_events(program)
    snapshot, situation = looked_at(storage, tenant, seen_by, now, kept)
    at = situation.event.at
    known = known_now(program, situation)
    pairs, pending = storage.recent(tenant, key, _LOOKED_AT), storage.waiting_for(tenant, key)
    happened = tuple(_happened(program, *pair) for pair in pairs)
    brief = Brief(
        program,
        at,
        key,
        customer,
        snapshot.customer.next_sequence - 1,
        known.facts,
        known.seen,
        known.computed,
        tuple(remembered(program, happened)),
        known.scores,
        known.charts,
        happened,
        tuple(_ordered(happened, _answers(pairs), pending.effects)),
        tuple(Timer(timer.name, timer.nominal) for timer in pending.timers if not timer.name.startswith(LOOK)),
        promised_now(program, situation),
        account_of(situation.event, situation.profile.facts),
        used_up(program, situation),
    )
    made = brief.decision
    if made is None or made.ruleset_hash != program.hash:
        return brief
    return evolve(brief, explanation=explain(program, made))


def looked_at(
    storage: Storage, tenant: str, seen_by: Program, now: int, kept: CustomerRecord
) -> tuple[Snapshot, Situation]:
    """A customer between events, at `now` or at its latest event, whichever is later."""
    at = now if kept.latest_at is None else max(now, kept.latest_at)
    event = Event("", _SOURCE, _SOURCE, at, subject=kept.key)
    named = {"source": _SOURCE, "event_id": "", "key": kept.key, "contact": ""}
    wanted, shared = past_wanted(seen_by, at), account_wanted(seen_by, event)
    snapshot = storage.snapshot(tenant, **named, at=at, history=wanted, account=shared)
    return snapshot, situation_of(seen_by, event, snapshot, {})


def _happened(program: Program, event: EventRecord, stored: DecisionRecord) -> Happened:
    own = event.kind.startswith(TIMER_KIND)
    with intact(stored.id):
        data = {} if own else typed_data(program.vocabulary, _parsed(event.data))
    said = seen_in_event(program, data)
    return Happened(event.kind, event.at, said, event.contact, event.case, decision=from_record(stored))


def _parsed(text: str) -> dict[str, object]:
    found = json.loads(text or "{}", parse_float=Decimal)
    return found if isinstance(found, dict) else {}


def _answers(pairs: Sequence[tuple[EventRecord, DecisionRecord]]) -> dict[str, str]:
    """What receivers answered, by the key of the effect; the newest word of each."""
    found: dict[str, str] = {}
    for event, _ in pairs:
        if event.kind == ANSWERED:
            with intact():
                told = _parsed(event.payload)
            found.setdefault(str(told.get("effect", "")), str(told.get("outcome", "")))
    return found


def _ordered(
    happened: Sequence[Happened], answers: Mapping[str, str], waiting: Sequence[OutboxRecord]
) -> Iterator[Ordered]:
    """What was ordered lately, whatever became of it, and everything older that has not arrived."""
    states = {effect.key: effect.state for effect in waiting}
    told = set()
    for one in happened:
        for effect in one.decision.effects:
            key = derived_id(one.decision.id, str(effect.number), effect.channel)
            told.add(key)
            state, outcome = states.get(key, "done"), answers.get(key, "")
            yield _order(key, effect.kind, effect.channel, effect.payload, one.at, state, outcome)
    for record in waiting:
        if record.key not in told:
            with intact(record.decision_id):
                payload = _parsed(record.payload)
            at = read_moment(str(payload.get("at", "")))
            yield _order(record.key, record.kind, record.channel, payload, at[0] if at else 0, record.state, "")


def _order(
    key: str, kind: str, channel: str, payload: Mapping[str, object], at: int, state: str, outcome: str
) -> Ordered:
    due = read_moment(str(payload.get("due_at", "")))
    id = payload.get("work") or payload.get("offer") or kind
    owner = str(payload.get("owner", ""))
    return Ordered(key, kind, str(id), owner, channel, at, due[0] if due else None, state, outcome)
