"""Laws of the decision, on random programs. Each names the planted mistake that it catches."""

from __future__ import annotations

from random import Random

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from decide.building import MONTHS, TIER, at_least, is_, never, offer, output, program, route, rule, situation, task
from engage.decide import decide
from engage.decide.candidates import ask, local_date
from engage.decide.recall import recall
from engage.facts.decided import Decision, Verdict
from engage.facts.known import Situation
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Kind, Output, Settling, Type
from engage.program.program import CompiledNever, CompiledRule, Line, Once, Proposal, Slot

TIERS = ("basic", "silver", "gold", "platinum")
OFFERS = ("one_month_free", "bigger_plan", "tariff_advice")
OUTPUTS = tuple(Output(settling.name.lower(), Type(Kind.NUMBER), settling=settling, limit=2) for settling in Settling)


def lines() -> st.SearchStrategy[Line]:
    return st.one_of(
        st.lists(st.sampled_from(TIERS), min_size=1, max_size=3).map(lambda some: is_(TIER, *some)),
        st.integers(0, 40).map(lambda low: at_least(MONTHS, low)),
    )


def proposals() -> st.SearchStrategy[Proposal]:
    return st.one_of(
        st.sampled_from(("front_desk", "retention_desk", "senior_desk")).map(route),
        st.builds(offer, st.sampled_from(OFFERS), st.integers(0, 3)),
        st.builds(output, st.sampled_from([each.id for each in OUTPUTS]), st.integers(0, 3)),
        st.sampled_from((None, 1, 2)).map(lambda days: task(due=Duration(days, Unit.WORKING_DAY) if days else None)),
        st.sampled_from(("vip_care", "standard_care")).map(lambda id: Proposal(Slot.LEVEL, id)),
        st.sampled_from(("commercial", "service")).map(lambda group: Proposal(Slot.WITHHOLD, group)),
        st.integers(0, 100).map(lambda limit: Proposal(Slot.ALLOW, limit, "waiver")),
    )


@st.composite
def rules(draw: st.DrawFn) -> tuple[CompiledRule, ...]:
    count = draw(st.integers(1, 6))
    made = []
    for number in range(count):
        # A rule beats only ones of a later letter, closed by construction, so that it runs in no circle.
        beats = [f"r{later}" for later in range(number + 1, count)] if draw(st.booleans()) else []
        once = Once("customer", None) if draw(st.booleans()) else None
        lines_ = draw(st.lists(lines(), max_size=2))
        made.append(rule(f"r{number}", *draw(st.lists(proposals(), max_size=3)), when=lines_, beats=beats, once=once))
    return tuple(made)


def nevers() -> st.SearchStrategy[list[CompiledNever]]:
    slots = st.sampled_from(
        (
            (Slot.OFFER, "commercial"),
            (Slot.ROUTE, "retention_desk"),
            (Slot.ROUTE, "front_desk"),
            (Slot.TASK, "call_back"),
            (Slot.LEVEL, "vip_care"),
        )
    )
    return st.lists(
        st.builds(
            lambda slot, when: never(f"never {slot[1]}", slot[0], slot[1], when=when),
            slots,
            st.lists(lines(), max_size=1),
        ),
        max_size=3,
        unique_by=lambda one: one.id,
    )


def situations() -> st.SearchStrategy[Situation]:
    return st.builds(
        lambda kind, facts: situation(kind, **facts),
        st.sampled_from(("cancel_request", "bill")),
        st.fixed_dictionaries({}, optional={"tier": st.sampled_from(TIERS), "months_with_us": st.integers(0, 40)}),
    )


def outcome(decision: Decision) -> tuple[object, ...]:
    return decision.plan, decision.effects, decision.changes


@given(rules(), nevers(), situations())
def test_removing_a_rule_that_did_not_fire_changes_neither_plan_nor_effects(
    some: tuple[CompiledRule, ...], vetoes: list[CompiledNever], known: Situation
) -> None:
    """Mutant: a rule that is unknown proposes as if it had fired."""
    before = decide(program(*some, nevers=vetoes, outputs=OUTPUTS), known)
    assert not before.safe_default
    silent = {id for id, verdict in before.verdicts.items() if verdict is not Verdict.FIRED}
    for id in silent & {one.id for one in some}:
        rest = tuple(one for one in some if one.id != id)
        after = decide(program(*rest, nevers=vetoes, outputs=OUTPUTS), known)
        assert outcome(after) == outcome(before)


@given(rules(), nevers(), situations(), st.randoms(use_true_random=False))
def test_the_order_of_rules_and_vetoes_does_not_matter(
    some: tuple[CompiledRule, ...], vetoes: list[CompiledNever], known: Situation, shuffler: Random
) -> None:
    """Mutants: ties go to the rule that comes first in the file; what is forbidden is told in the order of the file."""
    kept = [evolve(one, order=len(some) - number) for number, one in enumerate(some)]
    before = decide(program(*kept, nevers=vetoes, outputs=OUTPUTS), known)
    shuffler.shuffle(kept)
    after = decide(program(*kept, nevers=vetoes[::-1], outputs=OUTPUTS), known)
    assert after == before


@given(rules(), nevers(), situations())
def test_never_always_wins(some: tuple[CompiledRule, ...], vetoes: list[CompiledNever], known: Situation) -> None:
    """Mutant: the veto is asked before composition only, so that the safe default's route slips in."""
    decision = decide(program(*some, nevers=vetoes, outputs=OUTPUTS), known)
    plan = decision.plan
    forbidden = {veto.key for veto in vetoes if decision.verdicts[veto.id] is Verdict.FIRED}
    if "commercial" in forbidden:
        assert {each.id for each in plan.offers} <= {"tariff_advice"}
    assert plan.route is None or plan.route.queue not in forbidden
    assert not {each.work for each in plan.tasks} & forbidden
    assert not {effect.payload.get("work") for effect in decision.effects} & forbidden
    assert plan.service_level is None or plan.service_level.id not in forbidden


@given(rules(), nevers(), situations(), st.booleans())
def test_deciding_again_from_facts_used_gives_the_same_verdicts(
    some: tuple[CompiledRule, ...], vetoes: list[CompiledNever], known: Situation, spoken: bool
) -> None:
    """Mutant: facts used without the moments at which `once per` rules last spoke."""
    if spoken:
        stamps = {(one.id, "customer"): known.event.at - 1 for one in some}
        known = evolve(known, state=evolve(known.state, footprints=stamps))
    made = program(*some, nevers=vetoes, outputs=OUTPUTS)
    decision = decide(made, known)
    shelf = made.shelves[known.event.kind]
    values, last = recall(made, shelf, decision.facts_used)
    again = ask(shelf, values, decision.at, local_date(decision.at, made.zone), last)
    assert again.verdicts == decision.verdicts
