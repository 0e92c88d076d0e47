"""From values to a plan: ask, permit, arbitrate and compose, stand in, veto, floors. A function of the values alone.

`decide` fills the values from a situation; an explanation takes them from a record, changes some, and asks again.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from engage.decide.arbitrate import silenced
from engage.decide.candidates import Asked, ask, local_date
from engage.decide.compose import compose, declared_outputs, stand_in
from engage.decide.floors import raise_to_floors
from engage.decide.menus import channel_of, folded
from engage.decide.present import put_in_words
from engage.decide.veto import permit, sweep, unhide
from engage.facts.decided import Candidate, Outcome, Reason
from engage.facts.plan import HandlingPlan
from engage.program.program import CompiledRule, Program, Shelf, Values

__all__ = ["Handled", "handle"]


@frozen
class Handled:
    """How a customer with these values is handled: the plan, notes for the profile, what became of everyone, why."""

    plan: HandlingPlan
    asked: Asked
    notes: tuple[tuple[str, object], ...] = field(default=(), repr=False)
    forbidden: tuple[Candidate, ...] = ()  # left before arbitration
    settled: tuple[Candidate, ...] = ()  # what became of the rest
    reasons: tuple[Reason, ...] = ()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What became of everything that was proposed."""
        return (*self.forbidden, *self.settled)

    def owners(self) -> dict[tuple[str, str], str]:
        """Who got what into the plan, by slot and id."""
        return {
            (candidate.slot, candidate.value): candidate.rule
            for candidate in self.settled
            if candidate.outcome is Outcome.WON and isinstance(candidate.value, str)
        }

    def spoke(self) -> tuple[CompiledRule, ...]:
        """The rules that fired and were not beaten in everything."""
        silent = silenced(self.settled)
        return tuple(rule for rule in self.asked.fired if rule.id not in silent)


def handle(
    program: Program,
    shelf: Shelf,
    values: Values,
    at: int,
    spoken: Mapping[str, int],
    progress: list[str] | None = None,
) -> Handled:
    """Every step from the values to the finished plan. `progress` is told the name of each step as it begins."""
    steps = [] if progress is None else progress
    steps.append("ask")
    outputs = declared_outputs(program)
    types = {output.id: output.type for output in outputs}
    asked = ask(shelf, values, at, local_date(at, program.zone), spoken, types)
    steps.append("permit")
    permitted, forbidden, vetoed = permit(asked.proposals, asked.nevers, program.furnishing)
    steps.append("compose")
    composed = compose(program, outputs, permitted, asked.beats, values)
    plan, unserved = stand_in(composed.plan, program, shelf.kind)
    steps.append("never")
    plan, swept = sweep(plan, asked.nevers, program.furnishing, outputs)
    # Words come with what may stand, and may be forbidden themselves.
    plan, left_out = put_in_words(plan, program, values)
    plan, unsaid = sweep(plan, asked.nevers, program.furnishing, outputs)
    plan, hidden = unhide(plan, asked.nevers, program.furnishing, shelf.kind)
    steps.append("floors")
    plan, raised = raise_to_floors(plan, asked.floors, program, values, at, shelf.kind)
    if plan.menu is not None:
        # How the menu is laid out, not what is in it: what floors put in has its place.
        channel = channel_of(program.furnishing, values)
        plan = evolve(plan, menu=folded(plan.menu, program.furnishing, shelf.kind, channel))
    return Handled(
        plan,
        asked,
        composed.notes,
        forbidden,
        composed.candidates,
        (*asked.reasons, *vetoed, *composed.reasons, *unserved, *swept, *left_out, *unsaid, *hidden, *raised),
    )
