"""What may be named: fields with their types, kinds of events, outputs, and everything of the catalogue."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Final

from attrs import field, frozen

from engage.facts.units import Duration
from engage.ground.numbers import Number

__all__ = [
    "ANSWERED",
    "BUILT_IN_EVENTS",
    "ENGINE_TYPES",
    "Commitment",
    "Domain",
    "Ending",
    "EventKind",
    "Field",
    "Kind",
    "Labels",
    "Output",
    "Settling",
    "Term",
    "Type",
    "Vocabulary",
]


class Kind(StrEnum):
    """Kinds of types. At run time their values are:

    yes/no → bool · number → int or Decimal · money → int or Decimal in the type's currency · text → str ·
    choice → str, the id of the value · date → datetime.date · time → datetime.time (local) ·
    moment → int, microseconds since 1970 UTC · duration → int, elapsed microseconds ·
    period → str (`2026-10`) · list → tuple. Unknown is None in every type.
    """

    YES_NO = "yes/no"
    NUMBER = "number"
    MONEY = "money"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    DURATION = "duration"
    PERIOD = "period"
    LIST = "list"


@frozen
class Labels:
    """How a thing is called. `en_plural` for counts, `measure` is the Chinese measure word (次, 个).

    The `customer_` ones are what a customer reads; without any the thing is not named to customers.
    """

    en: str = ""
    en_plural: str = ""
    zh: str = ""
    measure: str = ""
    hant: str = ""
    customer_en: str = ""
    customer_zh: str = ""
    customer_hant: str = ""

    def in_language(self, language: str) -> str:
        """The label for `en`, `zh` or `zh-Hant`; another language's where there is none."""
        if language == "zh-Hant":
            return self.hant or self.zh or self.en
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def to_customers(self, language: str) -> str:
        """What a customer reads, in the nearest language there is; empty when it is not meant for customers."""
        own = Labels(self.customer_en, zh=self.customer_zh, hant=self.customer_hant)
        return own.in_language(language)


@frozen
class Term:
    """Anything with a stable id and labels: a choice value, a queue, an offer, a rule."""

    id: str
    labels: Labels = field(factory=Labels)


@frozen(cache_hash=True)
class Type:
    """The type of a field or of a literal. `choices` in their order; `ordered` when that order means something."""

    kind: Kind
    choices: tuple[Term, ...] = ()
    ordered: bool = False
    currency: str = ""
    item: Type | None = None

    def rank(self, choice: str) -> int | None:
        """The place of a choice value in the declared order, None for an unknown one."""
        return next((place for place, term in enumerate(self.choices) if term.id == choice), None)


class Ending(StrEnum):
    """How a contact ended, or where it went on, as an event tells it."""

    CONTAINED = "contained"
    SERVED = "served"
    ESCALATED = "escalated"
    ABANDONED = "abandoned"


@frozen
class Field:
    """A fact that conditions may name. `name` is ASCII `root.snake_case`; roots: customer, event, contact, account.

    Facts derived by the ruleset and scorecards are fields too: a scorecard `churn risk` gives the number
    `customer.churn_risk` and the ordered choice `customer.churn_risk_band`, under the same label.
    `phrases` are a yes/no field's own words (`是融合客户`, `不是融合客户`). `writes_from` names the event
    field (`kind.field`) that writes this profile fact, `estimated_by` the estimator and what it is asked for
    (`btyd.value`), `provided_by` the host's provider that is asked for it (`crm`). `max_age`: older values are unknown.
    `least_confidence`: values of which their source is less sure are unknown, from 0 to 1. `scale`: the least and
    the most that a scorecard's points can be. `built_in`: every ruleset has it, and its hash does not name it.
    `chart`: the lifecycle or segment that gives the fact, and alone changes it. `reasons`: its values are the contact
    reasons of the catalogue. `endings`: what an event with this value says of its contact; `by_us`: the values with
    which a contact was asked for by us.
    """

    name: str
    type: Type
    labels: Labels = field(factory=Labels)
    unit: str = ""
    may_be_missing: bool = True
    personal: bool = False
    phrases: tuple[Labels, ...] = ()
    writes_from: str = ""
    estimated_by: str = ""
    provided_by: str = ""
    max_age: Duration | None = None
    least_confidence: Number | None = None
    scale: tuple[Number, Number] | None = None
    built_in: bool = False
    chart: str = ""
    reasons: bool = False
    endings: tuple[tuple[str, Ending], ...] = ()
    by_us: tuple[str, ...] = ()

    @property
    def may_expire(self) -> bool:
        """May it be unknown all the same: what is kept too old or too doubtful, whoever is asked without an answer?"""
        asked = self.estimated_by or self.provided_by
        return bool(asked) or self.max_age is not None or self.least_confidence is not None

    @property
    def root(self) -> str:
        """What the fact belongs to: `customer`, `event`, `contact`, `account`."""
        return self.name.partition(".")[0]

    @property
    def short(self) -> str:
        """The name without its root."""
        return self.name.partition(".")[2]


@frozen
class EventKind:
    """A kind of event. `type` is the CloudEvents type, `id` its name in snake_case.

    `contact` is true when a customer is waiting for an answer. `fields` are short names of `event.` fields. `ending`:
    what such an event says of the contact it belongs to. `by_us`: we asked for the contact, the customer did not.
    """

    id: str
    type: str
    labels: Labels = field(factory=Labels)
    contact: bool = False
    fields: tuple[str, ...] = ()
    ending: Ending | None = None
    by_us: bool = False


