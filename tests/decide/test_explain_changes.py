"""What would change a decision, what hinders a rule, what to ask next: each on a small desk of its own."""

from __future__ import annotations

import datetime

import pytest
from attrs import evolve

from decide.building import (
    AT,
    COMPLAINTS,
    DAY,
    FURNISHING,
    INPUTS,
    MONTHS,
    NUMBER,
    TIER,
    TIERS,
    at_least,
    is_,
    never,
    offer,
    program,
    route,
    row,
    rule,
    situation,
)
from engage.decide import Explanation, decide, explain
from engage.decide.explain_change_text import ChangeTelling
from engage.errors import NotFound
from engage.facts.known import PastEvent, State
from engage.ground.finding import Words
from engage.program.program import (
    CompiledTable,
    Cuts,
    HistoryInput,
    Line,
    NowInput,
    Once,
    Program,
    Proposal,
    Shelf,
    Slot,
)


def cut(made: Program) -> Program:
    """With the bounds at which the lines of these tests tell values apart."""
    types = {TIER: TIERS, MONTHS: NUMBER}
    return evolve(made, slot_types=types, cuts={TIER: Cuts(), MONTHS: Cuts((12,)), COMPLAINTS: Cuts((1, 3))})


def told(made: Program, **facts: object) -> Explanation:
    return explain(made, decide(made, situation(**facts)))  # type: ignore[arg-type]


def said(explanation: Explanation, id: str, language: str = "en") -> list[str]:
    telling = ChangeTelling(explanation, language)
    return [telling.answer(one) for one in explanation.why_not(id)]


def test_an_offer_that_was_not_best_wins_when_the_better_one_is_withheld() -> None:
    rules = (
        rule("best", offer("one_month_free")),
        rule("second", offer("tariff_advice")),
        rule("quiet", Proposal(Slot.WITHHOLD, "commercial"), when=[is_(TIER, "gold")]),
    )
    made = cut(program(*rules, furnishing=evolve(FURNISHING, offer_limit=1)))
    assert said(told(made, tier="basic"), "second") == ["customer tier: gold (now basic)"]


def test_an_offer_that_was_not_best_wins_when_a_row_of_a_table_withholds_the_better_one() -> None:
    rules = (rule("best", offer("one_month_free")), rule("second", offer("tariff_advice")))
    rows = (row("quiet row 1", Proposal(Slot.WITHHOLD, "commercial"), when=[is_(TIER, "gold")]),)
    quiet = CompiledTable("quiet", "unique", rows)
    made = cut(program(*rules, tables=[quiet], furnishing=evolve(FURNISHING, offer_limit=1)))
    assert said(told(made, tier="basic"), "second") == ["customer tier: gold (now basic)"]


def test_a_row_wins_when_the_row_that_answers_first_no_longer_holds() -> None:
    rows = (
        row("desks row 1", route("senior_desk"), when=[at_least(MONTHS, 12), is_(TIER, "gold")]),
        row("desks row 2", route("front_desk")),
    )
    made = cut(program(tables=[CompiledTable("desks", "first", rows)]))
    assert said(told(made, tier="gold", months_with_us=30), "desks row 2") == [
        "customer tier: basic or silver (now gold)"
    ]


def test_a_beaten_rule_wins_when_its_victor_is_forbidden_or_does_not_fire() -> None:
    rules = (rule("plain", route("front_desk")), rule("vip", route("senior_desk"), beats=["plain"]))
    veto = never("no seniors", Slot.ROUTE, "senior_desk", when=[is_(TIER, "basic")])
    assert said(told(cut(program(*rules, nevers=[veto])), tier="gold"), "plain") == ["customer tier: basic (now gold)"]


def test_a_rule_out_of_force_or_that_has_spoken_says_so() -> None:
    made = cut(
        program(
            rule("autumn", route("front_desk"), start=datetime.date(2026, 9, 1), through=datetime.date(2026, 10, 31)),
            rule("monthly", route("senior_desk"), once=Once("customer", 30 * DAY)),
        )
    )
    spoken = State(footprints={("monthly", "customer"): AT - DAY})
    explanation = explain(made, decide(made, situation(state=spoken)))
    assert said(explanation, "autumn") == ["it is not in force on this day"]
    assert said(explanation, "monthly") == ["it spoke not long ago"]


