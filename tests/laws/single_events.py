"""Random conditions that a single event tells: no history, no calculation, and bounds that values often stand on."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from engage.facts.vocabulary import Kind, Type
from engage.language.tree import (
    And,
    Between,
    Compare,
    Condition,
    EventIs,
    Fact,
    Holds,
    IsUnknown,
    Not,
    Now,
    OneOf,
    Or,
    OrElse,
    Part,
    TextTest,
    Value,
)
from engage.ruleset.model import Catalogue, File, Header, Model, Rule
from engage.testing.dice import Dice
from engage.testing.trees_at_random import (
    DATE,
    GRADE,
    LENGTH,
    MOMENT,
    MONEY,
    NUMBER,
    REGION,
    TEXT,
    TIER,
    TIME,
    VOCABULARY,
    YES_NO,
    Trees,
)

__all__ = ["one_rule", "single_event_rules"]

_TYPES: Final = (TIER, TIER, GRADE, REGION, NUMBER, NUMBER, MONEY, MONEY, TEXT, YES_NO, DATE, TIME, MOMENT, LENGTH)
_ORDERED: Final = (Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.TIME, Kind.MOMENT, Kind.DURATION)
_OPS: Final = ("=", "!=", "<", "<=", ">", ">=")
_PATTERNS: Final = ("vip-[0-9]", "[a-c]+", "(张|李)?三", r"ab{1,3}c?", r"\d+(-\d+)?", "")
_PARTS: Final = ("hour", "weekday", "day", "month", "year")


@frozen
class _Grower:
    dice: Dice
    trees: Trees
    deep: int

    def condition(self) -> Condition:
        dice = self.dice
        if self.deep and dice.chance(2):
            less = _Grower(dice, self.trees, self.deep - 1)
            shape = dice.number(5)
            if shape == 4:
                return Not(less.condition())
            parts = tuple(less.condition() for _ in range(2 + dice.number(2)))
            return And(parts) if shape < 2 else Or(parts)
        return self._test(dice.one(_TYPES))

    def _test(self, type: Type) -> Condition:
        dice, value = self.dice, self._value(type)
        shape = dice.number(9)
        if shape == 0:
            return IsUnknown(self._fact(type))
        if shape == 1:
            return EventIs(dice.some(("call", "complaint", "bill"), 2))
        if shape == 2:
            return OneOf(value, tuple(self.trees.literal(type) for _ in range(1 + dice.number(3))))
        if type is YES_NO:
            return Holds(value)
        if shape == 3 and type.kind in _ORDERED:
            return Between(value, self.trees.literal(type), self.trees.literal(type), below=dice.chance(2))
        if shape < 6 and type is TEXT:
            test = dice.one(("starts with", "ends with", "matches"))
            text = dice.one(_PATTERNS) if test == "matches" else dice.one(("a", "bc", "", "张", "vip-"))
            return TextTest(test, self._fact(TEXT), text)
        ordered = type.kind in _ORDERED or type.ordered
        other: Value = self.trees.literal(type)
        if dice.chance(8):
            value, other = self._fact(type), self._fact(type)
            ordered = type.kind in _ORDERED
        op = dice.one(_OPS if ordered else _OPS[:2])
        return Compare(op, other, value) if dice.chance(5) else Compare(op, value, other)

    def _fact(self, type: Type) -> Fact:
        return Fact(self.dice.one([field.name for field in VOCABULARY.fields if field.type == type]), type)

    def _value(self, type: Type) -> Value:
        dice = self.dice
        if dice.chance(5):
            if type is NUMBER:
                return Part(dice.one(_PARTS), Now())
            if type is TIME:
                return Part("time", Now())
            if type is MOMENT:
                return Now()
        fact = self._fact(type) if _has(type) else None
        if fact is None:
            return self.trees.literal(type)
        return OrElse(fact, self.trees.literal(type)) if dice.chance(6) else fact


def _has(type: Type) -> bool:
    return any(field.type == type for field in VOCABULARY.fields)


def single_event_rules(dice: Dice, rules: int, zone: str = "Asia/Shanghai") -> Model:
    """A ruleset of so many rules without actions, each of one to three lines."""
    grower = _Grower(dice, Trees(dice), 3)
    made = tuple(
        Rule(
            id=f"rule {number}",
            events=("call", "complaint", "bill")[: 1 + dice.number(3)],
            lines=tuple(grower.condition() for _ in range(1 + dice.number(3))),
        )
        for number in range(rules)
    )
    return Model(Header("single events", zone=zone), VOCABULARY, Catalogue(), (File("all.rules", "rules", "en", made),))


def one_rule(condition: Condition) -> Model:
    """A ruleset of one rule of one line, asked at complaints."""
    rule = Rule(id="rule", events=("complaint",), lines=(condition,))
    return Model(Header("one rule"), VOCABULARY, Catalogue(), (File("all.rules", "rules", "en", (rule,)),))
