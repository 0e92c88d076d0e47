"""Constructs back to nodes, in each language."""

from __future__ import annotations

import datetime

import pytest
from attrs import evolve

from engage.facts.plan import Need
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain, EventKind, Field, Kind, Labels, Output, Term, Type, Vocabulary
from engage.language.actions import Allow, OfferAction, RouteTo, ServeAt, SetOutput, StartTask, Withhold
from engage.language.tree import Compare, Condition, Fact, Holds, Literal, Not, OneOf, Or, Template
from engage.ruleset.model import (
    Absence,
    Active,
    Band,
    Construct,
    DerivedFact,
    Example,
    ExampleTable,
    Expectation,
    File,
    Header,
    Model,
    Never,
    OncePer,
    PastGiven,
    Persona,
    Row,
    Rule,
    Scorecard,
    ScoreLine,
    Table,
    TableOutput,
)
from engage.ruleset.sheets import Spelling
from engage.ruleset.spell import spell_construct, spell_file
from node_shapes import plain

YES_NO, NUMBER, DURATION = Type(Kind.YES_NO), Type(Kind.NUMBER), Type(Kind.DURATION)
TIER = Type(
    Kind.CHOICE, (Term("basic", Labels(en="basic", zh="普通")), Term("gold", Labels(en="gold", zh="金卡"))), True
)
RISK = Type(Kind.CHOICE, (Term("low", Labels(en="low", zh="低")), Term("high", Labels(en="high", zh="高"))), True)
REASON = Type(Kind.CHOICE, (Term("network", Labels(en="network", zh="网络")),))
YUAN = Type(Kind.MONEY, currency="CNY")
VOCABULARY = Vocabulary(
    fields=(
        Field("customer.tier", TIER, Labels(en="customer tier", zh="客户等级", hant="客戶等級")),
        Field("customer.converged", YES_NO, Labels(en="converged", zh="融合客户")),
        Field("customer.months", NUMBER, Labels(en="months with us", zh="在网月数")),
        Field("customer.churn_risk", NUMBER, Labels(en="churn risk", zh="离网风险")),
        Field("customer.churn_risk_band", RISK, Labels(en="churn risk", zh="离网风险")),
        Field("customer.half", NUMBER, Labels(en="half a stay", zh="半程")),
        Field("event.reason", REASON, Labels(en="reason", zh="原因")),
    ),
    events=(
        EventKind("complaint", "complaint.received", Labels(en="complaint", zh="投诉"), True, ("reason",)),
        EventKind("bill", "bill.issued", Labels(en="bill", zh="账单")),
    ),
    outputs=(Output("escalate", YES_NO, Labels(en="escalate", zh="升级处理")),),
    terms=(
        (Domain.QUEUE, (Term("desk", Labels(en="front desk", zh="综合坐席")),)),
        (Domain.SKILL, (Term("retention", Labels(en="retention", zh="挽留")),)),
        (Domain.LEVEL, (Term("vip_care", Labels(en="vip care", zh="贵宾关怀")),)),
        (Domain.TARGET, (Term("first_response", Labels(en="first response", zh="首次响应")),)),
        (Domain.OFFER, (Term("free_month", Labels(en="free month", zh="免月租")),)),
        (Domain.ALLOWANCE, (Term("waiver", Labels(en="waiver", zh="减免")),)),
        (Domain.WORK, (Term("call", Labels(en="call-back", zh="回访")),)),
        (Domain.OWNER, (Term("team", Labels(en="customer team", zh="客户经营组")),)),
    ),
)
IS_GOLD = OneOf(Fact("customer.tier", TIER), (Literal("gold", TIER),))
CONVERGED = Holds(Fact("customer.converged", YES_NO))
HIGH = Compare("=", Fact("customer.churn_risk_band", RISK), Literal("high", RISK))


def spelled(construct: Construct, language: str = "en") -> object:
    return plain(spell_construct(construct, Spelling(VOCABULARY, language, "Asia/Shanghai")))


def said(text: str) -> Template:
    return Template((text,))


