"""Conditions as claims that another engine can be asked: what a single event tells, and nothing worked out.

A claim says when a condition *certainly* holds; every `not` is pushed inwards on the way, `is one of` becomes *some*,
an order among choices the choices that lie on its side. What a single event does not tell is refused with the reason.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from attrs import frozen

from engage.facts.units import Duration, microseconds
from engage.facts.vocabulary import Kind, Type
from engage.language.tree import (
    Age,
    And,
    Arithmetic,
    Between,
    Compare,
    Condition,
    Contains,
    EventIs,
    Fact,
    HeldFor,
    Holds,
    InARow,
    IsUnknown,
    Literal,
    Measure,
    Not,
    Now,
    OneOf,
    Or,
    OrElse,
    Part,
    Pattern,
    Size,
    TextTest,
    Value,
    Within,
)
from engage.language.types import type_of
from engage.sockets.second_opinion import Against, Alike, Constant, Every, Known, Says, Some, Spelled
from engage.workbench import claim_words as words

__all__ = ["NOW_KIND", "Unclaimed", "claimed"]

#: the fact that holds the kind of the event
NOW_KIND: Final = "now.kind"
_OPPOSITE: Final = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_MIRRORED: Final = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_RANKED: Final = ("<", "<=", ">", ">=")
_NEVER: Final = Some(())
_ALWAYS: Final = Every(())
#: what two facts of a kind hold, told to the other engine
_OF: Final = {
    Kind.YES_NO: "yes/no",
    Kind.NUMBER: "number",
    Kind.MONEY: "number",
    Kind.TEXT: "text",
    Kind.CHOICE: "text",
    Kind.PERIOD: "text",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.MOMENT: "number",
    Kind.DURATION: "number",
}


class Unclaimed(Exception):
    """The condition rests on more than a single event tells; `why` in words."""

    def __init__(self, why: words.Words) -> None:
        super().__init__(why.en)
        self.why = why


def claimed(condition: Condition, worked_out: frozenset[str] = frozenset(), holds: bool = True) -> Says:
    """When the condition certainly holds (or, with `holds` false, certainly fails). Raises Unclaimed.

    `worked_out` are the names of facts that the ruleset derives itself.
    """
    return _Speaker(worked_out).says(condition, holds)


@frozen
class _Subject:
    """A fact, and what it counts as where it is not known (None: nothing)."""

    fact: str
    type: Type
    default: Constant | None = None


@frozen
class _Speaker:
    worked_out: frozenset[str]

    def says(self, condition: Condition, holds: bool) -> Says:
        match condition:
            case And(parts=parts) | Or(parts=parts):
                found = tuple(self.says(part, holds) for part in parts)
                return Every(found) if isinstance(condition, And) is holds else Some(found)
            case Not(part=part):
                return self.says(part, not holds)
            case Compare(op=op, left=left, right=right):
                return self._compared(op if holds else _OPPOSITE[op], left, right)
            case OneOf(value=value, options=options):
                each = tuple(self._compared("=" if holds else "!=", value, option) for option in options)
                return Some(each) if holds else Every(each)
            case Between():
                return self._between(condition, holds)
            case Holds(value=value):
                return self._compared("=", value, Literal(holds, Type(Kind.YES_NO)))
            case IsUnknown(value=value):
                return self._unknown(value, holds)
            case EventIs(kinds=kinds):
                tests = tuple(Against(NOW_KIND, "=" if holds else "!=", kind) for kind in kinds)
                return Some(tests) if holds else Every(tests)
            case TextTest(test=test, value=value, text=text):
                return self._spelled(test, value, text, holds)
            case Contains():
                raise Unclaimed(words.LIST)
            case Within():
                raise Unclaimed(words.AHEAD)
            case HeldFor():
                raise Unclaimed(words.HELD)
            case InARow() | Pattern():
                raise Unclaimed(words.HISTORY)
            case _:
                raise Unclaimed(words.HISTORY)

    def _between(self, condition: Between, holds: bool) -> Says:
        upper = "<" if condition.below else "<="
        ends = ((">=", condition.low), (upper, condition.high))
        found = tuple(self._compared(op if holds else _OPPOSITE[op], condition.value, end) for op, end in ends)
        return Every(found) if holds else Some(found)

    def _unknown(self, value: Value, holds: bool) -> Says:
        subject = self._subject(value)
        if isinstance(value, Now | Part):
            return _NEVER if holds else _ALWAYS
        if subject.default is not None:
            raise Unclaimed(words.DEFAULT)
        return Known(subject.fact, not holds)

    def _spelled(self, test: str, value: Value, text: str, holds: bool) -> Says:
        subject = self._subject(value)
        if subject.type.kind is Kind.LIST:
            raise Unclaimed(words.LIST)
        if subject.default is not None:
            raise Unclaimed(words.DEFAULT)
        return Spelled(subject.fact, test, text, holds)

    # ------------------------------------------------------------------------------------ comparisons

    def _compared(self, op: str, left: Value, right: Value) -> Says:
        if isinstance(left, Literal):
            op, left, right = _MIRRORED[op], right, left
        subject = self._subject(left)
        other = subject.type if isinstance(right, Literal) else self._subject(right).type
        type = right.type if isinstance(right, Literal) else other
        if not _one_kind(subject.type, type):
            raise Unclaimed(words.TWO_KINDS)
        if subject.type.kind is Kind.LIST:
            raise Unclaimed(words.LIST)
        if not isinstance(right, Literal):
            return self._alike(subject, op, self._subject(right))
        if subject.type.kind is Kind.CHOICE and op in _RANKED:
            return _by_rank(subject, op, str(right.value))
        if op in _RANKED and subject.type.kind in (Kind.YES_NO, Kind.TEXT, Kind.PERIOD):
            raise Unclaimed(words.ORDER)
        return _tested(subject, op, _constant(right))

    def _alike(self, left: _Subject, op: str, right: _Subject) -> Says:
        if left.default is not None or right.default is not None:
            raise Unclaimed(words.DEFAULT)
        if op in _RANKED and left.type.kind in (Kind.CHOICE, Kind.YES_NO, Kind.TEXT, Kind.PERIOD):
            raise Unclaimed(words.ORDER)
        return Alike(left.fact, op, right.fact, _OF[left.type.kind])

    # ---------------------------------------------------------------------------------------- subjects

    def _subject(self, value: Value) -> _Subject:
        match value:
            case Fact(name=name, type=type):
                if name in self.worked_out:
                    raise Unclaimed(words.WORKED_OUT)
                return _Subject(name, type)
            case Now():
                return _Subject("now.moment", type_of(value))
            case Part(part=part, value=Now()):
                return _Subject(f"now.{part}", type_of(value))
            case OrElse(value=Fact() as fact, default=Literal() as default):
                inner = self._subject(fact)
                if not _one_kind(inner.type, default.type):
                    raise Unclaimed(words.TWO_KINDS)
                return _Subject(inner.fact, inner.type, _constant(default))
            case OrElse():
                raise Unclaimed(words.DEFAULT)
            case Measure():
                raise Unclaimed(words.HISTORY)
            case Size():
                raise Unclaimed(words.LIST)
            case Age():
                raise Unclaimed(words.AGE)
            case Arithmetic():
                raise Unclaimed(words.ARITHMETIC)
            case Part():
                raise Unclaimed(words.PART)
            case Literal():
                raise Unclaimed(words.CONSTANTS)
            case _:
                raise Unclaimed(words.HISTORY)


def _one_kind(left: Type, right: Type) -> bool:
    if left.currency and right.currency and left.currency != right.currency:
        return False
    amounts = (Kind.NUMBER, Kind.MONEY)
    return left.kind is right.kind or (left.kind in amounts and right.kind in amounts)


def _constant(literal: Literal) -> Constant:
    value = literal.value
    if isinstance(value, Duration):
        exact = microseconds(value)
        if exact is None:
            raise Unclaimed(words.CALENDAR)
        return exact
    if isinstance(value, tuple):
        raise Unclaimed(words.LIST)
    return value


def _tested(subject: _Subject, op: str, constant: Constant) -> Says:
    test = Against(subject.fact, op, constant)
    if subject.default is not None and _so(op, subject.default, constant):
        return Some((test, Known(subject.fact, False)))
    return test


def _by_rank(subject: _Subject, op: str, choice: str) -> Says:
    """An order among choices: the fact is one of those on this side. Choices without an order never are."""
    type = subject.type
    rank = type.rank(choice) if type.ordered else None
    if rank is None:
        return _NEVER
    side = [term.id for place, term in enumerate(type.choices) if _ORDER[op](place, rank)]
    tests: list[Says] = [Against(subject.fact, "=", id) for id in side]
    if subject.default in side:
        tests.append(Known(subject.fact, False))
    return Some(tuple(tests))


_ORDER: Final[dict[str, Callable[[int, int], bool]]] = {
    "<": int.__lt__,
    "<=": int.__le__,
    ">": int.__gt__,
    ">=": int.__ge__,
}


def _so(op: str, left: Constant, right: Constant) -> bool:
    """Is a default on this side of a constant?"""
    if op in ("=", "!="):
        return (left == right) is (op == "=")
    return {"<": _less(left, right), "<=": not _less(right, left), ">": _less(right, left)}.get(
        op, not _less(left, right)
    )


def _less(left: Constant, right: Constant) -> bool:
    if isinstance(left, datetime.date) and isinstance(right, datetime.date):
        return left < right
    if isinstance(left, datetime.time) and isinstance(right, datetime.time):
        return left < right
    assert isinstance(left, int | Decimal)
    assert isinstance(right, int | Decimal)
    return left < right
