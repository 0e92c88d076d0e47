"""A file of events through a ruleset the slow way: every event is kept, every past is looked through from its start.

What an engine does over a storage, in lists and loops, with the reference interpreter deciding. No held conditions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from attrs import field, frozen

from engage.facts.decided import Verdict
from engage.facts.known import Event, Fact, History, PastEvent, Profile, Situation, State
from engage.gate import event as read_event
from engage.gate.json_in import parse_json
from engage.gate.known_in import typed_facts
from engage.ground.canonical import derived_id
from engage.program.working_time import WorkingHours
from engage.ruleset.model import Model, Rule
from engage.service import due_at
from engage.testing.reference import interpret
from engage.testing.reference_plan import Treated, treated

__all__ = ["LivedSlowly", "live_slowly"]


@frozen
class LivedSlowly:
    """An event of one customer and how the customer is treated. `name` is the event's id, for a deadline its rule's
    with the id of the event that started it."""

    name: str
    event: Event
    treated: Treated
    spoke: frozenset[str]
    facts: dict[str, object] = field(repr=False)


def live_slowly(model: Model, envelopes: Iterable[dict[str, object]]) -> Iterator[LivedSlowly]:
    """Decide on events in the order of their time, each of a customer of its own subject, deadlines between them."""
    past: list[tuple[str, PastEvent]] = []
    facts: dict[str, dict[str, Fact]] = {}
    stamps: dict[tuple[str, str], int] = {}
    timers: list[tuple[int, str, str, Event]] = []

    def decide(event: Event, name: str) -> LivedSlowly:
        who = event.subject
        own = facts.setdefault(who, {})
        own |= _not_older(own, _brought(model, event))
        history = sorted((each for key, each in past if key == who), key=lambda each: (each.at, each.sequence))
        spoken = {(rule, "customer"): at for (key, rule), at in stamps.items() if key == who}
        situation = Situation(event, Profile(who, dict(own)), History(tuple(history)), State(spoken))
        found = interpret(model, situation)
        result = treated(model, situation, found)
        own |= _not_older(own, {n: Fact(value, event.at, event.type) for n, value in result.notes.items()})
        for rule in model.every(Rule):
            if rule.once is not None and found.verdicts.get(rule.id) is Verdict.FIRED:
                stamps[who, rule.id] = event.at
            if rule.absence is not None and rule.absence.start == event.kind:
                nominal = due_at(event.at, rule.absence.after, model.header.zone, _hours(model))
                timers.append((nominal, _timer_id(event, rule.id, nominal), rule.id, event))
        past.append((who, PastEvent(event.kind, event.at, len(past), event.data)))
        known = {name: fact.value for name, fact in own.items()}
        speaking = {id for id, verdict in found.verdicts.items() if verdict is Verdict.FIRED}
        return LivedSlowly(name, event, result, frozenset(speaking), {**known, **found.facts})

    for envelope in envelopes:
        event = read_event(model, envelope)
        while due := [timer for timer in timers if timer[0] <= event.at]:
            first = min(due, key=itemgetter(0, 1))
            timers.remove(first)
            yield decide(_ringing(*first), f"{first[2]} of {first[3].id}")
        yield decide(event, event.id)


def _not_older(own: dict[str, Fact], told: dict[str, Fact]) -> dict[str, Fact]:
    """What is told, without that of which something later is known."""
    return {name: fact for name, fact in told.items() if name not in own or (own[name].at or 0) <= (fact.at or 0)}


def _brought(model: Model, event: Event) -> dict[str, Fact]:
    """The facts of a `customer.updated`, typed by hand the way the gate types an event's fields."""

    if event.type != "customer.updated":
        return {}
    envelope = parse_json(event.payload)
    assert isinstance(envelope, dict)
    data = envelope["data"]
    assert isinstance(data, dict)
    return {name: Fact(value, event.at, event.type) for name, value in typed_facts(model.vocabulary, data).items()}


def _ringing(nominal: int, id: str, rule: str, started: Event) -> Event:
    data = {"started": started.at}
    return Event(id, "engage:timer", "engage.timer", nominal, 0, f"timer:{rule}", started.subject, data=data)


def _timer_id(event: Event, rule: str, nominal: int) -> str:
    return derived_id(derived_id("main", event.source, event.id), rule, str(nominal))


def _hours(model: Model) -> WorkingHours:
    working = model.header.working
    return WorkingHours(dict(working.hours), working.holidays)
