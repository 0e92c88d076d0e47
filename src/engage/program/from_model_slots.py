"""The numbered slots of a program: one for each fact, history term, streak, held condition, derived fact and score.

The same question asked by two rules shares a slot. Slots are only counted here; `from_model_inputs` says how each
is filled.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define, field, frozen

from engage.facts.units import Duration
from engage.facts.vocabulary import Type
from engage.language.tree import HeldFor, HistoryTerm, InARow, Pattern
from engage.ruleset.chart_model import Lifecycle, Segment
from engage.ruleset.model import DerivedFact, Scorecard

__all__ = ["ChartKey", "FactKey", "Key", "MissingKey", "NowKey", "Slots", "StayKey"]


@frozen
class FactKey:
    """A fact of the profile or the event by its full name."""

    name: str


@frozen
class NowKey:
    """Something of the event's own moment, shifted or not; `part` as in `program.NowInput`."""

    part: str
    shift: Duration | None = None
    back: bool = False


@frozen
class MissingKey:
    """How many events of a kind came since a timer was started."""

    kind: str


@frozen
class ChartKey:
    """Where the customer stands in a lifecycle or segment: four slots."""

    chart: Lifecycle | Segment


@frozen
class StayKey:
    """Where the customer stood in it before the event: four slots."""

    chart: Lifecycle | Segment


_Asked = HistoryTerm | InARow | Pattern | HeldFor
Key = FactKey | NowKey | MissingKey | ChartKey | StayKey | _Asked | DerivedFact | Scorecard


@define
class Slots:
    """Which slot answers which question. Grows only while compiling."""

    derived: Mapping[str, DerivedFact]
    scorecards: Mapping[str, tuple[Scorecard, bool]]  # field name → its card, and whether the band is meant
    #: field name → its chart, whether as of before the event, and which of its slots
    charts: Mapping[str, tuple[Lifecycle | Segment, bool, int]] = field(factory=dict)
    keys: list[tuple[int, Key]] = field(factory=list)
    types: dict[int, Type] = field(factory=dict)
    _numbers: dict[Key | str, int] = field(factory=dict)
    count: int = 0

    def fact(self, name: str, type: Type) -> int:
        """The slot of a field: of the profile, the event, a derived fact, a score or a chart."""
        if name in self.scorecards:
            card, band = self.scorecards[name]
            number = self._number(card.id, card, 2) + band
        elif name in self.charts:
            chart, before, place = self.charts[name]
            number = (self.stay(chart) if before else self.chart(chart)) + place
        elif name in self.derived:
            number = self._number(name, self.derived[name])
        else:
            number = self._number(FactKey(name), FactKey(name))
        self.types[number] = type
        return number

    def chart(self, chart: Lifecycle | Segment) -> int:
        """The first slot of a chart."""
        return self._number(f"chart {chart.id}", ChartKey(chart), 4)

    def stay(self, chart: Lifecycle | Segment) -> int:
        """The first slot of where a customer stood in a chart."""
        return self._number(f"stay {chart.id}", StayKey(chart), 4)

    def question(self, key: _Asked | NowKey | MissingKey, type: Type) -> int:
        """The slot of anything else."""
        number = self._number(key, key)
        self.types[number] = type
        return number

    def _number(self, name: Key | str, key: Key, places: int = 1) -> int:
        if name not in self._numbers:
            self._numbers[name] = self.count
            self.keys.append((self.count, key))
            self.count += places
        return self._numbers[name]