FULL = Rule(
    id="VIP leaves",
    events=("complaint", "bill"),
    lines=(CONVERGED, Or((HIGH, Not(CONVERGED)), block=True)),
    actions=(RouteTo("desk", (Need("retention", 4),)), StartTask("call", "team", Duration(1, Unit.WORKING_DAY))),
    because={"en": Template((Fact("customer.tier", TIER), " leaves")), "zh": said("要走")},
    beats=("ordinary", "late"),
    group="leaving",
    active=Active(datetime.date(2026, 11, 1), datetime.date(2026, 11, 11)),
    once=OncePer("customer", Duration(30, Unit.DAY)),
    title=Labels(en="A VIP", zh="贵宾"),
    remarks=("ask Min",),
)


def test_a_rule_is_spelled_with_everything_it_says() -> None:
    assert spelled(FULL) == {
        "rule": "VIP leaves",
        "title en": "A VIP",
        "title zh": "贵宾",
        "beats": "ordinary, late",
        "group": "leaving",
        "event": "complaint or bill",
        "active": "2026-11-01 through 2026-11-11",
        "once": "per customer every 30 days",
        "when": ["converged is yes", {"any of": ["churn risk is high", "converged is no"]}],
        "then": ["route to front desk, needs retention 4", "task call-back for customer team, due in 1 working day"],
        "because": "{customer tier} leaves",
        "because zh": "要走",
        "note": "ask Min",
    }


def test_a_text_in_another_language_stays_as_it_is_and_names_its_language() -> None:
    block = spelled(FULL, "zh")
    assert isinstance(block, dict)
    assert block["because"] == "要走"
    assert block["because en"] == "{customer tier} leaves"
    assert block["beats"] == "ordinary、late"
    assert block["event"] == "投诉 或 账单"
    hant = spelled(FULL, "zh-Hant")
    assert isinstance(hant, dict)
    assert "because" not in hant
    assert hant["because zh"] == "要走"


def test_an_absence_is_the_event_of_its_rule() -> None:
    rule = Rule(id="late", absence=Absence(Duration(3, Unit.WORKING_DAY), "complaint", "bill"))
    assert spelled(rule) == {"rule": "late", "event": "3 working days after complaint without bill"}


def test_a_veto_is_spelled_by_what_it_forbids() -> None:
    never = Never(id="never offer commercial", action=OfferAction("commercial"), lines=(CONVERGED,))
    assert spelled(never, "zh") == {"never": "推荐 商业类", "when": ["融合客户 为 是"]}


def test_a_fact_is_called_by_its_label() -> None:
    fact = DerivedFact(id="half", value=Fact("customer.months", NUMBER), type=NUMBER)
    assert spelled(fact, "zh") == {"fact": "半程", "is": "在网月数"}


def test_a_scorecard_gives_its_range_points_and_bands() -> None:
    card = Scorecard(
        id="churn_risk",
        low=0,
        high=100,
        start=10,
        lines=(
            ScoreLine(30, CONVERGED, {"en": said("bound | twice"), "zh": said("绑定")}, notes=("why",)),
            ScoreLine(-5, CONVERGED),
        ),
        bands=(Band("low", None, 30), Band("high", 30, None)),
    )
    assert spelled(card) == {
        "scorecard": "churn risk",
        "range": "0 to 100",
        "start": "10",
        "points": '# why\n+30 | converged is yes | "bound | twice" | zh: 绑定\n-5 | converged is yes',
        "bands": "low (below 30), high (at least 30)",
    }
    assert spelled(card, "zh")["bands"] == "低（不满 30）、高（30以上）"  # type: ignore[index]


TABLE = Table(
    id="targets",
    hit="first",
    columns=(Fact("customer.tier", TIER), Fact("customer.months", NUMBER)),
    outputs=(
        TableOutput("target:first_response", DURATION),
        TableOutput("serve"),
        TableOutput("output:escalate", YES_NO),
        TableOutput("allow:waiver"),
    ),
    rows=(
        Row(
            "targets row 1",
            (IS_GOLD, None),
            (
                Literal(Duration(30, Unit.MINUTE), DURATION),
                ServeAt("vip_care"),
                Literal(True, YES_NO),
                Allow("waiver", Literal(100, YUAN)),
            ),
            {"en": said("gold promise")},
            notes=("the best",),
        ),
    ),
    otherwise=Row("targets otherwise", (), (Literal(Duration(8, Unit.HOUR), DURATION), None, None, None)),
)


