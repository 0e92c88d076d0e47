"""Python functions made of syntax nodes. No text is ever compiled, and nothing a user wrote becomes a name.

The names in the code are `v` (the values), `p` (a past event's data), `c0`, `c1` … (constants of the program) and
`t0`, `t1` … (values kept for a second look). Whatever is not a small constant is reached through a `c` name; there
are no builtins.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from types import CodeType, FunctionType
from typing import Final, TypedDict

from attrs import define, field

__all__ = [
    "NO",
    "NOTHING",
    "YES",
    "Constants",
    "all_of",
    "any_of",
    "assigned",
    "call",
    "choice",
    "compared",
    "is_",
    "is_constant",
    "negated",
    "past_field",
    "simple",
    "slot",
    "to_function",
]


class _Place(TypedDict):
    lineno: int
    col_offset: int


#: Every node must say where it stands; these stand nowhere in particular.
_AT: Final[_Place] = {"lineno": 1, "col_offset": 0}
_LOAD: Final = ast.Load()
YES: Final = ast.Constant(True, None, **_AT)
NO: Final = ast.Constant(False, None, **_AT)
NOTHING: Final = ast.Constant(None, None, **_AT)

_COMPARISONS: Final[dict[str, ast.cmpop]] = {
    "=": ast.Eq(),
    "!=": ast.NotEq(),
    "<": ast.Lt(),
    "<=": ast.LtE(),
    ">": ast.Gt(),
    ">=": ast.GtE(),
    "in": ast.In(),
    "not in": ast.NotIn(),
    "is": ast.Is(),
    "is not": ast.IsNot(),
}


@define
class Constants:
    """The constants of a program's functions, each under a name of its own. Grows only while compiling."""

    names: dict[str, object] = field(factory=lambda: {"__builtins__": {}})
    _known: dict[tuple[type, object], str] = field(factory=dict)

    def __call__(self, value: object) -> ast.expr:
        """The value as a node: small plain ones stand in the code, the rest under a name."""
        if value is None or isinstance(value, bool | str) or type(value) is int:
            return ast.Constant(value, None, **_AT)
        key = (type(value), value)
        if key not in self._known:
            self._known[key] = f"c{len(self._known)}"
            self.names[self._known[key]] = value
        return ast.Name(self._known[key], _LOAD, **_AT)

    def function(self, make: Callable[..., object], *arguments: object) -> ast.expr:
        """The function that `make(*arguments)` gives, made once, under its name."""
        key = (FunctionType, (make, arguments))
        if key not in self._known:
            self._known[key] = f"c{len(self._known)}"
            self.names[self._known[key]] = make(*arguments)
        return ast.Name(self._known[key], _LOAD, **_AT)


def slot(number: int) -> ast.expr:
    """`v[number]`"""
    return ast.Subscript(ast.Name("v", _LOAD, **_AT), ast.Constant(number, None, **_AT), _LOAD, **_AT)


def past_field(name: ast.expr) -> ast.expr:
    """`p.get(name)`"""
    return ast.Call(ast.Attribute(ast.Name("p", _LOAD, **_AT), "get", _LOAD, **_AT), [name], [], **_AT)


def call(function: ast.expr, *arguments: ast.expr) -> ast.expr:
    """`function(arguments)`"""
    return ast.Call(function, list(arguments), [], **_AT)


def compared(left: ast.expr, *rest: str | ast.expr) -> ast.expr:
    """`left op right`, or a chain `low op value op high`; operators and operands in turn."""
    if len(rest) == 2 and (same := _settled(left, rest[0], rest[1])) is not None:
        return same
    operators = [_COMPARISONS[each] for each in rest[::2] if isinstance(each, str)]
    return ast.Compare(left, operators, [each for each in rest[1::2] if isinstance(each, ast.expr)], **_AT)


def _settled(left: ast.expr, operator: str | ast.expr, right: str | ast.expr) -> ast.expr | None:
    """Whether two constants are one and the same: known before anything runs, and Python warns of asking."""
    if operator not in ("is", "is not") or not isinstance(left, ast.Constant) or not isinstance(right, ast.Constant):
        return None
    return YES if (left.value is right.value) is (operator == "is") else NO


def is_(left: ast.expr, right: ast.expr) -> ast.expr:
    """`left is right`"""
    return compared(left, "is", right)


def negated(test: ast.expr) -> ast.expr:
    """`not test`"""
    return ast.UnaryOp(ast.Not(), test, **_AT)


def all_of(tests: Sequence[ast.expr]) -> ast.expr:
    """`a and b and …`; yes of none."""
    return _joined(ast.And(), [test for test in tests if test is not YES], YES, NO)


def any_of(tests: Sequence[ast.expr]) -> ast.expr:
    """`a or b or …`; no of none."""
    return _joined(ast.Or(), [test for test in tests if test is not NO], NO, YES)


def _joined(operator: ast.boolop, tests: list[ast.expr], empty: ast.expr, decisive: ast.expr) -> ast.expr:
    if not tests:
        return empty
    if decisive in tests:
        return decisive
    return tests[0] if len(tests) == 1 else ast.BoolOp(operator, tests, **_AT)


def choice(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.expr:
    """`then if test else otherwise`"""
    return ast.IfExp(test, then, otherwise, **_AT)


def assigned(number: int, value: ast.expr) -> tuple[ast.expr, ast.expr]:
    """`(t := value)` and, for the second look, `t`."""
    name = f"t{number}"
    return ast.NamedExpr(ast.Name(name, ast.Store(), **_AT), value, **_AT), ast.Name(name, _LOAD, **_AT)


def is_constant(code: ast.expr) -> bool:
    """True when the code is a constant of its own or one of the program's."""
    return isinstance(code, ast.Constant) or (isinstance(code, ast.Name) and code.id.startswith("c"))


def simple(code: ast.expr) -> bool:
    """True when a second look costs no more than keeping the value."""
    return isinstance(code, ast.Constant | ast.Name | ast.Subscript)


def to_function(parameters: str, body: ast.expr, constants: Constants) -> Callable[..., object]:
    """A function of these one-letter parameters (`v`, or `p` and `v`) whose value is the body."""
    arguments = ast.arguments([], [ast.arg(name, None, None, **_AT) for name in parameters], None, [], [], None, [])
    module = ast.Expression(ast.Lambda(arguments, body, **_AT))
    outer = compile(module, "<ruleset>", "eval")
    # The module's only code constant is the function's own: taking it out spares running the module.
    inner = next(each for each in outer.co_consts if isinstance(each, CodeType))
    return FunctionType(inner, constants.names)
