"""Where conditions cut the values of each slot, gathered while they are written: for explanations, never for deciding.

A fact that is another name for a value (`fact average bill = average bill amount …`) passes its cuts on to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from attrs import define, field, frozen

from engage.facts.vocabulary import Kind, Type
from engage.language.beneath import nodes_beneath
from engage.language.tree import (
    Age,
    And,
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
    TextTest,
    Value,
    Within,
)
from engage.language.types import type_of
from engage.program.from_model_balances import Ground
from engage.program.from_model_kinds import Family, family
from engage.program.from_model_slots import NowKey, Slots
from engage.program.from_model_values import constant_of
from engage.program.inputs import Balance, Compute, Cuts
from engage.ruleset.model import DerivedFact

__all__ = ["CutBook"]

#: types whose order no cut describes
_BY_SPELLING: Final = frozenset({Kind.TEXT, Kind.PERIOD})


@frozen
class _Cut:
    """What is known of one slot so far, in the order in which it was found."""

    values: dict[object, None] = field(factory=dict)
    slots: dict[int, None] = field(factory=dict)
    ages: dict[int, None] = field(factory=dict)
    balances: list[Balance] = field(factory=list)


@define
class CutBook:
    """The cuts of a program's slots. Grows only while compiling. `compiled` makes a value's function."""

    slots: Slots
    compiled: Callable[[Value], Compute]
    _found: dict[int, _Cut] = field(factory=dict)
    _opaque: set[int] = field(factory=set)

    def line(self, condition: Condition, reads: Iterable[int]) -> None:
        """Note how a condition tells values apart. `reads` are the slots that its code looks at."""
        keys = dict(self.slots.keys)
        moments = [slot for slot in reads if isinstance(keys.get(slot), NowKey)]
        for leaf in _leaves(condition):
            self._leaf(leaf, moments)

    def opaque(self, reads: Iterable[int]) -> None:
        """Something looks at these slots, and so at what lies beneath them, in a way that no cut describes."""
        keys = dict(self.slots.keys)
        for slot in reads:
            self._opaque.add(slot)
            key = keys.get(slot)
            if isinstance(key, DerivedFact):
                self._opaque.update(Ground(self.slots).beneath(key.value))

    def constants(self, slots: Iterable[int], values: Iterable[object]) -> None:
        """The slots are compared with constants."""
        known = tuple(values)
        for slot in slots:
            self._cut(slot).values.update(dict.fromkeys(known))

    def place(self, value: Value, behind: frozenset[str] = frozenset()) -> int | None:
        """The slot of which a value is but another name; None for what is computed.

        `behind` are the facts that led here: those that lead back to themselves are refused later, with their places.
        """
        if isinstance(value, OrElse) and isinstance(value.default, Literal):
            return self.place(value.value, behind)
        if isinstance(value, Fact):
            derived = None if value.name in behind else self.slots.derived.get(value.name)
            within = None if derived is None else self.place(derived.value, behind | {value.name})
            return self.slots.fact(value.name, value.type) if within is None else within
        return self.slots.question(value.term, value.type) if isinstance(value, Measure) else None

    def finished(self) -> dict[int, Cuts]:
        """The cuts of every slot but those that are other names for another one."""
        empty = _Cut()
        aliases = {
            slot for slot, key in self.slots.keys if isinstance(key, DerivedFact) and self.place(key.value) is not None
        }
        return {
            slot: Cuts(tuple(cut.values), tuple(cut.slots), tuple(cut.ages), slot in self._opaque, tuple(cut.balances))
            for slot in range(self.slots.count)
            if slot not in aliases
            for cut in (self._found.get(slot, empty),)
        }

    # ------------------------------------------------------------------------------------------- leaves

    def _leaf(self, leaf: Condition, moments: list[int]) -> None:
        match leaf:
            case Compare(op=op, left=left, right=right):
                if op not in ("=", "!=") and {type_of(left).kind, type_of(right).kind} & _BY_SPELLING:
                    self._blur((left, right))
                self._compared(left, right, moments)
            case OneOf(value=value, options=options):
                for option in options:
                    self._compared(value, option, moments)
            case Between(value=value, low=low, high=high):
                if type_of(value).kind in _BY_SPELLING:
                    self._blur(value)
                self._compared(value, low, moments)
                self._compared(value, high, moments)
            case Within(value=value):
                self._against_now(value, moments)
            case IsUnknown(value=value) | Holds(value=value):
                if self.place(value) is None and not isinstance(value, Now | Part):
                    self._blur(value)
                self._through(value)
            case TextTest(value=value, text=text):
                self._blur(value)
                if (slot := self.place(value)) is not None:
                    self._cut(slot).values[text] = None  # one text among those that pass, but for patterns
            case Contains(value=value):
                self._blur(value)
            case EventIs() | InARow() | Pattern() | HeldFor():
                pass  # known from the event, or a question of its own with the answers yes and no
            case _:
                self._blur(leaf)

    def _compared(self, left: Value, right: Value, moments: list[int]) -> None:
        if isinstance(left, Literal) and not isinstance(right, Literal):
            left, right = right, left
        if isinstance(right, Literal):
            self._with_constant(left, right, moments)
        elif _of_now(right):
            self._against_now(left, moments)
        elif _of_now(left):
            self._against_now(right, moments)
        else:
            self._weighed(left, right)

    def _with_constant(self, value: Value, literal: Literal, moments: list[int]) -> None:
        constant = constant_of(literal)
        if isinstance(value, Age):
            slot = self.place(value.value)
            self._through(value.value)
            if slot is None:
                self._blur(value)
            elif isinstance(constant, int):
                self._cut(slot).ages[constant] = None
            else:
                self._against_now(value.value, moments)
            return
        slot = self.place(value)
        if slot is not None and constant is not None and _alike(type_of(value), literal.type):
            self._cut(slot).values[constant] = None
            if self._worked_out(value):
                self._weighed(value, literal, named=True)
        elif not _of_now(value):
            self._weighed(value, literal)

    def _weighed(self, left: Value, right: Value, named: bool = False) -> None:
        """Where two sides are as much is worked out in each decision, for every question in which both are straight.

        `named`: the left side is a derived fact whose own cut is known.
        """
        ground = Ground(self.slots)
        over = tuple(sorted({*ground.beneath(left), *ground.beneath(right)}))
        amounts = family(type_of(left)) is family(type_of(right)) is Family.AMOUNT
        smooth = amounts and not ground.scored(left) and not ground.scored(right)
        straight = [slot for slot in over if smooth and ground.straight(slot, left, right)]
        if straight:
            balance = Balance(self.compiled(left), self.compiled(right), over)
            for slot in straight:
                self._cut(slot).balances.append(balance)
        self._opaque.update(set(over) - set(straight))
        for each in () if named else (*nodes_beneath(left), *nodes_beneath(right)):
            if self._worked_out(each) and isinstance(each, Fact):
                self._opaque.add(self.slots.fact(each.name, each.type))

    def _worked_out(self, value: object) -> bool:
        """Is it a derived fact, and more than another name?"""
        if isinstance(value, OrElse):
            return self._worked_out(value.value)
        derived = self.slots.derived.get(value.name) if isinstance(value, Fact) else None
        return derived is not None and self.place(derived.value) is None

    def _through(self, value: Value) -> None:
        """A derived fact is looked at otherwise than by its amount: what lies beneath it is, too."""
        if self._worked_out(value):
            self._opaque.update(Ground(self.slots).beneath(value))

    def _against_now(self, value: Value, moments: list[int]) -> None:
        slot = self.place(value)
        self._through(value)
        if slot is None:
            self._blur(value)
            return
        self._cut(slot).slots.update(dict.fromkeys(moments))

    def _blur(self, part: object) -> None:
        """Every slot beneath a part is looked at in a way of its own."""
        for each in nodes_beneath(part):
            slot = self.place(each) if isinstance(each, Fact | Measure) else None
            if slot is not None:
                self.opaque((slot,))

    def _cut(self, slot: int) -> _Cut:
        return self._found.setdefault(slot, _Cut())


def _leaves(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, And | Or):
        for part in condition.parts:
            yield from _leaves(part)
    elif isinstance(condition, Not):
        yield from _leaves(condition.part)
    else:
        yield condition


def _of_now(value: Value) -> bool:
    return isinstance(value, Now) or (isinstance(value, Part) and isinstance(value.value, Now))


def _alike(left: Type, right: Type) -> bool:
    """Can the constant be found among the values of the slot? A date among moments cannot."""
    if Kind.LIST in (left.kind, right.kind):
        return False
    amounts = family(left) is family(right) is Family.AMOUNT
    return amounts or left.kind is right.kind
