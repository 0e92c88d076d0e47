"""Service clocks of contacts that nobody knows yet, over a real storage: kept, told, taken along, forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engage.errors import EngageError, NotFound
from engage.facts.decided import Decision
from engage.gate import event as read_event
from engage.gate.values import moment_text
from engage.load import from_sources
from engage.runtime import Engine, SetClock
from runtime.test_service_clocks import HOUR, PROGRAM, RULES, SOURCES, START, Desk, shown

COUNT = """
rule count
  event message
  when running first response clocks is 1
  then task hurry
"""
BEFORE, _, REST = RULES.partition("clock first response")
ONE_CLOCK_LESS = BEFORE + REST[REST.index("clock next response") :].replace(", first response breach", "")
NOTED = from_sources({**SOURCES, "desk.rules": f"{RULES}\n{COUNT}"}.items())

WITHOUT = from_sources({**SOURCES, "desk.rules": ONE_CLOCK_LESS}.items())


class Calls(Desk):
    """A desk whose events come through contacts: of nobody, unless somebody is named."""

    def told(self, type: str, who: str = "", contact: str = "k1", case: str = "", **data: object) -> dict[str, object]:
        self._number += 1
        told = {"id": f"e{self._number}", "source": "/desk", "type": type, "contact": contact, "data": data}
        named = {name: value for name, value in (("subject", who), ("case", case)) if value}
        return {**told, **named, "time": moment_text(self.clock.at, 480)}

    def say(self, type: str, who: str = "", contact: str = "k1", case: str = "", **data: object) -> Decision:
        return self.engine.receive(self.told(type, who, contact, case, **data))

    def clocks(self, who: str = "", contact: str = "") -> list[tuple[str, str, str, str]]:
        found = self.engine.clocks(who, contact=contact)
        return [(each.target, each.case, shown(each.started), each.standing.value) for each in found]


@pytest.fixture
def desk() -> Iterator[Calls]:
    opened = Calls()
    yield opened
    opened.engine.close()


BREACHED = [
    ("first_response_warning", "05 10:00"),
    ("first_response_warning", "05 10:22 later"),
    ("first_response_breach", "05 10:30 later"),
]


def test_a_contact_whom_nobody_knows_is_warned_of_and_told_late_through_rules(desk: Calls) -> None:
    assert desk.say("complaint.received", grade="urgent").plan.service_level is not None
    desk.clock.at = START + HOUR
    rung = [each for each in desk.engine.tick() if not each.kind.startswith("timer:")]
    assert [(each.kind, shown(each.at)) for each in rung] == BREACHED
    assert [task.work for task in rung[-1].plan.tasks] == ["escalate"]
    recorded = desk.engine.storage.recorded("main")
    assert {(event.key, event.subject, event.contact) for event, _ in recorded} == {("", "", "k1")}
    assert list(desk.engine.storage.customers("main")) == []


def test_a_contact_whom_nobody_knows_meets_its_target(desk: Calls) -> None:
    desk.say("complaint.received", grade="ordinary")
    desk.until("05 11:00")
    desk.say("reply.sent", by_person=True)
    assert desk.until("05 16:00") == [("first_response_met", "05 11:00")]


def test_contacts_have_clocks_of_their_own_and_an_event_without_one_has_none(desk: Calls) -> None:
    desk.say("complaint.received", grade="urgent")
    desk.say("complaint.received", contact="k2", grade="ordinary")
    assert desk.say("complaint.received", contact="", case="K", grade="urgent").changes == ()
    assert desk.until("05 10:10") == BREACHED[:1]
    desk.say("reply.sent", contact="k2", by_person=True)
    assert desk.until("05 10:31") == [("first_response_met", "05 10:10"), *BREACHED[1:]]
    assert desk.clocks(contact="k2")[1:] == [("first_response", "k2", "05 10:00", "met")]


def test_rules_may_ask_about_the_clocks_of_a_contact() -> None:
    clock = SetClock(START)
    with Engine(NOTED, "sqlite::memory:", clock=clock) as engine:
        calls = Calls()
        calls.engine.close()
        calls.engine, calls.clock = engine, clock
        assert calls.say("message.received").plan.tasks == ()
        calls.say("complaint.received", grade="urgent")
        assert [task.work for task in calls.say("message.received").plan.tasks] == ["hurry"]
        assert calls.say("message.received", contact="k2").plan.tasks == ()
        assert [task.work for task in calls.say("message.received", "c7").plan.tasks] == ["hurry"]


def test_who_turns_out_to_be_a_customer_brings_clocks_along_with_starts_and_targets(desk: Calls) -> None:
    desk.say("complaint.received", grade="urgent")
    desk.say("complaint.received", case="A", grade="ordinary")
    assert [kind for kind, _ in desk.until("05 10:10")] == ["first_response_warning"]
    desk.say("message.received", "c7", case="B")
    assert desk.clocks(contact="k1") == []
    assert {each[:3] for each in desk.clocks("c7")} == {
        ("first_response", "k1", "05 10:00"),
        ("first_response", "A", "05 10:00"),
        ("resolution", "k1", "05 10:00"),
        ("resolution", "A", "05 10:00"),
        ("next_response", "B", "05 10:10"),
    }
    # What was told stays told; the rest is the customer's, each of its own case.
    assert desk.until("05 10:31") == BREACHED[1:]
    desk.say("reply.sent", "c7", case="A", by_person=True)
    assert desk.until("05 13:00") == [("first_response_met", "05 10:31"), ("resolution_warning", "05 13:00")]
    recorded = {decided.id: event for event, decided in desk.engine.storage.recorded("main")}
    told = [each for each in desk.engine.decisions("c7") if each.kind.startswith("first_response")]
    assert [(each.kind, recorded[each.id].case) for each in told] == [
        ("first_response_warning", ""),
        ("first_response_breach", ""),
        ("first_response_met", "A"),
    ]


def test_an_answer_that_makes_a_contact_known_is_in_time(desk: Calls) -> None:
    desk.say("complaint.received", grade="urgent")
    desk.until("05 10:10")
    desk.say("reply.sent", "c7", by_person=True)
    assert desk.until("09 18:00")[0] == ("first_response_met", "05 10:10")
    assert [each for each in desk.clocks("c7") if each[0] == "first_response"] == [
        ("first_response", "k1", "05 10:00", "met")
    ]


def test_what_rings_of_a_contact_that_has_become_known_is_recorded_and_asks_nothing(desk: Calls) -> None:
    desk.say("complaint.received", grade="urgent")
    desk.say("message.received", "c7")
    desk.clock.at = START + HOUR
    rung = {each.id: each for each in desk.engine.tick()}
    of_contact = [each for event, each in desk.engine.storage.recorded("main") if each.id in rung and not event.key]
    assert [rung[each.id].kind for each in of_contact] == ["timer: clock:"]
    assert all(not rung[each.id].effects and not rung[each.id].changes for each in of_contact)
    assert desk.clocks(contact="k1") == []


def test_only_clocks_go_along(desk: Calls) -> None:
    storage = desk.engine.storage
    desk.say("complaint.received", grade="ordinary")
    desk.say("message.received", "c7")
    kept = storage.snapshot("main", source="", event_id="", key="", contact="k1", at=START, history=lambda _: {})
    assert (kept.customer.facts, kept.customer.version, kept.customer.next_sequence) == ("{}", 2, 2)
    assert [each.event_id for each in desk.engine.decisions("c7")] == ["e2"]
    profile = desk.engine.profile("c7")
    assert profile.facts == {}


def test_an_event_of_an_unknown_kind_leaves_the_clocks_with_the_contact(desk: Calls) -> None:
    desk.say("complaint.received", grade="urgent")
    desk.say("never.heard.of", "c7")
    assert len(desk.clocks(contact="k1")) == 2
    assert desk.until("05 10:31") == BREACHED
    desk.say("message.received", "c7")
    assert desk.clocks(contact="k1") == []
    assert desk.until("05 10:40") == []


def test_a_contact_that_falls_silent_about_who_it_is_is_heard_when_it_says_so_again(desk: Calls) -> None:
    desk.say("complaint.received", "c7", grade="ordinary")
    desk.until("05 10:20")
    desk.say("reply.sent", by_person=True)
    desk.until("05 10:40")
    desk.say("message.received", "c7")
    assert desk.until("05 12:30") == [("first_response_met", "05 10:20")]


def test_two_clocks_of_one_case_become_one_and_what_was_told_is_not_told_again(desk: Calls) -> None:
    desk.say("complaint.received", "c7", "mail", case="A", grade="urgent")
    desk.until("05 10:10")
    desk.say("complaint.received", case="A", grade="urgent")
    assert desk.until("05 10:45")[-1] == ("first_response_breach", "05 10:40 later")
    desk.say("message.received", "c7")
    assert [each for each in desk.clocks("c7") if each[0] == "first_response"] == [
        ("first_response", "A", "05 10:00", "late")
    ]
    assert [kind for kind, _ in desk.until("05 13:30") if kind.startswith("first")] == []


def test_what_a_contact_met_is_met_for_the_clock_that_ran_before(desk: Calls) -> None:
    desk.say("complaint.received", "c7", "mail", case="A", grade="urgent")
    desk.until("05 10:10")
    desk.say("complaint.received", case="A", grade="urgent")
    desk.until("05 10:20")
    desk.say("reply.sent", case="A", by_person=True)
    assert ("first_response_met", "05 10:20") in desk.until("05 10:25")
    desk.say("message.received", "c7")
    assert ("first_response", "A", "05 10:00", "met") in desk.clocks("c7")
    assert [kind for kind, _ in desk.until("05 13:30") if kind.startswith("first")] == []


def test_a_clock_that_the_ruleset_has_no_more_stays_with_the_contact(desk: Calls) -> None:
    desk.say("complaint.received", grade="urgent")
    desk.engine.activate(WITHOUT)
    desk.say("message.received", "c7")
    assert {each[0] for each in desk.clocks("c7")} == {"resolution", "next_response"}
    desk.engine.activate(PROGRAM)
    assert [each[0] for each in desk.clocks(contact="k1")] == ["first_response"]
    desk.say("reply.sent", "c7", by_person=True)
    assert "first_response" in {each[0] for each in desk.clocks("c7")}


def test_a_batch_may_hold_a_contact_and_whose_it_is(desk: Calls) -> None:
    raw = [
        desk.told("complaint.received", grade="urgent"),
        desk.told("message.received", "c7"),
        desk.told("complaint.received", "", "k2", grade="urgent"),
    ]
    done = desk.engine.take_many([read_event(PROGRAM, each) for each in raw])
    assert all(isinstance(each, Decision) for each in done)
    assert desk.clocks(contact="k1") == []
    assert {each[0] for each in desk.clocks("c7")} == {"first_response", "resolution", "next_response"}
    assert len(desk.clocks(contact="k2")) == 2


def test_an_erased_customer_leaves_no_clocks_at_its_contacts(desk: Calls) -> None:
    desk.say("complaint.received", "c7", grade="urgent")
    desk.say("complaint.received", grade="urgent")
    desk.say("complaint.received", contact="k2", grade="urgent")
    assert len(desk.clocks(contact="k1")) == 2
    desk.engine.erase("c7")
    assert desk.clocks(contact="k1") == []
    with pytest.raises(NotFound):
        desk.clocks("c7")
    assert [kind for kind, _ in desk.until("05 10:31")] == [kind for kind, _ in BREACHED]
    recorded = desk.engine.storage.recorded("main")
    assert {event.contact for event, _ in recorded if event.kind.startswith("first")} == {"k2"}


def test_two_customers_who_are_one_keep_the_clocks_of_both(desk: Calls) -> None:
    desk.say("complaint.received", "c7", case="A", grade="urgent")
    desk.until("05 10:05")
    desk.say("complaint.received", "c8", case="A", grade="urgent")
    desk.say("complaint.received", "c8", case="B", grade="ordinary")
    desk.until("05 10:10")
    desk.say("reply.sent", "c8", case="B", by_person=True)
    desk.say("reply.sent", "c8", case="A", by_person=True)
    assert desk.until("05 10:25")[-1] == ("first_response_warning", "05 10:22 later")
    desk.engine.merge("c8", into="c7")
    assert desk.clocks("c8") == desk.clocks("c7")
    assert [each[1:] for each in desk.clocks("c7") if each[0] == "first_response"] == [
        ("A", "05 10:00", "met"),
        ("B", "05 10:05", "met"),
    ]
    assert [each for each in desk.until("05 11:00") if each[0].startswith("first")] == []
    assert desk.until("05 14:30")[-1][0] == "resolution_breach"


def test_a_contact_of_which_nothing_is_kept_and_a_question_about_nobody_are_refused(desk: Calls) -> None:
    with pytest.raises(NotFound) as unknown:
        desk.engine.clocks(contact="13912345678")
    assert unknown.value.code == "S066"
    assert "13912345678" not in str(unknown.value)
    for asked in ({}, {"customer": "c7", "contact": "k1"}):
        with pytest.raises(EngageError) as refused:
            desk.engine.clocks(**asked)
        assert refused.value.code == "S067"
