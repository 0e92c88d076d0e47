"""Dice that fall the same way for the same seed on every machine and in every version of Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from attrs import define

__all__ = ["Dice"]

T = TypeVar("T")
_MASK: Final = (1 << 64) - 1


@define
class Dice:
    """A small seeded generator (SplitMix64, Steele, Lea and Flood 2014)."""

    state: int

    def number(self, below: int) -> int:
        """A whole number from 0 to just below another."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & _MASK
        mixed = ((self.state ^ (self.state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return (mixed ^ (mixed >> 31)) % below

    def one(self, of: Sequence[T]) -> T:
        """One of them."""
        return of[self.number(len(of))]

    def some(self, of: Sequence[T], most: int) -> tuple[T, ...]:
        """One or more, up to `most`, in their order and each once."""
        wanted = {self.number(len(of)) for _ in range(1 + self.number(most))}
        return tuple(of[place] for place in sorted(wanted))

    def shuffled(self, of: Sequence[T]) -> tuple[T, ...]:
        """All of them in another order."""
        waiting = list(of)
        return tuple(waiting.pop(self.number(len(waiting))) for _ in of)

    def chance(self, one_in: int) -> bool:
        """True once in so many times."""
        return self.number(one_in) == 0
