"""The rule book leaves nothing out: whatever is taken from a ruleset that says everything, a page misses it.

The settings that a sample must have are taken from the documents themselves: a new one fails here until the sample has
it, and then until the book tells it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import attrs
import pytest
from attrs import evolve
from pydantic import BaseModel

from engage.facts.self_service import Step, StepTree
from engage.facts.vocabulary import Domain
from engage.ground import render
from engage.load import read_sources
from engage.ruleset.document_words import SECTIONS
from engage.ruleset.documents import CatalogueDocument, ItemDocument
from engage.ruleset.model import Catalogue, CatalogueItem, Construct, Header, Model
from engage.workbench.rule_book import rule_book

HEADER = """
ruleset: desk
zone: Asia/Shanghai
objective: nobody waits in vain
metric: calls that were given up, from 9 % to 5 %
horizon: 2027-03-31
owner: Zhang Min
reach us en: call 10000
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [desk.rules]
working week: {monday to friday: 09:00 to 18:00}
holidays: [2026-10-01 to 2026-10-03, 2027-01-01]
calendars:
  support:
    zone: Europe/Berlin
    week: {monday to thursday: "09:00 to 12:00, 13:00 to 17:00", friday: 22:00 to 06:00, sunday: 00:00 to 24:00}
    holidays: [2026-12-25 to 2026-12-26]
    dates: {2026-12-24: 09:00 to 12:30}
    from: 2026-01-01
    changes:
      - from: 2026-07-01
        week: {monday: 10:00 to 11:00}
  contract: {week: {saturday: 08:00 to 20:00}}
  joint: {both: [support, contract]}
billing day: 7
offers: best 3
safe default: [route to front desk, serve at quick service]
"""
VOCABULARY = """
vocabulary: desk
fields:
  customer.code: {type: text, en: customer code, zh: 客户代码}
  event.channel: {type: choice, values: {phone: {en: by phone}, web: {en: on the web}}, en: channel}
events:
  call: {type: call.received, en: call / calls, contact: yes, fields: [channel]}
  order: {type: order.placed, en: order / orders}
  letter: {type: letter.sent, en: letter / letters}
  note: {type: note.made, en: note / notes}
outputs:
  colour: {type: choice, values: {blue: {en: bluish}, red: {en: reddish}}, settle: first, otherwise: blue, en: colour}
commitments:
  reply:
    {en: promised reply, made by: order, due: 2 days, kept by: [letter], waived by: [note], same: [case],
     owner: care_team}
"""
CATALOGUE = """
pools: {partner: {en: the partner, outsourced: yes, quality floor: 0.85}}
queues:
  front_desk:
    {en: front desk, step: assisted, staffed by: [partner], hours: support, known worker: 21 seconds, ring: 15 seconds,
     after a decline: 61 seconds, overflow: [after 301 seconds to back desk, after 7 minutes to a callback],
     closed: to a message}
  back_desk: {en: back desk, step: expert}
skills: {patience: {en: patience}}
targets: {call_back_time: {en: call-back time}}
service levels:
  quick: {en: quick service, targets: {first_response: 31 minutes, call_back_time: 2 business hours}, calendar: joint}
menu items:
  person: {en: a human, reaches: person, score: 0.21}
  bill: {en: the bill, finishes: order}
menus:
  main:
    {en: main menu, items: [bill, person], at most: {phone: 4}, no input: {3: person}, no match: {4: person},
     help: {2: hello}}
wordings:
  hello: {en: hello words, placement: greeting, text en: Hello., text zh: 您好。, text zh-Hant: 您好呀。}
groups: {upgrades: {en: upgrade offers}}
offers:
  bigger:
    en: bigger plan
    class: service
    group: upgrades
    channel: sms
    propensity: 0.51
    value: 101
    context: 1.5
    cost: 2.5
    benefit: 3.5
    treatments: [{id: spoken, channel: web, language: en, placement: top, wording: hello}]
