"""Whatever a provider answers: the decision is made, is kept as it is, and is the same when it is made again."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import engage
from engage.facts.known import Profile, Situation
from engage.gate.values import moment_text
from engage.knowledge.freshness import distrust
from engage.runtime import Engine, SetClock
from engage.sockets.provider import Told
from engage.testing.reference import interpret
from engage.testing.reference_storage import ReferenceStorage
from runtime.desk import START, envelope
from runtime.providers import DAY, System, desk, model

PROGRAM, MODEL = desk(), model()
NAMES = ("customer.tariff", "customer.months", "customer.debt", "customer.city")

anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(max_size=6),
    st.binary(max_size=4),
    st.dates(),
    st.sampled_from(["gold", "basic", "Harbin", "\ud800", object(), Exception("x")]),
    st.integers(0, 200),
)
nested = st.recursive(anything, lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(), one), max_leaves=5)
moments = st.one_of(
    anything,
    st.integers(START - 3 * DAY, START + DAY).map(moment_text),
    st.datetimes(timezones=st.just(datetime.UTC)),
)
sure = st.one_of(anything, st.floats(0, 1), st.decimals(0, 1, places=2))
told = st.builds(Told, nested, moments, sure, st.one_of(anything, st.text(max_size=3)))
likely = st.fixed_dictionaries(
    {},
    optional={
        "customer.tariff": st.sampled_from(["gold", "basic"]) | told,
        "customer.months": st.integers(0, 40) | told,
        "customer.debt": st.integers(0, 200) | st.builds(Told, st.integers(0, 200), confidence=st.floats(0, 1)) | told,
        "customer.city": st.just("Harbin") | told,
    },
)
wild = st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=4), st.integers()), nested | told)
answers = st.one_of(likely, wild, nested)
kept = st.fixed_dictionaries({}, optional={"customer.tariff": st.sampled_from(["gold", "basic"])})


@given(answers, kept, st.sampled_from(["cancel.requested", "visited"]), st.sampled_from([START - DAY, START]))
def test_the_decision_is_made_and_kept_and_made_again(
    answer: object, before: Mapping[str, object], type: str, at: int
) -> None:
    system, storage = System(lambda _: answer), ReferenceStorage()
    with Engine(PROGRAM, storage, providers={"crm": system, "billing": system}, clock=SetClock(START)) as engine:
        engine.know("c7", before, at=moment_text(START - DAY - DAY // 2))
        profile = engine.profile("c7").facts
        made = engine.receive(envelope(1, type, at))
        kept = engine.decision(made.id)
        after = engine.profile("c7").facts
        stands = {each.fact: each.told for each in made.provided if each.told}

    assert kept == made
    assert not made.safe_default
    asked = {each.fact for each in made.provided}
    assert {reason.detail for reason in made.reasons if reason.code == "not provided"} == asked - stands.keys()
    for name in NAMES:
        assert after.get(name) in (profile.get(name), stands.get(name))
    for fact in stands.values():
        assert fact.at is not None
        assert fact.at <= START + 60_000_000
        assert fact.confidence is None or Decimal(0) <= fact.confidence <= 1
    # What was known then, as the record tells it, gives the same decision, by both interpreters.
    known = {name: fact for name, fact in after.items() if name not in asked or name in stands}
    situation = Situation(engage.event(PROGRAM, envelope(1, type, at)), Profile("c7", known), provided=kept.provided)
    again = engage.decide(PROGRAM, situation, tenant="main")
    assert again == evolve(kept, sequence=None)
    assert dict(interpret(MODEL, situation).verdicts) == dict(again.verdicts)
    assert all(again.facts_used.get(name) is None for name in asked - stands.keys())
    fresh = {name for name, fact in known.items() if distrust(fact, at, DAY, None) is None}
    assert {name for name in asked & stands.keys() if again.facts_used[name] is not None} <= fresh | {"customer.city"}
