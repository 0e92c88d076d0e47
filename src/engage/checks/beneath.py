"""V045: a rule, a row or a service level promises a longer wait than a floor, for a customer for whom both hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from engage.checks.boxes import TooManyBoxes
from engage.checks.boxes.regions import intersection
from engage.checks.checked import Checked
from engage.checks.claims import Claim, conditions_of
from engage.checks.speaking import Speaking, nobody
from engage.decide.candidates import slot_name
from engage.decide.reasons import ReasonCode
from engage.facts.decided import Decision, Outcome
from engage.facts.floors import MaximumWait
from engage.facts.units import Duration, microseconds
from engage.ground.finding import Finding, Message, Severity, Words
from engage.language.floor_printer import print_guarantee
from engage.program.from_model_needs import longest
from engage.program.lowering import shortest
from engage.program.program import Slot
from engage.ruleset.floors import Floor

__all__ = ["BENEATH", "check"]

BENEATH: Final = Message(
    "V045",
    "`{who}` promises less than the floor `{floor}`, {held}: the plan is raised",
    "`{who}` 的承诺低于底线 `{floor}`（{held}）：方案将被提高",
    "promise no more than the floor allows, or leave it to the floor",
    "请让承诺不低于底线，或直接交由底线保证",
    severity=Severity.WARNING,
)


def check(asked: Checked) -> Iterable[Finding]:
    """One finding for each rule or row and floor, with a customer whose plan is raised."""
    told: set[tuple[str, str, str]] = set()
    for kind in asked.kinds:
        declared = {floor.id: floor for floor in asked.floors_at(kind)}
        for made in asked.program.shelves[kind].floors:
            for wait in made.guarantees:
                if isinstance(wait, MaximumWait):
                    yield from _beneath(declared[made.id], wait, kind, asked, told)


def _beneath(
    floor: Floor, wait: MaximumWait, kind: str, asked: Checked, told: set[tuple[str, str, str]]
) -> Iterator[Finding]:
    speaking = asked.speaking(kind)
    for number, claim in enumerate(speaking.claims):
        promised = _promised(claim, wait.metric, asked)
        if promised is None or (claim.id, floor.id, wait.metric) in told or not _may_be_later(promised, wait, asked):
            continue
        answered = speaking.answers(number)
        if answered is None:
            continue
        try:
            region = intersection(answered, speaking.space.all_hold(conditions_of(floor)))
            region = speaking.unless(region, _above(claim, wait.metric, speaking, asked))
        except TooManyBoxes:
            continue
        if nobody(speaking.space, region):
            continue
        place = slot_name(Slot.TARGET, wait.metric)
        example = asked.example(
            speaking.space,
            region,
            lambda d, claim=claim, place=place: _raised(d, floor.id, place) and _promises(d, claim.owner, wait.metric),  # type: ignore[misc]
        )
        told.add((claim.id, floor.id, wait.metric))
        if example is None and not _is_later(promised, wait, asked):
            continue
        vocabulary = asked.model.vocabulary
        held = Words(*(print_guarantee(wait, vocabulary, language) for language in ("en", "zh", "zh-Hant")))
        yield Finding(
            BENEATH,
            claim.span,
            {"who": claim.id, "floor": floor.id, "held": held},
            related=(floor.span,) if floor.span else (),
            example=example or "",
            possible=example is None,
        )


@frozen
class _Promised:
    """A target, and whether it counts on a calendar of its service level rather than on the ruleset's week."""

    target: Duration
    apart: bool = False


def _promised(claim: Claim, metric: str, asked: Checked) -> _Promised | None:
    """The target that a claim brings, by itself or by a service level."""
    for said in claim.said:
        if said.place == (Slot.TARGET, metric) and isinstance(said.value, Duration):
            return _Promised(said.value)
    furnishing = asked.program.furnishing
    for said in claim.said:
        if said.place[0] is Slot.LEVEL and isinstance(said.value, str):
            target = furnishing.targets.get(said.value, {}).get(metric)
            apart = bool(furnishing.level_calendars.get(said.value)) and target is not None and _on_calendar(target)
            return None if target is None else _Promised(target, apart)
    return None


def _on_calendar(target: Duration) -> bool:
    return microseconds(target) is None


def _above(claim: Claim, metric: str, speaking: Speaking, asked: Checked) -> tuple[int, ...]:
    """The claims that win wherever they promise such a wait as well."""
    winners = asked.beaten_by.get(claim.owner, frozenset[str]())
    return tuple(
        number
        for number, other in enumerate(speaking.claims)
        if other.owner in winners and _promised(other, metric, asked) is not None
    )


def _may_be_later(promised: _Promised, wait: MaximumWait, asked: Checked) -> bool:
    if promised.apart:
        return True
    if promised.target.unit == wait.within.unit:
        return promised.target.amount > wait.within.amount
    most = longest(promised.target, asked.program.working)
    return most is None or most > shortest(wait.within)


def _is_later(promised: _Promised, wait: MaximumWait, asked: Checked) -> bool:
    if promised.apart:
        return False  # an example tells
    if promised.target.unit == wait.within.unit:
        return promised.target.amount > wait.within.amount
    most = longest(wait.within, asked.program.working)
    return most is not None and shortest(promised.target) > most


def _raised(decision: Decision, floor: str, place: str) -> bool:
    return any((one.code, one.rule, one.slot) == (ReasonCode.RAISED, floor, place) for one in decision.reasons)


def _promises(decision: Decision, owner: str, metric: str) -> bool:
    """Did what this one promises come into the plan, before it was raised?"""
    wanted = (slot_name(Slot.TARGET, metric), Slot.LEVEL.value)
    return any(one.rule == owner and one.slot in wanted and one.outcome is Outcome.WON for one in decision.candidates)
