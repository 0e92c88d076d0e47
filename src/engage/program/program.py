"""What a compiled Program is: everything a decision needs, with conditions as Python functions over numbered slots.

A program is immutable and shared by threads. It knows no rule text, no tree and no file; the printed words of
each line are kept for explanations. `decide`, `runtime` and `knowledge` read it; only `from_model` makes one.

Slots: `values` is a list with one place for each fact, history term, derived fact and score that the shelf of an
event's kind reads. A place holds a run-time value (`facts.vocabulary.Kind`) or None for unknown. Filling it, in
the order of `Shelf.inputs`, is `knowledge`'s work; every condition is then a function of that list alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from attrs import field, frozen

from engage.facts.calendar import Schedule
from engage.facts.plan import HandlingPlan, SieveStep
from engage.facts.queues import Pool, Queue
from engage.facts.reasons import ReasonTree
from engage.facts.self_service import Prompt, StepTree
from engage.facts.standing import Stage
from engage.facts.units import Duration
from engage.facts.vocabulary import Labels, Output, Type, Vocabulary
from engage.ground.finding import Words
from engage.program.charts import ChartInput, StayInput, Watch
from engage.program.clocks import CompiledClock
from engage.program.floors import CompiledFloor, DeclaredFloor
from engage.program.inputs import (
    NO_WORDS,
    Balance,
    Because,
    Calculation,
    Compute,
    Cuts,
    EventTest,
    FactInput,
    Filled,
    HeldInput,
    HistoryInput,
    Input,
    Line,
    NowInput,
    Outgoing,
    PastTest,
    PatternInput,
    PatternStep,
    RunInput,
    ScoreInput,
    ScoreStep,
    Test,
    ValueInput,
    Values,
)
from engage.program.value_model import ModelledValue
from engage.program.working_time import WorkingHours

__all__ = [
    "NO_WORDS",
    "AbsenceTimer",
    "Balance",
    "Because",
    "Calculation",
    "ChartInput",
    "CompiledNever",
    "CompiledRow",
    "CompiledRule",
    "CompiledTable",
    "Compute",
    "Cuts",
    "EventTest",
    "FactInput",
    "Filled",
    "Furnishing",
    "HeldInput",
    "HistoryInput",
    "Input",
    "Line",
    "Needs",
    "NowInput",
    "OfferFacts",
    "Once",
    "Outgoing",
    "PastTest",
    "PatternInput",
    "PatternStep",
    "Picture",
    "Program",
    "Proposal",
    "RunInput",
    "ScoreInput",
    "ScoreStep",
    "Shelf",
    "Slot",
    "StayInput",
    "Test",
    "TreatmentFacts",
    "ValueInput",
    "Values",
    "Watch",
    "Whereabouts",
    "WordingFacts",
    "Words",
    "WorkingHours",
]


class Slot(StrEnum):
    """Where a proposal wants to go. `key` of a proposal tells outputs, allowances, placements apart."""

    ROUTE = "route"
    AHEAD = "ahead"
    LEVEL = "service level"
    TARGET = "target"
    MENU = "menu"
    SHOW = "show"
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
    MENU plan.Menu · SHOW lever, key menu item · SAY wording id, key placement · OFFER plan.PlannedOffer (id, lever) ·
    WITHHOLD group id ·
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

    def holds_back(self, last: int | None, at: int) -> bool:
        """Is it too soon at `at` to speak again, after the rule spoke at `last` (None: never)?"""
        return last is not None and (self.every is None or at - last < self.every)


@frozen
class CompiledRule:
    """A rule. All `lines` must hold. `beats`: the ids of all it beats, groups resolved, transitively closed.

    `order` is its place among all rules and tables, in the order of the files: who comes first where `first` settles.
    """

    id: str
    lines: tuple[Line, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    because: Because = field(factory=dict)
    beats: frozenset[str] = frozenset()
    start: datetime.date | None = None
    through: datetime.date | None = None
    once: Once | None = None
    order: int = 0
    entering: bool = False  # it does what a lifecycle does on entering a stage


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
    order: int = 0  # as of a rule


@frozen
class CompiledNever:
    """A veto on a slot: `key` (offer group, queue, wording …) must not be in the plan; empty: anything.

    `value` narrows it (None: whatever the value is). OUTPUT, TARGET, NOTE: this value · ALLOW, AHEAD: as much, and
    more · TASK: work for this owner.
    """

    id: str
    slot: Slot
    key: str = ""
    lines: tuple[Line, ...] = ()
    because: Because = field(factory=dict)
    start: datetime.date | None = None
    through: datetime.date | None = None
    value: object = None


@frozen
class Shelf:
    """What is asked at one kind of event.

    `inputs` in an order in which each needs only earlier ones. `always` are rules without an index;
    `by_value` maps a slot to the rules that need one of its values: only those of the value present are asked.
    `calculations` are all that may have no result there.
    """

    kind: str
    inputs: tuple[Input, ...] = ()
    rules: tuple[CompiledRule, ...] = ()
    always: tuple[int, ...] = ()
    by_value: tuple[tuple[int, Mapping[object, tuple[int, ...]]], ...] = ()
    tables: tuple[CompiledTable, ...] = ()
    nevers: tuple[CompiledNever, ...] = ()
    floors: tuple[CompiledFloor, ...] = ()
    timers: tuple[AbsenceTimer, ...] = ()
    calculations: tuple[Calculation, ...] = ()


@frozen
class AbsenceTimer:
    """At this kind of event start a timer for `rule`; when it rings and no `without` came since, the rule fires."""

    rule: str
    after: Duration
    without: str


@frozen
class Needs:
    """Which past must be read: for each kind of event how far back in microseconds, None for all of it.

    `windows` is the same without what is `carried` on from event to event, which is all that is read of the past once
    it has been carried. `footprints`, `shared`: the rules that are `once per` somebody, and those `once per account`.
    """

    history: Mapping[str, int | None] = field(factory=dict)
    footprints: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    windows: Mapping[str, int | None] = field(factory=dict)
    carried: tuple[HistoryInput, ...] = ()
    shared: tuple[str, ...] = ()


@frozen
class Picture:
    """What is known of a customer between events: a shelf that asks nothing and only fills facts.

    Its slots, their types and the past it needs are its own. `by_event` names computed facts that rest on what an event
    says: between events nobody can tell them.
    """

    shelf: Shelf = Shelf("")
    slots: int = 0
    slot_types: Mapping[int, Type] = field(factory=dict)
    needs: Needs = field(factory=Needs)
    by_event: tuple[str, ...] = ()


@frozen
class TreatmentFacts:
    """How an offer is presented; an empty `channel`, `language` or `placement` fits any."""

    id: str
    channel: str = ""
    language: str = ""
    placement: str = ""
    wording: str = ""


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
    treatments: tuple[TreatmentFacts, ...] = ()
    channel: str = ""  # the logical delivery channel over which it goes out; empty: it is made where the customer is
    place: int = 0  # declared order, for ties
    cost: int | Decimal | None = None
    benefit: int | Decimal | None = None  # what it is worth to the customer


@frozen
class WordingFacts:
    """A wording: where it is used, and its text by language, from the values."""

    id: str
    placement: str = ""
    texts: Outgoing = field(factory=dict)


@frozen
class Whereabouts:
    """The slots that say where a customer is and in which language: None where the vocabulary has no such fact."""

    channel: int | None = None  # event.channel
    placement: int | None = None  # event.placement
    language: int | None = None  # customer.language


@frozen
class Furnishing:
    """What plans are composed from: the catalogue, compiled."""

    targets: Mapping[str, Mapping[str, Duration]] = field(factory=dict)  # service level → metric → target
    menus: Mapping[str, tuple[str, ...]] = field(factory=dict)
    exits: tuple[str, ...] = ()  # the menu items that lead to a person, in declared order
    menu_limits: Mapping[str, Mapping[str, int]] = field(factory=dict)  # menu → channel → options a level
    item_scores: Mapping[str, int | Decimal] = field(factory=dict)  # menu items with a score of their own
    prompts: Mapping[str, Mapping[str, tuple[Prompt, ...]]] = field(factory=dict)  # menu → event → by count
    step_trees: Mapping[str, StepTree] = field(factory=dict)  # self-services with steps
    finishing: Mapping[str, str] = field(factory=dict)  # menu item → the kind of event that it finishes
    wordings: Mapping[str, WordingFacts] = field(factory=dict)
    offers: Mapping[str, OfferFacts] = field(factory=dict)
    task_channels: Mapping[str, str] = field(factory=dict)  # work → logical delivery channel
    queue_steps: Mapping[str, str] = field(factory=dict)  # queue → assisted | expert
    offer_limit: int = 1
    allowances: Mapping[str, Type] = field(factory=dict)  # allowance → what its limit is counted in
    answers: Mapping[str, str] = field(factory=dict)  # answer → the wording that gives it
    level_calendars: Mapping[str, str] = field(factory=dict)  # service level → calendar, the working week unless said
    self_services: Mapping[str, str] = field(factory=dict)  # self-service → the wording that leads there
    whereabouts: Whereabouts = Whereabouts()
    reasons: ReasonTree = field(factory=ReasonTree)
    contained_within: Mapping[tuple[SieveStep, str], Duration] = field(factory=dict)  # by answer or self-service
    queues: Mapping[str, Queue] = field(factory=dict)  # what routing asks of them; only those that say something
    pools: Mapping[str, Pool] = field(factory=dict)


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
    cuts: Mapping[int, Cuts] = field(factory=dict)  # where conditions tell the values of a slot apart
    needs: Needs = field(factory=Needs)
    watches: Mapping[str, Watch] = field(factory=dict)  # by the id of a chart's move: what its guard looks at
    working: WorkingHours = field(factory=WorkingHours)
    clocks: tuple[CompiledClock, ...] = ()
    calendars: Mapping[str, tuple[Schedule, ...]] = field(factory=dict)  # by id; the working week under the empty one
    billing_day: int = 1
    reach_us: Mapping[str, str] = field(factory=dict)  # by language: how a customer reaches a person
    cost: int = 0  # static cost in units of the dearest kind of event
    sources: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # (file name, text), stored on activation
    source_digest: str = ""
    titles: Mapping[str, Labels] = field(factory=dict, eq=False)  # what people call rules and tables, by id
    floors: tuple[DeclaredFloor, ...] = ()
    value_models: tuple[ModelledValue, ...] = field(default=(), eq=False)
    picture: Picture = field(factory=Picture, eq=False)
    stage: Stage = Stage.DRAFT  # how far these very contents have come on their way to customers

    @cached_property
    def limits(self) -> dict[str, Once]:
        """How often the rules speak that are once per somebody, by id."""
        return {rule.id: rule.once for shelf in self.shelves.values() for rule in shelf.rules if rule.once is not None}
