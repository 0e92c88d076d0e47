"""The tests of table cells as text: a condition whose subject stands in the column's head.

`-` asks nothing. A cell that speaks of more than its column is printed as a whole condition.
"""

from __future__ import annotations

from engage.facts.vocabulary import Kind
from engage.language.ages import up_to_ago
from engage.language.printer_conditions import condition_text, end_text, items_text
from engage.language.printer_names import Pen
from engage.language.printer_values import duration_text, literal_text, quoted
from engage.language.tree import (
    Between,
    Compare,
    Condition,
    Contains,
    Holds,
    IsUnknown,
    Literal,
    Not,
    OneOf,
    Or,
    TextTest,
    Value,
    Within,
)

__all__ = ["cell_text"]

_OF_ONE_VALUE = (OneOf, Between, IsUnknown, Holds, TextTest, Contains, Within)
_CLOCKS = (Kind.DATE, Kind.TIME, Kind.MOMENT)


def cell_text(condition: Condition | None, subject: Value, pen: Pen) -> str:
    """What stands in a cell of the column `subject`."""
    if condition is None:
        return pen.say("cell any")
    return _test(condition, subject, pen) or condition_text(condition, pen)


def _test(condition: Condition, subject: Value, pen: Pen) -> str:
    """The cell's text, empty where the condition is not a test of the column alone."""
    if isinstance(condition, Or):
        tests = [_test(part, subject, pen) for part in condition.parts if not isinstance(part, Or)]
        return pen.join(tests, "list more") if all(tests) and len(tests) == len(condition.parts) else ""
    if isinstance(condition, Not):
        return _opposite(condition.part, subject, pen)
    if isinstance(condition, Compare):
        return _comparison(condition, pen) if condition.left == subject else ""
    if not isinstance(condition, _OF_ONE_VALUE) or condition.value != subject:
        return ""
    if isinstance(condition, OneOf):
        return pen.join([literal_text(option, pen) for option in condition.options], "list more")
    if isinstance(condition, Between) and (op := up_to_ago(condition)):
        return pen.say(f"cell {op}", x=end_text(condition.high, pen))
    if isinstance(condition, Between):
        low, high = end_text(condition.low, pen), end_text(condition.high, pen)
        return pen.say("cell between below" if condition.below else "cell between", low=low, high=high)
    if isinstance(condition, IsUnknown):
        return pen.say("cell unknown")
    if isinstance(condition, Holds):
        return pen.say("yes")
    if isinstance(condition, Contains):
        key = "contains all" if condition.every else "contains"
        return pen.say(key, v="", x=items_text(condition, pen)).strip()
    if isinstance(condition, TextTest):
        return pen.say(condition.test, v="", x=quoted(condition.text, pen.language)).strip()
    return pen.say("cell within", x=duration_text(condition.length, pen.language))


def _opposite(part: Condition, subject: Value, pen: Pen) -> str:
    if isinstance(part, Holds):
        return pen.say("no") if part.value == subject else ""
    if isinstance(part, IsUnknown):
        return pen.say("cell known") if part.value == subject else ""
    if isinstance(part, Not):
        return ""
    if isinstance(part, Contains) and not part.every:
        denied = pen.say("contains not", v="", x=items_text(part, pen)).strip()
        return denied if part.value == subject else ""
    text = _test(part, subject, pen)
    return pen.say("cell not", x=text) if text else ""


def _comparison(compare: Compare, pen: Pen) -> str:
    if isinstance(compare.right, Literal) and compare.right.value == () and compare.op in ("=", "!="):
        return pen.say("cell empty" if compare.op == "=" else "cell not empty")
    right = end_text(compare.right, pen)
    if compare.op == "=":
        return right
    if compare.op == "!=":
        return pen.say("cell not", x=right)
    clock = isinstance(compare.right, Literal) and compare.right.type.kind in _CLOCKS
    return pen.say(f"cell date {compare.op}" if clock else f"cell {compare.op}", x=right)
