"""Estimators are asked before a decision, in time, only when needed; whatever they do, the decision is made."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest

import engage
from engage.errors import PluginError
from engage.facts.decided import Decision, Reason
from engage.facts.known import Estimate
from engage.load import compile, read_sources
from engage.program.program import Program
from engage.ruleset.spell_vocabulary import spell_vocabulary
from engage.runtime import Engine, SetClock
from engage.sockets.estimator import Asked, Estimator, Guess
from engage.workbench.compare_pairs import Both, Pair
from engage.workbench.compare_replay import pairs_of_record
from engage_sqlite import open_sqlite
from reading import sound_vocabulary, understood
from runtime.desk import START, envelope

DAY = 86_400_000_000
RULESET = {
    "ruleset.yaml": "engage: 1\nruleset: desk\nzone: Asia/Shanghai\nsafe default: [route to front desk]\n",
    "vocabulary.yaml": """fields:
  customer.worth: {type: money CNY, en: expected value, zh: 预期价值, from: estimator model.value, max age: 7 days}
  customer.mood: {type: number, en: mood, zh: 情绪, from: estimator model.mood}
  event.amount: {type: money CNY, en: amount, zh: 金额}
events:
  cancel_request: {type: cancel.requested, en: cancel request, contact: yes}
  purchase: {type: bought, en: purchase, fields: [amount]}
  visit: {type: visited, en: visit, contact: yes}
""",
    "catalogue.yaml": """queues:
  front_desk: {en: front desk}
  vip_desk: {en: vip desk}
  calm_desk: {en: calm desk}
""",
    "desk.rules": """rule everybody
  event cancel request
  then route to front desk

rule vip
  beats everybody
  event cancel request
  when expected value is at least 100 yuan
  then route to vip desk

rule calm
  event visit
  when mood is at least 1
  then route to calm desk

rule a visitor
  event visit
  when mood is unknown
  then route to front desk
