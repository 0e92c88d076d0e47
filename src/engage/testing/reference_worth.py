"""What value models give, worked out month by month: the reference for them. No code is shared with the compiler."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation, Overflow

from engage.facts.vocabulary import Kind
from engage.ground.numbers import CONTEXT, Number, add, subtract
from engage.language.tree import Extreme, Graded, Value, Worth
from engage.ruleset.value_model import Terms, ValueModel

__all__ = ["names_of", "value_of_model", "worth_of"]

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
    return _grade(total, ((tier.id, tier.low, tier.high) for tier in model.tiers))


def value_of_model(value: Worth | Extreme | Graded, read: Read) -> object:
    """A value that stands behind a field of a value model, by itself; None when it is unknown."""
    if isinstance(value, Worth):
        return _amount(value, read)
    if isinstance(value, Graded):
        total = read(value.value)
        assert total is None or isinstance(total, int | Decimal)
        return _grade(total, value.grades)
    found = sorted(each for each in map(read, value.values) if isinstance(each, int | Decimal))
    if len(found) < len(value.values):
        return None
    return found[0] if value.op == "smallest" else found[-1]


def _grade(total: Number | None, grades: Iterable[tuple[str, Number | None, Number | None]]) -> str | None:
    for id, low, high in grades:
        if total is not None and (low is None or not total < low) and (high is None or total < high):
            return id
    return None


def _worth(model: ValueModel, terms: Terms, read: Read) -> Decimal | None:
    profit, retention = terms.profit or model.profit, terms.retention or model.retention
    cost = terms.cost or model.cost
    return _amount(Worth(profit, retention, model.discount, model.months, model.type, cost, model.contract), read)


def _amount(worth: Worth, read: Read) -> Decimal | None:
    known: list[Decimal] = []
    extra = (each for each in (worth.cost, worth.contract) if each is not None)
    for value in (worth.profit, worth.retention, worth.discount, *extra):
        found = read(value)
        if not isinstance(found, int | Decimal) or isinstance(found, bool):
            return None
        known.append(Decimal(found))
    profit, retention, discount = known[:3]
    served = known[3] if worth.cost is not None else Decimal(0)
    bound = known[-1] if worth.contract is not None else Decimal(0)
    whole = bound == bound.to_integral_value() and bound >= 0
    if retention < 0 or retention > 1 or discount < 0 or served < 0 or not whole:
        return None
    try:
        return _summed(CONTEXT.subtract(profit, served), retention, CONTEXT.add(Decimal(1), discount), bound, worth)
    except (InvalidOperation, Overflow):
        return None


def _summed(margin: Decimal, retention: Decimal, growth: Decimal, bound: Decimal, worth: Worth) -> Decimal | None:
    total: Number | None = Decimal(0)
    stays, grown = Decimal(1), Decimal(1)
    for month in range(1, worth.months + 1):
        grown = CONTEXT.multiply(grown, growth)
        stays = stays if month <= bound else CONTEXT.multiply(stays, retention)
        if total is not None:
            total = add(total, CONTEXT.divide(CONTEXT.multiply(margin, stays), grown))
    if total is None or worth.type.kind is not Kind.MONEY:
        return None if total is None else Decimal(total)
    return CONTEXT.quantize(Decimal(total), Decimal("0.01"))
