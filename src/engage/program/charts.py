"""Compiled lifecycles and segments: stages, guarded moves, and the slots that hold where a customer stands."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from attrs import frozen

from engage.facts.units import Duration

if TYPE_CHECKING:
    from engage.program.inputs import Line

__all__ = ["ANY", "ASK_AGAIN", "BACK", "IN", "OUT", "ChartInput", "CompiledChart", "CompiledMove", "StayInput", "Watch"]

ANY: Final = ""
BACK: Final = ""
#: The stages of a segment.
OUT: Final = "out"
IN: Final = "in"
#: The kind of event at which charts are asked again because time has passed, or because somebody asks for a move.
#: No rule has an empty name, so no timer of a rule is of this kind.
ASK_AGAIN: Final = "timer:"


@frozen
class Watch:
    """What a guard looks at, for telling when time alone may change it: slots, and what it names.

    `lengths` are the elapsed ones, in microseconds; `shifts` those that are counted by the calendar or by working time.
    """

    slots: frozenset[int] = frozenset()
    dates: tuple[datetime.date | int, ...] = ()
    times: tuple[datetime.time, ...] = ()
    lengths: tuple[int, ...] = ()
    shifts: tuple[Duration, ...] = ()


@frozen
class CompiledMove:
    """A move with its guard: all `lines` must hold. `source` a stage or ANY, `target` a stage or BACK."""

    id: str
    source: str
    target: str
    lines: tuple[Line, ...] = ()


@frozen
class CompiledChart:
    """A lifecycle or a segment. `stages` are all of them, `chain` those that are passed one by one."""

    id: str
    stages: tuple[str, ...]
    start: str
    chain: tuple[str, ...] = ()
    moves: tuple[CompiledMove, ...] = ()
    segment: bool = False


@frozen
class StayInput:
    """Four slots filled with where the customer stood before the event: stage, since, stage before, limits.

    The stage is None where no customer is known; that of a segment is yes or no. Nothing is kept yet where `since` is
    None: the stage is then the one in which the chart starts.
    `limits` is a tuple: may nothing move at this event; the stage that somebody asks for; then the stages that were
    left at the very moment `since`.
    """

    slot: int
    chart: CompiledChart

    @property
    def name(self) -> str:
        """The key among the facts used."""
        return f"stay.{self.chart.id}"

    @property
    def beside(self) -> tuple[tuple[int, str], ...]:
        """The other slots, with their keys."""
        return tuple((self.slot + at, self.name + end) for at, end in enumerate(("_since", "_before", "_limits"), 1))


@frozen
class ChartInput:
    """Four slots filled with where the customer stands now: stage, since, stage before, and the stage just entered.

    The last is empty where nothing moved. `stay` is the slot of the stage before the event.
    """

    slot: int
    stay: int
    chart: CompiledChart

    @property
    def name(self) -> str:
        """The field, and the key among the facts used."""
        return f"customer.{self.chart.id}"

    @property
    def beside(self) -> tuple[tuple[int, str], ...]:
        """The other slots, with their keys."""
        names = (f"{self.name}_since", f"{self.name}_before", f"moved.{self.chart.id}")
        return tuple((self.slot + at, name) for at, name in enumerate(names, 1))
