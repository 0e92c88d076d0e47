"""Values: facts, constants, arithmetic, `or else`, parts of a moment, ages.

Brackets may hold a condition as well as a value, and what they held decides how the sentence goes on; so a value
reader may give back a condition, and whoever needs a value says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from attrs import evolve, frozen

from engage.facts.vocabulary import EventKind, Field, Kind, Type
from engage.ground.finding import Words
from engage.ground.numbers import to_number
from engage.ground.source import Fragment
from engage.language import messages as say
from engage.language.names import Match
from engage.language.parser_names import Told, Twin
from engage.language.parser_numbers import Wanted
from engage.language.parser_trouble import TroubleReader
from engage.language.scope import Scope
from engage.language.tree import (
    Age,
    Arithmetic,
    Condition,
    Extreme,
    Fact,
    Graded,
    Literal,
    Measure,
    Now,
    OrElse,
    Part,
    Past,
    Size,
    Value,
    Worth,
)
from engage.language.types import arithmetic_type, kind_words, type_of

__all__ = ["PARTS", "PARTS_OF_NOW", "VALUES", "Head", "ValueReader"]

#: the classes of values; everything else is a condition
VALUES: Final = (Literal, Fact, Now, Part, Arithmetic, OrElse, Age, Size, Past, Measure, Worth, Extreme, Graded)
PARTS: Final = ("part date", "part time", "part hour", "part weekday", "part day", "part month", "part year")
PARTS_OF_NOW: Final = ("now date", "now time", "now hour", "now weekday")
_DAYS: Final = (Kind.DATE, Kind.MOMENT)
_SCALES: Final = (Kind.NUMBER, Kind.MONEY, Kind.DURATION)


@frozen
class Head:
    """The beginning of a question to the past that stands here: where its names end, and how to read on."""

    end: int
    read: Callable[[], Value | Condition]


class ValueReader(TroubleReader):
    """Reads values."""

    def __init__(self, fragment: Fragment, scope: Scope) -> None:
        super().__init__(fragment, scope)
        #: values that were read already, by place: what they are and where they end
        self.ready: dict[int, tuple[Value, int]] = {}
        #: the value is shown in a text
        self.in_words = False
        #: fields of named event kinds (`bill amount` of bills) that nothing has asked about yet
        self.told: list[Told] = []

    # What the layers above can do; a value may hold a condition in brackets and a question to the past.

    def either(self, wanted: Wanted) -> Value | Condition:
        """A condition or a value, whichever stands here."""
        raise NotImplementedError

    def head(self) -> Head | None:
        """The beginning of a question to the past, None where none stands here."""
        raise NotImplementedError

    def event_or_told(self, match: Match[EventKind], start: int) -> Value | Condition:
        """What an event's name stands for in the place of a value."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------ values

    def value(self, wanted: Wanted) -> Value | Condition:
        """A value with arithmetic and `or else`; a condition where brackets or an event held one."""
        start = self.skipped()
        left = self.sum(wanted)
        if not isinstance(left, VALUES) or not self.take("or else"):
            return left
        left = self.settled(left)
        self.deeper(start)
        default = self.only_value(self.value(self.wanted_of(left)), start)
        self.depth -= 1
        # At the end of a value in a text words may stand in for whatever is missing: nothing is calculated with them.
        words = self.in_words and self.ended and isinstance(default, Literal) and default.type.kind is Kind.TEXT
        fitted = default if words else self.fitted(default, type_of(left), say_where=True)
        return OrElse(left, fitted, span=self.span(start))

    def sum(self, wanted: Wanted) -> Value | Condition:
        """Terms joined by `+` and `-`."""
        return self._chain(wanted, ("+", "-"), self.term)

    def term(self, wanted: Wanted) -> Value | Condition:
        """Atoms joined by `*` and `/`."""
        return self._chain(wanted, ("*", "/"), self.atom)

    def _chain(
        self, wanted: Wanted, ops: tuple[str, str], part: Callable[[Wanted], Value | Condition]
    ) -> Value | Condition:
        start = self.skipped()
        left = part(wanted)
        while isinstance(left, VALUES):
            before = self.at
            op = self.take(*ops)
            if not op or self._is_bound(op, before):
                self.at = before
                return left
            left = _factor(self.settled(left)) if op in "*/" else self.settled(left)
            scale = type_of(left)
            beside = self.wanted_of(left) if op in "+-" else Wanted((Type(Kind.NUMBER),))
            right_at = self.skipped()
            right = self.settled(self.only_value(part(beside), start))
            if op == "-" and isinstance(left, Literal) and isinstance(right, Literal) and scale.kind in _SCALES:
                raise self.range_mark(start, before, right_at)
            if op in "+-" and scale.kind is Kind.NUMBER and type_of(right).kind is Kind.MONEY:
                left = self.fitted(left, type_of(right))
            left = self._calculated(op, left, right, start)
        return left

    def _is_bound(self, op: str, before: int) -> bool:
        """`-5以上` behind a name: a bound below zero, not something taken away."""
        if op != "-" or not self.chinese:
            return False
        at = self.at
        number = self.number() if self.text[at : at + 1].isdigit() else None
        if number is not None:
            self.currency(Wanted())
        # In `在网月数 - 0 至少 5` something is taken away; `-5 至 5` is a range.
        ends = self.sees("suffix >=", "suffix <=", "to") and not self.sees(">=", "<=")
        bound = number is not None and ends
        self.at = before if bound else at
        return bound

    def _calculated(self, op: str, left: Value, right: Value, start: int) -> Value:
        self.count()
        type = arithmetic_type(op, type_of(left), type_of(right))
        if type is None:
            words = kind_words(type_of(left)), kind_words(type_of(right))
            raise self.stuck(say.CANNOT_CALCULATE, start, op=op, left=words[0], right=words[1])
        return Arithmetic(op, left, right, type, span=self.span(start))

    def only_value(self, found: Value | Condition, start: int) -> Value:
        """The value; Stuck where a condition stands in its place."""
        if isinstance(found, VALUES):
            return found
        kind, value = Words("a condition", "条件"), Words("a value", "值")
        raise self.stuck(say.EXPECTED_TYPE, start, kind=kind, expected=value, way_out="")

    def fitted(self, value: Value, type: Type, *, say_where: bool = False) -> Value:
        """A constant in its neighbour's type; a finding where it cannot have that type."""
        value = self.settled(value)
        own = type_of(value)
        if isinstance(value, Literal) and own.kind is Kind.NUMBER and type.kind is Kind.MONEY:
            return evolve(value, type=type)
        if say_where and own.kind is not type.kind:
            self.note_wrong_type(value, own, type)
        return value

    def note_wrong_type(self, value: Value, own: Type, type: Type) -> None:
        """The finding that something of another type is needed here."""
        span = value.span
        text = span.text if span else ""
        words = kind_words(own), kind_words(type)
        finding = self.finding(say.EXPECTED_TYPE, 0, 0, kind=words[0], expected=words[1], text=text, way_out="")
        self.findings.append(evolve(finding, span=span or finding.span))

    # ------------------------------------------------------------------------------------------- atoms

    def atom(self, wanted: Wanted) -> Value | Condition:
        """One name, constant, question to the past, or something in brackets, with what follows it (`的 日期`)."""
        start = self.skipped()
        self.count()
        if start >= len(self.text):
            raise self.missing(Words("a value", "值"))
        found = self._atom(start, wanted)
        return self._followed(found, start) if isinstance(found, VALUES) else found

    def going_on(self, value: Value, start: int) -> Value | Condition:
        """A value that has just been read, with the arithmetic that goes on behind it."""
        self.ready[start] = (value, self.at)
        self.at = start
        return self.value(Wanted())

    def _atom(self, start: int, wanted: Wanted) -> Value | Condition:
        if start in self.ready:
            value, self.at = self.ready.pop(start)
            return value
        if (text := self._quoted_or_bracketed(start, wanted)) is not None:
            return text
        choice = self.choice(start, wanted)
        name = self.name_end(start)
        if choice is not None and choice.end >= name:
            return self.take_choice(choice, wanted, start)
        head = self.head()
        if head is not None and head.end > name:
            return head.read()
        if name > start:
            if head is not None:
                self.took(start, name, start)
            self.at = start
            return self._named(start, name)
        self.at = start
        found = self._keyword(start) or self.literal(wanted)
        if found is None:
            found = self.wrong_choice(start, wanted)
        if found is not None:
            return found
        raise self.no_value(start, wanted)

    def _quoted_or_bracketed(self, start: int, wanted: Wanted) -> Value | Condition | None:
        if self.quotes_here(start):
            return self.literal(wanted)
        if self.text[start] != "(" or self.name_end(start) > start:
            return None
        self.mark("(")
        self.deeper(start)
        found = self.either(wanted)
        if not self.mark(")"):
            raise self.not_closed(start)
        self.depth -= 1
        if isinstance(found, Twin):
            return found
        return evolve(found, span=self.span(start))

    def _named(self, start: int, end: int) -> Value | Condition:
        field = self.field_here(start)
        if field is not None and field.end == end:
            found = self.fact(field, start)
            self.take("of this event")
            return found
        event = self.event_here(start)
        if event is not None and event.end == end:
            return self.event_or_told(event, start)
        phrase = self.phrase_here(start)
        return self.phrased(phrase, start)

    def phrased(self, match: Match[tuple[Field, bool]] | None, start: int) -> Value | Condition:
        """What a yes/no field's own words say."""
        raise NotImplementedError

    def _keyword(self, start: int) -> Value | None:
        key = self.take("now", *PARTS_OF_NOW, *(() if self.chinese else ("age", *PARTS)))
        if key == "now":
            return Now(span=self.span(start))
        if key in PARTS_OF_NOW:
            return Part(key.removeprefix("now "), Now(span=self.span(start)), span=self.span(start))
        if key:
            inner = self.settled(self.only_value(self.atom(Wanted()), start))
            return self._part_or_age(key, inner, start)
        if self.chinese and self.take("this event"):
            match = self.past_here(self.skipped(), None)
            if match is None:
                at = self.skipped()
                end = self.unknown_end(at)
                self.note_unknown_field(at, end)
                self.at = end
                return Now()
            field = match.meanings[0]
            self.at = match.end
            return Fact(field.name, field.type, span=self.span(start))
        return None

    def _followed(self, value: Value, start: int) -> Value:
        """`的 小时`, `距今` behind a value in Chinese."""
        if not self.chinese:
            return value
        while True:
            before = self.at
            if type_of(value).kind is Kind.LIST and self.take("count"):
                value = self.size(value, start)
                continue
            key = "age" if self.take("ago before") else ""
            if not key and self.take("of"):
                key = self.take(*PARTS)
            if not key:
                self.at = before
                return value
            value = self._part_or_age(key, self.settled(value), start)

    def size(self, value: Value, start: int) -> Size:
        """How many items the list has that has been read."""
        self.count()
        return Size(value, span=self.span(start))

    def _part_or_age(self, key: str, value: Value, start: int) -> Value:
        type = type_of(value)
        if type.kind not in _DAYS:
            day = Words("a date or a moment", "日期或时点")
            text = value.span.text if value.span else ""
            raise self.stuck(
                say.EXPECTED_TYPE, start, kind=kind_words(type), expected=day, text=text, way_out=Words("")
            )
        self.count()
        if key == "age":
            return Age(value, span=self.span(start))
        return Part(key.removeprefix("part "), value, span=self.span(start))


def _factor(value: Value) -> Value:
    """A bare number before `*` is a number, also where an amount of money is called for: `2 * average bill`."""
    if isinstance(value, Literal) and value.type.kind is Kind.MONEY and value.span:
        bare = to_number(value.span.text.replace(",", ""))
        return evolve(value, type=Type(Kind.NUMBER)) if bare is not None else value
    return value
