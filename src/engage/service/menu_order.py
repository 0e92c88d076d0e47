"""In which order a menu stands: its items on levels that a channel can hold, and the digits that customers know.

Two rules go before every score. A way to a person is on every level, and what the customer came for on the first: no
limit cuts them. What does not fit is one level deeper, never gone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from attrs import frozen

from engage.service.given import texts, whole

__all__ = ["LEAST_LIMIT", "Seen", "in_order", "on_levels", "seen_again"]

#: a level holds a way to a person, one choice, and the way to the next level
LEAST_LIMIT: Final = 3


@frozen
class Seen:
    """An item, the place at which a customer saw it last (from 0), and on how many visits in a row it was there."""

    item: str
    place: int
    times: int = 1


def on_levels(
    items: Sequence[str], limit: int, persons: Collection[str] = (), came_for: Collection[str] = ()
) -> tuple[tuple[str, ...], ...]:
    """The items on levels of at most `limit` options, where the way to the next level is an option too.

    `persons` are items that lead to a person: the first of them is on every level, and all that fit are on the first.
    `came_for` are items that finish what the customer came for: they are on the first level too. The order within a
    level is that of `items`. Every item is on some level. Raises EngageError for a limit below 3 (S076), and for one
    text where several items are meant (S075).
    """
    whole("limit", limit, LEAST_LIMIT)
    for name, given in (("items", items), ("persons", persons), ("came_for", came_for)):
        texts(name, given)
    items = tuple(dict.fromkeys(items))
    rest = list(items)
    if len(rest) <= limit:
        return (tuple(rest),) if rest else ()
    way_out = [item for item in rest if item in persons][:1]
    pinned = [*way_out, *(item for item in rest if item in came_for), *(item for item in rest if item in persons)]
    levels: list[tuple[str, ...]] = []
    while rest:
        always = way_out if levels else []
        left = len(rest) + len(always)
        room = limit if left <= limit else limit - 1
        first = pinned if not levels else []
        taken = dict.fromkeys((*always, *first, *rest))
        chosen = set(list(taken)[:room])
        levels.append(tuple(item for item in items if item in chosen))
        rest = [item for item in rest if item not in chosen]
    return tuple(levels)


def in_order(items: Sequence[str], before: Sequence[Seen], times: int = 3) -> tuple[str, ...]:
    """The items of a visit, best first as they are given, without moving what a customer is used to.

    Between visits only: within a visit the order of its first menu stands. An item that was seen fewer than `times`
    times in its place keeps that place; the others take the free places in the order given. Raises EngageError for one
    text where several items are meant (S075).
    """
    texts("items", items)
    offered = list(dict.fromkeys(items))
    held: dict[int, str] = {}
    for seen in before:
        if seen.item in offered and 0 <= seen.place < len(offered) and seen.times < times:
            held.setdefault(seen.place, seen.item)
    kept = set(held.values())
    free = iter(item for item in offered if item not in kept)
    return tuple(held[place] if place in held else next(free) for place in range(len(offered)))


def seen_again(shown: Sequence[str], before: Sequence[Seen]) -> tuple[Seen, ...]:
    """What to remember after a visit that showed these items: a place that stayed counts on, a new one from 1.

    Raises EngageError for one text where several items are meant (S075).
    """
    texts("shown", shown)
    known = {seen.item: seen for seen in before}
    return tuple(
        Seen(item, place, known[item].times + 1 if item in known and known[item].place == place else 1)
        for place, item in enumerate(dict.fromkeys(shown))
    )
