"""The resolved ruleset: what both notations and all languages mean. attrs only; no documents, no layout.

Names are resolved to ids; conditions and sentences are trees. Order inside a file is kept for printing;
only an ordered hit policy gives it a meaning. `notes` are the comments that stand with a construct.
Texts are by language (`en`, `zh`, `zh-Hant`), with at least one.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from attrs import field, frozen

from engage.facts.calendar import Schedule
from engage.facts.plan import HandlingPlan
from engage.facts.standing import Standing
from engage.facts.units import Duration
from engage.facts.vocabulary import Labels, Output, Type, Vocabulary
from engage.ground.finding import Report
from engage.ground.source import Source, Span
from engage.language.actions import Action
from engage.language.tree import Condition, HeldFor, Literal, Template, Value

__all__ = [
    "Absence",
    "Active",
    "Band",
    "Catalogue",
    "CatalogueItem",
    "Construct",
    "DerivedFact",
    "Example",
    "ExampleTable",
    "Expectation",
    "File",
    "Header",
    "Model",
    "Never",
    "OncePer",
    "PastGiven",
    "Persona",
    "Row",
    "Rule",
    "Ruleset",
    "ScoreLine",
    "Scorecard",
    "SpokenGiven",
    "Table",
    "TableOutput",
    "Texts",
    "WorkingWeek",
]

Texts = Mapping[str, Template]
C = TypeVar("C", bound="Construct")


@frozen(kw_only=True)
class Construct:
    """What every block of a ruleset has: a stable id, its place, its comments, its `note:`.

    `notes` are the comments above it, `key_notes` those above one of its keys (`when`), `remarks` its `note:` lines;
    `title` is what people call it.
    """

    id: str
    span: Span | None = field(default=None, eq=False, repr=False)
    notes: tuple[str, ...] = field(default=(), eq=False, repr=False)
    key_notes: Mapping[str, tuple[str, ...]] = field(factory=dict, eq=False, repr=False)
    remarks: tuple[str, ...] = field(default=(), eq=False, repr=False)
    title: Labels = field(factory=Labels, eq=False, repr=False)


@frozen
class Active:
    """Local dates of the ruleset's zone from which, and through which (inclusive), a rule speaks; None is open."""

    start: datetime.date | None = None
    through: datetime.date | None = None


@frozen
class OncePer:
    """`once per customer every 30 days`; the window rolls. `subject`: customer, contact, case, account."""

    subject: str
    every: Duration | None = None


@frozen
class Absence:
    """`event 3 working days after complaint closed without call-back`: fires at the deadline."""

    after: Duration
    start: str
    without: str


@frozen(kw_only=True)
class Rule(Construct):
    """`lines` must all hold; an `any of` block is one Or line. `events` empty: every declared kind that routes
    nothing. `actions` in written order. `group` may be named by `beats`."""

    events: tuple[str, ...] = ()
    absence: Absence | None = None
    lines: tuple[Condition, ...] = ()
    actions: tuple[Action, ...] = ()
    because: Texts = field(factory=dict)
    beats: tuple[str, ...] = ()
    group: str = ""
    active: Active = Active()
    once: OncePer | None = None


@frozen(kw_only=True)
class Never(Construct):
    """A veto: what no rule, table, lever or score can bring into the plan. `action` names it (`offer commercial`)."""

    action: Action
    events: tuple[str, ...] = ()
    lines: tuple[Condition, ...] = ()
    because: Texts = field(factory=dict)
    active: Active = Active()


@frozen
class TableOutput:
    """A column right of the double bar. `slot` is `output:ID`, `target:METRIC`, or the word of a sentence
    (`route`, `serve`, `say`, `offer`, `menu`, `show`, `task`, `allow:ID`) whose cells complete it."""

    slot: str
    type: Type | None = None


@frozen
class Row:
    """A row: a condition a column (None for `-`), a value a result column (an Action, a literal, None for blank)."""

    id: str
    cells: tuple[Condition | None, ...]
    results: tuple[Action | Value | None, ...]
    because: Texts = field(factory=dict)
    span: Span | None = field(default=None, eq=False, repr=False)
    notes: tuple[str, ...] = field(default=(), eq=False, repr=False)


