"""Who came again, and so: which needs were met at the first contact. Provisional until the window has closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import frozen

from engage.measure.contacts import HandledContact

__all__ = ["Follow", "follows"]


@frozen
class Follow:
    """What came after a contact. `again`: the same customer came with the same need within the window, which counts
    from arrival to arrival, its end included. `first`: none came before within the window, so that a need begins here.
    `closed`: the window had passed when the record ends; until then *not again* is only *not yet*."""

    again: bool
    first: bool
    closed: bool


def follows(
    contacts: Iterable[HandledContact], window: int, until: int, same_need: bool = False
) -> Mapping[str, Follow]:
    """By the contact's id, for contacts whose customer is known, what came after each. Lengths in microseconds.

    `until` is where the record ends. `same_need`: only contacts with the same need are one another's repeats, and
    those whose need is unknown are left out; else any contact of the same customer counts, which finds too many.
    Contacts that arrive together follow one another by id.
    """
    chains: dict[tuple[str, str | None], list[HandledContact]] = defaultdict(list)
    for one in contacts:
        if one.customer and not (same_need and one.need is None):
            chains[one.customer, one.need if same_need else None].append(one)
    found: dict[str, Follow] = {}
    for chain in chains.values():
        chain.sort(key=lambda one: (one.arrived, one.id))
        before = [None, *chain[:-1]]
        after = [*chain[1:], None]
        for one, earlier, later in zip(chain, before, after, strict=True):
            found[one.id] = Follow(
                again=later is not None and later.arrived - one.arrived <= window,
                first=earlier is None or one.arrived - earlier.arrived > window,
                closed=one.arrived + window <= until,
            )
    return found
