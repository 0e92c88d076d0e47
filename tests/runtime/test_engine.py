"""What the engine promises about one event: decided once, recorded whole, answered again from the record."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import evolve

from engage import gate
from engage.errors import ActivationError, EventConflict, EventRejected, NotFound, StorageError
from engage.facts.decided import Decision
from engage.runtime import Engine, SetClock, SystemClock
from engage.runtime.record import from_record, record
from engage.runtime.zones import edition_of, tzdata_version
from engage_sqlite import open_sqlite
from runtime.desk import HOUR, MINUTE, START, Recorder, engine_on, envelope, ready


def queue(decision: Decision) -> str:
    assert decision.plan.route
    return decision.plan.route.queue


def test_a_received_event_is_decided_with_what_is_known_of_the_customer(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        assert queue(engine.receive(envelope(1))) == "front_desk"
        engine.know("c7", {"customer.tier": "gold"})
        assert queue(engine.receive(envelope(2))) == "retention_desk"
        assert queue(engine.receive(envelope(3, subject="c8"))) == "front_desk"


def test_the_same_event_gives_the_stored_decision_even_when_facts_and_rules_have_changed(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        first = engine.receive(envelope(1))
        engine.know("c7", {"customer.tier": "gold"})
        engine.activate(ready("another"))
        assert engine.receive(envelope(1)) == first


def test_a_stored_decision_equals_the_one_that_was_given_back_after_a_restart(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        engine.know("c7", {"customer.tier": "gold"})
        given = engine.receive(envelope(1, reason="tariff"))
    with engine_on(tmp_path / "care.db") as engine:
        assert engine.decision(given.id) == given
        assert list(engine.decisions("c7")) == [given]


def test_the_same_id_with_another_content_is_a_conflict_and_the_first_stands(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        first = engine.receive(envelope(1))
        with pytest.raises(EventConflict) as caught:
            engine.receive(envelope(1, reason="secret-4711"))
        assert "secret-4711" not in str(caught.value)
        assert engine.receive(envelope(1)) == first


def test_the_same_id_from_another_source_is_another_event(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        first = engine.receive(envelope(1))
        other = engine.receive({**envelope(1), "source": "/web"})
        assert first.id != other.id
        assert (first.sequence, other.sequence) == (1, 2)


def test_a_rejected_event_leaves_nothing_behind(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        before = engine.status()
        with pytest.raises(EventRejected):
            engine.receive({"id": "e1"})
        assert engine.status() == before


def test_an_unknown_kind_is_recorded_with_the_safe_default(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        decision = engine.receive(envelope(1, type="weather.changed"))
        assert decision.safe_default
        assert queue(decision) == "front_desk"
        assert engine.decision(decision.id) == decision


def test_preview_decides_the_same_and_records_nothing(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        before = engine.status()
        preview = engine.preview(envelope(1))
        assert engine.status() == before
        decided = engine.receive(envelope(1))
        assert (preview.recorded, preview.sequence) == (False, None)
        assert preview.plan == decided.plan


def test_a_preview_of_what_is_decided_is_what_receive_would_give(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        decided = engine.receive(envelope(1))
        assert engine.preview(envelope(1)) == decided
        with pytest.raises(EventConflict):
            engine.preview(envelope(1, reason="tariff"))


def test_a_once_per_rule_speaks_once_in_its_window(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        greetings = [
            engine.receive(envelope(n, at=START + n * 24 * HOUR)).plan.outputs.get("greeting") for n in (0, 1, 29, 31)
        ]
        assert greetings == ["hello", None, None, "hello"]


def test_an_event_far_ahead_of_the_machines_clock_is_refused(tmp_path: Path) -> None:
    with Engine(ready(), f"sqlite:{tmp_path / 'care.db'}") as engine:
        now = SystemClock().now()
        for receive in (engine.receive, engine.preview):
            with pytest.raises(EventRejected, match="G032 at /time"):
                receive(envelope(1, at=now + 25 * HOUR))
        assert engine.receive(envelope(1, at=now + 23 * HOUR)).sequence == 1


def test_customer_updated_writes_the_profile_and_is_seen_at_once(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        engine.receive(
            {**envelope(1, type="customer.updated"), "data": {"customer.tier": "gold", "customer.nothing": 1}}
        )
        assert engine.profile("c7").facts["customer.tier"].value == "gold"
        assert queue(engine.receive(envelope(2))) == "retention_desk"


def test_a_wrong_value_in_customer_updated_is_told_and_not_written(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        decision = engine.receive({**envelope(1, type="customer.updated"), "data": {"customer.tier": "diamond"}})
        assert ("unreadable", "customer.tier") in [(reason.code, reason.detail) for reason in decision.reasons]
        assert "customer.tier" not in engine.profile("c7").facts


def test_an_event_field_writes_the_profile_fact_that_names_it(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        engine.receive(envelope(1, reason="tariff"))
        assert engine.profile("c7").facts["customer.last_reason"].value == "tariff"


def test_an_alias_leads_to_the_same_customer(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        engine.know("c7", {"customer.tier": "gold"})
        engine.alias("c7", "+86 138")
        assert queue(engine.receive(envelope(1, subject="+86 138"))) == "retention_desk"


def test_what_led_to_an_alias_leads_where_the_alias_leads(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        engine.alias("phone", "mail")
        engine.alias("c7", "phone")
        subjects = ("mail", "phone", "c7", "mail")
        decided = [engine.receive(envelope(n, subject=subject)) for n, subject in enumerate(subjects)]
        assert list(engine.decisions("c7")) == decided
        engine.know("mail", {"customer.tier": "gold"})
        assert engine.profile("c7").facts["customer.tier"].value == "gold"


@pytest.mark.parametrize("name", ["", None, 7, "a\0b", "x" * 2_000])
def test_what_is_no_name_of_a_customer_is_refused_everywhere(tmp_path: Path, name: str) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        engine.receive(envelope(1))
        calls: list[Callable[[], object]] = [
            lambda: engine.know(name, {"customer.tier": "gold"}),
            lambda: engine.alias(name, "phone"),
            lambda: engine.alias("c7", name),
            lambda: engine.merge(name, "c7"),
            lambda: engine.merge("c7", name),
        ]
        for call in calls:
            with pytest.raises(EventRejected) as caught:
                call()
            assert caught.value.code in ("G011", "G014", "G015")
        anonymous = {**envelope(2), "subject": ""}
        assert queue(engine.receive(anonymous)) == "front_desk"


def test_a_refused_choice_names_those_that_are_declared(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine, pytest.raises(EventRejected) as caught:
        engine.know("c7", {"customer.tier": "diamond"})
    assert str(caught.value.hint).startswith("declared as choice (")


def test_timers_that_two_fire_at_once_are_given_back_to_one_of_them(tmp_path: Path) -> None:
    clock = SetClock(START)
    with engine_on(tmp_path / "care.db", clock=clock) as engine:
        for number in range(20):
            engine.receive(envelope(number, type="complaint.received", subject=f"c{number}"))
        clock.at += 2 * HOUR
        with ThreadPoolExecutor(4) as pool:
            fired = [each.id for result in pool.map(lambda _: engine.tick(), range(4)) for each in result]
        assert len(fired) == len(set(fired)) == 20


def test_an_anonymous_contact_is_decided_without_a_profile(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        anonymous = {**envelope(1), "contact": "call-1"}
        del anonymous["subject"]
        decision = engine.receive(anonymous)
        assert queue(decision) == "front_desk"
        assert decision.sequence == 1


def test_an_absence_fires_at_its_deadline_and_not_when_what_was_awaited_came(tmp_path: Path) -> None:
    clock = SetClock(START)
    with engine_on(tmp_path / "care.db", clock=clock) as engine:
        engine.receive(envelope(1, type="complaint.received", subject="c1"))
        engine.receive(envelope(2, type="complaint.received", subject="c2"))
        engine.receive(envelope(3, type="bill.issued", subject="c2", at=START + 30 * MINUTE))
        clock.at = START + HOUR - 1
        assert engine.tick() == ()
        clock.at = START + 2 * HOUR
        fired = engine.tick()
        assert [(d.at, len(d.plan.tasks)) for d in fired] == [(START + HOUR, 1), (START + HOUR, 0)]
        assert engine.tick() == ()


def test_know_refuses_what_is_not_declared_and_changes_nothing(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        engine.know("c7", {"customer.tier": "gold"})
        for facts in ({"customer.nothing": 1}, {"customer.tier": "diamond"}, {"event.reason": "x"}):
            with pytest.raises(EventRejected):
                engine.know("c7", facts)
        assert set(engine.profile("c7").facts) == {"customer.tier"}


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        with pytest.raises(NotFound):
            engine.decision("f" * 64)
        with pytest.raises(NotFound):
            engine.profile("nobody")


def test_activation_is_refused_when_somebody_else_was_faster(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine, engine_on(tmp_path / "care.db") as other:
        other.activate(ready("theirs"))
        assert not engine.status()["in_step"]
        storage = engine.storage
        original = storage.activation

        def late(tenant: str) -> object:
            found = original(tenant)
            other.activate(ready(f"again-{found.generation if found else 0}"))
            return found

        storage.activation = late  # type: ignore[method-assign,assignment]  # the race, made certain
        with pytest.raises(ActivationError):
            engine.activate(ready("mine"))
        assert engine.program.name == "desk"


def test_eight_threads_with_the_same_events_decide_each_once(tmp_path: Path) -> None:
    given: dict[str, set[tuple[str, int | None]]] = {}
    with engine_on(tmp_path / "care.db") as engine:

        def submit() -> None:
            for number in range(25):
                decision = engine.receive(envelope(number, subject=f"c{number % 3}"))
                given.setdefault(decision.event_id, set()).add((decision.id, decision.sequence))

        threads = [threading.Thread(target=submit) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {len(outcomes) for outcomes in given.values()} == {1}
        for customer in ("c0", "c1", "c2"):
            sequences = [decision.sequence for decision in engine.decisions(customer)]
            assert sequences == list(range(1, len(sequences) + 1))
        assert engine.status()["decisions"] == 25


def test_a_storage_that_is_down_raises_or_gives_an_unrecorded_decision(tmp_path: Path) -> None:
    def down(*_: object, **__: object) -> object:
        raise StorageError("S000", "the disk is full")

    storage, clock = open_sqlite(str(tmp_path / "care.db")), SetClock(START)
    with Engine(ready(), storage, clock=clock) as engine:
        storage.snapshot = down  # type: ignore[method-assign,assignment]  # what a full disk does
        with pytest.raises(StorageError):
            engine.receive(envelope(1))
        patient = Engine(ready(), storage, clock=clock, on_storage_failure="decide_unrecorded")
        decision = patient.receive(envelope(1))
        assert (decision.recorded, decision.effects, queue(decision)) == (False, (), "front_desk")


def test_status_tells_what_waits_and_which_channels_are_not_bound(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db", channels={"sms": Recorder()}) as engine:
        engine.know("c7", {"customer.tier": "gold"})
        engine.receive(envelope(1))
        status = engine.status()
        assert status["channels_not_bound"] == ["crm"]
        assert (status["in_step"], status["ruleset"]) == (True, "desk")


def test_many_events_at_once_are_decided_as_one_by_one(tmp_path: Path) -> None:
    events = [envelope(n, subject=f"c{n % 4}") for n in range(12)] + [envelope(3, subject="c3")]
    with engine_on(tmp_path / "one.db") as engine:
        engine.know("c1", {"customer.tier": "gold"})
        one_by_one = [engine.receive(event) for event in events]
    with engine_on(tmp_path / "many.db") as engine:
        engine.know("c1", {"customer.tier": "gold"})
        assert engine.take_many([gate.event(engine.program, event) for event in events]) == one_by_one


def test_a_conflict_among_many_is_given_back_in_its_place(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        engine.receive(envelope(1))
        events = [gate.event(engine.program, raw) for raw in (envelope(1, reason="other"), envelope(2, subject="c8"))]
        conflict, decision = engine.take_many(events)
        assert isinstance(conflict, EventConflict)
        assert isinstance(decision, Decision)


def test_a_late_event_says_so_and_an_earlier_decision_stands(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        first = engine.receive(envelope(1, at=START + MINUTE))
        late = engine.receive(envelope(2, at=START))
        again = engine.receive(envelope(3, at=START + MINUTE))
        codes = [{reason.code for reason in decision.reasons} for decision in (first, late, again)]
        assert ["late" in each for each in codes] == [False, True, False]
        assert engine.decision(late.id) == late
        assert engine.decision(first.id) == first


def test_the_record_names_the_edition_of_the_time_zones_and_nothing_else_depends_on_it(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        here = engine.decision(engine.receive(envelope(1)).id)
    assert here.tzdata == tzdata_version()
    there = from_record(record(evolve(here, tzdata="1999z"), "c7", 1))
    assert there.tzdata == "1999z"
    assert there == here


def test_the_edition_of_the_time_zones_is_read_from_their_folder(tmp_path: Path) -> None:
    assert edition_of(tmp_path) == "unknown"
    (tmp_path / "tzdata.zi").write_text("# version 2025b\n# This zic input file is in the public domain.\n")
    assert edition_of(tmp_path) == "2025b"
    (tmp_path / "+VERSION").write_text("2026a\n")
    assert edition_of(tmp_path) == "2026a"