@frozen(kw_only=True)
class Table(Construct):
    """A decision table. `hit`: unique, first, any, collect, collect sum/smallest/largest/count, rule order,
    output order. `columns` are the subjects of the condition cells. `otherwise` answers when no row does."""

    hit: str = "unique"
    events: tuple[str, ...] = ()
    columns: tuple[Value, ...] = ()
    outputs: tuple[TableOutput, ...] = ()
    rows: tuple[Row, ...] = ()
    otherwise: Row | None = None
    beats: tuple[str, ...] = ()
    group: str = ""


@frozen
class ScoreLine:
    """Points added when the condition holds, with the words that say why."""

    points: int | Decimal
    condition: Condition
    because: Texts = field(factory=dict)
    span: Span | None = field(default=None, eq=False, repr=False)
    notes: tuple[str, ...] = field(default=(), eq=False, repr=False)


@frozen
class Band:
    """A band of a scorecard: low <= points < high; None is open."""

    id: str
    low: int | Decimal | None
    high: int | Decimal | None


@frozen(kw_only=True)
class Scorecard(Construct):
    """Points from `start`, cut to `low` … `high`; gives the fields `customer.ID` and `customer.ID_band`."""

    low: int | Decimal
    high: int | Decimal
    start: int | Decimal = 0
    lines: tuple[ScoreLine, ...] = ()
    bands: tuple[Band, ...] = ()


@frozen(kw_only=True)
class DerivedFact(Construct):
    """`fact average bill = …`: gives the field `customer.ID`."""

    value: Value
    type: Type


@frozen
class PastGiven:
    """A past event of an example: how long before its moment, or when, and its fields."""

    kind: str
    ago: Duration | None = None
    at: int | None = None
    data: Mapping[str, Literal] = field(factory=dict)
    notes: tuple[str, ...] = field(default=(), eq=False, repr=False)


@frozen
class SpokenGiven:
    """A rule that is `once per` somebody spoke so long before an example's moment, for the one that it is once per."""

    rule: str
    ago: Duration
    notes: tuple[str, ...] = field(default=(), eq=False, repr=False)


@frozen
class Expectation:
    """One line under `expect`: an action that must be in the plan, a condition on facts and outputs that must
    hold, or a rule that fired or did not (`rule`, `fired`). `absent`: the action must not be there.

    With `channel` the action goes out over that delivery channel (without one: nothing does). `reason` is a code that
    the decision gives, `finding` one that checking the ruleset gives, each about `rule` where one is named; `absent`
    denies them.
    """

    action: Action | None = None
    condition: Condition | None = None
    rule: str = ""
    fired: bool = True
    absent: bool = False
    channel: str = ""
    reason: str = ""
    finding: str = ""
    span: Span | None = field(default=None, eq=False, repr=False)
    notes: tuple[str, ...] = field(default=(), eq=False, repr=False)


@frozen(kw_only=True)
class Persona(Construct):
    """A customer that examples share. `held`: what has gone on for how long; `spoken`: what was used up before."""

    given: Mapping[str, Literal] = field(factory=dict)
    held: tuple[HeldFor, ...] = ()
    spoken: tuple[SpokenGiven, ...] = ()
    history: tuple[PastGiven, ...] | None = None


@frozen(kw_only=True)
class Example(Construct):
    """An analyst's own test. `at` is microseconds UTC with `offset` minutes. `history` None: not stated. `held`: what
    has gone on for how long; `spoken`: what was used up before.

    `event` is a kind, or `timer:RULE` for the deadline at which a rule speaks that waits for something.
    """

    event: str
    at: int | None = None
    offset: int = 0
    data: Mapping[str, Literal] = field(factory=dict)
    given: Mapping[str, Literal | None] = field(factory=dict)
    held: tuple[HeldFor, ...] = ()
    spoken: tuple[SpokenGiven, ...] = ()
    history: tuple[PastGiven, ...] | None = None
    like: str = ""
    expect: tuple[Expectation, ...] = ()


@frozen(kw_only=True)
class ExampleTable(Construct):
    """`examples targets`: one example a row; `examples` are the rows spelled out, ids `NAME row N`.
    `columns` and `results` keep the table for printing."""

    event: str = ""
    columns: tuple[Value | str, ...] = ()
    results: tuple[TableOutput, ...] = ()
    examples: tuple[Example, ...] = ()


