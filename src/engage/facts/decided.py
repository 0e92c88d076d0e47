"""What was decided: the plan, effects to deliver, changes to keep, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

from engage.facts.known import Estimate, Provided, Signal, Value
from engage.facts.plan import HandlingPlan

__all__ = [
    "Candidate",
    "Change",
    "Decision",
    "Effect",
    "KeepClock",
    "Move",
    "Outcome",
    "Reason",
    "RememberHeld",
    "SetAlarm",
    "SetFact",
    "StampFootprint",
    "StartTimer",
    "Verdict",
]


class Verdict(StrEnum):
    """What came of asking a rule, a table row or a `never`."""

    FIRED = "fired"
    NOT_MET = "not met"
    UNKNOWN = "unknown"
    INACTIVE = "inactive"
    ALREADY = "already"  # `once per` has spoken within its window


class Outcome(StrEnum):
    """What became of a candidate for a slot."""

    WON = "won"
    BEATEN = "beaten"  # by a rule that `beats` its own
    TIE = "tie"  # neither beats the other: the lower rule id won
    NOT_BEST = "not best"
    VIOLATED = "violated"  # a `unique` or `any` output had several answers
    FORBIDDEN = "forbidden"  # by a `never`
    WITHHELD = "withheld"
    UNFIT = "unfit"  # an offer of no benefit to the customer, or without a treatment that fits
    MERGED = "merged"  # into a largest, smallest, sum


@frozen
class Candidate:
    """A proposal for a slot: who made it, what became of it, and because of whom."""

    slot: str
    value: object = field(repr=False)
    rule: str
    outcome: Outcome
    because_of: str = ""


@frozen
class Reason:
    """Why, as a code with the ids it speaks of. Codes: docs/reference/reasons.md."""

    code: str = field(converter=str)
    slot: str = ""
    rule: str = ""
    detail: str = ""


@frozen
class Effect:
    """Something that must happen outside, over a logical delivery channel.

    `number` counts the actions of a decision from 1. The idempotency key is derived from the decision's id,
    the number and the channel.
    """

    number: int
    kind: str
    channel: str
    payload: Mapping[str, Value] = field(factory=dict, repr=False)


@frozen
class SetFact:
    """A profile fact gets a value, or `MEMBERSHIP` an account; visible from the next event on."""

    name: str
    value: Value = field(repr=False)


@frozen
class StampFootprint:
    """A `once per` rule spoke; `subject` is `customer`, `contact`, `case` or `account`."""

    rule: str
    subject: str


@frozen
class RememberHeld:
    """A held condition has been true since `since` (microseconds UTC); None: it is no longer."""

    slot: str
    since: int | None


@frozen
class StartTimer:
    """Ask again at `nominal` (microseconds UTC). `name` is the rule's id that waits.

    `case` is the one that is asked about, where that is not the event's own; empty: none.
    """

    name: str
    nominal: int
    case: str | None = None


@frozen
class Move:
    """A lifecycle or segment went from a stage (empty: nothing was kept yet) to another, at `at` (microseconds UTC).

    `cause`: the id of the chart's move whose guard held, `start` where it began, `asked` where `by` asked for it,
    with `why` in words. A segment's stages are `out` and `in`.
    """

    chart: str
    before: str
    after: str
    at: int
    cause: str
    by: str = field(default="", repr=False)
    why: str = field(default="", repr=False)


@frozen
class SetAlarm:
    """Ask the charts again at `nominal` (microseconds UTC), instead of when it was set for before; None: not at all."""

    nominal: int | None


@frozen
class KeepClock:
    """What is kept of the clock of a target for a case from now on, as a text; empty: nothing."""

    target: str
    case: str
    text: str = field(repr=False)


Change = KeepClock | SetFact | StampFootprint | RememberHeld | StartTimer | Move | SetAlarm


@frozen
class Decision:
    """How a customer is treated at one event, and why.

    `verdicts` are those of the rules that were asked, by id. `facts_used` holds what the shelves of the event's
    kind read, by field name or history slot id; values stay personal data. `signals` are the answers of a
    correlator that were taken. `sequence` is the place among the
    customer's decisions, None until it is recorded. `safe_default` is true when the pipeline fell back. `tzdata` is the
    edition of the time zone data on the machine that recorded it, empty until then; no part of what was decided.
    `estimates` are the answers of outside models that came in for this decision, `provided` those of the host's
    providers. `erased`: its customer was erased; what rules did is left, by their ids, and no value.
    """

    id: str
    ruleset_hash: str
    event_id: str
    source: str
    kind: str
    at: int
    plan: HandlingPlan = field(factory=HandlingPlan)
    effects: tuple[Effect, ...] = ()
    changes: tuple[Change, ...] = field(default=(), repr=False)
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    verdicts: Mapping[str, Verdict] = field(factory=dict)
    facts_used: Mapping[str, Value] = field(factory=dict, repr=False)
    because: Mapping[str, Mapping[str, str]] = field(factory=dict, repr=False)
    estimates: tuple[Estimate, ...] = field(default=(), repr=False)
    provided: tuple[Provided, ...] = field(default=(), repr=False)
    signals: tuple[Signal, ...] = field(default=(), repr=False)
    sequence: int | None = None
    safe_default: bool = False
    recorded: bool = True
    tzdata: str = field(default="", eq=False)
    erased: bool = False
