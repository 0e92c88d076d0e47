"""Every setting that vocabulary.yaml, catalogue.yaml and ruleset.yaml may have is compared, or known to change nothing.

A ruleset that uses all of them is changed in one setting after the other. The list of settings is taken from the
documents themselves: a new one fails here until it says which of both it is.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, Final, get_args

import pytest
from pydantic import BaseModel

from engage.checks.arrivals import Reading
from engage.checks.difference import Differences, difference
from engage.ground import render
from engage.load import read_sources
from engage.ruleset.documents import DOCUMENTS
from engage.ruleset.model import Model

TIERS: Final = {"basic": {"en": "basic"}, "silver": {"en": "silver"}, "gold": {"en": "gold"}}
VOCABULARY: Final[dict[str, Any]] = {
    "vocabulary": "desk",
    "fields": {
        "customer.tier": {"type": "choice", "ordered": "yes", "values": TIERS, "en": "tier"},
        "customer.mood": {"type": "choice", "values": {"calm": {"en": "calm"}, "cross": {"en": "cross"}}, "en": "mood"},
        "customer.former_tier": {"values from": "customer.tier", "en": "former tier"},
        "customer.senior": {"type": "yes/no", "en": "senior"},
        "customer.language": {"type": "text", "en": "language spoken"},
        "customer.code": {"type": "text", "en": "code"},
        "customer.last_amount": {
            "type": "number",
            "en": "last amount",
            "from": "order.amount",
            "max age": "30 days",
            "confidence": "at least 0.7",
        },
        "event.channel": {"type": "text", "en": "channel"},
        "event.placement": {"type": "text", "en": "placement"},
        "event.amount": {"type": "number", "en": "amount"},
        "event.discount": {"type": "number", "en": "discount"},
    },
    "events": {
        "call": {"type": "call.received", "contact": "yes", "en": "call", "fields": ["channel", "placement"]},
        "order": {"type": "order.placed", "en": "order / orders", "fields": ["amount", "discount"]},
        "quiet": {"type": "quiet.noticed", "en": "quiet"},
        **{name: {"type": name, "en": name, "fields": ["channel"]} for name in ("chat", "letter", "note", "parcel")},
        "complaint": {"type": "complaint.received", "contact": "yes", "en": "complaint", "fields": ["channel"]},
    },
    "glossary": {"risk": {"zh": "风险"}},
    "commitments": {
        "reply": {
            "en": "reply",
            "made by": "chat",
            "due": "2 days",
            "kept by": ["letter"],
            "waived by": ["note"],
            "same": ["channel"],
            "owner": "care team",
        },
    },
    "outputs": {
        "grade": {"type": "number", "en": "grade", "settle": "sum", "otherwise": "1"},
        "colour": {"type": "choice", "values": {"blue": {}, "red": {}}, "ordered": "yes", "settle": "largest"},
    },
}
CATALOGUE: Final[dict[str, Any]] = {
    "catalogue": "desk",
    "queues": {"front_desk": {"en": "front desk", "step": "assisted"}, "back_desk": {"en": "back desk"}},
    "skills": {"patience": {"en": "patience"}},
    "targets": {"call_back_time": {"en": "call-back time"}},
    "service levels": {
        "quick": {"en": "quick service", "targets": {"first_response": "30 minutes"}, "calendar": "support"},
    },
    "menu items": {"person": {"en": "a person", "reaches": "person"}, "bill": {"en": "the bill", "finishes": "order"}},
    "menus": {
        "main": {
            "en": "main menu",
            "items": ["person", "bill"],
            "at most": {"phone": "3"},
            "no input": {"3": "person"},
            "no match": {"3": "person"},
            "help": {"1": "hello"},
        },
    },
    "wordings": {
        "hello": {
            "en": "hello",
            "placement": "greeting",
            "text en": "Hello.",
            "text zh": "您好。",
            "text zh-Hant": "您好。",
        },
        "bill_text": {"en": "bill text", "placement": "answer", "text en": "Your bill."},
        "plan_text": {"en": "plan text", "placement": "offer", "text en": "A bigger plan."},
    },
    "groups": {"upgrades": {"en": "upgrade offers"}, "savings": {"en": "saving offers"}},
    "offers": {
        "bigger_plan": {
            "en": "bigger plan",
            "class": "commercial",
            "group": "upgrades",
            "channel": "sms",
            "propensity": "0.5",
            "value": "10",
            "context": "1",
            "cost": "2",
            "benefit": "3",
            "treatments": [
                {"id": "spoken", "channel": "phone", "language": "en", "placement": "top", "wording": "plan_text"},
            ],
        },
        "rival": {"en": "rival plan", "value": "5"},
    },
    "allowances": {"waiver": {"en": "waiver", "type": "number"}},
    "steps": {"identity_check": {"en": "identity check"}},
    "answers": {"bill_status": {"en": "bill status", "wording": "bill_text"}},
    "self-service": {
        "pay_here": {
            "en": "pay here",
            "wording": "bill_text",
            "steps": {
                "ask": {"wording": "hello", "choices": {"bill": "fill"}},
                "fill": {"form": ["customer.code"], "next": "tell"},
                "tell": {"answer": "bill_status", "next": "end"},
                "end": {"done": "yes"},
            },
            "failures at most": "2",
            "steps at most": "6",
            "hand over to": "front_desk",
            "contained within": "72 hours",
        },
    },
    "owners": {"care_team": {"en": "care team"}, "sales_team": {"en": "sales team"}},
    "works": {"call_back": {"en": "call-back", "owner": "care_team", "channel": "crm", "due": "2 days"}},
}
RULESET: Final[dict[str, Any]] = {
    "engage": "1",
    "ruleset": "desk",
    "language": "en",
    "zone": "Asia/Shanghai",
    "objective": "keep them",
    "vocabulary": "vocabulary.yaml",
    "catalogue": "catalogue.yaml",
    "files": ["desk.rules"],
    "working week": {"monday to friday": "09:00 to 18:00"},
    "holidays": ["2026-10-01"],
    "billing day": "1",
    "calendars": {
        "support": {
            "zone": "Europe/Berlin",
            "week": {"monday": "09:00 to 12:00"},
            "holidays": ["2026-12-28"],
            "dates": {"2026-12-21": "09:00 to 10:00"},
            "from": "2026-01-01",
            "changes": [
                {
                    "from": "2027-01-01",
                    "week": {"monday": "09:00 to 11:00"},
                    "holidays": ["2027-02-01"],
                    "dates": {"2027-02-08": "09:00 to 10:00"},
                }
            ],
        },
        "contract": {"week": {"monday": "10:00 to 14:00"}},
        "together": {"both": ["support", "contract"]},
    },
    "offers": "best 2",
    "outputs": {"points": {"type": "number", "settle": "sum"}},
    "safe default": ["route to front desk"],
}
RULES: Final = """
scorecard risk (0 to 100)
  start 10
  +30 | senior is yes | senior
  bands low (below 30), high (at least 30)

