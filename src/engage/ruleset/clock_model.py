"""What a service clock means: how a target of the catalogue is measured, from when until when, and what it tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from attrs import frozen

from engage.facts.units import Duration
from engage.language.tree import And, Condition, EventIs
from engage.ruleset.model import Construct

__all__ = ["ServiceClock", "kinds_said"]


@frozen(kw_only=True)
class ServiceClock(Construct):
    """The clock of a target, for each case of a customer. `id` is the target's.

    All lines of a condition must hold at an event of the case. `again`: it starts anew after it stopped.
    `warnings` are shares of the target, or how much of it is left, in their order.
    """

    starts: tuple[Condition, ...] = ()
    stops: tuple[Condition, ...] = ()
    pauses: tuple[Condition, ...] = ()
    resets: tuple[Condition, ...] = ()
    cancels: tuple[Condition, ...] = ()
    retargets: tuple[Condition, ...] = ()
    reopens: tuple[Condition, ...] = ()
    again: bool = False
    on_retarget: str = "keep elapsed"
    on_reopen: str = "new cycle"
    warnings: tuple[Decimal | Duration, ...] = ()

    @property
    def conditions(self) -> Mapping[str, tuple[Condition, ...]]:
        """Its conditions by the word that begins each, in the order in which they are printed."""
        return {
            "starts when": self.starts,
            "stops when": self.stops,
            "pauses while": self.pauses,
            "resets when": self.resets,
            "cancelled when": self.cancels,
            "retargets when": self.retargets,
            "reopens when": self.reopens,
        }


def kinds_said(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """The kinds of events at which conditions that must all hold say that they do; none where none of them says."""
    said = [kinds for each in conditions if (kinds := _kinds_of(each))]
    return tuple(kind for kind in said[0] if all(kind in kinds for kinds in said)) if said else ()


def _kinds_of(condition: Condition) -> tuple[str, ...]:
    if isinstance(condition, And):
        return kinds_said(condition.parts)
    return condition.kinds if isinstance(condition, EventIs) else ()
