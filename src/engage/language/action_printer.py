"""Action sentences as text: what stands behind `then`, one line an action."""

from __future__ import annotations

from engage.facts.plan import Need, Rung
from engage.facts.units import Duration
from engage.facts.vocabulary import Domain, Vocabulary
from engage.ground.numbers import Number, plain
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
from engage.language.printer_names import Pen
from engage.language.printer_values import duration_text, value_text
from engage.language.tree import Fact, Literal, Value

__all__ = ["action_text", "print_action"]


def print_action(action: Action, vocabulary: Vocabulary, language: str) -> str:
    """An action as one line: `serve at vip care`, `按 贵宾关怀 服务`."""
    return action_text(action, Pen(vocabulary, language))


def action_text(action: Action, pen: Pen) -> str:
    """An action in a pen's language."""
    if isinstance(action, RouteTo):
        return _route_text(action, pen)
    if isinstance(action, Ahead):
        return pen.say("ahead", x=duration_text(action.by, pen.language))
    if isinstance(action, ShowMenu):
        return _menu_text(action, pen)
    if isinstance(action, ShowItem):
        return pen.say("show", x=pen.named(Domain.ITEM, action.item)) + _lever_text(action.lever, pen)
    if isinstance(action, OfferAction):
        return pen.say("offer", x=pen.offer(action.offer)) + _lever_text(action.lever, pen)
    if isinstance(action, Withhold):
        return pen.say("withhold", x=pen.group(action.group))
    if isinstance(action, Allow):
        name = pen.named(Domain.ALLOWANCE, action.allowance)
        timed = isinstance(action.limit, Literal) and isinstance(action.limit.value, Duration)
        return pen.say("allow time" if timed else "allow", x=name, n=value_text(action.limit, pen))
    if isinstance(action, StartTask):
        return _task_text(action, pen)
    if isinstance(action, Note):
        return pen.say("note", x=pen.field(action.fact), v=_noted(action.value, pen))
    if isinstance(action, SetOutput):
        return pen.say("set", x=_set_name(action.output, pen), v=value_text(action.value, pen))
    return _named_text(action, pen)


def _named_text(action: ServeAt | Say | AnswerWith | GuideTo | SkipStep, pen: Pen) -> str:
    """The sentences that are a verb and a name."""
    if isinstance(action, ServeAt):
        return pen.say("serve", x=pen.named(Domain.LEVEL, action.level))
    if isinstance(action, Say):
        return pen.say("say", x=pen.named(Domain.WORDING, action.wording))
    if isinstance(action, AnswerWith):
        return pen.say("answer", x=pen.named(Domain.ANSWER, action.answer))
    if isinstance(action, GuideTo):
        return pen.say("guide", x=pen.named(Domain.SELF_SERVICE, action.service))
    return pen.say("skip", x=pen.named(Domain.STEP, action.step))


def _route_text(route: RouteTo, pen: Pen) -> str:
    text = pen.say("route", x=pen.named(Domain.QUEUE, route.queue))
    if route.needs:
        text += pen.say("needs", x=_needs_text(route.needs, pen))
    return text + "".join(_rung_text(rung, pen) for rung in route.ladder)


def _needs_text(needs: tuple[Need, ...], pen: Pen) -> str:
    each = [pen.say("need", x=pen.named(Domain.SKILL, need.skill), n=str(need.level)) for need in needs]
    return pen.join(each, "need more")


def _rung_text(rung: Rung, pen: Pen) -> str:
    queue = pen.named(Domain.QUEUE, rung.queue) if rung.queue else ""
    needs = _needs_text(rung.needs, pen)
    # A queue before needs takes the same words as in the first part of the sentence.
    what = queue + pen.say("needs", x=needs) if queue and needs else queue or needs
    return pen.say("rung", n=duration_text(rung.after, pen.language), x=what)


def _menu_text(menu: ShowMenu, pen: Pen) -> str:
    text = pen.say("menu", x=pen.named(Domain.MENU, menu.menu))
    if not menu.first:
        return text
    return text + pen.say("menu first", x=pen.join([pen.named(Domain.ITEM, item) for item in menu.first], "list more"))


def _lever_text(lever: Number, pen: Pen) -> str:
    return "" if lever == 1 else pen.say("lever", n=plain(lever))


def _task_text(task: StartTask, pen: Pen) -> str:
    text = pen.say("task", x=pen.named(Domain.WORK, task.work))
    if task.owner:
        text += pen.say("task for", x=pen.named(Domain.OWNER, task.owner))
    return text + (pen.say("task due", n=duration_text(task.due, pen.language)) if task.due else "")


def _noted(value: Value, pen: Pen) -> str:
    """A field of the event that is being decided, as `note` speaks of it."""
    if isinstance(value, Fact) and value.name.startswith("event."):
        return pen.say("note event", x=pen.past_field(value.name.removeprefix("event.")))
    return value_text(value, pen)


def _set_name(id: str, pen: Pen) -> str:
    if pen.vocabulary.term(Domain.TARGET, id) is not None:
        return pen.named(Domain.TARGET, id)
    return pen.output(id)
