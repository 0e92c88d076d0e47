"""Lifecycles and segments in the engine: moves by rule and by time, and no stage skipped by any path."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from attrs import evolve

import engage
from engage.decide import decide, explain
from engage.errors import EventRejected, NotFound, TransitionNotAllowed
from engage.facts.decided import Decision, Move
from engage.facts.known import Situation, State, Stay
from engage.ground.render import render
from engage.load import compile as compile_model
from engage.load import read_text
from engage.program.program import Program
from engage.runtime import Engine, SetClock
from engage.sockets.storage import Committed, MoveRecord, Stale, StayRecord, Unit
from engage.testing.reference_stays import ReferenceStays
from engage.testing.reference_storage import ReferenceStorage
from engage.workbench.customers_in import customers_from_json_lines
from engage.workbench.events_in import BadLine

DAY = 86_400_000_000
LIFE = """
lifecycle relationship
  stages establish -> develop -> maintain
  start at establish
  establish -> develop when at least 2 bills ever
  develop -> maintain when relationship since more than 90 days ago
  any -> at risk when at least 2 complaints in the last 30 days
  at risk -> back when no complaints in the last 30 days
  entering at risk: task retention call-back for customer team, due in 1 working day

segment watch
  enter when any complaints in the last 7 days
  leave when no complaints in the last 7 days

rule watched
  event bill
  when
    in watch
    relationship is develop
  then
    task retention call-back for customer team
"""
CIRCLE = """
lifecycle circle
  stages one -> two
  start at one
  one -> two when at least 1 bill ever
  two -> one when at least 1 bill ever
"""


@pytest.fixture(scope="module")
def program() -> Program:
    """The small sample's names with a lifecycle and a segment."""
    return compiled(LIFE)


def compiled(text: str) -> Program:
    from ruleset.test_understand import mini

    model, vocabulary = mini()
    found = read_text(text, vocabulary, name="care.rules", catalogue=model.catalogue, header=model.header)
    assert found.report.ok, render(found.report)
    assert found.model is not None
    return compile_model(found.model)


@pytest.fixture
def clock() -> SetClock:
    """Time as the tests set it."""
    return SetClock()


@pytest.fixture
def running(program: Program, clock: SetClock) -> Iterator[Engine]:
    """An engine on the reference storage."""
    with Engine(program, ReferenceStorage(), clock=clock) as engine:
        yield engine


def moment(day: int, hour: int = 10) -> datetime.datetime:
    return datetime.datetime(2026, 1, 1, hour, tzinfo=datetime.UTC) + datetime.timedelta(days=day)


def micro(day: int, hour: int = 10) -> int:
    return int(moment(day, hour).timestamp()) * 1_000_000


def happens(engine: Engine, clock: SetClock, kind: str, day: int, who: str = "ann") -> Decision:
    """An event on a day at ten, after the timers that are due by then."""
    clock.at = max(clock.at, micro(day))
    engine.tick()
    return comes(engine, kind, day, who)


def comes(engine: Engine, kind: str, day: int, who: str = "ann", hour: int = 10) -> Decision:
    """An event on a day, at ten unless said, whatever the clock says."""
    time = moment(day, hour).isoformat()
    sent = {"id": f"{kind}{day}{who}{hour}", "source": "/t", "type": kind, "subject": who, "time": time}
    return engine.receive({**sent, "data": {}})