""",
}


def desk() -> Program:
    ruleset = read_sources(tuple(RULESET.items()))
    assert ruleset.report.ok, ruleset.report
    return compile(ruleset)


class Model:
    """An estimator that answers, or does, what it is told to."""

    gives: tuple[str, ...] = ("value", "mood")

    def __init__(self, answer: Callable[[Asked], Mapping[str, object]]) -> None:
        self.model = "model 1"
        self.reads: Mapping[str, int | None] = {"purchase": 30 * DAY}
        self.asked: list[tuple[Asked, tuple[str, ...]]] = []
        self.closed = 0
        self._answer = answer

    def estimate(self, asked: Asked, wanted: Sequence[str]) -> Mapping[str, Guess]:
        self.asked.append((asked, tuple(wanted)))
        return self._answer(asked)  # type: ignore[return-value]  # a plugin may answer anything

    def close(self) -> None:
        self.closed += 1


def worth(amount: int) -> Model:
    return Model(lambda _: {"value": Guess(amount, amount - 1, amount + 1), "mood": Guess(2)})


@contextmanager
def engine_with(path: Path, model: Model | None, within: float = 5.0) -> Iterator[Engine]:
    bound: dict[str, str | Estimator] = {"model": model} if model else {}
    storage = open_sqlite(str(path / "care.db"))
    with Engine(desk(), storage, estimators=bound, estimate_within=within, clock=SetClock(START)) as engine:
        yield engine


def queue(decision: Decision) -> str:
    assert decision.plan.route
    return decision.plan.route.queue


def why_not(decision: Decision) -> list[str]:
    return [reason.slot for reason in decision.reasons if reason.code == "not estimated"]


def test_what_an_estimator_says_is_a_fact_that_rules_read_and_the_record_keeps(tmp_path: Path) -> None:
    with engine_with(tmp_path, worth(150)) as engine:
        given = engine.receive(envelope(1))
        assert queue(given) == "vip_desk"
        said = Estimate("model.value", 150, 149, 151, "model 1", "customer.worth")
        assert given.estimates == (said,)
        assert given.facts_used["customer.worth"] == 150
        assert engine.decision(given.id) == given
        kept = engine.profile("c7").facts["customer.worth"]
        assert (kept.value, kept.at, kept.source) == (150, START, "estimator model.value")
        assert engine.status()["estimators"] == {"model": "model 1"}


def test_it_is_asked_only_for_facts_that_rules_of_this_event_read_and_that_are_not_fresh(tmp_path: Path) -> None:
    model = worth(150)
    with engine_with(tmp_path, model) as engine:
        engine.receive(envelope(1, "bought", amount=10))
        assert model.asked == []
        engine.receive(envelope(2, at=START + DAY))
        assert [wanted for _, wanted in model.asked] == [("value",)]
        assert queue(engine.receive(envelope(3, at=START + 8 * DAY))) == "vip_desk"  # exactly a max age old
        assert len(model.asked) == 1
        engine.receive(envelope(4, at=START + 8 * DAY + 1))
        assert len(model.asked) == 2
        # Without a `max age` nothing is fresh.
        for number in (5, 6):
            assert queue(engine.receive(envelope(number, "visited", at=START + 9 * DAY + number))) == "calm_desk"
        assert [wanted for _, wanted in model.asked[2:]] == [("mood",), ("mood",)]


def test_it_sees_the_past_it_asked_for_up_to_the_moment_with_the_event_itself(tmp_path: Path) -> None:
    model = worth(150)
    model.reads = {"purchase": 30 * DAY, "cancel_request": None}
    with engine_with(tmp_path, model) as engine:
        for number, (day, amount) in enumerate([(-40, 1), (-29, 2), (-3, 3), (5, 4)]):
            engine.receive(envelope(number, "bought", at=START + day * DAY, amount=amount))
        engine.know("c7", {"customer.mood": 3})
        engine.receive(envelope(9))
    ((asked, _),) = model.asked
    assert [(each.kind, each.data.get("amount")) for each in asked.past] == [
        ("purchase", 2), ("purchase", 3), ("cancel_request", None)]  # fmt: skip
    assert (asked.customer, asked.at, asked.facts) == ("c7", START, {"customer.mood": 3})


def slow(_: Asked) -> Mapping[str, object]:
    time.sleep(0.4)
    return {"value": Guess(150)}


def dead(_: Asked) -> Mapping[str, object]:
    raise SystemExit("secret-4711")


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (slow, "late"),
        (dead, "failed"),
        (lambda _: None, "failed"),
        (lambda _: "late", "failed"),
        (lambda _: {}, "silent"),
        (lambda _: {"value": Guess(None)}, "silent"),
        (lambda _: {"value": 150}, "wrong type"),
        (lambda _: {"value": Guess("150")}, "wrong type"),
        (lambda _: {"value": Guess(float("inf"))}, "wrong type"),
        (lambda _: {"value": Guess(Decimal("NaN"))}, "wrong type"),
        (lambda _: {"value": Guess(150, low="little")}, "wrong type"),
        (None, "not bound"),
    ],
)
def test_without_an_answer_the_fact_is_unknown_the_decision_is_made_and_says_whose_answer_is_missing(
    answer: Callable[[Asked], Mapping[str, object]] | None, trouble: str, tmp_path: Path
) -> None:
    with engine_with(tmp_path, Model(answer) if answer else None, within=0.1) as engine:
        given = engine.receive(envelope(1))
        assert queue(given) == "front_desk"
        assert not given.safe_default
        assert Reason("not estimated", trouble, "model.value", "customer.worth") in given.reasons
        assert given.facts_used["customer.worth"] is None
        assert engine.decision(given.id) == given
        assert "customer.worth" not in engine.profile("c7").facts
        assert "secret-4711" not in repr(given)


def test_the_missing_answer_is_explained_in_both_languages(tmp_path: Path) -> None:
    with engine_with(tmp_path, Model(dead)) as engine:
        given = engine.receive(envelope(1))
        english = engage.explain(engine.program, given).text("en")
        assert "expected value is unknown: the estimator `model.value` failed" in english
        assert "预期价值 未知：估计模型 “model.value” 出错" in engage.explain(engine.program, given).text("zh")


def test_what_was_kept_too_long_is_not_used_when_the_estimator_fails(tmp_path: Path) -> None:
    answers: list[Callable[[Asked], Mapping[str, object]]] = [lambda _: {"value": Guess(150), "mood": Guess(2)}]
    model = Model(lambda asked: answers[-1](asked))
    with engine_with(tmp_path, model) as engine:
        engine.receive(envelope(1))
        engine.receive(envelope(2, "visited"))
        answers.append(dead)
        assert queue(engine.receive(envelope(3, at=START + DAY))) == "vip_desk"
        assert queue(engine.receive(envelope(4, at=START + 8 * DAY))) == "front_desk"
        visited = engine.receive(envelope(5, "visited", at=START + 1))
        assert (queue(visited), why_not(visited)) == ("front_desk", ["failed"])


def test_a_late_event_uses_what_is_known_now_and_overwrites_nothing(tmp_path: Path) -> None:
    model = worth(150)
    with engine_with(tmp_path, model) as engine:
        engine.receive(envelope(1))
        engine.receive(envelope(2, at=START - 30 * DAY))
        assert len(model.asked) == 1
        assert engine.profile("c7").facts["customer.worth"].at == START


def test_an_anonymous_contact_is_not_estimated(tmp_path: Path) -> None:
    model = worth(150)
    with engine_with(tmp_path, model) as engine:
        given = engine.receive({**envelope(1, subject=""), "contact": "k1"})
    assert (queue(given), model.asked) == ("front_desk", [])


def test_a_hanging_estimator_holds_up_nobody_for_longer_than_it_may_take(tmp_path: Path) -> None:
    let_go = threading.Event()

    def hang(_: Asked) -> Mapping[str, object]:
        let_go.wait()
        return {"value": Guess(150)}

    with engine_with(tmp_path, Model(hang), within=0.02) as engine:
        troubles = [why_not(engine.receive(envelope(number))) for number in range(12)]
        assert troubles == [["late"]] * 8 + [["busy"]] * 4
        let_go.set()
        for number in range(100, 200):
            if queue(engine.receive(envelope(number))) == "vip_desk":
                return
            time.sleep(0.02)
    raise AssertionError("it was never asked again")


def test_a_preview_asks_and_keeps_nothing(tmp_path: Path) -> None:
    model = worth(150)
    with engine_with(tmp_path, model) as engine:
        assert queue(engine.preview(envelope(1))) == "vip_desk"
        assert len(model.asked) == 1
        engine.receive(envelope(2))
        assert len(model.asked) == 2


def test_threads_share_an_engine_and_its_estimators(tmp_path: Path) -> None:
    with engine_with(tmp_path, worth(150)) as engine, ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda number: queue(engine.receive(envelope(number, subject=f"c{number}"))), range(24))
        assert set(made) == {"vip_desk"}


def test_many_events_at_once_are_estimated_too(tmp_path: Path) -> None:
    with engine_with(tmp_path, worth(150)) as engine:
        events = [engage.event(engine.program, envelope(number, subject=f"c{number}")) for number in range(3)]
        made = engine.take_many(events)
        assert [queue(each) for each in made if isinstance(each, Decision)] == ["vip_desk"] * 3


def test_a_replay_of_the_record_gives_the_same_decisions_and_asks_nobody(tmp_path: Path) -> None:
    answers = iter([150, 20])
    model = Model(lambda _: {"value": Guess(next(answers)), "mood": Guess(0)})
    with engine_with(tmp_path, model) as engine:
        given = [queue(engine.receive(envelope(number, at=START + number * 8 * DAY))) for number in (1, 2)]
        program, storage = engine.program, engine.storage
        pairs = list(pairs_of_record(Both(program, program), storage, "main"))
    assert given == ["vip_desk", "front_desk"]
    assert [queue(pair.new) for pair in pairs if isinstance(pair, Pair) and pair.new] == given
    assert len(model.asked) == 2


def test_a_replay_knows_what_was_answered_each_time_and_what_was_not(tmp_path: Path) -> None:
    answers: list[Mapping[str, object]] = [{"value": Guess(150), "mood": Guess(2)}]
    model = Model(lambda _: answers[-1])
    with engine_with(tmp_path, model) as engine:
        # The same answer each time, more than a max age apart; then one that stays out, where one was kept.
        given = [queue(engine.receive(envelope(number, at=START + number * 8 * DAY))) for number in range(3)]
        given.append(queue(engine.receive(envelope(3, "visited", at=START + 17 * DAY))))
        answers.append({})
        given.append(queue(engine.receive(envelope(4, "visited", at=START + 18 * DAY))))
        program, storage = engine.program, engine.storage
        pairs = list(pairs_of_record(Both(program, program), storage, "main"))
    assert given == ["vip_desk"] * 3 + ["calm_desk", "front_desk"]
    assert [queue(pair.new) for pair in pairs if isinstance(pair, Pair) and pair.new] == given


def test_what_is_kept_and_too_doubtful_is_asked_for(tmp_path: Path) -> None:
    declared = "from: estimator model.value, max age: 7 days"
    changed = {
        **RULESET,
        "vocabulary.yaml": RULESET["vocabulary.yaml"].replace(declared, f"{declared}, confidence: at least 0.5"),
    }
    program, model = compile(read_sources(tuple(changed.items()))), worth(150)
    storage = open_sqlite(str(tmp_path / "care.db"))
    with Engine(program, storage, estimators={"model": model}, clock=SetClock(START)) as engine:
        engine.know("c7", {"customer.worth": 20}, confidence=0.2)
        assert queue(engine.receive(envelope(1))) == "vip_desk"
        engine.know("c8", {"customer.worth": 20}, confidence=0.9)
        assert queue(engine.receive(envelope(2, subject="c8"))) == "front_desk"
    assert [asked.customer for asked, _ in model.asked] == ["c7"]


def test_the_engine_closes_what_it_was_given(tmp_path: Path) -> None:
    model = worth(1)
    with engine_with(tmp_path, model) as engine:
        engine.receive(envelope(1))
    assert model.closed == 1


def test_an_estimator_that_lacks_a_part_of_the_contract_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="`estimate`"):
        Engine(desk(), open_sqlite(str(tmp_path / "care.db")), estimators={"model": object()})  # type: ignore[dict-item]


def test_a_vocabulary_says_what_is_estimated_and_by_whom_in_both_languages() -> None:
    for origin in ("estimator btyd.value", "估计模型 btyd.value"):
        (field,) = sound_vocabulary(f"fields:\n  customer.worth: {{type: number, from: {origin}}}\n").fields
        assert (field.estimated_by, field.writes_from) == ("btyd.value", "")
    _, found = understood("fields:\n  account.worth: {type: number, from: estimator btyd}\n")
    assert [finding.message.code for finding in found] == ["R166", "R167"]


def test_another_estimator_is_another_ruleset_and_a_fact_that_is_spelled_anew_keeps_its_own() -> None:
    program = desk()
    assert sound_vocabulary(spell_vocabulary(program.vocabulary)).fields[:2] == program.vocabulary.fields[:2]
    other = {**RULESET, "vocabulary.yaml": RULESET["vocabulary.yaml"].replace("model.value", "other.value")}
    assert compile(read_sources(tuple(other.items()))).hash != program.hash
