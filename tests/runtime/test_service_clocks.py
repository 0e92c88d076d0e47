"""Service clocks over a real storage: started, paused, warned of, breached, met, reopened, with another target."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engage.facts.decided import Decision
from engage.gate.values import moment_text
from engage.load import from_sources
from engage.runtime import Engine, SetClock

START = 1_793_844_000_000_000  # Thursday, 2026-11-05 10:00 in Shanghai
MINUTE, HOUR = 60_000_000, 3_600_000_000
RULESET = """
engage: 1
ruleset: clocks
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [desk.rules]
working week:
  monday to friday: 09:00 to 18:00
safe default:
  - route to front desk
"""
VOCABULARY = """
vocabulary: clocks
fields:
  event.grade: {type: choice, values: {ordinary: {zh: 一般}, urgent: {zh: 紧急}}, en: grade, zh: 级别}
  event.status:
    type: choice
    values: {working: {zh: 处理中}, waiting: {en: waiting for customer, zh: 等待客户}, closed: {zh: 已关闭}}
    en: status
    zh: 状态
  event.by_person: {type: yes/no, en: written by a person, zh: 人工回复}
events:
  complaint: {type: complaint.received, en: complaint / complaints, zh: 投诉, contact: yes, fields: [grade]}
  message: {type: message.received, en: message / messages, zh: 来信}
  reply: {type: reply.sent, en: reply / replies, zh: 回复, fields: [by_person]}
  case_updated: {type: case.updated, en: case update / case updates, zh: 工单更新, fields: [status, grade]}
  case_reopened: {type: case.reopened, en: case reopened / cases reopened, zh: 工单重开}
"""
CATALOGUE = """
queues:
  front_desk: {en: front desk, zh: 前台, step: assisted}
service levels:
  ordinary_care:
    en: ordinary care
    zh: 普通服务
    targets: {first_response: 2 business hours, resolution: 8 business hours, next_response: 4 business hours}
  urgent_care: {en: urgent care, zh: 紧急服务, targets: {first_response: 30 minutes, resolution: 4 business hours}}
works:
  escalate: {en: escalate, zh: 升级, owner: care}
  hurry: {en: hurry, zh: 催办, owner: care}
owners:
  care: {en: care team, zh: 客服组}
"""
RULES = """
rule ordinary
  event complaint, case update, message
  then serve at ordinary care
rule urgent
  beats ordinary
  event complaint, case update
  when grade is urgent
  then serve at urgent care
rule front
  event complaint
  then route to front desk

clock first response
  starts when event is complaint
  stops when
    event is reply
    written by a person is yes
  retargets when
    event is case update
    grade is known
  warns at 75%, 30 minutes left

clock next response
  starts when event is message
  cycles each time
  stops when event is reply

clock resolution
  starts when event is complaint
  stops when status is closed
  pauses while status is waiting for customer
  reopens when event is case reopened
  on reopen resume
  warns at 1 business hour left

rule hurry up
  event resolution warning
  then task hurry
rule escalate a breach
  event resolution breach, first response breach
  then task escalate
