"""V013: customers of whom a fact is not known are passed over in silence, by a table or by a condition that negates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from engage.checks.boxes import Region, Space, TooManyBoxes
from engage.checks.boxes.regions import EVERYTHING, intersection
from engage.checks.checked import Checked
from engage.checks.gap import ONE_ANSWER, answered
from engage.checks.parts import flat, printed
from engage.checks.speaking import nobody
from engage.facts.decided import Verdict
from engage.ground.finding import Finding, Message, Severity, Words
from engage.language import print_value
from engage.language.actions import Withhold
from engage.language.tree import And, Compare, Condition, Fact, Holds, IsUnknown, Not, OneOf, Or
from engage.ruleset.model import Model, Never, Rule, Table

__all__ = ["MISSING", "check"]

MISSING: Final = Message(
    "V013",
    "{what} where {unknown}",
    "{unknown} 时，{what}",
    "{hint}",
    "{hint}",
    severity=Severity.WARNING,
)
#: so many holes are looked at for a customer
_MOST: Final = 32


def check(asked: Checked) -> Iterable[Finding]:
    """One finding a table and fact, and one a condition of a rule or veto."""
    for table in asked.model.every(Table):
        if table.hit in ONE_ANSWER and table.otherwise is None:
            yield from _unanswered(table, asked)
    constructs: tuple[Rule | Never, ...] = (*asked.model.every(Rule), *asked.model.every(Never))
    for construct in constructs:
        for condition in flat(construct.lines):
            yield from _passed_over(condition, construct, asked)


# ------------------------------------------------------------------------------------------------ tables


def _unanswered(table: Table, asked: Checked) -> Iterator[Finding]:
    told: set[tuple[Fact, ...]] = set()
    for kind in asked.kinds_of(table):
        space = asked.space_of((cell for row in table.rows for cell in row.cells if cell is not None), kind)
        taken = answered(table, space)
        if next(space.left_over(space.known, taken), None) is not None:
            return  # a row is missing in the first place: `gap` speaks of it
        for facts, region in _holes(space, taken):
            if facts not in told and not nobody(space, region):
                told.add(facts)
                example = asked.example(space, region, lambda d: d.verdicts.get(table.id) is not Verdict.FIRED)
                unknown = _joined([printed(IsUnknown(fact), asked.model) for fact in facts])
                name = _joined([_called(fact, asked.model) for fact in facts])
                values = {"what": _no_answer(table), "unknown": unknown, "hint": _row_hint(name)}
                yield Finding(MISSING, table.span, values, example=example or "", possible=example is None)


def _holes(space: Space, taken: Region) -> Iterator[tuple[tuple[Fact, ...], Region]]:
    """Where one fact alone is unknown, for each such fact; where several have to be, when none alone makes a hole."""
    known = {number: each.known for number, each in enumerate(space.dimensions) if each.known != each.full}
    found = False
    for number in known:
        key, full = space.dimensions[number].key, space.dimensions[number].full
        region = tuple(islice(space.left_over(({**known, number: full & ~known[number]},), taken), _MOST))
        if region and isinstance(key, Fact):
            found = True
            yield (key,), region
    for box in () if found else islice(space.left_over(EVERYTHING, taken), _MOST):
        keys = (space.dimensions[number].key for number, mask in sorted(box.items()) if not mask & known.get(number, 1))
        facts = tuple(key for key in keys if isinstance(key, Fact))
        if facts:
            yield facts, (box,)


def _joined(names: Sequence[Words]) -> Words:
    en, zh, hant = ([name.in_language(language) for name in names] for language in ("en", "zh", "zh-Hant"))
    return Words(" and ".join(en), " 且 ".join(zh), " 且 ".join(hant))


def _no_answer(table: Table) -> Words:
    return Words(f"table `{table.id}` has no answer", f"决策表 `{table.id}` 没有答案", f"決策表 `{table.id}` 沒有答案")


def _row_hint(fact: Words) -> Words:
    return Words(
        f"add a row with `unknown` under {fact.en}, or a last row `otherwise || …`",
        f"请加一行，在{fact.zh}下写 `未知`，或在最后加一行 `否则 || …`",
        f"請加一行，在{fact.hant}下寫 `未知`，或在最後加一行 `否則 || …`",
    )


# ------------------------------------------------------------------------------------- rules and vetoes


def _passed_over(condition: Condition, construct: Rule | Never, asked: Checked) -> Iterator[Finding]:
    facts = dict.fromkeys(_denied(condition, _takes_away(construct)))
    if not facts:
        return
    others = [each for each in flat(construct.lines) if each is not condition]
    for fact in facts:
        for kind in asked.kinds_of(construct):
            space = asked.space_of((*others, condition), kind)
            region = _silent(fact, condition, others, space)
            if region and not nobody(space, region):
                yield _finding(fact, condition, construct, space, region, asked)
                break


def _takes_away(construct: Rule | Never) -> bool:
    """Does its silence give a customer what was not meant for them?"""
    return isinstance(construct, Never) or any(isinstance(action, Withhold) for action in construct.actions)


def _denied(condition: Condition, plain_no: bool) -> Iterator[Fact]:
    """The facts of which a condition says what they are not. `plain_no`: `X is no` is such a condition as well."""
    if isinstance(condition, And | Or):
        for part in condition.parts:
            yield from _denied(part, plain_no)
    elif isinstance(condition, Not) and isinstance(condition.part, Holds) and not plain_no:
        return
    elif isinstance(condition, Compare) and condition.op == "!=" and isinstance(condition.left, Fact):
        yield condition.left
    elif isinstance(condition, Not):
        yield from _named(condition.part)


def _named(condition: Condition) -> Iterator[Fact]:
    if isinstance(condition, And | Or):
        for part in condition.parts:
            yield from _named(part)
    elif isinstance(condition, OneOf | Holds) and isinstance(condition.value, Fact):
        yield condition.value
    elif isinstance(condition, Compare) and isinstance(condition.left, Fact):
        yield condition.left


def _silent(fact: Fact, condition: Condition, others: Sequence[Condition], space: Space) -> Region:
    """Where all other conditions hold, this one does not, and the fact is all that is unknown."""
    number = space.numbers.get(fact)
    if number is None:
        return ()
    unknown = space.dimensions[number].full & ~space.dimensions[number].known
    here = {n: each.known for n, each in enumerate(space.dimensions) if each.known != each.full}
    if not unknown:
        return ()
    try:
        region = intersection(space.all_hold(others), ({**here, number: unknown},))
        return space.without(region, space.holds(condition))
    except TooManyBoxes:
        return ()


def _finding(
    fact: Fact, condition: Condition, construct: Rule | Never, space: Space, region: Region, asked: Checked
) -> Finding:
    model = asked.model
    example = asked.example(space, region, lambda d: d.verdicts.get(construct.id) is Verdict.UNKNOWN)
    said, name = printed(condition, model), _called(fact, model)
    unknown, known = printed(IsUnknown(fact), model), printed(Not(IsUnknown(fact)), model)
    what = Words(f"`{said.en}` does not hold", f"`{said.zh}` 不成立", f"`{said.hant}` 不成立")
    hint = Words(
        f"say what is meant for them: `{unknown.en} or {said.en}`, `{name.en} or else …`, or the line `{known.en}` "
        "if they are left out on purpose",
        f"请写明对他们如何处理：`{unknown.zh} 或 {said.zh}`、`{name.zh} 否则 …`；若有意排除，请加一行 `{known.zh}`",
        f"請寫明對他們如何處理：`{unknown.hant} 或 {said.hant}`、`{name.hant} 否則 …`；"
        f"若有意排除，請加一行 `{known.hant}`",
    )
    return Finding(
        MISSING,
        condition.span or construct.span,
        {"what": what, "unknown": unknown, "hint": hint},
        example=example or "",
        possible=example is None,
    )


def _called(fact: Fact, model: Model) -> Words:
    return Words(*(print_value(fact, model.vocabulary, language) for language in ("en", "zh", "zh-Hant")))
