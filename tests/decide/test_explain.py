"""Explanations: every verdict with its line, every loser with its reason, in English and Chinese."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable

import pytest
from attrs import evolve

from decide.building import (
    AT,
    COMPLAINTS,
    DAY,
    INPUTS,
    MONTHS,
    TIER,
    at_least,
    is_,
    menu,
    never,
    offer,
    program,
    route,
    rule,
    situation,
    task,
)
from engage.decide import decide, explain
from engage.errors import EngageError
from engage.facts.known import PastEvent, State
from engage.facts.plan import Need, Rung
from engage.facts.units import Duration, Unit
from engage.ground.finding import Words
from engage.program.program import (
    CompiledTable,
    Cuts,
    Once,
    Program,
    Proposal,
    ScoreInput,
    ScoreStep,
    Shelf,
    Slot,
    ValueInput,
)

SCORE = ScoreInput(
    4,
    5,
    "customer.churn_risk",
    0,
    100,
    10,
    (
        ScoreStep(30, at_least(COMPLAINTS, 2), {"en": lambda v: "several complaints", "zh": lambda v: "近期多次投诉"}),
        ScoreStep(5, at_least(MONTHS, 1), {"en": lambda v: "tenure", "zh": lambda v: "网龄"}),
    ),
    (("low", None, 30), ("high", 30, None)),
)
SPENDING = ValueInput(6, "average bill", lambda values: None, (MONTHS,))


def desk() -> Program:
    """A small desk: one of every thing that an explanation can speak of."""
    vip = rule(
        "vip asks to leave",
        route("retention_desk", Rung(Duration(60, Unit.SECOND), (), "senior_desk"), needs=[Need("retention", 4)]),
        Proposal(Slot.AHEAD, Duration(90, Unit.SECOND)),
        Proposal(Slot.LEVEL, "vip_care"),
        menu("cancel_menu", "speak_to_person"),
        Proposal(Slot.SAY, "opening", "greeting"),
        offer("one_month_free"),
        offer("bigger_plan"),
        offer("tariff_advice"),
        Proposal(Slot.ALLOW, 100, "waiver"),
        task(due=Duration(1, Unit.WORKING_DAY)),
        when=[is_(TIER, "gold", "platinum")],
        beats=["ordinary cancel"],
        because={
            "en": lambda values: f"{values[TIER]} customer asks to leave",
            "zh": lambda values: f"{values[TIER]}客户申请销户",
        },
    )
    rules = (
        vip,
        rule("ordinary cancel", route("front_desk")),
        rule("long with us", task("thank", "team"), when=[at_least(MONTHS, 12), is_(TIER, "platinum")]),
        rule("spends much", when=[at_least(6, 200)]),
        rule("ordinary level", Proposal(Slot.LEVEL, "standard_care")),
        rule("autumn", start=datetime.date(2026, 9, 1), through=datetime.date(2026, 10, 31)),
        rule("once a month", when=[], once=Once("customer", 30 * DAY)),
    )
    table = CompiledTable("targets", "unique", (), None)
    vetoes = [never("no selling to complainers", Slot.OFFER, "commercial", when=[at_least(COMPLAINTS, 1)])]
    made = program(*rules, tables=[table], nevers=vetoes, shelf=Shelf("", inputs=(*INPUTS, SCORE, SPENDING)))
    return evolve(made, cuts={TIER: Cuts(), MONTHS: Cuts((1, 12)), COMPLAINTS: Cuts((1, 2))})


def told(given: str) -> str:
    """`customer.tier platinum`, `complaints 2`, `language zh`: the explanation of that customer's cancel request."""
    said = dict(line.rsplit(" ", 1) for line in given.strip().splitlines() if not line.startswith("#"))
    facts: dict[str, object] = {}
    if "customer tier" in said:
        facts["tier"] = said["customer tier"]
    if "months with us" in said:
        facts["months_with_us"] = int(said["months with us"])
    past = [PastEvent("complaint", AT - number * DAY) for number in range(1, int(said.get("complaints", 0)) + 1)]
    spoken = State(footprints={("once a month", "customer"): AT - 3 * DAY})
    kind = "" if said.get("event") == "unheard" else "cancel_request"
    known = situation(past=past, state=spoken, **facts)  # type: ignore[arg-type]
    known = evolve(known, event=evolve(known.event, kind=kind))
    made = desk()
    return explain(made, decide(made, known)).text(said["language"])


@pytest.mark.parametrize(
    "name",
    ["vip.en", "vip.zh", "vip.hant", "complainer.en", "complainer.zh", "stranger.en", "stranger.zh", "unheard.en"],
)
def test_explanations_read_as_they_are_pinned(name: str, golden: Callable[[str, Callable[[str], str]], None]) -> None:
    golden(f"explain/{name}.golden", told)


def test_an_explanation_is_recomputed_from_the_facts_used_alone() -> None:
    made = desk()
    decision = decide(made, situation(tier="platinum", months_with_us=30))
    explanation = explain(made, decision)
    assert {one.id: one.verdict for one in explanation.rules}.items() >= {
        id: verdict for id, verdict in decision.verdicts.items() if id != "targets"
    }.items()


def test_a_rule_the_index_left_out_has_its_verdict_too() -> None:
    gold = rule("gold", when=[is_(TIER, "gold")])
    made = program(gold, shelf=Shelf("", by_value=((TIER, {"gold": (0,)}),)))
    decision = decide(made, situation(tier="basic"))
    assert "gold" not in decision.verdicts
    assert [(one.id, one.verdict) for one in explain(made, decision).rules] == [("gold", "not met")]


def test_what_is_unknown_says_what_it_lacks_and_whom_it_blocks() -> None:
    made = desk()
    missing = {one.seen.name: one for one in explain(made, decide(made, situation(tier="platinum"))).missing}
    assert missing["average bill"].lacks == (Words("months with us", "在网月数"),)
    assert missing["average bill"].blocks == ("spends much",)
    assert missing["customer.months_with_us"].why == "not in profile"


def test_the_json_is_plain_data_with_the_same_content() -> None:
    made = desk()
    explanation = explain(made, decide(made, situation(tier="platinum", months_with_us=30)))
    data = json.loads(json.dumps(explanation.as_json("zh"), ensure_ascii=False))
    assert data["plan"]["route"]["queue"] == "retention_desk"
    assert data["plan"]["offers"][0]["score"] == "42"
    verdicts = {each["id"]: each["verdict"] for each in data["rules"]}
    assert verdicts["once a month"] == "fired"
    assert next(each for each in data["rules"] if each["id"] == "spends much")["lines"][0]["state"] == "unknown"
    assert data["scores"][0]["points"] == 15


def test_erased_facts_leave_the_recorded_verdicts() -> None:
    made = desk()
    decision = evolve(decide(made, situation(tier="platinum")), facts_used={})
    explanation = explain(made, decision)
    assert explanation.erased
    assert {one.id: one.verdict for one in explanation.rules} == dict(decision.verdicts)
    assert "erased" in explanation.text("en")


def test_a_decision_of_another_ruleset_is_not_explained_wrongly() -> None:
    decision = evolve(decide(desk(), situation()), ruleset_hash="1" * 64)
    with pytest.raises(EngageError, match="another version of the ruleset"):
        explain(desk(), decision)
