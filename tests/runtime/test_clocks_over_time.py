"""Service clocks over months, through rulesets that come and go, and with events that come late: nothing is lost,
nothing is told twice, nothing is kept for ever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engage.facts.decided import Decision
from engage.gate.values import moment_text
from engage.load import from_sources
from engage.program.program import Program
from engage.runtime import Engine, SetClock
from engage.service.case_clocks import ClockNow
from runtime.test_service_clocks import MINUTE, SOURCES, START

DAY = 1_440
RULES = """
rule ordinary
  event complaint, case update, message, case reopened, reply
  then serve at ordinary care
rule urgent
  beats ordinary
  event complaint, case update
  when grade is urgent
  then serve at urgent care
rule front
  event complaint
  then route to front desk
"""
FIRST = """
clock first response
  starts when event is complaint
  stops when event is reply
  warns at 75%
"""
RESOLUTION = """
clock resolution
  starts when event is complaint
  stops when status is closed
  pauses while status is waiting for customer
"""
CHAT = """
clock next response
  starts when event is message
  cycles each time
  stops when event is reply
"""


def program(*clocks: str, **sources: str) -> Program:
    files = {
        **SOURCES,
        "desk.rules": RULES + "".join(clocks),
        **{f"{name}.yaml": text for name, text in sources.items()},
    }
    return from_sources(files.items())


class Case:
    """Cases of one customer (Thursday at 10:00 is minute 0), as an engine sees them."""

    def __init__(self, made: Program) -> None:
        self.clock = SetClock()
        self.clock.at = START
        self.engine = Engine(made, "sqlite::memory:", clock=self.clock)
        self.number = 0

    def tell(self, type: str, minute: int, *, case: str | None = "K", subject: str = "c7", **data: object) -> Decision:
        """An event of a minute, told now, or then where that lies ahead."""
        self.number += 1
        at = START + minute * MINUTE
        self.clock.at = max(self.clock.at, at)
        told = {"id": f"e{self.number}", "source": "/desk", "type": type, "time": moment_text(at, 480)}
        named = {} if case is None else {"case": case}
        return self.engine.receive({**told, "subject": subject, **named, "data": data})

    def told(self, minute: int) -> list[tuple[str, int]]:
        """What is told until a minute: its kind and minute."""
        self.clock.at = START + minute * MINUTE
        rung = (each for each in self.engine.tick() if not each.kind.startswith("timer:"))
        return [(each.kind, (each.at - START) // MINUTE) for each in rung]

    def clocks(self, subject: str = "c7") -> tuple[ClockNow, ...]:
        return self.engine.clocks(subject)


@pytest.fixture
def desk(request: pytest.FixtureRequest) -> Iterator[Case]:
    opened = Case(program(*request.param))
    yield opened
    opened.engine.close()


with_clocks = pytest.mark.parametrize


@with_clocks("desk", [(RESOLUTION + "  resets when event is case reopened\n",)], indirect=True)
def test_a_clock_that_was_reset_is_kept_while_it_runs(desk: Case) -> None:
    desk.tell("complaint.received", 0, grade="ordinary")
    desk.tell("case.reopened", 60)
    desk.tell("case.updated", 120, status="waiting")
    desk.told(32 * DAY)
    desk.tell("message.received", 32 * DAY)
    assert [each.standing for each in desk.clocks()] == ["paused"]
    desk.tell("case.updated", 32 * DAY + 1, status="working")
    assert [kind for kind, _ in desk.told(40 * DAY)] == ["resolution_breach"]


@with_clocks("desk", [(RESOLUTION + "  reopens when event is case reopened\n",)], indirect=True)
def test_a_clock_that_was_reopened_is_kept_while_it_runs(desk: Case) -> None:
    desk.tell("complaint.received", 0, grade="ordinary")
    desk.tell("case.updated", 60, status="closed")
    desk.told(61)
    desk.tell("case.reopened", 20 * DAY)
    desk.tell("case.updated", 20 * DAY + 1, status="waiting")
    desk.told(32 * DAY)
    desk.tell("message.received", 32 * DAY)
    assert [each.standing for each in desk.clocks()] == ["paused"]


CALENDAR = """
calendars:
  {name}:
    week:
      monday to friday: 09:00 to 18:00
