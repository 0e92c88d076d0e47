"""V005: a condition, or one side of an `or`, that makes no difference: it always holds, or the others settle it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from engage.checks.boxes import Space, TooManyBoxes
from engage.checks.boxes.regions import EVERYTHING, union
from engage.checks.checked import Checked
from engage.checks.parts import Part, parts, printed, span_of
from engage.ground.finding import Finding, Message, Severity, Words
from engage.language.tree import Condition, IsUnknown, Not, Or

__all__ = ["ALWAYS", "check"]

ALWAYS: Final = Message(
    "V005",
    "`{condition}` makes no difference: {why}",
    "`{condition}` 不起作用：{why}",
    "take it out, or correct it if something else was meant",
    "请将其删去；若本意不同，请改正",
    severity=Severity.WARNING,
)
_TRUE: Final = Words("it always holds", "它总是成立", "它總是成立")
_SETTLED: Final = Words(
    "it holds whenever the other conditions do",
    "其他条件成立时它必然成立",
    "其他條件成立時它必然成立",
)
_COVERED: Final = Words(
    "the other sides of the `or` hold whenever it does",
    "它成立时，`或` 的其他部分已经成立",
    "它成立時，`或` 的其他部分已經成立",
)


def check(asked: Checked) -> Iterable[Finding]:
    """One finding a condition or side. What is said of unknown facts (`X is known`) is taken as meant to be plain."""
    for part in parts(asked):
        if part.kinds:
            for condition, why in _idle(part, asked):
                yield Finding(
                    ALWAYS, span_of(condition, part), {"condition": printed(condition, asked.model), "why": why}
                )


def _idle(part: Part, asked: Checked) -> Iterator[tuple[Condition, Words]]:
    spaces = [asked.space_of(part.conditions, kind) for kind in part.kinds]
    left = list(part.conditions)
    for condition in reversed(part.conditions):
        if _everywhere(spaces, condition):
            left.remove(condition)
            yield condition, _TRUE
        elif not part.cells and not _plain_word(condition):
            others = _without(left, condition)
            if others and _all(spaces, others, condition):
                left = others
                yield condition, _SETTLED
                continue
        for side in _covered(condition, spaces):
            yield side, _COVERED


def _without(conditions: Sequence[Condition], one: Condition) -> list[Condition]:
    """All but one of them, told apart by identity: the same condition may stand there twice."""
    return [each for each in conditions if each is not one]


def _everywhere(spaces: Sequence[Space], condition: Condition) -> bool:
    try:
        return all(space.within(EVERYTHING, space.holds(condition)) for space in spaces)
    except TooManyBoxes:
        return False


def _all(spaces: Sequence[Space], others: Sequence[Condition], condition: Condition) -> bool:
    try:
        # Where the others exclude everybody there is nothing to settle: that is for `impossible` to say.
        regions = [space.all_hold(others) for space in spaces]
        return all(regions) and all(
            space.within(region, space.holds(condition)) for space, region in zip(spaces, regions, strict=True)
        )
    except TooManyBoxes:
        return False


def _covered(condition: Condition, spaces: Sequence[Space]) -> Iterator[Condition]:
    if not isinstance(condition, Or) or _everywhere(spaces, condition):
        return
    left = list(condition.parts)
    for side in reversed(condition.parts):
        others = _without(left, side)
        try:
            covered = all(
                space.holds(side) and space.within(space.holds(side), union(map(space.holds, others)))
                for space in spaces
            )
        except TooManyBoxes:
            covered = False
        if covered and others and not _plain_word(side):
            left = others
            yield side


def _plain_word(condition: Condition) -> bool:
    """`X is unknown`, `X is known`."""
    inner = condition.part if isinstance(condition, Not) else condition
    return isinstance(inner, IsUnknown)
