"""A file of events through a ruleset the slow way: every event is kept, every past is looked through from its start.

What an engine does over a storage, in lists and loops, with the reference interpreter deciding. No held conditions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from attrs import define, evolve, field, frozen

from engage.facts.decided import Verdict
from engage.facts.known import MEMBERSHIP, Event, Fact, History, PastEvent, Profile, Situation, State
from engage.facts.vocabulary import Commitment
from engage.gate import event as read_event
from engage.gate.json_in import parse_json
from engage.gate.known_in import typed_facts
from engage.ground.canonical import derived_id
from engage.program.working_time import WorkingHours
from engage.ruleset.model import Model, Rule
from engage.service.task_due import falls_due
from engage.testing.reference import interpret
from engage.testing.reference_plan import Treated, treated
from engage.testing.reference_promises import due_of, outcomes

__all__ = ["LivedSlowly", "live_slowly"]


@frozen
class LivedSlowly:
    """An event of one customer and how the customer is treated. `name` is the event's id; for a deadline the id of its
    rule, for a broken promise that of its commitment, with the id of the event that started it."""

    name: str
    event: Event
    treated: Treated
    spoke: frozenset[str]
    facts: dict[str, object] = field(repr=False)


def live_slowly(model: Model, envelopes: Iterable[dict[str, object]]) -> Iterator[LivedSlowly]:
    """Decide on events in the order of their time, each of a customer of its own subject, deadlines between them."""
    lives = _Lives(model)
    for envelope in envelopes:
        event = read_event(model, envelope)
        while due := [timer for timer in lives.timers if timer[0] <= event.at]:
            first = min(due, key=itemgetter(0, 1))
            lives.timers.remove(first)
            if (rung := lives.ringing(*first)) is not None:
                yield lives.decide(rung, f"{first[2]} of {first[3].id}")
        yield lives.decide(event, event.id)


@define
class _Lives:
    """Everything that came, what is known of whom, who has used up what, and what rings when."""

    model: Model
    past: list[tuple[str, PastEvent]] = field(factory=list)
    facts: dict[str, dict[str, Fact]] = field(factory=dict)
    stamps: dict[tuple[str, str, str], int] = field(factory=dict)
    timers: list[tuple[int, str, str, Event]] = field(factory=list)

    def decide(self, event: Event, name: str) -> LivedSlowly:
        model, who = self.model, event.subject
        own = self.facts.setdefault(who, {})
        own |= _not_older(own, _brought(model, event))
        home = event.account or (own[MEMBERSHIP].value if MEMBERSHIP in own else None)
        state = State(self._spoken(f"customer {who}", f"account {home}"))
        situation = Situation(event, Profile(who, dict(own)), History(tuple(self._before(who))), state)
        found = interpret(model, situation)
        result = treated(model, situation, found)
        own |= _not_older(own, {n: Fact(value, event.at, event.type) for n, value in result.notes.items()})
        for rule in model.every(Rule):
            if rule.once is not None and found.verdicts.get(rule.id) is Verdict.FIRED:
                owner = f"account {home}" if rule.once.subject == "account" and home else f"customer {who}"
                self.stamps[owner, rule.id, rule.once.subject] = event.at
            if rule.absence is not None and rule.absence.start == event.kind:
                nominal = falls_due(event.at, rule.absence.after, model.header.zone, _hours(model))
                self.timers.append((nominal, _timer_id(event, rule.id, nominal), rule.id, event))
        self._promise(event)
        self.past.append((who, _past(event, len(self.past))))
        known = {name: fact.value for name, fact in own.items()}
        speaking = {id for id, verdict in found.verdicts.items() if verdict is Verdict.FIRED}
        return LivedSlowly(name, event, result, frozenset(speaking), {**known, **found.facts})

    def _spoken(self, own: str, home: str) -> dict[tuple[str, str], int]:
        """When rules spoke last, for the customer alone or for the account."""
        found: dict[tuple[str, str], int] = {}
        for (owner, rule, subject), at in self.stamps.items():
            if owner == own or (owner == home and subject == "account"):
                found[rule, subject] = max(at, found.get((rule, subject), at))
        return found

    def _before(self, who: str) -> list[PastEvent]:
        return sorted((each for key, each in self.past if key == who), key=lambda each: (each.at, each.sequence))

    def _promise(self, event: Event) -> None:
        for commitment in self.model.vocabulary.commitments:
            due = due_of(commitment, _past(event, 0), self.model.header) if event.kind == commitment.made_by else None
            if due is not None:
                name, nominal = f" {commitment.id} {derived_id(event.source, event.id)[:16]}", max(due + 1, event.at)
                self.timers.append((nominal, _timer_id(event, name, nominal), commitment.id, event))

    def ringing(self, nominal: int, id: str, name: str, started: Event) -> Event | None:
        """What a timer has to tell: a deadline of a rule, or a broken promise; of one that was kept nothing."""
        commitment = next((each for each in self.model.vocabulary.commitments if each.id == name), None)
        if commitment is None:
            return _ringing(nominal, id, name, started)
        known = [each for each in self._before(started.subject) if each.at <= nominal]
        made = next(each for each in known if (each.source, each.id) == (started.source, started.id))
        after = known[known.index(made) + 1 :]
        if not outcomes(commitment, made, after, nominal, self.model.header) <= {"broken", "kept late"}:
            return None
        return _broken(commitment, nominal, id, started, due_of(commitment, made, self.model.header))


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


def _past(event: Event, number: int) -> PastEvent:
    return PastEvent(event.kind, event.at, number, event.data, event.contact, event.case, event.id, event.source)


def _broken(commitment: Commitment, nominal: int, id: str, started: Event, due: int | None) -> Event:
    told = {"promise": started.id, "promise_made": started.at, "promise_due": due}
    return evolve(_ringing(nominal, id, "", started), kind=commitment.broken, data={**started.data, **told})


def _timer_id(event: Event, rule: str, nominal: int) -> str:
    return derived_id(derived_id("main", event.source, event.id), rule, str(nominal))


def _hours(model: Model) -> WorkingHours:
    working = model.header.working
    return WorkingHours(dict(working.hours), working.holidays)
