"""What counts as a difference, what is told of it, and how people are counted."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engage.facts.decided import Decision, Effect, SetFact
from engage.facts.known import Event, Fact
from engage.facts.plan import Allowance, HandlingPlan, PlannedOffer, Route, ServiceLevel, SieveStep, Wording
from engage.facts.units import Duration, Unit
from engage.load import from_sources, load
from engage.program.program import Program
from engage.workbench.compare import Comparison, group_field
from engage.workbench.compare_cases import told_case
from engage.workbench.compare_differences import Difference, Worse, differences
from engage.workbench.compare_pairs import Both, Pair, pairs_of_events
from engage.workbench.compare_sides import Hidden, Sides
from engage.workbench.compare_words import place_words, share_words
from engage.workbench.events_in import RawEvent

CARE = Path(__file__).parents[2] / "rulesets" / "telecom-care"
MINUTES = Duration(30, Unit.MINUTE)
HOUR = Duration(1, Unit.HOUR)


@pytest.fixture(scope="module")
def care() -> Program:
    return load(CARE)


@pytest.fixture(scope="module")
def sides(care: Program) -> Sides:
    return Sides(care, care)


def decision(plan: HandlingPlan = HandlingPlan(), **more: Any) -> Decision:  # noqa: B008 - frozen
    return evolve(Decision("d", "h", "e", "/t", "call", 0, plan=plan), **more)


def found(sides: Sides, old: HandlingPlan, new: HandlingPlan) -> list[tuple[str, object, object, Worse | None]]:
    return [(each.place, each.old, each.new, each.worse) for each in differences(decision(old), decision(new), sides)]


def test_scores_of_offers_and_reasons_are_no_treatment(sides: Sides) -> None:
    offers = [HandlingPlan(offers=(PlannedOffer("month", "sms", score, score),)) for score in (1, Decimal("2.5"))]
    assert found(sides, *offers) == []
    assert differences(decision(), decision(reasons=("because",)), sides) == ()


def test_the_head_start_is_told_apart_from_the_route(sides: Sides) -> None:
    plans = [HandlingPlan(route=Route("front_desk", ahead=ahead)) for ahead in (MINUTES, None)]
    assert found(sides, *plans) == [("ahead", MINUTES, None, Worse.LATER)]


@pytest.mark.parametrize(
    ("old", "new", "worse"),
    [
        (HandlingPlan(service_level=ServiceLevel("", {"resolution": MINUTES})),
         HandlingPlan(service_level=ServiceLevel("", {"resolution": HOUR})), Worse.SLOWER),
        (HandlingPlan(service_level=ServiceLevel("", {"resolution": HOUR})),
         HandlingPlan(service_level=ServiceLevel("", {"resolution": MINUTES})), None),
        (HandlingPlan(service_level=ServiceLevel("", {"resolution": HOUR})), HandlingPlan(), Worse.SLOWER),
        (HandlingPlan(allowances=(Allowance("waiver", 50),)), HandlingPlan(allowances=(Allowance("waiver", 49),)),
         Worse.LESS),
        (HandlingPlan(), HandlingPlan(allowances=(Allowance("waiver", 49),)), None),
        (HandlingPlan(step=SieveStep.EXPERT), HandlingPlan(step=SieveStep.SELF_SERVICE), Worse.NO_PERSON),
        (HandlingPlan(step=SieveStep.EXPERT), HandlingPlan(step=SieveStep.ASSISTED), None),
    ],
)  # fmt: skip
def test_worse_is_said_only_where_it_can_be_said_of_any_ruleset(
    sides: Sides, old: HandlingPlan, new: HandlingPlan, worse: Worse | None
) -> None:
    assert [each[3] for each in found(sides, old, new)] == [worse]


def test_a_safe_default_that_stands_in_is_worse(sides: Sides) -> None:
    told = differences(decision(), decision(safe_default=True), sides)
    assert [(each.slot, each.worse) for each in told] == [("safe default", Worse.FALLBACK)]


def test_values_that_were_worked_out_are_told_by_their_direction_only(sides: Sides) -> None:
    waivers = [HandlingPlan(allowances=(Allowance("waiver", limit),)) for limit in (50, 77, 23)]
    assert found(sides, waivers[1], waivers[2]) == [("allow waiver", Hidden.SOME, Hidden.LESS, Worse.LESS)]
    # 50 yuan stands in the rules.
    assert found(sides, waivers[0], waivers[1]) == [("allow waiver", Hidden.SOME, Hidden.MORE, None)]
    assert found(sides, HandlingPlan(), waivers[0]) == [("allow waiver", None, 50, None)]


def test_filled_texts_are_compared_and_never_told(sides: Sides) -> None:
    plans = [HandlingPlan(content=(Wording("hello", "greeting", {"en": f"Hello {who}"}),)) for who in ("Ann", "Bob")]
    assert found(sides, *plans) == [("say greeting", "hello", Hidden.OTHER, None)]
    assert not {"Ann", "Bob"} & {*str(found(sides, *plans)).split()}


def test_notes_differ_without_being_a_treatment(sides: Sides) -> None:
    changes = [(SetFact("customer.churn_reason", value),) for value in ("tariff", "network")]
    (told,) = differences(decision(changes=changes[0]), decision(changes=changes[1]), sides)
    assert (told.place, told.old, told.new, told.treats) == (
        "note customer.churn_reason",
        Hidden.SOME,
        Hidden.OTHER,
        False,
    )


def test_effects_are_compared_as_a_pile(sides: Sides) -> None:
    piles = [tuple(Effect(n, "task", "crm", {"work": w}) for n, w in enumerate(works)) for works in ("ab", "ba", "a")]
    assert differences(decision(effects=piles[0]), decision(effects=piles[1]), sides) == ()
    (told,) = differences(decision(effects=piles[0]), decision(effects=piles[2]), sides)
    assert (told.place, told.old, told.new) == ("effect task b crm", Hidden.SOME, None)


def test_an_output_that_only_one_version_declares_is_compared_with_its_default(care: Program) -> None:
    bare = evolve(care, outputs=(), vocabulary=evolve(care.vocabulary, outputs=()))
    sides = Sides(bare, care)
    assert found(sides, HandlingPlan(), HandlingPlan(outputs={"escalate": False})) == []
    assert found(sides, HandlingPlan(), HandlingPlan(outputs={"escalate": True})) == [
        ("output escalate", False, True, None)
    ]


def test_people_are_grouped_by_the_last_value_known_lowest_first(care: Program) -> None:
    comparison = Comparison(care, care, group_field(care.vocabulary))
    for who, tiers in {"a": ("gold", None), "b": ("basic", "silver"), "c": (None,), "d": ("platinum",)}.items():
        for tier in tiers:
            facts = {"customer.tier": Fact(tier)} if tier else {}
            comparison.add(Pair(Event("e", "/t", "", 0), f"customer {who}", decision(), decision(), facts))
    assert [(group.value, group.people) for group in comparison.groups()] == [
        ("silver", 1), ("gold", 1), ("platinum", 1), (None, 1),
    ]  # fmt: skip


def test_people_are_grouped_by_what_was_named(care: Program) -> None:
    vocabulary = care.vocabulary
    tier = group_field(vocabulary)
    assert tier is not None
    assert tier.name == "customer.tier"
    for name in ("customer.internet", "internet access", "宽带类型", "寬頻類型"):
        assert group_field(vocabulary, name) == vocabulary.field_by_name["customer.internet"]
    assert group_field(vocabulary, "customer.nickname") is None
    assert group_field(vocabulary, "customer.nothing") is None


def test_a_customer_counts_once_however_often_something_differs(care: Program) -> None:
    comparison = Comparison(care, care)
    for _ in range(3):
        pair = Pair(Event("e", "/t", "", 0), "customer a", decision(), decision(HandlingPlan(answer="bill_status")), {})
        comparison.add(pair)
    assert (comparison.decisions, comparison.different, comparison.people_different()) == (3, 3, 1)
    assert [(each.people, each.decisions) for each in comparison.transitions] == [(1, 3)]


def test_an_example_hides_personal_facts_unless_they_are_asked_for(care: Program) -> None:
    texts = {
        name: text.replace("when senior customer is yes", "when senior customer is no") for name, text in care.sources
    }
    new = from_sources(texts.items())
    comparison = Comparison(care, new, group_field(new.vocabulary))
    envelopes: list[dict[str, object]] = [
        {"type": "customer.updated", "data": {"customer.senior": True, "customer.tier": "gold"}},
        {"type": "call.received", "data": {"topic": "bill"}},
    ]
    for number, each in enumerate(envelopes):
        each |= {"id": f"e{number}", "source": "/t", "time": "2026-11-05T10:00:00Z", "subject": "ann-77"}
    for item in pairs_of_events(Both(care, new), [RawEvent(1, each) for each in envelopes]):
        comparison.add(item)
    case = comparison.examples["gold"]
    hidden, shown = (told_case(comparison, case, "en", show) for show in (False, True))
    assert "ann-77" not in str(hidden)
    assert hidden.who == "gold"
    assert "(senior customer: hidden)" in " ".join(hidden.new_why)
    assert shown.who == "customer ann-77 · gold"
    assert "(senior customer: yes)" in " ".join(shown.new_why)


def test_every_place_and_direction_has_words(sides: Sides) -> None:
    for slot in ("deadline", "safe default", "step", "effect", "note", "ahead"):
        for language in ("en", "zh", "zh-Hant"):
            assert place_words(sides, Difference(slot, "", Hidden.SOME, Hidden.OTHER), language)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 400, "0.0 %"), (1, 400, "0.3 %"), (1, 40_000, "< 0.1 %"), (400, 400, "100.0 %"), (0, 0, "–")],
)
def test_shares_are_rounded_and_never_to_nothing(part: int, whole: int, words: str) -> None:
    assert share_words(part, whole) == words
