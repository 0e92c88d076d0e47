"""What value models give, worked out month by month: the reference for them. No code is shared with the compiler."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation, Overflow

from engage.facts.vocabulary import Kind
from engage.ground.numbers import CONTEXT, Number, add, subtract
from engage.language.tree import Value
from engage.ruleset.value_model import Terms, ValueModel

__all__ = ["names_of", "worth_of"]

Read = Callable[[Value], object]


def names_of(model: ValueModel) -> tuple[str, ...]:
    """The fields that a value model gives."""
    bounds = ("low", "high") if model.least != Terms() or model.most != Terms() else ()
    tier = ("tier",) if model.tiers else ()
    return tuple(f"customer.{model.id}_{part}" for part in ("current", "potential", "total", *bounds, *tier))


def worth_of(model: ValueModel, name: str, read: Read) -> object:
    """The value of one of its fields; None when it is unknown."""
    part = name.removeprefix(f"customer.{model.id}_")
    now = _worth(model, Terms(), read)
    if part == "current":
        return now
    if part in ("low", "high"):
        ends = [now, _worth(model, model.least, read), _worth(model, model.most, read)]
        if None in ends:
            return None
        ordered = sorted(end for end in ends if end is not None)
        return ordered[0] if part == "low" else ordered[-1]
    gain: Number | None = 0
    if model.scenario:
        then = _worth(model, model.then, read)
        gain = None if then is None or now is None else subtract(then, now)
        if gain is not None and gain < 0 and not model.may_lose:
            gain = 0
    if part == "potential":
        return gain
    total = None if now is None or gain is None else add(now, gain)
    if part == "total":
        return total
    for tier in model.tiers:
        above = tier.low is None or (total is not None and not total < tier.low)
        below = tier.high is None or (total is not None and total < tier.high)
        if total is not None and above and below:
            return tier.id
    return None


def _worth(model: ValueModel, terms: Terms, read: Read) -> Decimal | None:
    known: list[Decimal] = []
    cost, contract = terms.cost or model.cost, model.contract
    rates = (terms.profit or model.profit, terms.retention or model.retention, model.discount)
    for value in (*rates, *(each for each in (cost, contract) if each is not None)):
        found = read(value)
        if not isinstance(found, int | Decimal) or isinstance(found, bool):
            return None
        known.append(Decimal(found))
    profit, retention, discount = known[:3]
    served = known[3] if cost is not None else Decimal(0)
    bound = known[-1] if contract is not None else Decimal(0)
    whole = bound == bound.to_integral_value() and bound >= 0
    if retention < 0 or retention > 1 or discount < 0 or served < 0 or not whole:
        return None
    try:
        return _summed(CONTEXT.subtract(profit, served), retention, CONTEXT.add(Decimal(1), discount), bound, model)
    except (InvalidOperation, Overflow):
        return None


def _summed(margin: Decimal, retention: Decimal, growth: Decimal, bound: Decimal, model: ValueModel) -> Decimal | None:
    total: Number | None = Decimal(0)
    stays, grown = Decimal(1), Decimal(1)
    for month in range(1, model.months + 1):
        grown = CONTEXT.multiply(grown, growth)
        stays = stays if month <= bound else CONTEXT.multiply(stays, retention)
        if total is not None:
            total = add(total, CONTEXT.divide(CONTEXT.multiply(margin, stays), grown))
    if total is None or model.type.kind is not Kind.MONEY:
        return None if total is None else Decimal(total)
    return CONTEXT.quantize(Decimal(total), Decimal("0.01"))
