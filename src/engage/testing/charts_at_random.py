"""A segment and a lifecycle at random, for rulesets at random."""

from __future__ import annotations

from typing import Final

from engage.facts.vocabulary import Field, Labels
from engage.language.actions import Action, OfferAction, StartTask
from engage.language.beneath import nodes_beneath
from engage.language.tree import Condition, Fact, HeldFor
from engage.ruleset.chart_model import ChartMove, Entering, Lifecycle, Segment
from engage.ruleset.model import Construct
from engage.testing.dice import Dice
from engage.testing.trees_at_random import MOMENT, REGION, YES_NO, Trees

__all__ = ["charts_drawn"]

_OWN: Final = ("customer.watch", "customer.relation", "customer.relation_since", "customer.relation_before")


def charts_drawn(dice: Dice, facts: list[Field]) -> tuple[Construct, ...]:
    """A segment and a lifecycle of three stages, one of them beside the others; their fields join `facts`."""
    facts.append(Field("customer.watch", YES_NO, Labels(en="watch"), chart="watch"))
    guards = Trees(dice, tuple(facts), deep=1)
    leave = (_guard(guards),) if dice.chance(3) is False else ()
    watch = Segment(id="watch", enter=(_guard(guards),), leave=leave)
    facts += [
        Field("customer.relation", REGION, Labels(en="relation"), chart="relation"),
        Field("customer.relation_since", MOMENT, Labels(en="relation since"), chart="relation"),
        Field("customer.relation_before", REGION, Labels(en="relation before"), chart="relation"),
    ]
    guards = Trees(dice, tuple(facts), deep=1)
    ways = [("north", "south"), ("south", "north"), ("", "east"), ("east", ""), ("east", "north"), ("south", "east")]
    moves = tuple(ChartMove(*way, _guard(guards)) for way in dice.some(ways, 5))
    moves = (*moves, ChartMove("", "east", _guard(guards)))
    acts: tuple[Action, ...] = (StartTask(work="call_back", owner="team"), OfferAction(offer="advice"))
    entering = tuple(Entering(stage, dice.one(acts)) for stage in dice.some(("south", "east"), 2))
    return watch, Lifecycle(id="relation", stages=("north", "south"), start="north", moves=moves, entering=entering)


def _guard(trees: Trees) -> Condition:
    """Any condition, but no streak of where the chart stood: a streak is kept by what it asks."""
    while True:
        found = trees.condition()
        streaks = [each for each in nodes_beneath(found) if isinstance(each, HeldFor)]
        if not any(isinstance(each, Fact) and each.name in _OWN for each in nodes_beneath(tuple(streaks))):
            return found
