"""A menu made for one customer: its items by score, then what a `never` hides, then levels that the channel can hold.

Whatever hides and cuts, a way to a person stays, and so does what finishes the request the customer came with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from attrs import evolve

from engage.facts.plan import Menu
from engage.ground.numbers import Number, multiply
from engage.program.program import Furnishing, Values
from engage.service.menu_order import on_levels

__all__ = ["ORDINARY", "came_for", "channel_of", "folded", "personal", "unhidden"]

#: the score of an item whose catalogue says none: as likely as not
ORDINARY: Final = Decimal("0.5")


def personal(menu: Menu, levers: Mapping[str, object], furnishing: Furnishing) -> Menu:
    """The menu's items and those that rules show, best first: the pinned ones, then by score × lever.

    Ties stand as the catalogue lists them, then by id.
    """
    listed = furnishing.menus.get(menu.id, menu.items)
    items = tuple(dict.fromkeys((*menu.pinned, *listed, *sorted(levers))))
    pinned = {item: place for place, item in enumerate(menu.pinned)}

    def rank(item: str) -> tuple[bool, Number]:
        if item in pinned:
            return False, pinned[item]
        score, lever = furnishing.item_scores.get(item, ORDINARY), levers.get(item, 1)
        lifted = multiply(score, lever) if isinstance(lever, int | Decimal) else None
        return True, -(score if lifted is None else lifted)

    return evolve(menu, items=tuple(sorted(items, key=rank)))


def came_for(furnishing: Furnishing, kind: str) -> frozenset[str]:
    """The menu items that finish what a customer came for with this kind of event."""
    return frozenset(item for item, finished in furnishing.finishing.items() if finished == kind)


def unhidden(menu: Menu, furnishing: Furnishing, kind: str, free: Callable[[str], bool]) -> Menu:
    """The menu without the items that `free` says no to; a way to a person and what the customer came for stay."""
    staying = {*furnishing.exits, *came_for(furnishing, kind)}
    items = tuple(item for item in menu.items if item in staying or free(item))
    return evolve(menu, items=items, pinned=tuple(item for item in menu.pinned if item in items))


def folded(menu: Menu, furnishing: Furnishing, kind: str, channel: object) -> Menu:
    """The menu on levels, where the catalogue limits it on this channel and more items stand than fit."""
    limit = furnishing.menu_limits.get(menu.id, {}).get(channel) if isinstance(channel, str) else None
    if limit is None or len(menu.items) <= limit:
        return evolve(menu, levels=())
    return evolve(menu, levels=on_levels(menu.items, limit, furnishing.exits, came_for(furnishing, kind)))


def channel_of(furnishing: Furnishing, values: Values) -> object:
    """The channel on which the customer is met; None where it is not known or not asked for."""
    slot = furnishing.whereabouts.channel
    return values[slot] if slot is not None and slot < len(values) else None
