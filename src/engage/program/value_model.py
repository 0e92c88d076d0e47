"""What a program knows of its value models besides how they are worked out: for explanations, never for deciding."""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from engage.facts.vocabulary import Labels

__all__ = ["ModelledValue"]


@frozen
class ModelledValue:
    """A value model: the name that its fields begin with, its scenario, its tiers from the lowest up with their bounds.

    `customer.contract_value` gives the fields `customer.contract_value_current`, `_potential`, `_total` and so on.
    """

    name: str
    months: int
    scenario: Labels = field(factory=Labels)
    tiers: tuple[tuple[str, int | Decimal | None, int | Decimal | None], ...] = ()
