"""A stream of envelopes at random over the vocabulary of random rulesets: few people, late events, repetitions."""

from __future__ import annotations

from engage.facts.vocabulary import Field, Kind
from engage.gate.values import moment_text, to_json
from engage.ground.canonical import canonical_json
from engage.testing.dice import Dice
from engage.testing.trees_at_random import DAY, FIELDS, NOON, POOLS, VOCABULARY

__all__ = ["envelopes"]


def envelopes(dice: Dice, count: int) -> list[str]:
    """So many envelopes of JSON; some come late, some twice, some again with other content."""
    at, made = NOON - 40 * DAY, []
    for number in range(count):
        at += dice.one((0, 1, DAY // 24, DAY // 2, DAY, 3 * DAY, 30 * DAY))
        late = dice.one((0, 0, 0, 0, 0, 1, 2 * DAY, 35 * DAY))
        made.append(canonical_json(_envelope(dice, number, at - late)))
        if dice.chance(12):
            made.append(dice.one(made))
        if dice.chance(20):
            made.append(canonical_json(_envelope(dice, dice.number(number + 1), at)))
    return made


def _envelope(dice: Dice, number: int, at: int) -> dict[str, object]:
    kind = dice.one((*VOCABULARY.events, None, None))
    own = [field for field in FIELDS if field.root == "customer"]
    if kind is None:
        type, data = "customer.updated", {field.name: _value(dice, field) for field in dice.some(own, 5)}
    else:
        fields = [VOCABULARY.field_by_name[f"event.{name}"] for name in kind.fields]
        type, data = kind.type, {field.short: _value(dice, field) for field in fields if not dice.chance(5)}
    return {
        "id": f"e{number}",
        "source": "/random",
        "type": type,
        "time": moment_text(at),
        "data": data,
        **({} if dice.chance(5) else {"subject": dice.one(("ann", "bob", "cid"))}),
        **({} if dice.chance(2) else {"contact": dice.one(("x", "y"))}),
        **({"account": dice.one(("home", "work"))} if dice.chance(3) else {}),
        **({} if dice.chance(2) else {"case": dice.one(("k", "l"))}),
    }


def _value(dice: Dice, field: Field) -> object:
    if dice.chance(20):
        return {"of": "no type"}
    if field.type.kind is Kind.CHOICE:
        return dice.one([term.id for term in field.type.choices])
    return to_json(dice.one(POOLS[field.type.kind]), field.type)
