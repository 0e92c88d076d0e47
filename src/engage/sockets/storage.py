"""The Storage socket: coarse and synchronous, so that a stranger's storage can be atomic.

Blobs are canonical JSON texts made by `runtime`; a storage never looks inside. Every call names the tenant.
Moments are microseconds UTC of the events; `claim` and leases go by the storage's own clock.
Methods raise `StorageError` when the storage fails; nothing is half done then. They may be called by several threads.

A customer's `version` counts what changed: it rises with every event committed and every profile written, so that of
two units decided on the same snapshot one is Stale. An anonymous contact is guarded and numbered in the same way by
its contact; an event with neither key nor contact stands alone and has the sequence 1. A customer that begins after
others were erased begins above their versions: what was decided on an erased one is Stale for ever. The contact of a
customer's event is a second line, which may be guarded and written as well: what it kept becomes the customer's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from attrs import field, frozen

from engage.sockets.erased import Erased
from engage.sockets.pending import OutboxRecord, Pending, TimerRecord, Waiting
from engage.sockets.stays import MoveRecord, StayRecord

__all__ = [
    "Activation",
    "Claimed",
    "Commit",
    "Committed",
    "CustomerRecord",
    "DecisionRecord",
    "Duplicate",
    "Erased",
    "EventRecord",
    "MoveRecord",
    "Occupied",
    "OutboxRecord",
    "Pending",
    "Snapshot",
    "Stale",
    "StayRecord",
    "Storage",
    "TimerRecord",
    "Unit",
    "Waiting",
]


@frozen
class EventRecord:
    """A row of the inbox. `key` is the customer key, empty for an anonymous contact. `data` is the typed data of
    the event as canonical JSON (what history reads); `payload` the whole envelope, empty when it was erased."""

    id: str
    source: str
    digest: str
    kind: str
    at: int
    offset: int
    subject: str = field(repr=False)
    key: str = field(repr=False)
    contact: str
    case: str
    data: str = field(repr=False)
    payload: str = field(repr=False)
    received_at: int = 0
    sequence: int = 0


@frozen
class DecisionRecord:
    """A decision in two blobs, so that erasure leaves the public one: codes, ids and hashes; facts used."""

    id: str
    event_id: str
    source: str
    key: str = field(repr=False)
    sequence: int
    at: int
    ruleset_hash: str
    generation: int
    public: str
    personal: str = field(repr=False)


@frozen
class CustomerRecord:
    """A customer: profile facts as canonical JSON {name: {value, at, source}}, its version, the next sequence.

    Version 0: nothing is stored yet. For an anonymous contact `key` is empty and the rest is the contact's.
    `latest_at`: the latest moment of all events recorded so far, None before the first. `carried`: what `runtime`
    carries on from event to event instead of reading the past anew; empty: nothing.
    """

    key: str = field(repr=False)
    facts: str = field(default="{}", repr=False)
    version: int = 0
    next_sequence: int = 1
    latest_at: int | None = None
    carried: str = field(default="", repr=False)


@frozen
class Snapshot:
    """What a decision reads, consistent in itself. `stored` is set when (source, id) is already decided.

    `history` in the order of (at, sequence), within what was asked for. `footprints` {(rule, subject): at},
    the latest where there are several; those of `account` are among them, which is what was asked about (empty: none).
    `held` {slot: since}. `stays` and `alarm` are a customer's: where it stands in each chart, and its waiting timer
    that has no name. `generation` and `ruleset_hash` are the active ones, 0 and "" before any activation. `contact` is
    what is kept of the anonymous contact where the customer has a key; None where it has none, or nothing is kept.
    """

    customer: CustomerRecord
    history: tuple[EventRecord, ...] = ()
    footprints: Mapping[tuple[str, str], int] = field(factory=dict)
    held: Mapping[str, int] = field(factory=dict)
    stored: tuple[str, DecisionRecord] | None = None  # digest of the stored event, its decision
    generation: int = 0
    ruleset_hash: str = ""
    stays: tuple[StayRecord, ...] = ()
    alarm: TimerRecord | None = None
    account: str = field(default="", repr=False)
    contact: CustomerRecord | None = None


@frozen
class Unit:
    """All of a decision, to be committed in one transaction.

    `expected_version` guards the customer (or the anonymous contact); `facts` is the whole profile afterwards, None
    when unchanged. `footprints` are (rule, subject) with subject `customer`, `contact`, `case` or `account`, stamped at
    the event's moment (a later stamp stays); `customer` means the contact when the event is anonymous, `account` the
    same as `customer` where the unit names no account. `shared`: when rules that are `once per account` last spoke, as
    the snapshot told it (None: never); where it would tell otherwise by now, the unit is Stale. `held` None removes.
    `carried` is kept with the customer. `cancel_timers` are timer ids. `moves` are made in order: one that leaves
    another stage than that of the customer makes the unit Stale; `stays` is where they lead. `contact_version` guards
    the anonymous contact of a customer's event, too (0: nothing is kept of it; None: nobody asked); `contact_facts` is
    all that is kept of it afterwards, None when unchanged. Sequences are ignored.
    """

    event: EventRecord
    decision: DecisionRecord
    expected_version: int
    expected_generation: int
    facts: str | None = field(default=None, repr=False)
    footprints: tuple[tuple[str, str], ...] = ()
    held: tuple[tuple[str, int | None], ...] = ()
    outbox: tuple[OutboxRecord, ...] = ()
    timers: tuple[TimerRecord, ...] = ()
    fired_timer: str = ""
    cancel_timers: tuple[str, ...] = ()
    carried: str = field(default="", repr=False)
    moves: tuple[MoveRecord, ...] = ()
    stays: tuple[StayRecord, ...] = ()
    account: str = field(default="", repr=False)
    shared: tuple[tuple[str, int | None], ...] = ()
    contact_version: int | None = None
    contact_facts: str | None = field(default=None, repr=False)


@frozen
class Committed:
    """The unit is on disk."""

    sequence: int


@frozen
class Duplicate:
    """(source, id) was already decided; its digest and decision."""

    digest: str
    decision: DecisionRecord


@frozen
class Stale:
    """The customer's version, the active generation, the subject's customer or what its account shares has changed.

    Read again, decide again.
    """


@frozen
class Occupied:
    """An alias belongs to another customer already."""

    key: str = field(repr=False)


Commit = Committed | Duplicate | Stale


@frozen
class Claimed:
    """An effect under lease. `attempt` is the fencing token that `mark` must show; `at` when it was claimed, by the
    clock that `claim` went by."""

    record: OutboxRecord
    attempt: int
    at: int = 0


@frozen
class Activation:
    """Which ruleset is active since when."""

    generation: int
    ruleset_hash: str
    at: int
    by: str = ""


class Storage(Protocol):
    """What a storage plugin gives. Contract kit: `engage.testing.storage`."""

    #: `power-safe`, `crash-safe` or `volatile`
    durability: str

    def prepare(self) -> None:
        """Make or check the schema. Raises SchemaMismatch for a newer one."""
        ...

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
        """What is known for a decision at `at`.

        `history` is asked with the customer's record, inside the transaction that reads, and says how much of the past
        is wanted: event kind id → how many microseconds back (None: all). `contact` and `case` are the event's, for
        the footprints left there; `account` is asked as `history` is, and names the one whose footprints count, too
        (empty: none). Reads nothing beyond what it gives.
        """
        ...

    def commit(self, tenant: str, unit: Unit) -> Commit:
        """One transaction: inbox, profile, sequence, decision, outbox, timers, state. Inserts trip keys first.

        A Duplicate ends the timer it was fired for, and writes nothing else.
        """
        ...

    def commit_many(self, tenant: str, units: Sequence[Unit]) -> Sequence[Commit]:
        """Several units in one transaction, in their order: each is Committed, Duplicate or Stale on its own.

        A unit sees those before it: the second event of a customer expects the first one's version + 1. When the
        storage fails, none of them is on disk.
        """
        ...

    def key_of(self, tenant: str, subject: str) -> str:
        """The customer key of an alias; a new subject is its own key."""
        ...

    def add_alias(self, tenant: str, alias: str, key: str) -> Occupied | None:
        """Let another subject lead to the same customer, with all that led to it.

        Occupied when it leads to another one, or something is kept of itself.
        """
        ...

    def set_facts(self, tenant: str, key: str, facts: str, expected_version: int) -> bool:
        """Write the whole profile by compare-and-set; False when the version has moved, or the key is an alias."""
        ...

    def merge(self, tenant: str, key: str, into: str, *, facts: str, expected_version: int, into_version: int) -> bool:
        """Everything of the customer `key` becomes `into`'s, in one transaction; `facts` is the whole profile then.

        Sequences of events and decisions continue those of `into`. Aliases, moves, waiting timers (of two alarms the
        earlier) and effects follow; of footprints the later stays, of stays in one chart that of `into`; a held
        condition has held since the later of both. What held for `key` alone, and what was `carried` for either, is
        forgotten. `key` is an alias of `into` from then on. False when a version has moved.
        """
        ...

    def erase(self, tenant: str, key: str, at: int, *, only_count: bool = False) -> Erased | None:
        """Forget a customer at `at`, in one transaction; None when nothing is kept of it and nothing leads to it.

        Profile, aliases, stays, what it held and its footprints (those at its contacts and cases, too) go, and all that
        is kept of its contacts; waiting timers and effects that have not arrived are cancelled (`suppressed`, never
        replayed). Its events, decisions, moves and effects stay as nobody's: no key, subject, contact or case, and no
        data, payload, personal part, `by` or `why`. An attempt under lease may still be marked: done is done, else the
        effect stays `suppressed`. All counts of `counts` stay but those of what waits. `only_count` tells what would go
        and changes nothing.
        """
        ...

    def customer(self, tenant: str, key: str) -> CustomerRecord | None:
        """The profile as it stands."""
        ...

    def customers(self, tenant: str, *, after: str = "", limit: int = 1000) -> Sequence[str]:
        """Keys of customers of whom something is kept, in the order of their code points; `after` any key."""
        ...

    def moves(self, tenant: str, key: str, limit: int = 1000) -> Sequence[MoveRecord]:
        """Every move of a customer between stages, in the order they were recorded."""
        ...

    def waiting(self, tenant: str, now: int | None = None) -> Waiting:
        """What waits now, by the storage's clock or `now`: for a round of deliveries, and for whoever looks."""
        ...

    def claim(
        self,
        tenant: str,
        channel: str,
        limit: int,
        lease_seconds: float,
        now: int | None = None,
        among: Waiting | None = None,
    ) -> Sequence[Claimed]:
        """Heads of line of a channel that are due, under a lease by the storage's clock; oldest first, retries after.

        `now` (microseconds UTC) replaces that clock for virtual time. Head of line: no earlier effect of the same
        customer (or anonymous contact) on this channel is still new. `among`: nothing but what waited then.
        """
        ...

    def mark(
        self, tenant: str, key: str, attempt: int, state: str, code: str, *, not_before: int | None = None
    ) -> bool:
        """Record an attempt's outcome; False when the token is no longer the latest (someone else has it).

        With the state `new` it waits for another attempt, not before the moment named.
        """
        ...

    def outbox(
        self, tenant: str, *, state: str = "", decision_id: str = "", limit: int = 1000
    ) -> Sequence[OutboxRecord]:
        """Effects, oldest first."""
        ...

    def replay_dead(self, tenant: str, key: str) -> bool:
        """A dead letter, or an effect of unknown outcome, waits again, with the same key; its tries start anew."""
        ...

    def due_timers(self, tenant: str, now: int, limit: int) -> Sequence[TimerRecord]:
        """Waiting timers with nominal <= now, earliest first, then by id."""
        ...

    def decision(self, tenant: str, decision_id: str) -> DecisionRecord | None:
        """A decision by its id."""
        ...

    def decisions(self, tenant: str, *, key: str = "", after: str = "", limit: int = 1000) -> Iterator[DecisionRecord]:
        """Decisions of a customer by sequence, or of all in the order they were recorded."""
        ...

    def recorded(
        self, tenant: str, *, after: str = "", limit: int = 1000
    ) -> Sequence[tuple[EventRecord, DecisionRecord]]:
        """Events with their decisions in the order they were recorded; `after` a decision's id. For replaying."""
        ...

    def recent(self, tenant: str, key: str, limit: int = 50) -> Sequence[tuple[EventRecord, DecisionRecord]]:
        """The newest events of a customer with their decisions, the latest recorded first."""
        ...

    def waiting_for(self, tenant: str, key: str) -> Pending:
        """What waits for a customer, and what did not arrive: effects that are new, dead or unknown."""
        ...

    def activate(
        self, tenant: str, ruleset_hash: str, sources: str, at: int, by: str, expected_generation: int
    ) -> Activation | None:
        """Store the sources under the hash and make it the active one; None when the generation has moved."""
        ...

    def activation(self, tenant: str) -> Activation | None:
        """The active one."""
        ...

    def sources(self, tenant: str, ruleset_hash: str) -> str | None:
        """The stored sources of a ruleset, canonical JSON."""
        ...

    def counts(self, tenant: str) -> Mapping[str, int]:
        """events, decisions, customers, waiting effects, dead letters, unknown effects, waiting timers."""
        ...

    def close(self) -> None:
        """Give back connections."""
        ...
