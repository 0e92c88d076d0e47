"""Conditions as text, and the tests of table cells, filters and any-of lines.

Every part that could run into its neighbours stands in brackets; a single comparison never does.
"""

from __future__ import annotations

from engage.facts.vocabulary import Kind
from engage.language.ages import up_to_ago
from engage.language.printer_beside import beside_text
from engage.language.printer_history import count_text, in_a_row_text, pattern_text
from engage.language.printer_names import Pen
from engage.language.printer_values import duration_text, literal_text, operand_text, quoted, value_text
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
    OneOf,
    Or,
    OrElse,
    Past,
    Pattern,
    SameAsNow,
    TextTest,
    Value,
    Within,
)

__all__ = [
    "condition_text",
    "end_text",
    "filter_text",
    "items_text",
    "operand_condition_text",
    "single_test_text",
    "subject_text",
]

_RANKED = ("<", "<=", ">", ">=")
_CLOCKS = (Kind.DATE, Kind.TIME, Kind.MOMENT)


def condition_text(condition: Condition, pen: Pen) -> str:
    """A condition standing by itself."""
    if isinstance(condition, And):
        return pen.join([operand_condition_text(part, pen) for part in condition.parts], "and")
    if isinstance(condition, Or):
        return pen.join([operand_condition_text(part, pen) for part in condition.parts], "or")
    if isinstance(condition, Not):
        return _not_text(condition.part, pen)
    if isinstance(condition, HeldFor):
        return _held_text(condition, pen)
    if isinstance(condition, InARow):
        return in_a_row_text(condition, pen)
    if isinstance(condition, Pattern):
        return pattern_text(condition, pen)
    if isinstance(condition, EventIs):
        kinds = [pen.event(kind) for kind in condition.kinds]
        return pen.say("event is", x=pen.join(kinds, "list more", "or"))
    if isinstance(condition, SameAsNow):
        return pen.say("same", x=pen.past_field(condition.name))
    return _test_text(condition, pen)


def operand_condition_text(condition: Condition, pen: Pen) -> str:
    """A condition inside a larger one."""
    text = condition_text(condition, pen)
    return text if _stands_alone(condition) else pen.say("brackets", x=text)


def single_test_text(condition: Condition, pen: Pen) -> str:
    """The test of a row of periods: bare, as the row's subject begins it; only joined tests take brackets."""
    joined = isinstance(condition, And | Or)
    return operand_condition_text(condition, pen) if joined else condition_text(condition, pen)


def filter_text(condition: Condition, pen: Pen) -> str:
    """A condition in a history term's brackets, where a comma means `and`."""
    return (
        operand_condition_text(condition, pen)
        if isinstance(condition, And | Or | OneOf) or _names_several(condition)
        else condition_text(condition, pen)
    )


def _stands_alone(condition: Condition) -> bool:
    if isinstance(condition, Not):
        return isinstance(condition.part, Holds | IsUnknown)
    return not isinstance(condition, And | Or | OneOf | HeldFor | InARow | Pattern | EventIs) and not _names_several(
        condition
    )


def _names_several(condition: Condition) -> bool:
    """A test for several items of a list, whose commas and `or` must not meet others."""
    denied = condition.part if isinstance(condition, Not) else condition
    return isinstance(denied, Contains) and len(denied.options) > 1


def _not_text(part: Condition, pen: Pen) -> str:
    if isinstance(part, Holds) and isinstance(part.value, Fact | Past):
        return _yes_no_text(part.value, pen, says_yes=False)
    if isinstance(part, IsUnknown):
        return pen.say("known", v=subject_text(part.value, pen))
    if isinstance(part, OneOf):
        options = pen.join([literal_text(option, pen) for option in part.options], "list more")
        return pen.say("none of", v=subject_text(part.value, pen, told=True), x=options)
    if isinstance(part, Contains) and not part.every:
        return pen.say("contains not", v=subject_text(part.value, pen), x=items_text(part, pen))
    return pen.say("not", x=condition_text(part, pen))


def _held_text(held: HeldFor, pen: Pen) -> str:
    # Only a plain fact's test may stand bare: behind a window or another length, `for 14 days` would be read into it.
    inner = held.condition
    plain = isinstance(inner, Compare | IsUnknown | Holds) and not any(
        isinstance(side, Measure | Age) for side in _sides(inner)
    )
    text = condition_text(inner, pen)
    return pen.say("held", x=text if plain else pen.say("brackets", x=text), n=duration_text(held.length, pen.language))


def _sides(condition: Compare | IsUnknown | Holds) -> tuple[Value, ...]:
    return (condition.left, condition.right) if isinstance(condition, Compare) else (condition.value,)


