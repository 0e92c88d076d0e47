"""The parts of an `or`, and the condition without each."""

from __future__ import annotations

import pytest

from engage.facts.vocabulary import Kind, Type
from engage.language.tree import And, Compare, Condition, Fact, Holds, Literal, Not, OneOf, Or
from engage.workbench.or_parts import or_parts

TEXT = Type(Kind.TEXT)


def fact(name: str) -> Condition:
    return Holds(Fact(f"customer.{name}", Type(Kind.YES_NO)))


A, B, C, D = (fact(name) for name in "abcd")
NAME = Fact("customer.name", TEXT)
X, Y, Z = (Literal(text, TEXT) for text in "xyz")
IS_X, IS_Y = (Compare("=", NAME, value) for value in (X, Y))


@pytest.mark.parametrize(
    ("condition", "parts"),
    [
        (A, []),
        (And((A, B)), []),
        (Not(Or((A, B))), []),
        (Or((A, B)), [(A, B), (B, A)]),
        (Or((A, B, C)), [(A, Or((B, C))), (B, Or((A, C))), (C, Or((A, B)))]),
        (Not(And((A, B))), [(Not(A), Not(B)), (Not(B), Not(A))]),
        (And((Or((A, B)), C)), [(A, And((B, C))), (B, And((A, C)))]),
        # An `or` in an `or` is one; an `and` in it is a part, and an `or` below that has parts of its own.
        (Or((A, Or((B, C)))), [(A, Or((B, C))), (B, Or((A, C))), (C, Or((A, B)))]),
        (
            Or((A, And((B, Or((C, D)))))),
            [
                (A, And((B, Or((C, D))))),
                (And((B, Or((C, D)))), A),
                (C, Or((A, And((B, D))))),
                (D, Or((A, And((B, C))))),
            ],
        ),
        (OneOf(NAME, (X, Y)), [(IS_X, IS_Y), (IS_Y, IS_X)]),
        (OneOf(NAME, (X,)), []),
        (Not(OneOf(NAME, (X, Y))), []),
        (
            Or((A, OneOf(NAME, (X, Y)))),
            [
                (A, OneOf(NAME, (X, Y))),
                (IS_X, Or((A, IS_Y))),
                (IS_Y, Or((A, IS_X))),
            ],
        ),
    ],
)  # fmt: skip
def test_each_part_comes_with_the_condition_without_it(
    condition: Condition, parts: list[tuple[Condition, Condition]]
) -> None:
    assert [(each.part, each.without) for each in or_parts(condition)] == parts


def test_a_part_has_the_place_where_it_stands() -> None:
    assert [each.part.span for each in or_parts(Or((A, B)))] == [A.span, B.span]


def test_three_values_leave_two_each() -> None:
    assert [each.without for each in or_parts(OneOf(NAME, (X, Y, Z)))] == [
        OneOf(NAME, (Y, Z)),
        OneOf(NAME, (X, Z)),
        OneOf(NAME, (X, Y)),
    ]
