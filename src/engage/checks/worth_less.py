"""V049: a customer of a higher standing waits longer than one of a lower, who is alike in everything else.

Standings are the ordered choices that floors tell customers apart by. Customers are taken from where each
promise of a wait, each head start and each floor holds, and are decided for every standing; what is told was seen, and
silence proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from attrs import evolve

from engage.checks.boxes import Region, TooManyBoxes
from engage.checks.checked import Checked
from engage.checks.claims import conditions_of
from engage.checks.described import described
from engage.checks.named import facts_read
from engage.checks.speaking import Speaking
from engage.checks.staging import stage
from engage.checks.witness import examples_in
from engage.decide import decide
from engage.decide.floors import counted_from
from engage.decide.weigh import nominal
from engage.facts.decided import Decision
from engage.facts.plan import HandlingPlan, ServiceLevel
from engage.facts.vocabulary import Domain, Field, Kind
from engage.ground.finding import Finding, Message, Severity, Words
from engage.ground.source import Span
from engage.language.tree import Literal
from engage.program.program import Program, Slot
from engage.ruleset.floors import Floor
from engage.ruleset.model import Example

__all__ = ["WORTH_LESS", "check", "standings"]

WORTH_LESS: Final = Message(
    "V049",
    "a customer whose {fact} is {higher} is served worse than one whose is {lower}: {what}",
    "{fact}为{higher}的客户，服务不如{lower}的客户：{what}",
    "give the higher standing at least as much, in the table or rule that makes the difference",
    "请在造成差异的决策表或规则中，让等级较高的客户得到不低于较低者的服务",
    severity=Severity.WARNING,
)
_PLACES: Final = (Slot.TARGET, Slot.LEVEL, Slot.AHEAD, Slot.ROUTE)
#: so many customers are decided twice at a kind of event
_MOST: Final = 400


def standings(asked: Checked) -> tuple[Field, ...]:
    """The ordered choices of a customer that some floor asks for and that a customer may be said to have."""
    read = facts_read(tuple(floor.lines for floor in asked.model.every(Floor)))
    computed = {field.name for field in asked.model.vocabulary.fields if field.chart}
    return tuple(
        field
        for field in asked.model.vocabulary.fields
        if field.name in read
        and field.root == "customer"
        and field.type.kind is Kind.CHOICE
        and field.type.ordered
        and field.name not in computed
        and not field.scale
    )


def check(asked: Checked) -> Iterable[Finding]:
    """One finding for each standing, pair of values and place of the plan, with the customer who shows it."""
    for field in standings(asked):
        told: set[tuple[str, str, str]] = set()
        for kind in asked.kinds:
            speaking = asked.speaking(kind)
            tried = 0
            for span, region in _regions(speaking, kind, asked):
                for example in examples_in(speaking.space, region, asked.model):
                    tried += 1
                    if tried > _MOST:
                        break
                    for finding, key in _worse(example, field, span, asked):
                        if key not in told:
                            told.add(key)
                            yield finding


def _regions(speaking: Speaking, kind: str, asked: Checked) -> Iterator[tuple[Span | None, Region]]:
    for number, claim in enumerate(speaking.claims):
        region = speaking.answers(number)
        if region and any(said.place[0] in _PLACES for said in claim.said):
            yield claim.span, region
    for floor in asked.floors_at(kind):
        try:
            yield floor.span, _may_hold(floor, speaking)
        except TooManyBoxes:
            continue


def _may_hold(floor: Floor, speaking: Speaking) -> Region:
    """Where a floor holds: wherever none of its conditions certainly fails."""
    region: Region = speaking.space.all_hold(())
    for condition in conditions_of(floor):
        region = speaking.space.without(region, speaking.space.fails(condition))
    return region


def _worse(
    example: Example, field: Field, span: Span | None, asked: Checked
) -> Iterator[tuple[Finding, tuple[str, str, str]]]:
    decided: dict[str, Decision] = {}
    for term in field.type.choices:
        given = {**example.given, field.name: Literal(term.id, field.type)}
        decided[term.id] = decide(asked.program, stage(asked.program, evolve(example, given=given), {}))
    for lower, higher in pairwise(field.type.choices):
        below, above = decided[lower.id], decided[higher.id]
        if below.safe_default or above.safe_default:
            continue
        for what, place in _later(below.plan, above.plan, above.at, asked.program):
            given = {**example.given, field.name: Literal(higher.id, field.type)}
            values = {
                "fact": Words(*(field.labels.in_language(each) or field.name for each in ("en", "zh", "zh-Hant"))),
                "higher": Words(*(higher.labels.in_language(each) or higher.id for each in ("en", "zh", "zh-Hant"))),
                "lower": Words(*(lower.labels.in_language(each) or lower.id for each in ("en", "zh", "zh-Hant"))),
                "what": what,
            }
            told = described(evolve(example, given=given), asked.model)
            yield Finding(WORTH_LESS, span, values, example=told), (lower.id, higher.id, place)


def _later(below: HandlingPlan, above: HandlingPlan, at: int, program: Program) -> Iterator[tuple[Words, str]]:
    """The waits that are over later above, and the head start that is shorter."""
    due = counted_from(at, program)
    my_level, their_level = (plan.service_level or ServiceLevel("") for plan in (above, below))
    mine, theirs = my_level.targets, their_level.targets
    if below.step != above.step:
        return  # who is answered at once and who is routed have no order
    for metric in sorted(theirs):
        if metric not in mine or due(mine[metric], my_level.id) > due(theirs[metric], their_level.id):
            term = program.vocabulary.term(Domain.TARGET, metric)
            names = [(term.labels.in_language(each) if term else "") or metric for each in ("en", "zh", "zh-Hant")]
            yield Words(f"{names[0]} comes later", f"{names[1]}更晚", f"{names[2]}更晚"), f"target {metric}"
    if above.route is not None and below.route is not None and above.route.queue == below.route.queue:
        ahead, behind = (nominal(route.ahead) if route.ahead else 0 for route in (above.route, below.route))
        if ahead < behind:
            yield Words("the head start is shorter", "排队提前更短", "排隊提前更短"), "ahead"
