"""The pipeline as a whole: verdicts, plan, vetoes, effects, changes, fallbacks."""

from __future__ import annotations

import datetime
from decimal import Decimal

from attrs import evolve

from decide.building import (
    AT,
    COMPLAINTS,
    DAY,
    MONTHS,
    NOTHING_KEPT,
    REASON,
    SAFE,
    TIER,
    at_least,
    is_,
    menu,
    never,
    offer,
    output,
    program,
    route,
    rule,
    situation,
    task,
)
from engage.decide import ReasonCode, decide
from engage.facts.decided import Outcome, Reason, RememberHeld, SetFact, StampFootprint, StartTimer, Verdict
from engage.facts.known import PastEvent, State
from engage.facts.plan import Need, Rung, SieveStep
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Kind, Output, Type
from engage.ground.canonical import derived_id
from engage.program.program import (
    AbsenceTimer,
    CompiledRule,
    HeldInput,
    Line,
    Once,
    Program,
    Proposal,
    Shelf,
    Slot,
)


def verdict(one: CompiledRule, state: State = NOTHING_KEPT, **facts: object) -> Verdict:
    return decide(program(one), situation(state=state, **facts)).verdicts[one.id]  # type: ignore[arg-type]


def test_a_rule_fires_only_when_every_line_certainly_holds() -> None:
    one = rule("r", when=[is_(TIER, "gold"), at_least(MONTHS, 12)])
    assert verdict(one, tier="gold", months_with_us=12) is Verdict.FIRED
    assert verdict(one, tier="gold") is Verdict.UNKNOWN
    assert verdict(one, months_with_us=3) is Verdict.NOT_MET
    assert verdict(one, tier="basic", months_with_us=30) is Verdict.NOT_MET


def test_active_dates_are_local_and_include_both_ends() -> None:
    day = datetime.date(2026, 11, 5)
    one = rule("r", start=day, through=day)
    midnight = AT - 10 * 3_600_000_000
    moments = {midnight - 1: "inactive", midnight: "fired", midnight + DAY - 1: "fired", midnight + DAY: "inactive"}
    for at, expected in moments.items():
        assert decide(program(one), situation(at=at)).verdicts["r"] == expected


def test_once_per_speaks_again_when_its_window_has_rolled_by() -> None:
    one = rule("r", task(), once=Once("customer", 30 * DAY))
    assert verdict(one, State(footprints={("r", "customer"): AT - 30 * DAY + 1})) is Verdict.ALREADY
    assert verdict(one, State(footprints={("r", "customer"): AT - 30 * DAY})) is Verdict.FIRED
    assert verdict(one, State(footprints={("r", "contact"): AT - 1})) is Verdict.FIRED
    forever = rule("r", once=Once("contact", None))
    assert verdict(forever, State(footprints={("r", "contact"): 0})) is Verdict.ALREADY
    assert StampFootprint("r", "customer") in decide(program(one), situation()).changes


def test_the_index_leaves_out_rules_of_other_values_and_asks_all_when_the_value_is_unknown() -> None:
    gold, basic = rule("gold", when=[is_(TIER, "gold")]), rule("basic", when=[is_(TIER, "basic")])
    always = rule("always")
    shelf = Shelf("", always=(2,), by_value=((TIER, {"gold": (0,), "basic": (1,)}),))
    indexed = program(gold, basic, always, shelf=shelf)
    assert decide(indexed, situation(tier="gold")).verdicts == {"always": "fired", "gold": "fired"}
    assert decide(indexed, situation()).verdicts == {"always": "fired", "basic": "unknown", "gold": "unknown"}


