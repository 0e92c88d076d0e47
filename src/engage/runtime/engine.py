"""The engine: an event comes in, is decided on, and is acknowledged when everything of it is on disk."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, get_args

from engage.decide.brief import Brief
from engage.decide.who import Reply
from engage.errors import ActivationError, EventConflict, NotFound
from engage.facts.decided import Decision, Move
from engage.facts.known import Event, Profile
from engage.facts.standing import Stage
from engage.gate import event as read_event
from engage.gate.known_in import name_of
from engage.gate.messages import rejected
from engage.program.program import Program
from engage.program.question import Question
from engage.runtime import messages as say
from engage.runtime import moving
from engage.runtime.activation import activated, taken_up
from engage.runtime.briefing import brief_of
from engage.runtime.case_clocks import clocks_of
from engage.runtime.clock import Clock, SetClock, SystemClock
from engage.runtime.deciding import Deciding
from engage.runtime.delivery import Delivered, deliver_waiting
from engage.runtime.desk import Desk, opened_desk
from engage.runtime.erasing import erase
from engage.runtime.estimates import Estimators
from engage.runtime.intake import Active, answer_event, kept_facts
from engage.runtime.knowing import known, told_facts
from engage.runtime.merging import merge
from engage.runtime.opening import opened, opened_correlator
from engage.runtime.providing import Providers
from engage.runtime.record import from_record
from engage.runtime.status import status_of
from engage.runtime.task_answers import answered_task
from engage.runtime.timers import ringing, timer_event
from engage.runtime.turns import Turns
from engage.runtime.typed import typed
from engage.runtime.who import replies
from engage.service.case_clocks import ClockNow
from engage.sockets.channel import Answer, Channel
from engage.sockets.correlator import Correlator
from engage.sockets.estimator import Estimator
from engage.sockets.plugins import Plugins
from engage.sockets.provider import FactProvider
from engage.sockets.storage import Claimed, Erased, Storage, TimerRecord

__all__ = ["Engine", "OnFailure"]

_DEADLINE_SECONDS = 15.0
OnFailure = Literal["raise", "decide_unrecorded"]


class Engine:
    """Decides on events and keeps what it decided. May be shared by threads; use it as a context manager.

    `program` comes from `engage.load`; the engine never reads files. `storage` is a URL of a storage plugin
    (`sqlite:care.db`) or a Storage. `channels` binds the catalogue's logical delivery channels to delivery
    channels: `{"crm": "webhook:https://…"}`. Others are asked by the names of the vocabulary: `providers`, the host's
    own systems that know facts (`{"crm": my_crm}`), within `provide_within` seconds; `estimators`
    (`{"btyd": "btyd:btyd.json"}`), within `estimate_within`; `correlator` (a plugin's name, a Correlator, or
    `windowed`: nobody) about patterns over several events, within `correlate_within`. `tenant` keeps customers of
    several hosts apart; it never comes from an event. `on_storage_failure`: `raise` StorageError, or
    `decide_unrecorded`: marked `recorded=False`, on the event alone, without effects. `most_ahead`: an event more
    seconds ahead of the machine's clock is refused, because all before it would be late from then on. `approved_only`:
    refuse a program that was not approved.

    Opening an engine makes its program the active one in the storage. `activate=False` does not: the program must be
    the active one already, else ActivationError. An engine that is overtaken, because another one activated another
    program, goes on with its own; `status` says so, and each decision names the generation that decided.
    """

    def __init__(
        self,
        program: Program,
        storage: str | Storage,
        *,
        channels: Mapping[str, str | Channel] | None = None,
        providers: Mapping[str, str | FactProvider] | None = None,
        provide_within: float = 0.5,
        estimators: Mapping[str, str | Estimator] | None = None,
        estimate_within: float = 0.5,
        correlator: str | Correlator = "windowed",
        correlate_within: float = 1.0,
        plugins: Plugins | None = None,
        tenant: str = "main",
        clock: Clock | None = None,
        on_storage_failure: OnFailure = "raise",
        most_ahead: float = 86_400.0,
        by: str = "",
        approved_only: bool = False,
        activate: bool = True,
    ) -> None:
        self._approved_only, self._activation_error = approved_only, ""
        self._refuse_unapproved(program)
        if on_storage_failure not in get_args(OnFailure):
            raise say.misuse("S011")
        self._tenant, self._clock = name_of(tenant, "tenant"), clock or SystemClock()
        given = opened(plugins, storage, channels or {}, estimators or {}, providers or {})
        self._storage, self._channels = given.storage, given.channels
        self._estimators = Estimators(given.estimators, estimate_within)
        self._providers = Providers(given.providers, self._clock, provide_within)
        self._correlation = opened_correlator(plugins, correlator, correlate_within)
        self._most_ahead, self._turns, self._active = most_ahead * 1_000_000, Turns(), Active(program)
        self._deciding = Deciding(
            self._storage,
            self._tenant,
            self._clock,
            self._turns,
            self._providers,
            self._estimators,
            self._correlation,
            on_storage_failure == "decide_unrecorded",
        )
        self._storage.prepare()
        if activate:
            self.activate(program, by=by)
        else:
            self._active = taken_up(self._storage, self._tenant, program)

    # -- events

    def receive(self, raw: Mapping[str, object] | str | bytes) -> Decision:
        """Decide on an event and keep everything of it in one transaction; returns after it is on disk.

        The same event again (same source and id, same content) gives the stored decision. Raises EventRejected
        (bad envelope, a moment too far ahead), EventConflict (same id, other content), StorageBusy and StorageError.
        """
        active = self._active
        return self._deciding.one(active, self._taken_in(active, raw))

    def _taken_in(self, active: Active, raw: Mapping[str, object] | str | bytes) -> Event:
        event = read_event(active.program, raw)
        # A clock that is set by hand says nothing of when events may happen.
        if not isinstance(self._clock, SetClock) and event.at > self._clock.now() + self._most_ahead:
            raise rejected("G032", "/time")
        return event

    def take(self, event: Event) -> Decision:
        """`receive` for an event that has passed the gate already (`engage.event`)."""
        return self._deciding.one(self._active, event)

    def take_many(self, events: Sequence[Event]) -> list[Decision | EventConflict]:
        """Decide on events of different customers, all in one transaction: one wait for the disk instead of many.

        The results are those of `take`, in the same order; a conflict is given back in its place. Two events of one
        customer, or of what it shares (an account, a contact, a case), may be among them: the second is then decided
        again, alone, after the first.
        """
        return self._deciding.many(self._active, events)

    def preview(self, raw: Mapping[str, object] | str | bytes) -> Decision:
        """The decision that `receive` would make now. Nothing is recorded, `recorded` is False.

        Of an event that is decided already it is the recorded one, as `receive` gives it; other content is a conflict.
        """
        active = self._active
        return self._deciding.preview(active, self._taken_in(active, raw))

    def rung(self, started: Decision) -> tuple[tuple[int, str], ...]:
        """When each timer that a decision started is due (microseconds UTC), and the id of the decision it brings."""
        return tuple(ringing(started, self._tenant))

    # -- time and effects

    def tick(self, limit: int = 1_000) -> tuple[Decision, ...]:
        """Fire the timers that are due, earliest first; each is an event with its nominal moment.

        Gives back what this call decided: a timer that somebody else fires at the same moment is in their result.
        Raises EngageError (S076) for a limit that is no whole number.
        """
        typed("limit", limit, int)
        decided: list[Decision] = []
        while len(decided) < limit and (due := self._storage.due_timers(self._tenant, self._clock.now(), 1)):
            if (decision := self._ring(due[0])) is not None:
                decided.append(decision)
        return tuple(decided)

    def next_timer(self) -> int | None:
        """When the next waiting timer is due (microseconds UTC), None when none waits."""
        waiting = self._storage.due_timers(self._tenant, 2**62, 1)
        return waiting[0].nominal if waiting else None

    def _ring(self, timer: TimerRecord) -> Decision | None:
        """The decision of a timer, None where somebody else has made it."""
        active = self._active
        started = self._storage.decision(self._tenant, timer.decision_id)
        event = timer_event(timer, started.at if started else timer.nominal)
        try:
            found = self._deciding.made(active, event, timer.id, follows=timer.decision_id)
        except NotFound:
            return None  # its customer was erased since it was found due
        return found if isinstance(found, Decision) else None

    def deliver(self) -> Delivered:
        """Deliver what is due over the bound channels; answers come back as events. One attempt each."""
        virtual = isinstance(self._clock, SetClock)
        outcomes = deliver_waiting(
            self._storage, self._tenant, self._channels, self._clock, _DEADLINE_SECONDS, virtual, self._answered
        )
        sums = Counter(outcome.state for outcome in outcomes)
        return Delivered(sums["done"], sums["new"], sums["dead"], sums["unknown"])

    def _answered(self, claimed: Claimed, answer: Answer) -> None:
        active = self._active
        event = answer_event(active.program, claimed.record, answer, self._clock.now())
        self._deciding.recorded(active, event, follows=claimed.record.decision_id)

    def answer_task(self, decision_id: str, key: str, outcome: str, why: str = "") -> Decision:
        """What the owner of a task says of it later: `accepted`, `refused` or `done`. Rules hear `effect answered`.

        `decision_id` and `key` are those of its delivery, `why` a code of the host's own. Each is told once; refused
        and done end it, and the first of them stands. Raises NotFound (S063), EventConflict (S064), EngageError (S065).
        """
        return answered_task(self._deciding, self._active, (decision_id, key), outcome, why)

    def know(
        self,
        customer: str,
        facts: Mapping[str, object],
        source: str = "host",
        at: datetime.datetime | str | None = None,
        confidence: float | Decimal | None = None,
    ) -> tuple[str, ...]:
        """Write facts of a customer's profile (`{"customer.tier": "gold"}`), with where they come from.

        `account` among them names the account or household to which the customer belongs, None for none.
        `at`: since when they hold, a moment with its zone; now where nothing is said. Until a moment that lies
        ahead what was true before stands. `confidence`: how sure the source is, from 0 to 1; None is certain.
        Of facts that contradict each other the later one stands, on the same moment the surer one, then the one that
        came last. Gives back the names of those that were not written, because something later is known.
        Raises EventRejected for an undeclared fact, a value of the wrong type, a moment without a zone, an empty name.
        """
        name_of(customer, "customer")
        told = told_facts(self._active.program, facts, source, at, confidence, self._clock.now())
        return known(self._storage, self._tenant, self._active.program, self._turns, customer, told, self._clock.now())

    def alias(self, customer: str, alias: str) -> None:
        """Let another subject (a phone number, an address) lead to the same customer; what led to it does so, too.

        Raises EventRejected for an empty name, EngageError (S003) where something is kept of the alias itself, or it
        leads to another customer: `merge` joins the two.
        """
        name_of(customer, "customer")
        name_of(alias, "alias")
        key = self._storage.key_of(self._tenant, customer)
        if self._storage.add_alias(self._tenant, alias, key) is not None:
            raise say.misuse("S003")

    def merge(self, customer: str, into: str) -> str:
        """Two customers are one: everything of `customer` becomes `into`'s. Gives back the key of the one left.

        Their events are one past; aliases, waiting timers and effects follow; of facts that contradict each other one
        stands, as in `know`. What was decided stays as it was recorded. Raises EngageError when both lead to the same
        customer already (a circle, too), NotFound when nothing is kept of one of them, EventRejected for an empty name.
        """
        name_of(customer, "customer")
        name_of(into, "into")
        return merge(self._storage, self._tenant, self._turns, lambda: self.program, customer, into)

    def erase(self, customer: str) -> Erased:
        """Forget the customer to whom a subject leads. Gives back how much was removed; nothing of it can be undone.

        Profile, aliases, stages and whatever was noted of it, or at its contacts, go; timers and effects that wait are
        cancelled, dead letters too. Events and decisions stay, so that they count, but say nothing of whose they were:
        a decision keeps what rules did, by their ids, and loses every value. An attempt under way may still arrive, and
        is recorded; its answer is not. An event that was decided already stays decided, and brings nobody back; a new
        event of the same subject begins a new customer. What receivers and backups hold is not reached, nor what was
        said before it was known who says it (anonymous contacts). A storage's files may keep what was erased in unused
        space until they are written anew (`engage db rewrite`). Raises NotFound when nothing is kept of it, as after an
        erasure, EventRejected for an empty name.
        """
        name_of(customer, "customer")
        return erase(self._storage, self._tenant, self._turns, customer, self._clock.now())

    def move(self, customer: str, lifecycle: str, stage: str, *, by: str, why: str = "") -> Move:
        """Bring a customer into another stage of a lifecycle (or `in` or `out` of a segment), as its chart permits.

        Names and stages by id or label; `by` is who asks, `why` a reason in words, both kept with the move. Raises
        TransitionNotAllowed, which names the stages that may be entered, and NotFound for an unknown name.
        """
        active, said = self._active, (customer, lifecycle, stage, by, why)
        event, check = moving.asked(active.program, self._storage, self._tenant, self._clock.now(), said)
        made = moving.made(self._deciding.recorded(active, event, check=check))
        if made is None:  # a later event was decided meanwhile
            raise say.busy(say.TRY_AGAIN)
        return made

    def moves(self, customer: str, limit: int = 1_000) -> tuple[Move, ...]:
        """Every move of a customer between the stages of lifecycles and segments, the first one first."""
        key = self._storage.key_of(self._tenant, customer)
        return tuple(map(moving.move_of, self._storage.moves(self._tenant, key, limit)))

    def profile(self, customer: str) -> Profile:
        """What is kept about a customer. Raises NotFound."""
        kept = self._storage.customer(self._tenant, key := self._storage.key_of(self._tenant, customer))
        if kept is None:
            raise say.not_found("S004")
        return Profile(key, kept_facts(self._active.program, kept.facts), kept.version)

    def brief(self, customer: str) -> Brief:
        """The whole picture of a customer at this moment, the same for every subject that leads there: who it is, what
        is known and how fresh, how to treat it and what not to do, what is under way. Nothing is recorded, nobody
        is asked. An empty `customer` is an anonymous contact, of which nothing is known. Raises NotFound.
        """
        return brief_of(self._storage, self._tenant, self._active.program, self._clock.now(), customer)

    def clocks(self, customer: str = "", *, contact: str = "") -> tuple[ClockNow, ...]:
        """The service clocks of a customer now: those that run, by when they are due; then the others.

        `contact` asks instead for those of a contact, as long as nobody knows whose it is; from then on they are the
        customer's. Raises NotFound when nothing is kept of it, EngageError (S067) unless one of the two is named.
        """
        return clocks_of(self._storage, self._tenant, self._active.program, self._clock.now(), customer, contact)

    def who(self, question: Question) -> Iterator[Reply]:
        """What a question (`engage.question`) has for an answer for every customer at this moment, by their keys; each
        as it stands when its turn comes. Nothing is recorded, nobody is asked.
        """
        return replies(self._storage, self._tenant, question, self._clock.now())

    def decision(self, decision_id: str) -> Decision:
        """A recorded decision. Raises NotFound."""
        stored = self._storage.decision(self._tenant, decision_id)
        if stored is None:
            raise say.not_found("S005")
        return from_record(stored)

    def decisions(self, customer: str = "", after: str = "", limit: int = 1_000) -> Iterator[Decision]:
        """Decisions of a customer by sequence, or all in the order they were recorded; `after` a decision's id."""
        key = self._storage.key_of(self._tenant, customer) if customer else ""
        return map(from_record, self._storage.decisions(self._tenant, key=key, after=after, limit=limit))

    # -- the program

    def activate(self, program: Program, by: str = "") -> None:
        """Make another program the active one. Raises ActivationError when somebody else did so meanwhile, for a
        program that lowers a floor of the active one without a newer approval in it, and for one that is not approved
        where the engine takes only approved ones; the one before stays.

        The sources are stored under the program's hash, so that its decisions can be explained for ever.
        """
        with self._turns.of("activation"):
            self._refuse_unapproved(program)
            try:
                self._active = activated(self._storage, self._tenant, program, self._clock.now(), by)
            except ActivationError as failure:
                self._activation_error = str(failure)
                raise
            self._activation_error = ""

    def _refuse_unapproved(self, program: Program) -> None:
        if self._approved_only and program.stage not in (Stage.APPROVED, Stage.LIVE):
            refusal = say.not_active("S007", stage=program.stage.value)
            self._activation_error = str(refusal)
            raise refusal

    @property
    def program(self) -> Program:
        """The program that decides now."""
        return self._active.program

    @property
    def desk(self) -> Desk:
        """Where contacts wait and are offered to workers, kept in the same storage.

        Raises EngageError (S062) where the storage has no desk.
        """
        return opened_desk(self._storage, self._tenant, self._clock, lambda: self._active.program)

    @property
    def storage(self) -> Storage:
        """The storage this engine writes to."""
        return self._storage

    def status(self) -> dict[str, object]:
        """What decides here, what is active in the storage (`overtaken` when that is a later one), and what waits."""
        told = (self._activation_error, self._channels, self._estimators, self._providers)
        return {**status_of(self._storage, self._tenant, self._active, *told), **self._correlation.status()}

    def close(self) -> None:
        """Give back connections. What was acknowledged is on disk already."""
        ends = [channel.close for channel in self._channels.values()]
        ends += [self._providers.close, self._estimators.close, self._correlation.close, self._storage.close]
        for end in ends:
            end()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
