"""How proposals for one place become one answer."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest

from decide.building import NUMBER, TIERS, offer, output, program, route, row, rule, situation
from engage.decide import ReasonCode, decide
from engage.facts.decided import Candidate, Decision, Outcome, Reason
from engage.facts.plan import PlannedOffer
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Output, Settling, Type
from engage.program.program import CompiledRule, CompiledTable, Proposal, Slot


def settled(
    settling: Settling, *rules: CompiledRule, limit: int = 1, type: Type = NUMBER, otherwise: object = None
) -> Decision:
    declared = Output("x", type, settling=settling, limit=limit, otherwise=otherwise)
    return decide(program(*rules, outputs=[declared]), situation())


def fate(decision: Decision) -> dict[str, tuple[Outcome, str]]:
    return {one.rule: (one.outcome, one.because_of) for one in decision.candidates}


def test_a_rule_that_beats_another_wins_the_slot() -> None:
    vip = rule("vip", route("retention_desk"), beats=["ordinary"])
    ordinary = rule("ordinary", route("front_desk"))
    decision = decide(program(ordinary, vip), situation())
    assert decision.plan.route is not None
    assert decision.plan.route.queue == "retention_desk"
    assert fate(decision) == {"vip": (Outcome.WON, ""), "ordinary": (Outcome.BEATEN, "vip")}


def test_a_beaten_rule_keeps_the_slots_the_other_leaves_alone() -> None:
    vip = rule("vip", route("retention_desk"), beats=["ordinary"])
    ordinary = rule("ordinary", route("front_desk"), Proposal(Slot.LEVEL, "standard_care"))
    plan = decide(program(ordinary, vip), situation()).plan
    assert plan.service_level is not None
    assert plan.service_level.id == "standard_care"


def test_a_tie_goes_to_the_lowest_rule_id_and_says_so() -> None:
    decision = decide(program(rule("b", route("front_desk")), rule("a", route("senior_desk"))), situation())
    assert decision.plan.route is not None
    assert decision.plan.route.queue == "senior_desk"
    assert Reason(ReasonCode.TIE, "route", "a", "b") in decision.reasons
    assert fate(decision)["b"] == (Outcome.TIE, "a")


def test_two_rules_that_agree_are_no_tie() -> None:
    decision = decide(program(rule("b", route("front_desk")), rule("a", route("front_desk"))), situation())
    assert fate(decision) == {"a": (Outcome.WON, ""), "b": (Outcome.MERGED, "a")}
    assert ReasonCode.TIE not in [reason.code for reason in decision.reasons]


def test_first_follows_the_order_of_the_files() -> None:
    rules = rule("a", output("x", 2), order=5), rule("z", output("x", 1), order=4)
    decision = settled(Settling.FIRST, *rules)
    assert decision.plan.outputs == {"x": 1}
    assert fate(decision)["a"] == (Outcome.NOT_BEST, "z")


def test_a_table_that_stands_first_is_heard_first() -> None:
    table = CompiledTable("times", "unique", (row("times row 1", output("x", 7)),), order=3)
    declared = Output("x", NUMBER, settling=Settling.FIRST)
    decision = decide(program(rule("a", output("x", 2), order=4), tables=[table], outputs=[declared]), situation())
    assert decision.plan.outputs == {"x": 7}


def test_a_violated_unique_is_unset_and_falls_to_its_default() -> None:
    rules = rule("a", output("x", 1)), rule("b", output("x", 2))
    decision = settled(Settling.UNIQUE, *rules, otherwise=9)
    assert decision.plan.outputs == {"x": 9}
    assert Reason(ReasonCode.VIOLATED, "output x", "", "a, b") in decision.reasons
    assert Reason(ReasonCode.DEFAULT, "output x") in decision.reasons
    without = settled(Settling.UNIQUE, *rules)
    assert without.plan.outputs == {}
    assert Reason(ReasonCode.UNSET, "output x") in without.reasons


def test_beats_resolves_what_would_violate_unique() -> None:
    decision = settled(Settling.UNIQUE, rule("a", output("x", 1)), rule("b", output("x", 2), beats=["a"]))
    assert decision.plan.outputs == {"x": 2}


def test_any_needs_agreement() -> None:
    agree = settled(Settling.ANY, rule("a", output("x", 1)), rule("b", output("x", 1)))
    clash = settled(Settling.ANY, rule("a", output("x", 1)), rule("b", output("x", 2)))
    assert agree.plan.outputs == {"x": 1}
    assert clash.plan.outputs == {}
    assert fate(clash) == {"a": (Outcome.VIOLATED, ""), "b": (Outcome.VIOLATED, "")}


@pytest.mark.parametrize(
    ("settling", "expected"),
    [
        (Settling.SMALLEST, 1),
        (Settling.LARGEST, 3),
        (Settling.SUM, 6),
        (Settling.COUNT, 3),
        (Settling.ALL, (3, 1, 2)),
        (Settling.BEST, (3, 2)),
    ],
)
def test_every_settling_gives_the_same_whatever_the_order_of_rules(settling: Settling, expected: object) -> None:
    rules = rule("a", output("x", 3)), rule("b", output("x", 1)), rule("c", output("x", 2))
    for shuffled in permutations(rules):
        assert settled(settling, *shuffled, limit=2).plan.outputs == {"x": expected}


def test_an_ordered_choice_is_compared_by_its_rank() -> None:
    rules = rule("a", output("x", "gold")), rule("b", output("x", "basic"))
    assert settled(Settling.LARGEST, *rules, type=TIERS).plan.outputs == {"x": "gold"}
    assert settled(Settling.SMALLEST, *rules, type=TIERS).plan.outputs == {"x": "basic"}


def test_the_longest_head_start_and_the_largest_allowance_win() -> None:
    short, long = Duration(90, Unit.SECOND), Duration(2, Unit.MINUTE)
    one = rule("a", route("front_desk"), Proposal(Slot.AHEAD, short), Proposal(Slot.ALLOW, 50, "waiver"))
    two = rule("b", Proposal(Slot.AHEAD, long), Proposal(Slot.ALLOW, Decimal("100.5"), "waiver"))
    plan = decide(program(one, two), situation()).plan
    assert plan.route is not None
    assert plan.route.ahead == long
    assert [(each.id, each.limit) for each in plan.allowances] == [("waiver", Decimal("100.5"))]


def test_offers_are_ranked_by_propensity_context_value_and_lever_exactly() -> None:
    rules = rule("a", offer("bigger_plan"), offer("tariff_advice", Decimal("1.2")), offer("one_month_free"))
    decision = decide(program(rules), situation())
    assert [(each.id, each.score) for each in decision.plan.offers] == [
        ("one_month_free", Decimal("42.0")),
        ("bigger_plan", Decimal("7.2")),
    ]
    assert decision.plan.offers[0].treatment == "free_script"
    lost = next(one for one in decision.candidates if one.value == "tariff_advice")
    assert lost == Candidate("offer", "tariff_advice", "a", Outcome.NOT_BEST, "bigger_plan")


def test_offers_of_equal_score_come_in_declared_order() -> None:
    equal = rule("a", offer("tariff_advice", 8), offer("bigger_plan", 3))
    plan = decide(program(equal), situation()).plan
    assert [(each.id, each.score) for each in plan.offers] == [
        ("bigger_plan", Decimal("21.6")),
        ("tariff_advice", Decimal("21.6")),
    ]
    zero = decide(program(rule("a", offer("bigger_plan", 0), offer("one_month_free", 0))), situation()).plan
    assert [each.id for each in zero.offers] == ["one_month_free", "bigger_plan"]


def test_an_offer_proposed_twice_is_made_once_with_the_larger_lever() -> None:
    decision = decide(
        program(rule("a", offer("bigger_plan")), rule("b", offer("bigger_plan", Decimal("1.5")))), situation()
    )
    assert decision.plan.offers == (PlannedOffer("bigger_plan", "", Decimal("10.8"), Decimal("1.5")),)
    assert fate(decision) == {"a": (Outcome.MERGED, "b"), "b": (Outcome.WON, "")}


def test_a_beating_rule_may_lower_the_lever_of_an_offer() -> None:
    low = rule("b", offer("bigger_plan", Decimal("0.5")), beats=["a"])
    plan = decide(program(rule("a", offer("bigger_plan")), low), situation()).plan
    assert plan.offers[0].lever == Decimal("0.5")


def test_withheld_offers_leave_room_for_the_next() -> None:
    rules = rule("a", offer("one_month_free"), offer("tariff_advice")), rule("b", Proposal(Slot.WITHHOLD, "commercial"))
    decision = decide(program(*rules), situation())
    assert [each.id for each in decision.plan.offers] == ["tariff_advice"]
    assert Reason(ReasonCode.WITHHELD, "offer", "b", "one_month_free") in decision.reasons
    assert Candidate("offer", "one_month_free", "a", Outcome.WITHHELD, "b") in decision.candidates


def test_no_offer_is_an_outcome_with_its_reason() -> None:
    decision = decide(program(rule("a", offer("bigger_plan"), Proposal(Slot.WITHHOLD, "bigger_plan"))), situation())
    assert decision.plan.offers == ()
    assert Reason(ReasonCode.NO_OFFER, "offer") in decision.reasons
