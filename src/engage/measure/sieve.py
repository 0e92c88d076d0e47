"""The sieve in figures: what entered each step left it by one named exit, so that every sum can be checked.

Containment is judged by time. A need that no person served is contained when its window has closed and the customer did
not come to a person with the same need; provisional until then; reversed when they did. Where customer or need is
unknown nobody can tell, and it is called unproved, not a success.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import field, frozen

from engage.facts.plan import SieveStep
from engage.facts.vocabulary import Ending
from engage.measure.visits import PERSON, STEPS, Contact, StepExit, Visit

__all__ = ["Funnel", "Leaving", "Passage", "funnel", "leavings"]


@frozen
class Leaving:
    """A contact at a step: how it left, and whether that was told (`told`) or is only assumed from silence.

    `before`: the step from which it came, None where it came from outside.
    """

    contact: Contact
    visit: Visit
    exit: StepExit
    before: SieveStep | None
    told: bool


@frozen
class Passage:
    """A step in figures. `arrived` came from outside, `handed_from` each earlier step; `exits` sum to all of them.

    `assumed`: of those contained or provisional, how many were not told to be, but merely fell silent.
    """

    step: SieveStep
    arrived: int = 0
    handed_from: Mapping[SieveStep, int] = field(factory=dict)
    exits: Mapping[StepExit, int] = field(factory=dict)
    assumed: int = 0

    @property
    def handed(self) -> int:
        """Those who came from earlier steps."""
        return sum(self.handed_from.values())

    @property
    def entered(self) -> int:
        """All who entered the step."""
        return self.arrived + self.handed


@frozen
class Funnel:
    """The whole sieve: how many contacts came, and each step."""

    contacts: int
    passages: tuple[Passage, ...]

    @property
    def conserved(self) -> bool:
        """Does every sum agree: arrivals with contacts, exits with entries, what went on with what came from there?"""
        sums = all(sum(passage.exits.values()) == passage.entered for passage in self.passages)
        onward = all(
            passage.exits.get(StepExit.ESCALATED, 0)
            == sum(each.handed_from.get(passage.step, 0) for each in self.passages)
            for passage in self.passages
        )
        return sums and onward and sum(passage.arrived for passage in self.passages) == self.contacts


def funnel(found: Iterable[Leaving]) -> Funnel:
    """The steps in their order, from leavings of whole contacts."""
    at: dict[SieveStep, list[Leaving]] = {step: [] for step in STEPS}
    for one in found:
        at[one.visit.step].append(one)
    arrived = sum(one.before is None for left in at.values() for one in left)
    return Funnel(arrived, tuple(_passage(step, left) for step, left in at.items()))


def _passage(step: SieveStep, left: Sequence[Leaving]) -> Passage:
    exits = Counter(one.exit for one in left)
    before = Counter(one.before for one in left if one.before is not None)
    assumed = sum(not one.told for one in left if one.exit in (StepExit.CONTAINED, StepExit.PROVISIONAL))
    handed = {each: before[each] for each in STEPS if before[each]}
    kept: dict[StepExit, int] = {exit: exits[exit] for exit in StepExit if exits[exit]}
    return Passage(step, len(left) - before.total(), handed, kept, assumed)


def leavings(
    contacts: Iterable[Contact], until: int, among: Callable[[Contact], bool] = lambda _: True
) -> Iterator[Leaving]:
    """How each contact left each step that it entered, as known at `until` (microseconds UTC).

    `contacts` are all there are, because any of them may reverse what another one seemed to be; those `among` are told.
    """
    every = [*contacts]
    came = _came_to_a_person(every)
    for contact in every:
        if not among(contact):
            continue
        for place, visit in enumerate(contact.visits):
            exit = _exit(contact, visit, came, until)
            before = contact.visits[place - 1].step if place else None
            yield Leaving(contact, visit, exit, before, visit.ending is not None)


def _came_to_a_person(contacts: Iterable[Contact]) -> dict[tuple[str, str], list[int]]:
    """When each customer came to a person with each need, by themselves."""
    came: dict[tuple[str, str], list[int]] = {}
    for contact in contacts:
        if contact.customer and contact.need and not contact.by_us and contact.reached is not None:
            came.setdefault((contact.customer, contact.need), []).append(contact.reached)
    return {who: sorted(moments) for who, moments in came.items()}


def _exit(contact: Contact, visit: Visit, came: Mapping[tuple[str, str], list[int]], until: int) -> StepExit:
    match visit.ending:
        case Ending.ESCALATED:
            return StepExit.ESCALATED
        case Ending.ABANDONED:
            return StepExit.ABANDONED
        case Ending.SERVED:
            return StepExit.SERVED
    if visit.step in PERSON:
        return StepExit.OPEN
    if not contact.customer or not contact.need:
        return StepExit.UNPROVED
    moments = came.get((contact.customer, contact.need), [])
    after = bisect_right(moments, visit.at)
    if after < len(moments) and moments[after] <= visit.at + visit.window:
        return StepExit.REVERSED
    return StepExit.CONTAINED if visit.at + visit.window <= until else StepExit.PROVISIONAL