rule greet
  event call
  when tier is at least silver
  then
    say hello
    menu main menu
    serve at quick service
    route to front desk
    offer bigger plan
    offer rival plan
    set points to 2
    set grade to 2
    task call-back

rule senior
  event call
  when senior is yes
  then
    answer bill status
    skip identity check
    set points to 3
    set grade to 3

rule helped
  event complaint
  when senior is yes
  then
    guide to pay here
    set colour to red
    allow waiver up to 5

rule cross
  event complaint
  when
    mood is cross
    former tier is gold
    code is unknown
  then
    set colour to blue

rule spent
  event order
  when
    last amount is over 10
    discount is over 5
    hour of now is below 9
    number of orders in the last 2 full billing months is at least 1
  then
    task call-back, due in 2 working days

never offer saving offers
  when mood is calm

clock first response
  starts when event is call
  stops when event is complaint

floor everyone
  a person within 1 step
  order can be finished here
"""


def ruleset(documents: dict[str, Any], rules: str = RULES) -> Model:
    sources = [(f"{name}.yaml", json.dumps(documents[name], ensure_ascii=False, indent=1)) for name in DOCUMENTS]
    read = read_sources([*sources, ("desk.rules", rules)])
    assert read.report.ok, render(read.report)
    assert read.model is not None
    return read.model


DOCS: Final = {"vocabulary": VOCABULARY, "catalogue": CATALOGUE, "ruleset": RULESET}
SUPPORT: Final = ("ruleset", "calendars", "support")
GONE: Final = object()
Changes = tuple[tuple[tuple[str | int, ...], object], ...]
FIELDS: Final = ("vocabulary", "fields")
OFFER: Final = ("catalogue", "offers", "bigger_plan")
TREATMENT: Final = (*OFFER, "treatments", 0)
PAY: Final = ("catalogue", "self-service", "pay_here")
HELLO: Final = ("catalogue", "wordings", "hello")
#: for each setting: where it stands and what it is changed to
CHANGED: Final[dict[tuple[str, str], Changes]] = {
    ("field", "type"): (
        ((*FIELDS, "customer.code", "type"), "number"),
        ((*FIELDS, "event.placement", "type"), "number"),
    ),
    ("field", "values"): (
        ((*FIELDS, "customer.mood", "values", "glad"), {"en": "glad"}),
        ((*FIELDS, "customer.tier", "values"), {"basic": {}, "silver": {}, "better": {}, "gold": {}}),
        ((*FIELDS, "customer.tier", "values"), {"silver": {}, "basic": {}, "gold": {}}),
    ),
    ("field", "values from"): (
        (
            (*FIELDS, "customer.former_tier"),
            {"type": "choice", "values": {"gold": {}, "other": {}}, "en": "former tier"},
        ),
    ),
    ("field", "ordered"): (((*FIELDS, "customer.mood", "ordered"), "yes"),),
    ("field", "max age"): (((*FIELDS, "customer.last_amount", "max age"), "60 days"),),
    ("field", "confidence"): (((*FIELDS, "customer.last_amount", "confidence"), "at least 0.8"),),
    ("field", "from"): (
        ((*FIELDS, "customer.last_amount", "from"), "order.discount"),
        ((*FIELDS, "customer.last_amount", "from"), "provider billing"),
    ),
    ("event", "type"): (
        (("vocabulary", "events", "call", "type"), "call.rung"),
        (("vocabulary", "events", "quiet", "type"), "quiet.heard"),
    ),
    ("event", "contact"): ((("vocabulary", "events", "order", "contact"), "yes"),),
    ("event", "fields"): ((("vocabulary", "events", "call", "fields"), ["placement"]),),
    ("vocabulary", "events"): (
        (("vocabulary", "events", "quiet"), GONE),
        (("vocabulary", "events", "loud"), {"type": "loud"}),
    ),
    **{
        ("commitment", setting): ((("vocabulary", "commitments", "reply", setting), value),)
        for setting, value in (
            ("made by", "parcel"),
            ("due", "3 days"),
            ("kept by", ["parcel"]),
            ("waived by", ["parcel"]),
            ("same", []),
        )
    },
    ("vocabulary", "commitments"): ((("vocabulary", "commitments", "reply"), GONE),),
    ("output", "type"): ((("ruleset", "outputs", "points", "type"), "money CNY"),),
    ("output", "values"): ((("vocabulary", "outputs", "colour", "values"), {"red": {}, "blue": {}}),),
    ("output", "ordered"): (
        (("vocabulary", "outputs", "colour"), {**VOCABULARY["outputs"]["colour"], "ordered": "no", "settle": "one"}),
    ),
    ("output", "settle"): (
        (("ruleset", "outputs", "points", "settle"), "largest"),
        (("vocabulary", "outputs", "grade", "settle"), "largest"),
    ),
    ("output", "otherwise"): ((("vocabulary", "outputs", "grade", "otherwise"), "2"),),
    ("queue", "step"): ((("catalogue", "queues", "front_desk", "step"), "expert"),),
    ("level", "targets"): (
        (("catalogue", "service levels", "quick", "targets", "first_response"), "20 minutes"),
        (("catalogue", "service levels", "quick", "targets", "call_back_time"), "20 minutes"),
    ),
    ("menuitem", "reaches"): ((("catalogue", "menu items", "person", "reaches"), GONE),),
    ("menuitem", "finishes"): ((("catalogue", "menu items", "bill", "finishes"), "parcel"),),
    ("menu", "items"): ((("catalogue", "menus", "main", "items"), ["bill", "person"]),),
    ("menu", "at most"): ((("catalogue", "menus", "main", "at most", "phone"), "4"),),
    ("menu", "no input"): ((("catalogue", "menus", "main", "no input"), {"2": "person"}),),
    ("menu", "no match"): ((("catalogue", "menus", "main", "no match"), {"2": "person"}),),
    ("menu", "help"): ((("catalogue", "menus", "main", "help"), {"2": "hello"}),),
    ("menuitem", "score"): ((("catalogue", "menu items", "bill", "score"), "0.9"),),
    ("selfservice", "steps"): (((*PAY, "steps", "tell", "next"), "a person"),),
    ("selfservice", "failures at most"): (((*PAY, "failures at most"), "3"),),
    ("selfservice", "steps at most"): (((*PAY, "steps at most"), "5"),),
    ("selfservice", "hand over to"): (((*PAY, "hand over to"), "back_desk"),),
    ("selfservice", "contained within"): (((*PAY, "contained within"), "24 hours"),),
    ("step", "wording"): (((*PAY, "steps", "ask", "wording"), "bill_text"),),
    ("step", "choices"): (((*PAY, "steps", "ask", "choices", "person"), "end"),),
    ("step", "answer"): (((*PAY, "steps", "tell", "answer"), GONE),),
    ("step", "form"): (((*PAY, "steps", "fill", "form"), ["customer.mood"]),),
    ("step", "next"): (((*PAY, "steps", "fill", "next"), "end"),),
    ("step", "done"): (((*PAY, "steps", "end", "done"), "no"),),
    ("wording", "placement"): (((*HELLO, "placement"), "closing"),),
    ("wording", "text en"): (
        ((*HELLO, "text en"), "Hi."),
        (("catalogue", "wordings", "bill_text", "text en"), "A bill."),
        (("catalogue", "wordings", "plan_text", "text en"), "A plan."),
    ),
    ("wording", "text zh"): (((*HELLO, "text zh"), "你好。"), ((*HELLO, "text zh"), GONE)),
    ("wording", "text zh-Hant"): (((*HELLO, "text zh-Hant"), "你好。"),),
    ("offer", "class"): (((*OFFER, "class"), "service"),),
    ("offer", "group"): (((*OFFER, "group"), "savings"),),
    ("offer", "propensity"): (((*OFFER, "propensity"), "0.4"),),
    ("offer", "value"): (((*OFFER, "value"), "9"),),
    ("offer", "context"): (((*OFFER, "context"), "2"),),
    ("offer", "cost"): (((*OFFER, "cost"), "3"),),
    ("offer", "benefit"): (((*OFFER, "benefit"), "4"),),
    ("offer", "channel"): (((*OFFER, "channel"), "mail"),),
    ("offer", "treatments"): (((*OFFER, "treatments"), []),),
    ("treatment", "id"): (((*TREATMENT, "id"), "said"),),
    ("treatment", "channel"): (((*TREATMENT, "channel"), "app"),),
    ("treatment", "language"): (((*TREATMENT, "language"), "zh"),),
    ("treatment", "placement"): (((*TREATMENT, "placement"), "bottom"),),
    ("treatment", "wording"): (((*TREATMENT, "wording"), "hello"),),
    ("allowance", "type"): ((("catalogue", "allowances", "waiver", "type"), "money CNY"),),
    ("answer", "wording"): (
        (("catalogue", "answers", "bill_status", "wording"), "hello"),
        (("catalogue", "self-service", "pay_here", "wording"), "hello"),
    ),
    ("work", "owner"): ((("catalogue", "works", "call_back", "owner"), "sales_team"),),
    ("work", "channel"): ((("catalogue", "works", "call_back", "channel"), "mail"),),
    ("work", "due"): ((("catalogue", "works", "call_back", "due"), "3 days"),),
    ("header", "zone"): ((("ruleset", "zone"), "Europe/Berlin"),),
    ("level", "calendar"): ((("catalogue", "service levels", "quick", "calendar"), "contract"),),
    ("header", "calendars"): ((("ruleset", "calendars", "support"), {"week": {"monday": "09:00 to 13:00"}}),),
    ("calendar", "zone"): (((*SUPPORT, "zone"), "Europe/Madrid"), ((*SUPPORT, "zone"), "Asia/Tokyo")),
    ("calendar", "changes"): (((*SUPPORT, "changes"), []),),
    ("calendar", "both"): ((SUPPORT, {"both": ["contract"]}),),
    **{
        ("calendar", name): (((*SUPPORT, name), value), ((*SUPPORT, "changes", 0, name), value))
        for name, value in {
            "week": {"monday": "08:00 to 12:00"},
            "holidays": ["2027-03-01"],
            "dates": {"2027-03-08": "09:00 to 10:00"},
        }.items()
    },
    ("calendar", "from"): (((*SUPPORT, "from"), "2026-02-01"), ((*SUPPORT, "changes", 0, "from"), "2027-01-11")),
    **{
        ("calendarhours", name): (((*SUPPORT, "changes", 0, name), value),)
        for name, value in {
            "from": "2027-01-18",
            "week": {"monday": "07:00 to 12:00"},
            "holidays": ["2027-03-15"],
            "dates": {"2027-03-22": "09:00 to 10:00"},
        }.items()
    },
    ("header", "working week"): ((("ruleset", "working week"), {"monday to friday": "09:00 to 17:00"}),),
    ("header", "holidays"): ((("ruleset", "holidays"), ["2026-10-02"]),),
    ("header", "billing day"): ((("ruleset", "billing day"), "15"),),
    ("header", "offers"): ((("ruleset", "offers"), "best 1"),),
    ("header", "safe default"): (
        (("ruleset", "safe default"), ["route to front desk", "say hello"]),
        (("ruleset", "safe default"), ["say hello"]),
    ),
}
#: what a thing is called, and what is said about it: it changes no plan
NAMES: Final = {"en", "zh", "zh-Hant", "measure", "note", "customer en", "customer zh", "customer zh-Hant"}
INERT: Final = {
    *((kind, name) for kind in ("field", "event", "output", "term", "queue", "level") for name in NAMES),
    *((kind, name) for kind in ("menu", "wording", "offer", "allowance", "answer", "work", "item") for name in NAMES),
    *(("pool", name) for name in (*NAMES, "outsourced", "quality floor")),
    # how people wait and are offered to workers, after the plan is made
    *(("queue", name) for name in ("staffed by", "hours", "known worker", "ring", "after a decline")),
    *(("queue", name) for name in ("overflow", "closed")),
    *((kind, name) for kind in ("menuitem", "selfservice", "step") for name in NAMES),
    ("selfservice", "wording"),  # told as that of an answer, whose setting it is
    *(("commitment", name) for name in (*NAMES, "owner")),
    # what proofs may rely upon; what is missing in spite of it is unknown
    ("field", "missing"),
    # words of a yes/no fact, what a number counts, and whom a value is shown to
    *(("field", name) for name in ("phrase en", "phrase zh", "phrase zh-Hant", "unit", "personal")),
    # the names of files; in what a rule is written; names in other languages
    *(("vocabulary", name) for name in ("vocabulary", "note", "glossary")),
    *(("catalogue", name) for name in ("catalogue", "note")),
    *(("header", name) for name in ("engage", "ruleset", "vocabulary", "catalogue", "files", "language", "note")),
    # what figures are made by: why customers came, how contacts ended, how long it is judged
    *((kind, name) for kind in ("value", "reason") for name in NAMES),
    *((kind, name) for kind in ("value", "event") for name in ("outcome", "requested by us")),
    *(("reason", name) for name in ("under", "owner", "avoidable", "cause", "action", "was", "needs")),
    *(("catalogue", "reasons version"), ("answer", "contained within")),
    # what the ruleset is for, and how it is explained
    *(("header", f"{key}{tongue}") for key in ("objective", "metric") for tongue in ("", " zh", " zh-Hant")),
    *(("header", name) for name in ("horizon", "owner", "reach us en", "reach us zh", "reach us zh-Hant")),
}


def settings() -> Iterator[tuple[str, str]]:
    """Every key of every document, those that hold documents taken apart."""
    waiting: list[type[BaseModel]] = list(DOCUMENTS.values())
    seen: set[type[BaseModel]] = set()
    while waiting:
        document = waiting.pop()
        if document in seen:
            continue
        seen.add(document)
        name = document.__name__.removesuffix("Document").lower()
        for key, one in document.model_fields.items():
            inside = [
                each for each in get_args(one.annotation) if isinstance(each, type) and issubclass(each, BaseModel)
            ]
            waiting += inside
            if not inside or (name, one.alias) in CHANGED:
                yield name, one.alias or key


def changed(path: tuple[str | int, ...], value: object) -> Model:
    documents = copy.deepcopy(DOCS)
    place: Any = documents
    for step in path[:-1]:
        place = place[step]
    if value is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return ruleset(documents)


def compared(path: tuple[str | int, ...], value: object) -> Differences:
    return difference(ruleset(DOCS), changed(path, value))


@pytest.mark.parametrize(
    ("path", "value"), [pytest.param(*one, id=" ".join(map(str, one[0]))) for each in CHANGED.values() for one in each]
)
def test_a_setting_that_may_change_what_a_customer_gets_is_told(path: tuple[str | int, ...], value: object) -> None:
    assert not compared(path, value).same


def test_every_setting_is_compared_or_known_to_change_nothing() -> None:
    declared = set(settings())
    assert declared - CHANGED.keys() - INERT == set(), "say what the setting changes"
    assert CHANGED.keys() - declared == set()


def test_the_words_of_a_text_for_customers_are_told_with_who_hears_them() -> None:
    (found,) = compared((*HELLO, "text en"), "Hi.").found
    assert (found.kind, found.part, found.possible) == ("call", "say greeting", False)


def test_words_that_nobody_hears_are_proved_to_change_nothing() -> None:
    unsaid = copy.deepcopy(DOCS)
    unsaid["catalogue"]["wordings"]["unsaid"] = {"en": "unsaid", "placement": "greeting", "text en": "Hum."}
    assert difference(ruleset(DOCS), ruleset(unsaid)).same


def test_the_label_of_a_value_that_a_text_tells_is_told() -> None:
    documents = copy.deepcopy(DOCS)
    documents["catalogue"]["wordings"]["hello"]["text en"] = "Dear {tier or else basic} customer."
    other = copy.deepcopy(documents)
    other["vocabulary"]["fields"]["customer.tier"]["values"]["gold"] = {"en": "golden"}
    (found,) = difference(ruleset(documents), ruleset(other)).found
    assert (found.kind, found.part) == ("call", "say greeting")


def test_what_is_read_otherwise_is_named() -> None:
    found = compared(("vocabulary", "events", "call", "type"), "call.rung")
    assert (found.found, found.read) == ((), (Reading("event type", "call"),))


def test_another_safe_default_is_told_at_events_that_nobody_declares() -> None:
    found = compared(("ruleset", "safe default"), ["route to front desk", "say hello"]).found
    assert [(each.kind, each.part, each.possible) for each in found] == [("", "say greeting", False)]
