"""What floors make of a plan, one case each; the law that they are kept is in tests/laws/test_floors_hold.py."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engage.decide import decide, explain
from engage.decide.floors import plan_at_least
from engage.facts.decided import Decision
from engage.facts.known import Event, Fact, Profile, Situation
from engage.facts.plan import HandlingPlan, Menu, ServiceLevel
from engage.facts.units import Duration, Unit
from engage.ground import render
from engage.load import compile as compile_ruleset
from engage.load import read_sources
from engage.program.program import Program

MONDAY = 1_793_584_800_000_000  # 2026-11-02 10:00 in Shanghai
FRIDAY = MONDAY + 4 * 86_400_000_000 + 7 * 3_600_000_000  # 17:00
LONG = ", ".join(f"choice_{number}" for number in range(10))
TEXTS = {
    "vocabulary.yaml": """fields:
  customer.tier: {type: choice, ordered: yes, values: {basic: {}, gold: {}}, en: tier, zh: 等级}
  customer.nickname: {type: text, en: nickname, zh: 昵称}
events:
  call: {type: call.received, contact: yes, en: call, zh: 来电}
  complaint: {type: complaint.received, en: complaint, zh: 投诉}
  cancel: {type: cancel.requested, contact: yes, en: cancel request, zh: 销户申请}
""",
    "catalogue.yaml": f"""queues:
  desk: {{en: front desk, zh: 前台, step: assisted}}
service levels:
  slow: {{en: slow care, zh: 慢服务, targets: {{first_response: 8 business hours}}}}
menu items:
  person: {{en: speak to a person, zh: 人工服务, customer en: speak to a person, reaches: person}}
  cancel_here: {{en: cancel here, zh: 办理销户, finishes: cancel}}
{"".join(f"  choice_{number}: {{en: choice {number}}}" + chr(10) for number in range(10))}
menus:
  long: {{en: long menu, items: [{LONG}, person]}}
  short: {{en: short menu, items: [choice_0]}}
wordings:
  hello: {{en: hello, zh: 问候, placement: greeting, text en: 'Dear {{nickname or else "customer"}}.'}}
  sorry: {{en: sorry, zh: 致歉, placement: greeting, text en: Sorry.}}
answers:
  status: {{en: order status, zh: 订单状态}}
self-service:
  app: {{en: the app, zh: 应用}}
""",
    "ruleset.yaml": """engage: 1
ruleset: desk
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [case.rules]
working week:
  monday to friday: 09:00 to 18:00
safe default:
  - say sorry
