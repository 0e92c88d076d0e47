"""What the two rulesets declare that a comparison must know: defaults of outputs, and which values are public.

A value that stands in the rules or the catalogue (`allow waiver up to 50 yuan`) may be told. One that was worked out
may speak of the customer: of it only the direction is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Final

from engage.decide.compose import declared_outputs
from engage.decide.weigh import weight
from engage.facts.plan import HandlingPlan
from engage.facts.units import Duration
from engage.facts.vocabulary import Kind, Output
from engage.program.program import Program, Proposal, Slot

__all__ = ["Hidden", "Sides"]

_VALUED: Final = (Slot.ALLOW, Slot.OUTPUT, Slot.TARGET)
_FEW: Final = (Kind.CHOICE, Kind.YES_NO)


class Hidden(StrEnum):
    """What is told of a value that may speak of the customer."""

    SOME = "some"
    OTHER = "other"
    MORE = "more"
    LESS = "less"


class Sides:
    """The old program (side 0) and the new one (side 1)."""

    def __init__(self, old: Program, new: Program) -> None:
        self.programs = (old, new)
        self._outputs = tuple({each.id: each for each in declared_outputs(program)} for program in self.programs)
        self.outputs = tuple(sorted({*self._outputs[0], *self._outputs[1]}))
        self._written = frozenset(_written(old)) | frozenset(_written(new))

    def output(self, side: int, plan: HandlingPlan | None, id: str) -> object:
        """What a plan says of an output; of one that its side does not declare, what the other's default says."""
        if plan is not None and (id in plan.outputs or id in self._outputs[side]):
            return plan.outputs.get(id)
        return self.declared(id).otherwise

    def declared(self, id: str) -> Output:
        """The declaration of an output, the new one where there are two."""
        return self._outputs[1].get(id) or self._outputs[0][id]

    def told(self, slot: str, key: str, old: object, new: object) -> tuple[object, object]:
        """The two values as far as they may be told."""
        few = slot == Slot.OUTPUT and self.declared(key).type.kind in _FEW
        if all(each is None or few or (slot, key, each) in self._written for each in (old, new)):
            return old, new
        if old is None or new is None:
            return (None if old is None else Hidden.SOME), (None if new is None else Hidden.SOME)
        sizes = isinstance(old, int | Decimal | Duration) and isinstance(new, int | Decimal | Duration)
        if not sizes or weight(old)[0] != weight(new)[0]:
            return Hidden.SOME, Hidden.OTHER
        return Hidden.SOME, Hidden.MORE if weight(new) > weight(old) else Hidden.LESS


def _written(program: Program) -> Iterator[tuple[str, str, object]]:
    """Every limit, target and output value that stands in the rules, the catalogue or a declaration."""
    for shelf in program.shelves.values():
        proposals: list[Proposal | None] = [each for rule in shelf.rules for each in rule.proposals]
        for table in shelf.tables:
            rows = (*table.rows, *((table.otherwise,) if table.otherwise else ()))
            proposals += [each for row in rows for each in row.proposals]
        for each in proposals:
            if each is not None and each.slot in _VALUED and each.compute is None:
                yield each.slot.value, each.key, each.value
    for targets in program.furnishing.targets.values():
        yield from ((Slot.TARGET.value, metric, target) for metric, target in targets.items())
    for output in declared_outputs(program):
        yield Slot.OUTPUT.value, output.id, output.otherwise
