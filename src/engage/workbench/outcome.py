"""What came of an example as lines that it could expect: the plan in sentences, so that an analyst can confirm them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engage.checks.boxes import literal_of
from engage.decide.reasons import ReasonCode
from engage.facts.decided import Decision, Outcome, Verdict
from engage.facts.plan import HandlingPlan
from engage.facts.units import Duration
from engage.facts.vocabulary import Kind, Type
from engage.language.actions import (
    Action,
    Ahead,
    Allow,
    AnswerWith,
    GuideTo,
    OfferAction,
    RouteTo,
    Say,
    ServeAt,
    SetOutput,
    ShowItem,
    ShowMenu,
    SkipStep,
    StartTask,
    Withhold,
)
from engage.language.tree import Compare, Fact, Holds, Literal, Not
from engage.program.charts import IN
from engage.program.program import Program, Slot
from engage.ruleset.chart_model import Lifecycle, Segment
from engage.ruleset.floors import Floor
from engage.ruleset.model import Expectation, Model, Never, Scorecard
from engage.ruleset.value_model import TIER, ValueModel
from engage.workbench.expected import is_in_plan
from engage.workbench.units import Unit

__all__ = ["outcome_of"]

_DURATION: Final = Type(Kind.DURATION)


def outcome_of(model: Model, program: Program, decision: Decision, unit: Unit) -> tuple[Expectation, ...]:
    """Lines that the decision meets: what is done, then what shows that the unit was covered."""
    done = [Expectation(action=each) for each in _done(program, decision) if is_in_plan(program, decision, each)]
    return (*done, *_shown(model, decision, unit))


def _done(program: Program, decision: Decision) -> Iterator[Action]:
    """The plan as sentences, without details that a plan has from the catalogue."""
    plan = decision.plan
    if plan.route is not None:
        yield RouteTo(plan.route.queue)
        if plan.route.ahead is not None:
            yield Ahead(plan.route.ahead)
    if plan.answer:
        yield AnswerWith(plan.answer)
    if plan.self_service:
        yield GuideTo(plan.self_service)
    if plan.service_level is not None:
        level = plan.service_level
        if level.id:
            yield ServeAt(level.id)
        said = {one.slot for one in decision.candidates if one.outcome is Outcome.WON}
        for metric, target in level.targets.items():
            if f"{Slot.TARGET.value} {metric}" in said:
                yield SetOutput(metric, Literal(target, _DURATION))
    if plan.menu is not None and plan.menu.id:
        yield ShowMenu(plan.menu.id)
        for one in decision.candidates:
            word, _, item = one.slot.partition(" ")
            if word == Slot.SHOW and one.outcome is Outcome.WON:
                yield ShowItem(item)
    yield from (Say(wording.id) for wording in plan.content)
    yield from (OfferAction(offer.id) for offer in plan.offers)
    for allowance in plan.allowances:
        limit = _literal(allowance.limit, program.furnishing.allowances.get(allowance.id))
        if limit is not None:
            yield Allow(allowance.id, limit)
    yield from (SkipStep(step) for step in plan.skips)
    yield from (StartTask(task.work, task.owner, task.due) for task in plan.tasks)
    yield from _outputs(program, plan)


def _outputs(program: Program, plan: HandlingPlan) -> Iterator[Action]:
    """Outputs that are not at their default. Those with several values cannot be said in one sentence."""
    declared = program.vocabulary.output_by_id
    for id, value in plan.outputs.items():
        output = declared.get(id)
        if output is not None and value != output.otherwise:
            literal = _literal(value, output.type)
            if literal is not None:
                yield SetOutput(id, literal)


def _literal(value: object, type: Type | None) -> Literal | None:
    if type is None or value is None or isinstance(value, tuple) or type.kind is Kind.LIST:
        return None
    return Literal(value, type) if isinstance(value, Duration) else literal_of(value, type)


def _shown(model: Model, decision: Decision, unit: Unit) -> Iterator[Expectation]:
    """What shows that the unit was covered: a rule or table that fired, a veto's denial, a score."""
    construct = next((each for file in model.files for each in file.constructs if each.id == unit.construct), None)
    if isinstance(construct, Never):
        action = construct.action
        if isinstance(action, OfferAction):
            yield Expectation(action=Withhold(action.offer))
        else:
            yield Expectation(action=action, absent=True)
        if any((reason.code, reason.rule) == (ReasonCode.FORBIDDEN, construct.id) for reason in decision.reasons):
            yield Expectation(reason=ReasonCode.FORBIDDEN.value, rule=construct.id)
    elif isinstance(construct, Floor):
        if any((reason.code, reason.rule) == (ReasonCode.RAISED, construct.id) for reason in decision.reasons):
            yield Expectation(reason=ReasonCode.RAISED.value, rule=construct.id)
    elif isinstance(construct, Scorecard):
        yield from _known(model, decision, f"customer.{construct.id}_band", f"customer.{construct.id}")
    elif isinstance(construct, ValueModel):
        yield from _known(model, decision, f"customer.{construct.id}{TIER}")
    elif isinstance(construct, Lifecycle):
        yield from _known(model, decision, f"customer.{construct.id}")
    elif isinstance(construct, Segment):
        inside = Holds(Fact(f"customer.{construct.id}", Type(Kind.YES_NO)))
        yield Expectation(condition=inside if unit.id.endswith(f" -> {IN}") else Not(inside))
    elif decision.verdicts.get(unit.construct) is Verdict.FIRED:
        yield Expectation(rule=unit.construct)


def _known(model: Model, decision: Decision, *names: str) -> Iterator[Expectation]:
    """What the first of these computed facts that is known came to: a band, or the points where there are none."""
    for fact in names:
        field, value = model.vocabulary.field_by_name.get(fact), decision.facts_used.get(fact)
        if field is not None and value is not None:
            yield Expectation(condition=Compare("=", Fact(fact, field.type), literal_of(value, field.type)))
            return