"""
SOURCES = {"ruleset.yaml": RULESET, "vocabulary.yaml": VOCABULARY, "catalogue.yaml": CATALOGUE, "desk.rules": RULES}
PROGRAM = from_sources(SOURCES.items())


class Desk:
    """An engine on a clock set by hand, beginning on a Thursday at 10:00."""

    def __init__(self) -> None:
        self.clock = SetClock()
        self.clock.at = START
        self.engine = Engine(PROGRAM, "sqlite::memory:", clock=self.clock)
        self._number = 0

    def tell(self, type: str, *, case: str = "K", ago: float = 0, **data: object) -> Decision:
        self._number += 1
        at = moment_text(self.clock.at - int(ago * MINUTE), 480)
        told = {"id": f"e{self._number}", "source": "/desk", "type": type, "time": at, "subject": "c7", "case": case}
        return self.engine.receive({**told, "data": data})

    def until(self, local: str) -> list[tuple[str, str]]:
        """What rings until a local moment: the kind and the local time of each that is no mere look."""
        day, _, time = local.partition(" ")
        hour, _, minute = time.partition(":")
        self.clock.at = START + (int(day) - 5) * 24 * HOUR + (int(hour) - 10) * HOUR + int(minute) * MINUTE
        return [(each.kind, shown(each.at)) for each in self.engine.tick() if not each.kind.startswith("timer:")]

    def fact(self, name: str) -> object:
        told = {"id": "look", "source": "/desk", "type": "case.reopened", "time": moment_text(self.clock.at, 480)}
        return self.engine.preview({**told, "subject": "c7", "case": "another"}).facts_used.get(name)


def shown(at: int) -> str:
    local = moment_text(at, 480)
    return f"{local[8:10]} {local[11:16]}" + (" later" if at % MINUTE else "")


@pytest.fixture
def desk() -> Iterator[Desk]:
    opened = Desk()
    yield opened
    opened.engine.close()


def test_a_target_that_is_missed_warns_and_is_told_once(desk: Desk) -> None:
    desk.tell("complaint.received", grade="ordinary")
    assert desk.until("06 18:00") == [
        ("first_response_warning", "05 11:30"),  # 75 % of two business hours, and half an hour left
        ("first_response_warning", "05 11:30"),
        ("first_response_breach", "05 12:00 later"),
        ("resolution_warning", "05 17:00"),
        ("resolution_breach", "06 09:00 later"),
    ]
    assert desk.until("09 18:00") == []


def test_of_two_complaints_of_one_moment_the_first_sets_the_target(desk: Desk) -> None:
    desk.tell("complaint.received", grade="urgent")
    desk.tell("complaint.received", grade="ordinary")
    assert desk.until("05 10:31") == [
        ("first_response_warning", "05 10:00"),  # half an hour left, from the start on
        ("first_response_warning", "05 10:22 later"),
        ("first_response_breach", "05 10:30 later"),
    ]


def test_what_is_answered_in_time_is_met_and_warns_no_more(desk: Desk) -> None:
    desk.tell("complaint.received", grade="ordinary")
    assert desk.until("05 11:00") == []
    desk.tell("reply.sent", by_person=False)
    desk.tell("reply.sent", by_person=True)
    assert desk.until("05 11:00") == [("first_response_met", "05 11:00")]
    assert desk.until("05 16:00") == []


def test_a_breach_goes_through_the_rules(desk: Desk) -> None:
    desk.tell("complaint.received", grade="urgent")
    desk.clock.at = START + HOUR
    (warned, late, breach) = (each for each in desk.engine.tick() if not each.kind.startswith("timer:"))
    assert (warned.kind, late.kind, breach.kind) == (*("first_response_warning",) * 2, "first_response_breach")
    assert [task.work for task in breach.plan.tasks] == ["escalate"]
    assert breach.at == START + 30 * MINUTE + 1


def test_a_pause_puts_a_target_off_by_its_open_time(desk: Desk) -> None:
    desk.tell("complaint.received", grade="ordinary")
    desk.until("05 12:00")
    desk.tell("case.updated", status="waiting")
    assert [kind for kind, _ in desk.until("06 11:00")] == ["first_response_breach"]
    desk.tell("case.updated", status="working")  # two of eight hours have passed; six are left
    assert desk.until("06 16:30") == [("resolution_warning", "06 16:00")]
    assert desk.until("09 10:00") == [("resolution_breach", "06 17:00 later")]


def test_a_case_that_is_reopened_goes_on_where_it_stopped(desk: Desk) -> None:
    desk.tell("complaint.received", grade="ordinary")
    desk.tell("reply.sent", by_person=True)
    desk.until("05 16:00")
    desk.tell("case.updated", status="closed")  # six of eight hours
    assert desk.until("06 09:00") == [("resolution_met", "05 16:00")]
    desk.tell("case.reopened")
    assert desk.until("06 12:00") == [("resolution_warning", "06 10:00"), ("resolution_breach", "06 11:00 later")]


def test_another_target_keeps_what_has_passed_and_tells_only_the_last_of_what_it_puts_into_the_past(desk: Desk) -> None:
    desk.tell("complaint.received", grade="ordinary")
    desk.until("05 11:10")
    desk.tell("case.updated", grade="urgent")  # half an hour is the target now, an hour and ten minutes have passed
    assert desk.until("05 11:10") == [("first_response_breach", "05 11:10")]
    assert [kind for kind, _ in desk.until("05 16:00")] == []


def test_one_cycle_for_each_unanswered_stretch_from_its_oldest_message(desk: Desk) -> None:
    desk.tell("message.received")
    desk.until("05 13:00")
    desk.tell("message.received")
    assert desk.until("05 15:00") == [("next_response_breach", "05 14:00 later")]
    desk.tell("reply.sent", by_person=True)
    desk.tell("message.received")
    assert desk.until("06 11:00") == [("next_response_breach", "06 10:00 later")]


def test_what_comes_late_counts_from_its_own_moment(desk: Desk) -> None:
    desk.tell("complaint.received", grade="ordinary")
    desk.until("05 11:45")
    desk.tell("message.received")
    desk.tell("reply.sent", by_person=True, ago=60)
    assert desk.until("05 13:00") == [("first_response_met", "05 10:45")]


def test_cases_have_clocks_of_their_own(desk: Desk) -> None:
    desk.tell("complaint.received", grade="ordinary", case="A")
    desk.until("05 10:30")
    desk.tell("complaint.received", grade="urgent", case="B")
    desk.tell("reply.sent", by_person=True, case="A")
    assert desk.until("05 11:01") == [
        ("first_response_met", "05 10:30"),
        ("first_response_warning", "05 10:30"),
        ("first_response_warning", "05 10:52 later"),
        ("first_response_breach", "05 11:00 later"),
    ]
