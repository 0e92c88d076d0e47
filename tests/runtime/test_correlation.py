"""What becomes of a correlator's answers: taken and recorded, or left out with a reason and nothing lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from engage.decide import decide
from engage.decide.reasons import ReasonCode
from engage.errors import PluginError
from engage.facts.decided import Decision, Reason, Verdict
from engage.facts.known import Event, History, Profile, Signal, Situation
from engage.facts.units import Duration, Unit
from engage.knowledge.patterns import completed
from engage.language.tree import Pattern, Step
from engage.plugins import Question, Words
from engage.program.program import Program
from engage.ruleset.model import Rule
from engage.runtime import Engine, SetClock
from engage_sqlite import open_sqlite
from program.building import DAY, NOW, compiled
from runtime.desk import envelope

WEEK = Duration(7, Unit.DAY)
SEEN = Pattern((Step("complaint"), Step("call", (), ("reason",), WEEK)))
Answers = Callable[[Sequence[Question]], Sequence[tuple[int, ...]]]


class Asked:
    """A correlator that answers as it is told to, and keeps what it was asked."""

    engine = "told 1.0"

    def __init__(self, answers: Answers = lambda questions: list(map(completed, questions))) -> None:
        self.answers, self.questions, self.closed = answers, list[Question](), False

    def unavailable(self) -> Words | None:
        return None

    def ask(self, questions: Sequence[Question]) -> Sequence[tuple[int, ...]]:
        self.questions += questions
        return self.answers(questions)

    def close(self) -> None:
        self.closed = True


def program() -> Program:
    """A rule that speaks at a call after a complaint for the same reason."""
    return compiled(Rule(id="again", events=("call", "complaint", "bill"), lines=(SEEN,)))


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    waiting = threading.Event()
    yield waiting
    waiting.set()


def asking(folder: Path, correlator: Asked) -> Engine:
    """An engine that asks the correlator."""
    storage = open_sqlite(str(folder / "care.db"))
    return Engine(program(), storage, correlator=correlator, correlate_within=5.0, clock=SetClock(NOW))


def lived(path: Path, correlator: Asked, seconds: float = 5.0) -> tuple[list[Decision], dict[str, object]]:
    """A complaint and two calls, the second for the same reason; and the status after them."""
    with Engine(
        program(), open_sqlite(str(path)), correlator=correlator, correlate_within=seconds, clock=SetClock(NOW)
    ) as engine:
        decisions = [
            engine.receive(envelope(1, "complaint.made", NOW - DAY, reason="network")),
            engine.receive(envelope(2, "call.received", NOW - 1, reason="tariff")),
            engine.receive(envelope(3, "call.received", NOW, reason="network")),
        ]
        assert engine.decision(decisions[2].id) == decisions[2]
        status = engine.status()
    assert correlator.closed
    assert [each.verdicts["again"] for each in decisions] == [Verdict.NOT_MET, Verdict.NOT_MET, Verdict.FIRED]
    return decisions, status


def test_an_answer_that_is_taken_is_recorded_and_a_replay_asks_nobody(tmp_path: Path) -> None:
    correlator = Asked()
    decisions, status = lived(tmp_path / "care.db", correlator)
    (name,) = {question.pattern for question in correlator.questions}
    assert decisions[2].signals == (Signal(name, NOW, ("e3",)),)
    assert decisions[1].signals == (Signal(name, NOW - 1, ()),)
    assert not [reason for each in decisions for reason in each.reasons if reason.code == ReasonCode.UNCORRELATED]
    assert (status["correlator"], status["correlator_asked"], status["correlator_left_out"]) == ("told 1.0", 3, 0)
    # The signal alone decides, whatever the history says.
    situation = Situation(_event(), Profile("c7"), History(), signals=decisions[2].signals)
    assert decide(program(), situation).verdicts["again"] is Verdict.FIRED
    assert decide(program(), situation).signals == decisions[2].signals


def _event() -> Event:
    return Event("e3", "/ivr", "call.received", NOW, kind="call", data={"reason": "network"})


def _died(_: Sequence[Question]) -> Sequence[tuple[int, ...]]:
    raise SystemExit("canary-7c1e")


LEFT_OUT: list[tuple[str, Answers]] = [
    ("SystemExit", _died),
    ("contradicted", lambda questions: [(0,) for _ in questions]),
    ("contradicted", lambda questions: [() if completed(each) else (0,) for each in questions]),
    ("unsound", lambda questions: []),
    ("unsound", lambda questions: ["" for _ in questions]),  # type: ignore[misc]
    ("unsound", lambda questions: [(True,) for _ in questions]),
    ("unsound", lambda questions: None),  # type: ignore[list-item,return-value]
]


@pytest.mark.parametrize(("why", "answers"), LEFT_OUT)
def test_what_is_wrong_is_left_out_with_a_reason_and_nothing_is_lost(
    tmp_path: Path, why: str, answers: Answers
) -> None:
    decisions, status = lived(tmp_path / "care.db", Asked(answers))
    for decision in decisions:
        assert decision.signals == ()
        assert decision.reasons[-1] == Reason(ReasonCode.UNCORRELATED, rule="told 1.0", detail=why)
    assert (status["correlator_left_out"], status["correlator_last_failure"]) == (3, why)
    assert "canary" not in repr(decisions)


def test_one_that_does_not_answer_holds_up_a_decision_for_so_long_and_no_longer(
    tmp_path: Path, stop: threading.Event
) -> None:
    def slow(questions: Sequence[Question]) -> Sequence[tuple[int, ...]]:
        stop.wait(60)
        return [completed(each) for each in questions]

    decisions, status = lived(tmp_path / "care.db", Asked(slow), 0.02)
    assert [each.reasons[-1].detail for each in decisions] == ["deadline"] * 3
    assert status["correlator_last_failure"] == "deadline"


def test_after_three_failures_it_rests_and_is_asked_again_later(tmp_path: Path) -> None:
    correlator = Asked(_died)
    with Engine(
        program(), open_sqlite(str(tmp_path / "care.db")), correlator=correlator, clock=SetClock(NOW)
    ) as engine:
        details = [
            engine.receive(envelope(number, "call.received", NOW, reason="tariff")).reasons[-1].detail
            for number in range(105)
        ]
    assert details == ["SystemExit"] * 3 + ["resting"] * 100 + ["SystemExit", "resting"]
    assert len(correlator.questions) == 4


def test_nothing_is_asked_where_something_is_unknown(tmp_path: Path) -> None:
    correlator = Asked()
    with Engine(
        program(), open_sqlite(str(tmp_path / "care.db")), correlator=correlator, clock=SetClock(NOW)
    ) as engine:
        engine.receive(envelope(1, "complaint.made", NOW - DAY))
        decision = engine.receive(envelope(2, "call.received", NOW, reason="network"))
    assert (decision.verdicts["again"], decision.signals) == (Verdict.UNKNOWN, ())
    assert correlator.questions == []


def test_without_a_correlator_nothing_more_is_recorded(tmp_path: Path) -> None:
    with Engine(program(), open_sqlite(str(tmp_path / "care.db")), clock=SetClock(NOW)) as engine:
        decision = engine.receive(envelope(1, "call.received", NOW, reason="network"))
        stored = engine.storage.decision("main", decision.id)
        assert stored is not None
        assert "signals" not in (stored.personal or "")
        assert decision.signals == ()
        assert (engine.status()["correlator"], engine.status()["correlator_asked"]) == ("windowed", 0)


def test_a_correlator_that_lacks_something_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="correlator"):
        Engine(program(), open_sqlite(str(tmp_path / "care.db")), correlator=object())  # type: ignore[arg-type]
    with pytest.raises(PluginError, match="nobody"):
        Engine(program(), open_sqlite(str(tmp_path / "care.db")), correlator="nobody")
