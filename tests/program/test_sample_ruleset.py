"""The sample ruleset in both languages, read from its files: the compiled program and the reference agree on it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

from engage.decide import decide
from engage.facts.decided import Decision, StartTimer, Verdict
from engage.facts.known import Event, Fact, History, PastEvent, Profile, Situation
from engage.facts.plan import PlannedOffer
from engage.facts.units import Duration, Unit
from engage.load import compile, read
from engage.program.program import Program
from engage.ruleset.model import Model, Table
from engage.testing.reference import interpret
from program.building import DAY, NOW, at

MINI = Path(__file__).parent.parent / "samples" / "mini"


@pytest.fixture(scope="module")
def mini() -> tuple[Model, Program]:
    ruleset = read(MINI)
    assert ruleset.model is not None
    return ruleset.model, compile(ruleset)


def asked(
    kind: str, facts: Mapping[str, object], data: Mapping[str, object], *past: PastEvent, now: int = NOW
) -> Situation:
    profile = Profile("c", {f"customer.{name}": Fact(value) for name, value in facts.items()})
    return Situation(Event("e", "/test", kind, now, kind=kind, data=data), profile, History(past))


def complained(days_ago: int, reason: str | None = "network") -> PastEvent:
    return PastEvent("complaint", NOW - days_ago * DAY, data={} if reason is None else {"reason": reason})


def test_a_platinum_customer_who_asks_to_leave_meets_the_retention_desk(mini: tuple[Model, Program]) -> None:
    facts = {
        "tier": "platinum",
        "months_with_us": 30,
        "contract_end": datetime.date(2026, 12, 20),
    }
    known = asked("cancel_request", facts, {"reason": "tariff"}, complained(12), complained(3))
    decision = decide(mini[1], known)
    plan = decision.plan
    assert plan.route is not None
    assert plan.route.queue == "retention_desk"
    assert [offer.id for offer in plan.offers] == ["one_month_free"]
    assert isinstance(plan.offers[0], PlannedOffer)
    assert plan.content[0].texts["en"] == "Thank you for 30 months with us."
    assert decision.facts_used["customer.churn_risk"] == 60
    assert decision.because["vip asks to leave"]["en"] == "platinum customer asks to leave, churn risk high"


def test_after_a_port_out_request_nothing_commercial_is_offered(mini: tuple[Model, Program]) -> None:
    facts = {"tier": "gold", "contract_end": datetime.date(2026, 12, 20)}
    known = asked("cancel_request", facts, {}, complained(1), complained(2), PastEvent("port_out_request", NOW - DAY))
    decision = decide(mini[1], known)
    assert decision.verdicts["vip asks to leave"] is Verdict.FIRED
    assert decision.plan.offers == ()


def test_a_missed_call_back_is_asked_about_at_the_end_of_the_third_working_day(mini: tuple[Model, Program]) -> None:
    decision = decide(mini[1], asked("complaint_closed", {}, {}))
    # Thursday: Friday, Monday and Tuesday are the three working days.
    assert timers(decision) == [("承诺未回访", at("2026-11-10 18:00"))]
    rung = asked("timer:承诺未回访", {}, {"started": NOW}, now=at("2026-11-10 18:00"))
    assert [task.due for task in decide(mini[1], rung).plan.tasks] == [Duration(1, Unit.WORKING_DAY)]


def timers(decision: Decision) -> list[tuple[str, int]]:
    return [(change.name, change.nominal) for change in decision.changes if isinstance(change, StartTimer)]


def test_the_program_and_the_reference_agree_on_every_mix_of_facts(mini: tuple[Model, Program]) -> None:
    model, program = mini
    tiers = (None, "basic", "silver", "gold", "platinum")
    ends = (None, *(datetime.date(2026, 11, 5) + datetime.timedelta(days=days) for days in (-1, 0, 60, 61)))
    pasts = ((), (complained(30),), (complained(29), complained(3)), (complained(29, None), complained(3, "tariff")))
    bills = (
        (),
        tuple(PastEvent("bill", at(f"2026-{month:02}-02 08:00"), data={"amount": 200}) for month in (8, 9, 10)),
    )
    for kind, tier, end, past, bill, grade in product(
        ("cancel_request", "complaint"), tiers, ends, pasts, bills, (None, "ordinary", "serious")
    ):
        facts = {"tier": tier, "contract_end": end, "months_with_us": 3 if end else None}
        known = asked(kind, facts, {"reason": "network", "grade": grade}, *past, *bill)
        decision, found = decide(program, known), interpret(model, known)
        assert not decision.safe_default
        fired = {id for id, verdict in decision.verdicts.items() if verdict is Verdict.FIRED}
        expected = {id for id, verdict in found.verdicts.items() if verdict is Verdict.FIRED}
        rows = {id for hits in found.rows.values() for id in hits}
        tables = {table.id for table in model.every(Table)}
        assert fired - tables == expected | rows, (kind, facts, past, bill, grade)
        scored = {name: value for name, value in found.facts.items() if name in decision.facts_used}
        assert {name: decision.facts_used[name] for name in scored} == scored
