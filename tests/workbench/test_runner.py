"""A run gives each decision once, and the same run again comes to the same: timers, repeated events and all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engage.facts.decided import Decision
from engage.gate.values import moment_text
from engage.runtime import SetClock
from engage.workbench.events_in import RawEvent
from engage.workbench.runner import Refused, Repeated, run_events
from engage.workbench.summary import Summary
from runtime.desk import HOUR, MINUTE, START, engine_on, envelope, ready


def lines(events: Sequence[dict[str, object]]) -> list[RawEvent]:
    return [RawEvent(number, event) for number, event in enumerate(events, 1)]


#: two complaints, of which one is chased an hour later, a bill, and a later call; the second line comes again
EVENTS = [
    envelope(1, "complaint.received"),
    envelope(2, "complaint.received", at=START + MINUTE, subject="c8"),
    envelope(3, "bill.issued", at=START + 2 * MINUTE, subject="c8"),
    envelope(2, "complaint.received", at=START + MINUTE, subject="c8"),
    envelope(4, at=START + 3 * HOUR),
    envelope(4, at=START + 3 * HOUR),
]


def run(path: Path, events: Sequence[dict[str, object]]) -> list[Decision | Refused | Repeated]:
    clock = SetClock()
    with engine_on(path, clock=clock) as engine:
        return list(run_events(engine, clock, lines(events)))


def told(items: Sequence[Decision | Refused | Repeated]) -> list[str]:
    return [
        f"{item.kind} {moment_text(item.at)}" if isinstance(item, Decision) else f"{type(item).__name__} {item.line}"
        for item in items
    ]


def summed(items: Sequence[Decision | Refused | Repeated]) -> dict[str, object]:
    summary = Summary(ready())
    for item in items:
        summary.add(item)
    return summary.as_json()


def test_an_event_that_comes_again_is_counted_once(tmp_path: Path) -> None:
    found = run(tmp_path / "care.db", EVENTS)
    decisions = [item.id for item in found if isinstance(item, Decision)]
    assert len(decisions) == len(set(decisions)) == 6
    assert [item for item in told(found) if item.startswith("Repeated")] == ["Repeated 4", "Repeated 6"]
    sums = summed(found)
    assert (sums["decisions"], sums["repeated"]) == (6, 2)
    assert sums["kinds"] == {"complaint": 2, "timer:chase": 2, "bill": 1, "cancel_request": 1}


def test_a_run_over_what_is_decided_already_comes_to_the_same(tmp_path: Path) -> None:
    first = run(tmp_path / "care.db", EVENTS)
    again = run(tmp_path / "care.db", EVENTS)
    assert told(again) == told(first)
    assert summed(again) == summed(first)


def test_an_interrupted_run_started_again_comes_to_what_a_whole_one_does(tmp_path: Path) -> None:
    whole = summed(run(tmp_path / "whole.db", EVENTS))
    for stopped in range(len(EVENTS)):
        path = tmp_path / f"{stopped}.db"
        run(path, EVENTS[:stopped])
        assert summed(run(path, EVENTS)) == whole, stopped


def test_a_timer_that_is_not_due_yet_is_left_out_of_both_runs(tmp_path: Path) -> None:
    early = EVENTS[:4]
    first = run(tmp_path / "care.db", early)
    assert told(run(tmp_path / "care.db", early)) == told(first)
    assert "timer:chase" not in {item.kind for item in first if isinstance(item, Decision)}
    later = run(tmp_path / "care.db", EVENTS)
    assert summed(later) == summed(run(tmp_path / "care.db", EVENTS))
