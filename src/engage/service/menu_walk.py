"""A menu as a customer walks it, by voice or on a page: a machine of frozen values without a clock.

Counters are those of VoiceXML 2.0: each event has its own, all begin anew when a level is entered, and the handler
with the highest count that is not above the counter is taken. Prompts taper by it, and its last one may be the way to
a person. Nobody is kept: after MOST_TURNS without a choice the way to a person is taken as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from attrs import evolve, field, frozen

from engage.facts.plan import Menu
from engage.facts.self_service import Prompt
from engage.program.program import Program
from engage.service.given import one_of

__all__ = ["BACK", "MORE", "MOST_TURNS", "PERSON_KEY", "MenuWalk", "menu_walk"]

NO_INPUT, NO_MATCH, HELP = "no input", "no match", "help"
#: the phone keys that are no digits of choices; a page shows them as links
PERSON_KEY, MORE, BACK = "0", "#", "*"
MOST_TURNS: Final = 30
#: how often nobody answers before a menu without a declared handler leads to a person
_DEFAULT: Final = 3


@frozen
class MenuWalk:
    """Where a customer is in a menu. `chosen` is the item taken, empty until then; `said` the wording to say next.

    `ended`: nothing more is awaited. It ended without `chosen` only where the menu has no way to a person. `forced`:
    the customer did not choose; too much went wrong. A walk that has ended stays as it is, whatever comes.
    """

    levels: tuple[tuple[str, ...], ...]
    person: str = ""
    prompts: Mapping[str, tuple[Prompt, ...]] = field(factory=dict)
    at: int = 0
    counted: Mapping[str, int] = field(factory=dict)
    turns: int = 0
    said: str = ""
    chosen: str = ""
    forced: bool = False
    ended: bool = False

    @property
    def keys(self) -> Mapping[str, str]:
        """What each key does on this level: an item, or MORE and BACK. Digits count from 1; a person is at 0."""
        level = self.levels[self.at] if self.levels else ()
        listed = [item for item in level if item != self.person]
        keys = {str(number): item for number, item in enumerate(listed, 1)}
        if self.person:
            keys[PERSON_KEY] = self.person
        if self.at + 1 < len(self.levels):
            keys[MORE] = MORE
        if self.at:
            keys[BACK] = BACK
        return MappingProxyType(keys)

    def selected(self, key: str) -> MenuWalk:
        """A key was pressed, or a link. One that this level has not is no match."""
        if self.ended:
            return self
        target = self.keys.get(key)
        if target is None:
            return self.no_match()
        turned = evolve(self, turns=self.turns + 1)
        if target in (MORE, BACK):
            entered = evolve(turned, at=self.at + (1 if target == MORE else -1), counted={}, said="")
            return entered._bounded()
        return evolve(turned, chosen=target, ended=True, said="")

    def no_input(self) -> MenuWalk:
        """Nobody answered in time."""
        return self._counted(NO_INPUT)

    def no_match(self) -> MenuWalk:
        """What was said or pressed means nothing here."""
        return self._counted(NO_MATCH)

    def help(self) -> MenuWalk:
        """The customer asked for help."""
        return self._counted(HELP)

    def entered_again(self) -> MenuWalk:
        """The same level from its beginning: all counters begin anew."""
        return self if self.ended else evolve(self, counted={}, said="")

    def _counted(self, event: str) -> MenuWalk:
        if self.ended:
            return self
        count = self.counted.get(event, 0) + 1
        counted = evolve(self, counted={**self.counted, event: count}, turns=self.turns + 1)
        handlers = self.prompts.get(event, ())
        fitting = [handler for handler in handlers if handler.count <= count]
        if not fitting:
            # What a ruleset does not say: help is given by the host, and silence is borne so often.
            given_up = event != HELP and not handlers and count >= _DEFAULT
            return counted._to_a_person() if given_up else evolve(counted, said="")._bounded()
        does = max(fitting, key=lambda handler: handler.count)
        if does.item:
            return evolve(counted, chosen=does.item, forced=True, ended=True, said="")
        return evolve(counted, said=does.wording)._bounded()

    def _bounded(self) -> MenuWalk:
        return self._to_a_person() if self.turns >= MOST_TURNS else self

    def _to_a_person(self) -> MenuWalk:
        return evolve(self, chosen=self.person, forced=True, ended=True, said="")


def menu_walk(program: Program, menu: Menu) -> MenuWalk:
    """The walk of a plan's menu, at its beginning, with the prompts that the catalogue declares for it.

    Raises EngageError (S076) for None: a plan without a menu.
    """
    one_of("menu", menu, Menu)
    furnishing = program.furnishing
    levels = menu.levels or ((menu.items,) if menu.items else ())
    person = next((item for item in menu.items if item in furnishing.exits), "")
    return MenuWalk(levels, person, furnishing.prompts.get(menu.id, {}))