def test_a_table_is_a_block_with_bars() -> None:
    assert spelled(TABLE) == {
        "table": "targets",
        "hit": "first",
        "rows": "customer tier | months with us || first response | serve at | escalate | waiver | because\n"
        "# the best\n"
        "gold | - || 30 minutes | vip care | yes | 100 yuan | gold promise\n"
        "otherwise || 8 hours |  |  |  | ",
    }


def test_a_table_in_chinese_says_which_language_its_reasons_are_in() -> None:
    block = spelled(TABLE, "zh")
    assert isinstance(block, dict)
    assert block["rows"].splitlines()[0] == "客户等级 | 在网月数 || 首次响应 | 按…服务 | 升级处理 | 减免 | 因为 英文"
    assert block["rows"].splitlines()[2] == "金卡 | - || 30分钟 | 贵宾关怀 | 是 | 100元 | gold promise"


EXAMPLE = Example(
    id="gold complains",
    event="complaint",
    at=1793844000_000_000,
    offset=480,
    data={"reason": Literal("network", REASON)},
    given={"customer.tier": Literal("gold", TIER), "customer.months": None},
    history=(PastGiven("bill", Duration(3, Unit.DAY)), PastGiven("bill", at=1793844000_000_000)),
    like="Auntie Zhang",
    expect=(
        Expectation(action=RouteTo("desk")),
        Expectation(action=Withhold("free_month")),
        Expectation(condition=HIGH),
        Expectation(rule="late", fired=False),
        Expectation(rule="VIP leaves"),
        Expectation(action=SetOutput("escalate", Literal(True, YES_NO))),
    ),
)


def test_an_example_says_what_is_known_and_what_is_expected() -> None:
    assert spelled(EXAMPLE) == {
        "example": "gold complains",
        "at": "2026-11-05 10:00",
        "event": "complaint (reason network)",
        "given": ["like Auntie Zhang", "customer tier gold", "months with us unknown"],
        "history": ["bill 3 days ago", "bill on 2026-11-05 10:00"],
        "expect": [
            "route to front desk",
            "not offer free month",
            "churn risk is high",
            "not fired late",
            "fired VIP leaves",
            "escalate is yes",
        ],
    }


def test_a_past_without_events_is_said_and_one_that_is_not_stated_is_not() -> None:
    assert spelled(Persona(id="new", history=()), "zh") == {"persona": "new", "history": ["无"]}
    assert spelled(Persona(id="new")) == {"persona": "new"}


def test_a_table_of_examples_has_one_a_row() -> None:
    expect = (Expectation(action=SetOutput("first_response", Literal(Duration(30, Unit.MINUTE), DURATION))),)
    row = Example(
        id="care row 1", event="complaint", given={"customer.tier": None}, history=(), expect=expect, notes=("new",)
    )
    table = ExampleTable(
        id="care",
        event="complaint",
        columns=(Fact("customer.tier", TIER), Fact("event.reason", REASON), "history", "like"),
        results=(TableOutput("target:first_response", DURATION), TableOutput("route")),
        examples=(row,),
    )
    assert spelled(table) == {
        "examples": "care",
        "event": "complaint",
        "rows": "customer tier | reason | history | like || first response | route to\n"
        "# new\n"
        "unknown | unknown | none | - || 30 minutes | ",
    }


@pytest.mark.parametrize(("language", "named"), [("en", ""), ("zh", "zh")])
def test_a_file_names_its_language_where_the_ruleset_has_another(language: str, named: str) -> None:
    model = Model(Header("care"), VOCABULARY)
    file = File("care.rules", "rules", "en", (Rule(id="x", actions=(Withhold("commercial"),)),), ("top",))
    nodes = spell_file(file, model, language)
    assert nodes.language == named
    assert nodes.notes == ("top",)


def test_comments_stand_where_they_stood() -> None:
    line: Condition = evolve(CONVERGED, notes=("a line",))
    rule = Rule(id="x", lines=(line,), notes=("a rule",), key_notes={"when": ("a key",)})
    block = spell_construct(rule, Spelling(VOCABULARY, "en"))
    assert block.notes == ("a rule",)
    assert block.entries[1].notes == ("a key",)
    items = block.entries[1].value
    assert [item.fragment.notes for item in items.items] == [("a line",)]  # type: ignore[union-attr]
