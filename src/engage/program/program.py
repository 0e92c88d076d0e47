"""What a compiled Program is: everything a decision needs, with conditions as Python functions over numbered slots.

A program is immutable and shared by threads. It knows no rule text, no tree and no file; the printed words of
each line are kept for explanations. `decide`, `runtime` and `knowledge` read it; only `from_model` makes one.

Slots: `values` is a list with one place for each fact, history term, derived fact and score that the shelf of an
event's kind reads. A place holds a run-time value (`facts.vocabulary.Kind`) or None for unknown. Filling it, in
the order of `Shelf.inputs`, is `knowledge`'s work; every condition is then a function of that list alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from engage.facts.plan import HandlingPlan
from engage.facts.standing import Stage
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Output, Type, Vocabulary
from engage.ground.finding import Words
from engage.program.working_time import WorkingHours

__all__ = [
    "NO_WORDS",
    "AbsenceTimer",
    "Because",
    "CompiledNever",
    "CompiledRow",
    "CompiledRule",
    "CompiledTable",
    "Compute",
    "EventTest",
    "FactInput",
    "Furnishing",
    "HeldInput",
    "HistoryInput",
    "Input",
    "Line",
    "Needs",
    "NowInput",
    "OfferFacts",
    "Once",
    "PastTest",
    "Program",
    "Proposal",
    "RunInput",
    "ScoreInput",
    "ScoreStep",
    "Shelf",
    "Slot",
    "Test",
    "ValueInput",
    "Values",
    "WordingFacts",
    "Words",
    "WorkingHours",
]

Values = Sequence[object]
#: certainly true / certainly false of the values
Test = Callable[[Values], bool]
#: the value of an expression, None when unknown
Compute = Callable[[Values], object]
#: of a past event's data and the values: does it count?
PastTest = Callable[[Mapping[str, object], Values], bool]
EventTest = Callable[[str], bool]
#: what a piece made by hand says of itself
NO_WORDS: Final = Words("")


@frozen
class Line:
    """One condition: `holds` when certainly true, `fails` when certainly false, neither when unknown.

    `reads` are the slots it looks at; `words` print it for an explanation.
    """

    holds: Test
    fails: Test
    reads: tuple[int, ...] = ()
    words: Words = NO_WORDS


class Slot(StrEnum):
    """Where a proposal wants to go. `key` of a proposal tells outputs, allowances, placements apart."""

    ROUTE = "route"
    AHEAD = "ahead"
    LEVEL = "service level"
    TARGET = "target"
    MENU = "menu"
    SAY = "say"
    OFFER = "offer"
    WITHHOLD = "withhold"
    ANSWER = "answer"
    GUIDE = "guide"
    ALLOW = "allow"
    SKIP = "skip"
    TASK = "task"
    NOTE = "note"
    OUTPUT = "output"


@frozen
class Proposal:
    """What a rule or row proposes. `value` is a piece of plan or an id; `compute` gives it from the values instead.

    value by slot: ROUTE plan.Route (without head start) · AHEAD Duration · LEVEL id · TARGET Duration, key metric ·
    MENU plan.Menu · SAY wording id, key placement · OFFER plan.PlannedOffer (id, lever) · WITHHOLD group id ·
    ANSWER, GUIDE id · ALLOW limit (number or Duration), key allowance · SKIP id · TASK plan.Task ·
    NOTE value, key field name · OUTPUT value, key output id.
    """

    slot: Slot
    value: object = None
    key: str = ""
    compute: Compute | None = None


@frozen
class Once:
    """A rule speaks once in a rolling `every` (microseconds; None: once for all) per subject."""

    subject: str
    every: int | None


#: a text by language, from the values: `{customer tier}` is filled with the value's label in that language
Because = Mapping[str, Callable[[Values], str]]


@frozen
class CompiledRule:
    """A rule. All `lines` must hold. `beats`: the ids of all it beats, groups resolved, transitively closed."""

    id: str
    lines: tuple[Line, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    because: Because = field(factory=dict)
    beats: frozenset[str] = frozenset()
    start: datetime.date | None = None
    through: datetime.date | None = None
    once: Once | None = None


@frozen
class CompiledRow:
    """A row of a table, or its `otherwise` (no lines). `id` is `TABLE row N` or `TABLE otherwise`."""

    id: str
    lines: tuple[Line, ...] = ()
    proposals: tuple[Proposal | None, ...] = ()
    because: Because = field(factory=dict)


@frozen
class CompiledTable:
    """A table. `hit` as in the model. A table proposes under its own id in `beats` and candidates."""

    id: str
    hit: str
    rows: tuple[CompiledRow, ...] = ()
    otherwise: CompiledRow | None = None
    beats: frozenset[str] = frozenset()


@frozen
class CompiledNever:
    """A veto on a slot: `key` (offer group, queue, wording …) must not be in the plan; empty: anything."""

    id: str
    slot: Slot
    key: str = ""
    lines: tuple[Line, ...] = ()
    because: Because = field(factory=dict)
    start: datetime.date | None = None
    through: datetime.date | None = None


# ------------------------------------------------------------------------------------- filling the values


@frozen
class FactInput:
    """Slot filled from the profile or the event by field name. `default_from` is unused by events."""

    slot: int
    name: str
    max_age: int | None = None


@frozen
class NowInput:
    """Slot filled from the event itself: its `moment`, its `kind`, or a part of the moment on the ruleset's clock
    (as in `language.tree.Part`). `shift` moves the moment on first, or back, by elapsed or calendar time."""

    slot: int
    part: str
    shift: Duration | None = None
    back: bool = False

    @property
    def name(self) -> str:
        """The key among the facts used: `now date + 60 day`."""
        by = f" {'-' if self.back else '+'} {self.shift.amount} {self.shift.unit.value}" if self.shift else ""
        return f"now {self.part}{by}"


@frozen
class HistoryInput:
    """Slot filled by measuring the past. `id` is stable text of the term, for records.

    `window` in words of `language.tree.WindowKind` values, or `since the timer` (events after the moment in the
    event's own `started`); `length` as written; `test` filters past events.
    """

    slot: int
    id: str
    function: str
    kind: str
    field: str = ""
    window: str = "ever"
    length: Duration | None = None
    since: datetime.date | None = None
    test: PastTest | None = None
    words: Words = NO_WORDS
    #: is it unknown whether a past event counts? One such event in the window makes the term unknown.
    doubtful: PastTest | None = None


@frozen
class RunInput:
    """Slot filled by a streak (`language.tree.InARow`): True, False or None. `fails`: `test` certainly fails."""

    slot: int
    id: str
    kind: str
    field: str
    periods: int
    unit: Unit
    trend: str = ""
    test: PastTest | None = None
    words: Words = NO_WORDS
    fails: PastTest | None = None


@frozen
class HeldInput:
    """Slot filled with True/False/None: has `line` held at every decision for `length` microseconds, and now?"""

    slot: int
    id: str
    line: Line
    length: int
    words: Words = NO_WORDS


@frozen
class ValueInput:
    """Slot filled with a derived fact. `reads` are the slots it is worked out from, for explanations."""

    slot: int
    name: str
    compute: Compute
    reads: tuple[int, ...] = ()


@frozen
class ScoreStep:
    """Points of one line of a scorecard."""

    points: int | Decimal
    line: Line
    because: Because = field(factory=dict)


@frozen
class ScoreInput:
    """Slots filled by a scorecard: the points (cut to low … high) and the band's id."""

    slot: int
    band_slot: int
    name: str
    low: int | Decimal
    high: int | Decimal
    start: int | Decimal
    steps: tuple[ScoreStep, ...] = ()
    bands: tuple[tuple[str, int | Decimal | None, int | Decimal | None], ...] = ()


Input = FactInput | NowInput | HistoryInput | RunInput | HeldInput | ValueInput | ScoreInput


@frozen
class Shelf:
    """What is asked at one kind of event.

    `inputs` in an order in which each needs only earlier ones. `always` are rules without an index;
    `by_value` maps a slot to the rules that need one of its values: only those of the value present are asked.
    """

    kind: str
    inputs: tuple[Input, ...] = ()
    rules: tuple[CompiledRule, ...] = ()
    always: tuple[int, ...] = ()
    by_value: tuple[tuple[int, Mapping[object, tuple[int, ...]]], ...] = ()
    tables: tuple[CompiledTable, ...] = ()
    nevers: tuple[CompiledNever, ...] = ()
    timers: tuple[AbsenceTimer, ...] = ()


@frozen
class AbsenceTimer:
    """At this kind of event start a timer for `rule`; when it rings and no `without` came since, the rule fires."""

    rule: str
    after: Duration
    without: str


@frozen
class Needs:
    """Which past must be read: for each kind of event how far back in microseconds, None for all of it."""

    history: Mapping[str, int | None] = field(factory=dict)
    footprints: tuple[str, ...] = ()
    held: tuple[str, ...] = ()


@frozen
class OfferFacts:
    """What arbitration needs to know of an offer: P × C × V × L with the rule's lever as L.

    `groups` are every name a `withhold` or `never` may call it by: its id, its group, its class.
    """

    id: str
    groups: frozenset[str] = frozenset()
    propensity: int | Decimal = 1
    context: int | Decimal = 1
    value: int | Decimal = 0
    treatment: str = ""
    channel: str = ""
    place: int = 0  # declared order, for ties


@frozen
class WordingFacts:
    """A wording: where it is used, and its text by language, from the values."""

    id: str
    placement: str = ""
    texts: Because = field(factory=dict)


@frozen
class Furnishing:
    """What plans are composed from: the catalogue, compiled."""

    targets: Mapping[str, Mapping[str, Duration]] = field(factory=dict)  # service level → metric → target
    menus: Mapping[str, tuple[str, ...]] = field(factory=dict)
    wordings: Mapping[str, WordingFacts] = field(factory=dict)
    offers: Mapping[str, OfferFacts] = field(factory=dict)
    task_channels: Mapping[str, str] = field(factory=dict)  # work → logical delivery channel
    queue_steps: Mapping[str, str] = field(factory=dict)  # queue → assisted | expert
    offer_limit: int = 1
    allowances: Mapping[str, Type] = field(factory=dict)  # allowance → what its limit is counted in


@frozen(slots=False)
class Program:
    """A compiled ruleset. `hash` names it (settled.md 1); equal for both notations and all languages.

    `shelves` by event kind id; the shelf `""` serves unknown kinds (it is empty: they get the safe default).
    `slots` is how long a list of values must be. `texts_of_rules` has the printed words for explanations.
    """

    name: str
    hash: str
    zone: str
    language: str
    vocabulary: Vocabulary
    outputs: tuple[Output, ...] = ()
    safe_default: HandlingPlan = field(factory=HandlingPlan)
    furnishing: Furnishing = field(factory=Furnishing)
    shelves: Mapping[str, Shelf] = field(factory=dict)
    slots: int = 0
    slot_types: Mapping[int, Type] = field(factory=dict)
    needs: Needs = field(factory=Needs)
    working: WorkingHours = field(factory=WorkingHours)
    billing_day: int = 1
    cost: int = 0  # static cost in units of the dearest kind of event
    sources: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # (file name, text), stored on activation
    source_digest: str = ""
    stage: Stage = Stage.DRAFT  # how far these very contents have come on their way to customers
