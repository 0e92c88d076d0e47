"""A self-service as a customer walks it: a machine of frozen values without a clock, the same on web and phone.

Nobody is trapped: from every step a person can be asked for, and the effort cap hands over by itself. What was entered
and tried goes along. "Did not reach a person" is no success: a walk that ends has one named outcome, and even a good
one is contained only until the customer comes back for the same need.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import evolve, field, frozen

from engage.facts.self_service import PERSON, Step, StepTree
from engage.facts.units import Duration
from engage.facts.vocabulary import Domain
from engage.program.program import Program, WorkingHours
from engage.service.given import known_zone, micros_given
from engage.service.routing_messages import misuse
from engage.service.task_due import falls_due

__all__ = [
    "Contained",
    "Containment",
    "Ending",
    "HandOver",
    "SelfServiceWalk",
    "Why",
    "contained",
    "self_service_walk",
]


class Ending(StrEnum):
    """How a walk ended. `COMPLETED`: the last step was reached. `CONFIRMED`: and the customer said that it helped.
    `ASSUMED`: the customer left after an answer, and said nothing. `ABANDONED`: the customer left before anything was
    settled. `ESCALATED`: a person took over. `RETURNED`: the customer came back for the same need inside the window.
    """

    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    ASSUMED = "assumed"
    ABANDONED = "abandoned"
    ESCALATED = "escalated"
    RETURNED = "returned"


class Why(StrEnum):
    """Why a person took over: the customer `ASKED`, or the effort cap was reached in `FAILURES` or `STEPS`."""

    ASKED = "asked"
    FAILURES = "failures"
    STEPS = "steps"


@frozen
class HandOver:
    """What a person gets with the customer: nothing has to be said twice. `entered` is personal."""

    queue: str
    why: Why
    at: str
    path: tuple[str, ...] = ()
    failures: int = 0
    entered: tuple[tuple[str, object], ...] = field(default=(), repr=False)


@frozen
class SelfServiceWalk:
    """Where a customer is in a self-service. `at` is the step; `path` the steps entered, in order.

    `entered` are the choices (step, menu item) and facts (name, value) given so far; they are personal. A walk that
    has an `outcome` stays as it is, except that a completed one may be confirmed or returned to.
    """

    tree: StepTree
    at: str
    path: tuple[str, ...] = ()
    failures: int = 0
    answered: bool = False
    outcome: Ending | None = None
    hand_over: HandOver | None = None
    entered: tuple[tuple[str, object], ...] = field(default=(), repr=False)

    @classmethod
    def start(cls, tree: StepTree) -> SelfServiceWalk:
        """At the first step."""
        return cls(tree, tree.steps[0].id)._entering(tree.steps[0].id)

    @property
    def step(self) -> Step:
        """The step at which the customer is."""
        return self.tree.step(self.at)

    def choose(self, item: str) -> SelfServiceWalk:
        """A choice of this step. One that it has not is a failure."""
        target = dict(self.step.choices).get(item)
        if self.outcome is not None or target is None:
            return self.failed()
        return evolve(self, entered=(*self.entered, (self.at, item)))._to(target)

    def fill(self, name: str, value: object) -> SelfServiceWalk:
        """A fact that the form of this step asks for. One that it does not ask for, or one told anew, is a failure."""
        if self.outcome is not None or name not in self.step.form:
            return self.failed()
        others = tuple(each for each in self.entered if each[0] != name)
        filled = evolve(self, entered=(*others, (name, value)))
        # What is told twice was not right the first time; else a form could be filled in for ever.
        return filled if len(others) == len(self.entered) else filled.failed()

    def go_on(self) -> SelfServiceWalk:
        """On from an answer, or from a form that is filled in. Where something is missing, a failure."""
        given = {name for name, _ in self.entered}
        if self.outcome is not None or not self.step.next or not given.issuperset(self.step.form):
            return self.failed()
        return self._to(self.step.next)

    def failed(self) -> SelfServiceWalk:
        """Something went wrong at this step: not understood, not accepted, not there."""
        if self.outcome is not None:
            return self
        failed = evolve(self, failures=self.failures + 1)
        if self.tree.failures and failed.failures >= self.tree.failures:
            return failed._handed_over(Why.FAILURES)
        return failed

    def ask_person(self) -> SelfServiceWalk:
        """The customer asks for a person: always granted, recorded, never punished."""
        return self if self.outcome is not None else self._handed_over(Why.ASKED)

    def leave(self) -> SelfServiceWalk:
        """The customer leaves: after an answer it is assumed to have helped, before one it did not."""
        if self.outcome is not None:
            return self
        return evolve(self, outcome=Ending.ASSUMED if self.answered else Ending.ABANDONED)

    def confirm(self) -> SelfServiceWalk:
        """The customer says that it helped."""
        settled = self.outcome in (Ending.COMPLETED, Ending.ASSUMED) or (self.outcome is None and self.answered)
        return evolve(self, outcome=Ending.CONFIRMED) if settled else self

    def returned(self) -> SelfServiceWalk:
        """An assisted contact for the same need came inside the window: what was contained is so no more."""
        good = self.outcome in (Ending.COMPLETED, Ending.CONFIRMED, Ending.ASSUMED)
        return evolve(self, outcome=Ending.RETURNED) if good else self

    def _to(self, target: str) -> SelfServiceWalk:
        return self._handed_over(Why.ASKED) if target == PERSON else self._entering(target)

    def _entering(self, id: str) -> SelfServiceWalk:
        if self.tree.most and len(self.path) >= self.tree.most:
            return self._handed_over(Why.STEPS)
        step = self.tree.step(id)
        return evolve(
            self,
            at=id,
            path=(*self.path, id),
            answered=self.answered or bool(step.answer),
            outcome=Ending.COMPLETED if step.done else None,
        )

    def _handed_over(self, why: Why) -> SelfServiceWalk:
        given = HandOver(self.tree.queue, why, self.at, self.path, self.failures, self.entered)
        return evolve(self, outcome=Ending.ESCALATED, hand_over=given)


class Contained(StrEnum):
    """Was the need settled without a person? `PROVISIONAL`: so far, for the window is open. `REVERSED`: an assisted
    contact for the same need came inside the window."""

    PROVISIONAL = "provisional"
    CONTAINED = "contained"
    REVERSED = "reversed"
    NOT = "not contained"


@frozen
class Containment:
    """What is known at a moment; `until` (microseconds UTC) is when a provisional one becomes final."""

    state: Contained
    until: int | None = None


def contained(
    walk: SelfServiceWalk,
    ended: int,
    now: int,
    zone: str,
    working: WorkingHours,
    came_back: int | None = None,
) -> Containment:
    """Was the need of a walk that ended at `ended` settled without a person, as known at `now`?

    `came_back` is the first assisted contact for the same need after it. Moments are microseconds UTC; the window
    (ended, until] counts, in the ruleset's `program.zone` and `program.working`. Without a declared window nothing is
    provisional. Raises EngageError for moments that are no whole numbers (S076), and for a zone that is none (S074).
    """
    for name, moment, optional in (("ended", ended, False), ("now", now, False), ("came_back", came_back, True)):
        micros_given(name, moment, optional=optional)
    known_zone(zone)
    if walk.outcome is Ending.RETURNED:
        return Containment(Contained.REVERSED)
    if walk.outcome not in (Ending.COMPLETED, Ending.CONFIRMED, Ending.ASSUMED):
        return Containment(Contained.NOT)
    window: Duration | None = walk.tree.contained
    if window is None:
        return Containment(Contained.CONTAINED)
    until = falls_due(ended, window, zone, working)
    if came_back is not None and ended < came_back <= min(until, now):
        return Containment(Contained.REVERSED, until)
    return Containment(Contained.CONTAINED if now > until else Contained.PROVISIONAL, until)


def self_service_walk(program: Program, id: str) -> SelfServiceWalk | None:
    """The walk of the self-service to which a plan guides, at its beginning; None where it has no steps.

    Raises EngageError (S077) for one that the catalogue has not.
    """
    if program.vocabulary.term(Domain.SELF_SERVICE, id) is None:
        raise misuse("S077", id=str(id))
    tree = program.furnishing.step_trees.get(id)
    return None if tree is None else SelfServiceWalk.start(tree)
