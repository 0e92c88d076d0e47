"""Who beats whom: groups resolved to their members, then everybody whom those beat as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engage.ruleset.model import Model, Rule, Table

__all__ = ["PAIRS", "Entangled", "closed_beats"]

#: All pairs of `beats` together; a longer list is a chain that nobody wrote by hand.
PAIRS: Final = 2_000_000


class Entangled(Exception):
    """There are more pairs than `PAIRS`."""


def closed_beats(model: Model) -> Mapping[str, frozenset[str]]:
    """For each rule and table the ids of all that it beats. A circle beats nobody twice, and never itself."""
    constructs: tuple[Rule | Table, ...] = (*model.every(Rule), *model.every(Table))
    groups: dict[str, list[str]] = {}
    for each in constructs:
        groups.setdefault(each.id, []).append(each.id)
        if each.group:
            groups.setdefault(each.group, []).append(each.id)
    direct = {each.id: {id for name in each.beats for id in groups.get(name, ())} for each in constructs}
    closed: dict[str, frozenset[str]] = {}
    pairs = 0
    for id in direct:
        if direct[id]:
            closed[id] = frozenset(_reached(id, direct, closed) - {id})
            pairs += len(closed[id])
            if pairs > PAIRS:
                raise Entangled
    return closed


def _reached(start: str, direct: Mapping[str, set[str]], closed: Mapping[str, frozenset[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(direct[start])
    while waiting:
        id = waiting.pop()
        if id in found:
            continue
        found.add(id)
        if id in closed:
            found |= closed[id]
        else:
            waiting += direct.get(id, ())
    return found
