"""Cells of tables: tests whose subject stands in the column's head. `gold, silver`, `not serious`, `5 to below 10`."""

from __future__ import annotations

from engage.facts.vocabulary import Kind
from engage.ground.finding import Words
from engage.language.parser_conditions import ConditionReader
from engage.language.parser_numbers import Wanted
from engage.language.tree import Compare, Condition, Literal, Not, OneOf, Or, Value
from engage.language.types import type_of

__all__ = ["CellReader"]


class CellReader(ConditionReader):
    """Reads the tests of one column."""

    def cell(self, subject: Value) -> Condition:
        """Tests with commas between them, of which one must hold; `not` opposes them all."""
        start, self.in_cell = self.skipped(), True
        wanted = self.wanted_of(subject)
        negated = self._opposed(wanted)
        tests = [self._one(subject, start)]
        while self.take("comma", "or"):
            self.take("or")
            tests.append(self._one(subject, start))
            self.check_list(start, len(tests))
        found = self._together(subject, tests, start)
        if not negated:
            return found
        if isinstance(found, Compare):
            return self._negated(found, True, start)
        return Not(found, span=self.span(start))

    def _opposed(self, wanted: Wanted) -> bool:
        """True behind `not`, which is taken; whole labels that begin with it come first."""
        at = self.skipped()
        if self.choice(at, wanted) is not None or self.sees("known", "unknown"):
            return False
        return bool(self.take("not", "is not"))

    def _one(self, subject: Value, start: int) -> Condition:
        at = self.skipped()
        if at >= len(self.text):
            raise self.missing(Words("a value", "值"))
        if not self.sees("known", "unknown") and (
            type_of(subject).kind is not Kind.YES_NO or not self.sees("yes", "no")
        ):
            self.take("is")
        found = self.predicate(subject, at, negated=False, said=False, bare=True)
        if found is not None:
            return found
        wanted = self.wanted_of(subject)
        if type_of(subject).kind is Kind.CHOICE:
            raise self.no_value(at, wanted)
        return self._compared(subject, "=", at, wanted, negated=False, opened=True)

    def _together(self, subject: Value, tests: list[Condition], start: int) -> Condition:
        """Several plain values are one list; other tests are joined by `or`."""
        if len(tests) == 1:
            return tests[0]
        options: list[Literal] = []
        for test in tests:
            if isinstance(test, Compare) and test.op == "=" and isinstance(test.right, Literal):
                options.append(test.right)
            elif isinstance(test, OneOf):
                options += test.options
            else:
                return Or(tuple(tests), span=self.span(start))
        return OneOf(subject, tuple(dict.fromkeys(options)), span=self.span(start))
