"""One condition becomes one `Line`: two functions, the slots it reads, its printed words."""

from __future__ import annotations

from attrs import define, field, frozen

from engage.facts.vocabulary import Vocabulary
from engage.ground.finding import Words
from engage.language.printer import print_condition, print_value
from engage.language.tree import Condition, Value
from engage.program.from_model_code import Constants, all_of, negated
from engage.program.from_model_conditions import test_code
from engage.program.from_model_cuts import CutBook
from engage.program.from_model_desk import Desk
from engage.program.from_model_slots import Slots
from engage.program.from_model_values import value_code
from engage.program.program import Compute, Line, PastTest

__all__ = ["Compiled", "Writer"]


@frozen
class Compiled:
    """A value's function and the slots it reads."""

    compute: Compute
    reads: tuple[int, ...]


@define
class Writer:
    """Writes the functions of a program. The same condition in two rules is written once."""

    vocabulary: Vocabulary
    zone: str
    slots: Slots
    constants: Constants = field(factory=Constants)
    cuts: CutBook = field(init=False)
    _lines: dict[Condition, Line] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.cuts = CutBook(self.slots, lambda value: self.value(value).compute)

    def desk(self) -> Desk:
        """A clean desk."""
        return Desk(self.slots, self.constants, self.zone)

    def line(self, condition: Condition) -> Line:
        """The line of a condition."""
        if condition not in self._lines:
            desk = self.desk()
            holds = desk.test(test_code(condition, desk, True))
            fails = desk.test(test_code(condition, desk, False))
            self.cuts.line(condition, desk.reads)
            self._lines[condition] = Line(holds, fails, tuple(sorted(desk.reads)), self.words(condition))
        return self._lines[condition]

    def value(self, value: Value) -> Compiled:
        """The function of a value."""
        desk = self.desk()
        compute = desk.compute(value_code(value, desk))
        return Compiled(compute, tuple(sorted(desk.reads)))

    def past_tests(self, filters: tuple[Condition, ...]) -> tuple[PastTest, PastTest, PastTest, tuple[int, ...]]:
        """Tests of a past event: certainly passes, certainly fails, neither; and the slots they read."""
        desk = self.desk()
        passes = all_of([test_code(each, desk, True) for each in filters])
        fails = negated(all_of([negated(test_code(each, desk, False)) for each in filters]))
        neither = all_of([negated(passes), negated(fails)])
        reads = tuple(sorted(desk.reads))
        return desk.past_test(passes), desk.past_test(fails), desk.past_test(neither), reads

    def words(self, condition: Condition) -> Words:
        """A condition in the languages of explanations."""
        return Words(*(print_condition(condition, self.vocabulary, language, self.zone) for language in ("en", "zh")))

    def words_of_value(self, value: Value) -> Words:
        """A value in the languages of explanations."""
        return Words(*(print_value(value, self.vocabulary, language, self.zone) for language in ("en", "zh")))