"""


def test_hours_of_a_calendar_that_is_gone_stay() -> None:
    def on(name: str) -> Program:
        ruleset = SOURCES["ruleset.yaml"] + CALENDAR.format(name=name)
        care = "ordinary_care:\n    en: ordinary care\n"
        catalogue = SOURCES["catalogue.yaml"].replace(care, f"{care}    calendar: {name}\n")
        assert catalogue != SOURCES["catalogue.yaml"]
        return program(RESOLUTION, ruleset=ruleset, catalogue=catalogue)

    desk = Case(on("desk_hours"))
    desk.tell("complaint.received", 420, grade="ordinary")  # 17:00: one hour today, seven tomorrow
    desk.engine.activate(on("support_hours"))
    desk.tell("message.received", 425)
    assert desk.told(3 * DAY) == [("resolution_breach", DAY + 360)]
    desk.engine.close()


def test_a_clock_that_a_rollback_brings_back_goes_on() -> None:
    desk = Case(program(FIRST))
    desk.tell("complaint.received", 0, grade="ordinary")
    desk.engine.activate(program())
    assert desk.told(95) == []
    desk.engine.activate(program(FIRST))
    desk.tell("message.received", 96)
    assert desk.told(300) == [("first_response_warning", 90), ("first_response_breach", 120)]
    desk.engine.close()


@with_clocks("desk", [(CHAT,)], indirect=True)
def test_of_many_cycles_the_last_are_kept(desk: Case) -> None:
    for minute in range(0, 300, 2):
        desk.tell("message.received", minute)
        desk.tell("reply.sent", minute + 1)
    assert [kind for kind, _ in desk.told(300)] == ["next_response_met"] * 150
    desk.tell("message.received", 301)
    found = desk.clocks()
    assert len(found) == 10
    assert found[0].ended is None


@with_clocks("desk", [(FIRST,)], indirect=True)
def test_what_ended_is_forgotten_with_whatever_comes_later(desk: Case) -> None:
    for day in range(40):
        desk.tell("complaint.received", day * DAY, case=f"C{day}", grade="ordinary")
        desk.tell("reply.sent", day * DAY + 1, case=f"C{day}")
        desk.told(day * DAY + 2)
    desk.tell("message.received", 60 * DAY, case="another")
    assert {each.case for each in desk.clocks()} == {f"C{day}" for day in range(29, 40)}


@with_clocks("desk", [(FIRST,)], indirect=True)
def test_marks_of_a_clock_that_never_starts_are_forgotten(desk: Case) -> None:
    for day in range(100):
        desk.tell("reply.sent", day * DAY, case="Z")
    (kept,) = desk.engine.storage.customer("main", "c7").facts.splitlines()  # type: ignore[union-attr]
    assert kept.count(",1]") <= 32


@with_clocks(
    "desk",
    [(FIRST,), (CHAT.replace("message", "complaint").replace("next", "first") + "  warns at 75%\n",)],
    indirect=True,
)
def test_a_start_that_comes_late_tells_nothing_again(desk: Case) -> None:
    desk.tell("complaint.received", 10, grade="ordinary")
    assert desk.told(140) == [("first_response_warning", 100), ("first_response_breach", 130)]
    desk.tell("complaint.received", 0, grade="ordinary")
    assert desk.told(141) == []
    assert desk.clocks()[0].started == START


@with_clocks("desk", [(FIRST,)], indirect=True)
def test_the_order_in_which_starts_are_told_makes_no_difference(desk: Case) -> None:
    desk.tell("complaint.received", 100, grade="urgent")
    desk.tell("complaint.received", 0, grade="ordinary")
    assert desk.told(150) == [("first_response_warning", 90), ("first_response_breach", 120)]


@with_clocks(
    "desk",
    [(RESOLUTION + "  warns at 50%\n  retargets when\n    event is case update\n    grade is known\n",)],
    indirect=True,
)
def test_a_breach_is_told_though_a_warning_of_the_new_target_was(desk: Case) -> None:
    desk.tell("complaint.received", 0, grade="ordinary")
    desk.tell("case.updated", 1, status="waiting")
    desk.told(180)
    desk.tell("case.updated", 180, status="working")
    desk.tell("case.updated", 300, grade="urgent", status="working")
    assert desk.told(301) == [("resolution_warning", 300)]
    desk.tell("case.updated", 3, status="working")
    assert desk.told(10 * DAY) == [("resolution_breach", 300)]


@with_clocks(
    "desk",
    [(FIRST.replace("75%", "75%, 50%") + "  retargets when\n    event is case update\n    grade is known\n",)],
    indirect=True,
)
def test_the_severest_of_what_a_new_target_passes_over_is_told(desk: Case) -> None:
    desk.tell("complaint.received", 0, grade="ordinary")
    desk.tell("case.updated", 26, grade="urgent")
    told = desk.engine.tick()
    assert [(each.kind, each.facts_used.get("event.clock_threshold")) for each in told][:1] == [
        ("first_response_warning", None)
    ]
    assert desk.told(40) == [("first_response_breach", 30)]


@with_clocks(
    "desk",
    [(RESOLUTION + "  retargets when\n    event is case update\n    grade is known\n  on retarget restart\n",)],
    indirect=True,
)
def test_the_same_target_again_is_no_other_one(desk: Case) -> None:
    desk.tell("complaint.received", 0, grade="urgent")
    desk.tell("case.updated", 30, grade="ordinary")
    desk.tell("case.updated", 60, status="closed")
    assert desk.told(61) == [("resolution_met", 60)]
    desk.tell("case.updated", 50, grade="ordinary")
    assert desk.told(DAY) == []


@with_clocks("desk", [(FIRST,)], indirect=True)
def test_what_is_answered_at_the_moment_it_came_is_met(desk: Case) -> None:
    desk.tell("complaint.received", 0, grade="ordinary")
    desk.tell("reply.sent", 0)
    assert desk.told(300) == [("first_response_met", 0)]
    assert desk.told(DAY) == []


@with_clocks("desk", [(FIRST,)], indirect=True)
def test_what_has_no_case_is_measured_each_time(desk: Case) -> None:
    desk.tell("complaint.received", 0, case=None, grade="ordinary")
    desk.tell("reply.sent", 10, case=None)
    assert desk.told(11) == [("first_response_met", 10)]
    desk.tell("complaint.received", 7 * DAY, case=None, grade="ordinary")
    assert desk.told(8 * DAY) == [("first_response_warning", 7 * DAY + 90), ("first_response_breach", 7 * DAY + 120)]


@with_clocks("desk", [(FIRST,)], indirect=True)
def test_clocks_of_a_moment_say_nothing_of_what_came_later(desk: Case) -> None:
    desk.tell("complaint.received", 0, grade="ordinary")
    desk.tell("reply.sent", 200)
    desk.told(201)
    now, earlier = desk.clocks()[0], START + 60 * MINUTE
    assert (now.standing, now.ended) == ("late", START + 200 * MINUTE)
    assert now.stretches[-1].end == now.ended
    desk.clock.at = earlier
    assert [(each.standing, each.ended) for each in desk.clocks()] == [("running", None)]
    desk.clock.at = START - MINUTE
    assert desk.clocks() == ()
