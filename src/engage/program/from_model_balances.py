"""On which questions a value that is worked out rests, and in which of them it is a straight line."""

from __future__ import annotations

from typing import Final

from attrs import evolve, frozen

from engage.facts.vocabulary import Kind
from engage.language.tree import (
    Age,
    Arithmetic,
    Extreme,
    Fact,
    Graded,
    Literal,
    Measure,
    Now,
    OrElse,
    Part,
    Past,
    Value,
    Worth,
)
from engage.language.types import NUMBER, type_of
from engage.program.from_model_slots import Slots

__all__ = ["Ground"]

_AMOUNTS: Final = (Kind.NUMBER, Kind.MONEY)
#: through so many derived facts, one beneath the other, a straight line is followed
_DEEP: Final = 8
_NOWHERE: Final[frozenset[str]] = frozenset()
_ZERO: Final = Literal(0, NUMBER)


@frozen
class Ground:
    """What lies beneath values. Derived facts are looked through;"""

    slots: Slots

    def beneath(self, value: Value) -> tuple[int, ...]:
        """The slots of everything that is not worked out."""
        return self._looked_through(value)[0]

    def scored(self, value: Value) -> bool:
        """Does a scorecard come into it? Its points jump."""
        return self._looked_through(value)[1]

    def _looked_through(self, value: Value) -> tuple[tuple[int, ...], bool]:
        """Without recursion: one derived fact may rest on thousands of others."""
        found: dict[int, None] = {}
        scored = False
        seen: set[str] = set()
        left = [value]
        while left:
            match left.pop():
                case Fact(name=name, type=type):
                    derived = self.slots.derived.get(name)
                    scored = scored or name in self.slots.scorecards
                    if derived is None:
                        found[self.slots.fact(name, type)] = None
                    elif name not in seen:
                        seen.add(name)
                        left.append(derived.value)
                case Measure(term=term, type=type):
                    found[self.slots.question(term, type)] = None
                case Arithmetic(left=one, right=other) | OrElse(value=one, default=other):
                    left += [other, one]
                case Age(value=inner) | Part(value=inner) | Graded(value=inner):
                    left.append(inner)
                case Extreme(values=values):
                    left += reversed(values)
                case Worth() as worth:
                    left += reversed([each for each in worth.terms if each is not None])
                case Literal() | Now() | Past():
                    pass
        return tuple(found), scored

    def straight(self, slot: int, *sides: Value) -> bool:
        """Are all sides straight lines in the slot's value while everything else stands still?"""
        return self.slots.types[slot].kind in _AMOUNTS and all(self._degree(side, slot) is not None for side in sides)

    def _degree(self, value: Value, slot: int, behind: frozenset[str] = _NOWHERE) -> int | None:
        """0: it does not rest on the slot; 1: a straight line in it; None: neither."""
        match value:
            case Fact(name=name) if (derived := self.slots.derived.get(name)) is not None:
                if name in behind or len(behind) > _DEEP:
                    return None
                return self._degree(derived.value, slot, behind | {name})
            case Fact() | Measure():
                return int(slot in self.beneath(value))
            case Arithmetic(op=op, left=left, right=right):
                found = self._degree(left, slot, behind), self._degree(right, slot, behind)
                return self._joined(op, found, type_of(value).kind in _AMOUNTS)
            case OrElse(value=inner, default=default):
                # Whether the value is known rests on the others alone.
                return self._degree(inner, slot, behind) if self._degree(default, slot, behind) == 0 else None
            case Worth(profit=profit, cost=cost) if self._only_in_amounts(value, slot):
                amounts = profit if cost is None else Arithmetic("-", profit, cost, type_of(profit))
                return self._degree(amounts, slot, behind)
            case _:
                return None if slot in self.beneath(value) else 0

    def _joined(self, op: str, found: tuple[int | None, int | None], amount: bool) -> int | None:
        left, right = found
        if left is None or right is None:
            return None
        if left == right == 0:
            return 0
        if not amount or (op == "*" and left and right) or (op == "/" and right):
            return None
        return 1

    def _only_in_amounts(self, worth: Worth, slot: int) -> bool:
        """Do the rates stand still? Money is rounded, and so no straight line."""
        return worth.type.kind is Kind.NUMBER and slot not in self.beneath(evolve(worth, profit=_ZERO, cost=None))
