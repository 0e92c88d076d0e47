"""V004: a condition, a rule, a row, a veto, a line of a scorecard or of a clock that can never hold for anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

from engage.checks.boxes import Space, TooManyBoxes
from engage.checks.checked import Checked
from engage.checks.parts import Part, clock_parts, parts, printed, span_of
from engage.checks.speaking import nobody
from engage.ground.finding import Finding, Message, Severity, Words
from engage.language.tree import Condition, Not, Or
from engage.ruleset.model import Model

__all__ = ["IMPOSSIBLE", "check"]

IMPOSSIBLE: Final = Message(
    "V004",
    "{what} can never hold for anybody",
    "{what} 对任何客户都不成立",
    "{why}",
    "{why}",
    severity=Severity.WARNING,
)
_ALONE: Final = Words(
    "correct the condition, or take it out", "请改正这个条件，或将其删去", "請改正這個條件，或將其刪去"
)
_TOGETHER: Final = Words(
    "its conditions exclude each other when taken together: take one out or widen it",
    "这些条件放在一起互相排斥：请删去或放宽其中一个",
    "這些條件放在一起互相排斥：請刪去或放寬其中一個",
)


def check(asked: Checked) -> Iterable[Finding]:
    """The smallest part that is impossible: a side of an `or`, a condition, two conditions, or all of them together."""
    for part in (*parts(asked), *clock_parts(asked)):
        if part.conditions and part.kinds:
            yield from _in(part, asked)


def _in(part: Part, asked: Checked) -> Iterator[Finding]:
    spaces = [asked.space_of(part.conditions, kind) for kind in part.kinds]
    found, whole = False, _never(part.conditions, spaces)
    for condition in part.conditions:
        # Where all hold together for somebody, each does.
        if whole and _never((condition,), spaces):
            found = True
            yield _finding(_quoted(condition, asked.model), _ALONE, span_of(condition, part))
        else:
            for side in _sides(condition):
                if _never((side,), spaces):
                    yield _finding(_quoted(side, asked.model), _ALONE, span_of(side, part))
    if whole and not found and len(part.conditions) > 1:
        pair = next((two for two in combinations(part.conditions, 2) if _never(two, spaces)), None)
        why = _TOGETHER if pair is None else _exclude(pair, asked.model)
        related = tuple(span for each in pair or () if (span := each.span) is not None and span != part.span)
        yield _finding(part.name, why, part.span, related)


def _never(conditions: Sequence[Condition], spaces: Sequence[Space]) -> bool:
    """Is it proved that they hold together for nobody, at none of the kinds of events?"""
    try:
        return all(nobody(space, space.all_hold(conditions)) for space in spaces)
    except TooManyBoxes:
        return False


def _sides(condition: Condition) -> Iterator[Condition]:
    """The sides of every `or` inside a condition."""
    if isinstance(condition, Or):
        for side in condition.parts:
            yield side
            yield from _sides(side)
    elif isinstance(condition, Not):
        yield from ()


def _finding(what: Words, why: Words, span: object, related: tuple[object, ...] = ()) -> Finding:
    return Finding(IMPOSSIBLE, span, {"what": what, "why": why}, related=related)  # type: ignore[arg-type]


def _quoted(condition: Condition, model: Model) -> Words:
    said = printed(condition, model)
    return Words(f"`{said.en}`", f"`{said.zh}`", f"`{said.hant}`")


def _exclude(pair: tuple[Condition, Condition], model: Model) -> Words:
    one, other = (_quoted(each, model) for each in pair)
    return Words(
        f"{one.en} and {other.en} exclude each other: take one out or widen it",
        f"{one.zh} 与 {other.zh} 互相排斥：请删去或放宽其中一个",
        f"{one.hant} 與 {other.hant} 互相排斥：請刪去或放寬其中一個",
    )
