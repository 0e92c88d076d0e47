"""Contacts through the sieve, case by case: which exit, what reverses, what belongs to whom."""

from __future__ import annotations

from fractions import Fraction

import pytest

from engage.facts.plan import SieveStep
from engage.facts.vocabulary import Ending
from engage.measure.first_contact import LeftOut, agreement, first_contact
from engage.measure.sieve import funnel, leavings
from engage.measure.visits import Happening, contacts_of

HOUR = 3_600_000_000


def came(id: str, hour: int, step: SieveStep, reason: str = "bill", **more: object) -> Happening:
    said: dict[str, object] = {"customer": "c1", "window": 72 * HOUR, **more}
    return Happening(id, hour * HOUR, step=step, reason=reason, **said)  # type: ignore[arg-type]


def told(id: str, hour: int, ending: Ending, **more: object) -> Happening:
    return Happening(id, hour * HOUR, ending=ending, **{"customer": "c1", **more})  # type: ignore[arg-type]


def exits(*found: Happening, until: int = 1000) -> list[str]:
    return [f"{one.visit.step} {one.exit}" for one in leavings(contacts_of(found), until * HOUR)]


def test_a_call_that_is_answered_is_served_and_one_that_is_not_is_given_up() -> None:
    call = came("e1", 0, SieveStep.ASSISTED, contact="k")
    assert exits(call) == ["assisted open"]
    assert exits(call, told("e2", 1, Ending.SERVED, contact="k")) == ["assisted served"]
    assert exits(call, told("e2", 1, Ending.ABANDONED, contact="k")) == ["assisted abandoned"]
    # One more end changes nothing: the conversation is over.
    gave_up = told("e2", 1, Ending.ABANDONED, contact="k")
    assert exits(call, gave_up, told("e3", 2, Ending.SERVED, contact="k")) == ["assisted abandoned"]


def test_silence_after_self_service_is_provisional_until_its_window_closes() -> None:
    visit = came("e1", 0, SieveStep.SELF_SERVICE)
    assert exits(visit, until=71) == ["self-service provisional"]
    assert exits(visit, until=72) == ["self-service contained"]
    (one,) = leavings(contacts_of([visit]), 72 * HOUR)
    assert not one.told


@pytest.mark.parametrize(
    ("later", "exit"),
    [
        (came("e2", 72, SieveStep.ASSISTED), "reversed"),
        (came("e2", 73, SieveStep.ASSISTED), "contained"),
        (came("e2", 10, SieveStep.ASSISTED, "fault"), "contained"),
        (came("e2", 10, SieveStep.ASSISTED, ""), "contained"),
        (came("e2", 10, SieveStep.ASSISTED, customer="c2"), "contained"),
        (came("e2", 10, SieveStep.ASSISTED, by_us=True), "contained"),
        (came("e2", 10, SieveStep.SELF_SERVICE), "contained"),
    ],
)
def test_only_a_person_for_the_same_need_of_the_same_customer_in_time_reverses(later: Happening, exit: str) -> None:
    visit = came("e1", 0, SieveStep.SELF_SERVICE)
    assert next(leavings(contacts_of([visit, later]), 1000 * HOUR)).exit == exit


def test_what_was_told_to_be_contained_is_reversed_all_the_same() -> None:
    visit = came("e1", 0, SieveStep.ANSWER, contact="k")
    done = told("e2", 1, Ending.CONTAINED, contact="k")
    assert exits(visit, done) == ["answer contained"]
    assert exits(visit, done, came("e3", 5, SieveStep.EXPERT)) == ["answer reversed", "expert open"]


def test_nobody_can_tell_of_an_unknown_customer_or_need() -> None:
    assert exits(came("e1", 0, SieveStep.ANSWER, customer="")) == ["answer unproved"]
    assert exits(came("e1", 0, SieveStep.ANSWER, "")) == ["answer unproved"]


def test_whoever_asks_for_a_person_goes_on_and_is_counted_at_both_steps() -> None:
    visit = came("e1", 0, SieveStep.SELF_SERVICE, contact="k")
    assert exits(visit, told("e2", 1, Ending.ESCALATED, contact="k")) == ["self-service escalated", "assisted open"]
    person = came("e2", 1, SieveStep.EXPERT, contact="k")
    whole = [visit, person, told("e3", 2, Ending.SERVED, contact="k")]
    assert exits(*whole) == ["self-service escalated", "expert served"]
    found = funnel(leavings(contacts_of(whole), 1000 * HOUR))
    assert (found.contacts, found.conserved) == (1, True)
    assert found.passages[-1].handed_from == {SieveStep.SELF_SERVICE: 1}
    # Served by a person after self-service had been called a success: it was none.
    asked = [visit, told("e2", 1, Ending.CONTAINED, contact="k"), told("e3", 2, Ending.SERVED, contact="k")]
    assert exits(*asked) == ["self-service escalated", "assisted served"]


def test_an_end_without_a_contact_is_that_of_its_case_or_of_what_still_waits() -> None:
    case = came("e1", 0, SieveStep.ASSISTED, case="case-1")
    other = came("e2", 1, SieveStep.ASSISTED, "fault")
    by_case = exits(case, other, told("e3", 2, Ending.SERVED, case="case-1"))
    assert by_case == ["assisted served", "assisted open"]
    by_need = exits(case, other, told("e3", 2, Ending.SERVED, reason="bill"))
    assert by_need == ["assisted served", "assisted open"]
    latest = exits(case, other, told("e3", 2, Ending.SERVED))
    assert latest == ["assisted open", "assisted served"]
    nobody = exits(case, told("e3", 2, Ending.SERVED, customer="c9"))
    assert nobody == ["assisted open"]


def test_the_reason_at_the_end_is_kept_apart_from_the_one_at_the_beginning() -> None:
    call = came("e1", 0, SieveStep.ASSISTED, "bill", contact="k")
    (contact,) = contacts_of([call, told("e2", 1, Ending.SERVED, contact="k", reason="fault")])
    assert (contact.stated, contact.concluded, contact.need) == ("bill", "fault", "fault")
    assert agreement([contact]) == (0, 1)


def test_a_need_is_settled_when_nobody_came_again_within_the_window() -> None:
    calls = [
        came("e1", 0, SieveStep.ASSISTED),
        came("e2", 100, SieveStep.ASSISTED),
        came("e3", 400, SieveStep.ASSISTED),
    ]
    found = first_contact(contacts_of(calls), 168 * HOUR, 500 * HOUR)
    assert (found.resolved, found.repeated, found.open) == (0, 1, 1)
    found = first_contact(contacts_of(calls), 168 * HOUR, 568 * HOUR)
    assert (found.resolved, found.repeated, found.open) == (1, 1, 0)
    assert found.rate == Fraction(1, 2)


def test_what_cannot_be_told_leaves_the_base_and_says_why() -> None:
    calls = [
        came("e1", 0, SieveStep.ASSISTED, customer=""),
        came("e2", 0, SieveStep.ASSISTED, "", customer="c2"),
        came("e3", 0, SieveStep.ASSISTED, customer="c3", by_us=True),
        came("e4", 0, SieveStep.ASSISTED, customer="c4", contact="k"),
        told("e5", 1, Ending.ABANDONED, customer="c4", contact="k"),
    ]
    found = first_contact(contacts_of(calls), HOUR, 1000 * HOUR)
    assert (found.base, found.rate) == (0, None)
    assert found.left_out == dict.fromkeys(LeftOut, 1)
