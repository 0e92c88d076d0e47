"""Contacts from the record: who came, about what, through which steps of the sieve, and how each step was left.

A contact is one conversation. It enters the sieve at the step that its decision chose, may go on to later steps, and
leaves each step that it entered by one exit. Everything here is a pure function of what happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from attrs import evolve, frozen

from engage.facts.plan import SieveStep
from engage.facts.vocabulary import Ending

__all__ = ["PERSON", "STEPS", "Contact", "Happening", "StepExit", "Visit", "contacts_of"]

#: The steps that serve, in their order. What is eliminated never comes.
STEPS: Final = (SieveStep.ANSWER, SieveStep.SELF_SERVICE, SieveStep.ASSISTED, SieveStep.EXPERT)
#: The steps at which a person serves.
PERSON: Final = frozenset({SieveStep.ASSISTED, SieveStep.EXPERT})
_PLACE: Final[Mapping[SieveStep, int]] = MappingProxyType({step: place for place, step in enumerate(STEPS)})


class StepExit(StrEnum):
    """How a contact left a step. The three in the middle are what became of a need that no person served."""

    SERVED = "served"
    CONTAINED = "contained"
    PROVISIONAL = "provisional"
    REVERSED = "reversed"
    UNPROVED = "unproved"
    ESCALATED = "escalated"
    ABANDONED = "abandoned"
    OPEN = "open"


@frozen
class Happening:
    """One event of the record, as far as contacts go. `at` is microseconds since 1970 UTC.

    `step`: which step the decision chose, where a customer waited for one; None for any other event. `ending`: what the
    event says of its contact. `reason`: the contact reason that it names, empty where it names none. `window`: so many
    microseconds after it a need that no person served counts as contained. `group`: what contacts are counted by.
    """

    id: str
    at: int
    customer: str = ""
    contact: str = ""
    case: str = ""
    step: SieveStep | None = None
    ending: Ending | None = None
    reason: str = ""
    by_us: bool = False
    window: int = 0
    group: object = None


@frozen
class Visit:
    """A step that a contact entered. `ending` is what was told of it, None where nothing was."""

    step: SieveStep
    at: int
    window: int = 0
    ending: Ending | None = None


@frozen
class Contact:
    """One conversation. `customer` is empty for an anonymous one, `stated` and `concluded` where no reason is known."""

    id: str
    at: int
    customer: str = ""
    case: str = ""
    visits: tuple[Visit, ...] = ()
    stated: str = ""
    concluded: str = ""
    by_us: bool = False
    group: object = None

    @property
    def need(self) -> str:
        """What it was about: as it was concluded, else as it was stated, else unknown (empty)."""
        return self.concluded or self.stated

    @property
    def reached(self) -> int | None:
        """When a person was asked to serve, None where the contact never came so far."""
        return next((visit.at for visit in self.visits if visit.step in PERSON), None)

    @property
    def over(self) -> bool:
        """Was its end told?"""
        return self.visits[-1].ending in (Ending.CONTAINED, Ending.SERVED, Ending.ABANDONED)


def contacts_of(happenings: Iterable[Happening]) -> tuple[Contact, ...]:
    """The contacts in the order of their beginnings, from what happened in the order of time.

    Events with one contact id are one conversation; a customer who waits without such an id begins one of its own. An
    ending without a contact id is that of its case, else that of the customer's latest contact whose end was not told;
    one that finds none tells of nothing that was seen, and is passed over.
    """
    found: dict[str, Contact] = {}
    latest: dict[str, list[str]] = {}
    by_case: dict[tuple[str, str], str] = {}
    for one in happenings:
        key = f"contact {one.contact}" if one.contact else f"event {one.id}"
        if one.step is not None:
            found[key] = _entered(found.get(key), one, one.step)
            if one.customer:
                mine = latest.setdefault(one.customer, [])
                mine[:] = [*(each for each in mine if each != key), key]
            if one.case:
                by_case[one.customer, one.case] = key
        if one.ending is None:
            continue
        if one.step is None and not one.contact:
            key = by_case.get((one.customer, one.case), "") if one.case else _waiting(latest, found, one)
        if key in found:
            found[key] = _ended(found[key], one, one.ending)
    return tuple(sorted(found.values(), key=lambda contact: (contact.at, contact.id)))


def _waiting(latest: Mapping[str, list[str]], found: Mapping[str, Contact], one: Happening) -> str:
    """The customer's latest contact whose end was not told; about the same need, where the ending says which."""
    for key in reversed(latest.get(one.customer, ())):
        contact = found[key]
        if not contact.over and (not one.reason or not contact.stated or contact.stated == one.reason):
            return key
    return ""


def _entered(contact: Contact | None, one: Happening, step: SieveStep) -> Contact:
    visit = Visit(step, one.at, one.window)
    if contact is None:
        return Contact(
            one.contact or one.id, one.at, one.customer, one.case, (visit,), one.reason, "", one.by_us, one.group
        )
    contact = evolve(contact, stated=contact.stated or one.reason, customer=contact.customer or one.customer)
    last = contact.visits[-1]
    # A conversation that was given up, or served to its end, is over, whatever else comes under its id.
    if last.ending in (Ending.ABANDONED, Ending.SERVED) or _PLACE[step] <= _PLACE[last.step]:
        return contact
    return _onward(contact, visit)


def _onward(contact: Contact, visit: Visit) -> Contact:
    last = evolve(contact.visits[-1], ending=Ending.ESCALATED)
    return evolve(contact, visits=(*contact.visits[:-1], last, visit))


def _ended(contact: Contact, one: Happening, ending: Ending) -> Contact:
    contact = evolve(contact, concluded=one.reason if one.step is None and one.reason else contact.concluded)
    for visits in _told(contact.visits[-1], one.at, ending):
        contact = evolve(contact, visits=(*contact.visits[:-1], *visits))
    return contact


def _told(last: Visit, at: int, ending: Ending) -> Iterator[tuple[Visit, ...]]:
    """What the last visit becomes, with those that follow it; nothing where the contact was over before."""
    person = last.step in PERSON
    helped = last.ending is Ending.CONTAINED and not person
    if last.ending is not None and not (helped and ending in (Ending.SERVED, Ending.ESCALATED)):
        return
    gone = evolve(last, ending=Ending.ESCALATED)
    if person and ending is Ending.ESCALATED:
        # Between experts, it is still an expert who serves.
        yield (last,) if last.step is SieveStep.EXPERT else (gone, Visit(SieveStep.EXPERT, at))
    elif person:
        yield (evolve(last, ending=Ending.SERVED if ending is Ending.CONTAINED else ending),)
    elif ending is Ending.ESCALATED:
        yield (gone, Visit(SieveStep.ASSISTED, at))
    elif ending is Ending.SERVED:
        yield (gone, Visit(SieveStep.ASSISTED, at, ending=Ending.SERVED))
    else:
        yield (evolve(last, ending=ending),)
