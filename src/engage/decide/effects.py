"""What a decision sets going: work and messages for the outside, changes to what is kept.

Effects are numbered in the order of the plan, so that deciding again gives the same idempotency keys. Payloads
hold ids and moments, no facts of the customer beyond the key they are addressed by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engage.decide.reasons import ReasonCode
from engage.decide.trust import kept_later
from engage.facts.decided import Change, Effect, Reason, RememberHeld, SetFact, StampFootprint, StartTimer
from engage.facts.known import MEMBERSHIP, Event, Situation, State
from engage.facts.plan import HandlingPlan
from engage.facts.units import Duration
from engage.gate.values import moment_text
from engage.knowledge.commitments import rings
from engage.program.program import CompiledRule, HeldInput, Program, Shelf, Values
from engage.service.task_due import falls_due

__all__ = ["DEFAULT_CHANNEL", "changes", "effects", "facts_of_event", "older_facts"]

#: The logical delivery channel of work for which the catalogue names none.
DEFAULT_CHANNEL = "tasks"


def effects(
    program: Program, plan: HandlingPlan, event: Event, owners: Mapping[tuple[str, str], str]
) -> tuple[Effect, ...]:
    """The plan's tasks, then its offers that go out over a delivery channel.

    `owners` is the rule behind each, by (slot, id), for the receiver to show.
    """
    addressed = {
        "subject": event.subject,
        "contact": event.contact,
        "case": event.case,
        "event": event.id,
        "source": event.source,
        "at": moment_text(event.at, event.offset),
        "ruleset": program.hash,
    }
    found: list[tuple[str, str, dict[str, object]]] = []
    for task in plan.tasks:
        payload: dict[str, object] = {**addressed, "work": task.work, "owner": task.owner}
        payload["rule"] = owners.get(("task", task.work), "")
        if task.due is not None:
            payload["due"] = _spelled(task.due)
            payload["due_at"] = moment_text(falls_due(event.at, task.due, program.zone, program.working), event.offset)
        found.append(("task", program.furnishing.task_channels.get(task.work) or DEFAULT_CHANNEL, payload))
    for offer in plan.offers:
        facts = program.furnishing.offers.get(offer.id)
        if facts is not None and facts.channel:
            payload = {**addressed, "offer": offer.id, "treatment": offer.treatment}
            payload["rule"] = owners.get(("offer", offer.id), "")
            figures = {"cost": facts.cost, "benefit": facts.benefit}
            payload |= {key: figure for key, figure in figures.items() if figure is not None}
            found.append(("offer", facts.channel, payload))
    return tuple(Effect(number, kind, channel, payload) for number, (kind, channel, payload) in enumerate(found, 1))


def _spelled(duration: Duration) -> str:
    return f"{duration.amount} {duration.unit.value}"


def changes(
    program: Program,
    shelf: Shelf,
    situation: Situation,
    values: Values,
    fired: Sequence[CompiledRule],
    notes: Sequence[tuple[str, object]],
) -> tuple[Change, ...]:
    """What is kept: facts of the event, notes (they win), footprints, held conditions, timers."""
    noted = dict(notes)
    facts = {change.name: change for change in facts_of_event(program, situation.event)}
    facts |= {name: SetFact(name, noted[name]) for name in noted}
    found: list[Change] = [facts[name] for name in sorted(facts) if not kept_later(situation, facts[name])]
    found += [StampFootprint(rule.id, rule.once.subject) for rule in fired if rule.once]
    found += _held(shelf, situation.state, situation.event.at, values)
    found += [
        StartTimer(timer.rule, falls_due(situation.event.at, timer.after, program.zone, program.working))
        for timer in sorted(shelf.timers, key=lambda timer: timer.rule)
    ]
    found += [StartTimer(name, nominal) for name, nominal in rings(program, situation)]
    return tuple(found)


def older_facts(program: Program, situation: Situation, notes: Sequence[tuple[str, object]] = ()) -> Iterator[Reason]:
    """A reason for each fact that this event tells, and of which something later is known already: that stays."""
    noted = {name: SetFact(name, value) for name, value in notes}
    told = {change.name: change for change in facts_of_event(program, situation.event)} | noted
    for name in sorted(told):
        if kept_later(situation, told[name]):
            yield Reason(ReasonCode.OLDER, detail=name)


def facts_of_event(program: Program, event: Event) -> tuple[SetFact, ...]:
    """Profile facts that this kind of event writes (`from: kind.field`); a field that is missing writes nothing.

    The account that an event names is that of its customer from then on.
    """
    found = [SetFact(MEMBERSHIP, event.account)] if event.account else []
    for field in program.vocabulary.fields:
        kind, _, name = field.writes_from.partition(".")
        if kind and kind == event.kind and event.data.get(name) is not None:
            found.append(SetFact(field.name, event.data[name]))
    return tuple(sorted(found, key=lambda change: change.name))


def _held(shelf: Shelf, state: State, at: int, values: Values) -> list[Change]:
    """A streak starts when its condition begins to hold and ends when it no longer certainly does.

    An event older than the streak (a late one) neither starts nor ends it.
    """
    found: list[Change] = []
    for source in shelf.inputs:
        if isinstance(source, HeldInput):
            since = state.held.get(source.id)
            holds = source.line.holds(values)
            if holds and since is None:
                found.append(RememberHeld(source.id, at))
            elif not holds and since is not None and since <= at:
                found.append(RememberHeld(source.id, None))
    return sorted(found, key=lambda change: change.slot if isinstance(change, RememberHeld) else "")
