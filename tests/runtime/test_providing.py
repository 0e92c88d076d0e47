"""A host's providers are asked before a decision, in time, only when needed; whatever they do, the decision is made."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

import engage
from engage.facts.decided import Decision
from engage.facts.known import Fact, Provided
from engage.gate.values import moment_text
from engage.knowledge.freshness import line_of
from engage.runtime import Engine, SetClock
from engage.sockets.estimator import Asked, Guess
from engage.sockets.provider import Told
from engage_sqlite import open_sqlite
from runtime.desk import START, envelope
from runtime.providers import DAY, KNOWN, RULESET, System, crm, desk, engine_with, owing

SECRET = "secret-4711"


def queue(decision: object) -> str:
    assert isinstance(decision, Decision)
    assert decision.plan.route
    return decision.plan.route.queue


def why_not(decision: Decision) -> list[tuple[str, str, str]]:
    return [(each.slot, each.rule, each.detail) for each in decision.reasons if each.code == "not provided"]


def codes(decision: Decision) -> list[str]:
    return [each.code for each in decision.reasons if each.detail.startswith("customer.")]


# ------------------------------------------------------------------------------------------- what is told


def test_what_a_provider_tells_is_a_fact_that_rules_read_and_the_record_and_the_profile_keep(tmp_path: Path) -> None:
    with engine_with(tmp_path, {"crm": crm(), "billing": owing(20)}) as engine:
        given = engine.receive(envelope(1))
        assert queue(given) == "vip_desk"
        assert given.provided == (
            Provided("billing", "customer.debt", Fact(20, START, "provider billing")),
            Provided("crm", "customer.months", Fact(24, START, "provider crm")),
            Provided("crm", "customer.tariff", Fact("gold", START, "provider crm")),
        )
        assert given.facts_used["customer.tariff"] == "gold"
        assert engine.decision(given.id) == given
        assert engine.profile("c7").facts == {each.fact: each.told for each in given.provided}
        assert not why_not(given)


def test_all_facts_of_one_provider_are_asked_for_at_once_and_only_those_that_rules_of_this_event_read(
    tmp_path: Path,
) -> None:
    known, owed = crm(), owing(20)
    with engine_with(tmp_path, {"crm": known, "billing": owed}) as engine:
        engine.receive(envelope(1, "bought"))
        assert known.asked == owed.asked == []
        engine.receive(envelope(2))
        assert known.wanted == [("customer.tariff", "customer.months")] or known.wanted == [
            ("customer.months", "customer.tariff")
        ]
        assert owed.wanted == [("customer.debt",)]
        ((asked, _),) = owed.asked
        assert (asked.customer, asked.at, asked.past) == ("c7", START, ())


def test_it_is_not_asked_again_while_what_it_told_is_fresh(tmp_path: Path) -> None:
    known, owed = crm(), owing(20)
    with engine_with(tmp_path, {"crm": known, "billing": owed}) as engine:
        for number, at in enumerate((START, START + DAY // 2, START + DAY)):
            assert queue(engine.receive(envelope(number, at=at))) == "vip_desk"
        assert len(known.asked) == len(owed.asked) == 1
        engine.know("c7", {"customer.debt": 150}, at=moment_text(START + DAY + 1))
        assert queue(engine.receive(envelope(8, at=START + DAY + 1))) == "debt_desk"
        assert (len(known.asked), len(owed.asked)) == (2, 1)


def test_without_a_max_age_it_is_asked_at_every_event_and_what_was_kept_does_not_count(tmp_path: Path) -> None:
    known = crm()
    with engine_with(tmp_path, {"crm": known}) as engine:
        for number in range(3):
            assert queue(engine.receive(envelope(number, "visited", at=START + number))) == "north_desk"
        assert known.wanted == [("customer.city",)] * 3
        known.answer = {}
        assert queue(engine.receive(envelope(9, "visited", at=START + 9))) == "front_desk"
        assert engine.profile("c7").facts["customer.city"].value == "Harbin"  # nothing is lost


def test_what_the_event_itself_tells_is_not_asked_for(tmp_path: Path) -> None:
    known = crm()
    with engine_with(tmp_path, {"crm": known, "billing": owing(20)}) as engine:
        told = {"customer.tariff": "basic", "customer.months": 3}
        engine.receive({**envelope(1, "customer.updated"), "data": told})
        assert queue(engine.receive(envelope(2))) == "front_desk"
        assert known.asked == []


def test_what_this_very_event_tells_is_fresh_without_a_max_age(tmp_path: Path) -> None:
    rule = 'rule moved\n  event customer updated\n  when city is "Harbin"\n  then set months to 7\n'
    storage, other = open_sqlite(str(tmp_path / "care.db")), System({"customer.city": "Sanya"})
    program = desk({"desk.rules": f"{RULESET['desk.rules']}\n{rule}"})
    with Engine(program, storage, providers={"crm": other}, clock=SetClock(START)) as engine:
        engine.receive({**envelope(1, "customer.updated"), "data": {"customer.city": "Harbin"}})
        assert other.asked == []
        known = {name: fact.value for name, fact in engine.profile("c7").facts.items()}
        assert known == {"customer.city": "Harbin", "customer.months": 7}


def test_source_moment_and_confidence_are_kept_and_count(tmp_path: Path) -> None:
    yesterday = moment_text(START - DAY // 2)
    told = {"customer.tariff": Told("gold", at=yesterday, source="nightly export"), "customer.months": 24}
    with engine_with(tmp_path, {"crm": System(told), "billing": owing(Told(500, confidence=0.4))}) as engine:
        given = engine.receive(envelope(1))
        assert queue(given) == "vip_desk"  # a debt that is told with so little confidence is not believed
        assert "too doubtful" in codes(given)
        kept = engine.profile("c7").facts
        assert kept["customer.tariff"] == Fact("gold", START - DAY // 2, "nightly export", None, START)
        assert kept["customer.debt"].confidence == Decimal("0.4")
        # Half a day later what was told of the day before yesterday is too old: it is asked for again.
        later = engine.receive(envelope(2, at=START + DAY // 2 + 1))
        assert queue(later) == "front_desk"
        assert "too old" in codes(later)


def test_of_two_that_contradict_each_other_the_later_one_stands(tmp_path: Path) -> None:
    old = System({"customer.city": Told("Sanya", at=moment_text(START - DAY))})
    with engine_with(tmp_path, {"crm": old}) as engine:
        engine.know("c7", {"customer.city": "Harbin"})
        given = engine.receive(envelope(1, "visited", at=START + 1))
        assert queue(given) == "north_desk"
        assert codes(given) == ["later known"]
        assert engine.profile("c7").facts["customer.city"].value == "Harbin"
        assert engine.decision(given.id) == given


def test_a_late_event_uses_what_is_known_now(tmp_path: Path) -> None:
    known = crm()
    with engine_with(tmp_path, {"crm": known, "billing": owing(20)}) as engine:
        engine.receive(envelope(1))
        assert queue(engine.receive(envelope(2, at=START - 30 * DAY))) == "vip_desk"
        assert len(known.asked) == 1


def test_what_is_told_after_the_moment_of_the_event_holds_from_now_on(tmp_path: Path) -> None:
    known, clock = crm(), SetClock(START + DAY // 4)  # the event waited in a queue
    with engine_with(tmp_path, {"crm": known, "billing": owing(20)}, clock=clock) as engine:
        assert queue(engine.receive(envelope(1))) == "vip_desk"
        assert engine.profile("c7").facts["customer.tariff"].at == START + DAY // 4
        assert queue(engine.receive(envelope(2, at=START + DAY + DAY // 4))) == "vip_desk"
        assert len(known.asked) == 1


def test_beneath_a_fact_that_is_told_ahead_a_provider_says_what_stands_until_then(tmp_path: Path) -> None:
    known = crm()
    with engine_with(tmp_path, {"crm": known, "billing": owing(20)}) as engine:
        engine.know("c7", {"customer.tariff": "basic"}, at=moment_text(START + 9 * DAY))
        given = engine.receive(envelope(1))
        assert codes(given) == []
        assert known.wanted == [("customer.tariff", "customer.months")]
        assert [fact.value for fact in line_of(engine.profile("c7").facts["customer.tariff"])] == ["basic", "gold"]
        engine.receive(envelope(2))
        assert len(known.wanted) == 1


def test_a_provider_sees_what_the_profile_holds_and_cannot_change_it(tmp_path: Path) -> None:
    def meddle(asked: Asked) -> Mapping[str, object]:
        assert asked.facts["customer.months"] == 3
        asked.facts["customer.months"] = 99  # type: ignore[index]  # a stranger may try
        return {"customer.tariff": "gold"}

    with engine_with(tmp_path, {"crm": System(meddle), "billing": owing(20)}) as engine:
        engine.know("c7", {"customer.months": 3})
        assert why_not(engine.receive(envelope(1))) == [("failed", "crm", "customer.tariff")]
        assert engine.profile("c7").facts["customer.months"].value == 3


def test_an_anonymous_contact_is_not_asked_about(tmp_path: Path) -> None:
    known = crm()
    with engine_with(tmp_path, {"crm": known}) as engine:
        given = engine.receive({**envelope(1, subject=""), "contact": "k1"})
    assert (queue(given), known.asked) == ("front_desk", [])


def test_estimators_see_what_providers_told(tmp_path: Path) -> None:
    seen = []

    class Model:
        model: str = "model 1"
        gives: tuple[str, ...] = ("worth",)
        reads: Mapping[str, int | None] = MappingProxyType({})

        def estimate(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, Guess]:
            seen.append(dict(asked.facts))
            return {"worth": Guess(1)}

        def close(self) -> None:
            pass

    worth = "customer.worth: {type: number, en: worth, from: estimator model.worth}"
    program = desk(
        {
            "vocabulary.yaml": RULESET["vocabulary.yaml"].replace("\nevents:", f"\n  {worth}\nevents:"),
            "desk.rules": RULESET["desk.rules"].replace(
                'when city is "Harbin"', 'when city is "Harbin" and worth is 1'
            ),
        }
    )
    storage = open_sqlite(str(tmp_path / "care.db"))
    with Engine(
        program, storage, providers={"crm": crm()}, estimators={"model": Model()}, clock=SetClock(START)
    ) as engine:
        assert queue(engine.receive(envelope(1, "visited"))) == "north_desk"
    assert seen == [{"customer.city": "Harbin"}]


# ------------------------------------------------------------------------------------------- what is not told


def slow(_: Asked) -> object:
    time.sleep(0.4)
    return dict(KNOWN)


def dead(_: Asked) -> object:
    raise SystemExit(SECRET)


class Hanging(Mapping[str, object]):
    """A mapping that works out what it holds when it is read, and never ends."""

    def __getitem__(self, name: str) -> object:
        time.sleep(0.4)
        raise KeyError(SECRET)

    def __iter__(self) -> Iterator[str]:
        return iter(("customer.tariff",))

    def __len__(self) -> int:
        return 1


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (slow, "late"),
        (lambda _: Hanging(), "late"),
        (dead, "failed"),
        (lambda _: None, "failed"),
        (lambda _: "late", "failed"),
        (lambda _: [("customer.tariff", "gold")], "failed"),
        (lambda _: {}, "silent"),
        (lambda _: {"customer.tariff": None}, "silent"),
        (lambda _: {"customer.tariff": Told(None)}, "silent"),
        (lambda _: {"tariff": "gold"}, "other names"),
        (lambda _: {SECRET: SECRET, 7: 8}, "other names"),
        (lambda _: {"customer.tariff": SECRET}, "wrong type"),
        (lambda _: {"customer.tariff": 7}, "wrong type"),
        (lambda _: {"customer.tariff": object()}, "wrong type"),
        (lambda _: {"customer.tariff": ["gold"] * 10}, "wrong type"),
        (lambda _: {"customer.tariff": Told("gold", at="tomorrow")}, "wrong type"),
        (lambda _: {"customer.tariff": Told("gold", at="2026-11-05T10:00:00")}, "wrong type"),
        (lambda _: {"customer.tariff": Told("gold", at=START)}, "wrong type"),  # type: ignore[arg-type]
        (lambda _: {"customer.tariff": Told("gold", confidence=2)}, "wrong type"),
        (lambda _: {"customer.tariff": Told("gold", confidence=float("nan"))}, "wrong type"),
        (lambda _: {"customer.tariff": Told("gold", source=7)}, "wrong type"),  # type: ignore[arg-type]
        (lambda _: {"customer.tariff": Told("gold", source="\ud800")}, "wrong type"),
        (lambda _: {"customer.tariff": Told("gold", source="x" * 1_025)}, "wrong type"),
        (lambda _: {"customer.tariff": Told("gold", at=moment_text(START + 60_000_001))}, "from the future"),
        (None, "not bound"),
    ],
)
def test_without_an_answer_the_fact_is_unknown_the_decision_is_made_and_says_whose_answer_is_missing(
    answer: Callable[[Asked], object] | None, trouble: str, tmp_path: Path
) -> None:
    given_to = {"crm": System(answer)} if answer else {}
    with engine_with(tmp_path, given_to, within=0.1 if trouble == "late" else 5.0) as engine:
        engine.know("c7", {"customer.months": 24, "customer.debt": 20})
        given = engine.receive(envelope(1))
        assert queue(given) == "front_desk"
        assert not given.safe_default
        assert why_not(given) == [(trouble, "crm", "customer.tariff")]
        assert given.facts_used["customer.tariff"] is None
        assert engine.decision(given.id) == given
        assert set(engine.profile("c7").facts) == {"customer.months", "customer.debt"}
        told = (repr(given), repr(given.provided), str(engage.explain(engine.program, given)))
        assert SECRET not in " ".join(told)
