"""What lifecycles and segments mean: stages, and the moves between them. Both are charts; a segment has two stages."""

from __future__ import annotations

from attrs import field, frozen

from engage.ground.source import Span
from engage.language.actions import Action
from engage.language.tree import Condition
from engage.ruleset.model import Construct

__all__ = ["ANY", "BACK", "ChartMove", "Entering", "Lifecycle", "Segment"]

#: As the stage that a move leaves: every stage but the one it leads to.
ANY = ""
#: As the stage that a move leads to: the one the customer was in before.
BACK = ""


@frozen
class ChartMove:
    """`establish -> develop when …`. `source` is a stage or ANY, `target` a stage or BACK (`at risk -> back`)."""

    source: str
    target: str
    condition: Condition
    span: Span | None = field(default=None, eq=False, repr=False)
    notes: tuple[str, ...] = field(default=(), eq=False, repr=False)


@frozen
class Entering:
    """`entering at risk: task …`: what is done in the decision that brings a customer into a stage."""

    stage: str
    action: Action
    span: Span | None = field(default=None, eq=False, repr=False)
    notes: tuple[str, ...] = field(default=(), eq=False, repr=False)


@frozen(kw_only=True)
class Lifecycle(Construct):
    """Stages of which a customer is in exactly one; gives the fields `customer.ID`, `customer.ID_since` and
    `customer.ID_before`.

    `stages` are walked through in their order, none is skipped; a stage beside them is one that a move leads to.
    Of two moves of one stage that hold at once the first counts: `moves` stand as written.
    """

    stages: tuple[str, ...]
    start: str
    moves: tuple[ChartMove, ...] = ()
    entering: tuple[Entering, ...] = ()

    def every_stage(self) -> tuple[str, ...]:
        """The stages in their order, then those beside them, as moves first name them."""
        beside = [move.target for move in self.moves if move.target != BACK]
        return tuple(dict.fromkeys((*self.stages, *beside)))


@frozen(kw_only=True)
class Segment(Construct):
    """Customers who were let in and have not left since; gives the yes/no field `customer.ID`.

    All lines of `enter` must hold to come in, all of `leave` to go; without `leave` nobody leaves.
    """

    enter: tuple[Condition, ...] = ()
    leave: tuple[Condition, ...] = ()
