"""V008: a rule that says nothing which another rule does not say in every case; a veto inside a wider one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from engage.checks.boxes import Region, TooManyBoxes
from engage.checks.boxes.meeting import meeting_pairs
from engage.checks.checked import Checked
from engage.checks.claims import Claim, conditions_of
from engage.checks.settlings import settling_of, veto_words
from engage.checks.speaking import Speaking
from engage.facts.vocabulary import Settling
from engage.ground.finding import Finding, Message, Severity, Words
from engage.ground.source import Span
from engage.ruleset.model import Never, Rule

__all__ = ["SUBSUMED", "check"]

SUBSUMED: Final = Message(
    "V008",
    "`{inner}` adds nothing: `{outer}` says the same in every case",
    "`{inner}` 没有增加任何内容：`{outer}` 在所有情况下给出同样的结果",
    "take it out, or say what is different for its customers",
    "请将其删去，或写明它的客户有何不同",
    severity=Severity.WARNING,
)
_COUNTS_TWICE: Final = (Settling.SUM, Settling.COUNT)
_MOST: Final = 2_000


def check(asked: Checked) -> Iterable[Finding]:
    """One finding a rule or veto, naming one that makes it idle."""
    candidates: dict[str, set[str]] = {}
    for kind in asked.kinds:
        for inner, outers in _idle_at(asked.speaking(kind), asked).items():
            candidates[inner] = candidates.get(inner, outers) & outers
    idle: set[str] = set()
    for rule in asked.model.every(Rule):
        # Of two that say the same one stays.
        outer = min((id for id in candidates.get(rule.id, ()) if id not in idle), default=None)
        if outer is not None:
            idle.add(rule.id)
            spans = [each.span for each in asked.model.every(Rule) if each.id == outer]
            yield _finding(rule.id, outer, rule.span, spans)
    yield from _vetoes(asked)


def _finding(inner: str | Words, outer: str | Words, span: Span | None, related: Sequence[Span | None]) -> Finding:
    places = tuple(each for each in related if each is not None)
    return Finding(SUBSUMED, span, {"inner": inner, "outer": outer}, related=places)


def _idle_at(speaking: Speaking, asked: Checked) -> dict[str, set[str]]:
    """For each rule that is asked there, the rules that say all of it wherever it speaks."""
    numbers = [number for number, claim in enumerate(speaking.claims) if isinstance(claim.construct, Rule)]
    found: dict[str, set[str]] = {speaking.claims[number].owner: set() for number in numbers}
    by_first: dict[object, list[int]] = {}
    for number in numbers:
        for said in speaking.claims[number].said:
            by_first.setdefault(_key(said.place, said.value), []).append(number)
    tried: set[tuple[int, int]] = set()
    for group in by_first.values():
        regions = [speaking.held[number] or () for number in group]

        def worth(first: int, second: int, group: list[int] = group) -> bool:
            pair = (group[first], group[second])
            one, other = (speaking.claims[number] for number in pair)
            return pair not in tried and (_says_all(one, other, asked) or _says_all(other, one, asked))

        for first, second in meeting_pairs(regions, speaking.space.full, worth, _MOST):
            tried.add((group[first], group[second]))
            for inner, outer in ((group[first], group[second]), (group[second], group[first])):
                claims = speaking.claims[inner], speaking.claims[outer]
                if _says_all(*claims, asked) and _lies_in(speaking, speaking.held[inner], speaking.held[outer]):
                    found[claims[0].owner].add(claims[1].owner)
    return found


def _key(*parts: object) -> object:
    return repr(parts)


def _says_all(inner: Claim, outer: Claim, asked: Checked) -> bool:
    """Would nothing change if the inner rule were gone, where the outer one speaks too?"""
    one, other = inner.construct, outer.construct
    if not isinstance(one, Rule) or not isinstance(other, Rule) or one is other:
        return False
    if one.once is not None or other.once is not None or one.absence is not None:
        return False
    if not inner.said or any(said not in outer.said for said in inner.said):
        return False
    if any(settling_of(said.place, asked.program) in _COUNTS_TWICE for said in inner.said):
        return False
    nobody: frozenset[str] = frozenset()
    mine, theirs = asked.beats.get(one.id, nobody), asked.beats.get(other.id, nobody)
    above, below = asked.beaten_by.get(other.id, nobody), asked.beaten_by.get(one.id, nobody)
    return mine - {other.id} <= theirs and above - {one.id} <= below


def _lies_in(speaking: Speaking, inner: Region | None, outer: Region | None) -> bool:
    try:
        return bool(inner) and outer is not None and speaking.space.within(inner or (), outer)
    except TooManyBoxes:
        return False


def _vetoes(asked: Checked) -> Iterator[Finding]:
    """Vetoes on the same thing, one of which never forbids what the other does not."""
    idle: list[Never] = []
    nevers = asked.model.every(Never)
    for inner in nevers:
        for outer in nevers:
            if inner is outer or outer in idle or asked.vetoed(inner) != asked.vetoed(outer):
                continue
            kinds = asked.kinds_of(inner)
            if kinds and set(kinds) <= set(asked.kinds_of(outer)) and _narrower(inner, outer, kinds, asked):
                idle.append(inner)
                yield _finding(
                    veto_words(inner, asked.model.vocabulary),
                    veto_words(outer, asked.model.vocabulary),
                    inner.span,
                    (outer.span,),
                )
                break


def _narrower(inner: Never, outer: Never, kinds: Sequence[str], asked: Checked) -> bool:
    conditions = (conditions_of(inner), conditions_of(outer))
    try:
        spaces = [asked.space_of((*conditions[0], *conditions[1]), kind) for kind in kinds]
        regions = [(space.all_hold(conditions[0]), space.all_hold(conditions[1])) for space in spaces]
        return all(bool(one) and space.within(one, other) for space, (one, other) in zip(spaces, regions, strict=True))
    except TooManyBoxes:
        return False