allowances: {waiver: {en: waiver, type: money CNY}}
steps: {identity_check: {en: identity check}}
answers: {bill_status: {en: bill status, wording: hello, contained within: 71 hours}}
self-service:
  pay_here:
    en: pay here
    wording: hello
    contained within: 70 hours
    steps:
      ask: {en: asking, wording: hello, choices: {bill: fill, person: a person}}
      fill: {en: filling, form: [customer.code], next: tell}
      tell: {en: telling, answer: bill_status, next: end}
      end: {en: ending, done: yes}
    failures at most: 2
    steps at most: 66
    hand over to: back_desk
owners: {care_team: {en: care team}, sales_team: {en: sales team}}
works: {call_back: {en: call-back, owner: care_team, channel: crm, due: 5 days}}
reasons version: 4
reasons:
  charges: {en: charges, owner: sales_team}
  bill_reason:
    {en: about the bill, under: charges, owner: care_team, avoidable: yes, cause: it comes late, action: simplify,
     was: [old_bill], needs: [patience 3]}
"""
RULES = """
clock first response
  starts when event is call
  stops when event is letter
  pauses while channel is on the web
  warns at 75%, 10 minutes left

floor everyone
  answer within 8 business hours
  approved by Wang Fang on 2026-10-08, through 2027-03-31

rule patient people
  event call
  then
    route to front desk, needs patience 2; after 30 seconds back desk
    menu main menu
    guide to pay here
