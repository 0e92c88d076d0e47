"""What a service clock means: how a target of the catalogue is measured, from when until when, and what it tells."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from engage.facts.units import Duration
from engage.language.tree import Condition
from engage.ruleset.model import Construct

__all__ = ["ServiceClock"]


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
