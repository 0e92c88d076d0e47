"""What vocabulary.yaml, catalogue.yaml and ruleset.yaml may say, as pydantic models of plain texts, lists and keys.

The models know shape only: which keys exist, which are required, what a yes/no or a number looks like. What names
mean is the business of `vocabulary_file`, `catalogue_file` and `header_file`. `json_schema` serves editors.
Keys are the canonical English ones with spaces (`values from`); Chinese spellings are in `document_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from engage.ruleset.document_shapes import (
    Class,
    Ended,
    Language,
    Missing,
    Number,
    Reached,
    Step,
    Texts,
    ToDo,
    Whole,
    YesNo,
)

__all__ = [
    "DOCUMENTS",
    "AllowanceDocument",
    "AnswerDocument",
    "CalendarDocument",
    "CalendarHoursDocument",
    "CatalogueDocument",
    "CommitmentDocument",
    "EventDocument",
    "FieldDocument",
    "HeaderDocument",
    "ItemDocument",
    "LevelDocument",
    "MenuDocument",
    "MenuItemDocument",
    "OfferDocument",
    "OutputDocument",
    "PoolDocument",
    "QueueDocument",
    "ReasonDocument",
    "SelfServiceDocument",
    "StepDocument",
    "TermDocument",
    "TreatmentDocument",
    "ValueDocument",
    "VocabularyDocument",
    "WordingDocument",
    "WorkDocument",
    "json_schema",
]


def _spaced(name: str) -> str:
    """`values_from` -> `values from`, `zh_hant` -> `zh-Hant`, `from_` -> `from`."""
    name = name.rstrip("_").replace("self_service", "self-service")
    return name.replace("_", " ").replace("zh hant", "zh-Hant")


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_spaced)


class TermDocument(_Document):
    """Anything with labels: singular and plural in English, a measure word in Chinese."""

    en: str = Field("", description="singular, or `singular / plural`")
    zh: str = Field("", description="simplified Chinese")
    zh_hant: str = Field("", description="traditional Chinese")
    measure: str = Field("", description="the Chinese measure word for counts")
    customer_en: str = Field("", description="what a customer reads; without it customers are not told of it by name")
    customer_zh: str = ""
    customer_zh_hant: str = ""
    note: str = ""


def _or_values_from(schema: dict[str, Any]) -> None:
    """In the schema: a type, or the field from which it is taken."""
    del schema["required"]
    schema["anyOf"] = [{"required": ["type"]}, {"required": ["values from"]}]


class ValueDocument(TermDocument):
    """A value of a choice, and what an event that has it says of its contact."""

    outcome: Ended = Field("", description="how the contact of such an event ended, or where it went on")
    requested_by_us: YesNo = Field(False, description="yes when we asked for the contact, a promised call-back say")


class FieldDocument(TermDocument):
    """A fact that conditions may name."""

    model_config = ConfigDict(json_schema_extra=_or_values_from)

    type: str = Field(description="yes/no, number, money CNY, text, choice, date, time, moment, duration, list of ...")
    values: dict[str, ValueDocument] = Field({}, description="the values of a choice, by id, in their order")
    values_from: str = Field("", description="the field whose values these are, or `reasons`: the catalogue's")
    ordered: YesNo = False
    phrase_en: str = Field("", description="`is a member / is not a member`")
    phrase_zh: str = ""
    phrase_zh_hant: str = ""
    personal: YesNo = False
    unit: str = ""
    missing: Missing = Field("possible", description="`never` when the value is always there")
    max_age: str = Field("", description="older values are unknown: `30 days`")
    confidence: str = Field("", description="less certain values are unknown: `at least 0.7`")
    from_: str = Field(
        "",
        description="the event field that writes this fact: `bill.amount`; or who is asked: `estimator btyd.value`, "
        "`provider crm`",
    )

    @model_validator(mode="before")
    @classmethod
    def _type_of_origin(cls, data: object) -> object:
        """A field that takes its values from another has its type too."""
        borrows = isinstance(data, Mapping) and "values from" in data and "type" not in data
        return {**data, "type": "choice"} if borrows and isinstance(data, Mapping) else data


class EventDocument(TermDocument):
    """A kind of event."""

    type: str = Field(description="the CloudEvents type")
    contact: YesNo = Field(False, description="yes when a customer is waiting for an answer")
    fields: Texts = Field([], description="short names of event fields")
    outcome: Ended = Field("", description="how the contact of such an event ended, or where it went on")
    requested_by_us: YesNo = Field(False, description="yes when we asked for the contact, a promised call-back say")


class OutputDocument(TermDocument):
    """An output that the ruleset declares itself."""

    type: str
    values: dict[str, TermDocument] = {}
    ordered: YesNo = False
    settle: str = Field("one", description="one, first, unique, any, smallest, largest, sum, count, best 2, all")
    otherwise: str = Field("", description="the value when no rule speaks")


class CommitmentDocument(TermDocument):
    """What is promised to customers, and what keeps it."""

    made_by: str = Field(description="the kind of event that makes the promise")
    due: str = Field(description="until when: a moment or date of that event (`event.due_at`), or `1 working day`")
    kept_by: Texts = Field(description="the kinds of events that keep it")
    waived_by: Texts = Field([], description="the kinds of events that end it unkept")
    same: Texts = Field([], description="event fields in which they are alike, `case` for the case of the envelope")
    owner: str = Field("", description="who has to keep it: a field of the promise (`event.desk`), or a name")


class VocabularyDocument(_Document):
    """vocabulary.yaml: everything that rules may name."""

    vocabulary: str = ""
    note: str = ""
    fields: dict[str, FieldDocument] = {}
    events: dict[str, EventDocument] = Field(
        {}, description="kinds of events by id; `customer_updated` and `effect_answered` are built in"
    )
    glossary: dict[str, TermDocument] = Field({}, description="names of facts, scorecards and bands in other languages")
    outputs: dict[str, OutputDocument] = {}
    commitments: dict[str, CommitmentDocument] = Field({}, description="promises to customers, by id")


class TreatmentDocument(_Document):
    """How an offer is presented on a channel."""

    id: str = ""
    channel: str = ""
    language: Language = ""
    placement: str = ""
    wording: str = ""


class ItemDocument(TermDocument):
    """One thing of the catalogue; which settings it may have depends on its section."""


class PoolDocument(ItemDocument):
    """A group of workers that staffs queues."""

    outsourced: YesNo = False
    quality_floor: Number | None = Field(None, description="below this figure of a queue it gets nothing of it")


class QueueDocument(ItemDocument):
    """A queue: the step of the sieve that it serves, who staffs it, and where one leaves it."""

    step: Step = ""
    staffed_by: Texts = Field([], description="ids of pools")
    hours: str = Field("", description="a calendar's id")
    known_worker: str = Field("", description="how long the worker who knows the customer is waited for: `20 seconds`")
    ring: str = Field("", description="how long an offer to a worker stands: `15 seconds`")
    after_a_decline: str = Field("", description="how long a worker who declined gets no other offer of the contact")
    overflow: Texts = Field([], description="`after 300 seconds to senior desk`, `after 5 minutes to a callback`")
    closed: str = Field("", description="outside its hours: `to a message`")


class LevelDocument(ItemDocument):
    """A service level: how fast, by target."""

    targets: dict[str, str] = Field({}, description="`first_response: 30 minutes`")
    calendar: str = Field("", description="a calendar of ruleset.yaml; the working week unless said")


class MenuItemDocument(ItemDocument):
    """What a menu shows: whom it leads to, and which request a customer can finish with it."""

    reaches: Reached = Field("", description="`person` where choosing it leads to a person")
    score: Number | None = Field(None, description="how much customers want it, 0 to 1; 0.5 where none is said")
    finishes: str = Field("", description="the kind of event that a customer can finish with it: `cancel_request`")


class MenuDocument(ItemDocument):
    """A menu: its items in their order, how many a channel holds, what it does when nobody answers it."""

    items: Texts = []
    at_most: dict[str, Whole] = Field({}, description="options on a level, by channel: `{phone: 5, app: 8}`")
    no_input: dict[str, str] = Field({}, description="from which time on: `{1: say_again, 3: speak_to_person}`")
    no_match: dict[str, str] = Field({}, description="the same, when what was said or pressed means nothing")
    help: dict[str, str] = Field({}, description="the same, when the customer asks for help")


class WordingDocument(ItemDocument):
    """A wording: where it is placed, and its text in each language."""

    placement: str = ""
    text_en: str = Field("", description="with values: `{months with us or else 0}`")
    text_zh: str = ""
    text_zh_hant: str = ""


class OfferDocument(ItemDocument):
    """An offer: what `never` and `withhold` may call it by, and the factors by which it is weighed against others."""

    class_: Class = "commercial"
    group: str = ""
    propensity: Number | None = Field(None, description="probability that the customer accepts, 0 to 1")
    value: Number | None = Field(None, description="what an acceptance is worth to the company")
    context: Number | None = None
    cost: Number | None = Field(None, description="what it costs; told to who delivers it, no part of the score")
    benefit: Number | None = Field(None, description="what it is worth to the customer")
    treatments: list[TreatmentDocument] = []
    channel: str = ""


class AllowanceDocument(ItemDocument):
    """A freedom of the front line: what its limit is counted in."""

    type: str = Field("number", description="money CNY, number or duration")


class AnswerDocument(ItemDocument):
    """An answer that needs no worker: the wording that gives it."""

    wording: str = ""
    contained_within: str = Field("", description="it helped when nobody had to serve the same need within: `72 hours`")


class StepDocument(ItemDocument):
    """A step of a self-service: it asks for a choice, gives an answer, asks for facts, or is the end."""

    wording: str = ""
    choices: dict[str, str] = Field({}, description="menu item: the next step, or `a person`")
    answer: str = Field("", description="the answer that is given here")
    form: Texts = Field([], description="facts that are asked for: `customer.nickname`")
    next: str = Field("", description="the step after an answer or a form")
    done: YesNo = False


class SelfServiceDocument(AnswerDocument):
    """What customers settle by themselves: its steps, the effort after which a person takes over, who that is."""

    steps: dict[str, StepDocument] = Field({}, description="by id; the first one comes first")
    failures_at_most: Whole = Field(0, description="so many failures, and a person takes over")
    steps_at_most: Whole = Field(0, description="so many steps, and a person takes over")
    hand_over_to: str = Field("", description="the queue that takes over, with what was entered and tried")


class WorkDocument(ItemDocument):
    """Work for a department: who owns it, how it is handed over, when it is due."""

    owner: str = ""
    channel: str = Field("", description="logical delivery channel, bound by the host")
    due: str = ""


class ReasonDocument(ItemDocument):
    """Why customers contact us: what it is under, who answers for it, whether it can be avoided."""

    under: str = Field("", description="the branch that it belongs to")
    owner: str = Field("", description="who answers for it; without one the owner of its branch")
    avoidable: YesNo = Field(False, description="yes when nobody would have to ask, were the cause mended")
    cause: str = Field("", description="the root cause that was found")
    action: ToDo = Field("", description="what is to be done about it")
    was: Texts = Field([], description="the ids under which earlier versions counted it")
    needs: Texts = Field([], description="the skills of whoever serves it, with their levels: `[network 2]`")


class CatalogueDocument(_Document):
    """catalogue.yaml: everything that a plan may name."""

    catalogue: str = ""
    note: str = ""
    queues: dict[str, QueueDocument] = {}
    pools: dict[str, PoolDocument] = {}
    skills: dict[str, ItemDocument] = {}
    targets: dict[str, ItemDocument] = {}
    service_levels: dict[str, LevelDocument] = {}
    menu_items: dict[str, MenuItemDocument] = {}
    menus: dict[str, MenuDocument] = {}
    wordings: dict[str, WordingDocument] = {}
    groups: dict[str, ItemDocument] = {}
    offers: dict[str, OfferDocument] = {}
    allowances: dict[str, AllowanceDocument] = {}
    steps: dict[str, ItemDocument] = {}
    answers: dict[str, AnswerDocument] = {}
    self_service: dict[str, SelfServiceDocument] = {}
    owners: dict[str, ItemDocument] = {}
    works: dict[str, WorkDocument] = {}
    reasons_version: Whole = Field(1, description="the number of this version of the reasons")
    reasons: dict[str, ReasonDocument] = Field({}, description="why customers contact us: a tree of reasons")


class CalendarHoursDocument(_Document):
    """Hours by days of the week, and dates that differ, from a date on."""

    from_: str = Field("", alias="from", description="the local date from which they are in force: `2026-07-01`")
    week: dict[str, str] = Field({}, description="`monday to friday: 09:00 to 18:00`")
    holidays: Texts = Field([], description="dates, and spans of them, that are closed")
    dates: dict[str, str] = Field({}, description="dates with hours of their own: `2026-12-24: 09:00 to 12:00`")


class CalendarDocument(CalendarHoursDocument):
    """When somebody works: business hours and working days of a service level, the hours of a queue."""

    zone: str = Field("", description="of its dates and times; the ruleset's unless said")
    changes: list[CalendarHoursDocument] = Field([], description="other hours, each from its own date on")
    both: Texts = Field([], description="instead of hours: calendars of which all must be open")


class HeaderDocument(_Document):
    """ruleset.yaml: the name of a ruleset, its language and zone, its files, what is done when all else fails."""

    engage: Whole = Field(1, description="version of the rule language")
    ruleset: str
    language: Language = "en"
    zone: str = Field("UTC", description="`Asia/Shanghai`")
    objective: str = Field("", description="what the ruleset is for")
    objective_zh: str = ""
    objective_zh_hant: str = ""
    metric: str = Field("", description="how the objective is measured: `churn of gold customers, from 2.1 % to 1.8 %`")
    metric_zh: str = ""
    metric_zh_hant: str = ""
    horizon: str = Field("", description="the day by which it is reached: `2027-03-31`")
    owner: str = ""
    reach_us_en: str = Field("", description="how a customer reaches a person about a decision")
    reach_us_zh: str = ""
    reach_us_zh_hant: str = ""
    note: str = ""
    vocabulary: str = Field("", description="a file beside this one")
    catalogue: str = ""
    files: Texts = []
    working_week: dict[str, str] = Field({}, description="`monday to friday: 09:00 to 18:00`")
    holidays: Texts = []
    calendars: dict[str, CalendarDocument] = Field({}, description="calendars beside the working week, by id")
    billing_day: Whole = 1
    offers: str = Field("", description="`best 2`")
    outputs: dict[str, OutputDocument] = {}
    safe_default: Texts = Field([], description="the plan when nothing can be decided, in sentences")


DOCUMENTS: Final[Mapping[str, type[BaseModel]]] = {
    "vocabulary": VocabularyDocument,
    "catalogue": CatalogueDocument,
    "ruleset": HeaderDocument,
}


def json_schema(document: str) -> dict[str, Any]:
    """The JSON Schema of `vocabulary`, `catalogue` or `ruleset` for editors; English keys."""
    schema = DOCUMENTS[document].model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
