"""V054: a level of a menu is too small for what must stand on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from engage.checks.checked import Checked
from engage.facts.vocabulary import Domain
from engage.ground.finding import Finding, Message, Severity, Words
from engage.language.actions import Action, ShowItem, ShowMenu
from engage.ruleset.model import CatalogueItem, Rule, Table

__all__ = ["CROWDED", "check"]

CROWDED: Final = Message(
    "V054",
    "the menu `{name}` may have {count} options that must stand on its first level, which holds {room} by {channel}",
    "菜单 `{name}` 的首级可能有 {count} 项必须保留，而 {channel} 上只容得下 {room} 项",
    "raise `at most`, or pin fewer items (`first …`): the way to the next level takes a place too",
    "请调高 `最多`，或减少置顶项：通往下一级的入口也占一项",
    severity=Severity.WARNING,
)


def check(asked: Checked) -> Iterable[Finding]:
    """One finding a channel of a menu whose ways out and pinned items do not fit, where the menu is folded at all."""
    for menu in asked.model.catalogue.items.get(Domain.MENU, ()):
        limits = asked.program.furnishing.menu_limits.get(menu.id, {})
        if limits:
            every, pinned = _most(asked, menu)
            for channel, limit in limits.items():
                if every > limit and pinned > limit - 1:
                    values: dict[str, str | Words] = {
                        "name": Words(menu.labels.en, menu.labels.zh or menu.labels.en, menu.labels.hant),
                        "count": str(pinned),
                        "room": str(limit - 1),
                        "channel": channel,
                    }
                    yield Finding(CROWDED, menu.span, values)


def _most(asked: Checked, menu: CatalogueItem) -> tuple[int, int]:
    """How many items the menu may have, and how many of them must stand on its first level, at most."""
    furnishing = asked.program.furnishing
    actions = tuple(_actions(asked))
    shown = {action.item for action in actions if isinstance(action, ShowItem)}
    firsts = [set(each.first) for each in actions if isinstance(each, ShowMenu) and each.menu == menu.id] or [set()]
    every, most = 0, 0
    for first in firsts:
        items = {*furnishing.menus.get(menu.id, ()), *shown, *first}
        persons = items & set(furnishing.exits)
        by_kind: dict[str, set[str]] = {}
        for item in items & furnishing.finishing.keys():
            by_kind.setdefault(furnishing.finishing[item], set()).add(item)
        came_for = max(by_kind.values(), key=len, default=set())
        every = max(every, len(items))
        most = max(most, len(persons | came_for | first))
    return every, most


def _actions(asked: Checked) -> Iterator[Action]:
    for rule in asked.model.every(Rule):
        yield from rule.actions
    for table in asked.model.every(Table):
        for row in (*table.rows, *((table.otherwise,) if table.otherwise else ())):
            yield from (result for result in row.results if isinstance(result, Action))
