"""Value models: what a customer is worth by declared rates, as part of the resolved ruleset.

    value contract value (over 12 months)
      profit average bill - 8 yuan
      retention 0.97
      discount 0.01
      scenario loyalty programme
      profit in scenario 28 yuan
      tiers basic (below 100), silver (100 to below 300), gold (300 or more)

It gives `customer.contract_value_current`, `_potential`, `_total`, with bounds `_low` and `_high`, with tiers the
ordered choice `_tier`: derived facts like those that a `fact` declares, so whatever knows facts knows these.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from engage.facts.vocabulary import Kind, Term, Type
from engage.language.tree import Arithmetic, Extreme, Fact, Graded, Literal, Value, Worth
from engage.language.types import type_of
from engage.ruleset.commitments import promised_facts
from engage.ruleset.model import Band, Construct, DerivedFact, Model

__all__ = ["CURRENT", "HIGH", "LOW", "POTENTIAL", "TIER", "TOTAL", "Terms", "ValueModel", "derived_facts", "given_by"]

CURRENT: Final = "_current"
POTENTIAL: Final = "_potential"
TOTAL: Final = "_total"
LOW: Final = "_low"
HIGH: Final = "_high"
TIER: Final = "_tier"


@frozen
class Terms:
    """What is otherwise than in the model itself: under the scenario, or at a bound. None: as in the model."""

    profit: Value | None = None
    cost: Value | None = None
    retention: Value | None = None


@frozen(kw_only=True)
class ValueModel(Construct):
    """Expected profit over `months`, in today's money, and what a named scenario would add to it.

    `profit` and `cost` are a month, `retention` and `discount` shares a month; for `contract` months retention is 1.
    `may_lose`: the potential may be negative. `tiers` are of the total, in the order of their amounts.
    """

    months: int
    profit: Value
    retention: Value
    discount: Value
    cost: Value | None = None
    contract: Value | None = None
    scenario: str = ""
    then: Terms = Terms()
    least: Terms = Terms()
    most: Terms = Terms()
    may_lose: bool = False
    tiers: tuple[Band, ...] = ()

    @property
    def type(self) -> Type:
        """The type of its amounts: that of the profit."""
        return type_of(self.profit)

    @property
    def bounded(self) -> bool:
        """True where a lower or an upper rate is declared."""
        return (self.least, self.most) != (Terms(), Terms())

    def worth(self, terms: Terms = Terms()) -> Worth:
        """The value by the model's rates, with some of them otherwise."""
        return Worth(
            terms.profit or self.profit,
            terms.retention or self.retention,
            self.discount,
            self.months,
            self.type,
            terms.cost or self.cost,
            self.contract,
        )


def derived_facts(model: Model) -> tuple[DerivedFact, ...]:
    """Every derived fact of a ruleset: those that facts declare, and those that value models and commitments give."""
    modelled = (fact for each in model.every(ValueModel) for fact in given_by(each))
    return (*model.every(DerivedFact), *modelled, *promised_facts(model.vocabulary))


def given_by(model: ValueModel) -> tuple[DerivedFact, ...]:
    """The facts that a value model gives, each built on those before it."""
    return tuple(DerivedFact(id=id, value=value, type=type_of(value), span=model.span) for id, value in _given(model))


def _given(model: ValueModel) -> Iterator[tuple[str, Value]]:
    name = f"customer.{model.id}"
    current, potential = (Fact(name + part, model.type) for part in (CURRENT, POTENTIAL))
    total: Value = current
    gained: Value = Literal(0, model.type)
    if model.scenario:
        gained = Arithmetic("-", model.worth(model.then), current, model.type)
        if not model.may_lose:
            gained = Extreme("largest", (gained, Literal(0, model.type)), model.type)
        total = Arithmetic("+", current, potential, model.type)
    yield model.id + CURRENT, model.worth()
    yield model.id + POTENTIAL, gained
    yield model.id + TOTAL, total
    if model.bounded:
        ends = (current, model.worth(model.least), model.worth(model.most))
        yield model.id + LOW, Extreme("smallest", ends, model.type)
        yield model.id + HIGH, Extreme("largest", ends, model.type)
    if model.tiers:
        grades = tuple((tier.id, tier.low, tier.high) for tier in model.tiers)
        choices = tuple(Term(tier.id) for tier in model.tiers)
        yield (
            model.id + TIER,
            Graded(Fact(name + TOTAL, model.type), grades, Type(Kind.CHOICE, choices, ordered=True)),
        )