def items_text(test: Contains, pen: Pen) -> str:
    """The items that a list is asked for: `golf, tennis or chess`, and by commas alone where all are asked for."""
    items = [literal_text(option, pen) for option in test.options]
    return pen.join(items, "list more") if test.every else pen.join(items, "list more", "or")


def _test_text(
    condition: Compare | OneOf | Between | IsUnknown | Holds | TextTest | Contains | Within, pen: Pen
) -> str:
    if isinstance(condition, Compare):
        return _compare_text(condition, pen)
    if isinstance(condition, IsUnknown):
        return pen.say("unknown", v=subject_text(condition.value, pen))
    if isinstance(condition, Holds):
        return _yes_no_text(condition.value, pen, says_yes=True)
    subject = subject_text(condition.value, pen, told=True)
    if isinstance(condition, OneOf):
        options = [literal_text(option, pen) for option in condition.options]
        return pen.say("one of", v=subject, x=pen.join(options, "list more", "or"))
    if isinstance(condition, Between):
        return _between_text(condition, subject, pen)
    if isinstance(condition, Contains):
        key = "contains all" if condition.every else "contains"
        return pen.say(key, v=subject, x=items_text(condition, pen))
    if isinstance(condition, TextTest):
        return pen.say(condition.test, v=subject, x=quoted(condition.text, pen.language))
    return pen.say("within", v=subject, x=duration_text(condition.length, pen.language))


def _between_text(between: Between, subject: str, pen: Pen) -> str:
    if (op := up_to_ago(between)) and isinstance(between.value, Age):
        if isinstance(between.high, Literal):
            moment = operand_or_measure(between.value.value, pen)
            return pen.say(f"ago {op}", v=moment, x=literal_text(between.high, pen))
        return beside_text(op, between.value, between.high, (subject, subject_text(between.high, pen)), pen)
    plain = isinstance(between.low, Literal) and isinstance(between.high, Literal)
    low, high = end_text(between.low, pen), end_text(between.high, pen)
    key = "between" if not between.below else "between below" if plain else "between values below"
    # A bare minus behind a name would subtract.
    key = "between below zero" if key == "between below" and low.startswith("-") else key
    return pen.say(key, v=subject, low=low, high=high)


def end_text(value: Value, pen: Pen) -> str:
    """An end of a range: a constant stands bare, also below zero."""
    return literal_text(value, pen) if isinstance(value, Literal) else operand_text(value, pen)


def _compare_text(compare: Compare, pen: Pen) -> str:
    left, right = compare.left, compare.right
    if not isinstance(right, Literal) or isinstance(left, Literal):
        return beside_text(compare.op, left, right, (subject_text(left, pen), subject_text(right, pen)), pen)
    if isinstance(left, Measure) and left.term.function == "count" and isinstance(right.value, int):
        counted = count_text(compare.op, right.value, left.term, pen)
        if counted is not None:
            return counted
    if isinstance(left, Age) and compare.op in _RANKED:
        return pen.say(f"ago {compare.op}", v=operand_or_measure(left.value, pen), x=literal_text(right, pen))
    if right.value == () and compare.op in ("=", "!="):
        return pen.say("empty" if compare.op == "=" else "not empty", v=subject_text(left, pen))
    family = "date" if right.type.kind in _CLOCKS and compare.op in _RANKED else "is"
    text = literal_text(right, pen)
    key = (
        "is >= below zero"
        if family == "is" and compare.op == ">=" and text.startswith("-")
        else f"{family} {compare.op}"
    )
    return pen.say(key, v=subject_text(left, pen, told=True), x=text)


def operand_or_measure(value: Value, pen: Pen) -> str:
    """The moment that `more than 90 days ago` speaks of: `last order` needs no brackets."""
    return value_text(value, pen) if isinstance(value, Measure) else operand_text(value, pen)


def subject_text(value: Value, pen: Pen, *, told: bool = False) -> str:
    """A side of a comparison. `told`: the literal beside it says which of two facts with one label is meant."""
    if isinstance(value, Fact):
        return pen.field(value.name, kind_is_plain=told)
    if isinstance(value, OrElse):
        return pen.say("brackets", x=value_text(value, pen))
    return value_text(value, pen)


def _yes_no_text(value: Value, pen: Pen, *, says_yes: bool) -> str:
    if isinstance(value, Fact) and (phrase := pen.yes_no_phrase(value.name, says_yes=says_yes)):
        return phrase
    return pen.say("is yes", v=subject_text(value, pen), x=pen.say("yes" if says_yes else "no"))