@frozen
class CatalogueItem:
    """One thing of the catalogue with its settings, and where each is written (`places`: `targets.first_response`).

    Typed settings by domain: queue: step, staffed by, hours, known worker, ring, after a decline, overflow (Exits),
    closed (Exit) · pool: outsourced, quality floor · service level: targets {metric: Duration}, calendar · menu:
    items (ids), at most {channel: int}, no input, no match, help (Prompt, …) · menu item: reaches, finishes, score ·
    wording: placement, texts {language: Template} · offer: group, class, value, cost, propensity, benefit, treatments
    [{id, channel, language, placement, wording}], channel · work: owner, channel, due · answer/self-service: wording,
    contained within · self-service: tree (StepTree) · reason: under, owner, avoidable, cause, action, was, needs
    """

    id: str
    labels: Labels = field(factory=Labels, eq=False)
    settings: Mapping[str, object] = field(factory=dict)
    span: Span | None = field(default=None, eq=False, repr=False)
    places: Mapping[str, Span] = field(factory=dict, eq=False, repr=False)


@frozen
class Catalogue:
    """Everything a plan may name, by domain (`Domain` values as keys); which version of contact reasons it has."""

    items: Mapping[str, tuple[CatalogueItem, ...]] = field(factory=dict)
    reasons_version: int = 1

    def item(self, domain: str, id: str) -> CatalogueItem | None:
        """A thing of a domain by its id."""
        return next((item for item in self.items.get(domain, ()) if item.id == id), None)


@frozen
class WorkingWeek:
    """The ruleset's default for working days and business hours: open local times by weekday (0 Monday), dates closed.

    A span that ends at or before its start runs overnight; 24:00 is an end of 00:00.
    """

    hours: Mapping[int, tuple[tuple[datetime.time, datetime.time], ...]] = field(factory=dict)
    holidays: frozenset[datetime.date] = frozenset()


@frozen
class Header:
    """`ruleset.yaml`, or the header block of a single file. `language` is what files without a first line use.

    `metric` says how the objective is measured (both for people, in other languages by `…_in`), `horizon` by which day
    it is reached, `reach_us` by language how a customer reaches a person. `calendars`: by id, schedules that hold
    together.

    `vocabulary` and `catalogue` name files beside it, `safe_sentences` is the safe default as written; they are kept
    for writing a single file back, and so are the comments above the header and above its keys.
    """

    name: str
    engage: int = 1
    language: str = "en"
    zone: str = "UTC"
    objective: str = ""
    objective_in: Mapping[str, str] = field(factory=dict, eq=False)
    metric: str = ""
    metric_in: Mapping[str, str] = field(factory=dict, eq=False)
    horizon: datetime.date | None = None
    owner: str = ""
    reach_us: Mapping[str, str] = field(factory=dict)
    outputs: tuple[Output, ...] = ()
    safe_default: HandlingPlan = field(factory=HandlingPlan)
    working: WorkingWeek = field(factory=WorkingWeek)
    calendars: Mapping[str, tuple[Schedule, ...]] = field(factory=dict)
    billing_day: int = 1
    vocabulary: str = field(default="", eq=False)
    catalogue: str = field(default="", eq=False)
    safe_sentences: tuple[Action, ...] = field(default=(), eq=False)
    notes: tuple[str, ...] = field(default=(), eq=False, repr=False)
    key_notes: Mapping[str, tuple[str, ...]] = field(factory=dict, eq=False, repr=False)


@frozen
class File:
    """One file of the ruleset: its name, notation (`rules` or `yaml`), language, and its blocks in written order."""

    name: str
    notation: str
    language: str
    constructs: tuple[Construct, ...] = ()
    notes: tuple[str, ...] = field(default=(), eq=False)
    header: Header | None = None


@frozen(slots=False)
class Model:
    """A whole ruleset. The tuples gather the constructs of all files in file order."""

    header: Header
    vocabulary: Vocabulary
    catalogue: Catalogue = field(factory=Catalogue)
    files: tuple[File, ...] = ()

    def every(self, kind: type[C]) -> tuple[C, ...]:
        """All constructs of a kind (`model.every(Rule)`), in file order."""
        return tuple(item for file in self.files for item in file.constructs if isinstance(item, kind))


@frozen
class Ruleset:
    """What reading a folder gives: the model as far as it could be understood, every finding, every source.

    `model` is None when nothing could be understood at all. `standing` is what promotions.yaml records.
    """

    model: Model | None
    report: Report
    sources: tuple[Source, ...] = ()
    standing: Standing = field(factory=Standing)
