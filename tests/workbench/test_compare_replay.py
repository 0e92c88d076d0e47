"""A record is replayed with what was known at each event: the ruleset that decided then decides the same again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from engage.errors import EventConflict
from engage.facts.decided import Decision
from engage.load import load
from engage.program.program import Program
from engage.runtime import Engine, SetClock
from engage.runtime.record import from_record
from engage.sockets.storage import Storage
from engage.workbench.compare_pairs import Both, Pair
from engage.workbench.compare_replay import pairs_of_record
from engage.workbench.demo_events import demo_events
from engage.workbench.events_in import RawEvent
from engage.workbench.runner import Refused, run_events
from engage_sqlite import open_sqlite

CARE = Path(__file__).parents[2] / "rulesets" / "telecom-care"


@pytest.fixture(scope="module")
def care() -> Program:
    return load(CARE)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_sqlite(str(tmp_path / "care.db"))
    yield opened
    opened.close()


def decided(storage: Storage) -> dict[str, Decision]:
    records = (record for _, record in storage.recorded("main", limit=100_000))
    return {record.id: evolve(from_record(record), sequence=None) for record in records}


def replayed(care: Program, storage: Storage) -> dict[str, Decision]:
    found = {}
    for pair in pairs_of_record(Both(care, care), storage, "main"):
        assert isinstance(pair, Pair)
        assert pair.old is not None
        assert pair.old == pair.new
        found[pair.old.id] = pair.old
    return found


def test_the_ruleset_that_decided_decides_the_same_again(care: Program, storage: Storage) -> None:
    events = demo_events(CARE / "demo" / "customers.csv")
    kept = sorted({str(event["subject"]) for event in events})[:30]
    clock = SetClock()
    engine = Engine(care, storage, clock=clock)
    raw = [RawEvent(1, event) for event in events if event["subject"] in kept]
    for item in run_events(engine, clock, raw):
        assert not isinstance(item, Refused | EventConflict)
    assert replayed(care, storage) == decided(storage)


def test_facts_from_outside_are_known_when_they_were(care: Program, storage: Storage) -> None:
    clock = SetClock()
    engine = Engine(care, storage, clock=clock)
    tiers = []
    for day, tier in enumerate(("", "gold", "", "silver", ""), start=1):
        clock.at = 1_793_844_000_000_000 + day * 86_400_000_000
        if tier:
            engine.know("ann", {"customer.tier": tier, "customer.months_with_us": day})
        done = engine.receive({
            "id": f"e{day}", "source": "/t", "type": "call.received", "subject": "ann",
            "time": f"2026-11-{5 + day:02}T02:00:00+00:00", "data": {"topic": "bill"},
        })  # fmt: skip
        tiers.append(done.facts_used["customer.tier"])
        engine.tick()  # charts are asked again after a move
    assert tiers == [None, "gold", "gold", "silver", "silver"]
    assert replayed(care, storage) == decided(storage)


def test_an_event_that_cannot_be_read_any_more_is_told_by_its_number(care: Program, storage: Storage) -> None:
    engine = Engine(care, storage, clock=SetClock())
    engine.receive(
        {"id": "e1", "source": "/t", "type": "call.received", "subject": "ann", "time": "2026-11-05T10:00:00Z"}
    )

    class Damaged:
        """The storage, with events of which only a part is left."""

        def __getattr__(self, name: str) -> object:
            return getattr(storage, name)

        def recorded(self, tenant: str, *, after: str = "", limit: int = 1000) -> object:
            return [(evolve(event, payload="{"), decision) for event, decision in storage.recorded(tenant, after=after)]

    (refused,) = pairs_of_record(Both(care, care), Damaged(), "main")  # type: ignore[arg-type]  # all but its types
    assert isinstance(refused, Refused)
    assert refused.line == 1


def test_events_of_erased_customers_are_passed_over_and_counted(care: Program, storage: Storage) -> None:
    engine = Engine(care, storage, clock=SetClock())
    for number, who in enumerate(("ann", "bob", "ann"), start=1):
        engine.receive({
            "id": f"e{number}", "source": "/t", "type": "call.received", "subject": who,
            "time": f"2026-11-0{number}T10:00:00Z",
        })  # fmt: skip
    engine.erase("ann")
    both = Both(care, care)
    (pair,) = pairs_of_record(both, storage, "main")
    assert isinstance(pair, Pair)
    assert (pair.event.id, both.erased) == ("e2", 2)
