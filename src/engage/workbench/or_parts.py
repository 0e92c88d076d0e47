"""The parts of every `or` in a condition, each with the condition as it would be without it.

A part *decides* where the condition certainly holds and would not without it. `not (a and b)` is `not a or not b`;
`tier is gold or platinum` has a part for each value. Conditions inside a history term or a streak are questions about
past events and are not taken apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from engage.language.tree import And, Compare, Condition, Contains, Literal, Not, OneOf, Or

__all__ = ["OrPart", "or_parts"]


@frozen
class OrPart:
    """One part of an `or`, what it says, and the whole condition without it."""

    part: Condition
    without: Condition


def or_parts(condition: Condition) -> Iterator[OrPart]:
    """Every part of every `or` in the condition, in written order."""
    yield from _parts(condition, True)


def _parts(condition: Condition, positive: bool) -> Iterator[OrPart]:
    if isinstance(condition, Not):
        for found in _parts(condition.part, not positive):
            yield evolve(found, without=evolve(condition, part=found.without))
    elif isinstance(condition, And | Or):
        alternatives = isinstance(condition, Or) is positive and len(condition.parts) > 1
        for place, part in enumerate(condition.parts):
            inner = list(_parts(part, positive))
            if alternatives and not _is_or(part, positive):
                yield OrPart(part if positive else _denied(part), _without(condition, place))
            for found in inner:
                yield OrPart(found.part, _replaced(condition, place, found.without))
    elif isinstance(condition, OneOf) and positive and len(condition.options) > 1:
        for option in condition.options:
            rest = tuple(other for other in condition.options if other is not option)
            yield OrPart(Compare("=", condition.value, option, span=option.span), _one_of(condition, rest))
    elif isinstance(condition, Contains) and condition.every is not positive and len(condition.options) > 1:
        for option in condition.options:
            rest = tuple(other for other in condition.options if other is not option)
            part = Contains(condition.value, (option,), span=option.span)
            without = evolve(condition, options=rest, every=condition.every and len(rest) > 1)
            yield OrPart(part if positive else Not(part), without)


def _denied(part: Condition) -> Condition:
    if isinstance(part, Not):
        return part.part
    return evolve(part, op="!=") if isinstance(part, Compare) and part.op == "=" else Not(part)


def _is_or(condition: Condition, positive: bool) -> bool:
    """An `or` right inside another one: its parts are parts of the whole."""
    if isinstance(condition, Not):
        return _is_or(condition.part, not positive)
    if isinstance(condition, Contains):
        return condition.every is not positive and len(condition.options) > 1
    if isinstance(condition, OneOf):
        return positive and len(condition.options) > 1
    return isinstance(condition, Or if positive else And) and len(condition.parts) > 1


def _one_of(condition: OneOf, options: tuple[Literal, ...]) -> Condition:
    return evolve(condition, options=options) if len(options) > 1 else Compare("=", condition.value, options[0])


def _without(condition: And | Or, place: int) -> Condition:
    rest = condition.parts[:place] + condition.parts[place + 1 :]
    return rest[0] if len(rest) == 1 else evolve(condition, parts=rest)


def _replaced(condition: And | Or, place: int, part: Condition) -> Condition:
    return evolve(condition, parts=(*condition.parts[:place], part, *condition.parts[place + 1 :]))
