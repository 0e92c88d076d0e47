"""What is asked of a list: which items it contains, and whether it is empty; what is said where a list is not one.

`contains golf or tennis` asks for one of them, `contains all of golf, tennis` for both. Items that are only joined by
commas or `and` may mean either, so the question is asked back.
"""

from __future__ import annotations

from typing import Final

from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Words
from engage.language import slip_messages as slip
from engage.language.parser_lists import ListReader
from engage.language.parser_numbers import Wanted
from engage.language.printer import print_cell, print_condition
from engage.language.tree import Compare, Condition, Contains, Literal, Not, OneOf, Value
from engage.language.types import comparable, type_of

__all__ = ["ContentsReader"]

_EMPTY: Final = ("empty", "为空")
_CONTAINS: Final = ("contains all", "contains any", "contains none", "contains")


class ContentsReader(ListReader):
    """Reads tests of lists."""

    def contents(self, left: Value, start: int) -> Condition | None:
        """`contains …` and its opposite behind a list; None, without moving, where neither stands."""
        before, at = self.at, self.skipped()
        negated = bool(self.take("does not"))
        key = self.take(*_CONTAINS)
        if not key:
            self.at = before
            return None
        found = self._asked_for(left, key, start, at, negated=negated)
        self.count()
        return Not(found, span=self.span(start)) if negated != (key == "contains none") else found

    def _asked_for(self, left: Value, key: str, start: int, at: int, *, negated: bool) -> Contains:
        """The items behind the word; Stuck where it does not show whether all or one of them are asked for."""
        options, joints = self._items(self._item_of(left))
        every = key == "contains all"
        unclear = not joints & {"or", "list end"} if key == "contains" else every and "or" in joints
        if len(options) > 1 and (unclear or (not every and "and" in joints)):
            self._ask_which(left, options, at, negated=negated)
        return Contains(left, options, every and len(options) > 1, span=self.span(start))

    def _ask_which(self, left: Value, options: tuple[Literal, ...], at: int, *, negated: bool) -> None:
        ways: list[Condition] = [Contains(left, options, True), Contains(left, options)]
        every, one = (self._spelled_out(Not(way) if negated else way, left) for way in ways)
        raise self.stuck(slip.ALL_OR_ANY, at, first=every, second=one)

    def _spelled_out(self, condition: Condition, subject: Value) -> str:
        """The condition as it would be written in this place."""
        if self.in_cell:
            return print_cell(condition, subject, self.vocabulary, self.language)
        return print_condition(condition, self.vocabulary, self.language)

    def _item_of(self, left: Value) -> Wanted:
        wanted, type = self.wanted_of(left), type_of(left)
        item, label = type.item or type, wanted.label
        if item.kind is not Kind.CHOICE:
            label = f"{label}的一项" if self.chinese else f"an item of {label}"
        return Wanted((item,), wanted.unit, label)

    def _items(self, wanted: Wanted) -> tuple[tuple[Literal, ...], set[str]]:
        """Constants with commas and words between them, each once, and by which words they are joined."""
        at = self.skipped()
        found, joints = [self._item(wanted, at)], set[str]()
        while True:
            before = self.at
            comma = self.take("comma")
            joint = "or" if self.take("or", "nor") else "and" if self.take("and", "between and") else ""
            place = self.skipped()
            option = self._option(wanted) if self._may_go_on(comma, joint, place, wanted) else None
            if option is None:
                self.at = before
                break
            joints.add(joint or "comma")
            found.append(self._fitting(option, wanted.types[0]))
            self.count()
            self.check_list(at, len(found))
        if self.chinese and self.take("list end"):
            joints.add("list end")
        return tuple(dict.fromkeys(found)), joints

    def _may_go_on(self, comma: str, joint: str, at: int, wanted: Wanted) -> bool:
        """Behind `and` a condition of its own is as likely as an item, and in a cell or a filter behind a comma."""
        if joint == "and" or (comma and not joint and (self.in_cell or self.past)):
            return at < len(self.text) and self.constant_here(at, wanted)
        return bool(comma or joint) and not self.sees("does not", *_CONTAINS, "unknown", "known")

    def _item(self, wanted: Wanted, at: int) -> Literal:
        if self.ended:
            raise self.missing(Words("an item", "列表中的一项"))
        found = self.literal(wanted) if self.constant_here(at, wanted) else None
        if found is None:
            raise self.no_value(at, wanted)
        return self._fitting(found, wanted.types[0])

    def _fitting(self, literal: Literal, type: Type) -> Literal:
        fitted = self.fitted(literal, type)
        if not comparable(type, literal.type) and fitted == literal:
            self._note_types(Literal("", type, span=literal.span), literal)
        return fitted if isinstance(fitted, Literal) else literal

    # ---------------------------------------------------------------------------------------- is empty

    def emptiness(self, left: Value, start: int, *, unknown: bool) -> Condition | None:
        """`is empty` behind a list: known, and without an item. None where `unknown` itself was said."""
        if type_of(left).kind is not Kind.LIST or not self.plain[start : self.at].endswith(_EMPTY):
            return None
        nothing = Literal((), type_of(left), span=self.span(start))
        return Compare("=" if unknown else "!=", left, nothing, span=self.span(start))

    # ------------------------------------------------------------------------------ is beside contains

    def refuse_equal_to_item(self, left: Value, start: int, at: int, *, negated: bool) -> None:
        """Raise where a list is said to be one of its items: `interests is golf` means that it contains golf."""
        wanted = self._item_of(left)
        before = self.at
        if self.sees("unknown", "known", "does not", "starts with", "ends with", "matches", *_CONTAINS):
            return
        negated = negated != (self.take("one of", "none of") == "none of")
        bracket = self.mark("(")
        place = self.skipped()
        if place >= len(self.text) or self.name_end(place) > place:
            self.at = before
            return
        options, _ = self._items(wanted)
        if bracket:
            self.mark(")")
        contains = Contains(left, options)
        meant = self._spelled_out(Not(contains) if negated else contains, left)
        begin = at if self.in_cell else start
        raise self.stuck(slip.IS_A_LIST, begin, self.at, meant, field=self.label_of(left), meant=meant)

    def refuse_to_contain(self, left: Value, start: int, *, negated: bool) -> None:
        """Raise where something is said to contain a value that it is itself: `customer tier contains gold`."""
        wanted = self.wanted_of(left)
        at, begin = self.skipped(), start
        if at >= len(self.text) or type_of(left).kind is Kind.YES_NO or not self.constant_here(at, wanted):
            return
        options, _ = self._items(wanted)
        one = Compare("!=" if negated else "=", left, options[0])
        several = Not(OneOf(left, options)) if negated else OneOf(left, options)
        meant = self._spelled_out(one if len(options) == 1 else several, left)
        raise self.stuck(slip.NOT_A_LIST, begin, self.at, meant, field=self.label_of(left), meant=meant)
