"""What enters a step of the sieve leaves it by one exit, whatever happened; and no exit that was certain changes.

Planted mistakes that these caught: a step that is forgotten when the contact goes on, or has no exit then; an ending
that finds another customer; a contact by us that reverses; a window judged by the end of the record instead of its own;
the need left out of the comparison; open needs counted as resolved.
"""

from __future__ import annotations

from collections import Counter

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from engage.facts.vocabulary import Ending
from engage.measure.first_contact import first_contact, needs_of
from engage.measure.sieve import Leaving, funnel, leavings
from engage.measure.visits import PERSON, STEPS, Contact, Happening, StepExit, contacts_of
from laws.contacts_at_random import HOUR, happenings, one_need

_SETTLED = (StepExit.SERVED, StepExit.ESCALATED, StepExit.ABANDONED, StepExit.CONTAINED, StepExit.REVERSED)


def left(found: list[Happening], until: int) -> list[Leaving]:
    return [*leavings(contacts_of(found), until)]


def exits(found: list[Happening], until: int) -> dict[tuple[str, str], StepExit]:
    return {(one.contact.id, str(one.visit.step)): one.exit for one in left(found, until)}


@given(happenings(), st.integers(0, 500))
def test_whoever_enters_a_step_leaves_it_by_one_exit(found: list[Happening], hours: int) -> None:
    until = hours * HOUR
    whole = funnel(left(found, until))
    contacts = contacts_of(found)
    assert whole.conserved
    assert whole.contacts == len(contacts)
    # Counted here anew, from the contacts themselves.
    steps = Counter(visit.step for contact in contacts for visit in contact.visits)
    assert {one.step: one.entered for one in whole.passages} == {step: steps[step] for step in STEPS}
    assert sum(sum(one.exits.values()) for one in whole.passages) == steps.total()
    gone_on = sum(len(contact.visits) - 1 for contact in contacts)
    assert sum(one.exits.get(StepExit.ESCALATED, 0) for one in whole.passages) == gone_on


@given(happenings())
def test_every_contact_goes_one_way_and_none_is_made_up(found: list[Happening]) -> None:
    begun = {one.contact or one.id: one.step for one in reversed(found) if one.step is not None}
    contacts = contacts_of(found)
    assert sorted(contact.id for contact in contacts) == sorted(begun)
    for contact in contacts:
        assert contact.visits[0].step is begun[contact.id]
        places = [STEPS.index(visit.step) for visit in contact.visits]
        assert places == sorted(set(places))
        assert all(visit.ending is Ending.ESCALATED for visit in contact.visits[:-1])
        assert contact.visits[-1].ending is not Ending.ESCALATED


@given(st.permutations("ab"), happenings(), st.integers(0, 500))
def test_independent_customers_change_nothing_of_each_other(
    order: list[str], found: list[Happening], hours: int
) -> None:
    apart: dict[tuple[str, str], StepExit] = {}
    for customer in ["", *order]:
        apart |= exits([one for one in found if one.customer == customer], hours * HOUR)
    assert apart == exits(found, hours * HOUR)


@given(happenings(), st.data())
def test_later_contacts_change_only_what_was_provisional_or_open(found: list[Happening], data: st.DataObject) -> None:
    end = found[-1].at if found else 0
    later = data.draw(happenings(name="later", start=end + HOUR))
    fresh = [evolve(one, ending=None, contact="") for one in later if one.step is not None]
    before = exits(found, end)
    everything = [*found, *fresh]
    after = exits(everything, everything[-1].at if everything else 0)
    for key, exit in before.items():
        if exit in _SETTLED:
            assert after[key] is exit
        elif exit is StepExit.PROVISIONAL:
            assert after[key] in (StepExit.PROVISIONAL, StepExit.CONTAINED, StepExit.REVERSED)
        else:
            assert after[key] is exit


@given(happenings())
def test_an_ending_of_a_case_ends_nothing_else(found: list[Happening]) -> None:
    whole = {one.id: one for one in contacts_of(found)}
    for one in found:
        if one.step is None and one.case and not one.contact:
            without = contacts_of([each for each in found if each is not one])
            ended = [each for each in without if each != whole[each.id]]
            assert all((each.customer, each.case) == (one.customer, one.case) for each in ended)


@given(st.one_of(happenings(), one_need()), st.sampled_from([0, 24, 72]))
def test_containment_is_reversed_by_a_person_for_the_same_need_and_by_nothing_else(
    found: list[Happening], hours: int
) -> None:
    until = (found[-1].at if found else 0) + hours * HOUR
    contacts = contacts_of(found)
    for one in left(found, until):
        if one.visit.step in PERSON or one.visit.ending in (Ending.ESCALATED, Ending.ABANDONED):
            assert one.exit in (StepExit.SERVED, StepExit.ESCALATED, StepExit.ABANDONED, StepExit.OPEN)
        elif not one.contact.customer or not one.contact.need:
            assert one.exit is StepExit.UNPROVED
        elif any(_undoes(other, one) for other in contacts):
            assert one.exit is StepExit.REVERSED
        else:
            closed = until - one.visit.at >= one.visit.window
            assert one.exit is (StepExit.CONTAINED if closed else StepExit.PROVISIONAL)


def _undoes(other: Contact, one: Leaving) -> bool:
    """Slowly: a visit to a person, not asked for by us, of the same customer about the same need, within the window."""
    same = (other.customer, other.need) == (one.contact.customer, one.contact.need) and not other.by_us
    reached = [visit.at for visit in other.visits if visit.step in PERSON]
    return same and bool(reached) and 0 < reached[0] - one.visit.at <= one.visit.window


@given(st.one_of(happenings(), one_need()), st.sampled_from([24, 168]), st.integers(0, 500))
def test_needs_are_resolved_repeated_or_open(found: list[Happening], within: int, hours: int) -> None:
    contacts, until = contacts_of(found), hours * HOUR
    first = first_contact(contacts, within * HOUR, until)
    needs, out = needs_of(contacts, within * HOUR)
    assert first.resolved + first.repeated + first.open == first.base
    assert first.base + first.left_out.get("given up", 0) == len(needs)  # type: ignore[call-overload]
    assert sum(len(need.contacts) for need in needs) + out.total() == len(contacts)
    # Slowly: a contact begins a need when no other of the same need came within the window before it.
    able = [one for one in contacts if one.customer and one.need and not one.by_us]
    begins = [
        one
        for place, one in enumerate(able)
        if not any(
            (other.customer, other.need) == (one.customer, one.need) and one.at - other.at <= within * HOUR
            for other in able[:place]
        )
    ]
    assert len(begins) == len(needs)
    alone = [one for one in begins if not any(_again(other, one, within) for other in able)]
    assert first.repeated == len(begins) - len(alone)
    judged = [one for one in alone if one.visits[-1].ending is not Ending.ABANDONED]
    assert first.resolved == sum(one.at + within * HOUR <= until for one in judged)


def _again(other: Contact, one: Contact, within: int) -> bool:
    after = (other.at, other.id) > (one.at, one.id)
    return after and (other.customer, other.need) == (one.customer, one.need) and other.at - one.at <= within * HOUR
