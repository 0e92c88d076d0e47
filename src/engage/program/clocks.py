"""Compiled service clocks: the conditions under which each mark is made, and what is told of a target."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from engage.program.inputs import Line

__all__ = ["CompiledClock"]


@frozen
class CompiledClock:
    """The clock of a target. All lines of a condition must hold; a condition without lines never does.

    `warnings` are shares of the target, or how much of it is left, in microseconds of the clock's own time.
    """

    id: str
    starts: tuple[Line, ...] = ()
    stops: tuple[Line, ...] = ()
    pauses: tuple[Line, ...] = ()
    resets: tuple[Line, ...] = ()
    cancels: tuple[Line, ...] = ()
    retargets: tuple[Line, ...] = ()
    reopens: tuple[Line, ...] = ()
    again: bool = False
    restarts: bool = False  # a new target is measured from where it comes into force
    reopening: str = "new cycle"
    warnings: tuple[Fraction | int, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all conditions."""
        ends = (*self.stops, *self.resets, *self.cancels)
        return (*self.starts, *ends, *self.pauses, *self.retargets, *self.reopens)
