"""What a menu must hold, read straight from the catalogue: ordered, hidden, folded. Slow on purpose.

Shares no code with `decide`: a level is filled one pick after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from engage.facts.plan import Menu
from engage.ruleset.model import CatalogueItem, Model

__all__ = ["menu_folded", "menu_ordered", "menu_unhidden"]


def _item(model: Model, domain: str, id: str) -> CatalogueItem:
    return model.catalogue.item(domain, id) or CatalogueItem(id)


def menu_ordered(model: Model, menu: object, lifted: Mapping[str, object]) -> object:
    """The items by score and lever, the pinned ones first; what is `lifted` is in the menu."""
    if not isinstance(menu, Menu):
        return None
    items = _item(model, "menu", menu.id).settings.get("items", menu.items)
    assert isinstance(items, tuple)
    scored = []
    for place, item in enumerate((*dict.fromkeys(items), *sorted(set(lifted) - set(items)))):
        score = Decimal(str(_item(model, "menu item", item).settings.get("score", "0.5")))
        if item not in menu.pinned:
            scored.append((-score * Decimal(str(lifted.get(item, 1))), place, item))
    return Menu(menu.id, (*menu.pinned, *(item for _, _, item in sorted(scored))), menu.pinned)


def _leading(model: Model, menu: Menu, kind: str) -> tuple[list[str], list[str]]:
    """The items that lead to a person, and those that finish what the customer came for."""
    settings = {item: _item(model, "menu item", item).settings for item in menu.items}
    persons = [item for item in menu.items if settings[item].get("reaches") == "person"]
    return persons, [item for item in menu.items if settings[item].get("finishes") == kind]


def menu_unhidden(model: Model, menu: object, kind: str, hidden: Callable[[str], bool]) -> object:
    """The menu without what is hidden."""
    if not isinstance(menu, Menu):
        return menu
    persons, wanted = _leading(model, menu, kind)
    items = tuple(item for item in menu.items if item in persons or item in wanted or not hidden(item))
    return Menu(menu.id, items, tuple(item for item in menu.pinned if item in items))


def menu_folded(model: Model, menu: object, kind: str, channel: object) -> object:
    """What stands on which level."""
    if not isinstance(menu, Menu):
        return menu
    persons, wanted = _leading(model, menu, kind)
    limits = _item(model, "menu", menu.id).settings.get("at most", {})
    assert isinstance(limits, Mapping)
    limit = limits.get(channel)
    if limit is None or len(menu.items) <= limit:
        return menu
    levels: list[tuple[str, ...]] = []
    left = list(menu.items)
    while left:
        level = list(persons[:1]) if persons and persons[0] not in left else []
        ends = len(left) + len(level) <= limit
        favoured = [*persons[:1], *wanted, *persons] if not levels else []
        for item in (*favoured, *menu.items):
            if item in left and item not in level and len(level) < (limit if ends else limit - 1):
                level.append(item)
        left = [item for item in left if item not in level]
        levels.append(tuple(sorted(level, key=menu.items.index)))
    return Menu(menu.id, menu.items, menu.pinned, tuple(levels))