@frozen
class Commitment:
    """What is promised to customers, one promise for each event of the kind `made_by`.

    `due`: until when, by a field of that event (its short name: a moment, or a date with its whole day), or so long
    after it. Events of the kinds `kept_by` keep it, those of `waived_by` end it unkept; they must come after it, and
    be alike in all of `same`: short names of event fields, `case` for that of the envelope. `owner`: who has to keep
    it, by a field of the promise where `owner_field` is true.
    """

    id: str
    labels: Labels
    made_by: str
    due: str | Duration
    kept_by: tuple[str, ...]
    waived_by: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    owner: str = ""
    owner_field: bool = False

    @property
    def broken(self) -> str:
        """The kind of event that tells of a promise that was not kept in time."""
        return f"{self.id}_broken"

    @property
    def open(self) -> str:
        """The fact that counts the promises that are open."""
        return f"customer.{self.id}_open"

    @property
    def next_due(self) -> str:
        """The fact that says until when the first of them has to be kept."""
        return f"customer.{self.id}_due"

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of events that it looks at."""
        return tuple(dict.fromkeys((self.made_by, *self.kept_by, *self.waived_by)))


#: The kind of event that tells what became of an effect.
ANSWERED: Final = "effect_answered"
#: Kinds that every vocabulary has: facts written from outside, and what a receiver answered to an effect.
BUILT_IN_EVENTS: Final = (
    EventKind(
        "customer_updated",
        "customer.updated",
        Labels("customer updated", "customer updates", zh="客户资料更新", hant="客戶資料更新", measure="次"),
    ),
    EventKind(
        ANSWERED,
        "effect.answered",
        Labels("effect answered", "effects answered", zh="投递回执", hant="投遞回執", measure="次"),
    ),
)
#: Types of events that the engine alone makes: answers and timers.
ENGINE_TYPES: Final = frozenset({"effect.answered", "engage.timer"})


class Settling(StrEnum):
    """How several proposals for one output become one answer."""

    ONE = "one"
    FIRST = "first"
    UNIQUE = "unique"
    ANY = "any"
    SMALLEST = "smallest"
    LARGEST = "largest"
    SUM = "sum"
    COUNT = "count"
    BEST = "best"
    ALL = "all"


@frozen
class Output:
    """An output that a ruleset declares itself, or one of the plan's slots. `limit` is the N of `best N`."""

    id: str
    type: Type
    labels: Labels = field(factory=Labels)
    settling: Settling = Settling.ONE
    limit: int = 1
    otherwise: object = None


class Domain(StrEnum):
    """What kind of thing a catalogue name is; the words of a sentence say which one is meant."""

    QUEUE = "queue"
    POOL = "pool"
    SKILL = "skill"
    LEVEL = "service level"
    TARGET = "target"
    MENU = "menu"
    ITEM = "menu item"
    WORDING = "wording"
    OFFER = "offer"
    GROUP = "group"
    ANSWER = "answer"
    SELF_SERVICE = "self-service"
    ALLOWANCE = "allowance"
    STEP = "step"
    WORK = "work"
    OWNER = "owner"
    REASON = "contact reason"


@frozen(slots=False)
class Vocabulary:
    """All names of a ruleset. Nothing that is not in here can be written in a rule."""

    fields: tuple[Field, ...] = ()
    events: tuple[EventKind, ...] = ()
    outputs: tuple[Output, ...] = ()
    terms: tuple[tuple[Domain, tuple[Term, ...]], ...] = ()
    #: names of things declared in rules files (facts, scorecards, bands, tables), in several languages
    glossary: tuple[Term, ...] = ()
    #: what the limit of each allowance is counted in, by the allowance's id
    limits: tuple[tuple[str, Type], ...] = ()
    #: their facts and kinds of events are among `fields` and `events`
    commitments: tuple[Commitment, ...] = ()

    @cached_property
    def field_by_name(self) -> dict[str, Field]:
        """Every declared fact by its full name."""
        return {field.name: field for field in self.fields}

    @cached_property
    def asked_for(self) -> frozenset[str]:
        """The facts that somebody is asked for before a decision: an estimator, or a host's provider."""
        return frozenset(field.name for field in self.fields if field.estimated_by or field.provided_by)

    @cached_property
    def event_by_id(self) -> dict[str, EventKind]:
        """Every kind of event by its id, built-in ones included."""
        return {kind.id: kind for kind in (*BUILT_IN_EVENTS, *self.events)}

    @cached_property
    def event_by_type(self) -> dict[str, EventKind]:
        """Every kind of event by the type that envelopes carry, built-in ones included."""
        return {kind.type: kind for kind in (*BUILT_IN_EVENTS, *self.events)}

    @cached_property
    def by_breach(self) -> dict[str, Commitment]:
        """Every commitment by the kind of event that tells of a broken promise."""
        return {each.broken: each for each in self.commitments}

    @cached_property
    def output_by_id(self) -> dict[str, Output]:
        """The ruleset's own outputs by id."""
        return {output.id: output for output in self.outputs}

    @cached_property
    def _domains(self) -> dict[Domain, tuple[Term, ...]]:
        return dict(self.terms)

    @cached_property
    def indexes(self) -> dict[object, object]:
        """Room for what readers work out of the names once (labels by first letter); no part of what is meant."""
        return {}

    def limit_type(self, allowance: str) -> Type | None:
        """What the limit of an allowance is counted in, None where nothing says so."""
        return next((type for id, type in self.limits if id == allowance), None)

    def named(self, domain: Domain) -> tuple[Term, ...]:
        """The things of a domain, in catalogue order."""
        return self._domains.get(domain, ())

    def term(self, domain: Domain, id: str) -> Term | None:
        """A thing of a domain by its id."""
        return next((term for term in self.named(domain) if term.id == id), None)