def test_one_plan_is_composed_from_all_slots() -> None:
    rung = Rung(Duration(60, Unit.SECOND), (), "senior_desk")
    one = rule(
        "r",
        route("retention_desk", rung, needs=[Need("retention", 4)]),
        Proposal(Slot.AHEAD, Duration(90, Unit.SECOND)),
        Proposal(Slot.LEVEL, "vip_care"),
        Proposal(Slot.TARGET, Duration(10, Unit.MINUTE), "first_response"),
        menu("cancel_menu", "speak_to_person"),
        Proposal(Slot.SAY, "opening", "greeting"),
        Proposal(Slot.SKIP, "identity_check"),
        Proposal(Slot.ALLOW, 100, "waiver"),
        task(due=Duration(1, Unit.WORKING_DAY)),
        output("escalate", True),
    )
    plan = decide(program(one, outputs=[Output("escalate", Type(Kind.YES_NO))]), situation(months_with_us=30)).plan
    assert plan.step is SieveStep.EXPERT
    assert plan.route is not None
    assert (plan.route.queue, plan.route.ladder) == ("retention_desk", (rung,))
    assert plan.route.ahead == Duration(90, Unit.SECOND)
    assert plan.service_level is not None
    assert plan.service_level.targets == {
        "first_response": Duration(10, Unit.MINUTE),
        "resolution": Duration(1, Unit.WORKING_DAY),
    }
    assert plan.menu is not None
    assert plan.menu.items == ("speak_to_person", "cancel_here")
    assert plan.content[0].texts["en"] == "Thank you for 30 months."
    assert plan.skips == ("identity_check",)
    assert plan.outputs == {"escalate": True}


def test_targets_stand_without_a_level() -> None:
    plan = decide(
        program(rule("r", Proposal(Slot.TARGET, Duration(10, Unit.MINUTE), "first_response"))), situation("bill")
    )
    assert plan.plan.service_level is not None
    assert plan.plan.service_level.id == ""


def test_an_answer_at_once_comes_before_self_service_and_people() -> None:
    answer, guide = Proposal(Slot.ANSWER, "bill_status"), Proposal(Slot.GUIDE, "app")
    assert decide(program(rule("r", answer, guide, route("front_desk"))), situation()).plan.step is SieveStep.ANSWER
    assert decide(program(rule("r", guide, route("front_desk"))), situation()).plan.step is SieveStep.SELF_SERVICE


def test_a_waiting_customer_whom_no_rule_serves_gets_the_route_of_the_safe_default() -> None:
    decision = decide(program(rule("r", offer("tariff_advice"))), situation())
    assert decision.plan.route == SAFE.route
    assert decision.plan.offers
    assert not decision.safe_default
    assert Reason(ReasonCode.UNSERVED, "route") in decision.reasons
    assert decide(program(rule("r")), situation("bill")).plan.route is None


def test_an_output_that_nobody_sets_takes_its_otherwise() -> None:
    outputs = [Output("escalate", Type(Kind.YES_NO), otherwise=False)]
    decision = decide(program(outputs=outputs), situation())
    assert decision.plan.outputs == {"escalate": False}
    assert Reason(ReasonCode.DEFAULT, "output escalate") in decision.reasons


def test_a_value_that_cannot_be_computed_is_left_out_and_said() -> None:
    one = rule("r", Proposal(Slot.ALLOW, None, "waiver", compute=lambda values: None))
    decision = decide(program(one), situation())
    assert decision.plan.allowances == ()
    assert Reason(ReasonCode.UNKNOWN_VALUE, "allow waiver", "r") in decision.reasons


# ------------------------------------------------------------------------------------------------- never


def test_never_takes_out_an_offer_whatever_its_score_and_the_next_best_steps_up() -> None:
    rules = rule("r", offer("one_month_free", 1000), offer("tariff_advice"))
    decision = decide(program(rules, nevers=[never("n", Slot.OFFER, "commercial")]), situation())
    assert [each.id for each in decision.plan.offers] == ["tariff_advice"]
    assert Reason(ReasonCode.FORBIDDEN, "offer", "n", "one_month_free") in decision.reasons
    assert any(one.outcome is Outcome.FORBIDDEN and one.because_of == "n" for one in decision.candidates)