"""


@pytest.fixture(scope="module")
def model() -> Model:
    files = {"ruleset.yaml": HEADER, "vocabulary.yaml": VOCABULARY, "catalogue.yaml": CATALOGUE, "desk.rules": RULES}
    read = read_sources(files.items())
    assert read.model is not None
    assert read.report.ok, render(read.report)
    return read.model


def _kinds(kind: type[Construct]) -> Iterator[type[Construct]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)


def test_every_kind_of_construct_has_a_part_of_the_book() -> None:
    from engage.workbench.rule_book import CONSTRUCTS

    # Slotted attrs classes leave the class that they were made from behind: the name is what counts.
    assert {kind.__name__ for kind in CONSTRUCTS} == {kind.__name__ for kind in _kinds(Construct)}


def _settings(section: str) -> set[str]:
    """The settings that things of a section of the catalogue may have, as a model keeps them."""
    field = CatalogueDocument.model_fields[section.replace(" ", "_").replace("-", "_")]
    document = get_args(field.annotation)[1]
    assert issubclass(document, BaseModel)
    own = {each.alias or name for name, each in document.model_fields.items() if name not in ItemDocument.model_fields}
    in_tree = {"steps", "failures at most", "steps at most", "hand over to"}
    own = (own - in_tree) | {"tree"} if section == "self-service" else own
    return (own - {f"text {tongue}" for tongue in ("en", "zh", "zh-Hant")}) | ({"texts"} if "text en" in own else set())


@pytest.mark.parametrize("section", SECTIONS)
def test_the_sample_has_every_setting_of_the_catalogue(model: Model, section: str) -> None:
    items = model.catalogue.items[SECTIONS[section].value]
    assert {key for item in items for key in item.settings} == _settings(section)


def _with(model: Model, domain: str, place: int, settings: dict[str, object]) -> Model:
    items = list(model.catalogue.items[domain])
    items[place] = evolve(items[place], settings=settings)
    changed = {**model.catalogue.items, domain: tuple(items)}
    return evolve(model, catalogue=Catalogue(changed, model.catalogue.reasons_version))


def _items(model: Model) -> Iterator[tuple[str, int, CatalogueItem]]:
    for domain, items in model.catalogue.items.items():
        for place, item in enumerate(items):
            yield domain, place, item


@pytest.mark.parametrize("language", ["en", "zh", "zh-Hant"])
def test_every_entry_of_the_catalogue_and_each_of_its_settings_is_told(model: Model, language: str) -> None:
    book = rule_book(model, language)
    for domain, place, item in _items(model):
        assert f'<code class="soft">{item.id}</code>' in book, (domain, item.id)
        for key in item.settings:
            rest = {name: value for name, value in item.settings.items() if name != key}
            assert rule_book(_with(model, domain, place, rest), language) != book, (domain, item.id, key)


def test_every_part_of_a_setting_is_told(model: Model) -> None:
    book = rule_book(model)
    for domain, place, item in _items(model):
        for key, value in item.settings.items():
            for less in _lessened(value):
                changed = _with(model, domain, place, {**item.settings, key: less})
                assert rule_book(changed) != book, (domain, item.id, key, less)


def _lessened(value: object) -> Iterator[object]:
    """The same without one of its parts: of a list, of a mapping, of a tree of steps."""
    if isinstance(value, tuple):
        for place, part in enumerate(value):
            yield (*value[:place], *value[place + 1 :])
            yield from ((*value[:place], less, *value[place + 1 :]) for less in _lessened(part))
    elif isinstance(value, dict):
        for name in value:
            yield {key: part for key, part in value.items() if key != name}
    elif isinstance(value, StepTree):
        for cap in ("failures", "most", "queue"):
            without: dict[str, Any] = {cap: 0 if cap != "queue" else ""}
            yield evolve(value, **without)
        for place, step in enumerate(value.steps):
            yield from (
                evolve(value, steps=(*value.steps[:place], less, *value.steps[place + 1 :])) for less in _less(step)
            )


def _less(step: Step) -> Iterator[Step]:
    usual: dict[str, Any] = {
        each.name: each.default for each in attrs.fields(Step) if each.name not in ("id", "labels")
    }
    yield from (evolve(step, **{name: value}) for name, value in usual.items() if getattr(step, name) != value)


def test_everything_of_the_header_is_told(model: Model) -> None:
    book = rule_book(model)
    plain = Header("")
    # Which files there are and how they are written is no part of what is meant; Chinese ones are told in Chinese.
    silent = {"engage", "language", "vocabulary", "catalogue", "notes", "key_notes", "objective_in", "metric_in"}
    silent |= {"safe_default"}  # told by its sentences
    for each in attrs.fields(Header):
        if each.name in silent:
            continue
        assert getattr(model.header, each.name) != getattr(plain, each.name), each.name
        without: dict[str, Any] = {each.name: getattr(plain, each.name)}
        header = evolve(model.header, **without)
        assert rule_book(evolve(model, header=header)) != book, each.name


@pytest.mark.parametrize(
    "told",
    [
        "Monday to Thursday 09:00–12:00, 13:00–17:00; Friday 22:00–06:00; Sunday all day",
        "2026-12-25 to 2026-12-26",
        "2026-12-24 09:00–12:30",
        "from 2026-07-01",
        "Monday 10:00–11:00",
        "closed before 2026-01-01",
        "open while all of these are: support, contract",
        "Europe/Berlin",
        "2026-10-01 to 2026-10-03, 2027-01-01",
        "after 301 seconds to back desk; after 7 minutes to a callback",
        "to a message",
        "on joint",
        "day and night",
        "time 3: a human",
        '<td data-head="approved by">Wang Fang</td>',
        "pauses while channel is on the web",
        "customer code",
        "promised reply",
        "bluish",
        "<svg",
    ],
)
def test_the_service_part_reads_as_people_say_it(model: Model, told: str) -> None:
    assert told in rule_book(model)


def test_calendars_are_told_in_chinese(model: Model) -> None:
    book = rule_book(model, "zh")
    assert "周一至周四 09:00–12:00、13:00–17:00；周五 22:00–06:00；周日 全天" in book
    assert "301秒后转back desk；7分钟后转回拨" in book
    assert "週一至週四" in rule_book(model, "zh-Hant")


def test_what_a_reason_has_from_the_branch_above_is_told(model: Model) -> None:
    items = model.catalogue.items[Domain.REASON.value]
    settings = {key: value for key, value in items[1].settings.items() if key != "owner"}
    assert '<span class="soft">sales team</span>' in rule_book(_with(model, Domain.REASON.value, 1, settings))
