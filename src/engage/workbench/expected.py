"""An expected sentence against the plan that came: equal, or what came instead in words."""

from __future__ import annotations

from engage.decide.explain_words import SLOTS
from engage.decide.plan_words import plan_words
from engage.decide.value_words import value_words
from engage.facts.decided import Decision, Outcome, SetFact
from engage.facts.plan import HandlingPlan
from engage.facts.units import Duration, microseconds
from engage.facts.vocabulary import Domain, Vocabulary
from engage.ground.finding import Words
from engage.language import print_action, print_condition
from engage.language.actions import (
    Action,
    Ahead,
    Allow,
    AnswerWith,
    GuideTo,
    Note,
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
from engage.language.tree import Condition, Literal, Value
from engage.program.program import Program, Slot

__all__ = ["condition_words", "difference", "groups_of", "is_in_plan"]

_LANGUAGES = ("en", "zh", "zh-Hant")
_NOTHING = Words("nothing", "无", "無")


def condition_words(condition: Condition, vocabulary: Vocabulary, zone: str) -> Words:
    """A condition printed in every language, its moments in a zone."""
    return Words(*(print_condition(condition, vocabulary, language, zone) for language in _LANGUAGES))


def difference(program: Program, decision: Decision, action: Action, absent: bool) -> tuple[Words, Words] | None:
    """None when the decision does what the sentence says (or not, for `absent`); else both sides in words."""
    if is_in_plan(program, decision, action) is not absent:
        return None
    vocabulary = program.vocabulary
    printed = [print_action(action, vocabulary, language) for language in _LANGUAGES]
    if isinstance(action, Withhold) and not absent:
        # In Chinese both are `不推荐`; in English an example says `not offer`, a rule `withhold`.
        printed[0] = f"not {print_action(OfferAction(action.group), vocabulary, 'en')}"
    if absent:
        printed = [f"{no}{text}" for no, text in zip(("not ", "不", "不"), printed, strict=True)]
    got = (_got(program, decision, action, language) for language in _LANGUAGES)
    return Words(*printed), Words(*got)


def is_in_plan(program: Program, decision: Decision, action: Action) -> bool:
    """Does the decision do what the sentence says? What the sentence leaves open is not compared."""
    plan = decision.plan
    match action:
        case RouteTo(queue=queue, needs=needs, ladder=ladder):
            route = plan.route
            if route is None or route.queue != queue:
                return False
            return (not needs or route.needs == needs) and (not ladder or route.ladder == ladder)
        case Ahead(by=by):
            return plan.route is not None and plan.route.ahead is not None and _alike(plan.route.ahead, by)
        case ServeAt(level=level):
            return plan.service_level is not None and plan.service_level.id == level
        case ShowMenu(menu=menu, first=first):
            return plan.menu is not None and plan.menu.id == menu and plan.menu.items[: len(first)] == first
        case ShowItem(item=item, lever=lever):
            there = plan.menu is not None and item in plan.menu.items
            return there and (lever == 1 or _lifted(decision, item, lever))
        case Say(wording=wording):
            return any(each.id == wording for each in plan.content)
        case OfferAction(offer=offer, lever=lever):
            made = [each for each in plan.offers if offer in groups_of(program, each.id)]
            return any(lever in (1, each.lever) for each in made)  # no lever is one that is not said
        case Withhold(group=group):
            return not any(group in groups_of(program, each.id) for each in plan.offers)
        case AnswerWith(answer=answer):
            return plan.answer == answer
        case GuideTo(service=service):
            return plan.self_service == service
        case SkipStep(step=step):
            return step in plan.skips
        case StartTask(work=work, owner=owner, due=due):
            return any(
                each.work == work and each.owner in (owner or each.owner,) and (due is None or _alike(each.due, due))
                for each in plan.tasks
            )
        case Allow(allowance=allowance, limit=limit):
            return any(each.id == allowance and _equals(each.limit, limit) for each in plan.allowances)
        case Note(fact=fact, value=value):
            return any(
                isinstance(change, SetFact) and change.name == fact and _equals(change.value, value)
                for change in decision.changes
            )
        case SetOutput(output=output, value=value):
            return _equals(_output(plan, output), value)


def _lifted(decision: Decision, item: str, lever: object) -> bool:
    """Was the item shown with this lever?"""
    place = f"{Slot.SHOW.value} {item}"
    return any((each.slot, each.outcome, each.value) == (place, Outcome.WON, lever) for each in decision.candidates)


def _output(plan: HandlingPlan, id: str) -> object:
    """An output of the ruleset's own, or a target of the plan."""
    if plan.service_level is not None and id in plan.service_level.targets:
        return plan.service_level.targets[id]
    return plan.outputs.get(id)


def groups_of(program: Program, offer: str) -> frozenset[str]:
    """Every name an offer may be called by: its id, its group, its class."""
    facts = program.furnishing.offers.get(offer)
    return (facts.groups if facts else frozenset()) | {offer}


def _equals(value: object, expected: Value) -> bool:
    # A value that is worked out (`reason of this event`) is expected to be there, whatever it is.
    return _alike(value, expected.value) if isinstance(expected, Literal) else value is not None


def _alike(value: object, expected: object) -> bool:
    """Equal, with a duration equal to its microseconds."""
    plain = [microseconds(each) if isinstance(each, Duration) else None for each in (value, expected)]
    left, right = (each if exact is None else exact for exact, each in zip(plain, (value, expected), strict=True))
    if isinstance(left, bool) is not isinstance(right, bool):
        return False
    return left == right


def _got(program: Program, decision: Decision, action: Action, language: str) -> str:
    slot, vocabulary = _slot(action), program.vocabulary
    if isinstance(action, Note):
        found = next(
            (each for each in decision.changes if isinstance(each, SetFact) and each.name == action.fact), None
        )
        field = vocabulary.field_by_name.get(action.fact)
        return value_words(found.value if found else None, field.type if field else None, language, program.zone)
    if isinstance(action, SetOutput):
        value = _output(decision.plan, action.output)
        output = vocabulary.output_by_id.get(action.output)
        labels = output.labels if output else None
        term = vocabulary.term(Domain.TARGET, action.output)
        name = (labels or (term.labels if term else None) or Words(action.output)).in_language(language)
        return f"{name or action.output} {value_words(value, output.type if output else None, language, program.zone)}"
    heading = SLOTS[slot].in_language(language)
    plan = plan_words(decision.plan, vocabulary, language, program.zone, program.furnishing.allowances)
    told = [text for name, text in plan if name == heading]
    joint = "；" if language.startswith("zh") else "; "
    return f"{heading} {joint.join(told)}" if told else f"{heading} {_NOTHING.in_language(language)}"


def _slot(action: Action) -> str:
    return {
        RouteTo: "route",
        Ahead: "route",
        ServeAt: "service level",
        ShowMenu: "menu",
        ShowItem: "menu",
        Say: "say",
        OfferAction: "offer",
        Withhold: "offer",
        AnswerWith: "answer",
        GuideTo: "guide",
        Allow: "allow",
        SkipStep: "skip",
        StartTask: "task",
    }.get(type(action), "output")
