"""Why customers contact us: a tree of reasons with owners, versioned, so that figures of years can be added up."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

from attrs import frozen

from engage.facts.plan import Need

__all__ = ["ContactReason", "ReasonAction", "ReasonTree"]


class ReasonAction(StrEnum):
    """What is to be done about a reason: by how much it irritates the customer, and how much it is worth to us."""

    ELIMINATE = "eliminate"
    AUTOMATE = "automate"
    SIMPLIFY = "simplify"
    LEVERAGE = "leverage"


@frozen
class ContactReason:
    """A reason or a branch of reasons. `under` is the branch it belongs to, empty at the top.

    `owner` as it was written; `ReasonTree.owner` inherits. `avoidable`: with the cause mended nobody had to ask. `was`:
    the ids under which earlier versions of the tree counted it. `needs`: the skills of whoever serves it.
    """

    id: str
    under: str = ""
    owner: str = ""
    avoidable: bool = False
    cause: str = ""
    action: ReasonAction | None = None
    was: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()


@frozen(slots=False)
class ReasonTree:
    """All reasons, in the catalogue's order. Nobody is above itself: that is refused where the tree is read."""

    version: int = 1
    reasons: tuple[ContactReason, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, ContactReason]:
        """Every reason by its id."""
        return {reason.id: reason for reason in self.reasons}

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """What a contact can be about: the reasons that nothing is under. They part all contacts among themselves."""
        branches = {reason.under for reason in self.reasons}
        return tuple(reason.id for reason in self.reasons if reason.id not in branches)

    @cached_property
    def _now(self) -> dict[str, str]:
        return {old: reason.id for reason in self.reasons for old in reason.was}

    def current(self, id: str) -> str:
        """The id of today for one of an earlier version; an id that nobody knows, or that is today's, as it is."""
        return id if id in self.by_id else self._now.get(id, id)

    def path(self, id: str) -> tuple[str, ...]:
        """The reason and the branches it is under, the nearest first; empty for an id that the tree has not."""
        return tuple(reason.id for reason in self._upwards(id))

    def owner(self, id: str) -> str:
        """Who answers for it: its own owner, or that of the nearest branch above; empty where nobody does."""
        return next((reason.owner for reason in self._upwards(id) if reason.owner), "")

    def avoidable(self, id: str) -> bool:
        """Is it marked as avoidable, itself or a branch above it?"""
        return any(reason.avoidable for reason in self._upwards(id))

    def cause(self, id: str) -> str:
        """The root cause that was found for it, or for the nearest branch above; empty where none is known."""
        return next((reason.cause for reason in self._upwards(id) if reason.cause), "")

    def action(self, id: str) -> ReasonAction | None:
        """What is to be done about it, or about the nearest branch above."""
        return next((reason.action for reason in self._upwards(id) if reason.action), None)

    def needs(self, id: str) -> tuple[Need, ...]:
        """The skills that it needs: its own, or those of the nearest branch above that says some."""
        return next((reason.needs for reason in self._upwards(id) if reason.needs), ())

    def _upwards(self, id: str) -> Iterator[ContactReason]:
        for _ in self.reasons:  # never further up than there are reasons, whatever a host built
            reason = self.by_id.get(id)
            if reason is None:
                return
            yield reason
            id = reason.under