def way(engine: Engine, chart: str = "relationship", who: str = "ann") -> list[tuple[str, str, int]]:
    """The moves of a chart: from, to, and on which day."""
    return [(move.before, move.after, (move.at - micro(0)) // DAY) for move in engine.moves(who) if move.chart == chart]


# -- by rule and by time


def test_a_customer_begins_where_the_lifecycle_starts_and_moves_when_a_guard_holds(
    running: Engine, clock: SetClock
) -> None:
    happens(running, clock, "bill.issued", 0)
    assert way(running) == [("", "establish", 0)]
    second = happens(running, clock, "bill.issued", 40)
    assert way(running) == [("", "establish", 0), ("establish", "develop", 40)]
    assert second.facts_used["customer.relationship"] == "develop"


def test_rules_see_the_new_stage_and_entering_does_what_it_says(running: Engine, clock: SetClock) -> None:
    happens(running, clock, "complaint.received", 0)
    risky = happens(running, clock, "complaint.received", 1)
    assert [effect.payload["rule"] for effect in risky.effects] == ["entering relationship: at_risk"]
    calm = happens(running, clock, "bill.issued", 2)
    assert calm.effects == ()


def test_time_alone_brings_a_customer_back_and_out_of_the_segment(running: Engine, clock: SetClock) -> None:
    happens(running, clock, "bill.issued", -60)
    happens(running, clock, "bill.issued", -30)
    happens(running, clock, "complaint.received", 0)
    happens(running, clock, "complaint.received", 1)
    assert way(running)[-1] == ("develop", "at_risk", 1)
    clock.at = micro(100)
    assert all(decision.kind == "timer:" for decision in running.tick())
    # The first complaint leaves the window on day 30, the second one a day later.
    assert way(running)[2:] == [("develop", "at_risk", 1), ("at_risk", "develop", 31)]
    assert way(running, "watch") == [("", "in", 0), ("in", "out", 8)]
    moves = [move for move in running.moves("ann") if move.chart == "watch"]
    assert [move.cause for move in moves] == ["watch: out -> in", "watch: in -> out"]
    assert [move.at for move in moves] == [micro(0), micro(8)]


def test_a_stage_may_be_left_for_how_long_it_has_lasted(running: Engine, clock: SetClock) -> None:
    happens(running, clock, "bill.issued", 0)
    happens(running, clock, "bill.issued", 30)
    clock.at = micro(120)
    running.tick()
    assert way(running)[-1] == ("establish", "develop", 30)
    clock.at += 1
    running.tick()
    assert way(running)[-1] == ("develop", "maintain", 120)


def test_one_alarm_waits_for_a_customer_and_nothing_is_asked_before(running: Engine, clock: SetClock) -> None:
    for day in range(5):
        happens(running, clock, "complaint.received", day)
    assert running.status()["waiting_timers"] == 1
    assert running.next_timer() == micro(7)  # when the first complaint leaves the window of the segment


def test_adjacent_moves_follow_one_another_in_decisions_of_their_own(clock: SetClock) -> None:
    program = compiled(
        "lifecycle steps\n  stages one -> two -> three\n  start at one\n  one -> two when at least 1 bill ever\n"
        "  two -> three when at least 1 bill ever\n"
    )
    with Engine(program, ReferenceStorage(), clock=clock) as engine:
        happens(engine, clock, "bill.issued", 0)
        assert way(engine, "steps") == [("", "one", 0), ("one", "two", 0)]
        (rung,) = [each for each in engine.tick() if any(isinstance(change, Move) for change in each.changes)]
        assert rung.at == micro(0)
        assert way(engine, "steps")[-1] == ("two", "three", 0)


def test_moves_in_a_circle_end_at_the_stage_left_at_the_same_moment(clock: SetClock) -> None:
    with Engine(compiled(CIRCLE), ReferenceStorage(), clock=clock) as engine:
        happens(engine, clock, "bill.issued", 0)
        rung = engine.tick()
        assert way(engine, "circle") == [("", "one", 0), ("one", "two", 0)]
        assert "circle" in {reason.code for reason in rung[-1].reasons}
        assert engine.next_timer() is None


def test_guards_in_a_circle_that_time_may_change_are_asked_on_the_next_day_and_not_at_once(clock: SetClock) -> None:
    program = compiled(
        "lifecycle circle\n  stages one -> two\n  start at one\n  one -> two when circle since is after 2020-01-01\n"
        "  two -> one when circle since is after 2020-01-01\n"
        "lifecycle calm\n  stages near -> far\n  start at near\n  near -> far when calm since more than 2 hours ago\n"
    )
    with Engine(program, ReferenceStorage(), clock=clock) as engine:
        happens(engine, clock, "bill.issued", 0)
        engine.tick()
        assert way(engine, "circle") == [("", "one", 0), ("one", "two", 0)]
        clock.at = micro(1) - 1
        engine.tick()
        assert len(way(engine, "circle")) == 2, "the other lifecycle's alarms move nobody here"
        assert [move[:2] for move in way(engine, "calm")] == [("", "near"), ("near", "far")]
        assert engine.next_timer() == micro(1)
        clock.at += 1
        assert len(engine.tick()) <= 3
        assert way(engine, "circle")[2:] == [("two", "one", 1)]


def test_an_event_moves_whoever_rests_after_a_circle(clock: SetClock) -> None:
    with Engine(compiled(CIRCLE), ReferenceStorage(), clock=clock) as engine:
        happens(engine, clock, "bill.issued", 0)
        engine.tick()
        clock.at += 3_600_000_000
        comes(engine, "bill.issued", 0, hour=11)
        assert way(engine, "circle")[-1][:2] == ("two", "one")


def test_a_late_event_moves_nobody_but_its_facts_count_as_of_now(running: Engine, clock: SetClock) -> None:
    happens(running, clock, "bill.issued", 10)
    first, second = comes(running, "bill.issued", 5), comes(running, "bill.issued", 6)
    assert [reason.code for reason in first.reasons if reason.code in ("late", "stays")] == ["late"]
    assert [reason.code for reason in second.reasons if reason.code in ("late", "stays")] == ["late", "stays"]
    assert way(running) == [("", "establish", 10)]
    running.tick()
    assert way(running)[-1] == ("establish", "develop", 10)


def test_two_guards_of_one_stage_that_hold_at_once_count_as_written(clock: SetClock) -> None:
    text = (
        "lifecycle first\n  stages one -> two\n  start at one\n  any -> lost when at least 1 bill ever\n"
        "  one -> two when at least 1 bill ever\n"
    )
    with Engine(compiled(text), ReferenceStorage(), clock=clock) as engine:
        happens(engine, clock, "bill.issued", 0)
        assert way(engine, "first")[-1] == ("one", "lost", 0)


def test_nobodys_customer_stands_nowhere(program: Program) -> None:
    sent = {"id": "1", "source": "/t", "type": "bill.issued", "time": moment(0).isoformat(), "data": {}}
    decision = decide(program, Situation(engage.event(program, sent)))
    assert decision.facts_used["customer.relationship"] is None
    assert decision.changes == ()


# -- no stage is skipped: rule, API, import, plugin


def test_a_rule_cannot_write_a_stage() -> None:
    from ruleset.test_understand import reading

    text = LIFE + "\nrule jump\n  event bill\n  then\n    note relationship as maintain\n"
    assert [finding.code for finding in reading(text).report.findings] == ["R178"]
    skipping = LIFE.replace("  any -> at risk", "  establish -> maintain when at least 9 bills ever\n  any -> at risk")
    assert [finding.code for finding in reading(skipping).report.findings] == ["R175"]


def test_the_api_permits_what_the_chart_permits_and_names_it(running: Engine, clock: SetClock) -> None:
    happens(running, clock, "bill.issued", 0)
    with pytest.raises(TransitionNotAllowed) as refused:
        running.move("ann", "relationship", "maintain", by="li")
    assert refused.value.permitted == ("develop", "at_risk")
    assert str(refused.value) == (
        "S018: this customer of `relationship` cannot enter `maintain` now (permitted: `develop`, `at risk`)"
    )
    assert way(running) == [("", "establish", 0)]
    made = running.move("ann", "relationship", "at risk", by="li", why="angry letter")
    assert (made.before, made.after, made.cause, made.by, made.why) == (
        "establish",
        "at_risk",
        "asked",
        "li",
        "angry letter",
    )
    assert running.moves("ann")[-1] == made
    assert [effect.kind for effect in running.storage.outbox("main")] == ["task"]


def test_whoever_has_not_begun_can_only_begin(running: Engine) -> None:
    with pytest.raises(TransitionNotAllowed) as refused:
        running.move("bob", "relationship", "develop", by="li")
    assert refused.value.permitted == ("establish",)
    assert running.move("bob", "relationship", "establish", by="li").after == "establish"


def test_stages_and_lifecycles_that_do_not_exist_are_named(running: Engine) -> None:
    with pytest.raises(NotFound, match=r"S016.*`relationship`, `watch`"):
        running.move("ann", "friendship", "develop", by="li")
    with pytest.raises(NotFound, match=r"S017.*`establish`, `develop`, `maintain`, `at risk`"):
        running.move("ann", "relationship", "gone", by="li")


def test_facts_from_outside_do_not_write_a_stage(running: Engine, clock: SetClock) -> None:
    with pytest.raises(EventRejected) as refused:
        running.know("ann", {"customer.relationship": "maintain"})
    assert (refused.value.code, refused.value.where) == ("G025", "/customer.relationship")
    sent = {"id": "u", "source": "/t", "type": "customer.updated", "subject": "ann", "time": moment(1).isoformat()}
    decision = running.receive({**sent, "data": {"customer.relationship": "maintain"}})
    told = [(reason.rule, reason.detail) for reason in decision.reasons if reason.code == "unreadable"]
    assert told == [("moved-by-its-chart", "customer.relationship")]
    assert decision.facts_used["customer.relationship"] == "establish"


def test_an_import_of_stages_is_refused_with_its_line(program: Program) -> None:
    lines = [
        '{"customer": "ann", "customer.months_with_us": 3}',
        '{"customer": "bob", "customer.relationship": "develop"}',
    ]
    good, bad = customers_from_json_lines(lines, program.vocabulary)
    assert not isinstance(good, BadLine)
    assert isinstance(bad, BadLine)
    assert bad.line == 2
    assert "/customer.relationship" in str(bad.why)


class LetsSkip(ReferenceStorage):
    """A plugin that writes any move it is given; the storage kit finds it out."""

    def commit(self, tenant: str, unit: Unit) -> object:  # type: ignore[override]
        kept = self._of(tenant)
        kept.stays = AnyMove(kept.stays._stays, kept.stays._moves)
        return super().commit(tenant, unit)


class AnyMove(ReferenceStays):
    def stands(self, unit: Unit) -> bool:
        return True


def test_a_plugin_that_accepts_a_skip_fails_its_contract() -> None:
    from engage.testing.units import unit, walk

    skipping = {"moves": [MoveRecord("relationship", "develop", "maintain", 2, "")], "stays": [StayRecord("r", "m", 2)]}
    for storage, answer in ((ReferenceStorage(), Stale), (LetsSkip(), Committed)):
        storage.commit("main", unit(1, **walk("establish")))
        assert isinstance(storage.commit("main", unit(2, version=1, **skipping)), answer)  # type: ignore[arg-type]


def test_a_stay_of_another_ruleset_is_kept_and_moved_on_from(program: Program) -> None:
    sent = {"id": "1", "source": "/t", "type": "bill.issued", "subject": "ann", "time": moment(0).isoformat()}
    event = engage.event(program, {**sent, "data": {}})
    state = State(stays={"relationship": Stay("retired", micro(-1))})
    known = Situation(event, engage.profile(program, {}, "ann"), state=state)
    assert not [change for change in decide(program, known).changes if isinstance(change, Move)]
    assert decide(program, evolve(known, state=State())).facts_used["customer.relationship"] == "establish"


def test_an_explanation_calls_a_stage_by_its_label(program: Program, running: Engine, clock: SetClock) -> None:
    said = explain(program, happens(running, clock, "bill.issued", 0)).text("en")
    assert "`relationship is develop` does not hold (relationship: establish)" in said
    happens(running, clock, "bill.issued", 30)
    said = explain(program, happens(running, clock, "bill.issued", 40)).text("en")
    assert "`relationship since more than 90 days ago` does not hold" in said


def test_a_move_is_told_by_the_labels_of_its_stage_and_segment(running: Engine, clock: SetClock) -> None:
    program = running.program
    happens(running, clock, "complaint.received", 0)
    said = explain(program, happens(running, clock, "complaint.received", 1))
    assert "relationship: now at risk, by relationship: any -> at_risk" in said.text("en")
    running.tick()
    first = happens(running, clock, "complaint.received", 0, "bob")
    assert "watch: now in, by" in explain(program, first).text("en")


def test_money_that_is_calculated_with_does_not_ring_every_day() -> None:
    program = compiled("""
lifecycle silence
  stages here -> gone
  start at here
  here -> gone when last bill more than 30 days ago

segment spending
  enter when (sum of bill amount in the last 90 days) * 2 is at least 200 yuan
  leave when (sum of bill amount in the last 90 days) * 2 is below 100 yuan
""")
    clock = SetClock()
    with Engine(program, ReferenceStorage(), clock=clock) as engine:
        sent = {"id": "1", "source": "/t", "type": "bill.issued", "subject": "ann", "time": moment(0).isoformat()}
        engine.receive({**sent, "data": {"amount": 120}})
        clock.at = micro(200)
        engine.tick()
        assert way(engine, "silence") == [("", "here", 0), ("here", "gone", 30)]
        assert way(engine, "spending") == [("", "in", 0), ("in", "out", 90)]
        assert len(list(engine.decisions("ann"))) < 10