""",
}


def program(rules: str, **other: str) -> Program:
    found = read_sources({**TEXTS, **other, "case.rules": rules}.items())
    assert found.report.ok, render(found.report)
    return compile_ruleset(found)


def decided(made: Program, kind: str = "call", at: int = MONDAY, *, tier: str = "", nickname: str = "") -> Decision:
    facts = {name: value for name, value in (("tier", tier), ("nickname", nickname)) if value}
    profile = Profile("c", {f"customer.{name}": Fact(value) for name, value in facts.items()})
    return decide(made, Situation(Event("e", "/t", kind, at, kind=kind), profile))


def raised(decision: Decision) -> list[tuple[str, str, str]]:
    return [(each.slot, each.rule, each.detail) for each in decision.reasons if each.code == "raised"]


def target(decision: Decision, metric: str = "first_response") -> object:
    level = decision.plan.service_level
    return level.targets.get(metric) if level is not None else None


SERVED = "rule served\n  event call\n  then\n    guide to the app\n"


def test_a_wait_that_nobody_promised_is_bounded() -> None:
    decision = decided(program(f"floor everyone\n  answer within 180 seconds\n{SERVED}"))
    assert decision.plan.service_level == ServiceLevel("", {"first_response": Duration(180, Unit.SECOND)})
    assert raised(decision) == [("target first_response", "everyone", "")]


def test_an_answer_at_once_keeps_nobody_waiting() -> None:
    rule = "rule r\n  event call\n  then answer order status\n"
    decision = decided(program(f"floor everyone\n  answer within 180 seconds\n{rule}"))
    assert (decision.plan.service_level, raised(decision)) == (None, [])


@pytest.mark.parametrize(("at", "stands"), [(MONDAY, True), (FRIDAY, False)])
def test_units_have_one_order_the_moment_at_which_they_are_over(at: int, stands: bool) -> None:
    # Eight business hours from Monday at ten are over that day; from Friday at five on the Monday after.
    rule = f"{SERVED}    serve at slow care\n"
    decision = decided(program(f"floor everyone\n  answer within 1 calendar day\n{rule}"), at=at)
    assert (raised(decision) == []) is stands
    assert target(decision) == (Duration(8, Unit.BUSINESS_HOUR) if stands else Duration(1, Unit.CALENDAR_DAY))


def test_of_several_floors_the_strictest_of_each_sort_counts() -> None:
    floors = (
        "floor a\n  answer within 1 calendar day\n  finish within 2 working days\n"
        "floor b\n  answer within 2 business hours\n  finish within 5 working days\n"
    )
    decision = decided(program(floors + SERVED))
    assert raised(decision) == [("target first_response", "b", ""), ("target resolution", "a", "")]


@pytest.mark.parametrize(
    ("facts", "held"),
    [({"tier": "gold"}, True), ({"tier": "basic"}, False), ({}, True)],
    ids=["gold", "basic", "unknown"],
)
def test_a_floor_holds_unless_its_condition_certainly_fails(facts: Mapping[str, str], held: bool) -> None:
    made = program(f"floor gold\n  when tier is gold\n  answer within 60 seconds\n{SERVED}")
    assert bool(raised(decided(made, tier=facts.get("tier", "")))) is held
    defaulted = program(f"floor gold\n  when (tier or else basic) is gold\n  answer within 60 seconds\n{SERVED}")
    assert bool(raised(decided(defaulted, tier=facts.get("tier", "")))) is (facts.get("tier") == "gold")


def test_a_line_about_a_kind_of_event_is_held_there_alone_whoever_waits() -> None:
    made = program(f"floor everyone\n  complaint answered within 3 working days\n{SERVED}")
    assert raised(decided(made, "complaint")) == [("target first_response", "everyone", "")]
    assert raised(decided(made, "call")) == []


@pytest.mark.parametrize(
    ("shown", "menu"),
    [
        ("", Menu("", ("person",), ("person",))),
        ("    menu short menu\n", Menu("short", ("person", "choice_0"), ("person",))),
        (
            "    menu short menu, first choice 1\n",
            Menu("short", ("choice_1", "person", "choice_0"), ("choice_1", "person")),
        ),
    ],
)
def test_an_exit_is_pinned_to_the_menu_or_makes_one(shown: str, menu: Menu) -> None:
    decision = decided(program(f"floor everyone\n  a person within 1 step\n{SERVED}{shown}"))
    assert decision.plan.menu == menu
    assert raised(decision) == [("menu", "everyone", "person")]


def test_an_exit_behind_the_ninth_item_is_two_steps_away() -> None:
    rules = f"{SERVED}    menu long menu\n"
    far = decided(program(f"floor everyone\n  a person within 2 steps\n{rules}"))
    near = decided(program(f"floor everyone\n  a person within 1 step\n{rules}"))
    assert raised(far) == []
    assert far.plan.menu is not None
    assert near.plan.menu is not None
    assert (far.plan.menu.items.index("person"), near.plan.menu.items[0]) == (10, "person")


def test_a_route_is_a_person_and_finishes_everything() -> None:
    rule = "rule r\n  event call or cancel request\n  then\n    route to front desk\n    menu short menu\n"
    made = program(f"floor everyone\n  a person within 1 step\n  cancel request can be finished here\n{rule}")
    assert [raised(decided(made, kind)) for kind in ("call", "cancel")] == [[], []]


def test_a_request_can_be_finished_at_its_event_and_wherever_a_menu_is_shown() -> None:
    rule = "rule r\n  event call or cancel request\n  then guide to the app\n"
    made = program(f"floor everyone\n  cancel request can be finished here\n{rule}")
    assert decided(made, "cancel").plan.menu == Menu("", ("cancel_here",))
    assert decided(made, "call").plan.menu is None
    shown = program(f"floor everyone\n  cancel request can be finished here\n{SERVED}    menu short menu\n")
    assert decided(shown, "call").plan.menu == Menu("short", ("choice_0", "cancel_here"))


def test_the_least_that_is_said_stands_where_nothing_is_said() -> None:
    floor = "floor everyone\n  say at least hello\n"
    decision = decided(program(floor + SERVED), nickname="Ann")
    assert [(each.id, dict(each.texts)) for each in decision.plan.content] == [("hello", {"en": "Dear Ann."})]
    said = decided(program(f"{floor}{SERVED}    say sorry\n"))
    assert [each.id for each in said.plan.content] == ["sorry"]
    assert raised(said) == []


def test_floors_come_after_never() -> None:
    rules = "floor everyone\n  say at least hello\n  a person within 1 step\nnever say hello\nnever menu short menu\n"
    decision = decided(program(f"{rules}{SERVED}    say hello\n    menu short menu\n"))
    assert [each.id for each in decision.plan.content] == ["hello"]
    assert decision.plan.menu == Menu("", ("person",), ("person",))


def test_the_safe_default_is_raised_at_a_kind_of_event_that_nobody_declares() -> None:
    made = program(
        "floor everyone\n  answer within 180 seconds\nfloor gold\n  when tier is gold\n  say at least hello\n"
    )
    decision = decide(made, Situation(Event("e", "/t", "who.knows", MONDAY)))
    assert decision.safe_default
    assert decision.plan.service_level == ServiceLevel("", {"first_response": Duration(180, Unit.SECOND)})
    # The safe default says something at that placement.
    assert [each.id for each in decision.plan.content] == ["sorry"]


@pytest.mark.parametrize("at", [253_402_214_400_000_000, -62_135_596_800_000_000], ids=["year 9999", "year 1"])
def test_a_floor_is_held_at_the_ends_of_the_calendar(at: int) -> None:
    made = program(f"floor everyone\n  answer within 1 calendar day\n  say at least hello\n{SERVED}")
    for kind in ("call", "who.knows"):
        decision = decided(made, kind, at=at)
        assert target(decision) == Duration(1, Unit.CALENDAR_DAY)
        assert decision.safe_default == (kind != "call")


def test_where_no_item_helps_the_route_of_the_safe_default_does() -> None:
    header = TEXTS["ruleset.yaml"].replace("say sorry", "route to front desk")
    catalogue = TEXTS["catalogue.yaml"].replace(", reaches: person", "").replace(", finishes: cancel", "")
    other = {"ruleset.yaml": header, "catalogue.yaml": catalogue}
    rule = "rule r\n  event cancel request\n  then guide to the app\n"
    for line in ("a person within 1 step", "cancel request can be finished here"):
        made = program(f"floor everyone\n  event cancel request\n  {line}\n{rule}", **other)
        decision = decided(made, "cancel")
        assert decision.plan.route is not None
        assert raised(decision) == [("route", "everyone", "desk")]


def test_a_raised_plan_says_so_in_words() -> None:
    made = program(
        f'floor everyone\n  answer within 180 seconds\n  a person within 1 step\n  because "nobody is left"\n{SERVED}'
    )
    told = explain(made, decided(made))
    english, chinese = told.text("en"), told.text("zh")
    assert "first response 180 seconds: raised to the floor `everyone`" in english
    assert "speak to a person: raised to the floor `everyone`" in english
    assert "已按底线 “everyone” 提高" in chinese
    assert "180秒" in chinese


def test_the_order_of_plans_is_partial() -> None:
    made = program(SERVED)
    bare = HandlingPlan()
    soon = HandlingPlan(service_level=ServiceLevel("", {"first_response": Duration(1, Unit.MINUTE)}))
    near = HandlingPlan(menu=Menu("", ("person",)))
    assert plan_at_least(soon, bare, made, MONDAY)
    assert plan_at_least(near, bare, made, MONDAY)
    assert not plan_at_least(soon, near, made, MONDAY)
    assert not plan_at_least(near, soon, made, MONDAY)
    assert plan_at_least(bare, bare, made, MONDAY)
