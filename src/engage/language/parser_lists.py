"""Lists of constants: `gold, silver or platinum`, `金卡、白金卡`, `in (gold, silver)`, and where they end."""

from __future__ import annotations

from typing import Final

from engage.facts.vocabulary import Kind
from engage.language.parser_checks import CheckedTests
from engage.language.parser_numbers import Wanted
from engage.language.parser_values import PARTS, PARTS_OF_NOW
from engage.language.tree import Compare, Condition, Literal, OneOf, Value
from engage.language.types import comparable

__all__ = ["ListReader"]

_OPS: Final = (">", "<", ">=", "<=")


class ListReader(CheckedTests):
    """Reads lists, and knows where a constant stands."""

    def one_of(self, left: Value, start: int, wanted: Wanted) -> Condition:
        """The list behind `one of` or 属于, in brackets or bare."""
        at = self.skipped()
        if (bracketed := self.bracketed_list(left, start, wanted)) is not None:
            return bracketed
        first = self.only_value(self.sum(wanted), at)
        if not isinstance(first, Literal):
            return self._finished("=", left, first, start)
        return self.among(left, self.options(first, wanted, at, every=True), start)

    def bracketed_list(self, left: Value, start: int, wanted: Wanted) -> Condition | None:
        """`in (gold, silver)`; None where the bracket holds something else."""
        before, at = self.at, self.skipped()
        if self.text[at : at + 1] != "(":
            return None
        self.mark("(")
        first = self.literal(wanted)
        if first is None or not self.sees("comma", "or", "close"):
            self.at = before
            return None
        options = self.options(first, wanted, at, every=True)
        if not self.mark(")"):
            self.at = before
            return None
        return self.among(left, options, start)

    def options(self, first: Literal, wanted: Wanted, at: int, *, every: bool = False) -> list[Literal]:
        """The constants of a list whose first is read: `gold, silver or platinum`, `金卡、白金卡`."""
        found = [first]
        while True:
            before = self.at
            comma = self.take("comma")
            joined = self.take("or", "nor", *(("and", "between and") if every and not comma else ()))
            option = self._option(wanted) if comma or joined else None
            if option is None:
                self.at = before
                break
            found.append(option)
            self.count()
            self.check_list(at, len(found))
        if self.chinese:
            self.take("list end")
        return found

    def _option(self, wanted: Wanted) -> Literal | None:
        """The next constant of a list; None where another condition begins."""
        at = self.skipped()
        choice = self.choice(at, wanted)
        name = self.name_end(at)
        if choice is not None:
            return self.take_choice(choice, wanted, at) if choice.end >= name else None
        if name > at or at >= len(self.text) or self._begins(at):
            return None
        literal = self.literal(wanted) if self.constant_here(at, wanted) else None
        if literal is not None and any(comparable(type, literal.type) for type in wanted.types):
            # `amount is 5 or 6 complaints …`: the number belongs to a condition of its own.
            return None if self.event_here(self.skipped()) is not None else literal
        if wanted.of(Kind.CHOICE) is not None and literal is None and len(wanted.types) == 1:
            end = self.unknown_end(at)
            self.note_not_one_of(at, end, self.raw(at, end), wanted)
            self.at = end
            return Literal("", wanted.types[0], span=self.span(at, end))
        return None

    def _begins(self, at: int) -> bool:
        """True where a word begins a condition of its own."""
        return self.text[at] in "()" or self.sees(
            "not", "no events", "any events", "there are", "event is", "count", "sum", "average", "smallest", "largest",
            "distinct", "first", "last", "same", "in a row", "now", "window last", "window the", "window this", "is",
            "is not", "age", "does not", "contains", "contains all", "contains any", "contains none", *_OPS,
            *PARTS_OF_NOW, *(() if self.chinese else PARTS),
        )  # fmt: skip

    def among(self, left: Value, options: list[Literal], start: int) -> Condition:
        """The test that a value is one of these; a single one is a plain comparison."""
        fitted = [self._checked(left, option) for option in options]
        checked = [option for option in fitted if isinstance(option, Literal)]
        subject = self.settled(left, options[0])
        if len(checked) == 1:
            return self._finished("=", left, checked[0], start)
        self.count()
        same = tuple(dict.fromkeys(checked))
        return (
            OneOf(subject, same, span=self.span(start))
            if len(same) > 1
            else Compare("=", subject, same[0], span=self.span(start))
        )

    def constant_here(self, at: int, wanted: Wanted) -> bool:
        """True where a constant that fits stands at a place, not a name."""
        if self.quotes_here(at) and self.inside_quotes(at):
            return True
        if self.choice(at, wanted) is not None:
            return self.name_end(at) == at or bool(self.past)
        if self.name_end(at) > at:
            return False
        sign = self.text[at] in "-−¥$€£₪(" and self.text[at + 1 : at + 2].isdigit()
        yes_no = wanted.of(Kind.YES_NO) is not None and self.sees("yes", "no")
        numeral = self.chinese and self.plain[at] in self.lexicon.numerals
        weekday = wanted.unit == "weekday" and self.is_letter(at)
        return (
            self.text[at].isdigit()
            or sign
            or yes_no
            or weekday
            or numeral
            or (self.text[at] == "(" and bool(self.past))
        )
