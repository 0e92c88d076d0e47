"""`never`: a value that is written out is forbidden alone; without one the whole thing is."""

from __future__ import annotations

from decimal import Decimal

from decide.building import NUMBER, SAFE, YES_NO, never, output, program, route, rule, situation, task
from engage.decide import ReasonCode, decide
from engage.facts.decided import Decision, Reason, SetFact
from engage.facts.plan import ServiceLevel
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Output, Settling
from engage.program.program import CompiledNever, CompiledRule, Proposal, Slot

ESCALATE = Output("escalate", YES_NO, otherwise=False)
POINTS = Output("points", NUMBER, settling=Settling.SUM, otherwise=0)


def decided(veto: CompiledNever, *rules: CompiledRule) -> Decision:
    return decide(program(*rules, nevers=[veto], outputs=[ESCALATE, POINTS]), situation())


def test_forbidding_one_value_of_an_output_leaves_the_others() -> None:
    no = never("never no", Slot.OUTPUT, "escalate", value=False)
    assert decided(no, rule("a", output("escalate", True))).plan.outputs["escalate"] is True
    yes = never("never yes", Slot.OUTPUT, "escalate", value=True)
    decision = decided(yes, rule("a", output("escalate", True)))
    assert decision.plan.outputs["escalate"] is False
    assert Reason(ReasonCode.FORBIDDEN, "output escalate", "never yes", "escalate") in decision.reasons


def test_a_sum_that_comes_to_a_forbidden_value_falls_to_its_default() -> None:
    three = never("never three", Slot.OUTPUT, "points", value=3)
    assert decided(three, rule("a", output("points", 1)), rule("b", output("points", 2))).plan.outputs["points"] == 0
    assert decided(three, rule("a", output("points", 2)), rule("b", output("points", 2))).plan.outputs["points"] == 4


def test_forbidding_an_allowance_up_to_a_limit_leaves_smaller_ones() -> None:
    veto = never("never fifty", Slot.ALLOW, "waiver", value=50)
    for limit, kept in ((20, True), (Decimal("49.99"), True), (50, False), (100, False)):
        plan = decided(veto, rule("a", Proposal(Slot.ALLOW, limit, "waiver"))).plan
        assert bool(plan.allowances) is kept, limit


def test_lengths_of_time_are_compared_by_what_they_come_to() -> None:
    half = never("never half", Slot.TARGET, "resolution", value=Duration(30, Unit.MINUTE))
    same = Proposal(Slot.TARGET, Duration(1800, Unit.SECOND), "resolution")
    other = Proposal(Slot.TARGET, Duration(1, Unit.HOUR), "resolution")
    assert decided(half, rule("a", same)).plan.service_level == SAFE.service_level
    level = decided(half, rule("a", other)).plan.service_level
    assert level == ServiceLevel("", {"resolution": Duration(1, Unit.HOUR)})
    ahead = never("never ahead", Slot.AHEAD, value=Duration(1, Unit.MINUTE))
    short = rule("a", route("senior_desk"), Proposal(Slot.AHEAD, Duration(30, Unit.SECOND)))
    long = rule("a", route("senior_desk"), Proposal(Slot.AHEAD, Duration(90, Unit.SECOND)))
    routes = [decided(ahead, each).plan.route for each in (short, long)]
    assert [each and each.ahead for each in routes] == [Duration(30, Unit.SECOND), None]


def test_forbidding_work_for_one_owner_leaves_the_same_work_for_others() -> None:
    veto = never("never team", Slot.TASK, "call_back", value="team")
    plan = decided(veto, rule("a", task(owner="team")), rule("b", task(owner="shop"))).plan
    assert [each.owner for each in plan.tasks] == ["shop"]


def test_forbidding_one_note_leaves_another_reason_to_be_kept() -> None:
    veto = never("never tariff", Slot.NOTE, "customer.churn_reason", value="tariff")

    def kept(said: str) -> list[object]:
        decision = decided(veto, rule("a", Proposal(Slot.NOTE, said, "customer.churn_reason")))
        return [each.value for each in decision.changes if isinstance(each, SetFact)]

    assert [kept("network"), kept("tariff")] == [["network"], []]


def test_what_is_forbidden_is_told_in_the_order_of_names_and_not_of_files() -> None:
    rules = [rule("a", route("front_desk")), rule("b", route("retention_desk"))]
    vetoes = [never(f"never {queue}", Slot.ROUTE, queue) for queue in ("retention_desk", "front_desk")]
    one, other = (decide(program(*order, nevers=vetoes), situation()) for order in (rules, rules[::-1]))
    assert one.reasons == other.reasons
