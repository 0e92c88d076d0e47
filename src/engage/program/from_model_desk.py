"""Where one function is written: which slots it reads, what it must look at twice, what it costs."""

from __future__ import annotations

import ast
from typing import cast

from attrs import define, field

from engage.facts.units import Duration
from engage.facts.vocabulary import Type
from engage.language.tree import HeldFor, HistoryTerm, InARow, Pattern
from engage.program.from_model_code import Constants, assigned, simple, slot, to_function
from engage.program.from_model_slots import MissingKey, NowKey, Slots
from engage.program.program import Compute, PastTest, Test

__all__ = ["Desk"]


@define
class Desk:
    """One line, value or filter being written. `zone` is the ruleset's."""

    slots: Slots
    constants: Constants
    zone: str
    reads: dict[int, None] = field(factory=dict)
    looks: int = 0

    def again(self) -> Desk:
        """A clean desk of the same program, for the next function."""
        return Desk(self.slots, self.constants, self.zone)

    def fact(self, name: str, type: Type) -> ast.expr:
        """The value of a field."""
        return self._read(self.slots.fact(name, type))

    def question(self, key: HistoryTerm | InARow | Pattern | HeldFor | NowKey | MissingKey, type: Type) -> ast.expr:
        """The value of a history term, a streak, a pattern, a held condition, or something of the event's moment."""
        return self._read(self.slots.question(key, type))

    def now(self, part: str, type: Type, shift: Duration | None = None, *, back: bool = False) -> ast.expr:
        """The event's moment or a part of it, shifted or not."""
        return self.question(NowKey(part, shift, back), type)

    def twice(self, code: ast.expr) -> tuple[ast.expr, ast.expr]:
        """The code for the first look at a value and for every later one."""
        if simple(code):
            return code, code
        self.looks += 1
        return assigned(self.looks - 1, code)

    def test(self, body: ast.expr) -> Test:
        """A finished test of the values."""
        return cast("Test", to_function("v", body, self.constants))

    def compute(self, body: ast.expr) -> Compute:
        """A finished value of the values."""
        return to_function("v", body, self.constants)

    def past_test(self, body: ast.expr) -> PastTest:
        """A finished test of a past event's data and the values."""
        return cast("PastTest", to_function("pv", body, self.constants))

    def _read(self, number: int) -> ast.expr:
        self.reads[number] = None
        return slot(number)