def test_a_line_that_asks_for_another_moment_is_told() -> None:
    late = Line(lambda v: v[4] == 22, lambda v: v[4] != 22, (4,), Words("hour of now is 22", "当前小时 是 22"))
    shelf = Shelf("", inputs=(*INPUTS, NowInput(4, "hour")))
    made = cut(program(rule("night", route("front_desk"), when=[late]), shelf=shelf))
    assert said(told(made), "night") == ["only at another moment: hour of now is 22"]
    assert said(told(made), "night", "zh") == ["须在其他时间：当前小时 是 22"]


def test_no_fact_helps_against_a_rule_that_always_beats() -> None:
    made = cut(program(rule("plain", route("front_desk")), rule("vip", route("senior_desk"), beats=["plain"])))
    assert said(told(made, tier="gold"), "plain") == ["no fact would help: others stand before it whatever is known"]


def test_what_a_rule_has_got_is_told_and_an_unheard_name_is_an_error() -> None:
    explanation = told(cut(program(rule("plain", route("front_desk")))))
    assert said(explanation, "plain") == ["it has it"]
    with pytest.raises(NotFound, match="nothing of this name"):
        explanation.why_not("plane")


def test_more_events_of_a_kind_show_in_every_count_of_them() -> None:
    wide = HistoryInput(4, "count complaint 90", "count", "complaint", window="ever", words=Words("complaints at all"))
    shelf = Shelf("", inputs=(*INPUTS, wide))
    made = program(rule("angry", route("senior_desk"), when=[at_least(COMPLAINTS, 3), at_least(4, 3)]), shelf=shelf)
    made = evolve(cut(made), cuts={COMPLAINTS: Cuts((3,)), 4: Cuts((3,))})
    known = situation(past=[PastEvent("complaint", AT - DAY)])
    explanation = explain(made, decide(made, known))
    assert said(explanation, "angry") == ["number of complaints: at least 3 (now 1)"]
    (one,) = explanation.why_not("angry")
    assert one.flip is not None
    case = explanation.case
    assert case is not None
    assert case.filled(one.flip.answers)[4] == 3


def test_the_next_question_is_the_one_that_changes_the_plan_and_settles_most() -> None:
    made = cut(
        program(
            rule("old", route("senior_desk"), when=[at_least(MONTHS, 12)], beats=["plain"]),
            rule("plain", route("front_desk")),
            rule("gold one", when=[is_(TIER, "gold")]),
            rule("gold two", when=[is_(TIER, "gold")]),
        )
    )
    explanation = told(made)
    assert explanation.case is not None
    names = [explanation.case.questions[one.slot].name for one in explanation.questions]
    assert names == ["customer.months_with_us", "customer.tier"]
    best = explanation.questions[0]
    assert best.always == ("old",)
    answers = [(ChangeTelling(explanation, "en").answer_to(best.slot, one), one.changes_plan) for one in best.answers]
    assert answers == [("below 12", False), ("at least 12", True)]


def test_it_rests_on_what_is_needed_and_on_nothing_else() -> None:
    made = cut(
        program(
            rule("vip", route("senior_desk"), when=[is_(TIER, "gold")], beats=["plain"]),
            rule("plain", route("front_desk"), when=[at_least(MONTHS, 12)]),
        )
    )
    named = [seen.name for seen in told(made, tier="gold", months_with_us=30).rests_on]
    assert named == ["customer.tier"]


def test_nothing_is_promised_where_it_is_not_known_how_values_are_told_apart() -> None:
    made = evolve(program(rule("long", route("senior_desk"), when=[at_least(MONTHS, 12)])), cuts={})
    explanation = told(made, months_with_us=3)
    assert said(explanation, "long") == ["months with us: 100 (now 3)"]
    (one,) = explanation.why_not("long")
    assert one.flip is not None
    assert not one.flip.proved
    far = evolve(program(rule("long", route("senior_desk"), when=[at_least(MONTHS, 99_999)])), cuts={})
    assert said(told(far, months_with_us=3), "long") == [
        "none of the changes that were tried does it; not every answer could be worked through"
    ]
