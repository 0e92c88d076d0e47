"""Floors at random for rulesets at random, with the menus and items that they speak of."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from engage.facts.floors import Approval, FinishedHere, Guarantee, LeastWords, MaximumWait, WayToPerson
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain, Labels, Term
from engage.language.actions import ShowMenu
from engage.language.floors import Holding
from engage.ruleset.floors import Floor
from engage.ruleset.model import Active, CatalogueItem, Rule
from engage.testing.dice import Dice
from engage.testing.trees_at_random import TODAY, Trees

__all__ = ["MENU_ITEMS", "MENU_TERMS", "floors", "menu_rule", "terms"]

_CHOICES: Final = tuple(f"choice_{number}" for number in range(12))
_SCORES: Final = {"choice_1": Decimal("0.6"), "choice_8": 0, "choice_9": 1}
#: the part of a catalogue that menus need: an exit, an item that finishes complaints, and a menu longer than a keypad
MENU_ITEMS: Final[dict[str, tuple[CatalogueItem, ...]]] = {
    Domain.ITEM: (
        *(CatalogueItem(id, settings={"score": _SCORES[id]} if id in _SCORES else {}) for id in _CHOICES),
        CatalogueItem("person", settings={"reaches": "person"}),
        CatalogueItem("complain_here", settings={"finishes": "complaint"}),
    ),
    Domain.MENU: (
        CatalogueItem("short", settings={"items": _CHOICES[:3]}),
        CatalogueItem("long", settings={"items": (*_CHOICES, "person")}),
    ),
}
MENU_TERMS: Final = (
    (Domain.ITEM, (*_CHOICES, "person", "complain_here")),
    (Domain.MENU, ("short", "long")),
)
_WAITS: Final = (
    Duration(30, Unit.MINUTE),
    Duration(180, Unit.SECOND),
    Duration(8, Unit.BUSINESS_HOUR),
    Duration(1, Unit.WORKING_DAY),
    Duration(1, Unit.CALENDAR_DAY),
    Duration(2, Unit.DAY),
)


def floors(dice: Dice, trees: Trees, kinds: tuple[str, ...]) -> tuple[Floor, ...]:
    """None, one or two floors."""
    return tuple(_floor(dice, f"floor {number}", trees, kinds) for number in range(dice.number(3)))


def _floor(dice: Dice, id: str, trees: Trees, kinds: tuple[str, ...]) -> Floor:
    events = dice.some(kinds, 2) if dice.chance(4) else ()
    named = dice.one(events or kinds)
    some: tuple[Guarantee, ...] = (
        MaximumWait(dice.one(_WAITS)),
        MaximumWait(dice.one(_WAITS), "resolution"),
        MaximumWait(dice.one(_WAITS), dice.one(("first_response", "resolution")), named),
        WayToPerson(1 + dice.number(2)),
        *(() if events and "complaint" not in events else (FinishedHere("complaint"),)),
        LeastWords("hello"),
        LeastWords("told"),
    )
    return Floor(
        id=id,
        events=tuple(dict.fromkeys(events)),
        lines=tuple(trees.condition() for _ in range(dice.number(3))),
        holdings=tuple(Holding(each) for each in dice.some(some, 3)),
        active=dice.one((Active(), Active(), Active(start=TODAY), Active(through=TODAY))),
        approval=dice.one((None, Approval("Wang Fang", TODAY))),
    )


def menu_rule(dice: Dice, trees: Trees) -> Rule:
    """A rule that shows a menu."""
    first = dice.some((*_CHOICES, "person"), 3) if dice.chance(2) else ()
    shown = ShowMenu(dice.one(("short", "long")), tuple(dict.fromkeys(first)))
    lines = (trees.condition(),) if dice.chance(2) else ()
    return Rule(id="shows a menu", events=("call", "complaint"), lines=lines, actions=(shown,))


def terms(named: tuple[tuple[Domain, tuple[str, ...]], ...]) -> tuple[tuple[Domain, tuple[Term, ...]], ...]:
    """Names with their labels."""
    return tuple((domain, tuple(Term(id, Labels(en=id.replace("_", " "))) for id in ids)) for domain, ids in named)
