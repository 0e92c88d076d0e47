"""The hash of a ruleset: the same for the same meaning, another for any other."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from attrs import evolve

from engage.facts.plan import HandlingPlan, Route
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain, EventKind, Field, Kind, Labels, Output, Settling, Term, Type, Vocabulary
from engage.ground.source import Source, Span
from engage.language.actions import Allow, OfferAction, RouteTo, ServeAt
from engage.language.tree import Compare, Condition, Fact, Literal, Or, Template
from engage.ruleset.digest import model_digest, model_json, source_digest
from engage.ruleset.model import (
    Catalogue,
    CatalogueItem,
    Construct,
    Example,
    File,
    Header,
    Model,
    Never,
    Row,
    Rule,
    Scorecard,
    ScoreLine,
    Table,
    TableOutput,
    WorkingWeek,
)

NUMBER = Type(Kind.NUMBER)
TIER = Type(Kind.CHOICE, (Term("silver", Labels("silver", zh="银卡")), Term("gold", Labels("gold", zh="金卡"))))
SPAN = Span(Source("a.rules", "x"), 0, 1)


def tier_is(value: str) -> Condition:
    return Compare("=", Fact("customer.tier", TIER), Literal(value, TIER))


VIP = Rule(
    id="vip",
    events=("call", "chat"),
    lines=(tier_is("gold"),),
    actions=(RouteTo("retention_desk"), Allow("waiver", Literal(Decimal("1.5"), NUMBER))),
    because={"en": Template(("gold customer",))},
    beats=("ordinary", "other"),
)
ORDINARY = Rule(id="ordinary", actions=(ServeAt("standard"),))
TABLE = Table(
    id="times",
    hit="unique",
    columns=(Fact("customer.tier", TIER),),
    outputs=(TableOutput("target:resolution"),),
    rows=(
        Row("times row 1", (tier_is("gold"),), (Literal(Duration(1, Unit.HOUR), Type(Kind.DURATION)),)),
        Row("times row 2", (tier_is("silver"),), (Literal(Duration(2, Unit.HOUR), Type(Kind.DURATION)),)),
    ),
)
SCORE = Scorecard(id="risk", low=0, high=100, lines=(ScoreLine(10, tier_is("gold")), ScoreLine(20, tier_is("silver"))))
NEVER = Never(id="never offer commercial", action=OfferAction("commercial"), lines=(tier_is("gold"),))
MODEL = Model(
    Header("care", safe_default=HandlingPlan(route=Route("front_desk"))),
    Vocabulary(
        (Field("customer.tier", TIER, Labels("tier", zh="等级")),),
        (EventKind("call", "call.received", Labels("call")), EventKind("chat", "chat.begun", fields=("a", "b"))),
        (Output("escalate", Type(Kind.YES_NO), settling=Settling.ANY),),
        ((Domain.QUEUE, (Term("retention_desk"), Term("front_desk"))),),
        (Term("risk", Labels("risk", zh="风险")),),
    ),
    Catalogue({Domain.OFFER: (CatalogueItem("a", settings={"value": 1}), CatalogueItem("b"))}),
    (File("a.rules", "rules", "en", (VIP, ORDINARY, TABLE, SCORE, NEVER)),),
)
DIGEST = model_digest(MODEL)


def with_constructs(*constructs: Construct) -> Model:
    return evolve(MODEL, files=(File("a.rules", "rules", "en", constructs),))


def with_field(field: Field) -> Model:
    return evolve(MODEL, vocabulary=evolve(MODEL.vocabulary, fields=(field,)))


def rotated(table: Table) -> Table:
    first, second = table.rows
    return evolve(table, rows=(evolve(second, id="times row 1"), evolve(first, id="times row 2")))


SAME = {
    "rules in another order": with_constructs(NEVER, SCORE, TABLE, ORDINARY, VIP),
    "two files": evolve(
        MODEL,
        files=(
            File("b.yaml", "yaml", "zh", (TABLE, ORDINARY), ("a comment",)),
            File("a.yaml", "yaml", "zh", (NEVER, VIP, SCORE)),
        ),
    ),
    "events in another order": with_constructs(evolve(VIP, events=("chat", "call")), ORDINARY, TABLE, SCORE, NEVER),
    "beats in another order": with_constructs(evolve(VIP, beats=("other", "ordinary")), ORDINARY, TABLE, SCORE, NEVER),
    "comments, places and titles": with_constructs(
        evolve(VIP, notes=("why",), span=SPAN, title=Labels("VIP")), ORDINARY, TABLE, SCORE, NEVER
    ),
    "a number written otherwise": with_constructs(
        evolve(VIP, actions=(VIP.actions[0], Allow("waiver", Literal(Decimal("1.50"), NUMBER)))),
        *(ORDINARY, TABLE, SCORE, NEVER),
    ),
    "rows of a unique table in another order": with_constructs(VIP, ORDINARY, rotated(TABLE), SCORE, NEVER),
    "lines of a scorecard in another order": with_constructs(
        VIP, ORDINARY, TABLE, evolve(SCORE, lines=SCORE.lines[::-1]), NEVER
    ),
    "an example more": with_constructs(VIP, ORDINARY, TABLE, SCORE, NEVER, Example(id="e", event="call")),
    "other labels": with_field(Field("customer.tier", TIER, Labels("rank", zh="级别"))),
    "labels of values": with_field(Field("customer.tier", Type(Kind.CHOICE, (Term("gold"), Term("silver"))), unit="x")),
    "another glossary": evolve(MODEL, vocabulary=evolve(MODEL.vocabulary, glossary=())),
    "terms in another order": evolve(
        MODEL,
        vocabulary=evolve(MODEL.vocabulary, terms=((Domain.QUEUE, (Term("front_desk"), Term("retention_desk"))),)),
    ),
    "another language, objective and owner": evolve(
        MODEL, header=evolve(MODEL.header, language="zh", objective="more", owner="me")
    ),
}
OTHER = {
    "another value": with_constructs(evolve(VIP, lines=(tier_is("silver"),)), ORDINARY, TABLE, SCORE, NEVER),
    "a rule less": with_constructs(VIP, TABLE, SCORE, NEVER),
    "another name of a rule": with_constructs(evolve(VIP, id="v"), ORDINARY, TABLE, SCORE, NEVER),
    "another text for people": with_constructs(
        evolve(VIP, because={"en": Template(("gold",))}), ORDINARY, TABLE, SCORE, NEVER
    ),
    "actions in another order": with_constructs(evolve(VIP, actions=VIP.actions[::-1]), ORDINARY, TABLE, SCORE, NEVER),
    "another hit policy": with_constructs(VIP, ORDINARY, evolve(TABLE, hit="first"), SCORE, NEVER),
    "another zone": evolve(MODEL, header=evolve(MODEL.header, zone="Asia/Shanghai")),
    "another safe default": evolve(MODEL, header=evolve(MODEL.header, safe_default=HandlingPlan())),
    "a holiday": evolve(
        MODEL, header=evolve(MODEL.header, working=WorkingWeek(holidays=frozenset({datetime.date(2026, 10, 1)})))
    ),
    "another language version": evolve(MODEL, header=evolve(MODEL.header, engage=2)),
    "an ordered choice": with_field(Field("customer.tier", evolve(TIER, ordered=True))),
    "a personal field": with_field(Field("customer.tier", TIER, personal=True)),
    "an offer's value": evolve(
        MODEL,
        catalogue=Catalogue({Domain.OFFER: (CatalogueItem("a", settings={"value": 2}), CatalogueItem("b"))}),
    ),
    "offers in another order": evolve(
        MODEL,
        catalogue=Catalogue({Domain.OFFER: (CatalogueItem("b"), CatalogueItem("a", settings={"value": 1}))}),
    ),
}


@pytest.mark.parametrize("model", SAME.values(), ids=SAME.keys())
def test_what_means_the_same_has_the_same_hash(model: Model) -> None:
    assert model_json(model) == model_json(MODEL)
    assert model_digest(model) == DIGEST


@pytest.mark.parametrize("model", OTHER.values(), ids=OTHER.keys())
def test_what_means_something_else_has_another_hash(model: Model) -> None:
    assert model_digest(model) != DIGEST


def test_all_other_meanings_differ_from_each_other() -> None:
    assert len({model_digest(model) for model in OTHER.values()}) == len(OTHER)


def test_the_order_of_rows_matters_where_the_hit_policy_is_an_ordered_one() -> None:
    first = evolve(TABLE, hit="first")
    assert model_digest(with_constructs(first)) != model_digest(with_constructs(rotated(first)))


def test_how_an_any_of_block_was_written_does_not_matter() -> None:
    parts = (tier_is("gold"), tier_is("silver"))
    line, block = (evolve(VIP, lines=(Or(parts, block=written),)) for written in (False, True))
    assert model_digest(with_constructs(line)) == model_digest(with_constructs(block))


def test_versions_of_plugin_functions_are_part_of_the_hash() -> None:
    assert model_digest(MODEL, {"distance": "1"}) != model_digest(MODEL, {"distance": "2"}) != DIGEST


def test_the_hash_is_what_stored_decisions_were_given() -> None:
    # Stored data depends on it. If this fails without a new language version, the change must be taken back.
    assert DIGEST == "5726377c0da0f300cb090c9d9f755a72f36270f846a4066170e53a99c11185d7"


def test_the_source_digest_sees_every_character_and_no_order() -> None:
    one, two = Source("a", "x"), Source("b", "y")
    assert source_digest([one, two]) == source_digest([two, one])
    assert source_digest([one]) != source_digest([Source("a", "x ")]) != source_digest([Source("b", "x")])
