"""Customers for what the box algebra cannot solve: each known amount beneath a calculation, raised step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Final

from attrs import evolve

from engage.facts.vocabulary import Kind
from engage.language.beneath import nodes_beneath
from engage.language.tree import Condition, Fact, Literal
from engage.ruleset.model import Example, Model
from engage.ruleset.value_model import derived_facts

__all__ = ["laddered"]

#: 0.01 to 5,000,000 in steps of 1, 2, 5, and nothing: a tier or a limit seldom lies between two of them
_STEPS: Final[tuple[Decimal, ...]] = (
    Decimal(0),
    *(Decimal(digit).scaleb(power) for power in range(-2, 7) for digit in (1, 2, 5)),
)
_AMOUNTS: Final = 4


def laddered(bare: Iterable[Example], conditions: Iterable[Condition], model: Model) -> Iterator[Example]:
    """The examples again, with amounts that the conditions' calculations rest on at each step in turn."""
    amounts = [*islice(_amounts(tuple(conditions), model), _AMOUNTS)]
    for example in bare:
        for fact in amounts:
            for step in _STEPS:
                value = Literal(int(step) if step == step.to_integral_value() else step, fact.type)
                if fact.name.startswith("event."):
                    yield evolve(example, data={**example.data, fact.name.removeprefix("event."): value})
                else:
                    yield evolve(example, given={**example.given, fact.name: value})


def _amounts(conditions: tuple[Condition, ...], model: Model) -> Iterator[Fact]:
    """The stated numbers and amounts of money beneath the derived facts that the conditions name."""
    derived = {f"customer.{each.id}": each.value for each in derived_facts(model)}
    seen: set[str] = set()
    waiting = [node for node in nodes_beneath(conditions) if isinstance(node, Fact)]
    while waiting:
        fact = waiting.pop(0)
        if fact.name in seen:
            continue
        seen.add(fact.name)
        if fact.name in derived:
            waiting += [node for node in nodes_beneath(derived[fact.name]) if isinstance(node, Fact)]
        elif fact.type.kind in (Kind.NUMBER, Kind.MONEY) and fact.name in model.vocabulary.field_by_name:
            yield fact
