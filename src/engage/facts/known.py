"""What is known when a decision is made: the event, the customer's profile and past, kept state, what others said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from engage.ground.numbers import Number

__all__ = [
    "MEMBERSHIP",
    "Carried",
    "Estimate",
    "Event",
    "Fact",
    "History",
    "PastEvent",
    "Profile",
    "Provided",
    "Signal",
    "Situation",
    "State",
    "Stay",
    "Value",
]

#: A value of a fact as `facts.vocabulary.Kind` describes it; None is unknown.
Value = object

#: The name under which a profile keeps to which account or household the customer belongs. No root stands before it,
#: so that no field of a vocabulary can be called so.
MEMBERSHIP: Final = "account"


@frozen
class Event:
    """One event that passed the gate, typed by a program's vocabulary.

    `at` is microseconds since 1970 UTC, `offset` the sender's offset from UTC in minutes. `kind` is the
    vocabulary's id, empty for an unknown type. `data` holds declared fields only, by short name.
    `problems` names declared fields that could not be read and why; they are unknown in `data`.
    `digest` is over the canonical envelope; `payload` is that envelope's canonical JSON.
    """

    id: str
    source: str
    type: str
    at: int
    offset: int = 0
    kind: str = ""
    subject: str = field(default="", repr=False)
    contact: str = ""
    case: str = ""
    account: str = field(default="", repr=False)
    data: Mapping[str, Value] = field(factory=dict, repr=False)
    problems: tuple[tuple[str, str], ...] = ()
    digest: str = ""
    payload: str = field(default="", repr=False)


@frozen
class Fact:
    """A value of a profile: where it came from, since when it holds (microseconds UTC, None where nobody said), and
    how sure its source is of it, from 0 to 1 (None: certain).

    `recorded` is when it was written, None where that is the moment from which it holds. One that was told ahead, for
    a moment later than its own recording, is not true for the events before that moment: `before` is what stands until
    then, unknown where nobody said.
    """

    value: Value = field(repr=False)
    at: int | None = None
    source: str = ""
    confidence: Number | None = None
    recorded: int | None = None
    before: Fact | None = None


@frozen
class Profile:
    """What is kept about a customer: facts by field name (`customer.tier`). `key` is empty for an unknown one.

    Under `MEMBERSHIP` stands to which account the customer belongs, where that is known.
    `version` counts changes and guards commits.
    """

    key: str = field(default="", repr=False)
    facts: Mapping[str, Fact] = field(factory=dict, repr=False)
    version: int = 0


@frozen
class PastEvent:
    """An event of the customer's past, as history terms read it."""

    kind: str
    at: int
    sequence: int = 0
    data: Mapping[str, Value] = field(factory=dict, repr=False)
    contact: str = ""
    case: str = ""
    id: str = ""
    source: str = ""


@frozen
class Carried:
    """A history term without an end, carried on from event to event instead of being measured anew.

    `count`: the events that count. `value`: what they come to so far, a sum, an extreme, a moment, or the different
    values. `doubtful`: of one it is unknown whether it counts; `missing`: one lacks the field that is asked for.
    """

    count: int = 0
    value: Value = field(default=None, repr=False)
    doubtful: bool = False
    missing: bool = False


@frozen
class History:
    """The past of one customer in the order of (at, sequence), without the event being decided.

    `carried`: what was carried on until just before the event, by the id that a program gives it. Of terms in it the
    events need not be among `events`.
    """

    events: tuple[PastEvent, ...] = field(default=(), repr=False)
    carried: Mapping[str, Carried] = field(factory=dict, repr=False)


@frozen
class Stay:
    """Where a customer stands in a lifecycle or segment: the stage, since when (microseconds UTC), the stage before.

    `passed` are the stages that were left at the very moment `since`, where several moves followed one another.
    """

    stage: str
    since: int | None = None
    before: str = ""
    passed: tuple[str, ...] = ()


@frozen
class State:
    """What earlier decisions left behind for this customer or contact.

    `footprints`: when a `once per` rule last fired, by (rule id, subject) with subject `customer`, `contact`,
    `case` or `account`. `held`: since when a held condition has been true without a break, by its slot id; and when
    the guards of a chart led in a circle. `latest_at`: the latest moment that was decided on (microseconds UTC), None
    before the first; an earlier event is late. `stays`: where the customer stands, by the id of the lifecycle or
    segment. `alarm`: when charts are asked again because time may have moved them, None when nothing waits. `clocks`:
    what is kept of service clocks, as texts, by (target, case). `taken`: those of them that were kept of an anonymous
    contact, which is the customer's from this event on.
    """

    footprints: Mapping[tuple[str, str], int] = field(factory=dict)
    held: Mapping[str, int] = field(factory=dict)
    latest_at: int | None = None
    stays: Mapping[str, Stay] = field(factory=dict)
    alarm: int | None = None
    clocks: Mapping[tuple[str, str], str] = field(factory=dict, repr=False)
    taken: tuple[tuple[str, str], ...] = ()


@frozen
class Signal:
    """A pattern that a correlator saw, recorded so that a replay never asks it again."""

    name: str
    at: int
    events: tuple[str, ...] = ()


@frozen
class Estimate:
    """What an outside model said of a fact, with its uncertainty, recorded for the same reason.

    `name` is the estimator's and what it was asked for (`btyd.value`), `fact` the one that it fills, `model` which
    model with which parameters answered. Where no value came, `trouble` says why: `late` (not within the deadline),
    `failed` (it raised), `busy` (it is still stuck in earlier questions), `silent` (it does not know), `wrong type`,
    `not bound`.
    """

    name: str
    value: Value = field(repr=False)
    low: Value = field(default=None, repr=False)
    high: Value = field(default=None, repr=False)
    model: str = ""
    fact: str = ""
    trouble: str = ""


@frozen
class Provided:
    """What a host's provider told when it was asked for a fact, recorded so that a replay never asks it again.

    `provider` is the name under which the host gave it, `fact` the one it was asked for. Where nothing was told,
    `trouble` says why: `late` (not within the deadline), `failed` (it raised, or answered what is no answer), `busy`
    (it is still stuck in earlier questions), `silent` (it does not know), `other names` (it told only of facts that it
    was not asked for), `wrong type` (the value, or what is said of it), `from the future`, `not bound`.
    """

    provider: str
    fact: str
    told: Fact | None = None
    trouble: str = ""


@frozen
class Situation:
    """Everything a decision may look at, frozen. The same situation gives the same decision."""

    event: Event
    profile: Profile = field(factory=Profile)
    history: History = field(factory=History)
    state: State = field(factory=State)
    signals: tuple[Signal, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    provided: tuple[Provided, ...] = ()
