"""The engine: an event comes in, is decided on, and is acknowledged when everything of it is on disk."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Literal

from attrs import evolve

from engage.decide import decide
from engage.errors import ActivationError, EngageError, EventConflict, NotFound, StorageBusy, StorageError
from engage.facts.decided import Decision
from engage.facts.known import Event, Fact, Profile, Situation
from engage.facts.standing import Stage
from engage.gate import event as read_event
from engage.gate.known_in import facts_from_json, typed_facts
from engage.ground.canonical import canonical_json, derived_id, digest_of_text
from engage.program.program import Program
from engage.runtime.clock import Clock, SetClock, SystemClock
from engage.runtime.delivery import Delivered, deliver_waiting
from engage.runtime.intake import (
    Active,
    customer_facts,
    merged_facts,
    situation_of,
    timer_event,
    unit_of,
    with_changes,
)
from engage.runtime.record import from_record
from engage.sockets.channel import Answer, Channel
from engage.sockets.plugins import Plugins
from engage.sockets.storage import (
    Claimed,
    Committed,
    DecisionRecord,
    Duplicate,
    Snapshot,
    Stale,
    Storage,
    TimerRecord,
    Unit,
)

__all__ = ["Engine"]

_TRIES = 5
_DEADLINE_SECONDS = 15.0
OnFailure = Literal["raise", "decide_unrecorded"]


class Engine:
    """Decides on events and keeps what it decided. May be shared by threads; use it as a context manager.

    `program` comes from `engage.load`; the engine never reads files. `storage` is a URL of a storage plugin
    (`sqlite:care.db`) or a Storage. `channels` binds the catalogue's logical delivery channels to delivery
    channels: `{"crm": "webhook:https://…"}`. `tenant` keeps customers of several hosts apart; it never comes from
    an event. `on_storage_failure`: `raise` StorageError, or `decide_unrecorded`: a decision marked
    `recorded=False`, on the event alone and without effects. `approved_only`: refuse, at the start and at every
    `activate`, a program whose very contents were not approved (`engage promote`), with ActivationError.
    """

    def __init__(
        self,
        program: Program,
        storage: str | Storage,
        *,
        channels: Mapping[str, str | Channel] | None = None,
        plugins: Plugins | None = None,
        tenant: str = "main",
        clock: Clock | None = None,
        on_storage_failure: OnFailure = "raise",
        by: str = "",
        approved_only: bool = False,
    ) -> None:
        self._approved_only, self._activation_error = approved_only, ""
        self._refuse_unapproved(program)
        bound = channels or {}
        if plugins is None:
            # Discovered only when an address has to be resolved: a host that hands over objects needs no entry points.
            addressed = isinstance(storage, str) or any(isinstance(each, str) for each in bound.values())
            plugins = Plugins.discover() if addressed else Plugins()
        self._storage = plugins.open_storage(storage) if isinstance(storage, str) else storage
        self._channels: dict[str, Channel] = {
            name: plugins.open_channel(each) if isinstance(each, str) else each for name, each in bound.items()
        }
        self._tenant, self._clock, self._on_failure = tenant, clock or SystemClock(), on_storage_failure
        self._swap = threading.Lock()
        self._storage.prepare()
        current = self._storage.activation(self._tenant)
        self._active = Active(program, current.generation if current else 0)
        if current is None or current.ruleset_hash != program.hash:
            self.activate(program, by=by)

    # -- events

    def receive(self, raw: Mapping[str, object] | str | bytes) -> Decision:
        """Decide on an event and keep everything of it in one transaction; returns after it is on disk.

        The same event again (same source and id, same content) gives the stored decision. Raises EventRejected
        (bad envelope), EventConflict (same id, other content), StorageBusy and StorageError.
        """
        active = self._active
        return self._decide(active, read_event(active.program, raw))

    def take(self, event: Event) -> Decision:
        """`receive` for an event that has passed the gate already (`engage.event`)."""
        return self._decide(self._active, event)

    def take_many(self, events: Sequence[Event]) -> list[Decision | EventConflict]:
        """Decide on events of different customers, all in one transaction: one wait for the disk instead of many.

        The results are those of `take`, in the same order; a conflict is given back in its place. Two events of one
        customer may be among them: the second is then decided again, alone, after the first.
        """
        active = self._active
        results: dict[int, Decision | EventConflict] = {}
        units: list[tuple[int, Decision, Unit]] = []
        try:
            for place, event in enumerate(events):
                snapshot = self._snapshot(active, event)
                if snapshot.stored is None:
                    decision, situation = self._decided(active, event, snapshot)
                    unit = unit_of(active, situation, decision, snapshot, self._clock.now(), "")
                    units.append((place, decision, unit))
            committed = self._storage.commit_many(self._tenant, [unit for _, _, unit in units])
        except StorageError:
            # Nothing of it is on disk: each event meets the failure, or the policy for it, by itself.
            committed = []
        for (place, decision, _), result in zip(units, committed, strict=False):
            if isinstance(result, Committed):
                results[place] = evolve(decision, sequence=result.sequence)
        return [results.get(place) or self._one_of_many(active, event) for place, event in enumerate(events)]

    def _one_of_many(self, active: Active, event: Event) -> Decision | EventConflict:
        try:
            return self._decide(active, event)
        except EventConflict as conflict:
            return conflict

    def preview(self, raw: Mapping[str, object] | str | bytes) -> Decision:
        """The decision that `receive` would make now. Nothing is recorded, `recorded` is False."""
        active = self._active
        event = read_event(active.program, raw)
        snapshot = self._snapshot(active, event)
        decision, _ = self._decided(active, event, snapshot)
        return evolve(decision, recorded=False, sequence=None)

    def _decide(self, active: Active, event: Event, fired_timer: str = "") -> Decision:
        try:
            return self._record(active, event, fired_timer)
        except StorageBusy:
            raise
        except StorageError:
            if self._on_failure == "raise":
                raise
            alone = decide(active.program, Situation(event), tenant=self._tenant)
            return evolve(alone, recorded=False, effects=(), changes=())

    def _record(self, active: Active, event: Event, fired_timer: str) -> Decision:
        for _ in range(_TRIES):
            snapshot = self._snapshot(active, event)
            if snapshot.stored:
                return self._stored(event, *snapshot.stored)
            decision, situation = self._decided(active, event, snapshot)
            unit = unit_of(active, situation, decision, snapshot, self._clock.now(), fired_timer)
            result = self._storage.commit(self._tenant, unit)
            if isinstance(result, Duplicate):
                return self._stored(event, result.digest, result.decision)
            if not isinstance(result, Stale):
                return evolve(decision, sequence=result.sequence)
        raise StorageBusy("S001", "others changed the same customer each time", hint="send the event again")

    def _snapshot(self, active: Active, event: Event) -> Snapshot:
        key = self._storage.key_of(self._tenant, event.subject) if event.subject else ""
        return self._storage.snapshot(
            self._tenant,
            source=event.source,
            event_id=event.id,
            key=key,
            contact=event.contact,
            case=event.case,
            at=event.at,
            history=active.program.needs.history,
        )

    def _decided(self, active: Active, event: Event, snapshot: Snapshot) -> tuple[Decision, Situation]:
        brought, problems = customer_facts(active.program, event)
        if problems:
            event = evolve(event, problems=(*event.problems, *problems))
        situation = situation_of(active.program, event, snapshot, brought)
        return with_changes(decide(active.program, situation, tenant=self._tenant), brought), situation

    def _stored(self, event: Event, digest: str, stored: DecisionRecord) -> Decision:
        if digest != event.digest:
            raise EventConflict(
                "S002",
                "an event with this source and id, but other content, is decided already",
                where="/id",
                hint="give each event an id of its own; the first decision stands",
            )
        return from_record(stored)

    # -- time and effects

    def tick(self, limit: int = 1_000) -> tuple[Decision, ...]:
        """Fire the timers that are due, earliest first; each is an event with its nominal moment."""
        decided: list[Decision] = []
        while len(decided) < limit:
            due = self._storage.due_timers(self._tenant, self._clock.now(), min(100, limit - len(decided)))
            if not due:
                break
            decided += [self._ring(timer) for timer in due]
        return tuple(decided)

    def next_timer(self) -> int | None:
        """When the next waiting timer is due (microseconds UTC), None when none waits."""
        waiting = self._storage.due_timers(self._tenant, 2**62, 1)
        return waiting[0].nominal if waiting else None

    def _ring(self, timer: TimerRecord) -> Decision:
        active = self._active
        started = self._storage.decision(self._tenant, timer.decision_id)
        event = timer_event(timer, started.at if started else timer.nominal)
        return self._record(active, event, timer.id)

    def deliver(self) -> Delivered:
        """Deliver what is due over the bound channels; answers come back as events. One attempt each."""
        sums = {"done": 0, "new": 0, "dead": 0, "unknown": 0}
        virtual = isinstance(self._clock, SetClock)
        outcomes = deliver_waiting(
            self._storage, self._tenant, self._channels, self._clock, _DEADLINE_SECONDS, virtual, self._answered
        )
        for outcome in outcomes:
            sums[outcome.state] += 1
        return Delivered(sums["done"], sums["new"], sums["dead"], sums["unknown"])

    def _answered(self, claimed: Claimed, answer: Answer) -> None:
        effect = claimed.record
        payload = canonical_json({"effect": effect.key, "channel": effect.channel, "outcome": answer.outcome})
        event = Event(
            id=derived_id(effect.key, answer.outcome, answer.provider_id),
            source="engage:delivery",
            type="effect.answered",
            at=self._clock.now(),
            kind="effect_answered",
            subject=effect.customer,
            digest=digest_of_text(payload),
            payload=payload,
        )
        self._record(self._active, event, "")

    # -- what is known

    def know(self, customer: str, facts: Mapping[str, object], source: str = "host") -> None:
        """Write facts of a customer's profile (`{"customer.tier": "gold"}`), as known from now on.

        Raises EventRejected for an undeclared fact or a value of the wrong type.
        """
        program, now = self._active.program, self._clock.now()
        changed = {n: Fact(value, now, source) for n, value in typed_facts(program.vocabulary, facts).items()}
        key = self._storage.key_of(self._tenant, customer)
        for _ in range(_TRIES):
            kept = self._storage.customer(self._tenant, key)
            merged = merged_facts(program, kept.facts if kept else "{}", changed)
            if self._storage.set_facts(self._tenant, key, merged, kept.version if kept else 0):
                return
        raise StorageBusy("S001", "others changed the same customer each time", hint="try again")

    def alias(self, customer: str, alias: str) -> None:
        """Let another subject (a phone number, an address) lead to the same customer."""
        key = self._storage.key_of(self._tenant, customer)
        if self._storage.add_alias(self._tenant, alias, key) is not None:
            raise EngageError("S003", "this alias leads to another customer already", hint="merge the two first")

    def profile(self, customer: str) -> Profile:
        """What is kept about a customer. Raises NotFound."""
        key = self._storage.key_of(self._tenant, customer)
        kept = self._storage.customer(self._tenant, key)
        if kept is None:
            raise NotFound("S004", "there is no such customer")
        facts = facts_from_json(self._active.program.vocabulary, json.loads(kept.facts))
        return Profile(key, facts, kept.version)

    def decision(self, decision_id: str) -> Decision:
        """A recorded decision. Raises NotFound."""
        stored = self._storage.decision(self._tenant, decision_id)
        if stored is None:
            raise NotFound("S005", "there is no such decision")
        return from_record(stored)

    def decisions(self, customer: str = "", after: str = "", limit: int = 1_000) -> Iterator[Decision]:
        """Decisions of a customer by sequence, or all in the order they were recorded; `after` a decision's id."""
        key = self._storage.key_of(self._tenant, customer) if customer else ""
        return map(from_record, self._storage.decisions(self._tenant, key=key, after=after, limit=limit))

    # -- the program

    def activate(self, program: Program, by: str = "") -> None:
        """Make another program the active one. Raises ActivationError when somebody else did so meanwhile, and for
        a program that is not approved where the engine takes only approved ones; the one before stays.

        The sources are stored under the program's hash, so that its decisions can be explained for ever.
        """
        with self._swap:
            self._refuse_unapproved(program)
            current = self._storage.activation(self._tenant)
            generation = current.generation if current else 0
            sources = canonical_json([list(pair) for pair in program.sources])
            done = self._storage.activate(self._tenant, program.hash, sources, self._clock.now(), by, generation)
            if done is None:
                self._activation_error = "another ruleset was activated at the same moment"
                raise ActivationError("S006", self._activation_error, hint="look at `status` and try again")
            self._activation_error = ""
            self._active = Active(program, done.generation)

    def _refuse_unapproved(self, program: Program) -> None:
        if self._approved_only and program.stage not in (Stage.APPROVED, Stage.LIVE):
            self._activation_error = f"the ruleset is not approved: its stage is {program.stage.value}"
            raise ActivationError("S007", self._activation_error, hint="let its owner approve it: `engage promote`")

    @property
    def program(self) -> Program:
        """The program that decides now."""
        return self._active.program

    @property
    def storage(self) -> Storage:
        """The storage this engine writes to."""
        return self._storage

    def status(self) -> dict[str, object]:
        """What is active and what waits: ruleset, hash, generation, counts, channels that are not bound."""
        active, stored = self._active, self._storage.activation(self._tenant)
        waiting = self._storage.outbox(self._tenant, state="new")
        return {
            "ruleset": active.program.name,
            "hash": active.program.hash,
            "generation": active.generation,
            "active_in_storage": stored.ruleset_hash if stored else "",
            "in_step": bool(stored and stored.ruleset_hash == active.program.hash),
            "last_activation_error": self._activation_error,
            "durability": self._storage.durability,
            "channels": sorted(self._channels),
            "channels_not_bound": sorted({record.channel for record in waiting} - set(self._channels)),
            **self._storage.counts(self._tenant),
        }

    def close(self) -> None:
        """Give back connections. What was acknowledged is on disk already."""
        for channel in self._channels.values():
            channel.close()
        self._storage.close()

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