def test_never_reaches_into_ladders_levels_and_the_route_of_the_safe_default() -> None:
    rung = Rung(Duration(60, Unit.SECOND), (), "senior_desk")
    one = rule("r", route("retention_desk", rung), Proposal(Slot.LEVEL, "vip_care"))
    vetoes = [never("n", Slot.ROUTE, "senior_desk"), never("m", Slot.TARGET, "resolution")]
    plan = decide(program(one, nevers=vetoes), situation()).plan
    assert plan.route is not None
    assert plan.route.ladder == ()
    assert plan.service_level is not None
    assert list(plan.service_level.targets) == ["first_response"]
    bare = decide(program(nevers=[never("n", Slot.ROUTE)]), situation())
    assert bare.plan.route is None
    assert bare.plan.step is None


def test_a_never_that_is_only_perhaps_true_forbids_nothing() -> None:
    veto = never("n", Slot.OFFER, "commercial", when=[is_(TIER, "gold")])
    decision = decide(program(rule("r", offer("bigger_plan")), nevers=[veto]), situation())
    assert decision.verdicts["n"] is Verdict.UNKNOWN
    assert decision.plan.offers


def test_a_forbidden_output_stays_at_its_otherwise() -> None:
    outputs = [Output("escalate", Type(Kind.YES_NO), otherwise=False)]
    veto = never("n", Slot.OUTPUT, "escalate")
    decision = decide(program(rule("r", output("escalate", True)), nevers=[veto], outputs=outputs), situation())
    assert decision.plan.outputs == {"escalate": False}


# --------------------------------------------------------------------------------------- effects, changes


def test_tasks_and_outbound_offers_become_numbered_effects() -> None:
    base = program(rule("r", task(due=Duration(2, Unit.HOUR)), offer("bigger_plan")))
    furnishing = base.furnishing
    sms = evolve(furnishing.offers["bigger_plan"], channel="sms")
    one = evolve(base, furnishing=evolve(furnishing, offers={**furnishing.offers, "bigger_plan": sms}))
    made = decide(one, situation()).effects
    assert [(each.number, each.kind, each.channel) for each in made] == [(1, "task", "crm"), (2, "offer", "sms")]
    assert made[0].payload["due"] == "2 hour"
    assert made[0].payload["due_at"] == "2026-11-05T12:00:00+08:00"
    assert made[0].payload["rule"] == "r"


def test_the_same_work_is_asked_for_once_by_the_earliest_time() -> None:
    late, soon = Duration(3, Unit.WORKING_DAY), Duration(1, Unit.WORKING_DAY)
    decision = decide(program(rule("a", task(due=late)), rule("b", task(due=soon)), rule("c", task())), situation())
    assert [each.due for each in decision.plan.tasks] == [soon]
    assert len(decision.effects) == 1


def test_notes_and_facts_of_the_event_are_written_and_a_note_wins() -> None:
    noted = Proposal(Slot.NOTE, None, "customer.churn_reason", compute=lambda values: values[REASON])
    over = Proposal(Slot.NOTE, "other", "customer.last_reason")
    known = situation(data={"reason": "tariff"})
    assert decide(program(rule("r", noted)), known).changes == (
        SetFact("customer.churn_reason", "tariff"),
        SetFact("customer.last_reason", "tariff"),
    )
    assert SetFact("customer.last_reason", "other") in decide(program(rule("r", over)), known).changes
    assert "tariff" not in str(decide(program(rule("r", noted)), known).candidates)


def test_a_held_condition_is_remembered_from_its_first_moment_until_it_breaks() -> None:
    line = is_(TIER, "gold")
    one = program(
        rule("r"), shelf=Shelf("", inputs=(*program().shelves["bill"].inputs, HeldInput(5, "held", line, DAY)))
    )
    kept = State(held={"held": AT - 1})
    assert decide(one, situation(tier="gold")).changes == (RememberHeld("held", AT),)
    assert decide(one, situation(tier="gold", state=kept)).changes == ()
    assert decide(one, situation(tier="basic", state=kept)).changes == (RememberHeld("held", None),)
    assert decide(one, situation(state=State(held={"held": AT + 1}))).changes == ()


