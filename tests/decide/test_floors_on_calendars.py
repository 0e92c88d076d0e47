"""Floors and service levels with a calendar of their own: the clock that starts is due no later than the floor.

Law over random weeks, targets, floors and moments. Mutants that it kills, each planted and seen to break it: a target
compared on the ruleset's week; a raised target that keeps the floor's words although the level's calendar opens later.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from cli.calling import Caller
from engage.decide import decide
from engage.decide.floors import keeps
from engage.facts.floors import MaximumWait
from engage.facts.known import Event
from engage.gate import event as read_event
from engage.gate.values import moment_text
from engage.load import from_sources
from engage.program.program import Program
from engage.runtime import Engine, SetClock
from engage.service import Calendar, due_at, length
from engage.testing.dice import Dice

START = datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LENGTHS = ("1 business hour", "3 business hours", "1 working day", "2 working days", "90 minutes", "1 calendar day")
VOCABULARY = """
vocabulary: calendars
events:
  complaint: {type: complaint.received, en: complaint / complaints, zh: 投诉, contact: yes}
  reply: {type: reply.sent, en: reply / replies, zh: 回复}
"""
RULES = """
rule care
  event complaint
  then
    route to desk
    serve at slow care

clock first response
  starts when event is complaint
  stops when event is reply

floor everyone
  event complaint
  answer within {floor}
  approved by the head of care on 2026-01-01
"""


def sources(days: list[int], opens: int, target: str, floor: str) -> dict[str, str]:
    week = "\n".join(f"      {DAYS[day]}: {opens:02}:00 to {opens + 2:02}:00" for day in days)
    header = f"""
engage: 1
ruleset: calendars
zone: UTC
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [care.rules]
working week:
  monday to friday: 09:00 to 18:00
calendars:
  seldom:
    week:
{week}
safe default:
  - route to desk
"""
    catalogue = f"""
queues:
  desk: {{en: desk, zh: 前台}}
service levels:
  slow_care: {{en: slow care, zh: 慢速服务, targets: {{first_response: {target}}}, calendar: seldom}}
"""
    rules = RULES.format(floor=floor)
    return {
        "ruleset.yaml": header,
        "vocabulary.yaml": VOCABULARY,
        "catalogue.yaml": catalogue,
        "care.rules": rules,
    }


def due_of(program: Program, at: datetime.datetime) -> tuple[datetime.datetime, bool]:
    """When the clock of a complaint is due, and whether the plan was raised and keeps the floor."""
    clock = SetClock()
    clock.at = int(at.timestamp()) * 1_000_000
    told = {"id": "e1", "source": "/t", "type": "complaint.received", "time": moment_text(clock.at), "subject": "c7"}
    with Engine(program, "sqlite::memory:", clock=clock) as engine:
        decision = engine.receive({**told, "case": "K"})
        (first,) = engine.clocks("c7")
    assert first.due is not None
    floor = program.floors[0].guarantees["complaint"][0]
    assert isinstance(floor, MaximumWait)
    assert keeps(decision.plan, floor, program, decision.at, decision.kind)
    raised = any(reason.code == "raised" for reason in decision.reasons)
    return datetime.datetime.fromtimestamp(first.due / 1_000_000, datetime.UTC), raised


def test_a_clock_is_due_no_later_than_the_floor_whatever_the_calendar_of_its_level() -> None:
    raised = kept = 0
    ruleset_week = Calendar.from_mapping({"tz": "UTC", "week": {day: [["09:00", "18:00"]] for day in SHORT[:5]}})
    for seed in range(150):
        dice = Dice(seed)
        days = sorted({dice.number(7), dice.number(7)})
        opens, target, floor = dice.number(20), dice.one(LENGTHS), dice.one(LENGTHS)
        at = START + datetime.timedelta(minutes=dice.number(14 * 24 * 60))
        program = from_sources(sources(days, opens, target, floor).items())
        due, was_raised = due_of(program, at)
        own = Calendar.from_mapping(
            {"tz": "UTC", "week": {SHORT[day]: [[f"{opens:02}:00", f"{opens + 2:02}:00"]] for day in days}}
        )
        promised, most = due_at(own, at, length(target)), due_at(ruleset_week, at, length(floor))
        assert promised is not None
        assert most is not None
        assert due <= most, f"seed {seed}"
        assert due == promised or was_raised, f"seed {seed}"
        assert was_raised == (promised > most), f"seed {seed}"
        raised, kept = raised + was_raised, kept + (not was_raised)
    assert raised > 30
    assert kept > 30


def test_a_target_that_is_raised_keeps_the_words_of_the_floor_where_the_calendar_allows() -> None:
    program = from_sources(sources([0], 9, "2 working days", "1 calendar day").items())
    plan = decide(program, _complaint(program)).plan
    assert plan.service_level is not None
    assert plan.service_level.targets["first_response"] == length("1 calendar day")
    program = from_sources(sources([5], 9, "2 business hours", "1 business hour").items())
    plan = decide(program, _complaint(program)).plan
    assert plan.service_level is not None
    assert plan.service_level.targets["first_response"] == length("1 hour")


def test_a_promise_that_only_its_calendar_makes_too_late_is_found(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for days, found in (([5], True), ([0, 1, 2, 3, 4], False)):
        for name, text in sources(days, 9, "1 business hour", "1 working day").items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        told = Caller(capsys)("check", str(tmp_path), "--lang", "en")
        assert ("warning[V045]: `care` promises less than the floor `everyone`" in told.out) == found


def _complaint(program: Program) -> Event:
    told = {"id": "e1", "source": "/t", "type": "complaint.received", "time": "2026-11-02T10:00:00Z", "subject": "c7"}
    return read_event(program, told)
