"""One event decided on and kept: read what is known, decide, commit; read again where somebody else was faster."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import evolve, frozen

from engage.decide import decide
from engage.decide.announce import announced
from engage.errors import EventConflict, StorageBusy, StorageError
from engage.facts.decided import Decision
from engage.facts.known import Event, PastEvent, Provided, Situation
from engage.runtime import messages as say
from engage.runtime.carrying import past_wanted
from engage.runtime.clock import Clock
from engage.runtime.correlation import Correlation
from engage.runtime.estimates import Estimators
from engage.runtime.intake import (
    Active,
    account_wanted,
    customer_facts,
    past_of,
    situation_of,
    unit_of,
    with_changes,
    with_estimates,
)
from engage.runtime.providing import Providers, with_provided
from engage.runtime.record import from_record
from engage.runtime.turns import Turns
from engage.runtime.zones import tzdata_version
from engage.sockets.storage import (
    Committed,
    CustomerRecord,
    DecisionRecord,
    Duplicate,
    Snapshot,
    Stale,
    Storage,
    Unit,
)

__all__ = ["Check", "Deciding"]

#: what providers told of one event, so that they are not asked again when it has to be decided again
Answers = dict[str, Provided]
#: asked of what was read, before it is decided on; raises where the call makes no sense
Check = Callable[[Snapshot], None]


@frozen
class Deciding:
    """Decides for one tenant of a storage. `unrecorded`: a storage that is down gives decisions that are not kept."""

    storage: Storage
    tenant: str
    clock: Clock
    turns: Turns
    providers: Providers
    estimators: Estimators
    correlation: Correlation
    unrecorded: bool

    def one(self, active: Active, event: Event, told: Answers | None = None) -> Decision:
        """The decision on an event, made now or kept before. What a storage that is down comes to is `unrecorded`'s."""
        try:
            return self.recorded(active, event, told=told)
        except StorageBusy:
            raise
        except StorageError:
            if not self.unrecorded:
                raise
            alone = decide(active.program, Situation(event), tenant=self.tenant)
            return evolve(alone, recorded=False, effects=(), changes=())

    def many(self, active: Active, events: Sequence[Event]) -> list[Decision | EventConflict]:
        """Decisions on events of different customers in one transaction; whoever is left over is decided on alone."""
        results: dict[int, Decision | EventConflict] = {}
        units: list[tuple[int, Decision, Unit]] = []
        told: list[Answers] = [{} for _ in events]
        there: set[tuple[str, ...]] = set()
        try:
            for place, event in enumerate(events):
                snapshot = self._snapshot(active, event)
                if snapshot.stored is not None:
                    continue
                # A second event of a customer would be stale at once: it waits until the first is on disk. So does that
                # of another member of its account: what they share is used up in the order of their events.
                names = _touched(event, snapshot)
                alone, there = there.isdisjoint(names), there | names
                if alone:
                    decision, situation = self._decided(active, event, snapshot, told[place])
                    unit = unit_of(active, situation, decision, snapshot, self.clock.now(), "")
                    units.append((place, decision, unit))
            committed = self.storage.commit_many(self.tenant, [unit for _, _, unit in units])
        except StorageError:
            # Nothing of it is on disk: each event meets the failure, or the policy for it, by itself.
            committed = []
        for (place, decision, _), result in zip(units, committed, strict=False):
            if isinstance(result, Committed):
                results[place] = evolve(decision, sequence=result.sequence, tzdata=tzdata_version())
        return [results.get(n) or self._one_of_many(active, event, told[n]) for n, event in enumerate(events)]

    def _one_of_many(self, active: Active, event: Event, told: Answers) -> Decision | EventConflict:
        try:
            return self.one(active, event, told)
        except EventConflict as conflict:
            return conflict

    def preview(self, active: Active, event: Event) -> Decision:
        """The decision that would be made now, not kept; the one that is kept, where there is one."""
        snapshot = self._snapshot(active, event)
        if snapshot.stored:
            return stored(event, *snapshot.stored)
        decision, _ = self._decided(active, event, snapshot, {})
        return evolve(decision, recorded=False, sequence=None)

    def recorded(
        self,
        active: Active,
        event: Event,
        *,
        check: Check | None = None,
        told: Answers | None = None,
        follows: str = "",
    ) -> Decision:
        """The decision on an event, whether this call makes it or another one did. `told` by providers already.

        Others as for `made`.
        """
        found = self.made(active, event, check=check, told=told, follows=follows)
        return found if isinstance(found, Decision) else stored(event, *found)

    def made(
        self,
        active: Active,
        event: Event,
        fired_timer: str = "",
        *,
        check: Check | None = None,
        told: Answers | None = None,
        follows: str = "",
    ) -> Decision | tuple[str, DecisionRecord]:
        """The decision that was made; digest and record of an event that is decided already.

        `follows`: the decision whose timer or effect brings the event about. Raises NotFound when its customer was
        erased: nobody is brought back by what was under way.
        """
        told = {} if told is None else told
        with self.turns.of(event.subject or event.contact or event.id) as turn:
            while True:
                snapshot = self._snapshot(active, event)
                if snapshot.stored:
                    return snapshot.stored
                if follows and event.subject:
                    self._refuse_erased(follows)
                if check is not None:
                    check(snapshot)
                decision, situation = self._decided(active, event, snapshot, told)
                unit = unit_of(active, situation, decision, snapshot, self.clock.now(), fired_timer)
                result = self.storage.commit(self.tenant, unit)
                if isinstance(result, Duplicate):
                    return result.digest, result.decision
                if not isinstance(result, Stale):
                    return evolve(decision, sequence=result.sequence, tzdata=tzdata_version())
                turn.again(say.SEND_AGAIN)

    def _refuse_erased(self, decision_id: str) -> None:
        # Asked after the snapshot: whoever is erased from then on makes the unit stale, by the customer's version.
        made = self.storage.decision(self.tenant, decision_id)
        if made is not None and not made.key:
            raise say.not_found("S042")

    def _snapshot(self, active: Active, event: Event) -> Snapshot:
        return self._read(event, past_wanted(active.program, event.at), account_wanted(active.program, event))

    def _read(
        self,
        event: Event,
        history: Callable[[CustomerRecord], Mapping[str, int | None]],
        account: Callable[[CustomerRecord], str] | None = None,
    ) -> Snapshot:
        key = self.storage.key_of(self.tenant, event.subject) if event.subject else ""
        return self.storage.snapshot(
            self.tenant,
            source=event.source,
            event_id=event.id,
            key=key,
            contact=event.contact,
            case=event.case,
            at=event.at,
            history=history,
            account=account,
        )

    def _estimated(self, active: Active, situation: Situation) -> Situation:
        """With what estimators say of facts that are not known freshly. The past they need is read only then."""
        program, event = active.program, situation.event
        questions = self.estimators.questions(program, event, situation.profile)
        if not questions:
            return situation
        reads = self.estimators.reads(questions)
        past = past_of(program, self._read(event, lambda _: reads)) if reads else ()
        now = PastEvent(event.kind, event.at, data=event.data, contact=event.contact, case=event.case, id=event.id)
        estimates = self.estimators.ask(questions, program, event, situation.profile, (*past, now))
        return with_estimates(situation, estimates)

    def _provided(self, active: Active, situation: Situation, told: Answers) -> Situation:
        """With what the host's providers tell of facts that are not known freshly."""
        provided = self.providers.ask(active.program, situation.event, situation.profile, told)
        return with_provided(situation, provided) if provided else situation

    def _decided(self, active: Active, event: Event, snapshot: Snapshot, told: Answers) -> tuple[Decision, Situation]:
        brought, problems = customer_facts(active.program, event)
        if problems:
            event = evolve(event, problems=(*event.problems, *problems))
        situation = announced(active.program, situation_of(active.program, event, snapshot, brought))
        situation = self._provided(active, situation, told)
        situation = self._estimated(active, situation)
        situation, decision = self.correlation.decided(active.program, situation, self.tenant)
        return with_changes(decision, brought, situation), situation


def _touched(event: Event, snapshot: Snapshot) -> set[tuple[str, ...]]:
    """Whose state a decision reads and writes, and the id that only one event can have."""
    names = {
        "customer": snapshot.customer.key,
        "account": snapshot.account,
        "contact": event.contact,
        "case": event.case,
    }
    return {(what, name) for what, name in names.items() if name} | {("event", event.source, event.id)}


def stored(event: Event, digest: str, kept: DecisionRecord) -> Decision:
    """The kept decision on an event. Raises EventConflict where the event had another content."""
    if digest != event.digest:
        raise say.conflict()
    return from_record(kept)