def test_an_absence_starts_its_timer() -> None:
    timer = AbsenceTimer("no call-back", Duration(3, Unit.WORKING_DAY), "call_back")
    decision = decide(program(shelf=Shelf("", timers=(timer,))), situation("bill"))
    end_of_tuesday = AT + 5 * DAY + 14 * 3_600_000_000  # no week declared: open all day, Monday to Friday
    assert decision.changes == (StartTimer("no call-back", end_of_tuesday),)


# --------------------------------------------------------------------------------------------- fallbacks


def test_an_unknown_kind_gets_the_safe_default_and_says_so() -> None:
    decision = decide(
        program(rule("r", route("senior_desk"))), evolve(situation(), event=evolve(situation().event, kind=""))
    )
    assert decision.safe_default
    assert decision.plan == SAFE
    assert decision.reasons == (Reason(ReasonCode.UNKNOWN_KIND),)


def test_a_broken_condition_gives_the_safe_default_and_no_exception() -> None:
    def broken(values: object) -> bool:
        raise ZeroDivisionError("platinum")

    decision = decide(program(rule("r", task(), when=[Line(broken, broken)])), situation(data={"reason": "tariff"}))
    assert decision.safe_default
    assert decision.plan == SAFE
    assert decision.reasons == (Reason(ReasonCode.FAILED, "", "ask", "ZeroDivisionError"),)
    assert decision.effects == ()
    assert decision.changes == (SetFact("customer.last_reason", "tariff"),)


def test_an_unreadable_field_is_reported_without_its_value() -> None:
    known = situation()
    decision = decide(program(), evolve(known, event=evolve(known.event, problems=(("event.reason", "wrong-type"),))))
    assert Reason(ReasonCode.UNREADABLE, rule="wrong-type", detail="event.reason") in decision.reasons


def test_the_id_derives_from_tenant_source_and_event() -> None:
    assert decide(program(), situation()).id == derived_id("", "/ivr", "e1")
    assert decide(program(), situation(), tenant="t").id == derived_id("t", "/ivr", "e1")


def test_event_profile_and_history_are_a_shorthand_for_the_situation() -> None:
    known = situation(tier="gold", past=[PastEvent("complaint", AT - DAY)])
    one: Program = program(rule("r", task(), when=[is_(TIER, "gold"), at_least(COMPLAINTS, 1)]))
    assert decide(one, known.event, known.profile, known.history) == decide(one, known)
    assert decide(one, known).plan.tasks


def test_facts_used_name_what_the_shelf_read_and_nothing_else() -> None:
    used = decide(program(), situation(tier="gold", nickname="Auntie")).facts_used
    assert used == {
        "count complaint ever": 0,
        "customer.months_with_us": None,
        "customer.tier": "gold",
        "event.reason": None,
    }


def test_a_score_of_nothing_is_not_an_error() -> None:
    assert decide(program(rule("r", offer("unheard_of", Decimal("1.5")))), situation()).plan.offers[0].score == 0


def test_reasons_never_hold_a_value_of_the_customer() -> None:
    secret = "Auntie Zhang"
    computed = [
        Proposal(Slot.OUTPUT, None, "greeting", compute=lambda values: values[REASON]),
        Proposal(Slot.NOTE, None, "customer.churn_reason", compute=lambda values: values[REASON]),
        Proposal(Slot.ALLOW, None, "waiver", compute=lambda values: values[REASON]),
    ]
    decision = decide(program(rule("r", *computed)), situation(data={"reason": secret}))
    assert decision.plan.outputs == {"greeting": secret}
    assert secret not in str(decision.reasons)
    assert secret not in repr(decision)
