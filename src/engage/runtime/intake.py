"""From an event and a snapshot to a unit of work: what is decided on, and what is written in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen

from engage.decide.reasons import ReasonCode
from engage.errors import EventRejected
from engage.facts.decided import (
    Change,
    Decision,
    KeepClock,
    Reason,
    RememberHeld,
    SetAlarm,
    SetFact,
    StampFootprint,
)
from engage.facts.known import Estimate, Event, Fact, History, PastEvent, Profile, Situation, State, Value
from engage.facts.vocabulary import ANSWERED
from engage.gate.envelope import event_data, with_case
from engage.gate.known_in import data_to_json, facts_from_json, facts_to_json, typed_data, typed_facts
from engage.ground.canonical import canonical_json, derived_id, digest_of_text
from engage.knowledge.freshness import after_telling, line_of
from engage.knowledge.membership import account_of
from engage.program.program import Program
from engage.runtime.carrying import carried_for, carried_text
from engage.runtime.case_clocks import clocks_seen, guarded_contact, left_of_contact, with_clocks
from engage.runtime.estimates import estimated_facts
from engage.runtime.moving import moves_of, stay_record, stays_of, stays_to_keep
from engage.runtime.providing import kept_of
from engage.runtime.record import intact, packed, record
from engage.runtime.timers import TIMER_KIND, timers_of
from engage.sockets.channel import FAILURE_CODE, Answer
from engage.sockets.storage import CustomerRecord, EventRecord, OutboxRecord, Snapshot, Unit

__all__ = [
    "Active",
    "account_wanted",
    "answer_event",
    "customer_facts",
    "event_record",
    "kept_facts",
    "merged_facts",
    "past_of",
    "situation_of",
    "unit_of",
    "with_answer_data",
    "with_brought",
    "with_change",
    "with_changes",
    "with_estimates",
]

#: Why a fact that an event brings is not kept, by the code of the refusal.
_PROBLEMS: Final = {"G014": "wrong-type", "G015": "wrong-type", "G021": "wrong-type", "G025": "moved-by-its-chart"}


@frozen
class Active:
    """The program that decides, and the generation it was activated with. Swapped as one value, never in parts."""

    program: Program
    generation: int = 0


def situation_of(program: Program, event: Event, snapshot: Snapshot, extra: Mapping[str, Value]) -> Situation:
    """What the decision may look at. `extra` are facts the event itself brings (`customer.updated`)."""
    facts = with_brought(kept_facts(program, snapshot.customer.facts), event, extra)
    clocks, taken, told = clocks_seen(program, snapshot)
    return Situation(
        event,
        Profile(snapshot.customer.key, {**facts, **told}, snapshot.customer.version),
        History(past_of(program, snapshot), carried_for(program, snapshot.customer, event.at) or {}),
        State(
            snapshot.footprints,
            snapshot.held,
            snapshot.customer.latest_at,
            stays_of(snapshot),
            snapshot.alarm.nominal if snapshot.alarm else None,
            clocks,
            taken,
        ),
    )


def account_wanted(program: Program, event: Event) -> Callable[[CustomerRecord], str] | None:
    """With whom the customer that an event is about shares limits, as the storage asks it while it reads.

    None where no rule is `once per account`.
    """

    def wanted(customer: CustomerRecord) -> str:
        if event.account:
            return event.account
        brought, _ = customer_facts(program, event)
        return account_of(event, with_brought(kept_facts(program, customer.facts), event, brought))

    return wanted if program.needs.shared else None


def past_of(program: Program, snapshot: Snapshot) -> tuple[PastEvent, ...]:
    """The past events of a snapshot. Raises StorageError when one is damaged."""
    with intact():
        return tuple(_past_event(program, stored) for stored in snapshot.history)


def with_estimates(situation: Situation, estimates: tuple[Estimate, ...]) -> Situation:
    """The situation with what estimators said. What was asked and not answered is unknown, whatever was kept before."""
    facts = {name: fact for name, fact in situation.profile.facts.items() if name not in {e.fact for e in estimates}}
    facts |= estimated_facts(estimates, situation.event.at)
    return evolve(situation, profile=evolve(situation.profile, facts=facts), estimates=estimates)


def with_brought(kept: Mapping[str, Fact], event: Event, brought: Mapping[str, Value]) -> dict[str, Fact]:
    """The facts of a profile with those that an event brings, where nothing later is known."""
    new = {name: Fact(value, event.at, event.type) for name, value in brought.items()}
    lines = {name: after_telling(fact, kept.get(name), event.at) for name, fact in new.items()}
    return {**kept, **{name: line for name, line in lines.items() if line is not None}}


def kept_facts(program: Program, text: str) -> Mapping[str, Fact]:
    """The facts of a stored profile. Raises StorageError when it is damaged."""
    with intact():
        return facts_from_json(program.vocabulary, _parsed(text))


def _parsed(text: str) -> dict[str, object]:
    found = json.loads(text, parse_float=Decimal)
    return found if isinstance(found, dict) else {}


def _past_event(program: Program, stored: EventRecord) -> PastEvent:
    # It may have been recorded before the vocabulary named the case.
    data = with_case(program.vocabulary, stored.kind, typed_data(program.vocabulary, _parsed(stored.data)), stored.case)
    return PastEvent(
        stored.kind, stored.at, stored.sequence, data, stored.contact, stored.case, stored.id, stored.source
    )


def answer_event(program: Program, effect: OutboxRecord, answer: Answer, now: int) -> Event:
    """The event of an answer. Half a character in it, which no encoding knows, is written as the replacement mark."""
    outcome = answer.outcome.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    said = {"effect": effect.key, "channel": effect.channel, "outcome": outcome}
    # Invariant: nothing that differs when the same answer is recorded again is in the digest.
    digest = digest_of_text(canonical_json(said))
    event = Event(
        id=derived_id(effect.key, answer.outcome, answer.provider_id),
        source="engage:delivery",
        type="effect.answered",
        at=now,
        kind=ANSWERED,
        subject=effect.customer,
        digest=digest,
        payload=canonical_json({**said, "data": _of_effect(effect, outcome, answer.data)}),
    )
    return with_answer_data(program, event)


def _of_effect(effect: OutboxRecord, outcome: str, said: Mapping[str, object]) -> dict[str, object]:
    """What rules may know of an effect that was answered: ids of the ruleset, nothing of the customer."""
    payload = _parsed(effect.payload)
    found = {
        "effect_outcome": outcome,
        "effect_kind": effect.kind,
        "effect_channel": effect.channel,
        "effect_work": payload.get("work"),
        "effect_owner": payload.get("owner"),
        "effect_offer": payload.get("offer"),
        "effect_rule": payload.get("rule"),
        "effect_code": said.get(FAILURE_CODE),
    }
    return {name: value for name, value in found.items() if isinstance(value, str) and value}


def with_answer_data(program: Program, event: Event) -> Event:
    """An answer with what it says in the types of a program; answers recorded before they said more say nothing."""
    said = _parsed(event.payload).get("data")
    data, problems = event_data(program.vocabulary, ANSWERED, said if isinstance(said, dict) else {})
    return evolve(event, data=data, problems=problems)


def customer_facts(program: Program, event: Event) -> tuple[dict[str, Value], tuple[tuple[str, str], ...]]:
    """Profile facts that a `customer.updated` event brings, and its fields that could not be read.

    Its data names facts in full: `{"customer.tier": "gold"}`.
    """
    if event.type != "customer.updated":
        return {}, ()
    data = _parsed(event.payload).get("data")
    found: dict[str, Value] = {}
    problems: list[tuple[str, str]] = []
    for name, value in data.items() if isinstance(data, dict) else ():
        try:
            found |= typed_facts(program.vocabulary, {name: value})
        except EventRejected as refusal:
            if refusal.code in _PROBLEMS:
                problems.append((name, _PROBLEMS[refusal.code]))
    return found, tuple(problems)


def event_record(program: Program, event: Event, key: str, received_at: int) -> EventRecord:
    """A row of the inbox."""
    data = packed(event.data) if event.kind.startswith(TIMER_KIND) else data_to_json(program.vocabulary, event.data)
    return EventRecord(
        id=event.id,
        source=event.source,
        digest=event.digest,
        kind=event.kind,
        at=event.at,
        offset=event.offset,
        subject=event.subject,
        key=key,
        contact=event.contact,
        case=event.case,
        data=canonical_json(data),
        payload=event.payload,
        received_at=received_at,
    )


def merged_facts(program: Program, stored: str, changed: Mapping[str, Fact]) -> str:
    """The stored profile with some facts written over; facts this program does not declare stay as they are."""
    with intact():
        before = _parsed(stored)
    return canonical_json({**before, **facts_to_json(program.vocabulary, changed)})


def unit_of(
    active: Active, situation: Situation, decision: Decision, snapshot: Snapshot, received_at: int, fired_timer: str
) -> Unit:
    """Everything of a decision, for one transaction."""
    program, event, key = active.program, situation.event, snapshot.customer.key
    answered = {**kept_of(situation), **estimated_facts(decision.estimates, event.at)}
    changed = {**answered, **_changed_facts(decision.changes, situation)}
    return Unit(
        event=event_record(program, event, key, received_at),
        decision=record(decision, key, active.generation),
        expected_version=snapshot.customer.version,
        expected_generation=snapshot.generation,
        facts=_profile_text(program, snapshot.customer.facts, changed, decision.changes),
        footprints=tuple((c.rule, c.subject) for c in decision.changes if isinstance(c, StampFootprint)),
        held=tuple((c.slot, c.since) for c in decision.changes if isinstance(c, RememberHeld)),
        outbox=tuple(_outbox(decision, key)),
        timers=tuple(timers_of(decision, event, key)),
        fired_timer=fired_timer,
        carried=carried_text(program, situation, snapshot.customer),
        cancel_timers=_overtaken(decision, snapshot),
        moves=moves_of(decision),
        stays=tuple(stay_record(*each) for each in stays_to_keep(situation.state.stays, decision).items()),
        account=snapshot.account,
        shared=_shared(program, event, snapshot),
        contact_version=guarded_contact(program, event, snapshot),
        contact_facts=left_of_contact(snapshot, situation.state.taken, decision.changes),
    )


def _profile_text(
    program: Program, stored: str, changed: Mapping[str, Fact], changes: tuple[Change, ...]
) -> str | None:
    """The whole profile afterwards, the clocks among it; None where nothing of it changes."""
    clocks = [change for change in changes if isinstance(change, KeepClock)]
    if not changed and not clocks:
        return None
    return with_clocks(merged_facts(program, stored, changed), clocks)


def _shared(program: Program, event: Event, snapshot: Snapshot) -> tuple[tuple[str, int | None], ...]:
    """When each rule that speaks once per account last spoke, for those that were asked; of no account nothing."""
    shelf = program.shelves.get(event.kind)
    if not snapshot.account or shelf is None:
        return ()
    rules = sorted(rule.id for rule in shelf.rules if rule.id in program.needs.shared)
    return tuple((rule, snapshot.footprints.get((rule, "account"))) for rule in rules)


def _overtaken(decision: Decision, snapshot: Snapshot) -> tuple[str, ...]:
    """The alarm that waits, where the decision sets another one, or none."""
    set_anew = any(isinstance(change, SetAlarm) for change in decision.changes)
    return (snapshot.alarm.id,) if set_anew and snapshot.alarm else ()


def _changed_facts(changes: tuple[Change, ...], situation: Situation) -> dict[str, Fact]:
    facts = dict(situation.profile.facts)
    for change in changes:
        if isinstance(change, SetFact):
            facts[change.name] = with_change(facts.get(change.name), change, situation.event)
    return {change.name: facts[change.name] for change in changes if isinstance(change, SetFact)}


def with_change(kept: Fact | None, change: SetFact, event: Event) -> Fact:
    """What is kept of a fact that a decision writes: nothing later is known of it, but for what was told ahead."""
    new = Fact(change.value, event.at, event.type)
    return after_telling(new, kept, event.at) or new


def _outbox(decision: Decision, key: str) -> list[OutboxRecord]:
    return [
        OutboxRecord(
            key=derived_id(decision.id, str(effect.number), effect.channel),
            decision_id=decision.id,
            number=effect.number,
            customer=key,
            sequence=0,
            channel=effect.channel,
            kind=effect.kind,
            # What a receiver reads: plain JSON, moments as texts with a zone, see decide.effects.
            payload=canonical_json(effect.payload),
            not_before=0,
        )
        for effect in decision.effects
    ]


def with_changes(decision: Decision, brought: Mapping[str, Value], situation: Situation) -> Decision:
    """The decision, which also writes the facts its event brought, and says of which something later is known."""
    if not brought:
        return decision
    event, facts = situation.event, situation.profile.facts
    written = [SetFact(n, v) for n, v in brought.items() if Fact(v, event.at, event.type) in line_of(facts.get(n))]
    older = sorted(brought.keys() - {each.name for each in written})
    reasons = (*decision.reasons, *(Reason(ReasonCode.OLDER, detail=name) for name in older))
    return evolve(decision, changes=(*written, *decision.changes), reasons=reasons)
