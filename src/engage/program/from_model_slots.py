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
from engage.ruleset.model import DerivedFact, Scorecard

__all__ = ["FactKey", "Key", "MissingKey", "NowKey", "Slots"]


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


Key = FactKey | NowKey | MissingKey | HistoryTerm | InARow | Pattern | HeldFor | DerivedFact | Scorecard


@define
class Slots:
    """Which slot answers which question. Grows only while compiling."""

    derived: Mapping[str, DerivedFact]
    scorecards: Mapping[str, tuple[Scorecard, bool]]  # field name → its card, and whether the band is meant
    keys: list[tuple[int, Key]] = field(factory=list)
    types: dict[int, Type] = field(factory=dict)
    _numbers: dict[Key | str, int] = field(factory=dict)
    count: int = 0

    def fact(self, name: str, type: Type) -> int:
        """The slot of a field: of the profile, the event, a derived fact or a score."""
        if name in self.scorecards:
            card, band = self.scorecards[name]
            number = self._number(card.id, card, 2) + band
        elif name in self.derived:
            number = self._number(name, self.derived[name])
        else:
            number = self._number(FactKey(name), FactKey(name))
        self.types[number] = type
        return number

    def question(self, key: HistoryTerm | InARow | Pattern | HeldFor | NowKey | MissingKey, type: Type) -> int:
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
